//! Checking the answers before sending, and sending.

use axum::extract::{Path, State as Shared};
use axum::http::StatusCode;
use axum::response::Response;
use design::page::Page;
use design::{
    Button, FieldError, Form, Level, SummaryList, SummaryRow, actions, details, heading, lead,
};
use maud::{Markup, html};
use platform::{Result, Visit, redirect};
use text::{Lang, format};

use super::answered;
use super::draft::{Opened, change_at, open, whom};
use crate::applicant::Applicant;
use crate::state::State;
use crate::submit::{Submission, submit_draft};
use crate::{DraftId, Error, facts, fee, words};

/// `/borradores/{id}/revisar`: everything together, each with its link to change it.
pub(crate) async fn show(
    visit: Visit,
    Shared(state): Shared<State>,
    who: Applicant,
    Path(id): Path<String>,
) -> Result {
    let opened = open(&visit, &state, &who, &id).await?;
    if let Some(number) = &opened.draft.sent {
        return Ok(redirect::see_other(&format!(
            "/expedientes/{number}/recibido"
        )));
    }
    if who.citizen.is_none()
        && (opened.draft.has_person || opened.service.definition.needs_person())
    {
        return Ok(redirect::see_other(&format!(
            "/ingresar?volver=/borradores/{id}/revisar"
        )));
    }
    let faults = opened.faults(&opened.draft.answers);
    Ok(view(&visit, &opened, &faults, StatusCode::OK))
}

/// Sends. However often it is pressed, one case comes of it.
pub(crate) async fn send(
    visit: Visit,
    Shared(state): Shared<State>,
    who: Applicant,
    Path(id): Path<String>,
) -> Result {
    let opened = open(&visit, &state, &who, &id)
        .await
        .map_err(|error| who.refusal(error))?;
    if who.citizen.is_none()
        && (opened.draft.has_person || opened.service.definition.needs_person())
    {
        return Ok(redirect::see_other(&format!(
            "/ingresar?volver=/borradores/{id}/revisar"
        )));
    }
    let (draft, service, there, now) = (
        opened.draft.clone(),
        opened.service.clone(),
        state.clone(),
        visit.now,
    );
    let sent = state
        .app
        .store()
        .write(move |tx| {
            let submission = Submission {
                service: &service,
                applicant: &who,
                draft: draft.id,
                answers: &draft.answers,
                idempotency_key: None,
            };
            submit_draft(
                tx,
                &draft,
                &submission,
                there.place_of(service.definition.agency_slug()),
                now,
            )
        })
        .await;
    match sent {
        Ok(filed) => Ok(redirect::see_other(&format!(
            "/expedientes/{}/recibido",
            filed.number
        ))),
        Err(Error::AlreadySent(number)) => Ok(redirect::see_other(&format!(
            "/expedientes/{number}/recibido"
        ))),
        Err(Error::Answers(faults)) => Ok(view(
            &visit,
            &opened,
            &faults,
            StatusCode::UNPROCESSABLE_ENTITY,
        )),
        Err(error) => Err(error.into()),
    }
}

fn view(
    visit: &Visit,
    opened: &Opened,
    faults: &[forms::FieldError],
    status: StatusCode,
) -> Response {
    let lang = visit.lang;
    let currency = &visit.app.site().currency;
    let id = opened.draft.id;
    let form = &opened.service.definition.form;
    // Here an error leads to the part where it can be mended, not to a field of this page.
    let errors: Vec<FieldError> = faults
        .iter()
        .map(|fault| FieldError::new(format!("fila-{}", fault.question), fault.message(lang)))
        .collect();
    let send = Form::post(
        format!("/borradores/{id}/enviar"),
        html! { (actions(Button::new(words::check_send(lang)))) },
    );
    let body = html! {
        (whom::told(visit))
        (heading(Level::H1, words::check_title(lang)))
        (lead(words::check_lead(lang)))
        @for section in form.answered(&opened.draft.answers, &opened.known, lang) {
            (heading(Level::H2, &section.title))
            (rows(&section, form, id, lang).render(lang))
        }
        @if faults.is_empty() {
            (costs(opened, currency, lang))
            p { (words::check_after(lang)) }
            (send)
        }
    };
    let page = Page::new(words::check_title(lang))
        .weave(&opened.draft.service_slug)
        .back(format!("/borradores/{id}"));
    visit.page_with(status, page.errors(errors).body(body))
}

/// What it will cost, and why this much: nobody sends first and learns afterwards.
fn costs(opened: &Opened, currency: &str, lang: Lang) -> Markup {
    let service = &opened.service;
    let facts = facts::of_answers(service, &opened.draft.answers);
    let mut tables = service.definition.process.fee_tables();
    let fee = tables.next().and_then(|table| {
        // A table that cannot be carried out is told when the fee is ordered, not here.
        fee::of_table(service, table, &facts, currency).ok()
    });
    let Some(fee) = fee else { return html! {} };
    let amount = format::money(lang, fee.amount_minor, currency);
    html! {
        (heading(Level::H2, words::check_costs(lang)))
        @if fee.amount_minor == 0 { p { (words::event_no_fee(lang)) } } @else {
            p { b { (words::check_fee(lang, amount)) } }
            (details(words::check_why(lang), html! { @for reason in fee.because.say(lang) { p { (reason) } } }))
        }
    }
}

fn rows(
    section: &forms::AnsweredSection,
    form: &forms::Form,
    id: DraftId,
    lang: Lang,
) -> SummaryList {
    let mut last = "";
    section.rows.iter().fold(SummaryList::new(), |list, row| {
        // A record is one answer in several rows: it is changed as a whole, at its first.
        let is_first = last != row.question;
        last = &row.question;
        let value: Markup =
            html! { div id=[is_first.then(|| format!("fila-{}", row.question))] { (answered::value(row, lang)) } };
        if !is_first || row.is_computed {
            return list.row(SummaryRow::new(row.label.clone(), value));
        }
        let change = change_at(form, id, &row.question);
        list.row(SummaryRow::new(row.label.clone(), value).change(change, row.label.clone()))
    })
}
