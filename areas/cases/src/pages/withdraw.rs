//! `/expedientes/{number}/desistir`: the applicant does not want it any more.

use axum::extract::{Path, State as Shared};
use design::page::Page;
use design::{Button, Form, Level, LinkButton, SummaryList, SummaryRow, actions, heading, lead};
use maud::html;
use platform::{Problem, Result, Visit, redirect};

use super::Followed;
use crate::applicant::Applicant;
use crate::state::State;
use crate::withdraw as verb;
use crate::{CaseNumber, Error, case, paper, words};

/// What will happen, and the way back.
pub(crate) async fn show(
    visit: Visit,
    Shared(state): Shared<State>,
    who: Applicant,
    Path(number): Path<String>,
) -> Result {
    let followed = Followed::open(&visit, &state, &who, &number).await?;
    let (case, service) = (&followed.case, &followed.service.definition);
    if !verb::may(case, &service.process) {
        return Err(Problem::not_found());
    }
    let lang = visit.lang;
    let address = format!("/expedientes/{}", case.number);
    let filed = paper::moment(lang, case.filed_at, state.place.zone());
    let facts = SummaryList::new()
        .row(SummaryRow::new(
            words::withdraw_service(lang),
            service.title().get(lang),
        ))
        .row(SummaryRow::new(words::withdraw_filed(lang), filed));
    let is_paid = followed
        .order
        .as_ref()
        .is_some_and(|order| order.state == payments::OrderState::Paid);
    let title = words::withdraw_title(lang, case.number.as_str());
    let form = Form::post(
        format!("{address}/desistir"),
        actions(html! {
            (Button::new(words::withdraw_button(lang)).danger())
            (LinkButton::new(address.clone(), words::withdraw_cancel(lang)).secondary())
        }),
    );
    let body = html! {
        (heading(Level::H1, title.clone()))
        (lead(words::withdraw_lead(lang)))
        @if is_paid { p { (words::withdraw_paid(lang)) } }
        (facts.render(lang))
        (form)
    };
    let page = Page::new(title).weave(case.number.as_str()).back(address);
    Ok(visit.page(page.body(body)))
}

/// Closes the case. Whoever asks twice finds it closed.
pub(crate) async fn withdraw(
    visit: Visit,
    Shared(state): Shared<State>,
    who: Applicant,
    Path(number): Path<String>,
) -> Result {
    let parsed: CaseNumber = number.parse().map_err(|_| Error::Unknown)?;
    let (there, now, applicant) = (state.clone(), visit.now, who.clone());
    let done = state.app.store().write(move |tx| {
        let case = case::of_applicant(tx, &parsed, &applicant)?;
        let service = there.service_of(tx, &case)?;
        let place = there.place_of(&case.agency_slug);
        verb::withdraw(tx, &parsed, &applicant, &service, place, now)
    });
    match done.await {
        Ok(()) | Err(Error::MovedOn) => Ok(redirect::see_other(&format!("/expedientes/{number}"))),
        Err(error) => Err(who.refusal(error).into()),
    }
}
