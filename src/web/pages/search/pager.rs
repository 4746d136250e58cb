//! The links from page to page.

use super::super::link;
use crate::web::{SearchParams, params};

/// Pages to each side of the one that is shown.
const AROUND: usize = 2;

/// Links to other pages of a search.
#[derive(Default)]
pub struct Pager {
    pub previous: Option<String>,
    pub next: Option<String>,
    pub pages: Vec<Page>,
}

/// A link to one page.
pub struct Page {
    pub number: usize,
    pub href: String,
    pub current: bool,
    /// Whether pages are left out before it.
    pub gap: bool,
}

impl Pager {
    /// Of a search that finds `total` articles.
    pub fn of(params: &SearchParams, total: usize) -> Self {
        let size = params.limit.unwrap_or(params::HITS).max(1);
        let current = params.page.unwrap_or(1);
        // No page begins behind the deepest hit.
        let last = total.div_ceil(size).min(params::DEEPEST / size + 1);
        let href = |page| link::changed(params, |params| params.page = (page > 1).then_some(page));
        let mut pages: Vec<Page> = Vec::new();
        let shown = (1..=last).filter(|&page| page == 1 || page == last || page.abs_diff(current) <= AROUND);
        for number in shown {
            let gap = pages.last().is_some_and(|before| before.number + 1 < number);
            pages.push(Page { number, href: href(number), current: number == current, gap });
        }
        Self {
            previous: (current > 1 && current <= last).then(|| href(current - 1)),
            next: (current < last).then(|| href(current + 1)),
            pages,
        }
    }

    pub fn is_needed(&self) -> bool {
        self.pages.len() > 1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(page: usize, total: usize) -> String {
        let params = SearchParams { q: "x".into(), page: Some(page), ..SearchParams::default() };
        let pager = Pager::of(&params, total);
        let pages = pager.pages.iter().map(|page| {
            let gap = if page.gap { "… " } else { "" };
            if page.current { format!("{gap}[{}]", page.number) } else { format!("{gap}{}", page.number) }
        });
        pages.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn pages_around_the_one_that_is_shown() {
        for (page, total, pages) in [
            (1, 0, ""),
            (1, 10, "[1]"),
            (1, 11, "[1] 2"),
            (5, 128, "1 … 3 4 [5] 6 7 … 13"),
            (13, 128, "1 … 11 12 [13]"),
            (1, 60_000, "[1] 2 3 … 1001"),
        ] {
            assert_eq!(shown(page, total), pages);
        }
    }

    #[test]
    fn the_first_page_has_one_address() {
        let params = SearchParams { q: "a b".into(), page: Some(2), ..SearchParams::default() };
        let pager = Pager::of(&params, 30);
        assert_eq!(pager.previous.as_deref(), Some("/search?q=a+b"));
        assert_eq!(pager.next.as_deref(), Some("/search?q=a+b&page=3"));
    }
}
