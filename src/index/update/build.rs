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
        Index, IndexError,
        compress::Compressor,
        document::document,
        embedding::{self, Row},
        generation::Generation,
        schema::Schema,
        stored::{Original, pack, unpack},
    },
};

/// How many articles a run has added, changed and removed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    pub added: u64,
    pub changed: u64,
    pub removed: u64,
}

/// What a plan has come to.
pub struct Carried {
    pub changes: Changes,
    /// Articles that are not what they were.
    pub affected: HashSet<ArticleId>,
    /// Those of them that there still are, each with its embedding, if it has one.
    pub rows: Vec<(ArticleId, Option<Row>)>,
}

/// What became of one file.
struct Outcome {
    at: usize,
    read: Read,
    problem: Option<Problem>,
}

enum Read {
    /// The article it is a copy of, in which format, and the hash of its bytes.
    Article(ArticleId, Format, u64),
    NoArticle,
    /// It could not be read; what the index holds of it stands in.
    Before,
    /// It could not be read, and the index holds nothing of it.
    Nothing,
}

/// A document handed to the writer.
struct Emission {
    id: ArticleId,
    /// How many files it was chosen from.
    files: usize,
    /// The file that stands for it, and its notes by kind.
    first: usize,
    notes: Vec<(NoteKind, u32)>,
    row: Option<Row>,
}

/// A file that was read.
struct Loaded {
    at: usize,
    bytes: Vec<u8>,
    /// Why these are the bytes of before.
    problem: Option<Problem>,
}

/// Where articles are written to.
pub struct Target<'a> {
    pub generation: &'a Generation,
    pub writer: &'a IndexWriter,
    pub schema: &'a Schema,
    pub compressor: &'a Compressor,
    /// The index as it was before, where the run goes on from it.
    pub before: Option<&'a Index>,
}

struct Build<'a> {
    plan: &'a Plan,
    target: &'a Target<'a>,
    progress: &'a dyn Progress,
}

type Done = (Vec<Outcome>, Vec<Emission>);

/// Writes every document that the plan asks for, and completes the plan's entries.
pub fn carry_out(
    plan: &mut Plan,
    target: &Target<'_>,
    progress: &dyn Progress,
) -> Result<Carried, IndexError> {
    let build = Build { plan, target, progress };
    let units = build.units();
    progress.begin(units.iter().map(|unit| unit.len() as u64).sum());
    let done: Vec<Done> = units.par_iter().map(|unit| build.unit(unit)).collect::<Result<_, _>>()?;
    let (outcomes, emissions): (Vec<_>, Vec<_>) = done.into_iter().unzip();
    let mut emissions: Vec<Emission> = emissions.into_iter().flatten().collect();
    complete(plan, outcomes.into_iter().flatten());

    let files = files_by_article(plan);
    let mut affected: HashSet<ArticleId> = plan.touched.clone();
    affected.extend(emissions.iter().map(|emission| emission.id));
    let build = Build { plan, target, progress: &() };
    let (outcomes, again) = build.settle(&affected, &files, &emissions)?;
    complete(plan, outcomes.into_iter());
    let redone: HashSet<ArticleId> = again.iter().map(|emission| emission.id).collect();
    emissions.retain(|emission| !redone.contains(&emission.id));
    emissions.extend(again);
    let rows = emissions.iter_mut().map(|emission| (emission.id, emission.row.take())).collect();
    note(plan, &files, &affected, emissions);
    Ok(Carried { changes: count(&plan.before, &affected, &files), affected, rows })
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
    fn unit(&self, unit: &[usize]) -> Result<Done, IndexError> {
        let mut outcomes = Vec::with_capacity(unit.len());
        let mut loaded: Vec<Loaded> = Vec::with_capacity(unit.len());
        for &at in unit {
            loaded.extend(self.load(at, &mut outcomes)?);
        }
        let texts: Vec<Decoded<'_>> = loaded.iter().map(|file| decode(&file.bytes)).collect();
        let mut groups: BTreeMap<ArticleId, Group<'_>> = BTreeMap::new();
        for (file, text) in loaded.iter().zip(&texts) {
            let opened = grammar::open(&text.text);
            let read = match &opened {
                _ if file.problem.is_some() => Read::Before,
                Some(opened) => {
                    let envelope = &opened.envelope;
                    Read::Article(envelope.article.id, envelope.format, fingerprint(Some(&file.bytes)))
                }
                None => Read::NoArticle,
            };
            outcomes.push(Outcome { at: file.at, read, problem: file.problem.clone() });
            if let Some(opened) = opened {
                let path = self.plan.items[file.at].entry.path.as_str();
                let id = opened.envelope.article.id;
                groups.entry(id).or_default().push((file, text, Copy { path, opened }));
            }
        }
        let emissions = groups.into_iter().filter_map(|(id, group)| self.emit(id, group).transpose());
        let emissions = emissions.collect::<Result<_, _>>()?;
        self.progress.advance(unit.len() as u64);
        Ok((outcomes, emissions))
    }

    /// The bytes of a file; where it cannot be read, those that the index holds of it.
    fn load(&self, at: usize, outcomes: &mut Vec<Outcome>) -> Result<Option<Loaded>, IndexError> {
        let path = self.plan.locate(at);
        let (read, problem) = match read_article(&path) {
            Ok(Some(bytes)) => return Ok(Some(Loaded { at, bytes, problem: None })),
            Ok(None) => (Read::NoArticle, None),
            Err(error) => {
                let problem = Problem { path: path.display().to_string(), message: error.to_string() };
                if let Some(bytes) = self.before(at)? {
                    return Ok(Some(Loaded { at, bytes, problem: Some(problem) }));
                }
                (Read::Nothing, Some(problem))
            }
        };
        outcomes.push(Outcome { at, read, problem });
        Ok(None)
    }

    /// What the index holds of a file, as it was read last.
    fn before(&self, at: usize) -> Result<Option<Vec<u8>>, IndexError> {
        let entry = &self.plan.items[at].entry;
        let (Some(index), Some(id)) = (self.target.before, entry.id) else { return Ok(None) };
        let copies = index.copies(id)?.unwrap_or_default();
        let same = |original: &Original<'_>| fingerprint(Some(original.bytes)) == entry.hash;
        Ok(unpack(&copies).into_iter().find(same).map(|original| original.bytes.to_owned()))
    }

    /// Merges the copies of an article and writes its document.
    fn emit(&self, id: ArticleId, group: Group<'_>) -> Result<Option<Emission>, IndexError> {
        let Target { generation, writer, schema, compressor, .. } = self.target;
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
        let failed = |error| generation.failed(&error);
        let copies = compressor.compress(&pack(&originals)).map_err(|error| failed(error.into()))?;
        writer.add_document(document(schema, &merged.article, &copies)).map_err(failed)?;
        let (file, text) = read[merged.used[0]];
        let row = embedding::row(&merged.article);
        Ok(Some(Emission { id, files, first: file.at, notes: notes(&merged, text), row }))
    }

    fn delete(&self, id: ArticleId) {
        let Target { writer, schema, .. } = self.target;
        writer.delete_term(Term::from_field_u64(schema.id, u64::from(id.0)));
    }

    /// Puts right every affected article whose document was not made from all of its files: those that
    /// have lost a file, and those whose files do not tell their number in their path.
    fn settle(
        &self,
        affected: &HashSet<ArticleId>,
        files: &HashMap<ArticleId, Vec<usize>>,
        emissions: &[Emission],
    ) -> Result<Done, IndexError> {
        let mut made: HashMap<ArticleId, Vec<usize>> = HashMap::new();
        for emission in emissions {
            made.entry(emission.id).or_default().push(emission.files);
        }
        let mut again = Done::default();
        for &id in affected {
            let now = files.get(&id).map_or(&[][..], Vec::as_slice);
            if made.get(&id).map(Vec::as_slice) == Some(&[now.len()]) {
                continue;
            }
            self.delete(id);
            let (outcomes, emissions) = self.unit(now)?;
            again.0.extend(outcomes);
            again.1.extend(emissions);
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

/// Writes what was read into the entries. An entry whose file could not be read stays as it is, with the stamp
/// of what was read of it before.
fn complete(plan: &mut Plan, outcomes: impl Iterator<Item = Outcome>) {
    for Outcome { at, read, problem } in outcomes {
        plan.problems.extend(problem);
        let item = &mut plan.items[at];
        item.entry.notes.clear();
        let (id, format, hash) = match read {
            Read::Article(id, format, hash) => (Some(id), Some(format), hash),
            Read::NoArticle => (None, None, fingerprint(None)),
            Read::Before => continue,
            Read::Nothing => {
                item.state = State::Lost;
                continue;
            }
        };
        if item.state == State::Dirty || item.entry.hash != hash {
            item.entry.stamp = item.seen;
        }
        // It may have become another article since the files were compared.
        plan.touched.extend(item.entry.id.filter(|&old| id != Some(old)));
        (item.entry.id, item.entry.format, item.entry.hash) = (id, format, hash);
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
