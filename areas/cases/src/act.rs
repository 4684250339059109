//! The document a case ends with: decided in one step, written and sealed in the next, standing until it expires or is revoked.

use identity::AccountId;
use jiff::Timestamp;
use jiff::civil::Date;
use ledger::LeafId;
use process::Outcome;
use store::{BlobHash, Db, Row, Tx, params};

use crate::{CaseId, CaseNumber, Error, VerificationCode};

store::statements! {
    /// Notes what was decided; the document follows.
    DECIDE = "insert into case_act (case_id, template, outcome, verification_code, decided_by, reasons, decided_at)
              values ($1, $2, $3, $4, $5, $6, $7)";
    /// The act of a case.
    OF_CASE = "select template, outcome, verification_code, decided_by, reasons, decided_at, issued_at, blob, valid_until, revoked_at, leaf, revoked_by, revoked_reasons
               from case_act where case_id = $1";
    /// Puts the sealed document in place, once.
    ISSUE = "update case_act set issued_at = $2, blob = $3, valid_until = $4, leaf = $5 where case_id = $1 and blob is null";
    /// Takes an act back, once.
    REVOKE = "update case_act set revoked_at = $2, revoked_by = $3, revoked_reasons = $4
              where case_id = $1 and blob is not null and revoked_at is null";
    /// What stands behind a verification code, an act's or a receipt's. The receipt's code of a case filed
    /// without an account comes without its number.
    BY_CODE = "select case when c.verification_code = $1 and c.person_id is null then null else c.number end,
                 c.service_slug, c.service_hash, c.agency_slug, c.filed_at, c.outcome,
                 a.outcome, a.issued_at, a.valid_until, a.revoked_at, a.blob
               from case_file c left join case_act a on a.case_id = c.id
               where a.verification_code = $1 or c.verification_code = $1 limit 1";
    /// What stands behind a document's bytes.
    BY_BLOB = "select c.number, c.service_slug, c.service_hash, c.agency_slug, c.filed_at, c.outcome,
                 a.outcome, a.issued_at, a.valid_until, a.revoked_at, a.blob
               from case_act a join case_file c on c.id = a.case_id where a.blob = $1 limit 1";
}

/// The template of the act that an agency's silence ends in.
pub(crate) const SILENCE_TEMPLATE: &str = "silencio";

/// The document a case ends with.
#[derive(Debug, Clone)]
pub struct Act {
    /// Which template it is made with.
    pub template: String,
    /// What it means.
    pub outcome: Outcome,
    /// What anyone types to check it.
    pub verification_code: VerificationCode,
    /// Whose decision it is; none when it is automatic.
    pub decided_by: Option<AccountId>,
    /// The reasons given.
    pub reasons: Option<String>,
    /// When it was decided.
    pub decided_at: Timestamp,
    /// The sealed document, once it is there.
    pub issued: Option<Issued>,
    /// That it was taken back.
    pub revoked: Option<Revocation>,
}

/// Taking an act back.
#[derive(Debug, Clone)]
pub struct Revocation {
    /// When.
    pub at: Timestamp,
    /// The official whose decision it is.
    pub by: AccountId,
    /// The reasons, for the applicant.
    pub reasons: String,
}

/// A sealed document.
#[derive(Debug, Clone)]
pub struct Issued {
    /// When.
    pub at: Timestamp,
    /// Where its bytes lie.
    pub blob: BlobHash,
    /// Until when it is valid; none for ever.
    pub valid_until: Option<Date>,
    /// Its leaf in the ledger.
    pub leaf: LeafId,
}

/// What anyone may learn about a document: never whom it is about.
#[derive(Debug, Clone)]
pub struct PublicFacts {
    /// The case. Not told by the receipt's code of one that was filed without an account: a code stands in
    /// addresses and the memories of browsers, and with the number it opens that case.
    pub number: Option<CaseNumber>,
    /// The service.
    pub service_slug: String,
    /// Its version.
    pub service_hash: String,
    /// The agency.
    pub agency_slug: String,
    /// When the application was received.
    pub filed_at: Timestamp,
    /// Whether the case has ended.
    pub ended: bool,
    /// The act, once it is there.
    pub act: Option<PublicAct>,
}

/// What anyone may learn about an act.
#[derive(Debug, Clone)]
pub struct PublicAct {
    /// What it means.
    pub outcome: Outcome,
    /// When it was sealed.
    pub issued_at: Timestamp,
    /// Until when it is valid.
    pub valid_until: Option<Date>,
    /// When it was taken back.
    pub revoked_at: Option<Timestamp>,
    /// The hash of the very document.
    pub blob: BlobHash,
}

pub(crate) struct Decision<'a> {
    pub(crate) template: &'a str,
    pub(crate) outcome: Outcome,
    pub(crate) by: Option<AccountId>,
    pub(crate) reasons: Option<&'a str>,
}

pub(crate) fn decide(
    tx: &mut Tx,
    case: CaseId,
    decision: &Decision<'_>,
    now: Timestamp,
) -> Result<(), Error> {
    let code = VerificationCode::draw();
    let Decision {
        template,
        outcome,
        by,
        reasons,
    } = decision;
    tx.exec(
        &DECIDE,
        params![
            case,
            *template,
            outcome.as_str(),
            code.as_str(),
            *by,
            *reasons,
            now
        ],
    )?;
    Ok(())
}

/// The act of a case, decided and perhaps already sealed.
///
/// # Errors
/// When the store fails.
pub fn of_case(db: &mut Db, case: CaseId) -> Result<Option<Act>, Error> {
    Ok(db.row_opt(&OF_CASE, params![case], read)?)
}

fn read(row: &Row) -> Result<Act, store::Error> {
    let damaged = |what: &str| store::Error::Damaged(what.to_owned());
    let outcome: String = row.get(1)?;
    let code: String = row.get(2)?;
    let issued = match (
        row.get::<Option<Timestamp>>(6)?,
        row.get::<Option<BlobHash>>(7)?,
    ) {
        (Some(at), Some(blob)) => {
            let leaf: Option<LeafId> = row.get(10)?;
            Some(Issued {
                at,
                blob,
                valid_until: row.get(8)?,
                leaf: leaf.ok_or_else(|| damaged("an act without a leaf"))?,
            })
        }
        _ => None,
    };
    Ok(Act {
        template: row.get(0)?,
        outcome: Outcome::from_stored(&outcome).ok_or_else(|| damaged("an act's outcome"))?,
        verification_code: VerificationCode::from_stored(&code),
        decided_by: row.get(3)?,
        reasons: row.get(4)?,
        decided_at: row.get(5)?,
        issued,
        revoked: read_revocation(row)?,
    })
}

fn read_revocation(row: &Row) -> Result<Option<Revocation>, store::Error> {
    let Some(at) = row.get::<Option<Timestamp>>(9)? else {
        return Ok(None);
    };
    Ok(Some(Revocation {
        at,
        by: row.get(11)?,
        reasons: row.get(12)?,
    }))
}

/// Puts the sealed document in place. False when it was there already.
pub(crate) fn issue(tx: &mut Tx, case: CaseId, issued: &Issued) -> Result<bool, Error> {
    let changed = tx.exec(
        &ISSUE,
        params![
            case,
            issued.at,
            issued.blob,
            issued.valid_until,
            issued.leaf
        ],
    )?;
    Ok(changed > 0)
}

/// Takes an act back. False when it is not issued, or was taken back already.
pub(crate) fn revoke(tx: &mut Tx, case: CaseId, revocation: &Revocation) -> Result<bool, Error> {
    let Revocation { at, by, reasons } = revocation;
    let changed = tx.exec(&REVOKE, params![case, *at, *by, reasons.as_str()])?;
    Ok(changed > 0)
}

/// What the ledger binds of a revocation: which document, and since when it no longer stands.
#[must_use]
pub(crate) fn revocation_content(document: &BlobHash, at: Timestamp) -> Vec<u8> {
    format!("{} revoked {at}\n", document.as_str()).into_bytes()
}

/// What the ledger binds of an act: the SHA-256 of the sealed document in hexadecimal and a line end,
/// so that the file and its proof are all that anybody needs to check it.
#[must_use]
pub fn leaf_content(document: &BlobHash) -> Vec<u8> {
    format!("{}\n", document.as_str()).into_bytes()
}

/// What stands behind a code, for anybody.
///
/// # Errors
/// When the store fails.
pub fn by_code(db: &mut Db, code: &VerificationCode) -> Result<Option<PublicFacts>, Error> {
    Ok(db.row_opt(&BY_CODE, params![code.as_str()], read_facts)?)
}

/// What stands behind a document's very bytes, for anybody who holds them.
///
/// # Errors
/// When the store fails.
pub fn by_blob(db: &mut Db, blob: &BlobHash) -> Result<Option<PublicFacts>, Error> {
    Ok(db.row_opt(&BY_BLOB, params![blob], read_facts)?)
}

fn read_facts(row: &Row) -> Result<PublicFacts, store::Error> {
    let number: Option<String> = row.get(0)?;
    let case_outcome: Option<String> = row.get(5)?;
    let act_outcome: Option<String> = row.get(6)?;
    let outcome = act_outcome.as_deref().and_then(Outcome::from_stored);
    let act = match (
        outcome,
        row.get::<Option<Timestamp>>(7)?,
        row.get::<Option<BlobHash>>(10)?,
    ) {
        (Some(outcome), Some(issued_at), Some(blob)) => Some(PublicAct {
            outcome,
            issued_at,
            valid_until: row.get(8)?,
            revoked_at: row.get(9)?,
            blob,
        }),
        _ => None,
    };
    Ok(PublicFacts {
        number: number.as_deref().map(CaseNumber::from_stored),
        service_slug: row.get(1)?,
        service_hash: row.get(2)?,
        agency_slug: row.get(3)?,
        filed_at: row.get(4)?,
        ended: case_outcome.is_some(),
        act,
    })
}
