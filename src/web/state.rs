//! What all requests share: the index, which is exchanged when it is refreshed, and the settings.

use std::{
    env, fs,
    path::{Path, PathBuf},
    sync::Arc,
    thread,
    time::Duration,
};

use arc_swap::ArcSwap;
use axum::http::HeaderValue;
use tokio::sync::{Semaphore, oneshot};
use tokio::{task, time};
use xxhash_rust::xxh3::xxh3_64;

use super::{
    Error,
    cache::{self, Pages},
    params::Paging,
};
use crate::index::{Index, IndexError, Stamp, Stats};
use crate::search::files::{Files, few_files};

/// Characters of a name that is not found that are repeated.
const LONGEST_NAME: usize = 100;

/// Limits of a server that is told no others; `kbfix serve --help` says them.
pub const CONNECTIONS: usize = 512;
pub const CONNECTIONS_OF_CLIENT: usize = 128;
pub const HEAD_TIME: Duration = Duration::from_secs(10);
pub const WRITE_TIME: Duration = Duration::from_secs(20);

/// What a server is told.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Names besides those of the loopback that it answers to.
    pub hosts: Vec<String>,
    /// Origins of other sites whose pages may read the answers, as browsers write them.
    pub origins: Vec<String>,
    /// Whether requests are logged.
    pub log: bool,
    /// Requests that may be answered at the same time.
    pub workers: usize,
    /// Requests that may be answered or wait; further ones are turned away.
    pub queue: usize,
    /// How long a request may wait and be answered.
    pub patience: Duration,
    /// Connections at the same time; a further one takes the place of one that is silent.
    pub connections: usize,
    /// Those of one address.
    pub connections_of_client: usize,
    /// How long a request's head may take, and how long a connection may be idle.
    pub head_time: Duration,
    /// How long a client may take nothing of an answer.
    pub write_time: Duration,
}

impl Settings {
    /// Whether pages of an origin may read the answers.
    pub fn allows(&self, origin: &HeaderValue) -> bool {
        self.origins.iter().any(|allowed| allowed.as_bytes() == origin.as_bytes())
    }
}

impl Default for Settings {
    fn default() -> Self {
        let workers = thread::available_parallelism().map_or(2, usize::from);
        Self {
            hosts: Vec::new(),
            origins: Vec::new(),
            log: false,
            workers,
            queue: 256,
            patience: Duration::from_secs(10),
            connections: CONNECTIONS,
            connections_of_client: CONNECTIONS_OF_CLIENT,
            head_time: HEAD_TIME,
            write_time: WRITE_TIME,
        }
    }
}

/// An index that is served, and what is known of it.
pub struct Served {
    pub index: Index,
    stamp: Stamp,
    stats: Stats,
}

impl Served {
    fn open(folder: &Path) -> Result<Self, IndexError> {
        let (stamp, index) = Index::open_held(folder)?;
        // Counted now, for the folder may be gone after the next rebuild.
        let stats = index.stats()?;
        Ok(Self { index, stamp, stats })
    }

    /// Every build of some of the files whose name is `name`, or matches it; and how many files there are.
    pub fn files(&self, name: &str, Paging { limit, offset }: Paging) -> Result<(Files, usize), Error> {
        let (found, total) = few_files(&self.index, name, offset, limit)?;
        if total == 0 {
            let shown: String = name.chars().take(LONGEST_NAME).collect();
            return Err(Error::not_found(format!("No article gives a build of a file {shown}.")));
        }
        Ok((found, total))
    }

    /// Changes whenever answers may.
    pub const fn stamp(&self) -> Stamp {
        self.stamp
    }

    /// What is in the index.
    pub const fn stats(&self) -> &Stats {
        &self.stats
    }
}

/// Handed to every request; a clone is the same state.
#[derive(Clone)]
pub struct State(Arc<Inner>);

struct Inner {
    folder: PathBuf,
    settings: Settings,
    served: ArcSwap<Served>,
    queue: Arc<Semaphore>,
    workers: Arc<Semaphore>,
    pages: Pages,
    build: u64,
}

impl State {
    /// Serves the index in `folder`.
    ///
    /// # Errors
    /// Where it cannot be opened.
    pub fn open(folder: &Path, settings: Settings) -> Result<Self, IndexError> {
        let served = ArcSwap::from_pointee(Served::open(folder)?);
        let queue = Arc::new(Semaphore::new(settings.queue));
        let workers = Arc::new(Semaphore::new(settings.workers));
        let (folder, pages, build) = (folder.to_owned(), cache::Pages::new(), build());
        Ok(Self(Arc::new(Inner { folder, settings, served, queue, workers, pages, build })))
    }

    pub fn settings(&self) -> &Settings {
        &self.0.settings
    }

    /// Answers that are kept.
    pub fn pages(&self) -> &Pages {
        &self.0.pages
    }

    /// Changes with the program.
    pub fn build(&self) -> u64 {
        self.0.build
    }

    /// The index as it is now.
    pub fn served(&self) -> Arc<Served> {
        self.0.served.load_full()
    }

    /// Takes over a refreshed index; says whether there was one.
    ///
    /// # Errors
    /// Where it cannot be opened; the old one stays.
    pub fn refresh(&self) -> Result<bool, IndexError> {
        let changed = Stamp::of(&self.0.folder)? != self.served().stamp;
        if changed {
            self.0.served.store(Arc::new(Served::open(&self.0.folder)?));
        }
        Ok(changed)
    }

    /// Does work on the index away from the threads that serve connections.
    ///
    /// # Errors
    /// Those of `work`; where too many wait already, and where it takes too long.
    pub async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Served) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        let (tell, told) = oneshot::channel();
        // Boxed, so that what is behind it is compiled once and not for each page.
        let work = Box::new(move |served: &Served| {
            // Nobody may wait for it any more.
            let _ = tell.send(work(served));
        });
        let answer = async {
            self.spawn(work).await?;
            told.await.map_err(|_| Error::internal("the work was not finished"))?
        };
        time::timeout(self.0.settings.patience, answer).await.map_err(|_| Error::too_slow())?
    }

    async fn spawn(&self, work: Box<dyn FnOnce(&Served) + Send>) -> Result<(), Error> {
        let Inner { queue, workers, .. } = &*self.0;
        let place = Arc::clone(queue).try_acquire_owned().map_err(|_| Error::busy())?;
        let served = self.served();
        let worker = Arc::clone(workers).acquire_owned().await.map_err(|_| Error::busy())?;
        // The work goes on when nobody waits for it any more, and keeps its place until it ends.
        let work = move || {
            let _held = (place, worker);
            work(&served);
        };
        task::spawn_blocking(work).await.map_err(|_| Error::internal("the work was not finished"))
    }
}

/// Of the version, and of the file where there is one: another build may write other pages.
fn build() -> u64 {
    let program = env::current_exe().and_then(fs::metadata);
    let changed = program.and_then(|known| known.modified()).ok();
    xxh3_64(format!("{} {changed:?}", env!("CARGO_PKG_VERSION")).as_bytes())
}
