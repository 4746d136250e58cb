//! The index on disk: tantivy's segments, the original files inside them, and a manifest.
//!
//! ```text
//! index/
//! ├── current        which generation is served, and the format it is in
//! ├── lock           held by the one writer
//! └── g1/            a generation: tantivy's files, manifest-N and embeddings-N of commit N, and the dictionary that the
//!                    original files are compressed with
//! ```
//! A commit is one file, tantivy's list of segments. It names the manifest, and so the embeddings: what belongs to a
//! commit is written before it, under names of its own.

//! A refresh commits inside the generation; a rebuild writes a new one beside it and then swaps
//! `current`. Either way a reader sees the old index or the new one, never something between.

pub mod analysis;
mod census;
pub mod columns;
pub mod compress;
pub mod document;
pub mod embedding;
pub mod entry;
mod error;
mod files;
mod generation;
mod held;
mod manifest;
pub mod schema;
mod stamp;
mod stats;
mod store;
pub mod stored;
mod update;
pub mod values;
mod writer;

use std::{
    path::{Path, PathBuf},
    sync::OnceLock,
};

use tantivy::{
    Directory as _, DocAddress, DocSet as _, IndexReader, ReloadPolicy, Searcher, TERMINATED, Term,
    directory::OwnedBytes, schema::IndexRecordOption,
};

pub use census::{Census, Year};
use embedding::Embeddings;
pub use error::IndexError;
use generation::{Commit, Generation};
pub use held::{Held, Names};
use manifest::Manifest;
use schema::Schema;
pub use stamp::Stamp;
pub use stats::Stats;
pub use store::Stores;
pub use update::{Options, Progress, Summary};
pub use writer::{Writer, update};

use crate::article::{Article, ArticleId, Provenance};

/// Where an article stands in an index, as long as that is open.
pub type Address = DocAddress;

/// An index opened for reading, as it was at one commit.
pub struct Index {
    commit: Commit,
    schema: Schema,
    searcher: Searcher,
    stores: Stores,
    /// The bytes of the manifest.
    manifest: OwnedBytes,
    embeddings: Option<Embeddings>,
    census: OnceLock<Census>,
    entries: entry::Terms,
    held: Option<Held>,
}

impl Index {
    /// Opens the index in `folder`.
    ///
    /// # Errors
    /// Where there is none, where it is of another format, where it may not be read, or where its files are damaged.
    pub fn open(folder: &Path) -> Result<Self, IndexError> {
        let mut commit = Commit::last(folder)?;
        loop {
            let opened = Self::at(&commit);
            if opened.as_ref().is_ok_and(|index| index.embeddings.is_some()) {
                return opened;
            }
            // What is missing a writer may have taken away meanwhile, because something else has taken its place.
            match Commit::last(folder)? {
                now if now == commit => return opened,
                now => commit = now,
            }
        }
    }

    /// The index in `folder`, held, and its stamp.
    ///
    /// # Errors
    /// Where it cannot be opened.
    pub fn open_held(folder: &Path) -> Result<(Stamp, Self), IndexError> {
        let index = Self::open(folder)?.hold()?;
        Ok((Stamp::new(&index.commit), index))
    }

    fn at(commit: &Commit) -> Result<Self, IndexError> {
        let generation = &commit.generation;
        let unreadable = |error| generation.unreadable(&error);
        let files = commit.files()?;
        let (index, schema) = generation.open(files.clone())?;
        let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into();
        let reader: IndexReader = reader.map_err(unreadable)?;
        let searcher = reader.searcher();
        let stores = Stores::open(&searcher, schema.copies, &generation.dictionary()?).map_err(unreadable)?;
        let manifest =
            files.open_read(Path::new(&commit.manifest)).map_err(|error| unreadable(error.into()))?;
        let manifest = manifest.read_bytes().map_err(|error| unreadable(error.into()))?;
        let embeddings =
            Embeddings::open(&files, &commit.manifest).map_err(|error| unreadable(error.into()))?;
        let (commit, census, entries) = (commit.clone(), OnceLock::new(), entry::Terms::default());
        Ok(Self { commit, schema, searcher, stores, manifest, embeddings, census, entries, held: None })
    }

    /// The same, with what is counted by held in memory: for a process that asks again and again.
    ///
    /// # Errors
    /// Where the index cannot be read.
    pub fn hold(mut self) -> Result<Self, IndexError> {
        self.held = Some(Held::read(&self.searcher).map_err(|error| self.damaged(error))?);
        Ok(self)
    }

    /// What is held, if it is.
    pub fn held(&self) -> Option<&Held> {
        self.held.as_ref()
    }

    pub fn schema(&self) -> &Schema {
        &self.schema
    }

    pub fn searcher(&self) -> &Searcher {
        &self.searcher
    }

    /// What is stored of the articles.
    pub fn stores(&self) -> &Stores {
        &self.stores
    }

    /// What its articles apply to.
    pub fn entries(&self) -> &entry::Terms {
        &self.entries
    }

    /// What its articles are about; `None` where the file is missing or damaged.
    pub fn embeddings(&self) -> Option<&Embeddings> {
        self.embeddings.as_ref()
    }

    /// The folder that holds this state of the index.
    pub fn folder(&self) -> &Path {
        self.commit.generation.folder()
    }

    /// The files and folders that were indexed, absolute.
    ///
    /// # Errors
    /// Where the index cannot be read.
    pub fn roots(&self) -> Result<Vec<PathBuf>, IndexError> {
        Ok(self.manifest()?.roots)
    }

    /// The record of an article; `None` where the index does not hold it.
    ///
    /// # Errors
    /// Where the index cannot be read.
    pub fn article(&self, id: ArticleId) -> Result<Option<Article>, IndexError> {
        Ok(self.copies(id)?.and_then(|copies| stored::article(&copies)))
    }

    /// The packed original files of an article; see [`stored`].
    ///
    /// # Errors
    /// Where the index cannot be read.
    pub fn copies(&self, id: ArticleId) -> Result<Option<Vec<u8>>, IndexError> {
        let term = Term::from_field_u64(self.schema.id, u64::from(id.0));
        for (ord, reader) in (0..).zip(self.searcher.segment_readers()) {
            let inverted = reader.inverted_index(self.schema.id).map_err(|error| self.damaged(error))?;
            let postings = inverted.read_postings(&term, IndexRecordOption::Basic);
            let Some(mut postings) = postings.map_err(|error| self.damaged(error.into()))? else { continue };
            while postings.doc() != TERMINATED {
                if !reader.is_deleted(postings.doc()) {
                    return self.copies_at(DocAddress::new(ord, postings.doc())).map(Some);
                }
                postings.advance();
            }
        }
        Ok(None)
    }

    /// The number of the article at an address.
    ///
    /// # Errors
    /// Where the index cannot be read.
    pub fn id_at(&self, address: Address) -> Result<ArticleId, IndexError> {
        let reader = self.searcher.segment_reader(address.segment_ord);
        let ids = reader.fast_fields().u64("id").map_err(|error| self.damaged(error))?;
        Ok(ArticleId(ids.first(address.doc_id).and_then(|id| u32::try_from(id).ok()).unwrap_or(0)))
    }

    /// Every article, in order of number, with where it stands.
    ///
    /// # Errors
    /// Where the index cannot be read.
    pub fn addresses(&self) -> Result<Vec<(ArticleId, Address)>, IndexError> {
        let mut all = Vec::new();
        for (ord, reader) in (0..).zip(self.searcher.segment_readers()) {
            let ids = reader.fast_fields().u64("id").map_err(|error| self.damaged(error))?;
            for doc in reader.doc_ids_alive() {
                let number = ids.first(doc).and_then(|id| u32::try_from(id).ok()).unwrap_or(0);
                all.push((ArticleId(number), DocAddress::new(ord, doc)));
            }
        }
        all.sort_unstable();
        Ok(all)
    }

    /// The record at an address; `None` where its files cannot be read any more.
    ///
    /// # Errors
    /// Where the index cannot be read.
    pub fn article_at(&self, address: Address) -> Result<Option<Article>, IndexError> {
        Ok(stored::article(&self.copies_at(address)?))
    }

    /// As [`Self::article_at`], with where the judged values were read.
    ///
    /// # Errors
    /// Where the index cannot be read.
    pub fn traced_at(&self, address: Address) -> Result<Option<(Article, Provenance)>, IndexError> {
        Ok(stored::traced(&self.copies_at(address)?))
    }

    /// The packed original files at an address.
    ///
    /// # Errors
    /// Where the index cannot be read.
    pub fn copies_at(&self, address: Address) -> Result<Vec<u8>, IndexError> {
        self.stores.copies(address).map_err(|error| self.damaged(error))
    }

    fn damaged(&self, error: tantivy::TantivyError) -> IndexError {
        self.commit.generation.unreadable(&error)
    }

    fn manifest(&self) -> Result<Manifest, IndexError> {
        self.commit.generation.manifest(&self.manifest)
    }
}

/// Where the index is: `given`, else `./index` if that is one, else `kbfix/index` in the user's data folder.
pub fn locate(given: Option<PathBuf>) -> PathBuf {
    if let Some(folder) = given {
        return folder;
    }
    let here = PathBuf::from("index");
    if Generation::exists(&here) {
        return here;
    }
    data_folder().map_or(here, |folder| folder.join("kbfix").join("index"))
}

/// `$XDG_DATA_HOME`, else what the platform has: `%LOCALAPPDATA%`, `~/Library/Application Support`, `~/.local/share`.
fn data_folder() -> Option<PathBuf> {
    let variable = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let below_home = if cfg!(target_os = "macos") { "Library/Application Support" } else { ".local/share" };
    variable("XDG_DATA_HOME")
        .filter(|folder| folder.is_absolute())
        .or_else(|| variable("LOCALAPPDATA"))
        .or_else(|| variable("HOME").map(|home| home.join(below_home)))
}
