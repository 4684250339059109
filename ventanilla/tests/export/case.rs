//! One case.

use std::ffi::OsStr;
use std::fs;
use std::path::Path;

use serde_json::Value;
use store::BlobHash;

use crate::office::Office;
use crate::program::http::Request;

#[test]
fn a_case_leaves_whole_and_can_be_checked_far_away() {
    let office = Office::open();
    let licence = office.licence();
    office.wait("the proof of the act", || {
        let path = format!("/expedientes/{}/acto.tlog-proof", licence.number);
        let answer = office.ask("ana", Request::get(path));
        (answer.status == 200).then(|| answer.text())
    });
    let to = office.folder().join("fuera");
    let arguments = [
        to.as_os_str(),
        OsStr::new("--case"),
        OsStr::new(&licence.number),
    ];
    let said = office.place.run_well("export", &arguments);
    assert!(said.contains(&licence.number), "{said}");

    let told: Value = serde_json::from_slice(&fs::read(to.join("case.json")).unwrap()).unwrap();
    expect_told(&told, &licence.number);
    expect_listed(&told, &to);
    assert_eq!(
        fs::read(to.join("acto.pdf")).unwrap(),
        fs::read(&licence.file).unwrap(),
        "the act leaves byte by byte"
    );
    let read_me = fs::read_to_string(to.join("LEEME.txt")).unwrap();
    assert!(read_me.contains(&licence.number) && read_me.contains("ventanilla verify"));
    expect_checked_far_away(&office, &to);

    // Whose case it is reads that it was copied.
    let seen = office.ask("ana", Request::get("/mi/datos")).text();
    assert!(seen.contains("Se copió el expediente entero"), "{seen}");
    assert!(
        !office.place.run("export", &arguments).status.success(),
        "a second time would overwrite the first"
    );
}

fn expect_told(told: &Value, number: &str) {
    assert_eq!(told["format"], "ventanilla-case/1");
    assert_eq!(told["number"], number);
    assert_eq!(told["outcome"], "granted");
    assert_eq!(told["payment"]["state"], "paid");
    assert_eq!(told["applicant"]["name"], "Ana Arami Benítez Duarte");
    let questions: Vec<&Value> = told["answers"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|section| section["questions"].as_array().unwrap())
        .collect();
    let asked = questions
        .iter()
        .find(|row| row["question"] == "superficie")
        .unwrap();
    assert_eq!(asked["label"], "¿Cuántos metros cuadrados tiene?");
    assert_eq!(asked["answer"], "40 m²");
    let tasks = told["tasks"].as_array().unwrap();
    let done: Vec<&str> = tasks
        .iter()
        .map(|task| task["name"].as_str().unwrap())
        .collect();
    assert_eq!(done, ["revisar", "firmar"]);
    assert!(tasks.iter().all(|task| task["completed_by"].is_string()));
    let steps: Vec<&str> = told["history"]
        .as_array()
        .unwrap()
        .iter()
        .map(|step| step["event"]["what"].as_str().unwrap())
        .collect();
    assert_eq!(steps.first(), Some(&"filed"));
    assert!(
        steps.contains(&"fee-paid") && steps.contains(&"act-issued"),
        "{steps:?}"
    );
}

/// Every file is there with the hash that the case tells of it.
fn expect_listed(told: &Value, to: &Path) {
    let files = told["files"].as_array().unwrap();
    for file in files {
        let path = file["path"].as_str().unwrap();
        let bytes = fs::read(to.join(path)).unwrap();
        assert_eq!(file["sha256"], BlobHash::of(&bytes).as_str(), "{path}");
    }
    let is_listed = |wanted: &str| {
        files
            .iter()
            .any(|file| file["path"].as_str().unwrap().starts_with(wanted))
    };
    for wanted in [
        "acto.pdf",
        "acto.tlog-proof",
        "comprobante.pdf",
        "comprobante.tlog-proof",
        "documentos/01-",
        "tramite/form.yaml",
    ] {
        assert!(is_listed(wanted), "{wanted} is not in {files:?}");
    }
}

/// With nothing but the folder, as the file of words says.
fn expect_checked_far_away(office: &Office, to: &Path) {
    let state = to.join("estado");
    let files =
        ["raiz.pem", "raiz.crl", "emisora.crl", "bitacora.key"].map(|name| state.join(name));
    let act = to.join("acto.pdf");
    let [root, root_list, issuing_list, key] = &files;
    let said = office.place.run_well(
        "verify",
        &[
            act.as_os_str(),
            OsStr::new("--root"),
            root.as_os_str(),
            OsStr::new("--crl"),
            root_list.as_os_str(),
            OsStr::new("--crl"),
            issuing_list.as_os_str(),
            OsStr::new("--ledger-key"),
            key.as_os_str(),
        ],
    );
    assert!(said.contains("VÁLIDO: no cambió"), "{said}");
    assert!(
        said.contains("BITÁCORA: el documento es la entrada"),
        "{said}"
    );
}
