//! Records in a person's words: what kind it is, what its fields are called, what they say.

use jiff::civil::Date;
use serde_json::Value;
use text::{Lang, Text, format};

use crate::{Dataset, words};

/// What people call a kind of record. One that nobody has named yet is called by its own name.
#[must_use]
pub fn title(dataset: &Dataset, lang: Lang) -> Text {
    match dataset.as_str() {
        "civil.persona" => words::dataset_persona(lang),
        "civil.nacimiento" => words::dataset_nacimiento(lang),
        "comercio.empresa" => words::dataset_empresa(lang),
        "comercio.licencia" => words::dataset_licencia(lang),
        "catastro.inmueble" => words::dataset_inmueble(lang),
        _ => plain(dataset.kind()).into(),
    }
}

/// As what somebody stands in a record.
#[must_use]
pub fn role(role: &str, lang: Lang) -> Text {
    match role {
        "titular" => words::role_titular(lang),
        "madre" => words::role_madre(lang),
        "padre" => words::role_padre(lang),
        "propietario" => words::role_propietario(lang),
        "empresa" => words::role_empresa(lang),
        other => plain(other).into(),
    }
}

type Say = fn(Lang) -> Text;

/// What people call a field. One that nobody has named yet is called by its own name.
#[must_use]
pub fn label(field: &str, lang: Lang) -> Text {
    let known: &[(&str, Say)] = &[
        ("acta", words::field_acta),
        ("actividad", words::field_actividad),
        ("cedula", words::field_cedula),
        ("ciudad", words::field_ciudad),
        ("cuenta_catastral", words::field_cuenta_catastral),
        ("direccion", words::field_direccion),
        ("fecha_inicio", words::field_fecha_inicio),
        ("fecha_inscripcion", words::field_fecha_inscripcion),
        ("fecha_nacimiento", words::field_fecha_nacimiento),
        ("folio", words::field_folio),
        ("libro", words::field_libro),
        ("lugar_nacimiento", words::field_lugar_nacimiento),
        ("madre", words::field_madre),
        ("madre_cedula", words::field_madre_cedula),
        ("nombre", words::field_nombre),
        ("oficina", words::field_oficina),
        ("padre", words::field_padre),
        ("padre_cedula", words::field_padre_cedula),
        ("razon_social", words::field_razon_social),
        ("ruc", words::field_ruc),
        ("sexo", words::field_sexo),
        ("superficie", words::field_superficie),
        ("vende_comida", words::field_vende_comida),
    ];
    known
        .iter()
        .find(|(name, _)| *name == field)
        .map_or_else(|| plain(field).into(), |(_, say)| say(lang))
}

/// What a field says: days are written out, yes and no are words, nothing is a dash.
#[must_use]
pub fn value(value: &Value, lang: Lang) -> Text {
    match value {
        Value::Null => words::nothing(lang),
        Value::Bool(true) => words::yes(lang),
        Value::Bool(false) => words::no(lang),
        Value::Number(number) => format::number(lang, &number.to_string()).into(),
        Value::String(text) => text.parse::<Date>().map_or_else(
            |_| text.clone().into(),
            |date| format::date_long(lang, date),
        ),
        Value::Array(items) => join(items.iter(), lang),
        Value::Object(fields) => join(fields.values(), lang),
    }
}

fn join<'v>(values: impl Iterator<Item = &'v Value>, lang: Lang) -> Text {
    let said: Vec<String> = values
        .map(|one| value(one, lang).into_string())
        .filter(|said| !said.is_empty())
        .collect();
    said.join(", ").into()
}

/// `fecha_de_alta` as «Fecha de alta».
fn plain(name: &str) -> String {
    let spaced = name.replace('_', " ");
    let mut signs = spaced.chars();
    signs.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(signs).collect()
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_nobody_named_is_still_readable() {
        assert_eq!(label("fecha_de_alta", Lang::Es).as_str(), "Fecha de alta");
        assert_eq!(label("ruc", Lang::En).as_str(), "Tax number");
        let dataset: Dataset = "trabajo.permiso_especial".parse().unwrap();
        assert_eq!(title(&dataset, Lang::Es).as_str(), "Permiso especial");
    }

    #[test]
    fn days_and_truths_are_words() {
        let said = |json| value(&json, Lang::Es).into_string();
        assert_eq!(said(json!(true)), "Sí");
        assert_eq!(said(json!(null)), "—");
        assert_eq!(said(json!("2026-11-23")), "lunes 23 de noviembre de 2026");
        assert_eq!(
            said(json!({"direccion": "Palma 1", "distrito": "Centro"})),
            "Palma 1, Centro"
        );
    }
}
