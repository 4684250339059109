//! A small town to try things in: one agency, two citizens, one official; and a browser.

use std::cell::RefCell;

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Request, Response, StatusCode, header};
use http_body_util::BodyExt as _;
use identity::accounts::{self, LoginName, NewAccount};
use identity::agencies::{self, Level, NewAgency};
use identity::passwords::{self, Password, PasswordHash};
use identity::people::{self, Assurance, Email, Kind, Name, NationalId, NewPerson};
use identity::{AccountId, Actor, Citizen, Official};
use jiff::{SignedDuration, Timestamp};
use platform::{App, AppOptions, Clock, Secrets, Site};
use store::{Store, Tx};
use text::{Lang, Localized};
use tokio::runtime::Runtime;
use tower::ServiceExt as _;

pub(crate) const PASSWORD: &str = "tres tristes tigres";

/// Noon of a Monday, for every test.
pub(crate) fn noon() -> Timestamp {
    "2026-11-23T15:00:00Z".parse().unwrap()
}

pub(crate) struct Town {
    pub(crate) store: Store,
    pub(crate) ana: Citizen,
    pub(crate) beto: Citizen,
    pub(crate) rosa: Official,
    pub(crate) runtime: Runtime,
}

/// Runs a test in a fresh town on each database.
pub(crate) fn each(test: impl Fn(&Town)) {
    let hash = passwords::hash(&Password::choose(PASSWORD, &[]).unwrap()).unwrap();
    store::testing::each_database(super::ROOMS, |store| {
        let hash = hash.clone();
        let (ana, beto, rosa) = store.write_blocking(move |tx| found(tx, &hash)).unwrap();
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap();
        test(&Town {
            store,
            ana,
            beto,
            rosa,
            runtime,
        });
    });
}

fn found(tx: &mut Tx, hash: &PasswordHash) -> Result<(Citizen, Citizen, Official), store::Error> {
    let agency = NewAgency {
        slug: "municipalidad-de-san-roque".into(),
        name: Localized::spanish("Municipalidad de San Roque")
            .with(Lang::En, "San Roque Town Council"),
        level: Level::Municipal,
        parent: None,
    };
    let agency = agencies::create(tx, &agency, noon())?;
    let ana = account(
        tx,
        "Ana Arami Benítez",
        "4.217.903",
        "ana@correo.example",
        hash,
    )?;
    let beto = account(
        tx,
        "Roberto Ñamandú",
        "5.000.001",
        "beto@correo.example",
        hash,
    )?;
    let rosa = account(
        tx,
        "Rosa G̃uyraʼi Villalba",
        "3.333.333",
        "rosa@correo.example",
        hash,
    )?;
    accounts::appoint(tx, rosa, agency, &["revisor", "inspector"])?;
    let citizen = |tx: &mut Tx, id| {
        Ok::<_, store::Error>(Actor::of_account(tx, id)?.unwrap().citizen().unwrap())
    };
    let official = Actor::of_account(tx, rosa)?
        .unwrap()
        .official()
        .unwrap()
        .clone();
    Ok((citizen(tx, ana)?, citizen(tx, beto)?, official))
}

fn account(
    tx: &mut Tx,
    name: &str,
    number: &str,
    email: &str,
    hash: &PasswordHash,
) -> Result<AccountId, store::Error> {
    let new = NewPerson {
        kind: Kind::Natural,
        name: Name::parse(name).unwrap(),
        national_id: NationalId::parse(number),
        email: Email::parse(email),
        phone: None,
        born_on: None,
        assurance: Assurance::Substantial,
    };
    let person = people::create(tx, &new, noon())?;
    let logins = [number, email]
        .into_iter()
        .filter_map(LoginName::parse)
        .collect();
    accounts::create(
        tx,
        &NewAccount {
            person,
            logins,
            password: Some(hash.clone()),
        },
        noon(),
    )
}

impl Town {
    /// The site at an instant.
    pub(crate) fn app(&self, now: Timestamp) -> App {
        App::new(AppOptions {
            store: self.store.clone(),
            clock: Clock::fixed(now),
            site: Site {
                name: "San Roque".into(),
                base_url: "http://localhost:8080".into(),
                demonstration: true,
                time_zone: jiff::tz::TimeZone::fixed(jiff::tz::offset(-3)),
                currency: "PYG".into(),
                help_phone: "0800 147".into(),
                default_lang: Lang::Es,
            },
            secrets: Secrets::new([7; platform::MASTER_SECRET_BYTES]),
            behind_proxy: false,
        })
    }

    /// A browser that has visited nothing yet.
    pub(crate) fn browser(&self) -> Browser<'_> {
        Browser {
            town: self,
            site: RefCell::new(self.site(noon())),
            cookie: RefCell::default(),
        }
    }

    fn site(&self, now: Timestamp) -> Router {
        let app = self.app(now);
        let state = identity::State::new(app.clone());
        platform::protect(
            identity::pages(state.clone()).merge(identity::api(state)),
            &app,
        )
    }
}

/// What came back.
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: String,
}

impl Answer {
    pub(crate) fn location(&self) -> &str {
        self.headers
            .get(header::LOCATION)
            .map_or("", |value| value.to_str().unwrap())
    }
}

/// Somebody at a screen, who keeps the session's cookie.
pub(crate) struct Browser<'t> {
    town: &'t Town,
    site: RefCell<Router>,
    pub(crate) cookie: RefCell<Option<String>>,
}

impl Browser<'_> {
    /// Lets time pass.
    pub(crate) fn wait(&self, since_noon: SignedDuration) {
        *self.site.borrow_mut() = self.town.site(noon().checked_add(since_noon).unwrap());
    }

    pub(crate) fn get(&self, path: &str) -> Answer {
        self.send(Request::get(path), Body::empty())
    }

    pub(crate) fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let pairs = fields
            .iter()
            .map(|(name, value)| format!("{name}={}", encode(value)));
        let body = pairs.collect::<Vec<_>>().join("&");
        let request = Request::post(path)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header("sec-fetch-site", "same-origin");
        self.send(request, Body::from(body))
    }

    pub(crate) fn with_token(&self, path: &str, token: &str) -> Answer {
        self.send(
            Request::get(path).header(header::AUTHORIZATION, format!("Bearer {token}")),
            Body::empty(),
        )
    }

    pub(crate) fn sign_in(&self, login: &str) -> Answer {
        self.post("/ingresar", &[("cuenta", login), ("clave", PASSWORD)])
    }

    fn send(&self, mut request: axum::http::request::Builder, body: Body) -> Answer {
        if let Some(cookie) = self.cookie.borrow().as_ref() {
            request = request.header(header::COOKIE, format!("sesion={cookie}"));
        }
        let request = request.body(body).unwrap();
        let site = self.site.borrow().clone();
        let answer = self.town.runtime.block_on(async move {
            let response: Response<Body> = site.oneshot(request).await.unwrap();
            let (parts, body) = response.into_parts();
            let bytes = body.collect().await.unwrap().to_bytes();
            Answer {
                status: parts.status,
                headers: parts.headers,
                body: String::from_utf8(bytes.to_vec()).unwrap(),
            }
        });
        for line in answer.headers.get_all(header::SET_COOKIE) {
            if let Some(value) = line.to_str().unwrap().strip_prefix("sesion=") {
                let value = value.split(';').next().unwrap().to_owned();
                *self.cookie.borrow_mut() = (!value.is_empty()).then_some(value);
            }
        }
        answer
    }
}

fn encode(value: &str) -> String {
    value.bytes().map(|byte| format!("%{byte:02X}")).collect()
}
