//! `tables.yaml`: decision tables that a person can read and edit.

use std::collections::BTreeMap;

use rules::{DecisionTable, HitPolicy};
use serde::Deserialize;
use text::yaml::both;

use crate::ficha::LawRef;
use crate::finding::Finding;

/// The file of decision tables.
pub(crate) const FILE: &str = "tables.yaml";
/// The output of a fee table that is the amount.
pub(crate) const AMOUNT: &str = "monto";

/// Tables by name, with what the ficha shows of them.
#[derive(Debug, Clone, Default)]
pub(crate) struct Tables {
    pub(crate) tables: BTreeMap<String, DecisionTable>,
    pub(crate) law: BTreeMap<String, LawRef>,
    amounts: BTreeMap<String, (i64, i64)>,
    /// The line of the file before each table's first.
    lines: BTreeMap<String, usize>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawTable {
    law: LawRef,
    #[serde(default, deserialize_with = "hits")]
    hits: HitPolicy,
    table: String,
}

fn hits<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<HitPolicy, D::Error> {
    let written = String::deserialize(deserializer)?;
    written.parse().map_err(|english: String| {
        serde::de::Error::custom(both(
            &format!("«{written}» no dice cuántas filas valen; escribe unique, first u otra letra de DMN: U, A, F, R, C, C+, C<, C>, C#"),
            &english,
        ))
    })
}

impl Tables {
    pub(crate) fn parse(yaml: &str) -> Result<Self, Vec<Finding>> {
        let raw: BTreeMap<String, RawTable> =
            serde_saphyr::from_str(yaml).map_err(|error| vec![Finding::yaml(FILE, &error)])?;
        let mut tables = Self::default();
        let mut findings = Vec::new();
        for (name, table) in raw {
            match DecisionTable::parse(&name, table.hits, &table.table) {
                Ok(parsed) => {
                    tables
                        .amounts
                        .extend(amounts(&table.table).map(|range| (name.clone(), range)));
                    tables
                        .lines
                        .extend(line_of(yaml, &name, 0).map(|line| (name.clone(), line)));
                    tables.law.insert(name.clone(), table.law);
                    tables.tables.insert(name, parsed);
                }
                Err(error) => {
                    let line = line_of(yaml, &name, error.line);
                    let message = error.message;
                    let spanish = rules::in_spanish(&message);
                    findings.push(
                        Finding::new(
                            FILE,
                            format!("la tabla «{name}»: {spanish}"),
                            format!("the table «{name}»: {message}"),
                        )
                        .at(line),
                    );
                }
            }
        }
        if findings.is_empty() {
            Ok(tables)
        } else {
            Err(findings)
        }
    }

    /// The lines of the file on which the head and then the rules of each table stand.
    pub(crate) fn lines(&self) -> BTreeMap<String, Vec<usize>> {
        let of_table = |(name, table): (&String, &DecisionTable)| {
            let before = self.lines.get(name)?;
            let lines = (0..=table.len()).filter_map(|rule| table.line_of(rule));
            Some((name.clone(), lines.map(|line| before + line).collect()))
        };
        self.tables.iter().filter_map(of_table).collect()
    }

    /// The least and the most that a fee table gives, where its amounts are plain figures.
    pub(crate) fn range(&self, name: &str) -> Option<(i64, i64)> {
        self.amounts.get(name).copied()
    }
}

/// The line of the file on which a line of a table stands.
fn line_of(yaml: &str, name: &str, line: usize) -> Option<usize> {
    let head = yaml
        .lines()
        .position(|text| text.starts_with(&format!("{name}:")))?;
    let block = yaml
        .lines()
        .skip(head)
        .position(|text| text.trim_start().starts_with("table:"))?;
    Some(head + block + 1 + line)
}

fn amounts(table: &str) -> Option<(i64, i64)> {
    let halves = || {
        table
            .lines()
            .filter_map(|line| line.split_once("||"))
            .map(|(_, right)| right)
    };
    let column = halves()
        .next()?
        .split('|')
        .position(|head| head.trim() == AMOUNT)?;
    let figure = |right: &str| right.split('|').nth(column)?.trim().parse::<i64>().ok();
    let figures: Vec<i64> = halves().skip(1).map(figure).collect::<Option<_>>()?;
    Some((*figures.iter().min()?, *figures.iter().max()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    const TABLE: &str = "tasa:\n  law: ordenanza 11\n  table: |\n    superficie | vende || monto | porque\n    <= 50 | - || 50000 | chico\n    > 50 | - || 120000 | grande\n";

    #[test]
    fn the_range_of_a_fee_is_read_from_its_table() {
        let tables = Tables::parse(TABLE).unwrap();
        assert_eq!(tables.range("tasa"), Some((50_000, 120_000)));
        assert_eq!(tables.range("otra"), None);
    }

    #[test]
    fn a_wrong_cell_is_named_with_its_line_in_the_file() {
        let findings = Tables::parse(&TABLE.replace("> 50 |", "> > |")).unwrap_err();
        assert_eq!(findings[0].line, Some(6), "{findings:?}");
    }
}
