//! Attempts: one visit of the payer to the provider.

use jiff::Timestamp;
use store::{Db, Tx, params};

use crate::event::{self, EventKind};
use crate::order::{self, OrderState};
use crate::{Error, OrderId};

store::id! {
    /// An attempt to pay. The provider knows a payment by it, so it charges an attempt once.
    AttemptId
}

/// One visit to the provider.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attempt {
    /// The attempt.
    pub id: AttemptId,
    /// The order it pays.
    pub order: OrderId,
}

/// What came of wanting to pay.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Begun {
    /// The payer is to go to the provider with this attempt, new or still open.
    At(AttemptId),
    /// The money has arrived already.
    AlreadyPaid,
}

store::statements! {
    OPEN = "select id from payment_attempt where order_id = $1 and state = 'pending'";
    INSERT = "insert into payment_attempt (id, order_id, state, started_at) values ($1, $2, 'pending', $3)";
    BY_ID = "select id, order_id from payment_attempt where id = $1";
}

/// Sends the payer to the provider. While an attempt is open, everybody is sent to that one, so a
/// second click cannot pay twice. Who may: whoever may see the order, which the page checks.
///
/// # Errors
/// [`Error::Expired`] if the time to pay is over.
pub fn begin(tx: &mut Tx, order: OrderId, now: Timestamp) -> Result<Begun, Error> {
    let found = order::by_id(tx, order)?.ok_or(store::Error::Missing)?;
    let is_late = found.expires_at.is_some_and(|end| now >= end);
    match found.state {
        OrderState::Paid => return Ok(Begun::AlreadyPaid),
        OrderState::Expired => return Err(Error::Expired),
        _ if is_late => return Err(Error::Expired),
        OrderState::Created | OrderState::Pending | OrderState::Failed => {}
    }
    if let Some(open) = open(tx, order)? {
        return Ok(Begun::At(open));
    }
    let attempt = AttemptId::new(now);
    tx.exec(&INSERT, params![attempt, order, now])?;
    order::set_state(tx, order, OrderState::Pending)?;
    event::record(tx, order, Some(attempt), EventKind::Begun, now)?;
    Ok(Begun::At(attempt))
}

/// The attempt of an order whose end is not known yet.
pub(crate) fn open(db: &mut Db, order: OrderId) -> Result<Option<AttemptId>, store::Error> {
    db.row_opt(&OPEN, params![order], |row| row.get(0))
}

/// An attempt by its id.
pub(crate) fn by_id(db: &mut Db, id: AttemptId) -> Result<Option<Attempt>, store::Error> {
    db.row_opt(&BY_ID, params![id], |row| {
        Ok(Attempt {
            id: row.get(0)?,
            order: row.get(1)?,
        })
    })
}
