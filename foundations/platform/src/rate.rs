//! Limits on how often one client may try something, counted in memory by this node.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use jiff::Timestamp;

use crate::{App, PeerAddress, Problem, limits};

/// Who a limit counts: an address, or for IPv6 the network one household holds (/64).
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ClientKey(String);

impl ClientKey {
    /// The key of an address.
    #[must_use]
    pub fn of(address: IpAddr) -> Self {
        match address {
            IpAddr::V4(v4) => Self(v4.to_string()),
            IpAddr::V6(v6) => {
                let [a, b, c, d, ..] = v6.segments();
                Self(format!("{a:x}:{b:x}:{c:x}:{d:x}"))
            }
        }
    }

    /// A key that is not an address, such as an account's name.
    #[must_use]
    pub fn named(name: &str) -> Self {
        Self(name.to_owned())
    }
}

impl<S> FromRequestParts<S> for ClientKey
where
    App: axum::extract::FromRef<S>,
    S: Send + Sync,
{
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Self::Rejection> {
        let app: App = axum::extract::FromRef::from_ref(state);
        let forwarded = || {
            parts
                .headers
                .get("x-forwarded-for")?
                .to_str()
                .ok()?
                .rsplit(',')
                .next()?
                .trim()
                .parse()
                .ok()
        };
        let peer = parts
            .extensions
            .get::<PeerAddress>()
            .map(|peer| peer.0.ip());
        let address: Option<IpAddr> = if app.behind_proxy() {
            forwarded().or(peer)
        } else {
            peer
        };
        Ok(address.map_or_else(|| Self::named("local"), Self::of))
    }
}

/// Attempts counted by minute.
#[derive(Debug, Default)]
pub struct RateLimits(Mutex<Window>);

#[derive(Debug, Default)]
struct Window {
    minute: i64,
    attempts: HashMap<(&'static str, ClientKey), u32>,
}

impl RateLimits {
    /// Counts one attempt at `what` and says whether it is within the limit of this minute.
    ///
    /// # Errors
    /// A 429 problem when the limit is passed.
    pub fn check(
        &self,
        what: &'static str,
        who: &ClientKey,
        per_minute_max: u32,
        now: Timestamp,
    ) -> Result<(), Problem> {
        let minute = now.as_second().div_euclid(60);
        let mut window = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if window.minute != minute || window.attempts.len() >= limits::RATE_KEYS_MAX {
            window.minute = minute;
            window.attempts.clear();
        }
        let count = window.attempts.entry((what, who.clone())).or_insert(0);
        *count = count.saturating_add(1);
        if *count > per_minute_max {
            Err(Problem::too_many())
        } else {
            Ok(())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_each_client_and_each_minute_apart() {
        let limits = RateLimits::default();
        let (ana, beto) = (ClientKey::named("ana"), ClientKey::named("beto"));
        let first = Timestamp::from_second(600).unwrap();
        assert!(limits.check("x", &ana, 2, first).is_ok());
        assert!(limits.check("x", &ana, 2, first).is_ok());
        assert!(limits.check("x", &ana, 2, first).is_err());
        assert!(limits.check("y", &ana, 2, first).is_ok());
        assert!(limits.check("x", &beto, 2, first).is_ok());
        assert!(
            limits
                .check("x", &ana, 2, Timestamp::from_second(660).unwrap())
                .is_ok()
        );
    }
}
