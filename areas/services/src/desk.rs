//! `desk.yaml`: what officials write down when they finish a task, by the task's name. Its questions are facts from
//! then on: for conditions, fees, messages, acts and what is entered in a registry.

use std::collections::BTreeMap;

use forms::{Answers, Choice, Form, Gazetteers, Kind, Known, Question};
use jiff::civil::Date;
use process::{HumanTask, Process};
use rules::{Context, Domain, Domains, Value};
use text::{Lang, Localized};

use crate::finding::Finding;

/// The file.
pub(crate) const FILE: &str = "desk.yaml";
/// What the official found: conditions of `desk.yaml` may name it.
pub const RESULT: &str = "resultado";
/// Fields that the page of a task has already.
const TAKEN: [&str; 5] = [RESULT, "motivos", "expediente", "archivo", "hacer"];

/// What officials write down, by task.
#[derive(Debug, Clone, Default)]
pub struct Desk {
    forms: BTreeMap<String, Form>,
}

impl Desk {
    /// Reads the file. Each form has the task's result above its questions.
    pub(crate) fn parse(
        yaml: &str,
        places: &Gazetteers,
        process: &Process,
    ) -> Result<Self, Vec<Finding>> {
        let above = |task: &str| process.task(task).and_then(result).into_iter().collect();
        let forms = Form::parse_short(yaml, places, above).map_err(|error| {
            vec![Finding {
                file: FILE.to_owned(),
                line: error.line,
                says: error.says,
            }]
        })?;
        Ok(Self { forms })
    }

    /// The form of a task; none where only its result is asked.
    #[must_use]
    pub fn of_task(&self, task: &str) -> Option<&Form> {
        self.forms.get(task)
    }

    /// The forms with their tasks.
    pub fn forms(&self) -> impl Iterator<Item = (&str, &Form)> {
        self.forms.iter().map(|(task, form)| (task.as_str(), form))
    }

    /// Every question that officials answer, but the results themselves.
    pub fn questions(&self) -> impl Iterator<Item = &Question> {
        self.forms.values().flat_map(written)
    }

    /// Adds what was written down in each task to the facts; null what was not.
    #[must_use]
    pub fn facts(&self, written_down: &[(String, Answers)], mut facts: Context) -> Context {
        for question in self.questions() {
            facts.insert(question.id.as_str(), Value::Null);
        }
        for (task, answers) in written_down {
            let Some(form) = self.forms.get(task) else {
                continue;
            };
            let found = form.facts(answers);
            for question in written(form) {
                let fact = found.get(&question.id).cloned().unwrap_or(Value::Null);
                facts.insert(question.id.as_str(), fact);
            }
        }
        facts
    }

    /// What is known of these facts: each may be missing, because its task was not done yet.
    #[must_use]
    pub(crate) fn domains(&self) -> Domains {
        let of_form = |form: &Form| {
            let mut domains = form.domains();
            domains.remove(RESULT);
            domains
        };
        let domains = self.forms.values().flat_map(of_form);
        let domains = domains.map(|(name, domain)| {
            let domain = Domain {
                optional: true,
                when: None,
                ..domain
            };
            (name, domain)
        });
        domains.collect()
    }
}

/// The questions of a task's form, but its result.
pub fn written(form: &Form) -> impl Iterator<Item = &Question> {
    form.questions().filter(|question| question.id != RESULT)
}

/// What was written down, in a person's words, without the result.
#[must_use]
pub fn answered(form: &Form, answers: &Answers, lang: Lang) -> Vec<forms::AnsweredRow> {
    let known = Known::on(Date::default());
    let sections = form.answered(answers, &known, lang);
    let rows = sections.into_iter().flat_map(|section| section.rows);
    rows.filter(|row| row.name != RESULT).collect()
}

/// A name that the page of a task uses itself.
pub(crate) fn is_taken(name: &str) -> bool {
    TAKEN.contains(&name)
}

/// The result of a task as a question; none where there is nothing to choose.
fn result(task: &HumanTask) -> Option<Question> {
    let choices: Vec<Choice> = task
        .results
        .iter()
        .map(|result| Choice {
            id: result.id.clone(),
            label: result.title.clone(),
        })
        .collect();
    (!choices.is_empty()).then(|| Question {
        id: RESULT.to_owned(),
        ask: Localized::spanish(RESULT),
        hint: None,
        kind: Kind::OneOf(choices),
        optional: true,
        when: None,
        need: None,
        example: None,
        computed: None,
        entry: None,
    })
}
