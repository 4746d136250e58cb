//! Files to an index: built from nothing, and refreshed with nothing changed.

use std::path::{Path, PathBuf};

use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use kbfix::index::{Options, update};

fn options() -> Options {
    let samples: PathBuf = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    Options { paths: vec![samples], ..Options::default() }
}

fn index(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("index");
    group.sample_size(10);
    let folder = || tempfile::tempdir().expect("a temporary folder");
    group.bench_function("build", |bencher| {
        let build = |folder: tempfile::TempDir| {
            update(folder.path(), &options(), &()).expect("an index");
            folder
        };
        bencher.iter_batched(folder, build, BatchSize::PerIteration);
    });
    let built = folder();
    update(built.path(), &options(), &()).expect("an index");
    group.bench_function("refresh", |bencher| {
        bencher.iter(|| update(built.path(), &options(), &()).expect("an index"));
    });
    group.finish();
}

criterion_group!(benches, index);
criterion_main!(benches);
