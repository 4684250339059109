//! Files kept beside the database, named by what they hold.
//!
//! A blob is written once and never changes, so writing it again is a no-op. It is put before the
//! transaction that mentions it; if that one fails, a file without a mention remains and harms nobody.
//! The face knows nothing of folders, so that another place, as an object store, can come behind it.

use std::fmt;
use std::fs::{self, File, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::sync::Arc;

use uuid::Uuid;

use crate::{Error, FromValue, ToValue, Value, hex};

/// The largest blob, in bytes. A scanned plan is smaller; a film does not belong here.
pub const BLOB_BYTES_MAX: usize = 256 * 1024 * 1024;

/// Digits of a hash.
const DIGITS: usize = 64;

/// The name of a blob: the SHA-256 of its bytes, as 64 hexadecimal digits.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BlobHash(String);

impl BlobHash {
    /// The name that these bytes have.
    pub fn of(bytes: &[u8]) -> Self {
        Self(hex::sha256(bytes))
    }

    /// The 64 digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for BlobHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for BlobHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "BlobHash({})", self.0)
    }
}

impl FromStr for BlobHash {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        if text.len() == DIGITS && hex::decode(text).is_some() {
            Ok(Self(text.to_owned()))
        } else {
            Err(Error::Value("not the hash of a blob".to_owned()))
        }
    }
}

impl ToValue for BlobHash {
    fn to_value(&self) -> Result<Value<'_>, Error> {
        self.0.to_value()
    }
}

impl FromValue for BlobHash {
    fn from_value(value: Value<'_>) -> Result<Self, Error> {
        value.text()?.parse()
    }
}

impl serde::Serialize for BlobHash {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> serde::Deserialize<'de> for BlobHash {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?
            .parse()
            .map_err(serde::de::Error::custom)
    }
}

/// The place of the blobs. Its functions wait for the disk: call them where waiting is allowed.
#[derive(Debug, Clone)]
pub struct Blobs {
    folder: Arc<PathBuf>,
}

impl Blobs {
    /// Blobs in a folder, which is made if it does not exist.
    pub fn open(folder: &Path) -> Result<Self, Error> {
        let blobs = Self {
            folder: Arc::new(folder.to_owned()),
        };
        make_folder(&blobs.folder.join("new"))?;
        Ok(blobs)
    }

    /// Keeps bytes and returns their name, once they are on the disk. Keeping the same again is a no-op.
    ///
    /// # Errors
    /// [`Error::Full`], [`Error::Io`], or [`Error::Value`] beyond [`BLOB_BYTES_MAX`].
    pub fn put(&self, bytes: impl AsRef<[u8]>) -> Result<BlobHash, Error> {
        let bytes = bytes.as_ref();
        if bytes.len() > BLOB_BYTES_MAX {
            return Err(Error::Value(format!(
                "a blob is larger than {BLOB_BYTES_MAX} bytes"
            )));
        }
        let hash = BlobHash::of(bytes);
        let path = self.path(&hash);
        let folder = path.parent().unwrap_or(&self.folder);
        if !holds(&path, bytes.len()) {
            make_folder(folder)?;
            let fresh = self.folder.join("new").join(Uuid::now_v7().to_string());
            let written = write_whole(&fresh, bytes).and_then(|()| {
                fs::rename(&fresh, &path).map_err(|error| Error::from_io("name a blob", &error))
            });
            if let Err(error) = written {
                // What was begun only takes room; that it cannot be removed changes nothing.
                let _ = fs::remove_file(&fresh);
                return Err(error);
            }
        }
        // Also for a blob that was there: whoever put it may not have come to this line yet.
        sync_folder(folder)?;
        Ok(hash)
    }

    /// The bytes of a blob, as they are on the disk; see [`Blobs::verify`]. [`Error::Missing`] if there is none.
    pub fn get(&self, hash: &BlobHash) -> Result<Vec<u8>, Error> {
        fs::read(self.path(hash)).map_err(|error| Error::from_io("read a blob", &error))
    }

    /// How many bytes a blob has. [`Error::Missing`] if there is none.
    pub fn size(&self, hash: &BlobHash) -> Result<u64, Error> {
        let found = fs::metadata(self.path(hash))
            .map_err(|error| Error::from_io("look at a blob", &error))?;
        Ok(found.len())
    }

    /// Reads a blob and checks that it still is what its name says; [`Error::Damaged`] if not.
    pub fn verify(&self, hash: &BlobHash) -> Result<(), Error> {
        if BlobHash::of(&self.get(hash)?) == *hash {
            Ok(())
        } else {
            Err(Error::Damaged(format!("blob {hash}")))
        }
    }

    /// Walks over all blobs, in no order; an error of `visit` ends the walk.
    pub fn each(&self, mut visit: impl FnMut(&BlobHash) -> Result<(), Error>) -> Result<(), Error> {
        for outer in entries(&self.folder)? {
            for inner in entries(&outer)? {
                for file in entries(&inner)? {
                    let name = file
                        .file_name()
                        .and_then(|name| name.to_str())
                        .unwrap_or_default();
                    if let Ok(hash) = name.parse() {
                        visit(&hash)?;
                    }
                }
            }
        }
        Ok(())
    }

    /// Copies what the other place does not have yet, checking each blob, and returns how many.
    ///
    /// For a backup, copy the database first: every blob it mentions is then here.
    pub fn copy_to(&self, other: &Self) -> Result<u64, Error> {
        let mut copied = 0;
        self.each(|hash| {
            if other.path(hash).exists() {
                return Ok(());
            }
            let bytes = self.get(hash)?;
            if other.put(bytes)? != *hash {
                return Err(Error::Damaged(format!("blob {hash}")));
            }
            copied += 1;
            Ok(())
        })?;
        Ok(copied)
    }

    /// Two levels of folders, so that none of them holds too many names.
    fn path(&self, hash: &BlobHash) -> PathBuf {
        let outer = hash.0.get(..2).unwrap_or_default();
        let inner = hash.0.get(2..4).unwrap_or_default();
        self.folder.join(outer).join(inner).join(&hash.0)
    }
}

/// Whether the whole blob is there. Its bytes reached the disk before it got its name.
fn holds(path: &Path, length: usize) -> bool {
    fs::metadata(path).is_ok_and(|found| usize::try_from(found.len()) == Ok(length))
}

fn write_whole(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let write = || {
        let mut file = options.open(path)?;
        file.write_all(bytes)?;
        file.sync_all()
    };
    write().map_err(|error| Error::from_io("write a blob", &error))
}

/// Makes a folder that only its owner may enter, and the names of the new ones durable.
fn make_folder(folder: &Path) -> Result<(), Error> {
    if folder.is_dir() {
        return Ok(());
    }
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder
        .create(folder)
        .map_err(|error| Error::from_io("make a folder", &error))?;
    folder
        .ancestors()
        .skip(1)
        .take(2)
        .filter(|parent| parent.is_dir())
        .try_for_each(sync_folder)
}

/// Makes the names in a folder durable.
pub(crate) fn sync_folder(folder: &Path) -> Result<(), Error> {
    #[cfg(unix)]
    File::open(folder)
        .and_then(|folder| folder.sync_all())
        .map_err(|error| Error::from_io("sync a folder", &error))?;
    Ok(())
}

fn entries(folder: &Path) -> Result<Vec<PathBuf>, Error> {
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let list = || -> std::io::Result<Vec<PathBuf>> {
        fs::read_dir(folder)?
            .map(|entry| entry.map(|entry| entry.path()))
            .collect()
    };
    list().map_err(|error| Error::from_io("list blobs", &error))
}
