//! Published versions: immutable, named by the hash of their files.

use std::fmt::Write as _;
use std::sync::Arc;

use aws_lc_rs::digest::{Context, SHA256};
use jiff::Timestamp;
use store::{Db, Json, Tx, params};

use crate::definition::{Definition, Files};
use crate::finding::Finding;

store::statements! {
    /// Adds a version. The same files make the same version.
    ADD = "insert into service_version (hash, slug, published_at, files) values ($1, $2, $3, $4) on conflict (hash) do nothing";
    /// Makes a version the current one.
    MAKE_CURRENT = "insert into service_current (slug, hash, since) values ($1, $2, $3)
                    on conflict (slug) do update set hash = excluded.hash, since = excluded.since where service_current.hash <> excluded.hash";
    /// Which versions are current: small, to see whether anything changed.
    CURRENT = "select slug, hash from service_current order by slug limit $1";
    /// The current version of one service.
    CURRENT_OF = "select hash from service_current where slug = $1";
    /// The version whose hash begins so.
    BY_BEGINNING = "select hash from service_version where hash >= $1 and hash < $2 order by hash limit 1";
    /// One version.
    BY_HASH = "select slug, published_at, files from service_version where hash = $1";
}

/// Services in one State: all procedures of a nation with all its towns fit.
const SERVICES_MAX: i64 = 20_000;

/// A published version of a service.
#[derive(Debug, Clone)]
pub struct Published {
    /// The service's name in addresses.
    pub slug: String,
    /// SHA-256 over its files, in hexadecimal.
    pub hash: String,
    /// When it was first published.
    pub published_at: Timestamp,
    /// What it says.
    pub definition: Arc<Definition>,
}

impl Published {
    /// What stands on the form on paper, so that a clerk finds the very version: the beginning of its hash.
    #[must_use]
    pub fn form_code(&self) -> String {
        let code: String = self.hash.chars().take(FORM_CODE_SIGNS).collect();
        let (one, two) = code
            .split_at_checked(FORM_CODE_SIGNS / 2)
            .unwrap_or((&code, ""));
        format!("{one}-{two}").to_uppercase()
    }
}

/// Signs of a form's code: enough that no two versions of a State share it.
const FORM_CODE_SIGNS: usize = 10;

/// The hash of the version that a form's code names, as a person types it; none where there is none.
///
/// # Errors
/// When the store fails.
pub fn by_form_code(db: &mut Db, typed: &str) -> Result<Option<String>, store::Error> {
    let code: String = typed
        .chars()
        .filter(char::is_ascii_hexdigit)
        .map(|sign| sign.to_ascii_lowercase())
        .collect();
    if code.len() != FORM_CODE_SIGNS {
        return Ok(None);
    }
    // A hash is hexadecimal: whatever begins with the code lies before the code and a `g`.
    let end = format!("{code}g");
    db.row_opt(&BY_BEGINNING, params![code, end], |row| row.get(0))
}

/// SHA-256 over the files in the order of their names, each with its length before it, so that no two sets of
/// files share a hash.
#[must_use]
pub(crate) fn hash(files: &Files) -> String {
    let mut digest = Context::new(&SHA256);
    for (name, content) in files {
        for part in [name, content] {
            digest.update(&(part.len() as u64).to_be_bytes());
            digest.update(part.as_bytes());
        }
    }
    digest
        .finish()
        .as_ref()
        .iter()
        .fold(String::new(), |mut hex, byte| {
            // Writing into a String cannot fail.
            let _ = write!(hex, "{byte:02x}");
            hex
        })
}

/// Adds a version and makes it current. True when either was new.
pub(crate) fn add(
    tx: &mut Tx,
    slug: &str,
    hash: &str,
    files: &Files,
    now: Timestamp,
) -> Result<bool, store::Error> {
    let added = tx.exec(&ADD, params![hash, slug, now, Json(files.clone())])?;
    let moved = tx.exec(&MAKE_CURRENT, params![slug, hash, now])?;
    Ok(added + moved > 0)
}

/// The slug and hash of every current version.
pub(crate) fn current(db: &mut Db) -> Result<Vec<(String, String)>, store::Error> {
    db.rows(&CURRENT, params![SERVICES_MAX], |row| {
        Ok((row.get(0)?, row.get(1)?))
    })
}

/// The hash of a service's current version.
pub(crate) fn current_of(db: &mut Db, slug: &str) -> Result<Option<String>, store::Error> {
    db.row_opt(&CURRENT_OF, params![slug], |row| row.get(0))
}

/// The files of a version, as they were published.
///
/// # Errors
/// When the store fails.
pub fn files(db: &mut Db, hash: &str) -> Result<Option<Files>, store::Error> {
    db.row_opt(&BY_HASH, params![hash], |row| {
        Ok(row.get::<Json<Files>>(2)?.0)
    })
}

/// A version by its hash, read from its files.
pub(crate) fn by_hash(db: &mut Db, hash: &str) -> Result<Option<Published>, crate::Error> {
    let read = |row: &store::Row| {
        Ok((
            row.get::<String>(0)?,
            row.get::<Timestamp>(1)?,
            row.get::<Json<Files>>(2)?.0,
        ))
    };
    let Some((slug, published_at, files)) = db.row_opt(&BY_HASH, params![hash], read)? else {
        return Ok(None);
    };
    let definition =
        Definition::parse(&files).map_err(|found: Vec<Finding>| crate::Error::Unsound(found))?;
    Ok(Some(Published {
        slug,
        hash: hash.to_owned(),
        published_at,
        definition: Arc::new(definition),
    }))
}
