//! The services of the agency, the editions under way, and the way to begin one.

use std::sync::Arc;

use axum::extract::State as Shared;
use design::page::Page;
use design::{
    Button, Choice, EmptyState, Form, Level, Select, SummaryList, SummaryRow, actions, heading,
    lead,
};
use identity::Official;
use maud::{Markup, html};
use platform::form::Form as Typed;
use platform::{Problem, Result, Visit, redirect};
use text::{Lang, format};

use super::ADDRESS;
use crate::definition::Files;
use crate::edition::{self, ANALYST, BeginFrom, Edition, EditionError};
use crate::{Published, State, words};

/// The field that names the service to change; empty for a new one.
const SERVICE: &str = "tramite";

pub(super) async fn show(visit: Visit, Shared(state): Shared<State>, official: Official) -> Result {
    if !official.has_role(ANALYST) {
        return Err(Problem::not_found());
    }
    let who = official.clone();
    let editions = state.app.store().read(move |db| edition::open(db, &who));
    let editions = editions.await?;
    let catalogue = state.fresh(&visit).await?;
    let mut services = catalogue.all();
    services.retain(|service| service.definition.agency_slug() == official.agency_slug);
    let lang = visit.lang;
    let body = html! {
        (heading(Level::H1, words::workshop_title(lang)))
        (lead(words::workshop_lead(lang)))
        (heading(Level::H2, words::workshop_open(lang)))
        @if editions.is_empty() { (EmptyState::new(words::workshop_none(lang), html! {})) }
        @for edition in &editions { (row(&visit, edition, lang)) }
        (heading(Level::H2, words::workshop_begin_title(lang)))
        (begin_form(&services, lang))
        (heading(Level::H2, words::workshop_published(lang)))
        p { (words::workshop_published_how(lang)) }
        (published(&visit, &services, lang))
    };
    Ok(visit.page(
        Page::new(words::workshop_title(lang))
            .back("/oficina")
            .body(body),
    ))
}

/// One edition, with what it waits for.
fn row(visit: &Visit, edition: &Edition, lang: Lang) -> Markup {
    let zone = visit.app.site().time_zone.clone();
    let at = format::date_time(lang, &edition.updated_at.to_zoned(zone));
    let state = match (&edition.proposal, &edition.remark) {
        (Some(_), _) => words::workshop_proposed(lang),
        (None, Some(_)) => words::workshop_sent_back(lang),
        (None, None) => words::workshop_writing(lang),
    };
    let link = html! { a href={ (ADDRESS) "/ediciones/" (edition.id) } { (edition.slug) } };
    SummaryList::new()
        .row(SummaryRow::new(words::workshop_service(lang), link))
        .row(SummaryRow::new(words::workshop_state(lang), state))
        .row(SummaryRow::new(words::workshop_touched(lang), at))
        .render(lang)
}

fn begin_form(services: &[Arc<Published>], lang: Lang) -> Form {
    let choices = services.iter().map(|service| {
        let title = service.definition.title();
        Choice::new(service.slug.as_str(), title.get(lang))
    });
    let select = Select::new(SERVICE, words::workshop_which(lang))
        .nothing(words::workshop_new(lang))
        .choices(choices);
    Form::post(
        ADDRESS,
        html! { (select.render(lang)) (actions(Button::new(words::workshop_begin(lang)))) },
    )
}

/// The services as they stand, each with its versions.
fn published(visit: &Visit, services: &[Arc<Published>], lang: Lang) -> Markup {
    let zone = &visit.app.site().time_zone;
    let on = |service: &Published| {
        format::date_long(lang, service.published_at.to_zoned(zone.clone()).date())
    };
    html! {
        ul {
            @for service in services {
                li {
                    a href={ (ADDRESS) "/" (service.slug) "/historia" } { (service.definition.title().get(lang)) }
                    ", " (words::workshop_since(lang, on(service)))
                }
            }
        }
    }
}

/// Begins an edition and leads to it.
pub(super) async fn begin(
    visit: Visit,
    Shared(state): Shared<State>,
    official: Official,
    typed: Typed,
) -> Result {
    let from = match typed.get(SERVICE) {
        "" => BeginFrom::Files(blank(&official.agency_slug, visit.now)),
        slug => BeginFrom::Current(slug.to_owned()),
    };
    let now = visit.now;
    let begin = move |tx: &mut store::Tx| edition::begin(tx, &official, from.clone(), now);
    let id = state.app.store().write(begin).await;
    let id = id.map_err(|error: EditionError| Problem::from(error))?;
    Ok(redirect::see_other(&format!("{ADDRESS}/ediciones/{id}")))
}

/// The files of a new service, with what must be said marked as open.
fn blank(agency: &str, now: jiff::Timestamp) -> Files {
    let day = now.to_zoned(jiff::tz::TimeZone::UTC).date();
    let ficha = include_str!("blank/service.yaml")
        .replace("AGENCIA", agency)
        .replace("FECHA", &day.to_string());
    [
        ("service.yaml", ficha.as_str()),
        ("form.yaml", include_str!("blank/form.yaml")),
        ("process.yaml", include_str!("blank/process.yaml")),
        ("tests.yaml", include_str!("blank/tests.yaml")),
        ("act.typ", include_str!("blank/act.typ")),
    ]
    .map(|(name, text)| (name.to_owned(), text.to_owned()))
    .into()
}
