//! The whole State, from SQLite to PostgreSQL.

use std::ffi::OsStr;
use std::fs;
use std::path::Path;

use store::Database;

use crate::office::Office;
use crate::program::http::{Answer, Request};
use crate::program::{Place, free_address};

#[test]
fn a_state_moves_from_one_database_to_the_other() {
    let office = Office::open();
    let paper = office.certificate();
    let case = format!("/api/v1/cases/{}", paper.number);
    let before = office.ask("ana", Request::get(&case)).json();
    let to = office.folder().join("estado-entero");
    office.place.run_well("export", &[to.as_os_str()]);
    expect_no_key(&to, &office.place.data.join("master.key"));

    let folder = tempfile::tempdir().unwrap();
    let Some(config) = store::testing::postgres_config(&folder) else {
        return;
    };
    let Database::Postgres(connection) = config.database else {
        panic!("not PostgreSQL")
    };
    let new = Place {
        data: folder.path().join("data"),
        database: Some(connection),
        address: free_address(),
    };
    let key = office.place.data.join("master.key");
    let refused = new.run("import", &[to.as_os_str()]);
    assert!(
        !refused.status.success() && !new.data.exists(),
        "without the key nothing is begun: {refused:?}"
    );
    let arguments = [to.as_os_str(), OsStr::new("--master-key"), key.as_os_str()];
    let said = new.run_well("import", &arguments);
    assert!(said.contains("is sound"), "{said}");
    let words = new.run_well("doctor", &[]);
    assert!(words.contains("nothing is wrong"), "{words}");
    assert!(
        !new.run("import", &arguments).status.success(),
        "a State is never put over another"
    );

    let server = new.start().wait_until_ready();
    let token = new.token("ana");
    let ask =
        |path: &str| -> Answer { Request::get(path).bearer(&token).ask(new.address).unwrap() };
    assert_eq!(ask(&case).json(), before);
    let act = ask(&format!("/expedientes/{}/acto.pdf", paper.number));
    assert_eq!(act.body, fs::read(&paper.file).unwrap());
    let path = "/api/v1/services/certificado-de-nacimiento/applications";
    let filing = Request::post(path, &serde_json::json!({ "answers": {} })).bearer(&token);
    let filed = filing.ask(new.address).unwrap();
    assert_eq!(filed.status, 201, "and it goes on: {filed:?}");
    server.kill();
}

/// Neither the key's file nor its bytes are anywhere in the export.
fn expect_no_key(folder: &Path, key: &Path) {
    let key = fs::read(key).unwrap();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap().flatten() {
            if entry.path().is_dir() {
                folders.push(entry.path());
                continue;
            }
            let bytes = fs::read(entry.path()).unwrap();
            let holds = bytes.windows(key.len()).any(|window| window == key);
            assert!(!holds, "{}", entry.path().display());
        }
    }
}
