//! What anybody learns of a code.

use cases::complete::Completion;

use crate::browser::Browser;
use crate::town::{ROOMS, Town, result, town};

fn told(town: &Town, code: &str) -> String {
    let address = format!("/verificar?codigo={code}");
    Browser::new(town).get(&address).text()
}

#[test]
fn a_code_tells_a_receipt_from_a_document_and_a_denial_from_a_licence() {
    store::testing::each_database(ROOMS, |store| {
        let town = town(store);
        let filed = town.file("40", None).unwrap();
        let code = filed.verification_code.as_str();
        let page = told(&town, code);
        assert!(page.contains("solicitud recibida"), "{page}");
        assert!(!page.contains("documento firmado"), "{page}");

        let denial = Completion {
            reasons: Some("No cumple.".to_owned()),
            ..result("rechazar")
        };
        town.complete("revisor", &filed.number, denial).unwrap();
        town.complete("director", &filed.number, Completion::default())
            .unwrap();
        town.worker.run_due(town.now).unwrap();
        let page = told(&town, code);
        assert!(page.contains("Rechazado"), "{page}");
        // Nobody has shown the paper: whether it was changed is not known.
        assert!(!page.contains("auténtico"), "{page}");
        assert!(!page.contains("Nadie lo cambió"), "{page}");

        let page = told(&town, "2222-2222-2222");
        assert!(page.contains("No conocemos este código"), "{page}");
    });
}
