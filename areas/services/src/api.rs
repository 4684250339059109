//! The JSON face of the catalogue, and the whole of it as linked data.

mod catalogue;

use aws_lc_rs::digest;
use axum::Router;
use axum::extract::{Path, Query, State as Shared};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use platform::{Problem, Visit};
use serde::Deserialize;
use serde_json::{Value, json};
use text::Lang;

use crate::ficha::{Fee, LawRef, OpenTo, Within};
use crate::for_another::asks_for_whom;
use crate::{Published, State};

/// Services on one page where nothing is asked for.
const LIMIT_DEFAULT: usize = 50;
/// Services on one page at most.
const LIMIT_MAX: usize = 200;

/// `GET /api/v1/services`, `GET /api/v1/services/{slug}` and the whole catalogue in CPSV-AP.
pub fn api(state: State) -> Router {
    Router::new()
        .route("/api/v1/services", get(list))
        .route("/api/v1/services/{slug}", get(show))
        .with_state(state.clone())
        .merge(catalogue::routes(state))
}

/// What of a list is asked for.
#[derive(Debug, Deserialize)]
struct Asked {
    limit: Option<usize>,
    cursor: Option<String>,
}

async fn list(
    visit: Visit,
    Shared(state): Shared<State>,
    headers: HeaderMap,
    asked: Result<Query<Asked>, axum::extract::rejection::QueryRejection>,
) -> Result<Response, Problem> {
    let Query(asked) = asked.map_err(|_| Problem::bad_request())?;
    let catalogue = state.fresh(&visit).await?;
    let mut services = catalogue.all();
    services.sort_by(|a, b| a.slug.cmp(&b.slug));
    let limit = asked.limit.unwrap_or(LIMIT_DEFAULT).clamp(1, LIMIT_MAX);
    let after = asked.cursor.unwrap_or_default();
    let mut page: Vec<_> = services
        .into_iter()
        .filter(|service| service.slug > after)
        .take(limit + 1)
        .collect();
    let has_more = page.len() > limit;
    page.truncate(limit);
    let next_cursor = if has_more {
        page.last().map(|service| service.slug.clone())
    } else {
        None
    };
    let items: Vec<Value> = page
        .iter()
        .map(|service| brief(service, visit.lang))
        .collect();
    Ok(cached(
        &json!({ "items": items, "next_cursor": next_cursor }),
        &headers,
    ))
}

async fn show(
    visit: Visit,
    Shared(state): Shared<State>,
    headers: HeaderMap,
    Path(slug): Path<String>,
) -> Result<Response, Problem> {
    let catalogue = state.fresh(&visit).await?;
    let service = catalogue.by_slug(&slug).ok_or_else(Problem::not_found)?;
    let today = visit
        .now
        .to_zoned(state.app.site().time_zone.clone())
        .date();
    let definition = &service.definition;
    let title = definition.title().as_str(visit.lang);
    let mut shown = brief(&service, visit.lang);
    if let Some(members) = shown.as_object_mut() {
        members.insert(
            "ficha".to_owned(),
            ficha(&service, visit.lang, &state.app.site().currency),
        );
        members.insert(
            "answers_schema".to_owned(),
            answers_schema(&service, title, visit.lang),
        );
        members.insert("example".to_owned(), json!(definition.form.example(today)));
        members.insert(
            "applications_url".to_owned(),
            json!(format!("/api/v1/services/{slug}/applications")),
        );
    }
    Ok(cached(&shown, &headers))
}

/// The answers alone: for whom they are stands beside them.
fn answers_schema(service: &Published, title: &str, lang: Lang) -> Value {
    let mut schema = service.definition.form.json_schema(title, lang);
    if service.definition.ficha.for_another.is_none() {
        return schema;
    }
    if let Some(properties) = schema.get_mut("properties").and_then(Value::as_object_mut) {
        properties.retain(|name, _| !asks_for_whom(name));
    }
    schema
}

fn brief(service: &Published, lang: Lang) -> Value {
    let ficha = &service.definition.ficha;
    json!({
        "slug": service.slug,
        "title": ficha.title.as_str(lang),
        "summary": ficha.summary.as_str(lang),
        "agency": ficha.agency,
        "life_events": ficha.life_events,
        "open_to": match ficha.open_to { OpenTo::Anyone => "anyone", OpenTo::SignedIn => "signed-in" },
        "version": service.hash,
        "published_at": service.published_at.to_string(),
        "url": format!("/api/v1/services/{}", service.slug),
    })
}

fn ficha(service: &Published, lang: Lang, currency: &str) -> Value {
    let definition = &service.definition;
    let ficha = &definition.ficha;
    let law = |law: &LawRef| {
        let title = ficha
            .law
            .get(&law.law)
            .map(|known| known.title.as_str(lang));
        json!({ "law": title, "article": law.article })
    };
    let needs = ficha.needs.iter().map(|need| {
        json!({ "id": need.id, "title": need.title.as_str(lang), "held_by": need.held_by,
                "document": need.document.iter().map(|kind| kind.media_type()).collect::<Vec<_>>() })
    });
    let fee = match (&ficha.fee, definition.fee_range()) {
        (Fee::Free { .. }, _) => json!({ "free": true, "law": law(ficha.fee.law()) }),
        (Fee::Table { .. }, range) => {
            json!({ "free": false, "from": range.map(|(from, _)| from), "to": range.map(|(_, to)| to),
            "currency": currency, "law": law(ficha.fee.law()) })
        }
    };
    let capacities = ficha.for_another.as_ref().map(|another| {
        let capacities = another.capacities.iter();
        let shown = capacities.map(|capacity| {
            json!({ "id": capacity.id, "title": capacity.title.as_str(lang), "law": capacity.law.as_ref().map(law) })
        });
        json!({ "identifier": another.number, "capacities": shown.collect::<Vec<_>>() })
    });
    json!({
        "for_another": capacities,
        "who_can": ficha.who_can.iter().map(|who| who.as_str(lang)).collect::<Vec<_>>(),
        "needs": needs.collect::<Vec<_>>(),
        "fee": fee,
        "term": match ficha.term.within { Within::AtOnce => "at once".to_owned(), Within::Term(term) => term.to_string() },
        "term_law": law(&ficha.term.law),
        "silence": ficha.silence.as_ref().map(|silence| json!({ "means": silence.means, "law": law(&silence.law) })),
        "gives": { "act": ficha.gives.act, "valid": ficha.gives.valid.map(|term| term.to_string()) },
        "fill_minutes": definition.form.fill_minutes(),
        "steps": ficha.steps.iter().map(|step| step.title.as_str(lang)).collect::<Vec<_>>(),
        "reviewed": ficha.reviewed.to_string(),
    })
}

/// A public answer that changes only with what is published: it carries its tag, and is not sent again to who has it.
fn cached(body: &Value, asked: &HeaderMap) -> Response {
    tagged(body.to_string(), "application/json", asked)
}

/// The same, for a text of a media type.
fn tagged(body: String, kind: &'static str, asked: &HeaderMap) -> Response {
    let hash = digest::digest(&digest::SHA256, body.as_bytes());
    let tag: String = hash
        .as_ref()
        .iter()
        .take(12)
        .map(|byte| format!("{byte:02x}"))
        .collect();
    let tag = HeaderValue::from_str(&format!("\"{tag}\""))
        .unwrap_or_else(|_| HeaderValue::from_static("\"\""));
    let mut response = if asked
        .get(header::IF_NONE_MATCH)
        .is_some_and(|known| *known == tag)
    {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        (
            [(header::CONTENT_TYPE, HeaderValue::from_static(kind))],
            body,
        )
            .into_response()
    };
    response.headers_mut().insert(header::ETAG, tag);
    response.headers_mut().insert(
        header::CACHE_CONTROL,
        HeaderValue::from_static("public, max-age=0, must-revalidate"),
    );
    response
}
