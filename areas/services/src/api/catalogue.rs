//! The whole catalogue as linked data, made once for what is published and kept until that changes.

use std::sync::{Arc, PoisonError, RwLock};

use axum::Router;
use axum::extract::{FromRef, State as Shared};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use axum::routing::get;
use platform::{App, Problem, Visit};
use text::{Lang, Text};

use super::tagged;
use crate::export::cpsv::{self, Format};
use crate::{Published, State};

/// Services that are written in one answer: some tens of megabytes, as much as a nation has.
const SERVICES_MAX: usize = 5_000;

/// What was written, and of which versions.
struct Written {
    of: Vec<String>,
    text: Arc<str>,
}

/// The catalogue in each format, as far as somebody asked for it.
#[derive(Clone)]
struct Kept {
    state: State,
    turtle: Arc<RwLock<Option<Written>>>,
    json_ld: Arc<RwLock<Option<Written>>>,
}

impl FromRef<Kept> for App {
    fn from_ref(kept: &Kept) -> Self {
        kept.state.app.clone()
    }
}

/// `GET /api/v1/catalogue.ttl` and `GET /api/v1/catalogue.jsonld`.
pub(super) fn routes(state: State) -> Router {
    Router::new()
        .route("/api/v1/catalogue.ttl", get(turtle))
        .route("/api/v1/catalogue.jsonld", get(json_ld))
        .with_state(Kept {
            state,
            turtle: Arc::default(),
            json_ld: Arc::default(),
        })
}

async fn turtle(
    visit: Visit,
    Shared(kept): Shared<Kept>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    answer(&visit, &kept, Format::Turtle, &headers).await
}

async fn json_ld(
    visit: Visit,
    Shared(kept): Shared<Kept>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    answer(&visit, &kept, Format::JsonLd, &headers).await
}

async fn answer(
    visit: &Visit,
    kept: &Kept,
    format: Format,
    headers: &HeaderMap,
) -> Result<Response, Problem> {
    let catalogue = kept.state.fresh(visit).await?;
    let mut services = catalogue.all();
    if services.len() > SERVICES_MAX {
        return Err(too_large());
    }
    services.sort_by(|a, b| a.slug.cmp(&b.slug));
    let of: Vec<String> = services
        .iter()
        .map(|service| service.hash.clone())
        .collect();
    let place = match format {
        Format::Turtle => &kept.turtle,
        Format::JsonLd => &kept.json_ld,
    };
    let known = {
        let written = place.read().unwrap_or_else(PoisonError::into_inner);
        let written = written.as_ref().filter(|written| written.of == of);
        written.map(|written| Arc::clone(&written.text))
    };
    let text = match known {
        Some(text) => text,
        None => {
            let state = kept.state.clone();
            let write = move || write(&services, &state, format);
            let written = tokio::task::spawn_blocking(write).await;
            let text: Arc<str> = written
                .map_err(Problem::internal)?
                .map_err(Problem::internal)?
                .into();
            let written = Written {
                of,
                text: Arc::clone(&text),
            };
            *place.write().unwrap_or_else(PoisonError::into_inner) = Some(written);
            text
        }
    };
    Ok(tagged(text.to_string(), format.media_type(), headers))
}

fn write(
    services: &[Arc<Published>],
    state: &State,
    format: Format,
) -> Result<String, cpsv::Error> {
    let definitions: Vec<_> = services
        .iter()
        .map(|service| &*service.definition)
        .collect();
    let library = state.catalogue.library();
    cpsv::write(&definitions, library, state.app.site(), format)
}

fn too_large() -> Problem {
    Problem::new(
        "services.catalogue-too-large",
        StatusCode::INSUFFICIENT_STORAGE,
        |lang| match lang {
            Lang::En => Text::from("The catalogue is too large for one answer."),
            _ => Text::from("El catálogo es demasiado grande para una sola respuesta."),
        },
    )
    .next(|lang| match lang {
        Lang::En => Text::from("Read it service by service at /api/v1/services."),
        _ => Text::from("Se lee trámite por trámite en /api/v1/services."),
    })
}
