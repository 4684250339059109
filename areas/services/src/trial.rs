//! `tests.yaml`: applicants with their answers, and what must come of them.
//!
//! What is run: which questions are asked, what is wrong with the answers, the fee, and the way through the
//! process with the officials' results given. Silence and calendars are not run here yet.

mod then;

use std::collections::{BTreeMap, VecDeque};

use forms::{Answers, FileKind, Known, KnownFile, KnownRecord};
use jiff::civil::Date;
use process::{Effect, Event};
use rules::{Context, Value};
use serde::Deserialize;
use serde_json::{Map, Value as Json, json};

use self::then::{Found, Happens, event_said, refused};
use crate::desk::RESULT;
use crate::finding::Finding;
use crate::gathered::{COUNT, Gathered};
use crate::{Definition, tables};

/// The file of tests.
pub(crate) const FILE: &str = "tests.yaml";
/// What a record is given with beside its fields: what the applicant says in their place.
const CORRECTED: &str = "corrected";
/// Longer ways through a process are circles.
const STEPS_MAX: usize = 200;

/// One test of a definition.
#[derive(Debug, Clone)]
pub struct Trial {
    /// What it is about, in a sentence.
    pub name: String,
    body: Body,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Body {
    #[serde(deserialize_with = "crate::ficha::read::a_day")]
    on: Date,
    #[serde(default)]
    given: Map<String, Json>,
    #[serde(default)]
    asks: Vec<String>,
    #[serde(default)]
    does_not_ask: Vec<String>,
    #[serde(default)]
    errors: BTreeMap<String, String>,
    /// What conditions see of the answers: a computed value, by its name.
    #[serde(default)]
    facts: BTreeMap<String, Json>,
    /// What registries and systems answer, by the stage that asks: a system without an answer refuses.
    #[serde(default)]
    consulted: BTreeMap<String, Map<String, Json>>,
    fee: Option<i64>,
    /// The act it ends with.
    act: Option<String>,
    #[serde(default)]
    then: Vec<Happens>,
    ends: Option<process::Outcome>,
}

pub(crate) fn parse(yaml: &str) -> Result<Vec<Trial>, Vec<Finding>> {
    let raw: Vec<BTreeMap<String, Body>> =
        serde_saphyr::from_str(yaml).map_err(|error| vec![Finding::yaml(FILE, &error)])?;
    Ok(raw
        .into_iter()
        .flatten()
        .map(|(name, body)| Trial { name, body })
        .collect())
}

/// What a test found, in Spanish and English.
type Differs = (String, String);

impl Trial {
    /// Runs the test.
    #[must_use]
    pub fn run(&self, definition: &Definition) -> Option<Finding> {
        let (es, en) = self.differs(definition).err()?;
        Some(Finding::new(
            FILE,
            format!("«{}»: {es}", self.name),
            format!("«{}»: {en}", self.name),
        ))
    }

    fn differs(&self, definition: &Definition) -> Result<(), Differs> {
        let (answers, known) = self.answers(definition)?;
        self.compare_questions(definition, &answers)?;
        self.compare_errors(definition, &answers, &known)?;
        if !self.body.errors.is_empty() {
            return Ok(());
        }
        self.compare_facts(&definition.facts(&answers, &Gathered::default()))?;
        self.walk(definition, &answers)
    }

    /// The given answers; documents are names of files, registries' questions are the record's fields, with
    /// `corrected` for what the applicant says otherwise.
    fn answers(&self, definition: &Definition) -> Result<(Answers, Known), Differs> {
        let mut known = Known::on(self.body.on);
        let mut json = Map::new();
        for (id, value) in flat(definition, &self.body.given) {
            let question = definition.form.question(&id);
            let question = question.ok_or_else(|| unknown_question(&id))?;
            match (question.kind.dataset(), &value) {
                (Some(dataset), Json::Object(fields)) => {
                    let mut fields = fields.clone();
                    let corrected = fields.remove(CORRECTED);
                    known.records.push(KnownRecord {
                        dataset: dataset.to_owned(),
                        key: id.clone(),
                        role: String::new(),
                        fields,
                    });
                    let record = match corrected {
                        Some(corrected) => json!({ "key": id, CORRECTED: corrected }),
                        None => Json::from(id.as_str()),
                    };
                    json.insert(id.clone(), record);
                }
                (_, Json::String(name)) if question.kind.is_document() => {
                    let kind = name
                        .rsplit_once('.')
                        .and_then(|(_, ending)| FileKind::from_word(ending))
                        .unwrap_or(FileKind::Pdf);
                    known.files.entry(id.clone()).or_default().push(KnownFile {
                        name: name.clone(),
                        kind,
                        size_bytes: 1,
                    });
                }
                _ => {
                    json.insert(id.clone(), value.clone());
                }
            }
        }
        let answers = definition.form.understand_json(&json, &known);
        Ok((answers, known))
    }

    fn compare_questions(&self, definition: &Definition, answers: &Answers) -> Result<(), Differs> {
        let mut named = self.body.asks.iter().chain(&self.body.does_not_ask);
        if let Some(id) = named.find(|id| definition.form.question(id).is_none()) {
            return Err(unknown_question(id));
        }
        let visible = definition.form.visible(answers);
        let is_asked = |id: &String| visible.iter().any(|question| question.id == *id);
        if let Some(id) = self.body.asks.iter().find(|id| !is_asked(id)) {
            return Err(differs(
                format!("«{id}» no se pregunta"),
                format!("«{id}» is not asked"),
            ));
        }
        match self.body.does_not_ask.iter().find(|id| is_asked(id)) {
            Some(id) => Err(differs(
                format!("«{id}» se pregunta"),
                format!("«{id}» is asked"),
            )),
            None => Ok(()),
        }
    }

    fn compare_errors(
        &self,
        definition: &Definition,
        answers: &Answers,
        known: &Known,
    ) -> Result<(), Differs> {
        let found = definition.form.validate(answers, known);
        let found: BTreeMap<String, String> = found
            .iter()
            .map(|error| (error.question.clone(), error.code().to_owned()))
            .collect();
        if found == self.body.errors {
            return Ok(());
        }
        let said = |none: &str| match found.is_empty() {
            true => none.to_owned(),
            false => {
                let said = found.iter().map(|(id, code)| format!("{id}: {code}"));
                said.collect::<Vec<_>>().join(", ")
            }
        };
        Err(differs(
            format!("los errores son otros: {}", said("ninguno")),
            format!("the errors are others: {}", said("none")),
        ))
    }

    fn compare_facts(&self, facts: &Context) -> Result<(), Differs> {
        for (name, expected) in &self.body.facts {
            if facts.get(name).is_none() {
                return Err(differs(
                    format!("no hay ningún dato «{name}»"),
                    format!("there is no fact «{name}»"),
                ));
            }
            let found = facts
                .get(name)
                .and_then(|fact| serde_json::to_value(fact).ok());
            let found = found.unwrap_or_default();
            if found != *expected {
                return Err(differs(
                    format!("«{name}» es {found} y no {expected}"),
                    format!("«{name}» is {found}, not {expected}"),
                ));
            }
        }
        Ok(())
    }

    /// Goes through the process: what the program does by itself happens at once, all else as the test says.
    fn walk(&self, definition: &Definition, answers: &Answers) -> Result<(), Differs> {
        let process = &definition.process;
        let mut happens = self.body.then.iter();
        let mut results = Context::new();
        let mut gathered = Gathered::default();
        let mut by_itself: VecDeque<Event> = VecDeque::new();
        let mut fee = None;
        let mut step = process.start().map_err(|error| refused("start", &error))?;
        for _ in 0..STEPS_MAX {
            for effect in &step.effects {
                match effect {
                    Effect::End(ending) => {
                        if let Some(next) = happens.next() {
                            let word = next.word();
                            return Err(differs(
                                format!("ya terminó antes de {word}; quita de then lo que sobra"),
                                format!(
                                    "it has ended before {word}; remove from then what is left"
                                ),
                            ));
                        }
                        return self.compare_end(Some(ending), fee);
                    }
                    Effect::OrderFee { table } => {
                        let facts = definition.facts(answers, &gathered);
                        fee = Some(amount(definition, table, &facts)?);
                        by_itself.push_back(Event::FeePaid);
                    }
                    Effect::Wait { stage, .. } => by_itself.push_back(Event::Waited {
                        stage: (*stage).clone(),
                    }),
                    Effect::Notify { stage, .. } => by_itself.push_back(Event::Done {
                        stage: (*stage).clone(),
                    }),
                    Effect::Lookup { stage, .. } => {
                        let found = self.body.consulted.get(stage.as_str());
                        let found = found.cloned().unwrap_or_else(nothing_found);
                        gathered.consulted.push((stage.to_string(), found));
                        by_itself.push_back(Event::Done {
                            stage: (*stage).clone(),
                        });
                    }
                    Effect::Call { stage, .. } => {
                        let answer = self.body.consulted.get(stage.as_str()).cloned();
                        let stage = (*stage).clone();
                        by_itself.push_back(match answer {
                            Some(answer) => {
                                gathered.consulted.push((stage.to_string(), answer));
                                Event::Answered { stage }
                            }
                            None => Event::NotAnswered { stage },
                        });
                    }
                    Effect::AskCosigners(cosigning) => {
                        let facts = definition.facts(answers, &gathered);
                        let named = cosigning.named(&facts);
                        let unclear =
                            |error: rules::Error| differs(error.to_string(), error.to_string());
                        if named.map_err(unclear)?.is_empty() {
                            by_itself.push_back(Event::Cosigned);
                        }
                    }
                    Effect::OpenSubcase { .. }
                    | Effect::OpenTask(_)
                    | Effect::AskCorrection(_)
                    | Effect::StopClock
                    | Effect::ResumeClock
                    | Effect::CloseTasks => {}
                }
            }
            let (event, found) = match by_itself.pop_front() {
                Some(event) => (event, Found::default()),
                None => match happens.next() {
                    Some(next) => {
                        next.is_of(definition)?;
                        next.event(process)
                    }
                    None => return self.compare_end(None, fee),
                },
            };
            if let (Event::TaskCompleted { task }, Some(result)) = (&event, &found.result) {
                results.insert(task.as_str(), result.as_str());
            }
            if let Event::TaskCompleted { task } = &event {
                gathered
                    .written_down
                    .extend(self.written_down(definition, task, &found)?);
            }
            if let Some((stage, ended)) = &found.subcase {
                results.insert(stage.as_str(), ended.as_str());
            }
            let facts = definition
                .facts(answers, &gathered)
                .with("resultado", found.result.map_or(Value::Null, Value::from))
                .with("marcas", found.marks)
                .with("resultados", results.clone());
            let advanced = process.advance(&step.at, &event, &facts);
            step = advanced.map_err(|error| refused(&event_said(&event), &error))?;
        }
        self.compare_end(None, fee)
    }

    /// What the official wrote down in a task, as its form takes it.
    fn written_down(
        &self,
        definition: &Definition,
        task: &str,
        found: &Found,
    ) -> Result<Option<(String, Answers)>, Differs> {
        let Some(form) = definition.desk.of_task(task).filter(|_| found.marks == 0) else {
            return Ok(None);
        };
        let known = Known::on(self.body.on);
        let mut values = found.written_down.clone();
        values.extend(
            found
                .result
                .clone()
                .map(|result| (RESULT.to_owned(), Json::from(result))),
        );
        let answers = form.understand_json(&values, &known);
        match form.validate(&answers, &known).first() {
            Some(error) => Err(differs(
                format!(
                    "«{task}»: «{}»: {}; agrega with",
                    error.question,
                    error.code()
                ),
                format!("«{task}»: «{}»: {}; add with", error.question, error.code()),
            )),
            None => Ok(Some((task.to_owned(), answers))),
        }
    }

    fn compare_end(
        &self,
        ending: Option<&process::Ending>,
        fee: Option<i64>,
    ) -> Result<(), Differs> {
        let outcome = ending.map(|ending| ending.outcome.as_str());
        let act = ending.map(|ending| ending.act.as_str());
        if let Some(expected) = self.body.act.as_deref()
            && act != Some(expected)
        {
            let (es, en) = (act.unwrap_or("ninguno"), act.unwrap_or("none"));
            return Err(differs(
                format!("el acto es {es} y no {expected}"),
                format!("the act is {en}, not {expected}"),
            ));
        }
        if let Some(expected) = self.body.fee
            && fee != Some(expected)
        {
            let found = fee.map(|fee| fee.to_string());
            let (es, en) = (
                found.as_deref().unwrap_or("ninguna"),
                found.as_deref().unwrap_or("none"),
            );
            return Err(differs(
                format!("la tasa es {es} y no {expected}"),
                format!("the fee is {en}, not {expected}"),
            ));
        }
        let expected = self.body.ends.map(process::Outcome::as_str);
        match (expected, outcome) {
            (expected, found) if expected == found => Ok(()),
            (None, Some(found)) => Err(differs(
                format!("termina en {found}; agrega ends: {found}"),
                format!("it ends in {found}; add ends: {found}"),
            )),
            (expected, None) => {
                let expected = expected.unwrap_or_default();
                Err(differs(
                    format!("no termina en {expected}: sigue abierto; agrega a then lo que falta"),
                    format!(
                        "it does not end in {expected}: it is still open; add to then what is missing"
                    ),
                ))
            }
            (Some(expected), Some(found)) => Err(differs(
                format!("termina en {found} y no en {expected}"),
                format!("it ends in {found}, not {expected}"),
            )),
        }
    }
}

/// A registry that holds nothing of the applicant.
fn nothing_found() -> Map<String, Json> {
    Map::from_iter([(COUNT.to_owned(), Json::from(0))])
}

fn amount(definition: &Definition, table: &str, facts: &Context) -> Result<i64, Differs> {
    let missing = || {
        differs(
            format!("la tabla «{table}» no da un monto"),
            format!("the table «{table}» gives no amount"),
        )
    };
    let decided = definition
        .tables
        .get(table)
        .ok_or_else(missing)?
        .decide(facts)
        .map_err(|error| {
            let english = error.to_string();
            differs(rules::in_spanish(&english), english)
        })?;
    decided
        .outputs
        .get(tables::AMOUNT)
        .and_then(Value::as_number)
        .and_then(rules::Number::to_i64)
        .ok_or_else(missing)
}

fn unknown_question(id: &str) -> Differs {
    differs(
        format!("no hay pregunta «{id}» en form.yaml"),
        format!("there is no question «{id}» in form.yaml"),
    )
}

fn differs(es: impl Into<String>, en: impl Into<String>) -> Differs {
    (es.into(), en.into())
}

/// What is given, the entries of groups by their long names and their number by the group's.
fn flat(definition: &Definition, given: &Map<String, Json>) -> Vec<(String, Json)> {
    let mut flat = Vec::new();
    for (id, value) in given {
        let question = definition.form.question(id);
        let is_group = question.is_some_and(|question| question.entries().is_some());
        let Some(entries) = value.as_array().filter(|_| is_group) else {
            flat.push((id.clone(), value.clone()));
            continue;
        };
        flat.push((id.clone(), Json::from(entries.len())));
        for (place, entry) in (1..).zip(entries) {
            let own = entry.as_object().into_iter().flatten();
            flat.extend(own.map(|(name, value)| (format!("{id}.{place}.{name}"), value.clone())));
        }
    }
    flat
}
