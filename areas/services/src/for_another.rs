//! Filing for somebody else: in which capacities a service lets one do it, and the part of its form that asks.
//!
//! The part stands before everything else, on a page of its own, and is answered like any other: what is typed there
//! is kept, bound by the receipt, corrected, shown and printed with the rest. Where a service says nothing of it,
//! nothing is asked, and everybody files for themselves.

use forms::{Answers, Form, Identifier, Kind, Question, Value};
use rules::Expression;
use serde::Deserialize;
use serde_json::{Value as Json, json};
use text::yaml::both;
use text::{Lang, Localized};

use crate::words;
use crate::{Definition, LawRef};

/// The part of the form that asks for whom.
pub const SECTION: &str = "para_quien";
/// Whether one files for oneself.
pub const FOR_WHOM: &str = "para_quien";
/// The answer for oneself.
pub const ONESELF: &str = "mi";
/// The answer for somebody else.
pub const SOMEBODY_ELSE: &str = "otra";
/// The given names of the other.
pub const GIVEN_NAMES: &str = "titular_nombres";
/// Their surnames.
pub const SURNAMES: &str = "titular_apellidos";
/// Their national number.
pub const IDENTIFIER: &str = "titular_documento";
/// In which capacity one acts.
pub const CAPACITY: &str = "titular_calidad";
/// That all this is true.
pub const DECLARED: &str = "titular_declaracion";
/// What is asked of somebody else.
pub const OF_THE_OTHER: [&str; 5] = [GIVEN_NAMES, SURNAMES, IDENTIFIER, CAPACITY, DECLARED];

/// When what the State knows about the applicant is asked.
const IS_FOR_ONESELF: &str = "para_quien != \"otra\"";
/// Characters of names: the longest on record fit twice.
const NAME_CHARACTERS_MAX: usize = 100;

/// That a service may be asked for in somebody else's name.
#[derive(Debug, Clone, Deserialize)]
#[serde(try_from = "Raw")]
pub struct ForAnother {
    /// Which number the other has, as forms name it; any number where nothing is said.
    pub number: Option<String>,
    /// In which capacities one may act.
    pub capacities: Vec<Capacity>,
}

/// In which capacity one acts for another.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Capacity {
    /// Its name in data.
    pub id: String,
    /// What a person reads.
    pub title: Localized,
    /// The article that lets one act so, where there is one.
    pub law: Option<LawRef>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Raw {
    number: Option<String>,
    #[serde(default)]
    capacities: Vec<Capacity>,
}

impl TryFrom<Raw> for ForAnother {
    type Error = String;

    fn try_from(raw: Raw) -> Result<Self, String> {
        if raw.capacities.is_empty() {
            return Err(both(
                "for_another no tiene capacities; agrega en qué calidad se puede actuar, o quítalo",
                "for_another has no capacities; add in which one may act, or remove it",
            ));
        }
        for (at, capacity) in raw.capacities.iter().enumerate() {
            let id = &capacity.id;
            if !is_word(id) {
                return Err(both(
                    &format!(
                        "«{id}» (capacities) va en letras minúsculas sin acento, con guion bajo"
                    ),
                    &format!("«{id}» (capacities) takes small plain letters with underscores"),
                ));
            }
            if raw.capacities.iter().take(at).any(|other| other.id == *id) {
                return Err(both(
                    &format!("«{id}» (capacities) está dos veces; cambia uno"),
                    &format!("«{id}» (capacities) is there twice; change one"),
                ));
            }
        }
        if let Some(word) = &raw.number
            && Identifier::from_word(word).is_none()
        {
            let known = Identifier::words().collect::<Vec<_>>().join(", ");
            return Err(both(
                &format!("number: «{word}» no se conoce; elige entre {known}"),
                &format!("number: «{word}» is none of {known}"),
            ));
        }
        Ok(Self {
            number: raw.number,
            capacities: raw.capacities,
        })
    }
}

/// Small plain letters, figures and underscores, a letter first.
fn is_word(name: &str) -> bool {
    let is_plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
    name.starts_with(|sign: char| sign.is_ascii_lowercase())
        && name.len() <= 60
        && name.bytes().all(is_plain)
}

impl ForAnother {
    /// What a capacity is called.
    #[must_use]
    pub fn title(&self, capacity: &str) -> Option<&Localized> {
        let mut capacities = self.capacities.iter();
        let known = capacities.find(|known| known.id == capacity)?;
        Some(&known.title)
    }

    /// The part that asks for whom, as `form.yaml` writes parts.
    pub(crate) fn part(&self) -> String {
        let written =
            |say: &dyn Fn(Lang) -> String| json!({ "es": say(Lang::Es), "en": say(Lang::En) });
        let all = |text: &Localized| {
            let words = text
                .iter()
                .map(|(lang, words)| (lang.tag().to_owned(), json!(words)));
            Json::Object(words.collect())
        };
        let capacities = self.capacities.iter();
        let capacities: serde_json::Map<String, Json> = capacities
            .map(|capacity| (capacity.id.clone(), all(&capacity.title)))
            .collect();
        let when = format!("{FOR_WHOM} = \"{SOMEBODY_ELSE}\"");
        let name = |ask: &dyn Fn(Lang) -> String, example: &str| json!({ "ask": written(ask), "type": "text", "max": NAME_CHARACTERS_MAX, "when": when, "example": example });
        let mut number = json!({
            "ask": written(&|lang| words::another_identifier(lang).into_string()),
            "type": "national_id",
            "when": when,
        });
        if let (Some(word), Some(members)) = (&self.number, number.as_object_mut()) {
            members.insert("of".to_owned(), json!(word));
        }
        // Whoever says nothing files for themselves.
        let questions = [
            (
                FOR_WHOM,
                json!({
                    "ask": written(&|lang| words::another_for_whom(lang).into_string()),
                    "hint": written(&|lang| words::another_for_whom_hint(lang).into_string()),
                    "type": "one_of",
                    "optional": true,
                    "options": {
                        ONESELF: written(&|lang| words::another_oneself(lang).into_string()),
                        SOMEBODY_ELSE: written(&|lang| words::another_other(lang).into_string()),
                    },
                }),
            ),
            (
                GIVEN_NAMES,
                name(
                    &|lang| words::another_given_names(lang).into_string(),
                    "Luz",
                ),
            ),
            (
                SURNAMES,
                name(
                    &|lang| words::another_surnames(lang).into_string(),
                    "Benítez",
                ),
            ),
            (IDENTIFIER, number),
            (
                CAPACITY,
                json!({
                    "ask": written(&|lang| words::another_capacity(lang).into_string()),
                    "type": "one_of",
                    "options": capacities,
                    "when": when,
                }),
            ),
            (
                DECLARED,
                json!({
                    "ask": written(&|lang| words::another_declared(lang).into_string()),
                    "type": "declaration",
                    "when": when,
                }),
            ),
        ];
        let questions: Vec<Json> = questions
            .into_iter()
            .map(|(id, question)| json!({ id: question }))
            .collect();
        let title = written(&|lang| words::another_title(lang).into_string());
        json!({ "sections": [{ SECTION: title, "questions": questions }] }).to_string()
    }
}

/// What registries hold is the applicant's own: it is asked only of whoever files for themselves, because nobody is
/// shown another's data for saying that they act for them.
pub(crate) fn keep_registries_to_oneself(form: &mut Form) {
    let questions = form
        .sections
        .iter_mut()
        .flat_map(|section| &mut section.questions);
    for question in questions.filter(|question| question.kind.dataset().is_some()) {
        let own = match &question.when {
            Some(when) => format!("({when}) and {IS_FOR_ONESELF}"),
            None => IS_FOR_ONESELF.to_owned(),
        };
        // Both halves were read before.
        question.when = Expression::parse(&own)
            .ok()
            .or_else(|| question.when.take());
    }
}

/// Somebody for whom another files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Represented {
    /// Their given names.
    pub given_names: String,
    /// Their surnames.
    pub surnames: String,
    /// Their national number, as their country writes it.
    pub identifier: String,
    /// In which capacity the other acts, by its name in the definition.
    pub capacity: String,
}

impl Represented {
    /// Their whole name.
    #[must_use]
    pub fn name(&self) -> String {
        format!("{} {}", self.given_names, self.surnames)
    }
}

/// Whether answers say that they are somebody else's, right or wrong.
#[must_use]
pub fn is_for_another(definition: &Definition, answers: &Answers) -> bool {
    let chosen = answers.value(FOR_WHOM);
    definition.ficha.for_another.is_some()
        && matches!(chosen, Some(Value::Choice(whom)) if whom == SOMEBODY_ELSE)
}

/// For whom answers are, where they are for somebody else and say all of it.
#[must_use]
pub fn represented(definition: &Definition, answers: &Answers) -> Option<Represented> {
    if !is_for_another(definition, answers) {
        return None;
    }
    let said = |question: &str| match answers.value(question)? {
        Value::Text(words) | Value::Choice(words) => Some(words.trim().to_owned()),
        _ => None,
    };
    Some(Represented {
        given_names: said(GIVEN_NAMES)?,
        surnames: said(SURNAMES)?,
        identifier: said(IDENTIFIER)?,
        capacity: said(CAPACITY)?,
    })
}

/// What was taken out of answers because it does not go with for whom they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Settled {
    /// Nothing.
    Nothing,
    /// What registries hold about whoever types.
    OwnData,
    /// What was said about somebody else.
    TheOther,
}

/// Takes out of answers what does not go with for whom they are: one's own data from registries where they are for
/// somebody else, the other's where they are for oneself.
pub fn settle(definition: &Definition, answers: &mut Answers) -> Settled {
    if definition.ficha.for_another.is_none() {
        return Settled::Nothing;
    }
    if !is_for_another(definition, answers) {
        let taken = OF_THE_OTHER.map(|question| answers.take_out(question));
        return if taken.contains(&true) {
            Settled::TheOther
        } else {
            Settled::Nothing
        };
    }
    let is_own = |question: &&Question| matches!(question.kind, Kind::Registry { .. });
    let own: Vec<&Question> = definition.form.questions().filter(is_own).collect();
    let mut settled = Settled::Nothing;
    for question in own {
        if answers.take_out(&question.id) {
            settled = Settled::OwnData;
        }
    }
    settled
}

/// Whether a question belongs to the part that asks for whom.
#[must_use]
pub fn asks_for_whom(question: &str) -> bool {
    question == FOR_WHOM || OF_THE_OTHER.contains(&question)
}

/// That nobody is another for themselves, in words to be said at the number.
#[must_use]
pub fn is_oneself() -> Localized {
    Localized::spanish(words::another_is_oneself(Lang::Es).into_string())
        .with(Lang::En, words::another_is_oneself(Lang::En).into_string())
}
