//! From a request to the answers: read, plan, filter, rank, sort.

use tantivy::Term;

use super::applies::Applies;
use super::lists::Lists;
use super::plan::Plan;
use super::rank::{self, Ranking};
use super::require::Requirements;
use super::results::Wider;
use super::score::score;
use super::spelling::{self, Dictionary};
use super::tally::Marks;
use super::typed::{self, Typed};
use super::{Place, Request, SearchError, advice, filter, limit, near, ranker, relax, sort};
use crate::article::ArticleId;
use crate::query::{self, Item, Query, Read};

/// What is said where no word says anything.
const TOO_COMMON: &str =
    "the words are too common to find anything by; quotation marks look for them all the same";

/// What there is to say about a request.
pub struct Found {
    /// What of the query was not taken as it was written, and what no article has.
    pub notes: Vec<String>,
    /// Where nothing was found, what is found without something.
    pub wider: Vec<Wider>,
    pub plan: Plan,
    pub lists: Lists,
    /// The answers, best first as far as the page reaches.
    pub ranking: Ranking,
}

/// An index, and what is asked of it.
struct Finder<'a> {
    place: &'a Place<'a>,
    request: &'a Request,
    /// What the filters require.
    filters: Vec<Item>,
    lists: &'a Lists,
    typed: &'a Typed,
    plan: &'a Plan,
    applies: Applies<'a>,
}

/// Finds the answers; where there are none, notes what would help.
pub fn find(place: &Place<'_>, request: &Request) -> Result<Found, SearchError> {
    let (mut found, query) = find_once(place, request)?;
    if found.ranking.found.is_empty() {
        found.notes.extend(near::near(place, request, &query)?);
        found.wider = advice::wider(place, request, &query)?;
        found.notes.extend(found.wider.iter().map(Wider::note));
    }
    Ok(found)
}

/// Finds the answers, and gives the query as it was read.
pub fn find_once(place: &Place<'_>, request: &Request) -> Result<(Found, Query), SearchError> {
    let &Place { searcher, schema, .. } = place;
    let Read { query, mut notes } = read(request)?;
    let query = limit::cut(query, &mut notes);
    let ranked = typed::ranked(&query, &request.query);
    let lists = Lists::new(searcher, &schema.texts())?;
    let typed = typed::read(ranked, |term| lists.of(term).map(|found| found.articles), &mut notes)?;
    let plan = Plan::new(&typed, &Dictionary::new(searcher, &lists), request.vocabulary())?;
    notes.extend(plan.is_cut.then(|| spelling::NOTE.to_owned()));
    let filters = request.filters.items()?;
    let applies = Applies::new(place, request.vocabulary());
    let finder = Finder { place, request, filters, lists: &lists, typed: &typed, plan: &plan, applies };
    let mut ranking = finder.ranked(&query, &mut notes)?;
    notes.extend(finder.applies.notes(query.items.iter().chain(&finder.filters))?);
    let end = request.offset.saturating_add(request.limit);
    sort::sort(place, request, &query, &typed, end, &mut ranking)?;
    notes.extend(plan.absent_notes(&ranking));
    if typed.words.is_empty() && query.items.iter().any(Item::is_word) {
        notes.push(TOO_COMMON.to_owned());
    }
    Ok((Found { notes, wider: Vec::new(), plan, lists, ranking }, query))
}

fn read(request: &Request) -> Result<Read, SearchError> {
    if !request.strict {
        return Ok(query::read(&request.query));
    }
    Ok(Read { query: query::parse(&request.query)?, notes: Vec::new() })
}

impl Finder<'_> {
    /// The answers that have what the query requires. Where there are none, and nobody insists, phrases and alternatives
    /// are words.
    fn ranked(&self, query: &Query, notes: &mut Vec<String>) -> tantivy::Result<Ranking> {
        let mut ranking = self.first_pass(query)?;
        if ranking.found.is_empty()
            && !self.request.strict
            && let Some(relaxed) = relax::to_words(query)
        {
            ranking = self.first_pass(&relaxed)?;
            notes.extend((!ranking.found.is_empty()).then(|| relax::NOTE.to_owned()));
        }
        let &Self { place, lists, plan, typed, .. } = self;
        ranker::rank(place, lists, plan, &typed.without_noise(), &mut ranking)?;
        if let Some(number) = typed.number {
            put_first(place, number, &mut ranking)?;
        }
        Ok(ranking)
    }

    /// The answers by words alone. Where no word stands alone, what passes is an answer even if nothing ranks it.
    fn first_pass(&self, query: &Query) -> tantivy::Result<Ranking> {
        let &Self { place: &Place { searcher, schema, .. }, request, lists, typed, plan, .. } = self;
        let requirements = Requirements { schema, applies: &self.applies };
        let required = requirements.of(query.items.iter().chain(&self.filters))?;
        let passing = filter::passing(searcher, required.as_deref())?;
        let is_list = !query.items.iter().any(Item::is_word);
        let share = if is_list || request.any { 0.0 } else { rank::FAIR_SHARE };
        let mut ranking = score(lists, plan, passing.as_ref(), share)?;
        if is_list && required.is_some() {
            let all = passing.unwrap_or_else(|| Marks::all(lists.articles()));
            ranking.add(all.docs());
        } else if let Some(number) = typed.number {
            let asked = numbered(self.place, number)?;
            ranking.add(asked.filter(|&doc| passing.as_ref().is_none_or(|passing| passing.has(doc))));
        }
        Ok(ranking)
    }
}

/// The article of that number.
fn numbered(place: &Place<'_>, id: ArticleId) -> tantivy::Result<impl Iterator<Item = u32>> {
    let term = Term::from_field_u64(place.schema.id, u64::from(id.0));
    let having = filter::having(place.searcher, term)?;
    Ok(having.into_iter().map(|at| filter::number(place.searcher, at)))
}

/// Gives the article of that number, where it is an answer, the highest score of all.
fn put_first(place: &Place<'_>, id: ArticleId, ranking: &mut Ranking) -> tantivy::Result<()> {
    let best = ranking.found.iter().map(|scored| scored.score).fold(1.0, f32::max);
    for doc in numbered(place, id)? {
        for scored in ranking.found.iter_mut().filter(|scored| scored.doc == doc) {
            ranking.numbered.insert(doc, 2.0 * best - scored.score);
            scored.score = 2.0 * best;
        }
    }
    Ok(())
}
