//! From what was typed to what it means, kind by kind.

mod contact;
pub(crate) mod date;
pub(crate) mod number;

pub use date::day_of_parts;
use std::collections::BTreeMap;

use crate::corrected::{corrected, raw_of_boxes, typed_only};
use crate::identifier::NotOne;
use crate::limits::ADDRESS_CHARACTERS_MAX;
use crate::{
    Answer, Answers, Fault, Form, Kind, Known, Named, NotFound, Place, Places, Question, Raw,
    Section, Table, Value,
};

/// What is wrong, and in which box.
pub(crate) type Wrong = (Fault, &'static str);

/// The boxes of a date, as forms send them.
pub(crate) const DATE_PARTS: [&str; 3] = ["dia", "mes", "anio"];
/// The boxes of an address besides the first.
pub(crate) const ADDRESS_PARTS: [&str; 3] = [DISTRICT_PART, "departamento", "localidad"];
const DISTRICT_PART: &str = "distrito";
/// The boxes of a point of the map.
pub(crate) const POINT_PARTS: [&str; 2] = ["latitud", "longitud"];

impl Form {
    /// Reads the fields of a page that was sent: names and what was typed, in any order. Every question
    /// that was on the page gets an answer; nothing is refused and nothing typed is left out.
    #[must_use]
    pub fn read(&self, fields: &[(&str, &str)], known: &Known) -> Answers {
        self.read_questions(self.questions(), fields, known)
    }

    /// Reads the fields of one section's page. Unticked boxes send nothing, so here a question of the
    /// section without a field was answered with nothing.
    #[must_use]
    pub fn read_section(
        &self,
        section: &Section,
        fields: &[(&str, &str)],
        known: &Known,
    ) -> Answers {
        let mut answers = self.read_questions(section.questions.iter(), fields, known);
        let is_there = |question: &&Question| self.has_entry(question, &answers);
        let unticked: Vec<&Question> = section
            .questions
            .iter()
            .filter(|question| question.sends_nothing_when_empty())
            .filter(is_there)
            .collect();
        for question in unticked {
            if answers.get(&question.id).is_none() {
                answers.put(question.id.as_str(), Answer::default());
            }
        }
        answers
    }

    fn read_questions<'q>(
        &self,
        questions: impl Iterator<Item = &'q Question>,
        fields: &[(&str, &str)],
        known: &Known,
    ) -> Answers {
        let mut answers = Answers::default();
        for question in questions.filter(|question| question.computed.is_none()) {
            if let Some(raw) = question.raw(fields) {
                let raw = typed_only(question, raw, known);
                answers.put(question.id.as_str(), question.understand(raw, known));
            }
        }
        answers
    }
}

impl Question {
    /// An answer from what was typed: understood where it can be, kept in any case.
    #[must_use]
    pub fn understand(&self, raw: Raw, known: &Known) -> Answer {
        let value = read(self, &raw, known).ok().flatten();
        Answer { raw, value }
    }

    const fn sends_nothing_when_empty(&self) -> bool {
        self.computed.is_none()
            && matches!(
                self.kind,
                Kind::YesNo | Kind::OneOf(_) | Kind::ManyOf(_) | Kind::Declaration
            )
    }

    /// What was typed for this question, if it was on the page.
    fn raw(&self, fields: &[(&str, &str)]) -> Option<Raw> {
        let all = || {
            fields
                .iter()
                .filter(|(name, _)| *name == self.id)
                .map(|(_, value)| (*value).to_owned())
        };
        let part = |part: &str| {
            let name = format!("{}.{part}", self.id);
            fields
                .iter()
                .find(|(field, _)| *field == name)
                .map(|(_, value)| (part.to_owned(), (*value).to_owned()))
        };
        match &self.kind {
            Kind::Document { .. } => None,
            Kind::Registry { .. } => raw_of_boxes(self, fields),
            Kind::ManyOf(_) => {
                let ticked: Vec<String> = all().collect();
                (!ticked.is_empty()).then_some(Raw::Several(ticked))
            }
            Kind::Date { .. } | Kind::Address { .. } | Kind::MapPoint => {
                let names: &[&str] = match self.kind {
                    Kind::Date { .. } => &DATE_PARTS,
                    Kind::MapPoint => &POINT_PARTS,
                    _ => &ADDRESS_PARTS,
                };
                let mut parts: BTreeMap<String, String> =
                    names.iter().filter_map(|name| part(name)).collect();
                if parts.is_empty() {
                    return all().next().map(Raw::Text);
                }
                parts.extend(all().next().map(|line| (String::new(), line)));
                Some(Raw::Parts(parts))
            }
            _ => all().next().map(Raw::Text),
        }
    }
}

/// What was typed, understood. Nothing when it is blank.
pub(crate) fn read(question: &Question, raw: &Raw, known: &Known) -> Result<Option<Value>, Wrong> {
    if let Kind::Registry { dataset, .. } = &question.kind {
        return record(question, dataset, raw, known);
    }
    if raw.is_blank() {
        return Ok(None);
    }
    let line = raw.part("");
    let value = match &question.kind {
        Kind::Text { characters_max } => Value::Text(within(one_line(line), *characters_max)?),
        Kind::LongText { characters_max } => Value::Text(within(lines(line), *characters_max)?),
        Kind::Number {
            unit,
            from,
            to,
            decimals,
        } => {
            let units: Vec<&str> = unit
                .iter()
                .flat_map(|unit| unit.iter().map(|(_, words)| words))
                .collect();
            Value::Number(number::between(
                number::read(line, &units, *decimals)?,
                *from,
                *to,
            )?)
        }
        Kind::Money { currency, from, to } => {
            let decimals = text::format::exponent(currency);
            Value::Money(number::between(
                number::read(line, &[currency], decimals)?,
                *from,
                *to,
            )?)
        }
        Kind::Date { from, to } => {
            Value::Date(date::between(date::read(raw)?, *from, *to, known.today)?)
        }
        Kind::YesNo => Value::YesNo(yes_no(line).ok_or((Fault::NotAChoice, ""))?),
        Kind::OneOf(_) => Value::Choice(choice(question, line)?),
        Kind::ManyOf(_) => {
            let chosen: Result<Vec<String>, Wrong> =
                raw.several().map(|id| choice(question, id)).collect();
            Value::Choices(chosen?)
        }
        Kind::Email => Value::Text(contact::email(line).ok_or((Fault::NotAnEmail, ""))?),
        Kind::Phone => Value::Text(contact::phone(line).ok_or((Fault::NotAPhone, ""))?),
        Kind::NationalId {
            of: Some(identifier),
        } => Value::Text(identifier.read(line).map_err(|why| match why {
            NotOne::Shape => (Fault::NotANationalId, ""),
            NotOne::CheckDigit => (Fault::WrongCheckDigit, ""),
        })?),
        Kind::NationalId { of: None } => {
            Value::Text(contact::national_id(line).ok_or((Fault::NotANationalId, ""))?)
        }
        Kind::Address { places } => address(raw, places)?,
        Kind::Time => Value::Time(time(line).ok_or((Fault::NotATime, ""))?),
        Kind::MapPoint => map_point(raw)?,
        Kind::Group { max, .. } => {
            let count: usize = line.trim().parse().map_err(|_| (Fault::WrongType, ""))?;
            let count = i64::try_from(count.min(*max)).unwrap_or_default();
            Value::Number(rules::Number::from(count))
        }
        Kind::Declaration => return Ok(yes_no(line).filter(|yes| *yes).map(Value::YesNo)),
        Kind::Document { .. } | Kind::Registry { .. } => return Ok(None),
    };
    Ok(Some(value).filter(|value| *value != Value::Text(String::new())))
}

/// A record that was confirmed; where none is named, the only one there is.
fn record(
    question: &Question,
    dataset: &str,
    raw: &Raw,
    known: &Known,
) -> Result<Option<Value>, Wrong> {
    let key = raw.part("").trim();
    let found = if key.is_empty() {
        known.only_record(dataset)
    } else {
        known.record(dataset, key)
    };
    match found {
        Some(record) => {
            let (fields, on_record) =
                corrected(question, raw, record).map_err(|fault| (fault, ""))?;
            Ok(Some(Value::Record {
                key: record.key.clone(),
                fields,
                on_record,
            }))
        }
        None if key.is_empty() => Ok(None),
        None => Err((Fault::RecordUnknown, "")),
    }
}

/// A time of the day: `9:30`, `9.30`, `15 h`, `15`.
fn time(line: &str) -> Option<jiff::civil::Time> {
    let line = line
        .trim()
        .trim_end_matches(|sign: char| sign.is_alphabetic() || sign == '.');
    let (hour, minute) = match line.trim_end().split_once([':', '.', ' ']) {
        Some((hour, minute)) => (hour, minute.trim()),
        None => (line.trim_end(), "0"),
    };
    let part = |figures: &str| figures.parse::<i8>().ok();
    jiff::civil::Time::new(part(hour)?, part(minute)?, 0, 0).ok()
}

/// Latitude and longitude in degrees, in two boxes or in one with a blank or a semicolon between them.
fn map_point(raw: &Raw) -> Result<Value, Wrong> {
    let [north, east] = POINT_PARTS;
    let line = raw.part("");
    let (latitude, longitude) = match line.trim().split_once([';', ' ']) {
        Some(both) => both,
        None => (raw.part(north), raw.part(east)),
    };
    let degrees = |typed: &str, most: i64, part: &'static str| {
        let plain = typed
            .trim()
            .trim_matches(['°', ','])
            .trim()
            .replace(',', ".");
        let number: Option<rules::Number> = plain.parse().ok();
        let (least, most) = (rules::Number::from(-most), rules::Number::from(most));
        let number = number.filter(|number| (least..=most).contains(number));
        number.ok_or((Fault::NotDegrees, part))
    };
    Ok(Value::MapPoint {
        latitude: degrees(latitude, 90, north)?,
        longitude: degrees(longitude, 180, east)?,
    })
}

fn address(raw: &Raw, places: &Places) -> Result<Value, Wrong> {
    let line = within(one_line(raw.part("")), ADDRESS_CHARACTERS_MAX)?;
    let [district, department, locality] = ADDRESS_PARTS.map(|part| {
        within(one_line(raw.part(part)), ADDRESS_CHARACTERS_MAX).map_err(|(fault, _)| (fault, part))
    });
    if line.is_empty() {
        return Err((Fault::Missing, ""));
    }
    let district = district?;
    let place = match places {
        Places::Any => None,
        Places::Listed(listed) if listed.iter().any(|choice| choice.id == district) => None,
        Places::Listed(_) => return Err((Fault::NotAChoice, DISTRICT_PART)),
        Places::Table(table) => Some(placed(table, &department?, &district, &locality?)?),
    };
    Ok(match place {
        None => Value::Address {
            line,
            district,
            place: None,
        },
        Some((key, place)) => Value::Address {
            line,
            district: key,
            place: Some(place),
        },
    })
}

/// The place that is meant, with what stands for its district.
fn placed(
    table: &Table,
    department: &str,
    district: &str,
    locality: &str,
) -> Result<(String, Place), Wrong> {
    if district.is_empty() {
        return Err((Fault::DistrictMissing, DISTRICT_PART));
    }
    let within = table.within.as_deref();
    let found = table.gazetteer.find(within, department, district);
    let (of, district) = found.map_err(|why| match why {
        NotFound::Unknown(near) => (Fault::UnknownPlace { near }, DISTRICT_PART),
        NotFound::Several(departments) => (Fault::SeveralPlaces { departments }, "departamento"),
    })?;
    let named = |code: &str, name: &str| Named {
        code: code.to_owned(),
        name: name.to_owned(),
    };
    let place = Place {
        department: named(of.code(), of.name()),
        district: named(district.code(), district.name()),
        locality: district.locality(locality),
    };
    Ok((district.key().to_owned(), place))
}

fn choice(question: &Question, id: &str) -> Result<String, Wrong> {
    let found = question
        .kind
        .choices()
        .iter()
        .find(|choice| choice.id == id.trim());
    found
        .map(|choice| choice.id.clone())
        .ok_or((Fault::NotAChoice, ""))
}

pub(crate) fn yes_no(line: &str) -> Option<bool> {
    match text::search::fold(line).as_str() {
        "si" | "s" | "yes" | "y" | "true" | "on" | "1" | "hee" => Some(true),
        "no" | "n" | "false" | "0" | "nahaniri" => Some(false),
        _ => None,
    }
}

pub(crate) fn within(text: String, max: usize) -> Result<String, Wrong> {
    let now = text.chars().count();
    if now > max {
        Err((Fault::TooLong { max, now }, ""))
    } else {
        Ok(text)
    }
}

/// A text on one line: composed, without control characters, with single blanks.
pub(crate) fn one_line(text: &str) -> String {
    let clean: String = text::compose(text)
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    clean.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A text of several lines: composed, line ends evened out, no other control characters.
fn lines(text: &str) -> String {
    let clean = text::compose(text)
        .replace("\r\n", "\n")
        .replace('\r', "\n");
    let clean: String = clean
        .chars()
        .filter(|c| *c == '\n' || !c.is_control())
        .collect();
    clean.trim().to_owned()
}
