//! The same files in the hands of programs that are not ours: openssl, poppler's pdfsig, qpdf, pyHanko.
//! A program that is not installed is named and passed over.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use crate::house::*;
use pki::Reason;
use pki::pades::{self, Signing};

/// Runs a program in a folder; says so and gives nothing when it is not installed.
fn run(folder: &Path, program: &str, arguments: &[&str]) -> Option<Output> {
    match Command::new(program)
        .args(arguments)
        .current_dir(folder)
        .output()
    {
        Ok(output) => Some(output),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            eprintln!("skipped: {program} is not installed");
            None
        }
        Err(error) => panic!("{program}: {error}"),
    }
}

fn said(output: &Output) -> String {
    format!(
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    )
}

fn pem(folder: &Path, name: &str, der: &[u8], kind: &str) {
    fs::write(folder.join(format!("{name}.der")), der).unwrap();
    let from = format!("{name}.der");
    let to = format!("{name}.pem");
    if let Some(output) = run(
        folder,
        "openssl",
        &[kind, "-inform", "DER", "-in", &from, "-out", &to],
    ) {
        assert!(output.status.success(), "{}", said(&output));
    }
}

/// Certificates, lists and a sealed PDF in a folder, as an outsider would have them.
fn files(house: &House) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let at = now();
    let root = house.read(|db| pki::certificate_der(db, pki::ROOT));
    let issuing = house.read(|db| pki::certificate_der(db, pki::ISSUING));
    pem(folder.path(), "raiz", &root, "x509");
    pem(folder.path(), "emisora", &issuing, "x509");
    pem(
        folder.path(),
        "sello",
        house.seal().certificate_der(),
        "x509",
    );
    pem(folder.path(), "raiz-crl", &house.crl(pki::ROOT, at), "crl");
    pem(
        folder.path(),
        "emisora-crl",
        &house.crl(pki::ISSUING, at),
        "crl",
    );
    folder
}

/// Seconds since 1970 of the moment of these tests, which is when openssl shall believe itself to be.
fn moment() -> String {
    (now().as_second() + 1).to_string()
}

const CHAIN: [&str; 8] = [
    "-CAfile",
    "raiz.pem",
    "-untrusted",
    "emisora.pem",
    "-CRLfile",
    "raiz-crl.pem",
    "-CRLfile",
    "emisora-crl.pem",
];

#[test]
fn openssl_accepts_the_chain_with_every_list_and_sees_a_revocation() {
    let house = House::new();
    let verify = |folder: &Path| {
        let moment = moment();
        let mut arguments = vec![
            "verify",
            "-x509_strict",
            "-crl_check_all",
            "-attime",
            &moment,
        ];
        arguments.extend(CHAIN);
        arguments.push("sello.pem");
        run(folder, "openssl", &arguments)
    };
    let folder = files(&house);
    let Some(output) = verify(folder.path()) else {
        return;
    };
    assert!(output.status.success(), "{}", said(&output));

    // The lists of one that was revoked, with the certificate from before.
    house.write(|tx| pki::revoke_seals(tx, AGENCY, Reason::KeyCompromise, now()));
    pem(
        folder.path(),
        "emisora-crl",
        &house.crl(pki::ISSUING, now()),
        "crl",
    );
    let output = verify(folder.path()).unwrap();
    assert!(
        said(&output).contains("certificate revoked"),
        "{}",
        said(&output)
    );
}

#[test]
fn openssl_verifies_the_signature_as_cades() {
    let house = House::new();
    let folder = files(&house);
    let sealed = pades::sign(&pdf(), &house.seal(), &Signing::new("Prueba", now())).unwrap();
    let key = b"/Contents <";
    let start = sealed
        .windows(key.len())
        .position(|window| window == key)
        .unwrap()
        + key.len();
    let end = start
        + sealed[start..]
            .iter()
            .position(|byte| *byte == b'>')
            .unwrap();
    let digits = std::str::from_utf8(&sealed[start..end]).unwrap();
    let message: Vec<u8> = (0..digits.len())
        .step_by(2)
        .map(|at| u8::from_str_radix(&digits[at..at + 2], 16).unwrap())
        .collect();
    let content = [&sealed[..start - 1], &sealed[end + 1..]].concat();
    fs::write(folder.path().join("message.der"), message).unwrap();
    fs::write(folder.path().join("content.bin"), content).unwrap();
    let moment = moment();
    let arguments = [
        "cms",
        "-verify",
        "-cades",
        "-binary",
        "-inform",
        "DER",
        "-in",
        "message.der",
        "-content",
        "content.bin",
        "-CAfile",
        "raiz.pem",
        "-attime",
        &moment,
        "-out",
        "out.bin",
    ];
    let Some(output) = run(folder.path(), "openssl", &arguments) else {
        return;
    };
    assert!(
        said(&output).contains("CAdES Verification successful"),
        "{}",
        said(&output)
    );
}

#[test]
fn pdfsig_and_qpdf_accept_a_sealed_document() {
    let house = House::new();
    for (name, original) in [("classic.pdf", pdf()), ("modern.pdf", modern_pdf())] {
        let folder = tempfile::tempdir().unwrap();
        let once = pades::sign(&original, &house.seal(), &Signing::new("Prueba ñ", now())).unwrap();
        let twice = pades::sign(&once, &house.seal(), &Signing::new("Otra", now())).unwrap();
        fs::write(folder.path().join(name), &twice).unwrap();
        if let Some(output) = run(folder.path(), "qpdf", &["--check", name]) {
            assert!(output.status.success(), "{}", said(&output));
        }
        if let Some(output) = run(folder.path(), "pdfsig", &["-nocert", name]) {
            let said = said(&output);
            assert_eq!(said.matches("Signature is Valid.").count(), 2, "{said}");
            assert_eq!(said.matches("ETSI.CAdES.detached").count(), 2, "{said}");
            assert_eq!(said.matches("Total document signed").count(), 1, "{said}");
        }
        let mut altered = once;
        altered[200] ^= 1;
        fs::write(folder.path().join(name), altered).unwrap();
        if let Some(output) = run(folder.path(), "pdfsig", &["-nocert", name]) {
            assert!(
                !said(&output).contains("Signature is Valid."),
                "{}",
                said(&output)
            );
        }
    }
}
