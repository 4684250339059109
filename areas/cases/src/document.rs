//! Files the applicant gives: what they really are, where their bytes lie, what may be shown.

use forms::FileKind;
use forms::limits::FILES_IN_ALL_MAX;
use jiff::Timestamp;
use store::{BlobHash, Db, Tx, params};

use crate::{DraftId, Error};

store::id! {
    /// A file the applicant gave.
    DocumentId
}

store::statements! {
    /// Adds a file to a draft.
    ADD = "insert into case_document (id, draft_id, question, file_name, media_type, size_bytes, blob, added_at)
           values ($1, $2, $3, $4, $5, $6, $7, $8)";
    /// The files of a draft, and so of the case it became.
    OF_DRAFT = "select id, question, file_name, media_type, size_bytes, blob from case_document
                where draft_id = $1 and removed_at is null order by added_at limit $2";
    /// The names of the files that a draft had at an instant.
    NAMES_AT = "select question, file_name from case_document
                where draft_id = $1 and added_at <= $2 and (removed_at is null or removed_at > $2)
                order by added_at limit $3";
    /// Takes a file out. The row stays; the history must not lie.
    REMOVE = "update case_document set removed_at = $3 where id = $1 and draft_id = $2 and removed_at is null";
    /// Forgets the files of a draft that was thrown away.
    FORGET = "delete from case_document where draft_id = $1";
    /// Forgets the files of drafts that are about to be swept away.
    SWEEP = "delete from case_document where draft_id in
               (select id from case_draft where case_id is null and person_id is null and updated_at < $1)";
}

/// A file's name is shown, never used as a path.
const FILE_NAME_CHARACTERS_MAX: usize = 120;

/// A file the applicant gave.
#[derive(Debug, Clone)]
pub struct Document {
    /// Its id.
    pub id: DocumentId,
    /// The question it answers.
    pub question: String,
    /// The name it had on the applicant's machine, tidied.
    pub file_name: String,
    /// What it is.
    pub kind: FileKind,
    /// How many bytes.
    pub size_bytes: i64,
    /// Where the bytes lie.
    pub blob: BlobHash,
}

/// A file whose bytes are stored, not yet part of an application.
#[derive(Debug, Clone)]
pub struct StoredFile {
    /// As the browser named it.
    pub file_name: String,
    /// What it is.
    pub kind: FileKind,
    /// How many bytes.
    pub size_bytes: i64,
    /// Where they lie.
    pub blob: BlobHash,
}

impl From<&Document> for StoredFile {
    fn from(document: &Document) -> Self {
        Self {
            file_name: document.file_name.clone(),
            kind: document.kind,
            size_bytes: document.size_bytes,
            blob: document.blob.clone(),
        }
    }
}

/// Adds a stored file to a draft. The draft must be the visitor's; the caller has made sure. The same
/// file under the same name, as a second press of the button sends it, is there once.
pub(crate) fn add(
    tx: &mut Tx,
    draft: DraftId,
    question: &str,
    file: &StoredFile,
    now: Timestamp,
) -> Result<DocumentId, Error> {
    let name = tidy_name(&file.file_name);
    let given = of_draft(tx, draft)?;
    let same = |known: &&Document| {
        known.question == question && known.file_name == name && known.blob == file.blob
    };
    if let Some(known) = given.iter().find(same) {
        return Ok(known.id);
    }
    if given.len() >= FILES_IN_ALL_MAX {
        return Err(Error::TooManyDocuments);
    }
    let id = DocumentId::new(now);
    tx.exec(
        &ADD,
        params![
            id,
            draft,
            question,
            name,
            file.kind.media_type(),
            file.size_bytes,
            file.blob,
            now
        ],
    )?;
    Ok(id)
}

/// Takes a file out of a draft.
pub(crate) fn remove(
    tx: &mut Tx,
    draft: DraftId,
    id: DocumentId,
    now: Timestamp,
) -> Result<(), Error> {
    tx.exec(&REMOVE, params![id, draft, now])?;
    Ok(())
}

/// Forgets the files of a draft that was thrown away.
pub(crate) fn forget(tx: &mut Tx, draft: DraftId) -> Result<(), store::Error> {
    tx.exec(&FORGET, params![draft])?;
    Ok(())
}

/// Forgets the files of drafts that were not touched since, before the drafts go themselves.
pub(crate) fn sweep(tx: &mut Tx, since: Timestamp) -> Result<(), store::Error> {
    tx.exec(&SWEEP, params![since])?;
    Ok(())
}

/// The files of a draft, oldest first.
///
/// # Errors
/// When the store fails.
pub fn of_draft(db: &mut Db, draft: DraftId) -> Result<Vec<Document>, store::Error> {
    let limit = i64::try_from(FILES_IN_ALL_MAX).unwrap_or(i64::MAX);
    db.rows(&OF_DRAFT, params![draft, limit], |row| {
        let kind: String = row.get(3)?;
        Ok(Document {
            id: row.get(0)?,
            question: row.get(1)?,
            file_name: row.get(2)?,
            kind: FileKind::from_media_type(&kind)
                .ok_or_else(|| store::Error::Damaged("a media type".to_owned()))?,
            size_bytes: row.get(4)?,
            blob: row.get(5)?,
        })
    })
}

/// Question and name of each file that a draft had at an instant, oldest first.
pub(crate) fn names_at(
    db: &mut Db,
    draft: DraftId,
    at: Timestamp,
) -> Result<Vec<(String, String)>, store::Error> {
    let limit = i64::try_from(FILES_IN_ALL_MAX).unwrap_or(i64::MAX);
    db.rows(&NAMES_AT, params![draft, at, limit], |row| {
        Ok((row.get(0)?, row.get(1)?))
    })
}

/// Only the last part of a path, without control characters, of bounded length.
pub(crate) fn tidy_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let tidy: String = last
        .chars()
        .filter(|sign| !sign.is_control())
        .take(FILE_NAME_CHARACTERS_MAX)
        .collect();
    if tidy.trim_matches('.').is_empty() {
        "documento".to_owned()
    } else {
        tidy
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_never_a_path() {
        assert_eq!(tidy_name("../../etc/passwd"), "passwd");
        assert_eq!(
            tidy_name("C:\\fotos\\plano ñandutĩ.png"),
            "plano ñandutĩ.png"
        );
        assert_eq!(tidy_name(".."), "documento");
        assert_eq!(
            tidy_name(&"a".repeat(10_000)).len(),
            FILE_NAME_CHARACTERS_MAX
        );
    }
}
