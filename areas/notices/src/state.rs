//! What the pages and jobs of this area share.

use std::sync::Arc;

use axum::extract::FromRef;
use platform::App;

use crate::Mailer;

/// The application, and how e-mail leaves it.
#[derive(Debug, Clone)]
pub struct State {
    pub(crate) app: App,
    pub(crate) mailer: Arc<Mailer>,
}

impl State {
    /// The state of this area over an application.
    #[must_use]
    pub fn new(app: App, mailer: Mailer) -> Self {
        Self {
            app,
            mailer: Arc::new(mailer),
        }
    }
}

impl FromRef<State> for App {
    fn from_ref(state: &State) -> Self {
        state.app.clone()
    }
}
