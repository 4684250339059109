//! The act that a case ends with, and its proof.

use cases::act;
use cases::complete::Completion;
use ledger::Proof;
use store::BlobHash;

use crate::browser::Browser;
use crate::print::words_of;
use crate::town::{ROOMS, result, town, town_of_silent_denial};

#[test]
fn an_act_and_its_proof_are_all_that_anybody_needs() {
    store::testing::each_database(ROOMS, |store| {
        let town = town(store);
        let filed = town.file("40", None).unwrap();
        let mut browser = Browser::new(&town);
        let typed = [
            ("numero", filed.number.as_str()),
            ("codigo", filed.verification_code.as_str()),
        ];
        browser.post("/seguir", &typed);
        let proof = format!("/expedientes/{}/acto.tlog-proof", filed.number);
        assert_eq!(browser.get(&proof).status, 404);
        town.complete("revisor", &filed.number, result("conforme"))
            .unwrap();
        town.complete("director", &filed.number, Completion::default())
            .unwrap();
        town.worker.run_due(town.now).unwrap();
        let key = town.sequence();

        let file = browser.get(&format!("/expedientes/{}/acto.pdf", filed.number));
        let proven = Proof::from_text(&browser.get(&proof).text()).unwrap();
        let content = act::leaf_content(&BlobHash::of(&file.body));
        let checkpoint = proven.verify(&content, &key).unwrap();
        assert_eq!(checkpoint.size, 2);
        let mut forged = file.body.clone();
        forged.push(b' ');
        let other = act::leaf_content(&BlobHash::of(&forged));
        assert!(proven.verify(&other, &key).is_err());

        let page = browser
            .get(&format!("/expedientes/{}", filed.number))
            .text();
        assert!(page.contains(&checkpoint.root.to_string()), "{page}");
        assert_eq!(Browser::new(&town).get(&proof).status, 404);
    });
}

#[test]
fn whoever_is_denied_is_told_until_when_it_can_be_appealed() {
    store::testing::each_database(ROOMS, |store| {
        let town = town(store);
        let filed = town.file("40", None).unwrap();
        let mut browser = Browser::new(&town);
        let typed = [
            ("numero", filed.number.as_str()),
            ("codigo", filed.verification_code.as_str()),
        ];
        browser.post("/seguir", &typed);
        let denial = Completion {
            reasons: Some("No cumple.".to_owned()),
            ..result("rechazar")
        };
        town.complete("revisor", &filed.number, denial).unwrap();
        town.complete("director", &filed.number, Completion::default())
            .unwrap();
        town.worker.run_due(town.now).unwrap();
        let page = browser
            .get(&format!("/expedientes/{}", filed.number))
            .text();
        // Fifteen working days after Monday the 23rd of November, with the holiday of the 8th of December.
        assert!(page.contains("martes 15 de diciembre de 2026"), "{page}");

        let received = browser.get(&format!("/expedientes/{}/recibido", filed.number));
        assert!(received.text().contains("acto.pdf"), "{}", received.text());
        let act = browser.get(&format!("/expedientes/{}/acto.pdf", filed.number));
        if let Some(words) = words_of(&act.body) {
            for said in [
                "Denegación:Permisodeprueba",
                "Nocumple.",
                "martes15dediciembre",
            ] {
                assert!(words.contains(said), "{said}: {words}");
            }
            // A decision answers the application, and need not repeat it.
            assert!(!words.contains("¿Cuántosmetrostiene?"), "{words}");
        }
    });
}

#[test]
fn a_denial_by_silence_is_appealed_like_one_that_was_written() {
    store::testing::each_database(ROOMS, |store| {
        let town = town_of_silent_denial(store);
        let filed = town.file("40", None).unwrap();
        let due_at = town.case(&filed.number).due_at.unwrap();
        town.worker.run_due(due_at).unwrap();
        let mut browser = Browser::new(&town);
        let typed = [
            ("numero", filed.number.as_str()),
            ("codigo", filed.verification_code.as_str()),
        ];
        browser.post("/seguir", &typed);
        let page = browser
            .get(&format!("/expedientes/{}", filed.number))
            .text();
        assert!(page.contains("Se puede recurrir hasta el"), "{page}");
        assert!(page.contains("se entiende rechazado"), "{page}");
    });
}

#[test]
fn a_denial_is_announced_as_one() {
    store::testing::each_database(ROOMS, |store| {
        let town = town(store);
        let ana = town.citizen("ana");
        let filed = town
            .file_as(Some(ana.clone()), &[("metros", "40")], None)
            .unwrap();
        let denial = Completion {
            reasons: Some("No cumple.".to_owned()),
            ..result("rechazar")
        };
        town.complete("revisor", &filed.number, denial).unwrap();
        town.complete("director", &filed.number, Completion::default())
            .unwrap();
        town.worker.run_due(town.now).unwrap();
        let messages = town
            .store
            .read_blocking(move |db| notices::inbox(db, ana.person, 10, None))
            .unwrap();
        let subjects: Vec<&str> = messages
            .iter()
            .map(|message| message.subject.as_str(text::Lang::Es))
            .collect();
        assert!(
            subjects.contains(&"Se denegó la solicitud: Permiso de prueba"),
            "{subjects:?}"
        );
        assert!(
            !subjects
                .iter()
                .any(|subject| subject.contains("Ya está el documento"))
        );
    });
}
