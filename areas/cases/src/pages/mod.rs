//! The screens of this area.

mod acts;
mod answered;
mod appeal;
mod by_code;
mod check;
mod correct;
mod cosign;
mod counter;
mod decision;
mod deed;
mod desk;
mod draft;
mod files;
mod follow;
mod hands;
mod history;
mod meeting;
mod migrate;
mod proof;
mod question;
mod received;
mod rehearse;
mod review;
mod verify;
mod withdraw;
mod written;

use std::sync::Arc;

use axum::Router;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse as _, Response};
use axum::routing::{get, post};
use forms::Known;
use jiff::tz::TimeZone;
use payments::Order;
use platform::{Problem, Visit, download};
use process::Waiting;
use services::{Published, Represented, for_another};
use store::BlobHash;
use text::{Lang, Localized, Text};

use crate::act::{self, Act, Revocation};
use crate::applicant::Applicant;
use crate::attachment::{self, Attachment};
use crate::case::{self, Application, Case};
use crate::document::{self, Document, StoredFile};
use crate::event::{self, Recorded};
use crate::link::{self, Linked};
use crate::mark::{self, Mark};
use crate::state::State;
use crate::{CaseNumber, Error, facts, represented};

/// Every page of this area.
pub fn pages(state: State) -> Router {
    Router::new()
        .route(
            "/servicios/{slug}/solicitar",
            get(draft::begin::show).post(draft::begin::begin),
        )
        .route(
            "/borradores/{id}",
            get(draft::parts::show).post(draft::whole::save),
        )
        .route(
            "/borradores/{id}/borrar",
            get(draft::parts::ask_to_discard).post(draft::parts::discard),
        )
        .route("/borradores/{id}/revisar", get(check::show))
        .route("/borradores/{id}/enviar", post(check::send))
        .route(
            "/borradores/{id}/documentos/{question}",
            get(draft::file::to_section).post(draft::file::attach),
        )
        .route(
            "/borradores/{id}/documentos/{question}/{document}",
            get(draft::file::download),
        )
        .route(
            "/borradores/{id}/documentos/{question}/{document}/quitar",
            post(draft::file::detach),
        )
        .route(
            "/borradores/{id}/{section}",
            get(draft::section::show).post(draft::section::save),
        )
        .route("/seguir", get(by_code::show).post(by_code::open))
        .route("/seguir/olvidar", post(by_code::forget))
        .route("/expedientes/{number}", get(follow::show))
        .route("/expedientes/{number}/recibido", get(received::show))
        .route("/expedientes/{number}/comprobante.pdf", get(received::pdf))
        .route(
            "/expedientes/{number}/comprobante.tlog-proof",
            get(proof::of_receipt),
        )
        .route(
            "/expedientes/{number}/actos/{file}",
            get(acts::of_applicant),
        )
        .route(
            "/oficina/expedientes/{number}/actos/{file}",
            get(acts::of_agency),
        )
        .route("/expedientes/{number}/recurrir", post(appeal::begin))
        .route("/expedientes/{number}/acto.pdf", get(follow::act))
        .route("/expedientes/{number}/acto.tlog-proof", get(proof::of_act))
        .route(
            "/expedientes/{number}/respuesta/{file}",
            get(follow::attachment),
        )
        .route(
            "/expedientes/{number}/documentos/{document}",
            get(follow::document),
        )
        .route(
            "/expedientes/{number}/corregir",
            get(correct::show).post(correct::save),
        )
        .route(
            "/expedientes/{number}/corregir/{question}",
            get(correct::to_form).post(correct::attach),
        )
        .route(
            "/expedientes/{number}/corregir/{question}/{document}/quitar",
            post(correct::detach),
        )
        .route(
            "/expedientes/{number}/desistir",
            get(withdraw::show).post(withdraw::withdraw),
        )
        .route("/servicios/{slug}/formulario.pdf", get(counter::paper))
        .route("/firmas", get(cosign::ask).post(cosign::find))
        .route("/firmas/{number}", get(cosign::show).post(cosign::answer))
        .route("/oficina/mesa", get(counter::show).post(counter::attend))
        .route("/oficina/mesa/terminar", post(counter::end))
        .route("/oficina", get(desk::show))
        .route("/oficina/expedientes/{number}", get(review::show))
        .route(
            "/oficina/expedientes/{number}/documentos/{document}",
            get(review::document),
        )
        .route(
            "/oficina/expedientes/{number}/respuesta/{file}",
            get(review::attachment),
        )
        .route("/oficina/expedientes/{number}/acto.pdf", get(review::act))
        .route(
            "/oficina/expedientes/{number}/{deed}",
            get(deed::show).post(deed::act),
        )
        .route(
            "/oficina/tareas/{task}",
            get(review::to_case).post(review::complete),
        )
        .route("/oficina/tareas/{task}/tomar", post(hands::take))
        .route("/oficina/tareas/{task}/soltar", post(hands::release))
        .route("/oficina/tareas/{task}/fecha", post(meeting::set))
        .route(
            "/oficina/tramites/ediciones/{edition}/probar",
            get(rehearse::show).post(rehearse::act),
        )
        .route(
            "/oficina/tramites/{slug}/expedientes",
            get(migrate::show).post(migrate::act),
        )
        .route("/verificar", get(verify::show).post(verify::check_file))
        .with_state(state)
}

/// A case with all that its applicant's pages show.
pub(crate) struct Followed {
    pub(crate) case: Case,
    pub(crate) service: Arc<Published>,
    pub(crate) agency: Localized,
    /// The act it came to last.
    pub(crate) act: Option<Act>,
    /// The acts before it, and the one that gives the agency more time.
    pub(crate) other_acts: Vec<Act>,
    /// The cases it has to do with.
    pub(crate) links: Vec<Linked>,
    /// The act's entry in the public ledger, once there is one.
    pub(crate) act_proof: Option<ledger::Proof>,
    pub(crate) history: Vec<Recorded>,
    pub(crate) marks: Vec<Mark>,
    pub(crate) documents: Vec<Document>,
    /// Files that officials gave with what they decided.
    pub(crate) given: Vec<Attachment>,
    pub(crate) known: Known,
    pub(crate) order: Option<Order>,
    pub(crate) zone: TimeZone,
}

impl Followed {
    /// Loads a case of this applicant in one transaction.
    pub(crate) async fn open(
        visit: &Visit,
        state: &State,
        who: &Applicant,
        number: &str,
    ) -> Result<Self, Error> {
        let number: CaseNumber = number.parse().map_err(|_| Error::UnknownCase)?;
        let (state_there, who, now) = (state.clone(), who.clone(), visit.now);
        state
            .app
            .store()
            .read(move |db| {
                let case = case::of_applicant(db, &number, &who).map_err(|error| match error {
                    Error::Unknown => Error::UnknownCase,
                    other => other,
                })?;
                Self::load(db, &state_there, case, now)
            })
            .await
    }

    /// Everything that belongs to a case which its reader may see.
    pub(crate) fn load(
        db: &mut store::Db,
        state: &State,
        case: Case,
        now: jiff::Timestamp,
    ) -> Result<Self, Error> {
        let service = state.service_of(db, &case)?;
        let (act, other_acts) = acts(act::all(db, case.id)?);
        let act_proof = match act.as_ref().and_then(|act| act.issued.as_ref()) {
            Some(issued) => ledger::proof(db, issued.leaf).map_err(Error::inner)?,
            None => None,
        };
        Ok(Self {
            agency: identity::agencies::by_slug(db, &case.agency_slug)?
                .ok_or(Error::Unknown)?
                .name,
            act,
            other_acts,
            links: link::of_case(db, case.id)?,
            act_proof,
            history: event::history(db, case.id)?,
            marks: mark::open(db, case.id)?,
            documents: document::of_draft(db, case.draft())?,
            given: attachment::given(db, case.id)?,
            known: facts::known(db, &service, case.draft(), None, now, state.place.zone())?,
            order: payments::by_reference(db, &case.id.to_string())?,
            zone: state.place.zone().clone(),
            service,
            case,
        })
    }

    /// For whom it is, where it is for somebody else, and in which capacity its applicant acts.
    pub(crate) fn for_whom(
        &self,
        opened: &Application,
        lang: Lang,
    ) -> Option<(Represented, String)> {
        let definition = &self.service.definition;
        let other = for_another::represented(definition, &opened.answers)?;
        let capacity = represented::capacity(definition, &other.capacity, lang);
        Some((other, capacity))
    }

    /// Whether it waits for its fee.
    pub(crate) fn is_unpaid(&self) -> bool {
        matches!(self.waiting(), Some(Waiting::Payment))
    }

    /// Whether it waits for a correction.
    pub(crate) fn is_asked_to_correct(&self) -> bool {
        matches!(self.waiting(), Some(Waiting::Applicant(_)))
    }

    /// Whom it waits for, while it has not ended.
    fn waiting(&self) -> Option<Waiting<'_>> {
        let process = &self.service.definition.process;
        let runs = self.case.outcome.is_none();
        runs.then(|| process.foremost(&self.case.position))
            .flatten()
    }

    /// Every act of the case, in order.
    pub(crate) fn acts(&self) -> Vec<Act> {
        let mut acts: Vec<Act> = self.other_acts.iter().chain(&self.act).cloned().collect();
        acts.sort_by_key(|act| act.ordinal);
        acts
    }

    /// That the act it ended with was taken back.
    pub(crate) fn revoked(&self) -> Option<&Revocation> {
        let has_ended = self.case.outcome.is_some();
        let act = self.act.as_ref().filter(|_| has_ended);
        act?.revoked.as_ref()
    }

    /// What a question asks.
    pub(crate) fn ask(&self, question: &str, lang: Lang) -> Text {
        self.service
            .definition
            .form
            .question(question)
            .map_or_else(Text::default, |question| question.ask.get(lang))
    }
}

/// The act a case came to last, and the others.
fn acts(all: Vec<Act>) -> (Option<Act>, Vec<Act>) {
    let ending = act::ending(&all).cloned();
    let is_other = |act: &Act| ending.as_ref().is_none_or(|ending| ending.id != act.id);
    let others = all.into_iter().filter(is_other).collect();
    (ending, others)
}

/// The bytes of a blob, read off the async threads.
async fn blob(state: &State, hash: BlobHash) -> Result<Vec<u8>, Problem> {
    let store = state.app.store().clone();
    let read = tokio::task::spawn_blocking(move || store.blobs().get(&hash))
        .await
        .map_err(Problem::internal)?;
    Ok(read?)
}

/// A file somebody gave. It is never shown as a page of ours: it is saved, and its type is not guessed.
async fn send_file(state: &State, file: &StoredFile) -> platform::Result {
    let bytes = blob(state, file.blob.clone()).await?;
    let headers = [
        (
            header::CONTENT_TYPE,
            HeaderValue::from_static(file.kind.media_type()),
        ),
        (
            header::CONTENT_DISPOSITION,
            download::saved(&file.file_name),
        ),
        (
            header::CACHE_CONTROL,
            HeaderValue::from_static("private, no-store"),
        ),
    ];
    let response: Response = (headers, bytes).into_response();
    Ok(response)
}
