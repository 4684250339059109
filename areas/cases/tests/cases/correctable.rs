//! A person may say otherwise than a registry: the case keeps both, and whoever decides reads both.

use cases::CaseNumber;
use cases::complete::Completion;
use registries::{Fields, Link, NewRecord};
use serde_json::{Value, json};
use store::testing::each_database;

use crate::browser::Browser;
use crate::print::words_of;
use crate::town::{ROOMS, Town, result, town_with_a_parcel};

const DIFFERS: &str = "Dirección: se respondió «Ñandutí 1»; el registro dice «Palma 1».";

/// Enters a parcel of Ana's in the cadastre.
fn enter(town: &Town, key: &str, address: &str) {
    let fields = json!({ "cuenta": key, "direccion": address, "nombre": "Ana", "ancho": 12 });
    let record = NewRecord {
        dataset: "catastro.inmueble".parse().unwrap(),
        key: key.to_owned(),
        fields: Fields::from_iter(fields.as_object().unwrap().clone()),
        links: vec![Link::new(town.citizen("ana").person, "propietario")],
        valid_from: jiff::civil::date(1990, 1, 1),
        valid_to: None,
        source: None,
    };
    let now = town.now;
    town.store
        .write_blocking(move |tx| registries::register(tx, &record, now))
        .unwrap();
}

fn begun(ana: &mut Browser) -> String {
    let begun = ana.post("/servicios/permiso-de-prueba/solicitar", &[]);
    begun.location.rsplit_once('/').unwrap().0.to_owned()
}

#[test]
fn a_corrected_address_is_shown_to_whoever_decides_with_what_the_cadastre_says() {
    each_database(ROOMS, |store| {
        let town = town_with_a_parcel(store);
        enter(&town, "27-1", "Palma 1");
        let mut ana = Browser::with_token(&town, "ana");
        let draft = begun(&mut ana);
        let local = format!("{draft}/local");
        let page = ana.get(&local).text();
        for shown in [
            "name=\"inmueble.27-1.direccion\"",
            "value=\"Palma 1\"",
            "El registro dice: Palma 1",
            "quien resuelve verá también lo que dice el registro",
        ] {
            assert!(page.contains(shown), "{shown}: {page}");
        }
        assert!(!page.contains("inmueble.27-1.cuenta"), "{page}");

        let typed = |address, name, width| {
            [
                ("inmueble", "27-1"),
                ("inmueble.27-1.direccion", address),
                ("inmueble.27-1.nombre", name),
                ("inmueble.27-1.ancho", width),
                ("metros", "40"),
            ]
        };
        let wrong = ana.post(&local, &typed("Ñandutí 1", "Otra", "ancho"));
        assert_eq!(wrong.status, 422);
        let page = wrong.text();
        assert!(page.contains("href=\"#inmueble.27-1.ancho\""), "{page}");
        assert!(page.contains("value=\"Ñandutí 1\""), "kept: {page}");
        let kept = ana.post(&local, &typed("Ñandutí 1", "Otra", "12"));
        assert_eq!(kept.status, 303);
        ana.post(&format!("{draft}/contacto"), &[("correo", "")]);
        let check = ana.get(&format!("{draft}/revisar")).text();
        assert!(check.contains("El registro dice: Palma 1"), "{check}");
        assert!(!check.contains("El registro dice: 12"), "{check}");
        let sent = ana.post(&format!("{draft}/enviar"), &[]);
        let number: CaseNumber = sent.location.split('/').nth(2).unwrap().parse().unwrap();

        let own = ana.get(&format!("/expedientes/{number}")).text();
        assert!(own.contains("El registro dice: Palma 1"), "{own}");
        let receipt = ana.get(&format!("/expedientes/{number}/comprobante.pdf"));
        if let Some(words) = words_of(&receipt.body) {
            assert!(words.contains("Elregistrodice:Palma1"), "{words}");
        }
        let mut official = Browser::with_token(&town, "revisor");
        let desk = official
            .get(&format!("/oficina/expedientes/{number}"))
            .text();
        assert!(
            desk.contains("Hay respuestas distintas de lo que dice el registro"),
            "{desk}"
        );
        assert!(desk.contains(DIFFERS), "{desk}");
        if let Some(words) = words_of(&act_of(&town, &number)) {
            assert!(words.contains("SeconcedeaAna."), "{words}");
        }
    });
}

/// The act, once it is granted.
fn act_of(town: &Town, number: &CaseNumber) -> Vec<u8> {
    town.complete("revisor", number, result("conforme"))
        .unwrap();
    town.complete("director", number, Completion::default())
        .unwrap();
    town.worker.run_due(town.now).unwrap();
    let mut ana = Browser::with_token(town, "ana");
    let act = ana.get(&format!("/expedientes/{number}/acto.pdf"));
    assert_eq!(act.status, 200);
    act.body
}

#[test]
fn of_two_parcels_each_has_its_boxes_and_nothing_is_told_where_nothing_differs() {
    each_database(ROOMS, |store| {
        let town = town_with_a_parcel(store);
        enter(&town, "27-1", "Palma 1");
        enter(&town, "27-2", "Estrella 2");
        let mut ana = Browser::with_token(&town, "ana");
        let draft = begun(&mut ana);
        let local = format!("{draft}/local");
        let page = ana.get(&local).text();
        assert!(page.contains("Corregir un dato de 27-2"), "{page}");
        let both = [
            ("inmueble", "27-2"),
            ("inmueble.27-1.direccion", "Palma 1"),
            ("inmueble.27-2.direccion", "Estrella 2"),
            ("metros", "40"),
        ];
        assert_eq!(ana.post(&local, &both).status, 303);
        ana.post(&format!("{draft}/contacto"), &[("correo", "")]);
        let sent = ana.post(&format!("{draft}/enviar"), &[]);
        let number: CaseNumber = sent.location.split('/').nth(2).unwrap().parse().unwrap();
        let mut official = Browser::with_token(&town, "revisor");
        let desk = official
            .get(&format!("/oficina/expedientes/{number}"))
            .text();
        assert!(desk.contains("Estrella 2"), "{desk}");
        assert!(!desk.contains("el registro dice"), "{desk}");
        assert!(!desk.contains("El registro dice"), "{desk}");
    });
}

#[test]
fn a_program_says_what_differs() {
    each_database(ROOMS, |store| {
        let town = town_with_a_parcel(store);
        enter(&town, "27-1", "Palma 1");
        let mut ana = Browser::with_token(&town, "ana");
        let send = |ana: &mut Browser, parcel: Value| {
            let body = json!({ "answers": { "metros": 40, "inmueble": parcel } });
            ana.post_json("/api/v1/services/permiso-de-prueba/applications", &body)
        };
        let refused = send(&mut ana, json!({ "corrected": { "cuenta": "27-9" } }));
        assert_eq!(refused.status, 422, "which parcel it is nobody corrects");
        let filed = send(
            &mut ana,
            json!({ "corrected": { "direccion": "Ñandutí 1" } }),
        );
        assert_eq!(filed.status, 201, "{}", filed.text());
        let filed: Value = serde_json::from_slice(&filed.body).unwrap();
        let number = filed["number"].as_str().unwrap();
        let mut official = Browser::with_token(&town, "revisor");
        let desk = official.get(&format!("/oficina/expedientes/{number}"));
        assert!(desk.text().contains(DIFFERS), "{}", desk.text());
    });
}
