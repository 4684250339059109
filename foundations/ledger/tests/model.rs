//! The tree against a slow and obvious model of RFC 6962, and against known vectors.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use ledger::{
    Hash, Mismatch, TileKind, TilePath, VerifierKey, leaf_hash, node_hash, verify_consistency,
    verify_inclusion,
};
use proptest::prelude::*;

/// MTH of RFC 6962 §2.1, word for word.
fn root(leaves: &[Hash]) -> Hash {
    match leaves {
        [] => "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="
            .parse()
            .unwrap(),
        [one] => *one,
        _ => {
            let (left, right) = leaves.split_at(split(leaves.len()));
            node_hash(&root(left), &root(right))
        }
    }
}

fn split(length: usize) -> usize {
    let mut power = 1;
    while power * 2 < length {
        power *= 2;
    }
    power
}

/// PATH of RFC 6962 §2.1.1, word for word.
fn path(index: usize, leaves: &[Hash]) -> Vec<Hash> {
    if leaves.len() == 1 {
        return Vec::new();
    }
    let (left, right) = leaves.split_at(split(leaves.len()));
    let (mut path, sibling) = if index < left.len() {
        (path(index, left), root(right))
    } else {
        (path(index - left.len(), right), root(left))
    };
    path.push(sibling);
    path
}

/// SUBPROOF of RFC 6962 §2.1.2, word for word.
fn subproof(old: usize, leaves: &[Hash], whole: bool) -> Vec<Hash> {
    if old == leaves.len() {
        return if whole {
            Vec::new()
        } else {
            vec![root(leaves)]
        };
    }
    let (left, right) = leaves.split_at(split(leaves.len()));
    let (mut proof, sibling) = if old <= left.len() {
        (subproof(old, left, whole), root(right))
    } else {
        (subproof(old - left.len(), right, false), root(left))
    };
    proof.push(sibling);
    proof
}

fn leaves(count: usize) -> Vec<Hash> {
    (0..count)
        .map(|number| leaf_hash(&number.to_be_bytes()))
        .collect()
}

fn hex(hash: &Hash) -> String {
    hash.as_bytes()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

/// The reference vectors of Certificate Transparency: eight entries and the root after each.
#[test]
fn known_roots() {
    let entries: [&[u8]; 8] = [
        b"",
        b"\x00",
        b"\x10",
        b"\x20\x21",
        b"\x30\x31",
        b"\x40\x41\x42\x43",
        b"\x50\x51\x52\x53\x54\x55\x56\x57",
        b"\x60\x61\x62\x63\x64\x65\x66\x67\x68\x69\x6a\x6b\x6c\x6d\x6e\x6f",
    ];
    let roots = [
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    ];
    let leaves: Vec<Hash> = entries.iter().map(|entry| leaf_hash(entry)).collect();
    for (count, expected) in (1..).zip(roots) {
        assert_eq!(hex(&root(&leaves[..count])), expected);
    }
    // A published inclusion path: entry 0 in the tree of 8.
    let siblings: Vec<String> = path(0, &leaves).iter().map(hex).collect();
    assert_eq!(
        siblings,
        [
            "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
        ]
    );
}

/// A note published with the format, so that others' tools and ours agree on names, ids and signatures.
#[test]
fn known_note() {
    let key: VerifierKey = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
        .parse()
        .unwrap();
    let text = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n";
    let note = format!(
        "{text}\n— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
    );
    assert_eq!(key.open(&note).unwrap(), text);
    assert_eq!(
        key.open(&note.replace("answer", "anxwer")),
        Err(Mismatch::Signature.into())
    );
    assert_eq!(
        key.open(&note.replace("PeterNeumann", "Petra")),
        Err(Mismatch::Unsigned.into())
    );
    assert!(key.open(text).is_err());
    assert!(
        "PeterNeumann+c74f20a4+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
            .parse::<VerifierKey>()
            .is_err()
    );
}

#[test]
fn tile_paths_have_one_form() {
    let path = |text: &str| text.parse::<TilePath>();
    assert_eq!(
        path("0/x001/x234/067").unwrap(),
        TilePath {
            kind: TileKind::Hashes { level: 0 },
            index: 1_234_067,
            width: 256
        }
    );
    assert_eq!(
        path("entries/000.p/255").unwrap(),
        TilePath {
            kind: TileKind::Entries,
            index: 0,
            width: 255
        }
    );
    for wrong in [
        "",
        "0",
        "0/",
        "0/67",
        "0/0067",
        "0/x067",
        "64/000",
        "-1/000",
        "+1/000",
        "01/000",
        "0/x000/067",
        "0/001/067",
        "0/000.p/0",
        "0/000.p/256",
        "0/000.p/01",
        "0/000.p/1/",
        "0/000/",
        "/000",
        "0/+01",
        "0/x1/067",
        "0/ñññ",
        "0/x001/x001/x001/x001/x001/x001/001",
        "entries/../000",
        "data/000",
    ] {
        assert!(path(wrong).is_err(), "{wrong}");
    }
}

proptest! {
    #[test]
    fn proofs_of_the_model_hold_and_changed_ones_do_not(size in 1_usize..700, pick in 0_usize..700, flip in 0_usize..12) {
        let leaves = leaves(size);
        let index = pick % size;
        let (root, path) = (root(&leaves), path(index, &leaves));
        let check = |leaf: &Hash, index: usize, size: usize, path: &[Hash]| verify_inclusion(leaf, index as u64, size as u64, path, &root);
        prop_assert_eq!(check(&leaves[index], index, size, &path), Ok(()));

        let other = leaf_hash(b"other");
        prop_assert!(check(&other, index, size, &path).is_err());
        prop_assert!(check(&leaves[index], size, size, &path).is_err());
        prop_assert!(check(&leaves[index], index, index, &path).is_err());
        if index + 1 < size {
            prop_assert!(check(&leaves[index], index + 1, size, &path).is_err());
        }
        let mut longer = path.clone();
        longer.push(other);
        prop_assert!(check(&leaves[index], index, size, &longer).is_err());
        if !path.is_empty() {
            let mut changed = path.clone();
            changed[flip % path.len()] = other;
            prop_assert!(check(&leaves[index], index, size, &changed).is_err());
            prop_assert!(check(&leaves[index], index, size, &path[1..]).is_err());
        }
    }

    #[test]
    fn a_log_that_changed_its_past_is_caught(new in 1_usize..500, pick in 0_usize..500, touch in 0_usize..500, flip in 0_usize..12) {
        let leaves = leaves(new);
        let old = pick % (new + 1);
        let proof = if old == 0 { Vec::new() } else { subproof(old, &leaves, true) };
        let (first, second) = (root(&leaves[..old]), root(&leaves));
        let check = |first: &Hash, second: &Hash, proof: &[Hash]| verify_consistency(old as u64, first, new as u64, second, proof);
        prop_assert_eq!(check(&first, &second, &proof), Ok(()));
        prop_assert!(verify_consistency(new as u64 + 1, &first, new as u64, &second, &proof).is_err());

        if old > 0 {
            let mut rewritten = leaves.clone();
            rewritten[touch % old] = leaf_hash(b"other");
            let forged_proof = subproof(old, &rewritten, true);
            prop_assert!(check(&first, &root(&rewritten), &forged_proof).is_err());
            prop_assert!(check(&leaf_hash(b"other"), &second, &proof).is_err());
        }
        if !proof.is_empty() {
            let mut changed = proof.clone();
            changed[flip % proof.len()] = leaf_hash(b"other");
            prop_assert!(check(&first, &second, &changed).is_err());
            prop_assert!(check(&first, &second, &proof[1..]).is_err());
        }
    }
}

/// A path that ends too early would let an inner node pass for a leaf, and a log lie about its length.
#[test]
fn an_inner_node_does_not_pass_for_a_leaf() {
    let leaves = leaves(4);
    let (left, right) = (root(&leaves[..2]), root(&leaves[2..]));
    let whole = root(&leaves);
    assert_eq!(
        verify_inclusion(&left, 0, 2, &[right], &whole),
        Ok(()),
        "as a tree of two it would hold"
    );
    assert!(verify_inclusion(&left, 0, 4, &[right], &whole).is_err());
    assert!(verify_consistency(1, &left, 4, &whole, &[right]).is_err());
}
