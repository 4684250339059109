//! Examining the signatures of a PDF.

use jiff::Timestamp;

use super::PDF_BYTES_MAX;
use super::scan::{self, Found};
use super::verdict::{Integrity, LaterChanges, SignatureVerdict, Signer};
use crate::Error;
use crate::cms::verify::SignedMessage;
use crate::error::PdfProblem;
use crate::path::Chain;
use crate::trust::{Revocation, Trust};

/// The kinds of signature read here: PAdES, and the older form that has the same content.
const SUB_FILTERS: [&[u8]; 2] = [b"ETSI.CAdES.detached", b"adbe.pkcs7.detached"];

/// Examines every signature of a PDF, in the order in which they stand; a file without any gives none.
///
/// Believes nothing in the file: the signature must cover everything but its own place, hold over the
/// attributes as they were received, name the certificate it was made with, and lead to a root of
/// `trust`. `now` is the moment of asking.
///
/// # Errors
/// [`Error::Pdf`] when the file is too large or holds more signatures than anybody needs. Everything else
/// that can be wrong is a verdict.
pub fn verify(pdf: &[u8], trust: &Trust, now: Timestamp) -> Result<Vec<SignatureVerdict>, Error> {
    if pdf.len() > PDF_BYTES_MAX {
        return Err(Error::Pdf(PdfProblem::TooLarge));
    }
    let found = scan::signatures(pdf).ok_or(Error::Pdf(PdfProblem::Unreadable))?;
    let mut verdicts: Vec<_> = found
        .iter()
        .map(|found| examine(pdf, found, trust, now))
        .collect();

    // Only a trusted signer answers for what was added: anybody can sign with a key of their own.
    let whole_file_is_signed = verdicts.iter().any(|verdict| {
        verdict.integrity == Integrity::Intact
            && matches!(verdict.chain, Chain::Trusted | Chain::TrustedThen)
            && verdict.covers_bytes == pdf.len()
    });
    for verdict in &mut verdicts {
        verdict.later_changes = if verdict.covers_bytes == pdf.len() {
            LaterChanges::None
        } else if whole_file_is_signed {
            LaterChanges::Signed
        } else {
            LaterChanges::Unsigned
        };
    }
    Ok(verdicts)
}

fn examine(pdf: &[u8], found: &Found, trust: &Trust, now: Timestamp) -> SignatureVerdict {
    let mut verdict = SignatureVerdict {
        signer: None,
        signed_at: found.signed_at,
        reason: found.reason.clone(),
        location: found.location.clone(),
        covers_bytes: found.covered.as_ref().map_or(0, |covered| covered.end),
        integrity: Integrity::Unreadable,
        chain: Chain::Unknown,
        revocation: Revocation::Unknown,
        later_changes: LaterChanges::Unsigned,
    };
    if !SUB_FILTERS.contains(&found.sub_filter.as_slice()) {
        verdict.integrity = Integrity::Unsupported;
        return verdict;
    }
    let (Some(covered), Ok(message)) = (&found.covered, SignedMessage::read(&found.message)) else {
        return verdict;
    };
    let before = pdf.get(..covered.contents.start).unwrap_or_default();
    let after = pdf
        .get(covered.contents.end..covered.end)
        .unwrap_or_default();
    verdict.integrity = match message.check(&[before, after]) {
        Ok(()) => Integrity::Intact,
        Err(_) => Integrity::Altered,
    };
    verdict.signer = Some(Signer::from(&message.signer));
    let path = trust.path(&message.signer, &message.certificates, found.signed_at, now);
    verdict.chain = path.chain;
    verdict.revocation = trust.revocation(&path, now);
    verdict
}
