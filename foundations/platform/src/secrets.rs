//! Keys for cookies, callbacks and small tokens, all derived from one master secret.

use aws_lc_rs::{constant_time, hkdf, hmac};

/// Length of the master secret.
pub const MASTER_SECRET_BYTES: usize = 32;

/// The master secret of this State. It never leaves the process and prints nothing.
#[derive(Clone)]
pub struct Secrets([u8; MASTER_SECRET_BYTES]);

impl std::fmt::Debug for Secrets {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secrets")
    }
}

struct KeyLength;

impl hkdf::KeyType for KeyLength {
    fn len(&self) -> usize {
        MASTER_SECRET_BYTES
    }
}

impl Secrets {
    /// Takes the master secret.
    #[must_use]
    pub const fn new(master: [u8; MASTER_SECRET_BYTES]) -> Self {
        Self(master)
    }

    /// A key for one purpose, by HKDF-SHA-256 (RFC 5869): whoever learns one learns no other.
    #[must_use]
    pub fn derive(&self, purpose: &str) -> [u8; MASTER_SECRET_BYTES] {
        let mut key = [0; MASTER_SECRET_BYTES];
        let extracted = hkdf::Salt::new(hkdf::HKDF_SHA256, b"ventanilla").extract(&self.0);
        let expanded = extracted
            .expand(&[purpose.as_bytes()], KeyLength)
            .and_then(|okm| okm.fill(&mut key));
        debug_assert!(expanded.is_ok(), "32 bytes are always within HKDF's bound");
        key
    }

    /// HMAC-SHA-256 of a message under the key of a purpose.
    #[must_use]
    pub fn authenticate(&self, purpose: &str, message: &[u8]) -> [u8; 32] {
        let key = hmac::Key::new(hmac::HMAC_SHA256, &self.derive(purpose));
        let tag = hmac::sign(&key, message);
        let mut out = [0; 32];
        for (to, from) in out.iter_mut().zip(tag.as_ref()) {
            *to = *from;
        }
        out
    }

    /// Whether a tag is that of the message, compared in constant time.
    #[must_use]
    pub fn is_authentic(&self, purpose: &str, message: &[u8], tag: &[u8]) -> bool {
        constant_time::verify_slices_are_equal(&self.authenticate(purpose, message), tag).is_ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn purposes_have_unrelated_keys_and_tags_are_checked() {
        let secrets = Secrets::new([7; 32]);
        assert_ne!(secrets.derive("a"), secrets.derive("b"));
        assert_ne!(secrets.derive("a"), [0; 32]);
        let tag = secrets.authenticate("a", b"message");
        assert!(secrets.is_authentic("a", b"message", &tag));
        assert!(!secrets.is_authentic("a", b"massage", &tag));
        assert!(!secrets.is_authentic("b", b"message", &tag));
        assert!(!secrets.is_authentic("a", b"message", &tag[..31]));
    }

    #[test]
    fn secrets_print_nothing() {
        assert_eq!(format!("{:?}", Secrets::new([7; 32])), "Secrets");
    }
}
