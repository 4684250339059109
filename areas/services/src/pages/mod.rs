//! The screens of this area, the same for everybody.

mod ficha;
mod item;
mod life_event;
mod list;
mod part;
mod search;
mod workshop;

use axum::Router;
use axum::routing::get;
use platform::Visit;

use crate::State;

/// The pages `/servicios`, `/servicios/{slug}`, `/buscar` and `/momentos/{slug}`.
pub fn pages(state: State) -> Router {
    Router::new()
        .route("/servicios", get(list::show))
        .route("/servicios/{slug}", get(ficha::show))
        .route("/buscar", get(search::show))
        .route("/momentos/{slug}", get(life_event::show))
        .merge(workshop::routes())
        .with_state(state)
}

/// The value of one parameter of the query, or nothing.
fn query_value(visit: &Visit, name: &str) -> String {
    let query = visit.path.split_once('?').map_or("", |(_, query)| query);
    platform::form::Form::parse(query.as_bytes())
        .map(|form| form.get(name).to_owned())
        .unwrap_or_default()
}
