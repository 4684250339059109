//! One request, as a handler sees it.

use std::sync::{Arc, OnceLock};

use axum::extract::{FromRef, FromRequestParts};
use axum::http::request::Parts;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use design::page::{Page, Shell, Viewer};
use jiff::Timestamp;
use text::Lang;

use crate::public_pages::Public;
use crate::{App, language};

/// Where whoever recognises the visitor leaves the name for the page's header.
#[derive(Debug, Clone, Default)]
pub struct ViewerCell(Arc<OnceLock<Viewer>>);

impl ViewerCell {
    /// Says who is shown in the header. The first word counts.
    pub fn set(&self, viewer: Viewer) {
        let _already_known = self.0.set(viewer);
    }

    fn get(&self) -> Viewer {
        self.0.get().cloned().unwrap_or(Viewer::Anonymous)
    }
}

/// The identifier of one request, in answers and in the log.
#[derive(Debug, Clone)]
pub(crate) struct RequestId(pub(crate) String);

/// Who asks for what, when, in which language: what every handler starts from.
#[derive(Debug, Clone)]
pub struct Visit {
    /// The language to answer in.
    pub lang: Lang,
    /// The instant of the request. Domain functions take this and ask no clock.
    pub now: Timestamp,
    /// Names the request in answers and in the log.
    pub request_id: String,
    /// Path and query, as asked.
    pub path: String,
    /// The application.
    pub app: App,
    viewer: ViewerCell,
}

impl<S> FromRequestParts<S> for Visit
where
    App: FromRef<S>,
    S: Send + Sync,
{
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Self::Rejection> {
        Ok(Self::of(parts, App::from_ref(state)))
    }
}

impl Visit {
    pub(crate) fn of(parts: &mut Parts, app: App) -> Self {
        let viewer = parts
            .extensions
            .get_or_insert_default::<ViewerCell>()
            .clone();
        let request_id = parts
            .extensions
            .get::<RequestId>()
            .map_or_else(String::new, |id| id.0.clone());
        Self {
            lang: language::of(parts, app.site()),
            now: app.clock().now(),
            request_id,
            path: parts
                .uri
                .path_and_query()
                .map_or_else(|| "/".to_owned(), ToString::to_string),
            app,
            viewer,
        }
    }

    /// Answers with a page that is this visitor's own: no cache keeps it.
    #[must_use]
    pub fn page(&self, page: Page) -> Response {
        self.page_with(StatusCode::OK, page)
    }

    /// Answers with a page and a status.
    #[must_use]
    pub fn page_with(&self, status: StatusCode, page: Page) -> Response {
        let shell = self.shell();
        let mut response = (status, page.render(&shell)).into_response();
        response
            .headers_mut()
            .insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        response
    }

    /// Answers with a page that is the same for everybody who is not signed in. It is kept ready
    /// and compressed for them until something is published.
    #[must_use]
    pub fn public_page(&self, page: Page) -> Response {
        let mut response = self.page(page);
        if matches!(self.viewer.get(), Viewer::Anonymous) {
            response.headers_mut().insert(
                header::CACHE_CONTROL,
                HeaderValue::from_static("public, max-age=0, must-revalidate"),
            );
            response.extensions_mut().insert(Public);
        }
        response
    }

    fn shell(&self) -> Shell {
        let site = self.app.site();
        Shell {
            lang: self.lang,
            path: self.path.clone(),
            site_name: site.name.clone(),
            help_phone: site.help_phone.clone(),
            viewer: self.viewer.get(),
            demonstration: site.demonstration,
        }
    }
}
