//! Carrying a plan out: files become records, records become documents.

use std::collections::{BTreeMap, HashMap, HashSet};

use rayon::prelude::*;
use tantivy::{IndexWriter, Term};

use super::{
    Progress,
    plan::{Plan, State},
};
use crate::{
    article::{ArticleId, Format},
    corpus::{Copy, Decoded, Merged, Problem, decode, fingerprint, merge, read_article},
    grammar::{self, NoteKind},
    index::{
        compress::Compressor,
        document::document,
        schema::Schema,
        stored::{Original, pack},
    },
};

/// How many articles a run has added, changed and removed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    pub added: u64,
    pub changed: u64,
    pub removed: u64,
}

/// What became of one file.
struct Outcome {
    at: usize,
    /// The article it is a copy of, in which format, and the hash of its bytes.
    article: Option<(ArticleId, Format, u64)>,
    problem: Option<Problem>,
}

/// A document handed to the writer.
struct Emission {
    id: ArticleId,
    /// How many files it was chosen from.
    files: usize,
    /// The file that stands for it, and its notes by kind.
    first: usize,
    notes: Vec<(NoteKind, u32)>,
}

/// A file that was read.
struct Loaded {
    at: usize,
    bytes: Vec<u8>,
}

struct Build<'a> {
    plan: &'a Plan,
    writer: &'a IndexWriter,
    schema: &'a Schema,
    compressor: &'a Compressor,
    progress: &'a dyn Progress,
}

/// Writes every document that the plan asks for, and completes the plan's entries.
pub fn carry_out(
    plan: &mut Plan,
    writer: &IndexWriter,
    schema: &Schema,
    compressor: &Compressor,
    progress: &dyn Progress,
) -> tantivy::Result<Changes> {
    let build = Build { plan, writer, schema, compressor, progress };
    let units = build.units();
    progress.begin(units.iter().map(|unit| unit.len() as u64).sum());
    let done: Vec<_> = units.par_iter().map(|unit| build.unit(unit)).collect::<tantivy::Result<_>>()?;
    let (outcomes, emissions): (Vec<_>, Vec<_>) = done.into_iter().unzip();
    let mut emissions: Vec<Emission> = emissions.into_iter().flatten().collect();
    complete(plan, outcomes.into_iter().flatten());

    let files = files_by_article(plan);
    let mut affected: HashSet<ArticleId> = plan.touched.clone();
    affected.extend(emissions.iter().map(|emission| emission.id));
    let build = Build { plan, writer, schema, compressor, progress: &() };
    let again = build.settle(&affected, &files, &emissions)?;
    let redone: HashSet<ArticleId> = again.iter().map(|emission| emission.id).collect();
    emissions.retain(|emission| !redone.contains(&emission.id));
    emissions.extend(again);
    note(plan, &files, &affected, emissions);
    Ok(count(&plan.before, &affected, &files))
}

impl Build<'_> {
    /// Files that are probably of one article, by the number in their path: in the archive always
    /// right. Where it is not, [`Self::settle`] puts it right.
    fn units(&self) -> Vec<Vec<usize>> {
        let items = &self.plan.items;
        let mut units: BTreeMap<(u32, usize), Vec<usize>> = BTreeMap::new();
        for at in self.plan.dirty() {
            let key = number_in(&items[at].entry.path).map_or((0, at), |id| (id.0, 0));
            units.entry(key).or_default().push(at);
        }
        if units.len() < items.len() {
            for (at, item) in items.iter().enumerate().filter(|(_, item)| item.state == State::Same) {
                if let Some(unit) = item.entry.id.and_then(|id| units.get_mut(&(id.0, 0))) {
                    unit.push(at);
                }
            }
        }
        units.into_values().collect()
    }

    /// Reads the files of a unit and writes the articles they hold.
    fn unit(&self, unit: &[usize]) -> tantivy::Result<(Vec<Outcome>, Vec<Emission>)> {
        let mut outcomes = Vec::with_capacity(unit.len());
        let loaded: Vec<Loaded> = unit.iter().filter_map(|&at| self.load(at, &mut outcomes)).collect();
        let texts: Vec<Decoded<'_>> = loaded.iter().map(|file| decode(&file.bytes)).collect();
        let mut groups: BTreeMap<ArticleId, Group<'_>> = BTreeMap::new();
        for (file, text) in loaded.iter().zip(&texts) {
            let opened = grammar::open(&text.text);
            let article = opened.as_ref().map(|opened| {
                (opened.envelope.article.id, opened.envelope.format, fingerprint(Some(&file.bytes)))
            });
            outcomes.push(Outcome { at: file.at, article, problem: None });
            if let (Some(opened), Some((id, ..))) = (opened, article) {
                let path = self.plan.items[file.at].entry.path.as_str();
                groups.entry(id).or_default().push((file, text, Copy { path, opened }));
            }
        }
        let emissions = groups.into_iter().filter_map(|(id, group)| self.emit(id, group).transpose());
        let emissions = emissions.collect::<tantivy::Result<_>>()?;
        self.progress.advance(unit.len() as u64);
        Ok((outcomes, emissions))
    }

    fn load(&self, at: usize, outcomes: &mut Vec<Outcome>) -> Option<Loaded> {
        let path = self.plan.locate(at);
        match read_article(&path) {
            Ok(Some(bytes)) => return Some(Loaded { at, bytes }),
            Ok(None) => outcomes.push(Outcome { at, article: None, problem: None }),
            Err(error) => {
                let problem = Problem { path: path.display().to_string(), message: error.to_string() };
                outcomes.push(Outcome { at, article: None, problem: Some(problem) });
            }
        }
        None
    }

    /// Merges the copies of an article and writes its document.
    fn emit(&self, id: ArticleId, group: Group<'_>) -> tantivy::Result<Option<Emission>> {
        let files = group.len();
        let (read, copies): (Vec<_>, Vec<_>) =
            group.into_iter().map(|(file, text, copy)| ((file, text), copy)).unzip();
        let paths: Vec<&str> = copies.iter().map(|copy| copy.path).collect();
        let Some(merged) = merge(copies) else { return Ok(None) };
        let places = merged.used.iter().chain(merged.older.iter().flat_map(|older| &older.copies));
        let mut originals: Vec<_> =
            places.map(|&at| Original { path: paths[at], bytes: &read[at].0.bytes }).collect();
        // Of a file that is there twice nothing can be learned.
        let mut seen = HashSet::new();
        originals.retain(|original| seen.insert(original.bytes));
        if self.plan.before.contains(&id) {
            self.delete(id);
        }
        let copies = self.compressor.compress(&pack(&originals))?;
        self.writer.add_document(document(self.schema, &merged.article, &copies))?;
        let (file, text) = read[merged.used[0]];
        Ok(Some(Emission { id, files, first: file.at, notes: notes(&merged, text) }))
    }

    fn delete(&self, id: ArticleId) {
        self.writer.delete_term(Term::from_field_u64(self.schema.id, u64::from(id.0)));
    }

    /// Puts right every affected article whose document was not made from all of its files: those that
    /// have lost a file, and those whose files do not tell their number in their path.
    fn settle(
        &self,
        affected: &HashSet<ArticleId>,
        files: &HashMap<ArticleId, Vec<usize>>,
        emissions: &[Emission],
    ) -> tantivy::Result<Vec<Emission>> {
        let mut made: HashMap<ArticleId, Vec<usize>> = HashMap::new();
        for emission in emissions {
            made.entry(emission.id).or_default().push(emission.files);
        }
        let mut again = Vec::new();
        for &id in affected {
            let now = files.get(&id).map_or(&[][..], Vec::as_slice);
            if made.get(&id).map(Vec::as_slice) == Some(&[now.len()]) {
                continue;
            }
            self.delete(id);
            let (_, emissions) = self.unit(now)?;
            again.extend(emissions);
        }
        Ok(again)
    }
}

/// The files of one article: as read, as text, as a copy.
type Group<'a> = Vec<(&'a Loaded, &'a Decoded<'a>, Copy<'a>)>;

/// The last number in a path that stands behind a `Q`: `kb/186/Q186401/README.md` → Q186401.
fn number_in(path: &str) -> Option<ArticleId> {
    let (_, tail) = path.rsplit_once(['Q', 'q'])?;
    let digits = tail.len() - tail.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    tail[..digits].parse().ok()
}

fn complete(plan: &mut Plan, outcomes: impl Iterator<Item = Outcome>) {
    for Outcome { at, article, problem } in outcomes {
        let item = &mut plan.items[at];
        item.entry.hash = article.map_or(0, |(.., hash)| hash);
        item.entry.id = article.map(|(id, ..)| id);
        item.entry.format = article.map(|(_, format, _)| format);
        item.entry.notes.clear();
        if let Some(problem) = problem {
            item.state = State::Lost;
            plan.problems.push(problem);
        }
    }
}

fn files_by_article(plan: &Plan) -> HashMap<ArticleId, Vec<usize>> {
    let mut files: HashMap<ArticleId, Vec<usize>> = HashMap::new();
    for (at, item) in plan.items.iter().enumerate() {
        if let Some(id) = item.entry.id.filter(|_| item.state != State::Lost) {
            files.entry(id).or_default().push(at);
        }
    }
    files
}

/// Writes the notes of each affected article into the entry of the file that stands for it.
fn note(
    plan: &mut Plan,
    files: &HashMap<ArticleId, Vec<usize>>,
    affected: &HashSet<ArticleId>,
    emissions: Vec<Emission>,
) {
    for &at in affected.iter().filter_map(|id| files.get(id)).flatten() {
        plan.items[at].entry.notes.clear();
    }
    for emission in emissions {
        plan.items[emission.first].entry.notes = emission.notes;
    }
}

/// The notes of an article by kind, with the strange bytes of the file that stands for it.
fn notes(merged: &Merged, text: &Decoded<'_>) -> Vec<(NoteKind, u32)> {
    let mut sum: BTreeMap<NoteKind, u32> = BTreeMap::new();
    let kinds = merged.notes.iter().map(|note| note.kind);
    for kind in kinds.chain(text.strange().map(|_| NoteKind::ControlByte)) {
        *sum.entry(kind).or_default() += 1;
    }
    sum.into_iter().collect()
}

fn count(
    before: &HashSet<ArticleId>,
    affected: &HashSet<ArticleId>,
    files: &HashMap<ArticleId, Vec<usize>>,
) -> Changes {
    let mut changes = Changes::default();
    for id in affected {
        match (before.contains(id), files.contains_key(id)) {
            (false, true) => changes.added += 1,
            (true, true) => changes.changed += 1,
            (true, false) => changes.removed += 1,
            (false, false) => {}
        }
    }
    changes
}
