//! An official takes a task in hand, or puts it back for others.

use identity::Official;
use services::Published;
use store::{Tx, params};

use crate::task::AgencyTask;
use crate::{Error, hands};

store::statements! {
    TAKE = "update case_task set assigned_to = $2 where id = $1 and completed_at is null";
    RELEASE = "update case_task set assigned_to = null where id = $1 and assigned_to = $2 and completed_at is null";
}

/// Takes an open task in hand, from the pool or from whoever has it: somebody may be ill, and the case waits.
///
/// Only an official who may do the task may.
///
/// # Errors
/// [`Error::OwnCase`] and [`Error::FourEyes`] as for finishing it, [`Error::MovedOn`] when it is done.
pub fn take(
    tx: &mut Tx,
    official: &Official,
    found: &AgencyTask,
    service: &Published,
) -> Result<(), Error> {
    let (case, human) = hands::open_task(tx, found, service)?;
    hands::check(tx, &case, human, official)?;
    tx.exec(&TAKE, params![found.task.id, official.account])?;
    Ok(())
}

/// Puts a task back that this official has in hand. Nothing happens when another has it.
///
/// # Errors
/// When the store fails.
pub fn release(tx: &mut Tx, official: &Official, found: &AgencyTask) -> Result<(), Error> {
    tx.exec(&RELEASE, params![found.task.id, official.account])?;
    Ok(())
}
