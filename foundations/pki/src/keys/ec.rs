//! Keys on the curves P-256 and P-384, and signatures made with them.

use aws_lc_rs::digest;
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_ASN1, ECDSA_P256_SHA256_ASN1_SIGNING, ECDSA_P256_SHA384_ASN1,
    ECDSA_P384_SHA256_ASN1, ECDSA_P384_SHA384_ASN1, ECDSA_P384_SHA384_ASN1_SIGNING, EcdsaKeyPair,
    EcdsaSigningAlgorithm, EcdsaVerificationAlgorithm, KeyPair, UnparsedPublicKey,
};
use const_oid::ObjectIdentifier;
use zeroize::Zeroizing;

use crate::Error;
use crate::asn1::read::{Element, Malformed, Reader};
use crate::asn1::{oid, tag, write};

/// A curve, which also fixes the digest we sign with: SHA-256 on P-256, SHA-384 on P-384 (RFC 5480 §4).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Curve {
    P256,
    P384,
}

impl Curve {
    /// The kind of key in its row.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::P256 => "ec-p256",
            Self::P384 => "ec-p384",
        }
    }

    fn identifier(self) -> &'static ObjectIdentifier {
        match self {
            Self::P256 => &oid::P256,
            Self::P384 => &oid::P384,
        }
    }

    fn algorithm(self) -> &'static EcdsaSigningAlgorithm {
        match self {
            Self::P256 => &ECDSA_P256_SHA256_ASN1_SIGNING,
            Self::P384 => &ECDSA_P384_SHA384_ASN1_SIGNING,
        }
    }

    /// The AlgorithmIdentifier of the signatures made with a key on this curve.
    pub(crate) fn signature_algorithm(self) -> Vec<u8> {
        let identifier = match self {
            Self::P256 => &oid::ECDSA_SHA256,
            Self::P384 => &oid::ECDSA_SHA384,
        };
        write::sequence(&[write::oid(identifier)])
    }

    /// The length of an uncompressed point on this curve, in bytes.
    fn point_bytes(self) -> usize {
        match self {
            Self::P256 => 65,
            Self::P384 => 97,
        }
    }
}

/// A private key. It has no `Debug` at all.
pub(crate) struct EcKey {
    pair: EcdsaKeyPair,
    public: PublicKey,
}

impl EcKey {
    pub(crate) fn generate(curve: Curve) -> Result<Self, Error> {
        Ok(Self::from_pair(
            curve,
            EcdsaKeyPair::generate(curve.algorithm())?,
        ))
    }

    pub(crate) fn from_pkcs8(curve: Curve, bytes: &[u8]) -> Result<Self, Error> {
        let pair = EcdsaKeyPair::from_pkcs8(curve.algorithm(), bytes);
        let pair = pair.map_err(|_| Error::Malformed("a private key"))?;
        Ok(Self::from_pair(curve, pair))
    }

    fn from_pair(curve: Curve, pair: EcdsaKeyPair) -> Self {
        let point = pair.public_key().as_ref().to_vec();
        let public = PublicKey { curve, point };
        Self { pair, public }
    }

    pub(crate) fn to_pkcs8(&self) -> Result<Zeroizing<Vec<u8>>, Error> {
        Ok(Zeroizing::new(self.pair.to_pkcs8v1()?.as_ref().to_vec()))
    }

    pub(crate) fn curve(&self) -> Curve {
        self.public.curve
    }

    pub(crate) fn public(&self) -> &PublicKey {
        &self.public
    }

    /// Signs a message with the digest of the curve; the signature is DER.
    pub(crate) fn sign(&self, message: &[u8]) -> Result<Vec<u8>, Error> {
        let signature = self.pair.sign(&SystemRandom::new(), message)?;
        Ok(signature.as_ref().to_vec())
    }
}

/// A public key as an uncompressed point.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PublicKey {
    curve: Curve,
    point: Vec<u8>,
}

impl PublicKey {
    pub(crate) fn curve(&self) -> Curve {
        self.curve
    }

    pub(crate) fn point(&self) -> &[u8] {
        &self.point
    }

    /// The key's name in certificates: the first 160 bits of the SHA-256 of the point (RFC 7093 §2, 1).
    pub(crate) fn key_id(&self) -> Vec<u8> {
        let digest = digest::digest(&digest::SHA256, &self.point);
        digest.as_ref().iter().copied().take(20).collect()
    }

    /// The SubjectPublicKeyInfo (RFC 5480 §2).
    pub(crate) fn write(&self) -> Vec<u8> {
        let algorithm = write::sequence(&[
            write::oid(&oid::EC_PUBLIC_KEY),
            write::oid(self.curve.identifier()),
        ]);
        write::sequence(&[algorithm, write::bits(&self.point)])
    }

    /// Reads a SubjectPublicKeyInfo; keys that are not on our two curves are not understood.
    pub(crate) fn read(info: Element<'_>) -> Result<Self, Malformed> {
        let mut parts = info.inner();
        let mut algorithm = parts.expect(tag::SEQUENCE)?.inner();
        let point = parts.expect(tag::BIT_STRING)?.bits()?;
        parts.finish()?;
        if !algorithm.next()?.is_oid(&oid::EC_PUBLIC_KEY) {
            return Err(Malformed);
        }
        let named = algorithm.next()?;
        algorithm.finish()?;
        let curve = [Curve::P256, Curve::P384]
            .into_iter()
            .find(|curve| named.is_oid(curve.identifier()))
            .ok_or(Malformed)?;
        if point.len() != curve.point_bytes() || point.first() != Some(&4) {
            return Err(Malformed);
        }
        let point = point.to_vec();
        Ok(Self { curve, point })
    }

    /// Whether the signature, of the algorithm with this AlgorithmIdentifier, was made over the message
    /// with this key's private half. Algorithms not understood here verify nothing.
    pub(crate) fn verifies(
        &self,
        algorithm: Element<'_>,
        message: &[u8],
        signature: &[u8],
    ) -> bool {
        let Ok(digest) = Digest::of_signature(algorithm) else {
            return false;
        };
        let verification: &'static EcdsaVerificationAlgorithm = match (self.curve, digest) {
            (Curve::P256, Digest::Sha256) => &ECDSA_P256_SHA256_ASN1,
            (Curve::P256, Digest::Sha384) => &ECDSA_P256_SHA384_ASN1,
            (Curve::P384, Digest::Sha256) => &ECDSA_P384_SHA256_ASN1,
            (Curve::P384, Digest::Sha384) => &ECDSA_P384_SHA384_ASN1,
            (Curve::P256 | Curve::P384, Digest::Sha512) => return false,
        };
        UnparsedPublicKey::new(verification, &self.point)
            .verify(message, signature)
            .is_ok()
    }
}

/// A digest of the SHA-2 family.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Digest {
    Sha256,
    Sha384,
    Sha512,
}

impl Digest {
    const ALL: [(Self, ObjectIdentifier, ObjectIdentifier); 3] = [
        (Self::Sha256, oid::SHA256, oid::ECDSA_SHA256),
        (Self::Sha384, oid::SHA384, oid::ECDSA_SHA384),
        (Self::Sha512, oid::SHA512, oid::ECDSA_SHA512),
    ];

    /// The digest an AlgorithmIdentifier names.
    pub(crate) fn named(algorithm: Element<'_>) -> Result<Self, Malformed> {
        let named = parameterless(algorithm)?;
        let found = Self::ALL.iter().find(|(_, digest, _)| named.is_oid(digest));
        found.map(|(digest, ..)| *digest).ok_or(Malformed)
    }

    /// The digest inside an ECDSA signature's AlgorithmIdentifier.
    pub(crate) fn of_signature(algorithm: Element<'_>) -> Result<Self, Malformed> {
        let named = parameterless(algorithm)?;
        let found = Self::ALL
            .iter()
            .find(|(_, _, signature)| named.is_oid(signature));
        found.map(|(digest, ..)| *digest).ok_or(Malformed)
    }

    /// The digest of a message given in pieces.
    pub(crate) fn of(self, pieces: &[&[u8]]) -> Vec<u8> {
        let algorithm = match self {
            Self::Sha256 => &digest::SHA256,
            Self::Sha384 => &digest::SHA384,
            Self::Sha512 => &digest::SHA512,
        };
        let mut context = digest::Context::new(algorithm);
        for piece in pieces {
            context.update(piece);
        }
        context.finish().as_ref().to_vec()
    }
}

/// The identifier of an AlgorithmIdentifier whose parameters are absent or NULL.
fn parameterless(algorithm: Element<'_>) -> Result<Element<'_>, Malformed> {
    if algorithm.tag != tag::SEQUENCE {
        return Err(Malformed);
    }
    let mut parts: Reader<'_> = algorithm.inner();
    let identifier = parts.next()?;
    parts.optional(tag::NULL)?;
    parts.finish()?;
    Ok(identifier)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_one_key_signs_only_that_key_verifies() {
        for curve in [Curve::P256, Curve::P384] {
            let key = EcKey::generate(curve).unwrap();
            let other = EcKey::generate(curve).unwrap();
            let signature = key.sign(b"acta").unwrap();
            let algorithm = curve.signature_algorithm();
            let algorithm = Reader::new(&algorithm).next().unwrap();
            assert!(key.public().verifies(algorithm, b"acta", &signature));
            assert!(!key.public().verifies(algorithm, b"acto", &signature));
            assert!(!other.public().verifies(algorithm, b"acta", &signature));
        }
    }

    #[test]
    fn a_public_key_reads_back_what_it_wrote() {
        let key = EcKey::generate(Curve::P384).unwrap();
        let bytes = key.public().write();
        let info = Reader::only(&bytes, tag::SEQUENCE).unwrap();
        assert_eq!(PublicKey::read(info).as_ref(), Ok(key.public()));
    }
}
