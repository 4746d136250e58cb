//! Any bytes are read as a program file: no panic, no hang, and only a version that stands in the bytes.

#![no_main]

use std::io::Cursor;

use kbfix::scan::binary::{Source, read};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Ok(mut source) = Source::new(Cursor::new(bytes)) else { return };
    let Ok(binary) = read(&mut source) else { return };
    if let Some(version) = binary.version {
        assert!(bytes.windows(4).any(|four| four == 0xfeef_04bd_u32.to_le_bytes()), "{version}");
        assert_eq!(version.0.len(), 4);
    }
});
