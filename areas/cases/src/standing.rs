//! How a case stands, in the few words that lists and the case's own page share.

use design::Status;
use process::{Outcome, Process, StageId, Waiting};

/// What a case that ended came to, or whom one that runs waits for.
#[must_use]
pub fn standing(process: &Process, stage: &StageId, outcome: Option<Outcome>) -> Status {
    match (outcome, process.waiting(stage)) {
        (Some(Outcome::Granted), _) => Status::Granted,
        (Some(Outcome::Denied), _) => Status::Denied,
        (Some(Outcome::Abandoned), _) => Status::Closed,
        (None, Some(Waiting::Payment)) => Status::Unpaid,
        (None, Some(Waiting::Applicant(_))) => Status::NeedsCitizen,
        (None, Some(Waiting::Official(_))) => Status::UnderReview,
        (None, _) => Status::Received,
    }
}
