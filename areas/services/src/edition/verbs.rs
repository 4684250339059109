//! What the people of an agency do to their definitions.

use identity::Official;
use jiff::Timestamp;
use store::{Tx, params};

use super::publication::{New, publications, record};
use super::{
    ANALYST, END, Edition, EditionError, EditionId, PROPOSE, SEND_BACK, insert, of_agency, save,
};
use crate::check::{self, FILES_BYTES_MAX, FILES_MAX};
use crate::definition::{Definition, FICHA, Files};
use crate::version;

/// Characters of what a proposal is for, or of why it is sent back.
const NOTE_CHARACTERS_MAX: usize = 2_000;

/// What an edition begins from.
#[derive(Debug, Clone)]
pub enum BeginFrom {
    /// The current version of a service of the agency.
    Current(String),
    /// Files that somebody wrote, or a draft that was made of a record.
    Files(Files),
}

/// Begins an edition of a service of the official's agency.
///
/// An analyst may. Nothing that is published changes.
///
/// # Errors
/// [`EditionError::Unknown`] when there is no such service in the agency; [`EditionError::FileNotTaken`].
pub fn begin(
    tx: &mut Tx,
    official: &Official,
    from: BeginFrom,
    now: Timestamp,
) -> Result<EditionId, EditionError> {
    if !official.has_role(ANALYST) {
        return Err(EditionError::Unknown);
    }
    let (files, base_hash) = match from {
        BeginFrom::Current(slug) => {
            let hash = version::current_of(tx, &slug)?.ok_or(EditionError::Unknown)?;
            let files = version::files(tx, &hash)?.ok_or(EditionError::Unknown)?;
            if agency_of(&files).as_deref() != Some(official.agency_slug.as_str()) {
                return Err(EditionError::Unknown);
            }
            (files, Some(hash))
        }
        BeginFrom::Files(files) => {
            let is_taken = files.keys().all(|name| is_name(name)) && fits(&files);
            if !is_taken {
                return Err(EditionError::FileNotTaken);
            }
            let slug = slug_of(&files).unwrap_or_default();
            (files, version::current_of(tx, &slug)?)
        }
    };
    let edition = Edition {
        id: EditionId::new(now),
        slug: slug_of(&files).unwrap_or_default(),
        files,
        base_hash,
        begun_by: official.account,
        begun_at: now,
        updated_at: now,
        revision: 0,
        proposal: None,
        remark: None,
        has_ended: false,
    };
    insert(tx, &edition, &official.agency_slug)?;
    Ok(edition.id)
}

/// Keeps a file of an edition, right or wrong. `seen` is the revision that whoever wrote it had before them.
///
/// # Errors
/// [`EditionError::MovedOn`] when somebody kept another since, or it was proposed or ended: nothing is lost of
/// theirs; [`EditionError::FileNotTaken`].
pub fn save_file(
    tx: &mut Tx,
    id: EditionId,
    official: &Official,
    (name, text): (&str, &str),
    seen: i64,
    now: Timestamp,
) -> Result<(), EditionError> {
    let mut edition = of_agency(tx, id, official)?;
    if !is_name(name) {
        return Err(EditionError::FileNotTaken);
    }
    let text = text.replace("\r\n", "\n");
    edition.files.insert(name.to_owned(), text);
    if !fits(&edition.files) {
        return Err(EditionError::FileNotTaken);
    }
    if let Some(slug) = slug_of(&edition.files) {
        edition.slug = slug;
    }
    save(tx, &edition, seen, now)
}

/// Takes a file out of an edition.
///
/// # Errors
/// As [`save_file`].
pub fn remove_file(
    tx: &mut Tx,
    id: EditionId,
    official: &Official,
    name: &str,
    seen: i64,
    now: Timestamp,
) -> Result<(), EditionError> {
    let mut edition = of_agency(tx, id, official)?;
    edition.files.remove(name).ok_or(EditionError::MovedOn)?;
    save(tx, &edition, seen, now)
}

/// Asks for an edition to be published, by somebody else.
///
/// # Errors
/// [`EditionError::Unsound`] with what must be mended first; [`EditionError::OtherAgency`];
/// [`EditionError::NoteNeeded`]; [`EditionError::MovedOn`].
pub fn propose(
    tx: &mut Tx,
    id: EditionId,
    official: &Official,
    note: &str,
    now: Timestamp,
) -> Result<(), EditionError> {
    let edition = of_agency(tx, id, official)?;
    sound(&edition, official)?;
    let note = stated(note)?;
    match tx.exec(&PROPOSE, params![id, official.account, now, note])? {
        0 => Err(EditionError::MovedOn),
        _ => Ok(()),
    }
}

/// Gives a proposal back to be written on, with the reason. Whoever proposed it may take it back so, too.
///
/// # Errors
/// [`EditionError::NoteNeeded`]; [`EditionError::MovedOn`].
pub fn send_back(
    tx: &mut Tx,
    id: EditionId,
    official: &Official,
    remark: &str,
    now: Timestamp,
) -> Result<(), EditionError> {
    of_agency(tx, id, official)?;
    let remark = stated(remark)?;
    match tx.exec(&SEND_BACK, params![id, remark, now])? {
        0 => Err(EditionError::MovedOn),
        _ => Ok(()),
    }
}

/// Publishes a proposal: new applications are filed under it, and cases that run keep theirs.
///
/// Another analyst of the agency than whoever proposed it must.
///
/// # Errors
/// [`EditionError::SameHands`]; [`EditionError::Stale`] when another version was published since it began;
/// [`EditionError::Unsound`]; [`EditionError::MovedOn`].
pub fn approve(
    tx: &mut Tx,
    id: EditionId,
    official: &Official,
    now: Timestamp,
) -> Result<String, EditionError> {
    let edition = of_agency(tx, id, official)?;
    let proposal = edition.proposal.as_ref().filter(|_| !edition.has_ended);
    let proposal = proposal.ok_or(EditionError::MovedOn)?;
    if proposal.by == official.account {
        return Err(EditionError::SameHands);
    }
    let definition = sound(&edition, official)?;
    let slug = definition.ficha.service;
    if version::current_of(tx, &slug)? != edition.base_hash {
        return Err(EditionError::Stale);
    }
    if tx.exec(&END, params![id, "published", official.account, now])? == 0 {
        return Err(EditionError::MovedOn);
    }
    let hash = version::hash(&edition.files);
    version::add(tx, &slug, &hash, &edition.files, now)?;
    let new = New {
        slug: &slug,
        hash: &hash,
        proposed_by: Some(proposal.by),
        published_by: Some(official.account),
        note: &proposal.note,
        is_undoing: false,
    };
    record(tx, &new, now)?;
    Ok(slug)
}

/// Throws an edition away. What is published stays as it is.
///
/// # Errors
/// [`EditionError::MovedOn`] when it has ended.
pub fn discard(
    tx: &mut Tx,
    id: EditionId,
    official: &Official,
    now: Timestamp,
) -> Result<(), EditionError> {
    of_agency(tx, id, official)?;
    match tx.exec(&END, params![id, "discarded", official.account, now])? {
        0 => Err(EditionError::MovedOn),
        _ => Ok(()),
    }
}

/// Brings back the version before the current one, at once: two people had published it before.
///
/// # Errors
/// [`EditionError::NothingBefore`]; [`EditionError::NoteNeeded`]; [`EditionError::MovedOn`] when `seen` is not the
/// current version any more; [`EditionError::Unknown`] when the service is another agency's.
pub fn undo(
    tx: &mut Tx,
    official: &Official,
    slug: &str,
    seen: &str,
    note: &str,
    now: Timestamp,
) -> Result<(), EditionError> {
    let current = version::current_of(tx, slug)?.ok_or(EditionError::Unknown)?;
    let files = version::files(tx, &current)?.ok_or(EditionError::Unknown)?;
    let is_theirs = agency_of(&files).as_deref() == Some(official.agency_slug.as_str());
    if !is_theirs || !official.has_role(ANALYST) {
        return Err(EditionError::Unknown);
    }
    if current != seen {
        return Err(EditionError::MovedOn);
    }
    let note = stated(note)?;
    let known = publications(tx, slug)?;
    let before = known.iter().find(|publication| publication.hash != current);
    let before = before.ok_or(EditionError::NothingBefore)?;
    let files = version::files(tx, &before.hash)?.ok_or(EditionError::NothingBefore)?;
    // What was sound by the rules of its day may not be by today's.
    check::sound(&files).map_err(EditionError::Unsound)?;
    version::add(tx, slug, &before.hash, &files, now)?;
    let new = New {
        slug,
        hash: &before.hash,
        proposed_by: None,
        published_by: Some(official.account),
        note: &note,
        is_undoing: true,
    };
    Ok(record(tx, &new, now)?)
}

/// Its definition, if it can be published by this official's agency.
fn sound(edition: &Edition, official: &Official) -> Result<Definition, EditionError> {
    let definition = check::sound(&edition.files).map_err(EditionError::Unsound)?;
    match definition.agency_slug() == official.agency_slug {
        true => Ok(definition),
        false => Err(EditionError::OtherAgency),
    }
}

fn stated(typed: &str) -> Result<String, EditionError> {
    let stated: String = typed.trim().chars().take(NOTE_CHARACTERS_MAX).collect();
    match stated.is_empty() {
        true => Err(EditionError::NoteNeeded),
        false => Ok(stated),
    }
}

/// A name that a file of a definition may have.
fn is_name(name: &str) -> bool {
    let is_plain =
        |sign: char| sign.is_ascii_lowercase() || sign.is_ascii_digit() || "_-".contains(sign);
    let endings = [".yaml", ".typ", ".md"];
    let stem = endings.iter().find_map(|ending| name.strip_suffix(ending));
    stem.is_some_and(|stem| (1..=60).contains(&stem.len()) && stem.chars().all(is_plain))
}

fn fits(files: &Files) -> bool {
    let bytes: usize = files.values().map(String::len).sum();
    files.len() <= FILES_MAX && bytes <= FILES_BYTES_MAX
}

/// A line of the ficha by its key, read without understanding the rest: what is being written may not parse.
fn line_of(files: &Files, key: &str) -> Option<String> {
    let lines = files.get(FICHA)?.lines();
    let mut values = lines.filter_map(|line| line.strip_prefix(key)?.strip_prefix(':'));
    let value = values.next()?.trim().trim_matches(['"', '\'']);
    (!value.is_empty()).then(|| value.chars().take(80).collect())
}

fn slug_of(files: &Files) -> Option<String> {
    line_of(files, "service")
}

fn agency_of(files: &Files) -> Option<String> {
    line_of(files, "agency")
}
