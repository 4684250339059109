//! The State's own public key infrastructure, first form.
//!
//! A root authority and an issuing authority are made once and kept in the database, their private
//! keys sealed under a [`MasterKey`]. The issuing authority gives each agency a *seal*: a certificate
//! of a legal person (EN 319 412-3) with which acts are signed as PAdES baseline B-B ([`pades::sign`]).
//! Whoever has the root certificate and the revocation lists can check such an act without the
//! platform ([`Trust`], [`pades::verify`]), and so can tools that are not ours.
//!
//! What this room is not: it knows no agency, no case and no page; it keeps no time-stamps, answers no
//! OCSP and drives no hardware module yet. It writes and reads its own ASN.1 (`asn1`), because what is
//! verified must be the bytes that were signed and never a re-encoding of them.
//!
//! ```no_run
//! # fn example(tx: &mut store::Tx, pdf: &[u8], now: jiff::Timestamp) -> Result<(), pki::Error> {
//! let master = pki::MasterKey::load_or_create(std::path::Path::new("data/master.key"))?;
//! let authority = pki::Authority::new("República de Arandu", "PY", "https://arandu.example")?;
//! pki::establish(tx, &master, &authority, now)?;
//! pki::ensure_seal(tx, &master, &pki::Organisation::new("registro-civil", "Registro Civil"), now)?;
//!
//! let seal = pki::Seal::load(tx, &master, "registro-civil")?;
//! let sealed = pki::pades::sign(pdf, &seal, &pki::pades::Signing::new("Certificado de nacimiento", now))?;
//!
//! let trust = pki::Trust::load(tx, &master, now)?;
//! for signature in pki::pades::verify(&sealed, &trust, now)? {
//!     assert_eq!(signature.standing(), pki::pades::Standing::Valid);
//! }
//! # Ok(())
//! # }
//! ```

mod asn1;
mod authority;
mod certificate;
mod cms;
mod crl;
mod error;
mod issue;
pub mod keys;
mod lint;
mod master;
mod name;
pub mod pades;
mod path;
mod profile;
mod record;
mod revoke;
mod seal;
mod trust;
#[cfg(test)]
mod workshop;

pub use authority::{Authority, ISSUING, ROOT, ca_pem, certificate_der, crl, establish};
pub use certificate::Serial;
pub use error::{Error, MasterKeyProblem, PdfProblem};
pub use lint::Finding;
pub use master::MasterKey;
pub use name::Name;
pub use path::Chain;
pub use revoke::{Reason, revoke, revoke_seals};
pub use seal::{Organisation, Seal, ensure_seal};
pub use trust::{Revocation, Trust};

/// The tables of this room, for [`store::Store::open`].
pub const MIGRATIONS: &[store::Migration] = &[store::migration!(
    "pki",
    1,
    "../migrations/0001_keys_and_certificates.sql"
)];

/// Every SQL statement of this room, so that a test can prepare them all on both engines.
pub const STATEMENTS: &[&[store::Statement]] =
    &[keys::STATEMENTS, record::STATEMENTS, authority::STATEMENTS];
