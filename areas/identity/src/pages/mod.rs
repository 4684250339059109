//! The screens of this area.

mod absences;
mod my_data;
mod password;
mod register;
mod sign_in;
mod sign_out;
mod weakness;

use axum::Router;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::Response;
use axum::routing::{get, post};
use jiff::{SignedDuration, Timestamp};
use platform::{Visit, cookie, redirect};

use crate::{Actor, State, sessions};

/// Where somebody goes after signing in when nothing else was asked for.
const CITIZENS_HOME: &str = "/mi";
const OFFICIALS_HOME: &str = "/oficina";

/// Longest way back kept, in bytes: a page of ours with its filters fits.
const RETURN_BYTES_MAX: usize = 1_000;

/// The pages `/ingresar`, `/registrarme`, `/salir`, `/mi/datos`, `/mi/clave`, `/mi/sesiones/{id}/cerrar` and
/// `/oficina/ausencias`.
pub fn pages(state: State) -> Router {
    Router::new()
        .route("/ingresar", get(sign_in::show).post(sign_in::enter))
        .route("/registrarme", get(register::show).post(register::create))
        .route("/salir", post(sign_out::leave))
        .route("/mi/datos", get(my_data::show))
        .route("/mi/clave", get(password::show).post(password::change))
        .route(
            "/oficina/ausencias",
            get(absences::show).post(absences::add),
        )
        .route("/oficina/ausencias/{id}/quitar", post(absences::remove))
        .route("/mi/sesiones/{id}/cerrar", post(my_data::close_session))
        .with_state(state)
}

/// The way back that a stranger's link may lead to: a path of this site, and not the sign-in itself.
fn way_back(asked: &str) -> Option<&str> {
    redirect::local_path(asked)
        .filter(|path| path.len() <= RETURN_BYTES_MAX)
        .filter(|path| {
            !path.starts_with("/ingresar")
                && !path.starts_with("/registrarme")
                && !path.starts_with("/salir")
        })
}

/// Sends somebody who has just come in to where they were going, with the cookie of their session.
fn welcome(visit: &Visit, actor: &Actor, volver: &str, session_cookie: &str) -> Response {
    let home = if actor.official().is_some() {
        OFFICIALS_HOME
    } else {
        CITIZENS_HOME
    };
    let mut response = redirect::see_other(way_back(volver).unwrap_or(home));
    let line = cookie::set(
        visit.app.site(),
        sessions::COOKIE,
        session_cookie,
        sessions::LONGEST.as_secs(),
    );
    response.headers_mut().append(header::SET_COOKIE, line);
    no_store(&mut response);
    response
}

/// The time on the clock when a name that must wait may be tried again, rounded up, so that nobody comes
/// back a moment too early.
fn waits_until(visit: &Visit, until: Timestamp) -> String {
    let until = until.to_zoned(visit.app.site().time_zone.clone());
    let later = until.checked_add(SignedDuration::from_secs(59));
    text::format::clock(later.unwrap_or(until).time())
}

fn no_store(response: &mut Response) {
    response
        .headers_mut()
        .insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
}

/// Browsers and systems by what they write in `User-Agent`. Each claims to be those before it too,
/// so the first found is the right one.
const BROWSERS: [(&str, &str); 6] = [
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("Firefox/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
    ("curl/", "curl"),
];
const SYSTEMS: [(&str, &str); 6] = [
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
];

/// What the browser says it is, in two words: enough for its owner to know it again, and too little
/// to tell people apart by.
fn device(headers: &HeaderMap) -> String {
    let line = headers
        .get(header::USER_AGENT)
        .and_then(|line| line.to_str().ok())
        .unwrap_or_default();
    let first = |list: &[(&str, &'static str)]| {
        list.iter()
            .find(|(mark, _)| line.contains(mark))
            .map(|(_, name)| *name)
    };
    [first(&BROWSERS), first(&SYSTEMS)]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join(" · ")
}

/// The value of one parameter of the query, or nothing.
fn query_value(visit: &Visit, name: &str) -> String {
    let query = visit.path.split_once('?').map_or("", |(_, query)| query);
    platform::form::Form::parse(query.as_bytes())
        .map(|form| form.get(name).to_owned())
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_device_is_two_words() {
        let mut headers = HeaderMap::new();
        assert_eq!(device(&headers), "");
        let line = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Mobile Safari/537.36";
        headers.insert(header::USER_AGENT, HeaderValue::from_static(line));
        assert_eq!(device(&headers), "Chrome · Android");
    }

    #[test]
    fn the_way_back_stays_on_this_site_and_does_not_turn_in_circles() {
        assert_eq!(
            way_back("/expedientes/LIC-7K4P-2MQX?x=1"),
            Some("/expedientes/LIC-7K4P-2MQX?x=1")
        );
        for wrong in [
            "",
            "//evil.example",
            "https://evil.example",
            "/\\evil.example",
            "/ingresar?volver=/ingresar",
            "/salir",
        ] {
            assert_eq!(way_back(wrong), None, "{wrong}");
        }
        assert_eq!(way_back(&format!("/{}", "a".repeat(10_000))), None);
    }
}
