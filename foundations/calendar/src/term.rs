//! Terms, as laws give them.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use text::{Lang, Text};

use crate::words;

/// How long somebody has, written `15 working days`, `10 days`, `24 hours`, `2 months` or `1 year`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Term {
    /// Working days (días hábiles): weekends and holidays are not counted.
    Working(u16),
    /// Calendar days (días corridos, naturales): all days count; the last one must be a working day.
    Calendar(u16),
    /// Hours of working days, round the clock.
    Hours(u16),
    /// Months from date to date (de fecha a fecha). A year is twelve of them.
    Months(u16),
}

/// What day is the first of a term.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StartRule {
    /// The day after the receipt, as almost every law of procedure has it.
    #[default]
    DayAfter,
    /// The day of the receipt itself.
    SameDay,
}

/// Why a term could not be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{0}` is no term; write for instance `15 working days`, `10 days`, `24 hours`, `2 months` or `1 year`, at most {MOST}"
)]
pub struct TermError(String);

/// No law gives more of anything; a larger figure is a slip.
const MOST: u16 = 1200;

impl FromStr for Term {
    type Err = TermError;

    fn from_str(written: &str) -> Result<Self, TermError> {
        let error = || TermError(written.chars().take(40).collect());
        let mut parts = written.split_whitespace();
        let amount: u16 = parts
            .next()
            .and_then(|figure| figure.parse().ok())
            .ok_or_else(error)?;
        let unit = parts.collect::<Vec<_>>().join(" ");
        let term = match unit.as_str() {
            "working day" | "working days" => Self::Working(amount),
            "day" | "days" | "calendar day" | "calendar days" => Self::Calendar(amount),
            "hour" | "hours" => Self::Hours(amount),
            "month" | "months" => Self::Months(amount),
            "year" | "years" => Self::Months(amount.checked_mul(12).ok_or_else(error)?),
            _ => return Err(error()),
        };
        if (1..=MOST).contains(&term.amount()) {
            Ok(term)
        } else {
            Err(error())
        }
    }
}

impl Term {
    /// How many of its unit.
    #[must_use]
    pub const fn amount(&self) -> u16 {
        match *self {
            Self::Working(n) | Self::Calendar(n) | Self::Hours(n) | Self::Months(n) => n,
        }
    }

    /// Both one after the other; none where they are counted in different units, or are longer than any law.
    #[must_use]
    pub const fn extended(self, by: Self) -> Option<Self> {
        let both = self.amount() + by.amount();
        if both > MOST {
            return None;
        }
        match (self, by) {
            (Self::Working(_), Self::Working(_)) => Some(Self::Working(both)),
            (Self::Calendar(_), Self::Calendar(_)) => Some(Self::Calendar(both)),
            (Self::Hours(_), Self::Hours(_)) => Some(Self::Hours(both)),
            (Self::Months(_), Self::Months(_)) => Some(Self::Months(both)),
            _ => None,
        }
    }

    /// The term in the reader's words: "15 días hábiles".
    #[must_use]
    pub fn say(&self, lang: Lang) -> Text {
        match *self {
            Self::Working(n) => words::term_working(lang, n.into()),
            Self::Calendar(n) => words::term_calendar(lang, n.into()),
            Self::Hours(n) => words::term_hours(lang, n.into()),
            Self::Months(n) if n > 0 && n.is_multiple_of(12) => {
                words::term_years(lang, i64::from(n / 12))
            }
            Self::Months(n) => words::term_months(lang, n.into()),
        }
    }
}

/// The term as definitions write it.
impl fmt::Display for Term {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let unit = match self {
            Self::Working(_) => "working day",
            Self::Calendar(_) => "day",
            Self::Hours(_) => "hour",
            Self::Months(_) => "month",
        };
        let plural = if self.amount() == 1 { "" } else { "s" };
        write!(f, "{} {unit}{plural}", self.amount())
    }
}

impl TryFrom<String> for Term {
    type Error = TermError;

    fn try_from(written: String) -> Result<Self, TermError> {
        written.parse()
    }
}

impl From<Term> for String {
    fn from(term: Term) -> Self {
        term.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terms_are_written_as_definitions_write_them() {
        assert_eq!("15 working days".parse(), Ok(Term::Working(15)));
        assert_eq!("1 day".parse(), Ok(Term::Calendar(1)));
        assert_eq!("24 hours".parse(), Ok(Term::Hours(24)));
        assert_eq!("1 year".parse(), Ok(Term::Months(12)));
        for wrong in [
            "",
            "days",
            "0 days",
            "-1 days",
            "15",
            "15 moons",
            "2000 days",
            "65535 years",
        ] {
            assert!(wrong.parse::<Term>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_term_survives_being_written() {
        for term in [
            Term::Working(1),
            Term::Calendar(10),
            Term::Hours(48),
            Term::Months(3),
        ] {
            let json = serde_json::to_string(&term).unwrap();
            assert_eq!(serde_json::from_str::<Term>(&json).unwrap(), term);
        }
    }

    #[test]
    fn a_term_is_said_in_the_readers_words() {
        assert_eq!(Term::Working(1).say(Lang::Es), "1 día hábil");
        assert_eq!(Term::Months(24).say(Lang::Es), "2 años");
        assert_eq!(Term::Calendar(10).say(Lang::En), "10 calendar days");
    }
}
