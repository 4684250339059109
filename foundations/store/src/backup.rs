//! A copy of the embedded database while it serves.

use std::fs::{self, OpenOptions};
use std::path::Path;

use crate::blobs::sync_folder;
use crate::db::Sql;
use crate::sqlite::Access;
use crate::{Database, Error, Store, params};

impl Store {
    /// Writes a copy of the embedded database to a new file, as it is at one moment, while others read
    /// and write. The file appears under its name only when it is whole and on the disk.
    ///
    /// Copy the blobs afterwards with [`Blobs::copy_to`](crate::Blobs::copy_to). For PostgreSQL use
    /// [`dump`](crate::dump) or its own tools.
    ///
    /// # Errors
    /// [`Error::Misuse`] on PostgreSQL or if the file exists; [`Error::Full`] and [`Error::Io`] of the disk.
    pub fn backup_to(&self, path: &Path) -> Result<(), Error> {
        if !matches!(self.config().database, Database::Sqlite(_)) {
            return Err(Error::Misuse(
                "only the embedded database is copied as a file; use a dump",
            ));
        }
        if path.exists() {
            return Err(Error::Misuse("the file of a backup exists already"));
        }
        let part = path.with_extension("part");
        let written = self.write_copy(&part, path);
        if written.is_err() {
            // A part of a copy is of no use; that it cannot be removed changes nothing.
            let _ = fs::remove_file(&part);
        }
        written
    }

    fn write_copy(&self, part: &Path, path: &Path) -> Result<(), Error> {
        let text = part
            .to_str()
            .ok_or(Error::Misuse("the path of a backup is not UTF-8"))?;
        // SQLite fills an empty file; made here first, it can be read by its owner only.
        let mut options = OpenOptions::new();
        options.write(true).create(true).truncate(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let file = options
            .open(part)
            .map_err(|error| Error::from_io("make the backup", &error))?;
        let mut connection = self.connect(Access::Write)?;
        connection.exec_text(
            Sql {
                name: "backup",
                text: "vacuum into $1",
            },
            params![text],
        )?;
        file.sync_all()
            .map_err(|error| Error::from_io("sync the backup", &error))?;
        fs::rename(part, path).map_err(|error| Error::from_io("name the backup", &error))?;
        let folder = path
            .parent()
            .filter(|folder| !folder.as_os_str().is_empty());
        sync_folder(folder.unwrap_or(Path::new(".")))
    }
}
