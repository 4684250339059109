//! Pages that gather several areas, or belong to none.

mod guide;
mod help;
mod home;
mod mine;
pub(crate) mod records;

use axum::Router;
use axum::extract::FromRef;
use axum::routing::get;
use platform::App;
use services::Catalogue;

/// What these pages need.
#[derive(Clone)]
pub(crate) struct PagesState {
    pub(crate) app: App,
    pub(crate) catalogue: Catalogue,
}

impl FromRef<PagesState> for App {
    fn from_ref(state: &PagesState) -> Self {
        state.app.clone()
    }
}

pub(crate) fn routes(state: PagesState) -> Router {
    Router::new()
        .route("/", get(home::show))
        .route("/mi", get(mine::show))
        .route("/ayuda", get(help::show))
        .route("/guia-de-estilo", get(guide::show))
        .with_state(state)
}
