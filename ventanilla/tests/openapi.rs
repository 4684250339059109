//! The description of the JSON face says what the program does: every path it names is served by the
//! methods it names, and what it promises of a filing holds.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;

/// The real program on a free port, with an empty folder of its own.
struct Program {
    child: Child,
    port: u16,
    _folder: tempfile::TempDir,
}

struct Answer {
    status: u16,
    allow: String,
    body: Value,
}

impl Program {
    fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let port = TcpListener::bind("127.0.0.1:0")
            .unwrap()
            .local_addr()
            .unwrap()
            .port();
        let child = Command::new(env!("CARGO_BIN_EXE_ventanilla"))
            .args([
                "serve",
                "--demo",
                "--listen",
                &format!("127.0.0.1:{port}"),
                "--data",
            ])
            .arg(folder.path())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let program = Self {
            child,
            port,
            _folder: folder,
        };
        let began = Instant::now();
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            assert!(
                began.elapsed() < Duration::from_secs(60),
                "the program did not start"
            );
            std::thread::sleep(Duration::from_millis(50));
        }
        program
    }

    fn ask(&self, method: &str, path: &str, body: &str) -> Answer {
        let mut line = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        let length = body.len();
        write!(
            line,
            "{method} {path} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\ncontent-type: application/json\r\ncontent-length: {length}\r\n\r\n{body}"
        )
        .unwrap();
        let mut reader = BufReader::new(line);
        let mut first = String::new();
        reader.read_line(&mut first).unwrap();
        let mut allow = String::new();
        loop {
            let mut header = String::new();
            reader.read_line(&mut header).unwrap();
            match header.trim_end().split_once(": ") {
                Some((name, value)) if name.eq_ignore_ascii_case("allow") => {
                    value.clone_into(&mut allow)
                }
                Some(_) => {}
                None => break,
            }
        }
        let mut bytes = Vec::new();
        reader.read_to_end(&mut bytes).unwrap();
        let status = first.split(' ').nth(1).unwrap().parse().unwrap();
        Answer {
            status,
            allow,
            body: serde_json::from_slice(&bytes).unwrap_or_default(),
        }
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn what_is_described_is_what_is_served() {
    let program = Program::start();
    let described = program.ask("GET", "/api/openapi.json", "").body;
    assert_eq!(described["openapi"], "3.1.0");
    let paths = described["paths"].as_object().unwrap();
    assert!(paths.len() >= 7, "{}", paths.len());
    for (path, methods) in paths {
        let asked = path
            .replace("{slug}", "x")
            .replace("{number}", "x")
            .replace("{id}", "x");
        // A method that nothing takes is answered with those that are.
        let answer = program.ask("DELETE", &asked, "");
        assert_eq!(answer.status, 405, "{path}");
        for method in methods.as_object().unwrap().keys() {
            assert!(
                answer.allow.contains(&method.to_uppercase()),
                "{method} {path}: {}",
                answer.allow
            );
        }
    }

    let slug = "solicitud-de-informacion-publica";
    let service = program
        .ask("GET", &format!("/api/v1/services/{slug}"), "")
        .body;
    let application = serde_json::json!({ "answers": service["example"] }).to_string();
    let filed = program.ask(
        "POST",
        &format!("/api/v1/services/{slug}/applications"),
        &application,
    );
    assert_eq!(filed.status, 201, "{}", filed.body);
    for member in ["number", "status", "receipt_url", "verification_code"] {
        assert!(filed.body[member].is_string(), "{member}: {}", filed.body);
    }
    let refused = program.ask(
        "POST",
        &format!("/api/v1/services/{slug}/applications"),
        r#"{"answers":{}}"#,
    );
    assert_eq!(
        (refused.status, &refused.body["code"]),
        (422, &Value::from("cases.answers"))
    );
    assert!(!refused.body["errors"].as_array().unwrap().is_empty());
    // A case filed by somebody else does not exist for a stranger.
    let number = filed.body["number"].as_str().unwrap();
    assert_eq!(
        program
            .ask("GET", &format!("/api/v1/cases/{number}"), "")
            .status,
        404
    );
}
