//! `/pagos/{id}/recibo`: the receipt, once the money arrived.

use axum::extract::{Path, State as Shared};
use design::page::Page;
use design::{Level, LinkButton, SummaryList, SummaryRow, actions, heading};
use identity::Actor;
use jiff::tz::TimeZone;
use maud::{Markup, html};
use platform::{Problem, Visit};
use store::Db;
use text::{Lang, format};

use super::{Seen, order_id, sign_in_first};
use crate::order as orders;
use crate::{Order, OrderId, Settled, State, words};

/// Shows the receipt to whoever may see the order; before the money arrived there is none.
pub(super) async fn show(
    visit: Visit,
    Shared(state): Shared<State>,
    actor: Actor,
    Path(id): Path<String>,
) -> platform::Result {
    let id = order_id(&id)?;
    match state
        .app
        .store()
        .read(move |db| look(db, id, &actor))
        .await?
    {
        (Seen::Open(order), Some(settled)) => {
            let page = Page::new(words::receipt_title(visit.lang))
                .weave(&order.reference)
                .back(order.path());
            Ok(visit.page(page.body(view(
                visit.lang,
                &visit.app.site().time_zone,
                &order,
                &settled,
            ))))
        }
        (Seen::SignIn, _) => Ok(sign_in_first(id)),
        _ => Err(Problem::not_found()),
    }
}

fn look(db: &mut Db, id: OrderId, actor: &Actor) -> Result<(Seen, Option<Settled>), store::Error> {
    let seen = Seen::look(db, id, actor)?;
    let settled = match &seen {
        Seen::Open(order) => orders::settled(db, &order.reference)?,
        _ => None,
    };
    Ok((seen, settled))
}

fn view(lang: Lang, zone: &TimeZone, order: &Order, settled: &Settled) -> Markup {
    let rows = SummaryList::new()
        .row(SummaryRow::new(
            words::receipt_amount(lang),
            format::money(lang, settled.amount_minor, &settled.currency),
        ))
        .row(SummaryRow::new(
            words::receipt_payee(lang),
            order.payee.get(lang),
        ))
        .row(SummaryRow::new(
            words::receipt_concept(lang),
            order.concept.get(lang),
        ))
        .row(SummaryRow::new(
            words::receipt_at(lang),
            format::date_time(lang, &settled.at.to_zoned(zone.clone())),
        ))
        .row(SummaryRow::new(
            words::receipt_number(lang),
            html! { span.code { (order.receipt_number()) } },
        ))
        .row(SummaryRow::new(
            words::receipt_bank(lang),
            html! { span.code { (settled.provider_reference) } },
        ));
    html! {
        (heading(Level::H1, words::receipt_title(lang)))
        (rows.render(lang))
        p { (words::receipt_keep(lang)) }
        (actions(LinkButton::new(order.return_path.clone(), words::paid_continue(lang))))
    }
}
