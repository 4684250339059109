//! Searching the catalogue in memory: by title, summary, other words and agency, forgiving accents, plurals
//! and one slip of the finger.

use std::sync::Arc;

use text::search::{alike, analyse};

use crate::Published;
use crate::library::Library;

/// Characters of a search that are looked at: nobody searches for more.
const QUERY_CHARACTERS_MAX: usize = 200;
/// Words of a search that are looked at.
const QUERY_WORDS_MAX: usize = 12;
/// Results at most: more is a list, not a search.
pub(crate) const RESULTS_MAX: usize = 50;

/// A word in the title tells most.
const TITLE_WEIGHT: u32 = 8;
/// Words that the definition gives for searching.
const SYNONYM_WEIGHT: u32 = 6;
/// The moment of life it belongs to.
const EVENT_WEIGHT: u32 = 3;
/// The sentence below the title, and the agency.
const SUMMARY_WEIGHT: u32 = 2;
/// A word that is there exactly counts this many times one that is only alike.
const EXACT: u32 = 2;

/// A service that fits a search.
#[derive(Debug, Clone)]
pub struct Found {
    /// The service.
    pub service: Arc<Published>,
    /// How well it fits; more is better.
    pub score: u32,
}

/// The words of one service and how much each tells.
#[derive(Debug)]
pub(crate) struct Entry {
    service: Arc<Published>,
    words: Vec<(String, u32)>,
}

impl Entry {
    pub(crate) fn new(service: &Arc<Published>, library: &Library) -> Self {
        let ficha = &service.definition.ficha;
        let mut words: Vec<(String, u32)> = Vec::new();
        let mut add = |text: &str, weight: u32| {
            words.extend(analyse(text).into_iter().map(|word| (word, weight)))
        };
        ficha
            .title
            .iter()
            .for_each(|(_, text)| add(text, TITLE_WEIGHT));
        ficha
            .synonyms
            .iter()
            .for_each(|text| add(text, SYNONYM_WEIGHT));
        ficha
            .summary
            .iter()
            .for_each(|(_, text)| add(text, SUMMARY_WEIGHT));
        for event in ficha
            .life_events
            .iter()
            .filter_map(|slug| library.life_event(slug))
        {
            event
                .title
                .iter()
                .for_each(|(_, text)| add(text, EVENT_WEIGHT));
            event
                .synonyms
                .iter()
                .for_each(|text| add(text, EVENT_WEIGHT));
        }
        if let Some(agency) = library.agency(&ficha.agency) {
            agency
                .name
                .iter()
                .for_each(|(_, text)| add(text, SUMMARY_WEIGHT));
        }
        Self {
            service: Arc::clone(service),
            words,
        }
    }

    /// How well a word that is asked for fits, by the best place it stands in.
    fn score_of(&self, asked: &str) -> u32 {
        let score = |(there, weight): &(String, u32)| match () {
            () if there == asked => weight * EXACT,
            () if alike(asked, there) => *weight,
            () => 0,
        };
        self.words.iter().map(score).max().unwrap_or(0)
    }
}

/// The services that fit, best first. Every word that says something must fit; when none does so, those that fit
/// most words.
pub(crate) fn search(entries: &[Entry], query: &str) -> Vec<Found> {
    let query: String = query.chars().take(QUERY_CHARACTERS_MAX).collect();
    let asked: Vec<String> = analyse(&query).into_iter().take(QUERY_WORDS_MAX).collect();
    if asked.is_empty() {
        return Vec::new();
    }
    let mut ranked: Vec<(usize, Found)> = entries
        .iter()
        .map(|entry| {
            let scores: Vec<u32> = asked.iter().map(|word| entry.score_of(word)).collect();
            let fitting = scores.iter().filter(|score| **score > 0).count();
            (
                fitting,
                Found {
                    service: Arc::clone(&entry.service),
                    score: scores.iter().sum(),
                },
            )
        })
        .filter(|(fitting, _)| *fitting > 0)
        .collect();
    let best = ranked
        .iter()
        .map(|(fitting, _)| *fitting)
        .max()
        .unwrap_or(0);
    ranked.retain(|(fitting, _)| *fitting == best);
    ranked.sort_by(|(_, a), (_, b)| {
        b.score
            .cmp(&a.score)
            .then_with(|| a.service.slug.cmp(&b.service.slug))
    });
    ranked
        .into_iter()
        .map(|(_, found)| found)
        .take(RESULTS_MAX)
        .collect()
}
