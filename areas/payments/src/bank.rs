//! The test bank: a provider of the demonstration, with its own pages and its own books.
//!
//! It knows of us only what a signed link tells it, and tells us only by a signed callback over
//! HTTP, tried again until we answer. It reads none of our tables.

mod call;
pub(crate) mod pages;

use form_urlencoded::byte_serialize;
use jiff::Timestamp;
use platform::Secrets;
use serde::{Deserialize, Serialize};
use store::jobs::{self, Failure, Job};
use store::{Store, Tx, params};

use crate::{Advice, AdviceResult, AttemptId, Order, State, spoken};

/// The job that delivers the test bank's callback.
pub const BANK_NOTICE_JOB: &str = "payments.bank-notice";

/// What the keys of links and callbacks are derived for.
const LINK_PURPOSE: &str = "payments.test-bank.link";
const NOTICE_PURPOSE: &str = "payments.test-bank.notice";

/// How old a callback's time may be, and how far ahead, in seconds: clocks differ, replays wait.
const NOTICE_SECONDS_MAX: u64 = 300;

/// The header with the callback's time, in seconds since 1970.
pub(crate) const TIME_HEADER: &str = "x-aviso-momento";

/// The header with the callback's signature: HMAC-SHA-256 over `time.body`, in hexadecimal.
pub(crate) const SIGNATURE_HEADER: &str = "x-aviso-firma";

/// Where the test bank calls us.
pub(crate) const NOTICE_PATH: &str = "/pagos/aviso";

/// What a link to the bank asks to be charged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Charge {
    pub(crate) attempt: AttemptId,
    pub(crate) amount_minor: i64,
    pub(crate) currency: String,
    pub(crate) return_path: String,
    /// Who receives the money, as the payer reads it at the bank.
    pub(crate) payee: String,
}

impl Charge {
    pub(crate) fn of(order: &Order, attempt: AttemptId) -> Self {
        Self {
            attempt,
            amount_minor: order.amount_minor,
            currency: order.currency.clone(),
            return_path: order.path(),
            payee: order.payee.as_str(text::Lang::Es).to_owned(),
        }
    }

    fn signed_text(&self) -> String {
        format!(
            "{}\n{}\n{}\n{}\n{}",
            self.attempt, self.amount_minor, self.currency, self.return_path, self.payee
        )
    }

    pub(crate) fn signature(&self, secrets: &Secrets) -> String {
        hex(&secrets.authenticate(LINK_PURPOSE, self.signed_text().as_bytes()))
    }

    pub(crate) fn is_signed_by(&self, secrets: &Secrets, signature: &str) -> bool {
        let bytes = unhex(signature).unwrap_or_default();
        secrets.is_authentic(LINK_PURPOSE, self.signed_text().as_bytes(), &bytes)
    }

    /// The bank's page for this charge.
    pub(crate) fn path(&self, secrets: &Secrets) -> String {
        format!(
            "/banco-de-prueba/{}?monto={}&moneda={}&volver={}&cobra={}&firma={}",
            self.attempt,
            self.amount_minor,
            self.currency,
            self.return_path,
            byte_serialize(self.payee.as_bytes()).collect::<String>(),
            self.signature(secrets)
        )
    }
}

store::statements! {
    DECIDE = "insert into payment_bank_charge (id, result, amount_minor, currency, decided_at)
        values ($1, $2, $3, $4, $5) on conflict (id) do nothing";
    DECIDED = "select result from payment_bank_charge where id = $1";
}

/// What the callback job carries.
#[derive(Debug, Serialize, Deserialize)]
struct NoticeJob {
    advice: Advice,
}

/// The bank books a decision and will tell us. The first decision stands; whether this was it.
fn decide(
    tx: &mut Tx,
    charge: &Charge,
    result: AdviceResult,
    now: Timestamp,
) -> Result<bool, store::Error> {
    let word = match result {
        AdviceResult::Paid => "paid",
        AdviceResult::Refused => "refused",
    };
    if tx.exec(
        &DECIDE,
        params![
            charge.attempt,
            word,
            charge.amount_minor,
            charge.currency,
            now
        ],
    )? == 0
    {
        return Ok(false);
    }
    let advice = Advice {
        attempt: charge.attempt,
        result,
        amount_minor: charge.amount_minor,
        currency: charge.currency.clone(),
        provider_reference: spoken::number("BP", charge.attempt.uuid().as_bytes()),
    };
    jobs::enqueue(
        tx,
        BANK_NOTICE_JOB,
        &charge.attempt.to_string(),
        &NoticeJob { advice },
        now,
    )?;
    Ok(true)
}

/// Delivers one callback. Anything but a success is tried again later.
pub(crate) fn deliver(
    state: &State,
    _store: &Store,
    job: &Job,
    now: Timestamp,
) -> Result<(), Failure> {
    let NoticeJob { advice } = job.payload()?;
    let body = serde_json::to_vec(&advice)?;
    let time = now.as_second().to_string();
    let signature = hex(&notice_tag(state.app.secrets(), &time, &body));
    let headers = [
        (TIME_HEADER, time.as_str()),
        (SIGNATURE_HEADER, signature.as_str()),
    ];
    match call::post(&state.callback_base, NOTICE_PATH, &headers, &body)? {
        200..=299 => Ok(()),
        status => Err(format!("the callback was answered with {status}").into()),
    }
}

/// Whether a callback is the bank's own and fresh.
pub(crate) fn is_authentic(
    secrets: &Secrets,
    time: &str,
    signature: &str,
    body: &[u8],
    now: Timestamp,
) -> bool {
    let fresh = time
        .parse::<i64>()
        .is_ok_and(|time| time.abs_diff(now.as_second()) <= NOTICE_SECONDS_MAX);
    let tag = unhex(signature).unwrap_or_default();
    fresh && secrets.is_authentic(NOTICE_PURPOSE, &signed_notice(time, body), &tag)
}

fn notice_tag(secrets: &Secrets, time: &str, body: &[u8]) -> [u8; 32] {
    secrets.authenticate(NOTICE_PURPOSE, &signed_notice(time, body))
}

fn signed_notice(time: &str, body: &[u8]) -> Vec<u8> {
    [time.as_bytes(), b".", body].concat()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Reads a SHA-256 tag in hexadecimal; nothing of another length is one.
fn unhex(text: &str) -> Option<Vec<u8>> {
    if text.len() != 64 || !text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    (0..32)
        .map(|at| u8::from_str_radix(text.get(2 * at..2 * at + 2)?, 16).ok())
        .collect()
}
