//! What is to be done: the files of the last run against the files of now.

use std::{
    collections::{HashMap, HashSet},
    path::PathBuf,
};

use rayon::prelude::*;

use super::Summary;
use crate::{
    article::ArticleId,
    corpus::{Corpus, CorpusError, File, Problem, base, fingerprint, read_article},
    index::{
        IndexError,
        manifest::{self, Entry, Manifest},
    },
};

/// A file changed within this many nanoseconds before it was listed may change again unseen, since
/// clocks of file systems tick slowly: it is read again.
const TICK: i64 = 2_000_000_000;

/// Files that are looked at to learn what articles have in common, and how many bytes of each: they take a fifth of a
/// second, and more of them teach next to nothing.
const SAMPLES: usize = 300;
const SAMPLE: usize = 32 << 10;

/// The folders of an index, and which of them are looked at in this run.
pub struct Roots {
    /// All, as the manifest will name them.
    all: Vec<PathBuf>,
    /// Those to look at.
    pub walk: Vec<PathBuf>,
    /// For each root of the old manifest its place in `all`; `None` where another takes it in.
    moved: Vec<Option<usize>>,
}

impl Roots {
    /// `known` are those of the manifest; `given` those of the command line, none for all known.
    pub fn new(known: &[PathBuf], given: &[PathBuf]) -> Result<Self, IndexError> {
        let absolute = |path: &PathBuf| {
            path.canonicalize().map_err(|source| CorpusError::Unreadable { path: path.clone(), source })
        };
        let given: Vec<_> = given.iter().map(absolute).collect::<Result<_, _>>()?;
        let mut all: Vec<PathBuf> = Vec::new();
        for root in known.iter().chain(&given) {
            if !all.iter().any(|other| root.starts_with(other)) {
                all.retain(|other| !other.starts_with(root));
                all.push(root.clone());
            }
        }
        let looked_at = |root: &&PathBuf| given.is_empty() || given.iter().any(|path| path.starts_with(root));
        let walk: Vec<_> = all.iter().filter(looked_at).cloned().collect();
        if walk.is_empty() {
            return Err(IndexError::NothingToIndex);
        }
        let moved = known.iter().map(|root| all.iter().position(|other| other == root)).collect();
        Ok(Self { all, walk, moved })
    }
}

/// A file of the manifest that is to be.
pub struct Item {
    pub entry: Entry,
    pub state: State,
}

/// How a file of now stands to the last run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    Same,
    /// Its size or time has changed; whether its content has is still to be seen.
    Doubtful,
    /// It has to be read.
    Dirty,
    /// It could not be read and was not known.
    Lost,
}

/// The files that are to be, and what has to be done for them.
pub struct Plan {
    roots: Vec<PathBuf>,
    /// For each root what the paths of its files are relative to.
    bases: Vec<PathBuf>,
    samples: bool,
    taken: i64,
    /// In order of root, then path.
    pub items: Vec<Item>,
    /// Articles that lost a file, or had a file that has changed.
    pub touched: HashSet<ArticleId>,
    /// Articles of the old manifest.
    pub before: HashSet<ArticleId>,
    /// Whether anything that the manifest says has changed, be it only a time.
    stale: bool,
    pub problems: Vec<Problem>,
}

impl Plan {
    /// Compares the manifest `old` with what `corpus` found at the time `taken`.
    pub fn new(old: Manifest, roots: Roots, corpus: Corpus, taken: i64, samples: bool) -> Self {
        let mut plan = Self {
            stale: old.roots != roots.all || old.samples != samples,
            bases: roots.all.iter().map(|root| base(root)).collect(),
            roots: roots.all,
            samples,
            taken,
            items: Vec::with_capacity(corpus.files.len()),
            touched: HashSet::new(),
            before: old.ids().into_iter().collect(),
            problems: corpus.problems,
        };
        let places: Vec<_> = corpus
            .roots
            .iter()
            .map(|root| plan.roots.iter().position(|other| other == root).unwrap_or(0))
            .collect();
        let mut known = plan.known(old.entries, &roots.moved);
        for file in corpus.files {
            let root = places[file.root];
            let entry = known.remove(&(root, file.path.clone()));
            plan.add(root, file, entry, old.taken);
        }
        plan.leave(known, &places);
        plan.items.sort_unstable_by(|a, b| key(&a.entry).cmp(&key(&b.entry)));
        plan.settle();
        plan
    }

    /// The old entries by place; those of a root that another has taken in are forgotten.
    fn known(&mut self, entries: Vec<Entry>, moved: &[Option<usize>]) -> Known {
        let mut known = Known::with_capacity(entries.len());
        for entry in entries {
            if let Some(root) = moved[entry.root] {
                known.insert((root, entry.path.clone()), Entry { root, ..entry });
            } else {
                self.touched.extend(entry.id);
            }
        }
        known
    }

    fn add(&mut self, root: usize, file: File, known: Option<Entry>, taken: i64) {
        let settled = file.stamp.modified < taken - TICK;
        let item = match known {
            Some(entry) if entry.stamp == file.stamp && settled => Item { entry, state: State::Same },
            Some(entry) => {
                self.stale |= entry.stamp != file.stamp;
                Item { entry: Entry { stamp: file.stamp, ..entry }, state: State::Doubtful }
            }
            None => {
                let File { path, stamp, .. } = file;
                let entry = Entry { root, path, stamp, hash: 0, id: None, format: None, notes: Vec::new() };
                Item { entry, state: State::Dirty }
            }
        };
        self.items.push(item);
    }

    /// Files of the manifest that were not found: gone, unless their folder was not looked at, or not
    /// all of it could be.
    fn leave(&mut self, rest: Known, walked: &[usize]) {
        for entry in rest.into_values() {
            if walked.contains(&entry.root) && self.problems.is_empty() {
                self.touched.extend(entry.id);
                self.stale = true;
            } else {
                self.items.push(Item { entry, state: State::Same });
            }
        }
    }

    /// Reads the doubtful files: most have only got another time.
    fn settle(&mut self) {
        let bases = &self.bases;
        let doubtful = self.items.par_iter_mut().filter(|item| item.state == State::Doubtful);
        let problems: Vec<Problem> = doubtful
            .filter_map(|item| {
                let path = bases[item.entry.root].join(&item.entry.path);
                let read = read_article(&path);
                item.state = match &read {
                    Ok(bytes) if fingerprint(bytes.as_deref()) != item.entry.hash => State::Dirty,
                    _ => State::Same,
                };
                read.err()
                    .map(|error| Problem { path: path.display().to_string(), message: error.to_string() })
            })
            .collect();
        self.problems.extend(problems);
        self.touched.extend(self.dirty().filter_map(|at| self.items[at].entry.id).collect::<Vec<_>>());
    }

    /// Places of the files that have to be read.
    pub fn dirty(&self) -> impl Iterator<Item = usize> {
        (0..self.items.len()).filter(|&at| self.items[at].state == State::Dirty)
    }

    /// Articles that are not what they were, once the plan is carried out.
    pub fn affected(&self) -> HashSet<ArticleId> {
        let read = self.dirty().filter_map(|at| self.items[at].entry.id);
        self.touched.iter().copied().chain(read).collect()
    }

    /// Contents of some files from all over, to learn what articles have in common; none where files are few.
    pub fn samples(&self) -> Vec<Vec<u8>> {
        let step = self.items.len() / SAMPLES;
        if step == 0 {
            return Vec::new();
        }
        let places = (0..self.items.len()).step_by(step);
        let mut samples: Vec<_> =
            places.filter_map(|at| read_article(&self.locate(at)).ok().flatten()).collect();
        samples.iter_mut().for_each(|sample| sample.truncate(SAMPLE));
        samples
    }

    /// Whether there is nothing to do.
    pub fn is_idle(&self) -> bool {
        !self.stale && self.touched.is_empty() && self.dirty().next().is_none()
    }

    /// Whether one writing thread is enough.
    pub fn is_small(&self) -> bool {
        self.touched.len() + self.dirty().take(1000).count() < 1000
    }

    /// Where a file is.
    pub fn locate(&self, at: usize) -> PathBuf {
        let entry = &self.items[at].entry;
        self.bases[entry.root].join(&entry.path)
    }

    /// The manifest as it is to be.
    pub fn manifest(&self) -> Manifest {
        let kept = self.items.iter().filter(|item| item.state != State::Lost);
        Manifest {
            samples: self.samples,
            taken: self.taken,
            roots: self.roots.clone(),
            entries: kept.map(|item| item.entry.clone()).collect(),
        }
    }

    /// Counts what the index holds now.
    pub fn report(self, summary: &mut Summary) {
        let kept = || self.items.iter().filter(|item| item.state != State::Lost).map(|item| &item.entry);
        let mut ids: Vec<_> = kept().filter_map(|entry| entry.id).collect();
        summary.files = ids.len() as u64;
        summary.passed_over = kept().count() as u64 - summary.files;
        ids.sort_unstable();
        ids.dedup();
        summary.articles = ids.len() as u64;
        summary.notes = manifest::notes(kept());
        summary.problems = self.problems;
    }
}

type Known = HashMap<(usize, String), Entry>;

fn key(entry: &Entry) -> (usize, &str) {
    (entry.root, &entry.path)
}
