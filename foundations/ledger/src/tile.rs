//! Tiles: 256 hashes of one level side by side, their paths, and the right edge where the tree grows.

use std::fmt;
use std::str::FromStr;

use crate::tree::{Nodes, range_root};
use crate::{Error, Hash};

/// Hashes, or entries, of a full tile.
pub const TILE_WIDTH: u16 = 256;

/// Levels of tiles in one tile's height: 2^8 hashes.
pub(crate) const TILE_HEIGHT: u32 = 8;

/// The highest level a path may name (tlog-tiles).
const LEVEL_MAX: u8 = 63;

/// Path elements of a tile's number: 10^18 tiles are more than entries of 64 bits fill.
const INDEX_ELEMENTS_MAX: usize = 6;

/// What a tile holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TileKind {
    /// Hashes of subtrees of 256^level entries; level 0 holds the hashes of leaves.
    Hashes {
        /// From 0 to 63.
        level: u8,
    },
    /// The entries themselves, each with its length in front.
    Entries,
}

/// The path of a tile below the log's `tile/`, as `0/x001/067` or `entries/x001/067.p/12`.
///
/// ```
/// let path: ledger::TilePath = "0/x001/067.p/12".parse().unwrap();
/// assert_eq!((path.index, path.width), (1067, 12));
/// assert_eq!(path.to_string(), "0/x001/067.p/12");
/// assert!("0/x01/067".parse::<ledger::TilePath>().is_err());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TilePath {
    /// What the tile holds.
    pub kind: TileKind,
    /// The tile's number in its level, from 0.
    pub index: u64,
    /// How many hashes or entries: 256, or fewer for a partial tile.
    pub width: u16,
}

impl FromStr for TilePath {
    type Err = Error;

    /// Reads the one canonical form of a path.
    fn from_str(path: &str) -> Result<Self, Error> {
        parse(path)
            .filter(|parsed| parsed.to_string() == path)
            .ok_or(Error::Unreadable("the path of a tile"))
    }
}

fn parse(path: &str) -> Option<TilePath> {
    let (kind, rest) = path.split_once('/')?;
    let kind = match kind {
        "entries" => TileKind::Entries,
        level => TileKind::Hashes {
            level: level.parse().ok().filter(|level| *level <= LEVEL_MAX)?,
        },
    };
    let (number, width) = match rest.split_once(".p/") {
        Some((number, width)) => (
            number,
            width
                .parse()
                .ok()
                .filter(|width| (1..TILE_WIDTH).contains(width))?,
        ),
        None => (rest, TILE_WIDTH),
    };
    let mut index: u64 = 0;
    for (count, element) in number.split('/').enumerate() {
        let digits = element.strip_prefix('x').unwrap_or(element);
        if count == INDEX_ELEMENTS_MAX || digits.len() != 3 {
            return None;
        }
        index = index * 1000 + digits.parse::<u64>().ok()?;
    }
    Some(TilePath { kind, index, width })
}

impl fmt::Display for TilePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.kind {
            TileKind::Hashes { level } => write!(f, "{level}/")?,
            TileKind::Entries => f.write_str("entries/")?,
        }
        let mut thousands = 1;
        while self.index / thousands >= 1000 {
            thousands *= 1000;
        }
        while thousands > 1 {
            write!(f, "x{:03}/", self.index / thousands % 1000)?;
            thousands /= 1000;
        }
        write!(f, "{:03}", self.index % 1000)?;
        if self.width < TILE_WIDTH {
            write!(f, ".p/{}", self.width)
        } else {
            Ok(())
        }
    }
}

/// The number of the tile at `level` that grows next in a log of `size` entries, and the hashes it has.
pub(crate) fn edge_of(size: u64, level: u8) -> (u64, usize) {
    let hashes = size
        .checked_shr(u32::from(level) * TILE_HEIGHT)
        .unwrap_or(0);
    let width = usize::from(TILE_WIDTH);
    (
        hashes >> TILE_HEIGHT,
        usize::try_from(hashes).unwrap_or(usize::MAX) % width,
    )
}

/// How many levels of tiles a log of `size` entries has.
pub(crate) fn levels_of(size: u64) -> u8 {
    let bits = u64::BITS - size.leading_zeros();
    u8::try_from(bits.div_ceil(TILE_HEIGHT)).unwrap_or(u8::MAX)
}

/// The hashes of one tile, as nodes of the tree above them.
pub(crate) struct TileNodes<'a>(pub(crate) &'a [Hash]);

impl Nodes for TileNodes<'_> {
    type Error = Error;

    fn node(&mut self, height: u32, index: u64) -> Result<Hash, Error> {
        let missing = Error::Store(store::Error::Damaged(
            "a tile of the ledger is too short".to_owned(),
        ));
        let first = usize::try_from(index << height).map_err(|_| missing.clone())?;
        let hashes = self
            .0
            .get(first..first + (1 << height))
            .ok_or(missing.clone())?;
        let mut row = hashes.to_vec();
        while row.len() > 1 {
            row = row.chunks_exact(2).filter_map(pair).collect();
        }
        row.first().copied().ok_or(missing)
    }
}

fn pair(two: &[Hash]) -> Option<Hash> {
    let [left, right] = two else { return None };
    Some(crate::node_hash(left, right))
}

/// A tile that a log gained or that grew.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Tile {
    pub(crate) level: u8,
    pub(crate) index: u64,
    pub(crate) hashes: Vec<Hash>,
}

/// The right edge of the tree: the unfinished tile of every level. All that growing needs.
#[derive(Debug, Default)]
pub(crate) struct Edge {
    pub(crate) size: u64,
    /// The hashes of the unfinished tile by level, fewer than 256 each.
    pub(crate) levels: Vec<Vec<Hash>>,
}

impl Edge {
    /// Adds a leaf; every tile it completes is handed to `full`.
    pub(crate) fn push<E: From<Error>>(
        &mut self,
        leaf: Hash,
        mut full: impl FnMut(Tile) -> Result<(), E>,
    ) -> Result<(), E> {
        let mut hash = leaf;
        for level in 0..=u8::MAX {
            if self.levels.len() <= usize::from(level) {
                self.levels.push(Vec::new());
            }
            let Some(hashes) = self.levels.get_mut(usize::from(level)) else {
                break;
            };
            hashes.push(hash);
            if hashes.len() < usize::from(TILE_WIDTH) {
                break;
            }
            let hashes = std::mem::take(hashes);
            hash = range_root(&mut TileNodes(&hashes), 0, u64::from(TILE_WIDTH))?;
            full(Tile {
                level,
                index: edge_of(self.size, level).0,
                hashes,
            })?;
        }
        self.size += 1;
        Ok(())
    }

    /// The unfinished tiles.
    pub(crate) fn partial(&self) -> impl Iterator<Item = Tile> + '_ {
        (0_u8..)
            .zip(&self.levels)
            .filter(|(_, hashes)| !hashes.is_empty())
            .map(|(level, hashes)| Tile {
                level,
                index: edge_of(self.size, level).0,
                hashes: hashes.clone(),
            })
    }

    /// The root over everything so far.
    pub(crate) fn root(&self) -> Result<Hash, Error> {
        range_root(&mut EdgeNodes(self), 0, self.size)
    }
}

/// The complete subtrees that make up a root all lie in unfinished tiles.
struct EdgeNodes<'a>(&'a Edge);

impl Nodes for EdgeNodes<'_> {
    type Error = Error;

    fn node(&mut self, height: u32, index: u64) -> Result<Hash, Error> {
        let level = usize::try_from(height / TILE_HEIGHT).unwrap_or(usize::MAX);
        let inside = height % TILE_HEIGHT;
        let hashes = self.0.levels.get(level).map_or(&[][..], Vec::as_slice);
        let in_tile = index & ((1 << (TILE_HEIGHT - inside)) - 1);
        TileNodes(hashes).node(inside, in_tile)
    }
}
