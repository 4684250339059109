//! As much of an HTTP/1.1 client as these tests need: one request for each connection, sent as it is.

use std::fmt;
use std::io::{self, Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use serde_json::Value;

/// Beyond this nobody answers any more; it is far more than any request takes.
const WAIT_MAX: Duration = Duration::from_secs(60);
/// Bodies longer than this are cut in messages.
const SHOWN_CHARACTERS_MAX: usize = 2_000;

/// What is asked.
#[derive(Clone)]
pub(crate) struct Request {
    method: &'static str,
    path: String,
    headers: Vec<(&'static str, String)>,
    body: Vec<u8>,
}

/// What was answered, whole.
#[derive(Clone)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

impl Request {
    pub(crate) fn get(path: impl Into<String>) -> Self {
        Self {
            method: "GET",
            path: path.into(),
            headers: Vec::new(),
            body: Vec::new(),
        }
    }

    /// Asks by another method.
    pub(crate) fn by(self, method: &'static str) -> Self {
        Self { method, ..self }
    }

    /// Posts JSON.
    pub(crate) fn post(path: impl Into<String>, body: &Value) -> Self {
        Self::with_body(path, "application/json", body.to_string())
    }

    /// Posts anything.
    pub(crate) fn with_body(
        path: impl Into<String>,
        content_type: &str,
        body: impl Into<Vec<u8>>,
    ) -> Self {
        Self {
            body: body.into(),
            ..Self::get(path)
        }
        .by("POST")
        .header("Content-Type", content_type)
    }

    /// Sets a header, in place of one of the same name.
    pub(crate) fn header(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.retain(|(known, _)| *known != name);
        self.headers.push((name, value.into()));
        self
    }

    pub(crate) fn bearer(self, token: &str) -> Self {
        self.header("Authorization", format!("Bearer {token}"))
    }

    /// Asks and waits for the answer. An error means that the answer was not seen.
    pub(crate) fn ask(&self, address: SocketAddr) -> io::Result<Answer> {
        let stream = self.send(address)?;
        receive(stream)
    }

    /// Asks, and leaves the answer to be read by [`receive`].
    pub(crate) fn send(&self, address: SocketAddr) -> io::Result<TcpStream> {
        let mut stream = TcpStream::connect_timeout(&address, WAIT_MAX)?;
        stream.set_read_timeout(Some(WAIT_MAX))?;
        stream.set_write_timeout(Some(WAIT_MAX))?;
        let mut head = format!(
            "{} {} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n",
            self.method, self.path
        );
        for (name, value) in &self.headers {
            head += &format!("{name}: {value}\r\n");
        }
        head += &format!("Content-Length: {}\r\n\r\n", self.body.len());
        // A server that has heard enough may answer and close before everything is sent: what it said
        // is there to be read all the same.
        let _ = stream
            .write_all(head.as_bytes())
            .and_then(|()| stream.write_all(&self.body));
        Ok(stream)
    }
}

/// Reads the answer. One that is cut short was not seen.
pub(crate) fn receive(mut stream: TcpStream) -> io::Result<Answer> {
    let mut bytes = Vec::new();
    let ended = stream.read_to_end(&mut bytes);
    let whole = Answer::parse(&bytes);
    match ended {
        // What came before the line broke may be all there was to say.
        Err(error) => whole.ok_or(error),
        Ok(_) => whole.ok_or_else(|| io::ErrorKind::UnexpectedEof.into()),
    }
}

impl Answer {
    /// The answer, or none if something of it is missing.
    fn parse(bytes: &[u8]) -> Option<Self> {
        const END: &[u8] = b"\r\n\r\n";
        let head_length = bytes.windows(END.len()).position(|four| four == END)?;
        let (head, body) = bytes.split_at(head_length);
        let head = std::str::from_utf8(head).ok()?;
        let (first, rest) = head.split_once("\r\n")?;
        let answer = Self {
            status: first.split(' ').nth(1)?.parse().ok()?,
            headers: rest
                .lines()
                .filter_map(|line| line.split_once(": "))
                .map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned()))
                .collect(),
            body: body.get(END.len()..)?.to_vec(),
        };
        let length: usize = answer.header("content-length").parse().ok()?;
        (answer.body.len() >= length).then_some(answer)
    }

    /// A header's first value; nothing when it is not there.
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers(name).next().unwrap_or_default()
    }

    /// Every value of a header.
    pub(crate) fn headers(&self, name: &str) -> impl Iterator<Item = &str> {
        self.headers
            .iter()
            .filter(move |(found, _)| found == name)
            .map(|(_, value)| value.as_str())
    }

    /// The body as text.
    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The body as JSON; null when it is none.
    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_default()
    }
}

impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path: String = self.path.chars().take(SHOWN_CHARACTERS_MAX).collect();
        write!(f, "{} {path}", self.method)
    }
}

impl fmt::Debug for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Of a page, what it says.
        let text = self.text();
        let told = text
            .split_once("<main")
            .map_or(text.as_str(), |(_, main)| main);
        let text: String = told.chars().take(SHOWN_CHARACTERS_MAX).collect();
        write!(f, "{} {:?} {text}", self.status, self.headers)
    }
}
