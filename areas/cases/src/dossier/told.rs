//! `case.json`: the case as one document.
//!
//! Instants are RFC 3339 in UTC, days are ISO 8601, money is in minor units with its ISO 4217 code. Texts
//! that people read come by language. What is not there is `null`. `format` changes when a member changes
//! its meaning or goes away; new members may come without that.

use jiff::Timestamp;
use serde_json::{Value, json};

use super::gather::{Gathered, Task};
use super::{DossierFile, LANG, attachment_path, document_path};
use crate::act::Act;
use crate::represented;
use crate::submit::receipt_leaf;
use services::desk;

/// The form of the document.
const FORMAT: &str = "ventanilla-case/1";

/// Tells a case.
pub(super) fn case(gathered: &Gathered, files: &[DossierFile], now: Timestamp) -> Value {
    let case = &gathered.case;
    let agency = &gathered.agency;
    json!({
        "format": FORMAT,
        "exported_at": now,
        "number": case.number.as_str(),
        "verification_code": case.verification_code.as_str(),
        "service": {
            "slug": case.service_slug,
            "version": case.service_hash,
            "title": gathered.service.definition.title(),
        },
        "agency": { "slug": agency.slug, "name": agency.name },
        "applicant": applicant(gathered),
        "for_another": for_another(gathered),
        "filed_at": case.filed_at,
        "due_on": case.due_on,
        "clock_stopped_at": case.stopped_at,
        "stages": case.position.stages().collect::<Vec<_>>(),
        "outcome": case.outcome,
        "ended_at": case.ended_at,
        "answers": answers(gathered),
        "answers_as_typed": gathered.application.answers,
        "correction_not_sent": gathered.application.correction,
        "history": history(gathered),
        "tasks": gathered.tasks.iter().map(|done| task(gathered, done)).collect::<Vec<_>>(),
        "consulted": gathered.consulted.iter().map(|(stage, answer)| json!({ "stage": stage, "answer": answer })).collect::<Vec<_>>(),
        "documents": documents(gathered),
        "attachments": attachments(gathered),
        "payment": payment(gathered),
        "act": gathered.act.as_ref().map(act),
        "other_acts": gathered.other_acts.iter().map(act).collect::<Vec<_>>(),
        "linked_cases": gathered.links.iter().map(|linked| linked.number.as_str()).collect::<Vec<_>>(),
        "receipt": {
            "sha256_of_answers_as_filed": case.filed_hash,
            "ledger_entry": ledger_entry(gathered),
        },
        "files": files
            .iter()
            .map(|file| json!({ "path": file.path, "sha256": file.hash().as_str() }))
            .collect::<Vec<_>>(),
    })
}

/// Nobody with an account, or the person as the State knows them.
fn applicant(gathered: &Gathered) -> Value {
    match &gathered.applicant {
        Some(person) => json!({
            "name": person.name,
            "national_id": person.national_id,
            "email": person.email,
            "phone": person.phone,
        }),
        None => json!({ "email": gathered.application.contact_email }),
    }
}

/// For whom it was filed, where it was for somebody else, and in which capacity.
fn for_another(gathered: &Gathered) -> Option<Value> {
    let definition = &gathered.service.definition;
    let other = services::for_another::represented(definition, &gathered.application.answers)?;
    Some(json!({
        "given_names": other.given_names,
        "surnames": other.surnames,
        "identifier": other.identifier,
        "capacity": other.capacity,
        "capacity_title": represented::capacity(definition, &other.capacity, LANG),
    }))
}

/// The answers in force as a person reads them, section by section.
fn answers(gathered: &Gathered) -> Vec<Value> {
    let form = &gathered.service.definition.form;
    let sections = form.answered(&gathered.application.answers, &gathered.known, LANG);
    let rows = |rows: &[forms::AnsweredRow]| {
        rows.iter()
            .map(|row| {
                let mut told = json!({ "question": row.question, "label": row.label.as_str(), "answer": row.value });
                if let (Some(held), Some(told)) = (&row.on_record, told.as_object_mut()) {
                    told.insert("on_record".to_owned(), json!(held));
                }
                told
            })
            .collect::<Vec<_>>()
    };
    sections
        .iter()
        .map(|section| {
            json!({
                "section": section.id,
                "title": section.title.as_str(),
                "questions": rows(&section.rows),
            })
        })
        .collect()
}

/// Every step, the oldest first; `what` says its kind.
fn history(gathered: &Gathered) -> Vec<Value> {
    gathered
        .history
        .iter()
        .map(|recorded| {
            json!({
                "step": recorded.revision,
                "at": recorded.at,
                "by_official": recorded.account.is_some(),
                "event": recorded.event,
            })
        })
        .collect()
}

fn task(gathered: &Gathered, task: &Task) -> Value {
    let form = gathered.service.definition.desk.of_task(&task.name);
    let written_down = form.zip(task.written_down.as_ref()).map(|(form, answers)| {
        let rows = desk::answered(form, answers, LANG);
        let row = |row: &forms::AnsweredRow| json!({ "question": row.question, "label": row.label.as_str(), "answer": row.value });
        rows.iter().map(row).collect::<Vec<_>>()
    });
    json!({
        "name": task.name,
        "role": task.role,
        "opened_at": task.opened_at,
        "due_at": task.due_at,
        "completed_at": task.completed_at,
        "completed_by": task.by,
        "result": task.result,
        "reasons": task.reasons,
        "written_down": written_down,
    })
}

fn documents(gathered: &Gathered) -> Vec<Value> {
    let documents = gathered.documents.iter().enumerate();
    documents
        .map(|(place, document)| {
            json!({
                "question": document.question,
                "path": document_path(place, &document.file_name),
                "name": document.file_name,
                "media_type": document.kind.media_type(),
                "bytes": document.size_bytes,
                "sha256": document.blob.as_str(),
            })
        })
        .collect()
}

fn attachments(gathered: &Gathered) -> Vec<Value> {
    let attachments = gathered.attachments.iter().enumerate();
    attachments
        .map(|(place, attachment)| {
            let file = &attachment.file;
            json!({
                "path": attachment_path(place, &file.file_name),
                "name": file.file_name,
                "media_type": file.kind.media_type(),
                "bytes": file.size_bytes,
                "sha256": file.blob.as_str(),
            })
        })
        .collect()
}

fn payment(gathered: &Gathered) -> Option<Value> {
    gathered.order.as_ref().map(|order| {
        json!({
            "order": order.id.to_string(),
            "receipt": order.receipt_number(),
            "state": order.state.as_str(),
            "amount_minor": order.amount_minor,
            "currency": order.currency,
            "payee": order.payee,
            "concept": order.concept,
            "ordered_at": order.created_at,
        })
    })
}

fn act(act: &Act) -> Value {
    let issued = act.issued.as_ref();
    json!({
        "outcome": act.meaning.as_str(),
        "template": act.template,
        "verification_code": act.verification_code.as_str(),
        "reasons": act.reasons,
        "decided_at": act.decided_at,
        "issued_at": issued.map(|issued| issued.at),
        "valid_until": issued.and_then(|issued| issued.valid_until),
        "revoked_at": act.revoked.as_ref().map(|revoked| revoked.at),
        "revoked_reasons": act.revoked.as_ref().map(|revoked| &revoked.reasons),
        "sha256": issued.map(|issued| issued.blob.as_str()),
    })
}

/// What the receipt's entry in the ledger binds, byte by byte, so that its proof can be checked.
fn ledger_entry(gathered: &Gathered) -> String {
    let case = &gathered.case;
    let content = receipt_leaf(
        &case.number,
        &case.service_hash,
        &case.filed_hash,
        case.filed_at,
    );
    String::from_utf8_lossy(&content).into_owned()
}
