//! HTML in Latin-1: what it has no letter for becomes what the time would have written, or an entity.

/// The bytes of a page.
pub fn encode(html: &str) -> Vec<u8> {
    let mut out = Vec::with_capacity(html.len());
    for char in html.chars() {
        match byte(char) {
            Some(byte) => out.push(byte),
            None => out.extend_from_slice(plain(char).as_bytes()),
        }
    }
    out
}

/// Bytes that HTML has when it is encoded.
pub fn size(html: &str) -> usize {
    html.chars().map(cost).sum()
}

/// Text that is not longer than so many bytes when it is escaped and encoded; dots stand for the rest.
pub fn short(text: &str, bytes: usize) -> String {
    let cost = |char: char| if "\"&<>'".contains(char) { ESCAPED } else { cost(char) };
    if text.chars().map(cost).sum::<usize>() <= bytes {
        return text.to_owned();
    }
    let mut used = DOTS.len();
    let fits = |char: &char| {
        used += cost(*char);
        used <= bytes
    };
    let kept: String = text.chars().take_while(fits).collect();
    format!("{}{DOTS}", kept.trim_end())
}

/// Bytes of an escaped character, `&#34;` or `&quot;`.
const ESCAPED: usize = 6;

const DOTS: &str = "...";

/// Bytes that a character of a page becomes.
fn cost(char: char) -> usize {
    match byte(char) {
        Some(_) => 1,
        None => plain(char).len(),
    }
}

/// The byte of a character that Latin-1 has, but for 0x80 to 0x9F, which old systems show as letters of their own.
fn byte(char: char) -> Option<u8> {
    u8::try_from(char).ok().filter(|byte| !(0x7f..0xa0).contains(byte))
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
        '\u{7f}' => "?",
        _ => return format!("&#{};", u32::from(char)),
    };
    text.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_of_the_time() {
        let html = "é – “x” … €\u{85}ł\u{7f}";
        assert_eq!(encode(html), b"\xe9 - &quot;x&quot; ... EUR&#133;&#322;?");
        assert_eq!(size(html), encode(html).len());
    }

    #[test]
    fn what_is_cut_is_no_longer_than_it_may_be() {
        for text in [
            "",
            "short",
            "\"&<>'",
            "\u{142}\u{142}\u{142}",
            "a \u{2013} b \u{85} \u{7f}",
            "1234567890 1234567890",
        ] {
            for bytes in 3..40 {
                let cut = short(text, bytes);
                let escaped = cut
                    .chars()
                    .map(|char| if "\"&<>'".contains(char) { "&quot;".to_owned() } else { char.to_string() });
                let page = encode(&escaped.collect::<String>());
                assert!(page.len() <= bytes, "{text} in {bytes}: {cut}");
                assert!(cut == text || cut.ends_with("..."), "{text} in {bytes}: {cut}");
            }
        }
        assert_eq!(short("1234567890 1234567890", 14), "1234567890...");
    }
}
