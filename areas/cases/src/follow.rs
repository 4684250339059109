//! Following a case that was filed without an account, from any device.
//!
//! The number and the verification code of the receipt, together, are what the applicant has instead
//! of an account. Typed once, the browser is remembered and may do all that the applicant may.

use jiff::Timestamp;
use store::{Tx, params};

use crate::applicant::BrowserKey;
use crate::{CaseNumber, Error, VerificationCode, case};

store::statements! {
    /// Remembers that a browser follows a case.
    REMEMBER = "insert into case_follower (case_id, browser_key, since) values ($1, $2, $3)
                on conflict (case_id, browser_key) do update set since = excluded.since";
    /// Forgets the browsers whose own key has long run out.
    FORGET = "delete from case_follower where since < $1";
}

/// Lets a browser follow a case.
///
/// Whoever holds the receipt of a case filed without an account may. The browser is remembered for
/// this case; nobody is told.
///
/// # Errors
/// [`Error::Unknown`] when number and code are not of one case, or it was filed with an account: the
/// two cannot be told apart.
pub fn follow(
    tx: &mut Tx,
    number: &CaseNumber,
    code: &VerificationCode,
    browser: &BrowserKey,
    now: Timestamp,
) -> Result<(), Error> {
    let case = case::of_receipt(tx, number, code)?;
    tx.exec(&REMEMBER, params![case.id, browser.as_bytes(), now])?;
    Ok(())
}

/// Forgets browsers that have followed nothing new since.
pub(crate) fn sweep(tx: &mut Tx, since: Timestamp) -> Result<u64, store::Error> {
    tx.exec(&FORGET, params![since])
}
