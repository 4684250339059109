//! Every kind of term against a slow and obvious model that walks day by day, or minute by minute, over calendars
//! and suspensions made at random.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::BTreeSet;

use calendar::{
    Calendar, Day, Holiday, Layer, MonthEnd, Procedure, Running, StartRule, Suspension,
};
use calendar::{Term, Why};
use jiff::ToSpan;
use jiff::civil::{Date, DateTime, date};
use proptest::prelude::*;

/// A place as the model knows it: nothing but which days are off.
#[derive(Debug, Clone)]
struct Place {
    weekend: BTreeSet<i8>,
    holidays: BTreeSet<Date>,
    month_end: MonthEnd,
}

const WEEK: [Day; 7] = [
    Day::Monday,
    Day::Tuesday,
    Day::Wednesday,
    Day::Thursday,
    Day::Friday,
    Day::Saturday,
    Day::Sunday,
];

impl Place {
    fn works(&self, day: Date) -> bool {
        !self
            .weekend
            .contains(&day.weekday().to_monday_zero_offset())
            && !self.holidays.contains(&day)
    }

    fn next_working(&self, mut day: Date) -> Date {
        while !self.works(day) {
            day = day.tomorrow().unwrap();
        }
        day
    }

    /// The same place for the crate.
    fn calendar(&self) -> Calendar {
        let holiday = |dates: Vec<Date>| Holiday {
            name: text::Localized::only(text::Lang::Es, "f"),
            law: None,
            on: None,
            easter: None,
            dates,
            since: None,
            until: None,
            sunday_to_monday: false,
            only_on: Vec::new(),
            transfer: std::collections::BTreeMap::new(),
            moved: Vec::new(),
        };
        let named = |zero_offset: &i8| *WEEK.get(usize::try_from(*zero_offset).unwrap()).unwrap();
        let dates: Vec<Date> = self.holidays.iter().copied().collect();
        Calendar::new(vec![Layer {
            name: text::Localized::only(text::Lang::Es, "x"),
            weekend: Some(self.weekend.iter().map(named).collect()),
            office: None,
            procedure: Some(Procedure {
                month_end: self.month_end,
                ..Procedure::default()
            }),
            published: Vec::new(),
            holidays: if dates.is_empty() {
                Vec::new()
            } else {
                vec![holiday(dates)]
            },
        }])
        .unwrap()
    }
}

/// What the model says of a term.
#[derive(Debug, PartialEq)]
enum Says {
    Ends(Date),
    Stops {
        since: Date,
        counted: u32,
        left: u32,
    },
}

/// How the days of `stops` are: none, passing, or the beginning of one that does not end.
#[derive(PartialEq)]
enum Stop {
    No,
    For,
    Open,
}

fn stop_on(stops: &[Suspension], day: Date) -> Stop {
    let covers = |stop: &Suspension| stop.from <= day && stop.to.is_none_or(|to| day <= to);
    if stops.iter().any(|stop| stop.to.is_none() && covers(stop)) {
        Stop::Open
    } else if stops.iter().any(covers) {
        Stop::For
    } else {
        Stop::No
    }
}

/// Walks from `first` and crosses off a day of the term on each that counts.
fn cross_off(place: &Place, first: Date, days: u32, all: bool, stops: &[Suspension]) -> Says {
    let mut day = first;
    let mut left = days;
    loop {
        match stop_on(stops, day) {
            Stop::Open => {
                return Says::Stops {
                    since: day,
                    counted: days - left,
                    left,
                };
            }
            Stop::No if all || place.works(day) => left -= 1,
            Stop::No | Stop::For => {}
        }
        if left == 0 {
            return Says::Ends(place.next_working(day));
        }
        day = day.tomorrow().unwrap();
    }
}

fn first_day(received: Date, start: StartRule) -> Date {
    match start {
        StartRule::DayAfter => received.tomorrow().unwrap(),
        StartRule::SameDay => received,
    }
}

/// The last day of a term of months before offices are asked: walks until the month is right, and then until the
/// number of the day is, or the month is over.
fn date_to_date(received: Date, months: i32, month_end: MonthEnd) -> Date {
    let month_of = |day: Date| i32::from(day.year()) * 12 + i32::from(day.month());
    let mut day = received;
    while month_of(day) < month_of(received) + months {
        day = day.tomorrow().unwrap();
    }
    while day.day() != received.day() {
        let next = day.tomorrow().unwrap();
        if next.month() != day.month() {
            return match month_end {
                MonthEnd::LastDay => day,
                MonthEnd::NextMonth => next,
            };
        }
        day = next;
    }
    day
}

fn model(
    place: &Place,
    received: Date,
    term: Term,
    start: StartRule,
    stops: &[Suspension],
) -> Says {
    let first = first_day(received, start);
    match term {
        Term::Working(days) => cross_off(place, first, days.into(), false, stops),
        Term::Calendar(days) => cross_off(place, first, days.into(), true, stops),
        Term::Hours(_) => unreachable!("hours have a model of their own"),
        Term::Months(months) => {
            let last = date_to_date(received, months.into(), place.month_end);
            let mut days = 1;
            let mut day = first;
            while day < last {
                day = day.tomorrow().unwrap();
                days += 1;
            }
            cross_off(place, first, days, true, stops)
        }
    }
}

/// The minute before which a term in hours ends: walks minute by minute, and counts those of working days on which
/// nothing stops it. None when it stops for good.
fn minute_by_minute(
    place: &Place,
    came: DateTime,
    hours: u16,
    stops: &[Suspension],
) -> Option<DateTime> {
    let mut now = if place.works(came.date()) {
        came
    } else {
        place.next_working(came.date()).at(0, 0, 0, 0)
    };
    let mut left = u32::from(hours) * 60;
    while left > 0 {
        match stop_on(stops, now.date()) {
            Stop::Open => return None,
            Stop::No if place.works(now.date()) => {
                left -= 1;
                now = now.checked_add(1.minute()).unwrap();
            }
            Stop::No | Stop::For => now = now.date().tomorrow().unwrap().at(0, 0, 0, 0),
        }
    }
    Some(now)
}

fn answer(running: &Running) -> Says {
    match running {
        Running::Ends(deadline) => Says::Ends(deadline.on),
        Running::Stopped {
            since,
            counted,
            left,
        } => Says::Stops {
            since: *since,
            counted: *counted,
            left: *left,
        },
    }
}

fn any_date() -> impl Strategy<Value = Date> {
    (0_i32..3_000).prop_map(|days| date(2023, 6, 1).checked_add(days.days()).unwrap())
}

/// Around the ends of months, where the rules part.
fn month_ends() -> impl Strategy<Value = Date> {
    (0_i32..90, 0_i32..4).prop_map(|(months, days)| {
        let last = date(2023, 6, 1).checked_add(months.months()).unwrap();
        last.last_of_month().checked_sub(days.days()).unwrap()
    })
}

fn places(around: Date) -> impl Strategy<Value = Place> {
    let weekend = prop::collection::btree_set(0_i8..7, 0..4);
    let holidays = prop::collection::btree_set(0_i32..150, 0..40).prop_map(move |days| {
        let on = |days: i32| around.checked_add(days.days()).unwrap();
        days.into_iter().map(on).collect()
    });
    let month_end = prop_oneof![Just(MonthEnd::LastDay), Just(MonthEnd::NextMonth)];
    (weekend, holidays, month_end).prop_map(|(weekend, holidays, month_end)| Place {
        weekend,
        holidays,
        month_end,
    })
}

fn stops(around: Date) -> impl Strategy<Value = Vec<Suspension>> {
    let one =
        (-5_i32..60, prop::option::weighted(0.9, 0_i32..20)).prop_map(move |(from, length)| {
            let from = around.checked_add(from.days()).unwrap();
            Suspension {
                from,
                to: length.map(|length| from.checked_add(length.days()).unwrap()),
                law: None,
            }
        });
    prop::collection::vec(one, 0..4)
}

fn starts() -> impl Strategy<Value = StartRule> {
    prop_oneof![Just(StartRule::DayAfter), Just(StartRule::SameDay)]
}

fn terms() -> impl Strategy<Value = Term> {
    prop_oneof![
        (1_u16..60).prop_map(Term::Working),
        (1_u16..120).prop_map(Term::Calendar),
        (1_u16..14).prop_map(Term::Months),
        (1_u16..4).prop_map(|years| Term::Months(years * 12)),
    ]
}

fn cases() -> impl Strategy<Value = (Date, Place, Vec<Suspension>)> {
    prop_oneof![any_date(), month_ends()]
        .prop_flat_map(|received| (Just(received), places(received), stops(received)))
}

proptest! {
    #[test]
    fn days_months_and_years_agree((received, place, stops) in cases(), term in terms(), start in starts()) {
        let running = place.calendar().running(received, &term, start, &stops);
        prop_assert_eq!(answer(&running), model(&place, received, term, start, &stops));
    }

    #[test]
    fn hours_agree((day, place, stops) in cases(), hour in 0_i8..24, minute in 0_i8..60, hours in 1_u16..100) {
        let came = day.at(hour, minute, 0, 0);
        let running = place.calendar().running_from(came, &Term::Hours(hours), StartRule::DayAfter, &stops);
        match (running.deadline(), minute_by_minute(&place, came, hours, &stops)) {
            (Some(deadline), Some(end)) => {
                // The midnight that ends a day belongs to that day.
                let found = match deadline.until {
                    Some(time) => deadline.on.to_datetime(time),
                    None => deadline.on.tomorrow().unwrap().at(0, 0, 0, 0),
                };
                prop_assert_eq!(found, end);
                prop_assert!(place.works(deadline.on));
            }
            (None, None) => {
                let Running::Stopped { since, counted, left } = running else { unreachable!() };
                prop_assert_eq!(counted + left, u32::from(hours));
                let until_then: Vec<Suspension> = stops
                    .iter()
                    .map(|stop| Suspension { to: stop.to.or(Some(date(9000, 1, 1))), ..stop.clone() })
                    .collect();
                // What had been counted ends before the stop, and one hour more does not.
                if let Some(counted) = u16::try_from(counted).ok().filter(|counted| *counted > 0) {
                    let end = minute_by_minute(&place, came, counted, &until_then).unwrap();
                    prop_assert!(end <= since.at(0, 0, 0, 0));
                }
            }
            (found, end) => prop_assert!(false, "{found:?} and not {end:?}"),
        }
    }

    #[test]
    fn a_term_from_a_moment_is_one_from_its_day_of_receipt((day, place, stops) in cases(), term in terms(), hour in 0_i8..24) {
        let came = day.at(hour, 0, 0, 0);
        let running = place.calendar().running_from(came, &term, StartRule::DayAfter, &stops);
        let received = place.next_working(day);
        prop_assert_eq!(answer(&running), model(&place, received, term, StartRule::DayAfter, &stops));
        if let Running::Ends(deadline) = running {
            prop_assert_eq!(deadline.received, received);
            prop_assert_eq!(deadline.came, (received != day).then_some(came));
        }
    }

    #[test]
    fn every_day_on_the_way_is_counted_or_explained((received, place, stops) in cases(), days in 1_u16..60, start in starts()) {
        let Running::Ends(deadline) = place.calendar().running(received, &Term::Working(days), start, &stops) else {
            return Ok(());
        };
        let passed: BTreeSet<Date> = deadline.skipped.iter().map(|skipped| skipped.on).collect();
        prop_assert_eq!(passed.len(), deadline.skipped.len(), "no day twice");
        let mut counted = 0;
        let mut day = first_day(received, start);
        while day <= deadline.on {
            let counts = place.works(day) && stop_on(&stops, day) == Stop::No;
            prop_assert_eq!(counts, !passed.contains(&day), "{}", day);
            counted += u16::from(counts);
            day = day.tomorrow().unwrap();
        }
        prop_assert_eq!(counted, days);
        for skipped in &deadline.skipped {
            let suspended = matches!(skipped.why, Why::Suspended { .. });
            prop_assert_eq!(suspended, stop_on(&stops, skipped.on) == Stop::For);
        }
    }
}
