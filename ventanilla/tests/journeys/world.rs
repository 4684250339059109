//! What the journeys share: one demonstration State and one chromedriver, stopped when nobody needs them.

use std::ffi::OsStr;
use std::io::Write as _;
use std::net::{SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex, Once, Weak};
use std::time::{Duration, Instant};

use tempfile::TempDir;

use crate::program::{Place, Server, free_address};

/// Names under which Chromium is installed.
const BROWSERS: &[&str] = &["chromium", "chromium-browser", "google-chrome"];
const DRIVER: &str = "chromedriver";
/// How long the driver may take to listen on a machine that has much else to do.
const DRIVER_START_MAX: Duration = Duration::from_secs(60);

/// The one that is running, as long as a journey holds it.
static RUNNING: Mutex<Weak<World>> = Mutex::new(Weak::new());

/// A running State and the driver of browsers.
pub(crate) struct World {
    driver: Child,
    driver_address: SocketAddr,
    browser: PathBuf,
    place: Place,
    _server: Server,
    _folder: TempDir,
}

impl World {
    /// The running one, or a new one; none where there is no browser, which is said once.
    pub(crate) fn open() -> Option<Arc<Self>> {
        let mut running = RUNNING
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        if let Some(world) = running.upgrade() {
            return Some(world);
        }
        let Some(browser) = BROWSERS.iter().find_map(|name| in_path(name)) else {
            say_skipped("chromium");
            return None;
        };
        let Some(driver) = in_path(DRIVER) else {
            say_skipped(DRIVER);
            return None;
        };
        let world = Arc::new(Self::start(browser, &driver));
        *running = Arc::downgrade(&world);
        Some(world)
    }

    fn start(browser: PathBuf, driver: &Path) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let place = Place::in_folder(folder.path());
        let server = place.start();
        let driver_address = free_address();
        let mut driver = Command::new(driver)
            .arg(format!("--port={}", driver_address.port()))
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        wait_until_listening(driver_address, &mut driver);
        Self {
            driver,
            driver_address,
            browser,
            _server: server.wait_until_ready(),
            place,
            _folder: folder,
        }
    }

    /// Where the State is reached.
    pub(crate) fn address(&self) -> SocketAddr {
        self.place.address
    }

    /// Where the driver is reached.
    pub(crate) fn driver_address(&self) -> SocketAddr {
        self.driver_address
    }

    /// The browser's program.
    pub(crate) fn browser(&self) -> &Path {
        &self.browser
    }
}

impl Drop for World {
    fn drop(&mut self) {
        // Already ended is fine.
        let _ = self.driver.kill();
        let _ = self.driver.wait();
    }
}

fn wait_until_listening(address: SocketAddr, driver: &mut Child) {
    let begun = Instant::now();
    while TcpStream::connect(address).is_err() {
        let ended = driver.try_wait().unwrap();
        assert!(ended.is_none(), "chromedriver ended by itself: {ended:?}");
        assert!(
            begun.elapsed() < DRIVER_START_MAX,
            "chromedriver does not start"
        );
        std::thread::sleep(Duration::from_millis(20));
    }
}

fn in_path(program: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path)
        .map(|folder| folder.join(OsStr::new(program)))
        .find(|file| file.is_file())
}

fn say_skipped(missing: &str) {
    static SAID: Once = Once::new();
    SAID.call_once(|| {
        say(&format!(
            "skipped: journeys in a real browser, because {missing} is missing"
        ));
    });
}

/// Straight to the terminal: what a passing test prints is not shown.
pub(crate) fn say(line: &str) {
    let _ = writeln!(std::io::stderr(), "{line}");
}

/// The folder of what is left for people to look at.
pub(crate) fn artefacts() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../artefacts")
}
