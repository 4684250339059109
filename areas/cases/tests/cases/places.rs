//! Addresses in a table of places: light to fill in, found as they are written, and read by name at the office.

use store::testing::each_database;

use crate::browser::Browser;
use crate::town::{ROOMS, town_with_places};

#[test]
fn a_district_is_typed_and_found_or_told_what_may_be_meant() {
    each_database(ROOMS, |store| {
        let town = town_with_places(store);
        let mut ana = Browser::with_token(&town, "ana");
        let page = ana
            .post("/servicios/permiso-de-prueba/solicitar", &[])
            .location;
        let shown = ana.get(&page).text();
        // Eighteen departments are a list; two hundred and sixty districts are not sent to a telephone.
        assert!(
            shown.contains("<select id=\"casa.departamento\""),
            "{shown}"
        );
        assert!(shown.contains(">Canindeyú</option>") && !shown.contains("Lambaré"));
        // Few districts are a list, with their numbers; those of other departments are not there.
        assert!(
            shown.contains("<option value=\"0102\">San Roque</option>"),
            "{shown}"
        );
        assert!(!shown.contains("Cerro Alto"), "{shown}");
        assert!(shown.contains("id=\"local.localidad\"") && !shown.contains("casa.localidad"));

        let typed = |district: &'static str, department: &'static str| {
            [
                ("hoja", "1"),
                ("metros", "40"),
                ("casa", "Palma 1187"),
                ("casa.departamento", department),
                ("casa.distrito", district),
                ("local", "Plaza 1"),
                ("local.distrito", "0102"),
                ("local.localidad", "mercado"),
            ]
        };
        let slip = ana.post(&page, &typed("Lanbaré", ""));
        assert_eq!(slip.status, 422);
        let shown = slip.text();
        assert!(
            shown.contains("Puede ser uno de estos: Lambaré (Central)"),
            "{shown}"
        );
        assert!(shown.contains("href=\"#casa.distrito\"") && shown.contains("value=\"Lanbaré\""));
        let two = ana.post(&page, &typed("bella vista", "")).text();
        assert!(
            two.contains("Elige el departamento: Itapúa, Amambay"),
            "{two}"
        );
        assert!(two.contains("href=\"#casa.departamento\""), "{two}");

        let found = ana.post(&page, &typed("bella vista", "13"));
        assert_eq!(found.status, 303);
        let id = page.split('/').nth(2).unwrap();
        ana.post(&format!("/borradores/{id}/contacto"), &[("correo", "")]);
        let check = ana.get(&format!("/borradores/{id}/revisar")).text();
        assert!(
            check.contains("Palma 1187, Bella Vista, Amambay"),
            "{check}"
        );
        assert!(
            check.contains("Plaza 1, Mercado, San Roque, Litoral"),
            "{check}"
        );
        let sent = ana.post(&format!("/borradores/{id}/enviar"), &[]);
        let case = ana.get(sent.location.trim_end_matches("/recibido")).text();
        assert!(case.contains("Palma 1187, Bella Vista, Amambay"), "{case}");
    });
}
