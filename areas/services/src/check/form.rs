//! Whether the figures and names of the form can be.

use forms::{Bound, Kind, Question};

use crate::definition::{Definition, FICHA, FORM, Files, PROCESS};
use crate::finding::Finding;
use crate::for_another;

/// Decimal places that a number may have at most.
const DECIMALS_MAX: u32 = 20;

/// Sections with questions, limits in their order, currencies, records.
pub(super) fn check_form(definition: &Definition, findings: &mut Vec<Finding>) {
    let mut add = |name: &str, es: &str, en: &str| {
        findings.push(Finding::new(
            FORM,
            format!("«{name}»: {es}"),
            format!("«{name}»: {en}"),
        ));
    };
    let form = &definition.form;
    let mut own = form.sections.iter();
    if own.all(|section| section.id == for_another::SECTION) {
        add(
            "sections",
            "el formulario no pregunta nada; agrega una sección",
            "the form asks nothing; add a section",
        );
    }
    for section in &form.sections {
        if section.questions.is_empty() {
            add(
                &section.id,
                "la sección no tiene preguntas; agrega una o quítala",
                "the section has no questions; add one or remove it",
            );
        }
    }
    for question in form.written() {
        let entry = question.entry.as_ref();
        let name = entry.map_or(&question.id, |entry| &entry.name);
        check_question(question, &mut |es, en| add(name, es, en));
    }
}

fn check_question(question: &Question, add: &mut dyn FnMut(&str, &str)) {
    let is_in_order = match &question.kind {
        Kind::Number { from, to, .. } | Kind::Money { from, to, .. } => {
            from.zip(*to).is_none_or(|(from, to)| from <= to)
        }
        Kind::Date {
            from: Some(Bound::On(from)),
            to: Some(Bound::On(to)),
        } => from <= to,
        _ => true,
    };
    if !is_in_order {
        add(
            "from es mayor que to: nadie puede contestar; cámbialos",
            "from is more than to: nobody can answer; change them",
        );
    }
    match &question.kind {
        Kind::Number { decimals, .. } if *decimals > DECIMALS_MAX => add(
            &format!("decimals va de 0 a {DECIMALS_MAX}"),
            &format!("decimals goes from 0 to {DECIMALS_MAX}"),
        ),
        Kind::Money { currency, .. } if !is_currency(currency) => add(
            &format!("{currency} no es una moneda, como PYG"),
            &format!("{currency} is no currency, such as PYG"),
        ),
        Kind::Registry { dataset, shows } => {
            if !is_dataset(dataset) {
                add(
                    &format!("{dataset} no nombra un registro, como civil.nacimiento"),
                    &format!("{dataset} names no registry, such as civil.nacimiento"),
                );
            }
            for shown in shows.iter().filter(|shown| !is_word(&shown.field)) {
                let field = &shown.field;
                add(
                    &format!("shows nombra «{field}»; usa letras minúsculas sin acento"),
                    &format!("shows names «{field}»; use small plain letters"),
                );
            }
        }
        _ => {}
    }
}

/// Three capitals, as ISO 4217 writes them.
pub(super) fn is_currency(code: &str) -> bool {
    code.len() == 3 && code.bytes().all(|byte| byte.is_ascii_uppercase())
}

/// `comercio.licencia`: a registry and a kind of record.
pub(super) fn is_dataset(dataset: &str) -> bool {
    dataset
        .split_once('.')
        .is_some_and(|(registry, kind)| is_word(registry) && is_word(kind))
}

fn is_word(word: &str) -> bool {
    word.starts_with(|sign: char| sign.is_ascii_lowercase())
        && word
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
}

/// A need of a registry names one.
pub(super) fn check_held(definition: &Definition, findings: &mut Vec<Finding>) {
    let held = definition.ficha.needs.iter();
    for dataset in held.filter_map(|need| need.held_by.as_deref()) {
        if !is_dataset(dataset) {
            findings.push(Finding::new(
                FICHA,
                format!("«{dataset}» no nombra un registro, como civil.nacimiento"),
                format!("«{dataset}» names no registry, such as civil.nacimiento"),
            ));
        }
    }
}

/// Nothing is written that would be read over in silence.
pub(super) fn check_idle_keys(files: &Files, findings: &mut Vec<Finding>) {
    for error in files
        .get(FORM)
        .map(|yaml| forms::Form::idle_keys(yaml))
        .into_iter()
        .flatten()
    {
        findings.push(Finding {
            file: FORM.to_owned(),
            line: error.line,
            says: error.says,
        });
    }
    let stages = files
        .get(PROCESS)
        .map(|yaml| ::process::Process::idle_keys(yaml));
    for error in stages.into_iter().flatten() {
        findings.push(Finding {
            file: PROCESS.to_owned(),
            line: error.line,
            says: error.says,
        });
    }
}
