//! What can go wrong in the log, and what a check can find.

/// A failure of the log. Carries no stored content, so it may be logged.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The store failed, or the leaf asked for does not exist ([`store::Error::Missing`]).
    #[error(transparent)]
    Store(#[from] store::Error),
    /// The system gave no randomness for a salt.
    #[error("the system gave no randomness")]
    Random,
    /// The signing key cannot be read or did not sign.
    #[error("the key of the log does not work")]
    Key,
    /// An origin or key name that a signed note cannot carry: empty, or with spaces, `+` or control characters.
    #[error("an origin or key name that a signed note cannot carry")]
    Name,
    /// A text that should be a proof, checkpoint, key or hash is not one; says which part.
    #[error("not readable: {0}")]
    Unreadable(&'static str),
    /// The log has fewer entries than asked about.
    #[error("the log is not that long")]
    TooShort,
    /// A check failed.
    #[error(transparent)]
    Mismatch(#[from] Mismatch),
}

/// The first thing a check found wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Mismatch {
    /// No signature of the known key is on the checkpoint.
    #[error("the checkpoint does not carry a signature of the known key")]
    Unsigned,
    /// The signature of the known key does not fit the checkpoint's text.
    #[error("the signature does not fit the checkpoint")]
    Signature,
    /// The content, its salt or its place is not the one the log holds.
    #[error("the log does not hold this content at this place")]
    Inclusion,
    /// The later tree does not begin with the earlier one.
    #[error("the later tree does not begin with the earlier one")]
    Consistency,
    /// The salt was erased, so no content can be compared any more.
    #[error("the salt was erased; the content can no longer be compared")]
    Erased,
    /// The entry with this number is missing.
    #[error("entry {0} is missing")]
    Entry(u64),
    /// More entries have a number than the signed checkpoint counts.
    #[error("entry {0} lies past the signed end of the log")]
    PastTheEnd(u64),
    /// A stored tile is not what its entries give.
    #[error("tile {index} of level {level} is not what the entries give")]
    Tile {
        /// The level of the tile; 0 holds the hashes of entries.
        level: u8,
        /// Its number in the level, from 0.
        index: u64,
    },
    /// The signed checkpoint counts another number of entries than the log says it has.
    #[error("the checkpoint is signed for {signed} entries, the log says {size}")]
    Size {
        /// What the signed text says.
        signed: u64,
        /// What the log says.
        size: u64,
    },
    /// The signed root is not what the entries give.
    #[error("the signed root is not what the entries give")]
    Root,
}
