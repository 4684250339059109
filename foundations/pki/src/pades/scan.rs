//! Finding signature dictionaries without trusting the file's own tables.
//!
//! The cross-reference is not followed: whoever forges a file forges that too. Every place where a byte
//! range stands is looked at, and a signature counts by the bytes it covers. A dictionary that hides from
//! this search, by an escaped key for instance, is no signature here, which can only lose a proof and
//! never make one.

use std::ops::Range;

use jiff::Timestamp;

use super::dictionary::{self, Entry, Kind};
use super::text;

/// The most signatures examined in one file.
pub(super) const SIGNATURES_MAX: usize = 32;

/// How far before its byte range a signature dictionary may begin, in bytes: others write the contents
/// first and reserve up to 64 KB of them.
const REACH_BYTES: usize = 160 * 1024;

/// A signature dictionary as found.
#[derive(Debug)]
pub(super) struct Found {
    /// The two pieces it says it covers; `None` when the byte range is not of the one form that is safe.
    pub(super) covered: Option<Covered>,
    /// The content of `/Contents`.
    pub(super) message: Vec<u8>,
    pub(super) sub_filter: Vec<u8>,
    pub(super) signed_at: Option<Timestamp>,
    pub(super) reason: Option<String>,
    pub(super) location: Option<String>,
}

/// What a sound byte range covers: from the start of the file to `end`, save its own contents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Covered {
    pub(super) contents: Range<usize>,
    pub(super) end: usize,
}

/// Every signature dictionary of the file, in the order in which they stand; `None` when there are more
/// than anybody needs.
pub(super) fn signatures(pdf: &[u8]) -> Option<Vec<Found>> {
    let key = b"/ByteRange";
    let mut found = Vec::new();
    let mut from = 0;
    let mut looked_at = 0_usize;
    while let Some(at) = position_of(pdf, key, from) {
        looked_at = looked_at.saturating_add(1);
        if looked_at > SIGNATURES_MAX {
            return None;
        }
        found.extend(signature_around(pdf, at));
        from = at.saturating_add(key.len());
    }
    Some(found)
}

fn position_of(bytes: &[u8], text: &[u8], from: usize) -> Option<usize> {
    let rest = bytes.get(from..)?;
    let found = rest.windows(text.len()).position(|window| window == text)?;
    from.checked_add(found)
}

/// The signature dictionary whose `/ByteRange` stands at `at`.
fn signature_around(pdf: &[u8], at: usize) -> Option<Found> {
    let earliest = at.saturating_sub(REACH_BYTES);
    let before = pdf.get(earliest..at)?;
    let opening = before.windows(3).rposition(|window| window == b"obj")?;
    let after_word = earliest.checked_add(opening)?.checked_add(3)?;
    let blanks = pdf
        .get(after_word..)?
        .iter()
        .take_while(|byte| byte.is_ascii_whitespace())
        .count();
    let entries = dictionary::read(pdf, after_word.checked_add(blanks)?)?;

    let range = entries
        .iter()
        .find(|entry| entry.key_start == at && entry.key == b"ByteRange")?;
    let contents = entry(&entries, b"Contents")?;
    let Kind::Hexadecimal(message) = &contents.value.kind else {
        return None;
    };
    let text_of = |key: &[u8]| string(&entries, key).map(|bytes| text::decode(&bytes));
    Some(Found {
        covered: covered(&range.value.kind, &contents.value.span, pdf.len()),
        message: message.clone(),
        sub_filter: match entry(&entries, b"SubFilter").map(|entry| &entry.value.kind) {
            Some(Kind::Name(name)) => name.clone(),
            _ => Vec::new(),
        },
        signed_at: string(&entries, b"M").and_then(|bytes| text::decode_date(&bytes)),
        reason: text_of(b"Reason"),
        location: text_of(b"Location"),
    })
}

fn entry<'a>(entries: &'a [Entry], key: &[u8]) -> Option<&'a Entry> {
    entries.iter().find(|entry| entry.key == key)
}

fn string(entries: &[Entry], key: &[u8]) -> Option<Vec<u8>> {
    match &entry(entries, key)?.value.kind {
        Kind::Text(bytes) | Kind::Hexadecimal(bytes) => Some(bytes.clone()),
        _ => None,
    }
}

/// The one safe form: it starts at the first byte, leaves out exactly the contents with their angle
/// brackets, and ends inside the file.
fn covered(range: &Kind, contents: &Range<usize>, file_length: usize) -> Option<Covered> {
    let Kind::Array(items) = range else {
        return None;
    };
    let numbers: Option<Vec<usize>> = items
        .iter()
        .map(|item| match item.kind {
            Kind::Integer(number) => usize::try_from(number).ok(),
            _ => None,
        })
        .collect();
    let numbers = numbers?;
    let [first, first_length, second, second_length] = numbers.as_slice() else {
        return None;
    };
    let end = second.checked_add(*second_length)?;
    let sound = *first == 0
        && *first_length == contents.start
        && *second == contents.end
        && end <= file_length;
    sound.then(|| Covered {
        contents: contents.clone(),
        end,
    })
}
