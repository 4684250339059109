//! The counting itself.

use jiff::Span;
use jiff::civil::{Date, DateTime, Time};

use crate::place::{DAYS_MAX, days_from};
use crate::{Calendar, Deadline, Running, Skipped, StartRule, Suspension, Term, Why};

impl Calendar {
    /// The day on which a term ends that starts to run with what was received on `received`.
    ///
    /// Working days and hours pass over weekends and holidays. Calendar days and months run through them, but
    /// end on a working day: the next one. A month ends on the same day of the month as the receipt, or on the
    /// last day of the month where there is none ("de fecha a fecha"). What would end more than a century
    /// and a half later never ends: on 31 December 9999.
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
            Term::Months(months) => count.days(first, days_of(received, first, months), Kind::All),
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

    /// When a number of hours ends that runs from a moment (local time), as laws count short terms: round the
    /// clock, on working days only. On a day without work it starts with the next working day.
    #[must_use]
    pub fn deadline_in_hours(&self, received: DateTime, hours: u16) -> Deadline {
        let from = if self.is_working(received.date()) {
            received.time()
        } else {
            Time::midnight()
        };
        let minutes = minutes_of(from) + u32::from(hours) * 60;
        let mut count = Count {
            calendar: self,
            suspensions: &[],
            skipped: Vec::new(),
        };
        // Without suspensions nothing stops.
        let on = count
            .days(received.date(), minutes.div_ceil(24 * 60), Kind::Working)
            .unwrap_or(received.date());
        let term = Term::Hours(hours);
        let deadline = Deadline {
            until: left_over(term, from),
            ..Deadline::new(received.date(), term, StartRule::SameDay, on)
        };
        self.ending(deadline, count.skipped)
    }

    fn ending(&self, deadline: Deadline, skipped: Vec<Skipped>) -> Deadline {
        let provisional =
            (deadline.received.year()..=deadline.on.year()).any(|year| !self.is_published(year));
        Deadline {
            skipped,
            provisional,
            ..deadline
        }
    }
}

fn minutes_of(time: Time) -> u32 {
    u32::from(time.hour().unsigned_abs()) * 60 + u32::from(time.minute().unsigned_abs())
}

/// The time of day at which a term in hours ends that began at `start`; None when it ends with the day.
fn left_over(term: Term, start: Time) -> Option<Time> {
    let Term::Hours(hours) = term else {
        return None;
    };
    let minutes = (minutes_of(start) + u32::from(hours) * 60) % (24 * 60);
    let part = |value: u32| i8::try_from(value).ok();
    let time = Time::new(part(minutes / 60)?, part(minutes % 60)?, 0, 0).ok()?;
    (minutes > 0).then_some(time)
}

/// How many days a term of months runs from its first day, through the day of the same number.
fn days_of(received: Date, first: Date, months: u16) -> u32 {
    let last = received
        .checked_add(Span::new().months(i32::from(months)))
        .unwrap_or(Date::MAX);
    let days_between = first.until(last).map_or(0, |span| span.get_days());
    // Both the first and the last day count.
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
mod tests {
    use jiff::ToSpan;
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;

    fn paraguay() -> Calendar {
        Calendar::shipped("py").unwrap()
    }

    fn end(received: Date, term: &str) -> Date {
        paraguay()
            .deadline(received, &term.parse().unwrap(), StartRule::DayAfter)
            .on
    }

    fn stop(from: Date, to: Option<Date>) -> Suspension {
        Suspension {
            from,
            to,
            law: Some("Art. 22".to_owned()),
        }
    }

    #[test]
    fn the_day_of_receipt_is_not_counted() {
        assert_eq!(
            end(date(2026, 11, 2), "15 working days"),
            date(2026, 11, 23)
        );
        assert_eq!(end(date(2026, 11, 2), "1 working day"), date(2026, 11, 3));
        let same_day =
            paraguay().deadline(date(2026, 11, 2), &Term::Working(1), StartRule::SameDay);
        assert_eq!(same_day.on, date(2026, 11, 2));
    }

    #[test]
    fn holidays_and_weekends_are_passed_over_with_their_reason() {
        // Maundy Thursday and Good Friday.
        let deadline =
            paraguay().deadline(date(2026, 3, 31), &Term::Working(2), StartRule::DayAfter);
        assert_eq!(deadline.on, date(2026, 4, 6));
        let days: Vec<Date> = deadline.skipped.iter().map(|skipped| skipped.on).collect();
        assert_eq!(
            days,
            [
                date(2026, 4, 2),
                date(2026, 4, 3),
                date(2026, 4, 4),
                date(2026, 4, 5)
            ]
        );
        assert!(matches!(
            deadline.skipped.first().unwrap().why,
            Why::Holiday { .. }
        ));
    }

    #[test]
    fn calendar_days_run_through_the_weekend_but_end_on_a_working_day() {
        assert_eq!(end(date(2026, 11, 2), "10 days"), date(2026, 11, 12));
        assert_eq!(
            end(date(2026, 11, 4), "10 days"),
            date(2026, 11, 16),
            "the 14th is a Saturday"
        );
    }

    #[test]
    fn months_run_from_date_to_date() {
        assert_eq!(end(date(2026, 8, 3), "1 month"), date(2026, 9, 3));
        assert_eq!(
            end(date(2026, 8, 31), "1 month"),
            date(2026, 9, 30),
            "September has no 31st"
        );
        assert_eq!(end(date(2028, 1, 31), "1 month"), date(2028, 2, 29));
        assert_eq!(
            end(date(2026, 1, 31), "1 month"),
            date(2026, 3, 3),
            "a weekend and a moved holiday"
        );
        assert_eq!(
            end(date(2026, 11, 25), "1 month"),
            date(2026, 12, 28),
            "Christmas, then a weekend"
        );
        assert_eq!(end(date(2026, 5, 4), "1 year"), date(2027, 5, 4));
    }

    #[test]
    fn hours_run_round_the_clock_on_working_days() {
        let friday = date(2026, 11, 20);
        let deadline = paraguay().deadline_in_hours(friday.at(15, 30, 0, 0), 24);
        assert_eq!(
            (deadline.on, deadline.until),
            (date(2026, 11, 23), Time::new(15, 30, 0, 0).ok())
        );
        let deadline = paraguay().deadline_in_hours(date(2026, 11, 21).at(10, 0, 0, 0), 48);
        assert_eq!(
            (deadline.on, deadline.until),
            (date(2026, 11, 24), None),
            "from Monday's first hour"
        );
        let deadline = paraguay().deadline(friday, &Term::Hours(30), StartRule::DayAfter);
        assert_eq!(
            (deadline.on, deadline.until),
            (date(2026, 11, 24), Time::new(6, 0, 0, 0).ok())
        );
    }

    #[test]
    fn a_suspended_term_goes_on_where_it_stood() {
        let received = date(2026, 11, 2);
        let ten = Term::Working(10);
        let still = paraguay().running(
            received,
            &ten,
            StartRule::DayAfter,
            &[stop(date(2026, 11, 5), None)],
        );
        assert_eq!(
            still,
            Running::Stopped {
                since: date(2026, 11, 5),
                counted: 2,
                left: 8
            }
        );
        let stops = [stop(date(2026, 11, 5), Some(date(2026, 11, 11)))];
        let resumed = paraguay().running(received, &ten, StartRule::DayAfter, &stops);
        // Two days before, eight from the 12th on.
        assert_eq!(
            resumed.deadline().map(|deadline| deadline.on),
            Some(date(2026, 11, 23))
        );
    }

    #[test]
    fn a_term_of_months_grows_by_the_days_it_stood_still() {
        let stops = [stop(date(2026, 8, 10), Some(date(2026, 8, 19)))];
        let running = paraguay().running(
            date(2026, 8, 3),
            &Term::Months(1),
            StartRule::DayAfter,
            &stops,
        );
        assert_eq!(
            running.deadline().map(|deadline| deadline.on),
            Some(date(2026, 9, 14)),
            "the 13th is a Sunday"
        );
    }

    #[test]
    fn a_suspension_after_the_end_changes_nothing() {
        let received = date(2026, 11, 2);
        let stops = [stop(date(2026, 12, 1), None)];
        let running = paraguay().running(received, &Term::Working(5), StartRule::DayAfter, &stops);
        assert_eq!(
            running.deadline().map(|deadline| deadline.on),
            Some(date(2026, 11, 9))
        );
    }

    #[test]
    fn years_without_published_holidays_make_a_date_provisional() {
        let tenerife = Calendar::shipped("es/canarias/tenerife").unwrap();
        let ends = |received| {
            tenerife
                .deadline(received, &Term::Working(10), StartRule::DayAfter)
                .provisional
        };
        assert!(!ends(date(2026, 11, 2)));
        assert!(ends(date(2026, 12, 28)), "it reaches into 2027");
    }

    #[test]
    fn no_term_and_no_date_breaks_the_count() {
        for received in [Date::MIN, Date::MAX, Date::ZERO] {
            for term in [
                Term::Working(u16::MAX),
                Term::Calendar(0),
                Term::Hours(u16::MAX),
                Term::Months(u16::MAX),
                Term::Months(0),
            ] {
                for start in [StartRule::DayAfter, StartRule::SameDay] {
                    let _ = paraguay()
                        .deadline(received, &term, start)
                        .ends_at(&jiff::tz::TimeZone::UTC);
                }
            }
            let _ = paraguay().deadline_in_hours(received.at(23, 59, 59, 0), u16::MAX);
        }
    }

    /// Paraguay's days off of some years, written out by hand and by another rule for Easter (Gauss).
    fn off(day: Date) -> bool {
        let fixed = [
            (1, 1),
            (5, 1),
            (5, 14),
            (5, 15),
            (6, 12),
            (8, 15),
            (9, 29),
            (12, 8),
            (12, 25),
        ];
        let year = i32::from(day.year());
        let (a, b, c) = (year % 19, year % 4, year % 7);
        let d = (19 * a + 24) % 30;
        let e = (2 * b + 4 * c + 6 * d + 5) % 7;
        let mut after_21_march = d + e + 1;
        if (d == 29 && e == 6) || (d == 28 && e == 6 && a > 10) {
            after_21_march -= 7;
        }
        let easter = date(day.year(), 3, 21)
            .checked_add(after_21_march.days())
            .unwrap();
        let weekday = day.weekday().to_monday_one_offset();
        weekday >= 6
            || fixed.contains(&(day.month(), day.day()))
            || (day.month(), day.day()) == if day.year() == 2026 { (3, 2) } else { (3, 1) }
            || (day.year() >= 2026 && (day.month(), day.day()) == (6, 20))
            || day == easter.checked_sub(2.days()).unwrap()
            || day == easter.checked_sub(3.days()).unwrap()
    }

    fn dates() -> impl Strategy<Value = Date> {
        (0_i32..20_000).prop_map(|days| date(2015, 1, 1).checked_add(days.days()).unwrap())
    }

    proptest! {
        #[test]
        fn working_days_agree_with_a_slow_obvious_model(received in dates(), days in 1_u16..60, from in 0_i32..90, length in 0_i32..40) {
            let from = received.checked_add(from.days()).unwrap();
            let to = from.checked_add(length.days()).unwrap();
            let mut day = received;
            let mut counted = 0;
            while counted < days {
                day = day.tomorrow().unwrap();
                if !off(day) && !(from..=to).contains(&day) {
                    counted += 1;
                }
            }
            let running = paraguay().running(received, &Term::Working(days), StartRule::DayAfter, &[stop(from, Some(to))]);
            prop_assert_eq!(running.deadline().unwrap().on, day);
        }

        #[test]
        fn calendar_days_agree_with_a_slow_obvious_model(received in dates(), days in 1_u16..400) {
            let mut day = received.checked_add(i32::from(days).days()).unwrap();
            while off(day) {
                day = day.tomorrow().unwrap();
            }
            prop_assert_eq!(paraguay().deadline(received, &Term::Calendar(days), StartRule::DayAfter).on, day);
        }

        #[test]
        fn every_day_is_either_counted_or_explained(received in dates(), days in 1_u16..60) {
            let deadline = paraguay().deadline(received, &Term::Working(days), StartRule::DayAfter);
            let all = received.until(deadline.on).unwrap().get_days();
            prop_assert_eq!(usize::try_from(all).unwrap(), deadline.skipped.len() + usize::from(days));
        }

        #[test]
        fn a_longer_term_never_ends_earlier(received in dates(), days in 1_u16..200, months in 1_u16..36) {
            let end = |term: Term| paraguay().deadline(received, &term, StartRule::DayAfter).on;
            prop_assert!(end(Term::Working(days)) < end(Term::Working(days + 1)));
            prop_assert!(end(Term::Months(months)) < end(Term::Months(months + 1)));
        }

        #[test]
        fn counting_back_gives_the_term(received in dates(), days in 1_u16..200) {
            let end = paraguay().deadline(received, &Term::Working(days), StartRule::DayAfter).on;
            prop_assert_eq!(paraguay().working_days_between(received, end), u32::from(days));
        }
    }
}
