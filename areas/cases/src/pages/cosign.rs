//! `/firmas`: a person reads what another filed and signs it, or does not.

use axum::extract::{Path, State as Shared};
use design::page::Page;
use design::{Button, Field, Form, Level, LinkButton, Notice, Width, actions, heading, lead};
use identity::Citizen;
use maud::html;
use platform::form::Form as Typed;
use platform::{Problem, Result, Visit, redirect};

use super::answered;
use crate::cosign::{self, Asked};
use crate::state::State;
use crate::{CaseNumber, Error, case, facts, words};

/// What is answered.
const ANSWER: &str = "respuesta";
const SIGNS: &str = "firmo";
const REFUSES: &str = "no-firmo";

/// The box for the number that the message told.
pub(crate) async fn ask(visit: Visit, _who: Citizen) -> Result {
    let lang = visit.lang;
    let number = Field::text("numero", words::cosign_number(lang))
        .hint(words::cosign_number_hint(lang))
        .width(Width::Medium);
    let body = html! {
        (heading(Level::H1, words::cosign_title(lang)))
        (lead(words::cosign_lead(lang)))
        (Form::post("/firmas", html! { (number.render(lang)) (actions(Button::new(words::cosign_open(lang)))) }))
    };
    Ok(visit.page(Page::new(words::cosign_title(lang)).back("/mi").body(body)))
}

/// Leads to the case.
pub(crate) async fn find(_who: Citizen, typed: Typed) -> Result {
    let number: CaseNumber = typed
        .get("numero")
        .parse()
        .map_err(|_| Problem::not_found())?;
    Ok(redirect::see_other(&format!("/firmas/{number}")))
}

/// What would be signed.
pub(crate) async fn show(
    visit: Visit,
    Shared(state): Shared<State>,
    who: Citizen,
    Path(number): Path<String>,
) -> Result {
    let parsed: CaseNumber = number.parse().map_err(|_| Error::Unknown)?;
    let (there, now) = (state.clone(), visit.now);
    let read = state.app.store().write(move |tx| {
        let asked = cosign::open(tx, &parsed, &who, now)?;
        let service = there.service_of(tx, &asked.case)?;
        let zone = there.place.zone();
        let known = facts::known(tx, &service, asked.case.draft(), None, now, zone)?;
        Ok::<_, Error>((asked, service, known))
    });
    let (asked, service, known) = read.await?;
    let lang = visit.lang;
    let Asked {
        case,
        application,
        answered,
    } = asked;
    let form = &service.definition.form;
    let sections = form.answered(&application.answers, &known, lang);
    let decide = Form::post(
        format!("/firmas/{}", case.number),
        actions(html! {
            (Button::new(words::cosign_sign(lang)).sends(ANSWER, SIGNS))
            (Button::new(words::cosign_refuse(lang)).secondary().sends(ANSWER, REFUSES))
            (LinkButton::new("/mi", words::cosign_later(lang)).secondary())
        }),
    );
    let body = html! {
        (heading(Level::H1, service.definition.title().get(lang)))
        (lead(words::cosign_read(lang)))
        (answered::sections(&sections, Level::H2, lang))
        @match answered {
            None => { (decide) }
            Some(true) => { (Notice::info(html! { p { (words::cosign_signed(lang)) } }).render(lang)) }
            Some(false) => { (Notice::info(html! { p { (words::cosign_refused(lang)) } }).render(lang)) }
        }
    };
    let page = Page::new(words::cosign_title(lang)).weave(case.number.as_str());
    Ok(visit.page(page.back("/mi").body(body)))
}

/// Signs, or does not.
pub(crate) async fn answer(
    visit: Visit,
    Shared(state): Shared<State>,
    who: Citizen,
    Path(number): Path<String>,
    typed: Typed,
) -> Result {
    let parsed: CaseNumber = number.parse().map_err(|_| Error::Unknown)?;
    let signs = match typed.get(ANSWER) {
        SIGNS => true,
        REFUSES => false,
        _ => return show(visit, Shared(state), who, Path(number)).await,
    };
    let (there, now) = (state.clone(), visit.now);
    let done = state.app.store().write(move |tx| {
        let asked = cosign::open(tx, &parsed, &who, now)?;
        let case = case::by_id(tx, asked.case.id)?;
        let service = there.service_of(tx, &case)?;
        let place = there.place_of(&case.agency_slug);
        cosign::answer(tx, &parsed, &who, signs, &service, place, now)
    });
    match done.await {
        Ok(()) | Err(Error::MovedOn) => Ok(redirect::see_other("/mi")),
        Err(error) => Err(error.into()),
    }
}
