//! The body that both envelopes share.
//!
//! ```text
//! body       = { loose line } [ applies-to ] { section } [ query words ] [ trailer ]
//! applies-to = rule "The information in this article applies to:" { bullet } rule
//! section    = [ heading "====" ] { line }
//! ```

use std::borrow::Cow;

use super::{
    Judged, Note, NoteKind, Parsed, Placed, applies_to, error_code, error_message, error_number, fix_table,
    fixed_in,
    footer::{self, Footer},
    line::{Line, offset},
    link, reference,
    section::{self, Section},
    status,
};

/// Reads the body into `parsed`.
///
/// `source` is the text that `title` and all lines are slices of: what notes and places count from.
pub fn read<'a>(parsed: &mut Parsed, title: &'a str, lines: &[Line<'a>], source: &'a str) -> Option<Footer> {
    let (body, footer) = footer::split(&mut parsed.article, lines, source, &mut parsed.notes);
    let text_lines = without_applies_to(parsed, body, source);
    let sections = section::split(&text_lines, parsed.article.applies_to.is_empty(), source);
    section::fill(&mut parsed.article, &sections);
    judge(parsed, title, &sections, source);
    let article = &mut parsed.article;
    article.urls = link::urls(&sections);
    article.registry_keys = link::registry_keys(&sections);
    footer
}

/// Reads the applies-to block; the lines around it.
fn without_applies_to<'s, 'a>(
    parsed: &mut Parsed,
    body: &'s [Line<'a>],
    source: &str,
) -> Cow<'s, [Line<'a>]> {
    let Some(block) = applies_to::find(body) else { return body.into() };
    if !block.closed {
        parsed.note(NoteKind::AppliesToNotClosed, offset(source, body[block.range.start].raw));
    }
    let bullets = applies_to::read(&body[block.bullets.clone()], source, &mut |line| {
        parsed.note(NoteKind::BulletNotRead, offset(source, line.raw));
    });
    parsed.article.applies_to = parsed.places.keep(Judged::AppliesTo, bullets);
    let (before, after) = (&body[..block.range.start], &body[block.range.end..]);
    if before.iter().all(Line::is_blank) { after.into() } else { [before, after].concat().into() }
}

/// Fills the fields that need judgement from the sections' texts.
fn judge(parsed: &mut Parsed, title: &str, sections: &[Section<'_, '_>], source: &str) {
    let Parsed { article, places, notes, .. } = parsed;
    let mut note = |kind, offset| notes.push(Note { kind, offset });
    let files = fix_table::read(&article.title, sections, &mut |kind, line| {
        note(kind, offset(source, line.raw));
    });
    let fixed_in = fixed_in::read(sections, &mut |at| note(NoteKind::ReleaseNotRead, at));
    let disposition = status::read(sections, &fixed_in, &mut |at| note(NoteKind::StatusNotRead, at));
    let references = reference::read(article.id, sections);
    let title = Placed::new(article.title.as_str(), source, title, title);
    let codes = error_code::read(&title, sections);
    let errors = error_number::read(&title, sections, &codes);
    article.fix_files = places.keep(Judged::FixFiles, files);
    article.fixed_in = places.keep(Judged::FixedIn, fixed_in);
    article.disposition = places.keep(Judged::Disposition, disposition.into_iter().collect()).pop();
    article.references = places.keep(Judged::References, references);
    article.error_codes = places.keep(Judged::ErrorCodes, codes);
    article.errors = places.keep(Judged::Errors, errors);
    article.error_messages = places.keep(Judged::ErrorMessages, error_message::read(sections));
}
