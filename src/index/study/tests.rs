use std::{
    fs,
    path::{Path, PathBuf},
};

use super::*;
use crate::index::{Options, Summary, generation::Commit, learn::Origin, update};

/// A folder of articles, not one of them like another, and their index.
struct House(tempfile::TempDir);

impl House {
    fn new() -> Self {
        let house = Self(tempfile::tempdir().unwrap());
        (1..=60).for_each(|number| house.write(number, &format!("spooler leak printer case{}", number % 7)));
        house.update();
        house
    }

    fn write(&self, number: u32, words: &str) {
        let rule = "=".repeat(70);
        let text = format!(
            "DOCUMENT:Q{number}  01-MAR-1999  [winnt]\nTITLE   :{words}\nPRODUCT :Windows\n\
             PROD/VER:winnt:4.0\nOPER/SYS:\nKEYWORDS:kbnetwork\n\n{rule}\nSYMPTOMS\n========\n\n{words}\n"
        );
        fs::create_dir_all(self.0.path().join("kb")).unwrap();
        fs::write(self.0.path().join(format!("kb/Q{number}.TXT")), text).unwrap();
    }

    fn update(&self) -> Summary {
        let options = Options { paths: vec![self.0.path().join("kb")], ..Options::default() };
        update(&self.index(), &options, &()).unwrap()
    }

    fn index(&self) -> PathBuf {
        self.0.path().join("index")
    }

    fn open(&self) -> Index {
        Index::open(&self.index()).unwrap()
    }

    /// The folder of the index's files.
    fn folder(&self) -> PathBuf {
        self.open().folder().to_owned()
    }

    fn learn(&self) -> Learned {
        learn(&self.open(), 60, &()).unwrap()
    }

    fn meaning(&self) -> Option<Meaning> {
        self.open().meaning
    }
}

fn files(folder: &Path, beginning: &str) -> usize {
    let names = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name());
    names.filter(|name| name.to_string_lossy().starts_with(beginning)).count()
}

#[test]
fn nothing_is_learned_by_building_nor_from_a_few() {
    let house = House::new();
    let few = learn(&house.open(), 61, &()).unwrap();
    assert_eq!((few.words, few.articles), (0, 60));
    assert!(house.meaning().is_none() && !house.update().anew);
    assert_eq!(files(&house.folder(), "meaning-"), 0);
}

#[test]
fn an_index_learns_the_same_every_time() {
    let house = House::new();
    let learned = house.learn();
    assert_eq!((learned.words > 5, learned.articles), (true, 60));
    let first = house.meaning().unwrap();
    house.learn();
    let second = house.meaning().unwrap();
    assert_eq!(first.words(), second.words());
    assert_eq!(first.articles(), second.articles());
}

#[test]
fn a_refresh_adds_vectors_and_takes_them_away() {
    let house = House::new();
    house.learn();
    let before = house.meaning().unwrap();
    house.write(1, "case3");
    house.write(900, "case3 neverseen");
    fs::remove_file(house.0.path().join("kb/Q2.TXT")).unwrap();
    house.update();
    let after = house.meaning().unwrap();
    let direction = after.of(["case3"]).unwrap();
    let close = |id: u32| after.closeness(ArticleId(id), &direction);
    assert!(close(1) > 0.99 && close(900) > 0.99, "{} {}", close(1), close(900));
    assert_eq!(close(2), 0.0);
    assert_eq!(close(4), before.closeness(ArticleId(4), &direction));
    assert_eq!(before.words(), after.words(), "words are not learned again");
    assert_eq!(files(&house.folder(), "meaning-"), 2, "those of the commit before are gone");
}

#[test]
fn articles_that_were_not_learned_from_are_counted() {
    let house = House::new();
    let counts = |summary: Summary| (summary.learned_from, summary.not_learned_from);
    assert_eq!(counts(house.update()), (0, 60));
    house.learn();
    assert_eq!(counts(house.update()), (60, 0));
    house.write(900, "neverseen");
    house.write(1, "changed");
    assert_eq!(counts(house.update()), (60, 2));
    house.write(1, "changed again");
    assert_eq!(counts(house.update()), (60, 3));
    fs::remove_file(house.0.path().join("kb/Q2.TXT")).unwrap();
    assert_eq!(counts(house.update()), (60, 3), "what is gone teaches nothing");
    house.learn();
    assert_eq!(counts(house.update()), (60, 0));
}

/// The files of a folder.
fn all(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let paths = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    paths.map(|path| (path.clone(), fs::read(path).unwrap())).collect()
}

/// What learning has written, file by file: a run that ends after any of them leaves what was learned before.
#[test]
fn a_run_that_ends_early_leaves_what_was_learned_before() {
    let house = House::new();
    house.learn();
    house.write(900, "case3 neverseen");
    house.update();
    let (folder, before) = (house.folder(), all(&house.folder()));
    let old = house.open().commit;
    house.learn();
    let (after, new) = (all(&folder), house.open().commit);
    assert_ne!(old.learned, new.learned);
    let written: Vec<_> = after.iter().filter(|file| !before.contains(file)).cloned().collect();
    let lasting = |(path, _): &&(PathBuf, Vec<u8>)| path.to_string_lossy().contains("meaning-words");
    let (words, vectors): (Vec<_>, Vec<_>) = written.iter().partition(lasting);
    assert_eq!((words.len(), vectors.len()), (1, 1));
    // As they were, with nothing, with one file and with both.
    let steps = [vec![], words.clone(), [words, vectors].concat()];
    for (step, written) in steps.into_iter().enumerate() {
        fs::remove_dir_all(&folder).unwrap();
        fs::create_dir(&folder).unwrap();
        before.iter().chain(written).for_each(|(path, bytes)| fs::write(path, bytes).unwrap());
        let found = house.open();
        assert_eq!(found.commit, if step < 2 { old.clone() } else { new.clone() }, "{step}");
        assert_eq!(found.meaning().map(Meaning::origin), found.commit.learned, "{step}");
        assert!(found.meaning().is_some());
        house.update();
        assert_eq!(files(&folder, "meaning-"), 2, "{step}: what is left over is cleared away");
    }
}

/// An index that is open shows one commit, whatever is written meanwhile.
#[test]
fn an_open_index_stays_at_its_commit() {
    let house = House::new();
    house.learn();
    let open = house.open();
    let of = |index: &Index| {
        let direction = index.meaning().unwrap().of(["case3"]).unwrap();
        let close = |id| index.meaning().unwrap().closeness(ArticleId(id), &direction);
        let manifest = index.manifest().unwrap();
        let manifest: Vec<_> = manifest.entries.into_iter().map(|entry| (entry.path, entry.hash)).collect();
        let titles = index
            .addresses()
            .unwrap()
            .into_iter()
            .map(|(id, at)| (id, index.article_at(at).unwrap().unwrap().title, close(id.0).to_bits()));
        (manifest, titles.collect::<Vec<_>>(), index.roots().unwrap())
    };
    let before = of(&open);
    for round in 0..2 {
        house.write(3, &format!("another title {round}"));
        house.write(900 + round, "case3 neverseen");
        fs::remove_file(house.0.path().join(format!("kb/Q{}.TXT", 10 + round))).unwrap();
        house.update();
        assert_eq!(of(&open), before, "after {round}");
        assert_ne!(of(&house.open()), before);
    }
    let options = Options { rebuild: true, ..Options::default() };
    update(&house.index(), &options, &()).unwrap();
    assert!(!open.folder().exists());
    assert_eq!(of(&open), before, "after a rebuild");
}

/// Whoever opens the index while it is written gets a commit, and all that belongs to it.
#[test]
fn what_is_opened_is_of_one_commit() {
    let house = House::new();
    house.learn();
    let ended = std::sync::atomic::AtomicBool::new(false);
    std::thread::scope(|scope| {
        let reader = scope.spawn(|| {
            let mut seen = Vec::new();
            while !ended.load(std::sync::atomic::Ordering::Relaxed) {
                let index = house.open();
                let Origin { since, .. } = index.meaning().expect("it was learned").origin();
                // Each round adds an article.
                let entries = index.manifest().unwrap().entries.len() as u64;
                assert_eq!(entries, index.searcher().num_docs());
                assert_eq!(entries, 60 + u64::from(since));
                assert_eq!(Some(index.meaning().unwrap().origin()), index.commit.learned);
                let direction = index.meaning().unwrap().of(["case3"]).unwrap();
                for (id, at) in index.addresses().unwrap() {
                    assert_eq!(index.id_at(at).unwrap(), id);
                    let has_case3 = index.article_at(at).unwrap().unwrap().title.contains("case3");
                    let is_close = index.meaning().unwrap().closeness(id, &direction) > 0.5;
                    assert!(is_close || !has_case3, "{id:?} of {entries}");
                }
                seen.push(entries);
            }
            seen
        });
        for round in 0..40 {
            house.write(900 + round, "case3");
            house.update();
        }
        ended.store(true, std::sync::atomic::Ordering::Relaxed);
        let mut seen = reader.join().unwrap();
        seen.dedup();
        assert!(seen.len() > 1 && seen.is_sorted(), "{seen:?}");
    });
    assert_eq!(Commit::last(&house.index()).unwrap(), house.open().commit);
}
