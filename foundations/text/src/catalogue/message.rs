//! One text of a catalogue, as its file writes it.

use std::collections::{BTreeMap, BTreeSet};

use toml::{Table, Value};

use super::{Texts, file_name};
use crate::Lang;
use crate::plural::{self, Category};

/// A text of the catalogue in one language.
#[derive(Debug)]
pub(super) enum Message {
    /// Always the same words.
    Plain(Pattern),
    /// Words that depend on a count, by plural category; `Other` is always there.
    Plural(BTreeMap<Category, Pattern>),
}

/// Words with places for arguments, split into its pieces.
#[derive(Debug)]
pub(super) struct Pattern(pub(super) Vec<Piece>);

/// A piece of a pattern.
#[derive(Debug)]
pub(super) enum Piece {
    /// Words as they are.
    Words(String),
    /// The place of the argument of this name.
    Argument(String),
}

/// The name of a plural's count.
pub(super) const COUNT: &str = "n";

impl Message {
    /// The arguments in order of first appearance, with a plural's count left out.
    pub(super) fn arguments(&self) -> Vec<&str> {
        let patterns: Vec<&Pattern> = match self {
            Self::Plain(pattern) => vec![pattern],
            Self::Plural(forms) => forms.values().collect(),
        };
        let mut seen = BTreeSet::new();
        let names = patterns.into_iter().flat_map(Pattern::arguments);
        names
            .filter(|name| !(self.is_plural() && *name == COUNT) && seen.insert(*name))
            .collect()
    }

    /// Whether a plural says what this category needs; a language that does not tell it apart needs nothing.
    fn has_form(&self, lang: Lang, category: Category) -> bool {
        !plural::categories(lang).contains(&category)
            || matches!(self, Self::Plural(forms) if forms.contains_key(&category))
    }

    pub(super) const fn is_plural(&self) -> bool {
        matches!(self, Self::Plural(_))
    }

    /// What is wrong with this translation, held against the Spanish message.
    pub(super) fn compare(&self, lang: Lang, spanish: &Self) -> Vec<String> {
        let known = spanish.arguments();
        let unknown = self
            .arguments()
            .into_iter()
            .filter(|name| !known.contains(name));
        let mut mistakes: Vec<String> = unknown
            .filter(|name| !(spanish.is_plural() && *name == COUNT))
            .map(|name| format!("{{{name}}} is not among the arguments of es.toml"))
            .collect();
        if self.is_plural() && !spanish.is_plural() {
            mistakes.push("es.toml has one form only, a translation cannot have several".into());
        }
        if spanish.is_plural() && !self.has_form(lang, Category::One) {
            mistakes.push("the plural form `one` is missing".into());
        }
        mistakes
    }
}

impl Pattern {
    pub(super) fn arguments(&self) -> impl Iterator<Item = &str> {
        self.0.iter().filter_map(|piece| match piece {
            Piece::Argument(name) => Some(name.as_str()),
            Piece::Words(_) => None,
        })
    }
}

/// Every text of a language's file, or every mistake in it.
pub(super) fn parse_file(file: &str, lang: Lang) -> Result<Texts, Vec<String>> {
    let table: Table = file
        .parse()
        .map_err(|error| vec![format!("{}: {error}", file_name(lang))])?;
    let mut reader = Reader {
        lang,
        texts: Texts::new(),
        mistakes: Vec::new(),
    };
    reader.table("", table);
    if reader.mistakes.is_empty() {
        Ok(reader.texts)
    } else {
        Err(reader.mistakes)
    }
}

struct Reader {
    lang: Lang,
    texts: Texts,
    mistakes: Vec<String>,
}

impl Reader {
    fn table(&mut self, prefix: &str, table: Table) {
        for (name, value) in table {
            let key = if prefix.is_empty() {
                name
            } else {
                format!("{prefix}_{name}")
            };
            match value {
                Value::String(words) => {
                    let message = pattern(&words).map(Message::Plain);
                    self.keep(key, message);
                }
                Value::Table(forms) if is_plural(&forms) => {
                    let message = self.plural(forms);
                    self.keep(key, message);
                }
                Value::Table(inner) => self.table(&key, inner),
                _ => self.mistake(&key, "must be a text"),
            }
        }
    }

    fn keep(&mut self, key: String, message: Result<Message, String>) {
        match message {
            _ if !is_name(&key) => self.mistake(
                &key,
                "is not a name for a function (a-z, 0-9, _; no word of Rust)",
            ),
            _ if self.texts.contains_key(&key) => self.mistake(&key, "is written twice"),
            Ok(message) => drop(self.texts.insert(key, message)),
            Err(mistake) => self.mistake(&key, &mistake),
        }
    }

    fn plural(&self, forms: Table) -> Result<Message, String> {
        let mut patterns = BTreeMap::new();
        let known = plural::categories(self.lang);
        for (name, value) in forms {
            let category = known.iter().find(|category| category.name() == name);
            let category =
                category.ok_or_else(|| format!("the language has no plural form `{name}`"))?;
            let Value::String(words) = value else {
                return Err(format!("the plural form `{name}` must be a text"));
            };
            patterns.insert(*category, pattern(&words)?);
        }
        Ok(Message::Plural(patterns))
    }

    fn mistake(&mut self, key: &str, mistake: &str) {
        self.mistakes
            .push(format!("{}: {key}: {mistake}", file_name(self.lang)));
    }
}

/// A table is a plural when it has an `other` form and nothing that is not a form.
fn is_plural(table: &Table) -> bool {
    const FORMS: [&str; 6] = ["zero", "one", "two", "few", "many", "other"];
    table.contains_key("other") && table.keys().all(|name| FORMS.contains(&name.as_str()))
}

fn pattern(words: &str) -> Result<Pattern, String> {
    let mut pieces = Vec::new();
    let mut plain = String::new();
    let mut chars = words.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '{' | '}' if chars.peek() == Some(&c) => {
                chars.next();
                plain.push(c);
            }
            '{' => {
                let name: String = chars.by_ref().take_while(|c| *c != '}').collect();
                if !words.contains(&format!("{{{name}}}")) {
                    return Err("a brace is not closed".into());
                }
                if !is_name(&name) || name == "lang" {
                    return Err(format!("{{{name}}} is not a name for an argument"));
                }
                pieces.push(Piece::Words(std::mem::take(&mut plain)));
                pieces.push(Piece::Argument(name));
            }
            '}' => return Err("a brace is not opened".into()),
            _ => plain.push(c),
        }
    }
    pieces.push(Piece::Words(plain));
    Ok(Pattern(pieces))
}

/// Whether Rust takes this as the name of a function or argument.
fn is_name(name: &str) -> bool {
    const WORDS_OF_RUST: [&str; 50] = [
        "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "crate",
        "do", "dyn", "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl",
        "in", "let", "loop", "macro", "match", "mod", "move", "mut", "override", "priv", "pub",
        "ref", "return", "self", "static", "struct", "super", "trait", "true", "try", "type",
        "typeof", "unsafe", "unsized", "use", "virtual", "where", "while",
    ];
    name.starts_with(|c: char| c.is_ascii_lowercase())
        && name
            .chars()
            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
        && !WORDS_OF_RUST.contains(&name)
        && name != "yield"
}
