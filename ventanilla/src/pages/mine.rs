//! `/mi`: a person's own cases, drafts and messages in one place.

use axum::extract::State;
use axum::response::Response;
use cases::{case, draft};
use design::page::Page;
use design::{Column, EmptyState, Level, LinkButton, LinkList, Table, heading};
use identity::Citizen;
use maud::{Markup, html};
use platform::{Problem, Visit};
use text::{Lang, format};

use super::PagesState;
use crate::words;

pub(crate) async fn show(
    visit: Visit,
    State(state): State<PagesState>,
    citizen: Citizen,
) -> platform::Result {
    let person = citizen.person;
    let (found, drafts, unread) = state
        .app
        .store()
        .read(move |db| {
            Ok::<_, store::Error>((
                case::of_person(db, person),
                draft::of_person(db, person),
                notices::unread(db, person)?,
            ))
        })
        .await?;
    let (found, drafts) = (
        found.map_err(Problem::from)?,
        drafts.map_err(Problem::from)?,
    );
    let lang = visit.lang;
    let body = html! {
        (heading(Level::H1, words::mine_title(lang)))
        (LinkList::new()
            .link("/mi/mensajes", words::mine_messages(lang, unread))
            .link("/mi/datos", words::mine_data(lang)))
        @if !drafts.is_empty() {
            (heading(Level::H2, words::mine_drafts(lang)))
            (drafts.iter().fold(LinkList::new(), |list, draft| list.link(format!("/borradores/{}", draft.id), title(&state, &draft.service_slug, lang))))
        }
        (heading(Level::H2, words::mine_cases(lang)))
        @if found.is_empty() {
            (EmptyState::new(words::mine_none(lang), html! { (LinkButton::new("/servicios", words::mine_find(lang))) }))
        } @else { (table(&visit, &state, &found)) }
    };
    let response: Response = visit.page(Page::new(words::mine_title(lang)).body(body));
    Ok(response)
}

fn title(state: &PagesState, slug: &str, lang: Lang) -> text::Text {
    state.catalogue.by_slug(slug).map_or_else(
        || slug.to_owned().into(),
        |service| service.definition.ficha.title.get(lang),
    )
}

fn table(visit: &Visit, state: &PagesState, rows: &[case::CaseRow]) -> Markup {
    let lang = visit.lang;
    let columns = [
        Column::text(words::mine_service(lang)),
        Column::text(words::mine_number(lang)),
        Column::text(words::mine_filed(lang)),
        Column::text(words::mine_state(lang)),
    ];
    let zone = &visit.app.site().time_zone;
    let table = rows.iter().fold(Table::new(words::mine_cases(lang), columns).caption_hidden(), |table, row| {
        let filed = format::date_long(lang, row.filed_at.to_zoned(zone.clone()).date());
        table.row([
            html! { a href={ "/expedientes/" (row.number) } { (title(state, &row.service_slug, lang)) } },
            html! { (row.number) },
            html! { (filed) },
            html! { (outcome(row, lang)) },
        ])
    });
    html! { (table) }
}

fn outcome(row: &case::CaseRow, lang: Lang) -> text::Text {
    match row.outcome {
        Some(process::Outcome::Granted) => words::mine_granted(lang),
        Some(process::Outcome::Denied) => words::mine_denied(lang),
        Some(process::Outcome::Abandoned) => words::mine_closed(lang),
        None => words::mine_open(lang),
    }
}
