//! An official sets the day and time of a visit or a hearing.

use identity::Official;
use jiff::Timestamp;
use services::Published;
use store::{Tx, params};

use crate::advance::Walk;
use crate::event::CaseEvent;
use crate::jurisdiction::Jurisdiction;
use crate::task::AgencyTask;
use crate::{Error, hands, tell};

store::statements! {
    SET = "update case_task set meets_at = $2 where id = $1 and completed_at is null";
}

/// Sets when the official and the applicant meet, or another time than before.
///
/// Only an official who may do the task may, where the process has a meeting in it. The applicant is told.
///
/// # Errors
/// [`Error::NoMeetingHere`] where there is none, [`Error::MeetingPast`] for a time that is over, and as for
/// finishing the task.
pub fn meet(
    tx: &mut Tx,
    official: &Official,
    found: &AgencyTask,
    at: Timestamp,
    service: &Published,
    place: &Jurisdiction,
    now: Timestamp,
) -> Result<(), Error> {
    let (mut case, human) = hands::open_task(tx, found, service)?;
    hands::check(tx, &case, human, official)?;
    let meeting = human.meeting.ok_or(Error::NoMeetingHere)?;
    if at <= now {
        return Err(Error::MeetingPast);
    }
    tx.exec(&SET, params![found.task.id, at])?;
    let nothing = rules::Context::new();
    let walk = Walk {
        service,
        place,
        by: Some(official.account),
        now,
        facts: &nothing,
    };
    let set = CaseEvent::MeetingSet {
        task: human.id.clone(),
        at,
    };
    walk.also(tx, &mut case, &set)?;
    tell::tell_meeting(tx, &case, service, meeting, at, place.zone(), now)
}
