//! What is stored of each article, as bytes.
//!
//! tantivy makes a document of them one byte at a time, which takes as long as to decompress them; here they are
//! taken as they lie. What does not lie as expected is left to tantivy. [`super::compress`] has compressed them.

use tantivy::schema::{Field, Value};
use tantivy::store::StoreReader;
use tantivy::{DocAddress, Searcher, TantivyDocument};

use super::compress::Decompressor;

/// Blocks that a segment keeps: none, for they are mapped and not compressed.
const CACHED: usize = 0;

/// The stores of all segments.
pub struct Stores {
    segments: Vec<StoreReader>,
    copies: Field,
    decompressor: Decompressor,
}

impl Stores {
    /// `dictionary` is the one that values were compressed with.
    pub fn open(searcher: &Searcher, copies: Field, dictionary: &[u8]) -> tantivy::Result<Self> {
        let segments = searcher.segment_readers().iter().map(|segment| segment.get_store_reader(CACHED));
        let decompressor = Decompressor::new(dictionary)?;
        Ok(Self { segments: segments.collect::<Result<_, _>>()?, copies, decompressor })
    }

    /// The packed original files at an address; see [`super::stored`].
    pub fn copies(&self, address: DocAddress) -> tantivy::Result<Vec<u8>> {
        let segment = &self.segments[address.segment_ord as usize];
        let document = segment.get_document_bytes(address.doc_id)?;
        if let Some(bytes) = only_value(&document, self.copies) {
            return Ok(self.decompressor.decompress(bytes)?);
        }
        let document: TantivyDocument = segment.get(address.doc_id)?;
        let bytes = document.get_first(self.copies).and_then(|value| value.as_bytes());
        Ok(self.decompressor.decompress(bytes.unwrap_or_default())?)
    }
}

/// The type of a value that is bytes.
const BYTES: u8 = 4;

/// The one value of a stored document: how many there are, the field, the type, the length, the bytes.
fn only_value(document: &[u8], field: Field) -> Option<&[u8]> {
    let (count, rest) = number(document)?;
    let (of, rest) = rest.split_first_chunk::<4>()?;
    let (kind, rest) = rest.split_first()?;
    let (length, bytes) = number(rest)?;
    let fits = count == 1 && *of == field.field_id().to_le_bytes() && *kind == BYTES;
    (fits && length == bytes.len() as u64).then_some(bytes)
}

/// Seven bits a byte, the lowest first; the last byte has the eighth.
fn number(bytes: &[u8]) -> Option<(u64, &[u8])> {
    let last = bytes.iter().take(9).position(|byte| byte & 0x80 != 0)?;
    let bits = |(at, byte): (usize, &u8)| u64::from(byte & 0x7f) << (7 * at);
    Some((bytes[..=last].iter().enumerate().map(bits).sum(), &bytes[last + 1..]))
}

#[cfg(test)]
mod tests {
    use tantivy::{Index, IndexWriter, schema::Schema};

    use super::*;
    use crate::index::compress::Compressor;

    #[test]
    fn bytes_lie_as_expected() {
        let compressor = Compressor::new(b"").unwrap();
        let mut schema = Schema::builder();
        let copies = schema.add_bytes_field("copies", tantivy::schema::STORED);
        let index = Index::create_in_ram(schema.build());
        let mut writer: IndexWriter = index.writer_with_num_threads(1, 20_000_000).unwrap();
        // Noise stays as long as it is, some bytes of a head aside: lengths of one, two and three bytes.
        let mut noise = fastrand::Rng::with_seed(1);
        let lengths = [0, 1, 20_000].into_iter().chain(100..130);
        let values: Vec<Vec<u8>> =
            lengths.map(|length| (0..length).map(|_| noise.u8(..)).collect()).collect();
        for value in &values {
            let mut document = TantivyDocument::new();
            document.add_bytes(copies, &compressor.compress(value).unwrap());
            writer.add_document(document).unwrap();
        }
        writer.commit().unwrap();
        let searcher = index.reader().unwrap().searcher();
        let stores = Stores::open(&searcher, copies, b"").unwrap();
        for (doc, value) in (0..).zip(&values) {
            assert_eq!(&stores.copies(DocAddress::new(0, doc)).unwrap(), value);
            let document = stores.segments[0].get_document_bytes(doc).unwrap();
            assert_eq!(only_value(&document, copies), Some(&compressor.compress(value).unwrap()[..]));
            assert_eq!(only_value(&document[..document.len() - 1], copies), None);
        }
    }
}
