//! `/mi/mensajes/{id}`: one message, which is read from then on.

use axum::extract::{Path, State as Shared};
use design::page::Page;
use design::{Level, LinkButton, actions, heading};
use identity::Citizen;
use jiff::tz::TimeZone;
use maud::{Markup, html};
use platform::{Problem, Visit};
use text::{Lang, format};

use crate::{Message, NoticeId, State, mark_read, words};

/// Shows one message to the person it was sent to; for others there is none.
pub(super) async fn show(
    visit: Visit,
    Shared(state): Shared<State>,
    citizen: Citizen,
    Path(id): Path<String>,
) -> platform::Result {
    let id: NoticeId = id.parse().map_err(|_| Problem::not_found())?;
    let (person, now) = (citizen.person, visit.now);
    let found = state
        .app
        .store()
        .read(move |db| crate::message(db, person, id))
        .await?;
    let message = found.ok_or_else(Problem::not_found)?;
    if message.read_at.is_none() {
        // A full disk must not keep anybody from reading: the message then stays marked as unread.
        if let Err(error) = state
            .app
            .store()
            .write(move |tx| mark_read(tx, person, id, now))
            .await
        {
            tracing::warn!(%error, "the reading of a message could not be noted");
        }
    }
    let page = Page::new(message.subject.get(visit.lang)).back("/mi/mensajes");
    Ok(visit.page(page.body(view(visit.lang, &visit.app.site().time_zone, &message))))
}

fn view(lang: Lang, zone: &TimeZone, message: &Message) -> Markup {
    let body = message.body.get(lang);
    let sent = format::date_time(lang, &message.sent_at.to_zoned(zone.clone()));
    html! {
        (heading(Level::H1, message.subject.get(lang)))
        p { small { time datetime=(message.sent_at) { (words::message_sent(lang, sent.as_str())) } } }
        div lang=[body.fallback().map(Lang::tag)] {
            @for paragraph in body.as_str().split("\n\n") {
                p { @for (number, line) in paragraph.lines().enumerate() { @if number > 0 { br; } (line) } }
            }
        }
        @if let Some(number) = &message.case_number {
            (actions(LinkButton::new(format!("/expedientes/{number}"), words::message_case(lang, number))))
        }
    }
}
