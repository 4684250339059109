//! Whether the templates of acts take the look of the house, and show only what the form asks.

use crate::definition::Definition;
use crate::finding::Finding;

/// What a template begins with.
const HEAD: [&str; 2] = ["#import \"/house.typ\"", "#show: act"];
/// What shows answers by their names, each as `("Label", "name")` or `"name"`.
const CHOSEN: &str = "chosen(";

/// The head, and the names of answers.
pub(super) fn check_template(
    definition: &Definition,
    file: &str,
    source: &str,
    findings: &mut Vec<Finding>,
) {
    for wanted in HEAD.into_iter().filter(|wanted| !source.contains(wanted)) {
        findings.push(Finding::new(
            file,
            format!("falta «{wanted}» al principio de la plantilla; agrégalo"),
            format!("«{wanted}» is missing at the head of the template; add it"),
        ));
    }
    for (at, _) in source.match_indices(CHOSEN) {
        let inside = source.get(at + CHOSEN.len()..).unwrap_or_default();
        for (offset, name) in names(inside) {
            let question = name.split('.').next().unwrap_or_default();
            let is_desk = |known: &forms::Question| known.id == question;
            let is_known = definition.form.question(question).is_some()
                || definition.desk.questions().any(is_desk);
            if !is_known {
                let before = source.get(..at + CHOSEN.len() + offset).unwrap_or_default();
                let line = before.matches('\n').count() + 1;
                let finding = Finding::new(
                    file,
                    format!("«{name}» no es una pregunta del formulario; corrige el nombre"),
                    format!("«{name}» is no question of the form; mend the name"),
                );
                findings.push(finding.at(Some(line)));
            }
        }
    }
}

/// The names within the brackets that were opened, with their places: texts of their own, and the last of a pair.
fn names(inside: &str) -> Vec<(usize, String)> {
    let (mut found, mut pair) = (Vec::new(), Vec::new());
    let (mut depth, mut text) = (1_usize, None::<(usize, String)>);
    let mut escaped = false;
    for (at, sign) in inside.char_indices() {
        if let Some((_, words)) = &mut text {
            match sign {
                _ if escaped => {
                    escaped = false;
                    words.push(sign);
                }
                '\\' => escaped = true,
                '"' => {
                    let to = if depth > 1 { &mut pair } else { &mut found };
                    to.extend(text.take());
                }
                sign => words.push(sign),
            }
            continue;
        }
        match sign {
            '"' => text = Some((at, String::new())),
            '(' => depth += 1,
            ')' => {
                depth -= 1;
                found.extend(pair.pop());
                pair.clear();
                if depth == 0 {
                    return found;
                }
            }
            _ => {}
        }
    }
    // Brackets that nobody closed are the typesetter's to name.
    Vec::new()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_the_last_of_a_pair_or_stand_alone() {
        let found = |inside: &str| {
            let found = names(inside).into_iter();
            found.map(|(_, name)| name).collect::<Vec<_>>()
        };
        assert_eq!(
            found(
                "(\"Dueño (titular)\", \"persona.nombre\"), \"rubro\",\n  (\"A\", \"b\")) + paid(\"Tasa\")"
            ),
            ["persona.nombre", "rubro", "b"]
        );
        assert_eq!(found("..all) (\"x\", \"y\")"), Vec::<String>::new());
        assert_eq!(found("(\"A\", \"b"), Vec::<String>::new());
    }
}
