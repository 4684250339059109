//! The row of a case at its filing, once for each key of a client.

use forms::Answers;
use jiff::Timestamp;
use jiff::civil::Date;
use ledger::LeafId;
use process::Position;
use store::{Db, Json, Row, Tx, params};

use super::{Application, Case, CaseId, content};
use crate::applicant::{Applicant, BrowserKey};
use crate::represented::Whose;
use crate::{CaseNumber, Error, VerificationCode};

store::statements! {
    /// Files an application.
    INSERT = "insert into case_file (id, number, verification_code, service_slug, service_hash, agency_slug, person_id, browser_key,
                contact_email, answers, filed_hash, stage, revision, filed_at, due_on, due_at, receipt_leaf, idempotency_key, about,
                capacity, holder_id)
              values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 0, $13, $14, $15, $16, $17, $18, $19, $20)
              on conflict (idempotency_key) do nothing";
    /// What was filed under a client's own key.
    BY_KEY = "select number, verification_code, stage from case_file where idempotency_key = $1";
}

/// What a new case is made of.
pub(crate) struct NewCase<'a> {
    pub(crate) id: CaseId,
    pub(crate) number: &'a CaseNumber,
    pub(crate) verification_code: &'a VerificationCode,
    pub(crate) service_slug: &'a str,
    pub(crate) service_hash: &'a str,
    pub(crate) agency_slug: &'a str,
    pub(crate) applicant: &'a Applicant,
    pub(crate) contact_email: Option<&'a str>,
    pub(crate) answers: &'a Answers,
    pub(crate) filed_hash: &'a str,
    pub(crate) position: &'a Position,
    pub(crate) due: Option<(Date, Timestamp)>,
    pub(crate) receipt_leaf: LeafId,
    pub(crate) idempotency_key: Option<&'a str>,
    pub(crate) about: Option<&'a str>,
    pub(crate) whose: &'a Whose,
}

impl NewCase<'_> {
    /// The case as it stands once it is filed.
    fn filed(&self, now: Timestamp) -> Case {
        let application = Application {
            answers: self.answers.clone(),
            correction: None,
            contact_email: self.contact_email.map(ToOwned::to_owned),
        };
        let person = self.applicant.person();
        let (due_on, due_at) = self.due.unzip();
        Case {
            id: self.id,
            number: self.number.clone(),
            verification_code: self.verification_code.clone(),
            service_slug: self.service_slug.to_owned(),
            service_hash: self.service_hash.to_owned(),
            agency_slug: self.agency_slug.to_owned(),
            person,
            capacity: self.whose.capacity.clone(),
            holder: self.whose.holder,
            position: self.position.clone(),
            revision: 0,
            outcome: None,
            filed_at: now,
            ended_at: None,
            due_on,
            due_at,
            stopped_at: None,
            receipt_leaf: self.receipt_leaf,
            filed_hash: self.filed_hash.to_owned(),
            content: content(person, application),
        }
    }
}

/// Files a case; none if the same key filed one before. No row is read, so that two filings at once
/// are never in each other's way.
pub(crate) fn insert(
    tx: &mut Tx,
    new: &NewCase<'_>,
    now: Timestamp,
) -> Result<Option<Case>, Error> {
    let browser = new.applicant.browser.as_ref().map(BrowserKey::as_bytes);
    let (due_on, due_at) = new.due.unzip();
    let answers = Json(new.answers);
    let values = params![
        new.id,
        new.number.as_str(),
        new.verification_code.as_str(),
        new.service_slug,
        new.service_hash,
        new.agency_slug,
        new.applicant.person(),
        browser,
        new.contact_email,
        answers,
        new.filed_hash,
        new.position.to_string(),
        now,
        due_on,
        due_at,
        new.receipt_leaf,
        new.idempotency_key,
        new.about,
        new.whose.capacity.as_deref(),
        new.whose.holder
    ];
    if new.idempotency_key.is_some() {
        if tx.exec(&INSERT, values)? == 0 {
            return Ok(None);
        }
    } else {
        tx.put(&INSERT, values)?;
    }
    Ok(Some(new.filed(now)))
}

/// What was filed under a client's own key, so that a repeated request is answered and not filed again.
pub(crate) fn by_idempotency_key(
    db: &mut Db,
    key: &str,
) -> Result<Option<(CaseNumber, VerificationCode, Position)>, Error> {
    let read = |row: &Row| {
        let (number, code, stage): (String, String, String) =
            (row.get(0)?, row.get(1)?, row.get(2)?);
        Ok((
            CaseNumber::from_stored(&number),
            VerificationCode::from_stored(&code),
            Position::from(stage),
        ))
    };
    Ok(db.row_opt(&BY_KEY, params![key], read)?)
}
