//! The page on which officials decide.

use cases::complete::Completion;

use crate::browser::Browser;
use crate::town::{ROOMS, Town, result, town};

/// A case of Ana's with the address of its page and of the reviewer's task.
fn filed(town: &Town) -> (cases::CaseNumber, String) {
    let filed = town
        .file_as(Some(town.citizen("ana")), &[("metros", "40")], None)
        .unwrap();
    let page = format!("/oficina/expedientes/{}", filed.number);
    (filed.number, page)
}

fn task_on(page: &str) -> String {
    let (_, rest) = page.split_once("action=\"/oficina/tareas/").unwrap();
    format!("/oficina/tareas/{}", rest.split('"').next().unwrap())
}

#[test]
fn whoever_signs_reads_what_the_reviewer_found_and_whose_case_it_is() {
    store::testing::each_database(ROOMS, |store| {
        let town = town(store);
        let (number, address) = filed(&town);
        let ana = town.citizen("ana");
        let found = Completion {
            reasons: Some("Mide 40 m² y tiene salida.".to_owned()),
            ..result("conforme")
        };
        town.complete("revisor", &number, found).unwrap();
        let mut director = Browser::with_token(&town, "director");
        let page = director.get(&address).text();
        let reviewer = town.official("revisor").name;
        for words in [
            ana.name.as_str(),
            "Está conforme",
            "Mide 40 m² y tiene salida.",
            reviewer.as_str(),
            "Si queda en blanco, van los últimos motivos que se dieron",
        ] {
            assert!(page.contains(words), "{words}: {page}");
        }
        // Reading her name has left a line with her.
        let looks = town
            .store
            .read_blocking(move |db| identity::access::entries(db, &ana, 20, None))
            .unwrap();
        assert!(
            looks
                .iter()
                .any(|look| look.case.as_deref() == Some(number.as_str()))
        );
    });
}

#[test]
fn whoever_may_not_sign_learns_it_before_writing_anything() {
    store::testing::each_database(ROOMS, |store| {
        let town = town(store);
        town.appoint_to_both_roles("revisor");
        let (number, address) = filed(&town);
        town.complete("revisor", &number, result("conforme"))
            .unwrap();
        let mut same_hand = Browser::with_token(&town, "revisor");
        let page = same_hand.get(&address).text();
        assert!(page.contains("otra persona que la que revisó"), "{page}");
        assert!(!page.contains("/oficina/tareas/"), "{page}");
        let mut director = Browser::with_token(&town, "director");
        let page = director.get(&address).text();
        assert!(page.contains("/oficina/tareas/"), "{page}");
    });
}

/// The first button of the form on a page, which is the one that Enter presses.
fn pressed_by_enter(page: &str) -> &str {
    let (_, form) = page.split_once("action=\"/oficina/tareas/").unwrap();
    let (_, button) = form.split_once("<button").unwrap();
    button.split('>').next().unwrap()
}

#[test]
fn enter_presses_neither_the_button_of_files_nor_the_one_that_signs() {
    store::testing::each_database(ROOMS, |store| {
        let town = town(store);
        let (number, address) = filed(&town);
        let harmless = "value=\"seguir\"";
        let mut reviewer = Browser::with_token(&town, "revisor");
        let page = reviewer.get(&address).text();
        assert!(pressed_by_enter(&page).contains(harmless), "{page}");
        town.complete("revisor", &number, result("conforme"))
            .unwrap();
        // The director may put files beside what is signed.
        let mut director = Browser::with_token(&town, "director");
        let page = director.get(&address).text();
        assert!(page.contains("value=\"adjuntar\""), "{page}");
        assert!(pressed_by_enter(&page).contains(harmless), "{page}");
        // Some browsers pass over a button that is not drawn.
        assert!(!pressed_by_enter(&page).contains(" hidden"), "{page}");
    });
}

#[test]
fn the_desk_and_the_case_say_the_same_of_how_it_stands() {
    store::testing::each_database(ROOMS, |store| {
        let town = town(store);
        let (number, address) = filed(&town);
        let mut reviewer = Browser::with_token(&town, "revisor");
        let both = |official: &mut Browser, desk: &str, words: &str| {
            for page in [desk, &address] {
                let page = official.get(page).text();
                assert!(page.contains(words), "{words}: {page}");
            }
        };
        both(&mut reviewer, "/oficina", "Espera a la oficina");
        let marked = Completion {
            marks: vec![cases::mark::Mark {
                question: "metros".to_owned(),
                remark: "El plano dice 45.".to_owned(),
            }],
            ..Completion::default()
        };
        town.complete("revisor", &number, marked).unwrap();
        let waiting = "/oficina?parte=esperan";
        both(&mut reviewer, waiting, "Espera una corrección");
    });
}

#[test]
fn what_is_wrong_is_said_beside_its_field_and_nothing_typed_is_lost() {
    store::testing::each_database(ROOMS, |store| {
        let town = town(store);
        let (number, address) = filed(&town);
        let mut reviewer = Browser::with_token(&town, "revisor");
        let page = reviewer.get(&address).text();
        let task = task_on(&page);
        // Of two questions one was not asked of this applicant.
        assert!(page.contains("name=\"nota.metros\""), "{page}");
        assert!(!page.contains("name=\"nota.altura\""), "{page}");
        let case = ("expediente", number.as_str());
        let remark = ("nota.metros", "El plano dice 45.");

        // Enter in a field decides nothing, and what was typed comes back.
        let pressed = reviewer.post(&task, &[("hacer", "seguir"), case, remark]);
        assert_eq!(pressed.status, 200);
        assert!(pressed.text().contains("El plano dice 45."));
        // Asking for a correction of nothing; deciding with something marked.
        let nothing = reviewer.post(&task, &[("hacer", "corregir"), case]);
        assert_eq!(nothing.status, 422);
        let both = reviewer.post(&task, &[case, remark, ("resultado", "conforme")]);
        assert_eq!(both.status, 422);
        assert!(both.text().contains("El plano dice 45."));

        // The button that asks for the correction minds no result that was ticked before.
        let fields = [
            ("hacer", "corregir"),
            case,
            remark,
            ("resultado", "conforme"),
        ];
        assert_eq!(reviewer.post(&task, &fields).status, 303);
        let mut ana = Browser::with_token(&town, "ana");
        let page = ana.get(&format!("/expedientes/{number}")).text();
        assert!(page.contains("El plano dice 45."), "{page}");
    });
}

#[test]
fn the_signed_document_opens_at_the_office() {
    store::testing::each_database(ROOMS, |store| {
        let town = town(store);
        let (number, address) = filed(&town);
        town.complete("revisor", &number, result("conforme"))
            .unwrap();
        let mut director = Browser::with_token(&town, "director");
        let act = format!("{address}/acto.pdf");
        assert_eq!(director.get(&act).status, 404);
        town.complete("director", &number, Completion::default())
            .unwrap();
        town.worker.run_due(town.now).unwrap();
        assert!(director.get(&address).text().contains(&act));
        assert!(director.get(&act).body.starts_with(b"%PDF-"));
        let mut stranger = Browser::with_token(&town, "ana");
        assert_ne!(stranger.get(&act).status, 200);
    });
}
