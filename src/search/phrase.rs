//! Words that stand together.

use tantivy::Term;
use tantivy::query::{EmptyQuery, PhraseQuery, Query, TermQuery};
use tantivy::schema::{Field, IndexRecordOption};

use crate::index::analysis::Scanner;
use crate::query::Text;

/// Words of one phrase that are looked for; each costs a list of places.
pub const MOST: usize = 32;

/// The words of `text` in order, in one field. Parts of a technical word stand at places of their own and are left out
/// with the whole.
pub fn phrase(field: Field, text: &Text) -> Box<dyn Query> {
    let mut terms = terms(field, text.as_str());
    match terms.len() {
        0 => Box::new(EmptyQuery),
        1 => Box::new(TermQuery::new(terms.remove(0).1, IndexRecordOption::Basic)),
        _ => Box::new(PhraseQuery::new_with_offset(terms)),
    }
}

fn terms(field: Field, text: &str) -> Vec<(usize, Term)> {
    let mut scanner = Scanner::new(text).with_common();
    let mut terms = Vec::new();
    let mut whole = 0;
    while let Some(word) = scanner.next_word().filter(|_| terms.len() < MOST) {
        if word.to > whole {
            terms.push((word.position, Term::from_field_text(field, &word.text)));
            whole = word.to;
        }
    }
    terms
}
