//! The versions of a service: what each changed, who published it, and the way back.

use axum::extract::{Path, State as Shared};
use axum::http::StatusCode;
use axum::response::Response;
use design::page::Page;
use design::{
    Button, Event, FieldError, Form, Level, LinkButton, TextArea, Timeline, actions, details,
    heading, lead,
};
use identity::Official;
use maud::html;
use platform::form::Form as Typed;
use platform::{Problem, Result, Visit, redirect};
use text::{Localized, format};

use super::{ADDRESS, name_of};
use crate::differences::differences;
use crate::edition::{self, ANALYST, EditionError, Publication, publications};
use crate::{Definition, State, version, words};

/// Why the version before is brought back.
const NOTE: &str = "motivo";
/// The version that whoever undoes has before them.
const SEEN: &str = "visto";

/// A publication with the names and the changes that are shown.
struct Told {
    publication: Publication,
    by: [String; 2],
    changes: Vec<Localized>,
}

/// Versions compared at once: each is read whole.
const COMPARED_MAX: usize = 20;

async fn told(
    state: &State,
    official: &Official,
    slug: &str,
) -> std::result::Result<Vec<Told>, Problem> {
    let service = state.catalogue.by_slug(slug);
    let is_theirs =
        service.is_some_and(|service| service.definition.agency_slug() == official.agency_slug);
    if !is_theirs || !official.has_role(ANALYST) {
        return Err(Problem::not_found());
    }
    let slug = slug.to_owned();
    let read = state.app.store().read(move |db| {
        let mut known = publications(db, &slug)?;
        known.truncate(COMPARED_MAX);
        let mut files = Vec::new();
        for publication in &known {
            files.push(version::files(db, &publication.hash)?);
        }
        let mut told = Vec::new();
        for (at, publication) in known.into_iter().enumerate() {
            let mut by = [String::new(), String::new()];
            let hands = [publication.proposed_by, publication.published_by];
            for (name, account) in by.iter_mut().zip(hands) {
                if let Some(account) = account {
                    *name = name_of(db, account)?;
                }
            }
            let is = files.get(at).and_then(Option::as_ref);
            let was = files.get(at + 1).and_then(Option::as_ref);
            let changes = was.zip(is).and_then(|(was, is)| {
                let before = Definition::parse(was).ok()?;
                let after = Definition::parse(is).ok()?;
                Some(differences((&before, was), (&after, is)))
            });
            told.push(Told {
                publication,
                by,
                changes: changes.unwrap_or_default(),
            });
        }
        Ok::<_, store::Error>(told)
    });
    Ok(read.await?)
}

pub(super) async fn show(
    visit: Visit,
    Shared(state): Shared<State>,
    official: Official,
    Path(slug): Path<String>,
) -> Result {
    state.fresh(&visit).await?;
    let told = told(&state, &official, &slug).await?;
    Ok(view(&visit, &slug, &told, Vec::new()))
}

fn view(visit: &Visit, slug: &str, told: &[Told], errors: Vec<FieldError>) -> Response {
    let lang = visit.lang;
    let events = told.iter().map(|one| {
        let publication = &one.publication;
        let title = match (publication.is_undoing, publication.published_by) {
            (true, _) => words::workshop_undone_by(lang, &one.by[1]),
            (false, Some(_)) => words::workshop_published_by(lang, &one.by[1], &one.by[0]),
            (false, None) => words::workshop_shipped(lang),
        };
        let zone = visit.app.site().time_zone.clone();
        let at = format::date_time(lang, &publication.at.to_zoned(zone));
        let body = html! {
            @if !publication.note.is_empty() { p { (publication.note) } }
            @if !one.changes.is_empty() {
                (details(words::workshop_changes(lang), html! { ul { @for change in &one.changes { li { (change.get(lang)) } } } }))
            }
        };
        Event::new(title, at.to_string(), publication.at).body(body)
    });
    let timeline = events.fold(Timeline::new(Level::H2), Timeline::event);
    let current = told
        .first()
        .map(|one| one.publication.hash.as_str())
        .unwrap_or_default();
    let note = TextArea::new(NOTE, words::workshop_why_undo(lang))
        .rows(3)
        .error(FieldError::find(&errors, NOTE));
    let undo = Form::post(
        format!("{ADDRESS}/{slug}/deshacer"),
        html! {
            (note.render(lang))
            input type="hidden" name=(SEEN) value=(current);
            (actions(Button::new(words::workshop_undo(lang)).danger()))
        },
    );
    let body = html! {
        (heading(Level::H1, words::workshop_history_of(lang, slug)))
        (lead(words::workshop_history_lead(lang)))
        (actions(LinkButton::new(format!("{ADDRESS}/{slug}/expedientes"), words::workshop_cases(lang)).secondary()))
        (timeline)
        @if told.len() > 1 {
            (heading(Level::H2, words::workshop_undo_title(lang)))
            p { (words::workshop_undo_how(lang)) }
            (undo)
        }
    };
    let status = match errors.is_empty() {
        true => StatusCode::OK,
        false => StatusCode::UNPROCESSABLE_ENTITY,
    };
    let page = Page::new(words::workshop_history_of(lang, slug)).back(ADDRESS);
    visit.page_with(status, page.errors(errors).body(body))
}

/// Brings the version before back.
pub(super) async fn undo(
    visit: Visit,
    Shared(state): Shared<State>,
    official: Official,
    Path(slug): Path<String>,
    typed: Typed,
) -> Result {
    let (who, now, name) = (official.clone(), visit.now, slug.clone());
    let (seen, note) = (typed.get(SEEN).to_owned(), typed.get(NOTE).to_owned());
    let done = state
        .app
        .store()
        .write(move |tx| edition::undo(tx, &who, &name, &seen, &note, now));
    match done.await {
        Ok(()) => Ok(redirect::see_other(&format!("{ADDRESS}/{slug}/historia"))),
        Err(EditionError::NoteNeeded) => {
            let told = told(&state, &official, &slug).await?;
            let needed = words::workshop_why_undo_needed(visit.lang);
            Ok(view(
                &visit,
                &slug,
                &told,
                vec![FieldError::new(NOTE, needed)],
            ))
        }
        Err(error) => Err(error.into()),
    }
}
