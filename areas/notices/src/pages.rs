//! The screens of this area.

mod inbox;
mod message;

use axum::Router;
use axum::routing::get;

use crate::State;

/// The pages `/mi/mensajes` and `/mi/mensajes/{id}`.
pub fn pages(state: State) -> Router {
    Router::new()
        .route("/mi/mensajes", get(inbox::show))
        .route("/mi/mensajes/{id}", get(message::show))
        .with_state(state)
}
