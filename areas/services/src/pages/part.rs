//! One page of a list that may be long.

use design::Pagination;
use platform::Visit;

use super::query_value;

/// Services on one page: what fits the weight of a page with room.
const PER_PAGE: usize = 40;
/// The parameter that names the page.
const PAGE: &str = "pagina";

/// What one page shows of a list, and the way to the pages before and after.
pub(super) struct Part<T> {
    pub(super) items: Vec<T>,
    pub(super) ways: Pagination,
}

/// The page that a visitor asks for, from 1.
pub(super) fn asked(visit: &Visit) -> usize {
    query_value(visit, PAGE).parse().unwrap_or(1)
}

/// A page of a list: past its end, the last. `path` is the list's own address, `kept` what it was narrowed
/// down by: where that found more than a page it named something of ours, in plain letters.
pub(super) fn part<T>(all: Vec<T>, page: usize, path: &str, kept: &[(&str, &str)]) -> Part<T> {
    let pages = all.len().div_ceil(PER_PAGE).max(1);
    let page = page.clamp(1, pages);
    let href = |page: usize| {
        let kept = kept.iter().filter(|(_, value)| !value.is_empty());
        let pairs = kept.map(|(name, value)| format!("{name}={value}&"));
        format!("{path}?{}{PAGE}={page}", pairs.collect::<String>())
    };
    let count = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
    Part {
        items: all
            .into_iter()
            .skip((page - 1) * PER_PAGE)
            .take(PER_PAGE)
            .collect(),
        ways: Pagination::new()
            .before((page > 1).then(|| href(page - 1)))
            .after((page < pages).then(|| href(page + 1)))
            .place(count(page), count(pages)),
    }
}

#[cfg(test)]
mod tests {
    use text::Lang;

    use super::*;

    #[test]
    fn a_nations_services_come_page_by_page() {
        let all: Vec<usize> = (0..2 * PER_PAGE + 1).collect();
        let kept = [("nivel", "municipal"), ("momento", "")];
        let at = |page| part(all.clone(), page, "/servicios", &kept);
        assert_eq!(at(1).items.len(), PER_PAGE);
        assert_eq!(at(3).items, [2 * PER_PAGE]);
        assert_eq!(at(usize::MAX).items, at(3).items);
        assert_eq!(at(0).items, at(1).items);
        let middle = at(2).ways.render(Lang::Es).into_string();
        for page in [1, 3] {
            let href = format!("/servicios?nivel=municipal&amp;pagina={page}");
            assert!(middle.contains(&href), "{middle}");
        }
        let few = part(vec![1], 1, "/servicios", &kept).ways;
        assert_eq!(few.render(Lang::Es).into_string(), "");
    }
}
