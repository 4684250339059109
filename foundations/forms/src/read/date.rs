//! Days as people write them: three boxes, or `3 de marzo de 2026`, `3/3/2026`, `2026-03-03`.

use jiff::civil::Date;

use super::Wrong;
use crate::{Bound, Fault, Raw};

/// The months in Spanish, English and, where they have other names, as folded beginnings that no other month has.
const MONTHS: [&[&str]; 12] = [
    &["ene", "jan", "jasyteĩ", "jasytei"],
    &["feb", "jasykoi"],
    &["mar", "jasyapy"],
    &["abr", "apr", "jasyrundy"],
    &["may", "jasypo"],
    &["jun", "jasypotei"],
    &["jul", "jasypokoi"],
    &["ago", "aug", "jasypoapy"],
    &["sep", "set", "jasyporundy"],
    &["oct", "jasypa"],
    &["nov", "jasypatei"],
    &["dic", "dec", "jasypakoi"],
];

/// Shortest beginning of a month's name that tells it.
const MONTH_LETTERS_MIN: usize = 3;

/// Reads a day from its boxes or from one text.
pub(crate) fn read(raw: &Raw) -> Result<Date, Wrong> {
    let (day, month, year) = match raw {
        Raw::Parts(_)
            if ["dia", "mes", "anio"]
                .iter()
                .any(|part| !raw.part(part).trim().is_empty()) =>
        {
            (
                raw.part("dia").trim().to_owned(),
                raw.part("mes").trim().to_owned(),
                raw.part("anio").trim().to_owned(),
            )
        }
        _ => split(raw.part(""))?,
    };
    from_parts(&day, &month, &year)
}

/// Refuses what is outside.
pub(super) fn between(
    date: Date,
    from: Option<Bound>,
    to: Option<Bound>,
    today: Date,
) -> Result<Date, Wrong> {
    match (
        from.map(|bound| bound.day(today)),
        to.map(|bound| bound.day(today)),
    ) {
        (Some(from), _) if date < from => Err((Fault::TooEarly { from }, "dia")),
        (_, Some(to)) if date > to => Err((Fault::TooLate { to }, "dia")),
        _ => Ok(date),
    }
}

/// Day, month and year of a text; a year of four digits in front is the international order.
fn split(text: &str) -> Result<(String, String, String), Wrong> {
    let words = text::search::words(text);
    let parts: Vec<&str> = words
        .iter()
        .map(String::as_str)
        .filter(|word| !matches!(*word, "de" | "del" | "of" | "the"))
        .collect();
    match parts.as_slice() {
        [year, month, day] if year.len() == 4 && is_digits(year) => {
            Ok(((*day).to_owned(), (*month).to_owned(), (*year).to_owned()))
        }
        [month, day, year] if !is_digits(month) => {
            Ok(((*day).to_owned(), (*month).to_owned(), (*year).to_owned()))
        }
        [day, month, year] => Ok(((*day).to_owned(), (*month).to_owned(), (*year).to_owned())),
        _ => Err((Fault::NotADate, "dia")),
    }
}

/// A day from what stands in three boxes, the month as a figure or by its name.
#[must_use]
pub fn day_of_parts(day: &str, month: &str, year: &str) -> Option<Date> {
    from_parts(day.trim(), month.trim(), year.trim()).ok()
}

fn from_parts(day: &str, month: &str, year: &str) -> Result<Date, Wrong> {
    let figure = |part: &str| {
        part.trim_end_matches(['º', 'ª', '°', '.'])
            .parse::<i8>()
            .ok()
    };
    let day = figure(day).ok_or((Fault::NotADate, "dia"))?;
    let month = figure(month)
        .or_else(|| month_named(month))
        .ok_or((Fault::NotADate, "mes"))?;
    if !is_digits(year) || year.is_empty() || year.len() > 4 {
        return Err((Fault::NotADate, "anio"));
    }
    if year.len() < 4 {
        return Err((Fault::ShortYear, "anio"));
    }
    let year: i16 = year.parse().map_err(|_| (Fault::NotADate, "anio"))?;
    Date::new(year, month, day).map_err(|_| (Fault::NoSuchDay, "dia"))
}

/// The month that a name means, whole or shortened.
fn month_named(name: &str) -> Option<i8> {
    let name = text::search::fold(name);
    if name.chars().count() < MONTH_LETTERS_MIN {
        return None;
    }
    let exact = MONTHS
        .iter()
        .position(|names| names.contains(&name.as_str()));
    let found = exact.or_else(|| {
        MONTHS.iter().position(|names| {
            names
                .iter()
                .any(|known| known.len() == MONTH_LETTERS_MIN && name.starts_with(known))
        })
    })?;
    i8::try_from(found + 1).ok()
}

fn is_digits(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use jiff::civil::date;

    use super::*;

    fn boxes(day: &str, month: &str, year: &str) -> Raw {
        let part = |name: &str, typed: &str| (name.to_owned(), typed.to_owned());
        Raw::Parts(BTreeMap::from([
            part("dia", day),
            part("mes", month),
            part("anio", year),
        ]))
    }

    #[test]
    fn months_may_be_words_or_figures() {
        for month in [
            "3", "03", "marzo", "Marzo", "mar", "MAR.", "march", "jasyapy",
        ] {
            assert_eq!(
                read(&boxes("3", month, "2026")),
                Ok(date(2026, 3, 3)),
                "{month}"
            );
        }
        assert_eq!(
            read(&boxes("1", "septiembre", "2026")),
            Ok(date(2026, 9, 1))
        );
        assert_eq!(read(&boxes("1", "setiembre", "2026")), Ok(date(2026, 9, 1)));
    }

    #[test]
    fn one_text_is_read_in_any_usual_order() {
        for text in [
            "3 de marzo de 2026",
            "3/3/2026",
            "03-03-2026",
            "2026-03-03",
            "March 3, 2026",
            "3.3.2026",
            " 3 mar 2026 ",
        ] {
            assert_eq!(
                read(&Raw::Text(text.to_owned())),
                Ok(date(2026, 3, 3)),
                "{text}"
            );
        }
    }

    #[test]
    fn what_is_wrong_is_said_at_its_box() {
        assert_eq!(
            read(&boxes("31", "febrero", "2026")),
            Err((Fault::NoSuchDay, "dia"))
        );
        assert_eq!(
            read(&boxes("3", "marzo", "85")),
            Err((Fault::ShortYear, "anio"))
        );
        assert_eq!(
            read(&boxes("3", "nada", "2026")),
            Err((Fault::NotADate, "mes"))
        );
        assert_eq!(
            read(&boxes("", "marzo", "2026")),
            Err((Fault::NotADate, "dia"))
        );
        assert_eq!(
            read(&boxes("3", "marzo", "")),
            Err((Fault::NotADate, "anio"))
        );
    }
}
