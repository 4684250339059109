//! The real binary: started, killed, and asked for its other commands. Shared by the tests that speak
//! HTTP with it.

pub(crate) mod http;

use std::ffi::OsStr;
use std::fs::{self, File};
use std::hash::{BuildHasher as _, RandomState};
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

use http::Request;

/// How long a start may take on a machine that has much else to do.
const START_MAX: Duration = Duration::from_secs(120);
/// How long an end may take on such a machine.
const END_MAX: Duration = Duration::from_secs(60);
/// Ports to try. They lie below those that the system gives to clients: a client that knocks while
/// the server is down could otherwise be given the server's own port and meet itself.
const PORTS: std::ops::Range<u64> = 20_000..32_000;
/// More applications in a minute than any test files, so that no limit stands in its way.
const FILINGS_PER_MINUTE: &str = "10000000";

/// Where one State lives: its data folder, its database, its address.
pub(crate) struct Place {
    pub(crate) data: PathBuf,
    pub(crate) database: Option<String>,
    pub(crate) address: SocketAddr,
}

/// The server, killed when dropped.
pub(crate) struct Server {
    child: Child,
    log: PathBuf,
    address: SocketAddr,
}

impl Place {
    /// A place for the embedded database, in a folder of its own.
    pub(crate) fn in_folder(folder: &Path) -> Self {
        Self {
            data: folder.join("data"),
            database: None,
            address: free_address(),
        }
    }

    /// Which database it is, for messages.
    pub(crate) fn name(&self) -> &'static str {
        if self.database.is_some() {
            "PostgreSQL"
        } else {
            "SQLite"
        }
    }

    /// Starts the server and returns at once.
    pub(crate) fn start(&self) -> Server {
        // A place on a disk of its own keeps its log outside it.
        let log = std::env::temp_dir().join(format!("ventanilla-test-{}.log", self.address.port()));
        let child = self
            .command("serve")
            .args(["--demo", "--filings-per-minute", FILINGS_PER_MINUTE])
            .args(["--listen", &self.address.to_string()])
            .stdout(Stdio::null())
            .stderr(File::create(&log).unwrap())
            .spawn()
            .unwrap();
        Server {
            child,
            log,
            address: self.address,
        }
    }

    /// Runs another command to its end.
    pub(crate) fn run(&self, command: &str, arguments: &[&OsStr]) -> Output {
        self.command(command).args(arguments).output().unwrap()
    }

    /// Runs another command, which must succeed, and returns what it printed.
    pub(crate) fn run_well(&self, command: &str, arguments: &[&OsStr]) -> String {
        let output = self.run(command, arguments);
        assert!(
            output.status.success(),
            "{command} on {}: {output:?}",
            self.name()
        );
        String::from_utf8(output.stdout).unwrap()
    }

    /// A bearer token of a demonstration account.
    pub(crate) fn token(&self, account: &str) -> String {
        self.run_well("token", &["--account".as_ref(), account.as_ref()])
            .trim()
            .to_owned()
    }

    fn command(&self, word: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_ventanilla"));
        for variable in [
            "VENTANILLA_DATA",
            "VENTANILLA_DATABASE",
            "VENTANILLA_CONFIG",
            "VENTANILLA_MASTER_KEY",
            "RUST_LOG",
        ] {
            command.env_remove(variable);
        }
        command
            .stdin(Stdio::null())
            .arg(word)
            .arg("--data")
            .arg(&self.data);
        if let Some(database) = &self.database {
            command.arg("--database").arg(database);
        }
        command
    }
}

impl Server {
    /// Waits until it answers.
    pub(crate) fn wait_until_ready(mut self) -> Self {
        let begun = Instant::now();
        while !Request::get("/api/v1/services")
            .ask(self.address)
            .is_ok_and(|answer| answer.status == 200)
        {
            self.expect_alive();
            assert!(
                begun.elapsed() < START_MAX,
                "it does not start: {}",
                self.words()
            );
            std::thread::sleep(Duration::from_millis(10));
        }
        self
    }

    /// Takes the program away without a word of warning (SIGKILL), as long as it has not ended by
    /// itself, and returns what it had said until then.
    pub(crate) fn kill(mut self) -> String {
        self.expect_alive();
        self.child.kill().unwrap();
        self.child.wait().unwrap();
        let words = self.words();
        assert!(!words.contains("panicked"), "{words}");
        words
    }

    /// Asks the program to end (SIGTERM), and waits until it has done so in good order.
    pub(crate) fn end(mut self) {
        let pid = self.child.id().to_string();
        let asked = Command::new("kill").args(["-TERM", &pid]).status().unwrap();
        assert!(asked.success());
        let begun = Instant::now();
        while self.child.try_wait().unwrap().is_none() {
            assert!(
                begun.elapsed() < END_MAX,
                "it does not end: {}",
                self.words()
            );
            std::thread::sleep(Duration::from_millis(10));
        }
        let status = self.child.wait().unwrap();
        assert!(status.success(), "{status}: {}", self.words());
    }

    fn expect_alive(&mut self) {
        let ended = self.child.try_wait().unwrap();
        assert!(
            ended.is_none(),
            "it ended by itself: {ended:?}, {}",
            self.words()
        );
    }

    fn words(&self) -> String {
        fs::read_to_string(&self.log).unwrap_or_default()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Already ended is fine.
        let _ = self.child.kill();
        let _ = self.child.wait();
        if !std::thread::panicking() {
            let _ = fs::remove_file(&self.log);
        }
    }
}

/// An address of this machine that nobody listens on.
pub(crate) fn free_address() -> SocketAddr {
    let random = RandomState::new();
    (0_u64..)
        .map(|count| PORTS.start + random.hash_one(count) % (PORTS.end - PORTS.start))
        .map(|port| SocketAddr::from((Ipv4Addr::LOCALHOST, u16::try_from(port).unwrap())))
        .find(|address| TcpListener::bind(address).is_ok())
        .unwrap()
}
