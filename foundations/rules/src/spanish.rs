//! What is said of expressions and tables that cannot be read or decide nothing, in Spanish: definitions are written
//! by people who may know no English.

/// What is said in English, with gaps, and the same in Spanish. What stands in the last gap may itself be such words.
const SAID: [(&str, &str); 42] = [
    ("at character {}: {}", "en el carácter {}: {}"),
    ("line {}: {}", "línea {}: {}"),
    (
        "longer than {} characters",
        "tiene más de {} caracteres; divídela",
    ),
    ("there is no function `{}`", "no hay ninguna función `{}`"),
    ("`{}` means nothing here", "`{}` no dice nada aquí"),
    ("`{}` has too many digits", "`{}` tiene demasiadas cifras"),
    (
        "`{}` wants the number of a letter",
        "`{}` lleva el número de una letra",
    ),
    (
        "`{}` has no parameter `{}`",
        "`{}` no tiene el parámetro `{}`",
    ),
    (
        "`{}` takes {} arguments ({})",
        "`{}` lleva {} argumentos ({})",
    ),
    ("`{}` is missing here", "falta `{}` aquí"),
    (
        "the text is not closed; a \" is missing",
        "el texto no está cerrado; falta un \"",
    ),
    ("this is no type", "esto no es un tipo"),
    (
        "this word cannot stand here",
        "esta palabra no puede ir aquí",
    ),
    ("a value is missing here", "falta un valor aquí"),
    ("a name is missing here", "falta un nombre aquí"),
    (
        "the expression ends too early",
        "la expresión termina antes de tiempo",
    ),
    (
        "the expression should have ended here",
        "la expresión tendría que terminar aquí",
    ),
    (
        "an interval ends with ], ) or [",
        "un intervalo termina con ], ) o [",
    ),
    (
        "functions of other languages are not called",
        "no se llaman funciones de otros lenguajes",
    ),
    (
        "arguments are given by name or by position, not by both",
        "los argumentos van por nombre o por lugar, no de las dos maneras",
    ),
    (
        "nested too deeply",
        "hay demasiados paréntesis, uno dentro de otro",
    ),
    (
        "too long a chain; split it with intermediate results",
        "es demasiado larga; divídela con resultados intermedios",
    ),
    (
        "no date, time or duration; write for instance @\"2026-11-23\" or @\"P10D\"",
        "no es fecha, hora ni duración; escribe por ejemplo @\"2026-11-23\" o @\"P10D\"",
    ),
    ("this brace is not closed", "esta llave no está cerrada"),
    (
        "this brace was not opened; a plain one is }}",
        "esta llave no fue abierta; una llave del texto se escribe }}",
    ),
    ("the table is empty", "la tabla está vacía"),
    (
        "the table has no rules",
        "la tabla no tiene filas; agrega una",
    ),
    (
        "a table has at most {} rules",
        "una tabla tiene hasta {} filas; divídela",
    ),
    (
        "the table has no result: a column right of ||",
        "la tabla no tiene resultado: una columna a la derecha de ||",
    ),
    (
        "the result `{}` needs a name of its own",
        "el resultado `{}` necesita un nombre propio",
    ),
    (
        "{} cells left of ||, but the head has {}",
        "{} celdas a la izquierda de ||, pero la cabeza tiene {}",
    ),
    (
        "{} cells right of ||, but the head has {}",
        "{} celdas a la derecha de ||, pero la cabeza tiene {}",
    ),
    (
        "|| stands once in a line",
        "|| va una sola vez en cada fila",
    ),
    (
        "a text is not closed; a \" is missing",
        "un texto no está cerrado; falta un \"",
    ),
    (
        "|| is missing between tests and results",
        "falta || entre las pruebas y los resultados",
    ),
    (
        "no rule of the table `{}` fits {}",
        "ninguna fila de la tabla `{}` sirve para {}",
    ),
    (
        "the rules {} of the table `{}` fit together, which its hit policy does not allow",
        "las filas {} de la tabla `{}` sirven a la vez, y hits no lo permite",
    ),
    (
        "the results `{}` of the table `{}` cannot be put together",
        "los resultados `{}` de la tabla `{}` no se pueden juntar",
    ),
    ("the table `{}`: {}", "la tabla `{}`: {}"),
    (
        "the expression needs more work than is allowed",
        "la expresión pide más trabajo del que se permite",
    ),
    (
        "the expression makes a longer list or text than is allowed",
        "la expresión hace una lista o un texto más largo de lo que se permite",
    ),
    ("`{}`: {}", "`{}`: {}"),
];

/// Words of this crate's errors in Spanish; in English where they are not known.
#[must_use]
pub fn in_spanish(english: &str) -> String {
    let said = SAID.iter().find_map(|(known, spanish)| {
        let mut found = gaps(known, english)?;
        if let Some(last) = found.last_mut() {
            *last = in_spanish(last);
        }
        let mut found = found.into_iter();
        let mut words = String::new();
        let mut pieces = spanish.split("{}").peekable();
        while let Some(piece) = pieces.next() {
            words.push_str(piece);
            if pieces.peek().is_some() {
                words.push_str(&found.next()?);
            }
        }
        Some(words)
    });
    said.unwrap_or_else(|| english.to_owned())
}

/// What stands in the gaps of a pattern, where the words fit it.
fn gaps(pattern: &str, words: &str) -> Option<Vec<String>> {
    let mut pieces = pattern.split("{}");
    let mut rest = words.strip_prefix(pieces.next()?)?;
    let mut found = Vec::new();
    let mut pieces = pieces.peekable();
    while let Some(piece) = pieces.next() {
        let (gap, after) = match pieces.peek() {
            None => (rest.strip_suffix(piece)?, ""),
            Some(_) => rest.split_once(piece)?,
        };
        found.push(gap.to_owned());
        rest = after;
    }
    rest.is_empty().then_some(found)
}

#[cfg(test)]
mod tests {
    use crate::{DecisionTable, Expression, HitPolicy, Template};

    use super::*;

    #[test]
    fn what_is_wrong_with_an_expression_is_said_in_spanish() {
        let sources = [
            "superficie >",
            "1 +* 2",
            "\"abierto",
            "contar(a)",
            "count(",
            "[1..",
            "{a: ",
            "if a then",
            "@\"nunca\"",
            "1 2",
            "a b c d ^^ 1",
            "§",
            "function(x external {}) 1",
            "count(list: 1, 2)",
            "for x in",
            "x instance of 7",
            "\"\\u12\"",
            "sum(listas: [1])",
            "(((((((((((((((((((((((((((((((((((((((((((((((((((((((((((1",
        ];
        for source in sources {
            let english = Expression::parse(source).unwrap_err().to_string();
            let spanish = in_spanish(&english);
            let (_, said) = spanish.split_once(": ").unwrap();
            assert!(
                spanish.starts_with("en el carácter ") && !english.contains(said),
                "{source}: {english} / {spanish}"
            );
        }
        for source in ["sobre {rubro", "sobre }"] {
            let english = Template::parse(source).unwrap_err().to_string();
            assert!(in_spanish(&english).contains("llave"), "{english}");
        }
    }

    #[test]
    fn what_is_wrong_with_a_table_is_said_in_spanish() {
        let tables = [
            "",
            "a || b",
            "a | b",
            "a || b\n1 || 2 || 3",
            "a || b\n1 | 2 || 3",
            "a || b\n1 || 3 | 4",
            "a || b | b\n1 || 2 | 3",
            "a || porque\n1 || no",
            "a || b\n\"1 || 2",
            "a || b\n> > || 2",
        ];
        for table in tables {
            let english = DecisionTable::parse("t", HitPolicy::Unique, table)
                .unwrap_err()
                .message;
            assert_ne!(in_spanish(&english), english, "{table}");
        }
    }

    #[test]
    fn what_is_not_known_stays_as_it_is() {
        assert_eq!(in_spanish("something else"), "something else");
        assert_eq!(
            in_spanish("`a`: at character 3: a value is missing here"),
            "`a`: en el carácter 3: falta un valor aquí"
        );
    }
}
