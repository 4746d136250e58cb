//! Where nothing is found: the names and numbers of the index that are near to those that were asked for.

use std::collections::BTreeSet;

use tantivy::schema::Field as IndexField;
use tantivy::{Searcher, Term};

use super::applies::Applies;
use super::filter::passing;
use super::require::Requirements;
use super::{Place, Request};
use crate::article::ArticleId;
use crate::index::document::fold;
use crate::query::{Clause, Field, Item, Query, Text};

/// Names that are shown for one that no article has.
const MOST: usize = 3;
/// Numbers that are shown for one that the index does not have.
const MOST_NUMBERS: usize = 5;
/// How alike two names must be, from 0 to 1.
const ALIKE: f64 = 0.75;

/// Says for each product, keyword, type, file and number that no article has which others are near.
pub fn near(place: &Place<'_>, request: &Request, query: &Query) -> tantivy::Result<Vec<String>> {
    let mut asked = Vec::new();
    let filters = request.filters.items().unwrap_or_default();
    filters.iter().chain(&query.items).for_each(|item| collect(item, &mut asked));
    let mut notes = Vec::new();
    for clause in asked {
        let note = match clause {
            Clause::Id(span) => match (&span.from, &span.to) {
                (Some(from), Some(to)) if from == to => number(place.searcher, place.schema.id, *from)?,
                _ => None,
            },
            Clause::Text(field, text) => name(place, request, field, &text)?,
            _ => None,
        };
        notes.extend(note);
    }
    if let Ok(id) = request.query.parse() {
        notes.extend(number(place.searcher, place.schema.id, id)?);
    }
    Ok(notes)
}

/// The clauses that name something, and words that are names of files.
fn collect(item: &Item, asked: &mut Vec<Clause>) {
    match item {
        Item::Clause(clause) => asked.push(clause.clone()),
        Item::Text(Text::Word(word)) if is_file(word) => {
            asked.push(Clause::Text(Field::File, Text::Word(word.clone())));
        }
        Item::Or(items) | Item::Group(items) => items.iter().for_each(|item| collect(item, asked)),
        Item::Text(_) | Item::Not(_) => {}
    }
}

/// `name.ext`
fn is_file(word: &str) -> bool {
    word.rsplit_once('.').is_some_and(|(name, extension)| {
        !name.is_empty()
            && (1..=4).contains(&extension.len())
            && extension.bytes().all(|b| b.is_ascii_alphanumeric())
            && word.bytes().any(|b| b.is_ascii_alphabetic())
    })
}

/// What is near to a name, where no article has that.
fn name(place: &Place<'_>, request: &Request, field: Field, text: &Text) -> tantivy::Result<Option<String>> {
    let &Place { searcher, schema, .. } = place;
    let (kind, names) = match field {
        Field::Product => ("product", columns(searcher, "applies_to")?),
        Field::Keyword => ("keyword", terms(searcher, schema.keyword)?),
        Field::Type => ("type", terms(searcher, schema.kind)?),
        Field::File => ("file", terms(searcher, schema.file)?),
        _ => return Ok(None),
    };
    let item = Item::Clause(Clause::Text(field, text.clone()));
    let applies = Applies::new(place, request.vocabulary());
    let required = Requirements { schema, applies: &applies }.of([&item])?;
    if passing(searcher, required.as_deref())?.is_none_or(|passing| passing.count() > 0) {
        return Ok(None);
    }
    let near = nearest(text.as_str(), &names);
    let said = if near.is_empty() { String::new() } else { format!("; near it: {}", near.join(", ")) };
    Ok(Some(format!("no article has the {kind} `{}`{said}", text.as_str())))
}

/// The names most alike, best first.
fn nearest<'a>(typed: &str, names: &'a BTreeSet<String>) -> Vec<&'a str> {
    let typed = fold(typed);
    let scored = names.iter().map(|name| (likeness(&typed, &fold(name)), name.as_str()));
    let mut near: Vec<(f64, &str)> = scored.filter(|&(likeness, _)| likeness >= ALIKE).collect();
    near.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.len().cmp(&b.1.len())).then(a.1.cmp(b.1)));
    near.into_iter().take(MOST).map(|(_, name)| name).collect()
}

/// How alike two folded names are: as a whole, or the typed words each to its nearest in the name.
fn likeness(typed: &str, name: &str) -> f64 {
    let whole = strsim::normalized_damerau_levenshtein(typed, name);
    let words: Vec<&str> = typed.split_whitespace().collect();
    let best = |word: &&str| {
        let each = name.split_whitespace().map(|other| strsim::normalized_damerau_levenshtein(word, other));
        each.fold(0.0, f64::max)
    };
    let by_words = words.iter().map(best).sum::<f64>() / words.len().max(1) as f64;
    // A name that has the typed one inside, such as `kbnetwork` for `network`.
    let inside = if 2 * typed.len() >= name.len() && name.contains(typed) { ALIKE } else { 0.0 };
    whole.max(by_words).max(inside)
}

/// Numbers of the index that are one slip away from one that it does not have.
fn number(searcher: &Searcher, field: IndexField, id: ArticleId) -> tantivy::Result<Option<String>> {
    let has = |number: u32| -> tantivy::Result<bool> {
        Ok(searcher.doc_freq(&Term::from_field_u64(field, u64::from(number)))? > 0)
    };
    if has(id.0)? {
        return Ok(None);
    }
    let typed = id.0.to_string();
    let mut near = Vec::new();
    for number in slips(&typed) {
        if has(number)? {
            near.push(ArticleId(number).to_string());
        }
    }
    // A number that was cut off is likelier than one with another digit.
    near.sort_by_key(|number| !number[1..].starts_with(&typed));
    let more = near.len().saturating_sub(MOST_NUMBERS);
    near.truncate(MOST_NUMBERS);
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    let said = if near.is_empty() { String::new() } else { format!("; near it: {}{more}", near.join(", ")) };
    Ok(Some(format!("the index has no {id}{said}")))
}

/// All numbers that differ from `typed` by one digit that is missing, too many, another, or swapped with the next.
fn slips(typed: &str) -> BTreeSet<u32> {
    let mut all = BTreeSet::new();
    let mut add = |digits: &[&str]| all.extend(digits.concat().parse::<u32>().ok());
    for at in 0..=typed.len() {
        let (before, behind) = typed.split_at(at);
        for digit in 0..10 {
            let digit = digit.to_string();
            add(&[before, &digit, behind]);
            if !behind.is_empty() {
                add(&[before, &digit, &behind[1..]]);
            }
        }
        if !behind.is_empty() {
            add(&[before, &behind[1..]]);
        }
        if behind.len() > 1 {
            add(&[before, &behind[1..2], &behind[..1], &behind[2..]]);
        }
    }
    all
}

/// All terms of an exact field.
fn terms(searcher: &Searcher, field: IndexField) -> tantivy::Result<BTreeSet<String>> {
    let mut all = BTreeSet::new();
    for segment in searcher.segment_readers() {
        let inverted = segment.inverted_index(field)?;
        let mut terms = inverted.terms().stream()?;
        while let Some((term, _)) = terms.next() {
            all.extend(std::str::from_utf8(term).map(str::to_owned));
        }
    }
    Ok(all)
}

/// All values of a column of text.
fn columns(searcher: &Searcher, name: &str) -> tantivy::Result<BTreeSet<String>> {
    let mut all = BTreeSet::new();
    for segment in searcher.segment_readers() {
        let Some(column) = segment.fast_fields().str(name)? else { continue };
        let ords: Vec<u64> = (0..column.num_terms() as u64).collect();
        column.dictionary().sorted_ords_to_term_cb(&ords, |value| {
            all.insert(String::from_utf8_lossy(value).into_owned());
        })?;
    }
    Ok(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near_to(typed: &str, names: &[&str]) -> Vec<String> {
        let names = names.iter().map(|name| (*name).to_owned()).collect();
        nearest(typed, &names).into_iter().map(str::to_owned).collect()
    }

    #[test]
    fn mistyped_names_are_recognised() {
        let keywords = ["kbnetwork", "kbprint", "kbsetup"];
        assert_eq!(near_to("kbnetwrok", &keywords), ["kbnetwork"]);
        assert_eq!(near_to("print", &keywords), ["kbprint"]);
        assert_eq!(near_to("zebra", &keywords), [""; 0]);
        let products = ["Microsoft Windows NT Server", "Microsoft Word for Windows"];
        assert_eq!(near_to("widnows nt", &products), ["Microsoft Windows NT Server"]);
    }

    #[test]
    fn numbers_are_one_slip_away() {
        let near = slips("19382");
        for number in [193_829, 119_382, 9_382, 91_382, 19_380] {
            assert!(near.contains(&number), "{number}");
        }
        assert!(!near.contains(&193_800));
    }

    #[test]
    fn names_of_files_are_told_from_other_words() {
        for (word, is) in
            [("tcpip.sys", true), ("4.0", false), ("etc.", false), (".net", false), ("a.longer", false)]
        {
            assert_eq!(is_file(word), is, "{word}");
        }
    }
}
