//! Sending an application: the step after which the State owes an answer.

use forms::Answers;
use jiff::Timestamp;
use ledger::LeafId;
use process::Position;
use services::{Published, for_another};
use store::Tx;

use crate::advance::{Walk, carry_out_effect};
use crate::applicant::Applicant;
use crate::case::{self, Case, CaseId, NewCase};
use crate::draft::{self, Draft, DraftId};
use crate::event::{self, CaseEvent};
use crate::jurisdiction::Jurisdiction;
use crate::represented::Whose;
use crate::{CaseNumber, Error, VerificationCode, appeal, facts, job, tell};

/// What is sent.
#[derive(Debug, Clone)]
pub struct Submission<'a> {
    /// The service, in the version the draft was begun with.
    pub service: &'a Published,
    /// Who sends it.
    pub applicant: &'a Applicant,
    /// The draft it was; its documents lie there.
    pub draft: DraftId,
    /// What was answered.
    pub answers: &'a Answers,
    /// The client's own key, with the account's in front: the same request is filed once.
    pub idempotency_key: Option<String>,
}

/// What was received.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filed {
    /// Its number.
    pub number: CaseNumber,
    /// What anyone types to check the receipt.
    pub verification_code: VerificationCode,
    /// Where it stands.
    pub position: Position,
}

/// Sends a draft.
///
/// Only its visitor may, and for a service that asks who one is only a person who signed in. A case
/// begins, the ledger gets a leaf, the process takes its first step; the applicant is told. Sending
/// twice sends once: the second time answers [`Error::AlreadySent`] with the number of the first.
///
/// # Errors
/// [`Error::Answers`] with every fault, and nothing was sent; the draft is kept.
pub fn submit_draft(
    tx: &mut Tx,
    draft: &Draft,
    submission: &Submission<'_>,
    place: &Jurisdiction,
    now: Timestamp,
) -> Result<Filed, Error> {
    let current = draft::of_visitor(tx, draft.id, submission.applicant)?;
    if let Some(number) = current.sent {
        return Err(Error::AlreadySent(number));
    }
    let submission = Submission {
        answers: &current.answers,
        ..submission.clone()
    };
    let filed = file(tx, &submission, place, now)?;
    draft::mark_sent(tx, draft.id, CaseId::from_uuid(draft.id.uuid()), now)?;
    Ok(filed)
}

/// Files answers that came whole, by the API.
///
/// Who may, what changes and who is told are as for a draft. A repeated idempotency key answers what
/// was filed the first time.
///
/// # Errors
/// [`Error::Answers`] with every fault, and nothing was filed.
pub fn file(
    tx: &mut Tx,
    submission: &Submission<'_>,
    place: &Jurisdiction,
    now: Timestamp,
) -> Result<Filed, Error> {
    let settled = settled(submission);
    let submission = settled.as_ref().map_or_else(
        || submission.clone(),
        |answers| Submission {
            answers,
            ..submission.clone()
        },
    );
    let submission = &submission;
    let service = submission.service;
    if service.definition.needs_person() && submission.applicant.citizen.is_none() {
        return Err(Error::SignInNeeded);
    }
    let citizen = submission.applicant.citizen.as_ref();
    let faults = facts::faults(
        tx,
        service,
        submission.answers,
        submission.draft,
        citizen,
        now,
        place.zone(),
    )?;
    if !faults.is_empty() {
        // What was right when it was filed may be late by now; the answer stays the same.
        return filed_before(tx, submission).map_err(|_| Error::Answers(faults));
    }
    let facts = facts::of_answers(service, submission.answers);
    let about = facts::about(service, &facts);
    let whose = Whose::of(tx, service, submission.answers)?;
    let Some(mut case) = insert(tx, submission, (about.as_deref(), &whose), place, now)? else {
        return filed_before(tx, submission);
    };
    event::record(tx, case.id, 0, &CaseEvent::Filed, None, now)?;
    appeal::tie(
        tx,
        &case,
        service,
        submission.answers,
        submission.applicant,
        now,
    )?;
    let step = service.definition.process.start()?;
    let by_hand_of = |by| Walk {
        service,
        place,
        by,
        now,
        facts: &facts,
    };
    if let Some(capacity) = whose.capacity {
        let for_another = CaseEvent::FiledForAnother { capacity };
        by_hand_of(None).also(tx, &mut case, &for_another)?;
    }
    if let Some(clerk) = &submission.applicant.clerk {
        let taken = CaseEvent::TakenAtCounter {
            agency: clerk.agency_name.clone(),
        };
        by_hand_of(Some(clerk.account)).also(tx, &mut case, &taken)?;
    }
    let walk = by_hand_of(None);
    for effect in &step.effects {
        carry_out_effect(tx, &mut case, effect, &walk)?;
    }
    job::set_silence_timer(tx, &case)?;
    tell::tell(tx, &case, service, tell::Told::Received, now)?;
    Ok(Filed {
        number: case.number.clone(),
        verification_code: case.verification_code.clone(),
        position: case.position,
    })
}

/// The answers without what does not go with for whom they are, where the service asks that.
fn settled(submission: &Submission<'_>) -> Option<Answers> {
    let definition = &submission.service.definition;
    definition.ficha.for_another.as_ref()?;
    let mut answers = submission.answers.clone();
    for_another::settle(definition, &mut answers);
    Some(answers)
}

/// What the same key filed the first time.
fn filed_before(tx: &mut Tx, submission: &Submission<'_>) -> Result<Filed, Error> {
    let key = submission
        .idempotency_key
        .as_deref()
        .ok_or(Error::Unknown)?;
    let (number, verification_code, position) =
        case::by_idempotency_key(tx, key)?.ok_or(Error::Unknown)?;
    Ok(Filed {
        number,
        verification_code,
        position,
    })
}

/// Files the case with its leaf in the ledger; none if the same key filed one before.
fn insert(
    tx: &mut Tx,
    submission: &Submission<'_>,
    (about, whose): (Option<&str>, &Whose),
    place: &Jurisdiction,
    now: Timestamp,
) -> Result<Option<Case>, Error> {
    let service = submission.service;
    let id = CaseId::from_uuid(submission.draft.uuid());
    let number = CaseNumber::draw(&service.slug);
    let verification_code = VerificationCode::draw();
    let due = service
        .definition
        .term()
        .and_then(|term| place.due(now, &term, &[]));
    let filed_hash = hash_of(submission.answers)?;
    let leaf = LeafId::new(now);
    let contact_email = facts::contact_email(service, submission.answers);
    let position = service.definition.process.start()?.at;
    let new = NewCase {
        id,
        number: &number,
        verification_code: &verification_code,
        service_slug: &service.slug,
        service_hash: &service.hash,
        agency_slug: service.definition.agency_slug(),
        applicant: submission.applicant,
        contact_email: contact_email.as_deref(),
        answers: submission.answers,
        filed_hash: &filed_hash,
        position: &position,
        due,
        receipt_leaf: leaf,
        idempotency_key: submission.idempotency_key.as_deref(),
        about,
        whose,
    };
    let case = case::insert(tx, &new, now)?;
    if case.is_some() {
        let content = receipt_leaf(&number, &service.hash, &filed_hash, now);
        ledger::queue_as(tx, leaf, "application", number.as_str(), &content, now)
            .map_err(Error::inner)?;
    }
    Ok(case)
}

/// What the ledger binds: the number, the service's version, the instant and the hash of the very
/// answers. Its leaf is salted, so that it says nothing to whoever does not hold the receipt.
pub(crate) fn receipt_leaf(
    number: &CaseNumber,
    service_hash: &str,
    filed_hash: &str,
    filed_at: Timestamp,
) -> Vec<u8> {
    format!(
        "{number}\n{service_hash}\n{}\n{filed_hash}\n",
        filed_at.as_microsecond()
    )
    .into_bytes()
}

/// SHA-256 over answers as they are kept, in hexadecimal.
fn hash_of(answers: &Answers) -> Result<String, Error> {
    let bytes = serde_json::to_vec(answers).map_err(Error::inner)?;
    let digest = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, &bytes);
    Ok(digest
        .as_ref()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect())
}
