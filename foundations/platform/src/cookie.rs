//! Reading and writing cookies: few, small, never readable by scripts.

use axum::http::{HeaderMap, HeaderValue, header};

use crate::Site;

/// The value of a cookie, if the request carries it.
#[must_use]
pub fn get<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
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
    let line =
        format!("{name}={value}; Path=/; Max-Age={age_seconds}; HttpOnly; SameSite=Lax{secure}");
    HeaderValue::from_str(&line).unwrap_or_else(|_| HeaderValue::from_static(""))
}

/// A `Set-Cookie` that removes one.
#[must_use]
pub fn clear(site: &Site, name: &str) -> HeaderValue {
    set(site, name, "", 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_its_cookie_among_others() {
        let mut headers = HeaderMap::new();
        headers.append(header::COOKIE, HeaderValue::from_static("a=1; session=abc"));
        headers.append(header::COOKIE, HeaderValue::from_static("idioma=gn"));
        assert_eq!(get(&headers, "session"), Some("abc"));
        assert_eq!(get(&headers, "idioma"), Some("gn"));
        assert_eq!(get(&headers, "ses"), None);
    }
}
