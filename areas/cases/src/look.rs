//! Looking at an application: each look leaves the line that its person reads at `/mi/datos`.

use identity::access::{self, Automatic};
use identity::{AgencyId, Look, Official, Purpose, Reason};
use jiff::Timestamp;
use store::Tx;

use crate::Error;
use crate::case::Case;

/// The agency's automatic process looks at an application, and the look is written down.
pub(crate) fn automatically(
    tx: &mut Tx,
    case: &Case,
    agency: AgencyId,
    now: Timestamp,
) -> Result<Option<Look>, Error> {
    let Some(person) = case.person else {
        return Ok(None);
    };
    let purpose = Purpose::new(Reason::Issue).for_case(case.number.as_str());
    Ok(Some(access::look(
        tx,
        &Automatic(agency),
        person,
        purpose,
        now,
    )?))
}

/// Deciding on somebody's application is a look at it.
pub(crate) fn deciding(
    tx: &mut Tx,
    case: &Case,
    official: &Official,
    now: Timestamp,
) -> Result<Option<Look>, Error> {
    let Some(person) = case.person else {
        return Ok(None);
    };
    let purpose = Purpose::new(Reason::Decide).for_case(case.number.as_str());
    Ok(Some(access::look(tx, official, person, purpose, now)?))
}
