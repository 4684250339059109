//! A private PostgreSQL as an installation would have it: every commit reaches the disk.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context as _, bail};
use postgres::{Client, NoTls};

/// PostgreSQL refuses to run as root; its package brings this user.
const USER: &str = "postgres";
const START_MAX: Duration = Duration::from_secs(60);

/// A running cluster; it ends with this value.
pub(crate) struct Cluster {
    folder: tempfile::TempDir,
    server: Child,
}

impl Cluster {
    /// Makes and starts one; none if the programs are not there.
    pub(crate) fn start() -> anyhow::Result<Option<Self>> {
        let Some(programs) = programs() else {
            return Ok(None);
        };
        let folder = tempfile::tempdir()?;
        run(Command::new("chown").arg(USER).arg(folder.path()))?;
        run(as_user(&programs.join("initdb"))
            .args(["--auth=trust", "--encoding=UTF8", "--no-locale", "--pgdata"])
            .arg(folder.path().join("data")))?;
        let server = as_user(&programs.join("postgres"))
            .arg("-D")
            .arg(folder.path().join("data"))
            .arg("-k")
            .arg(folder.path())
            .args([
                "-c",
                "listen_addresses=",
                "-c",
                "shared_buffers=256MB",
                "-c",
                "max_wal_size=4GB",
            ])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .context("PostgreSQL cannot be started")?;
        let cluster = Self { folder, server };
        let begun = Instant::now();
        while cluster.connect(USER).is_err() {
            if begun.elapsed() > START_MAX {
                bail!("PostgreSQL does not answer");
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        Ok(Some(cluster))
    }

    /// Makes a database, empty or as a copy of another that nobody is connected to.
    pub(crate) fn create(&self, name: &str, template: Option<&str>) -> anyhow::Result<()> {
        let template =
            template.map_or_else(String::new, |template| format!(" template {template}"));
        let mut client = self.connect(USER)?;
        client.batch_execute(&format!("drop database if exists {name} with (force)"))?;
        client.batch_execute(&format!("create database {name}{template}"))?;
        Ok(())
    }

    /// How to connect to a database.
    pub(crate) fn address(&self, database: &str) -> String {
        format!(
            "host={} user={USER} dbname={database}",
            self.folder.path().display()
        )
    }

    pub(crate) fn connect(&self, database: &str) -> anyhow::Result<Client> {
        Ok(Client::connect(&self.address(database), NoTls)?)
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        // INT to the server itself, not to the command in front of it: connections are ended, data kept.
        let pid = std::fs::read_to_string(self.folder.path().join("data/postmaster.pid"));
        if let Some(pid) = pid.ok().as_deref().and_then(|text| text.lines().next()) {
            let _ = Command::new("kill").args(["-INT", pid]).status();
        }
        let _ = self.server.wait();
    }
}

fn programs() -> Option<PathBuf> {
    let versions = std::fs::read_dir("/usr/lib/postgresql").ok()?;
    let folders = versions.flatten().map(|version| version.path().join("bin"));
    folders
        .filter(|folder| folder.join("initdb").is_file() && folder.join("postgres").is_file())
        .max()
}

fn as_user(program: &Path) -> Command {
    let mut command = Command::new("runuser");
    command.args(["-u", USER, "--"]).arg(program);
    command
}

fn run(command: &mut Command) -> anyhow::Result<()> {
    let output = command.output()?;
    if !output.status.success() {
        bail!("{command:?}: {}", String::from_utf8_lossy(&output.stderr));
    }
    Ok(())
}
