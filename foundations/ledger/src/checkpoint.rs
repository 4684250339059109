//! Checkpoints (c2sp.org/tlog-checkpoint): how long the log is and what it hashes to.

use std::fmt;
use std::str::FromStr;

use crate::{Error, Hash, Signer, VerifierKey, note};

/// What the log commits itself to by signing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checkpoint {
    /// Which log, as `ventanilla.example/ledger`.
    pub origin: String,
    /// How many entries.
    pub size: u64,
    /// The root of the tree over them.
    pub root: Hash,
}

impl Checkpoint {
    /// Signs it as a note.
    ///
    /// # Errors
    /// [`Error::Name`] for an origin that a checkpoint cannot carry, [`Error::Key`] if the key fails.
    pub fn sign(&self, signer: &dyn Signer) -> Result<String, Error> {
        note::checked_name(&self.origin)?;
        note::sign(&self.to_string(), signer)
    }

    /// Reads a signed note after checking its signature.
    ///
    /// # Errors
    /// [`Error::Mismatch`] if the key did not sign it, [`Error::Unreadable`] if it is no checkpoint.
    pub fn open(note: &str, key: &VerifierKey) -> Result<Self, Error> {
        key.open(note)?.parse()
    }

    /// Reads a signed note **without** checking who signed it.
    ///
    /// # Errors
    /// [`Error::Unreadable`] if it is no checkpoint.
    pub fn peek(note: &str) -> Result<Self, Error> {
        note::split(note)?.0.parse()
    }
}

/// The text that is signed, with its last newline.
impl fmt::Display for Checkpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}\n{}\n{}", self.origin, self.size, self.root)
    }
}

impl FromStr for Checkpoint {
    type Err = Error;

    /// Reads the text of a checkpoint. Lines of extensions are allowed and ignored.
    fn from_str(text: &str) -> Result<Self, Error> {
        let unreadable = || Error::Unreadable("a checkpoint");
        let body = text.strip_suffix('\n').ok_or_else(unreadable)?;
        let mut lines = body.split('\n');
        let origin = lines
            .next()
            .filter(|line| !line.is_empty())
            .ok_or_else(unreadable)?
            .to_owned();
        let digits = lines.next().ok_or_else(unreadable)?;
        let size: u64 = digits.parse().map_err(|_| unreadable())?;
        let root = lines.next().ok_or_else(unreadable)?.parse()?;
        if size.to_string() != digits || lines.any(str::is_empty) {
            return Err(unreadable());
        }
        Ok(Self { origin, size, root })
    }
}
