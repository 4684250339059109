//! The papers that people have at home.

use std::fs;
use std::path::PathBuf;

/// As much of a picture as the first look at a file asks for.
pub(crate) const PNG: &[u8] = b"\x89PNG\r\n\x1a\n1234";

/// Papers in a folder of their own, which goes away with them.
pub(crate) struct Papers(tempfile::TempDir);

impl Papers {
    pub(crate) fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    pub(crate) fn file(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let file = self.0.path().join(name);
        fs::write(&file, bytes).unwrap();
        file
    }
}
