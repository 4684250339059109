//! What functions give.

use super::Sort;

/// What the functions give that always give the same sort.
pub(super) fn result_of(function: &str) -> Option<Sort> {
    const NUMBERS: &[&str] = &[
        "abs",
        "ceiling",
        "count",
        "day of year",
        "decimal",
        "exp",
        "floor",
        "log",
        "mean",
        "median",
        "modulo",
        "number",
        "product",
        "round down",
        "round half down",
        "round half up",
        "round up",
        "sqrt",
        "stddev",
        "string length",
        "sum",
        "week of year",
    ];
    const TEXTS: &[&str] = &[
        "day of week",
        "lower case",
        "month of year",
        "replace",
        "string",
        "string join",
        "substring",
        "substring after",
        "substring before",
        "upper case",
    ];
    const YES_NO: &[&str] = &[
        "all",
        "any",
        "contains",
        "ends with",
        "even",
        "is",
        "list contains",
        "matches",
        "not",
        "odd",
        "starts with",
    ];
    const LISTS: &[&str] = &[
        "append",
        "concatenate",
        "distinct values",
        "flatten",
        "index of",
        "insert before",
        "mode",
        "remove",
        "reverse",
        "sort",
        "split",
        "sublist",
        "union",
    ];
    let kinds = [
        (NUMBERS, Sort::Number),
        (TEXTS, Sort::Text),
        (YES_NO, Sort::YesNo),
        (LISTS, Sort::List),
        (&["date", "today"], Sort::Date),
        (&["time"], Sort::Time),
        (&["date and time", "now"], Sort::Moment),
        (&["duration", "years and months duration"], Sort::Duration),
    ];
    let found = kinds.iter().find(|(names, _)| names.contains(&function));
    found.map(|(_, sort)| *sort)
}
