//! What every visitor may rely on, whatever the page: honest errors, protection, small answers.

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::State;
use axum::http::{Request, Response, StatusCode};
use axum::routing::{get, post};
use design::page::Page;
use jiff::Timestamp;
use maud::html;
use platform::form::Form;
use platform::{App, AppOptions, Clock, Problem, Secrets, Site, Visit, protect};
use store::{Config, Store};
use text::Lang;
use tower::ServiceExt as _;

struct House {
    router: Router,
    app: App,
    _folder: tempfile::TempDir,
}

#[expect(clippy::panic, reason = "the page that panics on purpose")]
async fn panics() -> Response<Body> {
    panic!("a defect")
}

async fn public(visit: Visit) -> Response<Body> {
    let now = visit.now;
    visit.public_page(
        Page::new("Público").body(html! { h1 { "Público" } @for _ in 0..200 { p { (now) } } }),
    )
}

async fn echo(form: Form) -> String {
    form.get("nombre").to_owned()
}

#[expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]
fn house() -> House {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(&Config::sqlite(folder.path()), &[]).unwrap();
    let site = Site {
        name: "Ventanilla".to_owned(),
        base_url: "http://localhost:8080".to_owned(),
        demonstration: true,
        time_zone: jiff::tz::TimeZone::UTC,
        currency: "PYG".to_owned(),
        help_phone: "147".to_owned(),
        default_lang: Lang::Es,
    };
    let clock = Clock::fixed(Timestamp::from_second(1_800_000_000).unwrap());
    let app = App::new(AppOptions {
        store,
        clock,
        site,
        secrets: Secrets::new([1; 32]),
        behind_proxy: false,
    });
    let limited = |State(app): State<App>, visit: Visit, client: platform::ClientKey| async move {
        app.rate().check("test", &client, 1, visit.now)?;
        Ok::<_, Problem>("fine")
    };
    let router = Router::new()
        .route("/publica", get(public))
        .route("/panico", get(panics))
        .route("/limite", get(limited))
        .route("/eco", post(echo))
        .with_state(app.clone());
    House {
        router: protect(router, &app),
        app,
        _folder: folder,
    }
}

#[expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]
async fn ask(house: &House, request: Request<Body>) -> (Response<()>, Vec<u8>) {
    let response = house.router.clone().oneshot(request).await.unwrap();
    let (parts, body) = response.into_parts();
    (
        Response::from_parts(parts, ()),
        to_bytes(body, usize::MAX).await.unwrap().to_vec(),
    )
}

#[expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]
fn request(method: &str, uri: &str, headers: &[(&str, &str)], body: &'static str) -> Request<Body> {
    let mut request = Request::builder().method(method).uri(uri);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    request.body(Body::from(body)).unwrap()
}

async fn text(house: &House, request: Request<Body>) -> (Response<()>, String) {
    let (response, body) = ask(house, request).await;
    (response, String::from_utf8_lossy(&body).into_owned())
}

#[tokio::test]
async fn an_unknown_address_is_a_page_that_says_what_to_do() {
    let house = house();
    let (response, body) = text(&house, request("GET", "/no-existe", &[], "")).await;
    assert_eq!(response.status(), StatusCode::NOT_FOUND);
    for words in [
        "No encontramos esta página",
        "Qué hacer ahora",
        "Qué se guardó",
        "platform.not-found",
    ] {
        assert!(body.contains(words), "{words}: {body}");
    }
    let (_, english) = text(
        &house,
        request("GET", "/no-existe", &[("accept-language", "en")], ""),
    )
    .await;
    assert!(english.contains("We could not find this page"), "{english}");
}

#[tokio::test]
async fn machines_get_problem_details() {
    let house = house();
    let (response, body) = text(&house, request("GET", "/api/v1/no-existe", &[], "")).await;
    assert_eq!(
        response.headers()["content-type"],
        "application/problem+json"
    );
    assert!(
        body.contains(r#""code":"platform.not-found""#) && body.contains(r#""status":404"#),
        "{body}"
    );
}

#[tokio::test]
async fn a_wrong_method_a_panic_and_bad_bytes_are_pages_too() {
    let house = house();
    let (response, body) = text(&house, request("DELETE", "/publica", &[], "")).await;
    assert_eq!(response.status(), StatusCode::METHOD_NOT_ALLOWED);
    assert!(body.contains("Qué hacer ahora"));
    let (response, body) = text(&house, request("GET", "/panico", &[], "")).await;
    assert_eq!(response.status(), StatusCode::INTERNAL_SERVER_ERROR);
    assert!(
        body.contains("Algo falló de nuestro lado") && !body.contains("a defect"),
        "{body}"
    );
    let (response, body) = text(&house, request("POST", "/eco", &[], "nombre=%FF%FE")).await;
    assert_eq!(response.status(), StatusCode::BAD_REQUEST);
    assert!(body.contains("platform.unreadable"), "{body}");
}

#[tokio::test]
async fn a_form_too_long_is_refused_by_name() {
    let house = house();
    let long: &'static str =
        Box::leak(format!("nombre={}", "a".repeat(300 * 1024)).into_boxed_str());
    let (response, body) = text(&house, request("POST", "/eco", &[], long)).await;
    assert_eq!(response.status(), StatusCode::PAYLOAD_TOO_LARGE);
    assert!(body.contains("256 KB"), "{body}");
    // The way back is the page of ours it came from, and nobody else's.
    for (referer, is_shown) in [
        ("http://ventanilla.example/borradores/1/local", true),
        ("http://evil.example/borradores/1/local", false),
    ] {
        let headers: &'static [(&str, &str)] = Box::leak(Box::new([
            ("host", "ventanilla.example"),
            ("sec-fetch-site", "same-origin"),
            ("referer", referer),
        ]));
        let (_, body) = text(&house, request("POST", "/eco", headers, long)).await;
        let link = body.contains("href=\"/borradores/1/local\"");
        assert_eq!(link, is_shown, "{body}");
    }
}

#[tokio::test]
async fn another_site_cannot_post_for_a_visitor() {
    let house = house();
    let foreign = [("cookie", "sesion=x"), ("sec-fetch-site", "cross-site")];
    let (response, body) = text(&house, request("POST", "/eco", &foreign, "nombre=Ana")).await;
    assert_eq!(response.status(), StatusCode::FORBIDDEN);
    assert!(body.contains("platform.foreign-origin"), "{body}");
    let own = [("cookie", "sesion=x"), ("sec-fetch-site", "same-origin")];
    let (response, body) = text(&house, request("POST", "/eco", &own, "nombre=Ana")).await;
    assert_eq!((response.status(), body.as_str()), (StatusCode::OK, "Ana"));
}

#[tokio::test]
async fn too_many_attempts_are_told_to_wait() {
    let house = house();
    let (response, _) = text(&house, request("GET", "/limite", &[], "")).await;
    assert_eq!(response.status(), StatusCode::OK);
    let (response, _) = text(&house, request("GET", "/limite", &[], "")).await;
    assert_eq!(response.status(), StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(response.headers()["retry-after"], "60");
}

#[tokio::test]
async fn every_answer_carries_its_protection() {
    let house = house();
    for path in ["/publica", "/no-existe"] {
        let (response, _) = ask(&house, request("GET", path, &[], "")).await;
        let policy = response.headers()["content-security-policy"]
            .to_str()
            .unwrap_or_default()
            .to_owned();
        assert!(
            policy.contains("default-src 'none'") && !policy.contains("unsafe"),
            "{policy}"
        );
        assert_eq!(response.headers()["x-content-type-options"], "nosniff");
        assert!(response.headers().contains_key("x-request-id"));
    }
}

#[tokio::test]
async fn a_public_page_is_kept_compressed_and_revalidated() {
    let house = house();
    let (first, packed) = ask(
        &house,
        request("GET", "/publica", &[("accept-encoding", "br")], ""),
    )
    .await;
    assert_eq!(first.headers()["content-encoding"], "br");
    let (plain, whole) = ask(&house, request("GET", "/publica", &[], "")).await;
    assert!(!plain.headers().contains_key("content-encoding"));
    assert!(
        packed.len() * 4 < whole.len(),
        "{} of {}",
        packed.len(),
        whole.len()
    );
    let tag = first.headers()["etag"]
        .to_str()
        .unwrap_or_default()
        .to_owned();
    let (again, nothing) = ask(
        &house,
        request("GET", "/publica", &[("if-none-match", &tag)], ""),
    )
    .await;
    assert_eq!(
        (again.status(), nothing.len()),
        (StatusCode::NOT_MODIFIED, 0)
    );
    assert!(house.app.metrics().encode().contains(r#"route="kept""#));
    // Somebody signed in never gets another's kept page.
    let (own, _) = ask(
        &house,
        request("GET", "/publica", &[("cookie", "sesion=x")], ""),
    )
    .await;
    assert!(own.headers().contains_key("cache-control"));
    assert!(house.app.metrics().encode().contains(r#"route="/publica""#));
}

#[tokio::test]
async fn a_query_that_anybody_can_invent_buys_no_slow_compression() {
    let house = house();
    for query in ["x=1", "x=2", "x=1"] {
        let uri = format!("/publica?{query}");
        let (answer, _) = ask(
            &house,
            request("GET", &uri, &[("accept-encoding", "br")], ""),
        )
        .await;
        assert_eq!(answer.headers()["content-encoding"], "br");
        assert!(!answer.headers().contains_key("etag"), "{uri} was kept");
    }
    assert!(!house.app.metrics().encode().contains(r#"route="kept""#));
}

#[tokio::test]
async fn a_chosen_language_is_remembered() {
    let house = house();
    let (response, body) = text(&house, request("GET", "/publica?idioma=en", &[], "")).await;
    assert!(body.contains(r#"<html lang="en""#), "{body}");
    let cookie = response.headers()["set-cookie"]
        .to_str()
        .unwrap_or_default()
        .to_owned();
    assert!(cookie.starts_with("idioma=en;"), "{cookie}");
}
