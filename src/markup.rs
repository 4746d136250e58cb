//! Text tagged by role: what a thing is, not how it looks. Surfaces decide on colour or HTML.

use std::fmt;

/// What a piece of text is to its reader.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Role {
    /// Running text.
    #[default]
    Text,
    /// Title of an article.
    Title,
    /// Heading of a section.
    Heading,
    /// Number of an article.
    Id,
    /// Name of a fact that stands before its value.
    Label,
    /// Words that the query asked for.
    Match,
    /// Less important than what is around it.
    Dim,
    /// The label of a fix, and what else leads to one.
    Fix,
    /// The bar of a chart.
    Bar,
    /// Went well.
    Ok,
    /// Deserves a look.
    Warn,
    /// Went wrong.
    Error,
}

/// A run of text in one role.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Span {
    /// What the text is.
    pub role: Role,
    /// The text as it came, control characters and all.
    pub text: String,
}

/// Spans in reading order; neighbours never share a role.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Markup {
    spans: Vec<Span>,
}

impl Markup {
    /// No text at all.
    pub const fn new() -> Self {
        Self { spans: Vec::new() }
    }

    /// One span.
    pub fn of(role: Role, text: impl AsRef<str>) -> Self {
        Self::new().with(role, text)
    }

    /// Adds text at the end.
    pub fn push(&mut self, role: Role, text: impl AsRef<str>) {
        let text = text.as_ref();
        match self.spans.last_mut() {
            _ if text.is_empty() => {}
            Some(last) if last.role == role => last.text.push_str(text),
            _ => self.spans.push(Span { role, text: text.to_owned() }),
        }
    }

    /// The same with text added at the end.
    #[must_use]
    pub fn with(mut self, role: Role, text: impl AsRef<str>) -> Self {
        self.push(role, text);
        self
    }

    /// Adds other markup at the end.
    pub fn append(&mut self, other: Self) {
        for span in other.spans {
            self.push(span.role, span.text);
        }
    }

    /// Adds other markup and a line feed at the end.
    pub fn line(&mut self, line: impl Into<Self>) {
        self.append(line.into());
        self.push(Role::Text, "\n");
    }

    /// Adds lines, each with its line feed.
    pub fn lines(&mut self, lines: impl IntoIterator<Item = Self>) {
        for line in lines {
            self.line(line);
        }
    }

    /// Whether there is no text.
    pub fn is_empty(&self) -> bool {
        self.spans.is_empty()
    }

    /// The spans, none of them empty.
    pub fn spans(&self) -> &[Span] {
        &self.spans
    }
}

impl From<&str> for Markup {
    fn from(text: &str) -> Self {
        Self::of(Role::Text, text)
    }
}

impl From<String> for Markup {
    fn from(text: String) -> Self {
        Self::of(Role::Text, text)
    }
}

/// The text without its roles.
impl fmt::Display for Markup {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.spans.iter().try_for_each(|span| f.write_str(&span.text))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbours_of_one_role_are_one_span() {
        let mut markup = Markup::of(Role::Id, "Q1").with(Role::Id, "2");
        markup.line(" is");
        markup.line("");
        assert_eq!(markup.spans().len(), 2);
        assert_eq!(markup.to_string(), "Q12 is\n\n");
    }
}
