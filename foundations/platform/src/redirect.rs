//! Sending the browser elsewhere within this site.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

/// Answers a POST with a GET of another page (303), so that going back or reloading sends nothing twice.
#[must_use]
pub fn see_other(path: &str) -> Response {
    let target = HeaderValue::from_str(path).unwrap_or_else(|_| HeaderValue::from_static("/"));
    (StatusCode::SEE_OTHER, [(header::LOCATION, target)]).into_response()
}

/// A path of this site that a stranger's `?volver=` may lead to, or none: an absolute path without
/// a host, a backslash or a control character.
#[must_use]
pub fn local_path(candidate: &str) -> Option<&str> {
    let local = candidate.starts_with('/')
        && !candidate.starts_with("//")
        && !candidate.contains('\\')
        && !candidate.chars().any(char::is_control);
    local.then_some(candidate)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_paths_of_this_site_are_local() {
        assert_eq!(local_path("/mi?x=1"), Some("/mi?x=1"));
        for foreign in [
            "//evil.example",
            "https://evil.example",
            "/\\evil.example",
            "mi",
            "/a\r\nSet-Cookie:x",
        ] {
            assert_eq!(local_path(foreign), None, "{foreign}");
        }
    }
}
