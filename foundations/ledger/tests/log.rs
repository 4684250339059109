//! The log in the databases: what others rely on, and what an audit finds.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use jiff::Timestamp;
use ledger::{
    BATCH_MAX, Checkpoint, Ed25519Signer, Error, Hash, LeafId, Mismatch, Proof, TILE_WIDTH,
    VerifierKey, leaf_hash, verify_consistency,
};
use store::{Store, params};

const ORIGIN: &str = "ventanilla.example/ledger";

/// A key made of nothing secret: the fixed prefix of RFC 8410 and a seed that counts.
fn signer() -> Ed25519Signer {
    let mut pkcs8 = vec![
        0x30, 0x2e, 2, 1, 0, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 4, 0x22, 4, 0x20,
    ];
    pkcs8.extend(0..32);
    Ed25519Signer::from_pkcs8(ORIGIN, &pkcs8).unwrap()
}

fn key() -> VerifierKey {
    VerifierKey::of(&signer()).unwrap()
}

fn now() -> Timestamp {
    Timestamp::from_second(1_795_000_000).unwrap()
}

fn each_log(test: impl Fn(&Store)) {
    store::testing::each_database(&[ledger::MIGRATIONS], |store| test(&store));
}

fn queue(store: &Store, count: usize) -> Vec<LeafId> {
    let added = store.write_blocking(move |tx| -> Result<_, Error> {
        (0..count)
            .map(|number| ledger::queue(tx, "test.leaf", "X-1", &content(number), now()))
            .collect()
    });
    added.unwrap()
}

fn content(number: usize) -> Vec<u8> {
    format!("content {number}").into_bytes()
}

fn sequence(store: &Store) -> usize {
    store
        .write_blocking(|tx| ledger::sequence(tx, &signer(), ORIGIN, now()))
        .unwrap()
}

fn sequence_all(store: &Store) {
    while sequence(store) == BATCH_MAX {}
}

fn checkpoint(store: &Store) -> Checkpoint {
    let note = store.read_blocking(ledger::checkpoint).unwrap().unwrap();
    Checkpoint::open(&note, &key()).unwrap()
}

fn proof(store: &Store, leaf: LeafId) -> Option<Proof> {
    store
        .read_blocking(move |db| ledger::proof(db, leaf))
        .unwrap()
}

fn audit(store: &Store) -> Result<ledger::Sound, Error> {
    store.read_blocking(|db| ledger::verify_all(db, &key()))
}

/// The root as RFC 6962 writes it, slowly.
fn root(leaves: &[Hash]) -> Hash {
    match leaves {
        [one] => *one,
        _ => {
            let (left, right) = leaves.split_at(leaves.len().next_power_of_two() / 2);
            ledger::node_hash(&root(left), &root(right))
        }
    }
}

fn tile(store: &Store, level: u8, index: u64, width: u16) -> Option<Vec<u8>> {
    store
        .read_blocking(move |db| ledger::tile(db, level, index, width))
        .unwrap()
}

fn entries(store: &Store, index: u64, width: u16) -> Option<Vec<u8>> {
    store
        .read_blocking(move |db| ledger::entries(db, index, width))
        .unwrap()
}

fn split_hashes(bytes: &[u8]) -> Vec<Hash> {
    bytes
        .chunks(32)
        .map(|chunk| Hash::new(chunk.try_into().unwrap()))
        .collect()
}

#[test]
fn every_statement_is_understood_by_both_databases() {
    store::testing::prepare_all(&[ledger::MIGRATIONS], ledger::STATEMENTS);
}

#[test]
fn an_empty_log_is_signed_and_sound() {
    each_log(|store| {
        assert_eq!(store.read_blocking(ledger::checkpoint).unwrap(), None);
        assert_eq!(sequence(store), 0);
        assert_eq!(checkpoint(store).size, 0);
        assert_eq!(
            checkpoint(store).root.to_string(),
            "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="
        );
        assert_eq!(audit(store).unwrap().size, 0);
        assert_eq!(tile(store, 0, 0, 1), None);
        assert_eq!(entries(store, 0, 1), None);
        assert_eq!(entries(store, u64::MAX, 256), None);
        assert_eq!(tile(store, 63, u64::MAX, 256), None);
    });
}

#[test]
fn what_is_put_on_record_can_be_proven_to_anyone() {
    each_log(|store| {
        let leaves = queue(store, 5);
        assert_eq!(
            proof(store, leaves[3]),
            None,
            "a queued leaf has no proof yet"
        );
        assert_eq!(store.read_blocking(ledger::waiting).unwrap(), 5);
        sequence_all(store);
        assert_eq!(store.read_blocking(ledger::waiting).unwrap(), 0);

        // Leaves of the same instant are ordered by their random ids, so each is found by its content.
        for (number, leaf) in leaves.iter().enumerate() {
            let proof = proof(store, *leaf).unwrap();
            assert_eq!(proof.verify(&content(number), &key()).unwrap().size, 5);
            assert_eq!(
                proof.verify(b"something else", &key()),
                Err(Mismatch::Inclusion.into())
            );

            let json = serde_json::to_string(&proof).unwrap();
            assert_eq!(serde_json::from_str::<Proof>(&json).unwrap(), proof);
            assert_eq!(Proof::from_text(&proof.to_text()).unwrap(), proof);
            let stranger = VerifierKey::new(ORIGIN, [9; 32]).unwrap();
            assert_eq!(
                proof.verify(&content(number), &stranger),
                Err(Mismatch::Unsigned.into())
            );
        }
        let unknown = LeafId::new(now());
        let missing = store.read_blocking(move |db| ledger::proof(db, unknown));
        assert_eq!(missing, Err(store::Error::Missing.into()));
    });
}

#[test]
fn the_tree_is_that_of_rfc_6962_at_every_length() {
    each_log(|store| {
        let mut checkpoints: Vec<Checkpoint> = Vec::new();
        // Uneven steps across the ends of tiles; the longest reaches a second full tile.
        for step in [1, 1, 1, 4, 100, 148, 1, 255, 3, 256] {
            let leaves = queue(store, step);
            sequence_all(store);
            checkpoints.push(checkpoint(store));
            let last = proof(store, leaves[0]).unwrap();
            last.verify(&content(0), &key()).unwrap();
        }
        let size = checkpoints.last().unwrap().size;
        let mut hashes = Vec::new();
        for first in 0..size.div_ceil(256) {
            let width = u16::try_from((size - first * 256).min(256)).unwrap();
            let bundle = entries(store, first, width).unwrap();
            let here: Vec<Hash> = bundle
                .chunks(34)
                .map(|entry| leaf_hash(entry.strip_prefix(&[0, 32]).unwrap()))
                .collect();
            assert_eq!(split_hashes(&tile(store, 0, first, width).unwrap()), here);
            assert_eq!(entries(store, first, width).unwrap(), bundle);
            hashes.extend(here);
        }
        let full = size / 256;
        let upper = split_hashes(&tile(store, 1, 0, u16::try_from(full).unwrap()).unwrap());
        let expected: Vec<Hash> = hashes.chunks_exact(256).map(root).collect();
        assert_eq!(upper, expected);
        assert_eq!(
            tile(store, 1, 0, u16::try_from(full).unwrap() + 1),
            None,
            "more than there is"
        );
        assert_eq!(tile(store, 0, 0, TILE_WIDTH + 1), None);
        assert_eq!(tile(store, 0, 0, 0), None);

        for old in &checkpoints {
            assert_eq!(
                old.root,
                root(&hashes[..usize::try_from(old.size).unwrap()]),
                "size {}",
                old.size
            );
            for new in checkpoints.iter().filter(|new| new.size >= old.size) {
                let (m, n) = (old.size, new.size);
                let path = store
                    .read_blocking(move |db| ledger::consistency_proof(db, m, n))
                    .unwrap();
                verify_consistency(m, &old.root, n, &new.root, &path).unwrap();
            }
        }
        let beyond = store.read_blocking(move |db| ledger::consistency_proof(db, 1, size + 1));
        assert_eq!(beyond, Err(Error::TooShort));
        assert_eq!(audit(store).unwrap().root, checkpoints.last().unwrap().root);
    });
}

#[test]
fn a_batch_has_a_limit_and_the_rest_comes_next() {
    each_log(|store| {
        queue(store, BATCH_MAX + 10);
        assert_eq!(sequence(store), BATCH_MAX);
        assert_eq!(checkpoint(store).size, BATCH_MAX as u64);
        assert_eq!(sequence(store), 10);
        assert_eq!(sequence(store), 0);
        audit(store).unwrap();
    });
}

#[test]
fn two_sequencers_at_once_make_one_history() {
    each_log(|store| {
        queue(store, 300);
        std::thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| {
                    for _ in 0..10 {
                        queue(store, 7);
                        // Whoever loses the turn may be told so; the winner has done the work.
                        match store
                            .write_blocking(|tx| ledger::sequence(tx, &signer(), ORIGIN, now()))
                        {
                            Ok(_) | Err(Error::Store(store::Error::Conflict)) => {}
                            Err(error) => panic!("{error}"),
                        }
                    }
                });
            }
        });
        sequence_all(store);
        assert_eq!(audit(store).unwrap().size, 300 + 4 * 10 * 7);
    });
}

#[test]
fn what_is_rolled_back_was_never_on_record() {
    each_log(|store| {
        let refused = store.write_blocking(|tx| -> Result<(), Error> {
            ledger::queue(tx, "test.leaf", "X-1", b"never", now())?;
            Err(Error::TooShort)
        });
        assert_eq!(refused, Err(Error::TooShort));
        assert_eq!(sequence(store), 0);
        assert_eq!(checkpoint(store).size, 0);
    });
}

#[test]
fn an_erased_salt_leaves_the_tree_as_it_was() {
    each_log(|store| {
        let leaves = queue(store, 3);
        sequence_all(store);
        let before = audit(store).unwrap();
        let erased = leaves[1];
        store
            .write_blocking(move |tx| ledger::erase_salt(tx, erased))
            .unwrap();
        assert_eq!(audit(store).unwrap(), before);
        let proof_of_erased = proof(store, erased).unwrap();
        assert_eq!(proof_of_erased.salt, None);
        assert_eq!(
            proof_of_erased.verify(&content(1), &key()),
            Err(Mismatch::Erased.into())
        );
        assert_eq!(
            Proof::from_text(&proof_of_erased.to_text()).unwrap().salt,
            None
        );
        proof(store, leaves[0])
            .unwrap()
            .verify(&content(0), &key())
            .unwrap();
    });
}

store::statements! {
    CHANGE_ENTRY = "update ledger_leaf set digest = $1 where position = 299";
    LOSE_ENTRY = "delete from ledger_leaf where position = 17";
    ADD_ENTRY = "insert into ledger_leaf (id, kind, subject, digest, queued_at, position) select $1, kind, subject, digest, queued_at, 300 from ledger_leaf where position = 3";
    CHANGE_TILE = "update ledger_tile set hashes = $1 where level = 1";
    SHORTEN = "update ledger_head set size = 299";
    CHANGE_NOTE = "update ledger_head set note = replace(note, '300', '301')";
}

#[test]
fn an_audit_names_what_was_tampered_with() {
    let found = [
        Mismatch::Tile { level: 0, index: 1 },
        Mismatch::Entry(17),
        Mismatch::PastTheEnd(300),
        Mismatch::Tile { level: 1, index: 0 },
        Mismatch::PastTheEnd(299),
        Mismatch::Signature,
    ];
    assert_eq!(found.len(), STATEMENTS.len());
    for (tampering, expected) in STATEMENTS.iter().zip(found) {
        each_log(|store| {
            queue(store, 300);
            sequence_all(store);
            audit(store).unwrap();
            store
                .write_blocking(move |tx| {
                    let id = LeafId::new(now());
                    match tampering.name() {
                        name if name.contains("::CHANGE_ENTRY")
                            || name.contains("::CHANGE_TILE") =>
                        {
                            tx.exec(tampering, params![[7_u8; 32]])
                        }
                        name if name.contains("::ADD_ENTRY") => tx.exec(tampering, params![id]),
                        _ => tx.exec(tampering, params![]),
                    }
                })
                .unwrap();
            assert_eq!(audit(store), Err(expected.into()));
        });
    }
}

#[test]
fn names_that_a_note_cannot_carry_are_refused() {
    for name in ["", "a b", "a+b", "a\nb", "a\u{a0}b"] {
        assert_eq!(
            VerifierKey::new(name, [0; 32]),
            Err(Error::Name),
            "{name:?}"
        );
    }
    each_log(|store| {
        let refused =
            store.write_blocking(|tx| ledger::sequence(tx, &signer(), "two\nlines", now()));
        assert_eq!(refused, Err(Error::Name));
        assert_eq!(store.read_blocking(ledger::checkpoint).unwrap(), None);
    });
}

/// Pinned: whoever keeps proofs for decades must be able to read and check today's.
#[test]
fn a_proof_of_today_is_readable_tomorrow() {
    let checkpoint = Checkpoint {
        origin: ORIGIN.to_owned(),
        size: 1,
        root: leaf_hash(ledger::entry_of(&[1; 32], b"x").as_bytes()),
    };
    let proof = Proof {
        index: 0,
        size: 1,
        hashes: vec![],
        checkpoint: checkpoint.sign(&signer()).unwrap(),
        salt: Some([1; 32]),
        kind: "test".to_owned(),
    };
    proof.verify(b"x", &key()).unwrap();
    let text = proof.to_text();
    assert_eq!(text, PINNED);
    for cut in 0..text.len() {
        let _ = text.get(..cut).map(Proof::from_text);
    }
    assert!(Proof::from_text(&text.replace("index 0", "index 00")).is_err());
}

const PINNED: &str = "c2sp.org/tlog-proof@v1
extra AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQF0ZXN0
index 0

ventanilla.example/ledger
1
d2WeNpukhNZaP5q5tIbBhRzZpJajstIbIBY9Ku5yCC8=

— ventanilla.example/ledger vDDYnqz+OE18XsP5Uk4IyLAQN+5XNHWOHUqGMWCopqJfsdPHtZwhMXOUbxfjAPLRmtviJWM5FxUlD3zhX3bzYqEcpgE=
";
