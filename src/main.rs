fn main() {
    use std::io::{BufWriter, Write};
    let mut out = BufWriter::new(std::io::stdout().lock());
    for path in std::env::args().skip(1) {
        let bytes = std::fs::read(&path).unwrap();
        let text = String::from_utf8_lossy(&bytes);
        if let Some(parsed) = kbfix::grammar::parse(&text) {
            serde_json::to_writer(&mut out, &parsed.article).unwrap();
            out.write_all(b"\n").unwrap();
            for n in parsed.notes {
                eprintln!("{path}: {n:?}");
            }
        }
    }
}
