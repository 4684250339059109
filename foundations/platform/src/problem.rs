//! Errors that become honest pages: what happened, what was kept, what to do next.
//!
//! A [`Problem`] carries words for a person and a stable code for a machine; what went wrong inside
//! stays in the log. Which face it shows is decided at the edge of the request: a page for people,
//! RFC 9457 problem details under `/api/`.

use std::borrow::Cow;
use std::sync::Arc;

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use serde_json::json;
use text::{Lang, Text};

use crate::words;

/// What a handler answers.
pub type Result<T = Response> = std::result::Result<T, Problem>;

type Words = Arc<dyn Fn(Lang) -> Text + Send + Sync>;

/// Something that could not be done.
#[derive(Clone)]
pub struct Problem(Arc<Inner>);

#[derive(Clone)]
struct Inner {
    code: &'static str,
    status: StatusCode,
    what: Words,
    kept: Words,
    next: Words,
    links: Vec<(Cow<'static, str>, Words)>,
    retry_after_seconds: Option<u32>,
    source: Option<Arc<anyhow::Error>>,
    errors: Vec<serde_json::Value>,
}

impl std::fmt::Debug for Problem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Problem")
            .field("code", &self.0.code)
            .field("status", &self.0.status)
            .field("source", &self.0.source)
            .finish_non_exhaustive()
    }
}

impl Problem {
    /// A problem with its stable code, its status and the sentence that says what happened.
    #[must_use]
    pub fn new(
        code: &'static str,
        status: StatusCode,
        what: impl Fn(Lang) -> Text + Send + Sync + 'static,
    ) -> Self {
        Self(Arc::new(Inner {
            code,
            status,
            what: Arc::new(what),
            kept: Arc::new(words::problem_nothing_changed),
            next: Arc::new(words::problem_internal_next),
            links: Vec::new(),
            retry_after_seconds: None,
            source: None,
            errors: Vec::new(),
        }))
    }

    /// Says what was kept.
    #[must_use]
    pub fn kept(mut self, kept: impl Fn(Lang) -> Text + Send + Sync + 'static) -> Self {
        Arc::make_mut(&mut self.0).kept = Arc::new(kept);
        self
    }

    /// Says what to do next.
    #[must_use]
    pub fn next(mut self, next: impl Fn(Lang) -> Text + Send + Sync + 'static) -> Self {
        Arc::make_mut(&mut self.0).next = Arc::new(next);
        self
    }

    /// Leads to where it can be done, under what to do next.
    #[must_use]
    pub fn link(
        mut self,
        href: impl Into<Cow<'static, str>>,
        label: impl Fn(Lang) -> Text + Send + Sync + 'static,
    ) -> Self {
        Arc::make_mut(&mut self.0)
            .links
            .push((href.into(), Arc::new(label)));
        self
    }

    /// Keeps the inner cause for the log.
    #[must_use]
    pub fn source(mut self, source: impl Into<anyhow::Error>) -> Self {
        Arc::make_mut(&mut self.0).source = Some(Arc::new(source.into()));
        self
    }

    /// Adds one member for each thing that is wrong, for machines (RFC 9457, section 3.2).
    #[must_use]
    pub fn errors(mut self, errors: Vec<serde_json::Value>) -> Self {
        Arc::make_mut(&mut self.0).errors = errors;
        self
    }

    /// Tells clients how long to wait.
    #[must_use]
    pub fn retry_after(mut self, seconds: u32) -> Self {
        Arc::make_mut(&mut self.0).retry_after_seconds = Some(seconds);
        self
    }

    /// The stable code.
    #[must_use]
    pub fn code(&self) -> &'static str {
        self.0.code
    }

    /// The HTTP status.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.0.status
    }

    /// No such page, or none that this visitor may know of.
    #[must_use]
    pub fn not_found() -> Self {
        Self::new(
            "platform.not-found",
            StatusCode::NOT_FOUND,
            words::problem_not_found,
        )
        .next(words::problem_not_found_next)
    }

    /// The address exists and takes other methods.
    #[must_use]
    pub fn method() -> Self {
        Self::new(
            "platform.method",
            StatusCode::METHOD_NOT_ALLOWED,
            words::problem_method,
        )
        .next(words::problem_method_next)
    }

    /// What arrived could not be read.
    #[must_use]
    pub fn bad_request() -> Self {
        Self::new(
            "platform.unreadable",
            StatusCode::BAD_REQUEST,
            words::problem_bad_request,
        )
        .next(words::problem_bad_request_next)
    }

    /// Another site tried to act for this visitor.
    #[must_use]
    pub fn foreign_origin() -> Self {
        Self::new(
            "platform.foreign-origin",
            StatusCode::FORBIDDEN,
            words::problem_foreign_origin,
        )
        .next(words::problem_foreign_origin_next)
    }

    /// Only for somebody signed in.
    #[must_use]
    pub fn unauthorised() -> Self {
        Self::new(
            "platform.sign-in",
            StatusCode::UNAUTHORIZED,
            words::problem_sign_in_needed,
        )
        .next(words::problem_sign_in_needed_next)
    }

    /// More bytes than the limit, which is named.
    #[must_use]
    pub fn too_large(limit_bytes: usize) -> Self {
        Self::new(
            "platform.too-large",
            StatusCode::PAYLOAD_TOO_LARGE,
            words::problem_too_large,
        )
        .next(move |lang| words::problem_too_large_next(lang, size(limit_bytes)))
    }

    /// Too many attempts within a minute.
    #[must_use]
    pub fn too_many() -> Self {
        Self::new(
            "platform.too-many",
            StatusCode::TOO_MANY_REQUESTS,
            words::problem_too_many,
        )
        .next(words::problem_too_many_next)
        .retry_after(60)
    }

    /// The server has more to do than it can.
    #[must_use]
    pub fn busy() -> Self {
        Self::new(
            "platform.busy",
            StatusCode::SERVICE_UNAVAILABLE,
            words::problem_busy,
        )
        .next(words::problem_busy_next)
        .retry_after(5)
    }

    /// The disk is full: nothing new can be kept.
    #[must_use]
    pub fn full() -> Self {
        Self::new(
            "platform.full",
            StatusCode::INSUFFICIENT_STORAGE,
            words::problem_full,
        )
        .next(words::problem_full_next)
        .retry_after(60)
    }

    /// What the visitor saw is no longer so.
    #[must_use]
    pub fn outdated() -> Self {
        Self::new(
            "platform.outdated",
            StatusCode::CONFLICT,
            words::problem_outdated,
        )
        .next(words::problem_outdated_next)
    }

    /// A defect of ours.
    #[must_use]
    pub fn internal(source: impl Into<anyhow::Error>) -> Self {
        Self::new(
            "platform.internal",
            StatusCode::INTERNAL_SERVER_ERROR,
            words::problem_internal,
        )
        .source(source)
    }

    /// A problem for an answer that some library made, from its status alone.
    pub(crate) fn from_status(status: StatusCode) -> Self {
        match status {
            StatusCode::NOT_FOUND => Self::not_found(),
            StatusCode::METHOD_NOT_ALLOWED => Self::method(),
            StatusCode::PAYLOAD_TOO_LARGE => Self::too_large(crate::limits::UPLOAD_BYTES_MAX),
            StatusCode::TOO_MANY_REQUESTS => Self::too_many(),
            StatusCode::SERVICE_UNAVAILABLE => Self::busy(),
            status if status.is_server_error() => {
                Self::internal(anyhow::anyhow!("a bare answer {status}"))
            }
            _ => Self::bad_request(),
        }
    }

    /// The cause, for the log.
    pub(crate) fn cause(&self) -> Option<&anyhow::Error> {
        self.0.source.as_deref()
    }

    /// The words of the page.
    pub(crate) fn title(&self, lang: Lang) -> Text {
        (self.0.what)(lang)
    }

    /// The page; `again` lets the visitor send what was typed once more, `back` is the page it came from.
    pub(crate) fn page_body(
        &self,
        lang: Lang,
        request_id: &str,
        again: Option<&Markup>,
        back: Option<&str>,
    ) -> Markup {
        html! {
            h1 { ((self.0.what)(lang)) }
            h2 { (words::problem_next_title(lang)) }
            p { ((self.0.next)(lang)) }
            @if let Some(again) = again { (again) }
            @if let Some(back) = back { p { a href=(back) { (words::problem_back(lang)) } } }
            @for (href, label) in &self.0.links { p { a href=(href) { (label(lang)) } } }
            h2 { (words::problem_kept_title(lang)) }
            p { ((self.0.kept)(lang)) }
            p { a href="/" { (words::problem_home(lang)) } }
            p { small { (words::problem_reference(lang, self.0.code, request_id)) } }
        }
    }

    /// RFC 9457 problem details.
    pub(crate) fn details(&self, lang: Lang, request_id: &str) -> Response {
        let mut body = json!({
            "type": format!("urn:ventanilla:problem:{}", self.0.code),
            "title": (self.0.what)(lang).as_str(),
            "status": self.0.status.as_u16(),
            "detail": (self.0.next)(lang).as_str(),
            "kept": (self.0.kept)(lang).as_str(),
            "code": self.0.code,
            "instance": format!("urn:ventanilla:request:{request_id}"),
        });
        if let (false, Some(members)) = (self.0.errors.is_empty(), body.as_object_mut()) {
            members.insert("errors".to_owned(), self.0.errors.clone().into());
        }
        (
            self.0.status,
            [(header::CONTENT_TYPE, "application/problem+json")],
            body.to_string(),
        )
            .into_response()
    }

    pub(crate) fn add_headers(&self, response: &mut Response) {
        if let Some(seconds) = self.0.retry_after_seconds {
            response
                .headers_mut()
                .insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
    }
}

/// A size as people say it.
fn size(bytes: usize) -> String {
    if bytes >= 1024 * 1024 {
        format!("{} MB", bytes / (1024 * 1024))
    } else {
        format!("{} KB", bytes / 1024)
    }
}

impl IntoResponse for Problem {
    /// The bare answer; the edge of the request turns it into a page or problem details.
    fn into_response(self) -> Response {
        let mut response = self.0.status.into_response();
        response.extensions_mut().insert(self);
        response
    }
}

impl From<store::Error> for Problem {
    fn from(error: store::Error) -> Self {
        let problem = match error {
            store::Error::Full => Self::full(),
            store::Error::Busy
            | store::Error::Conflict
            | store::Error::Unavailable(_)
            | store::Error::Stopped => Self::busy(),
            _ => return Self::internal(error),
        };
        problem.source(error)
    }
}
