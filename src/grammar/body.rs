//! The body that both envelopes share.
//!
//! ```text
//! body       = { loose line } [ applies-to ] { section } [ query words ] [ trailer ]
//! applies-to = rule "The information in this article applies to:" { bullet } rule
//! section    = [ heading "====" ] { line }
//! ```

use super::{
    Note, NoteKind, applies_to, error_code, fix_table, fixed_in,
    footer::{self, Footer},
    line::{Line, offset},
    link, reference,
    section::{self, Section},
    status,
};
use crate::article::Article;

/// Reads the body into `article`.
///
/// `source` is the text that all lines are slices of: the base of the notes' offsets.
pub fn read<'a>(
    article: &mut Article,
    lines: &[Line<'a>],
    source: &'a str,
    notes: &mut Vec<Note>,
) -> Option<Footer> {
    let (body, footer) = footer::split(article, lines, source, notes);
    let mut text_lines = Vec::with_capacity(body.len());
    match applies_to::find(body) {
        Some(block) => {
            if !block.closed {
                notes.push(Note {
                    kind: NoteKind::AppliesToNotClosed,
                    offset: offset(source, body[block.range.start].raw),
                });
            }
            article.applies_to = applies_to::read(&body[block.bullets.clone()], &mut |line| {
                notes.push(Note { kind: NoteKind::BulletNotRead, offset: offset(source, line.raw) });
            });
            text_lines.extend_from_slice(&body[..block.range.start]);
            text_lines.extend_from_slice(&body[block.range.end..]);
        }
        None => text_lines.extend_from_slice(body),
    }
    let sections = section::split(&text_lines, article.applies_to.is_empty(), source);
    section::fill(article, &sections);
    judge(article, &sections, source, notes);
    footer
}

/// Fills the fields that need judgement from the sections' texts.
fn judge(article: &mut Article, sections: &[Section<'_, '_>], source: &str, notes: &mut Vec<Note>) {
    article.fix_files = fix_table::read(&article.title, sections, &mut |line| {
        notes.push(Note { kind: NoteKind::FixFileNotRead, offset: offset(source, line.raw) });
    });
    article.fixed_in = fixed_in::read(sections);
    article.disposition = status::read(sections, !article.fixed_in.is_empty());
    article.references = reference::read(article.id, sections);
    article.error_codes = error_code::read(&article.title, sections);
    article.urls = link::urls(sections);
    article.registry_keys = link::registry_keys(sections);
}
