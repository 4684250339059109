//! Where a case is.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::definition::StageId;

/// Between two stages as they are kept.
const BETWEEN: char = ',';

/// The stages a case is in: one, or several while branches go on at once.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub struct Position(Vec<StageId>);

impl Position {
    pub(crate) fn single(stage: StageId) -> Self {
        Self(vec![stage])
    }

    /// The stages, in the order they were entered.
    pub fn stages(&self) -> impl Iterator<Item = &StageId> {
        self.0.iter()
    }

    /// Whether a stage is among them.
    #[must_use]
    pub fn contains(&self, stage: &StageId) -> bool {
        self.0.contains(stage)
    }

    pub(crate) fn without(&self, stage: &StageId) -> Self {
        Self(
            self.0
                .iter()
                .filter(|known| *known != stage)
                .cloned()
                .collect(),
        )
    }

    pub(crate) fn with(mut self, stage: &StageId) -> Self {
        if !self.contains(stage) {
            self.0.push(stage.clone());
        }
        self
    }
}

/// As it is kept. [`crate::Process::stage`] says whether the stages exist.
impl From<String> for Position {
    fn from(stored: String) -> Self {
        let names = stored.split(BETWEEN).filter(|name| !name.is_empty());
        Self(names.map(StageId::from_stored).collect())
    }
}

impl From<Position> for String {
    fn from(position: Position) -> Self {
        position.to_string()
    }
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, stage) in self.0.iter().enumerate() {
            if index > 0 {
                write!(f, "{BETWEEN}")?;
            }
            write!(f, "{stage}")?;
        }
        Ok(())
    }
}
