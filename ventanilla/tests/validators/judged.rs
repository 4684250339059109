//! The judgements.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

use crate::office::{Office, Paper};
use crate::tools::Tool;

/// The State's root, its issuing authority and their lists, as anybody fetches them.
struct Published {
    root: PathBuf,
    issuing: PathBuf,
    root_list: PathBuf,
    issuing_list: PathBuf,
}

impl Published {
    fn of(office: &Office) -> Self {
        Self {
            root: office.public("/pki/ca.pem"),
            issuing: office.public("/pki/emisora.cer"),
            root_list: office.public("/pki/crl/raiz.crl"),
            issuing_list: office.public("/pki/crl/emisora.crl"),
        }
    }

    /// What somebody far from the State's data gives to `ventanilla verify`.
    fn arguments(&self) -> Vec<&OsStr> {
        vec![
            OsStr::new("--root"),
            self.root.as_os_str(),
            OsStr::new("--crl"),
            self.root_list.as_os_str(),
            OsStr::new("--crl"),
            self.issuing_list.as_os_str(),
        ]
    }
}

#[test]
fn sealed_papers_are_valid_for_everybody_and_a_changed_byte_is_seen_by_everybody() {
    let office = Office::open();
    let published = Published::of(&office);
    for paper in [
        office.certificate(),
        office.licence(),
        office.denial(),
        office.answer(),
    ] {
        expect_valid(&paper, &office, &published);
        expect_change_seen(&paper, &office, &published);
    }
}

fn expect_valid(paper: &Paper, office: &Office, published: &Published) {
    let (name, file) = (paper.to_string(), paper.file.as_path());
    let name = name.as_str();
    for arguments in [vec![], published.arguments()] {
        let arguments = [vec![file.as_os_str()], arguments].concat();
        let said = office.place.run_well("verify", &arguments);
        assert!(said.contains("VÁLIDO: no cambió"), "{name}: {said}");
    }
    if let Some(verdict) = pdfsig(file) {
        verdict.expect(name, "Signature is Valid.");
        verdict.expect(name, "Total document signed");
        verdict.expect(name, "ETSI.CAdES.detached");
    }
    for engine in ["validate", "adesverify"] {
        if let Some(verdict) = pyhanko(engine, &published.root, file) {
            verdict.expect(name, "The signer's certificate is trusted.");
            verdict.expect(name, "The signature covers the entire file.");
            verdict.expect(name, "The signature is judged VALID.");
        }
    }
}

fn expect_change_seen(paper: &Paper, office: &Office, published: &Published) {
    let name = paper.to_string();
    let file = paper.file.with_extension("cambiado.pdf");
    let mut bytes = fs::read(&paper.file).unwrap();
    // Inside the page's drawing: the file is still a sound PDF, and says something else.
    let drawing = find(&bytes, b"stream\n").unwrap() + 40;
    bytes[drawing] ^= 1;
    fs::write(&file, bytes).unwrap();
    let ours = office.place.run("verify", &[file.as_os_str()]);
    assert!(!ours.status.success(), "{name}: {ours:?}");
    if let Some(verdict) = pdfsig(&file) {
        assert!(
            verdict.words.contains("Digest Mismatch"),
            "{name}: {}",
            verdict.words
        );
    }
    for engine in ["validate", "adesverify"] {
        if let Some(verdict) = pyhanko(engine, &published.root, &file) {
            assert!(!verdict.accepted, "{name}: {}", verdict.words);
        }
    }
}

#[test]
fn a_document_taken_back_is_told_from_one_that_stands() {
    let office = Office::open();
    let paper = office.licence();
    let said = office.place.run_well("verify", &[paper.file.as_os_str()]);
    assert!(said.contains("documento: Licencia"), "{said}");
    assert!(said.contains("VIGENTE: vale hasta el "), "{said}");
    office.revoke(&paper);
    let answer = office.place.run("verify", &[paper.file.as_os_str()]);
    let said = String::from_utf8_lossy(&answer.stdout).into_owned();
    assert!(!answer.status.success(), "{said}");
    // It is as authentic as ever, and stands no longer.
    assert!(said.contains("VÁLIDO: no cambió"), "{said}");
    assert!(said.contains("REVOCADO"), "{said}");
}

#[test]
fn every_paper_is_pdf_a_and_pdf_ua_after_sealing() {
    let office = Office::open();
    let papers = [
        office.certificate(),
        office.licence(),
        office.denial(),
        office.answer(),
        office.receipt(),
    ];
    for paper in &papers {
        if let Some(verdict) = Tool::Qpdf.judge([OsStr::new("--check"), paper.file.as_os_str()]) {
            verdict.expect(paper.name, "No syntax or stream encoding errors found");
        }
    }
    let files = papers.iter().map(|paper| paper.file.as_os_str());
    let Some(verdict) = Tool::VeraPdf.judge([OsStr::new("2a,ua1")].into_iter().chain(files)) else {
        return;
    };
    verdict.expect("veraPDF", "ok   2a");
    assert_eq!(
        verdict.words.matches("ok   ").count(),
        2 * papers.len(),
        "{}",
        verdict.words
    );

    // The same tool does refuse: a paper whose marks are said to mean nothing is not accessible.
    let unmarked = office.folder().join("sin-marcas.pdf");
    let bytes = fs::read(&papers[0].file).unwrap();
    fs::write(&unmarked, replaced(&bytes, b"/MarkInfo", b"/MerkInfo")).unwrap();
    let refused = Tool::VeraPdf
        .judge([OsStr::new("2a,ua1"), unmarked.as_os_str()])
        .unwrap();
    assert!(
        !refused.accepted && refused.words.contains("FAIL ua1"),
        "{}",
        refused.words
    );
}

#[test]
fn openssl_accepts_certificates_lists_and_signatures_as_they_are_published() {
    let office = Office::open();
    let published = Published::of(&office);
    let paper = office.certificate();
    let folder = office.folder();
    let (message, content) = signature(&fs::read(&paper.file).unwrap());
    let (message_file, content_file) = (folder.join("firma.der"), folder.join("contenido.bin"));
    fs::write(&message_file, message).unwrap();
    fs::write(&content_file, content).unwrap();

    let signer = folder.join("sello.pem");
    let mut verify = words(&["cms", "-verify", "-cades", "-binary", "-inform", "DER"]);
    verify.extend([
        OsStr::new("-in"),
        message_file.as_os_str(),
        OsStr::new("-content"),
        content_file.as_os_str(),
        OsStr::new("-CAfile"),
        published.root.as_os_str(),
        OsStr::new("-signer"),
        signer.as_os_str(),
        OsStr::new("-out"),
        OsStr::new("/dev/null"),
    ]);
    let Some(verdict) = Tool::Openssl.judge(verify) else {
        return;
    };
    verdict.expect("signature", "CAdES Verification successful");

    let issuing = as_pem("x509", &published.issuing);
    let lists = [&published.root_list, &published.issuing_list].map(|list| as_pem("crl", list));
    let mut verify = words(&["verify", "-x509_strict", "-crl_check_all"]);
    verify.extend([
        OsStr::new("-CAfile"),
        published.root.as_os_str(),
        OsStr::new("-untrusted"),
        issuing.as_os_str(),
        OsStr::new("-CRLfile"),
        lists[0].as_os_str(),
        OsStr::new("-CRLfile"),
        lists[1].as_os_str(),
        signer.as_os_str(),
    ]);
    let chain = Tool::Openssl.judge(verify).unwrap();
    chain.expect("chain", "sello.pem: OK");
}

/// A published file of DER in the form that openssl's other commands take.
fn as_pem(kind: &str, der: &Path) -> PathBuf {
    let pem = der.with_extension(format!("{kind}.pem"));
    let mut convert = words(&[kind, "-inform", "DER", "-in"]);
    convert.extend([der.as_os_str(), OsStr::new("-out"), pem.as_os_str()]);
    Tool::Openssl.judge(convert).unwrap().expect(kind, "");
    pem
}

fn pdfsig(file: &Path) -> Option<crate::tools::Verdict> {
    Tool::Pdfsig.judge([OsStr::new("-nocert"), file.as_os_str()])
}

/// pyHanko by one of its two engines, with our root in the place of the system's.
fn pyhanko(engine: &str, root: &Path, file: &Path) -> Option<crate::tools::Verdict> {
    let mut arguments = words(&[
        "sign",
        engine,
        "--pretty-print",
        "--trust-replace",
        "--trust",
    ]);
    arguments.extend([root.as_os_str(), file.as_os_str()]);
    Tool::PyHanko.judge(arguments)
}

/// The CMS message of a PDF's signature, and the bytes it signs.
fn signature(pdf: &[u8]) -> (Vec<u8>, Vec<u8>) {
    let key = b"/Contents <";
    let start = find(pdf, key).unwrap() + key.len();
    let end = start + find(&pdf[start..], b">").unwrap();
    let digits = std::str::from_utf8(&pdf[start..end]).unwrap();
    let message = (0..digits.len())
        .step_by(2)
        .map(|at| u8::from_str_radix(&digits[at..at + 2], 16).unwrap())
        .collect();
    (message, [&pdf[..start - 1], &pdf[end + 1..]].concat())
}

fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes
        .windows(wanted.len())
        .position(|window| window == wanted)
}

/// The bytes with one word in the place of another of the same length, wherever it stands.
fn replaced(bytes: &[u8], from: &[u8], to: &[u8]) -> Vec<u8> {
    assert_eq!(from.len(), to.len());
    let mut bytes = bytes.to_vec();
    let mut count = 0;
    while let Some(at) = find(&bytes, from) {
        bytes[at..at + to.len()].copy_from_slice(to);
        count += 1;
    }
    assert!(count > 0, "nothing to replace");
    bytes
}

fn words<'w>(words: &[&'w str]) -> Vec<&'w OsStr> {
    words.iter().map(|word| OsStr::new(*word)).collect()
}
