//! Amounts of money.

use super::{decimal_mark, grouped, thousands};
use crate::Lang;

/// How many decimals a currency has (ISO 4217): guaraníes and Chilean pesos none, most others two.
#[must_use]
pub fn exponent(currency: &str) -> u32 {
    match currency {
        "PYG" | "CLP" | "JPY" | "KRW" | "VND" | "ISK" | "XAF" | "XOF" | "XPF" => 0,
        "BHD" | "JOD" | "KWD" | "OMR" | "TND" => 3,
        _ => 2,
    }
}

/// An amount in minor units with the mark that people know: "Gs. 50.000", "Bs 12,50", "$ 1.500,00", "S/ 20,00", "€".
///
/// An unknown currency is written with its code. Spaces inside do not break at the end of a line. Unlike other
/// numbers, amounts of four digits are grouped too, as on every price list.
#[must_use]
pub fn money(lang: Lang, minor: i64, currency: &str) -> String {
    let amount = amount(lang, minor, currency);
    let before = match currency {
        "PYG" => "Gs.",
        "BOB" => "Bs",
        "PEN" => "S/",
        "ARS" | "CLP" | "UYU" => "$",
        "USD" => "US$",
        "EUR" if lang == Lang::En => return format!("€{amount}"),
        "EUR" => return format!("{amount}\u{a0}€"),
        other => other,
    };
    format!("{before}\u{a0}{amount}")
}

/// An amount in minor units as a plain decimal for machines: `12.50`, `50000`.
#[must_use]
pub fn money_plain(minor: i64, currency: &str) -> String {
    let (sign, whole, fraction) = split(minor, currency);
    if fraction.is_empty() {
        format!("{sign}{whole}")
    } else {
        format!("{sign}{whole}.{fraction}")
    }
}

fn amount(lang: Lang, minor: i64, currency: &str) -> String {
    let (sign, whole, fraction) = split(minor, currency);
    let whole = grouped(&whole, thousands(lang));
    if fraction.is_empty() {
        return format!("{sign}{whole}");
    }
    format!("{sign}{whole}{}{fraction}", decimal_mark(lang))
}

/// Sign, whole units and decimals, the latter as many as the currency has.
fn split(minor: i64, currency: &str) -> (&'static str, String, String) {
    let places = exponent(currency);
    let unit = 10_u64.pow(places);
    let size = minor.unsigned_abs();
    let fraction = match places {
        0 => String::new(),
        places => format!("{:0width$}", size % unit, width = places as usize),
    };
    (
        if minor < 0 { "-" } else { "" },
        (size / unit).to_string(),
        fraction,
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_currency_has_its_mark_and_decimals() {
        let said = |minor, currency| money(Lang::Es, minor, currency).replace('\u{a0}', " ");
        assert_eq!(said(50_000, "PYG"), "Gs. 50.000");
        assert_eq!(said(1250, "BOB"), "Bs 12,50");
        assert_eq!(said(1500, "CLP"), "$ 1.500");
        assert_eq!(said(150_005, "ARS"), "$ 1.500,05");
        assert_eq!(said(2000, "PEN"), "S/ 20,00");
        assert_eq!(said(-99, "UYU"), "$ -0,99");
        assert_eq!(said(100, "USD"), "US$ 1,00");
        assert_eq!(said(123_456, "EUR"), "1.234,56 €");
        assert_eq!(said(100, "XYZ"), "XYZ 1,00");
        assert_eq!(money(Lang::En, 123_456, "EUR"), "€1,234.56");
    }

    #[test]
    fn machines_get_a_plain_decimal() {
        assert_eq!(money_plain(50_000, "PYG"), "50000");
        assert_eq!(money_plain(-5, "BOB"), "-0.05");
        assert_eq!(money_plain(i64::MIN, "USD"), "-92233720368547758.08");
    }
}
