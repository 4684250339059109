//! Whether everything that has a name has a plain one of its own, and every file belongs to the definition.

use std::collections::BTreeSet;

use super::template::check_template;
use crate::definition::{Definition, FICHA, FORM, Files, PLACES, PROCESS};
use crate::finding::Finding;
use crate::{desk, tables, trial};

/// Templates of acts that the house issues in every service.
const HOUSE_ACTS: [&str; 2] = ["prorroga", "silencio"];

/// Small plain letters, figures and dashes: what stands in addresses.
fn is_slug(name: &str) -> bool {
    is_plain(name, b'-')
}

/// Small plain letters, figures and underscores: what stands in formulas, in the store and in names of files.
fn is_word(name: &str) -> bool {
    is_plain(name, b'_')
}

fn is_plain(name: &str, between: u8) -> bool {
    (1..=80).contains(&name.len())
        && name
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == between)
}

/// Names in addresses, of roles, acts, results and sections.
pub(super) fn check_plain(definition: &Definition, findings: &mut Vec<Finding>) {
    let (ficha, process) = (&definition.ficha, &definition.process);
    let mut slug = |file: &str, owner: &str, key: &str, name: &str| {
        if name.is_empty() {
            findings.push(empty(file, owner, key));
        } else if !is_slug(name) {
            findings.push(Finding::new(
                file,
                format!("«{name}» ({key}) va en letras minúsculas sin acento, con guiones"),
                format!("«{name}» ({key}) takes small plain letters with dashes"),
            ));
        }
    };
    slug(FICHA, "service", "service", &ficha.service);
    slug(FICHA, "agency", "agency", &ficha.agency);
    for event in &ficha.life_events {
        slug(FICHA, "life_events", "life_events", event);
    }
    for task in process.tasks() {
        if let Some(agency) = &task.agency {
            slug(PROCESS, &task.id, "agency", agency);
        }
    }
    for (stage, call) in process.calls() {
        slug(PROCESS, stage.as_str(), "system", &call.system);
    }
    let ends = || process.endings().chain(process.withdrawal());
    for ending in ends() {
        let appeal = ending.appeal.as_ref();
        if let Some(service) = appeal.and_then(|appeal| appeal.service.as_deref()) {
            slug(PROCESS, &ending.act, "appeal", service);
        }
    }

    let mut word = |file: &str, owner: &str, key: &str, name: &str| {
        if name.is_empty() {
            findings.push(empty(file, owner, key));
        } else if !is_word(name) {
            findings.push(Finding::new(
                file,
                format!("«{name}» ({key}) va en letras minúsculas sin acento, con guion bajo"),
                format!("«{name}» ({key}) takes small plain letters with underscores"),
            ));
        }
    };
    word(FICHA, "act", "act", &ficha.gives.act);
    if let Some(extension) = &ficha.term.extension {
        word(FICHA, "extension", "who", &extension.who);
    }
    for need in &ficha.needs {
        word(FICHA, "needs", "id", &need.id);
    }
    for section in &definition.form.sections {
        word(FORM, "sections", "sections", &section.id);
    }
    for task in process.tasks() {
        word(PROCESS, &task.id, "who", &task.role);
        for late in task.escalation.iter() {
            word(PROCESS, &task.id, "to", &late.role);
        }
        for result in &task.results {
            word(PROCESS, &task.id, "results", &result.id);
        }
    }
    for ending in ends() {
        word(PROCESS, "ends", "act", &ending.act);
        for role in ending.revoked_by.iter() {
            word(PROCESS, &ending.act, "revoked_by", role);
        }
    }
    if let Some(reopening) = process.reopening() {
        word(PROCESS, "reopening", "who", &reopening.role);
    }
}

/// A name that is not there, of whatever it belongs to.
fn empty(file: &str, owner: &str, key: &str) -> Finding {
    Finding::new(
        file,
        format!("«{owner}»: {key} está vacío; escríbelo"),
        format!("«{owner}»: {key} is empty; write it"),
    )
}

/// No two needs, sections or tests have one name.
pub(super) fn check_once(definition: &Definition, findings: &mut Vec<Finding>) {
    let mut once = |file: &str, names: &mut dyn Iterator<Item = &str>| {
        let mut seen = BTreeSet::new();
        for name in names {
            if !seen.insert(name) {
                findings.push(Finding::new(
                    file,
                    format!("«{name}» está dos veces; cambia uno"),
                    format!("«{name}» is there twice; change one"),
                ));
            }
        }
    };
    let ficha = &definition.ficha;
    once(FICHA, &mut ficha.needs.iter().map(|need| need.id.as_str()));
    once(FICHA, &mut ficha.life_events.iter().map(String::as_str));
    let sections = &definition.form.sections;
    once(
        FORM,
        &mut sections.iter().map(|section| section.id.as_str()),
    );
    let trials = &definition.trials;
    once(
        trial::FILE,
        &mut trials.iter().map(|trial| trial.name.as_str()),
    );
}

/// Every file is one that the definition reads, and every template is that of an act it issues.
pub(super) fn check_files(definition: &Definition, files: &Files, findings: &mut Vec<Finding>) {
    let process = &definition.process;
    let ends = process.endings().chain(process.withdrawal());
    let mut acts: BTreeSet<&str> = ends.map(|ending| ending.act.as_str()).collect();
    acts.extend(HOUSE_ACTS);
    acts.insert("act");
    for (name, text) in files {
        match name.strip_suffix(".typ") {
            Some(act) if !acts.contains(act) => findings.push(Finding::new(
                name,
                format!("ningún acto se llama «{act}»; cambia el nombre del archivo o quítalo"),
                format!("no act is called «{act}»; rename the file or remove it"),
            )),
            Some(_) => check_template(definition, name, text, findings),
            None if [FICHA, FORM, PROCESS, desk::FILE, tables::FILE, trial::FILE]
                .contains(&name.as_str()) => {}
            None if name.ends_with(".md") => {}
            None if name.ends_with(PLACES) => {
                let table = name.trim_end_matches(PLACES);
                if !definition.form.tables().any(|used| used == table) {
                    findings.push(Finding::new(
                        name,
                        format!("ninguna pregunta usa la tabla de lugares «{table}»; agrega gazetteer o quita el archivo"),
                        format!("no question uses the gazetteer «{table}»; add gazetteer or remove the file"),
                    ));
                }
            }
            None => findings.push(Finding::new(
                name,
                format!("«{name}» no es un archivo de una definición; cambia su nombre o quítalo"),
                format!("«{name}» is no file of a definition; rename it or remove it"),
            )),
        }
    }
}
