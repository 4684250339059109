//! What happened to an order, in order, never changed afterwards.

use jiff::Timestamp;
use store::{Db, FromValue, ToValue, Tx, Value, params};

use crate::{AttemptId, OrderId};

/// What happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EventKind {
    /// The order was made.
    Created,
    /// The payer went to the provider.
    Begun,
    /// The money arrived.
    Paid,
    /// The provider refused.
    Refused,
    /// The time to pay ended.
    Expired,
    /// Money arrived for an order that was paid already: somebody must give it back.
    PaidAgain,
}

impl EventKind {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Created => "created",
            Self::Begun => "begun",
            Self::Paid => "paid",
            Self::Refused => "refused",
            Self::Expired => "expired",
            Self::PaidAgain => "paid-again",
        }
    }
}

impl ToValue for EventKind {
    fn to_value(&self) -> Result<Value<'_>, store::Error> {
        self.as_str().to_value()
    }
}

impl FromValue for EventKind {
    fn from_value(value: Value<'_>) -> Result<Self, store::Error> {
        let word = value.text()?;
        [
            Self::Created,
            Self::Begun,
            Self::Paid,
            Self::Refused,
            Self::Expired,
            Self::PaidAgain,
        ]
        .into_iter()
        .find(|kind| kind.as_str() == word)
        .ok_or_else(|| store::Error::Damaged("the kind of a payment event".to_owned()))
    }
}

/// One thing that happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// What.
    pub kind: EventKind,
    /// In which attempt, if in one.
    pub attempt: Option<AttemptId>,
    /// When.
    pub at: Timestamp,
}

/// Events of one order that a call returns at most: far more than attempts anybody makes.
const EVENTS_MAX: u32 = 500;

store::statements! {
    RECORD = "insert into payment_event (order_id, number, attempt, kind, at)
        values ($1, (select coalesce(max(number), 0) + 1 from payment_event where order_id = $1), $2, $3, $4)";
    OF_ORDER = "select kind, attempt, at from payment_event where order_id = $1 order by number limit $2";
}

/// Records an event with the change it tells of.
pub(crate) fn record(
    tx: &mut Tx,
    order: OrderId,
    attempt: Option<AttemptId>,
    kind: EventKind,
    now: Timestamp,
) -> Result<(), store::Error> {
    tx.exec(&RECORD, params![order, attempt, kind, now])?;
    Ok(())
}

/// What happened to an order, the oldest first.
///
/// # Errors
/// Those of the store.
pub fn events(db: &mut Db, order: OrderId) -> Result<Vec<Event>, store::Error> {
    db.rows(&OF_ORDER, params![order, EVENTS_MAX], |row| {
        Ok(Event {
            kind: row.get(0)?,
            attempt: row.get(1)?,
            at: row.get(2)?,
        })
    })
}
