//! As much of HTTP/1.1 as a client under load needs: a request made once, an answer read to its end.

use std::net::SocketAddr;

use anyhow::{Context as _, bail};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

/// Longer answers than any of ours.
const ANSWER_BYTES_MAX: usize = 4 * 1024 * 1024;

/// A connection that is kept open.
pub(crate) struct Connection {
    stream: TcpStream,
    buffer: Vec<u8>,
}

/// An answer.
#[derive(Debug, Clone)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) head: String,
    pub(crate) body: Vec<u8>,
}

impl Connection {
    pub(crate) async fn open(address: SocketAddr) -> anyhow::Result<Self> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        Ok(Self {
            stream,
            buffer: Vec::with_capacity(64 * 1024),
        })
    }

    /// Sends a request and reads its answer; only the status is kept.
    pub(crate) async fn ask_status(&mut self, request: &[u8]) -> anyhow::Result<u16> {
        let (head, _) = self.exchange(request).await?;
        status(self.buffer.get(..head).unwrap_or_default())
    }

    /// Sends a request and reads its answer.
    pub(crate) async fn ask(&mut self, request: &[u8]) -> anyhow::Result<Answer> {
        let (head, all) = self.exchange(request).await?;
        let head_bytes = self.buffer.get(..head).unwrap_or_default();
        Ok(Answer {
            status: status(head_bytes)?,
            head: String::from_utf8_lossy(head_bytes).into_owned(),
            body: self.buffer.get(head..all).unwrap_or_default().to_vec(),
        })
    }

    /// Where the head ends and where the answer ends, in the buffer.
    async fn exchange(&mut self, request: &[u8]) -> anyhow::Result<(usize, usize)> {
        self.stream.write_all(request).await?;
        self.buffer.clear();
        loop {
            if self.stream.read_buf(&mut self.buffer).await? == 0 {
                bail!("the connection was closed in the middle of an answer");
            }
            if let Some(head) = end_of_head(&self.buffer) {
                let length = content_length(self.buffer.get(..head).unwrap_or_default())?;
                let all = head + length;
                while self.buffer.len() < all {
                    if self.stream.read_buf(&mut self.buffer).await? == 0 {
                        bail!("the connection was closed in the middle of a body");
                    }
                }
                return Ok((head, all));
            }
            if self.buffer.len() > ANSWER_BYTES_MAX {
                bail!("an answer without end");
            }
        }
    }
}

fn end_of_head(bytes: &[u8]) -> Option<usize> {
    bytes
        .windows(4)
        .position(|window| window == b"\r\n\r\n")
        .map(|at| at + 4)
}

fn status(head: &[u8]) -> anyhow::Result<u16> {
    let text = head.get(9..12).context("an answer without a status")?;
    Ok(std::str::from_utf8(text)?.parse()?)
}

fn content_length(head: &[u8]) -> anyhow::Result<usize> {
    let head = std::str::from_utf8(head)?;
    for line in head.lines() {
        if let Some((name, value)) = line.split_once(':')
            && name.eq_ignore_ascii_case("content-length")
        {
            return Ok(value.trim().parse()?);
        }
    }
    // 204 and 304 have none; nothing else of ours comes without.
    Ok(0)
}

/// A request without a body.
pub(crate) fn get(path: &str, headers: &[(&str, &str)]) -> Vec<u8> {
    request("GET", path, headers, "")
}

/// A request with a JSON body.
pub(crate) fn post(path: &str, headers: &[(&str, &str)], body: &str) -> Vec<u8> {
    let length = body.len().to_string();
    let mut all = vec![
        ("content-type", "application/json"),
        ("content-length", length.as_str()),
    ];
    all.extend_from_slice(headers);
    request("POST", path, &all, body)
}

fn request(method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Vec<u8> {
    let mut text = format!("{method} {path} HTTP/1.1\r\nhost: localhost\r\n");
    for (name, value) in headers {
        text.push_str(name);
        text.push_str(": ");
        text.push_str(value);
        text.push_str("\r\n");
    }
    text.push_str("\r\n");
    text.push_str(body);
    text.into_bytes()
}
