//! One private PostgreSQL cluster for each process of tests.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use ::postgres::{Client, NoTls};

use super::POSTGRES_VARIABLE;
use crate::Error;

/// How long the server may take until it accepts connections.
const START_MAX: Duration = Duration::from_secs(60);

/// Users to run the server as when the tests run as root, which PostgreSQL refuses.
const USERS: [&str; 2] = ["postgres", "nobody"];

/// Runs the server until its own input ends, which happens when the process of the tests does, then
/// stops it by its id and removes the folder. `$1` is the folder of the programs, `$2` the cluster's.
const SCRIPT: &str = r#"
"$1/postgres" -D "$2/data" -k "$2" -c listen_addresses='' -c max_connections=300 -c shared_buffers=32MB \
    -c fsync=off -c full_page_writes=off -c log_min_messages=fatal >"$2/log" 2>&1 </dev/null &
server=$!
read -r _
kill -INT "$server"
wait "$server"
rm -rf "$2"
"#;

pub(super) struct Cluster {
    folder: PathBuf,
    databases: AtomicU32,
    /// Holds the input of the script open.
    _script: Child,
}

impl Cluster {
    /// The cluster, started at the first call; none, said once, if that cannot be done.
    #[expect(
        clippy::panic,
        reason = "asked for by the variable, a missing PostgreSQL must fail the tests"
    )]
    pub(super) fn of_this_process() -> Option<&'static Self> {
        static CLUSTER: OnceLock<Option<Cluster>> = OnceLock::new();
        let start = || match Self::start() {
            Ok(cluster) => Some(cluster),
            Err(why) if std::env::var(POSTGRES_VARIABLE).is_ok_and(|value| value == "required") => {
                panic!("PostgreSQL is required for these tests: {why}")
            }
            Err(why) => {
                // Straight to the terminal: what a passing test prints is not shown.
                let _ = writeln!(std::io::stderr(), "PostgreSQL is skipped: {why}");
                None
            }
        };
        CLUSTER.get_or_init(start).as_ref()
    }

    fn start() -> Result<Self, String> {
        let programs = programs().ok_or("its programs initdb and postgres were not found")?;
        let folder =
            std::env::temp_dir().join(format!("ventanilla-pg-{}", uuid::Uuid::now_v7().simple()));
        std::fs::create_dir(&folder).map_err(|error| format!("no folder for it: {error}"))?;
        let user = other_user();
        if let Some(user) = user {
            give(&folder, user)?;
        }
        let made = as_user(user, &programs.join("initdb"))
            .arg("--pgdata")
            .arg(folder.join("data"))
            .args([
                "--auth=trust",
                "--username=ventanilla",
                "--no-sync",
                "--encoding=UTF8",
                "--no-locale",
            ])
            .current_dir(&folder)
            .output()
            .map_err(|error| format!("initdb cannot be run: {error}"))?;
        if !made.status.success() {
            return Err(format!(
                "initdb failed: {}",
                String::from_utf8_lossy(&made.stderr).trim()
            ));
        }
        let script = as_user(user, Path::new("sh"))
            .args(["-c", SCRIPT, "sh"])
            .arg(&programs)
            .arg(&folder)
            .current_dir(&folder)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|error| format!("the server cannot be run: {error}"))?;
        let cluster = Self {
            folder,
            databases: AtomicU32::new(0),
            _script: script,
        };
        cluster.wait_until_ready()?;
        Ok(cluster)
    }

    fn wait_until_ready(&self) -> Result<(), String> {
        let begun = Instant::now();
        loop {
            match Client::connect(&self.connection("postgres"), NoTls) {
                Ok(_) => return Ok(()),
                Err(error) if begun.elapsed() > START_MAX => {
                    return Err(format!("it did not start: {error}"));
                }
                Err(_) => std::thread::sleep(Duration::from_millis(20)),
            }
        }
    }

    fn connection(&self, database: &str) -> String {
        format!(
            "host={} user=ventanilla dbname={database}",
            self.folder.display()
        )
    }

    /// Makes an empty database and returns how to connect to it.
    pub(super) fn fresh_database(&self) -> Result<String, Error> {
        let unavailable = |error: ::postgres::Error| Error::Unavailable(error.to_string());
        let name = format!("test_{}", self.databases.fetch_add(1, Ordering::Relaxed));
        let mut client =
            Client::connect(&self.connection("postgres"), NoTls).map_err(unavailable)?;
        client
            .batch_execute(&format!("create database {name}"))
            .map_err(unavailable)?;
        Ok(self.connection(&name))
    }

    /// Gives the room of a database back. That it stays until the cluster ends would do no harm.
    pub(super) fn drop_database(&self, connection: &str) {
        if let Some((_, name)) = connection.rsplit_once("dbname=")
            && let Ok(mut client) = Client::connect(&self.connection("postgres"), NoTls)
        {
            let _ = client.batch_execute(&format!("drop database if exists {name} with (force)"));
        }
    }
}

/// The folder with the programs: from the search path, or the newest where Debian puts them.
fn programs() -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let mut folders: Vec<PathBuf> = std::env::split_paths(&path).collect();
    if let Ok(versions) = std::fs::read_dir("/usr/lib/postgresql") {
        let mut versions: Vec<PathBuf> = versions.flatten().map(|entry| entry.path()).collect();
        versions.sort_by_key(|path| {
            path.file_name()
                .and_then(|name| name.to_str()?.parse::<u32>().ok())
        });
        folders.extend(versions.iter().rev().map(|version| version.join("bin")));
    }
    folders
        .into_iter()
        .find(|folder| folder.join("initdb").is_file() && folder.join("postgres").is_file())
}

/// Somebody else to run the server, if we are root.
fn other_user() -> Option<&'static str> {
    (id(&["-u"])? == 0).then(|| USERS.into_iter().find(|user| id(&["-u", user]).is_some()))?
}

fn id(arguments: &[&str]) -> Option<u32> {
    let output = Command::new("id")
        .args(arguments)
        .stderr(Stdio::null())
        .output()
        .ok()?;
    String::from_utf8(output.stdout).ok()?.trim().parse().ok()
}

#[cfg(unix)]
fn give(folder: &Path, user: &str) -> Result<(), String> {
    std::os::unix::fs::chown(folder, id(&["-u", user]), id(&["-g", user]))
        .map_err(|error| format!("its folder cannot be given to {user}: {error}"))
}

#[cfg(not(unix))]
fn give(_: &Path, _: &str) -> Result<(), String> {
    Ok(())
}

fn as_user(user: Option<&str>, program: &Path) -> Command {
    let Some(user) = user else {
        return Command::new(program);
    };
    let mut command = Command::new("runuser");
    command.args(["-u", user, "--"]).arg(program);
    command
}
