//! `/oficina/expedientes/{number}/revocar`: an official takes an act back, with reasons.

use axum::extract::{Path, State as Shared};
use axum::http::StatusCode;
use axum::response::Response;
use design::page::Page;
use design::{
    Button, FieldError, Form, Level, LinkButton, SummaryList, SummaryRow, TextArea, actions,
    heading, lead,
};
use identity::Official;
use maud::html;
use platform::form::Form as Typed;
use platform::{Result, Visit, redirect};
use text::Localized;

use crate::act;
use crate::complete::REASONS_CHARACTERS_MAX;
use crate::revoke as verb;
use crate::state::State;
use crate::{CaseNumber, Error, case, paper, words};

/// An act that this official may take back. It tells nothing about a person.
struct Revocable {
    number: CaseNumber,
    service: Localized,
    issued_at: jiff::Timestamp,
}

async fn open(
    state: &State,
    official: &Official,
    number: &str,
) -> std::result::Result<Revocable, Error> {
    let number: CaseNumber = number.parse().map_err(|_| Error::Unknown)?;
    let (there, official) = (state.clone(), official.clone());
    state
        .app
        .store()
        .read(move |db| {
            let case = case::of_agency(db, &number, &official)?;
            let service = there.service_of(db, &case)?;
            let act = act::of_case(db, case.id)?
                .filter(|act| verb::may(&official, act, &service))
                .ok_or(Error::Unknown)?;
            Ok(Revocable {
                number: case.number,
                service: service.definition.title().clone(),
                issued_at: act.issued.ok_or(Error::Unknown)?.at,
            })
        })
        .await
}

/// What will happen, and the box for the reasons.
pub(crate) async fn show(
    visit: Visit,
    Shared(state): Shared<State>,
    official: Official,
    Path(number): Path<String>,
) -> Result {
    let revocable = open(&state, &official, &number).await?;
    Ok(view(&visit, &revocable, Vec::new(), StatusCode::OK))
}

/// Takes the act back.
pub(crate) async fn revoke(
    visit: Visit,
    Shared(state): Shared<State>,
    official: Official,
    Path(number): Path<String>,
    typed: Typed,
) -> Result {
    let (there, who, now) = (state.clone(), official.clone(), visit.now);
    let (parsed, reasons) = (
        number.parse::<CaseNumber>(),
        typed.get("motivos").to_owned(),
    );
    let parsed = parsed.map_err(|_| Error::Unknown)?;
    let done = state.app.store().write(move |tx| {
        let mut case = case::of_agency(tx, &parsed, &who)?;
        let service = there.service_of(tx, &case)?;
        let zone = there.place.zone().clone();
        verb::revoke(tx, &who, &mut case, &service, &reasons, &zone, now)
    });
    match done.await {
        Ok(()) => Ok(redirect::see_other(&format!(
            "/oficina/expedientes/{number}"
        ))),
        Err(Error::ReasonsNeeded) => {
            let revocable = open(&state, &official, &number).await?;
            let message = words::revoke_reasons_needed(visit.lang);
            let errors = vec![FieldError::new("motivos", message)];
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            Ok(view(&visit, &revocable, errors, status))
        }
        Err(error) => Err(error.into()),
    }
}

fn view(
    visit: &Visit,
    revocable: &Revocable,
    errors: Vec<FieldError>,
    status: StatusCode,
) -> Response {
    let lang = visit.lang;
    let address = format!("/oficina/expedientes/{}", revocable.number);
    let title = words::revoke_title(lang, revocable.number.as_str());
    let issued = paper::moment(lang, revocable.issued_at, &visit.app.site().time_zone);
    let facts = SummaryList::new()
        .row(SummaryRow::new(
            words::revoke_service(lang),
            revocable.service.get(lang),
        ))
        .row(SummaryRow::new(words::revoke_issued(lang), issued));
    let reasons = TextArea::new("motivos", words::revoke_reasons(lang))
        .hint(words::revoke_reasons_hint(lang))
        .rows(6)
        .limit(REASONS_CHARACTERS_MAX)
        .error(FieldError::find(&errors, "motivos"));
    let form = Form::post(
        format!("{address}/revocar"),
        html! {
            (reasons.render(lang))
            (actions(html! {
                (Button::new(words::revoke_button(lang)).danger())
                (LinkButton::new(address.clone(), words::revoke_cancel(lang)).secondary())
            }))
        },
    );
    let body = html! {
        (heading(Level::H1, title.clone()))
        (lead(words::revoke_lead(lang)))
        (facts.render(lang))
        (form)
    };
    let page = Page::new(title)
        .weave(revocable.number.as_str())
        .back(address);
    visit.page_with(status, page.errors(errors).body(body))
}
