//! The JSON face: who am I?

use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use platform::{Problem, Visit};
use serde::Serialize;

use crate::people::Assurance;
use crate::{AccountId, Actor, PersonId, State};

/// The route `GET /api/v1/me`.
pub fn api(state: State) -> Router {
    Router::new().route("/api/v1/me", get(me)).with_state(state)
}

/// Whoever the token or the session stands for.
#[derive(Debug, Serialize)]
struct Me {
    kind: &'static str,
    account: AccountId,
    person: PersonId,
    name: String,
    assurance: Assurance,
    #[serde(skip_serializing_if = "Option::is_none")]
    agency: Option<Post>,
}

/// The post an official holds.
#[derive(Debug, Serialize)]
struct Post {
    slug: String,
    name: String,
    roles: Vec<String>,
}

async fn me(visit: Visit, actor: Actor) -> Result<Response, Problem> {
    let citizen = actor.citizen().ok_or_else(Problem::unauthorised)?;
    let agency = actor.official().map(|official| Post {
        slug: official.agency_slug.clone(),
        name: official.agency_name.get(visit.lang).to_string(),
        roles: official.roles.clone(),
    });
    let me = Me {
        kind: if agency.is_some() {
            "official"
        } else {
            "citizen"
        },
        account: citizen.account,
        person: citizen.person,
        name: citizen.name,
        assurance: citizen.assurance,
        agency,
    };
    Ok((
        [(header::CACHE_CONTROL, HeaderValue::from_static("no-store"))],
        Json(me),
    )
        .into_response())
}
