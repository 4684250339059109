//! Why a YAML file could not be read, in the languages of whoever wrote it.

use serde_saphyr::Error;

use crate::{Lang, Localized};

/// Stands between the Spanish and the English words of a message that a reader of values gives ([`both`]).
const BETWEEN: char = '\u{1f}';

/// A message for [`fault`] in both languages, where a reader of values may give only one text.
#[must_use]
pub fn both(es: &str, en: &str) -> String {
    format!("{es}{BETWEEN}{en}")
}

/// The line, from 1, where it is known, and what is wrong there.
#[must_use]
pub fn fault(error: &Error) -> (Option<usize>, Localized) {
    let line = error
        .location()
        .and_then(|location| usize::try_from(location.line()).ok());
    let (es, en) = said(error.without_snippet());
    let says = Localized::spanish(format!("no se entiende: {es}"))
        .with(Lang::En, format!("this cannot be read: {en}"));
    (line, says)
}

fn said(error: &Error) -> (String, String) {
    match error {
        Error::AliasError { error, .. } => said(error.without_snippet()),
        Error::SerdeUnknownField {
            field, expected, ..
        } => {
            let known = expected.join(", ");
            (
                format!("«{field}» no se conoce aquí; lo que puede ir es {known}"),
                format!("«{field}» is not known here; what may stand is {known}"),
            )
        }
        Error::SerdeUnknownVariant {
            variant, expected, ..
        } => {
            let known = expected.join(", ");
            // The slip that everybody makes: a comma ends a text in braces.
            let (es, en) = match expected.starts_with(&["es", "en"]) {
                true => (
                    "; un texto con coma va entre comillas",
                    "; a text with a comma goes in quotes",
                ),
                false => ("", ""),
            };
            (
                format!("«{variant}» no vale; elige entre {known}{es}"),
                format!("«{variant}» is none of {known}{en}"),
            )
        }
        Error::SerdeMissingField { field, .. } => (
            format!("falta «{field}»; agrégalo"),
            format!("«{field}» is missing; add it"),
        ),
        Error::SerdeInvalidType {
            unexpected,
            expected,
            ..
        }
        | Error::SerdeInvalidValue {
            unexpected,
            expected,
            ..
        } => (
            format!("aquí va {}, y no {}", spanish(expected), spanish(unexpected)),
            format!("{expected} is wanted here, not {unexpected}"),
        ),
        Error::Unexpected { expected, .. } => (
            format!("aquí va {}", spanish(expected)),
            format!("{expected} is wanted here"),
        ),
        Error::DuplicateMappingKey { key, .. } => {
            let key = key.as_deref().unwrap_or("…");
            (
                format!("«{key}» está dos veces; deja una"),
                format!("«{key}» is written twice; keep one"),
            )
        }
        Error::UnknownAnchor { .. } => (
            "un * repite algo que ningún & nombró antes; escríbelo, o ponle nombre antes".to_owned(),
            "a * repeats what no & has named before; write it out, or name it before".to_owned(),
        ),
        Error::Eof { .. } => (
            "está vacío o termina antes de tiempo; complétalo".to_owned(),
            "it is empty or ends too early; complete it".to_owned(),
        ),
        Error::MultipleDocuments { .. } => (
            "hay más de un documento; quita la línea ---".to_owned(),
            "there is more than one document; remove the line ---".to_owned(),
        ),
        Error::NullIntoString { .. } => (
            "falta un texto; escríbelo, o quita la línea".to_owned(),
            "a text is missing; write it, or remove the line".to_owned(),
        ),
        Error::InvalidBooleanStrict { .. } => (
            "aquí va true o false".to_owned(),
            "true or false is wanted here".to_owned(),
        ),
        Error::Budget { .. }
        | Error::AliasReplayCounterOverflow { .. }
        | Error::AliasReplayLimitExceeded { .. }
        | Error::AliasExpansionLimitExceeded { .. }
        | Error::AliasReplayStackDepthExceeded { .. } => (
            "es demasiado grande o hondo, o repite demasiado con * y <<; divídelo o escríbelo"
                .to_owned(),
            "it is too large or too deep, or repeats too much by * and <<; split it or write it out"
                .to_owned(),
        ),
        Error::Message { msg, .. } => match msg.split_once(BETWEEN) {
            Some((es, en)) => (es.to_owned(), en.to_owned()),
            None => (format!("no vale: {}", spanish(msg)), msg.clone()),
        },
        other => {
            let message = other.to_string();
            (
                format!("el YAML está mal escrito ({message}); revisa sangrías con espacios, comillas y llaves"),
                format!("the YAML is not well written ({message}); look at indents of spaces, quotes and braces"),
            )
        }
    }
}

/// What readers of values want and find, in Spanish, as far as they are the usual things.
fn spanish(what: &str) -> &str {
    match what {
        "a string" | "string" | "string scalar" => "un texto",
        "a boolean" | "boolean" => "true o false",
        "a map" | "map" | "mapping" | "mapping start" => "nombres con lo que llevan",
        "a sequence" | "sequence" | "sequence start" => "una lista",
        "unit" | "null" | "unit value" => "nada",
        "u8" | "u16" | "u32" | "u64" | "usize" | "i64" => "un número entero",
        "f64" | "floating point" => "un número",
        "a text needs words in at least one language, for instance { es: … }" => {
            "un texto necesita palabras en algún idioma, como { es: … }"
        }
        other => other
            .strip_prefix("struct ")
            .map_or(other, |_| "nombres con lo que llevan"),
    }
}
