//! The calendar of a place.

use jiff::civil::{Date, Weekday};
use text::Localized;

use crate::Procedure;
use crate::layer::{Layer, OfficeHours};

/// Working days of a place: the layers of every government it lies in, from the nation to the municipality.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Calendar {
    layers: Vec<Layer>,
    weekend: Vec<Weekday>,
}

/// A holiday on a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HolidayOn<'a> {
    /// What is celebrated.
    pub name: &'a Localized,
    /// The law or decree, where the data names one.
    pub law: Option<&'a str>,
}

/// Why a calendar could not be built.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A layer is not the TOML that is expected.
    #[error("layer {layer}: {message}")]
    Unreadable {
        /// Its place in the list, from 1.
        layer: usize,
        /// What is wrong, with the line.
        message: String,
    },
    /// No layer at all.
    #[error("a calendar needs at least one layer")]
    Empty,
    /// A holiday does not say when it is, or says it twice.
    #[error("the holiday `{0}` must say when it is by exactly one of `on`, `easter` and `dates`")]
    Holiday(String),
    /// A holiday is transferred to the day it is on already, or by a week or more.
    #[error("the holiday `{0}` is transferred by no day or by more than six")]
    Transfer(String),
    /// Nobody ever works.
    #[error("the weekend takes all seven days, so that no term would ever end")]
    NoWorkingDay,
}

/// The layers that ship, each named by its path; a place stands on all the layers that its path begins with.
const SHIPPED: [(&str, &str); 10] = [
    ("ar", include_str!("../../../definitions/holidays/ar.toml")),
    ("bo", include_str!("../../../definitions/holidays/bo.toml")),
    ("cl", include_str!("../../../definitions/holidays/cl.toml")),
    ("co", include_str!("../../../definitions/holidays/co.toml")),
    ("es", include_str!("../../../definitions/holidays/es.toml")),
    (
        "es/canarias",
        include_str!("../../../definitions/holidays/es-canarias.toml"),
    ),
    (
        "es/canarias/tenerife",
        include_str!("../../../definitions/holidays/es-canarias-tenerife.toml"),
    ),
    (
        "es/canarias/tenerife/santa-cruz",
        include_str!("../../../definitions/holidays/es-canarias-tenerife-santa-cruz.toml"),
    ),
    ("pe", include_str!("../../../definitions/holidays/pe.toml")),
    ("py", include_str!("../../../definitions/holidays/py.toml")),
];

impl Calendar {
    /// A calendar of layers, the widest first. A later layer's weekend, office hours and procedure
    /// replace earlier ones; holidays add up.
    ///
    /// # Errors
    /// When there is no layer, when a holiday does not say when it is or is transferred by no day or by more than
    /// six, or when nobody would ever work.
    pub fn new(layers: Vec<Layer>) -> Result<Self, Error> {
        if layers.is_empty() {
            return Err(Error::Empty);
        }
        for holiday in layers.iter().flat_map(|layer| &layer.holidays) {
            let name = || holiday.name.as_str(text::Lang::Es).to_owned();
            if holiday.ways() != 1 {
                return Err(Error::Holiday(name()));
            }
            if !holiday.transfers_within_a_week() {
                return Err(Error::Transfer(name()));
            }
        }
        let weekend = layers
            .iter()
            .rev()
            .find_map(|layer| layer.weekend.as_deref());
        let weekend: Vec<Weekday> = match weekend {
            Some(days) => days.iter().map(|day| day.weekday()).collect(),
            None => vec![Weekday::Saturday, Weekday::Sunday],
        };
        let all_week = Weekday::Monday
            .cycle_forward()
            .take(7)
            .all(|day| weekend.contains(&day));
        if all_week {
            Err(Error::NoWorkingDay)
        } else {
            Ok(Self { layers, weekend })
        }
    }

    /// A calendar of layers written in TOML, the widest first.
    ///
    /// # Errors
    /// As [`Calendar::new`], and when a text is not a layer.
    pub fn parse(layers: &[&str]) -> Result<Self, Error> {
        let read = |(index, written): (usize, &&str)| {
            toml::from_str(written).map_err(|error| Error::Unreadable {
                layer: index + 1,
                message: error.to_string(),
            })
        };
        Self::new(
            layers
                .iter()
                .enumerate()
                .map(read)
                .collect::<Result<_, _>>()?,
        )
    }

    /// A calendar that ships with the platform: `ar`, `bo`, `cl`, `co`, `es`, `es/canarias`,
    /// `es/canarias/tenerife`, `es/canarias/tenerife/santa-cruz`, `pe`, `py`. None for a place that is not known.
    #[must_use]
    pub fn shipped(place: &str) -> Option<Self> {
        SHIPPED.iter().find(|(path, _)| *path == place)?;
        let on_the_way = |path: &str| {
            place == path
                || place
                    .strip_prefix(path)
                    .is_some_and(|rest| rest.starts_with('/'))
        };
        let layers: Vec<&str> = SHIPPED
            .iter()
            .filter(|(path, _)| on_the_way(path))
            .map(|(_, data)| *data)
            .collect();
        // A test reads all of them, so that this cannot fail.
        Self::parse(&layers).ok()
    }

    /// The places of [`Calendar::shipped`].
    pub fn shipped_places() -> impl Iterator<Item = &'static str> {
        SHIPPED.iter().map(|(path, _)| *path)
    }

    /// The name of the innermost place.
    #[must_use]
    pub fn name(&self) -> Option<&Localized> {
        self.layers.last().map(|layer| &layer.name)
    }

    /// Whether offices work on a date.
    #[must_use]
    pub fn is_working(&self, date: Date) -> bool {
        !self.is_weekend(date) && self.holiday(date).is_none()
    }

    /// Whether a date is in the weekend.
    #[must_use]
    pub fn is_weekend(&self, date: Date) -> bool {
        self.weekend.contains(&date.weekday())
    }

    /// The holiday on a date, of the widest layer that has one.
    #[must_use]
    pub fn holiday(&self, date: Date) -> Option<HolidayOn<'_>> {
        self.layers
            .iter()
            .flat_map(|layer| &layer.holidays)
            .find_map(|holiday| {
                Some(HolidayOn {
                    name: &holiday.name,
                    law: holiday.law_on(date)?,
                })
            })
    }

    /// How many working days there are after `from`, up to and with `to`; 0 when `to` is not later.
    #[must_use]
    pub fn working_days_between(&self, from: Date, to: Date) -> u32 {
        let days = days_from(from)
            .skip(1)
            .take_while(|day| *day <= to)
            .take(DAYS_MAX);
        let count = days.filter(|day| self.is_working(*day)).count();
        u32::try_from(count).unwrap_or(u32::MAX)
    }

    /// Whether every layer with holidays of its own has those of this year as published, not by standing rules alone.
    #[must_use]
    pub fn is_published(&self, year: i16) -> bool {
        self.layers
            .iter()
            .filter(|layer| !layer.holidays.is_empty())
            .all(|layer| layer.published.contains(&year))
    }

    pub(crate) fn office(&self) -> Option<OfficeHours> {
        self.layers.iter().rev().find_map(|layer| layer.office)
    }

    pub(crate) fn procedure(&self) -> Option<&Procedure> {
        self.layers
            .iter()
            .rev()
            .find_map(|layer| layer.procedure.as_ref())
    }
}

/// No count looks further than about a century and a half, so that a strange date cannot keep a thread busy.
pub(crate) const DAYS_MAX: usize = 60_000;

/// A date and all after it.
pub(crate) fn days_from(date: Date) -> impl Iterator<Item = Date> {
    std::iter::successors(Some(date), |day| day.tomorrow().ok())
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn working_holidays(place: &str, year: i16) -> Vec<String> {
        let calendar = Calendar::shipped(place).unwrap();
        let days = days_from(date(year, 1, 1)).take_while(|day| day.year() == year);
        days.filter(|day| calendar.holiday(*day).is_some())
            .map(|day| day.strftime("%m-%d").to_string())
            .collect()
    }

    #[test]
    fn every_shipped_place_is_readable_and_named() {
        for place in Calendar::shipped_places() {
            assert!(
                Calendar::shipped(place).is_some_and(|calendar| calendar.name().is_some()),
                "{place}"
            );
        }
        assert_eq!(Calendar::shipped("es/canar"), None);
    }

    #[test]
    fn paraguay_keeps_its_holidays_of_2026_and_2027() {
        assert_eq!(
            working_holidays("py", 2026),
            [
                "01-01", "03-02", "04-02", "04-03", "05-01", "05-14", "05-15", "06-12", "06-22",
                "08-15", "09-29", "12-08", "12-25"
            ]
        );
        assert_eq!(
            working_holidays("py", 2027),
            [
                "01-01", "03-01", "03-25", "03-26", "05-01", "05-14", "05-15", "06-12", "06-20",
                "08-15", "09-29", "12-08", "12-25"
            ]
        );
    }

    #[test]
    fn bolivia_moves_and_adds_holidays_in_2026_by_decree() {
        assert_eq!(
            working_holidays("bo", 2026),
            [
                "01-01", "01-02", "01-23", "02-16", "02-17", "04-03", "05-01", "06-04", "06-05",
                "06-22", "08-06", "08-07", "11-02", "12-25"
            ]
        );
        // By the standing rule a Sunday's holiday is kept on Monday: in 2027 neither is needed for these.
        assert_eq!(
            working_holidays("bo", 2027),
            [
                "01-01", "01-22", "02-08", "02-09", "03-26", "05-01", "05-27", "06-21", "08-06",
                "11-02", "12-25"
            ]
        );
    }

    #[test]
    fn santa_cruz_de_tenerife_stands_on_spain_the_canaries_and_the_island() {
        let found = working_holidays("es/canarias/tenerife/santa-cruz", 2026);
        let off_work: Vec<&str> = found
            .iter()
            .map(String::as_str)
            .filter(|day| !["11-01", "12-06"].contains(day))
            .collect();
        assert_eq!(
            off_work,
            [
                "01-01", "01-06", "02-02", "02-17", "04-02", "04-03", "05-01", "05-04", "05-30",
                "08-15", "10-12", "11-02", "12-08", "12-25"
            ]
        );
        assert!(
            !Calendar::shipped("es")
                .unwrap()
                .is_working(date(2026, 1, 6))
        );
        assert!(
            Calendar::shipped("es")
                .unwrap()
                .is_working(date(2026, 2, 2)),
            "Candelaria is the island's"
        );
    }

    #[test]
    fn what_has_not_been_published_is_told_apart() {
        let tenerife = Calendar::shipped("es/canarias/tenerife").unwrap();
        assert!(tenerife.is_published(2026));
        assert!(!tenerife.is_published(2027));
    }

    #[test]
    fn a_calendar_that_makes_no_sense_is_refused() {
        let week = "name = {es='x'}\nweekend = ['monday','tuesday','wednesday','thursday','friday','saturday','sunday']";
        assert!(matches!(Calendar::parse(&[week]), Err(Error::NoWorkingDay)));
        assert!(matches!(Calendar::parse(&[]), Err(Error::Empty)));
        assert!(matches!(
            Calendar::parse(&["nome = 1"]),
            Err(Error::Unreadable { layer: 1, .. })
        ));
        assert!(matches!(
            Calendar::parse(&["name={es='x'}\n[[holidays]]\nname={es='f'}"]),
            Err(Error::Holiday(_))
        ));
        assert!(
            Calendar::parse(&["name={es='x'}\n[[holidays]]\nname={es='f'}\non='02-30'"]).is_err()
        );
        for days in [0, 7, -7] {
            let nowhere = format!(
                "name={{es='x'}}\n[[holidays]]\nname={{es='f'}}\non='02-03'\ntransfer={{tuesday={days}}}"
            );
            assert!(matches!(
                Calendar::parse(&[&nowhere]),
                Err(Error::Transfer(_))
            ));
        }
    }

    #[test]
    fn a_sunday_holiday_moves_to_monday_where_the_law_says_so() {
        let calendar = Calendar::parse(&[
            "name={es='x'}\n[[holidays]]\nname={es='f'}\non='11-22'\nsunday_to_monday=true",
        ])
        .unwrap();
        assert!(
            !calendar.is_working(date(2026, 11, 23)),
            "22 November 2026 is a Sunday"
        );
        assert!(
            calendar.is_working(date(2027, 11, 23)),
            "22 November 2027 is a Monday itself"
        );
    }
}
