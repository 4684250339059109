//! One edition: its files, what must be mended, what it changes, and the hands it goes through.

use axum::extract::{Path, State as Shared};
use axum::http::StatusCode;
use axum::response::Response;
use design::page::Page;
use design::{
    Button, FieldError, Form, Level, LinkButton, Notice, TextArea, actions, heading, lead,
};
use identity::Official;
use maud::{Markup, html};
use platform::form::Form as Typed;
use platform::{Problem, Result, Visit, redirect};
use text::{Lang, Localized};

use super::{ADDRESS, findings, name_of};
use crate::burden::{Burden, Held};
use crate::differences::differences;
use crate::edition::{self, Edition, EditionError, EditionId};
use crate::{Definition, Finding, State, check, version, words};

/// The field of what a proposal is for, or why it is sent back.
const NOTE: &str = "motivo";

/// An edition with all that its page says.
struct Opened {
    edition: Edition,
    findings: Vec<Finding>,
    /// What it changes against what is current; none while it cannot be read, or is new.
    changes: Option<Vec<Localized>>,
    burden: Option<Burden>,
    trials: usize,
    proposed_by: String,
    is_own: bool,
}

async fn open(
    state: &State,
    official: &Official,
    id: &str,
) -> std::result::Result<Opened, Problem> {
    let id: EditionId = id.parse().map_err(|_| Problem::not_found())?;
    let who = official.clone();
    let read = state.app.store().read(move |db| {
        let edition = edition::of_agency(db, id, &who)?;
        if edition.has_ended {
            return Err(EditionError::Unknown);
        }
        let proposed_by = match &edition.proposal {
            Some(proposal) => name_of(db, proposal.by)?,
            None => String::new(),
        };
        let current = match version::current_of(db, &edition.slug)? {
            Some(hash) => version::files(db, &hash)?,
            None => None,
        };
        let is_own = edition
            .proposal
            .as_ref()
            .is_some_and(|proposal| proposal.by == who.account);
        Ok((edition, proposed_by, current, is_own))
    });
    let (edition, proposed_by, current, is_own) = read.await.map_err(Problem::from)?;
    let work = move || {
        let found = check::check(&edition.files);
        let definition = Definition::parse(&edition.files).ok();
        let before = current.and_then(|files| Some((Definition::parse(&files).ok()?, files)));
        let changes = match (&before, &definition) {
            (Some((was, old)), Some(is)) => Some(differences((was, old), (is, &edition.files))),
            _ => None,
        };
        Opened {
            findings: found,
            changes,
            burden: definition
                .as_ref()
                .map(|definition| Burden::of(definition, &Held::new())),
            trials: definition.map_or(0, |definition| definition.trials.len()),
            edition,
            proposed_by,
            is_own,
        }
    };
    tokio::task::spawn_blocking(work)
        .await
        .map_err(Problem::internal)
}

pub(super) async fn show(
    visit: Visit,
    Shared(state): Shared<State>,
    official: Official,
    Path(id): Path<String>,
) -> Result {
    let opened = open(&state, &official, &id).await?;
    Ok(view(&visit, &opened, Vec::new(), StatusCode::OK))
}

fn view(visit: &Visit, opened: &Opened, errors: Vec<FieldError>, status: StatusCode) -> Response {
    let lang = visit.lang;
    let edition = &opened.edition;
    let here = format!("{ADDRESS}/ediciones/{}", edition.id);
    let body = html! {
        (heading(Level::H1, words::workshop_edition(lang, &edition.slug)))
        @if let Some(proposal) = &edition.proposal {
            (Notice::info(html! { p { (words::workshop_proposed_by(lang, &opened.proposed_by)) } p { (proposal.note) } }).title(words::workshop_proposed(lang)).render(lang))
        } @else if let Some(remark) = &edition.remark {
            (Notice::warning(html! { p { (remark) } }).title(words::workshop_sent_back(lang)).render(lang))
        }
        (findings(&opened.findings, lang))
        (proof(opened, &here, lang))
        (heading(Level::H2, words::workshop_files(lang)))
        (files(edition, &here, lang))
        (heading(Level::H2, words::workshop_changes(lang)))
        (changes(opened, lang))
        (hands(opened, &here, &errors, lang))
    };
    let page = Page::new(words::workshop_edition(lang, &edition.slug)).back(ADDRESS);
    visit.page_with(status, page.errors(errors).body(body))
}

/// Its own tests, its burden, and the way to try it.
fn proof(opened: &Opened, here: &str, lang: Lang) -> Markup {
    let count = i64::try_from(opened.trials).unwrap_or(i64::MAX);
    html! {
        @if opened.findings.is_empty() {
            p { (words::workshop_trials(lang, count)) }
            @for line in opened.burden.iter().flat_map(|burden| burden.say(lang)) { p.hint { (line) } }
        }
        @if opened.burden.is_some() {
            (actions(LinkButton::new(format!("{here}/probar"), words::workshop_try(lang)).secondary()))
        }
    }
}

fn files(edition: &Edition, here: &str, lang: Lang) -> Markup {
    let is_open = edition.proposal.is_none();
    let lines = |text: &str| i64::try_from(text.lines().count()).unwrap_or(i64::MAX);
    let add = Form::post(
        format!("{here}/archivos"),
        html! {
            (design::Field::text("archivo", words::workshop_file_name(lang)).hint(words::workshop_file_name_hint(lang)).width(design::Width::Medium).render(lang))
            (actions(Button::new(words::workshop_file_add(lang)).secondary()))
        },
    );
    html! {
        ul {
            @for (name, text) in &edition.files {
                li { a href={ (here) "/archivos/" (name) } { (name) } ", " (words::workshop_lines(lang, lines(text))) }
            }
        }
        @if is_open { (design::details(words::workshop_file_more(lang), html! { (add) })) }
    }
}

fn changes(opened: &Opened, lang: Lang) -> Markup {
    html! {
        @match &opened.changes {
            None if opened.edition.base_hash.is_none() => { p { (words::workshop_is_new(lang)) } }
            None => { p { (words::workshop_unread(lang)) } }
            Some(changes) if changes.is_empty() => { p { (words::workshop_no_change(lang)) } }
            Some(changes) => { ul { @for change in changes { li { (change.get(lang)) } } } }
        }
    }
}

/// What can be done with it now.
fn hands(opened: &Opened, here: &str, errors: &[FieldError], lang: Lang) -> Markup {
    let note = |label| {
        TextArea::new(NOTE, label)
            .rows(3)
            .error(FieldError::find(errors, NOTE))
            .render(lang)
    };
    let form = |what: &str, body: Markup| Form::post(format!("{here}/{what}"), body);
    html! {
        @match &opened.edition.proposal {
            None if opened.findings.is_empty() => {
                (heading(Level::H2, words::workshop_propose_title(lang)))
                (form("proponer", html! { (note(words::workshop_what_for(lang))) (actions(Button::new(words::workshop_propose(lang)))) }))
            }
            None => {}
            Some(_) => {
                (heading(Level::H2, words::workshop_decide_title(lang)))
                @if opened.is_own { p { (words::workshop_same_hands_next(lang)) } } @else {
                    p { (words::workshop_publish_how(lang)) }
                    (form("publicar", html! { (actions(Button::new(words::workshop_publish(lang)))) }))
                }
                (form("devolver", html! { (note(words::workshop_why_back(lang))) (actions(Button::new(words::workshop_send_back(lang)).secondary())) }))
            }
        }
        p { a href={ (here) "/descartar" } { (words::workshop_discard(lang)) } }
    }
}

pub(super) async fn propose(
    visit: Visit,
    Shared(state): Shared<State>,
    official: Official,
    Path(id): Path<String>,
    typed: Typed,
) -> Result {
    let parsed: EditionId = id.parse().map_err(|_| Problem::not_found())?;
    let (who, now, note) = (official.clone(), visit.now, typed.get(NOTE).to_owned());
    let done = state
        .app
        .store()
        .write(move |tx| edition::propose(tx, parsed, &who, &note, now));
    after(
        &visit,
        &state,
        &official,
        &id,
        done.await,
        words::workshop_note_needed,
    )
    .await
}

pub(super) async fn send_back(
    visit: Visit,
    Shared(state): Shared<State>,
    official: Official,
    Path(id): Path<String>,
    typed: Typed,
) -> Result {
    let parsed: EditionId = id.parse().map_err(|_| Problem::not_found())?;
    let (who, now, remark) = (official.clone(), visit.now, typed.get(NOTE).to_owned());
    let done = state
        .app
        .store()
        .write(move |tx| edition::send_back(tx, parsed, &who, &remark, now));
    after(
        &visit,
        &state,
        &official,
        &id,
        done.await,
        words::workshop_why_needed,
    )
    .await
}

/// Back to the page, or the page once more with what is missing.
async fn after(
    visit: &Visit,
    state: &State,
    official: &Official,
    id: &str,
    done: std::result::Result<(), EditionError>,
    needed: fn(Lang) -> text::Text,
) -> Result {
    match done {
        Ok(()) => Ok(redirect::see_other(&format!("{ADDRESS}/ediciones/{id}"))),
        Err(EditionError::NoteNeeded) => {
            let opened = open(state, official, id).await?;
            let errors = vec![FieldError::new(NOTE, needed(visit.lang))];
            Ok(view(
                visit,
                &opened,
                errors,
                StatusCode::UNPROCESSABLE_ENTITY,
            ))
        }
        Err(error) => Err(error.into()),
    }
}

/// Publishes it, and shows what happens to the cases that run.
pub(super) async fn approve(
    visit: Visit,
    Shared(state): Shared<State>,
    official: Official,
    Path(id): Path<String>,
) -> Result {
    let id: EditionId = id.parse().map_err(|_| Problem::not_found())?;
    let now = visit.now;
    let done = state
        .app
        .store()
        .write(move |tx| edition::approve(tx, id, &official, now));
    let slug = done.await.map_err(Problem::from)?;
    Ok(redirect::see_other(&format!("{ADDRESS}/{slug}/historia")))
}

pub(super) async fn ask_to_discard(
    visit: Visit,
    Shared(state): Shared<State>,
    official: Official,
    Path(id): Path<String>,
) -> Result {
    let opened = open(&state, &official, &id).await?;
    let lang = visit.lang;
    let here = format!("{ADDRESS}/ediciones/{id}");
    let form = Form::post(
        format!("{here}/descartar"),
        actions(html! {
            (Button::new(words::workshop_discard_button(lang)).danger())
            (LinkButton::new(here.clone(), words::workshop_discard_cancel(lang)).secondary())
        }),
    );
    let body = html! {
        (heading(Level::H1, words::workshop_discard_title(lang, &opened.edition.slug)))
        (lead(words::workshop_discard_lead(lang)))
        (form)
    };
    let page = Page::new(words::workshop_discard_title(lang, &opened.edition.slug)).back(here);
    Ok(visit.page(page.body(body)))
}

pub(super) async fn discard(
    visit: Visit,
    Shared(state): Shared<State>,
    official: Official,
    Path(id): Path<String>,
) -> Result {
    let id: EditionId = id.parse().map_err(|_| Problem::not_found())?;
    let now = visit.now;
    let done = state
        .app
        .store()
        .write(move |tx| edition::discard(tx, id, &official, now));
    done.await.map_err(Problem::from)?;
    Ok(redirect::see_other(ADDRESS))
}
