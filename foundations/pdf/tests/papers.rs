//! What people rely on: papers that last, can be read aloud and searched, and templates whose faults are named.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use jiff::Timestamp;
use pdf::{Document, Error, Part, templates::Template};
use serde_json::{Value, json};

const WEAVE: &str = include_str!("../examples/weave.svg");
const ALL: [Template; 5] = [
    Template::Receipt,
    Template::Act,
    Template::Certificate,
    Template::Denial,
    Template::Archive,
];

fn document<'a>(template: &'a str, data: &'a Value) -> Document<'a> {
    Document {
        template,
        data,
        title: "Certificado de nacimiento",
        lang: "es",
        author: "Registro del Estado Civil",
        at: Timestamp::UNIX_EPOCH,
        weave_svg: Some(WEAVE),
        qr: Some("https://ventanilla.example/verificar/V4T9-QX2M-88LC"),
    }
}

/// Enough for every built-in template.
fn data(holder: &str) -> Value {
    json!({
        "state": "República del Lapacho", "agency": "Registro del Estado Civil", "number": "NAC-3HXV-90KD",
        "code": "V4T9-QX2M-88LC", "verify_url": "https://ventanilla.example/verificar/V4T9-QX2M-88LC",
        "date": "Lunes 23 de noviembre de 2026", "footer": null,
        "service": "Certificado de nacimiento", "applicant": holder, "holder": holder, "opening": "",
        "deadline": { "on": "Martes 15 de diciembre", "silence": "Se entiende aprobado.", "law": "Ordenanza 12/2024, artículo 8" },
        "next": [{ "title": "Se revisa", "detail": "" }],
        "answers": [{ "title": "La persona", "rows": [{ "label": "Nombre", "value": holder }] }],
        "facts": [{ "title": "La persona", "rows": [{ "label": "Nombre", "value": holder }] }],
        "reasons": ["Falta el plano."], "law": ["Ley 1.266/1987"], "valid_until": "2027", "appeal": "Dentro de 15 días.",
        "signed_by": [], "values": {},
        "proof": { "index": 10482, "tree_size": 10511, "leaf": "9f86d081", "root": "60303ae2" },
    })
}

/// The text of the whole document, as a search or a screen reader gets it, without line breaks.
fn text(bytes: &[u8]) -> String {
    let pdf = lopdf::Document::load_mem(bytes).unwrap();
    let pages: Vec<u32> = pdf.get_pages().into_keys().collect();
    pdf.extract_text(&pages)
        .unwrap()
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}

fn holds(bytes: &[u8], needle: &str) -> bool {
    bytes
        .windows(needle.len())
        .any(|window| window == needle.as_bytes())
}

#[test]
fn every_paper_declares_that_it_lasts_and_is_accessible() {
    let data = data("Ana Benítez");
    for template in ALL {
        let bytes = pdf::render(&document(template.source(), &data)).unwrap();
        for mark in [
            "<pdfaid:part>2</pdfaid:part>",
            "<pdfaid:conformance>A</pdfaid:conformance>",
            "<pdfuaid:part>1</pdfuaid:part>",
            "Registro del Estado Civil",
        ] {
            assert!(holds(&bytes, mark), "{template:?} lacks {mark}");
        }
        let pdf = lopdf::Document::load_mem(&bytes).unwrap();
        let catalog = pdf.catalog().unwrap();
        assert_eq!(catalog.get(b"Lang").unwrap().as_str().unwrap(), b"es");
        assert!(catalog.has(b"StructTreeRoot") && catalog.has(b"MarkInfo"));
    }
}

#[test]
fn the_same_document_gives_the_same_bytes_and_another_does_not() {
    let (one, other) = (data("Ana Benítez"), data("Ana Benitez"));
    let first = pdf::render(&document(Template::Receipt.source(), &one)).unwrap();
    assert_eq!(
        first,
        pdf::render(&document(Template::Receipt.source(), &one)).unwrap()
    );
    assert_ne!(
        first,
        pdf::render(&document(Template::Receipt.source(), &other)).unwrap()
    );
}

#[test]
fn guarani_and_currency_can_be_read_and_searched() {
    let name = "Kuñataĩ Mbaʼe Ẽẽguasu õ ũ ỹ ₲ 50.000";
    let data = data(name);
    let bytes = pdf::render(&document(Template::Certificate.source(), &data)).unwrap();
    assert!(text(&bytes).contains(name), "{}", text(&bytes));
    let combining = json!({ "place": "Yg\u{303}uatimi" });
    let bytes = pdf::render(&document(
        "#import \"/house.typ\": *\n#show: page-of-the-house\n#data.place",
        &combining,
    ))
    .unwrap();
    assert!(text(&bytes).contains("Yg\u{303}"), "{}", text(&bytes));
}

#[test]
fn the_address_can_be_copied_whole() {
    let data = data("Ana Benítez");
    let bytes = pdf::render(&document(Template::Act.source(), &data)).unwrap();
    assert!(
        text(&bytes).contains("https://ventanilla.example/verificar/V4T9-QX2M-88LC"),
        "{}",
        text(&bytes)
    );
}

#[test]
fn what_people_type_never_costs_them_their_receipt() {
    let mut odd = data("🌞 中文 \u{0}\u{7}\u{202E}abc");
    odd["answers"][0]["rows"][0]["value"] = json!("x".repeat(10_000));
    odd["answers"][0]["rows"][0]["label"] = json!("#panic() *_$ \\ [");
    let bytes = pdf::render(&document(Template::Receipt.source(), &odd)).unwrap();
    assert!(
        text(&bytes).contains("#panic() *_$ \\ ["),
        "{}",
        text(&bytes)
    );
}

#[test]
fn a_receipt_says_what_the_law_promises_in_the_language_of_the_reader() {
    let data = data("Ana Benítez");
    let spanish = text(&pdf::render(&document(Template::Receipt.source(), &data)).unwrap());
    for words in [
        "Recibido",
        "NAC-3HXV-90KD",
        "V4T9-QX2M-88LC",
        "Último día para responder",
        "Se entiende aprobado.",
        "Qué pasa ahora",
        "Entrada 10.482",
    ] {
        assert!(spanish.contains(words), "{words} is not in {spanish}");
    }
    let english = text(
        &pdf::render(&Document {
            lang: "en",
            ..document(Template::Receipt.source(), &data)
        })
        .unwrap(),
    );
    assert!(
        english.contains("Last day to answer") && english.contains("Page 1 of"),
        "{english}"
    );
}

#[test]
fn a_fault_is_told_with_its_line() {
    let fault = |template: &str| match pdf::render(&document(template, &json!({}))) {
        Err(Error::Template {
            file,
            line,
            message,
            ..
        }) => (file, line, message),
        other => panic!(
            "expected a fault in {template}, got {:?}",
            other.map(|bytes| bytes.len())
        ),
    };
    let (file, line, message) = fault("= Título\n\n#data.holder");
    assert_eq!((file.as_str(), line), ("template", Some(3)));
    assert!(message.contains("data"), "{message}");
    let (file, line, message) = fault("#import \"/house.typ\": *\n#data.holder");
    assert_eq!((file.as_str(), line), ("template", Some(2)));
    assert!(message.contains("holder"), "{message}");
    assert_eq!(fault("uno\n#facts(").1, Some(2));
    // The fault shows itself inside the house style; it is told where the template called it.
    assert_eq!(
        fault("#import \"/house.typ\": *\n#show: page-of-the-house\n#facts(((\"solo\",),))").1,
        Some(3)
    );
}

#[test]
fn a_picture_that_cannot_be_heard_is_refused() {
    let wrong = document("#image(\"/qr.svg\")", &Value::Null);
    assert!(matches!(pdf::render(&wrong), Err(Error::Template { .. })));
}

#[test]
fn a_template_reaches_nothing_outside() {
    for template in [
        "#read(\"/etc/hostname\")",
        "#read(\"../../../../etc/hostname\")",
        "#import \"@preview/cetz:0.4.0\": *",
        "#plugin(bytes((0, 97, 115, 109)))",
        "#std.plugin(bytes((0, 97, 115, 109)))",
        "#datetime.today().display()",
    ] {
        let outcome = pdf::render(&document(template, &Value::Null));
        assert!(
            matches!(outcome, Err(Error::Template { line: Some(1), .. })),
            "{template} was allowed"
        );
    }
}

#[test]
fn what_is_too_large_is_refused_before_any_work() {
    let large = " ".repeat(pdf::TEMPLATE_BYTES_MAX + 1);
    assert!(matches!(
        pdf::render(&document(&large, &Value::Null)),
        Err(Error::TooLarge {
            part: Part::Template,
            ..
        })
    ));
    let large = json!("a".repeat(pdf::DATA_BYTES_MAX));
    assert!(matches!(
        pdf::render(&document("", &large)),
        Err(Error::TooLarge {
            part: Part::Data,
            ..
        })
    ));
    let foreign = Document {
        weave_svg: Some("<!DOCTYPE x><svg/>"),
        ..document("hola", &Value::Null)
    };
    assert!(matches!(pdf::render(&foreign), Err(Error::Weave)));
}
