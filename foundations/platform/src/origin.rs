//! Protection of forms against other sites (CSRF), without tokens in the forms.
//!
//! A request that changes something is let through only when the browser itself says that it comes
//! from this site: by `Sec-Fetch-Site` where the browser sends it, else by `Origin`, else by
//! `Referer`. A request with a bearer token carries no ambient authority and needs no check. Forms
//! without tokens stay valid when a session ends midway, and pages with forms stay cacheable.

use axum::http::{HeaderMap, Method, header, request::Parts};

use crate::redirect;

/// Whether a request may change something.
pub(crate) fn is_acceptable(parts: &Parts) -> bool {
    if matches!(parts.method, Method::GET | Method::HEAD | Method::OPTIONS) {
        return true;
    }
    let headers = &parts.headers;
    if !headers.contains_key(header::COOKIE) {
        // Nothing here speaks for a person: the API, a provider's callback, a form without a session.
        // Machines name no origin. A browser does, and another site's form must not sign anybody in:
        // what they then typed would be in a stranger's account.
        return says_this_site(headers)
            .unwrap_or_else(|| !headers.contains_key(header::ORIGIN) || origin_is_ours(headers));
    }
    says_this_site(headers).unwrap_or_else(|| origin_is_ours(headers))
}

/// The browser's own word, which it gives only over a secure line.
fn says_this_site(headers: &HeaderMap) -> Option<bool> {
    value(headers, "sec-fetch-site").map(|site| site == "same-origin" || site == "none")
}

fn origin_is_ours(headers: &HeaderMap) -> bool {
    let host = value(headers, "host").unwrap_or_default();
    let from = value(headers, "origin").or_else(|| value(headers, "referer"));
    from.and_then(host_of)
        .is_some_and(|from| !host.is_empty() && from.eq_ignore_ascii_case(host))
}

/// The page of ours from which a form was sent, as a path: the way back when it could not be taken.
pub(crate) fn page_before(headers: &HeaderMap) -> Option<&str> {
    let host = value(headers, "host").unwrap_or_default();
    let from = value(headers, "referer")?;
    let is_ours = host_of(from)?.eq_ignore_ascii_case(host) && !host.is_empty();
    let (_, rest) = from.split_once("://").filter(|_| is_ours)?;
    redirect::local_path(rest.get(host.len()..)?)
}

fn value<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    headers.get(name)?.to_str().ok()
}

/// The host and port of a URL.
fn host_of(url: &str) -> Option<&str> {
    let (_, rest) = url.split_once("://")?;
    rest.split(['/', '?', '#']).next()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn post(headers: &[(&str, &str)]) -> Parts {
        let mut request = axum::http::Request::builder().method("POST").uri("/x");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        request.body(()).unwrap().into_parts().0
    }

    #[test]
    fn only_this_site_may_post_with_a_session() {
        let session = ("cookie", "sesion=a");
        let host = ("host", "ventanilla.example:8080");
        assert!(is_acceptable(&post(&[
            session,
            ("sec-fetch-site", "same-origin")
        ])));
        assert!(!is_acceptable(&post(&[
            session,
            ("sec-fetch-site", "cross-site")
        ])));
        assert!(!is_acceptable(&post(&[
            session,
            ("sec-fetch-site", "same-site")
        ])));
        assert!(is_acceptable(&post(&[
            session,
            host,
            ("origin", "http://ventanilla.example:8080")
        ])));
        assert!(!is_acceptable(&post(&[
            session,
            host,
            ("origin", "http://evil.example")
        ])));
        assert!(!is_acceptable(&post(&[session, host, ("origin", "null")])));
        assert!(is_acceptable(&post(&[
            session,
            host,
            ("referer", "http://ventanilla.example:8080/a/b")
        ])));
        assert!(!is_acceptable(&post(&[session, host])));
    }

    #[test]
    fn machines_without_a_session_may_post() {
        assert!(is_acceptable(&post(&[])));
        assert!(!is_acceptable(&post(&[("sec-fetch-site", "cross-site")])));
    }

    #[test]
    fn another_site_signs_nobody_in_over_a_plain_line() {
        let host = ("host", "10.0.0.7:8080");
        let foreign = ("origin", "http://evil.example");
        assert!(!is_acceptable(&post(&[host, foreign])));
        assert!(!is_acceptable(&post(&[host, ("origin", "null")])));
        assert!(is_acceptable(&post(&[
            host,
            ("origin", "http://10.0.0.7:8080")
        ])));
    }
}
