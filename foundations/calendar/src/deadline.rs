//! The end of a term, and why it is on that day.

use jiff::civil::{Date, DateTime, Time};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use serde::{Deserialize, Serialize};
use text::{Lang, Localized, Text, format};

use crate::{MonthEnd, Procedure, StartRule, Term, words};

/// When a term ends, with everything that led there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deadline {
    /// When it came, in local time, where that was on a day without work or after the counter had closed, so that
    /// it counts as received later; None where it counts on the day it came, or where only the day is known.
    #[serde(default)]
    pub came: Option<DateTime>,
    /// The day of receipt, from which it was counted.
    pub received: Date,
    /// The term that was counted.
    pub term: Term,
    /// Which day was its first.
    pub start: StartRule,
    /// The last day.
    pub on: Date,
    /// The local time on the last day at which it ends; None when it ends with the day, as almost all do.
    pub until: Option<Time>,
    /// The days that were passed over, in order, with the reason for each.
    pub skipped: Vec<Skipped>,
    /// Whether it reaches into a year whose holidays have not been published, so that it may still change.
    pub provisional: bool,
    /// The law by which it was counted, for the explanation.
    #[serde(default)]
    pub procedure: Box<Procedure>,
}

/// A day that was passed over.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Skipped {
    /// The day.
    pub on: Date,
    /// The reason.
    pub why: Why,
}

/// Why a day was passed over.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// It is in the weekend.
    Weekend,
    /// It is a holiday.
    Holiday {
        /// What is celebrated.
        name: Localized,
        /// The law or decree that makes it one.
        law: Option<String>,
    },
    /// The term stood still.
    Suspended {
        /// The last day on which it stood still; None while it does.
        to: Option<Date>,
        /// The article that allows it.
        law: Option<String>,
    },
}

impl Deadline {
    pub(crate) fn new(received: Date, term: Term, start: StartRule, on: Date) -> Self {
        Self {
            came: None,
            received,
            term,
            start,
            on,
            until: None,
            skipped: Vec::new(),
            provisional: false,
            procedure: Box::default(),
        }
    }

    /// The first instant that is too late: what comes before it is in time.
    ///
    /// For a term that ends with its day this is midnight after it, in the zone of the place. Where clocks jump
    /// over that midnight it is the first instant of the new day.
    #[must_use]
    pub fn ends_at(&self, zone: &TimeZone) -> Timestamp {
        let end = match self.until {
            Some(time) => self.on.to_datetime(time),
            None => self
                .on
                .tomorrow()
                .unwrap_or(Date::MAX)
                .to_datetime(Time::midnight()),
        };
        zone.to_timestamp(end).unwrap_or(Timestamp::MAX)
    }

    /// The way to this date in short sentences, each with its article where the calendar knows it: the receipt,
    /// the term, what was passed over and why, the last day.
    #[must_use]
    pub fn explain(&self, lang: Lang) -> Vec<Text> {
        let day = |date| format::date_long(lang, date);
        let law = |article: &Option<String>| bracketed(article.as_deref());
        let mut sentences = vec![match self.came {
            Some(came) => words::arrived(
                lang,
                day(came.date()),
                format::clock(came.time()),
                day(self.received),
                law(&self.procedure.receipt),
            ),
            None => words::received(lang, day(self.received)),
        }];
        let term = format!("{}{}", self.term.say(lang), bracketed(self.article()));
        sentences.push(match self.start {
            StartRule::DayAfter => {
                words::term_from_next_day(lang, term, law(&self.procedure.day_after))
            }
            StartRule::SameDay => words::term_is(lang, term),
        });
        if self.is_month_short() {
            let article = law(&self.procedure.months);
            sentences.push(match self.procedure.month_end {
                MonthEnd::LastDay => words::month_end_last_day(lang, self.received.day(), article),
                MonthEnd::NextMonth => {
                    words::month_end_next_month(lang, self.received.day(), article)
                }
            });
        }
        let counts_all = matches!(self.term, Term::Calendar(_) | Term::Months(_));
        let closed = |skipped: &&Skipped| !matches!(skipped.why, Why::Suspended { .. });
        if counts_all && self.skipped.iter().any(|skipped| closed(&skipped)) {
            sentences.push(words::rolled(lang, law(&self.procedure.last_day)));
        }
        let weekends = self
            .skipped
            .iter()
            .filter(|skipped| skipped.why == Why::Weekend)
            .count();
        if weekends > 0 && !counts_all {
            sentences.push(words::weekends(
                lang,
                i64::try_from(weekends).unwrap_or(i64::MAX),
            ));
        }
        sentences.extend(
            self.skipped
                .iter()
                .filter_map(|skipped| match &skipped.why {
                    Why::Holiday { name, law } => Some(words::holiday(
                        lang,
                        day(skipped.on),
                        with_law(name.as_str(lang), law.as_deref()),
                    )),
                    Why::Weekend | Why::Suspended { .. } => None,
                }),
        );
        sentences.extend(self.suspensions(lang));
        sentences.push(match self.until {
            Some(time) => words::ends_at(lang, day(self.on), format::clock(time)),
            None => words::ends(lang, day(self.on)),
        });
        if self.provisional {
            sentences.push(words::provisional(lang));
        }
        sentences
    }

    /// The article that says how its unit is counted.
    fn article(&self) -> Option<&str> {
        match self.term {
            Term::Working(_) => self.procedure.working_days.as_deref(),
            Term::Hours(_) => self.procedure.hours.as_deref(),
            Term::Months(_) => self.procedure.months.as_deref(),
            Term::Calendar(_) => None,
        }
    }

    /// Whether the last month has no day of the number of the receipt.
    fn is_month_short(&self) -> bool {
        let Term::Months(months) = self.term else {
            return false;
        };
        self.received
            .checked_add(i32::from(months).months())
            .is_ok_and(|last| last.day() != self.received.day())
    }

    /// One sentence for each stretch of days in which the term stood still.
    fn suspensions(&self, lang: Lang) -> Vec<Text> {
        let mut stretches: Vec<(Date, Date, Option<&str>)> = Vec::new();
        for skipped in &self.skipped {
            let Why::Suspended { law, .. } = &skipped.why else {
                continue;
            };
            match stretches.last_mut() {
                Some((_, to, known))
                    if to.tomorrow().is_ok_and(|next| next == skipped.on)
                        && *known == law.as_deref() =>
                {
                    *to = skipped.on;
                }
                _ => stretches.push((skipped.on, skipped.on, law.as_deref())),
            }
        }
        let say = |(from, to, law): (Date, Date, Option<&str>)| {
            let (from, to) = (format::date_long(lang, from), format::date_long(lang, to));
            words::suspended(lang, from, with_law(to.as_str(), law))
        };
        stretches.into_iter().map(say).collect()
    }
}

fn with_law(what: &str, law: Option<&str>) -> String {
    format!("{what}{}", bracketed(law))
}

/// An article as it follows the words it is about; nothing where none is known.
fn bracketed(law: Option<&str>) -> String {
    law.map_or_else(String::new, |law| format!(" ({law})"))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::{Calendar, Suspension};

    fn said(sentences: &[Text]) -> Vec<&str> {
        sentences.iter().map(Text::as_str).collect()
    }

    #[test]
    fn a_deadline_explains_itself() {
        let calendar = Calendar::shipped("py").unwrap();
        let stops = [Suspension {
            from: date(2026, 3, 25),
            to: Some(date(2026, 3, 26)),
            law: Some("Art. 22".into()),
        }];
        let running = calendar.running(
            date(2026, 3, 24),
            &Term::Working(5),
            StartRule::DayAfter,
            &stops,
        );
        let deadline = running.deadline().unwrap();
        assert_eq!(
            said(&deadline.explain(Lang::Es)),
            [
                "Se recibió el martes 24 de marzo de 2026.",
                "El plazo es de 5 días hábiles, desde el día siguiente.",
                "No se cuentan 4 días de fin de semana.",
                "No se cuenta el jueves 2 de abril de 2026: Jueves Santo (Ley 7544/2025).",
                "No se cuenta el viernes 3 de abril de 2026: Viernes Santo (Ley 7544/2025).",
                "El plazo estuvo suspendido del miércoles 25 de marzo de 2026 al jueves 26 de marzo de 2026 (Art. 22).",
                "Termina al final del lunes 6 de abril de 2026.",
            ]
        );
        assert_eq!(deadline.explain(Lang::En).len(), 7);
        assert!(
            deadline
                .explain(Lang::Gn)
                .iter()
                .all(|sentence| sentence.fallback() == Some(Lang::Es))
        );
    }

    #[test]
    fn a_closed_last_day_is_said_to_move() {
        let deadline = Calendar::shipped("py").unwrap().deadline(
            date(2026, 11, 4),
            &Term::Calendar(10),
            StartRule::DayAfter,
        );
        assert!(
            said(&deadline.explain(Lang::Es))
                .contains(&"El último día cae en día inhábil: pasa al siguiente día hábil.")
        );
    }

    #[test]
    fn the_end_of_the_day_is_an_instant_in_the_zone_of_the_place() {
        let deadline = Deadline::new(
            date(2026, 11, 2),
            Term::Working(15),
            StartRule::DayAfter,
            date(2026, 11, 23),
        );
        let asuncion = TimeZone::get("America/Asuncion").unwrap();
        assert_eq!(
            deadline.ends_at(&asuncion).to_string(),
            "2026-11-24T03:00:00Z"
        );
        let tenerife = TimeZone::get("Atlantic/Canary").unwrap();
        assert_eq!(
            deadline.ends_at(&tenerife).to_string(),
            "2026-11-24T00:00:00Z"
        );
    }

    #[test]
    fn a_midnight_that_clocks_jump_over_is_the_first_instant_of_the_day() {
        // In 2023 Paraguay's clocks went from 00:00 to 01:00 on 1 October.
        let deadline = Deadline::new(
            date(2023, 9, 1),
            Term::Calendar(29),
            StartRule::DayAfter,
            date(2023, 9, 30),
        );
        let asuncion = TimeZone::get("America/Asuncion").unwrap();
        assert_eq!(
            deadline.ends_at(&asuncion).to_string(),
            "2023-10-01T04:00:00Z"
        );
    }

    #[test]
    fn a_deadline_can_be_kept_as_data() {
        let deadline = Calendar::shipped("py").unwrap().deadline(
            date(2026, 3, 24),
            &Term::Working(8),
            StartRule::DayAfter,
        );
        let json = serde_json::to_string(&deadline).unwrap();
        assert_eq!(serde_json::from_str::<Deadline>(&json).unwrap(), deadline);
    }
}
