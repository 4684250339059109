//! What the pages, the API and the workers of this area share.

use std::sync::Arc;

use axum::extract::FromRef;
use calendar::Calendar;
use pki::MasterKey;
use platform::App;
use services::{Catalogue, Published};
use store::Db;

use crate::Error;
use crate::case::Case;
use crate::jurisdiction::Jurisdiction;

/// The application, the catalogue, the place whose law runs, and the key of the seals.
#[derive(Clone)]
pub struct State {
    pub(crate) app: App,
    pub(crate) catalogue: Catalogue,
    pub(crate) place: Arc<Jurisdiction>,
    pub(crate) master: Arc<MasterKey>,
}

impl State {
    /// Puts it together.
    #[must_use]
    pub fn new(app: App, catalogue: Catalogue, calendar: Calendar, master: Arc<MasterKey>) -> Self {
        let place = Jurisdiction::new(calendar, app.site().time_zone.clone(), app.site().currency.clone());
        Self { app, catalogue, place: Arc::new(place), master }
    }

    /// The very version of the service a case was filed under.
    pub(crate) fn service_of(&self, db: &mut Db, case: &Case) -> Result<Arc<Published>, Error> {
        self.service(db, &case.service_hash)
    }

    /// A version of a service by its content hash.
    pub(crate) fn service(&self, db: &mut Db, hash: &str) -> Result<Arc<Published>, Error> {
        self.catalogue.by_hash(db, hash).map_err(Error::inner)?.ok_or(Error::NoService)
    }
}

impl FromRef<State> for App {
    fn from_ref(state: &State) -> Self {
        state.app.clone()
    }
}
