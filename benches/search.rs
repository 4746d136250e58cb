//! A request to its hits, on the samples of `corpus/`.

use std::path::Path;

use criterion::{Criterion, criterion_group, criterion_main};
use kbfix::{
    index::{Index, Options, update},
    search::{Request, search},
};

const QUERIES: [&str; 4] = [
    "memory leak after password change",
    "0x0000000A IRQL_NOT_LESS_OR_EQUAL",
    "how do I sort an array",
    "tcpip.sys",
];

fn run(criterion: &mut Criterion) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    let options = Options { paths: vec![samples], ..Options::default() };
    update(folder.path(), &options, &()).expect("an index");
    let mut group = criterion.benchmark_group("search");
    group.bench_function("open", |bencher| bencher.iter(|| Index::open(folder.path()).expect("the index")));
    let index = Index::open(folder.path()).expect("the index");
    for query in QUERIES {
        let request = Request { query: query.into(), limit: 10, ..Request::default() };
        group.bench_function(query, |bencher| {
            bencher.iter(|| search(&index, &request).expect("results"));
        });
    }
    group.finish();
}

criterion_group!(benches, run);
criterion_main!(benches);
