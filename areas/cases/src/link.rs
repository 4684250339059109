//! What one case has to do with another: an appeal, with the decision it is against; another service, with the case
//! that asked for it.

use jiff::Timestamp;
use process::Outcome;
use store::{Db, Tx, params};

use crate::{CaseId, CaseNumber, Error};

store::statements! {
    /// Ties two cases together, once.
    TIE = "insert into case_link (case_id, kind, to_case, at) values ($1, $2, $3, $4) on conflict (case_id, to_case) do nothing";
    /// Ties a case to one that is known by its number, once.
    TIE_NUMBER = "insert into case_link (case_id, kind, to_case, at) select $1, $2, id, $4 from case_file where number = $3
                  on conflict (case_id, to_case) do nothing";
    /// The case that one asked for at a stage.
    PART_OF = "select c.id, c.number, c.outcome from case_link l join case_file c on c.id = l.to_case where l.case_id = $1 and l.kind = $2
               order by l.at desc limit 1";
    /// The cases that asked for one, and at which stage.
    WHOLES_OF = "select case_id, kind from case_link where to_case = $1 and kind <> 'appeal' limit $2";
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
    /// It asked for the other.
    Asks,
    /// The other asked for it.
    IsAsked,
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

/// A case that another asked for at one of its stages.
#[derive(Debug)]
pub(crate) struct Part {
    /// How it ended.
    pub(crate) outcome: Option<Outcome>,
}

/// What a tie to a part is called: the stage that asked for it.
fn part_kind(stage: &str) -> String {
    format!("{PART}{stage}")
}

const PART: &str = "part.";

/// Ties a case to the one it asked for at a stage.
pub(crate) fn part(
    tx: &mut Tx,
    whole: CaseId,
    stage: &str,
    part: &CaseNumber,
    now: Timestamp,
) -> Result<(), Error> {
    tx.exec(
        &TIE_NUMBER,
        params![whole, part_kind(stage), part.as_str(), now],
    )?;
    Ok(())
}

/// The case that one asked for at a stage.
pub(crate) fn part_of(db: &mut Db, whole: CaseId, stage: &str) -> Result<Option<Part>, Error> {
    Ok(
        db.row_opt(&PART_OF, params![whole, part_kind(stage)], |row| {
            let outcome: Option<String> = row.get(2)?;
            Ok(Part {
                outcome: outcome.as_deref().and_then(Outcome::from_stored),
            })
        })?,
    )
}

/// The cases that asked for one, with the stage at which each did.
pub(crate) fn wholes_of(db: &mut Db, part: CaseId) -> Result<Vec<(CaseId, String)>, Error> {
    Ok(db.rows(&WHOLES_OF, params![part, LINKS_MAX], |row| {
        let kind: String = row.get(1)?;
        Ok((row.get(0)?, kind.trim_start_matches(PART).to_owned()))
    })?)
}

/// The cases that one has to do with, the oldest tie first.
///
/// # Errors
/// When the store fails.
pub fn of_case(db: &mut Db, case: CaseId) -> Result<Vec<Linked>, Error> {
    Ok(db.rows(&OF_CASE, params![case, LINKS_MAX], |row| {
        let kind: String = row.get(0)?;
        let forth: i64 = row.get(1)?;
        let number: String = row.get(2)?;
        let outcome: Option<String> = row.get(4)?;
        Ok(Linked {
            tie: match (kind == APPEAL, forth) {
                (true, 1) => Tie::Appeals,
                (true, _) => Tie::IsAppealed,
                (false, 1) => Tie::Asks,
                (false, _) => Tie::IsAsked,
            },
            number: CaseNumber::from_stored(&number),
            service_hash: row.get(3)?,
            outcome: outcome.as_deref().and_then(Outcome::from_stored),
        })
    })?)
}
