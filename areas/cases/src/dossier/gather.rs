//! What a dossier is made of, read in one transaction.

use std::sync::Arc;

use forms::{Answers, Known};
use identity::access::{self, Automatic};
use identity::{AccountId, Agency, Look, Person, Purpose, Reason};
use jiff::Timestamp;
use ledger::Proof;
use payments::Order;
use services::{Files, Published};
use store::{Json, Row, Tx, params};

use super::LANG;
use crate::act::{self, Act};
use crate::attachment::{self, Attachment};
use crate::case::{self, Application, Case};
use crate::document::{self, Document};
use crate::event::{self, Recorded};
use crate::link::{self, Linked};
use crate::state::State;
use crate::{CaseId, CaseNumber, Error, consult, facts, hands, words};

store::statements! {
    /// Which case a number names.
    BY_NUMBER = "select id from case_file where number = $1";
    /// Every task of a case, done or not.
    TASKS = "select name, role, opened_at, due_at, completed_at, completed_by, result, reasons, written_down
             from case_task where case_id = $1 order by opened_at, id limit $2";
}

/// Tasks of one case: far more than any process gives.
const TASKS_MAX: i64 = 1_000;

/// A case with all that belongs to it.
pub(super) struct Gathered {
    pub(super) case: Case,
    pub(super) application: Application,
    pub(super) applicant: Option<Person>,
    pub(super) service: Arc<Published>,
    pub(super) definition: Files,
    pub(super) agency: Agency,
    pub(super) known: Known,
    pub(super) history: Vec<Recorded>,
    pub(super) tasks: Vec<Task>,
    /// What registries and other systems answered, by stage.
    pub(super) consulted: Vec<(String, consult::Answer)>,
    pub(super) documents: Vec<Document>,
    pub(super) attachments: Vec<Attachment>,
    pub(super) order: Option<Order>,
    pub(super) act: Option<Act>,
    pub(super) other_acts: Vec<Act>,
    pub(super) links: Vec<Linked>,
    pub(super) receipt_proof: Option<Proof>,
    pub(super) act_proof: Option<Proof>,
}

/// Human work, open or done.
pub(super) struct Task {
    pub(super) name: String,
    pub(super) role: String,
    pub(super) opened_at: Timestamp,
    pub(super) due_at: Option<Timestamp>,
    pub(super) completed_at: Option<Timestamp>,
    /// The official's name.
    pub(super) by: Option<String>,
    pub(super) result: Option<String>,
    pub(super) reasons: Option<String>,
    pub(super) written_down: Option<Answers>,
}

impl Gathered {
    /// Reads a case, and writes the look down.
    pub(super) fn of(
        tx: &mut Tx,
        state: &State,
        number: &CaseNumber,
        now: Timestamp,
    ) -> Result<Option<Self>, Error> {
        let id: Option<CaseId> =
            tx.row_opt(&BY_NUMBER, params![number.as_str()], |row| row.get(0))?;
        let Some(id) = id else { return Ok(None) };
        let case = case::by_id(tx, id)?;
        let agency = identity::agencies::by_slug(tx, &case.agency_slug)?.ok_or(Error::Unknown)?;
        let look = look(tx, &case, &agency, now)?;
        let service = state.service_of(tx, &case)?;
        let mut other_acts = act::all(tx, id)?;
        let act = act::ending(&other_acts).cloned();
        other_acts.retain(|other| act.as_ref().is_none_or(|act| act.id != other.id));
        let act_proof = match act.as_ref().and_then(|act| act.issued.as_ref()) {
            Some(issued) => ledger::proof(tx, issued.leaf).map_err(Error::inner)?,
            None => None,
        };
        let applicant = match (case.person, &look) {
            (Some(person), Some(look)) => match identity::people::by_id(tx, person)? {
                Some(sealed) => Some(sealed.open(look)?.clone()),
                None => None,
            },
            _ => None,
        };
        Ok(Some(Self {
            application: case.open(look.as_ref())?.clone(),
            applicant,
            definition: services::files(tx, &case.service_hash)?.ok_or(Error::NoService)?,
            known: facts::known(tx, &service, case.draft(), None, now, state.place.zone())?,
            history: event::history(tx, id)?,
            tasks: tasks(tx, id)?,
            consulted: consult::answers(tx, id)?,
            documents: document::of_draft(tx, case.draft())?,
            attachments: attachment::given(tx, id)?,
            order: payments::by_reference(tx, &id.to_string())?,
            receipt_proof: ledger::proof(tx, case.receipt_leaf).map_err(Error::inner)?,
            act_proof,
            act,
            other_acts,
            links: link::of_case(tx, id)?,
            service,
            agency,
            case,
        }))
    }
}

/// The agency answers for the copy.
fn look(tx: &mut Tx, case: &Case, agency: &Agency, now: Timestamp) -> Result<Option<Look>, Error> {
    let Some(person) = case.person else {
        return Ok(None);
    };
    let reason = Reason::Stated(words::dossier_look(LANG).into_string());
    let purpose = Purpose::new(reason).for_case(case.number.as_str());
    let who = Automatic(agency.id);
    Ok(Some(access::look(tx, &who, person, purpose, now)?))
}

fn tasks(tx: &mut Tx, case: CaseId) -> Result<Vec<Task>, Error> {
    let read = |row: &Row| {
        let by: Option<AccountId> = row.get(5)?;
        let task = Task {
            name: row.get(0)?,
            role: row.get(1)?,
            opened_at: row.get(2)?,
            due_at: row.get(3)?,
            completed_at: row.get(4)?,
            by: None,
            result: row.get(6)?,
            reasons: row.get(7)?,
            written_down: row
                .get::<Option<Json<Answers>>>(8)?
                .map(|Json(answers)| answers),
        };
        Ok((task, by))
    };
    let rows = tx.rows(&TASKS, params![case, TASKS_MAX], read)?;
    rows.into_iter()
        .map(|(task, by)| {
            let by = match by {
                Some(account) => hands::name_of(tx, account)?,
                None => None,
            };
            Ok(Task { by, ..task })
        })
        .collect()
}
