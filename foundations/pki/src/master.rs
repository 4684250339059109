//! The one secret an operator keeps outside the database.
//!
//! Private keys rest in the database sealed with AES-256-GCM under this key, each bound to its name, so
//! that a stolen copy of the database signs nothing and two keys cannot be swapped for one another.

use std::fmt;
use std::fs::{self, File, OpenOptions};
use std::io::{ErrorKind, Read, Write};
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

use aws_lc_rs::aead::{AES_256_GCM, Aad, NONCE_LEN, Nonce, RandomizedNonceKey};
use aws_lc_rs::hkdf::{HKDF_SHA256, Salt};
use aws_lc_rs::rand;
use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use zeroize::{Zeroize, Zeroizing};

use crate::error::{Error, MasterKeyProblem};

/// The length of the key, in bytes: AES-256.
const KEY_BYTES: usize = 32;

/// The longest file read as a master key: the 44 characters of base64 and some blank space.
const FILE_BYTES_MAX: u64 = 256;

/// The key under which every private key of this installation is sealed.
///
/// It prints nothing about itself, cannot be cloned, and is erased from memory when dropped.
pub struct MasterKey([u8; KEY_BYTES]);

impl fmt::Debug for MasterKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("MasterKey")
    }
}

impl Drop for MasterKey {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

impl MasterKey {
    /// Reads the key from `path`, and makes one there, of mode 0600, when the file does not exist.
    ///
    /// The file appears whole or not at all, and never replaces another: of two processes that start at
    /// once, both end with the key of the first.
    ///
    /// # Errors
    /// [`Error::MasterKeyFile`] when others may read the file, when it does not hold 32 bytes in base64,
    /// or when the file system refuses.
    pub fn load_or_create(path: &Path) -> Result<Self, Error> {
        match fs::symlink_metadata(path) {
            Err(error) if error.kind() == ErrorKind::NotFound => {
                create(path).map_err(|problem| problem_with(path, problem))?;
            }
            Err(error) => return Err(problem_with(path, error.into())),
            Ok(_) => {}
        }
        Self::load(path)
    }

    /// Reads the key from a file that must exist and that nobody else may read.
    ///
    /// # Errors
    /// As [`MasterKey::load_or_create`].
    pub fn load(path: &Path) -> Result<Self, Error> {
        let text = read_private(path).map_err(|problem| problem_with(path, problem))?;
        Self::from_base64(&text).map_err(|_| problem_with(path, MasterKeyProblem::Malformed))
    }

    /// Takes the key as base64, as it comes from the environment.
    ///
    /// # Errors
    /// [`Error::MasterKeyMalformed`] unless the text is 32 bytes in standard base64.
    pub fn from_base64(text: &str) -> Result<Self, Error> {
        let bytes = BASE64.decode(text.trim()).map(Zeroizing::new);
        let bytes = bytes.map_err(|_| Error::MasterKeyMalformed)?;
        let key = <[u8; KEY_BYTES]>::try_from(bytes.as_slice());
        key.map(Self).map_err(|_| Error::MasterKeyMalformed)
    }

    /// A key of 32 bytes for another purpose (cookies, callbacks), by HKDF-SHA-256 (RFC 5869): whoever
    /// learns it learns neither the master key nor the key of another purpose.
    ///
    /// # Errors
    /// [`Error::Cryptography`] when the provider refuses, which it does not for this length.
    pub fn derive(&self, purpose: &str) -> Result<[u8; KEY_BYTES], Error> {
        let mut key = [0; KEY_BYTES];
        let extracted = Salt::new(HKDF_SHA256, b"ventanilla").extract(&self.0);
        extracted
            .expand(&[purpose.as_bytes()], HKDF_SHA256)?
            .fill(&mut key)?;
        Ok(key)
    }

    /// Seals a secret under a name: nonce, then ciphertext and tag.
    pub(crate) fn seal(&self, name: &str, secret: &[u8]) -> Result<Vec<u8>, Error> {
        let cipher = RandomizedNonceKey::new(&AES_256_GCM, &self.0)?;
        let mut buffer = secret.to_vec();
        let nonce = cipher.seal_in_place_append_tag(Aad::from(name.as_bytes()), &mut buffer)?;
        Ok([nonce.as_ref().as_slice(), &buffer].concat())
    }

    /// Opens what [`MasterKey::seal`] sealed under the same name.
    ///
    /// # Errors
    /// [`Error::WrongMasterKey`] for another key, another name or changed bytes: they cannot be told apart.
    pub(crate) fn open(&self, name: &str, sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, Error> {
        let (nonce, ciphertext) = sealed
            .split_first_chunk::<NONCE_LEN>()
            .ok_or(Error::WrongMasterKey)?;
        let cipher = RandomizedNonceKey::new(&AES_256_GCM, &self.0)?;
        let mut buffer = Zeroizing::new(ciphertext.to_vec());
        let aad = Aad::from(name.as_bytes());
        let length = cipher
            .open_in_place(Nonce::assume_unique_for_key(*nonce), aad, &mut buffer)
            .map_err(|_| Error::WrongMasterKey)?
            .len();
        buffer.truncate(length);
        Ok(buffer)
    }
}

fn problem_with(path: &Path, problem: MasterKeyProblem) -> Error {
    Error::MasterKeyFile {
        path: path.to_path_buf(),
        problem,
    }
}

/// Reads a small file, refusing one that group or others may touch.
fn read_private(path: &Path) -> Result<Zeroizing<String>, MasterKeyProblem> {
    let file = File::open(path)?;
    // The permissions of the file that is open, not of whatever stands at the path by now.
    if file.metadata()?.permissions().mode() & 0o077 != 0 {
        return Err(MasterKeyProblem::Exposed);
    }
    let mut text = Zeroizing::new(String::new());
    match file.take(FILE_BYTES_MAX).read_to_string(&mut text) {
        Ok(_) => Ok(text),
        Err(error) if error.kind() == ErrorKind::InvalidData => Err(MasterKeyProblem::Malformed),
        Err(error) => Err(error.into()),
    }
}

/// Writes a fresh key beside `path`, makes it durable, and gives it its name only if that is still free.
fn create(path: &Path) -> Result<(), MasterKeyProblem> {
    let mut key = Zeroizing::new([0_u8; KEY_BYTES]);
    let mut tag = [0_u8; 8];
    let random = rand::fill(key.as_mut_slice()).and_then(|()| rand::fill(&mut tag));
    random.map_err(|_| std::io::Error::other("no randomness"))?;
    let text = Zeroizing::new(format!("{}\n", BASE64.encode(key.as_slice())));

    let folder = match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    };
    fs::create_dir_all(folder)?;
    let draft: PathBuf = folder.join(format!(".master-key-{:016x}", u64::from_be_bytes(tag)));
    let mut file = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(&draft)?;
    let written = file
        .write_all(text.as_bytes())
        .and_then(|()| file.sync_all())
        // A hard link, unlike a rename, does not replace a key that another process has just made.
        .and_then(|()| match fs::hard_link(&draft, path) {
            Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(()),
            other => other,
        });
    fs::remove_file(&draft)?;
    written?;
    File::open(folder)?.sync_all()?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder() -> tempfile::TempDir {
        tempfile::tempdir().unwrap()
    }

    #[test]
    fn a_key_is_made_once_and_read_again() {
        let folder = folder();
        let path = folder.path().join("deeper/master.key");
        let first = MasterKey::load_or_create(&path).unwrap();
        let sealed = first.seal("raiz", b"secret").unwrap();
        let again = MasterKey::load_or_create(&path).unwrap();
        assert_eq!(again.open("raiz", &sealed).unwrap().as_slice(), b"secret");
        assert_eq!(
            fs::metadata(&path).unwrap().permissions().mode() & 0o777,
            0o600
        );
        // Nothing else is left beside it.
        assert_eq!(fs::read_dir(path.parent().unwrap()).unwrap().count(), 1);
    }

    #[test]
    fn a_file_others_can_read_is_refused() {
        let folder = folder();
        let path = folder.path().join("master.key");
        MasterKey::load_or_create(&path).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
        let error = MasterKey::load_or_create(&path).unwrap_err();
        assert!(
            error
                .to_string()
                .ends_with("can be read by others: give it mode 0600"),
            "{error}"
        );
    }

    #[test]
    fn a_damaged_file_is_refused_and_kept() {
        let folder = folder();
        let path = folder.path().join("master.key");
        MasterKey::load_or_create(&path).unwrap();
        fs::write(&path, [0xff, 0xfe, 0]).unwrap();
        let error = MasterKey::load_or_create(&path).unwrap_err();
        assert!(matches!(
            error,
            Error::MasterKeyFile {
                problem: MasterKeyProblem::Malformed,
                ..
            }
        ));
        assert_eq!(fs::read(&path).unwrap(), [0xff, 0xfe, 0]);
    }

    #[test]
    fn a_sealed_secret_opens_only_with_its_key_and_name() {
        let key = MasterKey::from_base64(&BASE64.encode([7; 32])).unwrap();
        let other = MasterKey::from_base64(&BASE64.encode([8; 32])).unwrap();
        let sealed = key.seal("emisora", b"secret").unwrap();
        assert!(matches!(
            key.open("raiz", &sealed),
            Err(Error::WrongMasterKey)
        ));
        assert!(matches!(
            other.open("emisora", &sealed),
            Err(Error::WrongMasterKey)
        ));
        assert!(matches!(
            key.open("emisora", &sealed[..5]),
            Err(Error::WrongMasterKey)
        ));
        assert_ne!(sealed, key.seal("emisora", b"secret").unwrap());
    }

    #[test]
    fn it_prints_nothing() {
        let key = MasterKey::from_base64(&BASE64.encode([7; 32])).unwrap();
        assert_eq!(format!("{key:?}"), "MasterKey");
        assert!(matches!(
            MasterKey::from_base64("c2hvcnQ="),
            Err(Error::MasterKeyMalformed)
        ));
    }
}
