//! Whether the process, the tables and what is entered in a registry name only what is there.

use ::process::{StageKind, Then};
use rules::Expression;

use crate::definition::{Definition, FICHA, PROCESS};
use crate::finding::Finding;
use crate::{Fee, tables};

/// Names that conditions of a process see besides the answers.
const PROCESS_NAMES: [&str; 3] = ["resultado", "marcas", "resultados"];

/// Fees, acts and conditions of the process exist.
pub(super) fn check_process(definition: &Definition, findings: &mut Vec<Finding>) {
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
        .filter_map(|stage| match &stage.then {
            Then::Choose(choices) => Some(choices),
            Then::End(_) | Then::Nothing => None,
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
    let cosigners = definition
        .process
        .stages()
        .filter_map(|stage| match &stage.kind {
            StageKind::Cosigning(cosigning) => Some((&stage.id, &cosigning.who)),
            _ => None,
        });
    let asked = definition
        .process
        .subcases()
        .flat_map(|(stage, subcase)| subcase.answers.iter().map(move |answer| (stage, &answer.1)));
    for (stage, formula) in asked.chain(cosigners) {
        let unknown = formula.names().into_iter();
        for name in unknown.filter(|name| !known.iter().any(|fact| fact == name)) {
            findings.push(Finding::new(
                PROCESS,
                format!("«{stage}»: «{name}» no es una pregunta del formulario"),
                format!("«{stage}»: «{name}» is no question of the form"),
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
    let process = &definition.process;
    let tasks = process.tasks().flat_map(|task| {
        let escalation = task.escalation.as_ref().map(|late| late.after.as_str());
        task.within.as_deref().into_iter().chain(escalation)
    });
    let appeals = process
        .endings()
        .filter_map(|ending| ending.appeal.as_ref())
        .map(|appeal| appeal.within.as_str());
    let reopening = process.reopening().map(|again| again.within.as_str());
    let stages = process.stages().filter_map(|stage| match &stage.kind {
        StageKind::Correction(correction) => Some(correction.within.as_str()),
        StageKind::Cosigning(cosigning) => Some(cosigning.within.as_str()),
        StageKind::Wait { term } => Some(term.as_str()),
        _ => None,
    });
    tasks.chain(appeals).chain(stages).chain(reopening)
}

/// Tables take only what the form gives.
pub(super) fn check_tables(definition: &Definition, findings: &mut Vec<Finding>) {
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

/// What a case is about comes out of the form.
pub(super) fn check_about(definition: &Definition, findings: &mut Vec<Finding>) {
    check_names(definition, definition.ficha.about.iter(), findings);
}

/// Formulas of the ficha know nothing but the answers.
fn check_names<'f>(
    definition: &Definition,
    formulas: impl Iterator<Item = &'f Expression>,
    findings: &mut Vec<Finding>,
) {
    let known = definition.form.fact_names();
    for name in formulas
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

/// What is entered in a registry comes out of the form, and the registry has a name.
pub(super) fn check_registers(definition: &Definition, findings: &mut Vec<Finding>) {
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
    check_names(definition, registers.holds.values(), findings);
}
