//! Whether the process, the tables and what is entered in a registry name only what is there.

use ::process::{StageKind, Then};
use rules::Expression;
use text::Localized;

use super::form::is_dataset;
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
            format!("la tabla «{table}» no está en tables.yaml; agrégala"),
            format!("the table «{table}» is not in tables.yaml; add it"),
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
    let promised = match &definition.ficha.fee {
        Fee::Free { .. } => None,
        Fee::Table { decision, .. } => Some(decision.as_str()),
    };
    for table in definition.process.fee_tables() {
        if Some(table) != promised {
            findings.push(Finding::new(
                PROCESS,
                format!("se cobra «{table}», y la ficha no lo dice; ponlo en fee de service.yaml o quita la etapa"),
                format!("«{table}» is charged, and the ficha does not say so; put it in fee of service.yaml or remove the stage"),
            ));
        }
    }
    let gives = &definition.ficha.gives.act;
    let grants = |ending: &::process::Ending| {
        ending.act == *gives && ending.outcome == ::process::Outcome::Granted
    };
    if !definition.process.endings().any(grants) {
        findings.push(Finding::new(
            FICHA,
            format!("ninguna etapa termina en el acto «{gives}» con result: granted"),
            format!("no stage ends in the act «{gives}» with result: granted"),
        ));
    }
    if !definition.has_templates() {
        findings.push(Finding::new(
            "act.typ",
            "falta la plantilla del acto; agrégala",
            "the template of the act is missing; add it",
        ));
    }
    check_four_eyes(definition, findings);
    check_machines(definition, findings);
    let known = definition.fact_names();
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
    let keys = definition.process.lookups();
    let keys = keys.filter_map(|(stage, lookup)| Some((stage, lookup.key.as_ref()?)));
    let sent = definition.process.calls();
    let sent = sent.flat_map(|(stage, call)| call.sends.iter().map(move |sent| (stage, &sent.1)));
    for (stage, formula) in asked.chain(cosigners).chain(keys).chain(sent) {
        let unknown = formula.names().into_iter();
        for name in unknown.filter(|name| !known.iter().any(|fact| fact == name)) {
            findings.push(Finding::new(
                PROCESS,
                format!("«{stage}»: «{name}» no es una pregunta del formulario"),
                format!("«{stage}»: «{name}» is no question of the form"),
            ));
        }
    }
    for text in definition.process.stages().filter_map(notice) {
        check_notice(text, &known, findings);
    }
}

/// Registries and systems that are asked have plain names.
fn check_machines(definition: &Definition, findings: &mut Vec<Finding>) {
    for (stage, lookup) in definition.process.lookups() {
        if !is_dataset(&lookup.dataset) {
            let dataset = &lookup.dataset;
            findings.push(Finding::new(
                PROCESS,
                format!("«{stage}»: «{dataset}» no nombra un registro, como comercio.licencia"),
                format!("«{stage}»: «{dataset}» names no registry, such as comercio.licencia"),
            ));
        }
    }
}

/// Whoever must not have done a task before has another task to have done.
fn check_four_eyes(definition: &Definition, findings: &mut Vec<Finding>) {
    let process = &definition.process;
    for task in process.tasks() {
        let Some(other) = &task.not_same_as else {
            continue;
        };
        let id = &task.id;
        if other == id {
            findings.push(Finding::new(
                PROCESS,
                format!("«{id}»: not nombra la tarea misma; nombra la que hizo otra persona"),
                format!("«{id}»: not names the task itself; name the one that somebody else did"),
            ));
        } else if process.task(other).is_none() {
            findings.push(Finding::new(
                PROCESS,
                format!("«{id}»: not nombra la tarea «{other}», que no existe"),
                format!("«{id}»: not names the task «{other}», which does not exist"),
            ));
        }
    }
}

/// What a stage tells the applicant.
const fn notice(stage: &::process::Stage) -> Option<&Localized> {
    match &stage.kind {
        StageKind::Notice { say } => Some(say),
        _ => None,
    }
}

/// A message can be filled in from what is known.
fn check_notice(text: &Localized, known: &[String], findings: &mut Vec<Finding>) {
    for (_, words) in text.iter() {
        match rules::Template::parse(words) {
            Err(error) => {
                let error = error.to_string();
                let spanish = rules::in_spanish(&error);
                findings.push(Finding::new(
                    PROCESS,
                    format!("«{words}» no se entiende: {spanish}"),
                    format!("«{words}» cannot be read: {error}"),
                ));
            }
            Ok(template) => {
                let names = template.names().into_iter();
                for name in names.filter(|name| {
                    !known.iter().any(|fact| fact == name) && !PROCESS_NAMES.contains(name)
                }) {
                    findings.push(Finding::new(
                        PROCESS,
                        format!("«{name}» no es una pregunta del formulario"),
                        format!("«{name}» is no question of the form"),
                    ));
                }
            }
        }
    }
}

/// Tables take only what the form gives.
pub(super) fn check_tables(definition: &Definition, findings: &mut Vec<Finding>) {
    let known = definition.fact_names();
    for (name, table) in &definition.tables {
        for fact in table
            .names()
            .into_iter()
            .filter(|fact| !known.iter().any(|known| known == fact))
        {
            let es =
                format!("la tabla «{name}» usa «{fact}», que no es una pregunta del formulario");
            let finding = Finding::new(
                tables::FILE,
                es,
                format!("the table «{name}» uses «{fact}», which is no question of the form"),
            );
            findings.push(finding.at(definition.table_line(name, 0)));
        }
    }
    let used: Vec<&str> = definition.process.fee_tables().collect();
    for name in definition.tables.keys() {
        if !used.contains(&name.as_str()) {
            findings.push(Finding::new(
                tables::FILE,
                format!("«{name}»: ninguna etapa usa esta tabla (fee); úsala o quítala"),
                format!("«{name}»: no stage uses this table (fee); use it or remove it"),
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
    let known = definition.fact_names();
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
    if !is_dataset(dataset) {
        findings.push(Finding::new(
            FICHA,
            format!("«{dataset}» no nombra un registro, como comercio.licencia"),
            format!("«{dataset}» names no registry, such as comercio.licencia"),
        ));
    }
    check_names(definition, registers.holds.values(), findings);
}
