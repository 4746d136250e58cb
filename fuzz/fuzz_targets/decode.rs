//! Any bytes are decoded: no control character but tab and line ends, and a way back to every byte.

#![no_main]

use kbfix::corpus::decode;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let decoded = decode(bytes);
    let strange = |c: char| c.is_control() && !matches!(c, '\t' | '\n' | '\r');
    assert!(!decoded.text.contains(strange));
    assert!(decoded.strange().all(|offset| decoded.text.is_char_boundary(offset)));
    let mut last = 0;
    for (offset, _) in decoded.text.char_indices() {
        let origin = decoded.origin(offset);
        assert!(last <= origin && origin <= bytes.len(), "{offset} is {origin}");
        last = origin;
    }
    assert_eq!(decoded.origin(decoded.text.len()), bytes.len());
});
