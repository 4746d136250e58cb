use std::{fs, path::Path};

use super::*;
use crate::index::{Options, Summary, learn::WORDS, update};

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

    fn index(&self) -> std::path::PathBuf {
        self.0.path().join("index")
    }

    fn generation(&self) -> Generation {
        Generation::current(&self.index()).unwrap()
    }

    fn learn(&self) -> Learned {
        learn(&self.generation(), 60, &()).unwrap()
    }

    fn meaning(&self) -> Option<Meaning> {
        Index::open(&self.index()).unwrap().meaning
    }

    /// The file of the articles' vectors.
    fn vectors(&self) -> std::path::PathBuf {
        let generation = self.generation();
        let (index, _) = generation.open().unwrap();
        generation.folder().join(learn::articles_file(&generation.payload(&index).unwrap()))
    }
}

fn files(folder: &Path, beginning: &str) -> usize {
    let names = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name());
    names.filter(|name| name.to_string_lossy().starts_with(beginning)).count()
}

#[test]
fn nothing_is_learned_by_building_nor_from_a_few() {
    let house = House::new();
    let few = learn(&house.generation(), 61, &()).unwrap();
    assert_eq!((few.words, few.articles), (0, 60));
    assert!(house.meaning().is_none() && !house.update().anew);
    assert_eq!(files(house.generation().folder(), "meaning-"), 0);
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
    assert_eq!(files(house.generation().folder(), "meaning-"), 2, "those of the commit before are gone");
}

#[test]
fn what_an_ended_run_has_left_out_is_made_up_for() {
    let house = House::new();
    house.learn();
    let whole = house.meaning().unwrap();
    fs::remove_file(house.vectors()).unwrap();
    assert!(house.meaning().is_none());
    house.update();
    assert_eq!(house.meaning().unwrap().articles(), whole.articles());

    // As after a run that was ended between the two files.
    fs::remove_file(house.generation().folder().join(WORDS)).unwrap();
    assert!(house.meaning().is_none());
    house.update();
    assert!(house.meaning().is_none(), "a refresh learns no words");
}

#[test]
fn vectors_of_articles_go_with_the_words_they_were_made_of() {
    let (house, other) = (House::new(), House::new());
    other.write(77, "case1 case2 case3");
    other.update();
    house.learn();
    other.learn();
    fs::copy(other.generation().folder().join(WORDS), house.generation().folder().join(WORDS)).unwrap();
    assert!(house.meaning().is_none());
    house.update();
    assert!(house.meaning().is_some());
}
