//! Searching a registry: for officials of the agency that holds it, for a stated purpose.

use identity::{Official, Purpose};
use jiff::Timestamp;
use store::{Error, Tx, params};

use crate::read::{Found, links, read_version};
use crate::{Dataset, Record, holders};

store::statements! {
    /// What holds now of the records that have every one of up to four words.
    SEARCH = "select r.id, r.dataset, r.record_key, r.version, r.fields, r.valid_from, r.valid_to, r.source, r.recorded_at from registry_record r where r.dataset = $1 and r.search_words like $2 and r.search_words like $3 and r.search_words like $4 and r.search_words like $5 and r.version = (select max(x.version) from registry_record x where x.dataset = r.dataset and x.record_key = r.record_key) order by r.record_key limit $6";
}

/// Records found at once: an official looks for one person, not for a list of them.
pub const FOUND_MAX: i64 = 20;

/// Shortest thing to search for, in characters: less would leaf through the registry.
pub const QUERY_CHARS_MIN: usize = 3;

/// Words that count.
const WORDS_MAX: usize = 4;

/// Why a search did not run.
#[derive(Debug, thiserror::Error)]
pub enum Refusal {
    /// The official's agency does not hold this registry.
    #[error("the agency does not hold this registry")]
    NotHeld,
    /// Under [`QUERY_CHARS_MIN`] characters, or no word in it.
    #[error("the search is too short")]
    TooShort,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] Error),
}

/// Finds records that have all the words, at most [`FOUND_MAX`]. Every person in what is found gets
/// the entry of a look.
///
/// # Errors
/// See [`Refusal`].
pub fn search(
    tx: &mut Tx,
    official: &Official,
    dataset: &Dataset,
    query: &str,
    purpose: &Purpose,
    now: Timestamp,
) -> Result<Vec<Record>, Refusal> {
    if holders::holder(tx, dataset.registry())? != Some(official.agency) {
        return Err(Refusal::NotHeld);
    }
    let words = text::search::analyse(query);
    if words.is_empty() || query.trim().chars().count() < QUERY_CHARS_MIN {
        return Err(Refusal::TooShort);
    }
    let mut patterns = words.iter().take(WORDS_MAX).map(|word| pattern(word));
    let mut next = || patterns.next().unwrap_or_else(|| "%".to_owned());
    let (first, second, third, fourth) = (next(), next(), next(), next());
    let mut records = tx.rows(
        &SEARCH,
        params![dataset, first, second, third, fourth, FOUND_MAX],
        read_version,
    )?;
    for record in &mut records {
        record.links = links(tx, record.id)?;
    }
    let mut opened = Vec::with_capacity(records.len());
    for record in records {
        opened.push(Found::new(record).open(tx, official, purpose, now)?);
    }
    Ok(opened)
}

/// A word at the beginning of a word, with the signs that mean something to `like` taken out.
fn pattern(word: &str) -> String {
    let plain: String = word
        .chars()
        .filter(|c| !matches!(c, '%' | '_' | '\\'))
        .collect();
    format!("% {plain}%")
}
