//! The house rules that a machine can see: who may use whom, how long a file may be, what never enters the lock file.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, bail};

use crate::checklists;

/// A file past this has grown past its name. The rule of thumb is 400; what lies between is for the reviewer.
const FILE_LINES_MAX: usize = 500;
/// Areas in the order in which they may know each other: each knows only those before it.
const AREAS: &[&str] = &[
    "identity",
    "services",
    "registries",
    "notices",
    "payments",
    "cases",
];
/// Rooms that no other foundation may use: whoever needs them pays for them.
const LEAVES: &[&str] = &["pdf", "pki"];
/// Crates that must not come in again, with the reason.
const BANNED: &[(&str, &str)] = &[
    ("openssl-sys", "one provider of cryptography: aws-lc"),
    ("sqlx-core", "pins another SQLite"),
    ("diesel", "our statements are SQL"),
];

/// Checks the rules and names every breach.
pub(crate) fn run() -> anyhow::Result<()> {
    let mut breaches = Vec::new();
    let root = root()?;
    check_file_lengths(&root, &mut breaches)?;
    check_dependencies(&root, &mut breaches)?;
    check_banned(&root, &mut breaches)?;
    checklists::follow(&root, &mut breaches)?;
    for breach in &breaches {
        println!("tidy: {breach}");
    }
    if breaches.is_empty() {
        Ok(())
    } else {
        bail!("the house is not tidy: {} breaches", breaches.len())
    }
}

fn root() -> anyhow::Result<PathBuf> {
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR"));
    Ok(manifest
        .parent()
        .context("xtask lies in the workspace")?
        .to_owned())
}

fn check_file_lengths(root: &Path, breaches: &mut Vec<String>) -> anyhow::Result<()> {
    let listed = Command::new("git")
        .args(["ls-files", "*.rs"])
        .current_dir(root)
        .output()
        .context("git ls-files")?;
    for name in String::from_utf8_lossy(&listed.stdout).lines() {
        let Ok(text) = fs::read_to_string(root.join(name)) else {
            continue;
        };
        let lines = text
            .lines()
            .take_while(|line| *line != "#[cfg(test)]")
            .count();
        if lines > FILE_LINES_MAX {
            breaches.push(format!(
                "{name} has {lines} lines before its tests; split it by noun"
            ));
        }
    }
    Ok(())
}

/// The rooms each room's manifest names under `[dependencies]`.
fn rooms(root: &Path, floor: &str) -> anyhow::Result<BTreeMap<String, Vec<String>>> {
    let mut rooms = BTreeMap::new();
    for entry in fs::read_dir(root.join(floor))? {
        let path = entry?.path();
        let Some(name) = path
            .file_name()
            .and_then(|name| name.to_str())
            .map(ToOwned::to_owned)
        else {
            continue;
        };
        let manifest = fs::read_to_string(path.join("Cargo.toml"))?;
        let dependencies = manifest.split("[dependencies]").nth(1).unwrap_or_default();
        let dependencies = dependencies.split("\n[").next().unwrap_or_default();
        let names = dependencies
            .lines()
            .filter_map(|line| line.split(['.', ' ', '=']).next())
            .map(ToOwned::to_owned);
        rooms.insert(name, names.collect());
    }
    Ok(rooms)
}

fn check_dependencies(root: &Path, breaches: &mut Vec<String>) -> anyhow::Result<()> {
    let foundations = rooms(root, "foundations")?;
    for (room, uses) in &foundations {
        for used in uses {
            if AREAS.contains(&used.as_str()) {
                breaches.push(format!(
                    "the foundation {room} uses the area {used}: a room may not use a floor above"
                ));
            }
            if LEAVES.contains(&used.as_str()) {
                breaches.push(format!(
                    "the foundation {room} uses {used}, which is a leaf"
                ));
            }
        }
    }
    for (room, uses) in &rooms(root, "areas")? {
        let Some(place) = AREAS.iter().position(|area| area == room) else {
            breaches.push(format!(
                "the area {room} has no place in the order of areas"
            ));
            continue;
        };
        for used in uses {
            if AREAS
                .iter()
                .position(|area| area == used)
                .is_some_and(|other| other >= place)
            {
                breaches.push(format!("the area {room} uses {used}, which comes after it"));
            }
        }
    }
    Ok(())
}

fn check_banned(root: &Path, breaches: &mut Vec<String>) -> anyhow::Result<()> {
    let lock = fs::read_to_string(root.join("Cargo.lock"))?;
    for (name, reason) in BANNED {
        if lock.contains(&format!("name = \"{name}\"\n")) {
            breaches.push(format!("the crate {name} has come in: {reason}"));
        }
    }
    Ok(())
}
