//! What the State knows already.

use super::json::example;
use super::{form, known};
use crate::Value;

#[test]
fn the_only_record_needs_no_naming() {
    let mut one = known();
    one.records.truncate(1);
    let answers = form().read(&[("empresa", "")], &one);
    assert!(matches!(answers.value("empresa"), Some(Value::Record { key, .. }) if key == "80-1"));
    let mut own = known();
    own.records[1].role = "titular".to_owned();
    let answers = form().read(&[("empresa", "")], &own);
    assert_eq!(answers.value("empresa"), None, "a person chooses");
    let mut json = example();
    json.remove("empresa");
    own.files.clear();
    let read = form().read_json(&json, &own).unwrap();
    assert!(
        matches!(read.answers.value("empresa"), Some(Value::Record { key, .. }) if key == "80-2"),
        "a program that names none means the applicant's own"
    );
}
