//! The pages and the JSON face, asked as a browser asks them.

use axum::Router;
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use http_body_util::BodyExt as _;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use platform::{App, AppOptions, Clock, Secrets, Site};
use serde_json::Value;
use tempfile::TempDir;
use text::Lang;
use tower::ServiceExt as _;

use super::{SERVICES, files, library, reload};
use crate::{Catalogue, State, api, pages, publish};

/// A portal with the three services, and the folder it lies in.
struct Portal {
    router: Router,
    _folder: TempDir,
}

impl Portal {
    fn open() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store = store::Store::open(&store::Config::sqlite(folder.path()), &[crate::MIGRATIONS])
            .unwrap();
        for service in SERVICES {
            let files = files(service);
            store
                .write_blocking(move |tx| publish(tx, &files, Timestamp::UNIX_EPOCH))
                .unwrap();
        }
        let catalogue = Catalogue::new(library());
        reload(&catalogue, &store);
        let site = Site {
            name: "Ventanilla".to_owned(),
            base_url: "http://localhost:8080".to_owned(),
            demonstration: true,
            time_zone: TimeZone::UTC,
            currency: "PYG".to_owned(),
            help_phone: "0800 147".to_owned(),
            default_lang: Lang::Es,
        };
        let secrets = Secrets::new([7; platform::MASTER_SECRET_BYTES]);
        let app = App::new(AppOptions {
            store,
            clock: Clock::fixed(Timestamp::UNIX_EPOCH),
            site,
            secrets,
            behind_proxy: false,
        });
        let state = State::new(app.clone(), catalogue);
        let router = platform::protect(pages(state.clone()).merge(api(state)), &app);
        Self {
            router,
            _folder: folder,
        }
    }

    async fn ask(&self, request: Request<Body>) -> (StatusCode, axum::http::HeaderMap, String) {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes = body.collect().await.unwrap().to_bytes();
        (
            parts.status,
            parts.headers,
            String::from_utf8_lossy(&bytes).into_owned(),
        )
    }

    async fn get(&self, path: &str) -> (StatusCode, String) {
        let (status, _, body) = self
            .ask(Request::get(path).body(Body::empty()).unwrap())
            .await;
        (status, body)
    }

    async fn json(&self, path: &str) -> (StatusCode, Value) {
        let (status, body) = self.get(path).await;
        (status, serde_json::from_str(&body).unwrap_or_default())
    }
}

fn assert_says(html: &str, said: &[&str]) {
    for words in said {
        assert!(html.contains(words), "«{words}» is missing in {html}");
    }
}

#[tokio::test]
async fn the_ficha_says_what_one_must_know_before_beginning() {
    let (status, html) = Portal::open()
        .get("/servicios/licencia-de-funcionamiento")
        .await;
    assert_eq!(status, StatusCode::OK);
    assert_says(
        &html,
        &[
            "/servicios/licencia-de-funcionamiento/solicitar",
            "50.000",
            "300.000",
            "15 días hábiles",
            "Se entiende aprobado",
            "Un plano o croquis del local",
            "solo si vas a vender comida o bebida",
            "Lo que no te pediremos",
            "Los datos de tu empresa",
            "Ordenanza 12/2024 de actividades comerciales, artículo 8",
            "Municipalidad de San Roque",
            "3 de noviembre de 2026",
        ],
    );
    assert!(
        !html.contains("<script") && !html.contains(" style="),
        "{html}"
    );
}

#[tokio::test]
async fn an_instant_and_free_service_promises_no_term_it_does_not_have() {
    let (_, html) = Portal::open()
        .get("/servicios/certificado-de-nacimiento")
        .await;
    assert_says(&html, &["Gratis", "Al momento", "1 minuto"]);
    assert!(!html.contains("Si no respondemos"), "{html}");
}

#[tokio::test]
async fn the_ficha_is_complete_in_english() {
    let (_, html) = Portal::open()
        .get("/servicios/solicitud-de-informacion-publica?idioma=en")
        .await;
    assert_says(
        &html,
        &[
            "Request for public information",
            "Start now",
            "15 working days",
            "counts as denied",
            "National Transparency Office",
        ],
    );
    let body = html.split("<main").nth(1).unwrap();
    assert!(
        !body.contains(r#"<span lang="es""#),
        "a text is missing in English: {body}"
    );
}

#[tokio::test]
async fn the_list_is_ordered_by_level_and_can_be_narrowed() {
    let portal = Portal::open();
    let (_, html) = portal.get("/servicios").await;
    assert_says(
        &html,
        &[
            "3 trámites",
            "De todo el país",
            "Del municipio",
            "Licencia de funcionamiento",
        ],
    );
    let (_, html) = portal.get("/servicios?nivel=municipal").await;
    assert_says(&html, &["1 trámite", "Licencia de funcionamiento"]);
    assert!(!html.contains("/servicios/certificado-de-nacimiento"));
    let (_, html) = portal.get("/servicios?nivel=regional").await;
    assert_says(
        &html,
        &["No hay trámites con esos filtros", "Ver todos los trámites"],
    );
    let (_, html) = portal.get("/servicios?momento=me-caso").await;
    assert_says(&html, &["Certificado de nacimiento"]);
}

#[tokio::test]
async fn a_search_without_results_is_honest_and_helps() {
    let portal = Portal::open();
    let (_, html) = portal.get("/buscar?q=certficado+de+nacimientos").await;
    assert_says(&html, &["/servicios/certificado-de-nacimiento", "Gratis"]);
    let (status, html) = portal.get("/buscar?q=%3Cb%3Epasaporte").await;
    assert_eq!(status, StatusCode::OK);
    assert_says(
        &html,
        &[
            "No encontramos nada con «&lt;b&gt;pasaporte»",
            "0800 147",
            "/momentos/me-caso",
        ],
    );
    let (status, _) = portal.get("/buscar?q=%FF").await;
    assert!(status.is_client_error() || status == StatusCode::OK);
    let long = format!("/buscar?q={}", "a".repeat(5_000));
    assert!(portal.get(&long).await.0 != StatusCode::INTERNAL_SERVER_ERROR);
}

#[tokio::test]
async fn a_moment_of_life_shows_its_services_or_says_there_are_none_yet() {
    let portal = Portal::open();
    let (_, html) = portal.get("/momentos/voy-a-abrir-un-negocio").await;
    assert_says(
        &html,
        &[
            "Voy a abrir un negocio",
            "/servicios/licencia-de-funcionamiento",
        ],
    );
    let (_, html) = portal.get("/momentos/me-mudo-de-casa").await;
    assert_says(&html, &["Todavía no hay trámites"]);
}

#[tokio::test]
async fn what_is_not_there_is_not_found() {
    let portal = Portal::open();
    for path in [
        "/servicios/pasaporte",
        "/momentos/nada",
        "/servicios/..%2F..%2Fetc",
        "/api/v1/services/pasaporte",
    ] {
        assert_eq!(portal.get(path).await.0, StatusCode::NOT_FOUND, "{path}");
    }
}

#[tokio::test]
async fn a_public_page_is_not_sent_again_to_who_has_it() {
    let portal = Portal::open();
    for path in [
        "/servicios/licencia-de-funcionamiento",
        "/servicios",
        "/api/v1/services/licencia-de-funcionamiento",
        "/api/v1/catalogue.ttl",
        "/api/v1/catalogue.jsonld",
    ] {
        let (_, headers, _) = portal
            .ask(Request::get(path).body(Body::empty()).unwrap())
            .await;
        let tag = headers
            .get(header::ETAG)
            .unwrap_or_else(|| panic!("{path} has no tag"))
            .clone();
        let again = Request::get(path)
            .header(header::IF_NONE_MATCH, tag)
            .body(Body::empty())
            .unwrap();
        let (status, _, body) = portal.ask(again).await;
        assert_eq!(
            (status, body.as_str()),
            (StatusCode::NOT_MODIFIED, ""),
            "{path}"
        );
    }
}

#[tokio::test]
async fn the_json_list_has_pages() {
    let portal = Portal::open();
    let mut seen = Vec::new();
    let mut path = "/api/v1/services?limit=2".to_owned();
    loop {
        let (_, page) = portal.json(&path).await;
        seen.extend(
            page["items"]
                .as_array()
                .unwrap()
                .iter()
                .map(|item| item["slug"].as_str().unwrap().to_owned()),
        );
        let Some(cursor) = page["next_cursor"].as_str() else {
            break;
        };
        path = format!("/api/v1/services?limit=2&cursor={cursor}");
    }
    assert_eq!(
        seen,
        [
            "certificado-de-nacimiento",
            "licencia-de-funcionamiento",
            "solicitud-de-informacion-publica"
        ]
    );
    assert_eq!(
        portal.get("/api/v1/services?limit=many").await.0,
        StatusCode::BAD_REQUEST
    );
}

#[tokio::test]
async fn the_json_ficha_brings_schema_and_example() {
    let (status, service) = Portal::open()
        .json("/api/v1/services/licencia-de-funcionamiento")
        .await;
    assert_eq!(status, StatusCode::OK);
    assert_eq!(service["ficha"]["fee"]["from"], 50_000);
    assert_eq!(service["ficha"]["silence"]["means"], "granted");
    assert_eq!(
        service["answers_schema"]["$schema"],
        "https://json-schema.org/draft/2020-12/schema"
    );
    assert_eq!(service["example"]["superficie"], 40);
    assert_eq!(
        service["applications_url"],
        "/api/v1/services/licencia-de-funcionamiento/applications"
    );
}

#[tokio::test]
async fn the_whole_catalogue_is_there_for_other_catalogues() {
    let portal = Portal::open();
    for (path, kind) in [
        ("/api/v1/catalogue.ttl", "text/turtle; charset=utf-8"),
        ("/api/v1/catalogue.jsonld", "application/ld+json"),
    ] {
        let asked = Request::get(path).body(Body::empty()).unwrap();
        let (status, headers, body) = portal.ask(asked).await;
        assert_eq!(status, StatusCode::OK, "{path}");
        assert_eq!(headers.get(header::CONTENT_TYPE).unwrap(), kind);
        assert!(body.contains("http://localhost:8080/servicios/licencia-de-funcionamiento"));
        assert_eq!(portal.get(path).await, (StatusCode::OK, body), "{path}");
    }
}
