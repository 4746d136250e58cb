//! Bytes to records: the samples of `corpus/`, again and again.

use std::{fs, hint::black_box, path::Path};

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use kbfix::{
    corpus::{Corpus, decode},
    grammar,
};

fn samples() -> Vec<Vec<u8>> {
    let corpus = Corpus::walk(&[Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus")]).expect("the samples");
    corpus.files.iter().map(|file| fs::read(corpus.locate(file)).expect("a sample")).collect()
}

fn parse(criterion: &mut Criterion) {
    let samples = samples();
    let mut group = criterion.benchmark_group("parse");
    group.throughput(Throughput::Bytes(samples.iter().map(|bytes| bytes.len() as u64).sum()));
    group.bench_function("decode", |bencher| {
        bencher.iter(|| samples.iter().map(|bytes| decode(black_box(bytes)).text.len()).sum::<usize>());
    });
    group.bench_function("record", |bencher| {
        bencher.iter(|| {
            samples.iter().filter_map(|bytes| grammar::parse(&decode(black_box(bytes)).text)).count()
        });
    });
    group.bench_function("json", |bencher| {
        bencher.iter(|| {
            let parsed = samples.iter().filter_map(|bytes| grammar::parse(&decode(black_box(bytes)).text));
            parsed
                .map(|parsed| serde_json::to_vec(&parsed.article).map_or(0, |json| json.len()))
                .sum::<usize>()
        });
    });
    group.finish();
}

criterion_group!(benches, parse);
criterion_main!(benches);
