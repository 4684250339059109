//! `/mi/mensajes`: a person's messages.

use axum::extract::{RawQuery, State as Shared};
use design::page::Page;
use design::{Column, EmptyState, Level, Pagination, Shape, Status, Table, heading, lead};
use identity::{Citizen, PersonId};
use jiff::tz::TimeZone;
use maud::{Markup, html};
use platform::Visit;
use platform::form::Form;
use store::Db;
use text::{Lang, format};

use crate::message::{inbox, unread};
use crate::{Message, NoticeId, State, words};

/// Messages on one page: what fits the weight of a page with room.
const PER_PAGE: u32 = 20;

/// The query parameter that names the last message seen.
const AFTER: &str = "despues";

/// What the page shows.
struct Inbox {
    messages: Vec<Message>,
    unread: i64,
    /// The last message shown, when there are older ones.
    older_than: Option<NoticeId>,
    is_later_page: bool,
}

/// Shows the person their own messages.
pub(super) async fn show(
    visit: Visit,
    Shared(state): Shared<State>,
    citizen: Citizen,
    RawQuery(query): RawQuery,
) -> platform::Result {
    let query = Form::parse(query.unwrap_or_default().as_bytes())?;
    let after: Option<NoticeId> = query.get(AFTER).parse().ok();
    let found = state
        .app
        .store()
        .read(move |db| gather(db, citizen.person, after))
        .await?;
    let body = view(visit.lang, &visit.app.site().time_zone, &found);
    Ok(visit.page(
        Page::new(words::inbox_title(visit.lang))
            .back("/mi")
            .body(body),
    ))
}

fn gather(db: &mut Db, person: PersonId, after: Option<NoticeId>) -> Result<Inbox, store::Error> {
    // One more than is shown tells whether there are older ones.
    let mut messages = inbox(db, person, PER_PAGE + 1, after)?;
    let shown = usize::try_from(PER_PAGE).unwrap_or(usize::MAX);
    let has_older = messages.len() > shown;
    messages.truncate(shown);
    let older_than = if has_older {
        messages.last().map(|message| message.id)
    } else {
        None
    };
    Ok(Inbox {
        messages,
        unread: unread(db, person)?,
        older_than,
        is_later_page: after.is_some(),
    })
}

fn view(lang: Lang, zone: &TimeZone, found: &Inbox) -> Markup {
    let pages = Pagination::new()
        .before(found.is_later_page.then(|| "/mi/mensajes".to_owned()))
        .after(
            found
                .older_than
                .map(|id| format!("/mi/mensajes?{AFTER}={id}")),
        );
    html! {
        (heading(Level::H1, words::inbox_title(lang)))
        (lead(words::inbox_lead(lang)))
        @if found.unread > 0 { p { strong { (words::inbox_unread_count(lang, found.unread)) } } }
        @if found.messages.is_empty() {
            (EmptyState::new(words::inbox_none(lang), html! { p { (words::inbox_none_body(lang)) } }))
        } @else {
            (table(lang, zone, &found.messages))
        }
        (pages.render(lang))
    }
}

fn table(lang: Lang, zone: &TimeZone, messages: &[Message]) -> Table {
    let columns = [
        Column::text(words::inbox_subject(lang)),
        Column::text(words::inbox_state(lang)),
        Column::text(words::inbox_at(lang)),
        Column::text(words::inbox_case(lang)),
    ];
    let empty = Table::new(words::inbox_title(lang), columns).caption_hidden();
    messages
        .iter()
        .fold(empty, |table, message| table.row(row(lang, zone, message)))
}

fn row(lang: Lang, zone: &TimeZone, message: &Message) -> [Markup; 4] {
    let status = match message.read_at {
        None => Status::Other(Shape::Full, words::inbox_unread(lang)),
        Some(_) => Status::Other(Shape::Empty, words::inbox_read(lang)),
    };
    let sent = message.sent_at.to_zoned(zone.clone());
    [
        html! { a href={ "/mi/mensajes/" (message.id) } { (message.subject.get(lang)) } },
        status.render(lang),
        html! { time datetime=(message.sent_at) { (format::date_short(lang, sent.date())) } },
        match &message.case_number {
            Some(number) => html! { (number) },
            None => html! { (words::inbox_no_case(lang)) },
        },
    ]
}
