//! Proofs that travel with a document: JSON for programs, `.tlog-proof` for anyone's tools.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};

use crate::note::NOTE_BYTES_MAX;
use crate::{
    Checkpoint, Error, Hash, Mismatch, VerifierKey, entry_of, leaf_hash, verify_inclusion,
};

/// The first line of a proof as text.
const FIRST_LINE: &str = "c2sp.org/tlog-proof@v1";

/// Hashes of a path: one for each bit of the largest size.
const HASHES_MAX: usize = 64;

/// The evidence that a content is in the log. Complete: with the content and the log's public key,
/// nothing else is needed to check it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Proof {
    /// The number of the entry, from 0.
    pub index: u64,
    /// How many entries the checkpoint signs for.
    pub size: u64,
    /// The inclusion proof (RFC 6962 §2.1.1), from the leaf up.
    pub hashes: Vec<Hash>,
    /// The signed checkpoint, exactly as published.
    pub checkpoint: String,
    /// What the content was salted with; none once erased.
    #[serde(with = "salt_as_base64")]
    pub salt: Option<[u8; 32]>,
    /// What was put on record, as `application.received`. Not covered by the log.
    pub kind: String,
}

impl Proof {
    /// Checks everything: the checkpoint is signed by this key, and this very content is in its tree.
    ///
    /// # Errors
    /// [`Error::Mismatch`] names what does not fit; [`Error::Unreadable`] if the checkpoint is not one.
    pub fn verify(&self, content: &[u8], key: &VerifierKey) -> Result<Checkpoint, Error> {
        let checkpoint = Checkpoint::open(&self.checkpoint, key)?;
        if checkpoint.size != self.size {
            return Err(Mismatch::Size {
                signed: checkpoint.size,
                size: self.size,
            }
            .into());
        }
        let salt = self.salt.ok_or(Mismatch::Erased)?;
        let leaf = leaf_hash(entry_of(&salt, content).as_bytes());
        verify_inclusion(&leaf, self.index, self.size, &self.hashes, &checkpoint.root)?;
        Ok(checkpoint)
    }

    /// The proof as a `.tlog-proof` file (c2sp.org/tlog-proof). Its extra data is the salt, if it is
    /// still known, followed by the kind in UTF-8.
    pub fn to_text(&self) -> String {
        let mut text = format!("{FIRST_LINE}\n");
        if let Some(salt) = self.salt {
            let mut extra = salt.to_vec();
            extra.extend_from_slice(self.kind.as_bytes());
            text += &format!("extra {}\n", STANDARD.encode(extra));
        }
        text += &format!("index {}\n", self.index);
        for hash in &self.hashes {
            text += &format!("{hash}\n");
        }
        text + "\n" + &self.checkpoint
    }

    /// Reads a `.tlog-proof` file.
    ///
    /// # Errors
    /// [`Error::Unreadable`].
    pub fn from_text(text: &str) -> Result<Self, Error> {
        let unreadable = || Error::Unreadable("a proof");
        if text.len() > 2 * NOTE_BYTES_MAX {
            return Err(unreadable());
        }
        let (head, checkpoint) = text.split_once("\n\n").ok_or_else(unreadable)?;
        let mut lines = head.split('\n').peekable();
        if lines.next() != Some(FIRST_LINE) {
            return Err(unreadable());
        }
        let (salt, kind) = match lines.next_if(|line| line.starts_with("extra ")) {
            Some(line) => extra(line).ok_or_else(unreadable)?,
            None => (None, String::new()),
        };
        let digits = lines
            .next()
            .and_then(|line| line.strip_prefix("index "))
            .ok_or_else(unreadable)?;
        let index: u64 = digits.parse().map_err(|_| unreadable())?;
        let hashes = lines
            .take(HASHES_MAX + 1)
            .map(str::parse)
            .collect::<Result<Vec<Hash>, Error>>()?;
        if index.to_string() != digits || hashes.len() > HASHES_MAX {
            return Err(unreadable());
        }
        let size = Checkpoint::peek(checkpoint)?.size;
        Ok(Self {
            index,
            size,
            hashes,
            checkpoint: checkpoint.to_owned(),
            salt,
            kind,
        })
    }
}

fn extra(line: &str) -> Option<(Option<[u8; 32]>, String)> {
    let bytes = STANDARD.decode(line.strip_prefix("extra ")?).ok()?;
    let (salt, kind) = bytes.split_at_checked(32)?;
    Some((
        Some(salt.try_into().ok()?),
        String::from_utf8(kind.to_vec()).ok()?,
    ))
}

/// A salt in JSON: Base64, or null once erased.
mod salt_as_base64 {
    use base64::Engine;
    use base64::engine::general_purpose::STANDARD;
    use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

    pub(super) fn serialize<S: Serializer>(
        salt: &Option<[u8; 32]>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        salt.map(|salt| STANDARD.encode(salt)).serialize(serializer)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<[u8; 32]>, D::Error> {
        let Some(text) = Option::<String>::deserialize(deserializer)? else {
            return Ok(None);
        };
        let bytes = STANDARD
            .decode(text)
            .map_err(|_| de::Error::custom("not Base64"))?;
        bytes
            .try_into()
            .map(Some)
            .map_err(|_| de::Error::custom("not 32 bytes"))
    }
}
