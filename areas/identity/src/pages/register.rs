//! `/registrarme`: making an account.

use axum::extract::State as Shared;
use axum::http::{HeaderMap, StatusCode};
use design::page::Page;
use design::{Button, Field, FieldError, Form as FormMarkup, InputMode, Width, actions};
use maud::{Markup, html};
use platform::form::Form;
use platform::{ClientKey, Problem, Visit, cookie};
use text::{Lang, Text};

use crate::accounts::{self, LoginName};
use crate::passwords::{self, Password};
use crate::people::{Email, NAME_CHARS_MAX, Name, NameError, NationalId};
use crate::register::{Reach, Registration, register};
use crate::{Actor, State, sessions, words};

/// Accounts tried from one address within a minute: a school class at a counter, not a machine.
const ACCOUNTS_PER_MINUTE_MAX: u32 = 20;

const NAME: &str = "nombre";
const NUMBER: &str = "cedula";
const EMAIL: &str = "correo";
const PASSWORD: &str = "clave";
const RETURN: &str = "volver";

/// What was typed, as it was typed, and what is wrong with it. The password is never among it.
#[derive(Default)]
struct Typed {
    name: String,
    number: String,
    email: String,
    volver: String,
    errors: Vec<FieldError>,
}

impl Typed {
    fn of(form: &Form) -> Self {
        Self {
            name: form.get(NAME).to_owned(),
            number: form.get(NUMBER).to_owned(),
            email: form.get(EMAIL).to_owned(),
            volver: form.get(RETURN).to_owned(),
            errors: Vec::new(),
        }
    }
}

/// What was typed, understood.
struct Understood {
    name: Name,
    reach: Reach,
    password: Password,
}

/// Shows the form.
pub(super) async fn show(visit: Visit, _actor: Actor) -> axum::response::Response {
    let typed = Typed {
        volver: super::query_value(&visit, RETURN),
        ..Typed::default()
    };
    visit.page(view(visit.lang, &typed))
}

/// Makes the account and signs its owner in, or shows the form again with what was wrong.
pub(super) async fn create(
    visit: Visit,
    Shared(state): Shared<State>,
    client: ClientKey,
    headers: HeaderMap,
    form: Form,
) -> platform::Result {
    let lang = visit.lang;
    let mut typed = Typed::of(&form);
    let again = |mut typed: Typed, status, errors| {
        typed.errors = errors;
        Ok(visit.page_with(status, view(lang, &typed)))
    };
    let understood = match understand(lang, &form) {
        Ok(understood) => understood,
        Err(errors) => return again(typed, StatusCode::UNPROCESSABLE_ENTITY, errors),
    };
    if state
        .app
        .rate()
        .check("register", &client, ACCOUNTS_PER_MINUTE_MAX, visit.now)
        .is_err()
    {
        let errors = vec![FieldError::new(NAME, words::sign_in_too_many(lang))];
        return again(typed, StatusCode::TOO_MANY_REQUESTS, errors);
    }
    let Understood {
        name,
        reach,
        password,
    } = understood;
    let Ok(hashed) = state.hasher.hash(password).await else {
        let errors = vec![FieldError::new(NAME, words::sign_in_crowded(lang))];
        return again(typed, StatusCode::SERVICE_UNAVAILABLE, errors);
    };
    let registration = Registration {
        name,
        reach,
        password: hashed.map_err(Problem::internal)?,
    };
    let (device, former) = (
        super::device(&headers),
        cookie::get(visit.app.site(), &headers, sessions::COOKIE).map(str::to_owned),
    );
    let (new, now) = (registration.clone(), visit.now);
    let created = state
        .app
        .store()
        .write(move |tx| {
            let account = register(tx, &new, now)?;
            if let Some(former) = &former {
                sessions::end_by_cookie(tx, former)?;
            }
            let cookie = sessions::open(tx, account, &device, now)?;
            let actor = Actor::of_account(tx, account)?.ok_or(store::Error::Missing)?;
            Ok::<_, store::Error>((actor, cookie))
        })
        .await;
    match created {
        Ok((actor, session_cookie)) => Ok(super::welcome(
            &visit,
            &actor,
            &typed.volver,
            &session_cookie,
        )),
        Err(error) if error.is_unique() => {
            typed.errors = taken(&state, lang, registration.reach).await?;
            Ok(visit.page_with(StatusCode::UNPROCESSABLE_ENTITY, view(lang, &typed)))
        }
        Err(error) => Err(error.into()),
    }
}

/// Which of the two names is taken.
async fn taken(state: &State, lang: Lang, reach: Reach) -> platform::Result<Vec<FieldError>> {
    let (email, number) = (
        reach.email().map(LoginName::from),
        reach.number().map(LoginName::from),
    );
    let (email_taken, number_taken) = state
        .app
        .store()
        .read(move |db| {
            let mut is_taken = |login: &Option<LoginName>| match login {
                Some(login) => accounts::find(db, login).map(|found| found.is_some()),
                None => Ok(false),
            };
            Ok::<_, store::Error>((is_taken(&email)?, is_taken(&number)?))
        })
        .await?;
    let number = number_taken.then(|| FieldError::new(NUMBER, words::register_number_taken(lang)));
    let email = email_taken.then(|| FieldError::new(EMAIL, words::register_email_taken(lang)));
    Ok(number.into_iter().chain(email).collect())
}

fn understand(lang: Lang, form: &Form) -> Result<Understood, Vec<FieldError>> {
    let mut errors = Vec::new();
    let name = Name::parse(form.get(NAME))
        .map_err(|error| errors.push(FieldError::new(NAME, name_words(lang, error))));
    let number = given(form.get(NUMBER), NationalId::parse)
        .map_err(|()| errors.push(FieldError::new(NUMBER, words::register_number_wrong(lang))));
    let email = given(form.get(EMAIL), Email::parse)
        .map_err(|()| errors.push(FieldError::new(EMAIL, words::register_email_wrong(lang))));
    let reach = match (number, email) {
        (Ok(Some(number)), Ok(Some(email))) => Some(Reach::Both(email, number)),
        (Ok(Some(number)), Ok(None)) => Some(Reach::Number(number)),
        (Ok(None), Ok(Some(email))) => Some(Reach::Email(email)),
        (Ok(None), Ok(None)) => {
            errors.push(FieldError::new(EMAIL, words::register_reach_missing(lang)));
            None
        }
        _ => None,
    };
    let about = [form.get(NAME), form.get(EMAIL), form.get(NUMBER)];
    let password = Password::choose(form.get(PASSWORD), &about).map_err(|weakness| {
        errors.push(FieldError::new(
            PASSWORD,
            super::weakness::words(lang, weakness),
        ))
    });
    match (name, reach, password) {
        (Ok(name), Some(reach), Ok(password)) => Ok(Understood {
            name,
            reach,
            password,
        }),
        _ => Err(errors),
    }
}

/// Nothing typed is nothing; something typed must be understood.
fn given<T>(typed: &str, parse: impl Fn(&str) -> Option<T>) -> Result<Option<T>, ()> {
    if typed.trim().is_empty() {
        Ok(None)
    } else {
        parse(typed).map(Some).ok_or(())
    }
}

fn name_words(lang: Lang, error: NameError) -> Text {
    match error {
        NameError::Empty => words::register_name_missing(lang),
        NameError::Long => words::register_name_long(lang, NAME_CHARS_MAX),
        NameError::Control => words::register_name_control(lang),
    }
}

fn view(lang: Lang, typed: &Typed) -> Page {
    let volver = super::way_back(&typed.volver).unwrap_or_default();
    let sign_in = if volver.is_empty() {
        "/ingresar".to_owned()
    } else {
        crate::extract::sign_in_path(volver)
    };
    let body = html! {
        h1 { (words::register_title(lang)) }
        p { (words::register_lead(lang)) }
        (FormMarkup::post("/registrarme", html! {
            (fields(lang, typed))
            @if !volver.is_empty() { input type="hidden" name=(RETURN) value=(volver); }
            (actions(Button::new(words::register_submit(lang))))
        }))
        p { (words::register_have_account(lang)) " " a href=(sign_in) { (words::sign_in_title(lang)) } }
    };
    Page::new(words::register_title(lang))
        .errors(typed.errors.clone())
        .body(body)
}

fn fields(lang: Lang, typed: &Typed) -> Markup {
    let error = |name: &str| -> Option<Text> { FieldError::find(&typed.errors, name) };
    html! {
        (Field::text(NAME, words::register_name(lang))
            .hint(words::register_name_hint(lang))
            .value(typed.name.as_str())
            .autocomplete("name")
            .width(Width::Full)
            .error(error(NAME))
            .render(lang))
        (Field::text(NUMBER, words::register_number(lang))
            .hint(words::register_number_hint(lang))
            .value(typed.number.as_str())
            .input_mode(InputMode::Numeric)
            .optional()
            .error(error(NUMBER))
            .render(lang))
        (Field::email(EMAIL, words::register_email(lang))
            .hint(words::register_email_hint(lang))
            .value(typed.email.as_str())
            .optional()
            .error(error(EMAIL))
            .render(lang))
        (Field::new_password(PASSWORD, words::register_password(lang))
            .hint(words::register_password_hint(lang, passwords::CHARS_MIN))
            .error(error(PASSWORD))
            .render(lang))
    }
}
