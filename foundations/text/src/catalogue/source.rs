//! The Rust code of one text.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::message::{COUNT, Message, Pattern, Piece};
use crate::Lang;
use crate::plural::Category;

/// The function that says a text in every language it is written in, and in Spanish for the others.
pub(super) fn function(key: &str, spanish: &Message, by_lang: &BTreeMap<Lang, &Message>) -> String {
    let mut code = format!("/// Says “{}”.\n", plain_words(spanish));
    let _ = write!(code, "pub(crate) fn {key}(lang: ::text::Lang");
    if spanish.is_plural() {
        let _ = write!(code, ", {COUNT}: i64");
    }
    for name in spanish.arguments() {
        let _ = write!(code, ", {name}: impl ::std::fmt::Display");
    }
    code.push_str(") -> ::text::Text {\n    match lang {\n");
    for (&lang, message) in by_lang {
        let _ = writeln!(
            code,
            "        ::text::Lang::{lang:?} => {},",
            said(message, lang, spanish.is_plural())
        );
    }
    if by_lang.len() < Lang::ALL.len() {
        let fallback = said(spanish, Lang::Es, spanish.is_plural());
        let _ = writeln!(
            code,
            "        _ => ({fallback}).in_language(::text::Lang::Es),"
        );
    }
    code.push_str("    }\n}\n");
    code
}

/// The expression of type `Text` for one language.
fn said(message: &Message, lang: Lang, counts: bool) -> String {
    let count = counts.then_some(lang);
    match message {
        Message::Plain(pattern) => format!("::text::Text::from({})", filled(pattern, count)),
        Message::Plural(forms) => {
            let mut code =
                format!("match ::text::plural::category(::text::Lang::{lang:?}, {COUNT}) {{ ");
            for (category, pattern) in forms {
                let case = match category {
                    Category::Other => "_".to_owned(),
                    named => format!("::text::plural::Category::{named:?}"),
                };
                let _ = write!(
                    code,
                    "{case} => ::text::Text::from({}), ",
                    filled(pattern, count)
                );
            }
            code.push('}');
            code
        }
    }
}

/// A string literal where there is nothing to fill in, else a call of `format!`.
fn filled(pattern: &Pattern, count: Option<Lang>) -> String {
    let mut names = pattern.arguments().peekable();
    if names.peek().is_none() {
        return format!("\"{}\"", pieces(pattern, false));
    }
    let written = format!("format!(\"{}\"", pieces(pattern, true));
    match count {
        Some(lang) if names.any(|name| name == COUNT) => {
            format!(
                "{written}, {COUNT} = ::text::format::integer(::text::Lang::{lang:?}, {COUNT}))"
            )
        }
        _ => format!("{written})"),
    }
}

fn pieces(pattern: &Pattern, in_format: bool) -> String {
    let mut literal = String::new();
    for piece in &pattern.0 {
        match piece {
            Piece::Argument(name) => drop(write!(literal, "{{{name}}}")),
            Piece::Words(words) => words.chars().for_each(|c| match c {
                '"' | '\\' => literal.extend(['\\', c]),
                '\n' => literal.push_str("\\n"),
                '{' | '}' if in_format => literal.extend([c, c]),
                c if c.is_control() => literal.extend(c.escape_unicode()),
                _ => literal.push(c),
            }),
        }
    }
    literal
}

/// The Spanish words on one line, for the function's documentation.
fn plain_words(message: &Message) -> String {
    let pattern = match message {
        Message::Plain(pattern) => Some(pattern),
        Message::Plural(forms) => forms.get(&Category::Other),
    };
    let mut words = String::new();
    for piece in pattern.into_iter().flat_map(|pattern| &pattern.0) {
        match piece {
            Piece::Argument(name) => drop(write!(words, "{{{name}}}")),
            Piece::Words(plain) => words.push_str(plain),
        }
    }
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}
