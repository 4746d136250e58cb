//! HTML in Latin-1: what it has no letter for becomes what the time would have written, or an entity.

/// The bytes of a page.
pub fn encode(html: &str) -> Vec<u8> {
    let mut out = Vec::with_capacity(html.len());
    for char in html.chars() {
        match u8::try_from(char) {
            // 0x80 to 0x9F are control characters, which old systems show as letters of their own.
            Ok(byte) if !(0x80..0xa0).contains(&byte) => out.push(byte),
            _ => out.extend_from_slice(plain(char).as_bytes()),
        }
    }
    out
}

/// A page in ASCII, whatever the header says.
pub fn ascii(html: &str) -> String {
    html.chars().map(|char| if char.is_ascii() { char.to_string() } else { plain(char) }).collect()
}

fn plain(char: char) -> String {
    let text = match char {
        '\u{2010}'..='\u{2015}' | '\u{2212}' => "-",
        '\u{2018}' | '\u{2019}' | '\u{201a}' => "'",
        '\u{201c}'..='\u{201e}' => "&quot;",
        '\u{2022}' => "*",
        '\u{2026}' => "...",
        '\u{2122}' => "(TM)",
        '\u{20ac}' => "EUR",
        '\u{2190}' => "&lt;-",
        '\u{2192}' => "-&gt;",
        '\u{0152}' => "OE",
        '\u{0153}' => "oe",
        '\u{0160}' => "S",
        '\u{0161}' => "s",
        _ => return format!("&#{};", u32::from(char)),
    };
    text.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_of_the_time() {
        assert_eq!(encode("é – “x” … €\u{85}ł"), b"\xe9 - &quot;x&quot; ... EUR&#133;&#322;");
        assert_eq!(ascii("é – x"), "&#233; - x");
    }
}
