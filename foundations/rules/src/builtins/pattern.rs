//! Functions with regular expressions. They run in time linear in the text: no pattern can hold a server up.

use regex::{Captures, Regex, RegexBuilder};

use super::{Builtin, four, three};
use crate::Error;
use crate::evaluate::Scope;
use crate::limits::{LIST_MAX, STRING_BYTES_MAX};
use crate::value::Value;

pub(super) const FUNCTIONS: &[Builtin] = &[
    Builtin::optional(
        "matches",
        &["input", "pattern", "flags"],
        2,
        |scope, arguments| {
            let (input, pattern, flags) = three(arguments);
            let Value::String(input) = input else {
                return Ok(Value::Null);
            };
            Ok(compiled(scope, &pattern, &flags)?
                .map(|pattern| pattern.is_match(&input))
                .into())
        },
    ),
    Builtin::optional(
        "replace",
        &["input", "pattern", "replacement", "flags"],
        3,
        |scope, arguments| {
            let [input, pattern, replacement, flags] = four(arguments);
            let (Value::String(input), Value::String(replacement)) = (input, replacement) else {
                return Ok(Value::Null);
            };
            let Some(pattern) = compiled(scope, &pattern, &flags)? else {
                return Ok(Value::Null);
            };
            let replaced =
                pattern.replace_all(&input, |found: &Captures<'_>| filled(&replacement, found));
            if replaced.len() > STRING_BYTES_MAX {
                return Err(Error::TooLarge);
            }
            Ok(Value::String(replaced.into_owned()))
        },
    ),
    Builtin::new("split", &["string", "delimiter"], |scope, arguments| {
        let (text, delimiter, _) = three(arguments);
        let (Value::String(text), Some(delimiter)) =
            (text, compiled(scope, &delimiter, &Value::Null)?)
        else {
            return Ok(Value::Null);
        };
        let parts: Vec<Value> = delimiter
            .split(&text)
            .take(LIST_MAX + 1)
            .map(Value::from)
            .collect();
        if parts.len() > LIST_MAX {
            Err(Error::TooLarge)
        } else {
            Ok(Value::List(parts))
        }
    }),
];

/// A pattern of XQuery (F&O §5.6) as the library takes it; none where it is no pattern.
fn compiled(scope: &mut Scope<'_>, pattern: &Value, flags: &Value) -> Result<Option<Regex>, Error> {
    let flags = match flags {
        Value::Null => Some(""),
        flags => flags.as_str(),
    };
    match (pattern.as_str(), flags) {
        (Some(pattern), Some(flags)) => scope.pattern(pattern, flags, read),
        _ => Ok(None),
    }
}

fn read(pattern: &str, flags: &str, size: usize) -> Result<Regex, regex::Error> {
    if !flags.chars().all(|flag| "smixq".contains(flag)) {
        return Err(regex::Error::Syntax(flags.to_owned()));
    }
    let pattern = if flags.contains('q') {
        regex::escape(pattern)
    } else {
        translated(pattern)
    };
    RegexBuilder::new(&pattern)
        .dot_matches_new_line(flags.contains('s'))
        .multi_line(flags.contains('m'))
        .case_insensitive(flags.contains('i'))
        .ignore_whitespace(flags.contains('x'))
        .size_limit(size)
        .build()
}

/// What XML Schema writes otherwise: classes taken from classes, and the letters of names.
fn translated(pattern: &str) -> String {
    pattern
        .replace("-[", "--[")
        .replace("\\i", "[\\p{L}_:]")
        .replace("\\c", "[-\\p{L}\\p{N}._:]")
}

/// A replacement with `$1` and the like filled in.
fn filled(replacement: &str, found: &Captures<'_>) -> String {
    let mut text = String::new();
    let mut letters = replacement.chars().peekable();
    while let Some(letter) = letters.next() {
        match (letter, letters.peek().copied()) {
            ('\\', Some(escaped @ ('\\' | '$'))) => {
                text.push(escaped);
                letters.next();
            }
            ('$', Some(digit)) if digit.is_ascii_digit() => {
                let mut number = 0_usize;
                while let Some(digit) = letters.peek().and_then(|letter| letter.to_digit(10)) {
                    let longer = number * 10 + usize::try_from(digit).unwrap_or_default();
                    if number > 0 && longer >= found.len() {
                        break;
                    }
                    number = longer;
                    letters.next();
                }
                text.push_str(found.get(number).map_or("", |group| group.as_str()));
            }
            (letter, _) => text.push(letter),
        }
    }
    text
}
