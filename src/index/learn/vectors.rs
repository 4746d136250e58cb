//! Vectors by number, as they lie in a file.
//!
//! ```text
//! file  = magic:"kbv3" dimensions:u32 count:u32 origin key:u32{count} row{count}
//! origin = stamp:u64 articles:u32 since:u32
//! row   = scale:f32 value:i8{dimensions}          the vector is scale * value
//! ```
//! Numbers are little-endian and keys ascend. One byte a value is a quarter of the size of a float.

use std::path::Path;

use tantivy::directory::{Directory, OwnedBytes, error::OpenReadError};
use xxhash_rust::xxh3::xxh3_64;

/// Values of a vector.
pub const DIM: usize = 256;

pub type Vector = [f32; DIM];

/// A vector as it lies in a table.
pub type Row = [u8; ROW];

const MAGIC: &[u8; 4] = b"kbv3";
/// Bytes before the keys.
pub const HEAD: usize = 28;
const ROW: usize = 4 + DIM;

/// What the vectors of a table were learned from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Origin {
    /// The hash of the words' vectors: tables that belong together have the same.
    pub stamp: u64,
    /// How many articles the words were learned from.
    pub articles: u32,
    /// How many articles were added or changed since.
    pub since: u32,
}

/// A table of vectors. That of a file is mapped: a search wants a hundred of its rows.
#[derive(Clone, Debug)]
pub struct Vectors {
    keys: Vec<u32>,
    origin: Origin,
    bytes: OwnedBytes,
}

impl Vectors {
    /// The table of words, learned from so many articles.
    pub fn words(rows: Vec<(u32, Row)>, articles: u32) -> Self {
        let mut table = Self::lay(rows, Origin { stamp: 0, articles, since: 0 });
        table.origin.stamp = xxh3_64(&table.bytes);
        let mut bytes = table.bytes.to_vec();
        bytes[..HEAD].copy_from_slice(&head(table.len(), table.origin));
        Self { bytes: OwnedBytes::new(bytes), ..table }
    }

    /// A table of these rows.
    pub fn lay(mut rows: Vec<(u32, Row)>, origin: Origin) -> Self {
        rows.sort_by_key(|&(key, _)| key);
        rows.dedup_by_key(|&mut (key, _)| key);
        let mut bytes = Vec::with_capacity(HEAD + rows.len() * (4 + ROW));
        bytes.extend_from_slice(&head(rows.len(), origin));
        bytes.extend(rows.iter().flat_map(|(key, _)| key.to_le_bytes()));
        rows.iter().for_each(|(_, row)| bytes.extend_from_slice(row));
        Self { keys: rows.iter().map(|&(key, _)| key).collect(), origin, bytes: OwnedBytes::new(bytes) }
    }

    /// The table in a file; `None` where there is none, or one that is not whole.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn open(folder: &dyn Directory, name: &str) -> Result<Option<Self>, OpenReadError> {
        let bytes = match folder.open_read(Path::new(name)) {
            Err(OpenReadError::FileDoesNotExist(_)) => return Ok(None),
            opened => {
                opened?.read_bytes().map_err(|error| OpenReadError::wrap_io_error(error, name.into()))?
            }
        };
        Ok(Self::read(bytes))
    }

    fn read(bytes: OwnedBytes) -> Option<Self> {
        let (count, origin) = read_head(&bytes)?;
        let length = count.checked_mul(4 + ROW)?.checked_add(HEAD)?;
        if bytes.len() != length {
            return None;
        }
        let keys = bytes[HEAD..HEAD + 4 * count].as_chunks().0.iter().map(|&key| u32::from_le_bytes(key));
        Some(Self { keys: keys.collect(), origin, bytes })
    }

    /// The file.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    pub fn len(&self) -> usize {
        self.keys.len()
    }

    pub fn origin(&self) -> Origin {
        self.origin
    }

    pub fn get(&self, key: u32) -> Option<Vector> {
        self.find(key).map(unpack)
    }

    /// The dot product of a vector and another.
    pub fn along(&self, key: u32, other: &Vector) -> Option<f32> {
        self.find(key).map(|row| along(row, other))
    }

    pub fn iter(&self) -> impl Iterator<Item = (u32, &Row)> {
        self.keys.iter().enumerate().filter_map(|(at, &key)| Some((key, self.row(at)?)))
    }

    fn find(&self, key: u32) -> Option<&Row> {
        self.row(self.keys.binary_search(&key).ok()?)
    }

    fn row(&self, at: usize) -> Option<&Row> {
        self.bytes.get(HEAD + 4 * self.len() + ROW * at..)?.first_chunk()
    }
}

fn head(count: usize, origin: Origin) -> [u8; HEAD] {
    let mut head = [0; HEAD];
    head[..4].copy_from_slice(MAGIC);
    head[4..8].copy_from_slice(&(DIM as u32).to_le_bytes());
    head[8..12].copy_from_slice(&(count as u32).to_le_bytes());
    head[12..20].copy_from_slice(&origin.stamp.to_le_bytes());
    head[20..24].copy_from_slice(&origin.articles.to_le_bytes());
    head[24..].copy_from_slice(&origin.since.to_le_bytes());
    head
}

/// How many vectors a file has, and what they come from; `None` where it is no table, or of other vectors.
pub fn read_head(bytes: &[u8]) -> Option<(usize, Origin)> {
    let (numbers, _) = bytes.get(..HEAD)?.as_chunks::<4>();
    let [magic, dimensions, count, .., articles, since] = *numbers else { return None };
    let stamp = u64::from_le_bytes(bytes[12..20].try_into().ok()?);
    let [dimensions, count, articles, since] = [dimensions, count, articles, since].map(u32::from_le_bytes);
    let fits = magic == *MAGIC && dimensions as usize == DIM;
    fits.then_some((count as usize, Origin { stamp, articles, since }))
}

fn unpack(row: &Row) -> Vector {
    let (scale, values) = parts(row);
    let mut vector = [0.0; DIM];
    vector.iter_mut().zip(values).for_each(|(to, value)| *to = scale * f32::from(value.cast_signed()));
    vector
}

/// Sums that are kept side by side, so that the processor adds them at once.
const LANES: usize = 16;

/// The dot product, without unpacking the row.
fn along(row: &Row, other: &Vector) -> f32 {
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

pub fn pack(vector: &Vector) -> Row {
    let greatest = vector.iter().fold(f32::MIN_POSITIVE, |most, value| most.max(value.abs()));
    let scale = greatest / f32::from(i8::MAX);
    let mut row = [0; ROW];
    row[..4].copy_from_slice(&scale.to_le_bytes());
    let values = row[4..].iter_mut().zip(vector);
    values.for_each(|(byte, value)| *byte = ((value / scale).round() as i8).cast_unsigned());
    row
}

pub fn dot(a: &Vector, b: &Vector) -> f32 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

/// The same direction at length 1; `None` for no direction at all.
pub fn unit(vector: &Vector) -> Option<Vector> {
    let length = dot(vector, vector).sqrt();
    (length > 0.0).then(|| vector.map(|value| value / length))
}

#[cfg(test)]
mod tests {
    use tantivy::directory::MmapDirectory;

    use super::*;

    /// The table in a file of these bytes.
    fn opened(bytes: &[u8]) -> Option<Vectors> {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("table"), bytes).unwrap();
        Vectors::open(&MmapDirectory::open(folder.path()).unwrap(), "table").unwrap()
    }

    #[test]
    fn vectors_come_back_nearly_as_they_were() {
        let vector: Vector = std::array::from_fn(|at| at as f32 / 128.0 - 1.0);
        let packed = Vectors::words(vec![(9, pack(&vector)), (4, pack(&[0.0; DIM]))], 2);
        let file = opened(packed.bytes()).unwrap();
        assert_eq!(file.bytes(), packed.bytes());
        for table in [packed, file] {
            let found = table.get(9).unwrap();
            assert!(found.iter().zip(vector).all(|(a, b)| (a - b).abs() < 0.005));
            assert_eq!(table.get(4), Some([0.0; DIM]));
            assert_eq!(table.get(5), None);
            assert_eq!(table.iter().map(|(key, _)| key).collect::<Vec<_>>(), [4, 9]);
        }
    }

    #[test]
    fn tables_that_belong_together_have_one_stamp() {
        let table = |value| Vectors::words(vec![(9, pack(&[value; DIM]))], 7);
        let origin = table(1.0).origin();
        assert_ne!(origin.stamp, table(2.0).origin().stamp);
        assert_eq!(origin, table(1.0).origin());
        let later = Origin { since: 3, ..origin };
        for (table, origin) in [(table(1.0), origin), (Vectors::lay(Vec::new(), later), later)] {
            assert_eq!(opened(table.bytes()).unwrap().origin(), origin);
            assert_eq!(read_head(table.bytes()), Some((table.len(), origin)));
        }
    }

    #[test]
    fn half_a_file_is_none() {
        let packed = Vectors::words(vec![(9, pack(&[1.0; DIM]))], 1);
        let bytes = packed.bytes();
        assert!(opened(bytes).is_some());
        for end in [0, 3, 11, HEAD - 1, bytes.len() - 1] {
            assert!(opened(&bytes[..end]).is_none(), "{end}");
        }
    }

    #[test]
    fn a_packed_row_has_the_same_product() {
        let (one, other): (Vector, Vector) = (
            std::array::from_fn(|at| at as f32 / 128.0 - 1.0),
            std::array::from_fn(|at| (at % 7) as f32 - 2.0),
        );
        let table = Vectors::words(vec![(9, pack(&one))], 1);
        let product = table.along(9, &other).unwrap();
        assert!((product - dot(&table.get(9).unwrap(), &other)).abs() < 1e-3, "{product}");
        assert!((product - dot(&one, &other)).abs() < 1.0, "{product}");
        assert_eq!(table.along(4, &other), None);
    }

    #[test]
    fn nothing_has_no_direction() {
        assert_eq!(unit(&[0.0; DIM]), None);
        assert!((dot(&unit(&[3.0; DIM]).unwrap(), &unit(&[1.0; DIM]).unwrap()) - 1.0).abs() < 1e-5);
    }
}
