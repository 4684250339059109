//! `/oficina/expedientes/{number}`: an official reads a case and finishes its task.

mod view;

use axum::extract::{Path, State as Shared};
use axum::http::StatusCode;
use design::FieldError;
use forms::AnsweredSection;
use identity::{Official, Person, Purpose, Reason, access};
use platform::form::Form as Typed;
use platform::{Problem, Result, Visit, redirect};
use store::Tx;
use text::Lang;

use self::view::view;
use super::decision::{FILE, Sent, Wants};
use super::files::{self, NotTaken, Refused};
use super::{Followed, deed, question, received};
use crate::attachment::{self, Attachment, AttachmentId};
use crate::case::Application;
use crate::complete::{Completion, complete as complete_task};
use crate::document::StoredFile;
use crate::state::State;
use crate::task::{self, DoneTask, OpenTask, TaskId};
use crate::{CaseId, CaseNumber, Error, attach, case, consult, hands, words};

/// A case as an official of its agency sees it. Opening it leaves the line that the applicant reads.
struct Reviewed {
    followed: Followed,
    /// Who applies; none without an account.
    applicant: Option<Person>,
    application: Application,
    answered: Vec<AnsweredSection>,
    /// What was done before, with the names of those who did it.
    done: Vec<(DoneTask, String)>,
    /// What registries and other systems answered, by the stages that asked.
    consulted: Vec<(String, consult::Answer)>,
    task: Option<OpenTask>,
    /// Who else has the task in hand, by name.
    held_by: Option<String>,
    /// Whether this official has it in hand.
    is_held: bool,
    /// Why the task is for other hands, though their role allows it.
    barred: Option<Error>,
    /// Files beside the decision being written.
    attached: Vec<Attachment>,
    /// What this official may do of their own accord.
    deeds: Vec<deed::Kind>,
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
            let case = case::seen_by_agency(tx, &number, &official)?;
            let look = match case.person {
                Some(person) => {
                    let purpose = Purpose::new(Reason::Review).for_case(number.as_str());
                    Some(access::look(tx, &official, person, purpose, now)?)
                }
                None => None,
            };
            let application = case.open(look.as_ref())?.clone();
            let applicant = match (case.person, &look) {
                (Some(person), Some(look)) => match identity::people::by_id(tx, person)? {
                    Some(sealed) => Some(sealed.open(look)?.clone()),
                    None => None,
                },
                _ => None,
            };
            let done = done(tx, case.id)?;
            let consulted = consult::answers(tx, case.id)?;
            let task = task::open_for(tx, case.id, &official)?;
            let attached = match &task {
                Some(task) => attachment::of_task(tx, task.id)?,
                None => Vec::new(),
            };
            let followed = Followed::load(tx, &there, case, now)?;
            let barred = match &task {
                Some(task) => barred(tx, &followed, task, &official)?,
                None => None,
            };
            let holder = task.as_ref().and_then(|task| task.assigned_to);
            let held_by = match holder.filter(|holder| *holder != official.account) {
                Some(other) => Some(hands::name_of(tx, other)?.unwrap_or_default()),
                None => None,
            };
            let answered = followed.service.definition.form.answered(
                &application.answers,
                &followed.known,
                lang,
            );
            let deeds = deed::Kind::allowed(
                &official,
                &followed.case,
                &followed.acts(),
                &followed.service,
                there.place_of(&followed.case.agency_slug),
                now,
            );
            Ok(Reviewed {
                followed,
                applicant,
                application,
                answered,
                done,
                consulted,
                task,
                is_held: holder == Some(official.account),
                held_by,
                barred,
                attached,
                deeds,
            })
        })
        .await
}

/// Why an official may not do what waits in a case: said before they have written anything.
fn barred(
    tx: &mut Tx,
    followed: &Followed,
    task: &OpenTask,
    official: &Official,
) -> std::result::Result<Option<Error>, Error> {
    let process = &followed.service.definition.process;
    let Some(human) = process.open_task(&followed.case.position, &task.name) else {
        return Ok(None);
    };
    match hands::check(tx, &followed.case, human, official) {
        Ok(()) => Ok(None),
        Err(why @ (Error::FourEyes | Error::OwnCase)) => Ok(Some(why)),
        Err(error) => Err(error),
    }
}

/// What was done before, with the names of those who did it.
fn done(tx: &mut Tx, case: CaseId) -> std::result::Result<Vec<(DoneTask, String)>, Error> {
    let tasks = task::done(tx, case)?;
    tasks
        .into_iter()
        .map(|task| {
            let name = hands::name_of(tx, task.by)?;
            Ok((task, name.unwrap_or_default()))
        })
        .collect()
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

/// The page once more, with what was typed and what is wrong with it.
pub(crate) async fn again(
    visit: &Visit,
    state: &State,
    official: &Official,
    number: &str,
    typed: &Typed,
    errors: Vec<FieldError>,
) -> Result {
    let reviewed = open(visit, state, official, number).await?;
    let status = StatusCode::UNPROCESSABLE_ENTITY;
    Ok(view(visit, state, &reviewed, typed, errors, status))
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
        (Wants::Stay, _) => Ok(()),
        (Wants::Finish | Wants::Correction, None) => {
            finish(&visit, &state, &official, id, sent.completion()).await
        }
        (Wants::Detach(file), _) => detach(&visit, &state, &official, id, file).await,
        (_, file) => match files::take(&state, |_| true, file).await {
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
    let told = match done {
        Ok(()) if wants.ends_the_task() => return Ok(redirect::see_other("/oficina")),
        Ok(()) => Vec::new(),
        Err(Stopped::Verb(Error::Answers(faults))) => question::errors(&faults, visit.lang),
        Err(stopped) => vec![stopped.told(&sent, visit.lang)?],
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

impl Stopped {
    /// What the page says of it and beside which field, or a page of its own where nothing typed would help.
    fn told(self, sent: &Sent, lang: Lang) -> std::result::Result<FieldError, Problem> {
        let error = match self {
            Self::File(why) => return Ok(FieldError::new(FILE, why.message(lang))),
            Self::Verb(error) => error,
        };
        let (field, message) = match error {
            Error::ReasonsNeeded => ("motivos", words::review_reasons_needed(lang)),
            Error::UnknownResult if sent.wants() == Wants::Correction => {
                return Ok(FieldError::new(
                    sent.first_remark(),
                    words::review_nothing_marked(lang),
                ));
            }
            Error::UnknownResult => ("resultado", words::review_result_needed(lang)),
            Error::MarksDoNotFit => ("resultado", words::review_marked_and_decided(lang)),
            Error::TooManyDocuments => (FILE, words::error_documents(lang)),
            error => return Err(error.into()),
        };
        Ok(FieldError::new(field, message))
    }
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

/// `/oficina/expedientes/{number}/acto.pdf`: the signed document, for an official of the agency.
pub(crate) async fn act(
    visit: Visit,
    Shared(state): Shared<State>,
    official: Official,
    Path(number): Path<String>,
) -> Result {
    let followed = open(&visit, &state, &official, &number).await?.followed;
    let issued = followed.act.and_then(|act| act.issued);
    let issued = issued.ok_or_else(Problem::not_found)?;
    let bytes = super::blob(&state, issued.blob).await?;
    let name = format!("{}.pdf", followed.case.number);
    Ok(received::file(&name, bytes))
}
