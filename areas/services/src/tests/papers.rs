//! The services' own templates make papers that state what an act needs, on one page.

use forms::{Answer, Answers, Known};
use jiff::civil::date;
use pdf::templates::{Act, Letter, Row, Section};
use serde_json::{Value, json};
use text::Lang;

use super::{SERVICES, definition};
use crate::definition::Definition;

/// As long as people's names are, and then some.
const LONG_NAME: &str =
    "María de los Ángeles Kuñataĩ Arami Concepción Benítez Ẽẽguasu de Villamayor";

/// Every answer understood, none left out, names and places long.
fn answers(service: &str) -> Answers {
    let values: Vec<(&str, Value)> = match service {
        "registro-civil/certificado-de-nacimiento" => vec![
            (
                "nacimiento",
                json!({ "record": { "key": "1988-1-1", "fields": {
                    "nombre": LONG_NAME,
                    "cedula": "5520274",
                    "fecha_nacimiento": "1988-04-17",
                    "lugar_nacimiento": "Colonia Independencia de San Roque González de Santa Cruz",
                    "madre": LONG_NAME,
                    "padre": "",
                    "oficina": "Oficina del Registro Civil de San Roque González de Santa Cruz",
                    "libro": 1,
                    "folio": 1,
                    "acta": 1,
                } } }),
            ),
            ("uso", json!({ "choice": "matrimonio" })),
        ],
        "municipalidad-de-san-roque/licencia-de-funcionamiento" => vec![
            (
                "empresa",
                json!({ "record": { "key": "80-1", "fields": {
                    "razon_social": "Panadería y Confitería El Sol de San Roque S.R.L.",
                    "ruc": "80010001-8",
                    "actividad": "Elaboración y venta de pan y de otros productos de panadería",
                } } }),
            ),
            ("telefono", json!({ "text": "0981123456" })),
            (
                "direccion",
                json!({ "address": {
                    "line": "Palma 1187 entre Independencia Nacional y 14 de Mayo",
                    "district": "Centro",
                } }),
            ),
            ("superficie", json!({ "number": "45.5" })),
            ("tenencia", json!({ "choice": "alquilado" })),
            ("apertura", json!({ "date": "2026-12-20" })),
            ("vende_comida", json!({ "yes_no": true })),
            ("manipuladores", json!({ "number": "3" })),
            ("musica", json!({ "yes_no": false })),
            ("detalle", json!({ "text": "Abrimos temprano." })),
        ],
        _ => vec![
            (
                "pedido",
                json!({ "text": "El gasto en alumbrado público, por mes." }),
            ),
            ("formato", json!({ "choice": "datos" })),
            ("nombre", json!({ "text": "Ana Benítez" })),
            ("correo", json!({ "text": "ana@ejemplo.com" })),
        ],
    };
    let mut answers = Answers::default();
    for (question, value) in values {
        let answer: Answer = serde_json::from_value(json!({ "raw": "x", "value": value })).unwrap();
        answers.put(question, answer);
    }
    answers
}

fn act(definition: &Definition, answers: &Answers) -> Act {
    let known = Known::on(date(2026, 11, 23));
    let answered = definition.form.answered(answers, &known, Lang::Es);
    Act {
        letter: Letter {
            state: "República del Lapacho".to_owned(),
            agency: "Registro Civil".to_owned(),
            number: "NAC-7K4P-2MQX".to_owned(),
            code: "V4T9-QX2M-88LC".to_owned(),
            verify_url: "https://ventanilla.example/verificar?codigo=V4T9-QX2M-88LC".to_owned(),
            date: "lunes 23 de noviembre de 2026, 10:42".to_owned(),
            footer: None,
        },
        service: definition.title().as_str(Lang::Es).to_owned(),
        holder: LONG_NAME.to_owned(),
        acted: None,
        about: "Panadería El Sol".to_owned(),
        filed: "viernes 20 de noviembre de 2026, 9:05".to_owned(),
        opening: String::new(),
        facts: answered
            .iter()
            .map(|section| Section {
                title: section.title.as_str().to_owned(),
                rows: section
                    .rows
                    .iter()
                    .map(|row| Row::new(row.label.as_str(), row.value.as_str()).named(&row.name))
                    .collect(),
            })
            .collect(),
        reasons: vec!["Se gastaron 3 millones.".to_owned()],
        law: definition.law_lines(Lang::Es),
        valid_until: Some("martes 23 de noviembre de 2027".to_owned()),
        paid: Some("Gs. 50.000".to_owned()),
        appeal: Some("Se puede recurrir hasta el martes 15 de diciembre de 2026.".to_owned()),
        files: Vec::new(),
        signed_by: vec![
            "Hugo Arandu Cáceres Núñez".to_owned(),
            "Municipalidad".to_owned(),
        ],
        proof: None,
        // Every name there is: a template that chooses another one fails here.
        values: serde_json::to_value(definition.facts(answers, &crate::Gathered::default()))
            .unwrap(),
    }
}

fn paper(service: &str, template: &str) -> Vec<u8> {
    let definition = definition(service);
    let act = act(&definition, &answers(service));
    render(
        &definition,
        definition.act_template(template).unwrap(),
        &act,
    )
}

fn render(definition: &Definition, template: &str, act: &Act) -> Vec<u8> {
    let weave = design::weave::svg(&act.letter.number, 14);
    let document = pdf::Document {
        template,
        data: &serde_json::to_value(act).unwrap(),
        title: definition.title().as_str(Lang::Es),
        lang: "es",
        author: "Registro Civil",
        at: jiff::Timestamp::UNIX_EPOCH,
        weave_svg: Some(&weave),
        qr: Some(&act.letter.verify_url),
    };
    let title = definition.title().as_str(Lang::Es);
    pdf::render(&document).unwrap_or_else(|error| panic!("{title}: {error}"))
}

const BIRTH: &str = SERVICES[0];
const LICENCE: &str = SERVICES[1];
const INFORMATION: &str = SERVICES[2];

#[test]
fn every_template_of_every_shipped_service_renders() {
    for service in super::shipped() {
        let definition = definition(&service);
        let ways: std::collections::BTreeSet<&str> = definition
            .process
            .endings()
            .map(|ending| ending.act.as_str())
            .collect();
        for way in ways {
            let Some(template) = definition.act_template(way) else {
                continue;
            };
            let paper = render(
                &definition,
                template,
                &act(&definition, &Answers::default()),
            );
            assert!(pages(&paper) >= 1, "{service}, {way}");
        }
    }
}

#[test]
fn every_act_fits_on_one_page_with_its_seal() {
    for (service, template) in [
        (BIRTH, "certificado"),
        (LICENCE, "licencia"),
        (LICENCE, "denegacion"),
        (INFORMATION, "respuesta"),
    ] {
        let paper = paper(service, template);
        assert_eq!(pages(&paper), 1, "{service}, {template}");
    }
}

#[test]
fn an_act_states_what_it_needs_and_nothing_else_of_the_form() {
    for (service, template, states, keeps) in [
        (
            BIRTH,
            "certificado",
            ["Datos de la inscripción", "No consta"].as_slice(),
            ["¿De quién es", "Matrimonio", "Sin respuesta"].as_slice(),
        ),
        (
            LICENCE,
            "licencia",
            &[
                "80010001-8",
                "Palma 1187",
                "45,5 m²",
                "Tasa pagada",
                "Gs. 50.000",
                "Válido hasta el martes",
            ],
            &["0981", "Abrimos temprano", "Alquilado", "¿"],
        ),
        (
            LICENCE,
            "denegacion",
            &[
                "Se deniega",
                "80010001-8",
                "Palma 1187",
                "Motivos",
                "15 de diciembre",
                "Base legal",
            ],
            &["0981", "Abrimos temprano", "Alquilado", "¿", "Válido"],
        ),
        (
            INFORMATION,
            "respuesta",
            &["3 millones", "alumbrado"],
            &["ana@ejemplo.com", "¿"],
        ),
    ] {
        let Some(words) = words(&paper(service, template)) else {
            eprintln!("skipped: pdftotext is not on this machine");
            return;
        };
        for said in states {
            assert!(words.contains(said), "{template} lacks {said}: {words}");
        }
        for unsaid in keeps {
            assert!(!words.contains(unsaid), "{template} says {unsaid}: {words}");
        }
    }
}

/// How many pages are written in a PDF that was not sealed yet.
fn pages(paper: &[u8]) -> usize {
    let mark = b"/Type/Page/";
    paper
        .windows(mark.len())
        .filter(|seen| seen == mark)
        .count()
}

/// The words of a PDF, where poppler is there to read them.
fn words(paper: &[u8]) -> Option<String> {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    std::io::Write::write_all(&mut file, paper).unwrap();
    let read = std::process::Command::new("pdftotext")
        .arg(file.path())
        .arg("-")
        .output()
        .ok()?;
    let text = String::from_utf8_lossy(&read.stdout).into_owned();
    let text = text.replace('\u{200b}', "");
    Some(text.split_whitespace().collect::<Vec<_>>().join(" "))
}
