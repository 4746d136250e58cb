//! What an assistant can do here, in the words that it reads.

use rmcp::model::{JsonObject, Tool as Description, ToolAnnotations};

use super::answer::{Answer, Refusal};
use super::ask::{self, read};
use super::{article, cards, file, gaps, related};
use crate::index::Index;

/// A tool.
pub struct Tool {
    pub name: &'static str,
    title: &'static str,
    description: &'static str,
    /// Adds the schemas of what it is asked and of what it gives.
    schemas: fn(Description) -> Description,
    pub run: fn(&Index, JsonObject) -> Result<Answer, Refusal>,
}

/// All tools, the one to begin with first.
pub const ALL: [Tool; 5] = [
    Tool {
        name: "search",
        title: "Search the Knowledge Base",
        description: "Find articles of the Microsoft Knowledge Base archive (1985-2002), the best first, each as a \
                      card: number, title, products, symptom and fix in brief. Takes words or a pasted error message. \
                      Exact: error:0x8007000e finds articles whose record has that very code, in any spelling; so do \
                      error:0xA (stop codes), event:9 (event IDs), file:tcpip.sys (files of a fix), refs:Q186401 \
                      (articles that cite it) and \"words in quotation marks\". An empty result is no error: the notes \
                      say what to leave out.",
        schemas: |tool| tool.with_input_schema::<ask::Search>().with_output_schema::<cards::Page>(),
        run: |index, arguments| cards::run(index, &read(arguments)?),
    },
    Tool {
        name: "get",
        title: "Read an article",
        description: "The text of an article by its number, or only some of its sections. Long ones come in pieces: \
                      go on with next_offset. Of an article that is cited but lost it says who cites it.",
        schemas: |tool| tool.with_input_schema::<ask::Get>().with_output_schema::<article::Piece<'static>>(),
        run: |index, arguments| article::run(index, &read(arguments)?),
    },
    Tool {
        name: "file",
        title: "Builds of a file",
        description: "Every build of a program file that the archive knows (version, date, size, product, platform), \
                      the articles that ship it, and which later build takes its place.",
        schemas: |tool| tool.with_input_schema::<ask::File>().with_output_schema::<file::Page<'static>>(),
        run: |index, arguments| file::run(index, &read(arguments)?),
    },
    Tool {
        name: "related",
        title: "Related articles",
        description: "The articles that one cites, those that cite it, and those that ship the same files. The \
                      archive need not hold the article itself.",
        schemas: |tool| {
            tool.with_input_schema::<ask::Related>().with_output_schema::<related::Few<'static>>()
        },
        run: |index, arguments| related::run(index, &read(arguments)?),
    },
    Tool {
        name: "gaps",
        title: "Lost articles",
        description: "Articles that others cite and the archive lacks, the most cited first: the title they are \
                      cited under, who cites them, and where copies may be.",
        schemas: |tool| tool.with_input_schema::<ask::Gaps>().with_output_schema::<gaps::Page<'static>>(),
        run: |index, arguments| gaps::run(index, &read(arguments)?),
    },
];

impl Tool {
    /// What a client is told of it.
    pub fn describe(&self) -> Description {
        let only_reads = ToolAnnotations::with_title(self.title)
            .read_only(true)
            .destructive(false)
            .idempotent(true)
            .open_world(false);
        let described = Description::new(self.name, self.description, JsonObject::new());
        (self.schemas)(described).with_title(self.title).with_annotations(only_reads)
    }
}
