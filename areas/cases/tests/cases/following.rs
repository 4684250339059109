//! Whoever filed without an account follows the case from any device, with its number and its code.

use cases::complete::Completion;
use cases::mark::Mark;
use cases::task;
use serde_json::{Value, json};

use crate::browser::{Browser, File};
use crate::town::{FILINGS_PER_MINUTE, ROOMS, result, town};

const PLAN: File<'_> = File {
    name: "plano.pdf",
    bytes: b"%PDF-1.7 a plan",
};

#[test]
fn number_and_code_open_the_case_on_any_device_and_nothing_else_does() {
    store::testing::each_database(ROOMS, |store| {
        let town = town(store);
        let filed = town.file("40", None).unwrap();
        let case = format!("/expedientes/{}", filed.number);
        let mut browser = Browser::new(&town);
        // A stranger's page says how to follow, for a case that exists and for one that does not.
        let closed = browser.get(&case);
        assert_eq!(closed.status, 404);
        assert!(closed.text().contains("/seguir"), "{}", closed.text());
        assert!(
            browser
                .get("/expedientes/PER-2222-2222")
                .text()
                .contains("/seguir")
        );

        let (number, code) = (filed.number.as_str(), filed.verification_code.as_str());
        // However it is typed.
        let typed = [
            ("numero", number.to_lowercase().replace('-', " ")),
            ("codigo", code.to_lowercase()),
        ];
        let typed = typed
            .each_ref()
            .map(|(name, value)| (*name, value.as_str()));
        let opened = browser.post("/seguir", &typed);
        assert_eq!(
            (opened.status, opened.location.as_str()),
            (303, case.as_str())
        );
        assert_eq!(browser.get(&case).status, 200);
        assert_eq!(browser.get(&format!("{case}/comprobante.pdf")).status, 200);
        assert_eq!(
            browser.get(&format!("/seguir?numero={number}")).location,
            case
        );
        assert_eq!(Browser::new(&town).get(&case).status, 404);
        // On a shared device it is forgotten.
        assert_eq!(browser.post("/seguir/olvidar", &[]).status, 303);
        assert_eq!(browser.get(&case).status, 404);
    });
}

#[test]
fn a_wrong_pair_is_answered_in_the_same_words_whether_or_not_the_case_exists() {
    store::testing::each_database(ROOMS, |store| {
        let town = town(store);
        let mine = town.file("40", None).unwrap();
        let other = town.file("40", None).unwrap();
        let with_account = town
            .file_as(Some(town.citizen("ana")), &[("metros", "40")], None)
            .unwrap();
        let mut browser = Browser::new(&town);
        let mut refused = |number: &str, code: &str| {
            let answer = browser.post("/seguir", &[("numero", number), ("codigo", code)]);
            assert_eq!(answer.status, 422, "{number} {code}");
            // But for what was typed, which is shown again.
            answer.text().replace(number, "…").replace(code, "…")
        };
        let words = refused("PER-2222-2222", "2222-2222-2222");
        for (number, code) in [
            (mine.number.as_str(), other.verification_code.as_str()),
            (mine.number.as_str(), "2222-2222-2222"),
            (
                with_account.number.as_str(),
                with_account.verification_code.as_str(),
            ),
            ("nada", "tampoco"),
        ] {
            assert_eq!(refused(number, code), words, "{number}");
        }
    });
}

#[test]
fn trying_codes_is_slowed_down() {
    store::testing::each_database(ROOMS, |store| {
        let town = town(store);
        let filed = town.file("40", None).unwrap();
        let mut browser = Browser::new(&town);
        let number = filed.number.as_str();
        let mut last = 0;
        for _ in 0..11 {
            let typed = [("numero", number), ("codigo", "2222-2222-2222")];
            last = browser.post("/seguir", &typed).status;
        }
        assert_eq!(last, 429);
    });
}

#[test]
fn trying_codes_at_many_numbers_is_slowed_down_in_the_api_too() {
    store::testing::each_database(ROOMS, |store| {
        let town = town(store);
        let mut program = Browser::new(&town).with_header("verification-code", "2222-2222-2222");
        let statuses: Vec<u16> = (0..=FILINGS_PER_MINUTE)
            .map(|number| {
                let number = format!("PER-2222-2{:0>3}", number + 222);
                program.get(&format!("/api/v1/cases/{number}")).status
            })
            .collect();
        assert!(
            statuses.iter().rev().skip(1).all(|status| *status == 404),
            "{statuses:?}"
        );
        assert_eq!(statuses.last(), Some(&429));
    });
}

#[test]
fn whoever_follows_corrects_and_gives_files_and_nothing_else_changes() {
    store::testing::each_database(ROOMS, |store| {
        let town = town(store);
        let filed = town.file("40", None).unwrap();
        let mut browser = Browser::new(&town);
        let typed = [
            ("numero", filed.number.as_str()),
            ("codigo", filed.verification_code.as_str()),
        ];
        assert_eq!(browser.post("/seguir", &typed).status, 303);
        let correction = format!("/expedientes/{}/corregir", filed.number);
        // Nothing was asked yet.
        assert_eq!(browser.get(&correction).status, 409);
        let mark = |question: &str| Mark {
            question: question.to_owned(),
            remark: "No se lee.".to_owned(),
        };
        let asked = Completion {
            marks: vec![mark("metros"), mark("plano")],
            ..Completion::default()
        };
        town.complete("revisor", &filed.number, asked).unwrap();
        let given = browser.upload(&format!("{correction}/plano"), &[], &PLAN);
        assert_eq!(
            (given.status, given.location.as_str()),
            (303, format!("{correction}#plano").as_str())
        );
        let other = browser.upload(&format!("{correction}/correo"), &[], &PLAN);
        assert!(other.status >= 400, "{}", other.status);
        let program = File {
            name: "plano.pdf",
            bytes: b"MZ",
        };
        let refused = browser.upload(&format!("{correction}/plano"), &[], &program);
        assert_eq!(refused.status, 422);
        assert!(browser.get(&correction).text().contains("plano.pdf"));
        assert_eq!(browser.post(&correction, &[("metros", "45")]).status, 303);
        let page = browser
            .get(&format!("/expedientes/{}", filed.number))
            .text();
        assert!(page.contains("45") && page.contains("plano.pdf"), "{page}");
        // The correction is over: nothing more can be put in.
        assert!(
            browser
                .upload(&format!("{correction}/plano"), &[], &PLAN)
                .status
                >= 400
        );
        let desk = town.official("revisor");
        let waiting = town.store.read_blocking(move |db| task::desk(db, &desk));
        assert_eq!(waiting.unwrap().len(), 1);

        town.complete("revisor", &filed.number, result("conforme"))
            .unwrap();
        town.complete("director", &filed.number, Completion::default())
            .unwrap();
        town.worker.run_due(town.now).unwrap();
        let act = browser.get(&format!("/expedientes/{}/acto.pdf", filed.number));
        assert_eq!(act.status, 200);
        assert!(act.body.starts_with(b"%PDF"));
    });
}

#[test]
fn the_mail_names_the_case_and_never_its_code() {
    store::testing::each_database(ROOMS, |store| {
        let town = town(store);
        let filed = town
            .file_as(
                None,
                &[("metros", "40"), ("correo", "vecina@ejemplo.com")],
                None,
            )
            .unwrap();
        let mails = town.mails();
        let [mail] = mails.as_slice() else {
            panic!("one mail, not {}", mails.len())
        };
        // Long lines are broken with a soft `=` in mail.
        let mail = mail.replace("=\r\n", "").replace("=3D", "=");
        assert!(
            mail.contains(&format!("/seguir?numero={}", filed.number)),
            "{mail}"
        );
        assert!(!mail.contains(filed.verification_code.as_str()));
    });
}

#[test]
fn the_code_of_a_receipt_alone_tells_no_number_to_open_the_case_with() {
    store::testing::each_database(ROOMS, |store| {
        let town = town(store);
        let mut browser = Browser::new(&town);
        let mut told = |code: &str| browser.get(&format!("/verificar?codigo={code}")).text();
        let filed = town.file("40", None).unwrap();
        let page = told(filed.verification_code.as_str());
        assert!(page.contains("Permiso de prueba"), "{page}");
        assert!(!page.contains(filed.number.as_str()), "{page}");
        // Where the code opens nothing, the number is there to be compared with the paper's.
        let ana = town.citizen("ana");
        let filed = town.file_as(Some(ana), &[("metros", "40")], None).unwrap();
        let page = told(filed.verification_code.as_str());
        assert!(page.contains(filed.number.as_str()), "{page}");
    });
}

#[test]
fn whoever_decides_is_not_told_the_code_that_answers_for_the_applicant() {
    store::testing::each_database(ROOMS, |store| {
        let town = town(store);
        let filed = town.file("40", None).unwrap();
        let (number, code) = (filed.number.as_str(), filed.verification_code.as_str());
        let address = format!("/api/v1/cases/{number}");
        let mut desk = Browser::with_token(&town, "revisor");
        let seen = desk.get(&address);
        assert_eq!(seen.status, 200);
        assert!(!seen.text().contains(code), "{}", seen.text());
        let waiting: Value = serde_json::from_slice(&desk.get("/api/v1/tasks").body).unwrap();
        let task = waiting["tasks"][0]["id"].as_str().unwrap().to_owned();
        let done = desk.post_json(
            &format!("/api/v1/tasks/{task}/complete"),
            &json!({ "result": "conforme" }),
        );
        assert_eq!(done.status, 200, "{}", done.text());
        assert!(!done.text().contains(code), "{}", done.text());
        let page = desk.get(&format!("/oficina/expedientes/{number}")).text();
        assert!(page.contains(number) && !page.contains(code), "{page}");
        // Where the applicant has an account the code opens nothing: it only tells the receipt is ours.
        let ana = town.citizen("ana");
        let hers = town.file_as(Some(ana), &[("metros", "40")], None).unwrap();
        let seen = desk.get(&format!("/api/v1/cases/{}", hers.number)).text();
        assert!(seen.contains(hers.verification_code.as_str()), "{seen}");
        // Whoever holds the receipt is told it again.
        let mut holder = Browser::new(&town).with_header("verification-code", code);
        assert!(holder.get(&address).text().contains(code));
    });
}

#[test]
fn whoever_guesses_a_key_is_not_told_anothers_number_and_code() {
    store::testing::each_database(ROOMS, |store| {
        let town = town(store);
        let mut program = Browser::new(&town).with_header("idempotency-key", "1");
        let mut file = |metres: i64| {
            let sent = json!({ "answers": { "metros": metres } });
            let address = "/api/v1/services/permiso-de-prueba/applications";
            let filed = program.post_json(address, &sent);
            assert_eq!(filed.status, 201, "{}", filed.text());
            let filed: Value = serde_json::from_slice(&filed.body).unwrap();
            filed["number"].as_str().unwrap().to_owned()
        };
        let first = file(40);
        assert_eq!(file(40), first);
        assert_ne!(file(41), first);
    });
}

#[test]
fn the_last_day_explains_itself() {
    store::testing::each_database(ROOMS, |store| {
        let town = town(store);
        let filed = town.file("40", None).unwrap();
        let mut browser = Browser::new(&town);
        let (number, code) = (filed.number.as_str(), filed.verification_code.as_str());
        let opened = browser.post("/seguir", &[("numero", number), ("codigo", code)]);
        let page = browser.get(&opened.location).text();
        for says in [
            "¿Por qué ese día?",
            "Se recibió el lunes 23 de noviembre de 2026.",
            "El plazo es de 10 días hábiles, desde el día siguiente.",
            "No se cuentan 4 días de fin de semana.",
            "Ordenanza 1",
            "se entiende aprobado",
        ] {
            assert!(page.contains(says), "{says}: {page}");
        }
    });
}
