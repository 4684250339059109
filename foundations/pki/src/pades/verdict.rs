//! What can be said of one signature.

use jiff::Timestamp;

use crate::certificate::{Certificate, Serial};
use crate::name::Name;
use crate::path::Chain;
use crate::trust::Revocation;

/// Whether the bytes a signature covers are the ones that were signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Integrity {
    /// They are, by this signer's key.
    Intact,
    /// They are not: the file was altered, or the signature made by another key.
    Altered,
    /// The signature cannot be read, or does not cover what a signature must.
    Unreadable,
    /// A kind of signature this room does not read yet, such as a document time-stamp.
    Unsupported,
}

/// Whether something was added to the file after this signature.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum LaterChanges {
    /// Nothing: the signature covers the whole file.
    None,
    /// Something, and a later intact signature by a trusted signer covers it and the rest of the file.
    Signed,
    /// Something that nobody signed.
    Unsigned,
}

/// The whole verdict in one word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Intact, by a trusted signer, in time, not revoked, with nothing added.
    Valid,
    /// Nothing speaks against it, but something needed to be sure is missing: a trusted root, a current
    /// revocation list, or a proof of the moment other than the signer's word.
    Doubtful,
    /// It must not be relied on.
    Invalid,
}

/// Who signed, as the certificate says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signer {
    /// The legal person: an agency's legal name stands in `organisation`.
    pub subject: Name,
    /// The authority that says so.
    pub issuer: Name,
    /// The certificate's serial number.
    pub serial: Serial,
    /// From when the certificate is valid.
    pub not_before: Timestamp,
    /// Until when.
    pub not_after: Timestamp,
    /// The SHA-256 of the certificate.
    pub fingerprint: Vec<u8>,
}

impl From<&Certificate> for Signer {
    fn from(certificate: &Certificate) -> Self {
        Self {
            subject: certificate.subject.clone(),
            issuer: certificate.issuer.clone(),
            serial: certificate.serial.clone(),
            not_before: certificate.not_before,
            not_after: certificate.not_after,
            fingerprint: certificate.fingerprint(),
        }
    }
}

/// One signature of a file, examined.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignatureVerdict {
    /// Who signed, when the signature could be read. Only as credible as [`SignatureVerdict::chain`].
    pub signer: Option<Signer>,
    /// When, by the signer's own word.
    pub signed_at: Option<Timestamp>,
    /// Why, in the signer's words.
    pub reason: Option<String>,
    /// Where, in the signer's words.
    pub location: Option<String>,
    /// How many bytes from the start of the file it covers, save its own place.
    pub covers_bytes: usize,
    /// Whether what it covers is what was signed.
    pub integrity: Integrity,
    /// Whether the signer leads to a trusted root.
    pub chain: Chain,
    /// Whether the signer's certificate, or one above it, was revoked.
    pub revocation: Revocation,
    /// Whether anything was added afterwards.
    pub later_changes: LaterChanges,
}

impl SignatureVerdict {
    /// Who signed, in one text to show: the legal person, or else the name it is known by. Only as
    /// credible as [`SignatureVerdict::chain`].
    #[must_use]
    pub fn signer_name(&self) -> Option<&str> {
        let subject = &self.signer.as_ref()?.subject;
        subject
            .organisation
            .as_deref()
            .or(subject.common_name.as_deref())
    }

    /// The verdict in one word.
    #[must_use]
    pub fn standing(&self) -> Standing {
        if self.integrity != Integrity::Intact || self.later_changes == LaterChanges::Unsigned {
            return Standing::Invalid;
        }
        let chain = match self.chain {
            Chain::Trusted => Standing::Valid,
            Chain::TrustedThen | Chain::Unknown => Standing::Doubtful,
            Chain::OutOfTime | Chain::NotAllowed => Standing::Invalid,
        };
        let revocation = match self.revocation {
            Revocation::NotRevoked { .. } => Standing::Valid,
            Revocation::Outdated | Revocation::Unknown => Standing::Doubtful,
            Revocation::Revoked { at, reason } => {
                let before = self.signed_at.is_some_and(|signed| signed < at);
                if before && reason.spares_the_past() {
                    Standing::Doubtful
                } else {
                    Standing::Invalid
                }
            }
        };
        let later = match self.later_changes {
            LaterChanges::None => Standing::Valid,
            LaterChanges::Signed => Standing::Doubtful,
            LaterChanges::Unsigned => Standing::Invalid,
        };
        [chain, revocation, later]
            .into_iter()
            .max_by_key(|standing| match standing {
                Standing::Valid => 0,
                Standing::Doubtful => 1,
                Standing::Invalid => 2,
            })
            .unwrap_or(Standing::Invalid)
    }
}
