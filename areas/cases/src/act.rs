//! The documents of a case, each decided in one step, written and sealed in the next, standing until it expires or is
//! revoked: those it ends with, and the one that gives the agency more time.

use identity::AccountId;
use jiff::Timestamp;
use jiff::civil::Date;
use ledger::LeafId;
use process::Outcome;
use store::{BlobHash, Db, Row, Tx, jobs, params};

use crate::job::{self, Issue};
use crate::{CaseId, CaseNumber, Error, VerificationCode};

store::id! {
    /// An act of a case.
    ActId
}

store::statements! {
    /// Notes what was decided, as the next of its case's acts; the document follows.
    DECIDE = "insert into case_act (id, case_id, ordinal, template, meaning, verification_code, decided_by, reasons, decided_at)
              values ($1, $2, (select coalesce(max(ordinal), 0) + 1 from case_act where case_id = $2), $3, $4, $5, $6, $7, $8)";
    /// The acts of a case, in order.
    OF_CASE = "select template, meaning, verification_code, decided_by, reasons, decided_at, issued_at, blob, valid_until, revoked_at, leaf, revoked_by,
                 revoked_reasons, id, ordinal
               from case_act where case_id = $1 order by ordinal limit $2";
    /// Puts the sealed document in place, once.
    ISSUE = "update case_act set issued_at = $2, blob = $3, valid_until = $4, leaf = $5 where id = $1 and blob is null";
    /// Takes an act back, once.
    REVOKE = "update case_act set revoked_at = $2, revoked_by = $3, revoked_reasons = $4
              where id = $1 and blob is not null and revoked_at is null";
    /// What stands behind an act's verification code.
    BY_CODE = "select c.number, c.service_slug, c.service_hash, c.agency_slug, c.filed_at, c.outcome,
                 a.meaning, a.issued_at, a.valid_until, a.revoked_at, a.blob
               from case_act a join case_file c on c.id = a.case_id where a.verification_code = $1";
    /// What stands behind a receipt's verification code, with the newest act. The code of a case filed without an
    /// account comes without its number.
    BY_RECEIPT_CODE = "select case when c.person_id is null then null else c.number end,
                 c.service_slug, c.service_hash, c.agency_slug, c.filed_at, c.outcome,
                 a.meaning, a.issued_at, a.valid_until, a.revoked_at, a.blob
               from case_file c left join case_act a on a.case_id = c.id and a.meaning <> 'extended'
               where c.verification_code = $1 order by a.ordinal desc limit 1";
    /// What stands behind a document's bytes.
    BY_BLOB = "select c.number, c.service_slug, c.service_hash, c.agency_slug, c.filed_at, c.outcome,
                 a.meaning, a.issued_at, a.valid_until, a.revoked_at, a.blob
               from case_act a join case_file c on c.id = a.case_id where a.blob = $1 limit 1";
}

/// Acts of one case: far more than any is taken up again.
const ACTS_MAX: i64 = 100;
/// The template of the act that gives the agency more time.
pub(crate) const EXTENSION_TEMPLATE: &str = "prorroga";
/// The template of the act that an agency's silence ends in.
pub(crate) const SILENCE_TEMPLATE: &str = "silencio";

/// What an act means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Meaning {
    /// The case ends so.
    Ends(Outcome),
    /// The agency has more time.
    Extended,
}

impl Meaning {
    /// The word kept in data.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Ends(outcome) => outcome.as_str(),
            Self::Extended => "extended",
        }
    }

    fn from_stored(word: &str) -> Option<Self> {
        match word {
            "extended" => Some(Self::Extended),
            word => Outcome::from_stored(word).map(Self::Ends),
        }
    }

    /// How the case ends with it; none when it goes on.
    #[must_use]
    pub const fn outcome(self) -> Option<Outcome> {
        match self {
            Self::Ends(outcome) => Some(outcome),
            Self::Extended => None,
        }
    }
}

/// One document of a case.
#[derive(Debug, Clone)]
pub struct Act {
    /// Its id.
    pub id: ActId,
    /// Its place among the acts of its case, from 1.
    pub ordinal: i64,
    /// Which template it is made with.
    pub template: String,
    /// What it means.
    pub meaning: Meaning,
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
    pub meaning: Meaning,
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
    pub(crate) meaning: Meaning,
    pub(crate) by: Option<AccountId>,
    pub(crate) reasons: Option<&'a str>,
}

/// Notes what was decided. The document is another step's.
pub(crate) fn decide(
    tx: &mut Tx,
    case: CaseId,
    decision: &Decision<'_>,
    now: Timestamp,
) -> Result<(), Error> {
    let (id, code) = (ActId::new(now), VerificationCode::draw());
    let Decision {
        template,
        meaning,
        by,
        reasons,
    } = decision;
    tx.exec(
        &DECIDE,
        params![
            id,
            case,
            *template,
            meaning.as_str(),
            code.as_str(),
            *by,
            *reasons,
            now
        ],
    )?;
    let issue = Issue { case };
    jobs::enqueue(tx, job::ISSUE, &id.to_string(), &issue, now)?;
    Ok(())
}

/// The acts of a case in order, decided and perhaps already sealed.
///
/// # Errors
/// When the store fails.
pub fn all(db: &mut Db, case: CaseId) -> Result<Vec<Act>, Error> {
    Ok(db.rows(&OF_CASE, params![case, ACTS_MAX], read)?)
}

/// The act that a case came to last.
#[must_use]
pub fn ending(acts: &[Act]) -> Option<&Act> {
    let ends = |act: &&Act| act.meaning.outcome().is_some();
    acts.iter().rev().find(ends)
}

/// Which of the ends of its case an act is, from 1: one that was taken up again has several.
#[must_use]
pub(crate) fn ending_place(acts: &[Act], act: ActId) -> usize {
    let ends = |one: &&Act| one.meaning.outcome().is_some();
    let place = acts.iter().filter(ends).position(|one| one.id == act);
    place.unwrap_or(0) + 1
}

/// The act that a case came to last, decided and perhaps already sealed.
///
/// # Errors
/// When the store fails.
pub fn of_case(db: &mut Db, case: CaseId) -> Result<Option<Act>, Error> {
    Ok(ending(&all(db, case)?).cloned())
}

fn read(row: &Row) -> Result<Act, store::Error> {
    let damaged = |what: &str| store::Error::Damaged(what.to_owned());
    let meaning: String = row.get(1)?;
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
        id: row.get(13)?,
        ordinal: row.get(14)?,
        template: row.get(0)?,
        meaning: Meaning::from_stored(&meaning).ok_or_else(|| damaged("what an act means"))?,
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
pub(crate) fn issue(tx: &mut Tx, act: ActId, issued: &Issued) -> Result<bool, Error> {
    let changed = tx.exec(
        &ISSUE,
        params![act, issued.at, issued.blob, issued.valid_until, issued.leaf],
    )?;
    Ok(changed > 0)
}

/// Takes an act back. False when it is not issued, or was taken back already.
pub(crate) fn revoke(tx: &mut Tx, act: ActId, revocation: &Revocation) -> Result<bool, Error> {
    let Revocation { at, by, reasons } = revocation;
    let changed = tx.exec(&REVOKE, params![act, *at, *by, reasons.as_str()])?;
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
    let act = db.row_opt(&BY_CODE, params![code.as_str()], read_facts)?;
    match act {
        Some(facts) => Ok(Some(facts)),
        None => Ok(db.row_opt(&BY_RECEIPT_CODE, params![code.as_str()], read_facts)?),
    }
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
    let meaning: Option<String> = row.get(6)?;
    let meaning = meaning.as_deref().and_then(Meaning::from_stored);
    let act = match (
        meaning,
        row.get::<Option<Timestamp>>(7)?,
        row.get::<Option<BlobHash>>(10)?,
    ) {
        (Some(meaning), Some(issued_at), Some(blob)) => Some(PublicAct {
            meaning,
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
