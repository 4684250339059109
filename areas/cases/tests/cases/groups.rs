//! A group of questions on its page: nothing that was typed is lost by adding or removing.

use store::testing::each_database;

use cases::complete::Completion;
use cases::mark::Mark;

use crate::browser::{Browser, File};
use crate::town::{ROOMS, Town, town_with_a_group};

/// What the page itself sends beside what was typed.
const HERE: (&str, &str) = ("hoja", "1");

/// A paper of this name.
fn paper(name: &str) -> File<'_> {
    let bytes = b"%PDF-1.7 foto";
    File { name, bytes }
}

/// Two rooms, each with its photograph, before they are sent. The address of the page.
fn two_rooms(ana: &mut Browser) -> String {
    let begun = ana.post("/servicios/permiso-de-prueba/solicitar", &[]);
    let page = begun.location;
    let typed = [
        HERE,
        ("metros", "40"),
        ("piezas", "2"),
        ("piezas.1.nombre", "Salón"),
        ("piezas.1.ancho", "4"),
        ("piezas.2.nombre", "Cocina"),
        ("piezas.2.ancho", "3"),
    ];
    for (question, name) in [
        ("piezas.1.foto", "salon.pdf"),
        ("piezas.2.foto", "cocina.pdf"),
    ] {
        let given = ana.upload_as(&page, &typed, question, &paper(name));
        assert_eq!(given.status, 303, "{}", given.text());
    }
    page
}

/// The same, sent; its number.
fn sent(ana: &mut Browser) -> cases::CaseNumber {
    let page = two_rooms(ana);
    let id = page.split('/').nth(2).unwrap();
    ana.post(
        &format!("/borradores/{id}/contacto"),
        &[HERE, ("correo", "")],
    );
    let sent = ana.post(&format!("/borradores/{id}/enviar"), &[]);
    assert_eq!(sent.status, 303, "{}", sent.text());
    let number = sent.location.split('/').nth(2).unwrap();
    number.parse().unwrap()
}

#[test]
fn the_files_of_an_entry_go_with_it_and_those_after_it_move_up() {
    each_database(ROOMS, |store| {
        let town = town_with_a_group(store);
        let mut ana = Browser::with_token(&town, "ana");
        let page = two_rooms(&mut ana);
        let shown = ana.get(&page).text();
        assert!(
            shown.contains("salon.pdf") && shown.contains("cocina.pdf"),
            "{shown}"
        );
        let less = [HERE, ("piezas", "2"), ("entradas", "-piezas.1")];
        assert_eq!(ana.post(&page, &less).status, 303);
        let shown = ana.get(&page).text();
        assert!(!shown.contains("salon.pdf"), "{shown}");
        assert!(shown.contains("documentos/piezas.1.foto/"), "{shown}");
        assert!(!shown.contains("piezas.2."), "{shown}");
        assert!(shown.contains("value=\"Cocina\"") && shown.contains("cocina.pdf"));
    });
}

/// What the reviewer marks.
fn mark(town: &Town, number: &cases::CaseNumber, questions: &[&str]) {
    let mark = |question: &&str| Mark {
        question: (*question).to_owned(),
        remark: format!("Sobre {question}."),
    };
    let asked = Completion {
        marks: questions.iter().map(mark).collect(),
        ..Completion::default()
    };
    town.complete("revisor", number, asked).unwrap();
}

#[test]
fn a_whole_group_is_marked_and_its_entries_added_and_taken_out() {
    each_database(ROOMS, |store| {
        let town = town_with_a_group(store);
        let mut ana = Browser::with_token(&town, "ana");
        let number = sent(&mut ana);
        let mut desk = Browser::with_token(&town, "revisor");
        let case = desk.get(&format!("/oficina/expedientes/{number}")).text();
        assert!(case.contains("name=\"nota.piezas\""), "{case}");
        mark(&town, &number, &["piezas", "piezas.2.ancho"]);

        let correction = format!("/expedientes/{number}/corregir");
        let shown = ana.get(&correction).text();
        for words in [
            "Sobre piezas.",
            "Sobre piezas.2.ancho.",
            "Agregar: Pieza",
            "cocina.pdf",
        ] {
            assert!(shown.contains(words), "{words}: {shown}");
        }
        assert_eq!(shown.matches("id=\"piezas.2.ancho\"").count(), 1);
        let two = [
            HERE,
            ("piezas", "2"),
            ("piezas.1.nombre", "Salón"),
            ("piezas.1.ancho", "4"),
            ("piezas.2.nombre", "Cocina"),
            ("piezas.2.ancho", "cinco"),
        ];
        let less = [two.as_slice(), &[("entradas", "-piezas.1")]].concat();
        assert_eq!(
            ana.post(&correction, &less).location,
            format!("{correction}#piezas")
        );
        let one = [
            HERE,
            ("piezas", "1"),
            ("piezas.1.nombre", "Cocina"),
            ("piezas.1.ancho", "cinco"),
        ];
        let more = [one.as_slice(), &[("entradas", "+piezas")]].concat();
        assert_eq!(
            ana.post(&correction, &more).location,
            format!("{correction}#piezas.2")
        );
        let shown = ana.get(&correction).text();
        assert!(
            shown.contains("value=\"cinco\"") && !shown.contains("salon.pdf"),
            "{shown}"
        );
        let wrong = [
            HERE,
            ("piezas", "2"),
            ("piezas.1.nombre", "Cocina"),
            ("piezas.1.ancho", "5"),
            ("piezas.2.nombre", "Depósito"),
            ("piezas.2.ancho", ""),
        ];
        let answer = ana.post(&correction, &wrong);
        assert_eq!(answer.status, 422);
        assert!(answer.text().contains("href=\"#piezas.2.ancho\""));
        let mut right = wrong;
        right[5] = ("piezas.2.ancho", "2");
        let photo = paper("deposito.pdf");
        assert_eq!(
            ana.upload_as(&correction, &right, "piezas.2.foto", &photo)
                .status,
            303
        );

        let case = desk.get(&format!("/oficina/expedientes/{number}")).text();
        for words in [
            "Depósito",
            "deposito.pdf",
            "Antes: Salón",
            "Ahora: Cocina",
            "Ahora: cocina.pdf",
        ] {
            assert!(case.contains(words), "{words}: {case}");
        }
        // Nothing else may be changed by a correction.
        mark(&town, &number, &["metros"]);
        let other = [
            HERE,
            ("metros", "41"),
            ("piezas", "3"),
            ("entradas", "+piezas"),
        ];
        assert!(ana.post(&correction, &other).status >= 400);
        let case = ana.get(&format!("/expedientes/{number}")).text();
        assert!(!case.contains("Pieza 3"), "{case}");
    });
}

#[test]
fn an_entry_more_or_less_keeps_what_was_typed() {
    each_database(ROOMS, |store| {
        let town = town_with_a_group(store);
        let mut ana = Browser::with_token(&town, "ana");
        let begun = ana.post("/servicios/permiso-de-prueba/solicitar", &[]);
        let page = begun.location;
        let shown = ana.get(&page).text();
        assert!(
            shown.contains("Pieza 1") && !shown.contains("Pieza 2"),
            "{shown}"
        );
        assert!(shown.contains("Se calcula al guardar"), "{shown}");

        let first = [
            ("metros", "40"),
            ("piezas", "1"),
            ("piezas.1.nombre", "Salón & bar"),
            ("piezas.1.ancho", "doce"),
        ];
        let mut typed = first.to_vec();
        typed.push(("entradas", "+piezas"));
        let more = ana.post(&page, &typed);
        assert_eq!(more.status, 303);
        assert_eq!(more.location, format!("{page}#piezas.2"));
        let shown = ana.get(&page).text();
        assert!(shown.contains("Pieza 2"), "{shown}");
        assert!(shown.contains("Salón &amp; bar"), "{shown}");
        assert!(
            shown.contains("value=\"doce\""),
            "what is wrong is kept: {shown}"
        );

        let second = [
            ("metros", "40"),
            ("piezas", "2"),
            ("piezas.1.nombre", "Salón & bar"),
            ("piezas.1.ancho", "doce"),
            ("piezas.2.nombre", "Cocina"),
            ("piezas.2.ancho", "12"),
        ];
        let wrong = ana.post(&page, &second);
        assert_eq!(wrong.status, 422);
        let shown = wrong.text();
        assert!(shown.contains("Pieza 1: ¿Qué ancho tiene?"), "{shown}");
        assert!(
            shown.contains("piezas.2.abierta"),
            "asked of the wide one: {shown}"
        );
        assert!(!shown.contains("piezas.1.abierta"), "{shown}");

        let mut typed = second.to_vec();
        typed.push(("entradas", "-piezas.1"));
        assert_eq!(ana.post(&page, &typed).status, 303);
        let shown = ana.get(&page).text();
        assert!(
            shown.contains("Cocina") && !shown.contains("Salón"),
            "{shown}"
        );
        assert!(
            !shown.contains("Quitar: Pieza"),
            "the last one stays: {shown}"
        );

        let fields = [
            ("metros", "40"),
            ("piezas", "1"),
            ("piezas.1.nombre", "Cocina"),
            ("piezas.1.ancho", "12"),
            ("piezas.1.abierta", "si"),
        ];
        let next = ana.post(&page, &fields);
        assert_eq!(next.status, 303);
        let id = page.split('/').nth(2).unwrap();
        ana.post(&format!("/borradores/{id}/contacto"), &[("correo", "")]);
        let check = ana.get(&format!("/borradores/{id}/revisar")).text();
        assert!(check.contains("Ancho de todas"), "{check}");
        assert!(!check.contains("#suma"), "nobody changes a sum: {check}");
        let sent = ana.post(&format!("/borradores/{id}/enviar"), &[]);
        assert_eq!(sent.status, 303);
        let case = ana.get(sent.location.trim_end_matches("/recibido")).text();
        assert!(case.contains("Pieza 1: ¿Cómo se llama?"), "{case}");

        // However often it is pressed, there are no more than the form takes.
        for _ in 0..5 {
            let begun = ana.post("/servicios/permiso-de-prueba/solicitar", &[]);
            let many = [("piezas", "3"), ("entradas", "+piezas")];
            ana.post(&begun.location, &many);
            let shown = ana.get(&begun.location).text();
            assert!(shown.contains("Pieza 3") && !shown.contains("Pieza 4"));
            assert!(shown.contains("Caben hasta 3"), "{shown}");
        }
    });
}
