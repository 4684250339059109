//! The rules of accessibility that a machine can check, by axe-core.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use serde_json::Value;

use crate::page::Tab;
use crate::world::say;

/// Where `cargo xtask prepare` puts it, under the folder where cargo builds.
const PLACE: &str = "tools/axe/axe.min.js";
/// WCAG 2.2 A and AA, and what axe's authors recommend beside them.
const TAGS: &[&str] = &[
    "wcag2a",
    "wcag2aa",
    "wcag21a",
    "wcag21aa",
    "wcag22aa",
    "best-practice",
];

/// What axe finds wrong with the page of a tab as it is now, one line for each place.
pub(crate) fn violations(tab: &Tab) -> Vec<String> {
    let Some(axe) = source() else {
        return Vec::new();
    };
    let tags = serde_json::to_string(TAGS).unwrap();
    let run = format!(
        r"{axe};
        axe.run(document, {{ runOnly: {{ type: 'tag', values: {tags} }}, preload: false, resultTypes: ['violations'] }})
            .then((found) => found.violations.flatMap((violation) => violation.nodes.map((node) =>
                `${{violation.id}}: ${{violation.help}}: ${{node.html.slice(0, 200)}} (${{node.failureSummary}})`)))"
    );
    let found: Value = tab.with_scripts(|| tab.evaluate_later(&run));
    found
        .as_array()
        .unwrap()
        .iter()
        .map(|line| line.as_str().unwrap().to_owned())
        .collect()
}

/// Whether pages are judged by it.
pub(crate) fn is_there() -> bool {
    source().is_some()
}

/// The program; none, said once, where it was not fetched.
fn source() -> Option<&'static str> {
    static SOURCE: OnceLock<Option<String>> = OnceLock::new();
    SOURCE
        .get_or_init(|| {
            let found = std::fs::read_to_string(place()).ok();
            if found.is_none() {
                say("skipped: axe on every page, because it was not fetched (cargo xtask prepare)");
            }
            found
        })
        .as_deref()
}

fn place() -> PathBuf {
    // Cargo gives each test program a folder directly under the one where it builds.
    Path::new(env!("CARGO_TARGET_TMPDIR"))
        .parent()
        .unwrap()
        .join(PLACE)
}
