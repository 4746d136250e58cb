//! The tokenizer: text to the words that are indexed and searched.
//!
//! One pass over the bytes, lower-casing as it goes. Plain words are stemmed. A technical word
//! (`tcpip.sys`, `AP_TP_BUSY`, `/3GB`, `.net`, `c++`) is found whole and by its parts: the whole stands
//! at the position of its first part, the parts at positions of their own. Numbers and codes are
//! never stemmed: `4.0` is `4.0` and `4`, `0x0000000A` is `0xa`. Very common words (`the`, `can`) are indexed as they
//! are, so that a phrase can ask for them; nothing else does. Line ends are white space like any other.

mod scan;
mod starts;
mod stem;

pub use scan::{Scanner, Word};
pub use starts::Starts;

use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

/// Name of the tokenizer of the text fields.
pub const TEXT: &str = "kbfix_text_2";
/// Name of the tokenizer of the exact fields.
pub const LINES: &str = "kbfix_lines_1";

/// Makes both tokenizers known to an index; needed before it is written or read.
pub fn register(index: &tantivy::Index) {
    index.tokenizers().register(TEXT, Text);
    for tokenizers in [index.tokenizers(), index.fast_field_tokenizer()] {
        tokenizers.register(LINES, Lines);
    }
}

/// The words of `text`, in order, without the very common ones.
pub fn words(text: &str) -> impl Iterator<Item = Word> {
    let mut scanner = Scanner::new(text);
    std::iter::from_fn(move || scanner.next_word().map(|word| word.clone()))
}

/// The words of `text` as the index has them, in order, without the very common ones.
pub fn terms(text: &str) -> Vec<String> {
    words(text).map(|word| word.text).collect()
}

/// Where the parts of the word at `from` end.
pub fn end_of_parts(words: &[Word], from: usize) -> usize {
    let whole = &words[from];
    let inside = |part: &&Word| whole.from <= part.from && part.to <= whole.to;
    from + 1 + words[from + 1..].iter().take_while(inside).count()
}

/// The first word of `text` that the index has as `term`.
pub fn find<'a>(text: &'a str, term: &str) -> Option<&'a str> {
    let mut scanner = Scanner::new(text);
    while let Some(word) = scanner.next_word() {
        if word.text == term {
            return text.get(word.from..word.to);
        }
    }
    None
}

/// Tokenizer of the text fields.
#[derive(Clone, Copy, Debug, Default)]
pub struct Text;

impl Tokenizer for Text {
    type TokenStream<'a> = TextStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> TextStream<'a> {
        TextStream { scanner: Scanner::new(text).with_common(), token: Token::default() }
    }
}

/// See [`Text`].
pub struct TextStream<'a> {
    scanner: Scanner<'a>,
    token: Token,
}

impl TokenStream for TextStream<'_> {
    fn advance(&mut self) -> bool {
        let Some(word) = self.scanner.next_word() else {
            return false;
        };
        self.token.offset_from = word.from;
        self.token.offset_to = word.to;
        self.token.position = word.position;
        // The scanner writes each word anew, so the buffers can change places.
        std::mem::swap(&mut self.token.text, &mut word.text);
        true
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}

/// Tokenizer of the exact fields: one value a line, already folded by [`super::document`].
#[derive(Clone, Copy, Debug, Default)]
pub struct Lines;

impl Tokenizer for Lines {
    type TokenStream<'a> = LineStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> LineStream<'a> {
        LineStream { text, at: 0, token: Token::default() }
    }
}

/// See [`Lines`].
pub struct LineStream<'a> {
    text: &'a str,
    at: usize,
    token: Token,
}

impl TokenStream for LineStream<'_> {
    fn advance(&mut self) -> bool {
        while let Some(rest) = self.text.get(self.at..).filter(|rest| !rest.is_empty()) {
            let line = rest.split('\n').next().unwrap_or(rest);
            let from = self.at;
            self.at += line.len() + 1;
            if !line.is_empty() {
                self.token.offset_from = from;
                self.token.offset_to = from + line.len();
                self.token.position = self.token.position.wrapping_add(1);
                self.token.text.clear();
                self.token.text.push_str(line);
                return true;
            }
        }
        false
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_the_field() {
        for (text, words) in [
            ("Leak in Services.exe", "leak services.exe servic exe"),
            ("TCPIP.SYS", "tcpip.sys tcpip sys"),
            ("Windows NT 4.0 SP6a", "window nt 4.0 4 sp6a"),
            ("version 3.51.", "version 3.51"),
            ("STOP 0x0000000A", "stop 0xa"),
            ("0x00000000", "0x0"),
            ("IRQL_NOT_LESS_OR_EQUAL", "irql_not_less_or_equal irql not less equal"),
            ("Visual C++ and C#", "visual c++ c c# c"),
            (".net /3GB error -1018", ".net net /3gb 3gb error -1018 1018"),
            ("can't won't don't user's", "cant wont dont user"),
            ("e-mail add-in", "email e mail addin add"),
            ("AT&T", "at&t t"),
            ("TCP/IP", "tcp ip"),
            ("C:\\Winnt\\System32", "c winnt system32"),
            ("339,328 bytes", "339 328 byte"),
            ("------ ===== ...", ""),
            ("caf\u{e9} na\u{a0}ve", "caf\u{e9} na ve"),
            ("Q186401 (kbbug)", "q186401 kbbug"),
        ] {
            assert_eq!(terms(text).join(" "), words, "{text}");
        }
    }

    #[test]
    fn positions_run_on_over_line_ends_and_common_words() {
        let mut scanner = Scanner::new("out of\r\nmemory, tcpip.sys fails");
        let mut found = Vec::new();
        while let Some(word) = scanner.next_word() {
            found.push((word.text.clone(), word.position));
        }
        let found: Vec<_> = found.iter().map(|(t, p)| (t.as_str(), *p)).collect();
        let expected = [("out", 0), ("memori", 2), ("tcpip.sys", 3), ("tcpip", 3), ("sys", 4), ("fail", 5)];
        assert_eq!(found, expected);
    }

    #[test]
    fn common_words_are_indexed_for_phrases() {
        let mut scanner = Scanner::new("The user's ID is an add-in: OR_OF").with_common();
        let mut found = Vec::new();
        while let Some(word) = scanner.next_word() {
            found.push(word.text.clone());
        }
        assert_eq!(found, ["the", "user", "id", "is", "an", "addin", "add", "in", "or_of", "or", "of"]);
    }

    #[test]
    fn lines_are_taken_as_they_are() {
        let mut lines = Lines;
        let mut stream = lines.token_stream("4.0 sp1\n\n4.0");
        let mut found = Vec::new();
        while stream.advance() {
            found.push(stream.token().text.clone());
        }
        assert_eq!(found, ["4.0 sp1", "4.0"]);
    }
}
