//! Groups and computed values: what is asked over again, and what nobody types.

use jiff::civil::date;
use rules::Value as Fact;
use serde_json::json;
use text::Lang;

use crate::{Answers, Form, Known, Needs};

const FORM: &str = "
sections:
  - familia: { es: La familia, en: The family }
    questions:
      - hijos:
          ask: { es: Hijos a cargo, en: Children in care }
          type: group
          each: { es: Hijo, en: Child }
          from: 1
          to: 4
          questions:
            - nombre: { ask: { es: ¿Cómo se llama?, en: What is their name? }, type: text }
            - nacido: { ask: { es: ¿Cuándo nació?, en: When were they born? }, type: date, to: today }
            - estudia: { ask: { es: ¿Estudia?, en: Do they study? }, type: yes_no }
            - gasto: { ask: { es: ¿Cuánto cuesta?, en: What does it cost? }, type: money, currency: PYG, when: estudia }
      - total: { ask: { es: Gasto de todos, en: Cost of all }, type: money, currency: PYG, computed: 'sum(for h in hijos[estudia] return h.gasto)' }
      - beca: { ask: { es: ¿Pide beca?, en: Do you ask for a grant? }, type: yes_no, when: total > 100000 }
checks:
  - { that: 'count(hijos[estudia]) > 0', say: { es: Alguno tiene que estudiar., en: One of them must study. }, at: hijos }
";

fn form() -> Form {
    Form::parse(FORM, &Needs::new()).unwrap()
}

fn known() -> Known {
    Known::on(date(2026, 11, 23))
}

fn typed(form: &Form, fields: &[(&str, &str)]) -> Answers {
    form.read_section(&form.sections[0], fields, &known())
}

const TWO: [(&str, &str); 11] = [
    ("hijos", "2"),
    ("hijos.1.nombre", "Rosa"),
    ("hijos.1.nacido.dia", "3"),
    ("hijos.1.nacido.mes", "4"),
    ("hijos.1.nacido.anio", "2015"),
    ("hijos.1.estudia", "si"),
    ("hijos.1.gasto", "150.000"),
    ("hijos.2.nombre", "Juan"),
    ("hijos.2.nacido", "2020-01-31"),
    ("hijos.2.estudia", "no"),
    ("beca", "no"),
];

fn asked(form: &Form, answers: &Answers) -> Vec<String> {
    let asked = form.visible(answers).into_iter();
    asked.map(|question| question.id.clone()).collect()
}

#[test]
fn a_condition_within_a_group_looks_at_its_own_entry() {
    let form = form();
    let answers = typed(&form, &TWO);
    let asked = asked(&form, &answers);
    assert!(asked.contains(&"hijos.1.gasto".to_owned()));
    assert!(!asked.contains(&"hijos.2.gasto".to_owned()));
    assert!(!asked.contains(&"hijos.3.nombre".to_owned()));
    assert_eq!(form.validate(&answers, &known()), []);
}

#[test]
fn a_computed_value_is_a_fact_and_decides_what_is_asked_after_it() {
    let form = form();
    let answers = typed(&form, &TWO);
    let facts = form.facts(&answers);
    assert_eq!(facts.get("total"), Some(&Fact::from(150_000)));
    assert!(asked(&form, &answers).contains(&"beca".to_owned()));
    let sections = form.answered(&answers, &known(), Lang::Es);
    let row = sections[0].rows.iter().find(|row| row.question == "total");
    assert_eq!(row.map(|row| row.is_computed), Some(true));
    assert!(row.unwrap().value.contains("150.000"), "{row:?}");
    let first = &sections[0].rows[0];
    assert_eq!(first.label.as_str(), "Hijo 1: ¿Cómo se llama?");
    // Typing it changes nothing.
    let mut fields = TWO.to_vec();
    fields.push(("total", "9"));
    let facts = form.facts(&typed(&form, &fields));
    assert_eq!(facts.get("total"), Some(&Fact::from(150_000)));
}

#[test]
fn what_is_missing_in_an_entry_is_said_at_that_entry() {
    let form = form();
    let answers = typed(&form, &[("hijos", "2"), ("hijos.1.nombre", "Rosa")]);
    let faults = form.validate(&answers, &known());
    let at: Vec<&str> = faults.iter().map(|fault| fault.question.as_str()).collect();
    assert_eq!(
        at,
        [
            "hijos.1.nacido",
            "hijos.1.estudia",
            "hijos.2.nombre",
            "hijos.2.nacido",
            "hijos.2.estudia",
            "hijos"
        ]
    );
    let said = faults[2].message(Lang::Es);
    assert!(said.as_str().contains("Hijo 2"), "{said:?}");
}

#[test]
fn nobody_said_how_many_so_there_are_as_many_as_there_must_be() {
    let form = form();
    let asked = asked(&form, &Answers::default());
    assert!(asked.contains(&"hijos.1.nombre".to_owned()));
    assert!(!asked.contains(&"hijos.2.nombre".to_owned()));
}

#[test]
fn an_entry_is_added_at_the_end_and_taken_out_of_the_middle() {
    let form = form();
    let answers = form.with_entry("hijos", &typed(&form, &TWO));
    assert!(asked(&form, &answers).contains(&"hijos.3.nombre".to_owned()));
    let fewer = form.without_entry("hijos", 1, &answers);
    assert_eq!(fewer.typed("hijos.1.nombre"), "Juan");
    assert_eq!(fewer.typed("hijos.1.nacido"), "2020-01-31");
    assert_eq!(fewer.typed("hijos.2.nombre"), "");
    assert_eq!(fewer.typed("hijos.3.nombre"), "");
    // There are never fewer than the fewest, nor more than the most.
    let one = form.without_entry("hijos", 1, &form.without_entry("hijos", 1, &fewer));
    assert!(asked(&form, &one).contains(&"hijos.1.nombre".to_owned()));
    let many = (0..9).fold(one, |answers, _| form.with_entry("hijos", &answers));
    assert!(asked(&form, &many).contains(&"hijos.4.nombre".to_owned()));
    assert!(form.without_entry("hijos", 7, &many) == many);
}

#[test]
fn programs_send_and_read_a_group_as_a_list() {
    let form = form();
    let schema = form.json_schema("Familia", Lang::Es);
    assert_eq!(schema["properties"]["hijos"]["maxItems"], 4);
    let item = &schema["properties"]["hijos"]["items"];
    assert_eq!(item["required"], json!(["nombre", "nacido", "estudia"]));
    assert!(schema["properties"]["total"].is_null());
    let example = form.example(date(2026, 11, 23));
    assert!(example["hijos"][0]["nombre"].is_string(), "{example:?}");
    let sent = json!({ "hijos": [
        { "nombre": "Rosa", "nacido": "2015-04-03", "estudia": true, "gasto": 150_000 },
        { "nombre": "Juan", "nacido": "2020-01-31", "estudia": false },
    ], "beca": true });
    let read = form.read_json(sent.as_object().unwrap(), &known()).unwrap();
    assert_eq!(
        form.facts(&read.answers).get("total"),
        Some(&Fact::from(150_000))
    );
    for (wrong, at) in [
        (json!({ "hijos": [] }), "hijos"),
        (json!({ "hijos": [{}, {}, {}, {}, {}] }), "hijos"),
        (json!({ "hijos": [{ "apodo": "x" }] }), "hijos.1.apodo"),
        (json!({ "hijos": "dos" }), "hijos"),
        (json!({ "hijos": [], "total": 3 }), "total"),
    ] {
        let faults = form
            .read_json(wrong.as_object().unwrap(), &known())
            .unwrap_err();
        assert!(
            faults.iter().any(|fault| fault.question == at),
            "{wrong}: {faults:?}"
        );
    }
}

#[test]
fn what_cannot_stand_in_a_group_is_refused_with_its_line() {
    for (from, to, says) in [
        (
            "type: text }",
            "type: group, each: { es: Uno } }",
            "otro grupo",
        ),
        (
            "type: text }",
            "type: document, accepts: [pdf], files: 10 }\n            - otra: { ask: { es: Otra }, type: document, accepts: [pdf], files: 10 }",
            "50 archivos",
        ),
        (
            "each: { es: Hijo, en: Child }\n",
            "optional: true\n",
            "each",
        ),
        ("to: 4", "to: 400", "from y to"),
        (
            "type: date, to: today",
            "type: date, to: today, when: gasto > 1",
            "«gasto»",
        ),
        ("hijos[estudia] return", "hijas[estudia] return", "«hijas»"),
        ("- beca:", "- nombre:", "dos preguntas"),
    ] {
        let broken = FORM.replacen(from, to, 1);
        assert_ne!(broken, FORM, "{from}");
        let error = Form::parse(&broken, &Needs::new()).unwrap_err();
        assert!(error.says.as_str(Lang::Es).contains(says), "{error:?}");
        assert!(error.line.is_some(), "{error:?}");
    }
}

#[test]
fn times_points_and_listed_districts_are_understood_as_people_write_them() {
    let form = Form::parse(
        "
sections:
  - lugar: { es: El lugar, en: The place }
    questions:
      - hora: { ask: { es: ¿A qué hora?, en: At what time? }, type: time }
      - punto: { ask: { es: ¿Dónde?, en: Where? }, type: map_point }
      - casa: { ask: { es: ¿Dirección?, en: Address? }, type: address, options: { centro: { es: Centro }, sur: { es: Barrio Sur } } }
",
        &Needs::new(),
    )
    .unwrap();
    let read = |fields: &[(&str, &str)]| {
        let answers = form.read(fields, &known());
        let faults = form.validate(&answers, &known());
        let codes: Vec<&str> = faults.iter().map(crate::FieldError::code).collect();
        (answers, codes.join(" "))
    };
    for hour in ["9:30", "9.30", "9:30 h", "09:30", "9 30"] {
        let (answers, faults) = read(&[
            ("hora", hour),
            ("punto", "-25,2867; -57,3333"),
            ("casa", "Palma 100"),
            ("casa.distrito", "sur"),
        ]);
        assert_eq!(faults, "", "{hour}");
        let rows = form.answered(&answers, &known(), Lang::Es).remove(0).rows;
        let said: Vec<&str> = rows.iter().map(|row| row.value.as_str()).collect();
        assert_eq!(
            said,
            ["09:30", "-25,2867; -57,3333", "Palma 100, Barrio Sur"]
        );
    }
    let boxes = [
        ("punto.latitud", "-25.2867"),
        ("punto.longitud", "-57.3333°"),
    ];
    assert!(!read(&boxes).1.contains("not-degrees"));
    let wrong = [
        ("hora", "25:00"),
        ("punto.latitud", "91"),
        ("punto.longitud", "0"),
        ("casa", "Palma 100"),
        ("casa.distrito", "norte"),
    ];
    assert_eq!(
        read(&wrong).1,
        "forms.not-a-time forms.not-degrees forms.not-a-choice"
    );
}

const VEHICLES: &str = "
sections:
  - autos: { es: Los autos, en: The cars }
    questions:
      - autos:
          ask: { es: Autos, en: Cars }
          type: group
          each: { es: Auto, en: Car }
          to: 3
          questions:
            - cual: { ask: { es: ¿Cuál?, en: Which? }, registry: automotores.vehiculo, shows: { chapa: { es: Chapa, en: Plate } } }
            - foto: { ask: { es: Una foto, en: A photograph }, type: document, accepts: [png], when: 'cual.chapa != \"AAA 111\"' }
      - viejo: { ask: { es: ¿Alguno es el viejo?, en: Is one the old one? }, type: yes_no, when: 'some a in autos satisfies a.cual.chapa = \"AAA 111\"' }
";

fn with_vehicles() -> Known {
    let mut known = known();
    for (key, plate) in [("1", "AAA 111"), ("2", "BBB 222")] {
        known.records.push(crate::KnownRecord {
            dataset: "automotores.vehiculo".to_owned(),
            key: key.to_owned(),
            role: "titular".to_owned(),
            fields: json!({ "chapa": plate }).as_object().unwrap().clone(),
        });
    }
    known
}

fn photograph(known: &mut Known, question: &str) {
    let file = crate::KnownFile {
        name: "foto.png".to_owned(),
        kind: crate::FileKind::Png,
        size_bytes: 10,
    };
    known.files.insert(question.to_owned(), vec![file]);
}

#[test]
fn entries_hold_records_and_files_of_their_own() {
    let form = Form::parse(VEHICLES, &Needs::new()).unwrap();
    let mut known = with_vehicles();
    let fields = [
        ("autos", "2"),
        ("autos.1.cual", "1"),
        ("autos.2.cual", "2"),
        ("viejo", "no"),
    ];
    let answers = form.read_section(&form.sections[0], &fields, &known);
    let asked = asked(&form, &answers);
    assert!(!asked.contains(&"autos.1.foto".to_owned()), "{asked:?}");
    assert!(asked.contains(&"viejo".to_owned()), "{asked:?}");
    let faults = form.validate(&answers, &known);
    let [fault] = faults.as_slice() else {
        panic!("{faults:?}");
    };
    assert_eq!(
        (fault.question.as_str(), fault.code()),
        ("autos.2.foto", "forms.file-missing")
    );
    photograph(&mut known, "autos.2.foto");
    assert_eq!(form.validate(&answers, &known), []);
    let rows = &form.answered(&answers, &known, Lang::Es)[0].rows;
    let said: Vec<(&str, &str)> = rows
        .iter()
        .map(|row| (row.label.as_str(), row.value.as_str()))
        .collect();
    assert!(said.contains(&("Auto 1: Chapa", "AAA 111")), "{said:?}");
    assert!(said.contains(&("Auto 2: Una foto", "foto.png")), "{said:?}");
}

#[test]
fn one_record_stands_in_one_entry() {
    let form = Form::parse(VEHICLES, &Needs::new()).unwrap();
    let known = with_vehicles();
    let fields = [
        ("autos", "2"),
        ("autos.1.cual", "1"),
        ("autos.2.cual", "1"),
        ("viejo", "no"),
    ];
    let answers = form.read_section(&form.sections[0], &fields, &known);
    let faults = form.validate(&answers, &known);
    let codes: Vec<_> = faults
        .iter()
        .map(|fault| (fault.question.as_str(), fault.code()))
        .collect();
    assert_eq!(codes, [("autos.2.cual", "forms.record-twice")]);
}

#[test]
fn programs_send_the_files_of_an_entry_within_it() {
    use base64::Engine as _;
    let form = Form::parse(VEHICLES, &Needs::new()).unwrap();
    let known = with_vehicles();
    let content = base64::prelude::BASE64_STANDARD.encode(b"\x89PNG\r\n\x1a\n");
    let photo = json!([{ "name": "foto.png", "content": content }]);
    let sent = json!({ "autos": [{ "cual": "1" }, { "cual": "2", "foto": photo }], "viejo": true });
    let read = form.read_json(sent.as_object().unwrap(), &known).unwrap();
    assert_eq!(read.uploads[0].question, "autos.2.foto");
    assert!(
        read.answers.get("autos.3.cual").is_none(),
        "there is no third"
    );
    let schema = form.json_schema("", Lang::Es);
    assert_eq!(
        schema["properties"]["autos"]["items"]["properties"]["foto"]["type"],
        "array"
    );
}
