//! Taking a certificate's force away: who calls decides who may; the list published next says it.

use jiff::Timestamp;
use store::Tx;

use crate::certificate::Serial;
use crate::{Error, record, seal};

/// Why a certificate was revoked (RFC 5280 §5.3.1). A hold, which can be undone, is not offered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Reason {
    /// No reason given.
    Unspecified,
    /// Somebody else may have the private key: nothing it signed can be relied on.
    KeyCompromise,
    /// The same, of an authority.
    AuthorityCompromise,
    /// What the certificate says of its subject no longer holds.
    AffiliationChanged,
    /// Another certificate has taken its place.
    Superseded,
    /// The subject no longer works under this name.
    CessationOfOperation,
    /// The subject lost the right to it.
    PrivilegeWithdrawn,
}

impl Reason {
    const ALL: [Self; 7] = [
        Self::Unspecified,
        Self::KeyCompromise,
        Self::AuthorityCompromise,
        Self::AffiliationChanged,
        Self::Superseded,
        Self::CessationOfOperation,
        Self::PrivilegeWithdrawn,
    ];

    /// The number it has in revocation lists.
    #[must_use]
    pub fn code(self) -> u8 {
        match self {
            Self::Unspecified => 0,
            Self::KeyCompromise => 1,
            Self::AuthorityCompromise => 2,
            Self::AffiliationChanged => 3,
            Self::Superseded => 4,
            Self::CessationOfOperation => 5,
            Self::PrivilegeWithdrawn => 9,
        }
    }

    /// The reason behind a number; numbers of other reasons, and their absence, are unspecified.
    pub(crate) fn from_code(code: u8) -> Self {
        let found = Self::ALL.into_iter().find(|reason| reason.code() == code);
        found.unwrap_or(Self::Unspecified)
    }

    /// Whether signatures dated before the revocation may still be genuine. An unspecified reason may
    /// hide a stolen key.
    pub(crate) fn spares_the_past(self) -> bool {
        match self {
            Self::Unspecified | Self::KeyCompromise | Self::AuthorityCompromise => false,
            Self::AffiliationChanged
            | Self::Superseded
            | Self::CessationOfOperation
            | Self::PrivilegeWithdrawn => true,
        }
    }
}

/// Revokes one certificate. Doing it again changes nothing: the first date and reason stay.
///
/// # Errors
/// [`Error::NoSuchCertificate`] when none with this serial number was issued here.
pub fn revoke(tx: &mut Tx, serial: &Serial, reason: Reason, now: Timestamp) -> Result<(), Error> {
    record::revoke(tx, serial, reason.code(), now)
}

/// Revokes every seal of an agency that is still in force and tells how many there were.
///
/// # Errors
/// [`Error::Store`] when the database fails.
pub fn revoke_seals(tx: &mut Tx, slug: &str, reason: Reason, now: Timestamp) -> Result<u64, Error> {
    seal::revoke_all(tx, slug, reason.code(), now)
}
