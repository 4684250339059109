//! Every route of the program, read from the source: no list to forget.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Where routers are made.
const ROOMS: [&str; 2] = ["../areas", "src"];
/// How a router is given a route.
const ROUTE: &str = ".route(";

/// The paths of every route, with their parameters in braces.
pub(crate) fn paths() -> BTreeSet<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let sources: Vec<String> = ROOMS
        .iter()
        .flat_map(|room| sources(&root.join(room)))
        .map(|file| fs::read_to_string(file).unwrap())
        .collect();
    let all = sources.concat();
    all.match_indices(ROUTE)
        .map(|(at, _)| path_at(all[at + ROUTE.len()..].trim_start(), &all))
        .collect()
}

/// The path that a route begins with: a text, or the name of a constant.
fn path_at(argument: &str, all: &str) -> String {
    if let Some(text) = argument.strip_prefix('"') {
        return text.split_once('"').unwrap().0.to_owned();
    }
    let (name, _) = argument.split_once(',').unwrap();
    let constant = format!("const {name}: &str = \"");
    let (_, text) = all
        .split_once(&constant)
        .unwrap_or_else(|| panic!("the path of the route {name} is not found"));
    text.split_once('"').unwrap().0.to_owned()
}

/// The Rust files of a folder, but not those that are only for tests.
fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() && path.file_name().is_some_and(|name| name != "tests") {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|kind| kind == "rs") {
            found.push(path);
        }
    }
    found
}

#[test]
fn the_source_names_routes() {
    let paths = paths();
    assert!(paths.len() > 40, "{paths:?}");
    for known in ["/", "/pagos/aviso", "/borradores/{id}/{section}"] {
        assert!(paths.contains(known), "{known} is not among {paths:?}");
    }
}
