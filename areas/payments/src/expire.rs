//! The end of an order's time.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use store::jobs::{self, Failure, Job};
use store::{Store, Tx, params};

use crate::event::{self, EventKind};
use crate::{Error, OrderId};

/// The job that ends an order when its time is over.
pub const EXPIRE_JOB: &str = "payments.expire";

/// What the job carries.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct ExpireJob {
    pub(crate) order: OrderId,
}

store::statements! {
    CANCEL = "update payment_order set state = 'expired', expires_at = $2
        where reference = $1 and state in ('created', 'pending', 'failed') returning id";
    EXPIRE = "update payment_order set state = 'expired'
        where id = $1 and expires_at <= $2 and state in ('created', 'pending', 'failed')";
}

/// Ends an order whose time is over; whether it did. Money that arrives later still counts.
///
/// # Errors
/// Those of the store.
pub fn expire(tx: &mut Tx, order: OrderId, now: Timestamp) -> Result<bool, Error> {
    let expired = tx.exec(&EXPIRE, params![order, now])? == 1;
    if expired {
        event::record(tx, order, None, EventKind::Expired, now)?;
    }
    Ok(expired)
}

/// Ends the order for something that nobody wants any more, unless it was paid. Money that is on its way still
/// counts.
///
/// # Errors
/// Those of the store.
pub fn cancel(tx: &mut Tx, reference: &str, now: Timestamp) -> Result<(), Error> {
    let cancelled: Option<OrderId> =
        tx.row_opt(&CANCEL, params![reference, now], |row| row.get(0))?;
    if let Some(order) = cancelled {
        event::record(tx, order, None, EventKind::Expired, now)?;
    }
    Ok(())
}

pub(crate) fn run(store: &Store, job: &Job, now: Timestamp) -> Result<(), Failure> {
    let ExpireJob { order } = job.payload()?;
    let job = job.clone();
    store.write_blocking(move |tx| {
        expire(tx, order, now)?;
        jobs::complete(tx, &job, now).map_err(Error::from)
    })?;
    Ok(())
}
