#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

use kbfix::corpus::{self, Corpus};
use rayon::prelude::*;
use std::io::Write;
fn main() {
    let t = std::time::Instant::now();
    let paths: Vec<_> = std::env::args().skip(1).map(Into::into).collect();
    let c = Corpus::walk(&paths).unwrap();
    eprintln!("walk {} {:?}", c.files.len(), t.elapsed());
    let mut out = std::io::stdout().lock();
    for chunk in c.files.chunks(512) {
        let v: Vec<Vec<u8>> = chunk.par_iter().map(|f| {
            let b = corpus::read_article(&c.locate(f), f.stamp.size).unwrap();
            let Some(b) = b else { return vec![] };
            let d = corpus::decode(&b);
            let Some(p) = kbfix::grammar::parse(&d.text) else { return vec![] };
            let mut v = serde_json::to_vec(&p.article).unwrap();
            v.push(b'\n');
            v
        }).collect();
        for x in v { out.write_all(&x).unwrap(); }
    }
    eprintln!("all {:?}", t.elapsed());
}
