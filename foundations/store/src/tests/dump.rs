//! Copies of a State: a file while it serves, lines of JSON between databases, and the blobs beside.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use jiff::Timestamp;

use super::{ADD_UNDER, COUNT, LIST, ROOMS, SET, add};
use crate::testing::{each_config, each_database, postgres_config, sqlite};
use crate::{BlobHash, Config, Database, Error, Migration, Store, dump, jobs, params};

const KINDS: &[Migration] = &[Migration::new(
    "kinds",
    1,
    "create table kinds (place text not null, id bytea not null, real double precision, words text, primary key (place, id))",
)];
pub(super) const BOTH: &[&[Migration]] = &[super::NOTES, KINDS];

crate::statements! {
    PUT = "insert into kinds (place, id, real, words) values ($1, $2, $3, $4)";
}

/// Rows of every type, keys that languages sort differently, and rows that refer to later ones.
fn fill(store: &Store) {
    store
        .write_blocking(|tx| -> Result<(), Error> {
            add(tx, 9, "nueve")?;
            tx.exec(&ADD_UNDER, params![1, "uno \"ñ\"\n,", 9])?;
            tx.exec(&SET, params!["a", i64::MIN])?;
            for place in ["Z", "a", "ñ", "B", "_"] {
                tx.exec(&PUT, params![place, [0_u8, 255], 0.1, None::<&str>])?;
                tx.exec(&PUT, params![place, [1_u8; 16], -1e300, "g̃"])?;
            }
            jobs::enqueue(tx, "test", "k", &"words", Timestamp::UNIX_EPOCH)
        })
        .unwrap();
}

fn dumped(store: &Store) -> String {
    let mut out = Vec::new();
    dump::write(store, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn a_dump_moves_a_state_between_databases_in_both_directions() {
    let (first, folder) = sqlite(BOTH);
    fill(&first);
    let start = dumped(&first);
    assert!(start.contains("\"ñ\""));
    let Some(config) = postgres_config(&folder) else {
        return;
    };
    let summary = dump::restore(&config, BOTH, &mut start.as_bytes()).unwrap();
    assert_eq!((summary.tables, summary.rows), (4, 15));
    let second = Store::open(&config, BOTH).unwrap();
    assert_eq!(dumped(&second), start);
    // The foreign keys are back.
    let orphan = second.write_blocking(|tx| tx.exec(&ADD_UNDER, params![50, "", 51]));
    assert!(matches!(orphan, Err(Error::Constraint(_))), "{orphan:?}");

    let home = tempfile::tempdir().unwrap();
    let config = Config::sqlite(home.path());
    dump::restore(&config, BOTH, &mut start.as_bytes()).unwrap();
    assert_eq!(dumped(&Store::open(&config, BOTH).unwrap()), start);
}

#[test]
fn a_dump_is_refused_by_a_database_that_is_in_use_or_of_another_version() {
    let (first, _folder) = sqlite(BOTH);
    fill(&first);
    let text = dumped(&first);
    each_config(|config| {
        let other = dump::restore(config, ROOMS, &mut text.as_bytes());
        assert!(matches!(other, Err(Error::Migration(_))), "{other:?}");
        let used = dump::restore(config, ROOMS, &mut text.as_bytes());
        assert!(matches!(used, Err(Error::Misuse(_))), "{used:?}");
    });
}

#[test]
fn a_dump_cut_short_or_altered_restores_nothing() {
    let (first, _folder) = sqlite(BOTH);
    fill(&first);
    let text = dumped(&first);
    let lines: Vec<&str> = text.lines().collect();
    let cut = lines.get(..lines.len() - 1).unwrap().join("\n") + "\n";
    let without_a_row = text.replacen("[9,\"nueve\",null]\n", "", 1);
    let orphaned = without_a_row.replace("{\"rows\":15}", "{\"rows\":14}");
    let injected = text.replace(
        "{\"table\":\"note\"",
        "{\"table\":\"note\\\" (id) values (1); --\"",
    );
    let broken = text.replace("\"b\":\"00ff\"", "\"b\":\"00f\"");
    for (altered, name) in [
        (cut, "cut"),
        (without_a_row, "row"),
        (orphaned, "orphan"),
        (injected, "table"),
        (broken, "bytes"),
    ] {
        assert_ne!(altered, text, "{name}");
        each_config(|config| {
            let outcome = dump::restore(config, BOTH, &mut altered.as_bytes());
            assert!(
                matches!(outcome, Err(Error::Damaged(_) | Error::Constraint(_))),
                "{name}: {outcome:?}"
            );
            let store = Store::open(config, BOTH).unwrap();
            assert_eq!(
                store.read_blocking(|db| db.row(&COUNT, params![], |row| row.get::<i64>(0))),
                Ok(0)
            );
        });
    }
}

#[test]
fn a_backup_made_while_others_write_is_whole() {
    let (store, folder) = sqlite(BOTH);
    fill(&store);
    let over = Arc::new(AtomicBool::new(false));
    let writer = {
        let (store, over) = (store.clone(), Arc::clone(&over));
        std::thread::spawn(move || {
            let mut id = 100;
            while !over.load(Ordering::SeqCst) {
                // Two rows that belong together: a backup holds both or none.
                let pair = move |tx: &mut crate::Tx| -> Result<(), Error> {
                    add(tx, id, "first")?;
                    add(tx, id + 1, "second")
                };
                store.write_blocking(pair).unwrap();
                id += 2;
            }
        })
    };
    let home = tempfile::tempdir_in(folder.path()).unwrap();
    let path = home.path().join("ventanilla.db");
    while store.metrics().writes < 20 {
        std::thread::yield_now();
    }
    let told_before = store.metrics().writes;
    store.backup_to(&path).unwrap();
    over.store(true, Ordering::SeqCst);
    writer.join().unwrap();
    assert!(matches!(store.backup_to(&path), Err(Error::Misuse(_))));

    let copy = Store::open(&Config::sqlite(home.path()), BOTH).unwrap();
    let words = copy
        .read_blocking(|db| db.rows(&LIST, params![], |row| row.get::<String>(1)))
        .unwrap();
    let count = |word: &str| words.iter().filter(|found| *found == word).count();
    assert_eq!(count("first"), count("second"));
    assert!(
        u64::try_from(count("first")).unwrap() + 1 >= told_before,
        "all that was told before is there"
    );
    copy.close();

    let still = store
        .read_blocking(|db| db.rows(&LIST, params![], |row| row.get::<String>(1)))
        .unwrap();
    std::fs::remove_file(&path).unwrap();
    store.backup_to(&path).unwrap();
    let copy = Store::open(&Config::sqlite(home.path()), BOTH).unwrap();
    assert_eq!(dumped(&copy), dumped(&store));
    assert!(still.len() >= words.len());
}

#[cfg(unix)]
#[test]
fn files_with_personal_data_can_be_read_by_their_owner_only() {
    use std::os::unix::fs::PermissionsExt;
    let (store, folder) = sqlite(ROOMS);
    fill_blob(&store);
    let copy = folder.path().join("copy.db");
    store.backup_to(&copy).unwrap();
    let Database::Sqlite(database) = &store.config().database else {
        panic!()
    };
    let mut found = vec![copy, database.clone(), database.with_extension("db-wal")];
    let blob = fill_blob(&store);
    let hex = blob.as_str();
    found.push(
        folder
            .path()
            .join("blobs")
            .join(&hex[..2])
            .join(&hex[2..4])
            .join(hex),
    );
    for path in found {
        let mode = std::fs::metadata(&path).unwrap().permissions().mode();
        assert_eq!(mode & 0o077, 0, "{}", path.display());
    }
}

fn fill_blob(store: &Store) -> BlobHash {
    store.blobs().put(b"a deed").unwrap()
}

#[test]
fn a_blob_is_kept_once_and_checked_on_request() {
    each_database(ROOMS, |store| {
        let blobs = store.blobs();
        let hash = fill_blob(&store);
        assert_eq!(hash, fill_blob(&store));
        assert_eq!(hash.as_str().parse::<BlobHash>().unwrap(), hash);
        assert_eq!(blobs.get(&hash).unwrap(), b"a deed");
        assert_eq!(blobs.size(&hash), Ok(6));
        assert_eq!(blobs.verify(&hash), Ok(()));
        let mut seen = Vec::new();
        blobs
            .each(|hash| {
                seen.push(hash.clone());
                Ok(())
            })
            .unwrap();
        assert_eq!(seen, std::slice::from_ref(&hash));
        assert_eq!(blobs.get(&BlobHash::of(b"another")), Err(Error::Missing));

        let place = store
            .config()
            .blobs
            .join(&hash.as_str()[..2])
            .join(&hash.as_str()[2..4])
            .join(hash.as_str());
        std::fs::write(&place, b"a deep").unwrap();
        assert!(matches!(blobs.verify(&hash), Err(Error::Damaged(_))));
        std::fs::write(&place, b"a d").unwrap();
        assert_eq!(
            fill_blob(&store),
            hash,
            "what is visibly cut short is written again"
        );
        assert_eq!(blobs.verify(&hash), Ok(()));
        assert_eq!(
            std::fs::read_dir(store.config().blobs.join("new"))
                .unwrap()
                .count(),
            0
        );
    });
}

#[test]
fn only_a_hash_names_a_blob() {
    for text in [
        "",
        "../../etc/passwd",
        &"A".repeat(64),
        &"0".repeat(63),
        &"g".repeat(64),
        &"ñ".repeat(32),
    ] {
        assert!(text.parse::<BlobHash>().is_err(), "{text}");
    }
}

#[test]
fn blobs_are_copied_to_another_place() {
    let (store, folder) = sqlite(ROOMS);
    let hash = fill_blob(&store);
    let other = crate::Blobs::open(&folder.path().join("elsewhere")).unwrap();
    assert_eq!(store.blobs().copy_to(&other), Ok(1));
    assert_eq!(store.blobs().copy_to(&other), Ok(0));
    assert_eq!(other.verify(&hash), Ok(()));
}
