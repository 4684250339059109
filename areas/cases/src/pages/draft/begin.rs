//! `/servicios/{slug}/solicitar`: going on with what was begun, or beginning.

use axum::extract::{Path, State as Shared};
use axum::http::{HeaderValue, header};
use design::page::Page;
use design::{Button, Form, Level, actions, heading, lead};
use maud::html;
use platform::{ClientKey, Problem, Result, Visit, redirect};

use super::first_page;
use crate::applicant::{Applicant, BrowserKey};
use crate::state::State;
use crate::{begin, draft, paper, words};

/// The drafts there are, and the way to begin another.
pub(crate) async fn show(
    visit: Visit,
    Shared(state): Shared<State>,
    who: Applicant,
    Path(slug): Path<String>,
) -> Result {
    let service = state
        .catalogue
        .by_slug(&slug)
        .ok_or_else(Problem::not_found)?;
    let drafts = {
        let slug = slug.clone();
        state
            .app
            .store()
            .read(move |db| draft::open(db, &slug, &who))
            .await?
    };
    let lang = visit.lang;
    let another = Form::post(
        format!("/servicios/{slug}/solicitar"),
        actions(Button::new(words::start_begin(lang))),
    );
    let body = html! {
        (heading(Level::H1, service.definition.title().get(lang)))
        (lead(words::start_lead(lang)))
        @if drafts.is_empty() { (another) } @else {
            (heading(Level::H2, words::start_drafts(lang)))
            ul {
                @for found in &drafts {
                    li { a href={ "/borradores/" (found.id) } { (words::start_draft_of(lang, paper::moment(lang, found.updated_at, state.place.zone()))) } }
                }
            }
            (heading(Level::H2, words::start_another(lang)))
            (another)
        }
    };
    Ok(visit.page(
        Page::new(service.definition.title().get(lang))
            .weave(&slug)
            .back(format!("/servicios/{slug}"))
            .body(body),
    ))
}

/// Begins a draft and leads to its first part.
pub(crate) async fn begin(
    visit: Visit,
    client: ClientKey,
    Shared(state): Shared<State>,
    mut who: Applicant,
    Path(slug): Path<String>,
) -> Result {
    let service = state
        .catalogue
        .by_slug(&slug)
        .ok_or_else(Problem::not_found)?;
    // An account answers for what it begins.
    if who.citizen.is_none() {
        visit.app.rate().check(
            "begin",
            &client,
            state.anonymous_filings_per_minute_max,
            visit.now,
        )?;
    }
    let mut cookie: Option<HeaderValue> = None;
    if who.browser.is_none() {
        let (key, line) = BrowserKey::draw(visit.app.site())?;
        who.browser = Some(key);
        cookie = Some(line);
    }
    let now = visit.now;
    let begun = service.clone();
    let id = state
        .app
        .store()
        .write(move |tx| begin::begin(tx, &begun, &who, now))
        .await?;
    let first = first_page(&service.definition.form, id);
    let mut response = redirect::see_other(&first);
    if let Some(line) = cookie {
        response.headers_mut().append(header::SET_COOKIE, line);
    }
    Ok(response)
}
