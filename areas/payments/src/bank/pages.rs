//! `/banco-de-prueba/{attempt}`: the invented bank asks whether to pay.

use axum::extract::{Path, RawQuery, State as Shared};
use axum::http::StatusCode;
use design::page::Page;
use design::{Button, Form as FormMarkup, Level, LinkButton, Notice, actions, heading, lead};
use maud::{Markup, html};
use platform::form::Form;
use platform::{App, Problem, Visit, redirect};
use store::{Db, params};
use text::{Lang, format};

use super::{Charge, DECIDED, decide};
use crate::{AdviceResult, AttemptId, State, words};

/// Shows what is to be charged, to whoever comes with our link.
pub(crate) async fn show(
    visit: Visit,
    Shared(state): Shared<State>,
    Path(attempt): Path<String>,
    RawQuery(query): RawQuery,
) -> platform::Result {
    let link = Form::parse(query.unwrap_or_default().as_bytes())?;
    let charge = charge(&visit.app, &attempt, &link)?;
    let id = charge.attempt;
    let decided = state.app.store().read(move |db| is_decided(db, id)).await?;
    let body = if decided {
        decided_view(visit.lang, &charge)
    } else {
        view(visit.lang, &visit.app, &charge)
    };
    Ok(visit.page(Page::new(words::bank_title(visit.lang)).body(body)))
}

/// Books the decision once, and sends the browser back to us. What the browser does next proves nothing.
pub(crate) async fn decide_page(
    visit: Visit,
    Shared(state): Shared<State>,
    Path(attempt): Path<String>,
    form: Form,
) -> platform::Result {
    let charge = charge(&visit.app, &attempt, &form)?;
    let result = match form.get("decision") {
        "pagar" => AdviceResult::Paid,
        "rechazar" => AdviceResult::Refused,
        _ => return Err(Problem::bad_request()),
    };
    let (back, now) = (charge.return_path.clone(), visit.now);
    state
        .app
        .store()
        .write(move |tx| decide(tx, &charge, result, now))
        .await?;
    Ok(redirect::see_other(&back))
}

/// The charge that a link or form asks for, if it is signed by us.
fn charge(app: &App, attempt: &str, fields: &Form) -> Result<Charge, Problem> {
    let attempt: AttemptId = attempt.parse().map_err(|_| Problem::not_found())?;
    let charge = Charge {
        attempt,
        amount_minor: fields.get("monto").parse().map_err(|_| changed_link())?,
        currency: fields.get("moneda").to_owned(),
        return_path: fields.get("volver").to_owned(),
        payee: fields.get("cobra").to_owned(),
    };
    if charge.is_signed_by(app.secrets(), fields.get("firma")) {
        Ok(charge)
    } else {
        Err(changed_link())
    }
}

fn changed_link() -> Problem {
    Problem::new(
        "payments.bank-link",
        StatusCode::BAD_REQUEST,
        words::problem_link,
    )
    .next(words::problem_link_next)
}

fn is_decided(db: &mut Db, attempt: AttemptId) -> Result<bool, store::Error> {
    Ok(db
        .row_opt(&DECIDED, params![attempt], |row| row.get::<String>(0))?
        .is_some())
}

fn view(lang: Lang, app: &App, charge: &Charge) -> Markup {
    let money = format::money(lang, charge.amount_minor, &charge.currency);
    let hidden = [
        ("monto", charge.amount_minor.to_string()),
        ("moneda", charge.currency.clone()),
        ("volver", charge.return_path.clone()),
        ("cobra", charge.payee.clone()),
        ("firma", charge.signature(app.secrets())),
    ];
    let fields = html! {
        @for (name, value) in &hidden { input type="hidden" name=(name) value=(value); }
        (actions(html! {
            (Button::new(words::bank_approve(lang)).sends("decision", "pagar"))
            (Button::new(words::bank_refuse(lang)).secondary().sends("decision", "rechazar"))
        }))
    };
    html! {
        (heading(Level::H1, words::bank_title(lang)))
        (lead(words::bank_lead(lang)))
        p { (words::bank_question(lang, &money, &charge.payee)) }
        (FormMarkup::post(format!("/banco-de-prueba/{}", charge.attempt), fields))
    }
}

fn decided_view(lang: Lang, charge: &Charge) -> Markup {
    html! {
        (heading(Level::H1, words::bank_title(lang)))
        (Notice::info(words::bank_decided(lang)).render(lang))
        (actions(LinkButton::new(charge.return_path.clone(), words::bank_back(lang))))
    }
}
