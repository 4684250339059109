//! An application that was sent: what it says, where it stands, whose it is.

pub(crate) mod filing;
pub(crate) mod list;

use forms::Answers;
use identity::{Citizen, Look, Official, PersonId, Personal};
use jiff::Timestamp;
use jiff::civil::Date;
use ledger::LeafId;
use process::{Outcome, Position};
use store::{Db, Json, Row, Tx, params};

use crate::applicant::Applicant;
use crate::draft::DraftId;
use crate::represented::Whose;
use crate::{CaseNumber, Error, VerificationCode};

pub(crate) use filing::{NewCase, by_idempotency_key, insert};
pub use list::{CaseRow, ended, of_person, waiting};

store::id! {
    /// An application that was sent. It keeps the id of the draft it was.
    CaseId
}

store::statements! {
    /// A case of this applicant. Nobody else's exists for them.
    OF_APPLICANT = "select id, number, verification_code, service_slug, service_hash, agency_slug, person_id, contact_email, answers, correction,
                      stage, revision, outcome, filed_at, ended_at, due_on, due_at, stopped_at, receipt_leaf, filed_hash, capacity, holder_id
                    from case_file where number = $1 and (person_id = $2 or (person_id is null and (browser_key = $3
                      or exists (select 1 from case_follower f where f.case_id = case_file.id and f.browser_key = $3))))";
    /// A case of an agency. No other agency's exists for its officials.
    OF_AGENCY = "select id, number, verification_code, service_slug, service_hash, agency_slug, person_id, contact_email, answers, correction,
                   stage, revision, outcome, filed_at, ended_at, due_on, due_at, stopped_at, receipt_leaf, filed_hash, capacity, holder_id
                 from case_file where number = $1 and agency_slug = $2";
    /// A case of an agency, or one that it was asked about. No other exists for its officials.
    SEEN_BY_AGENCY = "select id, number, verification_code, service_slug, service_hash, agency_slug, person_id, contact_email, answers, correction,
                   stage, revision, outcome, filed_at, ended_at, due_on, due_at, stopped_at, receipt_leaf, filed_hash, capacity, holder_id
                 from case_file where number = $1 and (agency_slug = $2 or exists (
                   select 1 from case_task t where t.case_id = case_file.id and t.agency_slug = $2
                     and (t.completed_at is null or t.completed_by is not null)))";
    /// A case filed without an account, for whoever holds its receipt.
    OF_RECEIPT = "select id, number, verification_code, service_slug, service_hash, agency_slug, person_id, contact_email, answers, correction,
                    stage, revision, outcome, filed_at, ended_at, due_on, due_at, stopped_at, receipt_leaf, filed_hash, capacity, holder_id
                  from case_file where number = $1 and verification_code = $2 and person_id is null";
    /// A case for the workers and verbs of this area, which have decided already who may.
    BY_ID = "select id, number, verification_code, service_slug, service_hash, agency_slug, person_id, contact_email, answers, correction,
               stage, revision, outcome, filed_at, ended_at, due_on, due_at, stopped_at, receipt_leaf, filed_hash, capacity, holder_id
             from case_file where id = $1";
    /// Moves a case on. Only from the very step its caller saw.
    MOVE = "update case_file set stage = $3, revision = revision + 1 where id = $1 and revision = $2";
    /// Counts a step that does not move the case.
    COUNT = "update case_file set revision = revision + 1 where id = $1 and revision = $2";
    /// Ends a case.
    END = "update case_file set outcome = $2, ended_at = $3, stopped_at = null where id = $1";
    /// Whether a case is there.
    EXISTS = "select id from case_file where id = $1";
    /// Takes a case up again.
    REOPEN = "update case_file set outcome = null, ended_at = null where id = $1";
    /// Stops the legal clock.
    STOP = "update case_file set stopped_at = $2 where id = $1 and stopped_at is null";
    /// Lets the legal clock go on, with a new end.
    RESUME = "update case_file set stopped_at = null, due_on = $2, due_at = $3 where id = $1";
    /// Keeps answers being corrected.
    SAVE_CORRECTION = "update case_file set correction = $2 where id = $1";
    /// Puts corrected answers in force.
    CORRECT = "update case_file set answers = $2, about = $3, capacity = $4, holder_id = $5, correction = null where id = $1";
}

/// What the applicant wrote.
#[derive(Debug, Clone)]
pub struct Application {
    /// The answers in force.
    pub answers: Answers,
    /// Answers being corrected, not yet sent.
    pub correction: Option<Answers>,
    /// Where an applicant without an account is told.
    pub contact_email: Option<String>,
}

/// What the applicant wrote, sealed when it tells about a person we know.
#[derive(Debug, Clone)]
pub enum Content {
    /// A person's: opening it leaves a line they can read.
    OfPerson(Personal<Application>),
    /// Filed without an account: there is nobody whose line it would be.
    OfStranger(Application),
}

/// An application that was sent.
#[derive(Debug, Clone)]
pub struct Case {
    /// Its id.
    pub id: CaseId,
    /// Its number.
    pub number: CaseNumber,
    /// What anyone types to check its receipt.
    pub verification_code: VerificationCode,
    /// The service.
    pub service_slug: String,
    /// The very version it was filed under; it never changes.
    pub service_hash: String,
    /// Who handles it.
    pub agency_slug: String,
    /// Whose it is; none when it was filed without an account.
    pub person: Option<PersonId>,
    /// In which capacity whoever filed it acts for somebody else, by its name in the definition.
    pub capacity: Option<String>,
    /// That somebody else, where the State knows them.
    pub holder: Option<PersonId>,
    /// Where it stands.
    pub position: Position,
    /// How many things have happened to it.
    pub revision: i64,
    /// How it ended.
    pub outcome: Option<Outcome>,
    /// When it was filed.
    pub filed_at: Timestamp,
    /// When it ended.
    pub ended_at: Option<Timestamp>,
    /// The last day the agency has.
    pub due_on: Option<Date>,
    /// The instant that day ends.
    pub due_at: Option<Timestamp>,
    /// Since when the legal clock stands still.
    pub stopped_at: Option<Timestamp>,
    /// Its leaf in the ledger.
    pub receipt_leaf: LeafId,
    /// SHA-256 of the answers as they were filed.
    pub filed_hash: String,
    /// What the applicant wrote.
    pub content: Content,
}

impl Case {
    /// The draft this case was: its documents lie there.
    #[must_use]
    pub fn draft(&self) -> DraftId {
        DraftId::from_uuid(self.id.uuid())
    }

    /// Whom it is about, where the State knows them: whoever filed it, or whom they filed it for.
    #[must_use]
    pub fn subject(&self) -> Option<PersonId> {
        match &self.capacity {
            Some(_) => self.holder,
            None => self.person,
        }
    }

    /// Whether it is this person's, filed by them or for them: they do not decide on it.
    #[must_use]
    pub fn is_of(&self, person: PersonId) -> bool {
        self.person == Some(person) || self.holder == Some(person)
    }

    /// Opens what the applicant wrote for an official's look.
    ///
    /// # Errors
    /// When the look was at somebody else.
    pub fn open(&self, look: Option<&Look>) -> Result<&Application, Error> {
        match (&self.content, look) {
            (Content::OfStranger(application), _) => Ok(application),
            (Content::OfPerson(sealed), Some(look)) => Ok(sealed.open(look)?),
            (Content::OfPerson(_), None) => Err(Error::Unknown),
        }
    }

    /// Opens what the applicant wrote for the applicant.
    ///
    /// # Errors
    /// When it is somebody else's.
    pub fn own(&self, citizen: Option<&Citizen>) -> Result<&Application, Error> {
        match (&self.content, citizen) {
            (Content::OfStranger(application), _) => Ok(application),
            (Content::OfPerson(sealed), Some(citizen)) => Ok(sealed.own(citizen)?),
            (Content::OfPerson(_), None) => Err(Error::Unknown),
        }
    }
}

fn read(row: &Row) -> Result<Case, store::Error> {
    let person: Option<PersonId> = row.get(6)?;
    let application = Application {
        answers: row.get::<Json<Answers>>(8)?.0,
        correction: row
            .get::<Option<Json<Answers>>>(9)?
            .map(|Json(answers)| answers),
        contact_email: row.get(7)?,
    };
    let number: String = row.get(1)?;
    let code: String = row.get(2)?;
    let stage: String = row.get(10)?;
    let outcome: Option<String> = row.get(12)?;
    Ok(Case {
        id: row.get(0)?,
        number: CaseNumber::from_stored(&number),
        verification_code: VerificationCode::from_stored(&code),
        service_slug: row.get(3)?,
        service_hash: row.get(4)?,
        agency_slug: row.get(5)?,
        person,
        position: Position::from(stage),
        revision: row.get(11)?,
        outcome: outcome.as_deref().and_then(Outcome::from_stored),
        filed_at: row.get(13)?,
        ended_at: row.get(14)?,
        due_on: row.get(15)?,
        due_at: row.get(16)?,
        stopped_at: row.get(17)?,
        receipt_leaf: row.get(18)?,
        filed_hash: row.get(19)?,
        capacity: row.get(20)?,
        holder: row.get(21)?,
        content: content(person, application),
    })
}

fn content(person: Option<PersonId>, application: Application) -> Content {
    match person {
        Some(person) => Content::OfPerson(Personal::about(person, application)),
        None => Content::OfStranger(application),
    }
}

/// A case of this applicant.
///
/// # Errors
/// [`Error::Unknown`] when there is none that is theirs.
pub fn of_applicant(db: &mut Db, number: &CaseNumber, who: &Applicant) -> Result<Case, Error> {
    db.row_opt(
        &OF_APPLICANT,
        params![number.as_str(), who.person(), who.browser_bytes()],
        read,
    )?
    .ok_or(Error::Unknown)
}

/// A case filed without an account, for whoever holds its receipt with both numbers.
///
/// # Errors
/// [`Error::Unknown`] when there is none.
pub fn of_receipt(
    db: &mut Db,
    number: &CaseNumber,
    code: &VerificationCode,
) -> Result<Case, Error> {
    db.row_opt(&OF_RECEIPT, params![number.as_str(), code.as_str()], read)?
        .ok_or(Error::Unknown)
}

/// A case of this official's agency, or one that it was asked about and has answered or still may: to be read.
///
/// # Errors
/// [`Error::Unknown`] when there is none.
pub fn seen_by_agency(
    db: &mut Db,
    number: &CaseNumber,
    official: &Official,
) -> Result<Case, Error> {
    db.row_opt(
        &SEEN_BY_AGENCY,
        params![number.as_str(), official.agency_slug],
        read,
    )?
    .ok_or(Error::Unknown)
}

/// A case of this official's agency.
///
/// # Errors
/// [`Error::Unknown`] when there is none.
pub fn of_agency(db: &mut Db, number: &CaseNumber, official: &Official) -> Result<Case, Error> {
    db.row_opt(
        &OF_AGENCY,
        params![number.as_str(), official.agency_slug],
        read,
    )?
    .ok_or(Error::Unknown)
}

pub(crate) fn by_id(db: &mut Db, id: CaseId) -> Result<Case, Error> {
    db.row_opt(&BY_ID, params![id], read)?.ok_or(Error::Unknown)
}

/// Whether there is a case of this id.
pub(crate) fn exists(db: &mut Db, id: CaseId) -> Result<bool, Error> {
    let found: Option<CaseId> = db.row_opt(&EXISTS, params![id], |row| row.get(0))?;
    Ok(found.is_some())
}

/// Takes the next place in the history. Two steps from one place cannot both be.
pub(crate) fn next_revision(tx: &mut Tx, case: &mut Case, at: &Position) -> Result<i64, Error> {
    let changed = if *at == case.position {
        tx.exec(&COUNT, params![case.id, case.revision])?
    } else {
        tx.exec(&MOVE, params![case.id, case.revision, at.to_string()])?
    };
    if changed == 0 {
        return Err(Error::MovedOn);
    }
    case.position = at.clone();
    case.revision += 1;
    Ok(case.revision)
}

pub(crate) fn end(
    tx: &mut Tx,
    case: CaseId,
    outcome: Outcome,
    now: Timestamp,
) -> Result<(), Error> {
    tx.exec(&END, params![case, outcome.as_str(), now])?;
    Ok(())
}

/// Takes a case up again that had ended.
pub(crate) fn reopen(tx: &mut Tx, case: &mut Case) -> Result<(), Error> {
    tx.exec(&REOPEN, params![case.id])?;
    case.outcome = None;
    case.ended_at = None;
    Ok(())
}

pub(crate) fn stop_clock(tx: &mut Tx, case: CaseId, now: Timestamp) -> Result<(), Error> {
    tx.exec(&STOP, params![case, now])?;
    Ok(())
}

pub(crate) fn resume_clock(
    tx: &mut Tx,
    case: CaseId,
    due: Option<(Date, Timestamp)>,
) -> Result<(), Error> {
    let (due_on, due_at) = due.unzip();
    tx.exec(&RESUME, params![case, due_on, due_at])?;
    Ok(())
}

pub(crate) fn save_correction(tx: &mut Tx, case: CaseId, answers: &Answers) -> Result<(), Error> {
    tx.exec(&SAVE_CORRECTION, params![case, Json(answers)])?;
    Ok(())
}

pub(crate) fn put_in_force(
    tx: &mut Tx,
    case: CaseId,
    answers: &Answers,
    about: Option<&str>,
    whose: &Whose,
) -> Result<(), Error> {
    let capacity = whose.capacity.as_deref();
    tx.exec(
        &CORRECT,
        params![case, Json(answers), about, capacity, whose.holder],
    )?;
    Ok(())
}
