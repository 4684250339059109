//! Renders one paper of each kind into the directory given, for people to look at and validators to judge;
//! beside each stands its data, which is what authors of templates may use:
//! `cargo run -p pdf --example papers -- DIRECTORY`.

use std::{error::Error, fs, path::PathBuf};

use jiff::Timestamp;
use pdf::{
    Document,
    templates::{Act, Deadline, Letter, Proof, Receipt, Row, Section, Step, Template},
};
use serde_json::{Value, json};

/// A service's own template: what a definition's `act.typ` looks like.
const LICENCE: &str = r#"#import "/house.typ": *
#show: act

#text(size: 13pt)[Se concede a *#data.holder* la licencia para abrir al público el local que se describe, por una superficie de *#data.values.superficie m²*.]

#validity()
#sections(data.facts, level: 1)

= Condiciones
- La licencia se exhibe en un lugar visible del local.
- Un cambio de dueño, de rubro o de superficie pide una licencia nueva.
- La Municipalidad puede inspeccionar el local en su horario de atención.

#legal-basis()
#appeal()
"#;

/// A woven band as the design system draws it.
const WEAVE: &str = include_str!("weave.svg");

struct Paper {
    file: &'static str,
    template: &'static str,
    title: &'static str,
    lang: &'static str,
    data: Value,
}

fn main() -> Result<(), Box<dyn Error>> {
    let directory = PathBuf::from(std::env::args().nth(1).ok_or("say into which directory")?);
    fs::create_dir_all(&directory)?;
    for paper in papers()? {
        let text = |key: &str| {
            paper
                .data
                .get(key)
                .and_then(Value::as_str)
                .unwrap_or_default()
                .to_owned()
        };
        let (agency, url) = (text("agency"), text("verify_url"));
        let begun = std::time::Instant::now();
        let bytes = pdf::render(&Document {
            template: paper.template,
            data: &paper.data,
            title: paper.title,
            lang: paper.lang,
            author: &agency,
            at: "2026-11-23T13:42:00Z".parse::<Timestamp>()?,
            weave_svg: Some(WEAVE),
            qr: Some(&url),
        })?;
        fs::write(directory.join(paper.file), &bytes)?;
        fs::write(
            directory.join(paper.file).with_extension("json"),
            serde_json::to_string_pretty(&paper.data)?,
        )?;
        println!(
            "{}: {} bytes in {} ms",
            paper.file,
            bytes.len(),
            begun.elapsed().as_millis()
        );
    }
    Ok(())
}

fn papers() -> Result<Vec<Paper>, serde_json::Error> {
    let paper = |file, template: Template, title, lang, data| Paper {
        file,
        template: template.source(),
        title,
        lang,
        data,
    };
    Ok(vec![
        paper(
            "comprobante.pdf",
            Template::Receipt,
            "Comprobante de la solicitud LIC-7K4P-2MQX",
            "es",
            serde_json::to_value(receipt())?,
        ),
        paper(
            "receipt-long.pdf",
            Template::Receipt,
            "Receipt of application INF-9QWE-44TZ",
            "en",
            serde_json::to_value(long_receipt())?,
        ),
        paper(
            "nacimiento.pdf",
            Template::Certificate,
            "Certificado de nacimiento",
            "es",
            serde_json::to_value(birth())?,
        ),
        Paper {
            file: "licencia.pdf",
            template: LICENCE,
            title: "Licencia de funcionamiento",
            lang: "es",
            data: serde_json::to_value(licence())?,
        },
        paper(
            "concesion.pdf",
            Template::Act,
            "Resolución de licencia de funcionamiento",
            "es",
            serde_json::to_value(licence())?,
        ),
        paper(
            "denegacion.pdf",
            Template::Denial,
            "Denegación de licencia de funcionamiento",
            "es",
            serde_json::to_value(denial())?,
        ),
        paper(
            "archivo.pdf",
            Template::Archive,
            "Archivo del expediente",
            "es",
            serde_json::to_value(archive())?,
        ),
    ])
}

fn letter(agency: &str, number: &str) -> Letter {
    Letter {
        state: "República del Lapacho".into(),
        agency: agency.into(),
        number: number.into(),
        code: "V4T9-QX2M-88LC".into(),
        verify_url: "https://ventanilla.example/verificar/V4T9-QX2M-88LC".into(),
        date: "Lunes 23 de noviembre de 2026, 10:42".into(),
        footer: None,
    }
}

fn section(title: &str, rows: &[(&str, &str)]) -> Section {
    Section {
        title: title.into(),
        rows: rows
            .iter()
            .map(|(label, value)| Row::new(*label, *value))
            .collect(),
    }
}

fn step(title: &str, detail: &str) -> Step {
    Step {
        title: title.into(),
        detail: detail.into(),
    }
}

fn proof() -> Proof {
    Proof {
        index: 10_482,
        tree_size: 10_511,
        leaf: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08".into(),
        root: "60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752".into(),
    }
}

fn receipt() -> Receipt {
    Receipt {
        letter: letter("Municipalidad de San Roque", "LIC-7K4P-2MQX"),
        service: "Licencia de funcionamiento".into(),
        for_whom: None,
        applicant: Some("Panadería El Sol S.R.L.".into()),
        deadline: Some(Deadline {
            on: "Martes 15 de diciembre de 2026".into(),
            silence: "Se entiende aprobado: la licencia queda concedida.".into(),
            law: "Ordenanza 12/2024, artículo 8".into(),
        }),
        next: vec![
            step("Se revisa la solicitud", "Antes del lunes 30 de noviembre."),
            step(
                "Se visita el local",
                "Un inspector acuerda el día por teléfono.",
            ),
            step(
                "Llega la decisión",
                "Un aviso a la bandeja y al correo a•••@elsol.example.",
            ),
        ],
        answers: vec![
            section(
                "El local",
                &[
                    (
                        "¿Dónde está el local?",
                        "Avenida Mcal. Estigarribia 1.240 casi Yegros, San Roque",
                    ),
                    ("¿Cuántos metros cuadrados tiene?", "40 m²"),
                    ("¿Venderá comida o bebida?", "Sí"),
                    (
                        "Quiénes manipulan alimentos",
                        "Ana Benítez\nJosé Mbaʼeichapa Ỹvytu",
                    ),
                    ("Observaciones", ""),
                ],
            ),
            section(
                "Documentos",
                &[("Un plano o croquis del local", "croquis.pdf, 214 KB")],
            ),
        ],
        proof: Some(proof()),
    }
}

fn long_receipt() -> Receipt {
    let story = "I ask for every contract for street lighting that the municipality signed between 2022 and 2026, with the amounts paid, the dates of payment and the names of the firms. ".repeat(14);
    let rows = (1..=40)
        .map(|n| {
            Row::new(
                format!("Question {n}: which document is asked for, and of which year?"),
                format!("Contract {n} of the year {}", 1986 + n),
            )
        })
        .collect();
    Receipt {
        letter: letter(
            "Ministerio de Obras Públicas, Comunicaciones y Ordenamiento Territorial de la República",
            "INF-9QWE-44TZ",
        ),
        service: "Request for public information".into(),
        for_whom: None,
        applicant: Some(
            "María de los Ángeles Concepción Fernández de la Reguera y Goyeneche-Echeverría".into(),
        ),
        deadline: Some(Deadline {
            on: "Monday 14 December 2026".into(),
            silence: "Silence counts as a refusal, which can be appealed.".into(),
            law: String::new(),
        }),
        next: Vec::new(),
        answers: vec![
            section(
                "What is asked for",
                &[
                    ("In your words", &story),
                    ("An endless word", &"abcdefghij".repeat(20)),
                    ("Signs", "🌞 ≤ → ₲ 50.000 ñ"),
                ],
            ),
            Section {
                title: "One by one".into(),
                rows,
            },
        ],
        proof: None,
    }
}

fn birth() -> Act {
    Act {
        letter: letter("Registro del Estado Civil", "NAC-3HXV-90KD"),
        service: "Certificado de nacimiento".into(),
        holder: "Kuñataĩ Arami Benítez Ẽẽguasu".into(),
        acted: None,
        about: "Panadería El Sol".into(),
        filed: "viernes 20 de noviembre de 2026".into(),
        opening: String::new(),
        paid: None,
        facts: vec![
            section(
                "La persona",
                &[
                    ("Nombres y apellidos", "Kuñataĩ Arami Benítez Ẽẽguasu"),
                    ("Cédula de identidad", "7.204.118"),
                    ("Fecha de nacimiento", "3 de abril de 2019"),
                    ("Lugar de nacimiento", "Yg\u{303}uatimi, Canindeyú"),
                ],
            ),
            section(
                "La inscripción",
                &[
                    ("Acta", "214, folio 107, libro 3"),
                    ("Oficina", "Avañeʼẽ Rekove, oficina 42"),
                    ("Madre", "Ramona Ẽẽguasu Ortiz"),
                    ("Padre", "Blas Benítez Aquino"),
                ],
            ),
        ],
        reasons: Vec::new(),
        law: vec!["Ley 1.266/1987, del Registro del Estado Civil, artículo 17".into()],
        valid_until: None,
        appeal: None,
        files: Vec::new(),
        signed_by: Vec::new(),
        proof: None,
        values: json!({}),
    }
}

fn licence() -> Act {
    Act {
        letter: letter("Municipalidad de San Roque", "LIC-7K4P-2MQX"),
        service: "Licencia de funcionamiento".into(),
        holder: "Panadería El Sol S.R.L.".into(),
        acted: None,
        about: "Panadería El Sol".into(),
        filed: "viernes 20 de noviembre de 2026".into(),
        opening: String::new(),
        paid: None,
        facts: vec![section(
            "El local",
            &[("Dirección", "Avenida Mcal. Estigarribia 1.240 casi Yegros, San Roque"), ("Rubro", "Panadería y confitería"), ("Superficie", "40 m²"), ("Tasa pagada", "₲ 50.000, recibo 0042-118")],
        )],
        reasons: vec!["El local cumple las condiciones de higiene y seguridad, según la visita del 2 de diciembre de 2026.".into()],
        law: vec!["Ordenanza 12/2024 de comercio, artículo 8 (plazo y silencio)".into(), "Ordenanza 12/2024 de comercio, artículo 11 (tasa)".into()],
        valid_until: Some("23 de noviembre de 2027".into()),
        appeal: Some("Se puede pedir que se revise dentro de 15 días hábiles, en esta misma ventanilla o en la Mesa de Entradas de la Municipalidad.".into()),
        files: Vec::new(),
        signed_by: vec!["Lic. Teresa Ayala Gómez".into(), "Directora de Comercio, Municipalidad de San Roque".into()],
        proof: Some(proof()),
        values: json!({ "superficie": 40 }),
    }
}

fn denial() -> Act {
    Act {
        reasons: vec![
            "El local no tiene salida de emergencia. El artículo 6 de la Ordenanza 12/2024 la exige a todo local de más de 200 m² abierto al público.".into(),
            "El plano presentado no coincide con lo que se vio en la visita del 2 de diciembre de 2026: faltan el depósito y la escalera.".into(),
        ],
        valid_until: None,
        ..licence()
    }
}

fn archive() -> Act {
    Act {
        reasons: vec!["Se pidió corregir el plano del local el 27 de noviembre de 2026. Pasaron 10 días hábiles sin respuesta.".into()],
        valid_until: None,
        files: Vec::new(),
        signed_by: Vec::new(),
        facts: Vec::new(),
        ..licence()
    }
}
