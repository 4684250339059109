//! Files an official gives with a decision.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use cases::act;
use serde_json::json;
use store::BlobHash;

use crate::browser::{Browser, File};
use crate::print::words_of;
use crate::town::{ROOMS, Town, result, town};

const FIRST: File<'_> = File {
    name: "gasto-2025.pdf",
    bytes: b"%PDF-1.7 the answer",
};
const SECOND: File<'_> = File {
    name: "gasto-2025.csv",
    bytes: "mes;obra;monto\r\nmarzo;Empedrado de la calle Ñandutí;1250000\r\n".as_bytes(),
};

/// The address of the only open task of a case.
fn task_of(desk: &mut Browser, number: &str) -> String {
    let page = desk.get(&format!("/oficina/expedientes/{number}")).text();
    let (_, rest) = page.split_once("action=\"/oficina/tareas/").unwrap();
    format!("/oficina/tareas/{}", rest.split('"').next().unwrap())
}

/// The addresses of the files of an answer on a page.
fn files_on(page: &str) -> Vec<String> {
    let parts = page.split("href=\"").skip(1);
    parts
        .map(|part| part.split('"').next().unwrap().to_owned())
        .filter(|href| href.contains("/respuesta/"))
        .collect()
}

fn signing(town: &Town) -> (String, Browser, String, Browser) {
    let filed = town.file("40", None).unwrap();
    town.complete("revisor", &filed.number, result("conforme"))
        .unwrap();
    let mut citizen = Browser::new(town);
    let typed = [
        ("numero", filed.number.as_str()),
        ("codigo", filed.verification_code.as_str()),
    ];
    citizen.post("/seguir", &typed);
    let mut desk = Browser::with_token(town, "director");
    let number = filed.number.to_string();
    let task = task_of(&mut desk, &number);
    (number, citizen, task, desk)
}

#[test]
fn files_are_given_one_at_a_time_and_named_in_the_act_by_their_hash() {
    store::testing::each_database(ROOMS, |store| {
        let town = town(store);
        let (number, mut citizen, task, mut desk) = signing(&town);
        let case = format!("/expedientes/{number}");
        let attach = [
            ("expediente", number.as_str()),
            ("motivos", "Se entrega lo pedido."),
            ("hacer", "adjuntar"),
        ];
        let page = desk.upload(&task, &attach, &FIRST);
        assert_eq!(page.status, 200);
        // What was typed comes back with the page.
        let page = page.text();
        assert!(page.contains("Se entrega lo pedido."), "{page}");
        assert_eq!(files_on(&page).len(), 1);
        // A file that was a mistake is taken out again.
        let id = files_on(&page).remove(0);
        let id = id.rsplit('/').next().unwrap();
        let remove = [
            ("expediente", number.as_str()),
            ("hacer", &format!("quitar:{id}")),
        ];
        assert!(files_on(&desk.post(&task, &remove).text()).is_empty());
        desk.upload(&task, &attach, &FIRST);
        // No program, whatever its name; and no file at all is told.
        for name in ["gasto.pdf", "gasto.csv"] {
            let program = File {
                name,
                bytes: b"MZ\x00\x01",
            };
            assert_eq!(desk.upload(&task, &attach, &program).status, 422);
        }
        assert_eq!(desk.post(&task, &attach).status, 422);
        // Not given yet: the applicant sees nothing of it.
        assert!(files_on(&citizen.get(&case).text()).is_empty());
        // The last one comes with the decision itself.
        let done = desk.upload(&task, &attach[..2], &SECOND);
        assert_eq!((done.status, done.location.as_str()), (303, "/oficina"));
        town.worker
            .run_due(town.now + jiff::SignedDuration::from_hours(2))
            .unwrap();

        let page = citizen.get(&case).text();
        let files = files_on(&page);
        assert_eq!(files.len(), 2, "{page}");
        let mut kinds: Vec<String> = files
            .iter()
            .map(|file| citizen.get(file).header("content-type").to_owned())
            .collect();
        kinds.sort();
        assert_eq!(kinds, ["application/pdf", "text/csv"]);
        let mut given: Vec<Vec<u8>> = files.iter().map(|file| citizen.get(file).body).collect();
        // They came at the same instant of a clock that stands still.
        given.sort();
        assert_eq!(given, [FIRST.bytes, SECOND.bytes]);
        assert_eq!(Browser::new(&town).get(&files[0]).status, 404);
        let at_the_office = desk.get(&format!("/oficina{}", files[0]));
        assert_eq!(at_the_office.body, citizen.get(&files[0]).body);
        let act = citizen.get(&format!("{case}/acto.pdf"));
        assert_eq!(act.status, 200);
        if let Some(words) = words_of(&act.body) {
            for file in [&FIRST, &SECOND] {
                let hash = BlobHash::of(file.bytes);
                assert!(words.contains(file.name), "{words}");
                assert!(words.contains(hash.as_str()), "{words}");
            }
        }
    });
}

#[test]
fn a_step_takes_as_many_files_as_its_process_says() {
    store::testing::each_database(ROOMS, |store| {
        let town = town(store);
        let (number, _, task, mut desk) = signing(&town);
        let attach = [("expediente", number.as_str()), ("hacer", "adjuntar")];
        assert_eq!(desk.upload(&task, &attach, &FIRST).status, 200);
        assert_eq!(desk.upload(&task, &attach, &SECOND).status, 200);
        assert_eq!(desk.upload(&task, &attach, &FIRST).status, 422);
        // The reviewer's step takes none, and offers none.
        let other = town.file("40", None).unwrap();
        let mut revisor = Browser::with_token(&town, "revisor");
        let number = other.number.to_string();
        let task = task_of(&mut revisor, &number);
        let page = revisor
            .get(&format!("/oficina/expedientes/{number}"))
            .text();
        assert!(!page.contains("type=\"file\""));
        let attach = [("expediente", number.as_str()), ("hacer", "adjuntar")];
        assert_eq!(revisor.upload(&task, &attach, &FIRST).status, 422);
        // Somebody of another agency finds no such task.
        let mut stranger = Browser::with_token(&town, "transparencia");
        assert_eq!(stranger.upload(&task, &attach, &FIRST).status, 404);
    });
}

#[test]
fn a_task_is_finished_with_its_files_by_the_api() {
    store::testing::each_database(ROOMS, |store| {
        let town = town(store);
        let (number, _, task, mut desk) = signing(&town);
        let id = task.rsplit('/').next().unwrap();
        let address = format!("/api/v1/tasks/{id}/complete");
        let waiting = desk.get("/api/v1/tasks").text();
        assert!(
            waiting.contains(id) && waiting.contains(&number),
            "{waiting}"
        );
        let content = BASE64_STANDARD.encode(FIRST.bytes);
        let wrong =
            json!({ "files": [{ "name": "x.pdf", "content": BASE64_STANDARD.encode("MZ") }] });
        assert_eq!(desk.post_json(&address, &wrong).status, 415);
        let right = json!({ "files": [{ "name": FIRST.name, "content": content }] });
        let done = desk.post_json(&address, &right);
        assert_eq!(done.status, 200, "{}", done.text());
        let case: serde_json::Value = serde_json::from_slice(&done.body).unwrap();
        assert_eq!(case["status"], "granted");
        let file = &case["act"]["files"][0];
        assert_eq!(file["name"], FIRST.name);
        assert_eq!(file["sha256"], BlobHash::of(FIRST.bytes).as_str());
        // Twice is told so.
        assert_eq!(desk.post_json(&address, &right).status, 409);
        let id = town.case(&number.parse().unwrap()).id;
        let act = town.store.read_blocking(move |db| act::of_case(db, id));
        assert_eq!(
            act.unwrap().unwrap().decided_by,
            Some(town.official("director").account)
        );
    });
}
