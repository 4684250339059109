//! `/servicios`: everything there is, by level of government, narrowed down by level or moment.

use axum::extract::State as Shared;
use design::page::Page;
use design::{
    Choice, EmptyState, FilterBar, Level as Heading, SearchBox, Select, ServiceList, heading,
};
use maud::{Markup, html};
use platform::Visit;
use std::sync::Arc;
use text::{Lang, Text};

use super::item::item;
use super::part::{self, Part, part};
use super::query_value;
use crate::{Catalogue, Level, Published, State, words};

pub(super) async fn show(visit: Visit, Shared(state): Shared<State>) -> platform::Result {
    let catalogue = state.fresh(&visit).await?;
    let (level, event) = (query_value(&visit, "nivel"), query_value(&visit, "momento"));
    let page = Page::new(words::list_title(visit.lang)).body(view(
        catalogue,
        &level,
        &event,
        part::asked(&visit),
        &state.app.site().currency,
        visit.lang,
    ));
    Ok(visit.public_page(page))
}

fn view(
    catalogue: &Catalogue,
    level: &str,
    event: &str,
    page: usize,
    currency: &str,
    lang: Lang,
) -> Markup {
    let level_of = |service: &Published| {
        catalogue
            .agency(service.definition.agency_slug())
            .map(|agency| agency.level)
    };
    let mut services: Vec<Arc<Published>> = catalogue
        .all()
        .into_iter()
        .filter(|service| {
            level.is_empty() || level_of(service).is_some_and(|known| known.as_str() == level)
        })
        .filter(|service| {
            event.is_empty()
                || service
                    .definition
                    .ficha
                    .life_events
                    .iter()
                    .any(|known| known == event)
        })
        .collect();
    // The widest first; what no library places comes last. Within a level the order by title stays.
    services.sort_by_key(|service| {
        let level = level_of(service);
        (level.is_none(), level)
    });
    let count = i64::try_from(services.len()).unwrap_or(i64::MAX);
    let kept = [("nivel", level), ("momento", event)];
    let Part {
        items: services,
        ways,
    } = part(services, page, "/servicios", &kept);
    let groups = Level::ALL.map(Some).into_iter().chain([None]).map(|level| {
        let here: Vec<&Arc<Published>> = services
            .iter()
            .filter(|service| level_of(service) == level)
            .collect();
        (level, here)
    });
    html! {
        (heading(Heading::H1, words::list_title(lang)))
        (SearchBox::new("/buscar", words::search_label(lang)).render(lang))
        (filter(catalogue, level, event, lang))
        p { (words::list_count(lang, count)) }
        @if services.is_empty() {
            (EmptyState::new(words::list_empty(lang), html! { p { a href="/servicios" { (words::list_all(lang)) } } }))
        }
        @for (level, services) in groups.filter(|(_, services)| !services.is_empty()) {
            (heading(Heading::H2, level_name(level, lang)))
            (ServiceList::new(Heading::H3).items(services.iter().map(|service| item(service, currency, lang))))
        }
        (ways.render(lang))
    }
}

fn filter(catalogue: &Catalogue, level: &str, event: &str, lang: Lang) -> Markup {
    let levels = Level::ALL.map(|level| Choice::new(level.as_str(), level_name(Some(level), lang)));
    let events = catalogue
        .life_events()
        .iter()
        .map(|event| Choice::new(event.slug.as_str(), event.title.get(lang)));
    let any = || Choice::new("", words::filter_any(lang));
    let fields = html! {
        (Select::new("nivel", words::filter_level(lang)).choice(any()).choices(levels).chosen(level).render(lang))
        (Select::new("momento", words::filter_event(lang)).choice(any()).choices(events).chosen(event).render(lang))
    };
    FilterBar::new("/servicios", words::filter_label(lang), fields).render(lang)
}

fn level_name(level: Option<Level>, lang: Lang) -> Text {
    match level {
        Some(Level::National) => words::level_national(lang),
        Some(Level::Regional) => words::level_regional(lang),
        Some(Level::Municipal) => words::level_municipal(lang),
        None => words::level_other(lang),
    }
}
