//! Whose hands may do a task of a case.

use identity::{AccountId, Actor, Official};
use process::HumanTask;
use services::Published;
use store::{Db, Tx};

use crate::Error;
use crate::case::{self, Case};
use crate::task::{self, AgencyTask};

/// The case of a task and what its process says of it, while the case waits for that very task.
pub(crate) fn open_task<'s>(
    tx: &mut Tx,
    found: &AgencyTask,
    service: &'s Published,
) -> Result<(Case, &'s HumanTask), Error> {
    let case = case::by_id(tx, found.case)?;
    let process = &service.definition.process;
    match process.open_task(&case.position, &found.task.name) {
        Some(human) if case.outcome.is_none() => Ok((case, human)),
        _ => Err(Error::MovedOn),
    }
}

/// Whoever applies does not decide, and where the process wants four eyes they are of two people: the
/// engine knows who did what in this very case.
pub(crate) fn check(
    tx: &mut Tx,
    case: &Case,
    human: &HumanTask,
    official: &Official,
) -> Result<(), Error> {
    if case.is_of(official.person) {
        return Err(Error::OwnCase);
    }
    let Some(other) = &human.not_same_as else {
        return Ok(());
    };
    match task::done_by(tx, case.id, other)? {
        Some(account) if account == official.account => Err(Error::FourEyes),
        _ => Ok(()),
    }
}

/// The name an official acts under; none when the account is no official's any more.
pub(crate) fn name_of(db: &mut Db, account: AccountId) -> Result<Option<String>, Error> {
    let actor = Actor::of_account(db, account)?;
    let official = actor.as_ref().and_then(Actor::official);
    Ok(official.map(|official| official.name.clone()))
}
