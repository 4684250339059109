//! What officials write down: whether each form is of a task, and its names are free.

use std::collections::BTreeSet;

use crate::definition::Definition;
use crate::desk::{FILE, is_taken, written};
use crate::finding::Finding;

/// Forms of tasks that there are, with names that nothing else has.
pub(super) fn check_desk(definition: &Definition, findings: &mut Vec<Finding>) {
    let asked = definition.form.fact_names();
    let mut seen = BTreeSet::new();
    let mut add = |es: String, en: String| findings.push(Finding::new(FILE, es, en));
    for (task, form) in definition.desk.forms() {
        if definition.process.task(task).is_none() {
            add(
                format!("«{task}»: no hay tarea con ese nombre en process.yaml"),
                format!("«{task}»: there is no task of that name in process.yaml"),
            );
        }
        for question in written(form) {
            let id = question.id.as_str();
            if is_taken(id) {
                add(
                    format!("«{id}» ya es un campo de la página; usa otro nombre"),
                    format!("«{id}» is a field of the page already; use another name"),
                );
            } else if asked.iter().any(|name| name == id) {
                add(
                    format!("«{id}» ya se pregunta en form.yaml; usa otro nombre"),
                    format!("«{id}» is asked in form.yaml already; use another name"),
                );
            } else if !seen.insert(id) {
                add(
                    format!("«{id}» está en dos tareas; cambia uno"),
                    format!("«{id}» is in two tasks; change one"),
                );
            }
        }
    }
}
