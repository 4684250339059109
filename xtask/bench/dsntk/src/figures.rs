//! What was measured, in one table.

use std::collections::BTreeMap;
use std::fmt;

use crate::cases::{Case, Set};
use crate::clock::{Times, middle};
use crate::engine::Outcome;

/// Levels, and within them models with tables and without.
#[derive(Default)]
pub(crate) struct Figures {
    groups: BTreeMap<(String, &'static str), Group>,
    /// The cases in which ours takes longest beside theirs.
    worst: Vec<(f64, Times, String)>,
}

#[derive(Default)]
struct Group {
    times: Vec<Times>,
    ours_differs: usize,
    theirs_differs: usize,
}

/// How many of the worst cases are named.
const NAMED: usize = 12;

impl Figures {
    fn group(&mut self, set: &Set<'_, '_>) -> &mut Group {
        let kind = if set.has_tables {
            "with tables"
        } else {
            "FEEL alone"
        };
        self.groups.entry((set.level.clone(), kind)).or_default()
    }

    pub(crate) fn add(&mut self, set: &Set<'_, '_>, case: &Case<'_, '_>, times: Times) {
        self.group(set).times.push(times);
        let ratio = times.ours / times.theirs;
        self.worst.push((ratio, times, case.id.clone()));
    }

    pub(crate) fn skip(&mut self, set: &Set<'_, '_>, why: Outcome<'_>) {
        let group = self.group(set);
        match why {
            Outcome::TheirsDiffers => group.theirs_differs += 1,
            _ => group.ours_differs += 1,
        }
    }
}

impl fmt::Display for Figures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "| level | results | ours, all | theirs, all | ratio of all | ratio in the middle | slower | left out: ours, theirs |"
        )?;
        writeln!(f, "|---|---|---|---|---|---|---|---|")?;
        for ((level, kind), group) in &self.groups {
            let sum = |of: fn(&Times) -> f64| group.times.iter().map(of).sum::<f64>() / 1e3;
            let (ours, theirs) = (sum(|one| one.ours), sum(|one| one.theirs));
            let ratios: Vec<f64> = group.times.iter().map(|t| t.ours / t.theirs).collect();
            let slower = ratios.iter().filter(|ratio| **ratio > 1.0).count();
            writeln!(
                f,
                "| {level}, {kind} | {} | {ours:.0} µs | {theirs:.0} µs | {:.2} | {:.2} | {slower} | {}, {} |",
                group.times.len(),
                ours / theirs,
                middle(ratios),
                group.ours_differs,
                group.theirs_differs,
            )?;
        }
        let mut worst: Vec<_> = self.worst.iter().collect();
        worst.sort_by(|one, other| other.0.total_cmp(&one.0));
        writeln!(f, "\nwhere ours takes longest beside theirs:")?;
        for (ratio, times, id) in worst.into_iter().take(NAMED) {
            let (ours, theirs) = (times.ours / 1e3, times.theirs / 1e3);
            writeln!(f, "{ratio:.2}  {ours:.1} µs / {theirs:.1} µs  {id}")?;
        }
        Ok(())
    }
}
