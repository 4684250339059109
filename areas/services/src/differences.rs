//! What one version of a service changes against another, in words that a lawyer reads.

mod list;

use std::collections::BTreeMap;

use forms::{Kind, Places, Question};
use process::{HumanTask, StageKind};
use text::{Lang, Localized};

use self::list::{Pair, pairs};
use crate::definition::{Definition, Files};
use crate::{Fee, Within};

/// What changes, in Spanish and English, the weightiest first: promises to the citizen, what is asked, how it is
/// handled, then files by name. Empty when nothing does.
#[must_use]
pub fn differences(before: (&Definition, &Files), after: (&Definition, &Files)) -> Vec<Localized> {
    let mut said = Said::default();
    promises(before.0, after.0, &mut said);
    needs(before.0, after.0, &mut said);
    questions(before.0, after.0, &mut said);
    stages(before.0, after.0, &mut said);
    files(before.1, after.1, &mut said);
    said.0
}

/// What was found so far.
#[derive(Default)]
struct Said(Vec<Localized>);

impl Said {
    fn add(&mut self, es: impl Into<String>, en: impl Into<String>) {
        self.0.push(Localized::spanish(es).with(Lang::En, en));
    }

    /// What something was and what it is, where they are not the same.
    fn turned(&mut self, (es, en): (&str, &str), before: &str, after: &str) {
        if before != after {
            self.add(
                format!("{es}: era «{before}», será «{after}»"),
                format!("{en}: was «{before}», will be «{after}»"),
            );
        }
    }
}

fn es(text: &Localized) -> &str {
    text.as_str(Lang::Es)
}

fn promises(before: &Definition, after: &Definition, said: &mut Said) {
    let (was, is) = (&before.ficha, &after.ficha);
    said.turned(("El nombre", "The name"), es(&was.title), es(&is.title));
    said.turned(
        ("El resumen", "The summary"),
        es(&was.summary),
        es(&is.summary),
    );
    let term = |definition: &Definition| match definition.ficha.term.within {
        Within::AtOnce => "al momento".to_owned(),
        Within::Term(term) => term.say(Lang::Es).into_string(),
    };
    said.turned(("El plazo", "The term"), &term(before), &term(after));
    let more = |definition: &Definition| {
        let extension = definition.ficha.term.extension.as_ref();
        extension.map_or_else(
            || "no hay".to_owned(),
            |extension| extension.by.say(Lang::Es).into_string(),
        )
    };
    let label = ("La ampliación del plazo", "The extension of the term");
    said.turned(label, &more(before), &more(after));
    let silence = |definition: &Definition| match definition.silence() {
        Some(process::Outcome::Granted) => "se entiende aprobado",
        Some(_) => "se entiende negado",
        None => "no hay",
    };
    let label = ("Si no se responde", "Without an answer");
    said.turned(label, silence(before), silence(after));
    let fee = |definition: &Definition| match (&definition.ficha.fee, definition.fee_range()) {
        (Fee::Free { .. }, _) => "gratis".to_owned(),
        (_, Some((least, most))) if least == most => least.to_string(),
        (_, Some((least, most))) => format!("de {least} a {most}"),
        (Fee::Table { decision, .. }, None) => format!("según la tabla {decision}"),
    };
    said.turned(("El costo", "The cost"), &fee(before), &fee(after));
    let valid = |definition: &Definition| {
        let valid = definition.ficha.gives.valid;
        valid.map_or_else(
            || "no vence".to_owned(),
            |term| term.say(Lang::Es).into_string(),
        )
    };
    let label = ("Cuánto vale lo que se da", "How long what is given holds");
    said.turned(label, &valid(before), &valid(after));
    let laws = |definition: &Definition| definition.law_lines(Lang::Es);
    let (was, is) = (laws(before), laws(after));
    for law in is.iter().filter(|law| !was.contains(law)) {
        said.add(format!("Se cita: {law}"), format!("Cites now: {law}"));
    }
    for law in was.iter().filter(|law| !is.contains(law)) {
        said.add(
            format!("Ya no se cita: {law}"),
            format!("No longer cites: {law}"),
        );
    }
}

fn needs(before: &Definition, after: &Definition, said: &mut Said) {
    let named = |definition: &Definition| -> Vec<(String, String)> {
        let needs = definition.ficha.needs.iter();
        needs
            .map(|need| (need.id.clone(), es(&need.title).to_owned()))
            .collect()
    };
    let (before, after) = (named(before), named(after));
    for pair in pairs(&before, &after, |(id, _)| id.as_str()) {
        match pair {
            Pair::Added((_, title)) => said.add(
                format!("Se pide algo más: {title}"),
                format!("Something more is needed: {title}"),
            ),
            Pair::Removed((_, title)) => said.add(
                format!("Ya no se pide: {title}"),
                format!("No longer needed: {title}"),
            ),
            Pair::Both((_, was), (_, is)) => said.turned(("Un requisito", "A need"), was, is),
        }
    }
}

fn questions(before: &Definition, after: &Definition, said: &mut Said) {
    let pages = ("Las páginas del formulario", "The pages of the form");
    let layout = |definition: &Definition| definition.form.layout.as_str();
    said.turned(pages, layout(before), layout(after));
    let all = |definition: &Definition| definition.form.written().cloned().collect::<Vec<_>>();
    let (before, after) = (all(before), all(after));
    for pair in pairs(&before, &after, |question| question.id.as_str()) {
        match pair {
            Pair::Added(question) => said.add(
                format!("Pregunta nueva: {}", es(&question.ask)),
                format!("New question: {}", question.ask.as_str(Lang::En)),
            ),
            Pair::Removed(question) => said.add(
                format!("Ya no se pregunta: {}", es(&question.ask)),
                format!("No longer asked: {}", question.ask.as_str(Lang::En)),
            ),
            Pair::Both(was, is) => one_question(was, is, said),
        }
    }
}

fn one_question(was: &Question, is: &Question, said: &mut Said) {
    said.turned(("Una pregunta", "A question"), es(&was.ask), es(&is.ask));
    let name = es(&is.ask);
    let about = |what: &str| format!("«{name}», {what}");
    let (kind, kind_en) = (about("tipo de respuesta"), about("kind of answer"));
    said.turned((&kind, &kind_en), was.kind.as_str(), is.kind.as_str());
    let (places, places_en) = (about("lugares"), about("places"));
    let table = |question: &Question| match &question.kind {
        Kind::Address {
            places: Places::Table(table),
        } => match &table.within {
            Some(within) => format!("{} {within}", table.name),
            None => table.name.clone(),
        },
        _ => String::new(),
    };
    if was.kind.as_str() == is.kind.as_str() {
        said.turned((&places, &places_en), &table(was), &table(is));
    }
    let corrected = |question: &Question| {
        let labels: Vec<&str> = question.correctable().map(|of| es(&of.label)).collect();
        match labels.is_empty() {
            true => "nada".to_owned(),
            false => labels.join("; "),
        }
    };
    let (label, label_en) = (
        about("qué puede corregir la persona"),
        about("what the person may correct"),
    );
    said.turned((&label, &label_en), &corrected(was), &corrected(is));
    let must = |question: &Question| match question.optional {
        true => "opcional",
        false => "obligatoria",
    };
    let (label, label_en) = (
        about("si hay que responder"),
        about("whether it must be answered"),
    );
    said.turned((&label, &label_en), must(was), must(is));
    let formula = |formula: &Option<rules::Expression>| {
        let formula = formula.as_ref();
        formula.map_or_else(
            || "siempre".to_owned(),
            |formula| formula.source().to_owned(),
        )
    };
    let (label, label_en) = (about("cuándo se pregunta"), about("when it is asked"));
    said.turned((&label, &label_en), &formula(&was.when), &formula(&is.when));
    let (label, label_en) = (about("cómo se calcula"), about("how it is computed"));
    said.turned(
        (&label, &label_en),
        &formula(&was.computed),
        &formula(&is.computed),
    );
    let choices = |question: &Question| -> Vec<(String, String)> {
        let choices = question.kind.choices().iter();
        choices
            .map(|choice| (choice.id.clone(), es(&choice.label).to_owned()))
            .collect()
    };
    let (was, is) = (choices(was), choices(is));
    for pair in pairs(&was, &is, |(id, _)| id.as_str()) {
        match pair {
            Pair::Added((_, label)) => said.add(
                format!("«{name}»: se puede responder «{label}»"),
                format!("«{name}»: takes «{label}» now"),
            ),
            Pair::Removed((_, label)) => said.add(
                format!("«{name}»: ya no se puede responder «{label}»"),
                format!("«{name}»: no longer takes «{label}»"),
            ),
            Pair::Both((_, was), (_, is)) => {
                let (label, label_en) = (about("una respuesta"), about("an answer"));
                said.turned((&label, &label_en), was, is);
            }
        }
    }
}

fn stages(before: &Definition, after: &Definition, said: &mut Said) {
    let named = |definition: &Definition| -> Vec<(String, String, Option<HumanTask>)> {
        let stages = definition.process.stages();
        stages
            .map(|stage| {
                let task = match &stage.kind {
                    StageKind::Task(task) => Some(task.clone()),
                    _ => None,
                };
                (stage.id.to_string(), es(&stage.title).to_owned(), task)
            })
            .collect()
    };
    let (before, after) = (named(before), named(after));
    for pair in pairs(&before, &after, |(id, ..)| id.as_str()) {
        match pair {
            Pair::Added((_, title, _)) => {
                said.add(
                    format!("Etapa nueva: {title}"),
                    format!("New stage: {title}"),
                );
            }
            Pair::Removed((_, title, _)) => said.add(
                format!("Ya no hay la etapa: {title}"),
                format!("The stage is gone: {title}"),
            ),
            Pair::Both((_, was, was_task), (_, is, is_task)) => {
                said.turned(("Una etapa", "A stage"), was, is);
                if let (Some(was), Some(task)) = (was_task, is_task) {
                    one_task(was, task, said);
                }
            }
        }
    }
}

fn one_task(was: &HumanTask, is: &HumanTask, said: &mut Said) {
    let name = es(&is.title);
    let about = |what: &str| format!("«{name}», {what}");
    let mut turned = |es: &str, en: &str, before: &str, after: &str| {
        said.turned((&about(es), &about(en)), before, after);
    };
    turned("quién la hace", "who does it", &was.role, &is.role);
    let or_none = |word: &Option<String>| word.clone().unwrap_or_else(|| "no hay".to_owned());
    turned(
        "la institución consultada",
        "the agency that is asked",
        &or_none(&was.agency),
        &or_none(&is.agency),
    );
    turned(
        "en cuánto tiempo",
        "within",
        &or_none(&was.within),
        &or_none(&is.within),
    );
    turned(
        "otras manos que",
        "other hands than",
        &or_none(&was.not_same_as),
        &or_none(&is.not_same_as),
    );
    let results = |task: &HumanTask| {
        let results = task.results.iter().map(|result| es(&result.title));
        results.collect::<Vec<_>>().join("; ")
    };
    turned(
        "qué se puede encontrar",
        "what may be found",
        &results(was),
        &results(is),
    );
}

/// Files that changed, with how many lines.
fn files(before: &Files, after: &Files, said: &mut Said) {
    let counted = |text: &str| {
        let mut lines: BTreeMap<&str, i64> = BTreeMap::new();
        for line in text.lines() {
            *lines.entry(line).or_default() += 1;
        }
        lines
            .into_iter()
            .map(|(line, count)| (line.to_owned(), count))
            .collect::<BTreeMap<_, _>>()
    };
    let named = |files: &Files| {
        files
            .iter()
            .map(|(name, text)| (name.clone(), counted(text)))
            .collect::<Vec<_>>()
    };
    let (before, after) = (named(before), named(after));
    for pair in pairs(&before, &after, |(name, _)| name.as_str()) {
        match pair {
            Pair::Added((name, _)) => said.add(
                format!("Archivo nuevo: {name}"),
                format!("New file: {name}"),
            ),
            Pair::Removed((name, _)) => said.add(
                format!("Ya no está el archivo: {name}"),
                format!("The file is gone: {name}"),
            ),
            Pair::Both((name, was), (_, is)) => {
                let more = |these: &BTreeMap<String, i64>, than: &BTreeMap<String, i64>| -> i64 {
                    let extra = these.iter().map(|(line, count)| {
                        (count - than.get(line).copied().unwrap_or_default()).max(0)
                    });
                    extra.sum()
                };
                let (added, removed) = (more(is, was), more(was, is));
                if added + removed > 0 {
                    said.add(
                        format!("{name}: líneas nuevas {added}, líneas menos {removed}"),
                        format!("{name}: lines more {added}, lines less {removed}"),
                    );
                }
            }
        }
    }
}

#[cfg(test)]
mod tests;
