//! A version says what it changes, in words.

use super::*;
use crate::tests::files as shipped;

fn changed(file: &str, from: &str, to: &str) -> Vec<String> {
    let before = shipped("municipalidad-de-san-roque/licencia-de-funcionamiento");
    let mut after = before.clone();
    let text = after.get(file).map(|text| text.replacen(from, to, 1));
    let text = text.unwrap_or_else(|| to.to_owned());
    assert_ne!(before.get(file), Some(&text), "{from}");
    after.insert(file.to_owned(), text);
    let (was, is) = (
        Definition::parse(&before).unwrap(),
        Definition::parse(&after).unwrap(),
    );
    let said = differences((&was, &before), (&is, &after));
    said.iter()
        .map(|line| line.as_str(Lang::Es).to_owned())
        .collect()
}

#[test]
fn every_change_that_binds_somebody_is_said() {
    for (file, from, to, says) in [
        (
            "service.yaml",
            "within: 15 working days",
            "within: 20 working days",
            "El plazo: era «15 días hábiles», será «20 días hábiles»",
        ),
        (
            "service.yaml",
            "means: granted",
            "means: denied",
            "Si no se responde: era «se entiende aprobado», será «se entiende negado»",
        ),
        (
            "service.yaml",
            "valid: 1 year",
            "valid: 2 years",
            "Cuánto vale lo que se da: era «1 año», será «2 años»",
        ),
        (
            "form.yaml",
            "registry: comercio.empresa",
            "registry: comercio.empresa\n          correctable: [ruc]",
            "«Empresa que abre el local», qué puede corregir la persona: era «nada», será «RUC»",
        ),
        (
            "process.yaml",
            "within: 5 working days",
            "within: 9 working days",
            "«Revisar los papeles y los datos», en cuánto tiempo: era «5 working days», será «9 working days»",
        ),
        (
            "process.yaml",
            "who: director\n        not: revisar",
            "who: director",
            "«Firmar la licencia», otras manos que: era «revisar», será «no hay»",
        ),
        (
            "act.typ",
            "#show: act",
            "#show: act\n// más",
            "act.typ: líneas nuevas 1, líneas menos 0",
        ),
        ("otro.typ", "", "x", "Archivo nuevo: otro.typ"),
    ] {
        let said = changed(file, from, to);
        assert!(said.iter().any(|line| line == says), "{says}: {said:?}");
    }
}

#[test]
fn the_same_version_changes_nothing() {
    let files = shipped("municipalidad-de-san-roque/licencia-de-funcionamiento");
    let definition = Definition::parse(&files).unwrap();
    assert!(differences((&definition, &files), (&definition, &files)).is_empty());
}
