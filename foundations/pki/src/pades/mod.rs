//! Signatures inside PDF documents: PAdES baseline B-B (EN 319 142-1).
//!
//! [`sign`] appends an incremental update with one invisible signature field, so that the original stays
//! a prefix of the result and PDF/A and PDF/UA are kept. [`verify`] reads any PDF, believes nothing in
//! it, and answers in types, so that a page or a command can put the verdict into a citizen's words.
//!
//! Not here yet: visible stamps, time-stamps and embedded revocation lists (B-T and above), and what
//! somebody changed between two signatures of one file.

mod dictionary;
mod increment;
mod scan;
mod sign;
mod text;
mod verdict;
mod verify;

pub use sign::{Signing, sign};
pub use verdict::{Integrity, LaterChanges, SignatureVerdict, Signer, Standing};
pub use verify::verify;

/// The largest PDF signed or verified, in bytes: a long file with scanned pages; both are held in memory.
pub const PDF_BYTES_MAX: usize = 64 * 1024 * 1024;
