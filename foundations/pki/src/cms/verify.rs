//! Reading one detached signature from bytes nobody vouches for.

use crate::asn1::read::{Element, Malformed, Reader};
use crate::asn1::{oid, tag, write};
use crate::certificate::{Certificate, Serial};
use crate::keys::Digest;

/// The most certificates read from one message; real ones carry two to five.
const CERTIFICATES_MAX: usize = 16;

/// The most signed attributes read.
const ATTRIBUTES_MAX: usize = 32;

/// What one message says, before anything in it is believed.
#[derive(Debug)]
pub(crate) struct SignedMessage<'a> {
    /// The certificate of the signer.
    pub(crate) signer: Certificate,
    /// Every certificate that travelled along, the signer's included.
    pub(crate) certificates: Vec<Certificate>,
    digest: Digest,
    signature_algorithm: Element<'a>,
    signature: &'a [u8],
    attributes: Element<'a>,
    message_digest: &'a [u8],
    signing_certificate: SigningCertificate<'a>,
}

/// The certificate that the signature itself names.
#[derive(Debug, Clone, Copy)]
struct SigningCertificate<'a> {
    digest: Digest,
    hash: &'a [u8],
}

/// Why a message that can be read does not hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Broken {
    /// The content is not what was signed.
    Digest,
    /// The signature was not made over these attributes by this certificate's key, or for another one.
    Signature,
}

impl<'a> SignedMessage<'a> {
    /// Reads a ContentInfo; zeros may follow it, as padding in a PDF, and nothing else.
    pub(crate) fn read(bytes: &'a [u8]) -> Result<Self, Malformed> {
        let mut outer = Reader::new(bytes);
        let info = outer.expect(tag::SEQUENCE)?;
        if outer.rest().iter().any(|byte| *byte != 0) {
            return Err(Malformed);
        }
        let mut info = info.inner();
        if !info.next()?.is_oid(&oid::SIGNED_DATA) {
            return Err(Malformed);
        }
        let explicit = info.expect(tag::constructed(0))?;
        info.finish()?;

        let mut data = Reader::only(explicit.body, tag::SEQUENCE)?.inner();
        data.expect(tag::INTEGER)?;
        data.expect(tag::SET)?;
        let mut content = data.expect(tag::SEQUENCE)?.inner();
        let content_type = content.expect(tag::OID)?;
        // Content inside the message would be signed instead of the document.
        content.finish()?;
        let certificates = match data.optional(tag::constructed(0))? {
            Some(set) => read_certificates(set.inner())?,
            None => Vec::new(),
        };
        data.optional(tag::constructed(1))?;
        let mut signers = data.expect(tag::SET)?.inner();
        data.finish()?;
        let signer = signers.expect(tag::SEQUENCE)?;
        signers.finish()?;
        read_signer(signer.inner(), content_type, certificates)
    }

    /// Whether the message signs this content, given in pieces.
    pub(crate) fn check(&self, content: &[&[u8]]) -> Result<(), Broken> {
        let named = self.signing_certificate;
        if named.digest.of(&[&self.signer.der]) != named.hash {
            return Err(Broken::Signature);
        }
        // The attributes as received, under the tag they were signed with (RFC 5652 §5.4).
        let signed = write::element(tag::SET, self.attributes.body);
        if !self
            .signer
            .key
            .verifies(self.signature_algorithm, &signed, self.signature)
        {
            return Err(Broken::Signature);
        }
        if self.digest.of(content) == self.message_digest {
            Ok(())
        } else {
            Err(Broken::Digest)
        }
    }
}

/// Certificates that cannot be read, on other curves for instance, are passed over: they cannot help.
fn read_certificates(mut set: Reader<'_>) -> Result<Vec<Certificate>, Malformed> {
    let mut certificates = Vec::new();
    let mut count = 0_usize;
    while !set.is_empty() {
        count = count.saturating_add(1);
        if count > CERTIFICATES_MAX {
            return Err(Malformed);
        }
        certificates.extend(Certificate::read(set.next()?.raw));
    }
    Ok(certificates)
}

fn read_signer<'a>(
    mut fields: Reader<'a>,
    content_type: Element<'a>,
    certificates: Vec<Certificate>,
) -> Result<SignedMessage<'a>, Malformed> {
    fields.expect(tag::INTEGER)?;
    let identifier = fields.next()?;
    let signer = find_signer(identifier, &certificates)?.clone();
    let digest = Digest::named(fields.expect(tag::SEQUENCE)?)?;
    let attributes = fields.expect(tag::constructed(0))?;
    let signature_algorithm = fields.expect(tag::SEQUENCE)?;
    let signature = fields.expect(tag::OCTET_STRING)?.body;
    fields.optional(tag::constructed(1))?;
    fields.finish()?;
    // The digest of the attributes must not be weaker than the one of the content.
    if Digest::of_signature(signature_algorithm)? != digest {
        return Err(Malformed);
    }

    let mut named_type = None;
    let mut message_digest = None;
    let mut signing_certificate = None;
    let mut count = 0_usize;
    let mut list = attributes.inner();
    while !list.is_empty() {
        count = count.saturating_add(1);
        if count > ATTRIBUTES_MAX {
            return Err(Malformed);
        }
        let mut attribute = list.expect(tag::SEQUENCE)?.inner();
        let kind = attribute.expect(tag::OID)?;
        let mut values = attribute.expect(tag::SET)?.inner();
        attribute.finish()?;
        let value = values.next()?;
        let place = if kind.is_oid(&oid::CONTENT_TYPE) {
            &mut named_type
        } else if kind.is_oid(&oid::MESSAGE_DIGEST) {
            &mut message_digest
        } else if kind.is_oid(&oid::SIGNING_CERTIFICATE_V2) {
            &mut signing_certificate
        } else {
            continue;
        };
        // Each has one value and stands once: two would let two readers see two things.
        values.finish()?;
        if place.replace(value).is_some() {
            return Err(Malformed);
        }
    }
    if named_type.is_none_or(|named| named.raw != content_type.raw) {
        return Err(Malformed);
    }
    let message_digest = message_digest.filter(|value| value.tag == tag::OCTET_STRING);
    Ok(SignedMessage {
        signer,
        certificates,
        digest,
        signature_algorithm,
        signature,
        attributes,
        message_digest: message_digest.ok_or(Malformed)?.body,
        signing_certificate: read_signing_certificate(signing_certificate.ok_or(Malformed)?)?,
    })
}

fn find_signer<'a>(
    identifier: Element<'_>,
    certificates: &'a [Certificate],
) -> Result<&'a Certificate, Malformed> {
    let found = if identifier.tag == tag::primitive(0) {
        certificates.iter().find(|certificate| {
            certificate.extensions.subject_key_id.as_deref() == Some(identifier.body)
        })
    } else {
        let mut parts = identifier.inner();
        let issuer = parts.expect(tag::SEQUENCE)?;
        let serial = Serial::from_bytes(parts.expect(tag::INTEGER)?.body);
        parts.finish()?;
        certificates.iter().find(|certificate| {
            certificate.issuer_raw == issuer.raw && certificate.serial == serial
        })
    };
    found.ok_or(Malformed)
}

/// The first ESSCertIDv2 of a SigningCertificateV2: the signer's.
fn read_signing_certificate(value: Element<'_>) -> Result<SigningCertificate<'_>, Malformed> {
    let mut identifiers = Reader::only(value.raw, tag::SEQUENCE)?
        .inner()
        .expect(tag::SEQUENCE)?
        .inner();
    let mut parts = identifiers.expect(tag::SEQUENCE)?.inner();
    let digest = match parts.optional(tag::SEQUENCE)? {
        Some(algorithm) => Digest::named(algorithm)?,
        None => Digest::Sha256,
    };
    let hash = parts.expect(tag::OCTET_STRING)?.body;
    Ok(SigningCertificate { digest, hash })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cms::sign::detached;
    use crate::keys::EcKey;
    use crate::profile::Kind;
    use crate::seal::Seal;
    use crate::workshop::{Workshop, now};

    const CONTENT: &[&[u8]] = &[b"Se ", b"concede."];

    fn message(seal: &Seal) -> Vec<u8> {
        detached(seal, &Digest::Sha256.of(CONTENT)).unwrap()
    }

    #[test]
    fn a_message_holds_for_its_content_alone() {
        let bytes = message(&Workshop::new().seal());
        let message = SignedMessage::read(&bytes).unwrap();
        assert_eq!(message.check(CONTENT), Ok(()));
        assert_eq!(message.check(&[b"Se deniega."]), Err(Broken::Digest));
        assert_eq!(message.certificates.len(), 2);
    }

    #[test]
    fn lengths_left_open_are_read_and_only_zeros_may_follow() {
        let bytes = message(&Workshop::new().seal());
        let mut info = Reader::only(&bytes, tag::SEQUENCE).unwrap().inner();
        let kind = info.next().unwrap().raw;
        let data = info.next().unwrap().body;
        let open = [&[0x30, 0x80], kind, &[0xa0, 0x80], data, &[0; 4]].concat();
        assert_eq!(SignedMessage::read(&open).unwrap().check(CONTENT), Ok(()));
        let padded = [open.as_slice(), &[0; 100]].concat();
        assert!(SignedMessage::read(&padded).is_ok());
        assert!(SignedMessage::read(&[padded.as_slice(), b"x"].concat()).is_err());
    }

    #[test]
    fn another_certificate_of_the_same_key_and_number_cannot_take_its_place() {
        let workshop = Workshop::new();
        let seal = workshop.seal();
        let bytes = message(&seal);
        // The same key, issuer and serial number, valid a second longer. Signatures vary in length.
        let twin = loop {
            let mut draft = workshop.draft(Kind::Seal, seal.key.public());
            draft.serial = seal.certificate.serial.clone();
            draft.not_after += jiff::SignedDuration::from_secs(1);
            let twin = workshop.issue(&draft).unwrap();
            if twin.der.len() == seal.certificate.der.len() {
                break twin;
            }
        };
        let original = &seal.certificate.der;
        let at = bytes
            .windows(original.len())
            .position(|window| window == original)
            .unwrap();
        let mut swapped = bytes.clone();
        swapped[at..at + original.len()].copy_from_slice(&twin.der);
        let message = SignedMessage::read(&swapped).unwrap();
        assert_eq!(message.signer.not_after, twin.not_after);
        assert_eq!(message.check(CONTENT), Err(Broken::Signature));
    }

    #[test]
    fn a_message_by_another_key_does_not_hold() {
        let mut seal = Workshop::new().seal();
        seal.key = EcKey::generate(Kind::Seal.curve()).unwrap();
        let bytes = message(&seal);
        assert_eq!(
            SignedMessage::read(&bytes).unwrap().check(CONTENT),
            Err(Broken::Signature)
        );
        assert!(seal.certificate.is_valid_at(now()));
    }
}
