//! Every type comes back as it went in.

#![expect(
    unreachable_pub,
    reason = "an id is public wherever it is defined, also inside these tests"
)]

use jiff::Timestamp;
use jiff::civil::date;
use serde::{Deserialize, Serialize};

use super::ROOMS;
use crate::testing::each_database;
use crate::{BlobHash, Error, Json, Migration, Value, params};

crate::id! {
    /// A thing of these tests.
    ThingId
}

pub(super) const THINGS: &[Migration] = &[Migration::new(
    "thing",
    1,
    "create table thing (id bytea not null primary key, whole bigint, real double precision, words text, bytes bytea)",
)];

crate::statements! {
    PUT = "insert into thing (id, whole, real, words, bytes) values ($1, $2, $3, $4, $5)
           on conflict (id) do update set whole = $2, real = $3, words = $4, bytes = $5";
    WHOLE = "select whole from thing where id = $1";
    REAL = "select real from thing where id = $1";
    WORDS = "select words from thing where id = $1";
    BYTES = "select bytes from thing where id = $1";
    ID = "select id from thing";
    FIGURES = "select sum(whole), avg(whole), count(*), max(whole) > 1, sum(whole) + 0.5, 7 from thing";
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Answers {
    name: String,
    pages: Vec<u32>,
}

#[test]
fn every_type_comes_back() {
    each_database(&[THINGS], |store| {
        store
            .write_blocking(|tx| -> Result<(), Error> {
                let id = ThingId::new(Timestamp::UNIX_EPOCH);
                macro_rules! there_and_back {
                    ($column:ident, $kind:ty, $value:expr) => {{
                        let value: $kind = $value;
                        let (mut whole, mut real, mut words, mut bytes) =
                            (Value::Null, Value::Null, Value::Null, Value::Null);
                        let kept = crate::ToValue::to_value(&value)?;
                        match stringify!($column) {
                            "WHOLE" => whole = kept,
                            "REAL" => real = kept,
                            "WORDS" => words = kept,
                            _ => bytes = kept,
                        }
                        tx.exec(&PUT, params![id, whole, real, words, bytes])?;
                        let back: $kind = tx.row(&$column, params![id], |row| row.get(0))?;
                        assert_eq!(back, value);
                    }};
                }
                there_and_back!(WHOLE, i64, i64::MIN);
                there_and_back!(WHOLE, i64, i64::MAX);
                there_and_back!(WHOLE, i32, -7);
                there_and_back!(WHOLE, u32, u32::MAX);
                there_and_back!(WHOLE, u64, 1 << 62);
                there_and_back!(WHOLE, usize, 9);
                there_and_back!(WHOLE, bool, true);
                there_and_back!(WHOLE, bool, false);
                there_and_back!(
                    WHOLE,
                    Timestamp,
                    "2026-11-23T14:05:06.123456Z".parse().unwrap()
                );
                there_and_back!(
                    WHOLE,
                    Timestamp,
                    "1911-05-15T00:00:00.000001Z".parse().unwrap()
                );
                there_and_back!(WHOLE, Option<i64>, None);
                there_and_back!(WHOLE, Option<i64>, Some(3));
                there_and_back!(REAL, f64, 0.1);
                there_and_back!(REAL, f64, -1e300);
                there_and_back!(
                    WORDS,
                    String,
                    "ñandú, mbo'e, g̃uarani, 你好, ''; --".to_owned()
                );
                there_and_back!(WORDS, String, String::new());
                there_and_back!(WORDS, Option<String>, None);
                there_and_back!(WORDS, jiff::civil::Date, date(2024, 2, 29));
                there_and_back!(
                    WORDS,
                    Json<Answers>,
                    Json(Answers {
                        name: "Ñ \"x\"".to_owned(),
                        pages: vec![1, 2]
                    })
                );
                there_and_back!(WORDS, BlobHash, BlobHash::of(b"x"));
                there_and_back!(BYTES, Vec<u8>, vec![0, 255, 1]);
                there_and_back!(BYTES, Vec<u8>, Vec::new());
                there_and_back!(BYTES, [u8; 3], [9, 8, 7]);
                there_and_back!(BYTES, uuid::Uuid, uuid::Uuid::now_v7());
                there_and_back!(BYTES, ThingId, ThingId::new(Timestamp::UNIX_EPOCH));
                assert_eq!(tx.row(&ID, params![], |row| row.get::<ThingId>(0))?, id);
                Ok(())
            })
            .unwrap();
    });
}

#[test]
fn figures_computed_by_either_database_read_alike() {
    each_database(&[THINGS], |store| {
        let write = store.write_blocking(|tx| -> Result<(), Error> {
            for whole in [30_000_i64, 20_001] {
                let id = ThingId::new(Timestamp::UNIX_EPOCH);
                tx.exec(
                    &PUT,
                    params![id, whole, Value::Null, Value::Null, Value::Null],
                )?;
            }
            Ok(())
        });
        write.unwrap();
        let (sum, mean, count, above, half, seven) = store
            .read_blocking(|db| {
                db.row(&FIGURES, params![], |row| {
                    Ok((
                        row.get::<i64>(0)?,
                        row.get::<f64>(1)?,
                        row.get::<u64>(2)?,
                        row.get::<bool>(3)?,
                        row.get::<f64>(4)?,
                        row.get::<i32>(5)?,
                    ))
                })
            })
            .unwrap();
        assert_eq!((sum, count, above, seven), (50_001, 2, true, 7));
        assert!((mean - 25_000.5).abs() < 1e-9, "{mean}");
        assert!((half - 50_001.5).abs() < 1e-9, "{half}");
    });
}

#[test]
fn values_go_by_their_number_and_not_by_the_order_in_the_text() {
    each_database(ROOMS, |store| {
        let changed = store
            .write_blocking(|tx| tx.exec(&super::CROSSED, params!["a", 5]))
            .unwrap();
        assert_eq!(changed, 1);
        let value =
            store.read_blocking(|db| db.row(&super::VALUE, params!["a"], |row| row.get::<i64>(0)));
        assert_eq!(value, Ok(5));
    });
}

#[test]
fn both_databases_refuse_what_one_could_not_keep() {
    each_database(ROOMS, |store| {
        let zero = store.write_blocking(|tx| tx.exec(&super::ADD, params![1, "a\0b"]));
        assert!(matches!(zero, Err(Error::Value(_))), "{zero:?}");
        let large = store.write_blocking(|tx| tx.exec(&super::ADD, params![u64::MAX, "a"]));
        assert!(matches!(large, Err(Error::Value(_))), "{large:?}");
        let few = store.write_blocking(|tx| tx.exec(&super::ADD, params![1]));
        assert!(matches!(few, Err(Error::Statement { .. })), "{few:?}");
        let many = store.write_blocking(|tx| tx.exec(&super::ADD, params![1, "a", 2]));
        assert!(matches!(many, Err(Error::Statement { .. })), "{many:?}");
    });
}

#[test]
fn an_id_is_told_and_read_in_one_form_only() {
    let id = ThingId::new("2026-11-23T12:00:00Z".parse().unwrap());
    let told = id.to_string();
    assert_eq!(told.parse::<ThingId>(), Ok(id));
    assert!(told.to_uppercase().parse::<ThingId>().is_err());
    assert!(told.replace('-', "").parse::<ThingId>().is_err());
    assert_eq!(serde_json::to_string(&id).unwrap(), format!("\"{told}\""));
    assert_eq!(
        serde_json::from_str::<ThingId>(&format!("\"{told}\"")).unwrap(),
        id
    );
    assert_eq!(ThingId::from_uuid(id.uuid()), id);
    let later = ThingId::new("2026-11-23T12:00:01Z".parse().unwrap());
    assert!(id < later);
}
