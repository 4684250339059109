//! What a service asks of people, in figures: so that an analyst sees what a change costs those who use it.

use std::collections::{BTreeMap, BTreeSet};

use forms::Kind;
use text::Lang;

use crate::Definition;
use crate::ficha::InPerson;

/// What a service asks of people.
#[derive(Debug, Clone, PartialEq)]
pub struct Burden {
    /// Questions that are always asked, and with those that depend on others.
    pub questions: Span,
    /// Documents that are always asked for, and with those that depend on others.
    pub documents: Span,
    /// Data that a registry gives and nobody types.
    pub given: usize,
    /// Questions by whose names a base registry already holds the answer, with that registry.
    pub asked_again: Vec<(String, String)>,
    /// Minutes to fill the form.
    pub minutes: usize,
    /// Steps of officials on the usual way.
    pub tasks: usize,
    /// What it costs at the counter; none where the ficha does not say.
    pub in_person: Option<InPerson>,
}

/// The least and the most.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// Always.
    pub least: usize,
    /// Where every condition holds.
    pub most: usize,
}

/// The fields that base registries hold, by dataset.
pub type Held = BTreeMap<String, BTreeSet<String>>;

impl Burden {
    /// Works out what a service asks.
    #[must_use]
    pub fn of(definition: &Definition, held: &Held) -> Self {
        let form = &definition.form;
        let count = |wanted: &dyn Fn(&Kind) -> bool| {
            let all = || {
                form.written()
                    .filter(|question| question.is_answered() && wanted(&question.kind))
            };
            Span {
                least: all()
                    .filter(|question| question.when.is_none() && !question.optional)
                    .count(),
                most: all().count(),
            }
        };
        let given = form.written().map(|question| match &question.kind {
            Kind::Registry { shows, .. } => shows.len(),
            _ => 0,
        });
        let asked_again = form
            .written()
            .filter(|question| question.kind.dataset().is_none() && !question.kind.is_document())
            .filter_map(|question| {
                let (dataset, _) = held
                    .iter()
                    .find(|(_, fields)| fields.contains(question.id.as_str()))?;
                Some((question.id.clone(), dataset.clone()))
            });
        Self {
            questions: count(&|kind| kind.dataset().is_none() && !kind.is_document()),
            documents: count(&Kind::is_document),
            given: given.sum(),
            asked_again: asked_again.collect(),
            minutes: form.fill_minutes(),
            tasks: definition.process.tasks().count(),
            in_person: definition.ficha.in_person.clone(),
        }
    }

    /// The figures in lines.
    #[must_use]
    pub fn say(&self, lang: Lang) -> Vec<String> {
        let is_english = lang == Lang::En;
        let span = |span: Span| match span.least == span.most {
            true => span.most.to_string(),
            false if is_english => format!("{} to {}", span.least, span.most),
            false => format!("de {} a {}", span.least, span.most),
        };
        let (questions, documents) = (span(self.questions), span(self.documents));
        let mut lines = vec![if is_english {
            format!(
                "questions: {questions}; documents: {documents}; given by registries: {}; minutes to fill: {}; tasks of officials: {}",
                self.given, self.minutes, self.tasks
            )
        } else {
            format!(
                "preguntas: {questions}; documentos: {documents}; los dan los registros: {}; minutos para llenar: {}; tareas de funcionarios: {}",
                self.given, self.minutes, self.tasks
            )
        }];
        for (question, dataset) in &self.asked_again {
            lines.push(if is_english {
                format!("«{question}» is asked, and {dataset} may already hold it")
            } else {
                format!("se pregunta «{question}», que quizás ya está en {dataset}")
            });
        }
        if let Some(there) = &self.in_person {
            let InPerson {
                visits,
                hours,
                cost,
                ..
            } = there;
            lines.push(if is_english {
                format!(
                    "in person: visits {visits}, hours {hours}, cost {cost}; online: minutes {}",
                    self.minutes
                )
            } else {
                format!(
                    "en persona: visitas {visits}, horas {hours}, costo {cost}; en línea: minutos {}",
                    self.minutes
                )
            });
        }
        lines
    }
}
