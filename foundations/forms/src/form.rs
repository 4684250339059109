//! A form: pages of questions, and the checks that go across them.

use rules::{Context, Expression, Value};
use text::Localized;

use crate::group::Entries;
use crate::{Answers, Kind, Layout, Places, Question};

/// What is asked for one service.
#[derive(Debug, Clone)]
pub struct Form {
    /// Its pages, in order.
    pub sections: Vec<Section>,
    /// What must hold between answers.
    pub checks: Vec<Check>,
    /// Whether its pages are asked as one.
    pub layout: Layout,
}

/// One page of questions.
#[derive(Debug, Clone)]
pub struct Section {
    /// Its name in addresses.
    pub id: String,
    /// What a person reads.
    pub title: Localized,
    /// What is said above the questions.
    pub intro: Option<Localized>,
    /// The questions, in order.
    pub questions: Vec<Question>,
}

/// Something that must hold between answers.
#[derive(Debug, Clone)]
pub struct Check {
    /// What must be true. Where something it needs is not answered, it is not checked.
    pub that: Expression,
    /// What a person reads when it is not.
    pub say: Localized,
    /// The question it is said at.
    pub at: String,
}

impl Form {
    /// Every question, in order.
    pub fn questions(&self) -> impl Iterator<Item = &Question> {
        self.sections.iter().flat_map(|section| &section.questions)
    }

    /// A question by name.
    #[must_use]
    pub fn question(&self, id: &str) -> Option<&Question> {
        self.questions().find(|question| question.id == id)
    }

    /// A section by name.
    #[must_use]
    pub fn section(&self, id: &str) -> Option<&Section> {
        self.sections.iter().find(|section| section.id == id)
    }

    /// The section a question stands in.
    #[must_use]
    pub fn section_of(&self, question: &str) -> Option<&Section> {
        self.sections
            .iter()
            .find(|section| section.questions.iter().any(|known| known.id == question))
    }

    /// The datasets of registries it shows, each once.
    #[must_use]
    pub fn datasets(&self) -> Vec<&str> {
        let mut datasets: Vec<&str> = self
            .questions()
            .filter_map(|question| question.kind.dataset())
            .collect();
        datasets.sort_unstable();
        datasets.dedup();
        datasets
    }

    /// What its addresses call the gazetteers they use.
    pub fn tables(&self) -> impl Iterator<Item = &str> {
        self.questions()
            .filter_map(|question| match &question.kind {
                Kind::Address {
                    places: Places::Table(table),
                } => Some(table.name.as_str()),
                _ => None,
            })
    }

    /// Whether any question asks for files.
    #[must_use]
    pub fn asks_documents(&self) -> bool {
        self.questions().any(|question| question.kind.is_document())
    }

    /// The questions that are asked, seen from the answers so far, in order.
    #[must_use]
    pub fn visible(&self, answers: &Answers) -> Vec<&Question> {
        self.walk(answers).0
    }

    /// The questions of one section that are asked, seen from the answers so far.
    #[must_use]
    pub fn visible_in<'f>(&'f self, section: &'f Section, answers: &Answers) -> Vec<&'f Question> {
        let visible = self.visible(answers);
        section
            .questions
            .iter()
            .filter(|question| visible.iter().any(|seen| seen.id == question.id))
            .collect()
    }

    /// The sections in which anything is asked, seen from the answers so far.
    #[must_use]
    pub fn visible_sections(&self, answers: &Answers) -> Vec<&Section> {
        let visible = self.visible(answers);
        let has_any = |section: &&Section| {
            section
                .questions
                .iter()
                .any(|question| visible.iter().any(|seen| seen.id == question.id))
        };
        self.sections.iter().filter(has_any).collect()
    }

    /// The questions asked, and the facts they leave. A condition sees what stands above it, so one pass is enough.
    pub(crate) fn walk(&self, answers: &Answers) -> (Vec<&Question>, Context) {
        let mut facts = self.blank_facts();
        let mut visible = Vec::new();
        let mut open: Option<Entries<'_>> = None;
        for question in self.questions() {
            let closed = match (&question.entry, &open) {
                (Some(entry), Some(entries)) if entry.group == entries.group => None,
                _ => open.take(),
            };
            if let Some(entries) = closed {
                facts.insert(entries.group, entries.fact());
            }
            if let Some(entry) = &question.entry {
                let Some(entries) = &mut open else { continue };
                let Some(scope) = entries.scope(entry, &facts) else {
                    continue;
                };
                if question.is_asked(&scope) {
                    visible.push(question);
                    entries.put(entry, question.fact(answers, &scope));
                }
                continue;
            }
            if !question.is_asked(&facts) {
                continue;
            }
            visible.push(question);
            if question.entries().is_some() {
                let count = question.entries_in(answers);
                open = Some(Entries::blank(self, question, count));
            } else if question.computed.is_some() {
                let fact = question.fact(answers, &facts);
                facts.insert(question.id.as_str(), fact);
            } else {
                question.add_facts(answers.value(&question.id), &mut facts);
            }
        }
        if let Some(entries) = open {
            facts.insert(entries.group, entries.fact());
        }
        (visible, facts)
    }

    /// The fact behind a question, or a question of an entry, once the form was walked.
    pub(crate) fn fact_of(question: &Question, facts: &Context) -> Value {
        let Some(entry) = &question.entry else {
            return facts.get(&question.id).cloned().unwrap_or(Value::Null);
        };
        let Some(Value::List(entries)) = facts.get(&entry.group) else {
            return Value::Null;
        };
        match entry.place.checked_sub(1).and_then(|at| entries.get(at)) {
            Some(Value::Context(own)) => own.get(&entry.name).cloned().unwrap_or(Value::Null),
            _ => Value::Null,
        }
    }
}

impl Question {
    /// Whether it is asked, seen from what stands above it.
    fn is_asked(&self, facts: &Context) -> bool {
        let holds = |when: &Expression| matches!(when.evaluate(facts), Ok(Value::Boolean(true)));
        self.when.as_ref().is_none_or(holds)
    }

    /// What its answer says, or what its formula gives.
    fn fact(&self, answers: &Answers, facts: &Context) -> Value {
        match &self.computed {
            Some(formula) => formula.evaluate(facts).unwrap_or(Value::Null),
            None => {
                let value = answers.value(&self.id);
                value.map_or(Value::Null, crate::Value::to_fact)
            }
        }
    }
}
