//! An application being filled in, over as many visits as it takes.

use forms::Answers;
use jiff::Timestamp;
use store::{Db, Json, Row, Tx, params};

use crate::applicant::Applicant;
use crate::{CaseNumber, Error, document};

store::id! {
    /// An application being filled in.
    DraftId
}

store::statements! {
    /// Begins a draft.
    INSERT = "insert into case_draft (id, service_slug, service_hash, browser_key, person_id, answers, created_at, updated_at)
              values ($1, $2, $3, $4, $5, $6, $7, $7)";
    /// A draft of this visitor: their own, or one this browser began; a person's own is not for another
    /// person on the same browser. The case it became, if any.
    OF_VISITOR = "select d.id, d.service_slug, d.service_hash, d.person_id, d.answers, d.updated_at, c.number
                  from case_draft d left join case_file c on c.id = d.case_id
                  where d.id = $1 and (d.person_id = $2
                    or (d.browser_key = $3 and (d.person_id is null or $2 is null)))";
    /// Drafts of one service that were not sent.
    OPEN = "select d.id, d.service_slug, d.service_hash, d.person_id, d.answers, d.updated_at, c.number
            from case_draft d left join case_file c on c.id = d.case_id
            where d.case_id is null and d.service_slug = $1
              and (d.person_id = $2 or (d.person_id is null and d.browser_key = $3))
            order by d.updated_at desc limit $4";
    /// Every draft of a person that was not sent.
    OF_PERSON = "select d.id, d.service_slug, d.service_hash, d.person_id, d.answers, d.updated_at, c.number
                 from case_draft d left join case_file c on c.id = d.case_id
                 where d.case_id is null and d.person_id = $1 order by d.updated_at desc limit $2";
    /// Keeps what was typed.
    SAVE = "update case_draft set answers = $2, updated_at = $3 where id = $1 and case_id is null";
    /// Gives a browser's draft to the person who signed in on it.
    ADOPT = "update case_draft set person_id = $2 where id = $1 and person_id is null";
    /// Marks a draft as sent. Only one sending can.
    SENT = "update case_draft set case_id = $2, updated_at = $3 where id = $1 and case_id is null";
    /// Throws a draft away.
    DELETE = "delete from case_draft where id = $1 and case_id is null";
    /// Throws away drafts of browsers that nobody can open any more.
    SWEEP = "delete from case_draft where case_id is null and person_id is null and updated_at < $1";
}

/// Drafts of one service listed at once.
const DRAFTS_SHOWN_MAX: i64 = 20;

/// An application being filled in. It is only ever loaded for the visitor it belongs to.
#[derive(Debug, Clone)]
pub struct Draft {
    /// Its id.
    pub id: DraftId,
    /// The service it is for.
    pub service_slug: String,
    /// The very version of the service it was begun with.
    pub service_hash: String,
    /// Whether it belongs to a person already.
    pub has_person: bool,
    /// What was typed so far, right or wrong.
    pub answers: Answers,
    /// When something was last typed.
    pub updated_at: Timestamp,
    /// The case it became.
    pub sent: Option<CaseNumber>,
}

fn read(row: &Row) -> Result<Draft, store::Error> {
    let person: Option<identity::PersonId> = row.get(3)?;
    let Json(answers) = row.get::<Json<Answers>>(4)?;
    let number: Option<String> = row.get(6)?;
    Ok(Draft {
        id: row.get(0)?,
        service_slug: row.get(1)?,
        service_hash: row.get(2)?,
        has_person: person.is_some(),
        answers,
        updated_at: row.get(5)?,
        sent: number.map(|number| CaseNumber::from_stored(&number)),
    })
}

/// Begins a draft for a visitor.
pub(crate) fn insert(
    tx: &mut Tx,
    service: (&str, &str),
    who: &Applicant,
    now: Timestamp,
) -> Result<DraftId, Error> {
    let id = DraftId::new(now);
    let (slug, hash) = service;
    tx.exec(
        &INSERT,
        params![
            id,
            slug,
            hash,
            who.browser_bytes(),
            who.person(),
            Json(Answers::default()),
            now
        ],
    )?;
    Ok(id)
}

/// A draft of this visitor. Anybody else's does not exist for them.
///
/// # Errors
/// [`Error::Unknown`] when there is none.
pub fn of_visitor(db: &mut Db, id: DraftId, who: &Applicant) -> Result<Draft, Error> {
    db.row_opt(
        &OF_VISITOR,
        params![id, who.person(), who.browser_bytes()],
        read,
    )?
    .ok_or(Error::Unknown)
}

/// A draft of this visitor that was not sent: what was sent is no longer theirs to change.
pub(crate) fn open_of_visitor(db: &mut Db, id: DraftId, who: &Applicant) -> Result<Draft, Error> {
    match of_visitor(db, id, who)? {
        Draft { sent: Some(_), .. } => Err(Error::MovedOn),
        draft => Ok(draft),
    }
}

/// This visitor's drafts of one service, newest first.
///
/// # Errors
/// When the store fails.
pub fn open(db: &mut Db, service_slug: &str, who: &Applicant) -> Result<Vec<Draft>, Error> {
    Ok(db.rows(
        &OPEN,
        params![
            service_slug,
            who.person(),
            who.browser_bytes(),
            DRAFTS_SHOWN_MAX
        ],
        read,
    )?)
}

/// A person's drafts of all services, newest first.
///
/// # Errors
/// When the store fails.
pub fn of_person(db: &mut Db, person: identity::PersonId) -> Result<Vec<Draft>, Error> {
    Ok(db.rows(&OF_PERSON, params![person, DRAFTS_SHOWN_MAX], read)?)
}

/// Keeps what was typed. Nothing is checked here: what is wrong is kept too.
pub(crate) fn save(
    tx: &mut Tx,
    id: DraftId,
    answers: &Answers,
    now: Timestamp,
) -> Result<(), Error> {
    match tx.exec(&SAVE, params![id, Json(answers), now])? {
        0 => Err(Error::MovedOn),
        _ => Ok(()),
    }
}

/// Gives the draft to the person who signed in on the browser that began it.
pub(crate) fn adopt(tx: &mut Tx, draft: &Draft, who: &Applicant) -> Result<(), Error> {
    if let (false, Some(person)) = (draft.has_person, who.person()) {
        tx.exec(&ADOPT, params![draft.id, person])?;
    }
    Ok(())
}

/// Marks the draft as sent; the slower of two sendings is told so.
pub(crate) fn mark_sent(
    tx: &mut Tx,
    id: DraftId,
    case: crate::CaseId,
    now: Timestamp,
) -> Result<(), Error> {
    match tx.exec(&SENT, params![id, case, now])? {
        0 => Err(Error::MovedOn),
        _ => Ok(()),
    }
}

/// Throws away a draft that was not sent, and with it what its files were called and where they lie.
pub(crate) fn delete(tx: &mut Tx, id: DraftId) -> Result<(), Error> {
    if tx.exec(&DELETE, params![id])? > 0 {
        document::forget(tx, id)?;
    }
    Ok(())
}

/// Throws away what was begun without an account and not touched since. The number of drafts.
pub(crate) fn sweep(tx: &mut Tx, since: Timestamp) -> Result<u64, store::Error> {
    document::sweep(tx, since)?;
    tx.exec(&SWEEP, params![since])
}
