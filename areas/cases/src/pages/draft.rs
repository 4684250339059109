//! Filling in an application: beginning, the list of parts, one part at a time, its files.

use axum::extract::{Path, State as Shared};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use design::page::Page;
use design::{
    Button, EmptyState, FieldError, Form, Level, LinkButton, Status, Task, TaskList, actions,
    heading, lead,
};
use forms::{Answers, Known, Section};
use maud::html;
use platform::form::Form as Typed;
use platform::upload::Upload;
use platform::{Problem, Result, Visit, redirect};
use services::Published;
use std::sync::Arc;
use text::Lang;

use super::files::{self, NotTaken, Places};
use super::question::{self, Shown};
use crate::applicant::{Applicant, BrowserKey};
use crate::document::{self, Document, DocumentId, MediaType};
use crate::draft::{self, Draft, DraftId};
use crate::state::State;
use crate::{Error, begin, facts, words};

/// `/servicios/{slug}/solicitar`: go on with what was begun, or begin.
pub(crate) async fn start(
    visit: Visit,
    Shared(state): Shared<State>,
    who: Applicant,
    Path(slug): Path<String>,
) -> Result {
    let service = state
        .catalogue
        .by_slug(&slug)
        .ok_or_else(Problem::not_found)?;
    let drafts = {
        let slug = slug.clone();
        state
            .app
            .store()
            .read(move |db| draft::open(db, &slug, &who))
            .await?
    };
    let lang = visit.lang;
    let begin = Form::post(
        format!("/servicios/{slug}/solicitar"),
        html! { (actions(Button::new(words::start_begin(lang)))) },
    );
    let body = html! {
        (heading(Level::H1, service.definition.title().get(lang)))
        (lead(words::start_lead(lang)))
        @if drafts.is_empty() { (begin) } @else {
            (heading(Level::H2, words::start_drafts(lang)))
            ul {
                @for found in &drafts {
                    li { a href={ "/borradores/" (found.id) } { (words::start_draft_of(lang, crate::paper::moment(lang, found.updated_at, state.place.zone()))) } }
                }
            }
            (heading(Level::H2, words::start_another(lang)))
            (begin)
        }
    };
    Ok(visit.page(
        Page::new(service.definition.title().get(lang))
            .weave(&slug)
            .back(format!("/servicios/{slug}"))
            .body(body),
    ))
}

/// Begins a draft and leads to its first part.
pub(crate) async fn begin_draft(
    visit: Visit,
    Shared(state): Shared<State>,
    mut who: Applicant,
    Path(slug): Path<String>,
) -> Result {
    let service = state
        .catalogue
        .by_slug(&slug)
        .ok_or_else(Problem::not_found)?;
    let mut cookie: Option<HeaderValue> = None;
    if who.browser.is_none() {
        let (key, line) = BrowserKey::draw(visit.app.site())?;
        who.browser = Some(key);
        cookie = Some(line);
    }
    let now = visit.now;
    let first = service
        .definition
        .form
        .sections
        .first()
        .map_or_else(String::new, |section| section.id.clone());
    let id = state
        .app
        .store()
        .write(move |tx| begin::begin(tx, &service, &who, now))
        .await?;
    let mut response = redirect::see_other(&format!("/borradores/{id}/{first}"));
    if let Some(line) = cookie {
        response.headers_mut().append(header::SET_COOKIE, line);
    }
    Ok(response)
}

/// A draft with all that a page about it shows.
pub(crate) struct Opened {
    pub(crate) draft: Draft,
    pub(crate) service: Arc<Published>,
    pub(crate) known: Known,
    pub(crate) documents: Vec<Document>,
}

impl Opened {
    /// What was sent is no longer changed here.
    fn not_sent(&self) -> std::result::Result<(), Error> {
        match &self.draft.sent {
            Some(number) => Err(Error::AlreadySent(number.clone())),
            None => Ok(()),
        }
    }

    /// A person's draft is shown, and taken from, only while they are signed in: on a shared browser
    /// somebody else may be sitting there now.
    fn for_its_person(&self, who: &Applicant) -> std::result::Result<(), Error> {
        if self.draft.has_person && who.citizen.is_none() {
            return Err(Error::SignInNeeded);
        }
        Ok(())
    }
}

/// Loads a draft of this visitor; whoever signed in on the browser that began it takes it over.
pub(crate) async fn open(
    visit: &Visit,
    state: &State,
    who: &Applicant,
    id: &str,
) -> std::result::Result<Opened, Error> {
    let id: DraftId = id.parse().map_err(|_| Error::Unknown)?;
    let (state_there, who, now) = (state.clone(), who.clone(), visit.now);
    let opened = state
        .app
        .store()
        .read({
            let who = who.clone();
            move |db| {
                let draft = draft::of_visitor(db, id, &who)?;
                let service = state_there.service(db, &draft.service_hash)?;
                let known = facts::known(
                    db,
                    &service,
                    id,
                    who.citizen.as_ref(),
                    now,
                    state_there.place.zone(),
                )?;
                let documents = document::of_draft(db, id)?;
                Ok::<_, Error>(Opened {
                    draft,
                    service,
                    known,
                    documents,
                })
            }
        })
        .await?;
    if !opened.draft.has_person && who.citizen.is_some() {
        let draft = opened.draft.clone();
        state
            .app
            .store()
            .write(move |tx| draft::adopt(tx, &draft, &who))
            .await?;
    }
    Ok(opened)
}

/// Where somebody must sign in first, because the part shows what the State knows about them.
fn sign_in_first(
    opened: &Opened,
    who: &Applicant,
    section: Option<&Section>,
    back: &str,
) -> Option<Response> {
    let asks_who = section.is_none_or(|section| {
        section
            .questions
            .iter()
            .any(|question| question.kind.dataset().is_some())
    });
    let needed = who.citizen.is_none()
        && (opened.draft.has_person || (asks_who && opened.service.definition.needs_person()));
    needed.then(|| redirect::see_other(&format!("/ingresar?volver={back}")))
}

/// `/borradores/{id}`: the parts and how each stands.
pub(crate) async fn parts(
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
    let lang = visit.lang;
    let form = &opened.service.definition.form;
    let faults = form.validate(&opened.draft.answers, &opened.known);
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
    let discard = Form::post(
        format!("/borradores/{id}/borrar"),
        html! { (actions(Button::new(words::parts_discard(lang)).secondary())) },
    );
    let body = html! {
        (heading(Level::H1, opened.service.definition.title().get(lang)))
        (lead(words::parts_lead(lang)))
        (list.task(last).render(lang))
        (design::details(words::parts_discard_title(lang), html! { p { (words::parts_discard_why(lang)) } (discard) }))
    };
    let page =
        Page::new(opened.service.definition.title().get(lang)).weave(&opened.draft.service_slug);
    Ok(visit.page(
        page.back(format!("/servicios/{}", opened.draft.service_slug))
            .body(body),
    ))
}

/// `/borradores/{id}/{section}`: one part.
pub(crate) async fn section(
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
    Ok(show_section(
        &visit,
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
pub(crate) async fn save_section(
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
    let answers = keep(&visit, &state, &opened.draft, &read, section).await?;
    let here = format!("/borradores/{id}/{}", section.id);
    if let Some(elsewhere) = sign_in_first(&opened, &who, Some(section), &here) {
        return Ok(elsewhere);
    }
    let faults = opened
        .service
        .definition
        .form
        .validate_section(section, &answers, &opened.known);
    if !faults.is_empty() {
        let errors = question::errors(&faults, visit.lang);
        return Ok(show_section(
            &visit,
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

async fn keep(
    visit: &Visit,
    state: &State,
    draft: &Draft,
    read: &Answers,
    section: &Section,
) -> std::result::Result<Answers, Error> {
    let mut answers = draft.answers.clone();
    answers.take_from(read, |name| {
        section
            .questions
            .iter()
            .any(|question| question.id == name && question::is_boxed(question))
    });
    let (id, now, kept) = (draft.id, visit.now, answers.clone());
    state
        .app
        .store()
        .write(move |tx| draft::save(tx, id, &kept, now))
        .await?;
    Ok(answers)
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

fn show_section(
    visit: &Visit,
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
        answers,
        known: &opened.known,
        documents: &opened.documents,
        errors: &errors,
    };
    let here = format!("/borradores/{id}/{}", section.id);
    let back_to_check = visit.path.contains("volver=revisar");
    let boxes = html! {
        (question::fields(&visible, &shown))
        @if back_to_check { input type="hidden" name="volver" value="revisar"; }
        (actions(Button::new(words::section_continue(lang))))
    };
    let body = html! {
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

/// Takes one file: looked at by its bytes, stored under its hash, then named by a row.
pub(crate) async fn attach(
    visit: Visit,
    Shared(state): Shared<State>,
    who: Applicant,
    Path((id, question)): Path<(String, String)>,
    upload: Upload,
) -> Result {
    let opened = open(&visit, &state, &who, &id)
        .await
        .map_err(|error| who.refusal(error))?;
    opened.not_sent()?;
    let form = &opened.service.definition.form;
    let asked = form
        .question(&question)
        .filter(|question| question.kind.is_document())
        .ok_or_else(Problem::not_found)?;
    let section = form.section_of(&question).ok_or_else(Problem::not_found)?;
    let refuse = |message: text::Text| {
        let errors = vec![FieldError::new(question.clone(), message)];
        Ok(show_section(
            &visit,
            &opened,
            section,
            &opened.draft.answers,
            errors,
            StatusCode::UNPROCESSABLE_ENTITY,
        ))
    };
    let taken = |kind: MediaType| files::takes(asked, kind);
    let stored = match files::take(&state, taken, upload.file).await {
        Ok(stored) => stored,
        Err(NotTaken::Failed(problem)) => return Err(problem),
        Err(NotTaken::Refused(why)) => return refuse(why.message(visit.lang)),
    };
    let (draft, now) = (opened.draft.id, visit.now);
    state
        .app
        .store()
        .write(move |tx| {
            draft::open_of_visitor(tx, draft, &who)?;
            document::add(tx, draft, &question, &stored, now)
        })
        .await?;
    Ok(redirect::see_other(&format!(
        "/borradores/{draft}/{}",
        section.id
    )))
}

/// Takes a file out again.
pub(crate) async fn detach(
    visit: Visit,
    Shared(state): Shared<State>,
    who: Applicant,
    Path((id, question, document)): Path<(String, String, String)>,
) -> Result {
    let opened = open(&visit, &state, &who, &id)
        .await
        .map_err(|error| who.refusal(error))?;
    opened.not_sent()?;
    opened.for_its_person(&who)?;
    let section = opened
        .service
        .definition
        .form
        .section_of(&question)
        .ok_or_else(Problem::not_found)?;
    let document: DocumentId = document.parse().map_err(|_| Problem::not_found())?;
    let (draft, now) = (opened.draft.id, visit.now);
    state
        .app
        .store()
        .write(move |tx| {
            draft::open_of_visitor(tx, draft, &who)?;
            document::remove(tx, draft, document, now)
        })
        .await?;
    Ok(redirect::see_other(&format!(
        "/borradores/{draft}/{}",
        section.id
    )))
}

/// Shows a file again to whoever gave it.
pub(crate) async fn download(
    visit: Visit,
    Shared(state): Shared<State>,
    who: Applicant,
    Path((id, _question, document)): Path<(String, String, String)>,
) -> Result {
    let opened = open(&visit, &state, &who, &id).await?;
    if opened.for_its_person(&who).is_err() {
        return Ok(redirect::see_other(&format!(
            "/ingresar?volver=/borradores/{id}"
        )));
    }
    let wanted: DocumentId = document.parse().map_err(|_| Problem::not_found())?;
    let found = opened
        .documents
        .iter()
        .find(|document| document.id == wanted)
        .ok_or_else(Problem::not_found)?;
    super::send_file(&state, &found.into()).await
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
    let lang: Lang = visit.lang;
    let body = EmptyState::new(
        words::discarded(lang),
        html! { (LinkButton::new(format!("/servicios/{slug}"), words::discarded_back(lang))) },
    );
    Ok(visit.page(Page::new(words::discarded(lang)).body(html! { (body) })))
}
