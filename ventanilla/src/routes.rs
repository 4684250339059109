//! The rooms behind their doors: every area's pages and API in one router, every area's jobs in one worker.

use std::collections::BTreeMap;
use std::sync::Arc;

use anyhow::Context as _;
use axum::Router;
use axum::extract::{Request, State};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::Response;
use calendar::Calendar;
use identity::{Actor, sessions};
use notices::Mailer;
use platform::{App, cookie};
use services::Catalogue;
use store::jobs::Worker;

use crate::cli::Serve;
use crate::config::Config;
use crate::house::House;
use crate::pages::{self, PagesState};
use crate::{demonstration, public_files};

/// Where mail goes in the demonstration.
const MAIL_FOLDER: &str = "correo";

/// Every area, open.
pub(crate) struct Rooms {
    house: House,
    catalogue: Catalogue,
    cases: cases::State,
    identity: identity::State,
    notices: notices::State,
    payments: payments::State,
}

impl Rooms {
    /// Opens every area over the house.
    pub(crate) fn open(house: &House, serve: &Serve, config: &Config) -> anyhow::Result<Self> {
        let app = house.app.clone();
        let library = demonstration::library()?;
        let catalogue = Catalogue::new(library);
        let there = catalogue.clone();
        app.store()
            .read_blocking(move |db| there.load(db))
            .context("the catalogue of published services could not be read")?;
        let mailer = match &config.smtp {
            Some(url) => Mailer::smtp(url, &config.mail_from)?,
            None => Mailer::folder(serve.place.data.join(MAIL_FOLDER), &config.mail_from)?,
        };
        let (national, local) = calendars(&catalogue)?;
        Ok(Self {
            cases: cases::State::new(
                app.clone(),
                catalogue.clone(),
                national,
                local,
                house.master.clone(),
            )
            .anonymous_filings_per_minute(serve.filings_per_minute_max())
            .with_systems(config.systems()?),
            identity: identity::State::new(app.clone()).with_held(pages::records::panel),
            notices: notices::State::new(app.clone(), mailer),
            payments: payments::State::new(app)
                .called_at(format!("http://127.0.0.1:{}", serve.listen.port())),
            catalogue,
            house: house.clone(),
        })
    }

    /// What is done behind the requests.
    pub(crate) fn worker(&self) -> Worker {
        let app = self.house.app.clone();
        let worker = Worker::new(app.store().clone(), move || app.clock().now());
        let worker = cases::jobs(worker, &self.cases);
        let worker = notices::jobs(worker, &self.notices);
        payments::jobs(worker, &self.payments)
    }

    /// What the commands about cases need.
    pub(crate) fn cases(&self) -> &cases::State {
        &self.cases
    }

    /// Every page and every API.
    pub(crate) fn router(self) -> Router {
        let app = self.house.app.clone();
        let services = services::State::new(app.clone(), self.catalogue.clone());
        Router::new()
            .merge(pages::routes(PagesState {
                app: app.clone(),
                catalogue: self.catalogue,
            }))
            .merge(identity::pages(self.identity.clone()))
            .merge(identity::api(self.identity))
            .merge(services::pages(services.clone()))
            .merge(services::api(services))
            .merge(notices::pages(self.notices))
            .merge(payments::pages(self.payments))
            .merge(cases::pages(self.cases.clone()))
            .merge(cases::api(self.cases))
            .layer(from_fn_with_state(app, recognise))
            .merge(public_files::routes(self.house))
    }
}

/// Lets every page's header say who is signed in, also where the page itself does not ask.
async fn recognise(State(app): State<App>, request: Request, next: Next) -> Response {
    if cookie::get(app.site(), request.headers(), sessions::COOKIE).is_none() {
        return next.run(request).await;
    }
    let (mut parts, body) = request.into_parts();
    // A session that cannot be read now leaves the header empty; a page that needs it says so itself.
    let _ =
        <Actor as axum::extract::FromRequestParts<App>>::from_request_parts(&mut parts, &app).await;
    next.run(Request::from_parts(parts, body)).await
}

/// The nation's calendar, and those of agencies whose place has holidays of its own.
fn calendars(catalogue: &Catalogue) -> anyhow::Result<(Calendar, BTreeMap<String, Arc<Calendar>>)> {
    let national = Calendar::parse(&[demonstration::HOLIDAYS])
        .context("the nation's holidays cannot be read")?;
    let town = Calendar::parse(&[demonstration::HOLIDAYS, demonstration::HOLIDAYS_OF_TOWN])
        .context("the town's holidays cannot be read")?;
    let town = Arc::new(town);
    let agencies = catalogue
        .library()
        .agencies
        .iter()
        .filter(|agency| agency.place == demonstration::TOWN_PLACE);
    Ok((
        national,
        agencies
            .map(|agency| (agency.slug.clone(), town.clone()))
            .collect(),
    ))
}
