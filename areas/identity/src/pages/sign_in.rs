//! `/ingresar`: who are you?

use axum::extract::State as Shared;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use design::page::Page;
use design::{Button, Field, FieldError, Form as FormMarkup, Width, actions};
use maud::{Markup, html};
use platform::form::Form;
use platform::{ClientKey, Visit, cookie};
use text::{Lang, Text};

use crate::extract::sign_in_path;
use crate::sign_in::{self, Attempt, Refusal};
use crate::{Actor, State, demonstration, sessions, words};

/// Attempts from one address within a minute. A whole office behind one address signs in at eight
/// o'clock; a guesser has to wait.
const ATTEMPTS_PER_MINUTE_MAX: u32 = 60;

const LOGIN: &str = "cuenta";
const PASSWORD: &str = "clave";
const RETURN: &str = "volver";

/// What the page shows again after an attempt. The password is never among it.
#[derive(Default)]
struct Typed {
    login: String,
    volver: String,
    errors: Vec<FieldError>,
}

/// Shows the form.
pub(super) async fn show(visit: Visit, actor: Actor) -> Response {
    let typed = Typed {
        volver: super::query_value(&visit, RETURN),
        ..Typed::default()
    };
    visit.page(view(&visit, &actor, &typed))
}

/// Checks the name and password and opens a session, or shows the form again with what was wrong.
pub(super) async fn enter(
    visit: Visit,
    Shared(state): Shared<State>,
    actor: Actor,
    client: ClientKey,
    headers: HeaderMap,
    form: Form,
) -> platform::Result {
    let typed = Typed {
        login: form.get(LOGIN).to_owned(),
        volver: form.get(RETURN).to_owned(),
        errors: missing(visit.lang, &form),
    };
    let refuse = |mut typed: Typed, status, error: FieldError| {
        typed.errors = vec![error];
        Ok(visit.page_with(status, view(&visit, &actor, &typed)))
    };
    if !typed.errors.is_empty() {
        return Ok(visit.page_with(
            StatusCode::UNPROCESSABLE_ENTITY,
            view(&visit, &actor, &typed),
        ));
    }
    if state
        .app
        .rate()
        .check("sign-in", &client, ATTEMPTS_PER_MINUTE_MAX, visit.now)
        .is_err()
    {
        let error = FieldError::new(LOGIN, words::sign_in_too_many(visit.lang));
        return refuse(typed, StatusCode::TOO_MANY_REQUESTS, error);
    }
    let attempt = Attempt {
        login: typed.login.clone(),
        password: form.get(PASSWORD).to_owned(),
        device: super::device(&headers),
        former_cookie: cookie::get(visit.app.site(), &headers, sessions::COOKIE).map(str::to_owned),
    };
    let account = match sign_in::sign_in(&state.app, &state.hasher, attempt, visit.now).await {
        Ok(signed_in) => signed_in,
        Err(Refusal::Wrong) => {
            let error = FieldError::new(LOGIN, words::sign_in_wrong(visit.lang));
            return refuse(typed, StatusCode::UNPROCESSABLE_ENTITY, error);
        }
        Err(Refusal::Wait { until }) => {
            let time = super::waits_until(&visit, until);
            let error = FieldError::new(LOGIN, words::sign_in_wait(visit.lang, time));
            return refuse(typed, StatusCode::TOO_MANY_REQUESTS, error);
        }
        Err(Refusal::Crowded) => {
            let error = FieldError::new(LOGIN, words::sign_in_crowded(visit.lang));
            return refuse(typed, StatusCode::SERVICE_UNAVAILABLE, error);
        }
        Err(Refusal::Store(error)) => return Err(error.into()),
    };
    let who = account.account;
    let actor = state
        .app
        .store()
        .read(move |db| Actor::of_account(db, who))
        .await?
        .unwrap_or(Actor::Anonymous);
    Ok(super::welcome(
        &visit,
        &actor,
        &typed.volver,
        &account.cookie,
    ))
}

fn missing(lang: Lang, form: &Form) -> Vec<FieldError> {
    let mut errors = Vec::new();
    if form.get(LOGIN).trim().is_empty() {
        errors.push(FieldError::new(LOGIN, words::sign_in_login_missing(lang)));
    }
    if form.get(PASSWORD).is_empty() {
        errors.push(FieldError::new(
            PASSWORD,
            words::sign_in_password_missing(lang),
        ));
    }
    errors
}

fn view(visit: &Visit, actor: &Actor, typed: &Typed) -> Page {
    let lang = visit.lang;
    let volver = super::way_back(&typed.volver).unwrap_or_default();
    let body = html! {
        h1 { (words::sign_in_title(lang)) }
        @if let Some(citizen) = actor.citizen() {
            p { (words::sign_in_already(lang, &citizen.name)) " "
                a href=(if volver.is_empty() { home(actor) } else { volver }) { (words::sign_in_continue(lang)) } }
        } @else {
            p { (words::sign_in_lead(lang)) }
        }
        (credentials(lang, typed, volver))
        p { (words::sign_in_no_account(lang)) " " a href=(register_path(volver)) { (words::sign_in_register(lang)) } }
        @if visit.app.site().demonstration { (demonstration_accounts(lang, volver)) }
    };
    Page::new(words::sign_in_title(lang))
        .errors(typed.errors.clone())
        .body(body)
}

const fn home(actor: &Actor) -> &'static str {
    if actor.official().is_some() {
        super::OFFICIALS_HOME
    } else {
        super::CITIZENS_HOME
    }
}

fn credentials(lang: Lang, typed: &Typed, volver: &str) -> Markup {
    let error = |name: &str| -> Option<Text> { FieldError::find(&typed.errors, name) };
    let login = Field::text(LOGIN, words::sign_in_login(lang))
        .hint(words::sign_in_login_hint(lang))
        .value(typed.login.as_str())
        .autocomplete("username")
        .width(Width::Full)
        .error(error(LOGIN));
    let password = Field::password(PASSWORD, words::sign_in_password(lang)).error(error(PASSWORD));
    let form = FormMarkup::post(
        "/ingresar",
        html! {
            (login.render(lang))
            (password.render(lang))
            (hidden(RETURN, volver))
            (actions(Button::new(words::sign_in_submit(lang))))
        },
    );
    html! { (form) }
}

/// One form for each account, so that one tap is enough and no script is needed.
fn demonstration_accounts(lang: Lang, volver: &str) -> Markup {
    html! {
        h2 { (words::demonstration_title(lang)) }
        p { (words::demonstration_lead(lang)) }
        @for account in demonstration::ACCOUNTS {
            h3 { (account.name) }
            p { (account.purpose(lang)) br; (words::demonstration_credentials(lang, account.login, account.password)) }
            (FormMarkup::post("/ingresar", html! {
                (hidden(LOGIN, account.login))
                (hidden(PASSWORD, account.password))
                (hidden(RETURN, volver))
                (actions(Button::new(words::demonstration_enter(lang, account.login)).secondary()))
            }))
        }
    }
}

fn hidden(name: &str, value: &str) -> Markup {
    html! { @if !value.is_empty() { input type="hidden" name=(name) value=(value); } }
}

fn register_path(volver: &str) -> String {
    if volver.is_empty() {
        "/registrarme".to_owned()
    } else {
        sign_in_path(volver).replacen("/ingresar", "/registrarme", 1)
    }
}
