//! Building and refreshing: only what was added, changed or removed since the manifest is touched.

mod build;
mod plan;

use std::{
    collections::{BTreeMap, HashSet},
    path::{Path, PathBuf},
    time::{Instant, SystemTime, UNIX_EPOCH},
};

use tantivy::{
    IndexWriter,
    indexer::{IndexWriterOptions, LogMergePolicy, MergePolicy, NoMergePolicy},
};

use super::{
    IndexError,
    compress::{Compressor, dictionary},
    generation::{Generation, sweep},
    manifest::Manifest,
    study,
};
use crate::{
    corpus::{Corpus, Problem},
    grammar::NoteKind,
};
use build::Changes;
use plan::Plan;

/// What to index.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Files and folders; none: those that were indexed before.
    pub paths: Vec<PathBuf>,
    /// Start anew from these paths alone.
    pub rebuild: bool,
    /// The paths are the samples, which give way to whatever is indexed next.
    pub samples: bool,
}

/// Told how far a run has come, from several threads.
pub trait Progress: Sync {
    /// So many files are to be read.
    fn begin(&self, files: u64);
    /// So many more have been read.
    fn advance(&self, files: u64);
    /// All are read, the index is being written out.
    fn finish(&self);
    /// What words mean is to be learned, in so many steps.
    fn learn(&self, steps: u64);
}

impl Progress for () {
    fn begin(&self, _files: u64) {}
    fn advance(&self, _files: u64) {}
    fn finish(&self) {}
    fn learn(&self, _steps: u64) {}
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

/// Builds or refreshes the index in `folder`, which must be locked.
pub fn run(folder: &Path, options: &Options, progress: &dyn Progress) -> Result<Summary, IndexError> {
    let began = Instant::now();
    let mut base = Base::load(folder, options)?;
    let roots = base.roots(options)?;
    let taken = now();
    // An index that lies among the articles is no article.
    let own = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
    let corpus = Corpus::walk_outside(&roots.walk, &own)?;
    let mut plan = Plan::new(base.take_manifest(), roots, corpus, taken, options.samples);
    let mut summary = if plan.is_idle() && base.refresh {
        let generation = base.tidy()?;
        study::follow(generation, None, &HashSet::new())?;
        Summary { size: generation.size(), ..Summary::default() }
    } else {
        let target = base.target(folder);
        let changes = write(&target, &base, &mut plan, progress)?;
        let Changes { added, changed, removed } = changes;
        Summary { anew: !base.refresh, added, changed, removed, size: target.size(), ..Summary::default() }
    };
    plan.report(&mut summary);
    summary.seconds = began.elapsed().as_secs_f64();
    Ok(summary)
}

/// What is there before the run.
struct Base {
    folder: PathBuf,
    current: Option<(Generation, Manifest)>,
    /// Whether the run goes on from it; else a new generation is written.
    refresh: bool,
}

impl Base {
    fn load(folder: &Path, options: &Options) -> Result<Self, IndexError> {
        let loaded = Generation::current(folder).and_then(|generation| {
            let (index, _) = generation.open()?;
            let manifest = generation.manifest(&index)?;
            Ok((generation, manifest))
        });
        let current = match loaded {
            Ok(current) => Some(current),
            Err(IndexError::Missing { .. }) => None,
            Err(_) if options.rebuild && !options.paths.is_empty() => None,
            Err(error) => return Err(error),
        };
        let samples = current.as_ref().is_some_and(|(_, manifest)| manifest.samples);
        let replaced = samples && !options.samples && !options.paths.is_empty();
        let refresh = current.is_some() && !options.rebuild && !replaced;
        Ok(Self { folder: folder.to_owned(), current, refresh })
    }

    /// Hands over the manifest that the run goes on from.
    fn take_manifest(&mut self) -> Manifest {
        match &mut self.current {
            Some((_, manifest)) if self.refresh => std::mem::take(manifest),
            _ => Manifest::default(),
        }
    }

    fn roots(&self, options: &Options) -> Result<plan::Roots, IndexError> {
        let known = self.current.as_ref().map(|(_, manifest)| manifest.roots.as_slice());
        let known = known.unwrap_or_default();
        let kept = if self.refresh || options.paths.is_empty() { known } else { &[] };
        plan::Roots::new(kept, &options.paths)
    }

    /// The generation that the run writes.
    fn target(&self, folder: &Path) -> Generation {
        let current = self.current.as_ref().map(|(generation, _)| generation);
        match current {
            Some(generation) if self.refresh => generation.clone(),
            _ => Generation::next(folder, current),
        }
    }

    /// Clears away what an ended run has left, where nothing else is to be done.
    fn tidy(&self) -> Result<&Generation, IndexError> {
        let Some((generation, _)) = &self.current else {
            return Err(IndexError::Missing { folder: self.folder.clone() });
        };
        sweep(&self.folder, Some(generation));
        let (index, _) = generation.open()?;
        let meta = index.load_metas().map_err(|error| generation.damaged(&error))?;
        generation.sweep_manifests(meta.payload.as_deref().unwrap_or_default());
        if generation.has_strays(&meta) {
            let writer = writer(&index, generation, 1)?;
            let swept = writer.garbage_collect_files();
            swept.wait().map_err(|error| generation.failed(&error))?;
        }
        Ok(generation)
    }
}

/// Carries the plan out and commits it.
fn write(
    target: &Generation,
    base: &Base,
    plan: &mut Plan,
    progress: &dyn Progress,
) -> Result<Changes, IndexError> {
    sweep(&base.folder, base.current.as_ref().map(|(generation, _)| generation));
    let (index, schema) = if base.refresh { target.open()? } else { target.create()? };
    let failed = |error: tantivy::TantivyError| target.failed(&error);
    let dictionary = if base.refresh {
        target.dictionary()?
    } else {
        let learned = dictionary(&plan.samples());
        target.write_dictionary(&learned)?;
        learned
    };
    let compressor = Compressor::new(&dictionary).map_err(|error| failed(error.into()))?;
    let threads = std::thread::available_parallelism().map_or(1, usize::from).min(8);
    let known = if base.refresh { target.meaning(&index) } else { None };
    let mut writer = writer(&index, target, if base.refresh && plan.is_small() { 1 } else { threads })?;
    let policy: Box<dyn MergePolicy> =
        if base.refresh { Box::new(LogMergePolicy::default()) } else { Box::new(NoMergePolicy) };
    writer.set_merge_policy(policy);
    let changes = build::carry_out(plan, &writer, &schema, &compressor, progress).map_err(failed)?;
    progress.finish();
    let mut commit = writer.prepare_commit().map_err(failed)?;
    let name = target.write_manifest(&plan.manifest(), commit.opstamp())?;
    commit.set_payload(&name);
    commit.commit().map_err(failed)?;
    writer.wait_merging_threads().map_err(failed)?;
    target.share();
    if base.refresh {
        study::follow(target, known, &plan.affected())?;
        target.sweep_manifests(&name);
    } else {
        target.publish()?;
    }
    Ok(changes)
}

/// Makes one segment of all: a search opens the lists of its words in each.
pub fn join(generation: &Generation) -> Result<(), IndexError> {
    let failed = |error: tantivy::TantivyError| generation.failed(&error);
    let (index, _) = generation.open()?;
    let segments = index.searchable_segment_ids().map_err(failed)?;
    if segments.len() > 1 {
        let mut writer = writer(&index, generation, 1)?;
        writer.set_merge_policy(Box::new(NoMergePolicy));
        writer.merge(&segments).wait().map_err(failed)?;
        writer.garbage_collect_files().wait().map_err(failed)?;
        generation.share();
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
