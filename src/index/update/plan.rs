//! What is to be done: the files of the last run against the files of now.

use std::{
    collections::{HashMap, HashSet},
    path::{Path, PathBuf},
};

use rayon::prelude::*;

use super::Summary;
use crate::{
    article::ArticleId,
    corpus::{
        Corpus, CorpusError, File, Problem, Stamp, base, canonicalize, fingerprint, read_article,
        walk::relative,
    },
    index::{
        IndexError,
        manifest::{self, Entry, Manifest},
    },
};

/// A file changed within this many nanoseconds before it was listed may change again unseen, since
/// clocks of file systems tick slowly: the next run reads it again.
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
    /// For each root of the old manifest, where it is now.
    moved: Vec<Moved>,
}

/// Where a root is now: itself, or in another that takes it in.
struct Moved {
    /// Its place among all roots.
    root: usize,
    /// What the paths of its files begin with now; `None` where they stay as they are.
    below: Option<String>,
}

impl Roots {
    /// `known` are those of the manifest; `given` those of the command line, none for all known.
    pub fn new(known: &[PathBuf], given: &[PathBuf]) -> Result<Self, IndexError> {
        let absolute = |path: &PathBuf| {
            canonicalize(path).map_err(|source| CorpusError::Unreadable { path: path.clone(), source })
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
        let moved = known.iter().map(|root| moved(root, &all)).collect();
        Ok(Self { all, walk, moved })
    }
}

/// One of `all` is the root itself or takes it in.
fn moved(old: &Path, all: &[PathBuf]) -> Moved {
    let root = all.iter().position(|new| old.starts_with(new)).unwrap_or(0);
    let below = (all[root] != old).then(|| match base(old) {
        folder if folder == all[root] => String::new(),
        folder => relative(&all[root], &folder) + "/",
    });
    Moved { root, below }
}

/// A file of the manifest that is to be.
pub struct Item {
    /// As in the manifest of the last run, until the file has been read.
    pub entry: Entry,
    pub state: State,
    /// The stamp that the entry gets once the file has been read.
    pub seen: Option<Stamp>,
}

/// How a file of now stands to the last run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    Same,
    /// Its size or time has changed; whether its content has is still to be seen.
    Doubtful,
    /// It has to be read.
    Dirty,
    /// It could not be read, and nothing is known of it.
    Lost,
}

/// The files that are to be, and what has to be done for them.
pub struct Plan {
    roots: Vec<PathBuf>,
    /// For each root what the paths of its files are relative to.
    bases: Vec<PathBuf>,
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
    /// Compares the manifest `old` with what `corpus` found after the time `taken`.
    pub fn new(old: Manifest, roots: Roots, mut corpus: Corpus, taken: i64) -> Self {
        let mut plan = Self {
            stale: old.roots != roots.all,
            bases: roots.all.iter().map(|root| base(root)).collect(),
            roots: roots.all,
            items: Vec::with_capacity(corpus.files.len()),
            touched: HashSet::new(),
            before: old.ids().into_iter().collect(),
            problems: std::mem::take(&mut corpus.problems),
        };
        let places: Vec<_> = corpus
            .roots
            .iter()
            .map(|root| plan.roots.iter().position(|other| other == root).unwrap_or(0))
            .collect();
        let mut known = known(old.entries, &roots.moved);
        for file in std::mem::take(&mut corpus.files) {
            let root = places[file.root];
            let entry = known.remove(&(root, file.path.clone()));
            plan.add(root, file, entry, taken);
        }
        plan.leave(known, |root, path| places.contains(&root) && !corpus.may_hold(path));
        plan.items.sort_unstable_by(|a, b| key(&a.entry).cmp(&key(&b.entry)));
        plan.settle();
        plan
    }

    fn add(&mut self, root: usize, file: File, known: Option<(Entry, State)>, taken: i64) {
        let File { path, stamp, .. } = file;
        let seen = (stamp.modified < taken - TICK).then_some(stamp);
        let item = match known {
            Some((entry, State::Same)) if entry.stamp == Some(stamp) => {
                Item { seen: entry.stamp, entry, state: State::Same }
            }
            Some((entry, State::Same)) => Item { entry, state: State::Doubtful, seen },
            // Its record names the path, which is another now.
            Some((entry, state)) => Item { entry, state, seen },
            None => {
                let entry =
                    Entry { root, path, stamp: None, hash: 0, id: None, format: None, notes: Vec::new() };
                Item { entry, state: State::Dirty, seen }
            }
        };
        self.items.push(item);
    }

    /// Files of the manifest that were not found: some are surely gone, others were not looked at.
    fn leave(&mut self, rest: Known, is_gone: impl Fn(usize, &Path) -> bool) {
        for (entry, _) in rest.into_values() {
            if is_gone(entry.root, &self.bases[entry.root].join(&entry.path)) {
                self.touched.extend(entry.id);
                self.stale = true;
            } else {
                self.items.push(Item { entry, state: State::Same, seen: None });
            }
        }
    }

    /// Reads the doubtful files: most have only got another time. One that cannot be read keeps the stamp of what
    /// was read of it, so that the next run looks at it again.
    fn settle(&mut self) {
        let bases = &self.bases;
        let doubtful = self.items.par_iter_mut().filter(|item| item.state == State::Doubtful);
        let restamped: Vec<Result<bool, Problem>> = doubtful
            .map(|item| {
                let path = bases[item.entry.root].join(&item.entry.path);
                item.state = State::Same;
                let read = read_article(&path).map_err(|error| Problem {
                    path: path.display().to_string(),
                    message: error.to_string(),
                });
                if fingerprint(read?.as_deref()) != item.entry.hash {
                    item.state = State::Dirty;
                    return Ok(false);
                }
                Ok(std::mem::replace(&mut item.entry.stamp, item.seen) != item.seen)
            })
            .collect();
        for looked_at in restamped {
            match looked_at {
                Ok(restamped) => self.stale |= restamped,
                Err(problem) => self.problems.push(problem),
            }
        }
        self.touched.extend(self.dirty().filter_map(|at| self.items[at].entry.id).collect::<Vec<_>>());
    }

    /// Places of the files that have to be read.
    pub fn dirty(&self) -> impl Iterator<Item = usize> {
        (0..self.items.len()).filter(|&at| self.items[at].state == State::Dirty)
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

    /// How many articles there are, once the plan is carried out.
    pub fn articles(&self) -> usize {
        self.kept().filter_map(|entry| entry.id).collect::<HashSet<_>>().len()
    }

    fn kept(&self) -> impl Iterator<Item = &Entry> {
        self.items.iter().filter(|item| item.state != State::Lost).map(|item| &item.entry)
    }

    /// Whether there is nothing to do.
    pub fn is_idle(&self) -> bool {
        !self.stale && self.touched.is_empty() && self.dirty().next().is_none()
    }

    /// Whether one writing thread is enough.
    pub fn is_small(&self) -> bool {
        self.touched.len() + self.dirty().take(1000).count() < 1000
    }

    pub fn roots(&self) -> &[PathBuf] {
        &self.roots
    }

    /// Where a file is.
    pub fn locate(&self, at: usize) -> PathBuf {
        let entry = &self.items[at].entry;
        self.bases[entry.root].join(&entry.path)
    }

    /// The manifest as it is to be.
    pub fn manifest(&self) -> Manifest {
        Manifest { roots: self.roots.clone(), entries: self.kept().cloned().collect() }
    }

    /// Counts what the index holds now.
    pub fn report(mut self, summary: &mut Summary) {
        summary.articles = self.articles() as u64;
        summary.files = self.kept().filter(|entry| entry.id.is_some()).count() as u64;
        summary.passed_over = self.kept().count() as u64 - summary.files;
        summary.notes = manifest::notes(self.kept());
        // A file may have been tried more than once.
        self.problems.sort_by(|one, other| one.path.cmp(&other.path));
        self.problems.dedup_by(|one, other| one.path == other.path);
        summary.problems = self.problems;
    }
}

/// Entries of the last run by place; whether their files have to be read, be they changed or not.
type Known = HashMap<(usize, String), (Entry, State)>;

/// The old entries by place.
fn known(entries: Vec<Entry>, moved: &[Moved]) -> Known {
    let mut known = Known::with_capacity(entries.len());
    for entry in entries {
        let Moved { root, below } = &moved[entry.root];
        let path = format!("{}{}", below.as_deref().unwrap_or_default(), entry.path);
        let state = if below.is_some() { State::Dirty } else { State::Same };
        known.insert((*root, path.clone()), (Entry { root: *root, path, ..entry }, state));
    }
    known
}

fn key(entry: &Entry) -> (usize, &str) {
    (entry.root, &entry.path)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    /// A plan for a folder of one file, whose entry has this stamp; `then` happens after the files were listed.
    fn plan(folder: &Path, stamp: Option<Stamp>, then: impl FnOnce()) -> Plan {
        let entry = Entry {
            root: 0,
            path: "Q1.TXT".to_owned(),
            stamp,
            hash: 1,
            id: Some(ArticleId(1)),
            format: None,
            notes: Vec::new(),
        };
        let all = vec![folder.to_owned()];
        let old = Manifest { roots: all.clone(), entries: vec![entry] };
        let corpus = Corpus::walk(&all).unwrap();
        then();
        Plan::new(old, Roots::new(&all, &[]).unwrap(), corpus, i64::MAX)
    }

    /// The next run has to read it, whatever it looks like by then.
    #[test]
    fn what_cannot_be_read_keeps_the_stamp_of_what_was_read() {
        let folder = tempfile::tempdir().unwrap();
        let folder = folder.path().canonicalize().unwrap();
        let file = folder.join("Q1.TXT");
        for stamp in [None, Some(Stamp { size: 7, modified: 7 })] {
            fs::write(&file, "DOCUMENT:Q1").unwrap();
            // A folder in its place can be read by nobody.
            let plan = plan(&folder, stamp, || {
                fs::remove_file(&file).unwrap();
                fs::create_dir(&file).unwrap();
            });
            fs::remove_dir(&file).unwrap();
            assert_eq!(plan.problems.len(), 1);
            assert!(plan.is_idle(), "nothing has come of it");
            let entries = plan.manifest().entries;
            assert_eq!((entries[0].stamp, entries[0].hash, entries[0].id), (stamp, 1, Some(ArticleId(1))));
        }
        fs::write(&file, "DOCUMENT:Q1").unwrap();
        let plan = plan(&folder, None, || ());
        assert_eq!(plan.dirty().count(), 1);
        assert_eq!(plan.items[0].entry.stamp, None, "until it is read");
        assert!(plan.items[0].seen.is_some());
    }

    #[test]
    fn a_file_that_may_change_unseen_has_no_stamp() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("Q1.TXT"), "DOCUMENT:Q1").unwrap();
        let all = vec![folder.path().canonicalize().unwrap()];
        let seen = |taken| {
            let corpus = Corpus::walk(&all).unwrap();
            let plan = Plan::new(Manifest::default(), Roots::new(&[], &all).unwrap(), corpus, taken);
            plan.items[0].seen
        };
        let stamp = Corpus::walk(&all).unwrap().files[0].stamp;
        assert_eq!(seen(stamp.modified + TICK), None);
        assert_eq!(seen(stamp.modified + TICK + 1), Some(stamp));
    }
}
