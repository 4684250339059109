//! A group of questions on its page: nothing that was typed is lost by adding or removing.

use store::testing::each_database;

use crate::browser::Browser;
use crate::town::{ROOMS, town_with_a_group};

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
