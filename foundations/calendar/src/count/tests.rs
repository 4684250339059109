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
    let same_day = paraguay().deadline(date(2026, 11, 2), &Term::Working(1), StartRule::SameDay);
    assert_eq!(same_day.on, date(2026, 11, 2));
}

#[test]
fn holidays_and_weekends_are_passed_over_with_their_reason() {
    // Maundy Thursday and Good Friday.
    let deadline = paraguay().deadline(date(2026, 3, 31), &Term::Working(2), StartRule::DayAfter);
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
        || (day.year() == 2026 && (day.month(), day.day()) == (6, 22))
        || (day.year() > 2026 && (day.month(), day.day()) == (6, 20))
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
