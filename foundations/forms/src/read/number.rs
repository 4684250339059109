//! Numbers as people write them: `1.234,5`, `1,234.5`, `1 234`, `120 m²`, `Gs. 50.000`.

use rules::Number;

use super::Wrong;
use crate::Fault;
use crate::limits::WHOLE_DIGITS_MAX;

/// Digits between two marks of thousands.
const GROUP: usize = 3;
/// Marks of money that people write before or after an amount.
const MONEY_MARKS: [&str; 6] = ["gs.", "gs", "₲", "bs", "s/", "$"];

/// Reads a number; units and marks of money around it are dropped.
pub(crate) fn read(typed: &str, units: &[&str], decimals: u32) -> Result<Number, Wrong> {
    let not_a_number = (Fault::NotANumber, "");
    let bare = strip(typed, units);
    let (negative, digits) = match bare.strip_prefix('-').or_else(|| bare.strip_prefix('−')) {
        Some(rest) => (true, rest.to_owned()),
        None => (false, bare.trim_start_matches('+').to_owned()),
    };
    let plain = plain(&digits).ok_or_else(|| not_a_number.clone())?;
    let (whole, fraction) = plain.split_once('.').unwrap_or((&plain, ""));
    if whole.trim_start_matches('0').len() > WHOLE_DIGITS_MAX {
        return Err(not_a_number);
    }
    if fraction.trim_end_matches('0').len() > usize::try_from(decimals).unwrap_or(usize::MAX) {
        return Err((Fault::TooPrecise { decimals }, ""));
    }
    let sign = if negative { "-" } else { "" };
    format!("{sign}{plain}").parse().map_err(|_| not_a_number)
}

/// Refuses what is outside.
pub(super) fn between(
    number: Number,
    from: Option<Number>,
    to: Option<Number>,
) -> Result<Number, Wrong> {
    match (from, to) {
        (Some(from), _) if number < from => Err((Fault::TooSmall { from }, "")),
        (_, Some(to)) if number > to => Err((Fault::TooLarge { to }, "")),
        _ => Ok(number),
    }
}

/// The number without blanks, units and marks of money, in small letters.
fn strip(typed: &str, units: &[&str]) -> String {
    let mut rest = typed.trim().to_lowercase();
    let known = units
        .iter()
        .map(|unit| unit.to_lowercase())
        .chain(MONEY_MARKS.map(str::to_owned));
    for unit in known.filter(|unit| !unit.is_empty()) {
        let without = rest.strip_suffix(unit.as_str()).unwrap_or(&rest).trim();
        rest = without
            .strip_prefix(unit.as_str())
            .unwrap_or(without)
            .trim()
            .to_owned();
    }
    rest.chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '\u{a0}' | '\u{202f}' | '\'' | '’'))
        .collect()
}

/// Digits with a point for decimals and no other mark, if it can be told which mark is which.
///
/// With both marks, the last one is the decimal mark. A lone point between groups of three is one of
/// thousands, as Spanish writes them; a lone comma is a decimal mark.
fn plain(digits: &str) -> Option<String> {
    let points = digits.matches('.').count();
    let commas = digits.matches(',').count();
    let (thousands, decimal) = match (points, commas) {
        (0, 0) => (None, None),
        (0, 1) => (None, Some(',')),
        (0, _) => (Some(','), None),
        (1, 0) if !is_grouped(digits, '.') => (None, Some('.')),
        (_, 0) => (Some('.'), None),
        _ if digits.rfind('.') > digits.rfind(',') => (Some(','), Some('.')),
        _ => (Some('.'), Some(',')),
    };
    let (whole, fraction) = match decimal {
        Some(mark) => digits.rsplit_once(mark)?,
        None => (digits, ""),
    };
    if let Some(mark) = thousands
        && !is_grouped(whole, mark)
    {
        return None;
    }
    let whole: String = whole.chars().filter(|c| Some(*c) != thousands).collect();
    let is_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty()
        || !is_digits(&whole)
        || !is_digits(fraction)
        || (decimal.is_some() && fraction.is_empty())
    {
        return None;
    }
    Some(if fraction.is_empty() {
        whole
    } else {
        format!("{whole}.{fraction}")
    })
}

/// Whether marks stand where thousands are: `1.234.567`, not `0.500` and not `12.3`.
fn is_grouped(digits: &str, mark: char) -> bool {
    let mut groups = digits.split(mark);
    let first = groups.next().unwrap_or_default();
    (1..=GROUP).contains(&first.len())
        && !first.starts_with('0')
        && groups.all(|group| group.len() == GROUP)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn n(typed: &str) -> Option<String> {
        read(typed, &["m²", "PYG"], 2)
            .ok()
            .map(|number| number.to_string())
    }

    #[test]
    fn numbers_are_read_as_people_write_them() {
        let pairs = [
            ("3", "3"),
            ("1.234,5", "1234.5"),
            ("1,234.5", "1234.5"),
            ("1.234", "1234"),
            ("1.234.567", "1234567"),
            ("1 234 567", "1234567"),
            ("12.5", "12.5"),
            ("0.500", "0.5"),
            ("12,50", "12.5"),
            (" 120 m² ", "120"),
            ("120m²", "120"),
            ("Gs. 50.000", "50000"),
            ("PYG 50.000", "50000"),
            ("-4", "-4"),
            ("+4", "4"),
            ("007", "7"),
        ];
        for (typed, expected) in pairs {
            assert_eq!(n(typed).as_deref(), Some(expected), "{typed}");
        }
    }

    #[test]
    fn what_is_no_number_is_refused() {
        for typed in [
            "",
            "muchos",
            "12 o 13",
            "1.23.4",
            "1,2,3",
            "--4",
            "5,",
            ",5",
            "1e9",
            "٣",
            "9".repeat(40).as_str(),
        ] {
            assert!(read(typed, &[], 2).is_err(), "{typed}");
        }
        assert_eq!(
            read("1,234", &[], 2),
            Err((Fault::TooPrecise { decimals: 2 }, ""))
        );
        assert_eq!(
            read("1,5", &[], 0),
            Err((Fault::TooPrecise { decimals: 0 }, ""))
        );
    }
}
