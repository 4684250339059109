//! Somebody with a browser: cookies, forms, files.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::net::SocketAddr;

use crate::answers::expect_way;
use crate::program::http::{Answer, Request};

/// Between the parts of a form with a file.
const BOUNDARY: &str = "----lapacho";

/// A browser. A clone is the same browser as it was at that moment.
#[derive(Clone)]
pub(crate) struct Visitor {
    address: SocketAddr,
    cookies: BTreeMap<String, String>,
}

impl Visitor {
    /// A browser that was never here.
    pub(crate) fn new(address: SocketAddr) -> Self {
        Self {
            address,
            cookies: BTreeMap::new(),
        }
    }

    /// A browser on which a demonstration account is signed in.
    pub(crate) fn signed_in(address: SocketAddr, login: &str) -> Self {
        let mut visitor = Self::new(address);
        visitor.sign_in(login);
        visitor
    }

    /// Signs in.
    #[track_caller]
    pub(crate) fn sign_in(&mut self, login: &str) {
        let password = format!("demostracion-{login}");
        let answer = self.post("/ingresar", &[("cuenta", login), ("clave", &password)]);
        expect_way(&answer);
    }

    /// What the browser sends for an address.
    pub(crate) fn request(&self, path: &str) -> Request {
        self.dress(Request::get(path))
    }

    /// What the browser sends for a form.
    pub(crate) fn form(&self, path: &str, fields: &[(&str, &str)]) -> Request {
        let body: Vec<String> = fields
            .iter()
            .map(|(name, value)| format!("{}={}", encoded(name), encoded(value)))
            .collect();
        self.raw_form(path, body.join("&"))
    }

    /// What the browser sends for a form whose body is written already.
    pub(crate) fn raw_form(&self, path: &str, body: impl Into<Vec<u8>>) -> Request {
        let kind = "application/x-www-form-urlencoded";
        self.dress(Request::with_body(path, kind, body))
            .header("Sec-Fetch-Site", "same-origin")
    }

    /// What the browser sends for fields with a file: its name, type and bytes. All of them are empty
    /// when none was chosen.
    pub(crate) fn parts(
        &self,
        path: &str,
        fields: &[(&str, &str)],
        (name, kind, bytes): (&str, &str, &[u8]),
    ) -> Request {
        let head = fields.iter().fold(String::new(), |body, (name, value)| {
            let value = value.replace('\n', "\r\n");
            format!("{body}--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
        });
        let mut body = format!(
            "{head}--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"archivo\"; filename=\"{name}\"\r\n\
             Content-Type: {kind}\r\n\r\n"
        )
        .into_bytes();
        body.extend_from_slice(bytes);
        body.extend_from_slice(format!("\r\n--{BOUNDARY}--\r\n").as_bytes());
        let kind = format!("multipart/form-data; boundary={BOUNDARY}");
        self.dress(Request::with_body(path, &kind, body))
            .header("Sec-Fetch-Site", "same-origin")
    }

    /// What a script of our own page would send.
    pub(crate) fn json(&self, path: &str, body: &str) -> Request {
        self.dress(Request::with_body(path, "application/json", body))
            .header("Sec-Fetch-Site", "same-origin")
    }

    /// What the browser sends for a form with a file.
    pub(crate) fn file(&self, path: &str, name: &str, kind: &str, bytes: &[u8]) -> Request {
        self.parts(path, &[], (name, kind, bytes))
    }

    fn dress(&self, request: Request) -> Request {
        let request = request.header("Accept-Language", "es");
        if self.cookies.is_empty() {
            return request;
        }
        let cookies: Vec<String> = self
            .cookies
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        request.header("Cookie", cookies.join("; "))
    }

    /// Asks and remembers the cookies of the answer.
    #[track_caller]
    pub(crate) fn ask(&mut self, request: &Request) -> Answer {
        let answer = request.ask(self.address).unwrap();
        for line in answer.headers("set-cookie") {
            let (pair, attributes) = line.split_once(';').unwrap();
            let (name, value) = pair.split_once('=').unwrap();
            if attributes.contains("Max-Age=0;") {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
        answer
    }

    /// Opens an address.
    #[track_caller]
    pub(crate) fn get(&mut self, path: &str) -> Answer {
        self.ask(&self.request(path))
    }

    /// Sends a form.
    #[track_caller]
    pub(crate) fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        self.ask(&self.form(path, fields))
    }

    /// Gives a file.
    #[track_caller]
    pub(crate) fn give(&mut self, path: &str, name: &str, kind: &str, bytes: &[u8]) -> Answer {
        self.ask(&self.file(path, name, kind, bytes))
    }

    /// Sends the same request from several tabs at the same moment.
    pub(crate) fn at_once(&self, request: &Request, tabs: usize) -> Vec<Answer> {
        std::thread::scope(|scope| {
            let asked: Vec<_> = (0..tabs)
                .map(|_| scope.spawn(|| request.ask(self.address).unwrap()))
                .collect();
            asked.into_iter().map(|tab| tab.join().unwrap()).collect()
        })
    }

    /// The value of a cookie.
    pub(crate) fn cookie(&self, name: &str) -> Option<&str> {
        self.cookies.get(name).map(String::as_str)
    }

    /// Puts a cookie into the browser.
    pub(crate) fn set_cookie(&mut self, name: &str, value: &str) {
        self.cookies.insert(name.to_owned(), value.to_owned());
    }
}

/// A text as forms send it.
pub(crate) fn encoded(text: &str) -> String {
    text.bytes().fold(String::new(), |mut out, byte| {
        if byte.is_ascii_alphanumeric() || b"-._".contains(&byte) {
            out.push(char::from(byte));
        } else {
            write!(out, "%{byte:02X}").unwrap();
        }
        out
    })
}
