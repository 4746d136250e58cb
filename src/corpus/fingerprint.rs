use serde::{Deserialize, Serialize};

/// What an article's content is told by: its XXH3 hash, 0 for what is no article.
pub fn fingerprint(bytes: Option<&[u8]>) -> u64 {
    bytes.map_or(0, xxhash_rust::xxh3::xxh3_64)
}

/// What a file is told by without reading it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stamp {
    pub size: u64,
    /// Nanoseconds since 1970.
    pub modified: i64,
}
