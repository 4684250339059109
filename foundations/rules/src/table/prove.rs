//! Whether a table answers everything it can be asked, and nothing twice.
//!
//! Each input falls into cells: between two neighbouring limits of its tests every value passes the same tests,
//! so one sample stands for all. Walking through the cells of one input after the other, and keeping only the
//! rules that still fit, finds every combination that no rule or several rules take.

use std::collections::BTreeSet;

use super::samples::{self, samples};
use super::{DecisionTable, HitPolicy};
use crate::{Context, Domain, Domains, Expression, Value};

/// Something that a table leaves open or decides twice.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum TableFault {
    /// No rule fits.
    Gap {
        /// Values of the inputs that nobody decides about.
        example: Vec<(String, Value)>,
    },
    /// Several rules fit, and give different results, or only one may fit.
    Overlap {
        /// The rules, from 1.
        rules: Vec<usize>,
        /// Values of the inputs for which they fit.
        example: Vec<(String, Value)>,
    },
    /// No answer leads to this rule.
    Idle {
        /// The rule, from 1.
        rule: usize,
    },
    /// A column that every rule leaves open.
    UnusedInput {
        /// The expression at its head.
        input: String,
    },
    /// A test names something that the fact cannot be.
    UnknownChoice {
        /// The expression at the head of the column.
        input: String,
        /// What is tested.
        choice: String,
    },
    /// The tests of an input depend on more than its value: whether the table is complete cannot be told.
    Undecided {
        /// The expression at the head of the column.
        input: String,
    },
    /// There are more combinations than can be walked through.
    TooWide,
}

/// Combinations walked through at most.
const WALKED_MAX: usize = 200_000;
/// Faults of one kind that are worth saying at once.
const EXAMPLES_MAX: usize = 3;

/// Which rules still fit.
type Fitting = Vec<u64>;

impl DecisionTable {
    /// What the table leaves open or decides twice, given what the facts can be. Empty where it is complete.
    #[must_use]
    pub fn faults(&self, domains: &Domains) -> Vec<TableFault> {
        let mut faults = self.faults_of_columns(domains);
        if faults
            .iter()
            .any(|fault| matches!(fault, TableFault::Undecided { .. }))
        {
            return faults;
        }
        let columns: Vec<Column<'_>> = (0..self.inputs.len())
            .filter_map(|index| self.column(index, domains))
            .collect();
        let mut walk = Walk {
            table: self,
            columns: &columns,
            seen: BTreeSet::new(),
            picked: Vec::new(),
            gaps: Vec::new(),
            overlaps: Vec::new(),
            reached: BTreeSet::new(),
            is_too_wide: false,
        };
        walk.column(0, all(self.rules.len()));
        if walk.is_too_wide {
            faults.push(TableFault::TooWide);
            return faults;
        }
        faults.append(&mut walk.gaps);
        faults.append(&mut walk.overlaps);
        let idle = (1..=self.rules.len()).filter(|rule| !walk.reached.contains(rule));
        faults.extend(idle.map(|rule| TableFault::Idle { rule }));
        faults
    }

    fn faults_of_columns(&self, domains: &Domains) -> Vec<TableFault> {
        let mut faults = Vec::new();
        for (index, input) in self.inputs.iter().enumerate() {
            let cells = || self.rules.iter().filter_map(|rule| rule.tests.get(index));
            let name = || input.source().to_owned();
            if cells().all(crate::UnaryTests::is_any) {
                faults.push(TableFault::UnusedInput { input: name() });
            }
            if cells().any(|tests| !tests.is_of_value_alone()) {
                faults.push(TableFault::Undecided { input: name() });
            }
            if let Some(Domain {
                values: crate::Values::OneOf(known),
                ..
            }) = domains.get(input.source())
            {
                let named: BTreeSet<String> = cells().flat_map(samples::texts).collect();
                let unknown = named.into_iter().filter(|choice| !known.contains(choice));
                faults.extend(unknown.map(|choice| TableFault::UnknownChoice {
                    input: name(),
                    choice,
                }));
            }
        }
        faults
    }

    fn column<'t>(&'t self, index: usize, domains: &'t Domains) -> Option<Column<'t>> {
        let input = self.inputs.get(index)?;
        let domain = domains.get(input.source());
        let cells: Vec<_> = self
            .rules
            .iter()
            .filter_map(|rule| rule.tests.get(index))
            .collect();
        let nothing = Context::new();
        let cells_of = |value: &Value| {
            let mut fitting = none(self.rules.len());
            for (rule, tests) in cells.iter().enumerate() {
                if tests.pass(value, &nothing).unwrap_or_default() {
                    set(&mut fitting, rule);
                }
            }
            fitting
        };
        let samples = samples(domain, &cells)
            .into_iter()
            .map(|value| (cells_of(&value), value))
            .collect();
        Some(Column {
            input,
            domain,
            samples,
        })
    }
}

struct Column<'t> {
    input: &'t Expression,
    domain: Option<&'t Domain>,
    /// One value of each cell, with the rules that it passes.
    samples: Vec<(Fitting, Value)>,
}

struct Walk<'t> {
    table: &'t DecisionTable,
    columns: &'t [Column<'t>],
    /// Where the walk was already: a column, the rules that fit, and what was picked that conditions look at.
    seen: BTreeSet<(usize, Fitting, String)>,
    picked: Vec<(String, Value)>,
    gaps: Vec<TableFault>,
    overlaps: Vec<TableFault>,
    reached: BTreeSet<usize>,
    is_too_wide: bool,
}

impl Walk<'_> {
    fn column(&mut self, at: usize, fitting: Fitting) {
        if self.is_too_wide || !self.seen.insert((at, fitting.clone(), self.weighty())) {
            return;
        }
        if self.seen.len() > WALKED_MAX {
            self.is_too_wide = true;
            return;
        }
        let Some(column) = self.columns.get(at) else {
            self.end(&fitting);
            return;
        };
        for (passed, value) in &column.samples {
            self.picked
                .push((column.input.source().to_owned(), value.clone()));
            let both = fitting.iter().zip(passed).map(|(one, other)| one & other);
            self.column(at + 1, both.collect());
            self.picked.pop();
        }
    }

    /// What was picked of inputs that conditions of others look at.
    fn weighty(&self) -> String {
        let is_looked_at = |name: &str| {
            self.columns.iter().any(|column| {
                let when = column.domain.and_then(|domain| domain.when.as_ref());
                column.input.source() == name && when.is_some()
                    || when.is_some_and(|when| when.names().contains(name))
            })
        };
        let weighty = self.picked.iter().filter(|(name, _)| is_looked_at(name));
        weighty
            .map(|(name, value)| format!("{name}={value:?};"))
            .collect()
    }

    fn end(&mut self, fitting: &Fitting) {
        if !self.can_happen() {
            return;
        }
        let rules: Vec<usize> = (0..self.table.rules.len())
            .filter(|rule| is_set(fitting, *rule))
            .collect();
        let counted = match self.table.policy {
            HitPolicy::First => rules.get(..1).unwrap_or_default(),
            _ => &rules,
        };
        self.reached.extend(counted.iter().map(|rule| rule + 1));
        let must_decide = matches!(
            self.table.policy,
            HitPolicy::Unique | HitPolicy::Any | HitPolicy::First
        );
        if rules.is_empty() && must_decide && self.gaps.len() < EXAMPLES_MAX {
            self.gaps.push(TableFault::Gap {
                example: self.picked.clone(),
            });
        }
        let clash = match self.table.policy {
            HitPolicy::Unique => rules.len() > 1,
            HitPolicy::Any => !self.agree(&rules),
            _ => false,
        };
        let rules: Vec<usize> = rules.into_iter().map(|rule| rule + 1).collect();
        let is_new = !self.overlaps.iter().any(
            |fault| matches!(fault, TableFault::Overlap { rules: known, .. } if *known == rules),
        );
        if clash && is_new && self.overlaps.len() < EXAMPLES_MAX {
            self.overlaps.push(TableFault::Overlap {
                rules,
                example: self.picked.clone(),
            });
        }
    }

    fn agree(&self, rules: &[usize]) -> bool {
        let mut results = rules
            .iter()
            .filter_map(|rule| self.table.rules.get(*rule))
            .map(|rule| &rule.outputs);
        let first = results.next();
        results.all(|other| Some(other) == first)
    }

    /// Whether what was picked is possible: a fact is there when, and only when, it is asked. Where a condition
    /// looks at what the table does not, both may be.
    fn can_happen(&self) -> bool {
        let facts: Context = self.picked.iter().cloned().collect();
        self.columns
            .iter()
            .zip(&self.picked)
            .all(|(column, (_, value))| {
                let Some(domain) = column.domain else {
                    return true;
                };
                let is_asked = match &domain.when {
                    None => Some(true),
                    Some(when) if when.names().iter().all(|name| facts.get(name).is_some()) => {
                        when.holds(&facts).ok()
                    }
                    Some(_) => None,
                };
                match (is_asked, value.is_null()) {
                    (Some(true), true) => domain.optional,
                    (Some(false), false) => false,
                    _ => true,
                }
            })
    }
}

fn none(rules: usize) -> Fitting {
    vec![0; rules.div_ceil(64)]
}

fn all(rules: usize) -> Fitting {
    let mut fitting = none(rules);
    (0..rules).for_each(|rule| set(&mut fitting, rule));
    fitting
}

fn set(fitting: &mut Fitting, rule: usize) {
    if let Some(word) = fitting.get_mut(rule / 64) {
        *word |= 1 << (rule % 64);
    }
}

fn is_set(fitting: &Fitting, rule: usize) -> bool {
    fitting
        .get(rule / 64)
        .is_some_and(|word| word & (1 << (rule % 64)) != 0)
}

#[cfg(test)]
mod tests;
