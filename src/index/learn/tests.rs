use tantivy::directory::MmapDirectory;

use super::*;

fn lessons() -> Vec<(ArticleId, Lesson)> {
    let text = |numbers: &[u32]| numbers.iter().map(|n| lesson::key(&n.to_string())).collect();
    let article = |at: u32| {
        let (a, b) = (at % 97, 100 + at % 97);
        let title = text(&[a, a + 1000, at % 89 + 2000, at % 83 + 3000]);
        (ArticleId(at), Lesson { title, main: text(&[b, b + 1000, at % 89 + 4000]), ..Lesson::default() })
    };
    (1..=1100).map(article).collect()
}

#[test]
fn the_same_articles_teach_the_same_on_any_number_of_threads() {
    let learn = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| Meaning::study(&lessons(), 6, &|_| ()))
    };
    let (one, three) = (learn(1), learn(3));
    assert_eq!(one.words(), three.words());
    assert_eq!(one.articles(), three.articles());
    let same = one.of(["5"]).unwrap();
    let [alike, other] = ["105", "130"].map(|word| vectors::dot(&same, &one.of([word]).unwrap()));
    assert!(alike > other + 0.2, "{alike} {other}");
}

#[test]
fn a_refresh_takes_articles_out_and_puts_others_in() {
    let meaning = Meaning::study(&lessons(), 1, &|_| ());
    let words = meaning.words().to_vec();
    let direction = meaning.of(["7"]).unwrap();
    let row = meaning.row(&[lesson::key("7")]);
    assert!(row.is_some() && meaning.row(&[lesson::key("unheard")]).is_none());
    let read = [(ArticleId(2), row), (ArticleId(90_000), row), (ArticleId(3), None)];
    let bytes = meaning.refreshed(&[1, 2, 3].map(ArticleId).into(), &read);

    let folder = tempfile::tempdir().unwrap();
    let stamp = meaning.origin().stamp;
    std::fs::write(folder.path().join(words_file(stamp)), &words).unwrap();
    std::fs::write(folder.path().join(articles_file("manifest-2")), &bytes).unwrap();
    let files = MmapDirectory::open(folder.path()).unwrap();
    let after = Meaning::open(&files, "manifest-2").unwrap().unwrap();
    assert!(Meaning::open(&files, "manifest-3").unwrap().is_none());
    for id in [1, 3] {
        assert_eq!(after.closeness(ArticleId(id), &direction), 0.0);
    }
    for id in [2, 90_000] {
        assert!(after.closeness(ArticleId(id), &direction) > 0.99);
    }
    assert_eq!(after.words(), words);
    assert_eq!(after.origin(), Origin { stamp, articles: 1100, since: 3 });
    assert_eq!(origin(&folder.path().join(articles_file("manifest-2"))).unwrap(), Some(after.origin()));
}
