//! Fees: computed by the definition's table, ordered, and settled when the money arrived.

use jiff::Timestamp;
use payments::{NewOrder, PaidJob};
use process::Event;
use rules::{Context, Explanation, Value};
use services::Published;
use store::Tx;
use text::format;

use crate::advance::{Walk, carry_out, resume_clock, stop_clock};
use crate::case::{self, Case};
use crate::event::CaseEvent;
use crate::jurisdiction::Jurisdiction;
use crate::{CaseId, Error, facts, look, tell};

/// The output of a fee table that is the amount, in whole units of the currency.
const AMOUNT: &str = "monto";

/// A fee and why it is this much, in words of the decision table.
pub(crate) struct Fee {
    /// Minor units; 0 when there is nothing to pay.
    pub(crate) amount_minor: i64,
    pub(crate) because: Explanation,
}

/// What a fee table gives for the answers so far.
///
/// # Errors
/// [`Error::Definition`] when the table is missing or gives no amount.
pub(crate) fn of_table(
    service: &Published,
    table: &str,
    facts: &Context,
    currency: &str,
) -> Result<Fee, Error> {
    let table = service
        .definition
        .tables
        .get(table)
        .ok_or_else(|| Error::Definition(format!("the table «{table}» is missing")))?;
    let decision = table
        .decide(facts)
        .map_err(|error| Error::Definition(error.to_string()))?;
    let amount = match decision.outputs.get(AMOUNT) {
        Some(Value::Number(amount)) => amount.to_minor(format::exponent(currency)),
        _ => None,
    };
    let amount_minor = amount
        .filter(|amount| *amount >= 0)
        .ok_or_else(|| Error::Definition("the fee is no amount".to_owned()))?;
    Ok(Fee {
        amount_minor,
        because: decision.because,
    })
}

/// Orders the fee that the table gives, or goes on at once when there is nothing to pay.
///
/// The agency's time stands still until the fee is paid: its silence would grant what nobody paid for.
pub(crate) fn order(
    tx: &mut Tx,
    case: &mut Case,
    table: &str,
    walk: &Walk<'_>,
) -> Result<(), Error> {
    let definition = &walk.service.definition;
    let currency = walk.place.currency();
    let Fee {
        amount_minor: amount,
        because,
    } = of_table(walk.service, table, walk.facts, currency)?;
    if amount == 0 {
        let step = definition
            .process
            .advance(&case.position, &Event::NothingToPay, walk.facts)?;
        return carry_out(tx, case, &CaseEvent::NothingToPay, &step, walk);
    }
    let because = because
        .say(text::Lang::Es)
        .iter()
        .map(text::Text::as_str)
        .collect::<Vec<_>>()
        .join(" ");
    let agency = identity::agencies::by_slug(tx, &case.agency_slug)?.ok_or(Error::Unknown)?;
    let new = NewOrder {
        reference: case.id.to_string(),
        payer: case.person,
        payee: agency.name,
        amount_minor: amount,
        currency: currency.to_owned(),
        concept: definition
            .title()
            .map(|_, title| format!("{title}, {}", case.number)),
        return_path: format!("/expedientes/{}/recibido", case.number),
        expires_at: None,
    };
    payments::order(tx, &new, walk.now).map_err(Error::inner)?;
    walk.also(
        tx,
        case,
        &CaseEvent::FeeOrdered {
            amount,
            currency: currency.to_owned(),
            because,
        },
    )?;
    stop_clock(tx, case, walk)
}

/// Which case a payment was for.
pub(crate) fn case_of(paid: &PaidJob) -> Result<CaseId, Error> {
    Ok(paid.reference.parse()?)
}

/// Goes on with a case whose fee was paid, and its clock with it.
///
/// The provider's word does this, through the payments area. Money that arrives twice, or late, moves
/// nothing twice.
///
/// # Errors
/// When the store fails or the definition cannot be carried out.
pub(crate) fn settle(
    tx: &mut Tx,
    id: CaseId,
    service: &Published,
    place: &Jurisdiction,
    now: Timestamp,
) -> Result<(), Error> {
    let mut case = case::by_id(tx, id)?;
    if case.outcome.is_some() {
        return Ok(());
    }
    let agency = identity::agencies::by_slug(tx, &case.agency_slug)?.ok_or(Error::Unknown)?;
    let look = look::automatically(tx, &case, agency.id, now)?;
    let facts = facts::of_case(tx, service, id, &case.open(look.as_ref())?.answers)?;
    let step = match service
        .definition
        .process
        .advance(&case.position, &Event::FeePaid, &facts)
    {
        Ok(step) => step,
        Err(process::Refused::NotHere) => return Ok(()),
        Err(error) => return Err(error.into()),
    };
    let walk = Walk {
        service,
        place,
        by: None,
        now,
        facts: &facts,
    };
    carry_out(tx, &mut case, &CaseEvent::FeePaid, &step, &walk)?;
    if case.outcome.is_none() {
        resume_clock(tx, &mut case, &walk)?;
    }
    tell::tell(tx, &case, service, tell::Told::FeePaid, now)
}
