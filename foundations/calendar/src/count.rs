//! The counting itself.

use jiff::Span;
use jiff::civil::{Date, DateTime, Time};

use crate::place::{DAYS_MAX, days_from};
use crate::{
    Calendar, Deadline, MonthEnd, Receipt, Running, Skipped, StartRule, Suspension, Term, Why,
};

impl Calendar {
    /// The day on which a term ends that starts to run with what was received on `received`.
    ///
    /// Working days and hours pass over weekends and holidays. Calendar days and months run through them, but
    /// end on a working day: the next one. A month ends on the same day of the month as the receipt, or on the
    /// last day of the month where there is none ("de fecha a fecha"), unless the place's [`MonthEnd`] is
    /// another. What would end more than a century and a half later never ends: on 31 December 9999.
    #[must_use]
    pub fn deadline(&self, received: Date, term: &Term, start: StartRule) -> Deadline {
        match self.running(received, term, start, &[]) {
            Running::Ends(deadline) => deadline,
            // Without suspensions nothing stops.
            Running::Stopped { since, .. } => Deadline::new(received, *term, start, since),
        }
    }

    /// Where a term stands, with the intervals in which it stood still. Suspensions may overlap and need no order.
    #[must_use]
    pub fn running(
        &self,
        received: Date,
        term: &Term,
        start: StartRule,
        suspensions: &[Suspension],
    ) -> Running {
        let first = match start {
            StartRule::DayAfter => received.tomorrow().unwrap_or(Date::MAX),
            StartRule::SameDay => received,
        };
        let mut count = Count {
            calendar: self,
            suspensions,
            skipped: Vec::new(),
        };
        let ended = match *term {
            Term::Working(days) => count.days(first, days.into(), Kind::Working),
            Term::Hours(hours) => count.days(first, u32::from(hours).div_ceil(24), Kind::Working),
            Term::Calendar(days) => count.days(first, days.into(), Kind::All),
            Term::Months(months) => {
                let month_end = self
                    .procedure()
                    .map_or(MonthEnd::LastDay, |law| law.month_end);
                let last = same_day_after(received, months, month_end);
                count.days(first, days_through(first, last), Kind::All)
            }
        };
        match ended {
            Ok(last) => {
                let on = count.rolled(last);
                Running::Ends(self.ending(
                    Deadline {
                        until: left_over(*term, Time::midnight()),
                        ..Deadline::new(received, *term, start, on)
                    },
                    count.skipped,
                ))
            }
            Err(stopped) => stopped.running(*term),
        }
    }

    /// Where a term stands that starts to run with what came at a moment (local time): from the day on which that
    /// counts as received ([`Calendar::receipt`]), a term in hours from the hour and minute. A term in hours
    /// knows no other start.
    #[must_use]
    pub fn running_from(
        &self,
        came: DateTime,
        term: &Term,
        start: StartRule,
        suspensions: &[Suspension],
    ) -> Running {
        let receipt = self.receipt(came);
        let running = match *term {
            Term::Hours(hours) => {
                let from = match receipt {
                    Receipt::SameDay(date) => date.to_datetime(came.time()),
                    Receipt::DayOff(date) | Receipt::AfterHours(date) => {
                        date.to_datetime(Time::midnight())
                    }
                };
                self.hours_from(from, hours, suspensions)
            }
            _ => self.running(receipt.on(), term, start, suspensions),
        };
        match running {
            Running::Ends(deadline) => Running::Ends(Deadline {
                came: (!matches!(receipt, Receipt::SameDay(_))).then_some(came),
                ..deadline
            }),
            stopped @ Running::Stopped { .. } => stopped,
        }
    }

    /// When a number of hours ends that runs from a moment (local time), as laws count short terms: round the
    /// clock, on working days only, from minute to minute. What comes on a day without work, or after the counter
    /// has closed, starts with the next working day.
    #[must_use]
    pub fn deadline_in_hours(&self, came: DateTime, hours: u16) -> Deadline {
        let term = Term::Hours(hours);
        match self.running_from(came, &term, StartRule::SameDay, &[]) {
            Running::Ends(deadline) => deadline,
            // Without suspensions nothing stops.
            Running::Stopped { since, .. } => {
                Deadline::new(came.date(), term, StartRule::SameDay, since)
            }
        }
    }

    /// Hours from a moment on a working day.
    fn hours_from(&self, from: DateTime, hours: u16, suspensions: &[Suspension]) -> Running {
        let term = Term::Hours(hours);
        let mut count = Count {
            calendar: self,
            suspensions,
            skipped: Vec::new(),
        };
        // Of a day that is not counted, what is over is not counted either.
        let from_time = match count.why_not(from.date(), Kind::Working) {
            Some(_) => Time::midnight(),
            None => from.time(),
        };
        let before = minutes_of(from_time);
        let minutes = before + u32::from(hours) * 60;
        match count.days(from.date(), minutes.div_ceil(DAY_MINUTES), Kind::Working) {
            Ok(on) => {
                let deadline = Deadline {
                    until: left_over(term, from_time),
                    ..Deadline::new(from.date(), term, StartRule::SameDay, on)
                };
                Running::Ends(self.ending(deadline, count.skipped))
            }
            Err(stopped) => {
                let counted = stopped
                    .counted
                    .saturating_mul(DAY_MINUTES)
                    .saturating_sub(before)
                    / 60;
                Running::Stopped {
                    since: stopped.since,
                    counted,
                    left: u32::from(hours).saturating_sub(counted),
                }
            }
        }
    }

    fn ending(&self, deadline: Deadline, skipped: Vec<Skipped>) -> Deadline {
        let provisional =
            (deadline.received.year()..=deadline.on.year()).any(|year| !self.is_published(year));
        Deadline {
            skipped,
            provisional,
            procedure: Box::new(self.procedure().cloned().unwrap_or_default()),
            ..deadline
        }
    }
}

const DAY_MINUTES: u32 = 24 * 60;

fn minutes_of(time: Time) -> u32 {
    u32::from(time.hour().unsigned_abs()) * 60 + u32::from(time.minute().unsigned_abs())
}

/// The time of day at which a term in hours ends that began at `start`; None when it ends with the day.
fn left_over(term: Term, start: Time) -> Option<Time> {
    let Term::Hours(hours) = term else {
        return None;
    };
    let minutes = (minutes_of(start) + u32::from(hours) * 60) % DAY_MINUTES;
    let part = |value: u32| i8::try_from(value).ok();
    let time = Time::new(part(minutes / 60)?, part(minutes % 60)?, 0, 0).ok()?;
    (minutes > 0).then_some(time)
}

/// The day a number of months after a receipt that has its number, or what takes its place.
fn same_day_after(received: Date, months: u16, month_end: MonthEnd) -> Date {
    let last = received
        .checked_add(Span::new().months(i32::from(months)))
        .unwrap_or(Date::MAX);
    match month_end {
        // Where offices are closed on it, the last day moves as any other does.
        MonthEnd::NextMonth if last.day() != received.day() => last.tomorrow().unwrap_or(last),
        MonthEnd::NextMonth | MonthEnd::LastDay => last,
    }
}

/// How many days there are from the first through the last: both count.
fn days_through(first: Date, last: Date) -> u32 {
    let days_between = first.until(last).map_or(0, |span| span.get_days());
    u32::try_from(days_between.saturating_add(1)).unwrap_or(0)
}

/// Which days a term counts.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Working,
    All,
}

/// The term stands still from a day on.
struct Stopped {
    since: Date,
    counted: u32,
    left: u32,
}

impl Stopped {
    fn running(self, term: Term) -> Running {
        let unit = if matches!(term, Term::Hours(_)) {
            24
        } else {
            1
        };
        let amount = u32::from(term.amount());
        let counted = self.counted.saturating_mul(unit);
        let left = if unit == 1 {
            self.left
        } else {
            amount.saturating_sub(counted)
        };
        Running::Stopped {
            since: self.since,
            counted,
            left,
        }
    }
}

/// One count, with the days it passes over.
struct Count<'a> {
    calendar: &'a Calendar,
    suspensions: &'a [Suspension],
    skipped: Vec<Skipped>,
}

impl Count<'_> {
    /// The day on which the last of `days` days is counted, from `first` on. A term of no days ends before it begins.
    fn days(&mut self, first: Date, days: u32, kind: Kind) -> Result<Date, Stopped> {
        let mut left = days;
        if left == 0 {
            return Ok(first.yesterday().unwrap_or(first));
        }
        for day in days_from(first).take(DAYS_MAX) {
            match self.why_not(day, kind) {
                Some(Why::Suspended { to: None, .. }) => {
                    return Err(Stopped {
                        since: day,
                        counted: days - left,
                        left,
                    });
                }
                Some(why) => self.skipped.push(Skipped { on: day, why }),
                None => left -= 1,
            }
            if left == 0 {
                return Ok(day);
            }
        }
        Ok(Date::MAX)
    }

    /// The last day, or the next working day after it when offices are closed. A term that is over in law can
    /// no longer be suspended.
    fn rolled(&mut self, last: Date) -> Date {
        for day in days_from(last).take(DAYS_MAX) {
            match self.why_closed(day) {
                Some(why) => self.skipped.push(Skipped { on: day, why }),
                None => return day,
            }
        }
        Date::MAX
    }

    /// Why a day is not counted, if it is not.
    fn why_not(&self, day: Date, kind: Kind) -> Option<Why> {
        if let Some(suspension) = self
            .suspensions
            .iter()
            .filter(|one| one.covers(day))
            .max_by_key(|one| one.to.is_none())
        {
            return Some(Why::Suspended {
                to: suspension.to,
                law: suspension.law.clone(),
            });
        }
        if kind == Kind::Working {
            self.why_closed(day)
        } else {
            None
        }
    }

    /// Why offices are closed on a day, if they are.
    fn why_closed(&self, day: Date) -> Option<Why> {
        if let Some(holiday) = self.calendar.holiday(day) {
            return Some(Why::Holiday {
                name: holiday.name.clone(),
                law: holiday.law.map(str::to_owned),
            });
        }
        self.calendar.is_weekend(day).then_some(Why::Weekend)
    }
}

#[cfg(test)]
mod tests;
