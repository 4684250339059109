//! What the applicant is told, and when.

use identity::people::Email;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use notices::{Notice, Recipient};
use process::{Meeting, Outcome};
use services::Published;
use store::Tx;
use text::{Lang, Localized};

use crate::case::{Case, Content};
use crate::{Error, words};

/// Something the applicant should know.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Told {
    /// The application arrived.
    Received,
    /// The fee arrived.
    FeePaid,
    /// Something must be corrected.
    CorrectionAsked,
    /// The signed act is there, and this is what it means.
    ActIssued(Outcome),
    /// The act was taken back.
    ActRevoked,
    /// The agency has given itself more time.
    TermExtended,
    /// The case had ended, and was taken up again.
    Reopened,
}

/// Puts a message into the applicant's inbox, in the caller's transaction; whoever filed without an
/// account and left an address gets an e-mail that says where to look.
///
/// The e-mail names the case and never its code. The code opens the case and acts in the applicant's
/// name; a mailbox is read by families, employers and whoever finds the telephone, and is kept for
/// years. Whoever has lost the receipt proves who they are to the agency, not to a mailbox.
pub(crate) fn tell(
    tx: &mut Tx,
    case: &Case,
    service: &Published,
    told: Told,
    now: Timestamp,
) -> Result<(), Error> {
    let Some(to) = recipient(case) else {
        return Ok(());
    };
    let title = service.definition.title();
    let notice = Notice {
        to,
        subject: in_both(|lang| subject(told, lang, title.as_str(lang))),
        body: in_both(|lang| body(told, lang, title.as_str(lang), case.number.as_str())),
        case_number: Some(case.number.to_string()),
    };
    notices::send(tx, &notice, now).map_err(Error::inner)?;
    Ok(())
}

/// Tells the applicant when somebody comes to see, or hears them.
///
/// # Errors
/// As [`tell`].
pub(crate) fn tell_meeting(
    tx: &mut Tx,
    case: &Case,
    service: &Published,
    meeting: Meeting,
    at: Timestamp,
    zone: &TimeZone,
    now: Timestamp,
) -> Result<(), Error> {
    let title = service.definition.title();
    let say = in_both(|lang| {
        let when = crate::paper::moment(lang, at, zone);
        let number = case.number.as_str();
        match meeting {
            Meeting::Visit => words::told_visit(lang, title.as_str(lang), number, when),
            Meeting::Hearing => words::told_hearing(lang, title.as_str(lang), number, when),
        }
        .into_string()
    });
    tell_own_words(tx, case, service, &say, now)
}

/// Tells somebody that they are asked to sign what another filed.
///
/// # Errors
/// As [`tell`].
pub(crate) fn tell_cosigner(
    tx: &mut Tx,
    case: &Case,
    service: &Published,
    person: identity::PersonId,
    now: Timestamp,
) -> Result<(), Error> {
    let title = service.definition.title();
    let number = case.number.as_str();
    let notice = Notice {
        to: Recipient::Person(person),
        subject: in_both(|lang| words::told_cosign(lang, title.as_str(lang)).into_string()),
        body: in_both(|lang| {
            words::told_cosign_body(lang, title.as_str(lang), number).into_string()
        }),
        case_number: None,
    };
    notices::send(tx, &notice, now).map_err(Error::inner)?;
    Ok(())
}

/// Tells the applicant what the definition says, in its own words.
///
/// # Errors
/// As [`tell`].
pub(crate) fn tell_own_words(
    tx: &mut Tx,
    case: &Case,
    service: &Published,
    say: &Localized,
    now: Timestamp,
) -> Result<(), Error> {
    let Some(to) = recipient(case) else {
        return Ok(());
    };
    let title = service.definition.title();
    let notice = Notice {
        to,
        subject: in_both(|lang| words::told_news(lang, title.as_str(lang)).into_string()),
        body: say.clone(),
        case_number: Some(case.number.to_string()),
    };
    notices::send(tx, &notice, now).map_err(Error::inner)?;
    Ok(())
}

fn recipient(case: &Case) -> Option<Recipient> {
    match (&case.content, case.person) {
        (_, Some(person)) => Some(Recipient::Person(person)),
        (Content::OfStranger(application), None) => {
            let email = Email::parse(application.contact_email.as_deref()?)?;
            Some(Recipient::Address {
                email,
                link: format!("/seguir?numero={}", case.number),
            })
        }
        (Content::OfPerson(_), None) => None,
    }
}

fn in_both(words: impl Fn(Lang) -> String) -> Localized {
    Localized::spanish(words(Lang::Es)).with(Lang::En, words(Lang::En))
}

fn subject(told: Told, lang: Lang, service: &str) -> String {
    match told {
        Told::Received => words::told_received(lang, service),
        Told::FeePaid => words::told_paid(lang, service),
        Told::CorrectionAsked => words::told_correction(lang, service),
        Told::ActIssued(Outcome::Granted) => words::told_act(lang, service),
        Told::ActIssued(Outcome::Denied) => words::told_denied(lang, service),
        Told::ActIssued(Outcome::Abandoned) => words::told_archived(lang, service),
        Told::ActRevoked => words::told_revoked(lang, service),
        Told::TermExtended => words::told_extended(lang, service),
        Told::Reopened => words::told_reopened(lang, service),
    }
    .into_string()
}

fn body(told: Told, lang: Lang, service: &str, number: &str) -> String {
    match told {
        Told::Received => words::told_received_body(lang, service, number),
        Told::FeePaid => words::told_paid_body(lang, service, number),
        Told::CorrectionAsked => words::told_correction_body(lang, service, number),
        Told::ActIssued(Outcome::Granted) => words::told_act_body(lang, service, number),
        Told::ActIssued(Outcome::Denied) => words::told_denied_body(lang, service, number),
        Told::ActIssued(Outcome::Abandoned) => words::told_archived_body(lang, service, number),
        Told::ActRevoked => words::told_revoked_body(lang, service, number),
        Told::TermExtended => words::told_extended_body(lang, service, number),
        Told::Reopened => words::told_reopened_body(lang, service, number),
    }
    .into_string()
}
