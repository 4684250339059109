//! Which language a visit is in: what was just chosen, what was chosen before, what the browser asks for.

use axum::http::{HeaderMap, header, request::Parts};
use text::Lang;

use crate::{Site, cookie};

/// The cookie that remembers a chosen language.
pub(crate) const LANGUAGE_COOKIE: &str = "idioma";
/// The query parameter of the language links.
const LANGUAGE_PARAMETER: &str = "idioma";
/// A year: a language is not chosen often.
pub(crate) const LANGUAGE_COOKIE_SECONDS: i64 = 365 * 24 * 3600;

/// The language named in the query, if any: the visitor has just chosen it.
pub(crate) fn chosen(parts: &Parts) -> Option<Lang> {
    let query = parts.uri.query()?;
    form_urlencoded::parse(query.as_bytes())
        .find(|(key, _)| key == LANGUAGE_PARAMETER)
        .and_then(|(_, tag)| Lang::from_tag(&tag))
}

/// The language of a visit.
pub(crate) fn of(parts: &Parts, site: &Site) -> Lang {
    chosen(parts)
        .or_else(|| cookie::get(site, &parts.headers, LANGUAGE_COOKIE).and_then(Lang::from_tag))
        .or_else(|| asked_by_browser(&parts.headers))
        .unwrap_or(site.default_lang)
}

/// The first language of `Accept-Language` that we speak. Browsers list them by preference, so the
/// order is taken as it stands and the weights are not read.
fn asked_by_browser(headers: &HeaderMap) -> Option<Lang> {
    let line = headers.get(header::ACCEPT_LANGUAGE)?.to_str().ok()?;
    line.split(',').take(20).find_map(|part| {
        let tag = part.split(';').next()?.trim();
        let primary = tag.split('-').next()?;
        Lang::from_tag(&primary.to_ascii_lowercase())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(parts: &Parts, default_lang: Lang) -> Lang {
        let site = Site {
            name: "Ventanilla".to_owned(),
            base_url: "http://localhost:8080".to_owned(),
            demonstration: false,
            time_zone: jiff::tz::TimeZone::UTC,
            currency: "PYG".to_owned(),
            help_phone: String::new(),
            default_lang,
        };
        super::of(parts, &site)
    }

    fn parts(uri: &str, headers: &[(&str, &str)]) -> Parts {
        let mut request = axum::http::Request::builder().uri(uri);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        request.body(()).unwrap().into_parts().0
    }

    #[test]
    fn a_choice_outweighs_the_cookie_and_the_cookie_the_browser() {
        let browser = ("accept-language", "fr, en-GB;q=0.8, es;q=0.5");
        assert_eq!(of(&parts("/", &[]), Lang::Es), Lang::Es);
        assert_eq!(of(&parts("/", &[browser]), Lang::Es), Lang::En);
        assert_eq!(
            of(&parts("/", &[browser, ("cookie", "idioma=gn")]), Lang::Es),
            Lang::Gn
        );
        assert_eq!(
            of(
                &parts("/?idioma=es", &[browser, ("cookie", "idioma=gn")]),
                Lang::En
            ),
            Lang::Es
        );
        assert_eq!(of(&parts("/?idioma=xx", &[browser]), Lang::Es), Lang::En);
    }
}
