//! A value as what is compared: paragraphs, lines of a table, items of a list.

use serde_json::Value;

use crate::article::line::{WRAPPED, is_tabular, item};

/// What a value says, piece by piece.
pub fn units(value: &Value) -> Vec<String> {
    match value {
        Value::Null => Vec::new(),
        Value::String(text) => paragraphs(text),
        Value::Array(items) => items.iter().flat_map(entry).collect(),
        other => vec![other.to_string()],
    }
}

/// An item of a list; a section of its own is its heading and its text.
fn entry(entry: &Value) -> Vec<String> {
    match entry {
        Value::Object(fields) if fields.contains_key("heading") => fields.values().flat_map(units).collect(),
        entry => vec![words(entry)],
    }
}

/// `Tcpip.sys, 4.0.1381.7086, 1999-05-04`.
fn words(value: &Value) -> String {
    let said = |value: &Value| Some(words(value)).filter(|text| !text.is_empty());
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(items) if items.iter().all(Value::is_number) => {
            items.iter().map(Value::to_string).collect::<Vec<_>>().join(".")
        }
        Value::Array(items) => items.iter().filter_map(said).collect::<Vec<_>>().join(", "),
        Value::Object(fields) => {
            let typed = |name: &str| matches!(name, "version_number" | "architecture");
            let fields = fields.iter().filter(|(name, _)| !typed(name)).filter_map(|(_, value)| said(value));
            fields.collect::<Vec<_>>().join(", ")
        }
        other => other.to_string(),
    }
}

/// The lines of a text, those that only the width of a page has parted put together again: where a copy was wrapped
/// anew, nothing has changed.
fn paragraphs(text: &str) -> Vec<String> {
    let mut units: Vec<String> = Vec::new();
    let mut open = false;
    for line in text.lines() {
        let trimmed = line.trim();
        match units.last_mut().filter(|_| open && flows(line)) {
            Some(last) if !trimmed.is_empty() => {
                last.push(' ');
                last.push_str(trimmed);
            }
            _ if trimmed.is_empty() => {}
            _ => units.push(line.trim_end().to_owned()),
        }
        open = trimmed.len() >= WRAPPED && flows(line);
    }
    units
}

/// Whether a line is running text: no columns, no item of a list.
fn flows(line: &str) -> bool {
    item(line).is_none() && !is_tabular(line)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wrapping_is_no_change() {
        let narrow =
            "A driver leaks memory each time that the password of\nthe computer is changed.  The pool grows.";
        let wide =
            "A driver leaks memory each time that the password of the computer is\nchanged.  The pool grows.";
        assert_eq!(paragraphs(narrow), paragraphs(wide));
        assert_eq!(paragraphs(wide).len(), 1);
    }

    #[test]
    fn lines_that_were_set_stay() {
        let text = "To work around this problem, change these two values:\n\n- One that is so long that an editor would have broken\n  it here.\n- Two.\n\nName   Size\nA.sys  1\n";
        assert_eq!(
            paragraphs(text),
            [
                "To work around this problem, change these two values:",
                "- One that is so long that an editor would have broken",
                "  it here.",
                "- Two.",
                "Name   Size",
                "A.sys  1"
            ]
        );
    }

    #[test]
    fn items_are_said_in_words() {
        let file = serde_json::json!([{"name": "A.sys", "path": null, "version": "4.0", "version_number": [4, 0], "size": 7}]);
        assert_eq!(units(&file), ["A.sys, 4.0, 7"]);
        let section = serde_json::json!([{"heading": "Notes", "text": "One.\nTwo."}]);
        assert_eq!(units(&section), ["Notes", "One.", "Two."]);
        assert_eq!(units(&serde_json::json!("1999-05-04")), ["1999-05-04"]);
        assert_eq!(units(&Value::Null), [""; 0]);
    }
}
