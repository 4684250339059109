//! The sequencer: puts queued leaves in order, grows the tree, signs its new end.

use jiff::Timestamp;
use store::{Tx, params};

use crate::log::{self, Head};
use crate::tile::{Edge, Tile};
use crate::{Checkpoint, Error, LeafId, Signer, leaf_hash};

/// Leaves put in order in one transaction. More would keep other writers waiting for too long.
pub const BATCH_MAX: usize = 1_024;

store::statements! {
    /// Takes the turn, if nobody took it since it was read.
    TAKE_TURN = "update ledger_head set turn = turn + 1 where id = 1 and turn = $1";
    QUEUED = "select id, digest from ledger_leaf where position is null order by id limit $1";
    PLACE = "update ledger_leaf set position = $1 where id = $2 and position is null";
    PUT_TILE = "insert into ledger_tile (level, place, hashes) values ($1, $2, $3)
        on conflict (level, place) do update set hashes = excluded.hashes";
    MOVE_HEAD = "update ledger_head set size = $1, note = $2, signed_at = $3 where id = 1";
}

/// Puts up to [`BATCH_MAX`] queued leaves in order and signs a checkpoint over the longer log.
/// Returns how many; call again while that is [`BATCH_MAX`].
///
/// The very first call signs the empty log. `origin` names the log in every checkpoint
/// (`ventanilla.example/ledger`) and must stay the same for its life. A checkpoint is published only
/// by the commit of its transaction, so a run that fails or that another overtakes leaves no trace.
///
/// # Errors
/// [`store::Error::Conflict`] if another sequencer took the turn (nothing happened), [`Error::Name`],
/// [`Error::Key`], [`Error::Store`].
pub fn sequence(
    tx: &mut Tx,
    signer: &dyn Signer,
    origin: &str,
    now: Timestamp,
) -> Result<usize, Error> {
    let head = log::head(tx)?;
    let queued: Vec<(LeafId, [u8; 32])> = tx.rows(&QUEUED, params![BATCH_MAX], |row| {
        Ok((row.get(0)?, row.get(1)?))
    })?;
    if queued.is_empty() && head.note.is_some() {
        return Ok(0);
    }
    take_turn(tx, &head)?;

    let mut edge = log::edge(tx, head.size)?;
    for (leaf, digest) in &queued {
        if tx.exec(&PLACE, params![edge.size, leaf])? != 1 {
            return Err(store::Error::Conflict.into());
        }
        edge.push(leaf_hash(digest), |tile| put(tx, &tile))?;
    }
    for tile in edge.partial() {
        put(tx, &tile)?;
    }
    move_head(tx, &edge, signer, origin, now)?;
    Ok(queued.len())
}

fn take_turn(tx: &mut Tx, head: &Head) -> Result<(), Error> {
    match tx.exec(&TAKE_TURN, params![head.turn])? {
        1 => Ok(()),
        _ => Err(store::Error::Conflict.into()),
    }
}

fn put(tx: &mut Tx, tile: &Tile) -> Result<(), Error> {
    let bytes: Vec<u8> = tile
        .hashes
        .iter()
        .flat_map(|hash| hash.as_bytes())
        .copied()
        .collect();
    tx.exec(&PUT_TILE, params![tile.level, tile.index, bytes])?;
    Ok(())
}

fn move_head(
    tx: &mut Tx,
    edge: &Edge,
    signer: &dyn Signer,
    origin: &str,
    now: Timestamp,
) -> Result<(), Error> {
    let checkpoint = Checkpoint {
        origin: origin.to_owned(),
        size: edge.size,
        root: edge.root()?,
    };
    let note = checkpoint.sign(signer)?;
    tx.exec(&MOVE_HEAD, params![edge.size, note, now])?;
    Ok(())
}
