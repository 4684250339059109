//! What the pages and the API of this area share.

use axum::extract::FromRef;
use platform::{App, Problem, Visit};

use crate::Catalogue;

/// The application and the catalogue.
#[derive(Debug, Clone)]
pub struct State {
    pub(crate) app: App,
    pub(crate) catalogue: Catalogue,
}

impl State {
    /// The state of this area.
    #[must_use]
    pub const fn new(app: App, catalogue: Catalogue) -> Self {
        Self { app, catalogue }
    }

    /// The catalogue, with what was published elsewhere a moment ago.
    pub(crate) async fn fresh(&self, visit: &Visit) -> Result<&Catalogue, Problem> {
        if self.catalogue.refresh(self.app.store(), visit.now).await? {
            self.app.public_pages_changed();
        }
        Ok(&self.catalogue)
    }
}

impl FromRef<State> for App {
    fn from_ref(state: &State) -> Self {
        state.app.clone()
    }
}
