//! The program under measurement: started, asked, stopped.

use std::fs;
use std::net::{SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context as _, bail};

use crate::cluster::Cluster;
use crate::http::{self, Answer, Connection};

const READY_MAX: Duration = Duration::from_secs(60);

/// Where the State is kept.
pub(crate) enum Database<'a> {
    Sqlite,
    Postgres(&'a Cluster),
}

impl Database<'_> {
    pub(crate) fn name(&self) -> &'static str {
        match self {
            Self::Sqlite => "SQLite",
            Self::Postgres(_) => "PostgreSQL",
        }
    }
}

/// A State that can be served, stopped, and served again.
pub(crate) struct Place {
    program: PathBuf,
    data: tempfile::TempDir,
    database: Option<String>,
    address: SocketAddr,
}

impl Place {
    /// An empty place. On PostgreSQL the database `bench` is made anew.
    pub(crate) fn empty(program: &Path, database: &Database<'_>) -> anyhow::Result<Self> {
        let database = match database {
            Database::Sqlite => None,
            Database::Postgres(cluster) => {
                cluster.create("bench", None)?;
                Some(cluster.address("bench"))
            }
        };
        Ok(Self {
            program: program.to_owned(),
            data: tempfile::tempdir()?,
            database,
            address: TcpListener::bind("127.0.0.1:0")?.local_addr()?,
        })
    }

    pub(crate) fn data(&self) -> &Path {
        self.data.path()
    }

    pub(crate) fn serve(&self) -> anyhow::Result<Server> {
        let began = Instant::now();
        let log = fs::File::create(self.data.path().join("log"))?;
        let child = self
            .command("serve")
            .args(["--demo", "--listen", &self.address.to_string()])
            .env("RUST_LOG", "warn")
            .stdout(Stdio::null())
            .stderr(log)
            .spawn()
            .context("the program cannot be started")?;
        let mut server = Server {
            child,
            address: self.address,
            ready_after: Duration::ZERO,
        };
        while !server.answers() {
            if began.elapsed() > READY_MAX {
                bail!("the program does not answer");
            }
            std::thread::sleep(Duration::from_millis(2));
        }
        server.ready_after = began.elapsed();
        Ok(server)
    }

    /// A bearer token for an account of the demonstration.
    pub(crate) fn token(&self, account: &str) -> anyhow::Result<String> {
        let output = self
            .command("token")
            .args(["--account", account])
            .output()?;
        if !output.status.success() {
            bail!("{}", String::from_utf8_lossy(&output.stderr));
        }
        Ok(String::from_utf8(output.stdout)?.trim().to_owned())
    }

    fn command(&self, word: &str) -> Command {
        let mut command = Command::new(&self.program);
        command.arg(word).arg("--data").arg(self.data.path());
        if let Some(database) = &self.database {
            command.args(["--database", database]);
        }
        command
    }
}

/// A program that serves. Dropped without [`Server::stop`] it is killed.
pub(crate) struct Server {
    child: Child,
    pub(crate) address: SocketAddr,
    /// From its start to its first answer.
    pub(crate) ready_after: Duration,
}

impl Server {
    fn answers(&self) -> bool {
        std::net::TcpStream::connect(self.address).is_ok()
            && self.get("/readyz").is_ok_and(|answer| answer.status == 200)
    }

    /// One request on a connection of its own.
    pub(crate) fn ask(&self, request: &[u8]) -> anyhow::Result<Answer> {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()?;
        runtime.block_on(async { Connection::open(self.address).await?.ask(request).await })
    }

    pub(crate) fn get(&self, path: &str) -> anyhow::Result<Answer> {
        self.ask(&http::get(path, &[]))
    }

    /// A figure of the metrics page.
    pub(crate) fn metric(&self, name: &str) -> anyhow::Result<u64> {
        let text = String::from_utf8(self.get("/metrics")?.body)?;
        let line = text
            .lines()
            .find_map(|line| line.strip_prefix(name)?.strip_prefix(' '))
            .with_context(|| format!("/metrics has no {name}"))?;
        Ok(line.trim().parse()?)
    }

    /// Memory in use, MiB: now, and at most since the start.
    pub(crate) fn memory_mib(&self) -> anyhow::Result<(u64, u64)> {
        let status = fs::read_to_string(format!("/proc/{}/status", self.child.id()))?;
        let field = |name: &str| -> Option<u64> {
            let line = status.lines().find(|line| line.starts_with(name))?;
            line.split_whitespace().nth(1)?.parse().ok()
        };
        let now = field("VmRSS:").context("no VmRSS")?;
        let most = field("VmHWM:").context("no VmHWM")?;
        Ok((now / 1_024, most / 1_024))
    }

    /// Asks it to end, and waits until it has.
    pub(crate) fn stop(mut self) -> anyhow::Result<()> {
        let pid = self.child.id().to_string();
        Command::new("kill").args(["-TERM", &pid]).status()?;
        self.child.wait()?;
        Ok(())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
