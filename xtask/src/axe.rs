//! axe-core, by which the journeys judge every page: put under `target/tools/axe`, where they look for it
//! (`ventanilla/tests/journeys/axe.rs`).

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Context as _;

use crate::validators::{STAMP, is_current, quietly};

/// A package that holds axe-core 4.12.1 in one file and nothing else that we run. pip refuses any other
/// bytes than these.
const REQUIREMENT: &str = "axe-playwright-python==0.1.8 \
     --hash=sha256:fdd263c998388f1a8e67cad02677e612d946248bd44d163be5e8650ea31f95f8\n";
/// Where the package keeps it.
const PROGRAM: &str = "axe_playwright_python/axe.min.js";

/// Fetches it with the pip of our own Python.
pub(crate) fn prepare(tools: &Path, python: &Path) -> anyhow::Result<()> {
    let folder = tools.join("axe");
    if is_current(&folder, REQUIREMENT) {
        return Ok(());
    }
    println!("installing: axe-core under {}", folder.display());
    let package = folder.join("package");
    fs::create_dir_all(&package).context("the folder for it cannot be made")?;
    let requirement = folder.join("requirement.txt");
    fs::write(&requirement, REQUIREMENT)?;
    quietly(
        Command::new(python)
            .args(["-m", "pip", "install", "--disable-pip-version-check"])
            .args(["--no-input", "--no-deps", "--require-hashes", "--upgrade"])
            .args([Path::new("--target"), &package])
            .args([Path::new("--requirement"), &requirement]),
    )?;
    let program: PathBuf = package.join(PROGRAM);
    fs::copy(&program, folder.join("axe.min.js"))
        .with_context(|| format!("{} is not in the package", program.display()))?;
    Ok(fs::write(folder.join(STAMP), REQUIREMENT)?)
}
