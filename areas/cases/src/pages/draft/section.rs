//! `/borradores/{id}/{section}`: one part, shown and kept.

use std::collections::BTreeSet;

use axum::extract::{Path, State as Shared};
use axum::http::StatusCode;
use axum::response::Response;
use design::page::Page;
use design::{Button, FieldError, Form, Level, actions, heading};
use forms::{Answers, Section};
use maud::html;
use platform::form::Form as Typed;
use platform::{Problem, Result, Visit, redirect};

use super::{Opened, open, sign_in_first};
use crate::applicant::Applicant;
use crate::fill::fill;
use crate::pages::counter;
use crate::pages::files::{self, Places};
use crate::pages::question::{self, Shown, group};
use crate::state::State;
use crate::words;

/// The part as it stands.
pub(crate) async fn show(
    visit: Visit,
    Shared(state): Shared<State>,
    who: Applicant,
    Path((id, section)): Path<(String, String)>,
) -> Result {
    let opened = open(&visit, &state, &who, &id).await?;
    if let Some(number) = &opened.draft.sent {
        return Ok(redirect::see_other(&format!(
            "/expedientes/{number}/recibido"
        )));
    }
    let section = opened
        .service
        .definition
        .form
        .section(&section)
        .ok_or_else(Problem::not_found)?;
    let here = format!("/borradores/{id}/{}", section.id);
    if let Some(elsewhere) = sign_in_first(&opened, &who, Some(section), &here) {
        return Ok(elsewhere);
    }
    Ok(view(
        &visit,
        &who,
        &opened,
        section,
        &opened.draft.answers,
        Vec::new(),
        StatusCode::OK,
    ))
}

/// Keeps what was typed in one part, then checks it. What is wrong is kept too.
///
/// When the session ended meanwhile, the browser that began the draft may still save into it; seeing
/// it again asks to sign in.
pub(crate) async fn save(
    visit: Visit,
    Shared(state): Shared<State>,
    who: Applicant,
    Path((id, section)): Path<(String, String)>,
    typed: Typed,
) -> Result {
    let opened = open(&visit, &state, &who, &id)
        .await
        .map_err(|error| who.refusal(error))?;
    opened.not_sent()?;
    let section = opened
        .service
        .definition
        .form
        .section(&section)
        .ok_or_else(Problem::not_found)?;
    let fields: Vec<(&str, &str)> = typed.fields().collect();
    let read = opened
        .service
        .definition
        .form
        .read_section(section, &fields, &opened.known);
    let (draft, filling, now) = (opened.draft.id, who.clone(), visit.now);
    let boxes = names_of(section);
    let answers = state
        .app
        .store()
        .write(move |tx| fill(tx, draft, &filling, &read, |name| boxes.contains(name), now))
        .await?;
    let here = format!("/borradores/{id}/{}", section.id);
    if let Some(elsewhere) = sign_in_first(&opened, &who, Some(section), &here) {
        return Ok(elsewhere);
    }
    let form = &opened.service.definition.form;
    if let Some((changed, at)) = group::pressed(form, group::button(&typed), &answers) {
        let filling = who.clone();
        let boxes = names_of(section);
        let keep = move |tx: &mut store::Tx| {
            fill(
                tx,
                draft,
                &filling,
                &changed,
                |name| boxes.contains(name),
                now,
            )
        };
        state.app.store().write(keep).await?;
        let back = match typed.get("volver") {
            "revisar" => "?volver=revisar",
            _ => "",
        };
        return Ok(redirect::see_other(&format!("{here}{back}#{at}")));
    }
    let faults = opened
        .service
        .definition
        .form
        .validate_section(section, &answers, &opened.known);
    if !faults.is_empty() {
        let errors = question::errors(&faults, visit.lang);
        return Ok(view(
            &visit,
            &who,
            &opened,
            section,
            &answers,
            errors,
            StatusCode::UNPROCESSABLE_ENTITY,
        ));
    }
    Ok(redirect::see_other(&next_place(
        &opened, section, &answers, &typed,
    )))
}

/// The questions of a part that its form sends.
fn names_of(section: &Section) -> BTreeSet<String> {
    let boxed = section
        .questions
        .iter()
        .filter(|question| question::is_boxed(question));
    boxed.map(|question| question.id.clone()).collect()
}

/// Back to the check page when that is where one came from; else the next part that is asked.
fn next_place(opened: &Opened, section: &Section, answers: &Answers, typed: &Typed) -> String {
    let id = opened.draft.id;
    let sections = opened.service.definition.form.visible_sections(answers);
    let mut after = sections
        .iter()
        .skip_while(|other| other.id != section.id)
        .skip(1);
    match after.next() {
        Some(next) if typed.get("volver") != "revisar" => format!("/borradores/{id}/{}", next.id),
        _ => format!("/borradores/{id}/revisar"),
    }
}

pub(super) fn view(
    visit: &Visit,
    who: &Applicant,
    opened: &Opened,
    section: &Section,
    answers: &Answers,
    errors: Vec<FieldError>,
    status: StatusCode,
) -> Response {
    let lang = visit.lang;
    let id = opened.draft.id;
    let visible = opened.service.definition.form.visible_in(section, answers);
    let shown = Shown {
        lang,
        form: &opened.service.definition.form,
        answers,
        known: &opened.known,
        documents: &opened.documents,
        errors: &errors,
        help_phone: &visit.app.site().help_phone,
    };
    let here = format!("/borradores/{id}/{}", section.id);
    let back_to_check = visit.path.contains("volver=revisar");
    let boxes = html! {
        // What the Enter key presses in a field is the first button there is: it must remove nothing.
        @if visible.iter().any(|question| question.entries().is_some()) { button.vh tabindex="-1" aria-hidden="true" {} }
        (question::fields(&visible, &shown))
        @if back_to_check { input type="hidden" name="volver" value="revisar"; }
        (actions(Button::new(words::section_continue(lang))))
    };
    let body = html! {
        (counter::attending(who, lang))
        (heading(Level::H1, section.title.get(lang)))
        @if let Some(intro) = &section.intro { p { (intro.get(lang)) } }
        @for question in visible.iter().filter(|question| question.kind.is_document()) {
            @let place = format!("/borradores/{id}/documentos/{}", question.id);
            (files::of_question(question, &shown, &Places { sent_to: &place, shown_at: &place }))
        }
        (Form::post(here.clone(), boxes))
        p { a href={ "/borradores/" (id) } { (words::section_all_parts(lang)) } }
    };
    let page = Page::new(section.title.get(lang))
        .weave(&opened.draft.service_slug)
        .back(format!("/borradores/{id}"));
    visit.page_with(status, page.errors(errors.clone()).body(body))
}
