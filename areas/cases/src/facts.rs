//! What is known of an application besides what was typed, and what its answers say.

use std::collections::BTreeMap;

use forms::{Answers, FieldError, Known, KnownFile, KnownRecord, Value};
use identity::{Citizen, Look};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use rules::{Context, Value as Fact};
use services::{Gathered, Published, for_another, gathered};
use store::Db;
use text::Lang;

use crate::act::Act;
use crate::appeal::of_act;
use crate::case::{Application, Case};
use crate::document;
use crate::draft::DraftId;
use crate::jurisdiction::Jurisdiction;
use crate::{CaseId, Error, consult, link, represented, task, words};

/// What the State and the draft hold: the applicant's own records that the form shows, and the files
/// given so far.
pub(crate) fn known(
    db: &mut Db,
    service: &Published,
    draft: DraftId,
    who: Option<&Citizen>,
    now: Timestamp,
    zone: &TimeZone,
) -> Result<Known, Error> {
    let today = now.to_zoned(zone.clone()).date();
    let mut known = Known::on(today);
    if service.definition.form.asks_documents() {
        known.files = files(db, draft)?;
    }
    let Some(citizen) = who else { return Ok(known) };
    for dataset in service.definition.form.datasets() {
        for record in registries::prefill(db, citizen, dataset, today)? {
            known.records.push(KnownRecord {
                dataset: dataset.to_owned(),
                key: record.key.clone(),
                role: record
                    .role_of(citizen.person)
                    .unwrap_or_default()
                    .to_owned(),
                fields: record.fields,
            });
        }
    }
    Ok(known)
}

/// The files given so far, by question.
pub(crate) fn files(
    db: &mut Db,
    draft: DraftId,
) -> Result<BTreeMap<String, Vec<KnownFile>>, Error> {
    let mut files: BTreeMap<String, Vec<KnownFile>> = BTreeMap::new();
    for document in document::of_draft(db, draft)? {
        let size_bytes = u64::try_from(document.size_bytes).unwrap_or(0);
        let file = KnownFile {
            name: document.file_name,
            kind: document.kind,
            size_bytes,
        };
        files.entry(document.question).or_default().push(file);
    }
    Ok(files)
}

/// Everything wrong with answers, seen from now.
pub(crate) fn faults(
    db: &mut Db,
    service: &Published,
    answers: &Answers,
    draft: DraftId,
    who: Option<&Citizen>,
    now: Timestamp,
    zone: &TimeZone,
) -> Result<Vec<FieldError>, Error> {
    let own_data_of = represented::for_themself(&service.definition, answers, who);
    let known = known(db, service, draft, own_data_of, now, zone)?;
    let mut faults = service.definition.form.validate(answers, &known);
    let own_number = represented::own_number(db, service, who)?;
    faults.extend(represented::oneself(
        &service.definition,
        answers,
        own_number.as_deref(),
    ));
    Ok(faults)
}

/// What is known before anybody has looked at the application.
pub(crate) fn of_answers(service: &Published, answers: &Answers) -> Context {
    service.definition.facts(answers, &Gathered::default())
}

/// What conditions of the process see of a case: the answers, and under `resultados` what officials found, by
/// the names of their tasks.
pub(crate) fn of_case(
    db: &mut Db,
    service: &Published,
    case: CaseId,
    answers: &Answers,
) -> Result<Context, Error> {
    let found = task::results(db, case)?;
    let mut results: Context = found
        .into_iter()
        .map(|(task, result)| (task, Fact::from(result)))
        .collect();
    for (stage, _) in service.definition.process.subcases() {
        let part = link::part_of(db, case, stage.as_str())?;
        if let Some(outcome) = part.and_then(|part| part.outcome) {
            results.insert(stage.as_str(), outcome.as_str());
        }
    }
    let facts = service.definition.facts(answers, &gathered(db, case)?);
    Ok(facts.with("resultados", results))
}

/// What was gathered since a case was filed.
pub(crate) fn gathered(db: &mut Db, case: CaseId) -> Result<Gathered, Error> {
    Ok(Gathered {
        written_down: task::written_down(db, case)?,
        consulted: consult::answers(db, case)?,
    })
}

/// The same with what registries and systems have answered by now.
pub(crate) fn with_consulted(
    db: &mut Db,
    facts: Context,
    service: &Published,
    case: CaseId,
) -> Result<Context, Error> {
    let process = &service.definition.process;
    let consulted = gathered::facts(process, &consult::answers(db, case)?);
    Ok(facts.with(gathered::CONSULTED, consulted))
}

/// The same with one result more.
pub(crate) fn with_result(facts: Context, name: &str, result: &str) -> Context {
    let known = match facts.get("resultados") {
        Some(Fact::Context(results)) => results.clone(),
        _ => Context::new(),
    };
    facts.with("resultados", known.with(name, result))
}

/// Characters of what a case is about: one line of a list.
const ABOUT_CHARACTERS_MAX: usize = 80;

/// What a case is about, in the few words that its definition takes out of the answers.
pub(crate) fn about(service: &Published, facts: &Context) -> Option<String> {
    let formula = service.definition.ficha.about.as_ref()?;
    let value = formula.evaluate(facts).ok()?;
    let words: Vec<&str> = value.as_str()?.split_whitespace().collect();
    let line = words.join(" ");
    if line.chars().count() <= ABOUT_CHARACTERS_MAX {
        return Some(line).filter(|line| !line.is_empty());
    }
    Some(shortened(&words))
}

/// As many whole words as one line holds; a single word that is too long for it is cut.
fn shortened(words: &[&str]) -> String {
    let room = ABOUT_CHARACTERS_MAX - 1;
    let mut line = String::new();
    for word in words {
        let space = usize::from(!line.is_empty());
        if line.chars().count() + space + word.chars().count() > room {
            break;
        }
        if space == 1 {
            line.push(' ');
        }
        line.push_str(word);
    }
    if line.is_empty() {
        line.extend(words.iter().flat_map(|word| word.chars()).take(room));
    }
    format!("{}…", line.trim_end_matches([',', ';', ':']))
}

/// Where an applicant without an account wants to be told: the form's first e-mail question.
pub(crate) fn contact_email(service: &Published, answers: &Answers) -> Option<String> {
    let question = service
        .definition
        .form
        .questions()
        .find(|question| question.kind.as_str() == "email")?;
    match answers.value(&question.id) {
        Some(Value::Text(email)) => Some(email.clone()),
        _ => None,
    }
}

/// Fields of records, and questions, that name whom an act is about, the most telling first.
const HOLDER_FIELDS: [&str; 4] = ["razon_social", "nombre_completo", "nombres", "nombre"];

/// Whom the act is about: whom it was filed for, else the record's subject, else the applicant by name, else what they called themselves.
pub(crate) fn holder(
    db: &mut Db,
    service: &Published,
    case: &Case,
    application: &Application,
    look: Option<&Look>,
) -> Result<String, Error> {
    if let Some(other) = for_another::represented(&service.definition, &application.answers) {
        return Ok(other.name());
    }
    if let Some(name) = holder_in_records(&application.answers) {
        return Ok(name);
    }
    if let (Some(person), Some(look)) = (case.person, look)
        && let Some(sealed) = identity::people::by_id(db, person)?
    {
        return Ok(sealed.open(look)?.name.clone());
    }
    let facts = of_answers(service, &application.answers);
    let named = HOLDER_FIELDS.iter().find_map(|field| {
        facts
            .get(field)
            .and_then(rules::Value::as_str)
            .map(ToOwned::to_owned)
    });
    Ok(named.unwrap_or_else(|| words::holder_unnamed(Lang::Es).into_string()))
}

/// For whom somebody else acted, who that was and in which capacity: said on every act of such a case.
pub(crate) fn acted(
    db: &mut Db,
    service: &Published,
    case: &Case,
    application: &Application,
    look: Option<&Look>,
    lang: Lang,
) -> Result<Option<String>, Error> {
    let definition = &service.definition;
    let other = for_another::represented(definition, &application.answers);
    let (Some(other), Some(person), Some(look)) = (other, case.person, look) else {
        return Ok(None);
    };
    let Some(sealed) = identity::people::by_id(db, person)? else {
        return Ok(None);
    };
    let filer = sealed.open(look)?.name.clone();
    let capacity = represented::capacity(definition, &other.capacity, lang);
    let acted = words::paper_acted(lang, other.name(), other.identifier, filer, capacity);
    Ok(Some(acted.into_string()))
}

fn holder_in_records(answers: &Answers) -> Option<String> {
    answers.iter().find_map(|(_, answer)| match &answer.value {
        // An act is about whom the registry names, whatever the person wrote in its place.
        Some(Value::Record {
            fields, on_record, ..
        }) => HOLDER_FIELDS.iter().find_map(|field| {
            let held = on_record.get(*field).or_else(|| fields.get(*field));
            held?.as_str().map(ToOwned::to_owned)
        }),
        _ => None,
    })
}

/// Until when an act can be appealed, in a sentence.
pub(crate) fn appeal(
    service: &Published,
    act: &Act,
    place: &Jurisdiction,
    now: Timestamp,
    lang: Lang,
) -> Option<String> {
    let within = &of_act(&service.definition.process, act)?.within;
    let term = within.parse().ok()?;
    let (on, _) = place.due(now, &term, &[])?;
    Some(words::appeal_until(lang, text::format::date_long(lang, on)).into_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_ends_with_a_whole_word() {
        let asked = "El gasto en alumbrado público de San Roque en 2025, por mes, con las empresas que lo prestan";
        let words: Vec<&str> = asked.split(' ').collect();
        assert_eq!(
            shortened(&words),
            "El gasto en alumbrado público de San Roque en 2025, por mes, con las empresas…"
        );
        let endless = "ñ".repeat(200);
        assert_eq!(
            shortened(&[endless.as_str()]).chars().count(),
            ABOUT_CHARACTERS_MAX
        );
    }
}
