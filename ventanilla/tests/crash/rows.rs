//! What is kept, row by row, as a backup holds it: the same for both databases.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::path::Path;

use serde_json::Value;

use crate::program::Place;

/// One row, by the names of its columns.
pub(crate) type Row = BTreeMap<String, Value>;

/// The rows of every table.
pub(crate) struct Rows(BTreeMap<String, Vec<Row>>);

impl Rows {
    /// Takes a backup of a place into a folder that does not exist yet, and reads it.
    pub(crate) fn of(place: &Place, folder: &Path) -> Self {
        place.run_well("backup", &[OsStr::new(folder)]);
        Self::read(&folder.join("rows.ndjson"))
    }

    fn read(file: &Path) -> Self {
        let text = std::fs::read_to_string(file).unwrap();
        let mut tables: BTreeMap<String, Vec<Row>> = BTreeMap::new();
        let mut open: Option<(String, Vec<String>)> = None;
        for line in text.lines() {
            match serde_json::from_str(line).unwrap() {
                Value::Array(values) => {
                    let (table, columns) = open.as_ref().unwrap();
                    assert_eq!(columns.len(), values.len());
                    tables
                        .entry(table.clone())
                        .or_default()
                        .push(columns.iter().cloned().zip(values).collect());
                }
                line => {
                    let columns = line["columns"]
                        .as_array()
                        .map(|names| names.iter().map(text_of).collect());
                    open = columns.map(|columns| (text_of(&line["table"]), columns));
                }
            }
        }
        Self(tables)
    }

    /// The rows of one table.
    pub(crate) fn table(&self, name: &str) -> &[Row] {
        self.0.get(name).map_or(&[], Vec::as_slice)
    }
}

/// A column that holds text.
pub(crate) fn text_of(value: &Value) -> String {
    value.as_str().unwrap().to_owned()
}
