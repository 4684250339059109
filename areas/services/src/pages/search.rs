//! `/buscar?q=`: what fits, with the facts that decide; or an honest word that nothing does.

use axum::extract::State as Shared;
use design::page::Page;
use design::{EmptyState, Level as Heading, LifeEvents, SearchBox, ServiceList, heading};
use maud::{Markup, html};
use platform::Visit;
use text::Lang;

use super::item::item;
use super::query_value;
use crate::{Catalogue, State, words};

/// Characters of a search that are shown again.
const SHOWN_CHARACTERS_MAX: usize = 200;

pub(super) async fn show(visit: Visit, Shared(state): Shared<State>) -> platform::Result {
    let catalogue = state.fresh(&visit).await?;
    let asked: String = query_value(&visit, "q")
        .chars()
        .take(SHOWN_CHARACTERS_MAX)
        .collect();
    let asked = asked.trim();
    let title = if asked.is_empty() {
        words::search_title(visit.lang)
    } else {
        words::search_title_of(visit.lang, asked)
    };
    let site = state.app.site();
    Ok(visit.page(Page::new(title).body(view(
        catalogue,
        asked,
        &site.currency,
        &site.help_phone,
        visit.lang,
    ))))
}

fn view(
    catalogue: &Catalogue,
    asked: &str,
    currency: &str,
    help_phone: &str,
    lang: Lang,
) -> Markup {
    let found = catalogue.search(asked);
    html! {
        (heading(Heading::H1, words::search_title(lang)))
        (SearchBox::new("/buscar", words::search_label(lang)).value(asked).render(lang))
        @if !found.is_empty() {
            p role="status" { (words::search_count(lang, i64::try_from(found.len()).unwrap_or(i64::MAX), asked)) }
            (ServiceList::new(Heading::H2).items(found.iter().map(|found| item(&found.service, currency, lang))))
        } @else if !asked.is_empty() {
            (EmptyState::new(words::search_nothing(lang, asked), html! {
                p { (words::search_nothing_why(lang)) }
                @if !help_phone.is_empty() { p { (words::search_call(lang, help_phone)) } }
                p { a href="/servicios" { (words::list_all(lang)) } }
            }))
        }
        @if found.is_empty() {
            (heading(Heading::H2, words::events_title(lang)))
            (life_events(catalogue, lang))
        }
    }
}

fn life_events(catalogue: &Catalogue, lang: Lang) -> LifeEvents {
    catalogue
        .life_events()
        .iter()
        .fold(LifeEvents::new(), |events, event| {
            events.event(
                format!("/momentos/{}", event.slug),
                event.title.get(lang),
                event.summary.get(lang),
            )
        })
}
