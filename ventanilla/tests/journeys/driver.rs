//! A session of WebDriver, as much of it as the journeys need: they speak the DevTools protocol through
//! it, over plain HTTP to a driver on this machine.

use std::io::{self, BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use serde_json::{Value, json};

/// How long one command may take; axe on a long page takes some seconds.
const ANSWER_MAX: Duration = Duration::from_secs(60);
const LENGTH: &str = "content-length";

/// A browser that the driver started, ended when dropped.
pub(crate) struct Session {
    driver: SocketAddr,
    path: String,
}

impl Session {
    /// Starts a browser as it is wanted.
    pub(crate) fn open(driver: SocketAddr, wanted: &Value) -> Self {
        let wanted = json!({ "capabilities": { "alwaysMatch": wanted } });
        let begun = post(driver, "/session", &wanted)
            .unwrap_or_else(|error| panic!("the browser does not start: {error}"));
        Self {
            driver,
            path: format!("/session/{}", begun["sessionId"].as_str().unwrap()),
        }
    }

    /// Sends a command of the DevTools protocol to the tab.
    pub(crate) fn command(&self, method: &str, parameters: &Value) -> Result<Value, String> {
        let path = format!("{}/goog/cdp/execute", self.path);
        post(
            self.driver,
            &path,
            &json!({ "cmd": method, "params": parameters }),
        )
    }

    /// What a log gathered since it was last asked: levels and messages.
    pub(crate) fn log(&self, kind: &str) -> Vec<(String, String)> {
        let path = format!("{}/se/log", self.path);
        let lines = post(self.driver, &path, &json!({ "type": kind })).unwrap();
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        lines
            .as_array()
            .unwrap()
            .iter()
            .map(|line| (text(&line["level"]), text(&line["message"])))
            .collect()
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        // Already gone is fine.
        let _ = ask(self.driver, "DELETE", &self.path, "");
    }
}

/// What the driver answers, or what it says against it.
fn post(driver: SocketAddr, path: &str, body: &Value) -> Result<Value, String> {
    let mut value =
        ask(driver, "POST", path, &body.to_string()).map_err(|error| error.to_string())?;
    let value = value["value"].take();
    match value.get("error") {
        Some(_) if value.get("stacktrace").is_some() => Err(value["message"].to_string()),
        _ => Ok(value),
    }
}

/// One request. The driver leaves the connection open, so that only the length says where its answer ends.
fn ask(driver: SocketAddr, method: &str, path: &str, body: &str) -> io::Result<Value> {
    let stream = TcpStream::connect(driver)?;
    stream.set_read_timeout(Some(ANSWER_MAX))?;
    let request = format!(
        "{method} {path} HTTP/1.1\r\nHost: {driver}\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    );
    (&stream).write_all(request.as_bytes())?;
    let mut answer = BufReader::new(stream);
    let mut length = 0;
    loop {
        let mut line = String::new();
        answer.read_line(&mut line)?;
        match line.trim().split_once(':') {
            Some((name, value)) if name.eq_ignore_ascii_case(LENGTH) => {
                length = value.trim().parse().map_err(io::Error::other)?;
            }
            _ if line.trim().is_empty() => break,
            _ => {}
        }
    }
    let mut body = vec![0; length];
    answer.read_exact(&mut body)?;
    Ok(serde_json::from_slice(&body)?)
}
