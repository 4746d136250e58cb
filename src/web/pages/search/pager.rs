//! The links from page to page.

use super::super::link;
use crate::web::{
    SearchParams,
    params::{self, Paging},
};

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
    /// Of a search that finds `total` articles and shows `shown`, no more than were asked for.
    pub fn of(params: &SearchParams, paging: Paging, total: usize, shown: usize) -> Self {
        let Paging { limit, offset } = paging;
        let href = |part: Paging| link::to(&params.at(part));
        let mut pages: Vec<Page> = Vec::new();
        // What begins within a page is on none that has a number.
        if limit > 0 && offset % limit == 0 {
            let current = offset / limit + 1;
            // No page begins behind the deepest hit.
            let last = total.div_ceil(limit).min(params::DEEPEST / limit + 1);
            let shown =
                (1..=last).filter(|&page| page == 1 || page == last || page.abs_diff(current) <= AROUND);
            for number in shown {
                let gap = pages.last().is_some_and(|before| before.number + 1 < number);
                let href = href(Paging { limit, offset: (number - 1) * limit });
                pages.push(Page { number, href, current: number == current, gap });
            }
        }
        let next = paging.next(shown, offset + shown < total);
        Self { previous: paging.previous(Some(total)).map(href), next: next.map(href), pages }
    }

    /// Whether there is anything to turn to.
    pub fn is_needed(&self) -> bool {
        self.previous.is_some() || self.next.is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pager(query: &str, total: usize) -> Pager {
        let params = SearchParams::read(query).unwrap();
        let paging = params.paging(params::HITS).unwrap();
        Pager::of(&params, paging, total, paging.limit.min(total.saturating_sub(paging.offset)))
    }

    fn shown(pager: &Pager) -> String {
        let pages = pager.pages.iter().map(|page| {
            let gap = if page.gap { "… " } else { "" };
            if page.current { format!("{gap}[{}]", page.number) } else { format!("{gap}{}", page.number) }
        });
        pages.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn pages_around_the_one_that_is_shown() {
        for (query, total, pages) in [
            ("page=1", 0, ""),
            ("page=1", 10, "[1]"),
            ("page=1", 11, "[1] 2"),
            ("page=5", 128, "1 … 3 4 [5] 6 7 … 13"),
            ("page=13", 128, "1 … 11 12 [13]"),
            ("offset=120", 128, "1 … 11 12 [13]"),
            ("page=1", 60_000, "[1] 2 3 … 1001"),
            ("offset=5", 128, ""),
            ("limit=0", 128, ""),
        ] {
            assert_eq!(shown(&pager(query, total)), pages, "{query}");
        }
    }

    #[test]
    fn neighbours_are_right_at_the_ends() {
        for (query, total, previous, next) in [
            ("q=a+b&page=2", 30, Some("/search?q=a+b"), Some("/search?q=a+b&page=3")),
            ("page=3", 30, Some("/search?page=2"), None),
            ("page=1", 10, None, None),
            ("limit=0", 10, None, None),
            ("page=9", 30, Some("/search?page=3"), None),
            ("page=9", 0, None, None),
            ("offset=5", 30, Some("/search?"), Some("/search?offset=15")),
            ("offset=20&limit=20", 45, Some("/search?limit=20"), Some("/search?limit=20&page=3")),
            ("page=1001", 60_000, Some("/search?page=1000"), None),
        ] {
            let pager = pager(query, total);
            assert_eq!((pager.previous.as_deref(), pager.next.as_deref()), (previous, next), "{query}");
        }
    }
}
