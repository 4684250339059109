//! Orders: what somebody is asked to pay.

use identity::{Actor, PersonId};
use jiff::Timestamp;
use platform::redirect;
use store::{Db, FromValue, Json, Row, ToValue, Tx, Value, jobs, params};
use text::Localized;

use crate::event::{self, EventKind};
use crate::expire::{EXPIRE_JOB, ExpireJob};
use crate::{AttemptId, Error, spoken};

store::id! {
    /// An order. Its 74 random bits are what keeps the link of an order without a payer secret.
    OrderId
}

/// How an order stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OrderState {
    /// Nobody went to pay yet.
    Created,
    /// The payer went to the provider, which has not said how it ended.
    Pending,
    /// The money arrived. Nothing changes this.
    Paid,
    /// The provider refused; it may be tried again.
    Failed,
    /// The time to pay is over.
    Expired,
}

impl OrderState {
    const ALL: [Self; 5] = [
        Self::Created,
        Self::Pending,
        Self::Paid,
        Self::Failed,
        Self::Expired,
    ];

    /// The word for it in the database, and in what leaves the house.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Created => "created",
            Self::Pending => "pending",
            Self::Paid => "paid",
            Self::Failed => "failed",
            Self::Expired => "expired",
        }
    }
}

impl ToValue for OrderState {
    fn to_value(&self) -> Result<Value<'_>, store::Error> {
        self.as_str().to_value()
    }
}

impl FromValue for OrderState {
    fn from_value(value: Value<'_>) -> Result<Self, store::Error> {
        let word = value.text()?;
        let found = Self::ALL.into_iter().find(|state| state.as_str() == word);
        found.ok_or_else(|| store::Error::Damaged("the state of a payment order".to_owned()))
    }
}

/// An order to be made.
#[derive(Debug, Clone)]
pub struct NewOrder {
    /// What it is for, in the caller's words: a case number, or one with a suffix if a case has several
    /// fees. The same reference never makes a second order.
    pub reference: String,
    /// Who pays. Without one, whoever holds the link may look and pay.
    pub payer: Option<PersonId>,
    /// Who receives the money, as the payer knows them.
    pub payee: Localized,
    /// How much, in minor units of the currency; positive.
    pub amount_minor: i64,
    /// ISO 4217 code.
    pub currency: String,
    /// What for, in a few words.
    pub concept: Localized,
    /// Where to go on after paying: a path of this site.
    pub return_path: String,
    /// When the time to pay ends, if it does.
    pub expires_at: Option<Timestamp>,
}

/// An order.
#[derive(Debug, Clone, PartialEq)]
pub struct Order {
    /// Its id.
    pub id: OrderId,
    /// What it is for, in the caller's words.
    pub reference: String,
    /// Who pays, if only one person may.
    pub payer: Option<PersonId>,
    /// Who receives the money.
    pub payee: Localized,
    /// How much, in minor units.
    pub amount_minor: i64,
    /// ISO 4217 code.
    pub currency: String,
    /// What for.
    pub concept: Localized,
    /// Where to go on after paying.
    pub return_path: String,
    /// How it stands.
    pub state: OrderState,
    /// When it was made.
    pub created_at: Timestamp,
    /// When the time to pay ends, if it does.
    pub expires_at: Option<Timestamp>,
}

impl Order {
    /// The page of the order.
    #[must_use]
    pub fn path(&self) -> String {
        format!("/pagos/{}", self.id)
    }

    /// The number of its receipt, for people. It does not tell the id, which opens the order.
    #[must_use]
    pub fn receipt_number(&self) -> String {
        spoken::number("REC", self.id.uuid().as_bytes())
    }

    /// Whether this visitor may see and pay it.
    pub(crate) fn is_open_to(&self, actor: &Actor) -> bool {
        self.payer.is_none() || self.payer == actor.person()
    }
}

/// The money of an order, arrived.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settled {
    /// The order.
    pub order: OrderId,
    /// How much arrived, in minor units.
    pub amount_minor: i64,
    /// ISO 4217 code.
    pub currency: String,
    /// When.
    pub at: Timestamp,
    /// What the provider calls it.
    pub provider_reference: String,
}

store::statements! {
    INSERT = "insert into payment_order (id, reference, payer, payee, amount_minor, currency, concept, return_path, state, created_at, expires_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) on conflict (reference) do nothing";
    BY_ID = "select id, reference, payer, payee, amount_minor, currency, concept, return_path, state, created_at, expires_at
        from payment_order where id = $1";
    BY_REFERENCE = "select id, reference, payer, payee, amount_minor, currency, concept, return_path, state, created_at, expires_at
        from payment_order where reference = $1";
    SETTLED = "select o.id, o.amount_minor, o.currency, o.paid_at, a.provider_reference
        from payment_order o join payment_attempt a on a.id = o.paid_by where o.reference = $1 and o.state = 'paid'";
    SET_STATE = "update payment_order set state = $2 where id = $1";
    SET_PAID = "update payment_order set state = 'paid', paid_at = $2, paid_by = $3 where id = $1 and state <> 'paid'";
}

/// Asks for money, in the caller's transaction. Asking again for the same reference gives the same
/// order. Who may ask: whoever runs the case; the payer is told by the caller.
///
/// # Errors
/// [`Error::Terms`] for an order nobody could pay, [`Error::OtherTerms`] if the reference was ordered
/// before on other terms.
pub fn order(tx: &mut Tx, new: &NewOrder, now: Timestamp) -> Result<Order, Error> {
    let currency_is_code =
        new.currency.len() == 3 && new.currency.bytes().all(|byte| byte.is_ascii_uppercase());
    if new.amount_minor <= 0
        || !currency_is_code
        || redirect::local_path(&new.return_path).is_none()
    {
        return Err(Error::Terms);
    }
    let id = OrderId::new(now);
    let values = params![
        id,
        new.reference,
        new.payer,
        Json(&new.payee),
        new.amount_minor,
        new.currency,
        Json(&new.concept),
        new.return_path,
        OrderState::Created,
        now,
        new.expires_at
    ];
    if tx.exec(&INSERT, values)? == 1 {
        event::record(tx, id, None, EventKind::Created, now)?;
        if let Some(end) = new.expires_at {
            jobs::enqueue(
                tx,
                EXPIRE_JOB,
                &id.to_string(),
                &ExpireJob { order: id },
                end,
            )?;
        }
        return Ok(by_id(tx, id)?.ok_or(store::Error::Missing)?);
    }
    let before = by_reference(tx, &new.reference)?.ok_or(store::Error::Missing)?;
    let same = before.amount_minor == new.amount_minor
        && before.currency == new.currency
        && before.payer == new.payer;
    if same {
        Ok(before)
    } else {
        Err(Error::OtherTerms)
    }
}

/// An order, if there is one with this id.
///
/// # Errors
/// Those of the store.
pub fn by_id(db: &mut Db, id: OrderId) -> Result<Option<Order>, store::Error> {
    db.row_opt(&BY_ID, params![id], read)
}

/// The order of a reference, if there is one.
///
/// # Errors
/// Those of the store.
pub fn by_reference(db: &mut Db, reference: &str) -> Result<Option<Order>, store::Error> {
    db.row_opt(&BY_REFERENCE, params![reference], read)
}

/// The money that arrived for a reference; none while it has not.
///
/// # Errors
/// Those of the store.
pub fn settled(db: &mut Db, reference: &str) -> Result<Option<Settled>, store::Error> {
    db.row_opt(&SETTLED, params![reference], |row| {
        Ok(Settled {
            order: row.get(0)?,
            amount_minor: row.get(1)?,
            currency: row.get(2)?,
            at: row.get(3)?,
            provider_reference: row.get(4)?,
        })
    })
}

/// Moves an order that is not paid; the event is the caller's to record.
pub(crate) fn set_state(tx: &mut Tx, id: OrderId, state: OrderState) -> Result<(), store::Error> {
    tx.exec(&SET_STATE, params![id, state])?;
    Ok(())
}

/// Notes the arrival of the money; false if it had arrived before.
pub(crate) fn set_paid(
    tx: &mut Tx,
    id: OrderId,
    by: AttemptId,
    now: Timestamp,
) -> Result<bool, store::Error> {
    Ok(tx.exec(&SET_PAID, params![id, now, by])? == 1)
}

fn read(row: &Row<'_>) -> Result<Order, store::Error> {
    let Json(payee) = row.get(3)?;
    let Json(concept) = row.get(6)?;
    Ok(Order {
        id: row.get(0)?,
        reference: row.get(1)?,
        payer: row.get(2)?,
        payee,
        amount_minor: row.get(4)?,
        currency: row.get(5)?,
        concept,
        return_path: row.get(7)?,
        state: row.get(8)?,
        created_at: row.get(9)?,
        expires_at: row.get(10)?,
    })
}
