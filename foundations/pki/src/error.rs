//! What can go wrong, told so that an operator can act on it.

use std::path::PathBuf;

use crate::lint::Finding;

/// A failure of this room. No variant carries key material or the content of a document.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The database failed.
    #[error(transparent)]
    Store(#[from] store::Error),
    /// The master key does not open a private key kept in the database.
    #[error(
        "the master key does not open the keys kept in this database: it belongs to another installation, or the file or variable was changed"
    )]
    WrongMasterKey,
    /// The master key could not be read or made.
    #[error("the master key file {} {problem}", path.display())]
    MasterKeyFile {
        /// The file that was asked for.
        path: PathBuf,
        /// What is wrong with it.
        problem: MasterKeyProblem,
    },
    /// The text given as master key is not 32 bytes in base64.
    #[error("the master key must be 32 bytes written in base64")]
    MasterKeyMalformed,
    /// A country that is not two capital letters, an address that is not http, or an empty name.
    #[error(
        "the authority needs a name, a country of two capital letters and an http or https address"
    )]
    AuthorityMalformed,
    /// [`crate::establish`] has not run on this database.
    #[error("the State has no certificate authority yet")]
    NotEstablished,
    /// No authority has this name; there are `raiz` and `emisora`.
    #[error("there is no certificate authority of that name")]
    NoSuchAuthority,
    /// The agency has no seal in force.
    #[error("the agency {agency} has no seal in force")]
    NoSeal {
        /// The agency's slug.
        agency: String,
    },
    /// No certificate with this serial number was issued here.
    #[error("no certificate with that serial number was issued here")]
    NoSuchCertificate,
    /// The seal's certificate does not cover the moment of signing.
    #[error("the seal's certificate is not valid at the moment of signing")]
    SealOutOfTime,
    /// A certificate would have broken a rule of its profile; nothing was signed with the real key.
    #[error("a certificate was not issued because {0}")]
    Lint(Finding),
    /// Bytes that should be a certificate, a list or a key are not.
    #[error("{0} cannot be read")]
    Malformed(&'static str),
    /// The file cannot be signed or examined as a PDF.
    #[error("the PDF {0}")]
    Pdf(PdfProblem),
    /// The cryptographic provider refused; with sound keys this does not happen.
    #[error("the cryptographic provider refused an operation")]
    Cryptography,
}

/// What is wrong with a master key file.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum MasterKeyProblem {
    /// Group or others may read or write it.
    #[error("can be read by others: give it mode 0600")]
    Exposed,
    /// It does not hold 32 bytes in base64.
    #[error("does not hold 32 bytes in base64")]
    Malformed,
    /// The file system refused.
    #[error("cannot be used: {0}")]
    Io(#[from] std::io::Error),
}

/// Why a PDF was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PdfProblem {
    /// Larger than [`crate::pades::PDF_BYTES_MAX`].
    #[error("is too large")]
    TooLarge,
    /// It does not parse, or its pages or catalogue are not where they should be.
    #[error("cannot be read")]
    Unreadable,
    /// Encrypted files are not signed: the signature would not be checkable by everybody.
    #[error("is encrypted")]
    Encrypted,
    /// The signature did not fit the space reserved for it.
    #[error("signature is larger than the space reserved for it")]
    NoRoom,
}

impl From<aws_lc_rs::error::Unspecified> for Error {
    fn from(_: aws_lc_rs::error::Unspecified) -> Self {
        Self::Cryptography
    }
}
