//! Whoever applies: a person who signed in, or the browser of somebody who did not.
//!
//! A draft begun without an account belongs to the browser that began it, by a random key in a
//! cookie of which only the hash is kept. When its person signs in, the draft becomes theirs. The same
//! key lets a browser [follow](crate::follow) a case that was filed without an account elsewhere.

use aws_lc_rs::{digest, rand};
use axum::extract::{FromRef, FromRequestParts};
use axum::http::HeaderValue;
use axum::http::request::Parts;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use identity::{Actor, Citizen, Official, PersonId, counter};
use platform::{App, Problem, Site, cookie};

use crate::Error;

/// The cookie that ties drafts to a browser.
const BROWSER_COOKIE: &str = "navegador";
/// A draft can be gone on with for half a year.
pub(crate) const BROWSER_COOKIE_DAYS: i64 = 180;
const BROWSER_COOKIE_SECONDS: i64 = BROWSER_COOKIE_DAYS * 24 * 3600;
const KEY_BYTES: usize = 32;

/// The hash of a browser's key: what the database knows of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BrowserKey(Vec<u8>);

impl BrowserKey {
    pub(crate) fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    fn of_cookie(value: &str) -> Option<Self> {
        let secret = URL_SAFE_NO_PAD
            .decode(value)
            .ok()
            .filter(|bytes| bytes.len() == KEY_BYTES)?;
        Some(Self(
            digest::digest(&digest::SHA256, &secret).as_ref().to_vec(),
        ))
    }

    /// A fresh key and the cookie that carries its secret.
    pub(crate) fn draw(site: &Site) -> Result<(Self, HeaderValue), Problem> {
        let mut secret = [0; KEY_BYTES];
        rand::fill(&mut secret)
            .map_err(|_| Problem::internal(anyhow::anyhow!("the system gave no randomness")))?;
        let value = URL_SAFE_NO_PAD.encode(secret);
        let key = Self(digest::digest(&digest::SHA256, &secret).as_ref().to_vec());
        Ok((
            key,
            cookie::set(site, BROWSER_COOKIE, &value, BROWSER_COOKIE_SECONDS),
        ))
    }
}

/// The cookie that makes a browser forget its key, and with it all that was begun or followed there
/// without an account.
pub(crate) fn forget(site: &Site) -> HeaderValue {
    cookie::clear(site, BROWSER_COOKIE)
}

/// Who applies.
#[derive(Debug, Clone)]
pub struct Applicant {
    /// The person, when signed in.
    pub citizen: Option<Citizen>,
    /// The browser, when it has a key.
    pub browser: Option<BrowserKey>,
    /// The clerk who attends the person at a counter, when it is not the person who types.
    pub clerk: Option<Official>,
}

impl Applicant {
    /// Somebody who signed in, or did not, and has no key.
    #[must_use]
    pub const fn of_citizen(citizen: Option<Citizen>) -> Self {
        Self {
            citizen,
            browser: None,
            clerk: None,
        }
    }

    /// Somebody who came by the API, with a token or without.
    #[must_use]
    pub fn of_actor(actor: &Actor) -> Self {
        Self::of_citizen(actor.citizen())
    }

    /// The person's key, when signed in.
    #[must_use]
    pub fn person(&self) -> Option<PersonId> {
        self.citizen.as_ref().map(|citizen| citizen.person)
    }

    /// What is unknown to nobody in particular may be theirs, once they sign in: a session may just have
    /// ended. It is said of everything that they may not see, and so tells nothing.
    pub(crate) fn refusal(&self, error: Error) -> Error {
        match error {
            Error::Unknown | Error::UnknownCase if self.citizen.is_none() => Error::SignInNeeded,
            other => other,
        }
    }

    /// The browser's key for a query: an empty one fits no row.
    pub(crate) fn browser_bytes(&self) -> &[u8] {
        self.browser.as_ref().map_or(b"", BrowserKey::as_bytes)
    }
}

impl<S> FromRequestParts<S> for Applicant
where
    App: FromRef<S>,
    S: Send + Sync,
{
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Self::Rejection> {
        let app = App::from_ref(state);
        let browser =
            cookie::get(app.site(), &parts.headers, BROWSER_COOKIE).and_then(BrowserKey::of_cookie);
        let actor = <Actor as FromRequestParts<S>>::from_request_parts(parts, state).await?;
        let clerk = actor.official().filter(|who| who.has_role(counter::CLERK));
        if let Some(clerk) = clerk.cloned() {
            let (who, now) = (clerk.clone(), app.clock().now());
            let attended = app
                .store()
                .read(move |db| counter::attended(db, &who, now))
                .await?;
            if attended.is_some() {
                return Ok(Self {
                    citizen: attended,
                    browser,
                    clerk: Some(clerk),
                });
            }
        }
        Ok(Self {
            citizen: actor.citizen(),
            browser,
            clerk: None,
        })
    }
}
