//! Secrets that people carry: session cookies and bearer tokens. Only their hash is stored, so a
//! copy of the database lets nobody in.

use aws_lc_rs::digest::{SHA256, digest};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

/// 256 bits: far past guessing, so a plain hash at rest is enough and needs no salt.
const SECRET_BYTES: usize = 32;

/// A fresh secret as text fit for a cookie or a header. Prints nothing.
pub(crate) struct Secret(String);

impl Secret {
    /// Draws a secret behind a prefix that tells leak scanners what it is.
    ///
    /// # Errors
    /// When the machine has no randomness to give.
    pub(crate) fn draw(prefix: &str) -> Result<Self, NoRandomness> {
        let mut bytes = [0; SECRET_BYTES];
        aws_lc_rs::rand::fill(&mut bytes).map_err(|_| NoRandomness)?;
        Ok(Self(format!("{prefix}{}", URL_SAFE_NO_PAD.encode(bytes))))
    }

    pub(crate) fn hash(&self) -> Vec<u8> {
        hash(&self.0)
    }

    /// The text to hand over, once.
    pub(crate) fn reveal(self) -> String {
        self.0
    }
}

/// SHA-256 of a secret as it was presented.
pub(crate) fn hash(presented: &str) -> Vec<u8> {
    digest(&SHA256, presented.as_bytes()).as_ref().to_vec()
}

/// The operating system gave no random bytes.
#[derive(Debug, thiserror::Error)]
#[error("the operating system gave no random bytes")]
pub(crate) struct NoRandomness;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_secrets_differ_and_the_hash_is_not_the_secret() {
        let (one, other) = (Secret::draw("vt_").unwrap(), Secret::draw("vt_").unwrap());
        assert_ne!(one.hash(), other.hash());
        let kept = one.hash();
        let told = one.reveal();
        assert!(told.starts_with("vt_") && told.len() == 3 + 43, "{told}");
        assert_eq!(hash(&told), kept);
        assert_ne!(told.as_bytes(), kept);
    }
}
