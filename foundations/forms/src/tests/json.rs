//! Programs fill the same form, and are held to the same rules.

use jiff::civil::date;
use serde_json::{Map, Value as Json, json};
use text::Lang;

use super::{form, known};
use crate::FileKind;

pub(super) fn example() -> Map<String, Json> {
    let mut example = form().example(date(2026, 11, 23));
    example.insert("empresa".to_owned(), json!("80-2"));
    example
}

#[test]
fn json_is_held_to_the_same_rules() {
    let mut known = known();
    known.files.clear();
    let read = form().read_json(&example(), &known).unwrap();
    assert_eq!(read.uploads.len(), 1);
    assert_eq!(read.uploads[0].kind, FileKind::Pdf);
    let errors = |name: &str, value: Json| {
        let mut json = example();
        json.insert(name.to_owned(), value);
        let errors = form().read_json(&json, &known).unwrap_err();
        errors
            .iter()
            .map(|error| (error.question.clone(), error.code()))
            .collect::<Vec<_>>()
    };
    assert_eq!(
        errors("nombre", json!(7)),
        [("nombre".to_owned(), "forms.wrong-type")]
    );
    assert_eq!(
        errors("nombre", json!("x".repeat(201))),
        [("nombre".to_owned(), "forms.too-long")]
    );
    assert_eq!(
        errors("superficie", json!(1.234)),
        [("superficie".to_owned(), "forms.too-precise")],
        "a point in JSON is a decimal point"
    );
    assert_eq!(
        errors("plano", json!([{ "name": "a.pdf", "content": "TVo=" }])),
        [("plano".to_owned(), "forms.wrong-file-kind")]
    );
    assert_eq!(
        errors("apodo", json!("Ani")),
        [("apodo".to_owned(), "forms.unknown-question")]
    );
    assert_eq!(
        errors("vende_comida", json!("tal vez")),
        [("vende_comida".to_owned(), "forms.wrong-type")]
    );
    assert_eq!(
        errors("nacimiento", Json::Null),
        [("nacimiento".to_owned(), "forms.missing")]
    );
}

#[test]
fn the_schema_names_every_question_and_what_is_always_required() {
    let schema = form().json_schema("x", Lang::En);
    assert_eq!(
        schema["properties"].as_object().unwrap().len(),
        form().questions().count()
    );
    assert_eq!(
        schema["required"],
        json!([
            "nombre",
            "nacimiento",
            "direccion",
            "superficie",
            "vende_comida",
            "tenencia",
            "plano",
            "declaro"
        ])
    );
    assert_eq!(schema["additionalProperties"], json!(false));
    assert_eq!(schema["properties"]["superficie"]["maximum"], json!(3000));
}
