//! Beginning an application.

use jiff::Timestamp;
use services::Published;
use store::Tx;

use crate::Error;
use crate::applicant::Applicant;
use crate::draft::{self, DraftId};

/// Begins a draft of a service.
///
/// Anybody may; nothing is asked about who they are until something depends on it. A row is added
/// for this browser or person; nobody is told.
///
/// # Errors
/// When the store fails.
pub fn begin(
    tx: &mut Tx,
    service: &Published,
    who: &Applicant,
    now: Timestamp,
) -> Result<DraftId, Error> {
    draft::insert(tx, (&service.slug, &service.hash), who, now)
}
