//! `/seguir`: whoever filed without an account opens the case on any device, with its number and its code.

use axum::extract::{Query, State as Shared};
use axum::http::{StatusCode, header};
use axum::response::Response;
use design::page::Page;
use design::{
    Button, Field, FieldError, Form, Level, Notice, Width, actions, details, heading, lead,
};
use maud::html;
use platform::form::Form as Typed;
use platform::{ClientKey, Result, Visit, redirect};
use serde::Deserialize;

use crate::applicant::{self, Applicant, BrowserKey};
use crate::state::State;
use crate::{CaseNumber, Error, VerificationCode, case, follow, words};

/// Tries of one address in a minute: a person types slowly, and reads a receipt again.
const TRIES_OF_ADDRESS_PER_MINUTE_MAX: u32 = 10;
/// Tries at one number in a minute, from wherever they come.
const TRIES_AT_NUMBER_PER_MINUTE_MAX: u32 = 20;
/// What is shown again in a box: longer than any number, however it is typed.
const TYPED_CHARACTERS_MAX: usize = 60;

#[derive(Debug, Deserialize)]
pub(crate) struct Asked {
    #[serde(default)]
    numero: String,
    #[serde(default)]
    olvidado: String,
}

/// The form. A browser that follows the case of the address already goes straight to it.
pub(crate) async fn show(
    visit: Visit,
    Shared(state): Shared<State>,
    who: Applicant,
    Query(asked): Query<Asked>,
) -> Result {
    let number = asked.numero.parse::<CaseNumber>();
    if let Ok(number) = &number {
        let wanted = number.clone();
        let found = state
            .app
            .store()
            .read(move |db| case::of_applicant(db, &wanted, &who))
            .await;
        match found {
            Ok(_) => return Ok(redirect::see_other(&format!("/expedientes/{number}"))),
            Err(Error::Unknown) => {}
            Err(error) => return Err(error.into()),
        }
    }
    let form = Shown {
        number: number.map_or_else(|_| asked.numero, |number| number.to_string()),
        forgotten: !asked.olvidado.is_empty(),
        ..Shown::default()
    };
    if form.number.is_empty() && !form.forgotten {
        return Ok(visit.public_page(form.page(&visit)));
    }
    Ok(visit.page(form.page(&visit)))
}

/// Opens the case, and remembers the browser. A wrong pair is answered in the same words whether or
/// not there is a case of that number.
pub(crate) async fn open(
    visit: Visit,
    client: ClientKey,
    Shared(state): Shared<State>,
    who: Applicant,
    typed: Typed,
) -> Result {
    let rate = visit.app.rate();
    rate.check(
        "follow",
        &client,
        TRIES_OF_ADDRESS_PER_MINUTE_MAX,
        visit.now,
    )?;
    let pair = (
        typed.get("numero").parse::<CaseNumber>(),
        typed.get("codigo").parse::<VerificationCode>(),
    );
    let (Ok(number), Ok(code)) = pair else {
        return Ok(refuse(&visit, &typed));
    };
    let at_number = ClientKey::named(number.as_str());
    rate.check(
        "follow-number",
        &at_number,
        TRIES_AT_NUMBER_PER_MINUTE_MAX,
        visit.now,
    )?;
    let (browser, cookie) = match who.browser {
        Some(browser) => (browser, None),
        None => {
            let (browser, line) = BrowserKey::draw(visit.app.site())?;
            (browser, Some(line))
        }
    };
    let (wanted, now) = (number.clone(), visit.now);
    let opened = state
        .app
        .store()
        .write(move |tx| follow::follow(tx, &wanted, &code, &browser, now))
        .await;
    match opened {
        Ok(()) => {}
        Err(Error::Unknown) => return Ok(refuse(&visit, &typed)),
        Err(error) => return Err(error.into()),
    }
    let mut response = redirect::see_other(&format!("/expedientes/{number}"));
    if let Some(line) = cookie {
        response.headers_mut().append(header::SET_COOKIE, line);
    }
    Ok(response)
}

/// Makes this browser forget all that was done on it without an account.
pub(crate) async fn forget(visit: Visit) -> Response {
    let mut response = redirect::see_other("/seguir?olvidado=1");
    let line = applicant::forget(visit.app.site());
    response.headers_mut().append(header::SET_COOKIE, line);
    response
}

fn refuse(visit: &Visit, typed: &Typed) -> Response {
    let shorten = |name: &str| typed.get(name).chars().take(TYPED_CHARACTERS_MAX).collect();
    let form = Shown {
        number: shorten("numero"),
        code: shorten("codigo"),
        wrong: true,
        forgotten: false,
    };
    visit.page_with(StatusCode::UNPROCESSABLE_ENTITY, form.page(visit))
}

/// What the form shows.
#[derive(Default)]
struct Shown {
    number: String,
    code: String,
    wrong: bool,
    forgotten: bool,
}

impl Shown {
    fn page(self, visit: &Visit) -> Page {
        let lang = visit.lang;
        let errors = if self.wrong {
            vec![FieldError::new("numero", words::by_code_wrong(lang))]
        } else {
            Vec::new()
        };
        let number = Field::text("numero", words::by_code_number(lang))
            .hint(words::by_code_number_hint(lang))
            .value(self.number)
            .width(Width::Medium)
            .autocomplete("off")
            .error(FieldError::find(&errors, "numero"));
        let code = Field::text("codigo", words::by_code_code(lang))
            .hint(words::by_code_code_hint(lang))
            .value(self.code)
            .width(Width::Medium)
            .autocomplete("off");
        let fields = html! {
            (number.render(lang))
            (code.render(lang))
            (actions(Button::new(words::by_code_open(lang))))
        };
        let phone = &visit.app.site().help_phone;
        let body = html! {
            (heading(Level::H1, words::by_code_title(lang)))
            @if self.forgotten { (Notice::success(html! { p { (words::by_code_forgotten(lang)) } }).render(lang)) }
            (lead(words::by_code_lead(lang)))
            (Form::post("/seguir", fields))
            (details(words::by_code_account(lang), html! { p { (words::by_code_account_how(lang)) " " a href="/ingresar?volver=/mi" { (words::error_case_sign_in(lang)) } } }))
            (details(words::by_code_lost(lang), html! { p { (words::by_code_lost_how(lang, phone)) } }))
        };
        Page::new(words::by_code_title(lang))
            .back("/")
            .errors(errors)
            .body(body)
    }
}
