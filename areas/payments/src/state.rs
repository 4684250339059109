//! What the pages and jobs of this area share.

use axum::extract::FromRef;
use platform::App;

/// The application, and where the test bank calls us.
#[derive(Debug, Clone)]
pub struct State {
    pub(crate) app: App,
    pub(crate) callback_base: String,
}

impl State {
    /// The state of this area over an application. The test bank calls the site's own address.
    #[must_use]
    pub fn new(app: App) -> Self {
        let callback_base = app.site().base_url.clone();
        Self { app, callback_base }
    }

    /// Lets the test bank call another address (`http://127.0.0.1:8080`), where the site's own one
    /// is not reachable from this machine or is not plain HTTP.
    #[must_use]
    pub fn called_at(mut self, base: impl Into<String>) -> Self {
        self.callback_base = base.into();
        self
    }
}

impl FromRef<State> for App {
    fn from_ref(state: &State) -> Self {
        state.app.clone()
    }
}
