//! What countries published as their days without work, and terms worked out by hand from the words of their laws
//! of procedure: a file for each in `countries/`, where every line cites its source.
#![expect(
    clippy::unwrap_used,
    reason = "a vector that cannot be read fails its test"
)]

use std::collections::BTreeSet;

use calendar::{Calendar, Receipt, Running, StartRule, Suspension, Term};
use jiff::Span;
use jiff::civil::{Date, DateTime, Time, Weekday, date};
use serde::Deserialize;
use text::Lang;

/// The vectors of a country.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Country {
    #[serde(default, rename = "year")]
    years: Vec<Year>,
    #[serde(rename = "term")]
    terms: Vec<Counted>,
}

/// The days from Monday to Friday on which nobody works in a year.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Year {
    place: String,
    year: i16,
    source: String,
    weekdays_off: Vec<Date>,
}

/// A term and its end.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Counted {
    place: String,
    /// The article that the vector is about.
    law: String,
    /// What is particular about it.
    why: String,
    /// The day of the notification or receipt; or `came`, its moment.
    received: Option<Date>,
    came: Option<DateTime>,
    /// The day on which it counts as received, where `came` is not on it.
    counts_as: Option<Date>,
    term: Term,
    #[serde(default)]
    stopped: Vec<Suspension>,
    ends: Date,
    /// The time at which it ends, for terms in hours.
    at: Option<Time>,
    /// Words that the explanation must have.
    #[serde(default)]
    says: Vec<String>,
}

impl Year {
    fn check(&self) {
        let calendar = Calendar::shipped(&self.place).unwrap();
        let workweek = |day: &Date| !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday);
        let found: Vec<Date> = date(self.year, 1, 1)
            .series(Span::new().days(1))
            .take_while(|day| day.year() == self.year)
            .filter(|day| workweek(day) && !calendar.is_working(*day))
            .collect();
        assert_eq!(
            found, self.weekdays_off,
            "{} {}: {}",
            self.place, self.year, self.source
        );
    }
}

impl Counted {
    fn check(&self) {
        let Self { law, why, term, .. } = self;
        let calendar = Calendar::shipped(&self.place).unwrap();
        let running = match (self.received, self.came) {
            (Some(received), None) => {
                calendar.running(received, term, StartRule::DayAfter, &self.stopped)
            }
            (None, Some(came)) => {
                let receipt = calendar.receipt(came);
                let expected = self
                    .counts_as
                    .map_or(Receipt::SameDay(came.date()), Receipt::DayOff);
                assert_eq!(receipt, expected, "{law}: {why}");
                calendar.running_from(came, term, StartRule::DayAfter, &self.stopped)
            }
            _ => unreachable!("{law}: {why}: either `received` or `came`"),
        };
        let Running::Ends(deadline) = running else {
            unreachable!("{law}: {why}: stands still");
        };
        assert_eq!(
            (deadline.on, deadline.until),
            (self.ends, self.at),
            "{law}: {why}"
        );
        if let (Term::Working(days), []) = (term, self.stopped.as_slice()) {
            assert_eq!(
                calendar.working_days_between(deadline.received, deadline.on),
                u32::from(*days),
                "{law}: {why}"
            );
        }
        let explanation = deadline.explain(Lang::Es);
        let explanation: Vec<&str> = explanation.iter().map(text::Text::as_str).collect();
        for words in &self.says {
            assert!(
                explanation
                    .iter()
                    .any(|sentence| sentence.contains(words.as_str())),
                "{law}: {why}: `{words}` is not in {explanation:#?}"
            );
        }
    }
}

fn check(vectors: &str) {
    let country: Country = toml::from_str(vectors).unwrap();
    country.years.iter().for_each(Year::check);
    country.terms.iter().for_each(Counted::check);
}

#[test]
fn argentina() {
    check(include_str!("countries/ar.toml"));
}

#[test]
fn bolivia() {
    check(include_str!("countries/bo.toml"));
}

#[test]
fn chile() {
    check(include_str!("countries/cl.toml"));
}

#[test]
fn colombia() {
    check(include_str!("countries/co.toml"));
}

#[test]
fn spain() {
    check(include_str!("countries/es.toml"));
}

#[test]
fn peru() {
    check(include_str!("countries/pe.toml"));
}

/// Ley 51 de 1983, counted by another way than the rule in its file.
#[test]
fn colombias_long_weekends_are_mondays_and_none_is_lost() {
    let calendar = Calendar::shipped("co").unwrap();
    for year in 1984..2084 {
        let fixed = [(1, 1), (5, 1), (7, 20), (8, 7), (12, 8), (12, 25)];
        let easter = calendar::easter(year);
        let moving: &[(i8, i8)] = &[
            (1, 6),
            (3, 19),
            (6, 29),
            (8, 15),
            (10, 12),
            (11, 1),
            (11, 11),
        ];
        let mut expected: BTreeSet<Date> = fixed
            .iter()
            .map(|(month, day)| date(year, *month, *day))
            .collect();
        expected.extend([2, 3].map(|days| easter.checked_sub(Span::new().days(days)).unwrap()));
        let since_2026 = (year >= 2026).then_some(date(year, 7, 9));
        let by_easter =
            [39, 60, 68].map(|days| easter.checked_add(Span::new().days(days)).unwrap());
        for mut day in moving
            .iter()
            .map(|(month, day)| date(year, *month, *day))
            .chain(since_2026)
            .chain(by_easter)
        {
            while day.weekday() != Weekday::Monday {
                day = day.tomorrow().unwrap();
            }
            expected.insert(day);
        }
        let found: BTreeSet<Date> = date(year, 1, 1)
            .series(Span::new().days(1))
            .take_while(|day| day.year() == year)
            .filter(|day| calendar.holiday(*day).is_some())
            .collect();
        assert_eq!(found, expected);
    }
}
