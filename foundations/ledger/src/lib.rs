//! The public log of the State: an append-only Merkle tree that anyone can follow and check.
//!
//! Whatever must not be denied later (an application received, an act issued) [`queue()`]s a leaf in
//! its own transaction. One sequencer puts queued leaves in order ([`sequence()`]) and signs a
//! [checkpoint](Checkpoint). From then on [`proof()`] gives the evidence that the leaf is in the log,
//! which anyone checks offline with the log's public key ([`Proof::verify`]).
//!
//! The log says nothing about anybody: an entry is `SHA-256(salt ‖ content)` with a random salt of
//! 32 bytes, and [`erase_salt`] takes away the only link back without disturbing the tree.
//!
//! # Formats
//! The log is served and signed in formats that tools not ours understand:
//! [tlog-tiles](https://c2sp.org/tlog-tiles) for tree and entries,
//! [tlog-checkpoint](https://c2sp.org/tlog-checkpoint) and [signed-note](https://c2sp.org/signed-note)
//! for checkpoints, [tlog-proof](https://c2sp.org/tlog-proof) for proofs, and the tree of
//! [RFC 6962](https://www.rfc-editor.org/rfc/rfc6962.html) section 2.1 underneath.
//!
//! # What it is not
//! It serves no HTTP (parse paths with [`TilePath`]), keeps no key (see [`Signer`]), and does not
//! know what a case is. It never forgets an entry and never signs two histories: the single row of
//! the log's head is moved by an optimistic check, so of two sequencers at once one does nothing.

mod audit;
mod checkpoint;
mod error;
mod hash;
mod leaf;
mod log;
mod note;
mod proof;
mod sequence;
mod tile;
mod tree;

pub use audit::{Sound, verify_all};
pub use checkpoint::Checkpoint;
pub use error::{Error, Mismatch};
pub use hash::{Hash, entry_of, leaf_hash, node_hash};
pub use leaf::{LeafId, erase_salt, queue, queue_as, waiting};
pub use log::{checkpoint, consistency_proof, entries, proof, resource, size, tile};
pub use note::{Ed25519Signer, Signer, VerifierKey};
pub use proof::Proof;
pub use sequence::{BATCH_MAX, sequence};
pub use tile::{TILE_WIDTH, TileKind, TilePath};
pub use tree::{verify_consistency, verify_inclusion};

/// Every statement of this room.
pub const STATEMENTS: &[&[store::Statement]] =
    &[leaf::STATEMENTS, log::STATEMENTS, sequence::STATEMENTS];

/// The tables of this room.
pub const MIGRATIONS: &[store::Migration] = &[store::migration!(
    "ledger",
    1,
    "../migrations/0001_ledger.sql"
)];
