//! The first page: what do you need to do?

use axum::extract::State;
use axum::response::Response;
use design::page::Page;
use design::{Level, LifeEvents, LinkList, SearchBox, ServiceItem, ServiceList, heading, lead};
use maud::html;
use platform::Visit;

use super::PagesState;
use crate::words;

/// Services named on the first page; the rest is one click away.
const SERVICES_SHOWN_MAX: usize = 6;

pub(crate) async fn show(visit: Visit, State(state): State<PagesState>) -> Response {
    let lang = visit.lang;
    let events = state
        .catalogue
        .life_events()
        .iter()
        .fold(LifeEvents::new(), |events, event| {
            let count =
                i64::try_from(state.catalogue.of_life_event(&event.slug).len()).unwrap_or(i64::MAX);
            let note = if count == 0 {
                event.summary.get(lang)
            } else {
                words::home_services(lang, count)
            };
            events.event(
                format!("/momentos/{}", event.slug),
                event.title.get(lang),
                note,
            )
        });
    let items = state
        .catalogue
        .all()
        .into_iter()
        .take(SERVICES_SHOWN_MAX)
        .map(|service| {
            ServiceItem::new(
                format!("/servicios/{}", service.slug),
                service.definition.ficha.title.get(lang),
            )
            .summary(service.definition.ficha.summary.get(lang))
        });
    let body = html! {
        (heading(Level::H1, words::home_heading(lang)))
        (lead(words::home_lead(lang)))
        (SearchBox::new("/buscar", words::home_search(lang)).render(lang))
        (heading(Level::H2, words::home_life_events(lang)))
        (events)
        (heading(Level::H2, words::home_most_asked(lang)))
        (ServiceList::new(Level::H3).items(items))
        p { a href="/servicios" { (words::home_all_services(lang)) } }
        (heading(Level::H2, words::home_follow(lang)))
        (LinkList::new()
            .link("/mi", words::home_follow_account(lang))
            .link("/seguir", words::home_follow_code(lang)))
    };
    visit.public_page(Page::new(words::home_title(lang)).body(body))
}
