use clap::{Args, ValueEnum};
use serde_json::Value;

use super::{CliError, Context, Outcome, open};
use crate::article::{Article, ArticleId};
use crate::corpus::decode;
use crate::index::{Index, stored};
use crate::markup::Markup;
use crate::output::{
    article,
    json::{self, Records, Shape},
    section::{self, Section},
};

const EXAMPLES: &str = "\
Examples:
  kbfix show Q193829
  kbfix show KB193829 --section fix-files
  kbfix show 193829 --format source > Q193829.TXT

";

/// Show articles by their numbers.
#[derive(Debug, Args)]
#[command(help_template = super::TEMPLATE, before_help = EXAMPLES)]
pub struct Show {
    /// Numbers of articles: Q193829, KB193829 or 193829.
    #[arg(required = true, value_name = "ID")]
    ids: Vec<ArticleId>,

    /// Only this section: a field of the record (`symptoms`, `fix-files`) or a heading.
    #[arg(long, value_name = "NAME")]
    section: Option<String>,

    /// How to show them.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people
    Text,
    /// The record; an array of them for several numbers
    Json,
    /// The original file, byte for byte
    Source,
}

impl Show {
    /// Shows the articles that the index has and names the others.
    pub fn run(self, context: &mut Context<'_>) -> Result<Outcome, CliError> {
        if self.format == Format::Source {
            return self.show_sources(context);
        }
        let found = find(&open::index(context)?, &self.ids)?;
        self.show_articles(&found, context)
    }

    /// `found` has an entry for every number, in order.
    fn show_articles(
        &self,
        found: &[Option<Article>],
        context: &mut Context<'_>,
    ) -> Result<Outcome, CliError> {
        let articles: Vec<&Article> = found.iter().flatten().collect();
        match self.format {
            Format::Json => self.write_records(&articles, context)?,
            Format::Text | Format::Source => self.print(&articles, context)?,
        }
        context.flush_results()?;
        for (id, _) in self.ids.iter().zip(found).filter(|(_, found)| found.is_none()) {
            context.err.print(&article::render_missing(*id))?;
        }
        Ok(Outcome::any(!articles.is_empty()))
    }

    fn print(&self, articles: &[&Article], context: &mut Context<'_>) -> Result<(), CliError> {
        let columns = context.out.width();
        let mut page = Markup::new();
        for (index, article) in articles.iter().enumerate() {
            if index > 0 {
                page.append("\n\n".into());
            }
            page.append(match &self.section {
                Some(name) => article::render_section(&find_section(article, name)?),
                None => article::render(article, columns),
            });
        }
        Ok(context.out.page(&page)?)
    }

    /// One number gives one document, so that `jq .title` works; several give an array.
    fn write_records(&self, articles: &[&Article], context: &mut Context<'_>) -> Result<(), CliError> {
        let records: Result<Vec<Value>, CliError> =
            articles.iter().map(|article| self.record(article)).collect();
        let records = records?;
        match (self.ids.len(), records.first()) {
            (1, Some(record)) => json::write_document(&mut context.out, record)?,
            (1, None) => {}
            _ => {
                let mut array = Records::new(&mut context.out, Shape::Array);
                records.iter().try_for_each(|record| array.write(record))?;
                array.finish()?;
            }
        }
        Ok(())
    }

    /// The record; with a section its number and that field only.
    fn record(&self, article: &Article) -> Result<Value, CliError> {
        match &self.section {
            Some(name) => Ok(find_section(article, name)?.record(article)),
            None => serde_json::to_value(article)
                .map_err(|error| CliError::new(format!("cannot write {}", article.id), &error)),
        }
    }

    fn show_sources(&self, context: &mut Context<'_>) -> Result<Outcome, CliError> {
        if self.section.is_some() {
            return Err(CliError::new("cannot show a section", "the original text has none")
                .try_instead("leave out --section, or use --format text or json"));
        }
        let index = open::index(context)?;
        let mut found = false;
        for &id in &self.ids {
            let copies = index.copies(id)?.unwrap_or_default();
            match stored::unpack(&copies).first() {
                Some(original) => {
                    context.out.print_original(original.bytes, &decode(original.bytes).text)?;
                    found = true;
                }
                None => context.err.print(&article::render_missing(id))?,
            }
        }
        Ok(Outcome::any(found))
    }
}

fn find_section<'a>(article: &'a Article, name: &str) -> Result<Section<'a>, CliError> {
    section::find(article, name).map_err(|error| {
        let has = error.has.join(", ");
        let wrong = format!("{} has no section `{}`", error.id, error.asked);
        let error = CliError::new("cannot show the section", &wrong);
        if has.is_empty() { error } else { error.try_instead(has) }
    })
}

/// The articles of these numbers, in the same order; `None` for what the index does not have.
fn find(index: &Index, ids: &[ArticleId]) -> Result<Vec<Option<Article>>, CliError> {
    ids.iter().map(|&id| Ok(index.article(id)?)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::context::capture;
    use crate::output::{sample, terminal::Terminal};

    fn show(
        ids: &[u32],
        section: Option<&str>,
        format: Format,
        found: &[Option<Article>],
    ) -> (String, String, Outcome) {
        let verb = Show {
            ids: ids.iter().map(|&id| ArticleId(id)).collect(),
            section: section.map(str::to_owned),
            format,
        };
        capture(Terminal::PIPE, |context| verb.show_articles(found, context))
    }

    #[test]
    fn what_is_missing_is_named_and_the_rest_is_shown() {
        let found = [Some(sample::article()), None];
        let (out, err, outcome) = show(&[193_829, 7], None, Format::Text, &found);
        assert!(out.starts_with("SNAPMP Memory Leak"), "{out}");
        assert_eq!(err, "not found: Q7 is not in the index\n");
        assert_eq!(outcome, Outcome::Found);

        let (out, _, outcome) = show(&[7], None, Format::Json, &[None]);
        assert_eq!((out.as_str(), outcome), ("", Outcome::NothingFound));
    }

    #[test]
    fn one_number_is_a_document_and_several_are_an_array() {
        let article = Some(sample::article());
        let (one, ..) = show(&[193_829], None, Format::Json, std::slice::from_ref(&article));
        assert_eq!(serde_json::from_str::<Article>(&one).unwrap(), sample::article());
        let (two, ..) = show(&[193_829, 7], None, Format::Json, &[article, None]);
        assert_eq!(serde_json::from_str::<Vec<Article>>(&two).unwrap().len(), 1);
    }

    #[test]
    fn a_section_is_a_part_of_the_record() {
        let found = [Some(sample::article())];
        let (references, ..) = show(&[193_829], Some("References"), Format::Json, &found);
        insta::assert_snapshot!(references, @r#"
        {
          "id": "Q193829",
          "references": [
            "Q184307",
            "Q12230"
          ]
        }
        "#);
        let (steps, ..) = show(&[193_829], Some("steps-to-reproduce"), Format::Json, &found);
        insta::assert_snapshot!(steps, @r#"
        {
          "id": "Q193829",
          "other_sections": [
            {
              "heading": "Steps to Reproduce",
              "text": "1. Change a password."
            }
          ]
        }
        "#);
    }

    #[test]
    fn an_unknown_section_is_an_error_that_lists_the_others() {
        let found = [Some(sample::article())];
        let (_, err, outcome) = show(&[193_829], Some("cause"), Format::Text, &found);
        insta::assert_snapshot!(err, @"
        error: cannot show the section: Q193829 has no section `cause`
          try: symptoms, resolution, Steps to Reproduce, fix_files, applies_to, fixed_in, references, urls, keywords, source
        ");
        assert_eq!(outcome, Outcome::Failed);
    }
}
