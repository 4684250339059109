//! The table that is printed at the end.

use std::fmt;

/// Figures in the order in which they were taken.
#[derive(Debug, Default)]
pub(crate) struct Table(Vec<Figure>);

#[derive(Debug)]
struct Figure {
    what: String,
    value: String,
    aim: &'static str,
}

impl Table {
    /// Adds a figure, and prints it at once for whoever waits.
    pub(crate) fn add(
        &mut self,
        what: impl Into<String>,
        value: impl Into<String>,
        aim: &'static str,
    ) {
        let figure = Figure {
            what: what.into(),
            value: value.into(),
            aim,
        };
        println!("{}: {}", figure.what, figure.value);
        self.0.push(figure);
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "| figure | measured | aim |\n|---|---|---|")?;
        for figure in &self.0 {
            writeln!(f, "| {} | {} | {} |", figure.what, figure.value, figure.aim)?;
        }
        Ok(())
    }
}
