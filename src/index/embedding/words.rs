//! The table of words: a vector for each, made by `training/vectors.py` and compiled in.
//!
//! ```text
//! file  = magic:"KBWORDS1" words:u32 dimensions:u32 bytes:u32 name{words} scale:f32{words} row{words}
//! name  = length:u8 letters:u8{length}            sorted; all names together are `bytes` long
//! row   = value:i8{dimensions}                    the vector is scale * value
//! ```
//! Numbers are little-endian.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use xxhash_rust::xxh3::xxh3_64;

use super::Vector;

/// Values of a vector.
pub const DIMENSIONS: usize = 128;

static BYTES: &[u8] = include_bytes!("words.bin");
static TABLE: LazyLock<Table> = LazyLock::new(|| Table::read(BYTES).expect("a test reads the table"));

/// The table that is compiled in, told from any other.
pub fn stamp() -> u64 {
    static STAMP: LazyLock<u64> = LazyLock::new(|| xxh3_64(BYTES));
    *STAMP
}

/// The weighted sum of some texts. In each, a word weighs what `weigh` makes of how often it stands there, and these
/// weights are divided by their sum.
pub fn sum<'a>(texts: impl IntoIterator<Item = (&'a str, f32)>, weigh: impl Fn(f32) -> f32) -> Vector {
    let mut sum = [0.0; DIMENSIONS];
    for (text, share) in texts {
        let mut counts: BTreeMap<usize, f32> = BTreeMap::new();
        let lower = text.to_lowercase().replace('\'', "");
        for word in lower.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()) {
            if let Some(row) = TABLE.find(word) {
                *counts.entry(row).or_default() += 1.0;
            }
        }
        let all: f32 = counts.values().map(|&count| weigh(count)).sum();
        for (row, count) in counts {
            let (scale, values) = TABLE.row(row);
            let factor = share * weigh(count) / all * scale;
            sum.iter_mut()
                .zip(values)
                .for_each(|(sum, value)| *sum += factor * f32::from(value.cast_signed()));
        }
    }
    sum
}

struct Table {
    /// Where each name begins.
    names: Vec<u32>,
    scales: &'static [[u8; 4]],
    rows: &'static [[u8; DIMENSIONS]],
}

impl Table {
    /// `None` where the bytes are no table, or none of our dimensions.
    fn read(bytes: &'static [u8]) -> Option<Self> {
        let rest = bytes.strip_prefix(b"KBWORDS1")?;
        let (numbers, rest) = rest.split_at_checked(12)?;
        let [count, dimensions, length] = *numbers.as_chunks::<4>().0 else { return None };
        let [count, dimensions, length] =
            [count, dimensions, length].map(|number| u32::from_le_bytes(number) as usize);
        let (letters, rest) = rest.split_at_checked(length)?;
        let (scales, rows) = rest.split_at_checked(4 * count)?;
        let (scales, rows) = (scales.as_chunks().0, rows.as_chunks().0);
        let begins = bytes.len() - rest.len() - length;
        let mut names = Vec::with_capacity(count);
        let mut at = 0;
        while let Some(&letters) = letters.get(at) {
            names.push((begins + at) as u32);
            at += 1 + usize::from(letters);
        }
        let fits = dimensions == DIMENSIONS && names.len() == count && rows.len() == count;
        fits.then_some(Self { names, scales, rows })
    }

    fn find(&self, word: &str) -> Option<usize> {
        self.names.binary_search_by(|&at| name(at).cmp(word.as_bytes())).ok()
    }

    fn row(&self, at: usize) -> (f32, &'static [u8; DIMENSIONS]) {
        (f32::from_le_bytes(self.scales[at]), &self.rows[at])
    }
}

fn name(at: u32) -> &'static [u8] {
    let at = at as usize;
    &BYTES[at + 1..at + 1 + usize::from(BYTES[at])]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_whole() {
        let table = Table::read(BYTES).unwrap();
        assert!(table.names.len() > 30_000, "{}", table.names.len());
        assert!(table.names.is_sorted_by(|&a, &b| name(a) < name(b)));
        assert!(table.find("printer").is_some() && table.find("nosuchword").is_none());
        assert!(Table::read(&BYTES[..BYTES.len() - 1]).is_none() && Table::read(&BYTES[8..]).is_none());
    }
}
