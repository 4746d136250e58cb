//! The embeddings of the articles of a commit, as they lie in its file.
//!
//! ```text
//! file = magic:"kbe1" dimensions:u32 count:u32 words:u64 number:u32{count} row{count}
//! row  = scale:f32 value:i8{dimensions}          the vector is scale * value
//! ```
//! Numbers are little-endian, and the articles' numbers ascend. `words` is the hash of the table of words that the
//! embeddings were made with: those of another table point elsewhere. One byte a value is a quarter of the size of a
//! float, and ranks as well.

use std::path::Path;

use tantivy::directory::{Directory, OwnedBytes, error::OpenReadError};

use super::{DIMENSIONS, Vector, words};
use crate::article::ArticleId;

/// An embedding as it lies in the file.
pub type Row = [u8; ROW];

const MAGIC: &[u8; 4] = b"kbe1";
/// Bytes before the numbers.
const HEAD: usize = 20;
const ROW: usize = 4 + DIMENSIONS;

/// What the names of the files begin with.
pub const FILES: &str = "embeddings-";

/// The file of the commit whose manifest has this name.
pub fn file_name(manifest: &str) -> String {
    format!("{FILES}{}", manifest.trim_start_matches("manifest-"))
}

/// The embeddings of a commit. The file is mapped: a search wants some hundred of its rows.
#[derive(Clone, Debug)]
pub struct Embeddings {
    numbers: Vec<u32>,
    bytes: OwnedBytes,
}

impl Embeddings {
    /// Opens those of the commit whose manifest has this name; `None` where there is no file, or one that is not whole
    /// or of another table of words.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn open(folder: &dyn Directory, manifest: &str) -> Result<Option<Self>, OpenReadError> {
        let name = file_name(manifest);
        let bytes = match folder.open_read(Path::new(&name)) {
            Err(OpenReadError::FileDoesNotExist(_)) => return Ok(None),
            opened => {
                opened?.read_bytes().map_err(|error| OpenReadError::wrap_io_error(error, name.into()))?
            }
        };
        Ok(Self::read(bytes))
    }

    pub(super) fn read(bytes: OwnedBytes) -> Option<Self> {
        let count = bytes.get(8..12)?.first_chunk().map(|count| u32::from_le_bytes(*count) as usize)?;
        let length = count.checked_mul(4 + ROW)?.checked_add(HEAD)?;
        if bytes.len() != length || bytes[..HEAD] != head(count) {
            return None;
        }
        let numbers = bytes[HEAD..HEAD + 4 * count].as_chunks().0.iter().map(|&one| u32::from_le_bytes(one));
        Some(Self { numbers: numbers.collect(), bytes })
    }

    /// The cosine of an article and a vector of length 1, 0 where the article has no embedding.
    pub fn cosine(&self, id: ArticleId, with: &Vector) -> f32 {
        let row = self.numbers.binary_search(&id.0).ok().and_then(|at| self.row(at));
        row.map_or(0.0, |row| product(row, with))
    }

    /// The embedding of an article.
    pub fn of(&self, id: ArticleId) -> Option<Vector> {
        self.row(self.numbers.binary_search(&id.0).ok()?).map(unpack)
    }

    /// All articles with their cosines.
    pub fn cosines(&self, with: &Vector) -> impl Iterator<Item = (ArticleId, f32)> {
        self.rows().map(|(id, row)| (id, product(row, with)))
    }

    fn rows(&self) -> impl Iterator<Item = (ArticleId, &Row)> {
        self.numbers.iter().enumerate().filter_map(|(at, &number)| Some((ArticleId(number), self.row(at)?)))
    }

    fn row(&self, at: usize) -> Option<&Row> {
        self.bytes.get(HEAD + 4 * self.numbers.len() + ROW * at..)?.first_chunk()
    }
}

/// The bytes of the file after a run: what stood there `before`, without the articles that are `gone`, and with those
/// that were `read`.
pub fn file(
    before: Option<&Embeddings>,
    gone: impl Fn(ArticleId) -> bool,
    read: &[(ArticleId, Option<Row>)],
) -> Vec<u8> {
    let stay = before.into_iter().flat_map(Embeddings::rows).filter(|(id, _)| !gone(*id));
    let new = read.iter().filter_map(|(id, row)| Some((*id, row.as_ref()?)));
    let mut rows: Vec<(ArticleId, &Row)> = stay.chain(new).collect();
    rows.sort_by_key(|&(id, _)| id);
    rows.dedup_by_key(|&mut (id, _)| id);
    let mut bytes = Vec::with_capacity(HEAD + rows.len() * (4 + ROW));
    bytes.extend_from_slice(&head(rows.len()));
    bytes.extend(rows.iter().flat_map(|(id, _)| id.0.to_le_bytes()));
    rows.iter().for_each(|(_, row)| bytes.extend_from_slice(*row));
    bytes
}

fn head(count: usize) -> [u8; HEAD] {
    let mut head = [0; HEAD];
    head[..4].copy_from_slice(MAGIC);
    head[4..8].copy_from_slice(&(DIMENSIONS as u32).to_le_bytes());
    head[8..12].copy_from_slice(&(count as u32).to_le_bytes());
    head[12..].copy_from_slice(&words::stamp().to_le_bytes());
    head
}

pub fn pack(vector: &Vector) -> Row {
    let greatest = vector.iter().fold(f32::MIN_POSITIVE, |most, value| most.max(value.abs()));
    let scale = greatest / f32::from(i8::MAX);
    let mut row = [0; ROW];
    row[..4].copy_from_slice(&scale.to_le_bytes());
    let values = row[4..].iter_mut().zip(vector);
    values.for_each(|(byte, value)| *byte = ((value / scale).round() as i8).cast_unsigned());
    row
}

fn unpack(row: &Row) -> Vector {
    let (scale, values) = parts(row);
    let mut vector = [0.0; DIMENSIONS];
    vector.iter_mut().zip(values).for_each(|(to, value)| *to = scale * f32::from(value.cast_signed()));
    vector
}

/// Sums that are kept side by side, so that the processor adds them at once.
const LANES: usize = 16;

/// The dot product, without unpacking the row.
fn product(row: &Row, other: &Vector) -> f32 {
    let (scale, values) = parts(row);
    let mut sums = [0.0; LANES];
    for (values, others) in values.as_chunks::<LANES>().0.iter().zip(other.as_chunks::<LANES>().0) {
        for ((sum, value), other) in sums.iter_mut().zip(values).zip(others) {
            *sum += f32::from(value.cast_signed()) * other;
        }
    }
    scale * sums.iter().sum::<f32>()
}

fn parts(row: &Row) -> (f32, &[u8]) {
    (f32::from_le_bytes([row[0], row[1], row[2], row[3]]), &row[4..])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::index::embedding::unit;

    fn opened(bytes: &[u8]) -> Option<Embeddings> {
        Embeddings::read(OwnedBytes::new(bytes.to_vec()))
    }

    fn vector(seed: usize) -> Vector {
        unit(&std::array::from_fn(|at| ((at + seed) % 7) as f32 - 2.0)).unwrap()
    }

    #[test]
    fn embeddings_come_back_nearly_as_they_were() {
        let rows = [9, 4, 7].map(|number| (ArticleId(number), Some(pack(&vector(number as usize)))));
        let table = opened(&file(None, |_| false, &rows)).unwrap();
        for number in [4, 7, 9] {
            let (id, whole) = (ArticleId(number), vector(number as usize));
            assert!(table.of(id).unwrap().iter().zip(whole).all(|(a, b)| (a - b).abs() < 0.005));
            assert!((table.cosine(id, &whole) - 1.0).abs() < 0.01);
        }
        assert_eq!((table.of(ArticleId(5)), table.cosine(ArticleId(5), &vector(5))), (None, 0.0));
        assert_eq!(table.cosines(&vector(1)).map(|(id, _)| id.0).collect::<Vec<_>>(), [4, 7, 9]);
    }

    #[test]
    fn a_run_changes_what_it_has_read() {
        let row = |seed| Some(pack(&vector(seed)));
        let all = [1, 2, 3].map(|number| (ArticleId(number), row(0)));
        let before = opened(&file(None, |_| false, &all)).unwrap();
        let gone = |id: ArticleId| [1, 2, 9].contains(&id.0);
        let after =
            opened(&file(Some(&before), gone, &[(ArticleId(2), row(3)), (ArticleId(9), None)])).unwrap();
        assert_eq!(after.rows().map(|(id, _)| id.0).collect::<Vec<_>>(), [2, 3]);
        assert_eq!(after.rows().next().map(|(_, row)| *row), row(3));
    }

    #[test]
    fn what_is_not_whole_is_none() {
        let bytes = file(None, |_| false, &[(ArticleId(1), Some(pack(&vector(1))))]);
        assert!(opened(&bytes).is_some());
        for end in [0, 3, 11, HEAD - 1, bytes.len() - 1] {
            assert!(opened(&bytes[..end]).is_none(), "{end}");
        }
        for at in [0, 4, 8, 12] {
            let mut other = bytes.clone();
            other[at] ^= 1;
            assert!(opened(&other).is_none(), "{at}");
        }
    }
}
