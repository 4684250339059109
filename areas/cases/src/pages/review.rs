//! `/oficina/expedientes/{number}`: an official reads a case and finishes its task.

use axum::extract::{Path, State as Shared};
use axum::http::StatusCode;
use axum::response::Response;
use design::page::Page;
use design::{
    Choice, DocumentList, Field, FieldError, Form, IdentityBar, Level, LinkButton, SummaryList,
    SummaryRow, actions, heading,
};
use forms::{AnsweredSection, Question};
use identity::{Official, Purpose, Reason, access};
use maud::{Markup, html};
use platform::form::Form as Typed;
use platform::{Problem, Result, Visit, redirect};
use process::Waiting;
use text::Lang;

use super::decision::{self, FILE, MARK, REMARK, Sent, Wants};
use super::files::{self, NotTaken, Refused};
use super::{Followed, follow, history};
use crate::attachment::{self, Attachment, AttachmentId};
use crate::case::Application;
use crate::complete::{Completion, complete as complete_task};
use crate::document::StoredFile;
use crate::state::State;
use crate::task::{self, OpenTask, TaskId};
use crate::{CaseNumber, Error, attach, case, revoke, words};

/// A case as an official of its agency sees it. Opening it leaves the line that the applicant reads.
struct Reviewed {
    followed: Followed,
    application: Application,
    answered: Vec<AnsweredSection>,
    task: Option<OpenTask>,
    /// Files beside the decision being written.
    attached: Vec<Attachment>,
    /// Whether this official may take the act back.
    may_revoke: bool,
}

async fn open(
    visit: &Visit,
    state: &State,
    official: &Official,
    number: &str,
) -> std::result::Result<Reviewed, Error> {
    let number: CaseNumber = number.parse().map_err(|_| Error::Unknown)?;
    let (there, official, now, lang) = (state.clone(), official.clone(), visit.now, visit.lang);
    state
        .app
        .store()
        .write(move |tx| {
            let case = case::of_agency(tx, &number, &official)?;
            let look = match case.person {
                Some(person) => {
                    let purpose = Purpose::new(Reason::Review).for_case(number.as_str());
                    Some(access::look(tx, &official, person, purpose, now)?)
                }
                None => None,
            };
            let application = case.open(look.as_ref())?.clone();
            let task =
                task::open_of_case(tx, case.id)?.filter(|task| official.has_role(&task.role));
            let attached = match &task {
                Some(task) => attachment::of_task(tx, task.id)?,
                None => Vec::new(),
            };
            let followed = Followed::load(tx, &there, case, now)?;
            let answered = followed.service.definition.form.answered(
                &application.answers,
                &followed.known,
                lang,
            );
            let act = followed.act.as_ref();
            let may_revoke = act.is_some_and(|act| revoke::may(&official, act, &followed.service));
            Ok(Reviewed {
                followed,
                application,
                answered,
                task,
                attached,
                may_revoke,
            })
        })
        .await
}

/// The page.
pub(crate) async fn show(
    visit: Visit,
    Shared(state): Shared<State>,
    official: Official,
    Path(number): Path<String>,
) -> Result {
    let reviewed = open(&visit, &state, &official, &number).await?;
    Ok(view(
        &visit,
        &state,
        &reviewed,
        &Typed::default(),
        Vec::new(),
        StatusCode::OK,
    ))
}

/// Finishes a task, or puts a file beside its decision. What was typed is shown again when there is more
/// to do.
pub(crate) async fn complete(
    visit: Visit,
    Shared(state): Shared<State>,
    official: Official,
    Path(task): Path<String>,
    mut sent: Sent,
) -> Result {
    let id: TaskId = task.parse().map_err(|_| Problem::not_found())?;
    let (wants, file) = (sent.wants(), sent.file.take());
    let done = match (wants, file) {
        (Wants::Finish, None) => finish(&visit, &state, &official, id, sent.completion()).await,
        (Wants::Detach(file), _) => detach(&visit, &state, &official, id, file).await,
        (Wants::Finish | Wants::Attach, file) => match files::take(&state, |_| true, file).await {
            Ok(file) if wants == Wants::Attach => attach(&visit, &state, &official, id, file).await,
            Ok(file) => {
                let mut completion = sent.completion();
                completion.files.push(file);
                finish(&visit, &state, &official, id, completion).await
            }
            Err(NotTaken::Failed(problem)) => return Err(problem),
            Err(NotTaken::Refused(why)) => Err(Stopped::File(why)),
        },
    };
    let lang = visit.lang;
    let error = |field: &str, message| vec![FieldError::new(field, message)];
    let told = match done {
        Ok(()) if wants == Wants::Finish => return Ok(redirect::see_other("/oficina")),
        Ok(()) => Vec::new(),
        Err(Stopped::File(why)) => error(FILE, why.message(lang)),
        Err(Stopped::Verb(Error::ReasonsNeeded)) => {
            error("motivos", words::review_reasons_needed(lang))
        }
        Err(Stopped::Verb(Error::UnknownResult)) => {
            error("resultado", words::review_result_needed(lang))
        }
        Err(Stopped::Verb(Error::FourEyes)) => error("resultado", words::error_four_eyes(lang)),
        Err(Stopped::Verb(Error::OwnCase)) => error("resultado", words::error_own_case(lang)),
        Err(Stopped::Verb(Error::TooManyDocuments)) => error(FILE, words::error_documents(lang)),
        Err(Stopped::Verb(error)) => return Err(error.into()),
    };
    let status = if told.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    let reviewed = open(&visit, &state, &official, sent.typed.get("expediente")).await?;
    Ok(view(&visit, &state, &reviewed, &sent.typed, told, status))
}

/// Why what an official sent did not go through.
enum Stopped {
    File(Refused),
    Verb(Error),
}

impl From<Error> for Stopped {
    fn from(error: Error) -> Self {
        Self::Verb(error)
    }
}

async fn finish(
    visit: &Visit,
    state: &State,
    official: &Official,
    task: TaskId,
    completion: Completion,
) -> std::result::Result<(), Stopped> {
    let (there, who, now) = (state.clone(), official.clone(), visit.now);
    let done = state.app.store().write(move |tx| {
        let found = task::for_official(tx, task, &who)?;
        let case = case::by_id(tx, found.case)?;
        let service = there.service_of(tx, &case)?;
        let place = there.place_of(&case.agency_slug);
        complete_task(tx, &who, &found, &completion, &service, place, now).map(|_| ())
    });
    Ok(done.await?)
}

async fn attach(
    visit: &Visit,
    state: &State,
    official: &Official,
    task: TaskId,
    file: StoredFile,
) -> std::result::Result<(), Stopped> {
    let (there, who, now) = (state.clone(), official.clone(), visit.now);
    let done = state.app.store().write(move |tx| {
        let found = task::for_official(tx, task, &who)?;
        let case = case::by_id(tx, found.case)?;
        let service = there.service_of(tx, &case)?;
        attach::attach(tx, &who, &found, &file, &service, now)
    });
    Ok(done.await?)
}

async fn detach(
    visit: &Visit,
    state: &State,
    official: &Official,
    task: TaskId,
    file: AttachmentId,
) -> std::result::Result<(), Stopped> {
    let (there, who, now) = (state.clone(), official.clone(), visit.now);
    let done = state.app.store().write(move |tx| {
        let found = task::for_official(tx, task, &who)?;
        let case = case::by_id(tx, found.case)?;
        let service = there.service_of(tx, &case)?;
        attach::detach(tx, &found, file, &service, now)
    });
    Ok(done.await?)
}

/// Whoever reloads the page that answered a form comes back to the case.
pub(crate) async fn to_case(
    Shared(state): Shared<State>,
    official: Official,
    Path(task): Path<String>,
) -> Result {
    let id: TaskId = task.parse().map_err(|_| Problem::not_found())?;
    let found = state
        .app
        .store()
        .read(move |db| task::for_official(db, id, &official))
        .await?;
    Ok(redirect::see_other(&format!(
        "/oficina/expedientes/{}",
        found.number
    )))
}

fn view(
    visit: &Visit,
    state: &State,
    reviewed: &Reviewed,
    typed: &Typed,
    errors: Vec<FieldError>,
    status: StatusCode,
) -> Response {
    let lang = visit.lang;
    let Reviewed {
        followed,
        application,
        answered,
        task,
        attached,
        may_revoke,
    } = reviewed;
    let case = &followed.case;
    let bar = IdentityBar::new(followed.service.definition.title().get(lang))
        .fact(words::follow_number(lang), case.number.as_str())
        .fact(words::follow_due(lang), follow::last_day(followed, lang))
        .fact(
            words::verify_state(lang),
            follow::status(followed).render(lang),
        );
    let human = match followed.service.definition.process.waiting(&case.stage) {
        Some(Waiting::Official(human)) if case.outcome.is_none() => task
            .as_ref()
            .filter(|task| task.name == human.id)
            .map(|task| (task, human)),
        _ => None,
    };
    let can_mark = human.is_some()
        && followed
            .service
            .definition
            .process
            .can_ask_correction(&case.stage);
    let answers = answers(followed, answered, can_mark.then_some(typed), lang);
    let files_at = format!("/oficina/expedientes/{}/respuesta", case.number);
    let body = html! {
        (bar)
        @match human {
            Some((task, human)) => {
                @let form = Form::post(format!("/oficina/tareas/{}", task.id), html! {
                    input type="hidden" name="expediente" value=(case.number.as_str());
                    (answers)
                    (documents(followed, lang))
                    (decision::fields(human, attached, &files_at, typed, &errors, lang))
                });
                @if human.files_max > 0 { (form.multipart()) } @else { (form) }
            }
            None => {
                (answers)
                (documents(followed, lang))
                @if !followed.given.is_empty() {
                    (heading(Level::H2, words::follow_given(lang)))
                    (decision::list(&followed.given, &files_at, lang))
                }
                @if *may_revoke {
                    (actions(LinkButton::new(format!("/oficina/expedientes/{}/revocar", case.number), words::review_revoke(lang)).secondary()))
                }
            }
        }
        (heading(Level::H2, words::follow_history(lang)))
        (history::timeline(followed, application, lang, state))
    };
    let page = Page::new(words::follow_title(lang, case.number.as_str()))
        .weave(case.number.as_str())
        .back("/oficina")
        .wide();
    visit.page_with(status, page.errors(errors).body(body))
}

fn answers(
    followed: &Followed,
    answered: &[AnsweredSection],
    marks: Option<&Typed>,
    lang: Lang,
) -> Markup {
    let form = &followed.service.definition.form;
    html! {
        (heading(Level::H2, words::follow_answers(lang)))
        @for section in answered {
            (heading(Level::H3, &section.title))
            (section.rows.iter().fold(SummaryList::new(), |list, row| list.row(SummaryRow::new(row.label.clone(), &row.value))).render(lang))
            @if let (Some(typed), Some(section)) = (marks, form.section(&section.id)) {
                (design::details(words::review_mark_section(lang, section.title.get(lang)), html! {
                    @for question in &section.questions { (mark(question, typed, lang)) }
                }))
            }
        }
    }
}

/// A box to mark one field, and what to say about it.
fn mark(question: &Question, typed: &Typed, lang: Lang) -> Markup {
    let name = format!("{MARK}{}", question.id);
    let note = format!("{REMARK}{}", question.id);
    let ticked = typed.has(&name).then(|| "1".to_owned());
    html! {
        (design::Checkboxes::new(name, question.ask.get(lang)).choice(Choice::new("1", words::review_mark(lang))).chosen(ticked).render(lang))
        (Field::text(note.clone(), words::review_remark(lang, question.ask.get(lang))).value(typed.get(&note)).optional().render(lang))
    }
}

fn documents(followed: &Followed, lang: Lang) -> Markup {
    let number = &followed.case.number;
    let list = followed
        .documents
        .iter()
        .fold(DocumentList::new(), |list, document| {
            let href = format!("/oficina/expedientes/{number}/documentos/{}", document.id);
            list.document(files::line(&document.into(), href))
        });
    html! {
        @if !followed.documents.is_empty() {
            (heading(Level::H2, words::follow_documents(lang)))
            (list.render(lang))
        }
    }
}

/// A file of the case, for an official of its agency.
pub(crate) async fn document(
    visit: Visit,
    Shared(state): Shared<State>,
    official: Official,
    Path((number, document)): Path<(String, String)>,
) -> Result {
    let reviewed = open(&visit, &state, &official, &number).await?;
    let found = reviewed
        .followed
        .documents
        .iter()
        .find(|known| known.id.to_string() == document)
        .ok_or_else(Problem::not_found)?;
    super::send_file(&state, &found.into()).await
}

/// A file of the decision, given or about to be, for an official of the agency.
pub(crate) async fn attachment(
    visit: Visit,
    Shared(state): Shared<State>,
    official: Official,
    Path((number, file)): Path<(String, String)>,
) -> Result {
    let reviewed = open(&visit, &state, &official, &number).await?;
    let found = reviewed
        .attached
        .iter()
        .chain(&reviewed.followed.given)
        .find(|known| known.id.to_string() == file)
        .ok_or_else(Problem::not_found)?;
    super::send_file(&state, &found.file).await
}
