//! Small changes to what ships: nothing that is written can stop the program, or keep it busy.

use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use std::time::{Duration, Instant};

use proptest::prelude::*;
use services::Files;

use crate::folder;

/// What one check may take in a program that was not optimised. A shipped definition takes a hundredth of it.
const BUSY_MAX: Duration = Duration::from_secs(8);
/// Changes that are tried; each is one check of a whole definition.
const CASES: u32 = 200;

/// Every definition that ships.
static SHIPPED: LazyLock<Vec<Files>> = LazyLock::new(|| {
    let folders = |path: &Path| -> Vec<PathBuf> {
        let entries = std::fs::read_dir(path).unwrap();
        let mut found: Vec<PathBuf> = entries
            .map(|entry| entry.unwrap().path())
            .filter(|path| path.is_dir())
            .collect();
        found.sort();
        found
    };
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../definitions");
    let services = folders(&root)
        .into_iter()
        .flat_map(|agency| folders(&agency));
    let read = services.filter(|service| service.join("service.yaml").exists());
    read.map(|service| folder(&service)).collect()
});

/// A slip of a hand, or of a machine.
#[derive(Debug, Clone)]
enum Slip {
    Delete(usize),
    Duplicate(usize),
    Swap(usize, usize),
    Truncate(usize),
    /// The value of a line, replaced by an odd one.
    Odd(usize, usize),
}

/// Values that nobody means.
fn odd_values() -> Vec<String> {
    let bomb = (b'b'..=b'j').fold("&a [x, x, x, x, x, x, x, x, x]".to_owned(), |bomb, name| {
        let (name, before) = (char::from(name), char::from(name - 1));
        format!(
            "{bomb}\n{name}: &{name} [{}]",
            vec![format!("*{before}"); 9].join(", ")
        )
    });
    let plain = [
        "",
        "~",
        "-1",
        "0",
        "99999999999999999999999999999999999999999",
        "1e400",
        "-1e-6000",
        ".nan",
        ".inf",
        "true",
        "null",
        "2026-13-45",
        "9999-12-31",
        "65536 working days",
        "'",
        "\"",
        "|",
        ">",
        "%",
        "@",
        "`",
        "- - - -",
        "? ?",
        "*nadie",
        "&a [*a]",
        "&a {<<: *a}",
        "!!binary aGk=",
        "!include /etc/hosts",
        "<<",
        "{}",
        "[]",
        "{es: }",
        "{ es: '', en: '' }",
        "{{{}}}",
        "if if if",
        "1/0",
        "10 ** 9999",
        "a.b.c.d",
        "some x in x satisfies x",
        "for i in 1..999999999 return i",
        "function(x) x(x)",
        "string join([], 1)",
        "[1..",
        "|| || ||",
        "not(not(not(",
        "../../../etc/passwd",
        "\u{feff}",
        "\u{202e}odnum\u{202c}",
        "a\u{0}b",
        "\u{7}\u{1b}[31m",
        "\u{2028}",
        "ı İ ß ﷺ 🧑🏽‍🚀",
    ];
    let mut values: Vec<String> = plain.iter().map(|value| (*value).to_owned()).collect();
    values.extend([
        "ñ".repeat(60_000),
        "9".repeat(9_000),
        "[".repeat(3_000),
        "{a: ".repeat(1_000),
        "(".repeat(2_000),
        format!("{}1{}", "(".repeat(40), ")".repeat(40)),
        "not(".repeat(500),
        "-".repeat(5_000),
        "1 + ".repeat(2_000),
        "a and ".repeat(1_500),
        "if a then 1 else ".repeat(400),
        format!("matches(\"{}\", \"(a*)*b\")", "a".repeat(200)),
        bomb,
    ]);
    values
}

impl Slip {
    fn of(&self, text: &str, odd: &[String]) -> String {
        let mut lines: Vec<&str> = text.lines().collect();
        let count = lines.len().max(1);
        let at = |index: usize| index % count;
        match *self {
            _ if lines.is_empty() => return text.to_owned(),
            Self::Delete(index) => {
                lines.remove(at(index));
            }
            Self::Duplicate(index) => lines.insert(at(index), lines[at(index)]),
            Self::Swap(one, other) => lines.swap(at(one), at(other)),
            Self::Truncate(index) => {
                let kept = text.chars().count().max(1);
                return text.chars().take(index % kept).collect();
            }
            Self::Odd(index, value) => {
                let line = lines[at(index)];
                let value = &odd[value % odd.len()];
                // The last value of a line in braces, or the only one there is.
                let changed = match line.rsplit_once(": ") {
                    Some((key, rest)) => {
                        let braces = rest.chars().filter(|sign| matches!(sign, '}' | ']'));
                        format!("{key}: {value}{}", braces.collect::<String>())
                    }
                    None => format!("{line} {value}"),
                };
                let mut changed_lines: Vec<&str> = lines.clone();
                changed_lines[at(index)] = &changed;
                return changed_lines.join("\n");
            }
        }
        lines.join("\n")
    }
}

fn slip() -> impl Strategy<Value = Slip> {
    let any = 0..100_000_usize;
    prop_oneof![
        1 => any.clone().prop_map(Slip::Delete),
        1 => any.clone().prop_map(Slip::Duplicate),
        1 => (any.clone(), any.clone()).prop_map(|(one, other)| Slip::Swap(one, other)),
        1 => any.clone().prop_map(Slip::Truncate),
        4 => (any.clone(), any).prop_map(|(line, value)| Slip::Odd(line, value)),
    ]
}

/// Checks a definition of which one file was changed, and says how long that took.
fn check(files: &Files, file: &str, text: String) -> Duration {
    let mut files = files.clone();
    files.insert(file.to_owned(), text);
    let begun = Instant::now();
    let found = services::check::check(&files);
    for finding in &found {
        assert!(!finding.say(text::Lang::Es).is_empty() && !finding.say(text::Lang::En).is_empty());
    }
    begun.elapsed()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: CASES, max_shrink_iters: 60, ..ProptestConfig::default() })]

    #[test]
    fn no_slip_stops_the_check_or_keeps_it_busy(
        service in 0..1_000_usize,
        file in 0..1_000_usize,
        slips in prop::collection::vec(slip(), 1..4),
    ) {
        let odd = odd_values();
        let files = &SHIPPED[service % SHIPPED.len()];
        let (name, text) = files.iter().nth(file % files.len()).unwrap();
        let changed = slips.iter().fold(text.clone(), |text, slip| slip.of(&text, &odd));
        let took = check(files, name, changed);
        prop_assert!(took < BUSY_MAX, "{name} took {took:?}");
    }
}

/// Every odd value once in a condition, in a formula, in a cell, in a text and in a term of the base.
#[test]
fn no_odd_value_stops_the_check_or_keeps_it_busy() {
    let base = crate::base();
    let places = [
        ("service.yaml", "about: rubro"),
        ("form.yaml", "when: manipula"),
        ("form.yaml", "computed: 'count(ayudantes[manipula])'"),
        ("form.yaml", "that: rubro != \"comida\" or superficie >= 2"),
        ("process.yaml", "waits: 1 working day"),
        ("process.yaml", "when: marcas > 0"),
        ("tables.yaml", "| > 10"),
        ("tests.yaml", "superficie: 4"),
    ];
    for (file, place) in places {
        let text = &base[file];
        assert!(text.contains(place), "{file} has no {place}");
        let (key, _) = place.split_once(' ').unwrap();
        for value in odd_values() {
            let changed = text.replacen(place, &format!("{key} {value}"), 1);
            let took = check(&base, file, changed);
            let short: String = value.chars().take(40).collect();
            assert!(took < BUSY_MAX, "{file}: {key} {short} took {took:?}");
        }
    }
}
