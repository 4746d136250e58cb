//! Any text is a query: the samples are searched for it, and every mark lies in its passage.

#![no_main]

use std::{path::Path, sync::LazyLock};

use kbfix::{
    index::{self, Index, Options},
    search::{Request, search},
};
use libfuzzer_sys::fuzz_target;

static SAMPLES: LazyLock<Index> = LazyLock::new(|| {
    let folder = tempfile::tempdir().expect("a temporary folder").keep();
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../corpus");
    let options = Options { paths: vec![corpus], ..Options::default() };
    index::update(&folder, &options, &()).expect("the samples can be indexed");
    Index::open(&folder).expect("the index can be opened")
});

fuzz_target!(|query: &str| {
    let request = Request { query: query.to_owned(), limit: 5, ..Request::default() };
    let results = search(&SAMPLES, &request).expect("any text is a query");
    for snippet in results.hits.iter().map(|hit| &hit.snippet) {
        for &(from, to) in &snippet.marks {
            assert!(snippet.text.get(from..to).is_some());
        }
    }
});
