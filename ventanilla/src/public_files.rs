//! Files that anybody may fetch: the stylesheet, the State's certificates, the ledger, the health of this node.

use axum::Router;
use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use ledger::TilePath;
use platform::{Problem, Result};

use crate::house::House;

/// A tile that is full never changes.
const FOR_EVER: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");
/// What changes every second or so.
const FRESH: HeaderValue = HeaderValue::from_static("no-cache");
/// A revocation list is good for hours; asking again within minutes is polite enough.
const MINUTES: HeaderValue = HeaderValue::from_static("public, max-age=300");

pub(crate) fn routes(house: House) -> Router {
    Router::new()
        .route("/a/{file}", get(asset))
        .route("/favicon.ico", get(favicon))
        .route("/pki/ca.pem", get(root_certificate))
        .route("/pki/{file}", get(certificate))
        .route("/pki/crl/{file}", get(revocation_list))
        .route("/ledger/checkpoint", get(checkpoint))
        .route("/ledger/key", get(ledger_key))
        .route("/ledger/tile/{*path}", get(tile))
        .route("/api/openapi.json", get(openapi))
        .route("/healthz", get(|| async { "ok\n" }))
        .route("/readyz", get(ready))
        .route("/metrics", get(metrics))
        .with_state(house)
}

async fn asset(Path(file): Path<String>, headers: HeaderMap) -> Result {
    design::asset(&format!("/a/{file}"))
        .map(|asset| answer_asset(&asset, &headers))
        .ok_or_else(Problem::not_found)
}

async fn favicon(headers: HeaderMap) -> Result {
    design::asset("/favicon.ico")
        .map(|asset| answer_asset(&asset, &headers))
        .ok_or_else(Problem::not_found)
}

/// An embedded file, in the smallest form the client can unpack.
fn answer_asset(asset: &design::Asset, headers: &HeaderMap) -> Response {
    let accepted = headers
        .get(header::ACCEPT_ENCODING)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    let (bytes, coding) = if accepted.contains("br") {
        (asset.brotli, Some("br"))
    } else if accepted.contains("gzip") {
        (asset.gzip, Some("gzip"))
    } else {
        (asset.bytes, None)
    };
    let mut response = Body::from(bytes).into_response();
    let out = response.headers_mut();
    out.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static(asset.content_type),
    );
    out.insert(header::ETAG, HeaderValue::from_static(asset.etag));
    out.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    out.insert(
        header::CACHE_CONTROL,
        if asset.immutable { FOR_EVER } else { MINUTES },
    );
    if let Some(coding) = coding {
        out.insert(header::CONTENT_ENCODING, HeaderValue::from_static(coding));
    }
    response
}

fn file(kind: &'static str, cache: HeaderValue, bytes: impl Into<Body>) -> Response {
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(kind)),
        (header::CACHE_CONTROL, cache),
    ];
    (headers, bytes.into()).into_response()
}

async fn root_certificate(State(house): State<House>) -> Result {
    let pem = house
        .app
        .store()
        .read(pki::ca_pem)
        .await
        .map_err(Problem::internal)?;
    Ok(file("application/x-pem-file", MINUTES, pem))
}

/// An authority's certificate, where the certificates under it say that it is.
async fn certificate(State(house): State<House>, Path(name): Path<String>) -> Result {
    let name = name
        .strip_suffix(".cer")
        .ok_or_else(Problem::not_found)?
        .to_owned();
    if ![pki::ROOT, pki::ISSUING].contains(&name.as_str()) {
        return Err(Problem::not_found());
    }
    let der = house
        .app
        .store()
        .read(move |db| pki::certificate_der(db, &name))
        .await
        .map_err(Problem::internal)?;
    Ok(file("application/pkix-cert", MINUTES, der))
}

async fn revocation_list(State(house): State<House>, Path(name): Path<String>) -> Result {
    let name = name
        .strip_suffix(".crl")
        .ok_or_else(Problem::not_found)?
        .to_owned();
    if ![pki::ROOT, pki::ISSUING].contains(&name.as_str()) {
        return Err(Problem::not_found());
    }
    let now = house.app.clock().now();
    let master = house.master.clone();
    let list = house
        .app
        .store()
        .read(move |db| pki::crl(db, &master, &name, now))
        .await
        .map_err(Problem::internal)?;
    Ok(file("application/pkix-crl", MINUTES, list))
}

async fn checkpoint(State(house): State<House>) -> Result {
    let note = house
        .app
        .store()
        .read(ledger::checkpoint)
        .await
        .map_err(Problem::internal)?;
    Ok(file(
        "text/plain; charset=utf-8",
        FRESH,
        note.ok_or_else(Problem::not_found)?,
    ))
}

/// The key that checks the ledger, as `name+id+key`: whoever keeps it needs nothing else of ours.
async fn ledger_key(State(house): State<House>) -> Result {
    let key = ledger::VerifierKey::of(&*house.ledger).map_err(Problem::internal)?;
    Ok(file(
        "text/plain; charset=utf-8",
        MINUTES,
        format!("{key}\n"),
    ))
}

async fn tile(State(house): State<House>, Path(path): Path<String>) -> Result {
    let path: TilePath = path.parse().map_err(|_| Problem::not_found())?;
    let bytes = house
        .app
        .store()
        .read(move |db| ledger::resource(db, &path))
        .await
        .map_err(Problem::internal)?;
    Ok(file(
        "application/octet-stream",
        FOR_EVER,
        bytes.ok_or_else(Problem::not_found)?,
    ))
}

/// What the JSON face takes and gives. A test compares it with the routes.
async fn openapi() -> Response {
    file("application/json", MINUTES, include_str!("openapi.json"))
}

/// Ready means that the database answers.
async fn ready(State(house): State<House>) -> Result {
    house
        .app
        .store()
        .read(ledger::size)
        .await
        .map_err(|error| Problem::busy().source(error))?;
    Ok((StatusCode::OK, "ready\n").into_response())
}

async fn metrics(State(house): State<House>) -> Response {
    let mut text = house.app.metrics().encode().replace("# EOF\n", "");
    text.push_str(&store_metrics(&house.app.store().metrics()));
    text.push_str("# EOF\n");
    file(
        "application/openmetrics-text; version=1.0.0; charset=utf-8",
        FRESH,
        text,
    )
}

/// The store counts for itself; its figures are appended in the same format.
fn store_metrics(store: &store::Metrics) -> String {
    let gauges = [
        ("reads_waiting", store.reads_waiting),
        ("writes_waiting", store.writes_waiting),
        ("group_max", store.group_max),
    ];
    let counters = [
        ("reads", store.reads),
        ("writes", store.writes),
        ("undone", store.undone),
        ("commits", store.commits),
        ("reruns", store.reruns),
        ("unknown", store.unknown),
        ("busy", store.busy),
        ("connections", store.connections),
    ];
    let gauges = gauges.iter().map(|(name, value)| {
        format!("# TYPE ventanilla_store_{name} gauge\nventanilla_store_{name} {value}\n")
    });
    let counters = counters.iter().map(|(name, value)| {
        format!("# TYPE ventanilla_store_{name} counter\nventanilla_store_{name}_total {value}\n")
    });
    gauges.chain(counters).collect()
}
