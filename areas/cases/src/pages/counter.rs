//! `/oficina/mesa`: a clerk attends whoever has no telephone and no line, and types in what they bring on paper. And
//! `/servicios/{slug}/formulario.pdf`: the paper.

use axum::extract::{Path, State as Shared};
use axum::http::StatusCode;
use axum::response::Response;
use design::page::Page;
use design::{Button, Field, FieldError, Form, Level, Notice, Width, actions, heading, lead};
use identity::counter::{self, CLERK, CounterError};
use identity::people::NationalId;
use identity::{Citizen, Official};
use maud::{Markup, html};
use platform::form::Form as Typed;
use platform::{ClientKey, Problem, Result, Visit, redirect};
use text::Lang;

use super::draft::first_page;
use super::received;
use crate::applicant::Applicant;
use crate::paper_form::render_form;
use crate::state::State;
use crate::{Error, begin, words};

const ADDRESS: &str = "/oficina/mesa";
/// The number of the person's document.
const NUMBER: &str = "cedula";
/// The code at the foot of the form on paper.
const CODE: &str = "codigo";
/// Forms rendered for one client in a minute: a school class fits.
const FORMS_PER_MINUTE_MAX: u32 = 30;

fn clerk(official: &Official) -> std::result::Result<(), Problem> {
    match official.has_role(CLERK) {
        true => Ok(()),
        false => Err(Problem::not_found()),
    }
}

/// Whom the clerk attends, and the boxes for the next.
pub(crate) async fn show(visit: Visit, Shared(state): Shared<State>, official: Official) -> Result {
    clerk(&official)?;
    let (who, now) = (official.clone(), visit.now);
    let attended = state
        .app
        .store()
        .read(move |db| counter::attended(db, &who, now))
        .await?;
    let typed = Typed::default();
    Ok(view(&visit, attended.as_ref(), &typed, Vec::new()))
}

fn view(
    visit: &Visit,
    attended: Option<&Citizen>,
    typed: &Typed,
    errors: Vec<FieldError>,
) -> Response {
    let lang = visit.lang;
    let status = match errors.is_empty() {
        true => StatusCode::OK,
        false => StatusCode::UNPROCESSABLE_ENTITY,
    };
    let number = Field::text(NUMBER, words::counter_number(lang))
        .hint(words::counter_number_hint(lang))
        .value(typed.get(NUMBER))
        .width(Width::Medium)
        .error(FieldError::find(&errors, NUMBER));
    let code = Field::text(CODE, words::counter_code(lang))
        .hint(words::counter_code_hint(lang))
        .value(typed.get(CODE))
        .width(Width::Medium)
        .optional()
        .error(FieldError::find(&errors, CODE));
    let body = html! {
        (heading(Level::H1, words::counter_title(lang)))
        (lead(words::counter_lead(lang)))
        @if let Some(attended) = attended {
            (Notice::info(html! {
                p { (words::counter_now(lang, &attended.name)) " " a href="/servicios" { (words::counter_services(lang)) } }
                (Form::post("/oficina/mesa/terminar", actions(Button::new(words::counter_end(lang)).secondary())))
            }).title(words::counter_attending(lang)).render(lang))
        }
        (heading(Level::H2, words::counter_next(lang)))
        (Form::post(ADDRESS, html! { (number.render(lang)) (code.render(lang)) (actions(Button::new(words::counter_attend(lang)))) }))
    };
    let page = Page::new(words::counter_title(lang)).back("/oficina");
    visit.page_with(status, page.errors(errors).body(body))
}

/// Attends the person, and opens the form they brought.
pub(crate) async fn attend(
    visit: Visit,
    Shared(state): Shared<State>,
    official: Official,
    typed: Typed,
) -> Result {
    clerk(&official)?;
    let lang = visit.lang;
    let again = |name: &str, message| {
        let errors = vec![FieldError::new(name, message)];
        Ok(view(&visit, None, &typed, errors))
    };
    let Some(number) = NationalId::parse(typed.get(NUMBER)) else {
        return again(NUMBER, words::counter_nobody(lang));
    };
    let code = typed.get(CODE).trim().to_owned();
    let (asked, now) = (code.clone(), visit.now);
    let found = state
        .app
        .store()
        .read(move |db| services::by_form_code(db, &asked));
    let hash = found.await?;
    if !code.is_empty() && hash.is_none() {
        return again(CODE, words::counter_no_form(lang));
    }
    let (there, who) = (state.clone(), official.clone());
    let done = state.app.store().write(move |tx| {
        if let Err(why) = counter::attend(tx, &who, &number, now) {
            return Ok::<_, Error>(Err(why));
        }
        let Some(hash) = &hash else {
            return Ok(Ok(None));
        };
        let service = there.service(tx, hash)?;
        let applicant = Applicant {
            citizen: counter::attended(tx, &who, now)?,
            browser: None,
            clerk: Some(who.clone()),
        };
        let draft = begin::begin(tx, &service, &applicant, now)?;
        Ok(Ok(Some(first_page(&service.definition.form, draft))))
    });
    match done.await? {
        Ok(Some(draft)) => Ok(redirect::see_other(&draft)),
        Ok(None) => Ok(redirect::see_other(ADDRESS)),
        Err(CounterError::Nobody) => again(NUMBER, words::counter_nobody(lang)),
        Err(CounterError::Themself) => again(NUMBER, words::counter_themself(lang)),
        Err(CounterError::NoClerk) => Err(Problem::not_found()),
        Err(CounterError::Store(error)) => Err(error.into()),
    }
}

/// The person has left.
pub(crate) async fn end(Shared(state): Shared<State>, official: Official) -> Result {
    clerk(&official)?;
    state
        .app
        .store()
        .write(move |tx| counter::end(tx, &official))
        .await?;
    Ok(redirect::see_other(ADDRESS))
}

/// For whom a clerk types: said on every page, so that nobody's form is filled in as another's.
pub(crate) fn attending(who: &Applicant, lang: Lang) -> Markup {
    match (&who.clerk, &who.citizen) {
        (Some(_), Some(attended)) => Notice::info(html! {
            p { (words::counter_now(lang, &attended.name)) " " a href=(ADDRESS) { (words::counter_back(lang)) } }
        })
        .title(words::counter_attending(lang))
        .render(lang),
        _ => html! {},
    }
}

/// The form on paper.
pub(crate) async fn paper(
    visit: Visit,
    client: ClientKey,
    Shared(state): Shared<State>,
    Path(slug): Path<String>,
) -> Result {
    let rate = visit.app.rate();
    rate.check("paper-form", &client, FORMS_PER_MINUTE_MAX, visit.now)?;
    let service = state.catalogue.by_slug(&slug);
    let service = service.ok_or_else(Problem::not_found)?;
    let agency = service.definition.agency_slug().to_owned();
    let agency = state
        .app
        .store()
        .read(move |db| identity::agencies::by_slug(db, &agency))
        .await?
        .ok_or_else(Problem::not_found)?;
    let lang = visit.lang;
    let made = tokio::task::spawn_blocking(move || {
        render_form(state.app.site(), &agency.name, &service, lang)
    });
    let bytes = made.await.map_err(Problem::internal)??;
    Ok(received::file(&format!("formulario-{slug}.pdf"), bytes))
}
