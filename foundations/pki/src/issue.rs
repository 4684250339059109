//! Issuing one certificate: rehearse, check, then sign.

use aws_lc_rs::rand;
use jiff::Timestamp;
use jiff::ToSpan;
use jiff::tz::TimeZone;

use crate::Error;
use crate::asn1::write;
use crate::certificate::{Certificate, Serial};
use crate::keys::EcKey;
use crate::lint;
use crate::profile::Draft;

/// The length of a serial number, in random bytes.
const SERIAL_BYTES: usize = 16;

/// Signs a draft with the issuer's key, after a rehearsal with a throw-away key has passed every rule.
/// What is signed in the end is the very bytes of the rehearsal.
///
/// # Errors
/// [`Error::Lint`] names the broken rule; the real key has then signed nothing.
pub(crate) fn issue(draft: &Draft<'_>, signer: &EcKey) -> Result<Certificate, Error> {
    let tbs = draft.write(signer.curve());
    let throw_away = EcKey::generate(signer.curve())?;
    let rehearsal = sign(&tbs, &throw_away)?;
    lint::check(&rehearsal, draft.kind, draft.issuer, signer.public()).map_err(Error::Lint)?;

    let certificate = sign(&tbs, signer)?;
    if certificate.is_signed_by(signer.public()) {
        Ok(certificate)
    } else {
        Err(Error::Cryptography)
    }
}

fn sign(tbs: &[u8], key: &EcKey) -> Result<Certificate, Error> {
    let der = signed(tbs, key)?;
    Certificate::read(&der).map_err(|_| Error::Malformed("a certificate"))
}

/// What certificates and revocation lists have in common: content, algorithm, signature.
pub(crate) fn signed(content: &[u8], key: &EcKey) -> Result<Vec<u8>, Error> {
    let signature = key.sign(content)?;
    Ok(write::sequence(&[
        content.to_vec(),
        key.curve().signature_algorithm(),
        write::bits(&signature),
    ]))
}

/// A fresh serial number of 128 random bits.
pub(crate) fn random_serial() -> Result<Serial, Error> {
    let mut bytes = [0_u8; SERIAL_BYTES];
    rand::fill(&mut bytes)?;
    Ok(Serial::from_bytes(&bytes))
}

/// The moment so many years later.
pub(crate) fn years_after(at: Timestamp, years: i64) -> Result<Timestamp, Error> {
    let later = at.to_zoned(TimeZone::UTC).checked_add(years.years());
    Ok(later.map_err(|_| Error::Malformed("the time"))?.timestamp())
}
