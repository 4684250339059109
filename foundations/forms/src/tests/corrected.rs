//! A person may say otherwise than a registry, where the definition lets them.

use serde_json::{Value as Json, json};
use text::Lang;

use crate::{Answers, FieldError, FieldKind, Form, JsonAnswers, Known, KnownRecord, Needs, Value};

const FORM: &str = "
sections:
  - terreno: { es: Terreno, en: Parcel }
    questions:
      - inmueble:
          ask: { es: Terreno, en: Parcel }
          registry: catastro.inmueble
          shows: { cuenta: { es: Cuenta, en: Account }, direccion: { es: Dirección, en: Address }, metros: { es: Metros, en: Metres }, desde: { es: Desde, en: Since }, vivo: { es: Se habita, en: Lived in }, lindes: { es: Lindes, en: Bounds } }
          correctable: [direccion, metros, desde, vivo, lindes]
";

fn form() -> Form {
    Form::parse(FORM, &Needs::new()).unwrap()
}

fn known(keys: &[&str]) -> Known {
    let fields = json!({
        "cuenta": "27-1", "direccion": "Palma 1", "metros": 180.5, "desde": "1990-03-03",
        "vivo": true, "lindes": ["norte"],
    });
    let record = |key: &&str| KnownRecord {
        dataset: "catastro.inmueble".to_owned(),
        key: (*key).to_owned(),
        role: "propietario".to_owned(),
        fields: fields.as_object().unwrap().clone(),
    };
    let mut known = super::known();
    known.records = keys.iter().map(record).collect();
    known
}

fn typed(boxes: &[(&str, &str)]) -> Answers {
    form().read(boxes, &known(&["27-1"]))
}

/// What stands at the question, and what the registry says of what was corrected.
fn record(answers: &Answers) -> (String, Json, Json) {
    match answers.value("inmueble") {
        Some(Value::Record {
            key,
            fields,
            on_record,
        }) => (key.clone(), json!(fields), json!(on_record)),
        other => panic!("{other:?}"),
    }
}

#[test]
fn what_is_typed_stands_and_what_the_registry_says_is_kept() {
    let answers = typed(&[
        ("inmueble", "27-1"),
        ("inmueble.27-1.direccion", " Ñandutí  1 "),
        ("inmueble.27-1.metros", "1.200,25 "),
        ("inmueble.27-1.desde", "4 de marzo de 1990"),
        ("inmueble.27-1.vivo", "no"),
    ]);
    let (_, fields, on_record) = record(&answers);
    let now = json!({ "cuenta": "27-1", "direccion": "Ñandutí 1", "metros": 1200.25, "desde": "1990-03-04",
        "vivo": false, "lindes": ["norte"] });
    assert_eq!(fields, now);
    let held =
        json!({ "direccion": "Palma 1", "metros": 180.5, "desde": "1990-03-03", "vivo": true });
    assert_eq!(on_record, held);
    let known = known(&["27-1"]);
    assert!(form().validate(&answers, &known).is_empty());
    let rows = form().answered(&answers, &known, Lang::Es).remove(0).rows;
    let shown = |at: usize| (rows[at].value.as_str(), rows[at].on_record.as_deref());
    assert_eq!(shown(0), ("27-1", None));
    assert_eq!(shown(1), ("Ñandutí 1", Some("Palma 1")));
    assert_eq!(shown(4), ("No", Some("Sí")));
    let kept: Answers = serde_json::from_value(json!(answers)).unwrap();
    assert_eq!(kept, answers, "both are kept");
}

#[test]
fn conditions_see_what_was_corrected_and_that_it_was() {
    let answers = typed(&[("inmueble", "27-1"), ("inmueble.27-1.direccion", "Otra 2")]);
    let asked = |formula: &str, answers: &Answers| {
        let formula = rules::Expression::parse(formula).unwrap();
        formula.evaluate(&form().facts(answers)).unwrap()
    };
    let yes = rules::Value::Boolean(true);
    assert_eq!(
        asked(
            "direccion = \"Otra 2\" and inmueble.direccion = direccion",
            &answers
        ),
        yes
    );
    assert_eq!(asked("count(inmueble.corregidos) = 1", &answers), yes);
    let as_it_came = typed(&[("inmueble", "27-1")]);
    assert_eq!(asked("inmueble.corregidos = null", &as_it_came), yes);
}

#[test]
fn a_box_that_stands_as_it_came_or_empty_is_no_correction() {
    let boxes = [
        ("inmueble", "27-1"),
        ("inmueble.27-1.direccion", "Palma 1"),
        ("inmueble.27-1.metros", "180,5"),
        ("inmueble.27-1.desde", ""),
        ("inmueble.27-1.vivo", "si"),
        ("inmueble.27-1.cuenta", "99-9"),
        ("inmueble.27-1.lindes", "sur"),
    ];
    let answers = typed(&boxes);
    assert_eq!(record(&answers).2, json!({}));
    let form = form();
    let question = form.question("inmueble").unwrap();
    let mut known = known(&["27-1"]);
    let shows = |known: &Known, field: &str| question.box_shows(&answers, &known.records[0], field);
    assert_eq!(shows(&known, "desde"), "03/03/1990");
    // The registry learns better while the draft waits: nobody had typed the old address.
    known.records[0]
        .fields
        .insert("direccion".to_owned(), json!("Palma 2"));
    assert_eq!(shows(&known, "direccion"), "Palma 2");
    assert_eq!(FieldKind::of(Some(&json!(["norte"]))), None);
}

#[test]
fn what_cannot_be_understood_is_said_at_its_box_and_kept() {
    let answers = typed(&[("inmueble", "27-1"), ("inmueble.27-1.metros", "muchos")]);
    let faults = form().validate(&answers, &known(&["27-1"]));
    assert_eq!(faults.len(), 1);
    assert_eq!(faults[0].field(), "inmueble.27-1.metros");
    assert_eq!(faults[0].code(), "forms.not-a-number");
    let said = "Escribe un número, por ejemplo 120 o 85,5.";
    assert_eq!(
        faults[0].message(Lang::Es).as_str(),
        format!("Metros: {said}")
    );
    assert_eq!(faults[0].message_beside(Lang::Es).as_str(), said);
    assert_eq!(answers.typed_part("inmueble", "27-1.metros"), "muchos");
}

#[test]
fn of_several_records_the_boxes_of_the_chosen_one_count() {
    let boxes = [
        ("inmueble", "27-2"),
        ("inmueble.27-1.direccion", "Otra 5"),
        ("inmueble.27-2.direccion", "Palma 2"),
    ];
    let answers = form().read(&boxes, &known(&["27-1", "27-2"]));
    let (key, fields, _) = record(&answers);
    assert_eq!(
        (key.as_str(), &fields["direccion"]),
        ("27-2", &json!("Palma 2"))
    );
}

fn sent(inmueble: Json) -> Result<JsonAnswers, Vec<FieldError>> {
    let answers = json!({ "inmueble": inmueble });
    form().read_json(answers.as_object().unwrap(), &known(&["27-1"]))
}

#[test]
fn a_program_corrects_what_may_be_corrected_and_nothing_else() {
    for taken in [
        json!({ "corrected": { "metros": 12.5, "vivo": false } }),
        json!({ "key": "27-1", "corrected": { "metros": "12,5", "vivo": "no" } }),
    ] {
        let (key, fields, on_record) = record(&sent(taken).unwrap().answers);
        assert_eq!((key.as_str(), &fields["metros"]), ("27-1", &json!(12.5)));
        assert_eq!(on_record, json!({ "metros": 180.5, "vivo": true }));
    }
    for refused in [
        json!({ "corrected": { "cuenta": "1" } }),
        json!({ "corrected": { "direccion": ["a"] } }),
        json!({ "other": 1 }),
    ] {
        assert_eq!(sent(refused).unwrap_err()[0].code(), "forms.wrong-type");
    }
    let locked = json!({ "empresa": { "key": "80-1" } });
    let errors = super::form().read_json(locked.as_object().unwrap(), &super::known());
    let mut errors = errors.unwrap_err().into_iter();
    let of_record = errors.find(|error| error.question == "empresa");
    assert_eq!(of_record.unwrap().code(), "forms.wrong-type");
}

#[test]
fn the_schema_names_what_may_be_corrected() {
    let schema = form().json_schema("x", Lang::En);
    let pointer = "/properties/inmueble/oneOf/1/properties/corrected/properties";
    let of_object = schema.pointer(pointer).unwrap().as_object().unwrap();
    assert!(of_object.contains_key("direccion") && !of_object.contains_key("cuenta"));
}
