//! Reading and writing cookies: few, small, never readable by scripts.
//!
//! A neighbour under the same domain, such as a town's website, may set cookies for all of it. Where the
//! portal is reached by https its cookies therefore carry the prefix `__Host-` (RFC 6265bis), which
//! browsers take from nobody but this very host: nobody is given a key that somebody else knows.

use std::borrow::Cow;

use axum::http::{HeaderMap, HeaderValue, header};

use crate::Site;

/// The value of a cookie, if the request carries it.
#[must_use]
pub fn get<'h>(site: &Site, headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    let name = full_name(site, name);
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|line| line.to_str().ok())
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find_map(|(key, value)| (key == name).then_some(value))
}

/// A `Set-Cookie` that lasts `age_seconds`. The value must be plain cookie text, as our tokens are.
#[must_use]
pub fn set(site: &Site, name: &str, value: &str, age_seconds: i64) -> HeaderValue {
    let secure = if site.is_https() { "; Secure" } else { "" };
    let name = full_name(site, name);
    let line =
        format!("{name}={value}; Path=/; Max-Age={age_seconds}; HttpOnly; SameSite=Lax{secure}");
    HeaderValue::from_str(&line).unwrap_or_else(|_| HeaderValue::from_static(""))
}

/// A `Set-Cookie` that removes one.
#[must_use]
pub fn clear(site: &Site, name: &str) -> HeaderValue {
    set(site, name, "", 0)
}

/// Browsers know the prefix only over secure lines.
fn full_name<'n>(site: &Site, name: &'n str) -> Cow<'n, str> {
    if site.is_https() {
        format!("__Host-{name}").into()
    } else {
        name.into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn site(base_url: &str) -> Site {
        Site {
            name: "Ventanilla".to_owned(),
            base_url: base_url.to_owned(),
            demonstration: false,
            time_zone: jiff::tz::TimeZone::UTC,
            currency: "PYG".to_owned(),
            help_phone: String::new(),
            default_lang: text::Lang::Es,
        }
    }

    #[test]
    fn a_neighbour_under_the_same_domain_plants_no_cookie() {
        let site = site("https://ventanilla.example");
        let mut headers = HeaderMap::new();
        headers.append(header::COOKIE, HeaderValue::from_static("sesion=planted"));
        assert_eq!(get(&site, &headers, "sesion"), None);
        let line = set(&site, "sesion", "own", 60);
        let line = line.to_str().unwrap();
        assert!(line.starts_with("__Host-sesion=own; Path=/;"), "{line}");
        assert!(
            line.ends_with("; Secure") && !line.contains("Domain"),
            "{line}"
        );
        headers.append(
            header::COOKIE,
            HeaderValue::from_static("__Host-sesion=own"),
        );
        assert_eq!(get(&site, &headers, "sesion"), Some("own"));
    }

    #[test]
    fn finds_its_cookie_among_others() {
        let site = site("http://localhost:8080");
        let mut headers = HeaderMap::new();
        headers.append(header::COOKIE, HeaderValue::from_static("a=1; session=abc"));
        headers.append(header::COOKIE, HeaderValue::from_static("idioma=gn"));
        assert_eq!(get(&site, &headers, "session"), Some("abc"));
        assert_eq!(get(&site, &headers, "idioma"), Some("gn"));
        assert_eq!(get(&site, &headers, "ses"), None);
    }
}
