//! A correction keeps what stood before it, for the applicant and for the official.

use cases::complete::Completion;
use cases::mark::Mark;

use crate::browser::{Browser, File};
use crate::town::{ROOMS, town};

#[test]
fn the_history_says_what_stood_before_and_what_stands_now() {
    store::testing::each_database(ROOMS, |store| {
        let town = town(store);
        let filed = town.file("40", None).unwrap();
        let mark = |question: &str| Mark {
            question: question.to_owned(),
            remark: "Falta un dato.".to_owned(),
        };
        let asked = Completion {
            marks: vec![mark("metros"), mark("plano"), mark("correo")],
            ..Completion::default()
        };
        let silent = Completion {
            marks: vec![Mark {
                remark: " ".to_owned(),
                ..mark("metros")
            }],
            ..Completion::default()
        };
        assert!(matches!(
            town.complete("revisor", &filed.number, silent),
            Err(cases::Error::RemarkNeeded)
        ));
        town.complete("revisor", &filed.number, asked).unwrap();
        let mut browser = Browser::new(&town);
        let typed = [
            ("numero", filed.number.as_str()),
            ("codigo", filed.verification_code.as_str()),
        ];
        browser.post("/seguir", &typed);
        let correction = format!("/expedientes/{}/corregir", filed.number);
        let plan = File {
            name: "plano-nuevo.pdf",
            bytes: b"%PDF-1.7",
        };
        browser.upload(&format!("{correction}/plano"), &[], &plan);
        // What was marked and stays as it was is asked about, once; nothing typed is lost.
        let asked = browser.post(&correction, &[("metros", "45")]);
        assert_eq!(asked.status, 200);
        let page = asked.text();
        assert!(
            page.contains("no cambió") && page.contains("value=\"45\""),
            "{page}"
        );
        assert!(
            page.contains("name=\"como_estaba\" value=\"correo\""),
            "{page}"
        );
        let on_purpose = [("metros", "45"), ("como_estaba", "correo")];
        assert_eq!(browser.post(&correction, &on_purpose).status, 303);

        let mut desk = Browser::with_token(&town, "revisor");
        for page in [
            browser.get(&format!("/expedientes/{}", filed.number)),
            desk.get(&format!("/oficina/expedientes/{}", filed.number)),
        ] {
            let page = page.text();
            for words in [
                "Antes: 40",
                "Ahora: 45",
                "Antes: ningún archivo",
                "Ahora: plano-nuevo.pdf",
            ] {
                assert!(page.contains(words), "{words}: {page}");
            }
            // What was marked and left as it was is not told as changed.
            assert_eq!(page.matches("Antes:").count(), 2);
        }
        // A file says at the office what it was asked for, whatever its name.
        let page = desk.get(&format!("/oficina/expedientes/{}", filed.number));
        let page = page.text();
        let (_, files) = page.split_once("class=\"papers\"").unwrap();
        let (_, note) = files.split_once("class=\"hint\"").unwrap();
        assert!(note.starts_with(">Un plano<"), "{files}");
    });
}
