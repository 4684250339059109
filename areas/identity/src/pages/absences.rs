//! `/oficina/ausencias`: an official notes the days on which they get no work assigned.

use axum::extract::{Path, State as Shared};
use axum::http::StatusCode;
use axum::response::Response;
use design::page::Page;
use design::{
    Button, DateInput, DatePart, EmptyState, FieldError, Form as FormMarkup, Level, SummaryList,
    SummaryRow, actions, date_part_name, heading, lead,
};
use jiff::civil::Date;
use maud::html;
use platform::form::Form;
use platform::{Problem, Result, Visit, redirect};
use text::{Lang, format};

use crate::absences::{self, Absence, AbsenceId, NotNoted};
use crate::{Official, State, words};

const ADDRESS: &str = "/oficina/ausencias";
const FIRST: &str = "desde";
const LAST: &str = "hasta";

/// The days noted so far, and the form for more.
pub(super) async fn show(visit: Visit, Shared(state): Shared<State>, official: Official) -> Result {
    page(&visit, &state, &official, &Form::default(), Vec::new()).await
}

/// Notes an absence, or shows the form again with what was wrong.
pub(super) async fn add(
    visit: Visit,
    Shared(state): Shared<State>,
    official: Official,
    form: Form,
) -> Result {
    let lang = visit.lang;
    let (first, last) = (day(&form, FIRST), day(&form, LAST));
    let (Some(first), Some(last)) = (first, last) else {
        let missing = [(FIRST, first), (LAST, last)].into_iter();
        let errors = missing
            .filter(|(_, day)| day.is_none())
            .map(|(name, _)| FieldError::new(name, words::absences_no_day(lang)))
            .collect();
        return page(&visit, &state, &official, &form, errors).await;
    };
    let (who, today, now) = (official.clone(), today(&visit), visit.now);
    let noted = state
        .app
        .store()
        .write(move |tx| absences::add(tx, &who, first, last, today, now));
    let error = match noted.await {
        Ok(()) => return Ok(redirect::see_other(ADDRESS)),
        Err(NotNoted::Days) => words::absences_order(lang),
        Err(NotNoted::TooMany) => words::absences_too_many(lang),
        Err(NotNoted::Store(error)) => return Err(error.into()),
    };
    let errors = vec![FieldError::new(LAST, error)];
    page(&visit, &state, &official, &form, errors).await
}

/// Takes an absence back.
pub(super) async fn remove(
    Shared(state): Shared<State>,
    official: Official,
    Path(absence): Path<String>,
) -> Result {
    let id: AbsenceId = absence.parse().map_err(|_| Problem::not_found())?;
    state
        .app
        .store()
        .write(move |tx| absences::remove(tx, &official, id))
        .await?;
    Ok(redirect::see_other(ADDRESS))
}

async fn page(
    visit: &Visit,
    state: &State,
    official: &Official,
    typed: &Form,
    errors: Vec<FieldError>,
) -> Result {
    let (who, today) = (official.clone(), today(visit));
    let noted = state
        .app
        .store()
        .read(move |db| absences::of(db, &who, today))
        .await?;
    Ok(view(visit, &noted, typed, errors))
}

fn view(visit: &Visit, noted: &[Absence], typed: &Form, errors: Vec<FieldError>) -> Response {
    let lang = visit.lang;
    let status = match errors.is_empty() {
        true => StatusCode::OK,
        false => StatusCode::UNPROCESSABLE_ENTITY,
    };
    let date = |name: &str, legend| {
        let part = |part| typed.get(&date_part_name(name, part));
        DateInput::new(name, legend)
            .value(
                part(DatePart::Day),
                part(DatePart::Month),
                part(DatePart::Year),
            )
            .error(FieldError::find(&errors, name))
            .render(lang)
    };
    let form = FormMarkup::post(
        ADDRESS,
        html! {
            (date(FIRST, words::absences_first(lang)))
            (date(LAST, words::absences_last(lang)))
            (actions(Button::new(words::absences_add(lang))))
        },
    );
    let body = html! {
        (heading(Level::H1, words::absences_title(lang)))
        (lead(words::absences_lead(lang)))
        @if noted.is_empty() {
            (EmptyState::new(words::absences_none(lang), html! {}))
        }
        @for absence in noted {
            (SummaryList::new().row(SummaryRow::new(words::absences_row(lang), days(absence, lang))).render(lang))
            (FormMarkup::post(format!("{ADDRESS}/{}/quitar", absence.id), actions(Button::new(words::absences_remove(lang, days(absence, lang))).secondary())))
        }
        (heading(Level::H2, words::absences_more(lang)))
        (form)
    };
    let page = Page::new(words::absences_title(lang)).back("/oficina");
    visit.page_with(status, page.errors(errors).body(body))
}

fn days(absence: &Absence, lang: Lang) -> text::Text {
    words::absences_days(
        lang,
        format::date_long(lang, absence.first_on),
        format::date_long(lang, absence.last_on),
    )
}

fn today(visit: &Visit) -> Date {
    visit
        .now
        .to_zoned(visit.app.site().time_zone.clone())
        .date()
}

/// A day as it was typed in three boxes.
fn day(form: &Form, name: &str) -> Option<Date> {
    let part = |part| form.get(&date_part_name(name, part));
    forms::day_of_parts(
        part(DatePart::Day),
        part(DatePart::Month),
        part(DatePart::Year),
    )
}
