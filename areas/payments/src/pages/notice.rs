//! `POST /pagos/aviso`: the provider tells what happened to an attempt.

use axum::body::Bytes;
use axum::extract::{Request, State as Shared};
use axum::http::{HeaderMap, StatusCode};
use axum::response::IntoResponse;
use platform::form::read_body;
use platform::{Problem, Visit};

use crate::bank::{SIGNATURE_HEADER, TIME_HEADER, is_authentic};
use crate::{Advice, State, settle, words};

/// A callback has a handful of short fields.
const NOTICE_BYTES_MAX: usize = 4 * 1024;

/// Believes a signed callback and nothing else. Said again, it changes nothing and is answered alike.
pub(super) async fn receive(
    visit: Visit,
    Shared(state): Shared<State>,
    request: Request,
) -> platform::Result {
    // Without the test bank nobody has a key to sign with.
    if !visit.app.site().demonstration {
        return Err(Problem::not_found());
    }
    let headers = request.headers().clone();
    let body = read_body(request, NOTICE_BYTES_MAX).await?;
    check_signature(&visit, &headers, &body)?;
    let advice: Advice =
        serde_json::from_slice(&body).map_err(|error| Problem::bad_request().source(error))?;
    let now = visit.now;
    let settlement = state
        .app
        .store()
        .write(move |tx| settle(tx, &advice, now))
        .await?;
    tracing::info!(request = %visit.request_id, ?settlement, "a provider's notice");
    Ok(StatusCode::NO_CONTENT.into_response())
}

fn check_signature(visit: &Visit, headers: &HeaderMap, body: &Bytes) -> Result<(), Problem> {
    let header = |name: &str| {
        headers
            .get(name)
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default()
    };
    let (time, signature) = (header(TIME_HEADER), header(SIGNATURE_HEADER));
    if is_authentic(visit.app.secrets(), time, signature, body, visit.now) {
        return Ok(());
    }
    Err(Problem::new(
        "payments.signature",
        StatusCode::UNAUTHORIZED,
        words::problem_signature,
    )
    .next(words::problem_signature_next))
}
