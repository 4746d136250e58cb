//! Building and refreshing: only what was added, changed or removed since the manifest is touched.

mod build;
mod plan;

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    time::{Instant, SystemTime, UNIX_EPOCH},
};

use tantivy::{
    IndexWriter,
    indexer::{IndexWriterOptions, LogMergePolicy, MergePolicy, NoMergePolicy},
};

use super::{
    Index, IndexError,
    compress::{Compressor, dictionary},
    embedding,
    generation::{Generation, sweep},
    manifest::Manifest,
};
use crate::{
    corpus::{Corpus, Problem, canonicalize, usable},
    grammar::NoteKind,
};
use build::{Carried, Changes, Target};
use plan::Plan;

/// What to index.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Files and folders; none: those that were indexed before.
    pub paths: Vec<PathBuf>,
    /// Start anew from these paths alone.
    pub rebuild: bool,
}

/// Told how far a run has come, from several threads.
pub trait Progress: Sync {
    /// So many files are to be read.
    fn begin(&self, files: u64);
    /// So many more have been read.
    fn advance(&self, files: u64);
    /// All are read, the index is being written out.
    fn finish(&self);
}

impl Progress for () {
    fn begin(&self, _files: u64) {}
    fn advance(&self, _files: u64) {}
    fn finish(&self) {}
}

/// What a run did, and what the index holds now.
#[derive(Clone, Debug, Default)]
pub struct Summary {
    /// Whether the index was built whole, and not refreshed.
    pub anew: bool,
    pub articles: u64,
    pub added: u64,
    pub changed: u64,
    pub removed: u64,
    /// Files of articles.
    pub files: u64,
    /// Files that are no article.
    pub passed_over: u64,
    /// Files and folders that could not be read; what was indexed of them before stays.
    pub problems: Vec<Problem>,
    pub notes: BTreeMap<NoteKind, u64>,
    pub seconds: f64,
    /// Size of the index in bytes.
    pub size: u64,
}

/// Bytes of postings that a writing thread holds before it writes a segment. Two threads with
/// this stay well under a gigabyte, and the whole archive is a handful of segments.
const ARENA: usize = 220 << 20;

/// Segments of an index with fewer articles than this are joined after every run: it takes no time.
const SMALL: usize = 5_000;
/// Those of a larger one are joined where a run has read more than one article in so many.
const MANY: usize = 4;

/// Builds or refreshes the index in `folder`, which must be locked.
pub fn run(folder: &Path, options: &Options, progress: &dyn Progress) -> Result<Summary, IndexError> {
    let began = Instant::now();
    let mut base = Base::load(folder, options)?;
    let roots = base.roots(options)?;
    if !base.refresh {
        // Nothing stands in for what cannot be read.
        roots.walk.iter().try_for_each(|root| usable(root))?;
    }
    let taken = now();
    // An index that lies among the articles is no article.
    let own = canonicalize(folder).unwrap_or_else(|_| folder.to_owned());
    let corpus = Corpus::walk_outside(&roots.walk, &own)?;
    if !base.refresh && corpus.files.is_empty() && corpus.problems.is_empty() {
        return Err(IndexError::NoArticles { paths: roots.walk });
    }
    let mut plan = Plan::new(std::mem::take(&mut base.manifest), roots, corpus, taken);
    let mut summary = Summary { anew: !base.refresh, ..Summary::default() };
    let generation = match &base.index {
        Some(index) if base.refresh && plan.is_idle() => {
            let generation = index.commit.generation.clone();
            tidy(folder, &generation)?;
            generation
        }
        _ => base.write(&mut plan, progress, &mut summary)?,
    };
    plan.report(&mut summary);
    summary.size = generation.size();
    summary.seconds = began.elapsed().as_secs_f64();
    Ok(summary)
}

/// What is there before the run.
struct Base {
    folder: PathBuf,
    index: Option<Index>,
    manifest: Manifest,
    /// The folders that were indexed.
    roots: Vec<PathBuf>,
    /// Whether the run goes on from it; else a new generation is written.
    refresh: bool,
}

impl Base {
    fn load(folder: &Path, options: &Options) -> Result<Self, IndexError> {
        let loaded = Index::open(folder).and_then(|index| Ok((index.manifest()?, index)));
        let current = match loaded {
            Ok(current) => Some(current),
            Err(IndexError::Missing { .. }) => None,
            Err(_) if options.rebuild && !options.paths.is_empty() => None,
            Err(error) => return Err(error),
        };
        let (manifest, index) = current.unzip();
        let manifest = manifest.unwrap_or_default();
        let refresh = index.is_some() && !options.rebuild;
        let roots = manifest.roots.clone();
        let manifest = if refresh { manifest } else { Manifest::default() };
        Ok(Self { folder: folder.to_owned(), index, manifest, roots, refresh })
    }

    fn roots(&self, options: &Options) -> Result<plan::Roots, IndexError> {
        let kept = if self.refresh || options.paths.is_empty() { self.roots.as_slice() } else { &[] };
        plan::Roots::new(kept, &options.paths)
    }

    /// Carries the plan out, in the generation that is served or a new one. A run that fails leaves nothing behind.
    fn write(
        &self,
        plan: &mut Plan,
        progress: &dyn Progress,
        summary: &mut Summary,
    ) -> Result<Generation, IndexError> {
        sweep(&self.folder);
        let before = self.index.as_ref().filter(|_| self.refresh);
        let generation =
            before.map_or_else(|| Generation::next(&self.folder), |index| index.commit.generation.clone());
        match write(&generation, before, plan, progress) {
            Ok(Changes { added, changed, removed }) => {
                (summary.added, summary.changed, summary.removed) = (added, changed, removed);
                Ok(generation)
            }
            Err(error) => {
                if self.refresh {
                    // What cannot be cleared away now is by a later run.
                    let _ = tidy(&self.folder, &generation);
                } else {
                    generation.discard();
                }
                Err(error)
            }
        }
    }
}

/// Clears away what an ended run has left.
fn tidy(folder: &Path, generation: &Generation) -> Result<(), IndexError> {
    sweep(folder);
    generation.sweep_manifests();
    let (index, _) = generation.open_to_write()?;
    let meta = index.load_metas().map_err(|error| generation.unreadable(&error))?;
    if generation.has_strays(&meta) {
        let writer = writer(&index, generation, 1)?;
        let swept = writer.garbage_collect_files();
        swept.wait().map_err(|error| generation.failed(&error))?;
    }
    Ok(())
}

/// Carries the plan out and commits it. Everything that belongs to the commit is written before it: until then the
/// index is what it was, and from then on what it is to be.
fn write(
    target: &Generation,
    before: Option<&Index>,
    plan: &mut Plan,
    progress: &dyn Progress,
) -> Result<Changes, IndexError> {
    let (index, schema) = if before.is_some() { target.open_to_write()? } else { target.create()? };
    let failed = |error: tantivy::TantivyError| target.failed(&error);
    let dictionary = target_dictionary(target, before.is_some(), plan)?;
    let compressor = Compressor::new(&dictionary).map_err(|error| failed(error.into()))?;
    let threads = std::thread::available_parallelism().map_or(1, usize::from).min(8);
    let mut writer = writer(&index, target, if before.is_some() && plan.is_small() { 1 } else { threads })?;
    let policy: Box<dyn MergePolicy> =
        if before.is_some() { Box::new(LogMergePolicy::default()) } else { Box::new(NoMergePolicy) };
    writer.set_merge_policy(policy);
    let to = Target { generation: target, writer: &writer, schema: &schema, compressor: &compressor, before };
    let Carried { changes, affected, rows } = build::carry_out(plan, &to, progress)?;
    if before.is_none() && plan.articles() == 0 && plan.problems.is_empty() {
        return Err(IndexError::NoArticles { paths: plan.roots().to_vec() });
    }
    progress.finish();
    let mut commit = writer.prepare_commit().map_err(failed)?;
    let name = target.write_manifest(&plan.manifest(), before.map(|index| index.commit.manifest.as_str()))?;
    let embeddings = embedding::file(before.and_then(Index::embeddings), |id| affected.contains(&id), &rows);
    target.write_embeddings(&name, &embeddings)?;
    commit.set_payload(&name);
    commit.commit().map_err(failed)?;
    if before.is_none() {
        writer.wait_merging_threads().map_err(failed)?;
        target.publish()?;
        // It can be searched from now on, and sooner when this is done.
        let _ = join(target);
        return Ok(changes);
    }
    // The commit is made: what fails from here on costs order, not articles, and is made up for by a later run.
    let _ = writer.wait_merging_threads();
    if target.sync().is_ok() {
        target.sweep_manifests();
    }
    let read = (changes.added + changes.changed) as usize;
    if plan.articles() < SMALL || read > plan.articles() / MANY {
        let _ = join(target);
    }
    Ok(changes)
}

/// What the articles are compressed with. An index that began with too few to learn from learns as soon as there are
/// enough; what was compressed without a dictionary is read with any.
fn target_dictionary(target: &Generation, is_refresh: bool, plan: &Plan) -> Result<Vec<u8>, IndexError> {
    let known = if is_refresh { target.dictionary()? } else { Vec::new() };
    if !known.is_empty() {
        return Ok(known);
    }
    let learned = dictionary(&plan.samples());
    if !(is_refresh && learned.is_empty()) {
        target.write_dictionary(&learned)?;
    }
    Ok(learned)
}

/// Makes one segment of all, without what was deleted: a search opens the postings of its words in each.
fn join(generation: &Generation) -> Result<(), IndexError> {
    let failed = |error: tantivy::TantivyError| generation.failed(&error);
    let (index, _) = generation.open_to_write()?;
    // Files of segments stay as long as anybody has their description.
    let (segments, deleted): (Vec<_>, Vec<_>) = {
        let all = index.searchable_segment_metas().map_err(failed)?;
        all.iter().map(|segment| (segment.id(), segment.num_deleted_docs())).unzip()
    };
    if segments.len() > 1 || deleted.iter().any(|&count| count > 0) {
        let mut writer = writer(&index, generation, 1)?;
        writer.set_merge_policy(Box::new(NoMergePolicy));
        writer.merge(&segments).wait().map_err(failed)?;
        writer.garbage_collect_files().wait().map_err(failed)?;
    }
    Ok(())
}

fn writer(index: &tantivy::Index, target: &Generation, threads: usize) -> Result<IndexWriter, IndexError> {
    let options = IndexWriterOptions::builder()
        .num_worker_threads(threads)
        .memory_budget_per_thread(ARENA)
        .num_merge_threads(1)
        .build();
    index.writer_with_options(options).map_err(|error| target.failed(&error))
}

/// Nanoseconds since 1970.
fn now() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_nanos()).unwrap_or(i64::MAX)
}
