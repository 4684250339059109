//! Whether the ficha says all that a person must know, and nothing that cannot be.

use calendar::Term;

use super::form::is_currency;
use crate::Within;
use crate::definition::{Definition, FICHA};
use crate::ficha::{InPerson, OpenTo};
use crate::finding::Finding;

/// Lists that must not be empty, terms that fit what they are said of, figures that can be.
pub(super) fn check_ficha(definition: &Definition, findings: &mut Vec<Finding>) {
    let ficha = &definition.ficha;
    let mut add = |es: &str, en: &str| findings.push(Finding::new(FICHA, es, en));
    let lists = [
        ("audience", ficha.audience.is_empty()),
        ("who_can", ficha.who_can.is_empty()),
        ("steps", ficha.steps.is_empty()),
    ];
    for (key, _) in lists.into_iter().filter(|(_, is_empty)| *is_empty) {
        add(
            &format!("«{key}» está vacío; agrega al menos uno"),
            &format!("«{key}» is empty; add at least one"),
        );
    }
    for (name, law) in &ficha.law {
        if law.articles.is_empty() {
            add(
                &format!("«{name}» no tiene artículos; agrega los que se citan o quita la ley"),
                &format!("«{name}» has no articles; add those that are cited or remove the law"),
            );
        }
    }
    if ficha.term.within == Within::AtOnce && ficha.silence.is_some() {
        add(
            "«silence» no va con within: at once; quítalo, o pon el plazo de la ley",
            "«silence» does not go with within: at once; remove it, or give the term of the law",
        );
    }
    if let Some(Term::Working(_) | Term::Hours(_)) = ficha.gives.valid {
        add(
            "«valid» se cuenta en days, months o years",
            "«valid» is counted in days, months or years",
        );
    }
    if ficha.for_another.is_some() && ficha.open_to == OpenTo::Anyone {
        add(
            "«for_another» va con open_to: signed-in: quien actúa por otra persona dice quién es; cambia open_to",
            "«for_another» goes with open_to: signed-in: whoever acts for another says who they are; change open_to",
        );
    }
    for need in &ficha.needs {
        if need.held_by.is_some() && !need.document.is_empty() {
            let id = &need.id;
            add(
                &format!("«{id}» está en un registro (held_by): quita document"),
                &format!("«{id}» is held by a registry (held_by): remove document"),
            );
        }
    }
    let registers = ficha.gives.registers.iter();
    if registers.into_iter().any(|told| told.holds.is_empty()) {
        add(
            "«holds» está vacío; agrega qué se anota en el registro",
            "«holds» is empty; add what is entered in the registry",
        );
    }
    if let Some(there) = &ficha.in_person {
        check_in_person(there, &mut add);
    }
}

fn check_in_person(there: &InPerson, add: &mut impl FnMut(&str, &str)) {
    if !(0.0..=10_000.0).contains(&there.hours) {
        add(
            "«hours» son las horas en total, de 0 a 10000",
            "«hours» are the hours in all, from 0 to 10000",
        );
    }
    let cost = &there.cost;
    let is_money = cost.split_once(' ').is_some_and(|(amount, currency)| {
        amount
            .bytes()
            .all(|byte| byte.is_ascii_digit() || byte == b'.')
            && !amount.is_empty()
            && is_currency(currency)
    });
    if !is_money {
        add(
            &format!("«{cost}» no es un monto con su moneda, como 45000 PYG"),
            &format!("«{cost}» is no amount with its currency, such as 45000 PYG"),
        );
    }
}
