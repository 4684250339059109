//! What the pages, the API and the workers of this area share.

use std::collections::BTreeMap;
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
use crate::systems::Systems;

/// Applications that one client without an account begins, or files by the API, in a minute, unless the
/// operator says otherwise: an office that files for its neighbours fits, a flood does not.
pub const ANONYMOUS_FILINGS_PER_MINUTE_MAX: u32 = 600;

/// The application, the catalogue, the place whose law runs, and the key of the seals.
#[derive(Clone)]
pub struct State {
    pub(crate) app: App,
    pub(crate) catalogue: Catalogue,
    /// The nation's law, which runs where a place has none of its own.
    pub(crate) place: Arc<Jurisdiction>,
    local: Arc<BTreeMap<String, Arc<Jurisdiction>>>,
    pub(crate) master: Arc<MasterKey>,
    pub(crate) anonymous_filings_per_minute_max: u32,
    /// The systems that processes may call.
    pub(crate) systems: Systems,
}

impl State {
    /// Puts it together: the nation's calendar, and those of agencies whose place has its own holidays.
    #[must_use]
    pub fn new(
        app: App,
        catalogue: Catalogue,
        national: Calendar,
        local: BTreeMap<String, Arc<Calendar>>,
        master: Arc<MasterKey>,
    ) -> Self {
        let site = app.site();
        let place = |calendar: &Calendar| {
            Arc::new(Jurisdiction::new(
                calendar.clone(),
                site.time_zone.clone(),
                site.currency.clone(),
            ))
        };
        let local = local
            .iter()
            .map(|(agency, calendar)| (agency.clone(), place(calendar)))
            .collect();
        Self {
            place: place(&national),
            local: Arc::new(local),
            app: app.clone(),
            catalogue,
            master,
            anonymous_filings_per_minute_max: ANONYMOUS_FILINGS_PER_MINUTE_MAX,
            systems: Systems::default(),
        }
    }

    /// Lets processes call these systems.
    #[must_use]
    pub fn with_systems(mut self, systems: Systems) -> Self {
        self.systems = systems;
        self
    }

    /// Lets one client without a token file so often in a minute, instead of
    /// [`ANONYMOUS_FILINGS_PER_MINUTE_MAX`].
    #[must_use]
    pub fn anonymous_filings_per_minute(mut self, max: u32) -> Self {
        self.anonymous_filings_per_minute_max = max;
        self
    }

    /// Where an agency's terms are counted.
    pub(crate) fn place_of(&self, agency_slug: &str) -> &Jurisdiction {
        self.local.get(agency_slug).unwrap_or(&self.place)
    }

    /// The very version of the service a case was filed under.
    pub(crate) fn service_of(&self, db: &mut Db, case: &Case) -> Result<Arc<Published>, Error> {
        self.service(db, &case.service_hash)
    }

    /// A version of a service by its content hash.
    pub(crate) fn service(&self, db: &mut Db, hash: &str) -> Result<Arc<Published>, Error> {
        self.catalogue
            .by_hash(db, hash)
            .map_err(Error::inner)?
            .ok_or(Error::NoService)
    }
}

impl FromRef<State> for App {
    fn from_ref(state: &State) -> Self {
        state.app.clone()
    }
}
