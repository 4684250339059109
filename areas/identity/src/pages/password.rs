//! `/mi/clave`: choosing another password.

use axum::extract::State as Shared;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::Response;
use design::page::Page;
use design::{Button, Field, FieldError, Form as FormMarkup, Notice, actions};
use maud::html;
use platform::form::Form;
use platform::{Visit, cookie};
use text::Lang;

use super::weakness;
use crate::change_password::{Change, change_password};
use crate::demonstration::ACCOUNTS;
use crate::passwords::{self, Password};
use crate::sign_in::Refusal;
use crate::{Citizen, State, sessions, words};

const CURRENT: &str = "clave";
const NEXT: &str = "nueva";

/// Shows the form.
pub(super) async fn show(visit: Visit, _citizen: Citizen) -> Response {
    visit.page(view(visit.lang, Vec::new()))
}

/// Changes the password, or shows the form again with what was wrong. No password is ever shown again.
pub(super) async fn change(
    visit: Visit,
    Shared(state): Shared<State>,
    citizen: Citizen,
    headers: HeaderMap,
    form: Form,
) -> platform::Result {
    let lang = visit.lang;
    let refuse = |status, errors| Ok(visit.page_with(status, view(lang, errors)));
    let wrong = StatusCode::UNPROCESSABLE_ENTITY;
    let is_public = ACCOUNTS.iter().any(|known| known.name == citizen.name);
    if visit.app.site().demonstration && is_public {
        let error = FieldError::new(CURRENT, words::password_demonstration(lang));
        return refuse(wrong, vec![error]);
    }
    let next = match understand(lang, &form, &citizen) {
        Ok(next) => next,
        Err(errors) => return refuse(wrong, errors),
    };
    let change = Change {
        current: form.get(CURRENT).to_owned(),
        next,
        device: super::device(&headers),
    };
    let changed = change_password(
        &state.app,
        &state.hasher,
        citizen.account,
        change,
        visit.now,
    );
    let session_cookie = match changed.await {
        Ok(cookie) => cookie,
        Err(Refusal::Wrong) => {
            let error = FieldError::new(CURRENT, words::password_current_wrong(lang));
            return refuse(wrong, vec![error]);
        }
        Err(Refusal::Wait { until }) => {
            let time = super::waits_until(&visit, until);
            let error = FieldError::new(CURRENT, words::sign_in_wait(lang, time));
            return refuse(StatusCode::TOO_MANY_REQUESTS, vec![error]);
        }
        Err(Refusal::Crowded) => {
            let error = FieldError::new(CURRENT, words::sign_in_crowded(lang));
            return refuse(StatusCode::SERVICE_UNAVAILABLE, vec![error]);
        }
        Err(Refusal::Store(error)) => return Err(error.into()),
    };
    let mut response = visit.page(done(lang));
    let line = cookie::set(
        visit.app.site(),
        sessions::COOKIE,
        &session_cookie,
        sessions::LONGEST.as_secs(),
    );
    response.headers_mut().append(header::SET_COOKIE, line);
    super::no_store(&mut response);
    Ok(response)
}

fn understand(lang: Lang, form: &Form, citizen: &Citizen) -> Result<Password, Vec<FieldError>> {
    let mut errors = Vec::new();
    if form.get(CURRENT).is_empty() {
        errors.push(FieldError::new(
            CURRENT,
            words::password_current_missing(lang),
        ));
    }
    match Password::choose(form.get(NEXT), &[&citizen.name]) {
        Ok(next) if errors.is_empty() => return Ok(next),
        Ok(_) => {}
        Err(weak) => errors.push(FieldError::new(NEXT, weakness::words(lang, weak))),
    }
    Err(errors)
}

fn view(lang: Lang, errors: Vec<FieldError>) -> Page {
    let current = Field::password(CURRENT, words::password_current(lang))
        .error(FieldError::find(&errors, CURRENT));
    let next = Field::new_password(NEXT, words::password_new(lang))
        .hint(words::register_password_hint(lang, passwords::CHARS_MIN))
        .error(FieldError::find(&errors, NEXT));
    let body = html! {
        h1 { (words::password_title(lang)) }
        p { (words::password_lead(lang)) }
        (FormMarkup::post("/mi/clave", html! {
            (current.render(lang))
            (next.render(lang))
            (actions(Button::new(words::password_submit(lang))))
        }))
    };
    Page::new(words::password_title(lang))
        .back("/mi/datos")
        .errors(errors)
        .body(body)
}

fn done(lang: Lang) -> Page {
    let notice = Notice::success(words::password_done_more(lang)).title(words::password_done(lang));
    let body = html! {
        h1 { (words::password_title(lang)) }
        (notice.render(lang))
    };
    Page::new(words::password_done(lang))
        .back("/mi/datos")
        .body(body)
}
