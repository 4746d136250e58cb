//! Hand-made values that the tests of renderers and verbs share.

use super::{Output, terminal::Terminal};
use crate::article::{
    AppliesTo, Article, ArticleId, Date, Disposition, FixFile, Format, Host, HostKind, OtherSection,
    Relation, Source,
};
use crate::index::Stats;
use crate::markup::Markup;
use crate::search::{
    Change, Cited, Fate, Fix, History, Hit, Line, Other, Related, Results, Revision, Sharing, Snippet, Terms,
};

/// What a terminal with colour is sent.
pub fn ansi(markup: &Markup) -> String {
    let terminal = Terminal { is_terminal: true, color: true, width: 80 };
    let mut out = Vec::new();
    Output::new(&mut out, terminal).print(markup).unwrap();
    String::from_utf8(out).unwrap().replace('\u{1b}', "␛")
}

fn strings(items: &[&str]) -> Vec<String> {
    items.iter().map(|&item| item.to_owned()).collect()
}

fn bullet(product: &str, versions: &[&str]) -> AppliesTo {
    AppliesTo { product: product.to_owned(), versions: strings(versions), ..AppliesTo::default() }
}

fn file(name: &str, context: &str) -> FixFile {
    FixFile {
        name: name.to_owned(),
        date: Date::new(1998, 9, 15).ok(),
        time: Some("11:42".to_owned()),
        context: Some(context.to_owned()),
        ..FixFile::default()
    }
}

fn snippet(section: &str, text: &str, words: &[&str]) -> Snippet {
    let find = |word: &&str| text.find(word).map(|start| (start, start + word.len()));
    Snippet {
        section: section.to_owned(),
        text: text.to_owned(),
        marks: words.iter().filter_map(find).collect(),
    }
}

pub fn article() -> Article {
    let text = |text: &str| Some(text.to_owned());
    Article {
        id: ArticleId(193_829),
        title: "SNAPMP Memory Leak After Host-Initiated Password Change".to_owned(),
        modified: Date::new(2002, 5, 20).ok(),
        keywords: strings(&["kbbuglist", "kbfixlist"]),
        applies_to: vec![
            bullet("Microsoft SNA Server", &["3.0", "3.0 SP1", "3.0 SP2", "3.0 SP3", "4.0", "4.0 SP1"]),
            AppliesTo {
                relation: Some(Relation::UsedWith),
                hosts: vec![Host {
                    kind: HostKind::OperatingSystem,
                    product: "Microsoft Windows NT".to_owned(),
                    versions: strings(&["4.0"]),
                }],
                ..bullet("Microsoft Host Account Synchronization service", &[])
            },
        ],
        issue_type: text("kbbug"),
        solution_type: text("kbfix"),
        symptoms: text(
            "After a password change is received and processed, a memory leak of 150 bytes\n\
             per password change is observed.",
        ),
        resolution: text(
            "SNA Server version 3.0\n----------------------\n\n   \
             File Name     Date       Time\n   ------------------------------\n   \
             Snapmp.exe   09/15/98   11:42",
        ),
        other_sections: vec![OtherSection {
            heading: "Steps to Reproduce".to_owned(),
            text: "1. Change a password.".to_owned(),
        }],
        fix_files: vec![
            file("Snapmp.exe", "SNA Server version 3.0"),
            FixFile {
                size: Some(1_234_567),
                platform: text("Intel"),
                ..file("Hostproc.exe", "SNA Server version 3.0")
            },
            FixFile {
                version: text("4.0.1381.5"),
                date: None,
                time: None,
                ..file("Snapmp.exe", "SNA Server version 4.0")
            },
        ],
        fixed_in: strings(&["latest SNA Server version 4.0 U.S. Service Pack"]),
        disposition: Some(Disposition::Fixed),
        references: vec![ArticleId(184_307), ArticleId(12_230)],
        urls: strings(&["http://support.microsoft.com/"]),
        source: vec![
            Source { path: "txt/193/Q193829.TXT".to_owned(), format: Format::Document },
            Source { path: "kb/193/Q193829/README.md".to_owned(), format: Format::Jekyll },
        ],
        ..Article::default()
    }
}

/// Three hits of 128: with files and a release, with long lists, without a fix.
pub fn results() -> Results {
    let article = article();
    let full = Hit {
        id: article.id,
        title: article.title,
        modified: article.modified,
        score: 12.5,
        product: None,
        symptom: None,
        cause: None,
        snippet: snippet("symptoms", &article.symptoms.unwrap(), &["password change", "memory leak"]),
        applies_to: article.applies_to,
        fix: Fix {
            disposition: Some(Disposition::Fixed),
            fixed_in: article.fixed_in,
            files: article.fix_files,
            text: None,
        },
        older: Vec::new(),
        explanation: None,
        url: None,
    };
    let editions = ["Server", "Workstation", "Server, Enterprise Edition", "Server, Terminal Server Edition"];
    let product =
        |edition: &&str| bullet(&format!("Microsoft Windows NT {edition}"), &["4.0", "3.51", "3.5", "3.1"]);
    let long = Hit {
        id: ArticleId(12_230),
        title: "A Title That Is Too Long for One Line Because It Quotes an Error: \"Unable to Control A20 Line!\"".to_owned(),
        modified: Date::new(1999, 2, 1).ok(),
        score: 3.0,
        product: None,
        applies_to: editions.iter().map(product).collect(),
        symptom: Some(snippet("symptoms", "A driver leaks.", &["leaks"])),
        cause: Some("The driver allocates a buffer for each password and never returns it, so that the memory leaks.".to_owned()),
        snippet: snippet("cause", &format!("{}the memory leak\nis here. {}", "Words before it. ".repeat(20), "And after. ".repeat(9)), &["memory leak"]),
        fix: Fix {
            files: (1..=9).map(|number| file(&format!("Driver{number}.sys"), "")).collect(),
            ..Fix::default()
        },
        older: Vec::new(),
        explanation: None,
        url: None,
    };
    let unfixed = Hit {
        id: ArticleId(9),
        title: "INFO: Handles Are Not Inherited".to_owned(),
        modified: None,
        score: 1.0,
        product: Some("Microsoft Win32 SDK".to_owned()),
        applies_to: Vec::new(),
        symptom: None,
        cause: None,
        snippet: snippet("summary", "Handles leak.", &["leak"]),
        fix: Fix { disposition: Some(Disposition::ByDesign), ..Fix::default() },
        older: Vec::new(),
        explanation: None,
        url: None,
    };
    Results {
        query: "password change memory leak".to_owned(),
        total: 128,
        matches: 128,
        took_ms: 4.2,
        hits: vec![full, long, unfixed],
        notes: Vec::new(),
        corrections: Vec::new(),
        wider: Vec::new(),
        terms: Terms::new(["password", "chang", "memori", "leak"]),
        facets: None,
    }
}

/// One article of each kind, and one that is missing.
pub fn related() -> Related {
    let other = |id, title: &str, year| Other {
        id: ArticleId(id),
        title: Some(title.to_owned()),
        modified: Date::new(year, 2, 1).ok(),
    };
    let long = "Winsock Function Calls Generate Non-Paged Pool Memory Leak on Some Computers";
    let missing =
        Other { modified: None, ..other(184_307, "How to Obtain the Latest SNA Server Service Pack", 1999) };
    Related {
        id: ArticleId(193_829),
        title: Some(article().title),
        held: true,
        cites: vec![
            Cited { article: missing, held: false },
            Cited { article: other(12_230, "A20 Line", 1999), held: true },
        ],
        cited_by: vec![other(186_401, "Leak in Services.exe", 2001)],
        same_files: vec![Sharing {
            article: other(171_996, long, 2001),
            files: strings(&["Snapmp.exe", "Hostproc.exe"]),
        }],
    }
}

/// Three copies: what the newest changed, one that changed nothing, the oldest.
pub fn history() -> History {
    let line = |fate, text: &str, marks: &[(usize, usize)]| Line {
        fate,
        text: text.to_owned(),
        marks: marks.to_vec(),
    };
    let resolution = vec![
        vec![
            line(Fate::Kept, "To resolve this problem, obtain the fix.", &[]),
            line(
                Fate::Removed,
                "Install the hotfix on every controller of the domain, then restart them one by one.",
                &[(12, 18)],
            ),
            line(
                Fate::Added,
                "Install the service pack on every controller of the domain, then restart them one by one.",
                &[(12, 24)],
            ),
        ],
        vec![line(Fate::Added, "No restart is needed.", &[])],
    ];
    let revision =
        |year, changes| Revision { modified: Date::new(year, 2, 1).ok(), source: article().source, changes };
    let changes = vec![Change { field: "resolution".to_owned(), hunks: resolution }];
    let revisions = vec![revision(1999, changes), revision(1998, Vec::new()), revision(1997, Vec::new())];
    History { id: ArticleId(193_829), title: article().title, revisions }
}

pub fn stats() -> Stats {
    let years = [1988, 2_100, 0, 4_321, 9_120, 17];
    let entry = |&(name, number): &(&str, u64)| (name.to_owned(), number);
    Stats {
        articles: 60_338,
        both_formats: 56_986,
        document_only: 3,
        jekyll_only: 3_349,
        years: (1997..).zip(years).filter(|(_, number)| *number > 0).collect(),
        products: [
            ("Microsoft Windows NT Server", 9_120),
            ("Microsoft Access for Windows 95 and a very long name behind it", 4_000),
            ("Microsoft Word", 812),
        ]
        .iter()
        .map(entry)
        .collect(),
        article_types: [("kbprb", 3_104), ("kbbug", 1_960)].iter().map(entry).collect(),
        with_fix_files: 1_702,
        fix_files: 5_231,
        notes: [("control_byte", 175), ("fix_file_not_read", 1_204), ("date_not_read", 0)]
            .iter()
            .map(entry)
            .collect(),
        size_bytes: 212_345_678,
    }
}
