//! How a handler learns who asks: [`Actor`], [`Citizen`] and [`Official`] as extractors.
//!
//! The session cookie or the bearer token is read once for each request, with one query. A page
//! that needs somebody signed in sends a stranger to `/ingresar` and back; the API answers 401. A
//! handler of a POST that must keep what was typed takes [`Actor`] and decides itself.

use axum::extract::{FromRef, FromRequestParts, OptionalFromRequestParts};
use axum::http::request::Parts;
use axum::http::{Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use platform::{App, Problem, Viewer, ViewerCell, Visit, cookie, redirect};
use store::Error;
use text::Lang;

use crate::actor::{self, OpenSession};
use crate::sessions::{self, SEEN_STEP};
use crate::tokens::PREFIX;
use crate::{Actor, Citizen, Official, secret, words};

/// What must be escaped in the value of a query.
const QUERY_VALUE: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'%')
    .add(b'&')
    .add(b'+')
    .add(b'<')
    .add(b'>')
    .add(b'?');

/// Longest secret worth hashing, in bytes; ours have under fifty.
const SECRET_BYTES_MAX: usize = 200;

/// Where to sign in and then come back to `path`.
#[must_use]
pub(crate) fn sign_in_path(path: &str) -> String {
    format!(
        "/ingresar?volver={}",
        utf8_percent_encode(path, QUERY_VALUE)
    )
}

impl<S> FromRequestParts<S> for Actor
where
    App: FromRef<S>,
    S: Send + Sync,
{
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        if let Some(known) = parts.extensions.get::<Self>() {
            return Ok(known.clone());
        }
        let Ok(visit) = Visit::from_request_parts(parts, state).await;
        let actor = match bearer(parts) {
            Some(token) => of_token(&visit, token).await?,
            None => of_cookie(&visit, parts).await?,
        };
        parts
            .extensions
            .get_or_insert_default::<ViewerCell>()
            .set(viewer(&actor, visit.lang));
        parts.extensions.insert(actor.clone());
        Ok(actor)
    }
}

/// The text after `Bearer` (RFC 6750 §2.1).
fn bearer(parts: &Parts) -> Option<String> {
    let line = parts.headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = line.split_once(' ').unwrap_or((line, ""));
    scheme
        .eq_ignore_ascii_case("bearer")
        .then(|| token.trim().to_owned())
}

/// Whoever brings a token that is not valid is told so, and is not taken for a stranger.
async fn of_token(visit: &Visit, token: String) -> Result<Actor, Problem> {
    if !token.starts_with(PREFIX) || token.len() > SECRET_BYTES_MAX {
        return Err(Problem::unauthorised());
    }
    let (hash, now) = (secret::hash(&token), visit.now);
    let actor = visit
        .app
        .store()
        .read(move |db| actor::by_token(db, &hash, now))
        .await?;
    actor.ok_or_else(Problem::unauthorised)
}

async fn of_cookie(visit: &Visit, parts: &Parts) -> Result<Actor, Problem> {
    let Some(presented) = cookie::get(visit.app.site(), &parts.headers, sessions::COOKIE) else {
        return Ok(Actor::Anonymous);
    };
    if presented.is_empty() || presented.len() > SECRET_BYTES_MAX {
        return Ok(Actor::Anonymous);
    }
    let (hash, now) = (secret::hash(presented), visit.now);
    let found = visit
        .app
        .store()
        .read(move |db| actor::by_session(db, &hash, now))
        .await?;
    let Some(OpenSession { id, seen_at, actor }) = found else {
        return Ok(Actor::Anonymous);
    };
    if now.duration_since(seen_at) >= SEEN_STEP {
        // A full disk must not keep anybody from reading: the session then ends earlier, no more.
        if let Err(error) = visit
            .app
            .store()
            .write(move |tx| sessions::seen(tx, id, now))
            .await
        {
            tracing::warn!(%error, "the use of a session could not be noted");
        }
    }
    Ok(actor)
}

fn viewer(actor: &Actor, lang: Lang) -> Viewer {
    match actor {
        Actor::Anonymous => Viewer::Anonymous,
        Actor::Citizen(citizen) => Viewer::Person {
            name: citizen.name.clone(),
        },
        Actor::Official(official) => Viewer::Official {
            name: official.name.clone(),
            agency: official.agency_name.as_str(lang).to_owned(),
        },
    }
}

/// Why a handler that needs somebody signed in did not run.
#[derive(Debug)]
pub enum Turned {
    /// To the sign-in page and back.
    Away(String),
    /// With a problem.
    With(Problem),
}

impl IntoResponse for Turned {
    fn into_response(self) -> Response {
        match self {
            Self::Away(path) => redirect::see_other(&path),
            Self::With(problem) => problem.into_response(),
        }
    }
}

impl From<Problem> for Turned {
    fn from(problem: Problem) -> Self {
        Self::With(problem)
    }
}

/// What a stranger is answered: a page is for after signing in, the API says 401, and a POST says
/// what happened, for a redirect would throw away what was sent.
fn stranger(parts: &Parts) -> Turned {
    let path = parts.uri.path_and_query().map_or("/", |path| path.as_str());
    let is_page = matches!(parts.method, Method::GET | Method::HEAD) && !path.starts_with("/api/");
    if is_page {
        Turned::Away(sign_in_path(path))
    } else {
        Turned::With(Problem::unauthorised())
    }
}

impl<S> FromRequestParts<S> for Citizen
where
    App: FromRef<S>,
    S: Send + Sync,
{
    type Rejection = Turned;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Turned> {
        let actor = <Actor as FromRequestParts<S>>::from_request_parts(parts, state).await?;
        actor.citizen().ok_or_else(|| stranger(parts))
    }
}

impl<S> OptionalFromRequestParts<S> for Citizen
where
    App: FromRef<S>,
    S: Send + Sync,
{
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Option<Self>, Problem> {
        let actor = <Actor as FromRequestParts<S>>::from_request_parts(parts, state).await?;
        Ok(actor.citizen())
    }
}

impl<S> FromRequestParts<S> for Official
where
    App: FromRef<S>,
    S: Send + Sync,
{
    type Rejection = Turned;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Turned> {
        match <Actor as FromRequestParts<S>>::from_request_parts(parts, state).await? {
            Actor::Official(official) => Ok(official),
            Actor::Anonymous => Err(stranger(parts)),
            Actor::Citizen(_) => Err(Turned::With(officials_only())),
        }
    }
}

fn officials_only() -> Problem {
    Problem::new(
        "identity.officials-only",
        StatusCode::FORBIDDEN,
        words::problem_officials_only,
    )
    .next(words::problem_officials_only_next)
}

impl From<crate::sign_in::Refusal> for Problem {
    /// Only what the sign-in page does not say itself.
    fn from(refusal: crate::sign_in::Refusal) -> Self {
        match refusal {
            crate::sign_in::Refusal::Store(error) => error.into(),
            crate::sign_in::Refusal::Crowded => Self::busy(),
            crate::sign_in::Refusal::Wrong | crate::sign_in::Refusal::Wait { .. } => {
                Self::unauthorised()
            }
        }
    }
}

/// A missing row on a page is a page that is not there.
pub(crate) fn missing_is_not_found(error: Error) -> Problem {
    if matches!(error, Error::Missing) {
        Problem::not_found()
    } else {
        error.into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_way_back_survives_its_own_query() {
        assert_eq!(sign_in_path("/mi/datos"), "/ingresar?volver=/mi/datos");
        assert_eq!(
            sign_in_path("/x?a=1&b=ñ#c"),
            "/ingresar?volver=/x%3Fa=1%26b=%C3%B1%23c"
        );
    }
}
