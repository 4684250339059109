//! E-mail: a line that says there is a message, and the way it leaves.

use std::fs;
use std::path::PathBuf;
use std::time::{Duration, SystemTime};

use identity::{PersonId, people};
use jiff::Timestamp;
use lettre::message::Mailbox;
use lettre::message::header::ContentType;
use lettre::transport::smtp;
use lettre::{Message, SmtpTransport, Transport};
use platform::Site;
use serde::{Deserialize, Serialize};
use store::Store;
use store::jobs::{Failure, Job};

use crate::{Error, NoticeId, State, words};

/// The job that sends one e-mail. Its key is the notice.
pub const EMAIL_JOB: &str = "notices.email";

/// How long a mail server may take for one step.
const SERVER_WAIT: Duration = Duration::from_secs(20);

/// What the job carries. The words of the notice are not in it.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct MailJob {
    pub(crate) id: NoticeId,
    pub(crate) to: MailTo,
    pub(crate) link: String,
    pub(crate) at: Timestamp,
}

/// To whom. A person's address is looked up when the mail leaves, so that a mended one is used.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum MailTo {
    Person(PersonId),
    Address(String),
}

/// How e-mail leaves.
pub struct Mailer {
    from: Mailbox,
    way: Way,
}

enum Way {
    Smtp(Box<SmtpTransport>),
    Folder(PathBuf),
}

impl std::fmt::Debug for Mailer {
    /// Without the server's address, which can hold a password.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self.way {
            Way::Smtp(_) => "Mailer(SMTP)",
            Way::Folder(_) => "Mailer(folder)",
        })
    }
}

impl Mailer {
    /// Through a mail server: `smtps://user:password@host` (TLS), `smtp://host?tls=required`
    /// (STARTTLS), `smtp://localhost:1025` (plain, for a server on this machine).
    ///
    /// # Errors
    /// [`Error::Mail`] if the address of the server or of the sender cannot be read.
    pub fn smtp(url: &str, from: &str) -> Result<Self, Error> {
        let builder = SmtpTransport::from_url(url)
            .map_err(|_| Error::Mail("the address of the mail server cannot be read"))?;
        let transport = builder.timeout(Some(SERVER_WAIT)).build();
        Ok(Self {
            from: mailbox(from)?,
            way: Way::Smtp(Box::new(transport)),
        })
    }

    /// Into a folder, one `.eml` file for each e-mail: for the demonstration and for tests.
    ///
    /// # Errors
    /// [`Error::Mail`] if the sender's address cannot be read or the folder cannot be made.
    pub fn folder(folder: impl Into<PathBuf>, from: &str) -> Result<Self, Error> {
        let folder = folder.into();
        fs::create_dir_all(&folder)
            .map_err(|_| Error::Mail("the folder for mail cannot be made"))?;
        Ok(Self {
            from: mailbox(from)?,
            way: Way::Folder(folder),
        })
    }

    fn send(&self, id: NoticeId, message: &Message) -> Result<(), Failure> {
        match &self.way {
            Way::Smtp(transport) => transport
                .send(message)
                .map(drop)
                .map_err(|error| told(&error).into()),
            Way::Folder(folder) => {
                // Whoever watches the folder never sees half a mail; the same mail replaces itself.
                let half = folder.join(format!("{id}.part"));
                fs::write(&half, message.formatted())?;
                fs::rename(half, folder.join(format!("{id}.eml")))?;
                Ok(())
            }
        }
    }
}

/// What a mail server said, without the address that servers like to repeat.
fn told(error: &smtp::Error) -> String {
    match error.status() {
        Some(code) => format!("the mail server answered {code}"),
        None if error.is_timeout() => "the mail server did not answer in time".to_owned(),
        None => "the mail server cannot be reached".to_owned(),
    }
}

fn mailbox(address: &str) -> Result<Mailbox, Error> {
    address
        .parse()
        .map_err(|_| Error::Mail("an address of mail cannot be read"))
}

/// Sends one e-mail: the handler of [`EMAIL_JOB`], for whoever puts workers together differently from
/// [`jobs`](crate::jobs). A person without an address gets none: the message is in their inbox.
///
/// # Errors
/// What the mail server or the folder says, without the address.
pub fn deliver(state: &State, store: &Store, job: &Job) -> Result<(), Failure> {
    let mail: MailJob = job.payload()?;
    let address = match mail.to {
        MailTo::Address(ref address) => Some(address.clone()),
        MailTo::Person(person) => store
            .read_blocking(move |db| people::contact(db, person))?
            .and_then(|contact| contact.email),
    };
    let Some(address) = address else {
        return Ok(());
    };
    let message = compose(
        state.app.site(),
        &state.mailer.from,
        &mail,
        mailbox(&address)?,
    )?;
    state.mailer.send(mail.id, &message)
}

/// The e-mail: the same bytes for every attempt but for what the mailer itself adds.
fn compose(site: &Site, from: &Mailbox, mail: &MailJob, to: Mailbox) -> Result<Message, Error> {
    let lang = site.default_lang;
    let (news, how) = match mail.to {
        MailTo::Person(_) => (words::mail_body(lang), String::new()),
        MailTo::Address(_) => (
            words::mail_news(lang),
            format!("\n{}", words::mail_with_code(lang)),
        ),
    };
    let body = format!(
        "{}\n\n{}\n{}{}{how}\n\n{}\n\n{}\n",
        words::mail_greeting(lang),
        news,
        site.base_url,
        mail.link,
        words::mail_no_reply(lang),
        site.name,
    );
    Message::builder()
        .from(from.clone())
        .to(to)
        .subject(words::mail_subject(lang, &site.name).as_str())
        .date(SystemTime::from(mail.at))
        .message_id(Some(format!("<{}@{}>", mail.id, host_of(&site.base_url))))
        .header(ContentType::TEXT_PLAIN)
        .body(body)
        .map_err(|_| Error::Mail("the mail cannot be put together"))
}

/// The host that a `Message-ID` ends in (RFC 5322 §3.6.4).
fn host_of(base_url: &str) -> &str {
    let rest = base_url
        .split_once("://")
        .map_or(base_url, |(_, rest)| rest);
    rest.split([':', '/']).next().unwrap_or(rest)
}
