//! nginx with one answer: what a machine gives when nothing has to be thought about.

use std::fs;
use std::net::{SocketAddr, TcpListener};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use anyhow::Context as _;

use crate::http::Answer;

/// An nginx that serves one answer under `/ficha`.
pub(crate) struct Webserver {
    child: Child,
    pub(crate) address: SocketAddr,
    _folder: tempfile::TempDir,
}

/// Headers that nginx writes by itself.
const ITS_OWN: [&str; 5] = [
    "content-length",
    "date",
    "connection",
    "etag",
    "content-type",
];

impl Webserver {
    /// Starts it with the very bytes and headers of an answer of ours; none if nginx is not there.
    pub(crate) fn with(answer: &Answer) -> anyhow::Result<Option<Self>> {
        let folder = tempfile::tempdir()?;
        let here = folder.path().display();
        fs::write(folder.path().join("ficha"), &answer.body)?;
        // Its workers change to another user, who must be able to read.
        Command::new("chmod")
            .args(["-R", "a+rX"])
            .arg(folder.path())
            .status()?;
        let address = TcpListener::bind("127.0.0.1:0")?.local_addr()?;
        let headers: String = answer
            .head
            .lines()
            .filter_map(|line| line.split_once(": "))
            .filter(|(name, _)| !ITS_OWN.contains(name))
            .map(|(name, value)| format!("add_header {name} '{}';\n", value.replace('\'', "\\'")))
            .collect();
        let settings = format!(
            "daemon off; pid {here}/pid; error_log {here}/error; worker_processes auto;
             events {{ worker_connections 1024; }}
             http {{ access_log off; sendfile on; tcp_nopush on; keepalive_requests 1000000000;
               open_file_cache max=100; default_type 'text/html; charset=utf-8';
               server {{ listen {address}; root {here}; {headers} }} }}"
        );
        let file = folder.path().join("nginx.conf");
        fs::write(&file, settings)?;
        let started = Command::new("nginx")
            .arg("-c")
            .arg(&file)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn();
        let child = match started {
            Ok(child) => child,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(error).context("nginx cannot be started"),
        };
        let server = Self {
            child,
            address,
            _folder: folder,
        };
        while std::net::TcpStream::connect(address).is_err() {
            std::thread::sleep(Duration::from_millis(10));
        }
        Ok(Some(server))
    }
}

impl Drop for Webserver {
    fn drop(&mut self) {
        let pid = self.child.id().to_string();
        let _ = Command::new("kill").args(["-QUIT", &pid]).status();
        let _ = self.child.wait();
    }
}
