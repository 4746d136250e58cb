//! The floor under `kbfix index`: tantivy alone on the same articles, one stemmed field, two writer
//! threads, nothing parsed and nothing stored.
//!
//! `cargo run --release --example bare_tantivy ARCHIVE INDEX`

#![allow(
    clippy::print_stdout,
    clippy::case_sensitive_file_extension_comparisons,
    reason = "a measuring tool for one archive"
)]

use std::{collections::HashSet, error::Error, fs, path::PathBuf, time::Instant};

use kbfix::corpus::{Corpus, decode, read_article};
use rayon::prelude::*;
use tantivy::{
    Index, IndexWriter, TantivyDocument,
    schema::{IndexRecordOption, SchemaBuilder, TextFieldIndexing, TextOptions},
};

fn main() -> Result<(), Box<dyn Error>> {
    let mut args = std::env::args_os().skip(1).map(PathBuf::from);
    let (Some(archive), Some(folder)) = (args.next(), args.next()) else {
        return Err("give the archive and a folder for the index".into());
    };
    let began = Instant::now();
    let mut schema = SchemaBuilder::new();
    let stemmed = TextFieldIndexing::default()
        .set_tokenizer("en_stem")
        .set_index_option(IndexRecordOption::WithFreqsAndPositions);
    let text = schema.add_text_field("text", TextOptions::default().set_indexing_options(stemmed));
    fs::create_dir_all(&folder)?;
    let index = Index::create_in_dir(&folder, schema.build())?;
    let mut writer: IndexWriter = index.writer_with_num_threads(2, 440 << 20)?;
    let corpus = Corpus::walk(&[archive])?;
    let is_text = |path: &str| path.ends_with(".TXT");
    let paths = corpus.files.iter().map(|file| file.path.as_str());
    let texts: HashSet<_> = paths.filter(|path| is_text(path)).filter_map(number).collect();
    let chosen = corpus.files.par_iter().filter(|file| {
        number(&file.path).is_some_and(|number| is_text(&file.path) || !texts.contains(number))
    });
    let articles: usize = chosen
        .map(|file| {
            let Ok(Some(bytes)) = read_article(&corpus.locate(file)) else { return Ok(0) };
            let mut document = TantivyDocument::new();
            document.add_text(text, &decode(&bytes).text);
            writer.add_document(document).map(|_| 1)
        })
        .try_reduce(|| 0, |a, b| Ok(a + b))?;
    writer.commit()?;
    writer.wait_merging_threads()?;
    println!("{articles} articles, {:.2} s", began.elapsed().as_secs_f64());
    Ok(())
}

/// The number of the article in its path: `kb/186/Q186401/README.md`.
fn number(path: &str) -> Option<&str> {
    let (_, tail) = path.rsplit_once('Q')?;
    let digits = tail.bytes().take_while(u8::is_ascii_digit).count();
    (digits > 0).then(|| &tail[..digits])
}
