//! The style guide: every component in every state.

use axum::response::Response;
use design::page::Page;
use platform::Visit;

pub(crate) async fn show(visit: Visit) -> Response {
    let page = Page::new(design::guide::title(visit.lang)).body(design::guide::page(visit.lang));
    visit.public_page(page)
}
