//! How a case stands, in the few words that lists and the case's own page share.

use design::Status;
use process::{Outcome, Position, Process, Waiting};

/// What a case that ended came to, or whom one that runs waits for.
#[must_use]
pub fn standing(
    process: &Process,
    position: &Position,
    outcome: Option<Outcome>,
    is_revoked: bool,
) -> Status {
    match (outcome, process.foremost(position)) {
        (Some(_), _) if is_revoked => Status::Revoked,
        (Some(outcome), _) => ended_as(outcome),
        (None, Some(Waiting::Payment)) => Status::Unpaid,
        (None, Some(Waiting::Applicant(_))) => Status::NeedsCitizen,
        (None, Some(Waiting::Official(_) | Waiting::Cosigners(_) | Waiting::Time)) => {
            Status::UnderReview
        }
        (None, _) => Status::Received,
    }
}

/// What a case that ended came to.
pub(crate) fn ended_as(outcome: Outcome) -> Status {
    match outcome {
        Outcome::Granted => Status::Granted,
        Outcome::Denied => Status::Denied,
        Outcome::Abandoned => Status::Closed,
    }
}
