//! `/momentos/{slug}`: the services of one moment of life.

use axum::extract::{Path, State as Shared};
use design::page::Page;
use design::{Breadcrumbs, EmptyState, Level as Heading, ServiceList, heading, lead};
use maud::html;
use platform::{Problem, Visit};

use super::item::item;
use super::part::{self, Part, part};
use crate::{State, words};

pub(super) async fn show(
    visit: Visit,
    Shared(state): Shared<State>,
    Path(slug): Path<String>,
) -> platform::Result {
    let lang = visit.lang;
    let catalogue = state.fresh(&visit).await?;
    let event = catalogue
        .library()
        .life_event(&slug)
        .ok_or_else(Problem::not_found)?;
    let Part {
        items: services,
        ways,
    } = part(
        catalogue.of_life_event(&slug),
        part::asked(&visit),
        &format!("/momentos/{slug}"),
        &[],
    );
    let currency = &state.app.site().currency;
    let body = html! {
        (heading(Heading::H1, event.title.get(lang)))
        (lead(event.summary.get(lang)))
        @if services.is_empty() {
            (EmptyState::new(words::event_empty(lang), html! { p { a href="/servicios" { (words::list_all(lang)) } } }))
        } @else {
            (ServiceList::new(Heading::H2).items(services.iter().map(|service| item(service, currency, lang))))
        }
        (ways.render(lang))
    };
    let way = Breadcrumbs::new()
        .to("/", words::home(lang))
        .to("/servicios", words::list_title(lang));
    Ok(visit.public_page(
        Page::new(event.title.get(lang))
            .weave(&slug)
            .breadcrumbs(way)
            .body(body),
    ))
}
