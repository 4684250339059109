//! An official takes an act back: it stays signed and readable, and no longer stands.

use identity::{Official, Purpose, Reason};
use registries::{Amendment, Dataset};
use services::Published;
use store::Tx;

use crate::act::{self, Act, Revocation};
use crate::case::{self, Case};
use crate::complete::stated_reasons;
use crate::deed::Deed;
use crate::event::CaseEvent;
use crate::{Error, register, tell};

/// Whether this official may take this act back: it is issued and stands, and the process names one of
/// their roles for it.
#[must_use]
pub fn may(official: &Official, act: &Act, service: &Published) -> bool {
    let stands = act.issued.is_some() && act.revoked.is_none();
    let role = service
        .definition
        .process
        .endings()
        .find(|ending| ending.act == act.template)
        .and_then(|ending| ending.revoked_by.as_deref());
    stands && role.is_some_and(|role| official.has_role(role))
}

/// Takes the act of a case back.
///
/// The reasons are kept beside the act and told to the applicant, what it had entered in a registry ends
/// today, and the public ledger gets a leaf. The same words sent twice by one hand are taken once.
///
/// # Errors
/// [`Error::Unknown`] when there is no act, or its process does not let this official take it back;
/// [`Error::OwnCase`] when it is their own; [`Error::ReasonsNeeded`]; [`Error::MovedOn`] when somebody
/// took it back before.
pub fn revoke(tx: &mut Tx, case: &mut Case, deed: &Deed<'_>) -> Result<(), Error> {
    let Deed {
        official,
        service,
        now,
        ..
    } = *deed;
    let acts = act::all(tx, case.id)?;
    let act = act::ending(&acts).ok_or(Error::Unknown)?;
    if let Some(done) = &act.revoked {
        let same = stated_reasons(deed.reasons).is_some_and(|reasons| reasons == done.reasons);
        return match done.by == official.account && same {
            true => Ok(()),
            false => Err(Error::MovedOn),
        };
    }
    if !may(official, act, service) {
        return Err(Error::Unknown);
    }
    let reasons = deed.justify(tx, case)?;
    take_back(tx, case, &acts, &reasons, deed)?;
    tell::tell(tx, case, service, tell::Told::ActRevoked, now)
}

/// Takes the act back that a case came to last, and what it had entered in a registry.
///
/// # Errors
/// [`Error::MovedOn`] when it is not issued yet, or does not stand any more.
pub(crate) fn take_back(
    tx: &mut Tx,
    case: &mut Case,
    acts: &[Act],
    reasons: &str,
    deed: &Deed<'_>,
) -> Result<(), Error> {
    let act = act::ending(acts).ok_or(Error::MovedOn)?;
    let issued = act.issued.as_ref().ok_or(Error::MovedOn)?;
    let revocation = Revocation {
        at: deed.now,
        by: deed.official.account,
        reasons: reasons.to_owned(),
    };
    if !act::revoke(tx, act.id, &revocation)? {
        return Err(Error::MovedOn);
    }
    let at = case.position.clone();
    let revision = case::next_revision(tx, case, &at)?;
    deed.record(tx, case, revision, &CaseEvent::ActRevoked)?;
    let content = act::revocation_content(&issued.blob, deed.now);
    ledger::queue(tx, "revocation", case.number.as_str(), &content, deed.now)
        .map_err(Error::inner)?;
    let key = register::key(case, act::ending_place(acts, act.id));
    strike(tx, case, &key, deed)
}

/// Ends today what the act had entered in a registry. The former versions of the record stay.
fn strike(tx: &mut Tx, case: &Case, key: &str, deed: &Deed<'_>) -> Result<(), Error> {
    let Some(registers) = &deed.service.definition.ficha.gives.registers else {
        return Ok(());
    };
    let dataset: Dataset = registers
        .dataset
        .parse()
        .map_err(|error: registries::BadDataset| Error::Definition(error.to_string()))?;
    let Some(found) = registries::record(tx, &dataset, key)? else {
        return Ok(());
    };
    let purpose = Purpose::new(Reason::Decide).for_case(case.number.as_str());
    let record = found.open(tx, deed.official, &purpose, deed.now)?;
    let ended = Amendment {
        fields: record.fields.clone(),
        links: record.links.clone(),
        valid_from: record.valid_from,
        valid_to: Some(deed.now.to_zoned(deed.place.zone().clone()).date()),
        source: Some(case.number.to_string()),
    };
    registries::amend(tx, &record, ended, deed.now)?;
    Ok(())
}
