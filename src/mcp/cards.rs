//! `search`: a card an article, as short as the budget asks for.

use schemars::JsonSchema;
use serde::Serialize;

use super::answer::{Answer, Refusal, fit, more, past_end};
use super::{ask, resource};
use crate::article::{ArticleId, Date};
use crate::index::Index;
use crate::output::{hits::card, layout::cut, words};
use crate::search::{Fix, Hit, Results, search};

/// Columns that a passage or a fix may take: as many as the budget has room for.
const ROOM: [usize; 7] = [400, 300, 220, 160, 120, 90, 60];

/// Columns of a title and of the products, those of a few articles aside.
const TITLE: usize = 120;
const PRODUCTS: usize = 80;

/// Products, releases and files that are named before the rest is counted.
const NAMED: usize = 2;

/// A page of what was found.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Page {
    /// Articles that match.
    total: usize,
    cards: Vec<Card>,
    /// Where the next page begins.
    #[serde(skip_serializing_if = "Option::is_none")]
    next_offset: Option<usize>,
    /// What the search did that was not asked; where it found nothing, what to try.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    notes: Vec<String>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct Card {
    id: ArticleId,
    title: String,
    modified: Option<Date>,
    products: String,
    /// What goes wrong; where the article does not say, what matches best.
    #[serde(skip_serializing_if = "String::is_empty")]
    symptom: String,
    /// Where the fix is, or what to do.
    #[serde(skip_serializing_if = "String::is_empty")]
    fix: String,
    /// What Microsoft said, where there is no fix.
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<&'static str>,
    uri: String,
}

/// Finds articles.
pub fn run(index: &Index, ask: &ask::Search) -> Result<Answer, Refusal> {
    let request = ask.to_request()?;
    let results = search(index, &request)?;
    let page = |room, count| answer(&results, request.offset, room, count);
    let all = results.hits.len();
    for room in ROOM {
        let answer = page(room, all)?;
        if answer.tokens() <= ask.budget {
            return Ok(answer);
        }
    }
    fit(all, ask.budget, |count| page(ROOM[ROOM.len() - 1], count))
}

/// The first `count` hits, their passages in `room` columns.
fn answer(results: &Results, offset: usize, room: usize, count: usize) -> Result<Answer, Refusal> {
    let end = offset + count;
    let mut notes = results.notes.clone();
    if results.total == 0 {
        notes.push("Try fewer or other words, no filters, or the very text of the error message.".to_owned());
    } else {
        notes.extend(past_end(offset, results.total, "article"));
    }
    let page = Page {
        total: results.total,
        cards: results.hits.iter().take(count).map(|hit| Card::of(hit, room)).collect(),
        next_offset: (count > 0 && end < results.total).then_some(end),
        notes,
    };
    Answer::new(&page.text(offset), &page)
}

impl Card {
    fn of(hit: &Hit, room: usize) -> Self {
        let mut products = words::products_in_brief(&hit.applies_to);
        if products.is_empty() {
            products.extend(hit.product.clone());
        }
        Self {
            id: hit.id,
            title: short(&hit.title, TITLE),
            modified: hit.modified,
            products: short(&some_of(&products), PRODUCTS),
            symptom: short(&card::passage(hit).text, room),
            fix: short(&fix(&hit.fix), room),
            status: card::unfixed(hit.fix.disposition).filter(|_| !card::has_fix(&hit.fix)),
            uri: resource::text_uri(hit.id),
        }
    }
}

/// The releases and the files, else what to do.
fn fix(fix: &Fix) -> String {
    let mut parts = Vec::new();
    if !fix.fixed_in.is_empty() {
        parts.push(format!("Fixed in {}", some_of(&fix.fixed_in)));
    }
    if !fix.files.is_empty() {
        parts.push(some_of(&words::files_in_brief(&fix.files)));
    }
    if parts.is_empty() {
        let told = card::unfixed(fix.disposition).filter(|_| card::has_fix(fix));
        parts.extend(fix.text.as_deref().or(told).map(str::to_owned));
    }
    parts.join(". ")
}

fn some_of(items: &[String]) -> String {
    let named = items[..items.len().min(NAMED)].join("; ");
    match items.len() {
        many if many > NAMED => format!("{named} and {} more", many - NAMED),
        _ => named,
    }
}

/// On one line.
fn short(text: &str, room: usize) -> String {
    cut(&words::folded(text), room)
}

impl Page {
    fn text(&self, offset: usize) -> String {
        let mut out = match (self.total, self.cards.len()) {
            (0, _) => "No article matches.\n".to_owned(),
            (total, 0) => format!("{} found.\n", words::counted(total as u64, "article")),
            (total, shown) => {
                let total = words::counted(total as u64, "article");
                format!("{total} found; here are {}-{}.\n", offset + 1, offset + shown)
            }
        };
        self.notes.iter().for_each(|note| out.push_str(&format!("Note: {note}\n")));
        self.cards.iter().for_each(|card| out.push_str(&card.text()));
        out + more(self.next_offset).as_str()
    }
}

impl Card {
    fn text(&self) -> String {
        let date = self.modified.map(|date| format!(" ({date})")).unwrap_or_default();
        let mut out = format!("\n{} {}{date}\n", self.id, self.title);
        let status = self.status.unwrap_or_default();
        let lines =
            [("For", &*self.products), ("Symptom", &self.symptom), ("Fix", &self.fix), ("Status", status)];
        for (label, value) in lines {
            if !value.is_empty() {
                out.push_str(&format!("{label}: {value}\n"));
            }
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::sample;

    #[test]
    fn cards_for_a_model() {
        let answer = answer(&sample::results(), 0, 100, 2).unwrap();
        insta::assert_snapshot!(answer.text, @r#"
        128 articles found; here are 1-2.

        Q193829 SNAPMP Memory Leak After Host-Initiated Password Change (2002-05-20)
        For: Microsoft SNA Server 3.0 – 4.0 SP1; Microsoft Host Account Synchronization serv…
        Symptom: After a password change is received and processed, a memory leak of 150 bytes per password change i…
        Fix: Fixed in latest SNA Server version 4.0 U.S. Service Pack. Snapmp.exe 1998-09-15 11:42; Hostproc.exe…

        Q12230 A Title That Is Too Long for One Line Because It Quotes an Error: "Unable to Control A20 Line!" (1999-02-01)
        For: Microsoft Windows NT Server 3.1 – 4.0; Microsoft Windows NT Workstation 3.1 – 4…
        Symptom: A driver leaks.
        Fix: Driver1.sys 1998-09-15 11:42; Driver2.sys 1998-09-15 11:42 and 7 more

        More with offset 2.
        "#);
        insta::assert_json_snapshot!(answer.record["cards"][1], @r#"
        {
          "id": "Q12230",
          "title": "A Title That Is Too Long for One Line Because It Quotes an Error: \"Unable to Control A20 Line!\"",
          "modified": "1999-02-01",
          "products": "Microsoft Windows NT Server 3.1 – 4.0; Microsoft Windows NT Workstation 3.1 – 4…",
          "symptom": "A driver leaks.",
          "fix": "Driver1.sys 1998-09-15 11:42; Driver2.sys 1998-09-15 11:42 and 7 more",
          "uri": "kbfix://article/Q12230"
        }
        "#);
    }

    #[test]
    fn nothing_found_is_an_answer() {
        let results = Results { total: 0, hits: Vec::new(), ..sample::results() };
        let answer = answer(&results, 0, 100, 0).unwrap();
        assert!(answer.text.starts_with("No article matches.\nNote: Try fewer"), "{}", answer.text);
        assert_eq!(
            (&answer.record["total"], answer.record["cards"].as_array().map(Vec::len)),
            (&0.into(), Some(0))
        );
    }
}
