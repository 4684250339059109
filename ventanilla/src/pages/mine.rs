//! `/mi`: a person's own cases, drafts and messages in one place.

use axum::extract::State;
use axum::response::Response;
use cases::case::{self, CaseRow};
use cases::draft;
use cases::standing::standing;
use design::page::Page;
use design::{Column, EmptyState, Level, LinkButton, LinkList, Status, Table, heading};
use identity::Citizen;
use maud::{Markup, html};
use platform::{Problem, Visit};
use services::Catalogue;
use store::Db;
use text::{Lang, Text, format};

use super::PagesState;
use crate::words;

pub(crate) async fn show(
    visit: Visit,
    State(state): State<PagesState>,
    citizen: Citizen,
) -> platform::Result {
    let person = citizen.person;
    let catalogue = state.catalogue.clone();
    let (found, drafts, unread) = state
        .app
        .store()
        .read(move |db| {
            Ok::<_, store::Error>((
                case::of_person(db, person).map(|rows| with_status(db, &catalogue, rows)),
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
            .link("/mi/mensajes", messages(lang, unread))
            .link("/mi/datos", words::mine_data(lang))
            .link("/firmas", words::mine_sign(lang)))
        @if !drafts.is_empty() {
            (heading(Level::H2, words::mine_drafts(lang)))
            (begun(&visit, &state, &drafts))
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

/// Applications not sent yet, told apart by when they were last worked on, each to go on with or to
/// throw away.
fn begun(visit: &Visit, state: &PagesState, drafts: &[draft::Draft]) -> Markup {
    let (lang, zone) = (visit.lang, &visit.app.site().time_zone);
    let columns = [
        Column::text(words::mine_service(lang)),
        Column::text(words::mine_saved(lang)),
        Column::text(words::mine_no_more(lang)),
    ];
    let table = drafts.iter().fold(
        Table::new(words::mine_drafts(lang), columns).caption_hidden(),
        |table, draft| {
            let title = title(state, &draft.service_slug, lang);
            let at = draft.updated_at.to_zoned(zone.clone());
            let saved = format!(
                "{}, {}",
                format::date_short(lang, at.date()),
                format::clock(at.time())
            );
            let address = format!("/borradores/{}", draft.id);
            table.row([
                html! { a href=(address) { (words::mine_go_on(lang, &title)) } },
                html! { (saved) },
                html! { a href={ (address) "/borrar" } { (words::mine_discard(lang)) span.vh { " " (words::mine_discard_of(lang, &title, &saved)) } } },
            ])
        },
    );
    html! { (table) }
}

/// How many messages wait; none is no news.
fn messages(lang: Lang, unread: i64) -> Text {
    if unread == 0 {
        return words::mine_no_messages(lang);
    }
    words::mine_messages(lang, unread)
}

/// Each case with how it stands by the version of the service under which it was filed.
fn with_status(db: &mut Db, catalogue: &Catalogue, rows: Vec<CaseRow>) -> Vec<(CaseRow, Status)> {
    let status = |db: &mut Db, row: &CaseRow| {
        let service = catalogue.by_hash(db, &row.service_hash).ok().flatten();
        service.map_or(Status::Received, |service| {
            standing(
                &service.definition.process,
                &row.position,
                row.outcome,
                row.is_revoked,
            )
        })
    };
    rows.into_iter()
        .map(|row| {
            let status = status(db, &row);
            (row, status)
        })
        .collect()
}

fn table(visit: &Visit, state: &PagesState, rows: &[(CaseRow, Status)]) -> Markup {
    let lang = visit.lang;
    let columns = [
        Column::text(words::mine_service(lang)),
        Column::text(words::mine_number(lang)),
        Column::text(words::mine_filed(lang)),
        Column::text(words::mine_state(lang)),
    ];
    let zone = &visit.app.site().time_zone;
    let table = rows.iter().fold(
        Table::new(words::mine_cases(lang), columns).caption_hidden(),
        |table, (row, status)| {
            let filed = format::date_short(lang, row.filed_at.to_zoned(zone.clone()).date());
            table.row([
            html! {
                a href={ "/expedientes/" (row.number) } { (title(state, &row.service_slug, lang)) }
                @if let Some(about) = &row.about { br; (about) }
            },
            html! { span.code { (row.number) } },
            html! { (filed) },
            status.render(lang),
        ])
        },
    );
    html! { (table) }
}
