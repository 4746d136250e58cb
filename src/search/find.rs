//! From a request to all articles that it finds: read, plan, rank, narrow.

use tantivy::Term;

use super::applies::Applies;
use super::lists::Lists;
use super::plan::Plan;
use super::rank::{self, Ranking, Scored};
use super::require::Requirements;
use super::results::Wider;
use super::spelling::Dictionary;
use super::typed::{self, Typed};
use super::{Place, Request, SearchError, exact, filter, limit, meaning, relax, without};
use crate::article::ArticleId;
use crate::query::{self, Query, Read};

/// What there is to say about a request.
pub struct Found {
    /// What of the query was not taken as it was written.
    pub notes: Vec<String>,
    /// Where nothing was found, what is found without something.
    pub wider: Vec<Wider>,
    pub plan: Plan,
    pub lists: Lists,
    /// All matching articles, best first as far as the page reaches.
    pub ranking: Ranking,
}

/// An index, and what is asked of it.
struct Finder<'a> {
    place: &'a Place<'a>,
    request: &'a Request,
    /// What the filters require.
    filters: Vec<query::Item>,
    applies: Applies<'a>,
}

/// Finds all that matches; where nothing does, notes what to leave out.
pub fn find(place: &Place<'_>, request: &Request) -> Result<Found, SearchError> {
    let (mut found, query) = find_once(place, request)?;
    if found.ranking.found.is_empty() {
        found.wider = without::wider(place, request, &query)?;
        found.notes.extend(found.wider.iter().map(Wider::note));
    }
    Ok(found)
}

/// Finds all that matches, and gives the query as it was read.
pub fn find_once(place: &Place<'_>, request: &Request) -> Result<(Found, Query), SearchError> {
    let &Place { searcher, schema, .. } = place;
    let Read { query, mut notes } = read(request)?;
    let query = limit::cut(query, &mut notes);
    let ranked = typed::ranked(&query, &request.query);
    let lists = Lists::new(searcher, &schema.texts())?;
    let typed = typed::read(ranked, |term| lists.of(term).map(|found| found.articles), &mut notes)?;
    let dictionary = Dictionary::new(searcher, &lists);
    let plan = Plan::new(&typed, &dictionary, request.vocabulary())?;
    notes.extend(dictionary.note());
    let mut ranking = rank::rank(&lists, &plan)?;
    exact::boost(place, &plan, &mut ranking)?;
    let applies = Applies::new(place, request.vocabulary());
    let finder = Finder { place, request, filters: request.filters.items()?, applies };
    ranking.found = finder.narrowed(&query, &typed, ranking.found, &mut notes)?;
    notes.extend(finder.applies.notes(query.items.iter().chain(&finder.filters))?);
    finder.blend(&typed, &plan, &mut ranking)?;
    rank::sort_top(&mut ranking.found, request.offset.saturating_add(request.limit));
    Ok((Found { notes, wider: Vec::new(), plan, lists, ranking }, query))
}

fn read(request: &Request) -> Result<Read, SearchError> {
    if !request.strict {
        return Ok(query::read(&request.query));
    }
    Ok(Read { query: query::parse(&request.query)?, notes: Vec::new() })
}

impl Finder<'_> {
    /// Those of `ranked` that have what the query requires. Where none has, and nobody insists, phrases and alternatives are words.
    fn narrowed(
        &self,
        query: &Query,
        typed: &Typed,
        mut ranked: Vec<Scored>,
        notes: &mut Vec<String>,
    ) -> tantivy::Result<Vec<Scored>> {
        if let Some(number) = typed.number {
            put_first(self.place, number, &mut ranked)?;
        }
        let relaxed = if self.request.strict { None } else { relax::to_words(query) };
        let Some(relaxed) = relaxed else { return self.passing(query, typed, ranked) };
        let found = self.passing(query, typed, ranked.clone())?;
        if !found.is_empty() {
            return Ok(found);
        }
        let found = self.passing(&relaxed, typed, ranked)?;
        notes.extend((!found.is_empty()).then(|| relax::NOTE.to_owned()));
        Ok(found)
    }

    /// Where no word stands alone, what passes is found even if nothing ranks it.
    fn passing(&self, query: &Query, typed: &Typed, mut found: Vec<Scored>) -> tantivy::Result<Vec<Scored>> {
        let &Place { searcher, schema, .. } = self.place;
        let requirements = Requirements { schema, applies: &self.applies };
        let required = requirements.of(query.items.iter().chain(&self.filters))?;
        let everything = typed.words.is_empty() || !query.items.iter().any(query::Item::is_word);
        filter::keep_passing(searcher, required, everything, &mut found)?;
        Ok(found)
    }

    /// Lets meanings count, but where an article is asked for by number.
    fn blend(&self, typed: &Typed, plan: &Plan, ranking: &mut Ranking) -> tantivy::Result<()> {
        let (Some(meaning), None) = (self.place.meaning, typed.number) else { return Ok(()) };
        let words = typed.telling().chain(plan.corrections.iter().map(|made| made.term.as_str()));
        let Some(direction) = meaning.of(words) else { return Ok(()) };
        meaning::blend(self.place, meaning, &direction, rank::MEANT, ranking)
    }
}

/// Gives the article of that number the highest score of all.
fn put_first(place: &Place<'_>, id: ArticleId, found: &mut Vec<Scored>) -> tantivy::Result<()> {
    let &Place { searcher, schema, .. } = place;
    let best = found.iter().map(|scored| scored.score).fold(1.0, f32::max);
    let term = Term::from_field_u64(schema.id, u64::from(id.0));
    for at in filter::having(searcher, term)? {
        let doc = filter::number(searcher, at);
        found.retain(|scored| scored.doc != doc);
        found.push(Scored { doc, score: 2.0 * best });
    }
    Ok(())
}
