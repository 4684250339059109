//! The screens of this area, and the door for the provider's callback.

mod notice;
mod order;
mod receipt;

use axum::Router;
use axum::routing::{get, post};
use identity::Actor;
use platform::{Problem, redirect};
use store::Db;

use crate::bank::{self, NOTICE_PATH};
use crate::order as orders;
use crate::{Order, OrderId, State};

/// The pages `/pagos/{id}`, `/pagos/{id}/pagar`, `/pagos/{id}/recibo`, the callback `/pagos/aviso`
/// and, in the demonstration only, the test bank under `/banco-de-prueba`.
pub fn pages(state: State) -> Router {
    let mut router = Router::new()
        .route(NOTICE_PATH, post(notice::receive))
        .route("/pagos/{id}", get(order::show))
        .route("/pagos/{id}/pagar", post(order::pay))
        .route("/pagos/{id}/recibo", get(receipt::show));
    if state.app.site().demonstration {
        router = router.route(
            "/banco-de-prueba/{attempt}",
            get(bank::pages::show).post(bank::pages::decide_page),
        );
    }
    router.with_state(state)
}

/// The id in a path; what is no id is no page.
fn order_id(text: &str) -> Result<OrderId, Problem> {
    text.parse().map_err(|_| Problem::not_found())
}

/// What a visitor may know of an order.
enum Seen {
    /// All of it.
    Open(Box<Order>),
    /// Nothing before signing in.
    SignIn,
    /// Nothing, not even that it exists.
    Nothing,
}

impl Seen {
    fn look(db: &mut Db, id: OrderId, actor: &Actor) -> Result<Self, store::Error> {
        Ok(match (orders::by_id(db, id)?, actor) {
            (Some(order), actor) if order.is_open_to(actor) => Self::Open(Box::new(order)),
            (_, Actor::Anonymous) => Self::SignIn,
            _ => Self::Nothing,
        })
    }
}

/// Where to sign in and come back to an order. Given for unknown orders too, so that it tells nothing.
fn sign_in_first(id: OrderId) -> axum::response::Response {
    redirect::see_other(&format!("/ingresar?volver=/pagos/{id}"))
}
