//! One layer of a calendar, as its file writes it: what a nation, a region or a municipality decides.

use std::collections::BTreeMap;

use jiff::ToSpan;
use jiff::civil::{Date, Time, Weekday};
use serde::Deserialize;
use text::Localized;

use crate::{Procedure, easter};

/// What one level of government says about working days. Read from TOML; the places that ship are in
/// `definitions/holidays`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Layer {
    /// Whose days these are: "Paraguay", "Tenerife".
    pub name: Localized,
    /// The days of the week without work. Only said where it differs from the layer below.
    #[serde(default)]
    pub weekend: Option<Vec<Day>>,
    /// When the counters are open, where that decides about the day of a receipt.
    #[serde(default)]
    pub office: Option<OfficeHours>,
    /// The law by which terms are counted. Said as a whole by the government whose law it is.
    #[serde(default)]
    pub procedure: Option<Procedure>,
    /// The years whose holidays have been officially published and entered here. Other years are counted by the
    /// standing rules and marked as provisional.
    #[serde(default)]
    pub published: Vec<i16>,
    /// The days without work.
    #[serde(default)]
    pub holidays: Vec<Holiday>,
}

/// Opening hours, in local time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OfficeHours {
    /// When the counter opens.
    pub from: Time,
    /// When the counter closes; what comes at this time or later counts as received on the next working day.
    pub to: Time,
}

/// A holiday: exactly one of `on`, `easter` or `dates` says when.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Holiday {
    /// What is celebrated.
    pub name: Localized,
    /// The law or decree that makes it a holiday.
    #[serde(default)]
    pub law: Option<String>,
    /// Every year on this month and day, `MM-DD`.
    #[serde(default)]
    pub on: Option<MonthDay>,
    /// Every year this many days after Easter Sunday; before it when negative.
    #[serde(default)]
    pub easter: Option<i16>,
    /// On these dates only.
    #[serde(default)]
    pub dates: Vec<Date>,
    /// The first year of a yearly holiday.
    #[serde(default)]
    pub since: Option<i16>,
    /// The last year of a yearly holiday.
    #[serde(default)]
    pub until: Option<i16>,
    /// Whether a holiday that falls on a Sunday is kept on the Monday after it.
    #[serde(default)]
    pub sunday_to_monday: bool,
    /// On which days of the week it is a holiday at all; on all when empty. "17 September, where it is a Monday".
    #[serde(default)]
    pub only_on: Vec<Day>,
    /// By the day of the week on which it falls, how many days later it is kept, earlier when negative, as laws
    /// of long weekends have it: `{ tuesday = -1, friday = 3 }`. At least one day and at most six.
    #[serde(default)]
    pub transfer: BTreeMap<Day, i8>,
    /// The years in which it was moved, by whom and to which day; a year that is named here does not follow
    /// `transfer`.
    #[serde(default)]
    pub moved: Vec<Moved>,
}

/// One year's transfer of a holiday.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Moved {
    /// The day it would have been.
    pub from: Date,
    /// The day it is.
    pub to: Date,
    /// The law or decree that moved it.
    #[serde(default)]
    pub law: Option<String>,
}

/// A month and a day, written `MM-DD`. 29 February exists in leap years only.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct MonthDay {
    month: i8,
    day: i8,
}

/// A day of the week, written in English and lower case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Day {
    /// Monday.
    Monday,
    /// Tuesday.
    Tuesday,
    /// Wednesday.
    Wednesday,
    /// Thursday.
    Thursday,
    /// Friday.
    Friday,
    /// Saturday.
    Saturday,
    /// Sunday.
    Sunday,
}

impl TryFrom<String> for MonthDay {
    type Error = String;

    fn try_from(written: String) -> Result<Self, String> {
        // A leap year knows every day there can be.
        let date: Result<Date, _> = format!("2024-{written}").parse();
        match date {
            Ok(date) if written.len() == 5 => Ok(Self {
                month: date.month(),
                day: date.day(),
            }),
            _ => Err(format!(
                "`{written}` is no month and day; write for instance 05-14"
            )),
        }
    }
}

impl Day {
    pub(crate) const fn weekday(self) -> Weekday {
        match self {
            Self::Monday => Weekday::Monday,
            Self::Tuesday => Weekday::Tuesday,
            Self::Wednesday => Weekday::Wednesday,
            Self::Thursday => Weekday::Thursday,
            Self::Friday => Weekday::Friday,
            Self::Saturday => Weekday::Saturday,
            Self::Sunday => Weekday::Sunday,
        }
    }
}

impl Holiday {
    /// The law that makes this date a day off, where the date is this holiday: `Some(None)` when no law is named.
    pub(crate) fn law_on(&self, date: Date) -> Option<Option<&str>> {
        if let Some(moved) = self.moved.iter().find(|moved| moved.to == date) {
            return Some(moved.law.as_deref().or(self.law.as_deref()));
        }
        let kept =
            |date: Date| self.occurs_on(date) && !self.moved.iter().any(|moved| moved.from == date);
        let after_sunday = || {
            self.sunday_to_monday
                && date.weekday() == Weekday::Monday
                && date.yesterday().is_ok_and(kept)
        };
        let transferred = || {
            self.transfer.iter().any(|(day, days)| {
                date.checked_sub(days.days())
                    .is_ok_and(|from| from.weekday() == day.weekday() && kept(from))
            })
        };
        let stays = kept(date) && !self.leaves(date.weekday());
        (stays || after_sunday() || transferred()).then_some(self.law.as_deref())
    }

    /// Whether a holiday on this day of the week is kept on another.
    fn leaves(&self, weekday: Weekday) -> bool {
        self.transfer.keys().any(|day| day.weekday() == weekday)
    }

    fn occurs_on(&self, date: Date) -> bool {
        let year = date.year();
        let in_force = self.since.is_none_or(|since| since <= year)
            && self.until.is_none_or(|until| year <= until);
        let fixed = || {
            self.on
                .is_some_and(|on| on.month == date.month() && on.day == date.day())
        };
        let by_easter = || {
            self.easter
                .is_some_and(|days| days_since_easter(date) == i32::from(days))
        };
        let on_its_weekday = self.only_on.is_empty()
            || self
                .only_on
                .iter()
                .any(|day| day.weekday() == date.weekday());
        on_its_weekday && (self.dates.contains(&date) || (in_force && (fixed() || by_easter())))
    }

    /// How many ways it says when it is; one is right.
    pub(crate) fn ways(&self) -> usize {
        usize::from(self.on.is_some())
            + usize::from(self.easter.is_some())
            + usize::from(!self.dates.is_empty())
    }

    /// Whether its rule of transfer leads to another day, in the same week or the next.
    pub(crate) fn transfers_within_a_week(&self) -> bool {
        self.transfer
            .values()
            .all(|days| (1..=6).contains(&days.unsigned_abs()))
    }
}

fn days_since_easter(date: Date) -> i32 {
    easter(date.year())
        .until(date)
        .map_or(i32::MAX, |span| span.get_days())
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn holiday(rest: &str) -> Holiday {
        toml::from_str(&format!("name = {{ es = 'f' }}\n{rest}")).unwrap()
    }

    fn kept_in(holiday: &Holiday, year: i16) -> Vec<String> {
        let days = crate::place::days_from(date(year, 1, 1)).take_while(|day| day.year() == year);
        days.filter(|day| holiday.law_on(*day).is_some())
            .map(|day| day.strftime("%m-%d").to_string())
            .collect()
    }

    #[test]
    fn a_holiday_is_kept_on_the_day_its_weekday_sends_it_to() {
        let chile = holiday(
            "on = '10-12'\ntransfer = { tuesday = -1, wednesday = -2, thursday = -3, friday = 3 }",
        );
        for (year, kept) in [
            (2020, "10-12"), // Monday
            (2021, "10-11"), // Tuesday
            (2022, "10-10"), // Wednesday
            (2023, "10-09"), // Thursday
            (2018, "10-15"), // Friday
            (2024, "10-12"), // Saturday
            (2025, "10-12"), // Sunday
        ] {
            assert_eq!(kept_in(&chile, year), [kept], "{year}");
        }
    }

    #[test]
    fn a_transfer_may_cross_into_another_year_and_another_holiday() {
        let eve = holiday("on = '12-31'\ntransfer = { friday = 3 }");
        assert!(kept_in(&eve, 2021).is_empty(), "a Friday");
        assert_eq!(kept_in(&eve, 2022), ["01-03", "12-31"], "then a Saturday");
        let whole_week = holiday(
            "easter = 60\ntransfer = { thursday = 4 }\nmoved = [{ from = '2027-05-27', to = '2027-05-28' }]",
        );
        assert_eq!(kept_in(&whole_week, 2026), ["06-08"]);
        assert_eq!(
            kept_in(&whole_week, 2027),
            ["05-28"],
            "a decree goes before the rule"
        );
    }

    #[test]
    fn a_holiday_of_some_weekdays_is_none_on_others() {
        let bridge = holiday("on = '09-17'\nonly_on = ['monday', 'friday']");
        assert_eq!(kept_in(&bridge, 2018), ["09-17"], "a Monday");
        assert_eq!(kept_in(&bridge, 2021), ["09-17"], "a Friday");
        assert!(kept_in(&bridge, 2024).is_empty(), "a Tuesday");
    }
}
