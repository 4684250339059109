//! `/mi/datos`: what the State knows of me, who saw it, and where my account is open.

use axum::extract::{Path, State as Shared};
use axum::http::HeaderMap;
use design::page::Page;
use design::{
    Button, EmptyState, Event, Form as FormMarkup, Level, Notice, SummaryList, SummaryRow,
    Timeline, actions,
};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use maud::{Markup, html};
use platform::{Problem, Visit, cookie, redirect};
use store::Error;
use text::{Lang, Text, format};

use crate::access::{self, AccessEntry, AccessId};
use crate::extract::missing_is_not_found;
use crate::people::{self, Assurance, Person};
use crate::sessions::{self, Session, SessionId};
use crate::{Citizen, State, actor, secret, words};

/// Looks shown on one page: what fits in 14 KB with the rest.
const LOOKS_PER_PAGE: i64 = 20;

/// The query parameter that names the last look seen.
const AFTER: &str = "despues";

/// What the page shows.
struct MyData {
    person: Person,
    /// What others hold about them; only on the first page.
    held: Markup,
    looks: Vec<AccessEntry>,
    /// The last look shown, when there are older ones.
    older_than: Option<AccessId>,
    /// Whether newer looks than these exist.
    is_later_page: bool,
    sessions: Vec<Session>,
    this_session: Option<SessionId>,
}

/// Shows the page to the person it is about, and to nobody else.
pub(super) async fn show(
    visit: Visit,
    Shared(state): Shared<State>,
    citizen: Citizen,
    headers: HeaderMap,
) -> platform::Result {
    let after: Option<AccessId> = super::query_value(&visit, AFTER).parse().ok();
    let presented = cookie::get(visit.app.site(), &headers, sessions::COOKIE).map(secret::hash);
    let (now, lang, held) = (visit.now, visit.lang, state.held.clone());
    let data = state
        .app
        .store()
        .read(move |db| {
            let held = match &held {
                Some(held) if after.is_none() => held.show(db, &citizen, lang)?,
                _ => Markup::default(),
            };
            gather(db, &citizen, held, after, presented.as_deref(), now)
        })
        .await?;
    Ok(visit.page(view(visit.lang, &state.app.site().time_zone, &data)))
}

fn gather(
    db: &mut store::Db,
    citizen: &Citizen,
    held: Markup,
    after: Option<AccessId>,
    presented: Option<&[u8]>,
    now: Timestamp,
) -> Result<MyData, Error> {
    let person = people::by_id(db, citizen.person)?
        .ok_or(Error::Missing)?
        .own(citizen)?
        .clone();
    // One more than is shown tells whether there are older ones.
    let mut looks = access::entries(db, citizen, LOOKS_PER_PAGE + 1, after)?;
    let shown = usize::try_from(LOOKS_PER_PAGE).unwrap_or(usize::MAX);
    let has_older = looks.len() > shown;
    looks.truncate(shown);
    let older_than = if has_older {
        looks.last().map(|look| look.id)
    } else {
        None
    };
    let this_session = match presented {
        Some(hash) => actor::by_session(db, hash, now)?.map(|open| open.id),
        None => None,
    };
    let sessions = sessions::list(db, citizen, now)?;
    Ok(MyData {
        person,
        held,
        looks,
        older_than,
        is_later_page: after.is_some(),
        sessions,
        this_session,
    })
}

/// Ends one of the person's own sessions.
pub(super) async fn close_session(
    Shared(state): Shared<State>,
    citizen: Citizen,
    Path(id): Path<String>,
) -> platform::Result {
    let id: SessionId = id.parse().map_err(|_| Problem::not_found())?;
    state
        .app
        .store()
        .write(move |tx| sessions::end(tx, &citizen, id))
        .await
        .map_err(missing_is_not_found)?;
    Ok(redirect::see_other("/mi/datos"))
}

fn view(lang: Lang, zone: &TimeZone, data: &MyData) -> Page {
    let body = html! {
        h1 { (words::data_title(lang)) }
        p { (words::data_lead(lang)) }
        h2 { (words::data_own(lang)) }
        (own(lang, &data.person))
        (data.held)
        h2 { (words::data_looks(lang)) }
        p { (words::data_looks_lead(lang)) }
        (looks(lang, zone, data))
        h2 { (words::data_sessions(lang)) }
        p { (words::data_sessions_lead(lang)) " " a href="/mi/clave" { (words::password_title(lang)) } }
        (open_sessions(lang, zone, data))
    };
    Page::new(words::data_title(lang)).back("/mi").body(body)
}

fn own(lang: Lang, person: &Person) -> Markup {
    let is_low = person.assurance == Assurance::Low;
    let or_none = |value: &Option<String>| {
        value
            .clone()
            .map_or_else(|| words::data_none(lang), Text::from)
    };
    let number = match &person.national_id {
        Some(number) if is_low => words::data_number_unproven(lang, number),
        number => or_none(number),
    };
    let born_on = person.born_on.map_or_else(
        || words::data_none(lang),
        |date| format::date_long(lang, date),
    );
    let list = SummaryList::new()
        .row(SummaryRow::new(
            words::data_name(lang),
            person.name.as_str(),
        ))
        .row(SummaryRow::new(words::data_number(lang), number))
        .row(SummaryRow::new(words::data_born_on(lang), born_on))
        .row(SummaryRow::new(
            words::data_email(lang),
            or_none(&person.email),
        ))
        .row(SummaryRow::new(
            words::data_phone(lang),
            or_none(&person.phone),
        ));
    html! {
        (list.render(lang))
        @if is_low { (Notice::info(words::register_unproven(lang)).render(lang)) }
    }
}

fn looks(lang: Lang, zone: &TimeZone, data: &MyData) -> Markup {
    if data.looks.is_empty() && !data.is_later_page {
        let nobody = EmptyState::new(
            words::data_looks_none(lang),
            html! { p { (words::data_looks_none_more(lang)) } },
        );
        return html! { (nobody) };
    }
    let timeline = data
        .looks
        .iter()
        .fold(Timeline::new(Level::H3), |timeline, entry| {
            timeline.event(look(lang, zone, entry))
        });
    let newest = data.is_later_page.then(|| "/mi/datos".to_owned());
    let older = data
        .older_than
        .map(|last| format!("/mi/datos?{AFTER}={last}"));
    html! {
        (timeline)
        @if let Some(href) = newest { p { a href=(href) { (words::data_newest(lang)) } } }
        @if let Some(href) = older { p { a href=(href) { (words::data_older(lang)) } } }
    }
}

/// Why, when, who, from which agency, what was read and for which case.
fn look(lang: Lang, zone: &TimeZone, entry: &AccessEntry) -> Event {
    let who = entry
        .by
        .clone()
        .unwrap_or_else(|| words::data_automatic(lang).into_string());
    let by = match &entry.agency {
        Some(agency) => format!("{who}, {}", agency.as_str(lang)),
        None => who,
    };
    Event::new(
        entry.reason.label(lang),
        moment(lang, zone, entry.at),
        entry.at,
    )
    .by(by)
    .body(html! {
        p {
            (dataset_words(lang, entry.dataset.as_deref())) " · "
            @if let Some(number) = &entry.case {
                (words::data_case(lang)) " " a href={ "/expedientes/" (number) } { (number) }
            } @else {
                (words::data_no_case(lang))
            }
        }
    })
}

/// What was read, as the person would call it.
fn dataset_words(lang: Lang, dataset: Option<&str>) -> Text {
    match dataset {
        None => words::data_what_case(lang),
        Some("civil.persona") => words::data_what_persona(lang),
        Some("civil.nacimiento") => words::data_what_nacimiento(lang),
        Some("comercio.empresa") => words::data_what_empresa(lang),
        Some("comercio.licencia") => words::data_what_licencia(lang),
        Some("catastro.inmueble") => words::data_what_inmueble(lang),
        Some(other) => words::data_what_other(lang, other),
    }
}

fn moment(lang: Lang, zone: &TimeZone, at: Timestamp) -> Text {
    format::date_time(lang, &at.to_zoned(zone.clone()))
}

fn open_sessions(lang: Lang, zone: &TimeZone, data: &MyData) -> Markup {
    html! {
        @for session in &data.sessions {
            @let opened = moment(lang, zone, session.created_at);
            h3 {
                @if session.device.is_empty() { (words::data_session_unknown(lang)) } @else { (session.device) }
                @if Some(session.id) == data.this_session { " · " (words::data_session_this(lang)) }
            }
            p { (words::data_session_opened(lang, &opened, moment(lang, zone, session.seen_at))) }
            @if Some(session.id) != data.this_session {
                (FormMarkup::post(format!("/mi/sesiones/{}/cerrar", session.id), html! {
                    (actions(Button::new(words::data_session_close(lang, &opened)).secondary()))
                }))
            }
        }
    }
}
