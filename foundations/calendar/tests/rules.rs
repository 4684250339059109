//! The rules of procedure one by one: each is kept, and says by which article.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use calendar::{Calendar, Deadline, Receipt, Running, StartRule, Suspension, Term};
use jiff::civil::{Date, DateTime, Time, date};
use text::Lang;

const COUNTER: &str = "
name = { es = 'Mesa de entrada' }
office = { from = '07:00:00', to = '13:00:00' }
published = [2027, 2028]
[procedure]
working_days = 'art. 1'
hours = 'art. 2'
months = 'art. 3'
day_after = 'art. 4'
last_day = 'art. 5'
receipt = 'art. 6'
[[holidays]]
name = { es = 'Día de la Constitución' }
law = 'art. 7'
on = '06-18'
";

/// The same counter, where a term without its day ends in the month after.
fn counter_of_next_month() -> Calendar {
    let next_month = COUNTER.replace("[procedure]", "[procedure]\nmonth_end = 'next_month'");
    Calendar::parse(&[&next_month]).unwrap()
}

fn counter() -> Calendar {
    Calendar::parse(&[COUNTER]).unwrap()
}

fn from_moment(came: DateTime, term: &Term, start: StartRule) -> Deadline {
    let running = counter().running_from(came, term, start, &[]);
    running.deadline().unwrap().clone()
}

fn said(deadline: &Deadline, lang: Lang) -> Vec<String> {
    let sentences = deadline.explain(lang);
    sentences
        .iter()
        .map(|text| text.as_str().to_owned())
        .collect()
}

const FRIDAY: Date = date(2027, 6, 11);
const MONDAY: Date = date(2027, 6, 14);

#[test]
fn what_comes_after_the_counter_has_closed_counts_as_received_on_the_next_working_day() {
    let late = from_moment(
        FRIDAY.at(13, 0, 0, 0),
        &Term::Working(3),
        StartRule::DayAfter,
    );
    assert_eq!((late.received, late.on), (MONDAY, date(2027, 6, 17)));
    assert_eq!(
        said(&late, Lang::Es),
        [
            "Llegó el viernes 11 de junio de 2027 a las 13:00, fuera de día u horario hábil: cuenta como recibido el lunes 14 de junio de 2027 (art. 6).",
            "El plazo es de 3 días hábiles (art. 1), desde el día siguiente (art. 4).",
            "Termina al final del jueves 17 de junio de 2027.",
        ]
    );
    assert_eq!(
        said(&late, Lang::En).first().unwrap(),
        "It came on Friday 11 June 2027 at 13:00, outside working days or hours: it counts as received on Monday 14 June 2027 (art. 6)."
    );
    let in_time = from_moment(
        FRIDAY.at(12, 59, 59, 0),
        &Term::Working(3),
        StartRule::DayAfter,
    );
    assert_eq!((in_time.received, in_time.on), (FRIDAY, date(2027, 6, 16)));
    assert_eq!(
        said(&in_time, Lang::Es).first().unwrap(),
        "Se recibió el viernes 11 de junio de 2027."
    );
}

#[test]
fn what_comes_late_on_the_last_day_is_late() {
    let deadline = from_moment(
        MONDAY.at(9, 0, 0, 0),
        &Term::Working(3),
        StartRule::DayAfter,
    );
    let last_day = deadline.on;
    assert_eq!(
        counter().receipt(last_day.at(12, 0, 0, 0)),
        Receipt::SameDay(last_day)
    );
    // The 18th is a holiday, and a Friday.
    assert_eq!(
        counter().receipt(last_day.at(13, 30, 0, 0)),
        Receipt::AfterHours(date(2027, 6, 21))
    );
}

#[test]
fn a_term_starts_on_the_day_after_unless_the_law_says_the_same_day() {
    let after = from_moment(
        MONDAY.at(9, 0, 0, 0),
        &Term::Working(1),
        StartRule::DayAfter,
    );
    let same = from_moment(MONDAY.at(9, 0, 0, 0), &Term::Working(1), StartRule::SameDay);
    assert_eq!((after.on, same.on), (date(2027, 6, 15), MONDAY));
    assert!(
        said(&after, Lang::En).contains(
            &"The term is 1 working day (art. 1), from the day after (art. 4).".to_owned()
        )
    );
    assert!(said(&same, Lang::En).contains(&"The term is 1 working day (art. 1).".to_owned()));
    // The day after is a holiday before a weekend: the first day is the working day after those.
    let over = counter().deadline(date(2027, 6, 17), &Term::Working(1), StartRule::DayAfter);
    assert_eq!(over.on, date(2027, 6, 21));
    assert!(said(&over, Lang::Es).contains(
        &"No se cuenta el viernes 18 de junio de 2027: Día de la Constitución (art. 7).".to_owned()
    ));
}

#[test]
fn a_month_from_its_31st_ends_where_the_law_says() {
    let received = date(2028, 1, 31);
    let month = Term::Months(1);
    let last_day = counter().deadline(received, &month, StartRule::DayAfter);
    assert_eq!(last_day.on, date(2028, 2, 29));
    assert!(said(&last_day, Lang::En).contains(
        &"The month in which it ends has no day 31: it ends on the last day of that month (art. 3)."
            .to_owned()
    ));
    let next_month = counter_of_next_month().deadline(received, &month, StartRule::DayAfter);
    assert_eq!(next_month.on, date(2028, 3, 1));
    assert!(said(&next_month, Lang::En).contains(
        &"The month in which it ends has no day 31: it ends on the first working day of the month after (art. 3)."
            .to_owned()
    ));
    // Where there is such a day both agree, and nothing is said of it.
    let whole = counter_of_next_month().deadline(received, &Term::Months(2), StartRule::DayAfter);
    assert_eq!(whole.on, date(2028, 3, 31));
    assert!(
        !said(&whole, Lang::En)
            .iter()
            .any(|sentence| sentence.contains("has no day"))
    );
}

#[test]
fn a_closed_last_day_moves_by_its_article() {
    let deadline = counter().deadline(date(2027, 6, 8), &Term::Calendar(10), StartRule::DayAfter);
    assert_eq!(deadline.on, date(2027, 6, 21), "the 18th is a holiday");
    assert!(said(&deadline, Lang::Es).contains(
        &"El último día cae en día inhábil: pasa al siguiente día hábil (art. 5).".to_owned()
    ));
}

#[test]
fn hours_run_from_the_minute_or_from_the_first_hour_of_the_next_working_day() {
    let at = |hour| Time::new(hour, 0, 0, 0).ok();
    let in_time = from_moment(
        FRIDAY.at(10, 0, 0, 0),
        &Term::Hours(24),
        StartRule::DayAfter,
    );
    assert_eq!((in_time.on, in_time.until), (MONDAY, at(10)));
    let late = from_moment(
        FRIDAY.at(15, 0, 0, 0),
        &Term::Hours(10),
        StartRule::DayAfter,
    );
    assert_eq!((late.on, late.until), (MONDAY, at(10)));
    assert!(said(&late, Lang::Es).contains(&"El plazo es de 10 horas (art. 2).".to_owned()));
    assert_eq!(
        counter().deadline_in_hours(FRIDAY.at(15, 0, 0, 0), 10),
        late
    );
}

#[test]
fn hours_that_stand_still_tell_the_whole_hours_that_were_counted() {
    let open = |from, to| {
        [Suspension {
            from,
            to,
            law: None,
        }]
    };
    let (came, term) = (FRIDAY.at(10, 30, 0, 0), Term::Hours(48));
    let running =
        |stops: &[Suspension]| counter().running_from(came, &term, StartRule::DayAfter, stops);
    // 13 hours and a half of Friday and all of Monday.
    assert_eq!(
        running(&open(date(2027, 6, 15), None)),
        Running::Stopped {
            since: date(2027, 6, 15),
            counted: 37,
            left: 11
        }
    );
    assert_eq!(
        running(&open(FRIDAY, None)),
        Running::Stopped {
            since: FRIDAY,
            counted: 0,
            left: 48
        }
    );
    // Stopped on the day it came, it begins with the first hour of the next working day.
    let stopped_at_once = running(&open(FRIDAY, Some(FRIDAY)));
    let deadline = stopped_at_once.deadline().unwrap();
    assert_eq!((deadline.on, deadline.until), (date(2027, 6, 15), None));
    let resumed = running(&open(date(2027, 6, 15), Some(date(2027, 6, 15))));
    let deadline = resumed.deadline().unwrap();
    assert_eq!(
        (deadline.on, deadline.until),
        (date(2027, 6, 16), Time::new(10, 30, 0, 0).ok())
    );
}

#[test]
fn what_no_article_is_known_for_is_said_without() {
    let bare = Calendar::parse(&["name = { es = 'x' }"]).unwrap();
    let running = bare.running_from(
        date(2027, 6, 12).at(9, 5, 0, 0),
        &Term::Months(1),
        StartRule::DayAfter,
        &[],
    );
    assert_eq!(
        said(running.deadline().unwrap(), Lang::Es),
        [
            "Llegó el sábado 12 de junio de 2027 a las 09:05, fuera de día u horario hábil: cuenta como recibido el lunes 14 de junio de 2027.",
            "El plazo es de 1 mes, desde el día siguiente.",
            "Termina al final del miércoles 14 de julio de 2027.",
        ]
    );
}

#[test]
fn a_deadline_kept_before_articles_were_kept_is_still_read() {
    let kept = r#"{"received":"2027-06-14","term":"1 month","start":"day_after","on":"2027-07-14","until":null,"skipped":[],"provisional":false}"#;
    let deadline: Deadline = serde_json::from_str(kept).unwrap();
    assert_eq!((deadline.came, deadline.on), (None, date(2027, 7, 14)));
    assert_eq!(
        said(&deadline, Lang::Es).first().unwrap(),
        "Se recibió el lunes 14 de junio de 2027."
    );
}

#[test]
fn the_innermost_law_holds_and_a_slip_in_it_is_refused() {
    let town = "name = { es = 'x' }\n[procedure]\nlast_day = 'Ordenanza 1'";
    let calendar = Calendar::parse(&[COUNTER, town]).unwrap();
    let deadline = calendar.deadline(date(2027, 6, 8), &Term::Calendar(10), StartRule::DayAfter);
    assert_eq!(deadline.procedure.last_day.as_deref(), Some("Ordenanza 1"));
    assert_eq!(
        deadline.procedure.day_after, None,
        "the town's law is read as a whole"
    );
    let slip = town.replace("last_day", "lastday");
    assert!(Calendar::parse(&[&slip]).is_err());
}
