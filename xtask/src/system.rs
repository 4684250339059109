//! What the tests need from the machine: found, installed where we may, or named as missing.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context as _, bail};

/// A program of somebody else's that some tests need.
pub(crate) struct Tool {
    /// Any of these, in the search path, at this very place or as a module of Python, means it is there.
    programs: &'static [&'static str],
    /// The package that brings it on Debian and its kin.
    package: &'static str,
    /// What cannot be tested without it.
    serves: &'static str,
}

const TOOLS: &[Tool] = &[
    Tool {
        programs: &["chromium", "chromium-browser", "google-chrome"],
        package: "chromium",
        serves: "journeys in a real browser",
    },
    Tool {
        programs: &["chromedriver"],
        package: "chromium-driver",
        serves: "journeys in a real browser",
    },
    Tool {
        programs: &["/usr/lib/postgresql", "initdb"],
        package: "postgresql",
        serves: "every test of an area on PostgreSQL",
    },
    Tool {
        programs: &["pdfsig"],
        package: "poppler-utils",
        serves: "the check of seals by poppler",
    },
    Tool {
        programs: &["qpdf"],
        package: "qpdf",
        serves: "the check of PDF structure by qpdf",
    },
    Tool {
        programs: &["openssl"],
        package: "openssl",
        serves: "the check of certificates by openssl",
    },
    Tool {
        programs: &["javac"],
        package: "default-jdk-headless",
        serves: "the check of PDF/A and PDF/UA by veraPDF",
    },
    Tool {
        programs: &["/usr/share/java/jaxb-runtime.jar"],
        package: "libjaxb-java",
        serves: "the check of PDF/A and PDF/UA by veraPDF",
    },
    Tool {
        programs: &["python3 ensurepip"],
        package: "python3-venv",
        serves: "the check of seals by pyHanko",
    },
    Tool {
        programs: &["curl"],
        package: "curl",
        serves: "the commands of docs/api.md",
    },
    Tool {
        programs: &["jq"],
        package: "jq",
        serves: "the commands of docs/api.md",
    },
];

/// Installs what is missing where the system's package manager may be used, and says what stays missing.
pub(crate) fn prepare() {
    let missing: Vec<&Tool> = TOOLS.iter().filter(|tool| !tool.is_there()).collect();
    if !missing.is_empty() && may_install() {
        install(&missing);
    }
    for tool in TOOLS.iter().filter(|tool| !tool.is_there()) {
        println!(
            "skipped: {}, because the package {} is missing",
            tool.serves, tool.package
        );
    }
}

impl Tool {
    fn is_there(&self) -> bool {
        self.programs
            .iter()
            .any(|program| match program.split_once(' ') {
                Some((python, module)) => has_module(python, module),
                None if program.starts_with('/') => Path::new(program).exists(),
                None => in_path(program),
            })
    }
}

fn in_path(program: &str) -> bool {
    std::env::var_os("PATH").is_some_and(|path| {
        std::env::split_paths(&path).any(|folder| folder.join(program).is_file())
    })
}

/// Debian takes some modules out of Python and puts them into packages of their own.
fn has_module(python: &str, module: &str) -> bool {
    Command::new(python)
        .args(["-c", &format!("import {module}")])
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}

fn may_install() -> bool {
    let root = Command::new("id")
        .arg("-u")
        .output()
        .is_ok_and(|output| output.stdout.trim_ascii() == b"0");
    root && in_path("apt-get")
}

fn install(tools: &[&Tool]) {
    let packages: Vec<&str> = tools.iter().map(|tool| tool.package).collect();
    println!("installing: {}", packages.join(" "));
    let quietly = |arguments: &[&str]| {
        let status = Command::new("apt-get")
            .args(arguments)
            .env("DEBIAN_FRONTEND", "noninteractive")
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status();
        status.is_ok_and(|status| status.success())
    };
    let mut arguments = vec!["install", "--yes", "--no-install-recommends"];
    arguments.extend(packages);
    if !quietly(&arguments) {
        // A fresh image has no package lists yet.
        let _ = quietly(&["update"]) && quietly(&arguments);
    }
}

/// Runs a command of ours to its end.
pub(crate) fn run(program: &str, arguments: &[&str]) -> anyhow::Result<()> {
    println!("$ {program} {}", arguments.join(" "));
    let status = Command::new(program)
        .args(arguments)
        .status()
        .with_context(|| format!("{program} could not be started"))?;
    if !status.success() {
        bail!("{program} {} failed", arguments.join(" "));
    }
    Ok(())
}

/// Where cargo builds, as a whole path.
pub(crate) fn target() -> anyhow::Result<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .context("xtask lies in the workspace")?;
    let target = std::env::var_os("CARGO_TARGET_DIR").unwrap_or_else(|| "target".into());
    Ok(root.join(target))
}
