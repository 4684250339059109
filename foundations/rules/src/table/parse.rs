//! From text to table.

use text::{Lang, Localized};

use super::{DecisionTable, HitPolicy, Rule, TableError};
use crate::limits::RULES_MAX;
use crate::{Expression, UnaryTests};

/// What a column on the right holds.
enum Column {
    Output,
    Reason(Lang),
}

impl DecisionTable {
    /// Reads a table.
    ///
    /// # Errors
    /// With the line of the first mistake.
    pub fn parse(name: &str, policy: HitPolicy, table: &str) -> Result<Self, TableError> {
        let mut lines = (1_usize..)
            .zip(table.lines())
            .filter(|(_, line)| !is_ornament(line));
        let (line, head) = lines.next().ok_or(TableError {
            line: 1,
            message: "the table is empty".into(),
        })?;
        let head_line = line;
        let (inputs, columns) = halves(line, head)?;
        let inputs = inputs.iter().map(|cell| {
            Expression::parse(cell).map_err(|error| TableError::of_cell(line, cell, &error))
        });
        let inputs = inputs.collect::<Result<Vec<_>, _>>()?;
        let kinds: Vec<Column> = columns
            .iter()
            .map(|cell| reason_language(cell).map_or(Column::Output, Column::Reason))
            .collect();
        let outputs: Vec<String> = columns
            .into_iter()
            .filter(|cell| reason_language(cell).is_none())
            .collect();
        check_outputs(line, &outputs)?;
        let mut rules = Vec::new();
        for (line, row) in lines {
            rules.push(rule(line, row, inputs.len(), &kinds)?);
            if rules.len() > RULES_MAX {
                return Err(TableError {
                    line,
                    message: format!("a table has at most {RULES_MAX} rules"),
                });
            }
        }
        if rules.is_empty() {
            return Err(TableError {
                line,
                message: "the table has no rules".into(),
            });
        }
        Ok(Self {
            name: name.to_owned(),
            policy,
            inputs,
            outputs,
            rules,
            line: head_line,
        })
    }
}

fn check_outputs(line: usize, outputs: &[String]) -> Result<(), TableError> {
    if outputs.is_empty() {
        return Err(TableError {
            line,
            message: "the table has no result: a column right of ||".into(),
        });
    }
    let mut seen = std::collections::BTreeSet::new();
    match outputs
        .iter()
        .find(|output| output.is_empty() || !seen.insert(output.as_str()))
    {
        Some(output) => Err(TableError {
            line,
            message: format!("the result `{output}` needs a name of its own"),
        }),
        None => Ok(()),
    }
}

fn rule(line: usize, row: &str, inputs: usize, kinds: &[Column]) -> Result<Rule, TableError> {
    let (tests, results) = halves(line, row)?;
    let count = |what: &str, found: usize, wanted: usize| {
        let message = format!("{found} cells {what} of ||, but the head has {wanted}");
        if found == wanted {
            Ok(())
        } else {
            Err(TableError { line, message })
        }
    };
    count("left", tests.len(), inputs)?;
    count("right", results.len(), kinds.len())?;
    let tests = tests.iter().map(|cell| {
        UnaryTests::parse(cell).map_err(|error| TableError::of_cell(line, cell, &error))
    });
    let tests = tests.collect::<Result<Vec<_>, _>>()?;
    let (mut outputs, mut reason) = (Vec::new(), None::<Localized>);
    for (cell, kind) in results.iter().zip(kinds) {
        match kind {
            Column::Output => outputs.push(
                Expression::parse(cell).map_err(|error| TableError::of_cell(line, cell, &error))?,
            ),
            Column::Reason(_) if cell.is_empty() || cell == "-" => {}
            Column::Reason(lang) => {
                let words = plain(cell);
                reason = Some(match reason {
                    Some(known) => known.with(*lang, words),
                    None => Localized::only(*lang, words),
                });
            }
        }
    }
    Ok(Rule {
        tests,
        outputs,
        reason,
        line,
    })
}

/// Words may stand in quotes, as texts do in the other columns.
fn plain(cell: &str) -> &str {
    cell.strip_prefix('"')
        .and_then(|cell| cell.strip_suffix('"'))
        .unwrap_or(cell)
}

/// The language of a column that holds reasons.
pub(crate) fn reason_language(head: &str) -> Option<Lang> {
    match head {
        "porque" => Some(Lang::Es),
        "because" => Some(Lang::En),
        "mbaérepa" => Some(Lang::Gn),
        _ => None,
    }
}

/// Empty lines, and lines that only draw.
fn is_ornament(line: &str) -> bool {
    let line = line.trim();
    line.is_empty()
        || (line.contains("---")
            && line
                .chars()
                .all(|c| matches!(c, '-' | '|' | ':' | '+' | ' ')))
}

/// The cells left and right of `||`, without the space around them.
fn halves(line: usize, row: &str) -> Result<(Vec<String>, Vec<String>), TableError> {
    let (mut left, mut right): (Vec<String>, Vec<String>) = (Vec::new(), Vec::new());
    let (mut cell, mut quoted, mut escaped, mut past) = (String::new(), false, false, false);
    let mut chars = row.trim().chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            '|' if !quoted => {
                let middle = chars.next_if_eq(&'|').is_some();
                if middle && past {
                    return Err(TableError {
                        line,
                        message: "|| stands once in a line".into(),
                    });
                }
                let half = if past { &mut right } else { &mut left };
                half.push(std::mem::take(&mut cell).trim().to_owned());
                past |= middle;
                continue;
            }
            _ => {}
        }
        cell.push(c);
    }
    right.push(cell.trim().to_owned());
    // Nothing left of `||`: a table that looks at nothing, such as a fee that is the same for all.
    if left == [""] {
        left.clear();
    }
    if quoted {
        return Err(TableError {
            line,
            message: "a text is not closed; a \" is missing".into(),
        });
    }
    if past {
        Ok((left, right))
    } else {
        Err(TableError {
            line,
            message: "|| is missing between tests and results".into(),
        })
    }
}
