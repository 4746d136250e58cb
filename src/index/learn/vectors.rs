//! Vectors by number, as they lie in a file.
//!
//! ```text
//! file  = magic:"kbv1" dimensions:u32 count:u32 key:u32{count} row{count}
//! row   = scale:f32 value:i8{dimensions}          the vector is scale * value
//! ```
//! Numbers are little-endian and keys ascend. One byte a value is a quarter of the size of a float.

use std::path::Path;

use tantivy::directory::{Directory as _, MmapDirectory, OwnedBytes};

/// Values of a vector.
pub const DIM: usize = 256;

pub type Vector = [f32; DIM];

const MAGIC: &[u8; 4] = b"kbv1";
const HEAD: usize = 12;
const ROW: usize = 4 + DIM;

/// A table of vectors, in memory or mapped from a file: only what is asked for is read.
#[derive(Clone, Debug)]
pub struct Vectors {
    bytes: OwnedBytes,
    count: usize,
}

impl Vectors {
    /// A table of these vectors.
    pub fn pack(mut entries: Vec<(u32, Vector)>) -> Self {
        entries.sort_by_key(|&(key, _)| key);
        entries.dedup_by_key(|&mut (key, _)| key);
        let mut bytes = Vec::with_capacity(HEAD + entries.len() * (4 + ROW));
        bytes.extend_from_slice(MAGIC);
        bytes.extend_from_slice(&(DIM as u32).to_le_bytes());
        bytes.extend_from_slice(&(entries.len() as u32).to_le_bytes());
        bytes.extend(entries.iter().flat_map(|(key, _)| key.to_le_bytes()));
        for (_, vector) in &entries {
            pack_row(vector, &mut bytes);
        }
        Self { bytes: OwnedBytes::new(bytes), count: entries.len() }
    }

    /// The table in a file; `None` where there is none, or one that is not whole.
    pub fn open(folder: &Path, name: &str) -> Option<Self> {
        let file = MmapDirectory::open(folder).ok()?.open_read(Path::new(name)).ok()?;
        Self::read(file.read_bytes().ok()?)
    }

    fn read(bytes: OwnedBytes) -> Option<Self> {
        let number = |at: usize| Some(u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?) as usize);
        let count = number(8)?;
        let whole = bytes.starts_with(MAGIC)
            && number(4)? == DIM
            && bytes.len() == count.checked_mul(4 + ROW)?.checked_add(HEAD)?;
        whole.then_some(Self { bytes, count })
    }

    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    pub fn get(&self, key: u32) -> Option<Vector> {
        let (keys, _) = self.keys().as_chunks();
        let at = keys.binary_search_by_key(&key, |&bytes| u32::from_le_bytes(bytes)).ok()?;
        Some(self.row(at))
    }

    pub fn iter(&self) -> impl Iterator<Item = (u32, Vector)> {
        let (keys, _) = self.keys().as_chunks();
        keys.iter().enumerate().map(|(at, &key)| (u32::from_le_bytes(key), self.row(at)))
    }

    fn keys(&self) -> &[u8] {
        &self.bytes[HEAD..HEAD + 4 * self.count]
    }

    fn row(&self, at: usize) -> Vector {
        let from = HEAD + 4 * self.count + ROW * at;
        let row = &self.bytes[from..from + ROW];
        let scale = f32::from_le_bytes([row[0], row[1], row[2], row[3]]);
        std::array::from_fn(|value| scale * f32::from(row[4 + value].cast_signed()))
    }
}

fn pack_row(vector: &Vector, bytes: &mut Vec<u8>) {
    let greatest = vector.iter().fold(f32::MIN_POSITIVE, |most, value| most.max(value.abs()));
    let scale = greatest / f32::from(i8::MAX);
    bytes.extend_from_slice(&scale.to_le_bytes());
    bytes.extend(vector.iter().map(|value| ((value / scale).round() as i8).cast_unsigned()));
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

    #[test]
    fn vectors_come_back_nearly_as_they_were() {
        let vector: Vector = std::array::from_fn(|at| at as f32 / 128.0 - 1.0);
        let packed = Vectors::pack(vec![(9, vector), (4, [0.0; DIM])]);
        let table = Vectors::read(OwnedBytes::new(packed.bytes().to_vec())).unwrap();
        let found = table.get(9).unwrap();
        assert!(found.iter().zip(vector).all(|(a, b)| (a - b).abs() < 0.005));
        assert_eq!(table.get(4), Some([0.0; DIM]));
        assert_eq!(table.get(5), None);
        assert_eq!(table.iter().map(|(key, _)| key).collect::<Vec<_>>(), [4, 9]);
    }

    #[test]
    fn half_a_file_is_none() {
        let packed = Vectors::pack(vec![(9, [1.0; DIM])]);
        let bytes = packed.bytes();
        for end in [0, 3, 11, bytes.len() - 1] {
            assert!(Vectors::read(OwnedBytes::new(bytes[..end].to_vec())).is_none(), "{end}");
        }
    }

    #[test]
    fn nothing_has_no_direction() {
        assert_eq!(unit(&[0.0; DIM]), None);
        assert!((dot(&unit(&[3.0; DIM]).unwrap(), &unit(&[1.0; DIM]).unwrap()) - 1.0).abs() < 1e-5);
    }
}
