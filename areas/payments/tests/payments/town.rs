//! A small site to pay at: two citizens and their browsers, a stranger, the provider's callback.

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use axum::{Extension, Router};
use http_body_util::BodyExt as _;
use identity::accounts::{self, LoginName, NewAccount};
use identity::people::{self, Assurance, Kind, Name, NewPerson};
use identity::{Actor, PersonId};
use jiff::Timestamp;
use payments::{Advice, AdviceResult, AttemptId, NewOrder, Order};
use platform::{App, AppOptions, Clock, Secrets, Site};
use store::{Store, Tx};
use text::{Lang, Localized};
use tower::ServiceExt as _;

pub(crate) fn noon() -> Timestamp {
    "2026-11-23T15:00:00Z".parse().unwrap()
}

pub(crate) fn secrets() -> Secrets {
    Secrets::new([7; platform::MASTER_SECRET_BYTES])
}

pub(crate) struct Town {
    pub(crate) store: Store,
    pub(crate) ana: Actor,
    pub(crate) beto: Actor,
    runtime: tokio::runtime::Runtime,
}

/// Runs a test on an empty site on each database.
pub(crate) fn each(test: impl Fn(&Town)) {
    store::testing::each_database(super::ROOMS, |store| {
        let (ana, beto) = store
            .write_blocking(|tx| Ok::<_, store::Error>((person(tx, "Ana")?, person(tx, "Beto")?)))
            .unwrap();
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .enable_all()
            .build()
            .unwrap();
        test(&Town {
            store,
            ana,
            beto,
            runtime,
        });
    });
}

fn person(tx: &mut Tx, name: &str) -> Result<Actor, store::Error> {
    let new = NewPerson {
        kind: Kind::Natural,
        name: Name::parse(name).unwrap(),
        national_id: None,
        email: None,
        phone: None,
        born_on: None,
        assurance: Assurance::Low,
    };
    let person = people::create(tx, &new, noon())?;
    let logins = vec![LoginName::parse(name).unwrap()];
    let account = accounts::create(
        tx,
        &NewAccount {
            person,
            logins,
            password: None,
        },
        noon(),
    )?;
    Ok(Actor::of_account(tx, account)?.unwrap())
}

/// What came back.
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) location: String,
    pub(crate) body: String,
}

impl Town {
    pub(crate) fn app(&self, base_url: &str) -> App {
        App::new(AppOptions {
            store: self.store.clone(),
            clock: Clock::fixed(noon()),
            site: Site {
                name: "San Roque".into(),
                base_url: base_url.into(),
                demonstration: true,
                time_zone: jiff::tz::TimeZone::fixed(jiff::tz::offset(-3)),
                currency: "PYG".into(),
                help_phone: "0800 147".into(),
                default_lang: Lang::Es,
            },
            secrets: secrets(),
            behind_proxy: false,
        })
    }

    pub(crate) fn site(&self) -> Router {
        let app = self.app("http://localhost:8080");
        platform::protect(payments::pages(payments::State::new(app.clone())), &app)
    }

    /// Serves the site on a port of this machine; its address.
    pub(crate) fn serve(&self) -> String {
        let listener = self
            .runtime
            .block_on(tokio::net::TcpListener::bind("127.0.0.1:0"))
            .unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        self.runtime.spawn(platform::serve(
            listener,
            self.site(),
            std::future::pending(),
        ));
        address
    }

    pub(crate) fn order(&self, reference: &str, payer: Option<PersonId>) -> Order {
        let new = new_order(reference, payer);
        self.store
            .write_blocking(move |tx| payments::order(tx, &new, noon()))
            .unwrap()
    }

    pub(crate) fn find(&self, order: &Order) -> Order {
        let id = order.id;
        self.store
            .read_blocking(move |db| payments::by_id(db, id))
            .unwrap()
            .unwrap()
    }

    pub(crate) fn get(&self, actor: &Actor, path: &str) -> Answer {
        self.send(actor, Request::get(path).body(Body::empty()).unwrap())
    }

    pub(crate) fn post(&self, actor: &Actor, path: &str, body: &str) -> Answer {
        let request =
            Request::post(path).header("content-type", "application/x-www-form-urlencoded");
        self.send(actor, request.body(Body::from(body.to_owned())).unwrap())
    }

    /// Delivers a callback signed with the shared key, as of a time.
    pub(crate) fn tell(&self, advice: &Advice, at: Timestamp) -> Answer {
        let body = serde_json::to_string(advice).unwrap();
        let time = at.as_second().to_string();
        let tag = secrets().authenticate(
            "payments.test-bank.notice",
            format!("{time}.{body}").as_bytes(),
        );
        self.tell_raw(
            &body,
            &time,
            &tag.iter()
                .map(|byte| format!("{byte:02x}"))
                .collect::<String>(),
        )
    }

    pub(crate) fn tell_raw(&self, body: &str, time: &str, signature: &str) -> Answer {
        let request = Request::post("/pagos/aviso")
            .header("x-aviso-momento", time)
            .header("x-aviso-firma", signature);
        self.send(
            &Actor::Anonymous,
            request.body(Body::from(body.to_owned())).unwrap(),
        )
    }

    fn send(&self, actor: &Actor, request: Request<Body>) -> Answer {
        let site = self.site().layer(Extension(actor.clone()));
        self.runtime.block_on(async move {
            let response = site.oneshot(request).await.unwrap();
            let location = response.headers().get(header::LOCATION);
            let location =
                location.map_or_else(String::new, |value| value.to_str().unwrap().to_owned());
            let status = response.status();
            let bytes = response.into_body().collect().await.unwrap().to_bytes();
            Answer {
                status,
                location,
                body: String::from_utf8(bytes.to_vec()).unwrap(),
            }
        })
    }

    /// Goes to pay; the attempt at the bank.
    pub(crate) fn begin(&self, order: &Order) -> AttemptId {
        let id = order.id;
        match self
            .store
            .write_blocking(move |tx| payments::begin(tx, id, noon()))
            .unwrap()
        {
            payments::Begun::At(attempt) => attempt,
            payments::Begun::AlreadyPaid => panic!("already paid"),
        }
    }
}

pub(crate) fn new_order(reference: &str, payer: Option<PersonId>) -> NewOrder {
    NewOrder {
        reference: reference.to_owned(),
        payer,
        payee: Localized::spanish("Municipalidad de San Roque"),
        amount_minor: 120_000,
        currency: "PYG".to_owned(),
        concept: Localized::spanish("Tasa de licencia"),
        return_path: "/expedientes/LIC-1".to_owned(),
        expires_at: None,
    }
}

pub(crate) fn advice(attempt: AttemptId, result: AdviceResult) -> Advice {
    Advice {
        attempt,
        result,
        amount_minor: 120_000,
        currency: "PYG".to_owned(),
        provider_reference: "BP-1".to_owned(),
    }
}
