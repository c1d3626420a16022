//! Lists that are too long for one page.

use std::collections::BTreeSet;

use super::views::{PageNumber, Pagination};
use crate::output::{PathError, SitePath};

/// Pages on either side of one that it links to.
const AROUND: usize = 2;

/// One page of a list.
pub(super) struct ListPage<'a, T> {
    /// Its address.
    pub(super) path: SitePath,
    /// Where it stands among the others.
    pub(super) pagination: Pagination,
    /// What is on it.
    pub(super) items: &'a [T],
}

/// Cuts `items` into pages of at most `size`, at least one: the first at `base`, the others
/// at `base` and `page/N/`.
pub(super) fn paginate<'a, T>(
    items: &'a [T],
    size: usize,
    base: &SitePath,
) -> Result<Vec<ListPage<'a, T>>, PathError> {
    let size = size.max(1);
    let total = items.len().div_ceil(size).max(1);
    let path =
        |number: usize| if number == 1 { Ok(base.clone()) } else { base.join(&format!("page/{number}/")) };
    let paths = (1..=total).map(path).collect::<Result<Vec<SitePath>, PathError>>()?;
    let url = |number: usize| paths.get(number.checked_sub(1)?).map(SitePath::href);
    let page = |(index, path): (usize, &SitePath)| {
        let current = index + 1;
        let numbers = numbers(current, total).into_iter();
        let numbers = numbers
            .filter_map(|number| Some(PageNumber { number, url: url(number)?, current: number == current }));
        let pagination = Pagination {
            current,
            total,
            first_url: base.href(),
            previous_url: url(index),
            next_url: url(current + 1),
            pages: numbers.collect(),
        };
        ListPage { path: path.clone(), pagination, items: items.chunks(size).nth(index).unwrap_or_default() }
    };
    Ok(paths.iter().enumerate().map(page).collect())
}

/// The numbers that a page of a list may link to: those around it, and two at either end, of
/// which the second may stand for what is left out. All of them on each of thousands of pages
/// would be most of a large site.
fn numbers(current: usize, total: usize) -> BTreeSet<usize> {
    let around = current.saturating_sub(AROUND)..=current + AROUND;
    let all = around.chain([1, 2, total.saturating_sub(1), total]);
    all.filter(|number| (1..=total).contains(number)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_know_their_neighbours() {
        let base = SitePath::parse("tags/x/").unwrap();
        let pages = paginate(&[1, 2, 3, 4, 5], 2, &base).unwrap();
        let shown: Vec<_> = pages
            .iter()
            .map(|page| {
                let at = &page.pagination;
                (page.path.as_str(), at.previous_url.as_deref(), at.next_url.as_deref(), page.items.len())
            })
            .collect();
        assert_eq!(
            shown,
            [
                ("tags/x/", None, Some("tags/x/page/2/"), 2),
                ("tags/x/page/2/", Some("tags/x/"), Some("tags/x/page/3/"), 2),
                ("tags/x/page/3/", Some("tags/x/page/2/"), None, 1),
            ]
        );
    }

    #[test]
    fn a_page_names_those_around_it_and_the_ends() {
        let numbers = |current, total| numbers(current, total).into_iter().collect::<Vec<_>>();
        assert_eq!(numbers(1, 1), [1]);
        assert_eq!(numbers(1, 9), [1, 2, 3, 8, 9]);
        assert_eq!(numbers(3, 6), [1, 2, 3, 4, 5, 6]);
        assert_eq!(numbers(50, 99), [1, 2, 48, 49, 50, 51, 52, 98, 99]);
    }

    #[test]
    fn an_empty_list_is_one_page() {
        assert_eq!(paginate::<u8>(&[], 10, &SitePath::root()).unwrap().len(), 1);
    }
}
