//! The tree of RFC 6962 section 2.1: roots and proofs from hashes of complete subtrees, and their
//! verification (the algorithms of RFC 9162 sections 2.1.3.2 and 2.1.4.2) from nothing but the proof.

use crate::{Hash, Mismatch, node_hash};

/// Where hashes of complete subtrees come from.
pub(crate) trait Nodes {
    type Error;

    /// The hash over the entries `index · 2^height` up to `(index + 1) · 2^height`.
    fn node(&mut self, height: u32, index: u64) -> Result<Hash, Self::Error>;
}

/// The hash of the tree with no entries.
pub(crate) fn empty_root() -> Hash {
    Hash::of(&[])
}

/// The root over `from..to`, where `from` is a multiple of the smallest power of two that covers the length.
pub(crate) fn range_root<N: Nodes>(nodes: &mut N, from: u64, to: u64) -> Result<Hash, N::Error> {
    let mut root = None;
    let mut end = to;
    // From the right: each power of two in the length is one complete subtree.
    while end > from {
        let height = (end - from).trailing_zeros();
        let begin = end - (1 << height);
        let hash = nodes.node(height, begin >> height)?;
        root = Some(root.map_or(hash, |right| node_hash(&hash, &right)));
        end = begin;
    }
    Ok(root.unwrap_or_else(empty_root))
}

/// The largest power of two smaller than `length`, which is at least 2.
fn split(length: u64) -> u64 {
    1 << (u64::BITS - 1 - (length - 1).leading_zeros())
}

/// The inclusion proof of entry `index` in the tree of `size` entries, from the leaf up. `index < size`.
pub(crate) fn inclusion<N: Nodes>(
    nodes: &mut N,
    index: u64,
    size: u64,
) -> Result<Vec<Hash>, N::Error> {
    let (mut from, mut to) = (0, size);
    let mut path = Vec::new();
    while to - from > 1 {
        let middle = from + split(to - from);
        if index < middle {
            path.push(range_root(nodes, middle, to)?);
            to = middle;
        } else {
            path.push(range_root(nodes, from, middle)?);
            from = middle;
        }
    }
    path.reverse();
    Ok(path)
}

/// The consistency proof between the trees of `old` and `new` entries. `old <= new`; empty if `old` is 0 or `new`.
pub(crate) fn consistency<N: Nodes>(
    nodes: &mut N,
    old: u64,
    new: u64,
) -> Result<Vec<Hash>, N::Error> {
    let mut path = Vec::new();
    if old == 0 || old == new {
        return Ok(path);
    }
    let (mut from, mut to) = (0, new);
    while old != to {
        let middle = from + split(to - from);
        if old <= middle {
            path.push(range_root(nodes, middle, to)?);
            to = middle;
        } else {
            path.push(range_root(nodes, from, middle)?);
            from = middle;
        }
    }
    // The verifier knows the old root itself, but not a subtree inside it.
    if from != 0 {
        path.push(range_root(nodes, from, to)?);
    }
    path.reverse();
    Ok(path)
}

/// Checks that the leaf is entry `index` of the tree of `size` entries with this root.
///
/// # Errors
/// [`Mismatch::Inclusion`] if it is not.
pub fn verify_inclusion(
    leaf: &Hash,
    index: u64,
    size: u64,
    path: &[Hash],
    root: &Hash,
) -> Result<(), Mismatch> {
    let mut last = size
        .checked_sub(1)
        .filter(|last| index <= *last)
        .ok_or(Mismatch::Inclusion)?;
    let mut position = index;
    let mut hash = *leaf;
    for sibling in path {
        if last == 0 {
            return Err(Mismatch::Inclusion);
        }
        if position & 1 == 1 || position == last {
            hash = node_hash(sibling, &hash);
            // A last node without a sibling rises until it has one.
            while position & 1 == 0 && position != 0 {
                position >>= 1;
                last >>= 1;
            }
        } else {
            hash = node_hash(&hash, sibling);
        }
        position >>= 1;
        last >>= 1;
    }
    if last == 0 && hash == *root {
        Ok(())
    } else {
        Err(Mismatch::Inclusion)
    }
}

/// Checks that the tree of `new` entries begins with the tree of `old` entries.
///
/// # Errors
/// [`Mismatch::Consistency`] if it does not.
pub fn verify_consistency(
    old: u64,
    old_root: &Hash,
    new: u64,
    new_root: &Hash,
    path: &[Hash],
) -> Result<(), Mismatch> {
    let holds = match old {
        0 => path.is_empty() && *old_root == empty_root(),
        _ if old == new => path.is_empty() && old_root == new_root,
        _ if old > new => false,
        _ => rebuild(old, old_root, new, path)
            .is_some_and(|(first, second)| first == *old_root && second == *new_root),
    };
    if holds {
        Ok(())
    } else {
        Err(Mismatch::Consistency)
    }
}

/// Both roots as the proof gives them, for `0 < old < new`.
fn rebuild(old: u64, old_root: &Hash, new: u64, path: &[Hash]) -> Option<(Hash, Hash)> {
    let (mut position, mut last) = (old - 1, new - 1);
    while position & 1 == 1 {
        position >>= 1;
        last >>= 1;
    }
    // A complete old tree is itself the first node; else the proof names it.
    let (start, rest) = if old.is_power_of_two() {
        (old_root, path)
    } else {
        path.split_first()?
    };
    let (mut first, mut second) = (*start, *start);
    for sibling in rest {
        if last == 0 {
            return None;
        }
        if position & 1 == 1 || position == last {
            first = node_hash(sibling, &first);
            second = node_hash(sibling, &second);
            while position & 1 == 0 && position != 0 {
                position >>= 1;
                last >>= 1;
            }
        } else {
            second = node_hash(&second, sibling);
        }
        position >>= 1;
        last >>= 1;
    }
    (last == 0).then_some((first, second))
}
