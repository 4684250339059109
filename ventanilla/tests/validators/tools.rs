//! The tools: found, run, and what they said. A tool that is missing is named once.

use std::ffi::OsStr;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Once;

/// A tool that is not ours.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Tool {
    /// Certificates, revocation lists and signatures, by OpenSSL.
    Openssl,
    /// Signatures of PDF, by poppler.
    Pdfsig,
    /// Signatures of PDF, by pyHanko, which also looks for revocations where certificates say.
    PyHanko,
    /// The structure of PDF, by qpdf.
    Qpdf,
    /// PDF/A and PDF/UA, by veraPDF.
    VeraPdf,
}

/// What a tool came to.
#[derive(Debug)]
pub(crate) struct Verdict {
    /// Whether it ended well.
    pub(crate) accepted: bool,
    /// What it said.
    pub(crate) words: String,
}

impl Tool {
    /// Runs it to its end; none, said in one line, where it is not installed.
    pub(crate) fn judge<A: AsRef<OsStr>>(
        self,
        arguments: impl IntoIterator<Item = A>,
    ) -> Option<Verdict> {
        let ran = Command::new(self.program()).args(arguments).output();
        match ran {
            Ok(output) => {
                let words = [output.stdout, output.stderr].concat();
                Some(Verdict {
                    accepted: output.status.success(),
                    words: String::from_utf8_lossy(&words).into_owned(),
                })
            }
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                self.say_missing();
                None
            }
            Err(error) => panic!("{self:?}: {error}"),
        }
    }

    fn say_missing(self) {
        static SAID: [Once; 5] = [const { Once::new() }; 5];
        SAID[self as usize].call_once(|| {
            // Straight to the terminal: what a passing test prints is not shown.
            let _ = writeln!(
                std::io::stderr(),
                "skipped: {self:?} is not installed; `cargo xtask test` brings it where it may"
            );
        });
    }

    fn program(self) -> PathBuf {
        match self {
            Self::Openssl => "openssl".into(),
            Self::Pdfsig => "pdfsig".into(),
            Self::PyHanko => ours("python/bin/pyhanko"),
            Self::Qpdf => "qpdf".into(),
            Self::VeraPdf => ours("verapdf"),
        }
    }
}

impl Verdict {
    /// Stops unless the tool ended well and said this.
    #[track_caller]
    pub(crate) fn expect(&self, of: &str, words: &str) {
        assert!(
            self.accepted && self.words.contains(words),
            "{of}: {}",
            self.words
        );
    }
}

/// Where `cargo xtask test` puts what the system's package manager does not have.
fn ours(path: &str) -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR"))
        .with_file_name("tools")
        .join(path)
}
