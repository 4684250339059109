//! What the pages of this area share.

use axum::extract::FromRef;
use platform::App;

use crate::hasher::Hasher;

/// The application and the bounded password hasher. Make one for the whole process: the bound is its own.
#[derive(Debug, Clone)]
pub struct State {
    pub(crate) app: App,
    pub(crate) hasher: Hasher,
}

impl State {
    /// The state of this area over an application.
    #[must_use]
    pub fn new(app: App) -> Self {
        Self {
            app,
            hasher: Hasher::new(),
        }
    }
}

impl FromRef<State> for App {
    fn from_ref(state: &State) -> Self {
        state.app.clone()
    }
}
