//! What the pages of this area share.

use std::fmt;
use std::sync::Arc;

use axum::extract::FromRef;
use maud::Markup;
use platform::App;
use store::{Db, Error};
use text::Lang;

use crate::Citizen;
use crate::hasher::Hasher;

/// The application and the bounded password hasher. Make one for the whole process: the bound is its own.
#[derive(Debug, Clone)]
pub struct State {
    pub(crate) app: App,
    pub(crate) hasher: Hasher,
    pub(crate) held: Option<Held>,
}

/// What other areas hold about a person, as a part of `/mi/datos`: they know of this area, and this one
/// not of them.
#[derive(Clone)]
pub(crate) struct Held(Arc<HeldPanel>);

type HeldPanel = dyn Fn(&mut Db, &Citizen, Lang) -> Result<Markup, Error> + Send + Sync;

impl Held {
    pub(crate) fn show(&self, db: &mut Db, citizen: &Citizen, lang: Lang) -> Result<Markup, Error> {
        (self.0)(db, citizen, lang)
    }
}

impl fmt::Debug for Held {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Held(…)")
    }
}

impl State {
    /// The state of this area over an application.
    #[must_use]
    pub fn new(app: App) -> Self {
        Self {
            app,
            hasher: Hasher::new(),
            held: None,
        }
    }

    /// Shows at `/mi/datos` what others hold about the person who looks. The part brings its own
    /// heading of the second level, or nothing.
    #[must_use]
    pub fn with_held(
        mut self,
        panel: impl Fn(&mut Db, &Citizen, Lang) -> Result<Markup, Error> + Send + Sync + 'static,
    ) -> Self {
        self.held = Some(Held(Arc::new(panel)));
        self
    }
}

impl FromRef<State> for App {
    fn from_ref(state: &State) -> Self {
        state.app.clone()
    }
}
