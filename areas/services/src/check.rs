//! Whether a definition is sound: what cannot be read, what names something that is not there, what the law or
//! a language is missing, and what its own tests say.

mod desk;
mod ficha;
mod form;
mod languages;
mod names;
mod process;
mod sense;
mod template;
mod terms;

use std::collections::BTreeSet;

use forms::Question;
use text::Lang;

use self::desk::check_desk;
use self::ficha::check_ficha;
use self::form::{check_form, check_held, check_idle_keys};
use self::languages::check_languages;
use self::names::{check_files, check_once, check_plain};
use self::process::{check_about, check_process, check_registers, check_tables};
use self::sense::{check_decisions, check_formulas};
use self::terms::check_terms;
use crate::definition::{Definition, FICHA, FORM, Files};
use crate::draft::OPEN;
use crate::ficha::LawRef;
use crate::finding::Finding;
use crate::tables;

/// Files of one definition: far above what one has.
pub(crate) const FILES_MAX: usize = 50;
/// Octets of all files of one definition together: far above what people write.
pub(crate) const FILES_BYTES_MAX: usize = 2 * 1024 * 1024;
/// Everything that must be mended before a definition can be published. Empty means that it is sound.
#[must_use]
pub fn check(files: &Files) -> Vec<Finding> {
    sound(files).err().unwrap_or_default()
}

/// The definition, if it is sound.
pub(crate) fn sound(files: &Files) -> Result<Definition, Vec<Finding>> {
    let bytes: usize = files.values().map(String::len).sum();
    if files.len() > FILES_MAX || bytes > FILES_BYTES_MAX {
        let es = format!(
            "la definición tiene más de {FILES_MAX} archivos o de {FILES_BYTES_MAX} bytes; quita lo que sobra"
        );
        let en = format!(
            "the definition has more than {FILES_MAX} files or {FILES_BYTES_MAX} bytes; remove what is not needed"
        );
        return Err(vec![Finding::new(FICHA, es, en)]);
    }
    let definition = Definition::parse(files)?;
    let mut findings = Vec::new();
    check_plain(&definition, &mut findings);
    check_once(&definition, &mut findings);
    check_files(&definition, files, &mut findings);
    check_ficha(&definition, &mut findings);
    check_law(&definition, &mut findings);
    check_needs(&definition, &mut findings);
    check_against(&definition, &mut findings);
    check_form(&definition, &mut findings);
    check_held(&definition, &mut findings);
    check_idle_keys(files, &mut findings);
    check_process(&definition, &mut findings);
    check_desk(&definition, &mut findings);
    check_terms(&definition, &mut findings);
    check_tables(&definition, &mut findings);
    check_about(&definition, &mut findings);
    check_registers(&definition, &mut findings);
    check_formulas(&definition, &mut findings);
    check_decisions(&definition, &mut findings);
    check_languages(&definition, &mut findings);
    check_open_points(files, &mut findings);
    check_example(&definition, &mut findings);
    findings.extend(
        definition
            .trials
            .iter()
            .filter_map(|trial| trial.run(&definition)),
    );
    if definition.trials.is_empty() {
        findings.push(Finding::new(
            "tests.yaml",
            "falta al menos una prueba: un solicitante, sus respuestas y cómo termina",
            "at least one test is missing: an applicant, the answers and how it ends",
        ));
    }
    let findings: Vec<Finding> = findings
        .into_iter()
        .map(|finding| with_line(finding, files))
        .collect();
    if findings.is_empty() {
        Ok(definition)
    } else {
        Err(findings)
    }
}

/// The example that programs are shown must be one that is taken.
fn check_example(definition: &Definition, findings: &mut Vec<Finding>) {
    let form = &definition.form;
    let today = definition.ficha.reviewed;
    let mut known = forms::Known::on(today);
    for dataset in form.datasets() {
        known.records.push(forms::KnownRecord {
            dataset: dataset.to_owned(),
            key: "1".to_owned(),
            role: "titular".to_owned(),
            fields: serde_json::Map::new(),
        });
    }
    let read = form.read_json(&form.example(today), &known);
    for error in read.err().unwrap_or_default() {
        let (id, es, en) = (
            &error.question,
            error.message(Lang::Es),
            error.message(Lang::En),
        );
        findings.push(Finding::new(
            FORM,
            format!("«{id}»: el ejemplo para programas no vale ({es}); agrega example:"),
            format!("«{id}»: the example for programs is not valid ({en}); add example:"),
        ));
    }
}

/// A draft marks what must still be decided: until nothing is marked it is no definition.
fn check_open_points(files: &Files, findings: &mut Vec<Finding>) {
    let listed = files.iter().filter(|(name, _)| !name.ends_with(".md"));
    for (name, text) in listed {
        for (at, line) in (1..).zip(text.lines()) {
            if let Some((_, what)) = line.split_once(OPEN) {
                let what = what.trim_start_matches(':').trim();
                let what = what.split(['"', '}']).next().unwrap_or_default().trim();
                let finding = Finding::new(
                    name,
                    format!("{OPEN}: {what}"),
                    format!("still open ({OPEN}): {what}"),
                );
                findings.push(finding.at(Some(at)));
            }
        }
    }
}

/// The line on which the first name in «» stands, where nothing better is known: where it begins an entry, else
/// where it is a whole value, where it stands as a word, else where it stands at all.
fn with_line(finding: Finding, files: &Files) -> Finding {
    if finding.line.is_some() {
        return finding;
    }
    let said = finding.says.as_str(Lang::Es);
    let name = said
        .split_once('«')
        .and_then(|(_, rest)| rest.split_once('»'))
        .map(|(name, _)| name.trim());
    let text = files.get(&finding.file);
    let line = name
        .filter(|name| !name.is_empty())
        .zip(text)
        .and_then(|(name, text)| line_of(text, name));
    finding.at(line)
}

fn line_of(text: &str, name: &str) -> Option<usize> {
    let begins = |line: &str| {
        let line = line.trim_start().trim_start_matches("- ").trim_start();
        line.strip_prefix(name)
            .is_some_and(|rest| rest.starts_with(':'))
    };
    let is_value = |line: &str| {
        let starts = |before: &str| {
            let marks = [": ", "- ", ", ", "[", "\"", "'"];
            marks.iter().any(|mark| before.ends_with(mark))
        };
        let ends = |after: &str| {
            let after = after.trim_start_matches(['"', '\'']).trim_start();
            after.is_empty() || after.starts_with([',', '}', ']'])
        };
        line.match_indices(name).any(|(at, _)| {
            line.get(..at).is_some_and(starts) && line.get(at + name.len()..).is_some_and(ends)
        })
    };
    let is_part = |sign: char| sign.is_alphanumeric() || matches!(sign, '_' | '-' | '.');
    let stands = |line: &str| {
        line.match_indices(name).any(|(at, _)| {
            let (before, after) = (line.get(..at), line.get(at + name.len()..));
            !before.is_some_and(|before| before.ends_with(is_part))
                && !after.is_some_and(|after| after.starts_with(is_part))
        })
    };
    let is_there = |line: &str| line.contains(name);
    let at = |fits: &dyn Fn(&str) -> bool| text.lines().position(fits);
    let found = at(&begins)
        .or_else(|| at(&is_value))
        .or_else(|| at(&stands))
        .or_else(|| at(&is_there));
    found.map(|at| at + 1)
}

/// Each promise of the ficha names an article that the ficha holds.
fn check_law(definition: &Definition, findings: &mut Vec<Finding>) {
    let mut cite = |file: &str, law: &LawRef| {
        if definition.ficha.article(law).is_none() {
            let name = format!("{} {}", law.law, law.article);
            let es = format!("«{name}» no está en law; agrega el artículo con su tema");
            findings.push(Finding::new(
                file,
                es,
                format!("«{name}» is not in law; add the article and what it is about"),
            ));
        }
    };
    definition
        .ficha
        .cited()
        .into_iter()
        .for_each(|law| cite(FICHA, law));
    let capacities = definition.ficha.for_another.iter();
    capacities
        .flat_map(|another| &another.capacities)
        .filter_map(|capacity| capacity.law.as_ref())
        .for_each(|law| cite(FICHA, law));
    definition
        .tables
        .keys()
        .filter_map(|table| definition.table_law(table))
        .for_each(|law| cite(tables::FILE, law));
    if definition.ficha.term.extension.is_some() && definition.extended_term().is_none() {
        findings.push(Finding::new(
            FICHA,
            "«extension» va en la unidad del plazo: días hábiles con días hábiles",
            "«extension» takes the unit of the term: working days with working days",
        ));
    }
    if definition.term().is_some() && definition.ficha.silence.is_none() {
        findings.push(Finding::new(
            FICHA,
            "«term»: hay un plazo; agrega silence, con lo que dice la ley",
            "«term»: there is a term; add silence, with what the law says",
        ));
    }
}

/// An appeal names what it is against in questions of its own form.
fn check_against(definition: &Definition, findings: &mut Vec<Finding>) {
    let Some(against) = &definition.ficha.against else {
        return;
    };
    let number = (against.number.as_str(), "text");
    let received = against.received.iter().map(|id| (id.as_str(), "date"));
    for (id, kind) in std::iter::once(number).chain(received) {
        let question = definition.form.question(id);
        if question.is_none_or(|question| question.kind.as_str() != kind) {
            findings.push(Finding::new(
                FICHA,
                format!("against nombra «{id}», que no es una pregunta de tipo {kind}"),
                format!("against names «{id}», which is no question of type {kind}"),
            ));
        }
    }
}

/// The form asks for the documents and records that the ficha lists, all of them and no others.
fn check_needs(definition: &Definition, findings: &mut Vec<Finding>) {
    let asked: BTreeSet<&str> = definition
        .form
        .questions()
        .filter_map(|question| question.need.as_deref())
        .collect();
    let shown: BTreeSet<&str> = definition.form.datasets().into_iter().collect();
    let is_listed = |question: &Question| match question.kind.dataset() {
        Some(dataset) => definition
            .ficha
            .needs
            .iter()
            .any(|need| need.held_by.as_deref() == Some(dataset)),
        None => !question.kind.is_document() || question.need.is_some(),
    };
    for question in definition
        .form
        .questions()
        .filter(|question| !is_listed(question))
    {
        let id = &question.id;
        let es = format!(
            "«{id}» no está en la ficha; lo que la ficha no pide no se puede pedir: agrégalo a needs"
        );
        findings.push(Finding::new(FORM, es, format!("«{id}» is not in the ficha, and what the ficha does not ask cannot be asked: add it to needs")));
    }
    for need in &definition.ficha.needs {
        let is_met = match &need.held_by {
            Some(dataset) => shown.contains(dataset.as_str()),
            None => need.document.is_empty() || asked.contains(need.id.as_str()),
        };
        if !is_met {
            let id = &need.id;
            findings.push(Finding::new(
                FICHA,
                format!("«{id}» no se pide en form.yaml; agrégalo o quítalo"),
                format!("«{id}» is not asked in form.yaml; add it there or remove it here"),
            ));
        }
    }
}
