//! What one case has to do with another: an appeal, with the decision it is against.

use jiff::Timestamp;
use process::Outcome;
use store::{Db, Tx, params};

use crate::{CaseId, CaseNumber, Error};

store::statements! {
    /// Ties two cases together, once.
    TIE = "insert into case_link (case_id, kind, to_case, at) values ($1, $2, $3, $4) on conflict (case_id, to_case) do nothing";
    /// The cases that one has to do with, whichever came first.
    OF_CASE = "select l.kind, 1, c.number, c.service_hash, c.outcome, l.at from case_link l join case_file c on c.id = l.to_case where l.case_id = $1
               union all
               select l.kind, 0, c.number, c.service_hash, c.outcome, l.at from case_link l join case_file c on c.id = l.case_id where l.to_case = $1
               order by 6 limit $2";
}

/// Cases tied to one: far more than anybody files about one decision.
const LINKS_MAX: i64 = 50;

/// What a case is to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tie {
    /// It appeals against how the other ended.
    Appeals,
    /// The other appeals against how it ended.
    IsAppealed,
}

/// A case that another has to do with.
#[derive(Debug, Clone)]
pub struct Linked {
    /// What the one asked about is to it.
    pub tie: Tie,
    /// Its number.
    pub number: CaseNumber,
    /// The version of its service.
    pub service_hash: String,
    /// How it ended.
    pub outcome: Option<Outcome>,
}

const APPEAL: &str = "appeal";

/// Ties an appeal to the case whose decision it is against.
pub(crate) fn appeal(
    tx: &mut Tx,
    appeal: CaseId,
    against: CaseId,
    now: Timestamp,
) -> Result<(), Error> {
    tx.exec(&TIE, params![appeal, APPEAL, against, now])?;
    Ok(())
}

/// The cases that one has to do with, the oldest tie first.
///
/// # Errors
/// When the store fails.
pub fn of_case(db: &mut Db, case: CaseId) -> Result<Vec<Linked>, Error> {
    Ok(db.rows(&OF_CASE, params![case, LINKS_MAX], |row| {
        let forth: i64 = row.get(1)?;
        let number: String = row.get(2)?;
        let outcome: Option<String> = row.get(4)?;
        Ok(Linked {
            tie: match forth {
                1 => Tie::Appeals,
                _ => Tie::IsAppealed,
            },
            number: CaseNumber::from_stored(&number),
            service_hash: row.get(3)?,
            outcome: outcome.as_deref().and_then(Outcome::from_stored),
        })
    })?)
}
