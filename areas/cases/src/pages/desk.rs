//! `/oficina`: what needs this official, what waits for citizens, what has ended.

use axum::extract::{Query, State as Shared};
use design::page::Page;
use design::{Column, Due, EmptyState, Level, Tab, Table, Tabs, WorkItem, WorkQueue, heading};
use identity::Official;
use jiff::Timestamp;
use maud::{Markup, html};
use platform::{Result, Visit};
use serde::Deserialize;
use services::Published;
use store::Db;
use text::{Lang, Localized, Text, format};

use crate::case;
use crate::standing::standing;
use crate::state::State;
use crate::task::{self, DeskRow};
use crate::{Error, represented, words};

/// Which part of the desk.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Part {
    /// What needs me.
    #[default]
    Mias,
    /// What waits for citizens.
    Esperan,
    /// What has ended.
    Terminados,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Asked {
    #[serde(default)]
    parte: Part,
}

/// The desk of an official, the most urgent first.
pub(crate) async fn show(
    visit: Visit,
    Shared(state): Shared<State>,
    official: Official,
    Query(asked): Query<Asked>,
) -> Result {
    let lang = visit.lang;
    let tabs = [
        (Part::Mias, "/oficina", words::desk_mine(lang)),
        (
            Part::Esperan,
            "/oficina?parte=esperan",
            words::desk_waiting(lang),
        ),
        (
            Part::Terminados,
            "/oficina?parte=terminados",
            words::desk_ended(lang),
        ),
    ];
    let tabs = tabs.into_iter().fold(
        Tabs::new(words::desk_parts(lang)),
        |tabs, (part, href, name)| {
            let tab = Tab::new(href, name);
            tabs.tab(if part == asked.parte {
                tab.current()
            } else {
                tab
            })
        },
    );
    let list = match asked.parte {
        Part::Mias => mine(&visit, &state, official.clone()).await?,
        part => others(&visit, &state, official.clone(), part).await?,
    };
    let body = html! {
        (heading(Level::H1, words::desk_title(lang)))
        p { (official.agency_name.get(lang)) }
        (tabs)
        (list)
        p { a href="/oficina/ausencias" { (words::desk_absences(lang)) } }
        @if official.has_role(identity::counter::CLERK) { p { a href="/oficina/mesa" { (words::desk_counter(lang)) } } }
        @if official.has_role(services::edition::ANALYST) { p { a href="/oficina/tramites" { (words::desk_services(lang)) } } }
    };
    Ok(visit.page(Page::new(words::desk_title(lang)).wide().body(body)))
}

async fn mine(
    visit: &Visit,
    state: &State,
    official: Official,
) -> std::result::Result<Markup, Error> {
    let lang = visit.lang;
    let there = state.clone();
    let rows = state
        .app
        .store()
        .read(move |db| {
            let mut rows = task::desk(db, &official)?;
            // What others have in hand is theirs: it is found by its number.
            rows.retain(|row| {
                row.assigned_to
                    .is_none_or(|account| account == official.account)
            });
            rows.into_iter()
                .map(|row| Ok((describe(db, &there, &row, lang)?, row)))
                .collect::<std::result::Result<Vec<_>, Error>>()
        })
        .await?;
    if rows.is_empty() {
        return Ok(
            html! { (EmptyState::new(words::desk_nothing(lang), html! { p { (words::desk_nothing_more(lang)) } })) },
        );
    }
    let queue = rows.iter().fold(
        WorkQueue::new(words::desk_mine(lang)),
        |queue,
         (
            Described {
                service,
                task,
                for_another,
            },
            row,
        )| {
            let mut words = format!("{} · {}", service.as_str(lang), task.as_str(lang));
            if let Some(for_another) = for_another {
                words = format!("{words} · {for_another}");
            }
            if row.is_escalated {
                words = format!("{words} · {}", words::desk_escalated(lang));
            }
            queue.item(WorkItem::new(
                format!("/oficina/expedientes/{}", row.number),
                row.number.as_str(),
                words,
                row.about.clone().unwrap_or_default(),
                design::Status::NeedsOfficial,
                due(state, visit, row),
            ))
        },
    );
    Ok(queue.render(lang))
}

/// What a row of the desk says of its task.
struct Described {
    service: Localized,
    task: Localized,
    /// That it is for somebody else, and in which capacity its applicant acts.
    for_another: Option<Text>,
}

/// The names of the service and of the task.
fn describe(
    db: &mut Db,
    state: &State,
    row: &DeskRow,
    lang: Lang,
) -> std::result::Result<Described, Error> {
    let service = state.service(db, &row.service_hash)?;
    let task = service
        .definition
        .process
        .tasks()
        .find(|task| task.id == row.name)
        .map(|task| task.title.clone());
    let title = service.definition.title().clone();
    Ok(Described {
        task: task.unwrap_or_else(|| title.clone()),
        service: title,
        for_another: for_another(&service, row.capacity.as_deref(), lang),
    })
}

fn for_another(service: &Published, capacity: Option<&str>, lang: Lang) -> Option<Text> {
    let capacity = represented::capacity(&service.definition, capacity?, lang);
    Some(words::whom_desk(lang, capacity))
}

fn due(state: &State, visit: &Visit, row: &DeskRow) -> Due {
    match row.due_at.or(row.task_due_at) {
        Some(at) => {
            // The term ends as its day ends: the instant belongs to the day before.
            let on = (at - jiff::SignedDuration::from_secs(1))
                .to_zoned(state.place.zone().clone())
                .date();
            Due::On {
                days_left: state.place.working_days_left(visit.now, on),
                date: format::date_short(visit.lang, on),
            }
        }
        None => Due::None,
    }
}

async fn others(
    visit: &Visit,
    state: &State,
    official: Official,
    part: Part,
) -> std::result::Result<Markup, Error> {
    let lang = visit.lang;
    let there = state.clone();
    let rows = state
        .app
        .store()
        .read(move |db| {
            let rows = if part == Part::Esperan {
                case::waiting(db, &official)?
            } else {
                case::ended(db, &official)?
            };
            rows.into_iter()
                .map(|row| {
                    let service = there.service(db, &row.service_hash)?;
                    let process = &service.definition.process;
                    let status = standing(process, &row.position, row.outcome, row.is_revoked);
                    let another = for_another(&service, row.capacity.as_deref(), lang);
                    Ok((service.definition.title().clone(), status, another, row))
                })
                .collect::<std::result::Result<Vec<_>, Error>>()
        })
        .await?;
    if rows.is_empty() {
        return Ok(html! { (EmptyState::new(words::desk_empty(lang), html! {})) });
    }
    let columns = [
        Column::text(words::follow_number(lang)),
        Column::text(words::verify_service(lang)),
        Column::text(words::desk_about(lang)),
        Column::text(words::verify_received(lang)),
        Column::text(words::verify_state(lang)),
    ];
    let caption = if part == Part::Esperan {
        words::desk_waiting(lang)
    } else {
        words::desk_ended(lang)
    };
    let table = rows.iter().fold(
        Table::new(caption, columns).caption_hidden(),
        |table, (service, status, another, row)| {
            table.row([
                html! { a.code href={ "/oficina/expedientes/" (row.number) } { (row.number) } },
                html! { (service.get(lang)) @if let Some(another) = another { " · " (another) } },
                html! { (row.about.as_deref().unwrap_or_default()) },
                html! { (short(lang, row.filed_at, state)) },
                status.render(lang),
            ])
        },
    );
    Ok(html! { (table) })
}

/// A day as a column has room for it.
fn short(lang: Lang, at: Timestamp, state: &State) -> Text {
    format::date_short(lang, at.to_zoned(state.place.zone().clone()).date())
}
