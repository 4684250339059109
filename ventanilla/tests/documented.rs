//! `docs/api.md` says what the program does: every command on it is run, in its order, and must succeed.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::Command;

#[cfg(test)]
#[expect(
    dead_code,
    reason = "what the other tests of the real binary need, and these do not"
)]
#[path = "program/mod.rs"]
mod program;

use program::Place;

/// Where the page says that the State is.
const DOCUMENTED: &str = "http://localhost:8080";

#[test]
fn every_command_of_the_page_on_the_api_does_what_it_says() {
    for tool in ["curl", "jq"] {
        if Command::new(tool).arg("--version").output().is_err() {
            eprintln!("skipped: {tool} is not installed");
            return;
        }
    }
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/api.md");
    let script = commands(&fs::read_to_string(page).unwrap());
    assert!(script.lines().count() > 40, "{script}");
    let folder = tempfile::tempdir().unwrap();
    let place = Place::in_folder(folder.path());
    let _server = place.start().wait_until_ready();
    let script = script.replace(DOCUMENTED, &format!("http://{}", place.address));
    // The page calls the program by its name, and lets it find its data in `./data`.
    let programs = folder.path().join("bin");
    fs::create_dir(&programs).unwrap();
    symlink(
        env!("CARGO_BIN_EXE_ventanilla"),
        programs.join("ventanilla"),
    )
    .unwrap();
    let path = std::env::var("PATH").unwrap_or_default();
    let ran = Command::new("sh")
        .args(["-eux", "-c", &script])
        .env("PATH", format!("{}:{path}", programs.display()))
        .current_dir(folder.path())
        .output()
        .unwrap();
    assert!(
        ran.status.success(),
        "{}\n{}",
        String::from_utf8_lossy(&ran.stdout),
        String::from_utf8_lossy(&ran.stderr)
    );
}

/// What stands in the page's blocks of shell commands.
fn commands(page: &str) -> String {
    let mut inside = false;
    let mut commands = String::new();
    for line in page.lines() {
        match line {
            "```sh" => inside = true,
            "```" => inside = false,
            line if inside => {
                commands.push_str(line);
                commands.push('\n');
            }
            _ => {}
        }
    }
    commands
}
