//! Signed notes (c2sp.org/signed-note): a text, and under it who signed it.

use std::fmt;
use std::str::FromStr;

use aws_lc_rs::signature::{ED25519, Ed25519KeyPair, KeyPair, UnparsedPublicKey};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::{Error, Hash, Mismatch};

/// The byte that names Ed25519 in a key id and in an encoded key.
const ED25519_TYPE: u8 = 1;

/// Signatures looked at under one note; the format asks for at least 16.
const SIGNATURES_MAX: usize = 32;

/// Length of a note that is read at all: a checkpoint with 32 signatures of the longest kind is shorter.
pub(crate) const NOTE_BYTES_MAX: usize = 256 * 1024;

/// Something that signs for the log with Ed25519.
pub trait Signer: Send + Sync {
    /// The key's name on the signature line; should be the log's origin. Without spaces and `+`.
    fn name(&self) -> &str;

    /// The Ed25519 signature (RFC 8032) of exactly these bytes.
    ///
    /// # Errors
    /// [`Error::Key`] if the key cannot be used now.
    fn sign(&self, message: &[u8]) -> Result<[u8; 64], Error>;

    /// The public key (RFC 8032).
    fn public_key(&self) -> [u8; 32];
}

/// A key in this process's memory.
pub struct Ed25519Signer {
    name: String,
    key: Ed25519KeyPair,
    public_key: [u8; 32],
}

impl Ed25519Signer {
    /// Takes a private key in PKCS #8 (RFC 5208 or RFC 8410).
    ///
    /// # Errors
    /// [`Error::Name`] for a name no signature line can carry, [`Error::Key`] for another kind of key.
    pub fn from_pkcs8(name: &str, pkcs8: &[u8]) -> Result<Self, Error> {
        let name = checked_name(name)?.to_owned();
        let key = Ed25519KeyPair::from_pkcs8_maybe_unchecked(pkcs8).map_err(|_| Error::Key)?;
        let public_key = key
            .public_key()
            .as_ref()
            .try_into()
            .map_err(|_| Error::Key)?;
        Ok(Self {
            name,
            key,
            public_key,
        })
    }
}

impl Signer for Ed25519Signer {
    fn name(&self) -> &str {
        &self.name
    }

    fn sign(&self, message: &[u8]) -> Result<[u8; 64], Error> {
        let signature = self.key.try_sign(message).map_err(|_| Error::Key)?;
        signature.as_ref().try_into().map_err(|_| Error::Key)
    }

    fn public_key(&self) -> [u8; 32] {
        self.public_key
    }
}

/// Shows whose key it is, never the key.
impl fmt::Debug for Ed25519Signer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Ed25519Signer")
            .field("name", &self.name)
            .finish_non_exhaustive()
    }
}

/// A public key and the name it signs under: all that anyone needs to check the log.
///
/// As text it is `name+id+key`, the form that other tools of transparency logs read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerifierKey {
    name: String,
    public_key: [u8; 32],
}

impl VerifierKey {
    /// Names a public key.
    ///
    /// # Errors
    /// [`Error::Name`] for a name no signature line can carry.
    pub fn new(name: &str, public_key: [u8; 32]) -> Result<Self, Error> {
        Ok(Self {
            name: checked_name(name)?.to_owned(),
            public_key,
        })
    }

    /// The key that checks what this signer signs.
    ///
    /// # Errors
    /// [`Error::Name`] for a name no signature line can carry.
    pub fn of(signer: &dyn Signer) -> Result<Self, Error> {
        Self::new(signer.name(), signer.public_key())
    }

    /// The name on the signature line.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The public key (RFC 8032).
    pub const fn public_key(&self) -> &[u8; 32] {
        &self.public_key
    }

    /// The first four bytes of `SHA-256(name ‖ 0x0A ‖ 0x01 ‖ public key)`.
    fn id(&self) -> [u8; 4] {
        let hash = Hash::of(&[
            self.name.as_bytes(),
            b"\n",
            &[ED25519_TYPE],
            &self.public_key,
        ]);
        let [a, b, c, d, ..] = *hash.as_bytes();
        [a, b, c, d]
    }

    /// The text of a note that carries a good signature of this key.
    ///
    /// # Errors
    /// [`Mismatch::Unsigned`], [`Mismatch::Signature`], or [`Error::Unreadable`] if it is no note at all.
    pub fn open<'n>(&self, note: &'n str) -> Result<&'n str, Error> {
        let (text, signatures) = split(note)?;
        let wanted = signatures
            .lines()
            .take(SIGNATURES_MAX)
            .find_map(|line| self.signature_in(line));
        let signature = wanted.ok_or(Mismatch::Unsigned)?;
        let key = UnparsedPublicKey::new(&ED25519, &self.public_key);
        key.verify(text.as_bytes(), &signature)
            .map_err(|_| Mismatch::Signature)?;
        Ok(text)
    }

    /// The bytes of the signature, if this line is one of this key.
    fn signature_in(&self, line: &str) -> Option<Vec<u8>> {
        let (name, encoded) = line.strip_prefix("— ")?.rsplit_once(' ')?;
        let bytes = STANDARD.decode(encoded).ok()?;
        let (id, signature) = bytes.split_at_checked(4)?;
        (name == self.name && id == self.id()).then(|| signature.to_vec())
    }
}

impl fmt::Display for VerifierKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut key = vec![ED25519_TYPE];
        key.extend_from_slice(&self.public_key);
        write!(
            f,
            "{}+{:08x}+{}",
            self.name,
            u32::from_be_bytes(self.id()),
            STANDARD.encode(key)
        )
    }
}

impl FromStr for VerifierKey {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let unreadable = Error::Unreadable("the public key of a log");
        // A key in Base64 can hold `+`, a name and an id cannot.
        let mut parts = text.splitn(3, '+');
        let (Some(name), Some(_), Some(encoded)) = (parts.next(), parts.next(), parts.next())
        else {
            return Err(unreadable);
        };
        let bytes = STANDARD.decode(encoded).map_err(|_| unreadable.clone())?;
        let key = match bytes.split_first() {
            Some((&ED25519_TYPE, key)) => key.try_into().map_err(|_| unreadable.clone())?,
            _ => return Err(unreadable),
        };
        let parsed = Self::new(name, key)?;
        if parsed.to_string() == text {
            Ok(parsed)
        } else {
            Err(unreadable)
        }
    }
}

/// Signs a text that ends in a newline.
pub(crate) fn sign(text: &str, signer: &dyn Signer) -> Result<String, Error> {
    let mut signature = VerifierKey::of(signer)?.id().to_vec();
    signature.extend_from_slice(&signer.sign(text.as_bytes())?);
    Ok(format!(
        "{text}\n— {} {}\n",
        signer.name(),
        STANDARD.encode(signature)
    ))
}

/// The text of a note with its last newline, and the lines of signatures.
pub(crate) fn split(note: &str) -> Result<(&str, &str), Error> {
    let unreadable = Error::Unreadable("a signed note");
    let odd = |character: char| character < ' ' && character != '\n';
    if note.len() > NOTE_BYTES_MAX || !note.ends_with('\n') || note.contains(odd) {
        return Err(unreadable);
    }
    let end = note.rfind("\n\n").ok_or(unreadable.clone())?;
    let text = note.get(..=end).ok_or(unreadable.clone())?;
    let signatures = note.get(end + 2..).ok_or(unreadable)?;
    Ok((text, signatures))
}

/// A name that a signature line or the first line of a checkpoint can carry.
pub(crate) fn checked_name(name: &str) -> Result<&str, Error> {
    let odd =
        |character: char| character.is_whitespace() || character.is_control() || character == '+';
    if name.is_empty() || name.contains(odd) {
        Err(Error::Name)
    } else {
        Ok(name)
    }
}
