//! `/pagos/{id}`: what is to be paid, and how it stands.

use axum::extract::{Path, State as Shared};
use axum::http::StatusCode;
use design::page::Page;
use design::{
    Button, Confirmation, Facts, Form as FormMarkup, Level, LinkButton, Notice, Shape, Status,
    actions, heading, lead,
};
use identity::Actor;
use jiff::tz::TimeZone;
use maud::{Markup, html};
use platform::{Problem, Visit, redirect};
use store::Db;
use text::{Lang, format};

use super::{Seen, order_id, sign_in_first};
use crate::attempt;
use crate::bank::Charge;
use crate::{AttemptId, Begun, Order, OrderId, OrderState, State, begin, words};

/// Shows an order to its payer, or to the holder of its link.
pub(super) async fn show(
    visit: Visit,
    Shared(state): Shared<State>,
    actor: Actor,
    Path(id): Path<String>,
) -> platform::Result {
    let id = order_id(&id)?;
    let (seen, open) = state
        .app
        .store()
        .read(move |db| look(db, id, &actor))
        .await?;
    match seen {
        Seen::Open(order) => {
            let bank = open.map(|attempt| Charge::of(&order, attempt).path(visit.app.secrets()));
            let title = words::order_title(visit.lang);
            Ok(visit.page(Page::new(title).body(view(
                visit.lang,
                &visit.app.site().time_zone,
                &order,
                bank.as_deref(),
            ))))
        }
        Seen::SignIn => Ok(sign_in_first(id)),
        Seen::Nothing => Err(Problem::not_found()),
    }
}

fn look(
    db: &mut Db,
    id: OrderId,
    actor: &Actor,
) -> Result<(Seen, Option<AttemptId>), store::Error> {
    Ok((Seen::look(db, id, actor)?, attempt::open(db, id)?))
}

/// Sends the payer to the provider; however often, to the same attempt.
pub(super) async fn pay(
    visit: Visit,
    Shared(state): Shared<State>,
    actor: Actor,
    Path(id): Path<String>,
) -> platform::Result {
    let id = order_id(&id)?;
    if !visit.app.site().demonstration {
        return Err(no_provider());
    }
    let seen = state
        .app
        .store()
        .read(move |db| Seen::look(db, id, &actor))
        .await?;
    let order = match seen {
        Seen::Open(order) => order,
        Seen::SignIn => return Ok(sign_in_first(id)),
        Seen::Nothing => return Err(Problem::not_found()),
    };
    let now = visit.now;
    match state
        .app
        .store()
        .write(move |tx| begin(tx, id, now))
        .await?
    {
        Begun::At(attempt) => Ok(redirect::see_other(
            &Charge::of(&order, attempt).path(visit.app.secrets()),
        )),
        Begun::AlreadyPaid => Ok(redirect::see_other(&order.path())),
    }
}

fn no_provider() -> Problem {
    Problem::new(
        "payments.no-provider",
        StatusCode::SERVICE_UNAVAILABLE,
        words::problem_no_provider,
    )
    .next(words::problem_no_provider_next)
}

fn view(lang: Lang, zone: &TimeZone, order: &Order, bank: Option<&str>) -> Markup {
    let body = match order.state {
        OrderState::Created => to_pay(lang, order, words::order_pay(lang)),
        OrderState::Failed => html! {
            (Notice::danger(words::failed_body(lang)).title(words::failed_title(lang)).render(lang))
            (to_pay(lang, order, words::order_retry(lang)))
        },
        OrderState::Pending => pending(lang, order, bank),
        OrderState::Expired => html! {
            (Notice::warning(words::expired_body(lang)).title(words::expired_title(lang)).render(lang))
            (actions(LinkButton::new(order.return_path.clone(), words::bank_back(lang))))
        },
        OrderState::Paid => return paid(lang, order),
    };
    html! {
        (heading(Level::H1, words::order_title(lang)))
        (lead(words::order_lead(lang)))
        (facts(lang, zone, order))
        (body)
    }
}

fn facts(lang: Lang, zone: &TimeZone, order: &Order) -> Facts {
    let facts = Facts::new()
        .fact(
            words::order_amount(lang),
            format::money(lang, order.amount_minor, &order.currency),
        )
        .fact(words::order_payee(lang), order.payee.get(lang))
        .fact(words::order_concept(lang), order.concept.get(lang))
        .fact(
            words::order_state(lang),
            status(lang, order.state).render(lang),
        );
    match order.expires_at {
        Some(end) => facts.fact(
            words::order_due(lang),
            format::date_time(lang, &end.to_zoned(zone.clone())),
        ),
        None => facts,
    }
}

fn status(lang: Lang, state: OrderState) -> Status {
    match state {
        OrderState::Created => Status::Other(Shape::Triangle, words::state_created(lang)),
        OrderState::Pending => Status::Other(Shape::Half, words::state_pending(lang)),
        OrderState::Paid => Status::Other(Shape::Check, words::state_paid(lang)),
        OrderState::Failed => Status::Other(Shape::Cross, words::state_failed(lang)),
        OrderState::Expired => Status::Other(Shape::Cross, words::state_expired(lang)),
    }
}

fn to_pay(lang: Lang, order: &Order, button: text::Text) -> Markup {
    html! {
        (FormMarkup::post(format!("{}/pagar", order.path()), actions(Button::new(button))))
        p { (words::order_safe(lang)) }
    }
}

fn pending(lang: Lang, order: &Order, bank: Option<&str>) -> Markup {
    html! {
        (Notice::info(words::pending_body(lang)).title(words::pending_title(lang)).render(lang))
        (actions(html! {
            (LinkButton::new(order.path(), words::pending_check(lang)))
            @if let Some(bank) = bank { (LinkButton::new(bank, words::pending_continue(lang)).secondary()) }
        }))
    }
}

fn paid(lang: Lang, order: &Order) -> Markup {
    let money = format::money(lang, order.amount_minor, &order.currency);
    html! {
        (Confirmation::new(words::paid_title(lang), html! { p { (words::paid_body(lang, &money)) } }))
        (actions(html! {
            (LinkButton::new(order.return_path.clone(), words::paid_continue(lang)))
            (LinkButton::new(format!("{}/recibo", order.path()), words::paid_receipt(lang)).secondary())
        }))
    }
}
