//! The agency gives itself more time, once, by a signed act (prórroga).

use identity::Official;
use jiff::Timestamp;
use services::Published;
use store::Tx;

use crate::act::{self, Act, Decision, EXTENSION_TEMPLATE, Meaning};
use crate::case::{self, Case};
use crate::deed::Deed;
use crate::event::CaseEvent;
use crate::{Error, clock};

/// Whether this official may give the agency more time now: the law lets it, the case runs, its term has not ended,
/// and it was not extended since it began.
#[must_use]
pub fn may(
    official: &Official,
    case: &Case,
    acts: &[Act],
    service: &Published,
    now: Timestamp,
) -> bool {
    let Some(extension) = &service.definition.ficha.term.extension else {
        return false;
    };
    let runs = case.outcome.is_none() && case.due_at.is_some_and(|due| now < due);
    let newest = acts.last().map(|act| act.meaning);
    let is_extended = newest == Some(Meaning::Extended);
    runs && !is_extended
        && case.agency_slug == official.agency_slug
        && official.has_role(&extension.who)
}

/// Gives the agency more time.
///
/// An official with the role that the law's line in the definition names may, before the term ends, with reasons. The
/// last day moves at once; the act that says so is signed by a worker, and the applicant is told when it is there.
///
/// # Errors
/// [`Error::Unknown`] where the law does not let this official; [`Error::OwnCase`]; [`Error::ReasonsNeeded`];
/// [`Error::MovedOn`] when the case has ended, its term has, or it was extended before.
pub fn extend(tx: &mut Tx, case: &mut Case, deed: &Deed<'_>) -> Result<(), Error> {
    let Deed {
        official,
        service,
        place,
        now,
        ..
    } = *deed;
    let definition = &service.definition;
    let extension = definition.ficha.term.extension.as_ref();
    let extension = extension.filter(|extension| official.has_role(&extension.who));
    let extension = extension.ok_or(Error::Unknown)?;
    let acts = act::all(tx, case.id)?;
    if !may(official, case, &acts, service, now) {
        return Err(Error::MovedOn);
    }
    let reasons = deed.justify(tx, case)?;
    let at = case.position.clone();
    let revision = case::next_revision(tx, case, &at)?;
    let extended = CaseEvent::TermExtended { by: extension.by };
    deed.record(tx, case, revision, &extended)?;
    if case.stopped_at.is_none() {
        clock::set(tx, case, definition, place)?;
    }
    let decision = Decision {
        template: EXTENSION_TEMPLATE,
        meaning: Meaning::Extended,
        by: Some(official.account),
        reasons: Some(&reasons),
    };
    act::decide(tx, case.id, &decision, now)
}
