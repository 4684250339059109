use proptest::prelude::*;
use text::Lang;

use super::*;
use crate::{Definition, check};

/// In the form of a national catalogue, invented.
const CATALOGUE: &str = concat!(
    r#"{"id": "7", "nombre": "Otra cosa", "slug": "otra-cosa", "modalidades": []}"#,
    "\n",
    r#"{"id": "42", "nombre": "Registro de criaderos de abejas: \"La Miel\"", "slug": "registro-de-criaderos",
 "descripcion": "Anota un criadero.", "marcoLegal": "1. Ley N° 77 de abejas, artículos 4 y 9\n2. Decreto 5",
 "palabrasClave": ["miel", "colmenas"], "entidad": {"nombre": "Servicio de Ñandúes y Abejas"},
 "modalidades": [{"tipo": "PRESENCIAL", "publico": [{"tieneCosto": true, "duracion": "10", "unidadMedidaDuracion": "Día(s) hábil(es)",
 "procedimiento": "<ol><li><p>Se llena la hoja</p></li><li><p>Se paga</p></li></ol>", "nombrePublicoObjetivo": "Persona Jurídica",
 "costos": [{"descripcion": "Registro", "monto": 120}],
 "requisitos": [{"nombre": "Cédula de Identidad"}, {"nombre": "Correo electrónico"}, {"nombre": "Plano del criadero"}, {"nombre": "Formulario de solicitud"}]}]}]}"#
);

const FICHA: &str = "**Código de clasificación:** C900

**Familia:** FIESTAS

### OBJETO / DESCRIPCIÓN

Permite cerrar una calle por una fiesta del barrio.

### REQUISITOS Y DOCUMENTACIÓN

- Solicitud: impreso.
- DNI/CIF.
- Croquis de la calle

### ÓRGANO DE RESOLUCIÓN

Alcaldía

### EFECTO DEL SILENCIO

Estimatorio

### NORMATIVA APLICABLE

- Ley 99/2001, de 3 de mayo, de fiestas. (Art. 4.2 y 9)

### RECURSOS

(sin datos)
";

fn catalogue() -> String {
    CATALOGUE.replace("\n \"", " \"")
}

fn text<'d>(draft: &'d Draft, file: &str) -> &'d str {
    draft.files.get(file).map_or("", String::as_str)
}

/// What is wrong with a draft besides what it marks as open, and the languages it lacks.
fn other_findings(draft: &Draft) -> Vec<String> {
    let said = check::check(&draft.files);
    said.iter()
        .map(|finding| finding.say(Lang::En))
        .filter(|said| !said.contains("POR DEFINIR") && !said.contains("is not written in"))
        .collect()
}

#[test]
fn a_record_of_a_catalogue_becomes_a_definition_that_can_be_read() {
    let draft = draft("tramites.jsonl", &catalogue(), Some("42")).unwrap();
    assert_eq!(
        draft.folder,
        "servicio-de-nandues-y-abejas/registro-de-criaderos-de-abejas-la-miel"
    );
    let definition = Definition::parse(&draft.files).unwrap();
    assert_eq!(
        definition.title().as_str(Lang::Es),
        "Registro de criaderos de abejas: \"La Miel\""
    );
    assert_eq!(definition.term(), Some(calendar::Term::Working(10)));
    let ficha = text(&draft, "service.yaml");
    for says in [
        "title: { es: \"Ley N° 77 de abejas, artículos 4 y 9\" }",
        "\"4\":",
        "\"9\":",
        "held_by: civil.persona",
        "plano_del_criadero",
        "[\"miel\", \"colmenas\"]",
        "audience: [person, firm]",
        "Se llena la hoja",
    ] {
        assert!(ficha.contains(says), "{says}: {ficha}");
    }
    assert!(
        !ficha.contains("Formulario"),
        "the form itself is not asked for"
    );
    assert!(text(&draft, "tables.yaml").contains("Registro: 120"));
    assert!(text(&draft, "form.yaml").contains("type: email"));
    assert_eq!(other_findings(&draft), [""; 0]);
}

#[test]
fn a_municipal_ficha_becomes_a_definition_that_can_be_read() {
    let draft = draft("C900.md", FICHA, None).unwrap();
    let definition = Definition::parse(&draft.files).unwrap();
    assert_eq!(definition.silence(), Some(Outcome::Granted));
    let ficha = text(&draft, "service.yaml");
    assert!(
        ficha.contains("Ley 99/2001, de 3 de mayo, de fiestas."),
        "{ficha}"
    );
    assert!(
        ficha.contains("\"4.2\"") && ficha.contains("\"9\""),
        "{ficha}"
    );
    assert!(text(&draft, OPEN_POINTS).contains("El plazo de la ley: la fuente no lo dice"));
    assert_eq!(other_findings(&draft), [""; 0]);
}

#[test]
fn what_is_open_keeps_a_draft_from_being_published() {
    let draft = draft("C900.md", FICHA, None).unwrap();
    let findings = check::check(&draft.files);
    let open = findings
        .iter()
        .filter(|finding| finding.say(Lang::Es).contains(OPEN));
    assert!(open.clone().count() > 5);
    assert!(open.into_iter().all(|finding| finding.line.is_some()));
}

#[test]
fn a_catalogue_of_many_wants_one_to_be_chosen() {
    let Err(Error::Choose { found }) = draft("tramites.jsonl", &catalogue(), None) else {
        panic!("one was chosen");
    };
    assert!(
        found.contains("7 (Otra cosa)") && found.contains("42"),
        "{found}"
    );
    assert!(draft("tramites.jsonl", &catalogue(), Some("otra-cosa")).is_ok());
    for unknown in ["", "hola", "{", "{\"a\": 1}", "# Un texto\n\ncualquiera"] {
        assert!(draft("x", unknown, None).is_err(), "{unknown}");
    }
}

#[test]
fn articles_are_found_where_they_are_named() {
    for (line, articles) in [
        ("Ley 7/1985 (Arts. 21, 22, 110)", vec!["21", "22", "110"]),
        ("Ley 39/2015. (Art. 13.d)", vec!["13.d"]),
        ("Ley 40/2015 (Norma Completa)", vec![]),
        ("Ley N° 77, artículos 4 y 9", vec!["4", "9"]),
    ] {
        assert_eq!(needs::articles(line), articles, "{line}");
    }
}

proptest! {
    /// Whatever a source holds, nothing panics, and what comes out can be read.
    #[test]
    fn anything_is_a_draft_that_can_be_read_or_an_error(
        name in ".{0,40}",
        about in ".{0,200}",
        items in prop::collection::vec(".{0,80}", 0..8),
        noise in ".{0,300}",
    ) {
        let listed = items.iter().map(|item| format!("- {item}\n")).collect::<String>();
        let ficha = format!("# {name}\n\n### OBJETO\n\n{about}\n\n### REQUISITOS\n\n{listed}\n### NORMATIVA\n\n{listed}\n");
        if let Ok(draft) = draft(&name, &ficha, None) {
            let read = Definition::parse(&draft.files);
            prop_assert!(read.is_ok(), "{:?}: {}", read.err(), text(&draft, "service.yaml"));
        }
        let record = serde_json::json!({
            "id": name, "nombre": about, "marcoLegal": items.join("\n"),
            "modalidades": [{ "publico": [{ "procedimiento": noise, "duracion": name,
                "requisitos": items.iter().map(|item| serde_json::json!({ "nombre": item })).collect::<Vec<_>>() }] }],
        });
        if let Ok(draft) = draft(&name, &record.to_string(), None) {
            let read = Definition::parse(&draft.files);
            prop_assert!(read.is_ok(), "{:?}: {}", read.err(), text(&draft, "service.yaml"));
        }
        let _ = draft(&name, &noise, Some(&name));
    }
}
