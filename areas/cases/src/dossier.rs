//! A whole case in open formats, to leave the house: for another system, a court, an archive.
//!
//! | file | holds |
//! |---|---|
//! | `LEEME.txt` | what each file is, in words |
//! | `case.json` | the case: answers, history, tasks, documents, payment, act; see `told` |
//! | `comprobante.pdf`, `comprobante.tlog-proof` | the receipt, and the proof that it is in the public ledger |
//! | `acto.pdf`, `acto.tlog-proof` | the signed act, byte by byte, and its proof |
//! | `documentos/` | the files of the applicant |
//! | `adjuntos/` | the files given with the decision |
//! | `tramite/` | the definition of the service, in the version under which the case was filed |
//!
//! A proof is missing until the ledger has taken its entry, which takes about a second.

pub(crate) mod gather;
mod told;

use jiff::Timestamp;
use store::{BlobHash, Store};
use text::Lang;

use crate::paper::{self, Head};
use crate::state::State;
use crate::{CaseNumber, Error, words};
use gather::Gathered;

/// Papers are in the language of the law.
const LANG: Lang = Lang::Es;

/// A file of a dossier.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DossierFile {
    /// Where it goes, under the dossier's folder; with `/` and without `..`.
    pub path: String,
    /// What it is.
    pub content: Content,
}

/// The bytes of a file, or where they lie.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    /// Made for this dossier.
    Made(Vec<u8>),
    /// As they were stored.
    Stored(BlobHash),
}

impl DossierFile {
    fn made(path: impl Into<String>, bytes: impl Into<Vec<u8>>) -> Self {
        Self {
            path: path.into(),
            content: Content::Made(bytes.into()),
        }
    }

    fn stored(path: String, blob: &BlobHash) -> Self {
        Self {
            path,
            content: Content::Stored(blob.clone()),
        }
    }

    /// SHA-256 of the bytes.
    #[must_use]
    pub fn hash(&self) -> BlobHash {
        match &self.content {
            Content::Made(bytes) => BlobHash::of(bytes),
            Content::Stored(blob) => blob.clone(),
        }
    }
}

/// Gathers everything that belongs to a case. None when there is no such case.
///
/// For whoever runs the State, at its command line: no right of an account is asked. The agency is
/// written down as having looked, with what for, where the person reads it at `/mi/datos`.
///
/// # Errors
/// When the receipt cannot be made or the store fails.
pub fn export(
    store: &Store,
    state: &State,
    number: &CaseNumber,
    now: Timestamp,
) -> Result<Option<Vec<DossierFile>>, Error> {
    let (there, wanted) = (state.clone(), number.clone());
    let gathered = store.write_blocking(move |tx| Gathered::of(tx, &there, &wanted, now))?;
    let Some(gathered) = gathered else {
        return Ok(None);
    };
    let mut files = papers(state, &gathered)?;
    files.extend(given(&gathered));
    let told = told::case(&gathered, &files, now);
    let mut told = serde_json::to_vec_pretty(&told).map_err(Error::inner)?;
    told.push(b'\n');
    let number = gathered.case.number.as_str();
    let mut dossier = vec![
        DossierFile::made(
            "LEEME.txt",
            words::dossier_readme(LANG, number).into_string(),
        ),
        DossierFile::made("case.json", told),
    ];
    dossier.append(&mut files);
    Ok(Some(dossier))
}

/// What the State wrote.
fn papers(state: &State, gathered: &Gathered) -> Result<Vec<DossierFile>, Error> {
    let head = Head {
        site: state.app.site(),
        agency_name: &gathered.agency.name,
        service: &gathered.service,
        lang: LANG,
    };
    let proof = gathered.receipt_proof.as_ref();
    let receipt = paper::receipt(
        &head,
        &gathered.case,
        &gathered.application,
        &gathered.known,
        proof,
    )?;
    let mut files = vec![DossierFile::made("comprobante.pdf", receipt)];
    files.extend(proof.map(|proof| DossierFile::made("comprobante.tlog-proof", proof.to_text())));
    if let Some(issued) = gathered.act.as_ref().and_then(|act| act.issued.as_ref()) {
        files.push(DossierFile::stored("acto.pdf".to_owned(), &issued.blob));
    }
    for act in &gathered.other_acts {
        let issued = act.issued.as_ref().map(|issued| {
            DossierFile::stored(format!("actos/{:02}.pdf", act.ordinal), &issued.blob)
        });
        files.extend(issued);
    }
    let proof = gathered.act_proof.as_ref();
    files.extend(proof.map(|proof| DossierFile::made("acto.tlog-proof", proof.to_text())));
    for (name, text) in &gathered.definition {
        files.push(DossierFile::made(
            format!("tramite/{name}"),
            text.as_bytes(),
        ));
    }
    Ok(files)
}

/// What the applicant and the officials gave.
fn given(gathered: &Gathered) -> Vec<DossierFile> {
    let documents = gathered.documents.iter().enumerate();
    let documents = documents.map(|(place, document)| {
        DossierFile::stored(document_path(place, &document.file_name), &document.blob)
    });
    let attachments = gathered.attachments.iter().enumerate();
    let attachments = attachments.map(|(place, attachment)| {
        let file = &attachment.file;
        DossierFile::stored(attachment_path(place, &file.file_name), &file.blob)
    });
    documents.chain(attachments).collect()
}

/// Where a document goes: by its place, so that two of one name stay apart.
fn document_path(place: usize, name: &str) -> String {
    format!("documentos/{:02}-{}", place + 1, file_name(name))
}

fn attachment_path(place: usize, name: &str) -> String {
    format!("adjuntos/{:02}-{}", place + 1, file_name(name))
}

/// A name that every file system takes and none understands as a path.
fn file_name(name: &str) -> String {
    name.chars()
        .map(|sign| {
            if sign.is_alphanumeric() || matches!(sign, '.' | '-' | '_' | ' ') {
                sign
            } else {
                '_'
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_never_leaves_its_folder() {
        assert_eq!(
            document_path(0, "../../etc/plano ñ.pdf"),
            "documentos/01-.._.._etc_plano ñ.pdf"
        );
        assert_eq!(attachment_path(9, "a\\b:c"), "adjuntos/10-a_b_c");
    }
}
