//! Reading the log: its checkpoint, its tiles, and proofs made from them.

use std::collections::HashMap;

use store::{Db, params};

use crate::tile::{Edge, TILE_HEIGHT, TileNodes, edge_of, levels_of};
use crate::tree::{self, Nodes};
use crate::{Error, Hash, LeafId, Proof, TILE_WIDTH, TileKind, TilePath};

store::statements! {
    HEAD = "select turn, size, note from ledger_head where id = 1";
    TILE = "select hashes from ledger_tile where level = $1 and place = $2";
    ENTRIES = "select position, digest from ledger_leaf where position >= $1 and position < $2 order by position";
    LEAF = "select position, salt, kind from ledger_leaf where id = $1";
}

/// How far the log goes.
pub(crate) struct Head {
    pub(crate) turn: u64,
    pub(crate) size: u64,
    /// The signed checkpoint; none before the first run of the sequencer.
    pub(crate) note: Option<String>,
}

pub(crate) fn head(db: &mut Db) -> Result<Head, Error> {
    Ok(db.row(&HEAD, params![], |row| {
        Ok(Head {
            turn: row.get(0)?,
            size: row.get(1)?,
            note: row.get(2)?,
        })
    })?)
}

/// The signed checkpoint as it is served, or none before the first run of the sequencer.
///
/// # Errors
/// [`Error::Store`].
pub fn checkpoint(db: &mut Db) -> Result<Option<String>, Error> {
    Ok(head(db)?.note)
}

/// How many entries are in order and signed for.
///
/// # Errors
/// [`Error::Store`].
pub fn size(db: &mut Db) -> Result<u64, Error> {
    Ok(head(db)?.size)
}

/// The first `width` hashes of a tile, 32 bytes each; none if the log has not that many there yet.
///
/// # Errors
/// [`Error::Store`].
pub fn tile(db: &mut Db, level: u8, index: u64, width: u16) -> Result<Option<Vec<u8>>, Error> {
    let mut bytes = stored(db, level, index)?.unwrap_or_default();
    let wanted = usize::from(width) * Hash::BYTES;
    if width == 0 || width > TILE_WIDTH || bytes.len() < wanted {
        return Ok(None);
    }
    bytes.truncate(wanted);
    Ok(Some(bytes))
}

/// The first `width` entries of a bundle, each after its length in two bytes; none if the log has
/// not that many there yet.
///
/// # Errors
/// [`Error::Store`].
pub fn entries(db: &mut Db, index: u64, width: u16) -> Result<Option<Vec<u8>>, Error> {
    let first = index.checked_mul(u64::from(TILE_WIDTH));
    let range = first.and_then(|first| Some((first, first.checked_add(u64::from(width))?)));
    let Some((first, end)) = range.filter(|(_, end)| i64::try_from(*end).is_ok()) else {
        return Ok(None);
    };
    if width == 0 || width > TILE_WIDTH || end > size(db)? {
        return Ok(None);
    }
    let mut bundle = Vec::with_capacity(usize::from(width) * (2 + Hash::BYTES));
    for (_, digest) in entries_between(db, first, end)? {
        bundle.extend_from_slice(&[0, 32]);
        bundle.extend_from_slice(&digest);
    }
    Ok(Some(bundle))
}

/// What a path below the log's `tile/` asks for; none if it does not exist (yet).
///
/// # Errors
/// [`Error::Store`].
pub fn resource(db: &mut Db, path: &TilePath) -> Result<Option<Vec<u8>>, Error> {
    match path.kind {
        TileKind::Hashes { level } => tile(db, level, path.index, path.width),
        TileKind::Entries => entries(db, path.index, path.width),
    }
}

/// The evidence that a leaf is in the log under its present checkpoint; none while the leaf still waits.
///
/// # Errors
/// [`store::Error::Missing`] if there is no such leaf.
pub fn proof(db: &mut Db, leaf: LeafId) -> Result<Option<Proof>, Error> {
    let read = |row: &store::Row<'_>| Ok((row.get::<Option<u64>>(0)?, row.get(1)?, row.get(2)?));
    let (position, salt, kind) = db.row(&LEAF, params![leaf], read)?;
    let head = head(db)?;
    let (Some(index), Some(checkpoint)) = (position, head.note) else {
        return Ok(None);
    };
    if index >= head.size {
        return Err(damaged("a leaf lies past the end of the ledger").into());
    }
    let hashes = tree::inclusion(&mut Stored::new(db), index, head.size)?;
    Ok(Some(Proof {
        index,
        size: head.size,
        hashes,
        checkpoint,
        salt,
        kind,
    }))
}

/// The evidence that the log of `new` entries begins with the log of `old` entries.
///
/// # Errors
/// [`Error::TooShort`] unless `old <= new <=` the log's size.
pub fn consistency_proof(db: &mut Db, old: u64, new: u64) -> Result<Vec<Hash>, Error> {
    if old > new || new > size(db)? {
        return Err(Error::TooShort);
    }
    tree::consistency(&mut Stored::new(db), old, new)
}

/// Position and digest of the entries in a range.
pub(crate) fn entries_between(
    db: &mut Db,
    first: u64,
    end: u64,
) -> Result<Vec<(u64, [u8; 32])>, Error> {
    Ok(db.rows(&ENTRIES, params![first, end], |row| {
        Ok((row.get(0)?, row.get(1)?))
    })?)
}

/// The bytes of a tile as they are kept.
pub(crate) fn stored(db: &mut Db, level: u8, index: u64) -> Result<Option<Vec<u8>>, Error> {
    // No log is long enough for a tile whose number does not fit the database.
    if i64::try_from(index).is_err() {
        return Ok(None);
    }
    Ok(db.row_opt(&TILE, params![level, index], |row| row.get(0))?)
}

/// The unfinished tiles of a log of `size` entries.
pub(crate) fn edge(db: &mut Db, size: u64) -> Result<Edge, Error> {
    let mut levels = Vec::new();
    for level in 0..levels_of(size) {
        let (index, width) = edge_of(size, level);
        let hashes = if width == 0 {
            Vec::new()
        } else {
            hashes(db, level, index)?
        };
        if hashes.len() != width {
            return Err(damaged("a tile of the ledger has another length than the log").into());
        }
        levels.push(hashes);
    }
    Ok(Edge { size, levels })
}

fn hashes(db: &mut Db, level: u8, index: u64) -> Result<Vec<Hash>, Error> {
    let bytes =
        stored(db, level, index)?.ok_or_else(|| damaged("a tile of the ledger is missing"))?;
    Ok(bytes
        .chunks_exact(Hash::BYTES)
        .filter_map(Hash::from_slice)
        .collect())
}

pub(crate) fn damaged(what: &str) -> store::Error {
    store::Error::Damaged(what.to_owned())
}

/// Nodes of the tree out of stored tiles; each tile is read once.
struct Stored<'d> {
    db: &'d mut Db,
    read: HashMap<(u8, u64), Vec<Hash>>,
}

impl<'d> Stored<'d> {
    fn new(db: &'d mut Db) -> Self {
        Self {
            db,
            read: HashMap::new(),
        }
    }
}

impl Nodes for Stored<'_> {
    type Error = Error;

    fn node(&mut self, height: u32, index: u64) -> Result<Hash, Error> {
        let level = u8::try_from(height / TILE_HEIGHT).map_err(|_| Error::TooShort)?;
        let inside = height % TILE_HEIGHT;
        let across = TILE_HEIGHT - inside;
        let tile = index >> across;
        if !self.read.contains_key(&(level, tile)) {
            let hashes = hashes(self.db, level, tile)?;
            self.read.insert((level, tile), hashes);
        }
        let hashes = self.read.get(&(level, tile)).map_or(&[][..], Vec::as_slice);
        TileNodes(hashes).node(inside, index & ((1 << across) - 1))
    }
}
