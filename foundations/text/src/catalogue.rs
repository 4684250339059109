//! The generator that turns `locales/*.toml` into one function per text while a crate is built.
//!
//! A crate's `build.rs` is one line, and its `words` module another:
//!
//! ```text
//! fn main() {
//!     text::catalogue::generate("locales");
//! }
//! ```
//! ```text
//! mod words { include!(concat!(env!("OUT_DIR"), "/words.rs")); }
//! ```
//!
//! `locales/es.toml` is the reference: what it lacks does not compile, because there is no such function.
//! `en.toml` must be complete. `gn.toml` and `pt.toml` may hold as much as has been translated, or be absent.
//!
//! ```toml
//! start_now = "Empezar ahora"                # words::start_now(lang)
//! fills = "Llenar toma {minutes} minutos"    # words::fills(lang, minutes), anything that displays
//! [days_left]                                # words::days_left(lang, n): a plural
//! one = "Queda {n} día"
//! other = "Quedan {n} días"
//! [desk]
//! title = "Mi mesa"                          # words::desk_title(lang)
//! ```
//!
//! Arguments come in the order in which the Spanish text first names them, with a plural's `n` before all
//! others. `{{` and `}}` are plain braces. Whole millions (`many`) are said as `other` where not written.

mod message;
mod source;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use crate::Lang;
use message::Message;

/// The texts of one language by the name of their function.
type Texts = BTreeMap<String, Message>;

/// Reads `{folder}/{es,en,gn,pt}.toml` of the crate that is being built and writes `OUT_DIR/words.rs`.
///
/// For build scripts only. Mistakes stop the build through `cargo::error`, each with its file and key.
pub fn generate(folder: &str) {
    println!("cargo::rerun-if-changed={folder}");
    let written = words(&|lang| read(Path::new(folder), lang)).and_then(|code| {
        let out = std::env::var_os("OUT_DIR")
            .ok_or_else(|| vec!["OUT_DIR is not set: call this from build.rs".into()])?;
        std::fs::write(Path::new(&out).join("words.rs"), code)
            .map_err(|error| vec![format!("words.rs: {error}")])
    });
    for mistake in written.err().into_iter().flatten() {
        println!("cargo::error={mistake}");
    }
}

/// The file of a language; a language without a file has no texts yet.
fn read(folder: &Path, lang: Lang) -> Result<String, String> {
    let path = folder.join(file_name(lang));
    match std::fs::read_to_string(&path) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound && lang != Lang::Es => {
            Ok(String::new())
        }
        other => other.map_err(|error| format!("{}: {error}", path.display())),
    }
}

/// The code of `words.rs`, or every mistake there is in the catalogue.
fn words(read: &dyn Fn(Lang) -> Result<String, String>) -> Result<String, Vec<String>> {
    let mut mistakes = Vec::new();
    let mut catalogue: BTreeMap<Lang, Texts> = BTreeMap::new();
    for lang in Lang::ALL {
        let texts = read(lang)
            .map_err(|mistake| vec![mistake])
            .and_then(|file| message::parse_file(&file, lang));
        match texts {
            Ok(texts) => drop(catalogue.insert(lang, texts)),
            Err(found) => mistakes.extend(found),
        }
    }
    if mistakes.is_empty() {
        mistakes = compare(&catalogue);
    }
    if !mistakes.is_empty() {
        return Err(mistakes);
    }
    let mut code =
        String::from("// Written by text::catalogue from locales/*.toml: change those instead.\n");
    for (key, reference) in catalogue.get(&Lang::Es).into_iter().flatten() {
        let by_lang = Lang::ALL
            .into_iter()
            .filter_map(|lang| Some((lang, catalogue.get(&lang)?.get(key)?)));
        let _ = write!(
            code,
            "\n{}",
            source::function(key, reference, &by_lang.collect())
        );
    }
    Ok(code)
}

/// Holds every language against Spanish.
fn compare(catalogue: &BTreeMap<Lang, Texts>) -> Vec<String> {
    let empty = Texts::new();
    let reference = catalogue.get(&Lang::Es).unwrap_or(&empty);
    let mut mistakes = Vec::new();
    for (&lang, texts) in catalogue {
        for (key, message) in texts {
            let place = format!("{}: {key}", file_name(lang));
            match reference.get(key) {
                None => mistakes.push(format!("{place}: es.toml has no such key")),
                Some(spanish) => mistakes.extend(
                    message
                        .compare(lang, spanish)
                        .into_iter()
                        .map(|m| format!("{place}: {m}")),
                ),
            }
        }
    }
    let english = catalogue.get(&Lang::En).unwrap_or(&empty);
    let missing = reference.keys().filter(|key| !english.contains_key(*key));
    mistakes
        .extend(missing.map(|key| format!("en.toml: {key}: missing, English must be complete")));
    mistakes
}

fn file_name(lang: Lang) -> String {
    format!("{}.toml", lang.tag())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn build(es: &str, en: &str, gn: &str) -> Result<String, Vec<String>> {
        words(&|lang| {
            Ok(match lang {
                Lang::Es => es.to_owned(),
                Lang::En => en.to_owned(),
                Lang::Gn => gn.to_owned(),
                Lang::Pt => String::new(),
            })
        })
    }

    fn mistakes(es: &str, en: &str, gn: &str) -> String {
        build(es, en, gn).unwrap_err().join("\n")
    }

    #[test]
    fn a_text_becomes_a_function_that_does_not_allocate() {
        let code = build("start_now = 'Empezar ahora'", "start_now = 'Start now'", "").unwrap();
        assert!(
            code.contains("pub(crate) fn start_now(lang: ::text::Lang) -> ::text::Text {"),
            "{code}"
        );
        assert!(
            code.contains(r#"::text::Lang::En => ::text::Text::from("Start now"),"#),
            "{code}"
        );
        assert!(
            code.contains(
                r#"_ => (::text::Text::from("Empezar ahora")).in_language(::text::Lang::Es),"#
            ),
            "{code}"
        );
        assert!(code.contains("/// Says “Empezar ahora”."), "{code}");
    }

    #[test]
    fn nested_tables_and_arguments_make_names_and_parameters() {
        let code = build(
            "[desk]\nhello = 'Hola {name}, {{ {what}'",
            "[desk]\nhello = '{what}: {name}'",
            "",
        )
        .unwrap();
        assert!(
            code.contains("fn desk_hello(lang: ::text::Lang, name: impl ::std::fmt::Display, what: impl ::std::fmt::Display)"),
            "{code}"
        );
        assert!(
            code.contains(r#"format!("Hola {name}, {{ {what}")"#),
            "{code}"
        );
    }

    #[test]
    fn a_plural_takes_a_count_first() {
        let es = "[left]\none='Queda {n} día en {place}'\nother='Quedan {n} días en {place}'";
        let en = "[left]\none='One day left in {place}'\nother='{n} days left in {place}'";
        let code = build(es, en, "left = '{n} ára'").unwrap();
        assert!(
            code.contains("fn left(lang: ::text::Lang, n: i64, place: impl ::std::fmt::Display)"),
            "{code}"
        );
        assert!(
            code.contains(r#"format!("One day left in {place}")"#),
            "{code}"
        );
        assert!(code.contains("::text::plural::Category::One =>"), "{code}");
    }

    #[test]
    fn english_must_be_complete_and_is_told_what_it_lacks() {
        assert_eq!(
            mistakes("a='x'\nb='y'", "a='x'", ""),
            "en.toml: b: missing, English must be complete"
        );
    }

    #[test]
    fn a_translation_may_not_invent_keys_arguments_or_forms() {
        assert_eq!(
            mistakes("a='x'", "a='x'", "b='y'"),
            "gn.toml: b: es.toml has no such key"
        );
        assert_eq!(
            mistakes("a='x {n}'", "a='x {m}'", ""),
            "en.toml: a: {m} is not among the arguments of es.toml"
        );
        assert!(
            mistakes("a='x'", "[a]\none='x'\nother='y'", "")
                .contains("en.toml: a: es.toml has one form only")
        );
        assert!(
            mistakes("[a]\none='x'\nother='y'", "[a]\nother='y'", "")
                .contains("en.toml: a: the plural form `one` is missing")
        );
        assert!(
            mistakes("[a]\none='x'\nother='y'", "a='y'", "")
                .contains("en.toml: a: the plural form `one` is missing")
        );
        assert!(
            mistakes(
                "[a]\none='x'\nother='y'",
                "[a]\none='x'\nmany='m'\nother='y'",
                ""
            )
            .contains("en.toml: a: the language has no plural form `many`")
        );
    }

    #[test]
    fn mistakes_in_a_file_name_the_file_and_the_key() {
        assert!(mistakes("a='x {'", "a='x'", "").contains("es.toml: a: a brace is not closed"));
        assert!(mistakes("a='x }'", "a='x'", "").contains("es.toml: a: a brace is not opened"));
        assert!(mistakes("a='{A b}'", "a='x'", "").contains("es.toml: a: {A b} is not a name"));
        assert!(mistakes("fn='x'", "", "").contains("es.toml: fn: is not a name for a function"));
        assert!(mistakes("a=3", "", "").contains("es.toml: a: must be a text"));
        assert!(mistakes("a='x'\na='y'", "", "").contains("es.toml: "));
        assert!(mistakes("a_b='x'\n[a]\nb='y'", "", "").contains("es.toml: a_b: is written twice"));
    }

    #[test]
    fn quotes_and_line_breaks_survive() {
        let code = build("a = \"di \\\"hola\\\"\\ny \\\\ más\"", "a='x'", "").unwrap();
        assert!(
            code.contains(r#"::text::Text::from("di \"hola\"\ny \\ más")"#),
            "{code}"
        );
        assert!(code.contains("/// Says “di \"hola\" y \\ más”."), "{code}");
    }
}
