//! Questions that are asked several times over: once for each child, partner or vehicle.
//!
//! A group stands in the form as one question whose answer is how many entries there are, followed by its questions
//! once for each entry that there can be, named `group.place.question`. What comes after the last entry is not asked.

use rules::{Context, Value as Fact};
use serde_json::{Map, Value as Json};
use text::Localized;

use crate::{Answer, Answers, Form, Kind, Known, Question, Raw, Value};

/// Where a question stands that belongs to a group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The group.
    pub group: String,
    /// Its place in the group, from 1.
    pub place: usize,
    /// The question's name within the group.
    pub name: String,
    /// What a person reads beside the others of the same entry.
    pub ask: Localized,
}

/// The name of a question of an entry.
fn id_of(group: &str, place: usize, name: &str) -> String {
    format!("{group}.{place}.{name}")
}

impl Entry {
    /// The name of the same question in another entry.
    #[must_use]
    pub fn id_at(&self, place: usize) -> String {
        id_of(&self.group, place, &self.name)
    }
}

impl Question {
    /// Itself in an entry of a group, called after the entry.
    pub(crate) fn in_entry(&self, group: &str, each: &Localized, place: usize) -> Self {
        let mut ask: Option<Localized> = None;
        for (lang, words) in self.ask.iter() {
            let words = format!("{} {place}: {words}", each.as_str(lang));
            ask = Some(match ask {
                None => Localized::only(lang, words),
                Some(ask) => ask.with(lang, words),
            });
        }
        Self {
            id: id_of(group, place, &self.id),
            ask: ask.unwrap_or_else(|| self.ask.clone()),
            entry: Some(Entry {
                group: group.to_owned(),
                place,
                name: self.id.clone(),
                ask: self.ask.clone(),
            }),
            ..self.clone()
        }
    }

    /// The least and the most entries of a group; nothing for other kinds.
    #[must_use]
    pub const fn entries(&self) -> Option<(usize, usize)> {
        match &self.kind {
            Kind::Group { min, max, .. } => Some((*min, *max)),
            _ => None,
        }
    }

    /// How many entries a group has in these answers: as many as it must, where nobody said.
    #[must_use]
    pub fn entries_in(&self, answers: &Answers) -> usize {
        let Some((min, max)) = self.entries() else {
            return 0;
        };
        let said = match answers.value(&self.id) {
            Some(Value::Number(count)) => count.to_i64(),
            _ => None,
        };
        let said = said.and_then(|count| usize::try_from(count).ok());
        said.unwrap_or(min).min(max)
    }

    /// Whether somebody answers it: a computed value answers itself, and a group is its entries.
    #[must_use]
    pub const fn is_answered(&self) -> bool {
        self.computed.is_none() && self.entries().is_none()
    }
}

/// The entries of one group while a form is walked.
pub(crate) struct Entries<'f> {
    pub(crate) group: &'f str,
    pub(crate) facts: Vec<Context>,
}

impl<'f> Entries<'f> {
    /// So many entries, of which nothing is known yet.
    pub(crate) fn blank(form: &'f Form, group: &'f Question, count: usize) -> Self {
        let names = form
            .questions()
            .filter_map(|question| question.entry.as_ref())
            .filter(|entry| entry.group == group.id && entry.place == 1);
        let blank: Context = names
            .map(|entry| (entry.name.as_str(), Fact::Null))
            .collect();
        Self {
            group: &group.id,
            facts: vec![blank; count],
        }
    }

    /// What a condition within an entry sees: the form's facts, and the entry's own by their short names.
    pub(crate) fn scope(&self, entry: &Entry, facts: &Context) -> Option<Context> {
        let own = self.facts.get(entry.place.checked_sub(1)?)?;
        let mut scope = facts.clone();
        for (name, fact) in own.iter() {
            scope.insert(name, fact.clone());
        }
        Some(scope)
    }

    pub(crate) fn put(&mut self, entry: &Entry, fact: Fact) {
        let own = entry
            .place
            .checked_sub(1)
            .and_then(|at| self.facts.get_mut(at));
        if let Some(own) = own {
            own.insert(entry.name.as_str(), fact);
        }
    }

    /// The whole group as conditions after it see it.
    pub(crate) fn fact(self) -> Fact {
        Fact::List(self.facts.into_iter().map(Fact::Context).collect())
    }
}

impl Form {
    /// The questions as the definition writes them: those of a group once.
    pub fn written(&self) -> impl Iterator<Item = &Question> {
        let is_first =
            |question: &&Question| question.entry.as_ref().is_none_or(|entry| entry.place == 1);
        self.questions().filter(is_first)
    }

    /// Whether a question stands for itself, or in an entry that there is.
    pub(crate) fn has_entry(&self, question: &Question, answers: &Answers) -> bool {
        let Some(entry) = &question.entry else {
            return true;
        };
        let group = self.question(&entry.group);
        group.is_some_and(|group| entry.place <= group.entries_in(answers))
    }

    /// The answers with one entry more, as far as the group takes them.
    #[must_use]
    pub fn with_entry(&self, group: &str, answers: &Answers) -> Answers {
        let count = |group: &Question| group.entries_in(answers).saturating_add(1);
        self.counted(group, answers, count)
    }

    /// The answers without one entry: those after it move up.
    #[must_use]
    pub fn without_entry(&self, group: &str, place: usize, answers: &Answers) -> Answers {
        let Some(head) = self.question(group) else {
            return answers.clone();
        };
        let count = head.entries_in(answers);
        if place == 0 || place > count {
            return answers.clone();
        }
        let mut moved = answers.clone();
        let names = self
            .questions()
            .filter_map(|question| question.entry.as_ref());
        for entry in names.filter(|entry| entry.group == group && entry.place == 1) {
            for to in place..=count {
                let next = (to < count).then(|| answers.get(&id_of(group, to + 1, &entry.name)));
                let answer = next.flatten().cloned().unwrap_or_default();
                moved.put(id_of(group, to, &entry.name), answer);
            }
        }
        self.counted(group, &moved, |_| count - 1)
    }

    fn counted(
        &self,
        group: &str,
        answers: &Answers,
        count: impl Fn(&Question) -> usize,
    ) -> Answers {
        let mut counted = answers.clone();
        let head = self.question(group);
        if let Some((head, (min, max))) = head.and_then(|head| Some((head, head.entries()?))) {
            let count = count(head).clamp(min, max);
            let raw = Raw::Text(count.to_string());
            let known = Known::on(jiff::civil::Date::ZERO);
            counted.put(group, head.understand(raw, &known));
        }
        counted
    }

    /// JSON with the entries of groups under their long names, and their number under the group's.
    pub(crate) fn flattened(&self, json: &Map<String, Json>) -> Map<String, Json> {
        let mut flat = Map::new();
        for (name, value) in json {
            let is_group = self
                .question(name)
                .is_some_and(|head| head.entries().is_some());
            let Some(items) = value.as_array().filter(|_| is_group) else {
                flat.insert(name.clone(), value.clone());
                continue;
            };
            flat.insert(name.clone(), Json::from(items.len()));
            for (at, item) in items.iter().enumerate() {
                for (inner, value) in item.as_object().into_iter().flatten() {
                    flat.insert(id_of(name, at + 1, inner), value.clone());
                }
            }
        }
        flat
    }

    /// JSON with the entries of groups as lists, as programs send it.
    pub(crate) fn gathered(&self, flat: Map<String, Json>) -> Map<String, Json> {
        let mut gathered = Map::new();
        for (name, value) in flat {
            match self
                .question(&name)
                .and_then(|question| question.entry.as_ref())
            {
                Some(entry) => {
                    let list = gathered
                        .entry(entry.group.clone())
                        .or_insert_with(|| Json::Array(Vec::new()));
                    if let Some(items) = list.as_array_mut() {
                        while items.len() < entry.place {
                            items.push(Json::Object(Map::new()));
                        }
                        let item = items.get_mut(entry.place - 1).and_then(Json::as_object_mut);
                        if let Some(item) = item {
                            item.insert(entry.name.clone(), value);
                        }
                    }
                }
                None if self
                    .question(&name)
                    .is_some_and(|head| head.entries().is_some()) =>
                {
                    gathered
                        .entry(name)
                        .or_insert_with(|| Json::Array(Vec::new()));
                }
                None => {
                    gathered.insert(name, value);
                }
            }
        }
        gathered
    }
}

impl Answer {
    /// What a formula gave, as an answer of its kind. Nothing where it does not fit.
    pub(crate) fn computed(kind: &Kind, fact: &Fact) -> Self {
        let value = match (kind, fact) {
            (Kind::Number { .. }, Fact::Number(number)) => Some(Value::Number(*number)),
            (Kind::Money { .. }, Fact::Number(number)) => Some(Value::Money(*number)),
            (Kind::Date { .. }, Fact::Date(date)) => Some(Value::Date(*date)),
            (Kind::YesNo, Fact::Boolean(yes)) => Some(Value::YesNo(*yes)),
            (Kind::Text { .. } | Kind::LongText { .. }, fact) => {
                fact.as_str().map(|text| Value::Text(text.to_owned()))
            }
            _ => None,
        };
        Self {
            raw: Raw::default(),
            value,
        }
    }
}
