//! An official takes up again a case that had ended: its act no longer stands, and it goes on.

use identity::Official;
use jiff::Timestamp;
use services::Published;
use store::Tx;

use crate::act::{self, Act};
use crate::advance::{Walk, carry_out_effect};
use crate::case::{self, Case};
use crate::deed::Deed;
use crate::event::CaseEvent;
use crate::jurisdiction::Jurisdiction;
use crate::{Error, clock, facts, look, revoke, tell};

/// Whether this official may take this case up again now: it has ended with an act that is signed, the process names
/// one of their roles for it, and the time for it is not over.
#[must_use]
pub fn may(
    official: &Official,
    case: &Case,
    acts: &[Act],
    service: &Published,
    place: &Jurisdiction,
    now: Timestamp,
) -> bool {
    let Some(reopening) = service.definition.process.reopening() else {
        return false;
    };
    let is_signed = act::ending(acts).is_some_and(|act| act.issued.is_some());
    let until = case.ended_at.and_then(|ended_at| {
        let term = reopening.within.parse().ok()?;
        Some(place.due(ended_at, &term, &[])?.1)
    });
    case.outcome.is_some()
        && is_signed
        && until.is_some_and(|until| now < until)
        && case.agency_slug == official.agency_slug
        && official.has_role(&reopening.role)
}

/// Takes up again a case that had ended.
///
/// An official with the role that the process names may, within its time, with reasons. The act no longer stands, and
/// what it had entered in a registry ends today; the case goes on with the task that the process names, and the
/// agency's term begins anew. The applicant is told. The former act stays signed and readable.
///
/// # Errors
/// [`Error::Unknown`] where the process does not let this official; [`Error::OwnCase`]; [`Error::ReasonsNeeded`];
/// [`Error::MovedOn`] when the case runs, its time is over, or its act is still being signed.
pub fn reopen(tx: &mut Tx, case: &mut Case, deed: &Deed<'_>) -> Result<(), Error> {
    let Deed {
        official,
        service,
        place,
        now,
        ..
    } = *deed;
    let definition = &service.definition;
    let reopening = definition.process.reopening();
    if !reopening.is_some_and(|reopening| official.has_role(&reopening.role)) {
        return Err(Error::Unknown);
    }
    let acts = act::all(tx, case.id)?;
    let outcome = case.outcome.ok_or(Error::MovedOn)?;
    if !may(official, case, &acts, service, place, now) {
        return Err(Error::MovedOn);
    }
    let reasons = deed.justify(tx, case)?;
    if act::ending(&acts).is_some_and(|act| act.revoked.is_none()) {
        revoke::take_back(tx, case, &acts, &reasons, deed)?;
    }
    let look = look::deciding(tx, case, official, now)?;
    let facts = facts::of_case(tx, service, case.id, &case.open(look.as_ref())?.answers)?;
    let step = definition.process.reopen()?;
    let revision = case::next_revision(tx, case, &step.at)?;
    deed.record(tx, case, revision, &CaseEvent::Reopened { outcome })?;
    case::reopen(tx, case)?;
    clock::set(tx, case, definition, place)?;
    let walk = Walk {
        service,
        place,
        by: Some(official.account),
        now,
        facts: &facts,
    };
    for effect in &step.effects {
        carry_out_effect(tx, case, effect, &walk)?;
    }
    tell::tell(tx, case, service, tell::Told::Reopened, now)
}
