//! `/borradores/{id}`: the parts of a draft and how each stands, and throwing it away.

use axum::extract::{Path, State as Shared};
use design::page::Page;
use design::{
    Button, EmptyState, Form, Level, LinkButton, Status, Task, TaskList, actions, heading, lead,
};
use forms::Layout;
use maud::html;
use platform::{Result, Visit, redirect};

use super::{open, page, whole, whom};
use crate::applicant::Applicant;
use crate::state::State;
use crate::{draft, words};

/// The list of parts.
pub(crate) async fn show(
    visit: Visit,
    Shared(state): Shared<State>,
    who: Applicant,
    Path(id): Path<String>,
) -> Result {
    let opened = open(&visit, &state, &who, &id).await?;
    if let Some(number) = &opened.draft.sent {
        return Ok(redirect::see_other(&format!(
            "/expedientes/{number}/recibido"
        )));
    }
    if opened.for_its_person(&who).is_err() {
        return Ok(redirect::see_other(&format!(
            "/ingresar?volver=/borradores/{id}"
        )));
    }
    let form = &opened.service.definition.form;
    if form.layout == Layout::OnePage {
        return whole::show(&visit, &who, &opened);
    }
    let lang = visit.lang;
    let faults = opened.faults(&opened.draft.answers);
    let mut list = TaskList::new();
    for section in form.visible_sections(&opened.draft.answers) {
        let touched = section
            .questions
            .iter()
            .any(|question| opened.draft.answers.get(&question.id).is_some());
        let faulty = section
            .questions
            .iter()
            .any(|question| faults.iter().any(|fault| fault.question == question.id));
        let status = match (touched, faulty) {
            (_, false) => Status::Completed,
            (true, true) => Status::InProgress,
            (false, true) => Status::NotStarted,
        };
        list = list.task(Task::new(
            format!("/borradores/{id}/{}", section.id),
            section.title.get(lang),
            status,
        ));
    }
    let check = format!("/borradores/{id}/revisar");
    let last = if faults.is_empty() {
        Task::new(check, words::parts_check(lang), Status::NotStarted)
    } else {
        Task::waiting(words::parts_check(lang))
    };
    let body = html! {
        (whom::told(&visit))
        (heading(Level::H1, opened.service.definition.title().get(lang)))
        (lead(words::parts_lead(lang)))
        (list.task(last).render(lang))
        (page::discard(opened.draft.id, lang))
    };
    let page =
        Page::new(opened.service.definition.title().get(lang)).weave(&opened.draft.service_slug);
    Ok(visit.page(
        page.back(format!("/servicios/{}", opened.draft.service_slug))
            .body(body),
    ))
}

/// Whether to throw a draft away.
pub(crate) async fn ask_to_discard(
    visit: Visit,
    Shared(state): Shared<State>,
    who: Applicant,
    Path(id): Path<String>,
) -> Result {
    let opened = open(&visit, &state, &who, &id).await?;
    opened.not_sent()?;
    if opened.for_its_person(&who).is_err() {
        return Ok(redirect::see_other(&format!(
            "/ingresar?volver=/borradores/{id}/borrar"
        )));
    }
    let lang = visit.lang;
    let title = opened.service.definition.title().get(lang);
    let buttons = html! {
        (Button::new(words::discard_yes(lang)).danger())
        (LinkButton::new(format!("/borradores/{id}"), words::discard_no(lang)).secondary())
    };
    let body = html! {
        (heading(Level::H1, words::discard_title(lang)))
        p { (words::discard_what(lang, title)) }
        (Form::post(format!("/borradores/{id}/borrar"), html! { (actions(buttons)) }))
    };
    let page = Page::new(words::discard_title(lang)).back("/mi");
    Ok(visit.page(page.body(body)))
}

/// Throws a draft away.
pub(crate) async fn discard(
    visit: Visit,
    Shared(state): Shared<State>,
    who: Applicant,
    Path(id): Path<String>,
) -> Result {
    let opened = open(&visit, &state, &who, &id)
        .await
        .map_err(|error| who.refusal(error))?;
    opened.not_sent()?;
    opened.for_its_person(&who)?;
    let (draft, slug) = (opened.draft.id, opened.draft.service_slug);
    state
        .app
        .store()
        .write(move |tx| draft::delete(tx, draft))
        .await?;
    let lang = visit.lang;
    let body = EmptyState::new(
        words::discarded(lang),
        html! { (LinkButton::new(format!("/servicios/{slug}"), words::discarded_back(lang))) },
    );
    Ok(visit.page(Page::new(words::discarded(lang)).body(html! { (body) })))
}
