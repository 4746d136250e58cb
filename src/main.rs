#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

use kbfix::index::{self, Index, Options};
fn main() {
    let mut args = std::env::args().skip(1);
    let dir = std::path::PathBuf::from(args.next().unwrap());
    let verb = args.next().unwrap();
    if verb == "index" {
        let paths: Vec<_> = args.map(Into::into).collect();
        println!("{:?}", index::update(&dir, &Options { paths, ..Options::default() }, &()));
    } else if verb == "stats" {
        let t = std::time::Instant::now();
        let i = Index::open(&dir).unwrap();
        eprintln!("{:?}", t.elapsed());
        println!("{}", serde_json::to_string(&i.stats().unwrap()).unwrap());
        eprintln!("{:?}", t.elapsed());
    } else {
        let i = Index::open(&dir).unwrap();
        println!("{}", serde_json::to_string_pretty(&i.article(args.next().unwrap().parse().unwrap()).unwrap().unwrap()).unwrap());
    }
}
