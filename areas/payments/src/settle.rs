//! Settling: what the provider says happened to an attempt, and what follows.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use store::{Tx, jobs, params};

use crate::attempt;
use crate::event::{self, EventKind};
use crate::order::{self, OrderState};
use crate::{AttemptId, Error, OrderId};

/// The job that tells of money that arrived. Its key is the order, so it is told once.
pub const PAID_JOB: &str = "payments.paid";

/// What [`PAID_JOB`] carries.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaidJob {
    /// The order that was paid.
    pub order: OrderId,
    /// Its reference.
    pub reference: String,
}

/// How an attempt ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum AdviceResult {
    /// The money was taken.
    Paid,
    /// It was not.
    Refused,
}

/// A provider's word about an attempt: the body of its callback, in JSON.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Advice {
    /// The attempt it is about.
    pub attempt: AttemptId,
    /// How it ended.
    pub result: AdviceResult,
    /// How much was to be charged, in minor units.
    pub amount_minor: i64,
    /// ISO 4217 code.
    pub currency: String,
    /// What the provider calls it.
    pub provider_reference: String,
}

/// What an advice did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Settlement {
    /// The order is paid by it.
    Paid,
    /// The attempt failed; the order may be tried again.
    Refused,
    /// The order was paid by another attempt before: this money must go back.
    PaidAgain,
    /// Nothing: it was known.
    Known,
}

store::statements! {
    /// A word of the provider is new if the attempt is open, or if it says paid after having said refused.
    CLOSE = "update payment_attempt set state = $2, settled_at = $3, provider_reference = $4
        where id = $1 and (state = 'pending' or (state = 'failed' and $2 = 'paid'))";
}

/// Takes the provider's word, whose signature the page has checked. In one transaction: the attempt
/// ends, the order follows, the event is recorded and, if the money arrived, [`PAID_JOB`] is enqueued.
///
/// # Errors
/// [`store::Error::Missing`] for an attempt that is not ours, [`Error::Mismatch`] for another amount.
pub fn settle(tx: &mut Tx, advice: &Advice, now: Timestamp) -> Result<Settlement, Error> {
    let attempt = attempt::by_id(tx, advice.attempt)?.ok_or(store::Error::Missing)?;
    let order = order::by_id(tx, attempt.order)?.ok_or(store::Error::Missing)?;
    if advice.amount_minor != order.amount_minor || advice.currency != order.currency {
        return Err(Error::Mismatch);
    }
    let end = match advice.result {
        AdviceResult::Paid => "paid",
        AdviceResult::Refused => "failed",
    };
    if tx.exec(
        &CLOSE,
        params![attempt.id, end, now, advice.provider_reference],
    )? == 0
    {
        return Ok(Settlement::Known);
    }
    match advice.result {
        AdviceResult::Paid => paid(tx, &order, attempt.id, now),
        AdviceResult::Refused => refused(tx, &order, attempt.id, now),
    }
}

fn paid(
    tx: &mut Tx,
    order: &order::Order,
    attempt: AttemptId,
    now: Timestamp,
) -> Result<Settlement, Error> {
    if !order::set_paid(tx, order.id, attempt, now)? {
        event::record(tx, order.id, Some(attempt), EventKind::PaidAgain, now)?;
        return Ok(Settlement::PaidAgain);
    }
    event::record(tx, order.id, Some(attempt), EventKind::Paid, now)?;
    let told = PaidJob {
        order: order.id,
        reference: order.reference.clone(),
    };
    jobs::enqueue(tx, PAID_JOB, &order.id.to_string(), &told, now)?;
    Ok(Settlement::Paid)
}

fn refused(
    tx: &mut Tx,
    order: &order::Order,
    attempt: AttemptId,
    now: Timestamp,
) -> Result<Settlement, Error> {
    // A refusal says nothing about an order that ended otherwise.
    if order.state == OrderState::Pending {
        order::set_state(tx, order.id, OrderState::Failed)?;
    }
    event::record(tx, order.id, Some(attempt), EventKind::Refused, now)?;
    Ok(Settlement::Refused)
}
