//! What happens around every request: its number, its protection, its record, and the face of its problem.

use std::panic::AssertUnwindSafe;
use std::time::Instant;

use axum::Router;
use axum::body::Body;
use axum::extract::{MatchedPath, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use design::page::Page;
use futures_util::FutureExt as _;
use maud::{Markup, html};

use crate::compression::{self, Coding};
use crate::form::Form;
use crate::incoming::{self, PostedForm};
use crate::public_pages::{Key, Public};
use crate::visit::RequestId;
use crate::{App, Problem, Visit, cookie, language, origin, words};

/// Wraps the whole site: request numbers, CSRF, honest errors, security headers, compression, metrics.
pub fn protect(router: Router, app: &App) -> Router {
    router
        .fallback(|| async { Problem::not_found() })
        .method_not_allowed_fallback(|| async { Problem::method() })
        .layer(from_fn_with_state(app.clone(), around))
}

/// Whoever carries one of these gets pages of their own, which are kept for nobody.
const PERSONAL_COOKIES: [&str; 1] = ["sesion"];

async fn around(State(app): State<App>, request: Request, next: Next) -> Response {
    let began = Instant::now();
    app.metrics().began();
    let (mut parts, body) = request.into_parts();
    let request_id = new_request_id();
    parts.extensions.insert(RequestId(request_id.clone()));
    let visit = Visit::of(&mut parts, app.clone());
    let method = parts.method.clone();
    let coding = Coding::accepted(&parts.headers);
    let asked_headers = parts.headers.clone();
    let key = public_key(&parts, &visit);
    let chosen = language::chosen(&parts);

    let kept = key
        .as_ref()
        .and_then(|key| app.public_pages().answer(key, &asked_headers, visit.now));
    let mut route = "kept".to_owned();
    let mut response = if let Some(kept) = kept {
        kept
    } else {
        let acceptable = origin::is_acceptable(&parts);
        route = parts
            .extensions
            .get::<MatchedPath>()
            .map_or_else(|| "unknown".to_owned(), |path| path.as_str().to_owned());
        let (response, posted) = if acceptable {
            handle(next, parts, body).await
        } else {
            drop(incoming::watched(&parts, body));
            (Problem::foreign_origin().into_response(), None)
        };
        let typed = match posted {
            Some(posted) if response.status() == StatusCode::UNAUTHORIZED => posted.typed().await,
            _ => None,
        };
        let back = origin::page_before(&asked_headers).filter(|_| method == Method::POST);
        let response = with_problem_face(response, &visit, &request_id, typed.as_ref(), back);
        match key {
            Some(key) if response.extensions().get::<Public>().is_some() => {
                app.public_pages()
                    .keep(key, response, &asked_headers, visit.now)
                    .await
            }
            _ => compression::compress(response, coding).await,
        }
    };
    if let Some(lang) = chosen {
        let line = cookie::set(
            app.site(),
            language::LANGUAGE_COOKIE,
            lang.tag(),
            language::LANGUAGE_COOKIE_SECONDS,
        );
        response.headers_mut().append(header::SET_COOKIE, line);
    }
    add_security_headers(&mut response, &app, &request_id);
    let took = began.elapsed();
    let status = response.status().as_u16();
    app.metrics().ended(&route, method.as_str(), status, took);
    tracing::debug!(request = %request_id, %method, %route, status, took_us = took.as_micros(), "answered");
    response
}

/// Reads what must outlive the handler, and runs it.
async fn handle(next: Next, parts: Parts, body: Body) -> (Response, Option<PostedForm>) {
    let body = incoming::watched(&parts, body);
    match incoming::posted(&parts, body).await {
        Ok((body, posted)) => (run(next, Request::from_parts(parts, body)).await, posted),
        Err(problem) => (problem.into_response(), None),
    }
}

/// Runs the handler. A panic is a defect of ours that must not close the connection on anybody.
async fn run(next: Next, request: Request) -> Response {
    match AssertUnwindSafe(next.run(request)).catch_unwind().await {
        Ok(response) => response,
        Err(_) => Problem::internal(anyhow::anyhow!("a handler panicked")).into_response(),
    }
}

fn public_key(parts: &Parts, visit: &Visit) -> Option<Key> {
    let personal = PERSONAL_COOKIES
        .iter()
        .any(|name| cookie::get(visit.app.site(), &parts.headers, name).is_some());
    // Compressing at the best level is worth it for a page that many ask for. Queries have no end, and
    // whoever invents them would buy much work with little; nor is a language being chosen kept.
    let eligible = parts.method == Method::GET && !personal && parts.uri.query().is_none();
    eligible.then(|| Key {
        path: visit.path.clone(),
        lang: visit.lang,
    })
}

/// Turns a problem, or a bare error of some library, into its page or its problem details.
fn with_problem_face(
    mut response: Response,
    visit: &Visit,
    request_id: &str,
    typed: Option<&Form>,
    back: Option<&str>,
) -> Response {
    let status = response.status();
    let problem = response.extensions_mut().remove::<Problem>();
    let problem = match problem {
        Some(problem) => problem,
        None if (status.is_client_error() || status.is_server_error()) && is_bare(&response) => {
            Problem::from_status(status)
        }
        None => return response,
    };
    if problem.status().is_server_error() {
        tracing::error!(request = %request_id, code = problem.code(), cause = ?problem.cause(), "a problem of ours");
    } else if let Some(cause) = problem.cause() {
        tracing::debug!(request = %request_id, code = problem.code(), %cause, "a problem");
    }
    let mut answer = if visit.path.starts_with("/api/") {
        problem.details(visit.lang, request_id)
    } else {
        let again = typed.map(|typed| send_again(typed, visit));
        let body = problem.page_body(visit.lang, request_id, again.as_ref(), back);
        let page = Page::new(problem.title(visit.lang)).body(body);
        visit.page_with(problem.status(), page)
    };
    problem.add_headers(&mut answer);
    for (name, value) in response.headers() {
        if name == header::SET_COOKIE || name == header::ALLOW {
            answer.headers_mut().append(name, value.clone());
        }
    }
    answer
}

/// What was typed while nobody was signed in any more, to be sent once more after signing in beside.
fn send_again(typed: &Form, visit: &Visit) -> Markup {
    let form = design::Form::post(
        visit.path.clone(),
        html! {
            @for (name, value) in typed.fields() { input type="hidden" name=(name) value=(value); }
            (design::actions(design::Button::new(words::problem_send_again(visit.lang))))
        },
    );
    html! {
        p { (words::problem_still_here(visit.lang)) }
        p { a href="/ingresar?volver=/mi" target="_blank" rel="noopener" { (words::problem_sign_in_beside(visit.lang)) } }
        (form)
    }
}

/// Whether nobody wrote a page for this error.
fn is_bare(response: &Response) -> bool {
    response
        .headers()
        .get(header::CONTENT_TYPE)
        .is_none_or(|kind| kind.as_bytes().starts_with(b"text/plain"))
}

/// No scripts but our own files, no styles in line, no frames, no referrer with a case's number.
const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self' data:; script-src 'self'; \
     font-src 'none'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

fn add_security_headers(response: &mut Response, app: &App, request_id: &str) {
    let headers = response.headers_mut();
    let mut set = |name: &'static str, value: &'static str| {
        headers
            .entry(name)
            .or_insert(HeaderValue::from_static(value));
    };
    set("content-security-policy", CONTENT_SECURITY_POLICY);
    set("x-content-type-options", "nosniff");
    set("referrer-policy", "same-origin");
    set("cross-origin-opener-policy", "same-origin");
    set(
        "permissions-policy",
        "camera=(), microphone=(), geolocation=()",
    );
    if app.site().is_https() {
        set("strict-transport-security", "max-age=31536000");
    }
    if let Ok(value) = HeaderValue::from_str(request_id) {
        headers.insert("x-request-id", value);
    }
}

fn new_request_id() -> String {
    let mut bytes = [0_u8; 8];
    // Without randomness every request would share one number, which harms nobody but the log.
    let _ = aws_lc_rs::rand::fill(&mut bytes);
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
