//! Short forms are one page, longer ones are parts, and a definition may say otherwise.

use std::fmt::Write as _;

use crate::{Form, Layout, Needs};

/// A form of so many short questions, and what is said of it.
fn form(questions: usize, more: &str, said: &str) -> Result<Form, crate::Error> {
    let mut yaml = format!("{said}sections:\n  - una: {{ es: Una }}\n    questions:\n");
    for at in 1..=questions {
        writeln!(
            yaml,
            "      - p{at}: {{ ask: {{ es: ¿Qué? }}, type: text }}"
        )
        .unwrap();
    }
    yaml.push_str(more);
    Form::parse(&yaml, &Needs::new())
}

#[test]
fn short_forms_are_one_page_unless_the_definition_says_otherwise() {
    let computed = "      - total: { ask: { es: Total }, type: text, computed: p1 }\n";
    let file = "      - plano: { ask: { es: Plano }, type: document, accepts: [pdf] }\n";
    for (questions, more, said, layout) in [
        (6, "", "", Layout::OnePage),
        (6, computed, "", Layout::OnePage),
        (7, "", "", Layout::Sections),
        (1, file, "", Layout::Sections),
        (1, file, "layout: one_page\n", Layout::OnePage),
        (20, "", "layout: one_page\n", Layout::OnePage),
        (1, "", "layout: sections\n", Layout::Sections),
    ] {
        assert_eq!(
            form(questions, more, said).unwrap().layout,
            layout,
            "{questions} {more}"
        );
    }
    assert!(
        form(21, "", "layout: one_page\n").is_err(),
        "nobody finds an error again"
    );
    assert!(form(1, "", "layout: one\n").is_err());
}
