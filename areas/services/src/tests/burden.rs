//! What a definition asks of people, in figures.

use std::collections::BTreeSet;

use text::Lang;

use super::{SERVICES, definition};
use crate::burden::{Burden, Held, Span};

#[test]
fn an_analyst_reads_what_the_licence_asks() {
    let burden = Burden::of(&definition(SERVICES[1]), &Held::new());
    assert_eq!(burden.questions, Span { least: 7, most: 10 });
    assert_eq!(burden.documents, Span { least: 2, most: 3 });
    assert_eq!((burden.given, burden.tasks), (3, 3));
    let said = burden.say(Lang::Es).join("\n");
    assert!(said.contains("preguntas: de 7 a 10"), "{said}");
    assert!(
        said.contains("visitas 3, horas 6.5, costo 45000 PYG"),
        "{said}"
    );
}

#[test]
fn what_a_registry_holds_and_is_asked_all_the_same_is_named() {
    let names = BTreeSet::from(["nombre".to_owned()]);
    let held = Held::from([("civil.persona".to_owned(), names)]);
    let burden = Burden::of(&definition(SERVICES[2]), &held);
    let again = [("nombre".to_owned(), "civil.persona".to_owned())];
    assert_eq!(burden.asked_again, again);
    let birth = Burden::of(&definition(SERVICES[0]), &held);
    assert_eq!(birth.asked_again, [], "what is shown is not asked");
}
