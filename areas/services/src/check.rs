//! Whether a definition is sound: what cannot be read, what names something that is not there, what the law or
//! a language is missing, and what its own tests say.

use std::collections::BTreeSet;

use forms::Question;
use rules::Expression;
use text::{Lang, Localized};

use crate::definition::{Definition, FICHA, FORM, Files, PROCESS};
use crate::ficha::LawRef;
use crate::finding::Finding;
use crate::{Fee, tables};

/// Languages in which every text of a definition must be written.
const LANGUAGES: [Lang; 2] = [Lang::Es, Lang::En];
/// Files of one definition: far above what one has.
const FILES_MAX: usize = 50;
/// Octets of all files of one definition together: far above what people write.
const FILES_BYTES_MAX: usize = 2 * 1024 * 1024;
/// Names that conditions of a process see besides the answers.
const PROCESS_NAMES: [&str; 2] = ["resultado", "marcas"];

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
    check_name(&definition, &mut findings);
    check_law(&definition, &mut findings);
    check_needs(&definition, &mut findings);
    check_process(&definition, &mut findings);
    check_tables(&definition, &mut findings);
    check_registers(&definition, &mut findings);
    check_languages(&definition, &mut findings);
    findings.extend(
        definition
            .trials
            .iter()
            .filter_map(|trial| trial.run(&definition)),
    );
    if definition.trials.is_empty() {
        findings.push(Finding::new(
            "tests.yaml",
            "falta al menos una prueba",
            "at least one test is missing",
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

/// The line on which the first name in «» stands, where nothing better is known.
fn with_line(finding: Finding, files: &Files) -> Finding {
    let found = || {
        let name = finding
            .says
            .as_str(Lang::Es)
            .split_once('«')?
            .1
            .split_once('»')?
            .0
            .to_owned();
        let is_there = |line: &str| line.contains(&name);
        files
            .get(&finding.file)?
            .lines()
            .position(is_there)
            .map(|at| at + 1)
    };
    match finding.line {
        Some(_) => finding,
        None => {
            let line = found();
            finding.at(line)
        }
    }
}

fn check_name(definition: &Definition, findings: &mut Vec<Finding>) {
    let slug = &definition.ficha.service;
    let is_slug = |slug: &str| {
        !slug.is_empty()
            && slug.len() <= 80
            && slug
                .bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
    };
    for name in [slug, &definition.ficha.agency]
        .into_iter()
        .filter(|name| !is_slug(name))
    {
        let es = format!("«{name}» va en letras minúsculas sin acento, con guiones");
        findings.push(Finding::new(
            FICHA,
            es,
            format!("«{name}» takes small plain letters with dashes"),
        ));
    }
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
    definition
        .tables
        .keys()
        .filter_map(|table| definition.table_law(table))
        .for_each(|law| cite(tables::FILE, law));
    if definition.term().is_some() && definition.ficha.silence.is_none() {
        findings.push(Finding::new(
            FICHA,
            "hay un plazo: agrega silence, con lo que dice la ley",
            "there is a term: add silence, with what the law says",
        ));
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

/// Fees, acts and conditions of the process exist.
fn check_process(definition: &Definition, findings: &mut Vec<Finding>) {
    for table in definition
        .process
        .fee_tables()
        .filter(|table| !definition.tables.contains_key(*table))
    {
        findings.push(Finding::new(
            PROCESS,
            format!("la tabla «{table}» no está en tables.yaml"),
            format!("the table «{table}» is not in tables.yaml"),
        ));
    }
    if let Fee::Table { decision, .. } = &definition.ficha.fee
        && !definition
            .process
            .fee_tables()
            .any(|table| table == decision)
    {
        let es = format!("la tasa «{decision}» no se cobra en ninguna etapa de process.yaml");
        findings.push(Finding::new(
            FICHA,
            es,
            format!("the fee «{decision}» is charged in no stage of process.yaml"),
        ));
    }
    let gives = &definition.ficha.gives.act;
    if !definition
        .process
        .endings()
        .any(|ending| ending.act == *gives)
    {
        findings.push(Finding::new(
            FICHA,
            format!("ninguna etapa termina en el acto «{gives}»"),
            format!("no stage ends in the act «{gives}»"),
        ));
    }
    if !definition.has_templates() {
        findings.push(Finding::new(
            "act.typ",
            "falta la plantilla del acto",
            "the template of the act is missing",
        ));
    }
    let known = definition.form.fact_names();
    let choices = definition
        .process
        .stages()
        .filter_map(|stage| match &stage.kind {
            process::StageKind::Task {
                then: process::Then::Choose(choices),
                ..
            } => Some(choices),
            _ => None,
        });
    for name in choices
        .flatten()
        .filter_map(|choice| choice.when.as_ref())
        .flat_map(Expression::names)
    {
        if !known.iter().any(|fact| fact == name) && !PROCESS_NAMES.contains(&name) {
            findings.push(Finding::new(
                PROCESS,
                format!("«{name}» no es una pregunta del formulario"),
                format!("«{name}» is no question of the form"),
            ));
        }
    }
    for term in terms(definition).filter(|term| term.parse::<calendar::Term>().is_err()) {
        findings.push(Finding::new(
            PROCESS,
            format!("«{term}» no es un plazo, como 10 working days"),
            format!("«{term}» is no term, such as 10 working days"),
        ));
    }
}

/// Every term that the process names.
fn terms(definition: &Definition) -> impl Iterator<Item = &str> {
    let tasks = definition
        .process
        .tasks()
        .filter_map(|task| task.within.as_deref());
    let appeals = definition
        .process
        .endings()
        .filter_map(|ending| ending.appeal.as_deref());
    let corrections = definition
        .process
        .stages()
        .filter_map(|stage| match &stage.kind {
            process::StageKind::Correction(correction) => Some(correction.within.as_str()),
            _ => None,
        });
    tasks.chain(appeals).chain(corrections)
}

/// Tables take only what the form gives.
fn check_tables(definition: &Definition, findings: &mut Vec<Finding>) {
    let known = definition.form.fact_names();
    for (name, table) in &definition.tables {
        for fact in table
            .names()
            .into_iter()
            .filter(|fact| !known.iter().any(|known| known == fact))
        {
            let es =
                format!("la tabla «{name}» usa «{fact}», que no es una pregunta del formulario");
            findings.push(Finding::new(
                tables::FILE,
                es,
                format!("the table «{name}» uses «{fact}», which is no question of the form"),
            ));
        }
    }
    for table in definition
        .process
        .fee_tables()
        .filter_map(|name| definition.tables.get(name))
    {
        if !table.outputs().any(|output| output == tables::AMOUNT) {
            let name = table.name();
            findings.push(Finding::new(
                tables::FILE,
                format!("a la tabla «{name}» le falta el resultado «monto»"),
                format!("the table «{name}» lacks the result «monto»"),
            ));
        }
    }
}

/// What is entered in a registry comes out of the form, and the registry has a name.
fn check_registers(definition: &Definition, findings: &mut Vec<Finding>) {
    let Some(registers) = &definition.ficha.gives.registers else {
        return;
    };
    let dataset = &registers.dataset;
    let is_word = |word: &str| {
        word.starts_with(|sign: char| sign.is_ascii_lowercase())
            && word
                .bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
    };
    if !dataset
        .split_once('.')
        .is_some_and(|(registry, kind)| is_word(registry) && is_word(kind))
    {
        findings.push(Finding::new(
            FICHA,
            format!("«{dataset}» no nombra un registro, como comercio.licencia"),
            format!("«{dataset}» names no registry, such as comercio.licencia"),
        ));
    }
    let known = definition.form.fact_names();
    for name in registers
        .holds
        .values()
        .flat_map(Expression::names)
        .filter(|name| !known.iter().any(|fact| fact == name))
    {
        findings.push(Finding::new(
            FICHA,
            format!("«{name}» no es una pregunta del formulario"),
            format!("«{name}» is no question of the form"),
        ));
    }
}

/// Every text is written in Spanish and English.
fn check_languages(definition: &Definition, findings: &mut Vec<Finding>) {
    let mut look = |file: &str, text: &Localized| {
        for lang in LANGUAGES.into_iter().filter(|lang| {
            text.exactly(*lang)
                .is_none_or(|words| words.trim().is_empty())
        }) {
            let (said, tag) = (text.as_str(Lang::Es), lang.tag());
            findings.push(Finding::new(
                file,
                format!("«{said}» no está escrito en «{tag}»"),
                format!("«{said}» is not written in «{tag}»"),
            ));
        }
    };
    let ficha = &definition.ficha;
    [&ficha.title, &ficha.summary]
        .into_iter()
        .chain(&ficha.who_can)
        .for_each(|text| look(FICHA, text));
    for law in ficha.law.values() {
        look(FICHA, &law.title);
        law.articles.values().for_each(|text| look(FICHA, text));
    }
    for need in &ficha.needs {
        look(FICHA, &need.title);
        need.only_if.iter().for_each(|text| look(FICHA, text));
    }
    ficha
        .steps
        .iter()
        .flat_map(|step| [&step.title, &step.detail])
        .for_each(|text| look(FICHA, text));
    ficha
        .channels
        .iter()
        .flat_map(|channel| [&channel.title, &channel.detail])
        .for_each(|text| look(FICHA, text));
    ficha
        .in_person
        .iter()
        .for_each(|cost| look(FICHA, &cost.source));
    for section in &definition.form.sections {
        look(FORM, &section.title);
        section.intro.iter().for_each(|text| look(FORM, text));
    }
    for question in definition.form.questions() {
        look(FORM, &question.ask);
        question.hint.iter().for_each(|text| look(FORM, text));
        question
            .kind
            .choices()
            .iter()
            .for_each(|choice| look(FORM, &choice.label));
        if let forms::Kind::Registry { shows, .. } = &question.kind {
            shows.iter().for_each(|shown| look(FORM, &shown.label));
        }
    }
    definition
        .form
        .checks
        .iter()
        .for_each(|check| look(FORM, &check.say));
    definition
        .process
        .stages()
        .for_each(|stage| look(PROCESS, &stage.title));
    for task in definition.process.tasks() {
        look(PROCESS, &task.title);
        task.results
            .iter()
            .for_each(|result| look(PROCESS, &result.title));
    }
}
