//! Values of the ficha that are read with words of our own where they are wrong.

use std::collections::BTreeMap;
use std::str::FromStr as _;

use calendar::Term;
use forms::FileKind;
use jiff::civil::Date;
use rules::Expression;
use serde::Deserialize as _;
use text::yaml::both;

/// A term, or what to write instead in both languages.
pub(super) fn term(written: &str) -> Result<Term, String> {
    Term::from_str(written).map_err(|_| {
        both(
            &format!("«{written}» no es un plazo, como 10 working days"),
            &format!("«{written}» is no term, such as 10 working days"),
        )
    })
}

pub(super) fn a_term<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Term, D::Error> {
    term(&String::deserialize(deserializer)?).map_err(serde::de::Error::custom)
}

pub(super) fn perhaps_a_term<'de, D: serde::Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<Term>, D::Error> {
    let written = Option::<String>::deserialize(deserializer)?;
    let read = written.map(|written| term(&written)).transpose();
    read.map_err(serde::de::Error::custom)
}

/// A day, or what to write instead in both languages.
pub(crate) fn a_day<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Date, D::Error> {
    let written = String::deserialize(deserializer)?;
    written.parse().map_err(|_| {
        serde::de::Error::custom(both(
            &format!("«{written}» no es una fecha, como 2026-01-31"),
            &format!("«{written}» is no date, such as 2026-01-31"),
        ))
    })
}

/// A formula, or why it cannot be read in both languages.
fn formula(written: &str) -> Result<Expression, String> {
    Expression::parse(written).map_err(|error| {
        let error = error.to_string();
        both(
            &format!("«{written}»: {}", rules::in_spanish(&error)),
            &format!("«{written}»: {error}"),
        )
    })
}

pub(super) fn perhaps_a_formula<'de, D: serde::Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<Expression>, D::Error> {
    let written = Option::<String>::deserialize(deserializer)?;
    let read = written.map(|written| formula(&written)).transpose();
    read.map_err(serde::de::Error::custom)
}

pub(super) fn formulas<'de, D: serde::Deserializer<'de>>(
    deserializer: D,
) -> Result<BTreeMap<String, Expression>, D::Error> {
    let written = BTreeMap::<String, String>::deserialize(deserializer)?;
    let read = written
        .into_iter()
        .map(|(name, written)| Ok((name, formula(&written)?)));
    read.collect::<Result<_, String>>()
        .map_err(serde::de::Error::custom)
}

pub(super) fn kinds<'de, D: serde::Deserializer<'de>>(
    deserializer: D,
) -> Result<Vec<FileKind>, D::Error> {
    let words = Vec::<String>::deserialize(deserializer)?;
    let kinds: Option<Vec<FileKind>> = words.iter().map(|word| FileKind::from_word(word)).collect();
    kinds.ok_or_else(|| {
        serde::de::Error::custom(both(
            "document es una lista de pdf, jpg, png o csv",
            "document is a list of pdf, jpg, png or csv",
        ))
    })
}
