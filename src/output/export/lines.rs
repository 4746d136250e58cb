use std::io;

use super::{Export, Record};
use crate::output::{
    Output,
    json::{Records, Shape, Traced, to_line},
};

/// JSON, one record a line.
pub struct Lines<'a>(Records<'a>);

impl<'a> Lines<'a> {
    /// Records go to `out`, in `shape`.
    pub fn new(out: &'a mut Output<'_>, shape: Shape) -> Self {
        Self(Records::new(out, shape))
    }
}

impl Export for Lines<'_> {
    type Ready = Vec<u8>;

    fn ready(record: Record) -> io::Result<Vec<u8>> {
        let mut line = Vec::with_capacity(4096);
        match &record {
            Record { article, provenance: Some(provenance) } => {
                to_line(&mut line, &Traced { article, provenance })?;
            }
            Record { article, .. } => to_line(&mut line, article)?,
        }
        Ok(line)
    }

    fn write(&mut self, json: Vec<u8>) -> io::Result<()> {
        self.0.write_lines(&json)
    }

    fn finish(self) -> io::Result<()> {
        self.0.finish()
    }
}
