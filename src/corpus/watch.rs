//! Whether files below some folders have changed, told when they are quiet again.

use std::{
    path::{Path, PathBuf},
    sync::mpsc::{self, Receiver},
    time::{Duration, Instant},
};

use notify::{
    Config, ErrorKind, Event, EventKind, RecommendedWatcher, RecursiveMode,
    event::{MetadataKind, ModifyKind},
};
use notify_debouncer_full::{DebounceEventResult, Debouncer, RecommendedCache, new_debouncer_opt};

/// How often folders are looked at that the system tells nothing of.
const LOOK: Duration = Duration::from_secs(30);

/// What is seen of the files and folders that were given.
pub struct Watch {
    debouncer: Debouncer<RecommendedWatcher, RecommendedCache>,
    told: Receiver<DebounceEventResult>,
    roots: Vec<Root>,
    /// Where we write ourselves.
    own: PathBuf,
    looked: Instant,
}

struct Root {
    path: PathBuf,
    state: State,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// The system tells what changes.
    Told,
    /// It does not: they are looked at from time to time.
    Looked,
    Gone,
}

/// What was seen.
#[derive(Debug, Default)]
pub struct News {
    /// Whether any file may have changed.
    pub changed: bool,
    pub turns: Vec<Turn>,
}

/// What has become of a folder, or of watching it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Turn {
    Gone(PathBuf),
    Back(PathBuf),
    /// The system does not tell what changes, because of this.
    Untold(PathBuf, String),
    /// What was told is not all.
    Missed(String),
}

impl Watch {
    /// Of `roots`, told when nothing has changed for the time `quiet`; what is below `own` is passed over.
    ///
    /// # Errors
    /// Where the system cannot watch at all.
    pub fn new(roots: &[PathBuf], own: &Path, quiet: Duration) -> notify::Result<Self> {
        let (tell, told) = mpsc::channel();
        // Links are not followed, as they are not when the files are listed.
        let config = Config::default().with_follow_symlinks(false);
        let debouncer = new_debouncer_opt(quiet, None, tell, RecommendedCache::new(), config)?;
        // Each is found at the first look.
        let roots = roots.iter().map(|path| Root { path: path.clone(), state: State::Gone }).collect();
        Ok(Self { debouncer, told, roots, own: own.to_owned(), looked: Instant::now() })
    }

    /// The folders that are there.
    pub fn present(&self) -> Vec<PathBuf> {
        let there = self.roots.iter().filter(|root| root.state != State::Gone);
        there.map(|root| root.path.clone()).collect()
    }

    /// Waits for news, at most for the time `most`.
    pub fn next(&mut self, most: Duration) -> News {
        let mut news = News::default();
        if let Ok(told) = self.told.recv_timeout(most) {
            self.hear(told, &mut news);
        }
        while let Ok(told) = self.told.try_recv() {
            self.hear(told, &mut news);
        }
        self.look(&mut news);
        news
    }

    fn hear(&mut self, told: DebounceEventResult, news: &mut News) {
        match told {
            Ok(events) => events.iter().for_each(|event| self.note(event, news)),
            Err(errors) => {
                // Whatever was missed is found by looking.
                news.changed = true;
                news.turns.extend(errors.iter().map(|error| Turn::Missed(error.to_string())));
            }
        }
    }

    fn note(&mut self, event: &Event, news: &mut News) {
        let is_ours = !event.paths.is_empty() && event.paths.iter().all(|path| path.starts_with(&self.own));
        news.changed |= event.need_rescan() || changes(event.kind) && !is_ours;
        let may_be_gone = matches!(event.kind, EventKind::Remove(_) | EventKind::Modify(ModifyKind::Name(_)));
        for root in self.roots.iter_mut().filter(|root| may_be_gone && event.paths.contains(&root.path)) {
            // Another folder may have its name by now, which nobody watches.
            let _ = self.debouncer.unwatch(&root.path);
            if std::mem::replace(&mut root.state, State::Gone) != State::Gone {
                news.turns.push(Turn::Gone(root.path.clone()));
            }
        }
    }

    /// Finds roots that are gone or back, and what nobody tells of.
    fn look(&mut self, news: &mut News) {
        for root in &mut self.roots {
            match (root.path.exists(), root.state) {
                (true, State::Gone) => {
                    root.state = watch(&mut self.debouncer, &root.path, news);
                    news.turns.push(Turn::Back(root.path.clone()));
                    news.changed = true;
                }
                (false, State::Told | State::Looked) => {
                    let _ = self.debouncer.unwatch(&root.path);
                    root.state = State::Gone;
                    news.turns.push(Turn::Gone(root.path.clone()));
                }
                _ => {}
            }
        }
        if self.looked.elapsed() >= LOOK {
            self.looked = Instant::now();
            news.changed |= self.roots.iter().any(|root| root.state == State::Looked);
        }
    }
}

/// Has the system tell of a root; of a file's folder, since editors put another file in a file's place.
fn watch(
    debouncer: &mut Debouncer<RecommendedWatcher, RecommendedCache>,
    root: &Path,
    news: &mut News,
) -> State {
    let folder = root.parent().filter(|_| root.is_file());
    let watched = match folder {
        Some(folder) => debouncer.watch(folder, RecursiveMode::NonRecursive),
        None => debouncer.watch(root, RecursiveMode::Recursive),
    };
    let Err(error) = watched else { return State::Told };
    let why = match error.kind {
        ErrorKind::MaxFilesWatch => {
            "there are more folders than fs.inotify.max_user_watches allows; raise it with sysctl".to_owned()
        }
        _ => error.to_string(),
    };
    news.turns.push(Turn::Untold(root.to_owned(), why));
    State::Looked
}

/// Reading is no change: an index run reads all that is new.
const fn changes(kind: EventKind) -> bool {
    !matches!(kind, EventKind::Access(_) | EventKind::Modify(ModifyKind::Metadata(MetadataKind::AccessTime)))
}

#[cfg(test)]
mod tests {
    use std::fs;

    use notify::event::{AccessKind, CreateKind, Flag};

    use super::*;

    fn until(watch: &mut Watch, wanted: impl Fn(&News) -> bool) {
        let begun = Instant::now();
        while !wanted(&watch.next(Duration::from_millis(50))) {
            assert!(begun.elapsed() < Duration::from_secs(60), "nothing was told");
        }
    }

    #[test]
    fn a_folder_may_go_and_come_back() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().canonicalize().unwrap().join("kb");
        fs::create_dir(&root).unwrap();
        let quiet = Duration::from_millis(100);
        let mut watch = Watch::new(std::slice::from_ref(&root), Path::new("/nowhere"), quiet).unwrap();
        until(&mut watch, |news| news.turns == [Turn::Back(root.clone())]);
        fs::write(root.join("Q1.TXT"), "new").unwrap();
        until(&mut watch, |news| news.changed);
        fs::remove_dir_all(&root).unwrap();
        until(&mut watch, |news| news.turns == [Turn::Gone(root.clone())]);
        assert_eq!(watch.present(), [""; 0].map(PathBuf::from));
        fs::create_dir(&root).unwrap();
        until(&mut watch, |news| news.turns.contains(&Turn::Back(root.clone())));
        fs::create_dir(root.join("deep")).unwrap();
        until(&mut watch, |news| news.changed);
        fs::write(root.join("deep/Q2.TXT"), "new").unwrap();
        until(&mut watch, |news| news.changed);
    }

    #[test]
    fn what_we_do_ourselves_is_no_news() {
        let folder = Path::new("/kb/index");
        let mut watch = Watch::new(&[], folder, Duration::from_secs(1)).unwrap();
        let mut is_news = |event: Event| {
            let mut news = News::default();
            watch.note(&event, &mut news);
            news.changed
        };
        let created = Event::new(EventKind::Create(CreateKind::File));
        assert!(is_news(created.clone().add_path("/kb/Q1.TXT".into())));
        assert!(!is_news(created.add_path("/kb/index/g1/meta.json".into())));
        assert!(!is_news(Event::new(EventKind::Access(AccessKind::Any)).add_path("/kb/Q1.TXT".into())));
        // The system lost count.
        assert!(is_news(Event::new(EventKind::Other).set_flag(Flag::Rescan)));
    }
}
