//! An official takes an act back: it stays signed and readable, and no longer stands.

use identity::{Official, Purpose, Reason};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use registries::{Amendment, Dataset};
use services::Published;
use store::Tx;

use crate::act::{self, Act, Revocation};
use crate::case::{self, Case};
use crate::complete::REASONS_CHARACTERS_MAX;
use crate::event::CaseEvent;
use crate::{Error, event, look, tell};

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
pub fn revoke(
    tx: &mut Tx,
    official: &Official,
    case: &mut Case,
    service: &Published,
    reasons: &str,
    zone: &TimeZone,
    now: Timestamp,
) -> Result<(), Error> {
    let reasons: String = reasons
        .trim()
        .chars()
        .take(REASONS_CHARACTERS_MAX)
        .collect();
    let act = act::of_case(tx, case.id)?.ok_or(Error::Unknown)?;
    match &act.revoked {
        Some(done) if done.by == official.account && done.reasons == reasons => return Ok(()),
        Some(_) => return Err(Error::MovedOn),
        None => {}
    }
    let issued = act.issued.as_ref().filter(|_| may(official, &act, service));
    let issued = issued.ok_or(Error::Unknown)?;
    if case.person == Some(official.person) {
        return Err(Error::OwnCase);
    }
    if reasons.is_empty() {
        return Err(Error::ReasonsNeeded);
    }
    look::deciding(tx, case, official, now)?;
    let revocation = Revocation {
        at: now,
        by: official.account,
        reasons,
    };
    if !act::revoke(tx, case.id, &revocation)? {
        return Err(Error::MovedOn);
    }
    let at = case.position.clone();
    let revision = case::next_revision(tx, case, &at)?;
    let happened = CaseEvent::ActRevoked;
    event::record(
        tx,
        case.id,
        revision,
        &happened,
        Some(official.account),
        now,
    )?;
    let content = act::revocation_content(&issued.blob, now);
    ledger::queue(tx, "revocation", case.number.as_str(), &content, now).map_err(Error::inner)?;
    strike(tx, official, case, service, zone, now)?;
    tell::tell(tx, case, service, tell::Told::ActRevoked, now)
}

/// Ends today what the act had entered in a registry. The former versions of the record stay.
fn strike(
    tx: &mut Tx,
    official: &Official,
    case: &Case,
    service: &Published,
    zone: &TimeZone,
    now: Timestamp,
) -> Result<(), Error> {
    let Some(registers) = &service.definition.ficha.gives.registers else {
        return Ok(());
    };
    let dataset: Dataset = registers
        .dataset
        .parse()
        .map_err(|error: registries::BadDataset| Error::Definition(error.to_string()))?;
    let Some(found) = registries::record(tx, &dataset, case.number.as_str())? else {
        return Ok(());
    };
    let purpose = Purpose::new(Reason::Decide).for_case(case.number.as_str());
    let record = found.open(tx, official, &purpose, now)?;
    let ended = Amendment {
        fields: record.fields.clone(),
        links: record.links.clone(),
        valid_from: record.valid_from,
        valid_to: Some(now.to_zoned(zone.clone()).date()),
        source: Some(case.number.to_string()),
    };
    registries::amend(tx, &record, ended, now)?;
    Ok(())
}
