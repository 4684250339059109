//! `ventanilla import`: what an export of a whole State holds, in an empty place, on either database.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context as _, bail};

use super::restore::{expect_empty, put_back};
use crate::cli::Import;
use crate::house::{MASTER_KEY_FILE, MASTER_KEY_VARIABLE, make_private_folder};

/// Takes the key from whoever keeps it, then puts everything in and recomputes the whole ledger.
pub(crate) fn run(import: &Import) -> anyhow::Result<ExitCode> {
    expect_empty(&import.place)?;
    take_key(import.master_key.as_deref(), &import.place.data)?;
    println!("{}", put_back(&import.from, &import.place)?);
    Ok(ExitCode::SUCCESS)
}

/// The State's own keys came sealed under the master key: without it nothing could be signed again.
fn take_key(given: Option<&Path>, data: &Path) -> anyhow::Result<()> {
    let Some(given) = given else {
        if std::env::var_os(MASTER_KEY_VARIABLE).is_some() {
            return Ok(());
        }
        bail!(
            "an export holds no key: give the State's master key by --master-key FILE or {MASTER_KEY_VARIABLE}"
        );
    };
    make_private_folder(data)?;
    let kept = data.join(MASTER_KEY_FILE);
    fs::copy(given, &kept)
        .with_context(|| format!("the master key {} cannot be taken", given.display()))?;
    // It may come from a place without modes; here only its owner reads it.
    fs::set_permissions(&kept, fs::Permissions::from_mode(0o600))?;
    Ok(())
}
