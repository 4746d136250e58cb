//! What browsers say of themselves.

/// Whether a browser is of the time of the articles: Mosaic, Netscape up to 4, Internet Explorer up to 6, Opera up to 6.
///
/// Text browsers that are still kept up read the other pages well.
pub fn is_old(name: &[u8]) -> bool {
    let name = String::from_utf8_lossy(name).to_ascii_lowercase();
    let version = |product: &str| {
        let rest = &name[name.find(product)? + product.len()..];
        rest.bytes()
            .take_while(u8::is_ascii_digit)
            .fold(None, |sum, digit| Some(sum.unwrap_or(0) * 10 + u32::from(digit - b'0')))
    };
    if let Some(version) = version("opera/").or_else(|| version("opera ")) {
        return version <= 6;
    }
    if let Some(version) = version("msie ") {
        return version <= 6;
    }
    let is_netscape = version("mozilla/").is_some_and(|version| version <= 4) && !name.contains("compatible");
    is_netscape
        || ["mosaic", "aolbrowser", "ibrowse", "cello", "netcruiser"].iter().any(|old| name.contains(old))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_old_are_told_from_the_new() {
        for (name, old) in [
            ("NCSA_Mosaic/2.0 (Windows x86)", true),
            ("Mozilla/1.22 (Windows; I; 16bit)", true),
            ("Mozilla/4.08 [en] (Win95; I ;Nav)", true),
            ("Mozilla/2.0 (compatible; MSIE 3.02; Windows 95)", true),
            ("Mozilla/4.0 (compatible; MSIE 6.0; Windows NT 5.1)", true),
            ("Mozilla/4.0 (compatible; MSIE 5.0; Windows 98) Opera 6.01 [en]", true),
            ("Mozilla/4.0 (compatible; MSIE 8.0; Windows NT 6.0)", false),
            ("Mozilla/5.0 (compatible; MSIE 10.0; Windows NT 6.2)", false),
            ("Mozilla/4.0 (compatible; MSIE 6.0; X11; Linux) Opera 9.80", false),
            ("Opera/9.80 (X11; Linux) Presto/2.12", false),
            ("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/156.0.0.0 Safari/537.36", false),
            ("Lynx/2.9.0dev.12 libwww-FM/2.14", false),
            ("w3m/0.5.3", false),
            ("Links (2.28; Linux; 80x25)", false),
            ("Dillo/3.0.5", false),
            ("curl/8.0", false),
            ("", false),
        ] {
            assert_eq!(is_old(name.as_bytes()), old, "{name}");
        }
    }
}
