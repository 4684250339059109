//! Whether every text of a definition is written in every language that it must be.

use ::process::StageKind;
use text::{Lang, Localized};

use crate::definition::{Definition, FICHA, FORM, PROCESS};
use crate::desk;
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
    let capacities = ficha.for_another.iter();
    capacities
        .flat_map(|another| &another.capacities)
        .for_each(|capacity| look(FICHA, &capacity.title));
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
        for text in texts(question) {
            look(FORM, text);
        }
    }
    for question in definition.desk.questions() {
        for text in texts(question) {
            look(desk::FILE, text);
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

/// Everything that a question says.
fn texts(question: &forms::Question) -> Vec<&Localized> {
    let entry = question.entry.as_ref();
    let mut texts = vec![entry.map_or(&question.ask, |entry| &entry.ask)];
    match &question.kind {
        forms::Kind::Group { each, .. } => texts.push(each),
        forms::Kind::Number {
            unit: Some(unit), ..
        } => texts.push(unit),
        forms::Kind::Registry { shows, .. } => texts.extend(shows.iter().map(|shown| &shown.label)),
        _ => {}
    }
    texts.extend(&question.hint);
    texts.extend(question.kind.choices().iter().map(|choice| &choice.label));
    texts
}
