//! An official puts a file beside a decision that is being written, or takes it out again.

use identity::Official;
use jiff::Timestamp;
use services::Published;
use store::Tx;

use crate::attachment::{self, AttachmentId};
use crate::document::StoredFile;
use crate::task::AgencyTask;
use crate::{Error, hands};

/// Adds a file to an open task.
///
/// Only an official who may finish the task may, and only as many as the process lets it take. The
/// applicant sees the file when the case ends, and finds its hash in the act.
///
/// # Errors
/// [`Error::OwnCase`] and [`Error::FourEyes`] as for finishing it, [`Error::NoFilesHere`] where the process takes none, [`Error::TooManyDocuments`] past its number,
/// [`Error::MovedOn`] when the task is done.
pub fn attach(
    tx: &mut Tx,
    official: &Official,
    found: &AgencyTask,
    file: &StoredFile,
    service: &Published,
    now: Timestamp,
) -> Result<(), Error> {
    let (case, human) = hands::open_task(tx, found, service)?;
    hands::check(tx, &case, human, official)?;
    if human.files_max == 0 {
        return Err(Error::NoFilesHere);
    }
    let there = attachment::of_task(tx, found.task.id)?.len();
    if there >= usize::from(human.files_max) {
        return Err(Error::TooManyDocuments);
    }
    attachment::add(tx, found.case, found.task.id, file, official.account, now)
}

/// Takes a file out of an open task. Nothing happens when it is not there.
///
/// # Errors
/// [`Error::MovedOn`] when the task is done.
pub fn detach(
    tx: &mut Tx,
    found: &AgencyTask,
    file: AttachmentId,
    service: &Published,
    now: Timestamp,
) -> Result<(), Error> {
    hands::open_task(tx, found, service)?;
    attachment::remove(tx, file, found.task.id, now)
}
