//! The test bank's telephone: one POST over plain HTTP/1.1, without a client library.

use std::io::{Error, ErrorKind, Read, Write};
use std::net::{TcpStream, ToSocketAddrs};
use std::time::Duration;

/// How long the bank waits for each step of a call.
const WAIT: Duration = Duration::from_secs(10);

/// Bytes of an answer that are read: its status is in the first line.
const ANSWER_BYTES_MAX: u64 = 512;

/// Sends a body to `base` + `path` and returns the status of the answer.
///
/// # Errors
/// [`ErrorKind::InvalidInput`] unless `base` is `http://host[:port]`, else what the network says.
pub(super) fn post(
    base: &str,
    path: &str,
    headers: &[(&str, &str)],
    body: &[u8],
) -> Result<u16, Error> {
    let host = base
        .strip_prefix("http://")
        .filter(|host| !host.is_empty() && !host.contains('/'));
    let host = host.ok_or_else(|| {
        Error::new(
            ErrorKind::InvalidInput,
            "the test bank calls plain http addresses only",
        )
    })?;
    let mut stream = connect(host)?;
    let mut head = format!(
        "POST {path} HTTP/1.1\r\nhost: {host}\r\ncontent-type: application/json\r\ncontent-length: {}\r\nconnection: close\r\n",
        body.len()
    );
    for (name, value) in headers {
        head += &format!("{name}: {value}\r\n");
    }
    stream.write_all(format!("{head}\r\n").as_bytes())?;
    stream.write_all(body)?;
    read_status(&mut stream)
}

fn connect(host: &str) -> Result<TcpStream, Error> {
    let has_port = host
        .rsplit_once(':')
        .is_some_and(|(_, port)| port.parse::<u16>().is_ok());
    let address = if has_port {
        host.to_owned()
    } else {
        format!("{host}:80")
    };
    let mut last = Error::from(ErrorKind::AddrNotAvailable);
    for address in address.to_socket_addrs()? {
        match TcpStream::connect_timeout(&address, WAIT) {
            Ok(stream) => {
                stream.set_read_timeout(Some(WAIT))?;
                stream.set_write_timeout(Some(WAIT))?;
                return Ok(stream);
            }
            Err(error) => last = error,
        }
    }
    Err(last)
}

/// The status in the first line: `HTTP/1.1 204 …`.
fn read_status(stream: &mut TcpStream) -> Result<u16, Error> {
    let mut answer = Vec::new();
    let mut limited = stream.take(ANSWER_BYTES_MAX);
    let mut chunk = [0; 128];
    while !answer.contains(&b'\n') {
        let length = limited.read(&mut chunk)?;
        if length == 0 {
            break;
        }
        answer.extend_from_slice(chunk.get(..length).unwrap_or_default());
    }
    let line = answer
        .split(|byte| *byte == b'\n')
        .next()
        .unwrap_or_default();
    let status = std::str::from_utf8(line)
        .ok()
        .and_then(|line| line.split(' ').nth(1))
        .and_then(|word| word.trim().parse().ok());
    status.ok_or_else(|| Error::new(ErrorKind::InvalidData, "the answer is not HTTP"))
}
