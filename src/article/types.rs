use super::Article;

impl Article {
    /// Its types, each once and by one name wherever it is written: `FIX:` in front of the title, and `kbfix` in the
    /// trailer's issue type or solution type, are both `fix`.
    pub fn types(&self) -> Vec<String> {
        let written = [&self.article_type, &self.issue_type, &self.solution_type];
        let words = written.into_iter().flatten().flat_map(|text| text.split_whitespace());
        let mut types = Vec::new();
        for name in words.map(type_name) {
            if !types.contains(&name) {
                types.push(name);
            }
        }
        types
    }
}

/// The name of one type: lower case, without the `kb` of the trailer.
pub fn type_name(word: &str) -> String {
    let lower = word.to_lowercase();
    match lower.strip_prefix("kb") {
        Some(name) if !name.is_empty() => name.to_owned(),
        _ => lower,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_type_has_one_name_wherever_it_is_written() {
        let types = |tag: &str, issue: &str, solution: &str| {
            let some = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
            Article {
                article_type: some(tag),
                issue_type: some(issue),
                solution_type: some(solution),
                ..Article::default()
            }
            .types()
        };
        assert_eq!(types("FIX", "kbbug", "kbfix"), ["fix", "bug"]);
        assert_eq!(types("", "kbhowto kbinfo", ""), ["howto", "info"]);
        assert_eq!(types("WD97", "", "kbpending"), ["wd97", "pending"]);
        assert_eq!(types("", "", ""), [""; 0]);
        assert_eq!(type_name("KB"), "kb");
    }
}
