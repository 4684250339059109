//! `/expedientes/{number}/corregir`: only what was marked, with what the official said about it.

use axum::extract::{Path, State as Shared};
use axum::http::StatusCode;
use axum::response::Response;
use design::page::Page;
use design::{Button, FieldError, Form, Level, Notice, actions, heading, lead};
use forms::{Answers, FileKind, Question};
use maud::{Markup, html};
use platform::form::Form as Typed;
use platform::upload::Upload;
use platform::{ClientKey, Problem, Result, Visit, redirect};
use text::Lang;

use super::Followed;
use super::files::{self, NotTaken, Places};
use super::question::{self, Shown};
use crate::applicant::Applicant;
use crate::document::DocumentId;
use crate::state::State;
use crate::{CaseNumber, Error, correct, facts, words};

/// The field that names what is sent as it was on purpose.
const AS_IT_IS: &str = "como_estaba";

/// The marked questions, with what was answered.
pub(crate) async fn show(
    visit: Visit,
    Shared(state): Shared<State>,
    who: Applicant,
    Path(number): Path<String>,
) -> Result {
    let followed = open(&visit, &state, &who, &number).await?;
    let answers = in_work(&followed, &who)?;
    Ok(view(
        &visit,
        &followed,
        &answers,
        &Left::default(),
        Vec::new(),
        StatusCode::OK,
    ))
}

/// Keeps what was typed, checks it, and sends it when it is right.
pub(crate) async fn save(
    visit: Visit,
    Shared(state): Shared<State>,
    who: Applicant,
    Path(number): Path<String>,
    typed: Typed,
) -> Result {
    let followed = open(&visit, &state, &who, &number)
        .await
        .map_err(|error| who.refusal(error))?;
    let form = &followed.service.definition.form;
    let fields: Vec<(&str, &str)> = typed.fields().collect();
    let read = form.read(&fields, &followed.known);
    let parsed: CaseNumber = number.parse().map_err(|_| Error::Unknown)?;
    let (service, there, now) = (followed.service.clone(), state.clone(), visit.now);
    // Two transactions on purpose: what was typed is kept even when it cannot be sent.
    let unchanged = {
        let (number, who, service, read) =
            (parsed.clone(), who.clone(), service.clone(), read.clone());
        state
            .app
            .store()
            .write(move |tx| {
                correct::save(tx, &number, &who, &read, &service)?;
                correct::unchanged(tx, &number, &who, &service, now)
            })
            .await?
    };
    let confirmed: Vec<&str> = typed.all(AS_IT_IS).collect();
    let is_new = |question: &String| !confirmed.contains(&question.as_str());
    if unchanged.iter().any(is_new) {
        let mut answers = in_work(&followed, &who)?;
        take_marked(&mut answers, &read, &followed);
        let left = Left(&unchanged);
        return Ok(view(
            &visit,
            &followed,
            &answers,
            &left,
            Vec::new(),
            StatusCode::OK,
        ));
    }
    let (number, applicant) = (parsed.clone(), who.clone());
    let sent = state
        .app
        .store()
        .write(move |tx| {
            correct::send(
                tx,
                &number,
                &applicant,
                &service,
                there.place_of(service.definition.agency_slug()),
                now,
            )
        })
        .await;
    match sent {
        Ok(()) => Ok(redirect::see_other(&format!("/expedientes/{parsed}"))),
        Err(Error::Answers(faults)) => {
            let mut answers = in_work(&followed, &who)?;
            take_marked(&mut answers, &read, &followed);
            let errors = question::errors(&faults, visit.lang);
            Ok(view(
                &visit,
                &followed,
                &answers,
                &Left::default(),
                errors,
                StatusCode::UNPROCESSABLE_ENTITY,
            ))
        }
        Err(error) => Err(error.into()),
    }
}

/// Takes one file for a marked question.
pub(crate) async fn attach(
    visit: Visit,
    client: ClientKey,
    Shared(state): Shared<State>,
    who: Applicant,
    Path((number, question)): Path<(String, String)>,
    upload: Upload,
) -> Result {
    files::count(&visit, &client)?;
    let followed = open(&visit, &state, &who, &number)
        .await
        .map_err(|error| who.refusal(error))?;
    let form = &followed.service.definition.form;
    let asked = form.question(&question).ok_or_else(Problem::not_found)?;
    let taken = |kind: FileKind| files::takes(asked, kind);
    let stored = match files::take(&state, taken, upload.file).await {
        Ok(stored) => stored,
        Err(NotTaken::Failed(problem)) => return Err(problem),
        Err(NotTaken::Refused(why)) => {
            let answers = in_work(&followed, &who)?;
            let errors = vec![FieldError::new(question, why.message(visit.lang))];
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            let left = Left::default();
            return Ok(view(&visit, &followed, &answers, &left, errors, status));
        }
    };
    let parsed: CaseNumber = number.parse().map_err(|_| Error::UnknownCase)?;
    let (service, now) = (followed.service.clone(), visit.now);
    let back = format!("/expedientes/{parsed}/corregir");
    state
        .app
        .store()
        .write(move |tx| correct::attach(tx, &parsed, &who, &question, &stored, &service, now))
        .await?;
    Ok(redirect::see_other(&back))
}

/// Whoever reloads the page that answered a file comes back to the form.
pub(crate) async fn to_form(Path((number, _)): Path<(String, String)>) -> Result {
    let number: CaseNumber = number.parse().map_err(|_| Error::UnknownCase)?;
    Ok(redirect::see_other(&format!(
        "/expedientes/{number}/corregir"
    )))
}

/// Takes a file out of a marked question.
pub(crate) async fn detach(
    visit: Visit,
    Shared(state): Shared<State>,
    who: Applicant,
    Path((number, question, document)): Path<(String, String, String)>,
) -> Result {
    let followed = open(&visit, &state, &who, &number)
        .await
        .map_err(|error| who.refusal(error))?;
    let file: DocumentId = document.parse().map_err(|_| Problem::not_found())?;
    let (case, service, now) = (
        followed.case.number.clone(),
        followed.service.clone(),
        visit.now,
    );
    let back = format!("/expedientes/{case}/corregir");
    state
        .app
        .store()
        .write(move |tx| correct::detach(tx, &case, &who, &question, file, &service, now))
        .await?;
    Ok(redirect::see_other(&back))
}

/// What was typed for the marked questions.
fn take_marked(answers: &mut Answers, read: &Answers, followed: &Followed) {
    answers.take_from(read, |name| {
        followed.marks.iter().any(|mark| mark.question == name)
    });
}

/// Marked questions that were left as they were: asked about once, and taken on a second press.
#[derive(Default)]
struct Left<'a>(&'a [String]);

impl Left<'_> {
    fn warning(&self, followed: &Followed, lang: Lang) -> Markup {
        if self.0.is_empty() {
            return html! {};
        }
        let asks: Vec<String> = self
            .0
            .iter()
            .map(|question| format!("«{}»", followed.ask(question, lang)))
            .collect();
        let how = words::correct_unchanged_how(lang, asks.join(", "));
        Notice::warning(html! { p { (how) } })
            .title(words::correct_unchanged(lang))
            .render(lang)
    }

    fn fields(&self) -> Markup {
        html! { @for question in self.0 { input type="hidden" name=(AS_IT_IS) value=(question); } }
    }
}

/// The answers as they stand in the correction, or as they were filed.
fn in_work(followed: &Followed, who: &Applicant) -> std::result::Result<Answers, Error> {
    let application = followed.case.own(who.citizen.as_ref())?;
    Ok(application
        .correction
        .clone()
        .unwrap_or_else(|| application.answers.clone()))
}

/// The case, with what the State knows about its applicant: a marked question may show it.
async fn open(
    visit: &Visit,
    state: &State,
    who: &Applicant,
    number: &str,
) -> std::result::Result<Followed, Error> {
    let mut followed = Followed::open(visit, state, who, number).await?;
    if followed.marks.is_empty() {
        return Err(Error::MovedOn);
    }
    let (service, draft, citizen) = (
        followed.service.clone(),
        followed.case.draft(),
        who.citizen.clone(),
    );
    let (place, now) = (state.place.clone(), visit.now);
    followed.known = state
        .app
        .store()
        .read(move |db| facts::known(db, &service, draft, citizen.as_ref(), now, place.zone()))
        .await?;
    Ok(followed)
}

fn view(
    visit: &Visit,
    followed: &Followed,
    answers: &Answers,
    left: &Left<'_>,
    errors: Vec<FieldError>,
    status: StatusCode,
) -> Response {
    let lang = visit.lang;
    let number = &followed.case.number;
    let shown = Shown {
        lang,
        form: &followed.service.definition.form,
        answers,
        known: &followed.known,
        documents: &followed.documents,
        errors: &errors,
        help_phone: &visit.app.site().help_phone,
    };
    let form = &followed.service.definition.form;
    let marked = |question: &&Question| {
        followed
            .marks
            .iter()
            .any(|mark| mark.question == question.id)
    };
    let remark = |question: &str| {
        followed
            .marks
            .iter()
            .find(|mark| mark.question == question)
            .map_or("", |mark| mark.remark.as_str())
    };
    let questions: Vec<&Question> = form.questions().filter(marked).collect();
    let said = |question: &Question| {
        html! {
            @if !remark(&question.id).is_empty() {
                (Notice::info(html! { p { (remark(&question.id)) } }).title(words::correct_remark(lang)).render(lang))
            }
        }
    };
    let here = format!("/expedientes/{number}/corregir");
    let shown_at = format!("/expedientes/{number}/documentos");
    let fields = html! {
        @for question in questions.iter().filter(|question| question::is_boxed(question)) {
            (said(question))
            (question::one(question, &shown))
        }
        (left.fields())
        (actions(Button::new(words::correct_send(lang))))
    };
    let body = html! {
        (heading(Level::H1, words::correct_title(lang)))
        (lead(words::correct_lead(lang)))
        (left.warning(followed, lang))
        @for question in questions.iter().filter(|question| !question::is_boxed(question)) {
            (said(question))
            (files::of_question(question, &shown, &Places { sent_to: &format!("{here}/{}", question.id), shown_at: &shown_at }))
        }
        (Form::post(here, fields))
    };
    let page = Page::new(words::correct_title(lang))
        .weave(number.as_str())
        .back(format!("/expedientes/{number}"));
    visit.page_with(status, page.errors(errors.clone()).body(body))
}
