//! What is told of an evaluation beside its value, where somebody asks for it.

use super::Scope;
use crate::dmn::{Fact, TableApplied};
use crate::value::Value;

/// Elements of what is told of one evaluation: what loops go through is not all kept.
const TOLD_MAX: usize = 20_000;

/// What was told.
#[derive(Default)]
pub(crate) struct Told {
    pub(crate) found: Vec<Fact>,
    pub(crate) tables: Vec<TableApplied>,
    pub(crate) left_out: usize,
    weight: usize,
}

impl Told {
    /// Whether so much more is still kept; what is not is counted.
    fn keeps(&mut self, weight: usize) -> bool {
        let weight = self.weight.saturating_add(weight);
        if weight > TOLD_MAX {
            self.left_out += 1;
            return false;
        }
        self.weight = weight;
        true
    }
}

impl Scope<'_> {
    /// From now on it is told what is found. It changes no result, and costs nothing of the allowance.
    pub(crate) fn telling(&mut self) {
        self.told = Some(Box::default());
    }

    pub(crate) const fn is_telling(&self) -> bool {
        self.told.is_some()
    }

    /// A value that was found under a name of its own.
    pub(crate) fn tell_found(&mut self, name: &str, value: &Value) {
        if let Some(told) = &mut self.told
            && !matches!(value, Value::Function(_))
            && told.keeps(value.weight())
        {
            told.found.push(Fact::new(name, value));
        }
    }

    /// A table that was gone through.
    pub(crate) fn tell_table(&mut self, table: TableApplied) {
        if let Some(told) = &mut self.told
            && told.keeps(table.weight())
        {
            told.tables.push(table);
        }
    }

    /// What was told.
    pub(crate) fn told(self) -> Told {
        self.told.map_or_else(Told::default, |told| *told)
    }
}
