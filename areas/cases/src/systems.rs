//! The systems outside of this house that processes may call, as the operator names them. A definition cannot reach any
//! other address.

use std::collections::BTreeMap;
use std::fmt;
use std::io::Read as _;
use std::sync::Arc;
use std::time::Duration;

use process::{Call, Method};
use serde_json::{Map, Value as Json};
use store::jobs::Failure;
use ureq::tls::{Certificate, RootCerts, TlsConfig};
use ureq::{Agent, Body, http};

/// An answer takes no longer.
const TIMEOUT: Duration = Duration::from_secs(20);
/// Octets of an answer at most: values, not files.
const ANSWER_BYTES_MAX: u64 = 64 * 1024;

/// Where a system is, and how it knows us.
#[derive(Clone)]
pub struct System {
    /// Its address, to which the paths of definitions are added.
    pub url: String,
    /// What goes into the header `Authorization: Bearer …`.
    pub token: Option<String>,
    /// Certificates of authorities (PEM) that are trusted for it, instead of the public ones.
    pub authorities: Option<Vec<u8>>,
}

impl fmt::Debug for System {
    /// The token is not printed.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("System")
            .field("url", &self.url)
            .finish_non_exhaustive()
    }
}

/// Why a system cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum BadSystem {
    /// The address is none, or not of http.
    #[error("the system {0} needs a url that begins with https:// or http://")]
    Url(String),
    /// The authorities are no certificates.
    #[error("the authorities of the system {0} are no certificates in PEM")]
    Authorities(String),
}

/// The systems by name.
#[derive(Clone, Default)]
pub struct Systems {
    known: Arc<BTreeMap<String, Known>>,
}

#[derive(Clone)]
struct Known {
    url: String,
    token: Option<String>,
    agent: Agent,
}

/// A call with its values.
pub(crate) struct Request<'a> {
    pub(crate) call: &'a Call,
    pub(crate) sends: &'a Map<String, Json>,
    /// The same for every try, so that a system does it once.
    pub(crate) key: &'a str,
}

impl Systems {
    /// Makes them ready to be called.
    ///
    /// # Errors
    /// [`BadSystem`] names the one that cannot be.
    pub fn new(systems: BTreeMap<String, System>) -> Result<Self, BadSystem> {
        let known = systems.into_iter().map(|(name, system)| {
            let is_http = ["https://", "http://"]
                .iter()
                .any(|scheme| system.url.starts_with(scheme));
            if !is_http {
                return Err(BadSystem::Url(name));
            }
            let agent = agent(system.authorities.as_deref())
                .ok_or_else(|| BadSystem::Authorities(name.clone()))?;
            let url = system.url.trim_end_matches('/').to_owned();
            Ok((
                name,
                Known {
                    url,
                    token: system.token,
                    agent,
                },
            ))
        });
        Ok(Self {
            known: Arc::new(known.collect::<Result<_, _>>()?),
        })
    }

    /// What a system answers; none where it refuses for good.
    pub(crate) fn call(&self, request: &Request<'_>) -> Result<Option<Map<String, Json>>, Failure> {
        let name = &request.call.system;
        let system = self
            .known
            .get(name)
            .ok_or_else(|| format!("the settings name no system «{name}»"))?;
        let response = system.send(request)?;
        let status = response.status();
        match status.as_u16() {
            200..=299 => read(response).map(Some),
            // Too early, too many, or its own fault: another time it may answer.
            408 | 425 | 429 | 500.. => Err(format!("the system answered {status}").into()),
            400..=499 => Ok(None),
            _ => Err(format!("the system answered {status}, which is no answer").into()),
        }
    }
}

impl Known {
    fn send(&self, request: &Request<'_>) -> Result<http::Response<Body>, Failure> {
        let (path, rest) = filled(&request.call.path, request.sends);
        let mut url = format!("{}{path}", self.url);
        let is_get = request.call.method == Method::Get;
        if is_get {
            for (at, (name, value)) in rest.iter().enumerate() {
                let sign = if at == 0 { '?' } else { '&' };
                url.push(sign);
                url.push_str(&encoded(name));
                url.push('=');
                url.push_str(&encoded(&plain(value)));
            }
        }
        let mut head = http::Request::builder()
            .method(request.call.method.to_string().as_str())
            .uri(url)
            .header("accept", "application/json")
            .header("idempotency-key", request.key);
        if let Some(token) = &self.token {
            head = head.header("authorization", format!("Bearer {token}"));
        }
        let sent = if is_get {
            self.agent
                .run(head.body(()).map_err(|_| "the address is none")?)
        } else {
            let body = serde_json::to_vec(&rest)?;
            let head = head.header("content-type", "application/json");
            self.agent
                .run(head.body(body).map_err(|_| "the address is none")?)
        };
        // Its own words may hold the address, and with it personal data.
        sent.map_err(|error| match error {
            ureq::Error::Timeout(_) => "the system did not answer in time".into(),
            ureq::Error::HostNotFound => "the system's host is not known".into(),
            ureq::Error::ConnectionFailed | ureq::Error::Io(_) => {
                "the system could not be reached".into()
            }
            ureq::Error::Tls(_) | ureq::Error::Rustls(_) => {
                "the system's certificate was not accepted".into()
            }
            _ => "the call failed".into(),
        })
    }
}

fn agent(authorities: Option<&[u8]>) -> Option<Agent> {
    let roots = match authorities {
        None => RootCerts::WebPki,
        Some(pem) => {
            let parsed = ureq::tls::parse_pem(pem).filter_map(|item| match item {
                Ok(ureq::tls::PemItem::Certificate(certificate)) => Some(certificate),
                _ => None,
            });
            let certificates: Vec<Certificate<'static>> = parsed.collect();
            if certificates.is_empty() {
                return None;
            }
            RootCerts::from(certificates)
        }
    };
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let tls = TlsConfig::builder()
        .unversioned_rustls_crypto_provider(provider)
        .root_certs(roots)
        .build();
    let config = Agent::config_builder()
        .tls_config(tls)
        .timeout_global(Some(TIMEOUT))
        .max_redirects(0)
        .max_redirects_will_error(false)
        .http_status_as_error(false)
        .proxy(None)
        .user_agent(concat!("Ventanilla/", env!("CARGO_PKG_VERSION")))
        .build();
    Some(Agent::new_with_config(config))
}

/// The path with its values, and the values that stand elsewhere.
fn filled(path: &str, sends: &Map<String, Json>) -> (String, Map<String, Json>) {
    let mut rest = sends.clone();
    let mut segments = Vec::new();
    for segment in path.split('/') {
        let name = segment
            .strip_prefix('{')
            .and_then(|rest| rest.strip_suffix('}'));
        segments.push(match name {
            Some(name) => {
                rest.remove(name);
                sends
                    .get(name)
                    .map_or_else(String::new, |value| encoded(&plain(value)))
            }
            None => segment.to_owned(),
        });
    }
    (segments.join("/"), rest)
}

/// A value as one reads it: texts without quotes.
fn plain(value: &Json) -> String {
    match value {
        Json::String(text) => text.clone(),
        Json::Null => String::new(),
        other => other.to_string(),
    }
}

/// For an address (RFC 3986): everything but unreserved signs is written in percent. A value that is only dots
/// would be a step up: it is written in percent too.
fn encoded(text: &str) -> String {
    let only_dots = text.bytes().all(|byte| byte == b'.');
    let is_plain = |byte: u8| {
        byte.is_ascii_alphanumeric() || b"-_~".contains(&byte) || (byte == b'.' && !only_dots)
    };
    text.bytes()
        .map(|byte| match is_plain(byte) {
            true => char::from(byte).to_string(),
            false => format!("%{byte:02X}"),
        })
        .collect()
}

fn read(response: http::Response<Body>) -> Result<Map<String, Json>, Failure> {
    let mut bytes = Vec::new();
    let mut body = response
        .into_body()
        .into_reader()
        .take(ANSWER_BYTES_MAX + 1);
    body.read_to_end(&mut bytes)
        .map_err(|_| "the answer broke off")?;
    if bytes.len() as u64 > ANSWER_BYTES_MAX {
        return Err("the answer is too long".into());
    }
    if bytes.is_empty() {
        return Ok(Map::new());
    }
    serde_json::from_slice(&bytes).map_err(|_| "the answer is no JSON object".into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn values_stay_where_they_belong_in_an_address() {
        let sends = json!({ "cuenta": "1/..?a=b&ñ", "monto": 50, "sube": ".." });
        let sends = sends.as_object().cloned().unwrap();
        let (path, rest) = filled("/cuentas/{cuenta}/{sube}/pagos", &sends);
        assert_eq!(path, "/cuentas/1%2F..%3Fa%3Db%26%C3%B1/%2E%2E/pagos");
        assert_eq!(Json::Object(rest), json!({ "monto": 50 }));
    }

    #[test]
    fn an_address_that_is_none_is_refused() {
        let system = System {
            url: "file:///etc/passwd".to_owned(),
            token: None,
            authorities: None,
        };
        let systems = BTreeMap::from([("banco".to_owned(), system)]);
        assert!(matches!(Systems::new(systems), Err(BadSystem::Url(name)) if name == "banco"));
    }
}
