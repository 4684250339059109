//! Checking the whole log from its entries, trusting nothing that was computed before.

use store::Db;

use crate::log::{self, Head};
use crate::tile::{Edge, Tile};
use crate::{Checkpoint, Error, Hash, Mismatch, TILE_WIDTH, VerifierKey, leaf_hash};

/// A log found sound.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sound {
    /// How many entries were read.
    pub size: u64,
    /// The root over them, which is the signed one.
    pub root: Hash,
}

/// Reads every entry, recomputes every tile and the root, compares them with what is stored, and
/// checks that the key signed the result. A log on which the sequencer never ran is sound and empty.
///
/// It reads as much as the log is long, in one transaction and in bounded memory.
///
/// # Errors
/// [`Error::Mismatch`] names the first thing that is wrong.
pub fn verify_all(db: &mut Db, key: &VerifierKey) -> Result<Sound, Error> {
    let head = log::head(db)?;
    let mut edge = Edge::default();
    while edge.size < head.size {
        read_bundle(db, &mut edge, head.size)?;
    }
    if let Some((position, _)) = log::entries_between(db, head.size, head.size + 1)?.first() {
        return Err(Mismatch::PastTheEnd(*position).into());
    }
    for tile in edge.partial() {
        compare(db, &tile)?;
    }
    let root = edge.root()?;
    check_signature(&head, root, key)?;
    Ok(Sound {
        size: head.size,
        root,
    })
}

/// Reads the next entries, up to a full tile of them, and compares the tiles they complete.
fn read_bundle(db: &mut Db, edge: &mut Edge, size: u64) -> Result<(), Error> {
    let end = size.min(edge.size + u64::from(TILE_WIDTH));
    let found = log::entries_between(db, edge.size, end)?;
    let mut found = found.into_iter();
    while edge.size < end {
        match found.next() {
            Some((position, digest)) if position == edge.size => {
                edge.push(leaf_hash(&digest), |tile| compare(db, &tile))?;
            }
            _ => return Err(Mismatch::Entry(edge.size).into()),
        }
    }
    Ok(())
}

fn compare(db: &mut Db, tile: &Tile) -> Result<(), Error> {
    let computed = tile.hashes.iter().flat_map(|hash| hash.as_bytes());
    match log::stored(db, tile.level, tile.index)? {
        Some(stored) if stored.iter().eq(computed) => Ok(()),
        _ => Err(Mismatch::Tile {
            level: tile.level,
            index: tile.index,
        }
        .into()),
    }
}

fn check_signature(head: &Head, root: Hash, key: &VerifierKey) -> Result<(), Error> {
    let Some(note) = &head.note else {
        return if head.size == 0 {
            Ok(())
        } else {
            Err(Mismatch::Unsigned.into())
        };
    };
    let checkpoint = Checkpoint::open(note, key)?;
    if checkpoint.size != head.size {
        return Err(Mismatch::Size {
            signed: checkpoint.size,
            size: head.size,
        }
        .into());
    }
    if checkpoint.root == root {
        Ok(())
    } else {
        Err(Mismatch::Root.into())
    }
}
