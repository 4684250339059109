//! The answers as JSON Schema 2020-12, and a valid example of them.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use jiff::civil::Date;
use serde_json::{Map, Value as Json, json};
use text::Lang;

use crate::limits::{ADDRESS_CHARACTERS_MAX, EMAIL_OCTETS_MAX};
use crate::{
    Department, District, FileKind, Form, Identifier, Kind, Known, Places, Question, Table,
};

/// A picture of one point, for examples, in base64.
const EXAMPLE_PNG: &str = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==";
const EXAMPLE_JPG: &str = "/9j/4AAQSkZJRgABAQEASABIAAD/2wBDAP//////////////////////////////////////////////////////////////////////////////////////wgALCAABAAEBAREA/8QAFBABAAAAAAAAAAAAAAAAAAAAAP/aAAgBAQABPxA=";
/// A whole PDF document of one empty page, for examples.
const EXAMPLE_PDF: &str = "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n\
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\nxref\n0 4\n0000000000 65535 f \n0000000009 00000 n \n\
0000000052 00000 n \n0000000101 00000 n \ntrailer<</Size 4/Root 1 0 R>>\nstartxref\n164\n%%EOF\n";

impl Form {
    /// The answers as JSON Schema (2020-12). What is only sometimes asked is not `required` here; the
    /// server asks for it when its condition holds.
    #[must_use]
    pub fn json_schema(&self, title: &str, lang: Lang) -> Json {
        let mut schema = self.object_schema(None, lang);
        if let Some(members) = schema.as_object_mut() {
            let draft = "https://json-schema.org/draft/2020-12/schema";
            members.insert("$schema".to_owned(), json!(draft));
            members.insert("title".to_owned(), json!(title));
        }
        schema
    }

    /// The questions that stand for themselves as an object, or those of one entry of a group.
    fn object_schema(&self, group: Option<&str>, lang: Lang) -> Json {
        let belongs = |question: &&Question| {
            let of = question.entry.as_ref().map(|entry| entry.group.as_str());
            of == group && question.computed.is_none()
        };
        let name = |question: &Question| {
            let entry = question.entry.as_ref();
            entry.map_or_else(|| question.id.clone(), |entry| entry.name.clone())
        };
        let properties: Map<String, Json> = self
            .written()
            .filter(belongs)
            .map(|question| {
                let mut schema = question.schema(lang);
                if let (Some((min, max)), Some(members)) =
                    (question.entries(), schema.as_object_mut())
                {
                    members.insert("minItems".to_owned(), json!(min));
                    members.insert("maxItems".to_owned(), json!(max));
                    let item = self.object_schema(Some(&question.id), lang);
                    members.insert("items".to_owned(), item);
                }
                (name(question), schema)
            })
            .collect();
        let is_required = |question: &&Question| {
            let is_empty = question.entries().is_some_and(|(min, _)| min == 0);
            !question.optional
                && !is_empty
                && question.when.is_none()
                && question.kind.dataset().is_none()
        };
        let required: Vec<String> = self
            .written()
            .filter(belongs)
            .filter(is_required)
            .map(name)
            .collect();
        json!({
            "type": "object",
            "properties": properties,
            "required": required,
            "additionalProperties": false,
        })
    }

    /// A valid example of the answers, as the JSON face takes them. Registry questions are left out: they
    /// are the applicant's own.
    #[must_use]
    pub fn example(&self, today: Date) -> Map<String, Json> {
        let known = Known::on(today);
        let mut example = Map::new();
        let mut answers = crate::Answers::default();
        for question in self.questions() {
            let is_asked = self
                .visible(&answers)
                .iter()
                .any(|seen| seen.id == question.id);
            if !is_asked
                || question.computed.is_some()
                || question.kind.dataset().is_some()
                || (question.optional && question.example.is_none())
            {
                continue;
            }
            example.insert(question.id.clone(), question.example_value(today));
            if !question.kind.is_document()
                && let Some(answer) = self.understood(question, &example, &known)
            {
                answers.put(question.id.as_str(), answer);
            }
        }
        self.gathered(example)
    }

    fn understood(
        &self,
        question: &Question,
        example: &Map<String, Json>,
        known: &Known,
    ) -> Option<crate::Answer> {
        let value = example.get(&question.id)?;
        crate::json::raw(&question.kind, value).map(|raw| question.understand(raw, known))
    }
}

impl Question {
    fn schema(&self, lang: Lang) -> Json {
        let mut schema = self.type_schema(lang);
        if let Some(members) = schema.as_object_mut() {
            let entry = self.entry.as_ref();
            let ask = entry.map_or(&self.ask, |entry| &entry.ask);
            members.insert("title".to_owned(), json!(ask.as_str(lang)));
            if let Some(hint) = &self.hint {
                members.insert("description".to_owned(), json!(hint.as_str(lang)));
            }
        }
        schema
    }

    fn type_schema(&self, lang: Lang) -> Json {
        let text = |max: usize| json!({ "type": "string", "minLength": 1, "maxLength": max });
        let label = |choice: &crate::Choice| json!({ "const": choice.id, "title": choice.label.as_str(lang) });
        match &self.kind {
            Kind::Text { characters_max } | Kind::LongText { characters_max } => {
                text(*characters_max)
            }
            Kind::Number {
                from, to, decimals, ..
            } => {
                let mut schema =
                    json!({ "type": if *decimals == 0 { "integer" } else { "number" } });
                bound(&mut schema, "minimum", *from);
                bound(&mut schema, "maximum", *to);
                schema
            }
            Kind::Money { from, to, .. } => {
                let mut schema = json!({ "type": "number" });
                bound(&mut schema, "minimum", *from);
                bound(&mut schema, "maximum", *to);
                schema
            }
            Kind::Date { .. } => json!({ "type": "string", "format": "date" }),
            Kind::YesNo => json!({ "type": "boolean" }),
            Kind::OneOf(choices) => {
                json!({ "type": "string", "oneOf": choices.iter().map(label).collect::<Vec<_>>() })
            }
            Kind::ManyOf(choices) => json!({
                "type": "array",
                "items": { "type": "string", "oneOf": choices.iter().map(label).collect::<Vec<_>>() },
                "minItems": 1,
                "uniqueItems": true,
            }),
            Kind::Email => {
                json!({ "type": "string", "format": "email", "maxLength": EMAIL_OCTETS_MAX })
            }
            Kind::Phone | Kind::NationalId { .. } => {
                json!({ "type": "string", "minLength": 4, "maxLength": 40 })
            }
            Kind::Address {
                places: Places::Any,
            } => json!({ "oneOf": [
                text(ADDRESS_CHARACTERS_MAX),
                { "type": "object", "properties": { "direccion": text(ADDRESS_CHARACTERS_MAX), "distrito": { "type": "string" } },
                  "required": ["direccion"], "additionalProperties": false },
            ] }),
            Kind::Address {
                places: Places::Table(table),
            } => address_schema(table),
            Kind::Address {
                places: Places::Listed(districts),
            } => json!({
                "type": "object",
                "properties": { "direccion": text(ADDRESS_CHARACTERS_MAX),
                    "distrito": { "type": "string", "oneOf": districts.iter().map(label).collect::<Vec<_>>() } },
                "required": ["direccion", "distrito"],
                "additionalProperties": false,
            }),
            Kind::Time => json!({ "type": "string", "pattern": "^[0-9]{1,2}:[0-9]{2}$" }),
            Kind::MapPoint => json!({
                "type": "object",
                "properties": { "latitud": { "type": "number", "minimum": -90, "maximum": 90 },
                    "longitud": { "type": "number", "minimum": -180, "maximum": 180 } },
                "required": ["latitud", "longitud"],
                "additionalProperties": false,
            }),
            Kind::Group { .. } => json!({ "type": "array" }),
            Kind::Document { kinds, files_max } => json!({
                "type": "array",
                "minItems": 1,
                "maxItems": files_max,
                "items": { "type": "object", "required": ["name", "content"], "additionalProperties": false, "properties": {
                    "name": { "type": "string" },
                    "content": { "type": "string", "contentEncoding": "base64",
                        "$comment": kinds.iter().map(|kind| kind.media_type()).collect::<Vec<_>>().join(", ") },
                } },
            }),
            Kind::Declaration => json!({ "const": true }),
            Kind::Registry { dataset, .. } => self.registry_schema(dataset, lang),
        }
    }

    /// The key of a record; where it can be corrected, also with what it should say.
    fn registry_schema(&self, dataset: &str, lang: Lang) -> Json {
        let comment = format!(
            "key of the applicant's record in {dataset}; may be left out where there is only one"
        );
        let key = json!({ "type": "string", "$comment": comment });
        let of_field = |shown: &crate::Shown| {
            let schema = json!({ "type": ["string", "number", "boolean"], "title": shown.label.as_str(lang) });
            (shown.field.clone(), schema)
        };
        let fields: Map<String, Json> = self.correctable().map(of_field).collect();
        if fields.is_empty() {
            return key;
        }
        json!({ "oneOf": [key, {
            "type": "object",
            "properties": {
                "key": key,
                "corrected": { "type": "object", "properties": fields, "additionalProperties": false,
                    "$comment": "what differs from the registry; the official sees both" },
            },
            "additionalProperties": false,
        }] })
    }

    /// An answer that the question takes, unless a check across questions says otherwise.
    fn example_value(&self, today: Date) -> Json {
        if let Some(example) = &self.example {
            return example.clone();
        }
        let number = |from: Option<rules::Number>, to: Option<rules::Number>| {
            let ten = rules::Number::from(10);
            let inside = match (from, to) {
                (Some(from), _) if from > ten => from,
                (_, Some(to)) if to < ten => to,
                _ => ten,
            };
            inside
                .to_i64()
                .map_or_else(|| json!(inside.to_string()), |whole| json!(whole))
        };
        let first = |choices: &[crate::Choice]| {
            choices
                .first()
                .map(|choice| choice.id.clone())
                .unwrap_or_default()
        };
        match &self.kind {
            Kind::Text { .. } | Kind::LongText { .. } => json!("Ejemplo"),
            Kind::Number { from, to, .. } | Kind::Money { from, to, .. } => number(*from, *to),
            Kind::Date { from, to } => json!(
                to.or(*from)
                    .map_or(today, |bound| bound.day(today))
                    .to_string()
            ),
            Kind::YesNo => json!(false),
            Kind::OneOf(choices) => json!(first(choices)),
            Kind::ManyOf(choices) => json!([first(choices)]),
            Kind::Email => json!("nombre@ejemplo.com"),
            Kind::Phone => json!("0981 123 456"),
            Kind::Address { places } => {
                let district = match places {
                    Places::Any => "Centro",
                    Places::Listed(districts) => {
                        districts.first().map_or("", |choice| choice.id.as_str())
                    }
                    Places::Table(Table {
                        gazetteer, within, ..
                    }) => {
                        let first = gazetteer.districts(within.as_deref()).next();
                        first.map_or("", |(_, district)| district.key())
                    }
                };
                json!({ "direccion": "Mariscal López 245", "distrito": district })
            }
            Kind::Time => json!("9:30"),
            Kind::MapPoint => json!({ "latitud": -25.2867, "longitud": -57.3333 }),
            Kind::Group { min, .. } => json!((*min).max(1)),
            Kind::NationalId { of } => {
                json!(of.map_or("4123456", Identifier::example))
            }
            Kind::Document { kinds, .. } => {
                let kind = [FileKind::Pdf, FileKind::Png, FileKind::Jpg]
                    .into_iter()
                    .find(|kind| kinds.contains(kind))
                    .unwrap_or(FileKind::Csv);
                let content = match kind {
                    FileKind::Pdf => BASE64_STANDARD.encode(EXAMPLE_PDF),
                    FileKind::Png => EXAMPLE_PNG.to_owned(),
                    FileKind::Jpg => EXAMPLE_JPG.to_owned(),
                    FileKind::Csv => BASE64_STANDARD.encode("mes;monto\nenero;10\n"),
                };
                json!([{ "name": format!("ejemplo.{}", kind.as_str()), "content": content }])
            }
            Kind::Declaration => json!(true),
            Kind::Registry { .. } => Json::Null,
        }
    }
}

/// An address in a gazetteer: its district by number, or by name where it has none.
fn address_schema(table: &Table) -> Json {
    let district = |(department, district): (&Department, &District)| {
        let title = format!("{} ({})", district.name(), department.name());
        json!({ "const": district.key(), "title": title })
    };
    let within = table.within.as_deref();
    let districts: Vec<Json> = table.gazetteer.districts(within).map(district).collect();
    let text = json!({ "type": "string", "maxLength": ADDRESS_CHARACTERS_MAX });
    json!({
        "type": "object",
        "properties": {
            "direccion": { "type": "string", "minLength": 1, "maxLength": ADDRESS_CHARACTERS_MAX },
            "distrito": { "type": "string", "oneOf": districts },
            "departamento": text,
            "localidad": text,
        },
        "required": ["direccion", "distrito"],
        "additionalProperties": false,
    })
}

fn bound(schema: &mut Json, name: &str, number: Option<rules::Number>) {
    if let (Some(number), Some(members)) = (number, schema.as_object_mut()) {
        members.insert(name.to_owned(), rules::Value::Number(number).into());
    }
}
