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
    let new = |at: u32| (ArticleId(at), Lesson { title: vec![lesson::key("7")], ..Lesson::default() });
    let meaning = Meaning::study(&lessons(), 1, &|_| ());
    let words = meaning.words().to_vec();
    let direction = meaning.of(["7"]).unwrap();
    let meaning = meaning.with(&[ArticleId(1), ArticleId(2)].into(), &[new(2), new(90_000)]);
    assert_eq!(meaning.closeness(ArticleId(1), &direction), 0.0);
    for id in [2, 90_000] {
        assert!(meaning.closeness(ArticleId(id), &direction) > 0.99);
    }
    assert_eq!(meaning.words(), words);
}
