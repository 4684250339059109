//! Answers that come as JSON: read as what was typed, and checked by the same rules.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use serde_json::{Map, Value as Json};

use crate::corrected::raw_of_json;
use crate::{Answers, Fault, FieldError, FileKind, Form, Kind, Known, KnownFile, Question, Raw};

/// What came as JSON: answers, and the files among them.
#[derive(Debug, Clone, Default)]
pub struct JsonAnswers {
    /// The answers.
    pub answers: Answers,
    /// The files, to be stored by the caller.
    pub uploads: Vec<Upload>,
}

/// A file that came inside JSON.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Upload {
    /// The question it answers.
    pub question: String,
    /// The name it had.
    pub name: String,
    /// What it is.
    pub kind: FileKind,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

impl Form {
    /// Reads and checks answers that came whole. A registry's question may be left out where the applicant
    /// has only one record, or only one about themself.
    ///
    /// # Errors
    /// Everything that is wrong, in the order of the form, unknown names last.
    pub fn read_json(
        &self,
        json: &Map<String, Json>,
        known: &Known,
    ) -> Result<JsonAnswers, Vec<FieldError>> {
        let json = &self.flattened(json);
        let mut read = JsonAnswers::default();
        let mut errors = Vec::new();
        for question in self
            .questions()
            .filter(|question| question.computed.is_none())
        {
            match (&question.kind, json.get(&question.id)) {
                (Kind::Document { .. }, Some(value)) => match uploads(question, value) {
                    Ok(files) => read.uploads.extend(files),
                    Err(fault) => errors.push(FieldError::new(&question.id, &question.ask, fault)),
                },
                (_, None | Some(Json::Null)) if !self.has_entry(question, &read.answers) => {}
                (Kind::Registry { dataset, .. }, None | Some(Json::Null)) => {
                    let meant = known.meant_record(dataset);
                    let key = meant.map_or_else(Raw::default, |meant| Raw::Text(meant.key.clone()));
                    read.answers
                        .put(question.id.as_str(), question.understand(key, known));
                }
                (_, None | Some(Json::Null)) => {}
                (_, Some(value)) => match raw(&question.kind, value) {
                    Some(raw) => {
                        let raw = with_meant_record(question, raw, known);
                        read.answers
                            .put(question.id.as_str(), question.understand(raw, known));
                    }
                    None => errors.push(FieldError::new(
                        &question.id,
                        &question.ask,
                        Fault::WrongType,
                    )),
                },
            }
        }
        let known = with_uploads(known, &read.uploads);
        let is_new = |error: &FieldError, errors: &[FieldError]| {
            !errors.iter().any(|said| said.question == error.question)
        };
        let found: Vec<FieldError> = self
            .validate(&read.answers, &known)
            .into_iter()
            .filter(|error| is_new(error, &errors))
            .collect();
        errors.extend(found);
        errors.extend(
            json.keys()
                .filter(|name| {
                    self.question(name)
                        .is_none_or(|question| question.computed.is_some())
                })
                .map(|name| FieldError::unknown(name)),
        );
        if errors.is_empty() {
            Ok(read)
        } else {
            Err(errors)
        }
    }
}

impl Form {
    /// Reads answers from JSON without checking them: for tests of definitions. What does not fit is kept as text.
    #[must_use]
    pub fn understand_json(&self, json: &Map<String, Json>, known: &Known) -> Answers {
        let json = &self.flattened(json);
        let mut answers = Answers::default();
        for question in self
            .questions()
            .filter(|question| !question.kind.is_document() && question.computed.is_none())
        {
            if let Some(value) = json.get(&question.id) {
                let raw =
                    raw(&question.kind, value).unwrap_or_else(|| Raw::Text(value.to_string()));
                answers.put(question.id.as_str(), question.understand(raw, known));
            }
        }
        answers
    }
}

/// What is known, with the files that came along.
fn with_uploads(known: &Known, uploads: &[Upload]) -> Known {
    let mut known = known.clone();
    for upload in uploads {
        let file = KnownFile {
            name: upload.name.clone(),
            kind: upload.kind,
            size_bytes: upload.bytes.len() as u64,
        };
        known
            .files
            .entry(upload.question.clone())
            .or_default()
            .push(file);
    }
    known
}

/// A JSON value as if it had been typed; nothing where its type does not fit.
pub(crate) fn raw(kind: &Kind, value: &Json) -> Option<Raw> {
    let text = |text: String| Some(Raw::Text(text));
    match (kind, value) {
        (Kind::YesNo | Kind::Declaration, Json::Bool(yes)) => {
            text(if *yes { "si" } else { "no" }.to_owned())
        }
        (Kind::Number { .. } | Kind::Money { .. }, Json::Number(number)) => {
            text(number.to_string().replace('.', ","))
        }
        (Kind::ManyOf(_), Json::Array(items)) => {
            let chosen: Option<Vec<String>> = items
                .iter()
                .map(|item| item.as_str().map(str::to_owned))
                .collect();
            chosen.map(Raw::Several)
        }
        (Kind::Group { .. }, Json::Number(count)) => text(count.to_string()),
        (Kind::MapPoint, Json::Object(parts)) => {
            let part = |(name, value): (&String, &Json)| {
                let is_known = crate::read::POINT_PARTS.contains(&name.as_str());
                is_known.then(|| (name.clone(), value.to_string()))
            };
            let parts: Option<_> = parts.iter().map(part).collect();
            parts.map(Raw::Parts)
        }
        (Kind::Address { .. }, Json::Object(parts)) => {
            let part = |(name, value): (&String, &Json)| match (name.as_str(), value.as_str()) {
                ("direccion", Some(line)) => Some((String::new(), line.to_owned())),
                (name, Some(place)) if crate::read::ADDRESS_PARTS.contains(&name) => {
                    Some((name.to_owned(), place.to_owned()))
                }
                _ => None,
            };
            parts
                .iter()
                .map(part)
                .collect::<Option<_>>()
                .map(Raw::Parts)
        }
        (Kind::Registry { shows, .. }, Json::Object(json)) => raw_of_json(shows, json),
        (Kind::YesNo | Kind::Declaration | Kind::ManyOf(_) | Kind::Group { .. }, _) => None,
        (_, Json::String(words)) => text(words.clone()),
        _ => None,
    }
}

/// Which record a program means that corrects one without naming it.
fn with_meant_record(question: &Question, raw: Raw, known: &Known) -> Raw {
    match (question.kind.dataset(), raw) {
        (Some(dataset), Raw::Parts(mut parts)) if !parts.contains_key("") => {
            if let Some(meant) = known.meant_record(dataset) {
                parts.insert(String::new(), meant.key.clone());
            }
            Raw::Parts(parts)
        }
        (_, raw) => raw,
    }
}

/// The files of one question: one, or a list of them, each `{name, content}` with the content in base64.
fn uploads(question: &Question, value: &Json) -> Result<Vec<Upload>, Fault> {
    let files = match value {
        Json::Null => return Ok(Vec::new()),
        Json::Array(files) => files.iter().collect(),
        one => vec![one],
    };
    files
        .into_iter()
        .map(|file| upload(question, file))
        .collect()
}

fn upload(question: &Question, file: &Json) -> Result<Upload, Fault> {
    let member = |name: &str| {
        file.get(name)
            .and_then(Json::as_str)
            .ok_or(Fault::WrongType)
    };
    let (name, content) = (member("name")?, member("content")?);
    let bytes = BASE64_STANDARD
        .decode(content.trim())
        .map_err(|_| Fault::WrongType)?;
    let kind = FileKind::recognise(name, &bytes).ok_or(Fault::WrongFileKind)?;
    Ok(Upload {
        question: question.id.clone(),
        name: name.to_owned(),
        kind,
        bytes,
    })
}
