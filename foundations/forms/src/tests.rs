//! What people rely on: nothing typed is lost, faults are said where they are, screen and JSON agree.

mod corrected;
mod groups;
mod identifiers;
mod json;
mod layout;
mod places;
mod registry;

use jiff::civil::date;
use proptest::prelude::*;
use serde_json::{Value as Json, json};
use text::Lang;

use crate::limits::TEXT_CHARACTERS_MAX;
use crate::{Answers, Fault, FileKind, Form, Known, KnownFile, KnownRecord, Need, Needs, Value};

const FORM: &str = "
sections:
  - quien: { es: Quién, en: Who }
    questions:
      - nombre: { ask: { es: ¿Cómo te llamas?, en: What is your name? }, type: text }
      - nacimiento: { ask: { es: ¿Cuándo naciste?, en: When were you born? }, type: date, to: today }
      - correo: { ask: { es: Correo, en: E-mail }, type: email, optional: true }
      - telefono: { ask: { es: Teléfono, en: Telephone }, type: phone, optional: true }
      - cedula: { ask: { es: Cédula, en: Identity card }, type: national_id, optional: true }
  - local: { es: El local, en: The premises }
    questions:
      - empresa: { ask: { es: Empresa, en: Firm }, registry: comercio.empresa, shows: { razon_social: { es: Nombre, en: Name }, actividad: { es: Actividad, en: Activity } } }
      - direccion: { ask: { es: ¿Dónde está?, en: Where is it? }, type: address }
      - superficie: { ask: { es: ¿Cuántos metros?, en: How many metres? }, type: number, unit: m², from: 1, to: 3000 }
      - capital: { ask: { es: Capital, en: Capital }, type: money, currency: BOB, optional: true }
      - vende_comida: { ask: { es: ¿Venderá comida?, en: Will food be sold? }, type: yes_no }
      - comidas: { ask: { es: ¿Cuáles?, en: Which? }, type: many_of, when: vende_comida, options: { pan: { es: Pan, en: Bread }, carne: { es: Carne, en: Meat } } }
      - tenencia: { ask: { es: ¿De quién es?, en: Whose is it? }, type: one_of, options: { propio: { es: Propio, en: Own }, alquilado: { es: Alquilado, en: Rented } } }
      - alquiler: { ask: { es: Alquiler, en: Rent }, type: money, currency: BOB, when: 'tenencia = \"alquilado\"' }
      - nota: { ask: { es: Nota, en: Note }, type: long_text, optional: true }
      - plano: { need: plano }
      - declaro: { ask: { es: Declaro que es verdad, en: I declare it is true }, type: declaration }
checks:
  - { that: 'superficie <= 100 or actividad != \"bar\"', say: { es: Un bar tiene hasta 100 m², en: A bar has up to 100 m² }, at: superficie }
";

fn form() -> Form {
    let need = Need {
        title: text::Localized::spanish("Un plano").with(Lang::En, "A plan"),
        kinds: vec![FileKind::Pdf],
    };
    Form::parse(FORM, &Needs::from([("plano".to_owned(), need)])).unwrap()
}

fn known() -> Known {
    let record = |key: &str, role: &str, activity: &str| KnownRecord {
        dataset: "comercio.empresa".to_owned(),
        key: key.to_owned(),
        role: role.to_owned(),
        fields: json!({ "razon_social": "El Sol", "actividad": activity })
            .as_object()
            .unwrap()
            .clone(),
    };
    let mut known = Known::on(date(2026, 11, 23));
    known.records = vec![
        record("80-1", "propietario", "bar"),
        record("80-2", "propietario", "pan"),
    ];
    known.files.insert(
        "plano".to_owned(),
        vec![KnownFile {
            name: "plano.pdf".to_owned(),
            kind: FileKind::Pdf,
            size_bytes: 9,
        }],
    );
    known
}

const GOOD: &[(&str, &str)] = &[
    ("nombre", " Ana  Ñandutĩ "),
    ("nacimiento.dia", "3"),
    ("nacimiento.mes", "marzo"),
    ("nacimiento.anio", "1990"),
    ("empresa", "80-2"),
    ("direccion", "Palma 120"),
    ("direccion.distrito", "Centro"),
    ("superficie", "1.234,5 m²"),
    ("vende_comida", "no"),
    ("tenencia", "propio"),
    ("declaro", "si"),
];

/// The good answers with one field typed otherwise.
fn with(name: &str, typed: &str) -> Answers {
    let mut fields: Vec<(&str, &str)> = GOOD
        .iter()
        .copied()
        .filter(|(field, _)| *field != name)
        .collect();
    fields.push((name, typed));
    form().read(&fields, &known())
}

fn faults(answers: &Answers) -> Vec<(String, &'static str)> {
    form()
        .validate(answers, &known())
        .iter()
        .map(|error| (error.field(), error.code()))
        .collect()
}

fn assert_fault(name: &str, typed: &str, field: &str, code: &'static str) {
    assert_eq!(
        faults(&with(name, typed)),
        [(field.to_owned(), code)],
        "{name} = {typed}"
    );
}

#[test]
fn good_answers_are_understood() {
    let answers = with("nombre", " Ana  Ñandutĩ ");
    assert_eq!(faults(&answers), []);
    assert_eq!(
        answers.value("nombre"),
        Some(&Value::Text("Ana Ñandutĩ".to_owned()))
    );
    assert_eq!(
        answers.typed("nombre"),
        " Ana  Ñandutĩ ",
        "what was typed is kept as it was"
    );
    assert_eq!(
        answers.value("nacimiento"),
        Some(&Value::Date(date(1990, 3, 3)))
    );
    assert_eq!(answers.typed_part("nacimiento", "mes"), "marzo");
    assert_eq!(
        answers.value("superficie"),
        Some(&Value::Number("1234.5".parse().unwrap()))
    );
}

#[test]
fn ten_thousand_characters_in_a_name_are_a_clear_fault_and_kept() {
    let long = "ñ".repeat(10_000);
    let answers = with("nombre", &long);
    let errors = form().validate(&answers, &known());
    assert_eq!(
        errors[0].fault,
        Fault::TooLong {
            max: TEXT_CHARACTERS_MAX,
            now: 10_000
        }
    );
    assert_eq!(
        errors[0].message(Lang::Es),
        "¿Cómo te llamas? Caben hasta 200 caracteres y hay 10.000. Lo escrito se guardó: acórtalo."
    );
    assert_eq!(
        errors[0].message_beside(Lang::Es),
        "Caben hasta 200 caracteres y hay 10.000. Lo escrito se guardó: acórtalo."
    );
    assert_eq!(answers.typed("nombre"), long);
    let missing = form().validate(&with("nombre", ""), &known());
    assert_eq!(missing[0].message_beside(Lang::Es), "Falta responder");
}

#[test]
fn each_fault_is_said_at_its_field() {
    assert_fault("nombre", "  ", "nombre", "forms.missing");
    assert_fault(
        "nacimiento.mes",
        "brumario",
        "nacimiento.mes",
        "forms.not-a-date",
    );
    assert_fault(
        "nacimiento.anio",
        "2027",
        "nacimiento.dia",
        "forms.too-late",
    );
    assert_fault(
        "nacimiento.anio",
        "90",
        "nacimiento.anio",
        "forms.short-year",
    );
    assert_fault(
        "nacimiento.dia",
        "32",
        "nacimiento.dia",
        "forms.no-such-day",
    );
}

#[test]
fn other_kinds_say_what_is_wrong_too() {
    assert_fault("correo", "ana", "correo", "forms.not-an-email");
    assert_fault("telefono", "12", "telefono", "forms.not-a-phone");
    assert_fault("cedula", "x", "cedula", "forms.not-a-national-id");
    assert_fault("superficie", "0", "superficie", "forms.too-small");
    assert_fault("superficie", "3.001", "superficie", "forms.too-large");
    assert_fault("superficie", "1,234", "superficie", "forms.too-precise");
    assert_fault("capital", "mil", "capital", "forms.not-a-number");
    assert_fault("tenencia", "robado", "tenencia", "forms.not-a-choice");
    assert_fault("tenencia", "", "tenencia", "forms.not-chosen");
    assert_fault("declaro", "no", "declaro", "forms.not-declared");
    assert_fault("empresa", "99-9", "empresa", "forms.record-unknown");
    assert_fault("empresa", "", "empresa", "forms.record-missing");
    assert_fault("direccion", "", "direccion", "forms.missing");
}

#[test]
fn every_fault_has_words_in_spanish_and_english() {
    for typed in ["", "x", "99999999"] {
        let fields: Vec<(String, String)> = form()
            .questions()
            .map(|question| (question.id.clone(), typed.to_owned()))
            .collect();
        let fields: Vec<(&str, &str)> = fields
            .iter()
            .map(|(name, typed)| (name.as_str(), typed.as_str()))
            .collect();
        let answers = form().read(&fields, &known());
        for error in form().validate(&answers, &known()) {
            for lang in [Lang::Es, Lang::En] {
                let message = error.message(lang);
                assert!(
                    message.fallback().is_none() && !message.is_empty(),
                    "{error:?}"
                );
            }
        }
    }
}

#[test]
fn conditions_show_and_hide() {
    let shown = |answers: &Answers| {
        form()
            .visible(answers)
            .iter()
            .map(|question| question.id.clone())
            .collect::<Vec<_>>()
    };
    assert!(!shown(&with("vende_comida", "no")).contains(&"comidas".to_owned()));
    let sells = with("vende_comida", "sí");
    assert!(shown(&sells).contains(&"comidas".to_owned()));
    assert_eq!(faults(&sells), [("comidas".to_owned(), "forms.not-chosen")]);
    let rents = with("tenencia", "alquilado");
    assert_eq!(faults(&rents), [("alquiler".to_owned(), "forms.missing")]);
}

#[test]
fn a_hidden_answer_is_kept_but_counts_for_nothing() {
    let mut answers = with("vende_comida", "no");
    answers.take_from(&form().read(&[("comidas", "pan")], &known()), |_| true);
    assert_eq!(faults(&answers), []);
    assert_eq!(
        form().facts(&answers).get("comidas"),
        Some(&rules::Value::Null)
    );
    assert_eq!(answers.ticked("comidas").collect::<Vec<_>>(), ["pan"]);
}

#[test]
fn a_check_across_questions_sees_the_registry() {
    let answers = with("empresa", "80-1");
    let errors = form().validate(&answers, &known());
    assert_eq!(
        errors
            .iter()
            .map(crate::FieldError::field)
            .collect::<Vec<_>>(),
        ["superficie"]
    );
    assert_eq!(errors[0].message(Lang::En), "A bar has up to 100 m²");
}

#[test]
fn what_the_books_do_not_say_is_not_on_record() {
    let said = |value: Json| crate::field_text(Some(&value), Lang::Es);
    assert_eq!(crate::field_text(None, Lang::Es), "No consta");
    assert_eq!(crate::field_text(None, Lang::En), "Not recorded");
    assert_eq!(said(json!(" ")), "No consta");
    assert_eq!(said(json!("1988-04-17")), "domingo 17 de abril de 1988");
}

#[test]
fn documents_are_checked_where_they_lie() {
    let answers = with("nombre", "Ana");
    let check = |files: Vec<KnownFile>| {
        let mut known = known();
        known.files.insert("plano".to_owned(), files);
        form()
            .validate(&answers, &known)
            .iter()
            .map(crate::FieldError::code)
            .collect::<Vec<_>>()
    };
    let file = |kind, size_bytes| KnownFile {
        name: "x".to_owned(),
        kind,
        size_bytes,
    };
    assert_eq!(check(vec![]), ["forms.file-missing"]);
    assert_eq!(
        check(vec![file(FileKind::Png, 1)]),
        ["forms.wrong-file-kind"]
    );
    assert_eq!(
        check(vec![file(FileKind::Pdf, u64::MAX)]),
        ["forms.file-too-large"]
    );
    assert_eq!(
        check(vec![file(FileKind::Pdf, 1), file(FileKind::Pdf, 1)]),
        ["forms.too-many-files"]
    );
}

#[test]
fn an_unticked_box_of_a_page_that_was_sent_is_an_answer() {
    let form = form();
    let section = form.section("local").unwrap();
    let mut answers = with("declaro", "si");
    answers.take_from(
        &form.read_section(section, &[("superficie", "40")], &known()),
        |_| true,
    );
    let codes: Vec<String> = form
        .validate_section(section, &answers, &known())
        .iter()
        .map(|error| error.question.clone())
        .collect();
    assert_eq!(codes, ["vende_comida", "tenencia", "declaro"]);
}

#[test]
fn answers_are_said_in_the_readers_words() {
    let answered = form().answered(&with("nombre", "Ana"), &known(), Lang::Es);
    let rows: Vec<(String, String)> = answered
        .iter()
        .flat_map(|section| &section.rows)
        .map(|row| (row.label.to_string(), row.value.clone()))
        .collect();
    for (label, value) in [
        ("¿Cómo te llamas?", "Ana"),
        ("Nombre", "El Sol"),
        ("¿Dónde está?", "Palma 120, Centro"),
        ("¿Cuántos metros?", "1234,5 m²"),
        ("¿Venderá comida?", "No"),
        ("¿De quién es?", "Propio"),
        ("Un plano", "plano.pdf"),
        ("Declaro que es verdad", "De acuerdo"),
        ("Correo", "Sin respuesta"),
    ] {
        assert!(
            rows.contains(&(label.to_owned(), value.to_owned())),
            "{label}: {rows:#?}"
        );
    }
}

#[test]
fn a_form_that_is_not_sound_is_refused_with_its_line() {
    for (from, to, says) in [
        ("type: email", "type: mail", "mail"),
        ("when: vende_comida", "when: nota = 1", "nota"),
        ("at: superficie", "at: nada", "nada"),
        (
            "options: { propio: { es: Propio, en: Own }, alquilado",
            "options: { alquilado",
            "options",
        ),
        ("need: plano", "need: mapa", "mapa"),
        ("type: address", "type: address, tipo: 1", "tipo"),
        ("- nota:", "- nombre:", "nombre"),
    ] {
        assert!(FORM.contains(from), "{from}");
        let need = Need {
            title: text::Localized::spanish("Un plano"),
            kinds: vec![FileKind::Pdf],
        };
        let error = Form::parse(
            &FORM.replacen(from, to, 1),
            &Needs::from([("plano".to_owned(), need)]),
        )
        .unwrap_err();
        assert!(
            error.line.is_some() && error.to_string().contains(says),
            "{from} → {to}: {error}"
        );
    }
}

proptest! {
    /// Whatever is typed into whatever field comes back as it was, also after being stored, and nothing panics.
    #[test]
    fn nothing_typed_is_ever_lost(typed in proptest::collection::vec(any::<String>(), 32)) {
        let form = form();
        let mut names: Vec<String> = form.questions().filter(|question| !question.kind.is_document()).map(|question| question.id.clone()).collect();
        names.extend(["nacimiento.dia", "nacimiento.mes", "nacimiento.anio", "direccion.distrito"].map(str::to_owned));
        let fields: Vec<(&str, &str)> = names.iter().map(String::as_str).zip(typed.iter().map(String::as_str)).collect();
        let answers = form.read(&fields, &known());
        let stored: Answers = serde_json::from_str(&serde_json::to_string(&answers).unwrap()).unwrap();
        prop_assert_eq!(&stored, &answers);
        for (name, typed) in fields {
            let (question, part) = name.split_once('.').unwrap_or((name, ""));
            prop_assert_eq!(stored.typed_part(question, part), typed);
        }
        for error in form.validate(&stored, &known()) {
            prop_assert!(!error.message(Lang::Es).is_empty());
        }
        let rows: usize = form.answered(&stored, &known(), Lang::Gn).iter().map(|section| section.rows.len()).sum();
        prop_assert!(rows >= form.visible(&stored).len());
        prop_assert!(form.facts(&stored).len() >= form.questions().count());
    }

    /// Numbers, days and telephones of any shape are understood or refused, never a panic; what is understood stays so.
    #[test]
    fn figures_of_any_shape_are_understood_or_refused(typed in "[-+0-9.,' /eE]{0,24}") {
        for name in ["superficie", "capital", "nacimiento", "telefono", "cedula"] {
            let answers = form().read(&[(name, typed.as_str())], &known());
            let again = form().read(&[(name, answers.typed(name))], &known());
            prop_assert_eq!(answers.value(name), again.value(name));
        }
    }
}
