//! When the official and the applicant meet: the form that sets it, and what both read of it.

use axum::extract::{Path, State as Shared};
use design::{
    Button, DateInput, DatePart, Field, FieldError, Form, Level, Notice, Width, actions,
    date_part_name, heading,
};
use identity::Official;
use jiff::Timestamp;
use jiff::civil::{Date, Time};
use maud::{Markup, html};
use platform::form::Form as Typed;
use platform::{Problem, Result, Visit, redirect};
use process::{HumanTask, Meeting};
use text::{Lang, Text};

use super::{Followed, review};
use crate::event::CaseEvent;
use crate::jurisdiction::Jurisdiction;
use crate::state::State;
use crate::task::{self, OpenTask, TaskId};
use crate::{Error, case, meet, paper, words};

/// The day.
const DAY: &str = "dia";
/// The time of day.
const TIME: &str = "hora";

/// The form, with what was typed, or else what was set before.
pub(crate) fn form(
    task: &OpenTask,
    human: &HumanTask,
    typed: &Typed,
    errors: &[FieldError],
    state: &State,
    lang: Lang,
) -> Markup {
    let Some(meeting) = human.meeting else {
        return html! {};
    };
    let set = task
        .meets_at
        .map(|at| at.to_zoned(state.place.zone().clone()));
    let is_typed = typed.fields().any(|(name, _)| name == TIME);
    let [day, month, year, time] = match &set {
        Some(at) if !is_typed => [
            at.day().to_string(),
            at.month().to_string(),
            at.year().to_string(),
            at.strftime("%H:%M").to_string(),
        ],
        _ => [
            typed_part(typed, DatePart::Day),
            typed_part(typed, DatePart::Month),
            typed_part(typed, DatePart::Year),
            typed.get(TIME).to_owned(),
        ],
    };
    let day = DateInput::new(DAY, words::meeting_day(lang))
        .value(day, month, year)
        .error(FieldError::find(errors, DAY));
    let time = Field::text(TIME, words::meeting_time(lang))
        .hint(words::meeting_time_hint(lang))
        .width(Width::Short)
        .value(time)
        .error(FieldError::find(errors, TIME));
    html! {
        (heading(Level::H2, name(meeting, lang)))
        @if let Some(at) = task.meets_at { p { (words::meeting_set(lang, paper::moment(lang, at, state.place.zone()))) } }
        (Form::post(format!("/oficina/tareas/{}/fecha", task.id), html! {
            (day.render(lang))
            (time.render(lang))
            (actions(Button::new(words::meeting_button(lang)).secondary()))
        }))
    }
}

fn typed_part(typed: &Typed, part: DatePart) -> String {
    typed.get(&date_part_name(DAY, part)).to_owned()
}

fn name(meeting: Meeting, lang: Lang) -> Text {
    match meeting {
        Meeting::Visit => words::meeting_visit(lang),
        Meeting::Hearing => words::meeting_hearing(lang),
    }
}

/// Sets the time and tells the applicant, or shows the case again with what was wrong.
pub(crate) async fn set(
    visit: Visit,
    Shared(state): Shared<State>,
    official: Official,
    Path(task): Path<String>,
    typed: Typed,
) -> Result {
    let id: TaskId = task.parse().map_err(|_| Problem::not_found())?;
    let (there, who, now, lang) = (state.clone(), official.clone(), visit.now, visit.lang);
    let when = moment(&typed, &state.place);
    let set = state.app.store().write(move |tx| {
        let found = task::for_official(tx, id, &who)?;
        let Some(when) = when else {
            return Ok((found.number, false));
        };
        let case = case::by_id(tx, found.case)?;
        let service = there.service_of(tx, &case)?;
        let place = there.place_of(&case.agency_slug);
        match meet::meet(tx, &who, &found, when, &service, place, now) {
            Ok(()) => Ok((found.number, true)),
            Err(Error::MeetingPast) => Ok((found.number, false)),
            Err(error) => Err(error),
        }
    });
    let (number, is_set) = set.await?;
    if is_set {
        return Ok(redirect::see_other(&format!(
            "/oficina/expedientes/{number}"
        )));
    }
    let day = typed_day(&typed);
    let errors = match (day, time(typed.get(TIME))) {
        (None, _) => vec![FieldError::new(DAY, words::meeting_no_day(lang))],
        (Some(_), None) => vec![FieldError::new(TIME, words::meeting_no_time(lang))],
        (Some(_), Some(_)) => vec![FieldError::new(DAY, words::meeting_past(lang))],
    };
    review::again(&visit, &state, &official, number.as_str(), &typed, errors).await
}

/// The instant of a typed day and time, in the zone of the place.
fn moment(typed: &Typed, place: &Jurisdiction) -> Option<Timestamp> {
    let at = typed_day(typed)?.to_datetime(time(typed.get(TIME))?);
    let zoned = at.to_zoned(place.zone().clone());
    zoned.ok().map(|at| at.timestamp())
}

fn typed_day(typed: &Typed) -> Option<Date> {
    forms::day_of_parts(
        &typed_part(typed, DatePart::Day),
        &typed_part(typed, DatePart::Month),
        &typed_part(typed, DatePart::Year),
    )
}

/// A time of day as people write it: `10:30`, `10.30`, `10 h`.
fn time(typed: &str) -> Option<Time> {
    let bare = typed
        .trim()
        .trim_end_matches(|sign: char| sign.is_alphabetic() || sign.is_whitespace());
    let (hour, minute) = bare.split_once([':', '.']).unwrap_or((bare, "0"));
    Time::new(hour.parse().ok()?, minute.parse().ok()?, 0, 0).ok()
}

/// That a meeting is to come, to the applicant.
pub(crate) fn announced(followed: &Followed, now: Timestamp, lang: Lang) -> Markup {
    let process = &followed.service.definition.process;
    let is_open = |task: &str| process.open_task(&followed.case.position, task);
    let next = followed
        .history
        .iter()
        .rev()
        .find_map(|recorded| match &recorded.event {
            CaseEvent::MeetingSet { task, at } => Some((is_open(task)?.meeting?, *at)),
            _ => None,
        });
    match next.filter(|(_, at)| *at > now && followed.case.outcome.is_none()) {
        None => html! {},
        Some((meeting, at)) => {
            let when = paper::moment(lang, at, &followed.zone);
            let words = match meeting {
                Meeting::Visit => words::meeting_visit_at(lang, when),
                Meeting::Hearing => words::meeting_hearing_at(lang, when),
            };
            Notice::info(html! { p { (words) } })
                .title(name(meeting, lang))
                .render(lang)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_as_people_write_them() {
        for typed in ["10:30", "10.30", "10:30 h", "10:30hs"] {
            assert_eq!(time(typed), Time::new(10, 30, 0, 0).ok(), "{typed}");
        }
        assert_eq!(time("9"), Time::new(9, 0, 0, 0).ok());
        for wrong in ["", "25:00", "10:75", "diez", "-1"] {
            assert_eq!(time(wrong), None, "{wrong}");
        }
    }
}
