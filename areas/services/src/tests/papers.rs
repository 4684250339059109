//! The services' own templates make papers.

use pdf::templates::{Act, Letter, Row, Section};
use text::Lang;

use super::{SERVICES, definition};

#[test]
fn every_template_of_a_shipped_service_renders() {
    for service in SERVICES {
        let definition = definition(service);
        let template = definition
            .act_template(&definition.ficha.gives.act)
            .unwrap();
        let act = Act {
            letter: Letter {
                state: "República del Lapacho".to_owned(),
                agency: "Registro Civil".to_owned(),
                number: "NAC-7K4P-2MQX".to_owned(),
                code: "V4T9-QX2M-88LC".to_owned(),
                verify_url: "https://ventanilla.example/verificar".to_owned(),
                date: "lunes 23 de noviembre de 2026".to_owned(),
                footer: None,
            },
            service: definition.title().as_str(Lang::Es).to_owned(),
            holder: "Ana Ñandutĩ".to_owned(),
            about: "Panadería El Sol".to_owned(),
            filed: "viernes 20 de noviembre de 2026".to_owned(),
            opening: String::new(),
            facts: vec![Section {
                title: "Datos".to_owned(),
                rows: vec![Row::new("Nombre", "Ana Ñandutĩ")],
            }],
            reasons: vec!["Se gastaron 3 millones.".to_owned()],
            law: definition.law_lines(Lang::Es),
            valid_until: Some("23 de noviembre de 2027".to_owned()),
            appeal: None,
            files: Vec::new(),
            signed_by: vec![],
            proof: None,
            // Every name there is: a template that chooses another one fails here.
            values: serde_json::to_value(definition.form.facts(&forms::Answers::default()))
                .unwrap(),
        };
        let document = pdf::Document {
            template,
            data: &serde_json::to_value(&act).unwrap(),
            title: definition.title().as_str(Lang::Es),
            lang: "es",
            author: "Registro Civil",
            at: jiff::Timestamp::UNIX_EPOCH,
            weave_svg: None,
            qr: None,
        };
        let bytes = pdf::render(&document).unwrap_or_else(|error| panic!("{service}: {error}"));
        assert!(bytes.starts_with(b"%PDF-"), "{service}");
    }
}
