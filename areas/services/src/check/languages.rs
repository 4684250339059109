//! Whether every text of a definition is written in every language that it must be.

use ::process::StageKind;
use text::{Lang, Localized};

use crate::definition::{Definition, FICHA, FORM, PROCESS};
use crate::finding::Finding;

/// Languages in which every text of a definition must be written.
const LANGUAGES: [Lang; 2] = [Lang::Es, Lang::En];

/// Every text is written in Spanish and English.
pub(super) fn check_languages(definition: &Definition, findings: &mut Vec<Finding>) {
    let mut look = |file: &str, text: &Localized| {
        for lang in LANGUAGES.into_iter().filter(|lang| {
            text.exactly(*lang)
                .is_none_or(|words| words.trim().is_empty())
        }) {
            let mut written = text.iter().map(|(_, words)| words.trim());
            let said = written.find(|words| !words.is_empty()).unwrap_or_default();
            let tag = lang.tag();
            findings.push(Finding::new(
                file,
                format!("«{said}» no está escrito en «{tag}»; agrégalo"),
                format!("«{said}» is not written in «{tag}»; add it"),
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
    for question in definition.form.written() {
        let entry = question.entry.as_ref();
        look(FORM, entry.map_or(&question.ask, |entry| &entry.ask));
        if let forms::Kind::Group { each, .. } = &question.kind {
            look(FORM, each);
        }
        if let forms::Kind::Number {
            unit: Some(unit), ..
        } = &question.kind
        {
            look(FORM, unit);
        }
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
    definition.process.stages().for_each(|stage| {
        look(PROCESS, &stage.title);
        if let StageKind::Notice { say } = &stage.kind {
            look(PROCESS, say);
        }
    });
    for task in definition.process.tasks() {
        look(PROCESS, &task.title);
        task.results
            .iter()
            .for_each(|result| look(PROCESS, &result.title));
    }
}
