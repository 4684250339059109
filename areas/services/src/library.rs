//! What the catalogue is ordered by: the moments of life, and the agencies.

use serde::{Deserialize, Serialize};
use text::Localized;

use crate::finding::Finding;

/// Moments and agencies in the order in which they are shown.
#[derive(Debug, Clone, Default)]
pub struct Library {
    /// The moments of life.
    pub life_events: Vec<LifeEvent>,
    /// The agencies, each after the one above it.
    pub agencies: Vec<AgencyEntry>,
}

/// A moment of life that services are grouped by.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LifeEvent {
    /// Its name in addresses.
    pub slug: String,
    /// What people call it.
    pub title: Localized,
    /// What is found there.
    pub summary: Localized,
    /// Other words people search for.
    #[serde(default)]
    pub synonyms: Vec<String>,
}

/// How far an agency's word reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// The whole nation.
    National,
    /// A department, province or region.
    Regional,
    /// A municipality.
    Municipal,
}

impl Level {
    /// Every level, widest first.
    pub const ALL: [Self; 3] = [Self::National, Self::Regional, Self::Municipal];

    /// The word in addresses and JSON.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::National => "national",
            Self::Regional => "regional",
            Self::Municipal => "municipal",
        }
    }
}

/// An agency as the catalogue shows it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AgencyEntry {
    /// Its name in addresses.
    pub slug: String,
    /// What people call it.
    pub name: Localized,
    /// How far its word reaches.
    pub level: Level,
    /// Its number in a register, as certificates carry it (EN 319 412-1 §5.1.4): `VATPY-80012345-6`.
    pub identifier: Option<String>,
    /// The slug of the agency above it.
    pub parent: Option<String>,
    /// The place whose calendar it keeps.
    pub place: String,
    /// Where people find it.
    pub contact: Contact,
}

/// Where people find an agency.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Contact {
    /// Street, number and town.
    pub address: String,
    /// A telephone that people answer.
    pub phone: String,
    /// When it is open.
    pub hours: Localized,
}

impl Library {
    /// Reads `life_events.yaml` and `agencies.yaml`.
    ///
    /// # Errors
    /// The file that cannot be read, or an agency above another that is not there.
    pub fn parse(life_events: &str, agencies: &str) -> Result<Self, Finding> {
        let life_events: Vec<LifeEvent> = serde_saphyr::from_str(life_events)
            .map_err(|error| Finding::yaml("life_events.yaml", &error))?;
        let agencies: Vec<AgencyEntry> = serde_saphyr::from_str(agencies)
            .map_err(|error| Finding::yaml("agencies.yaml", &error))?;
        let mut above: Vec<&str> = Vec::new();
        for agency in &agencies {
            if let Some(parent) = agency
                .parent
                .as_deref()
                .filter(|parent| !above.contains(parent))
            {
                let es = format!(
                    "la institución «{parent}» tiene que estar antes de las que dependen de ella"
                );
                return Err(Finding::new(
                    "agencies.yaml",
                    es,
                    format!("the agency «{parent}» must stand before those below it"),
                ));
            }
            above.push(&agency.slug);
        }
        Ok(Self {
            life_events,
            agencies,
        })
    }

    /// A moment by its name in addresses.
    #[must_use]
    pub fn life_event(&self, slug: &str) -> Option<&LifeEvent> {
        self.life_events.iter().find(|event| event.slug == slug)
    }

    /// An agency by its name in addresses.
    #[must_use]
    pub fn agency(&self, slug: &str) -> Option<&AgencyEntry> {
        self.agencies.iter().find(|agency| agency.slug == slug)
    }
}
