//! From a record of somebody's catalogue to a draft of a definition: what the source says is written down, and what
//! it leaves open is marked and listed.

mod bolivia;
mod cpsv;
mod municipal;
mod needs;
mod write;

use process::Outcome;

use crate::Files;

/// The words that mark what must still be decided; a definition that holds them is not sound.
pub(crate) const OPEN: &str = "POR DEFINIR";
/// The file that lists what the source leaves open.
pub const OPEN_POINTS: &str = "POR-DEFINIR.md";
/// Octets of a source: far above any catalogue of a nation.
pub const SOURCE_BYTES_MAX: usize = 128 * 1024 * 1024;

/// What a source says of one service. What it does not say is none, or empty.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Source {
    /// Its name there.
    pub(crate) id: String,
    pub(crate) title: String,
    pub(crate) summary: String,
    pub(crate) agency: String,
    pub(crate) synonyms: Vec<String>,
    pub(crate) for_firms: bool,
    pub(crate) laws: Vec<SourceLaw>,
    pub(crate) needs: Vec<String>,
    pub(crate) steps: Vec<String>,
    /// As terms are written: `5 working days`.
    pub(crate) term: Option<String>,
    pub(crate) silence: Option<Outcome>,
    /// Amounts in the currency of the source, with what they are for; empty where it is free.
    pub(crate) fees: Option<Vec<(String, String)>>,
    /// What must be known by whoever goes on, in Spanish.
    pub(crate) remarks: Vec<String>,
}

/// A law that a source names, with the articles it names.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct SourceLaw {
    pub(crate) title: String,
    pub(crate) articles: Vec<String>,
}

/// A draft of a definition.
#[derive(Debug, Clone)]
pub struct Draft {
    /// The folder it belongs in: agency and service.
    pub folder: String,
    /// Its files, the list of open points among them.
    pub files: Files,
    /// What the source leaves open, in Spanish.
    pub open: Vec<String>,
}

/// Why no draft could be made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// It is none of the forms that are read.
    #[error(
        "this is neither a catalogue in JSON Lines (tramites.jsonl), nor a municipal ficha in Markdown, nor CPSV-AP in Turtle or JSON-LD"
    )]
    Unknown,
    /// A catalogue has many records, and none was chosen or the chosen one is not there.
    #[error("choose a record with --record: {found}")]
    Choose {
        /// Some that are there, with their titles.
        found: String,
    },
    /// It is linked data that cannot be read, or that speaks of no public service.
    #[error("this linked data cannot be read: {0}")]
    Rdf(String),
    /// The source is larger than any that is read.
    #[error("the source is larger than {SOURCE_BYTES_MAX} octets")]
    TooLarge,
}

/// Makes a draft of a definition out of a record of a catalogue.
///
/// Read are Bolivia's national catalogue (JSON Lines, a record chosen by its `id` or `slug`), municipal fichas in
/// Markdown with a heading for each part, and catalogues after CPSV-AP 3.2 (Turtle or JSON-LD, a service chosen by its
/// identifier or address).
///
/// # Errors
/// [`Error`], and nothing was made.
pub fn draft(name: &str, source: &str, record: Option<&str>) -> Result<Draft, Error> {
    if source.len() > SOURCE_BYTES_MAX {
        return Err(Error::TooLarge);
    }
    let source = if cpsv::is_json_ld(source) {
        cpsv::read(source, record)?
    } else if source.trim_start().starts_with('{') {
        bolivia::read(source, record)?
    } else if cpsv::is_turtle(source) {
        cpsv::read(source, record)?
    } else {
        municipal::read(name, source).ok_or(Error::Unknown)?
    };
    Ok(write::write(&source))
}

/// Small plain letters and figures, with this sign where others stood; at most so many.
fn plain_name(words: &str, between: char, characters_max: usize) -> String {
    let mut name = String::new();
    for word in text::search::words(words) {
        let word = text::search::fold(&word);
        let plain: String = word
            .chars()
            .filter_map(|sign| match sign {
                'ñ' => Some('n'),
                sign if sign.is_ascii_alphanumeric() => Some(sign.to_ascii_lowercase()),
                _ => None,
            })
            .collect();
        if plain.is_empty() {
            continue;
        }
        let longer = name.len() + plain.len() + 1;
        if longer > characters_max && !name.is_empty() {
            break;
        }
        if !name.is_empty() {
            name.push(between);
        }
        name.push_str(&plain);
    }
    name.truncate(characters_max);
    match name.is_empty() {
        true => "sin_nombre".replace('_', &between.to_string()),
        false => name,
    }
}

/// One line without blanks at its ends, at most so many characters.
fn one_line(words: &str, characters_max: usize) -> String {
    // Signs that YAML does not take, or that end its lines.
    let is_odd = |sign: char| {
        sign.is_control() && !sign.is_whitespace()
            || matches!(
                sign,
                '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}'
            )
    };
    let words = words.replace(is_odd, " ");
    let line = words.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= characters_max {
        return line;
    }
    let cut: String = line
        .chars()
        .take(characters_max.saturating_sub(1))
        .collect();
    let whole = cut
        .rsplit_once(' ')
        .map_or(cut.as_str(), |(whole, _)| whole);
    format!("{whole}…")
}

#[cfg(test)]
mod tests;
