//! Vectors by number, as they lie in a file.
//!
//! ```text
//! file  = magic:"kbv2" dimensions:u32 count:u32 stamp:u64 key:u32{count} row{count}
//! row   = scale:f32 value:i8{dimensions}          the vector is scale * value
//! ```
//! Numbers are little-endian and keys ascend. One byte a value is a quarter of the size of a float. Tables
//! that belong together have the same stamp.

use std::path::Path;

use tantivy::Directory as _;
use tantivy::directory::{MmapDirectory, OwnedBytes};
use xxhash_rust::xxh3::xxh3_64;

/// Values of a vector.
pub const DIM: usize = 256;

pub type Vector = [f32; DIM];

/// A vector as it lies in a table.
pub type Row = [u8; ROW];

const MAGIC: &[u8; 4] = b"kbv2";
const HEAD: usize = 20;
const ROW: usize = 4 + DIM;

/// A table of vectors. That of a file is mapped: a search wants a hundred of its rows.
#[derive(Clone, Debug)]
pub struct Vectors {
    keys: Vec<u32>,
    stamp: u64,
    bytes: OwnedBytes,
}

impl Vectors {
    /// A table of these rows; `of` is the table that they were computed from, if any.
    pub fn lay(mut rows: Vec<(u32, Row)>, of: Option<&Self>) -> Self {
        rows.sort_by_key(|&(key, _)| key);
        rows.dedup_by_key(|&mut (key, _)| key);
        let mut bytes = Vec::with_capacity(HEAD + rows.len() * (4 + ROW));
        bytes.extend_from_slice(MAGIC);
        bytes.extend_from_slice(&(DIM as u32).to_le_bytes());
        bytes.extend_from_slice(&(rows.len() as u32).to_le_bytes());
        bytes.extend_from_slice(&[0; 8]);
        bytes.extend(rows.iter().flat_map(|(key, _)| key.to_le_bytes()));
        rows.iter().for_each(|(_, row)| bytes.extend_from_slice(row));
        let stamp = of.map_or_else(|| xxh3_64(&bytes), Self::stamp);
        bytes[HEAD - 8..HEAD].copy_from_slice(&stamp.to_le_bytes());
        Self { keys: rows.iter().map(|&(key, _)| key).collect(), stamp, bytes: OwnedBytes::new(bytes) }
    }

    /// The table in a file; `None` where there is none, or one that is not whole.
    pub fn open(folder: &Path, name: &str) -> Option<Self> {
        let folder = MmapDirectory::open(folder).ok()?;
        let bytes = folder.open_read(Path::new(name)).ok()?.read_bytes().ok()?;
        let (numbers, _) = bytes.get(..HEAD)?.as_chunks();
        let [magic, dimensions, count, ..] = *numbers else { return None };
        let count = u32::from_le_bytes(count) as usize;
        let length = count.checked_mul(4 + ROW)?.checked_add(HEAD)?;
        let whole = magic == *MAGIC && u32::from_le_bytes(dimensions) as usize == DIM;
        if !whole || bytes.len() != length {
            return None;
        }
        let keys = bytes[HEAD..HEAD + 4 * count].as_chunks().0.iter().map(|&key| u32::from_le_bytes(key));
        let stamp = u64::from_le_bytes(bytes[HEAD - 8..HEAD].try_into().ok()?);
        Some(Self { keys: keys.collect(), stamp, bytes })
    }

    /// The file.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    pub fn len(&self) -> usize {
        self.keys.len()
    }

    /// The same for tables that belong together.
    pub fn stamp(&self) -> u64 {
        self.stamp
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
    use super::*;

    /// The table in a file of these bytes.
    fn opened(bytes: &[u8]) -> Option<Vectors> {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("table"), bytes).unwrap();
        Vectors::open(folder.path(), "table")
    }

    #[test]
    fn vectors_come_back_nearly_as_they_were() {
        let vector: Vector = std::array::from_fn(|at| at as f32 / 128.0 - 1.0);
        let packed = Vectors::lay(vec![(9, pack(&vector)), (4, pack(&[0.0; DIM]))], None);
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
        let table = |value| Vectors::lay(vec![(9, pack(&[value; DIM]))], None);
        assert_ne!(table(1.0).stamp(), table(2.0).stamp());
        assert_eq!(Vectors::lay(Vec::new(), Some(&table(1.0))).stamp(), table(1.0).stamp());
    }

    #[test]
    fn half_a_file_is_none() {
        let packed = Vectors::lay(vec![(9, pack(&[1.0; DIM]))], None);
        let bytes = packed.bytes();
        assert!(opened(bytes).is_some());
        for end in [0, 3, 11, bytes.len() - 1] {
            assert!(opened(&bytes[..end]).is_none(), "{end}");
        }
    }

    #[test]
    fn a_packed_row_has_the_same_product() {
        let (one, other): (Vector, Vector) = (
            std::array::from_fn(|at| at as f32 / 128.0 - 1.0),
            std::array::from_fn(|at| (at % 7) as f32 - 2.0),
        );
        let table = Vectors::lay(vec![(9, pack(&one))], None);
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
