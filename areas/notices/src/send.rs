//! Telling somebody something.

use identity::PersonId;
use identity::people::Email;
use jiff::Timestamp;
use platform::redirect;
use store::{Json, Tx, jobs, params};
use text::Localized;

use crate::mail::{EMAIL_JOB, MailJob, MailTo};
use crate::{Error, NoticeId};

/// Letters of a subject: two lines of a phone's inbox.
pub const SUBJECT_CHARS_MAX: usize = 200;

/// Letters of a body: the longest reasons an official writes, with room.
pub const BODY_CHARS_MAX: usize = 20_000;

/// To whom.
#[derive(Debug, Clone)]
pub enum Recipient {
    /// A person: into the inbox, and an e-mail if they gave an address.
    Person(PersonId),
    /// Somebody without an account, who left an address: an e-mail that leads to `link`, a path of
    /// this site without anything secret or personal in it.
    Address {
        /// The address.
        email: Email,
        /// Where the e-mail leads.
        link: String,
    },
}

/// What to tell whom.
#[derive(Debug, Clone)]
pub struct Notice {
    /// To whom.
    pub to: Recipient,
    /// In one line.
    pub subject: Localized,
    /// The whole of it. An empty line parts paragraphs.
    pub body: Localized,
    /// The case it is about, if about one.
    pub case_number: Option<String>,
}

store::statements! {
    INSERT = "insert into notice (id, person, subject, body, case_number, sent_at) values ($1, $2, $3, $4, $5, $6)";
}

/// Tells somebody something, in the caller's transaction: the message is in the inbox, and the job of
/// its e-mail enqueued, if and only if that happens. Who may: any area, about what it did.
///
/// The text is meant for the recipient alone and stays in the inbox; the e-mail does not repeat it.
///
/// # Errors
/// [`Error::TooLong`] past [`SUBJECT_CHARS_MAX`] or [`BODY_CHARS_MAX`], [`Error::Unreachable`] for a
/// link that leads elsewhere.
pub fn send(tx: &mut Tx, notice: &Notice, now: Timestamp) -> Result<NoticeId, Error> {
    if is_longer(&notice.subject, SUBJECT_CHARS_MAX) || is_longer(&notice.body, BODY_CHARS_MAX) {
        return Err(Error::TooLong);
    }
    let id = NoticeId::new(now);
    let (to, link) = match &notice.to {
        Recipient::Person(person) => {
            let (subject, body) = (Json(&notice.subject), Json(&notice.body));
            tx.put(
                &INSERT,
                params![id, person, subject, body, notice.case_number, now],
            )?;
            (MailTo::Person(*person), format!("/mi/mensajes/{id}"))
        }
        Recipient::Address { email, link } => {
            let link = redirect::local_path(link).ok_or(Error::Unreachable)?;
            (MailTo::Address(email.as_str().to_owned()), link.to_owned())
        }
    };
    jobs::enqueue(
        tx,
        EMAIL_JOB,
        &id.to_string(),
        &MailJob {
            id,
            to,
            link,
            at: now,
        },
        now,
    )?;
    Ok(id)
}

fn is_longer(words: &Localized, chars_max: usize) -> bool {
    words
        .iter()
        .any(|(_, words)| words.chars().nth(chars_max).is_some())
}
