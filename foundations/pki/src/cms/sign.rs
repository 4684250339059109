//! Writing one detached signature.

use crate::Error;
use crate::asn1::{oid, write};
use crate::keys::Digest;
use crate::seal::Seal;

/// A ContentInfo with a SignedData that signs a SHA-256 digest of content kept elsewhere.
///
/// The signed attributes are content type, message digest and ESS signing-certificate-v2, which ties the
/// signature to this one certificate. The signing time is no attribute: PAdES keeps it in the PDF (EN 319
/// 142-1 §6.3). Certificates of signer and issuing authority travel along; the root does not, because
/// whoever verifies must have it from elsewhere.
pub(crate) fn detached(seal: &Seal, content_digest: &[u8]) -> Result<Vec<u8>, Error> {
    let attributes = write::sorted(vec![
        attribute(write::oid(&oid::CONTENT_TYPE), write::oid(&oid::DATA)),
        attribute(
            write::oid(&oid::MESSAGE_DIGEST),
            write::octets(content_digest),
        ),
        attribute(
            write::oid(&oid::SIGNING_CERTIFICATE_V2),
            signing_certificate(seal),
        ),
    ]);
    // What is signed carries the tag of a SET; inside the message the same bytes are tagged [0].
    let signature = seal
        .key
        .sign(&write::element(crate::asn1::tag::SET, &attributes))?;

    let digest_algorithm = write::sequence(&[write::oid(&oid::SHA256)]);
    let signer = write::sequence(&[
        write::unsigned(&[1]),
        write::sequence(&[
            seal.certificate.issuer_raw.clone(),
            write::unsigned(seal.certificate.serial.as_bytes()),
        ]),
        digest_algorithm.clone(),
        write::tagged(0, &attributes),
        seal.key.curve().signature_algorithm(),
        write::octets(&signature),
    ]);
    let certificates = write::sorted(vec![seal.certificate.der.clone(), seal.issuer.der.clone()]);
    let signed_data = write::sequence(&[
        write::unsigned(&[1]),
        write::set_of(vec![digest_algorithm]),
        write::sequence(&[write::oid(&oid::DATA)]),
        write::tagged(0, &certificates),
        write::set_of(vec![signer]),
    ]);
    Ok(write::sequence(&[
        write::oid(&oid::SIGNED_DATA),
        write::tagged(0, &signed_data),
    ]))
}

fn attribute(kind: Vec<u8>, value: Vec<u8>) -> Vec<u8> {
    write::sequence(&[kind, write::set_of(vec![value])])
}

/// SigningCertificateV2 (RFC 5035 §4) with one ESSCertIDv2: SHA-256, which is the default and so left
/// out, over the whole certificate, and its issuer and serial number.
fn signing_certificate(seal: &Seal) -> Vec<u8> {
    let hash = write::octets(&Digest::Sha256.of(&[&seal.certificate.der]));
    let directory_name = write::tagged(4, &seal.certificate.issuer_raw);
    let issuer_serial = write::sequence(&[
        write::sequence(&[directory_name]),
        write::unsigned(seal.certificate.serial.as_bytes()),
    ]);
    write::sequence(&[write::sequence(&[write::sequence(&[hash, issuer_serial])])])
}
