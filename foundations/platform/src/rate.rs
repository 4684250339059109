//! Limits on how often one client may try something, counted in memory by this node.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};

use axum::extract::FromRequestParts;
use axum::http::HeaderMap;
use axum::http::request::Parts;
use jiff::Timestamp;

use crate::{App, PeerAddress, Problem, limits};

/// Who a limit counts: an address, or for IPv6 the network one household holds (/64).
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ClientKey(String);

impl ClientKey {
    /// The key of an address. A server that listens on IPv6 sees IPv4 clients as `::ffff:a.b.c.d`,
    /// which would make one household of them all.
    #[must_use]
    pub fn of(address: IpAddr) -> Self {
        match address.to_canonical() {
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
        let peer = parts
            .extensions
            .get::<PeerAddress>()
            .map(|peer| peer.0.ip());
        let address: Option<IpAddr> = if app.behind_proxy() {
            forwarded(&parts.headers).or(peer)
        } else {
            peer
        };
        Ok(address.map_or_else(|| Self::named("local"), Self::of))
    }
}

/// The address that our own proxy saw. A proxy adds it behind what the client claims, in the same line
/// or in a line of its own: only the last word of the last line is the proxy's.
fn forwarded(headers: &HeaderMap) -> Option<IpAddr> {
    let line = headers.get_all("x-forwarded-for").iter().next_back()?;
    line.to_str().ok()?.rsplit(',').next()?.trim().parse().ok()
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
    use axum::http::HeaderValue;

    use super::*;

    #[test]
    fn a_client_cannot_say_who_it_is() {
        let seen = |lines: &[&'static str]| {
            let mut headers = HeaderMap::new();
            for line in lines {
                headers.append("x-forwarded-for", HeaderValue::from_static(line));
            }
            forwarded(&headers).map(|address| address.to_string())
        };
        let proxys = Some("203.0.113.7".to_owned());
        assert_eq!(seen(&["198.51.100.1, 203.0.113.7"]), proxys);
        assert_eq!(seen(&["198.51.100.1", "203.0.113.7"]), proxys);
        assert_eq!(seen(&["198.51.100.1", "nobody"]), None);
        assert_eq!(seen(&[]), None);
    }

    #[test]
    fn a_household_is_one_client_and_an_old_address_is_the_same_in_new_clothes() {
        let key = |address: &str| ClientKey::of(address.parse().unwrap());
        assert_eq!(key("2001:db8:1:2::3"), key("2001:db8:1:2:ffff::9"));
        assert_ne!(key("2001:db8:1:2::3"), key("2001:db8:1:3::3"));
        assert_eq!(key("::ffff:203.0.113.7"), key("203.0.113.7"));
        assert_ne!(key("::ffff:203.0.113.7"), key("::ffff:203.0.113.8"));
    }

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
