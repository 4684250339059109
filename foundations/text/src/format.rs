//! Dates, times, money and numbers, as people write them.
//!
//! What has words in it comes as a [`Text`](crate::Text), because Guaraní readers get Spanish dates for now and their
//! pages must say so; what is figures only comes as a `String`.

mod date;
mod money;

pub use date::{clock, date_long, date_relative, date_short, date_time};
pub use money::{exponent, money, money_plain};

use crate::Lang;

/// A whole number with its thousands set apart: 1.234.567, in English 1,234,567.
///
/// In Spanish four digits stay together (1500), as the Real Academia's *Ortografía* advises.
#[must_use]
pub fn integer(lang: Lang, n: i64) -> String {
    let digits = n.unsigned_abs().to_string();
    let sign = if n < 0 { "-" } else { "" };
    if digits.len() <= 4 && lang != Lang::En {
        return format!("{sign}{digits}");
    }
    format!("{sign}{}", grouped(&digits, thousands(lang)))
}

/// A number written plainly (`-1234.5`, as `Decimal` or `f64` display it) with the language's own marks: -1234,5.
///
/// What is not a plain number comes back as it was.
#[must_use]
pub fn number(lang: Lang, plain: &str) -> String {
    let (whole, fraction) = plain.split_once('.').unwrap_or((plain, ""));
    let is_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let Ok(whole) = whole.parse::<i64>() else {
        return plain.to_owned();
    };
    if !is_digits(fraction) {
        return plain.to_owned();
    }
    let minus_zero = if whole == 0 && plain.starts_with('-') {
        "-"
    } else {
        ""
    };
    let written = integer(lang, whole);
    if fraction.is_empty() {
        return format!("{minus_zero}{written}");
    }
    format!("{minus_zero}{written}{}{fraction}", decimal_mark(lang))
}

/// The size of a file in the unit that reads best: "850 bytes", "340 kB", "1,2 MB" (units of 1000, as SI has them).
#[must_use]
pub fn file_size(lang: Lang, bytes: u64) -> String {
    const UNITS: [&str; 4] = ["kB", "MB", "GB", "TB"];
    if bytes < 1000 {
        return format!("{bytes} bytes");
    }
    let mut tenths = bytes.saturating_add(50) / 100;
    let mut units = UNITS.iter().peekable();
    let mut unit = "kB";
    while let Some(next) = units.next() {
        unit = next;
        if tenths < 10_000 || units.peek().is_none() {
            break;
        }
        tenths = (tenths + 500) / 1000;
    }
    let whole = integer(lang, i64::try_from(tenths / 10).unwrap_or(i64::MAX));
    match tenths % 10 {
        tenth if tenth > 0 && tenths < 100 => {
            format!("{whole}{}{tenth} {unit}", decimal_mark(lang))
        }
        _ => format!("{whole} {unit}"),
    }
}

const fn thousands(lang: Lang) -> char {
    match lang {
        Lang::En => ',',
        Lang::Es | Lang::Gn | Lang::Pt => '.',
    }
}

const fn decimal_mark(lang: Lang) -> char {
    match lang {
        Lang::En => '.',
        Lang::Es | Lang::Gn | Lang::Pt => ',',
    }
}

/// Digits in groups of three.
fn grouped(digits: &str, mark: char) -> String {
    let mut written = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            written.push(mark);
        }
        written.push(digit);
    }
    written
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_set_apart_from_five_digits_on_in_spanish() {
        assert_eq!(integer(Lang::Es, 1500), "1500");
        assert_eq!(integer(Lang::Es, 15_000), "15.000");
        assert_eq!(integer(Lang::Es, -1_234_567), "-1.234.567");
        assert_eq!(integer(Lang::En, 1500), "1,500");
        assert_eq!(integer(Lang::Es, i64::MIN), "-9.223.372.036.854.775.808");
    }

    #[test]
    fn decimals_take_the_mark_of_the_language() {
        assert_eq!(number(Lang::Es, "12500.75"), "12.500,75");
        assert_eq!(number(Lang::En, "12500.75"), "12,500.75");
        assert_eq!(number(Lang::Es, "-0.5"), "-0,5");
        assert_eq!(number(Lang::Es, "40"), "40");
        assert_eq!(
            number(Lang::Es, "1e9"),
            "1e9",
            "not a plain number: left alone"
        );
        assert_eq!(number(Lang::Es, "cuarenta"), "cuarenta");
    }

    #[test]
    fn sizes_are_short() {
        assert_eq!(file_size(Lang::Es, 850), "850 bytes");
        assert_eq!(file_size(Lang::Es, 340_000), "340 kB");
        assert_eq!(file_size(Lang::Es, 1_249_000), "1,2 MB");
        assert_eq!(file_size(Lang::En, 1_250_000), "1.3 MB");
        assert_eq!(file_size(Lang::Es, 10_000_000), "10 MB");
        assert_eq!(file_size(Lang::Es, 999_999), "1 MB");
        assert_eq!(file_size(Lang::Es, u64::MAX), "18.446.744 TB");
    }
}
