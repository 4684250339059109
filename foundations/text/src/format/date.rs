//! Dates and times of day.

use jiff::Zoned;
use jiff::civil::{Date, Time, Weekday};

use crate::{Lang, Text};

/// "lunes 23 de noviembre de 2026"; in English "Monday 23 November 2026".
#[must_use]
pub fn date_long(lang: Lang, date: Date) -> Text {
    let (day, month, year) = (date.day(), month(lang, date), date.year());
    let weekday = weekday(lang, date.weekday());
    in_words(
        lang,
        match lang {
            Lang::En => format!("{weekday} {day} {month} {year}"),
            _ => format!("{weekday} {day} de {month} de {year}"),
        },
    )
}

/// "23/11/2026"; in English "23 Nov 2026", because its readers disagree on which figure is the month.
#[must_use]
pub fn date_short(lang: Lang, date: Date) -> Text {
    match lang {
        Lang::En => {
            let month = month(lang, date);
            let month = month.get(..3).unwrap_or(month);
            Text::from(format!("{} {month} {}", date.day(), date.year()))
        }
        // Figures only: nothing here is in a language, so nothing falls back.
        _ => Text::from(format!(
            "{:02}/{:02}/{}",
            date.day(),
            date.month(),
            date.year()
        )),
    }
}

/// "14:05": hours and minutes of a day of 24 hours.
#[must_use]
pub fn clock(time: Time) -> String {
    format!("{:02}:{:02}", time.hour(), time.minute())
}

/// "lunes 23 de noviembre de 2026, 14:05", in the time zone that the instant carries.
#[must_use]
pub fn date_time(lang: Lang, at: &Zoned) -> Text {
    in_words(
        lang,
        format!("{}, {}", date_long(lang, at.date()), clock(at.time())),
    )
}

/// How far a date is from today, in words: "hoy", "mañana", "ayer", "en 5 días", "hace 3 días".
#[must_use]
pub fn date_relative(lang: Lang, date: Date, today: Date) -> Text {
    let days = i64::from(today.until(date).map_or(0, |span| span.get_days()));
    let distance = super::integer(lang, days.abs());
    match (lang, days) {
        (Lang::En, 0) => Text::from("today"),
        (Lang::En, 1) => Text::from("tomorrow"),
        (Lang::En, -1) => Text::from("yesterday"),
        (Lang::En, 2..) => Text::from(format!("in {distance} days")),
        (Lang::En, _) => Text::from(format!("{distance} days ago")),
        (_, 0) => in_words(lang, "hoy"),
        (_, 1) => in_words(lang, "mañana"),
        (_, -1) => in_words(lang, "ayer"),
        (_, 2..) => in_words(lang, format!("en {distance} días")),
        _ => in_words(lang, format!("hace {distance} días")),
    }
}

/// Words in English for English readers, and in Spanish for all others.
fn in_words(lang: Lang, words: impl Into<std::borrow::Cow<'static, str>>) -> Text {
    let text = Text::from(words.into());
    match lang {
        Lang::Es | Lang::En => text,
        Lang::Gn | Lang::Pt => text.in_language(Lang::Es),
    }
}

const fn weekday(lang: Lang, day: Weekday) -> &'static str {
    match (lang, day) {
        (Lang::En, Weekday::Monday) => "Monday",
        (Lang::En, Weekday::Tuesday) => "Tuesday",
        (Lang::En, Weekday::Wednesday) => "Wednesday",
        (Lang::En, Weekday::Thursday) => "Thursday",
        (Lang::En, Weekday::Friday) => "Friday",
        (Lang::En, Weekday::Saturday) => "Saturday",
        (Lang::En, Weekday::Sunday) => "Sunday",
        (_, Weekday::Monday) => "lunes",
        (_, Weekday::Tuesday) => "martes",
        (_, Weekday::Wednesday) => "miércoles",
        (_, Weekday::Thursday) => "jueves",
        (_, Weekday::Friday) => "viernes",
        (_, Weekday::Saturday) => "sábado",
        (_, Weekday::Sunday) => "domingo",
    }
}

fn month(lang: Lang, date: Date) -> &'static str {
    const SPANISH: [&str; 12] = [
        "enero",
        "febrero",
        "marzo",
        "abril",
        "mayo",
        "junio",
        "julio",
        "agosto",
        "septiembre",
        "octubre",
        "noviembre",
        "diciembre",
    ];
    const ENGLISH: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    let names = if lang == Lang::En { ENGLISH } else { SPANISH };
    let index = usize::from(date.month().unsigned_abs()).saturating_sub(1);
    names.get(index).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_long_date_reads_as_people_say_it() {
        let day = date(2026, 11, 23);
        assert_eq!(date_long(Lang::Es, day), "lunes 23 de noviembre de 2026");
        assert_eq!(date_long(Lang::En, day), "Monday 23 November 2026");
        assert_eq!(
            date_long(Lang::Gn, day),
            date_long(Lang::Es, day).in_language(Lang::Es)
        );
    }

    #[test]
    fn a_short_date_cannot_be_misread() {
        assert_eq!(date_short(Lang::Es, date(2026, 3, 4)), "04/03/2026");
        assert_eq!(date_short(Lang::En, date(2026, 3, 4)), "4 Mar 2026");
        assert_eq!(date_short(Lang::Gn, date(2026, 3, 4)).fallback(), None);
    }

    #[test]
    fn an_instant_is_told_in_its_own_zone() {
        let at: Zoned = "2026-11-23T09:05:00-03:00[America/Asuncion]"
            .parse()
            .unwrap();
        assert_eq!(
            date_time(Lang::Es, &at),
            "lunes 23 de noviembre de 2026, 09:05"
        );
    }

    #[test]
    fn nearby_days_have_names() {
        let today = date(2026, 2, 28);
        let told = |days| {
            date_relative(
                Lang::Es,
                today.checked_add(jiff::Span::new().days(days)).unwrap(),
                today,
            )
        };
        assert_eq!(told(0), "hoy");
        assert_eq!(told(1), "mañana");
        assert_eq!(told(-1), "ayer");
        assert_eq!(told(15), "en 15 días");
        assert_eq!(told(-400), "hace 400 días");
        assert_eq!(
            date_relative(Lang::En, date(2026, 3, 2), today),
            "in 2 days"
        );
        assert_eq!(
            date_relative(Lang::En, date(2026, 2, 20), today),
            "8 days ago"
        );
    }
}
