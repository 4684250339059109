//! A browser: it keeps its cookies and follows nothing by itself.

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Request, header};
use http_body_util::BodyExt as _;
use tower::ServiceExt as _;

use crate::town::Town;

/// How browsers send forms without files.
const FORM: &str = "application/x-www-form-urlencoded";

pub(crate) struct Browser {
    router: Router,
    cookies: Vec<(String, String)>,
    headers: Vec<(&'static str, String)>,
    runtime: tokio::runtime::Runtime,
}

pub(crate) struct Answer {
    pub(crate) status: u16,
    /// Where it leads, empty when nowhere.
    pub(crate) location: String,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .map_or("", |value| value.to_str().unwrap())
    }
}

/// A file of a form.
pub(crate) struct File<'a> {
    pub(crate) name: &'a str,
    pub(crate) bytes: &'a [u8],
}

impl Browser {
    pub(crate) fn new(town: &Town) -> Self {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build();
        Self {
            router: town.router.clone(),
            cookies: Vec::new(),
            headers: Vec::new(),
            runtime: runtime.unwrap(),
        }
    }

    /// A program that shows the token of an account.
    pub(crate) fn with_token(town: &Town, login: &str) -> Self {
        let token = format!("Bearer {}", town.token(login));
        Self::new(town).with_header("authorization", &token)
    }

    /// Sends a header with everything.
    pub(crate) fn with_header(mut self, name: &'static str, value: &str) -> Self {
        self.headers.push((name, value.to_owned()));
        self
    }

    /// The same browser when whoever was signed in no longer is.
    pub(crate) fn signed_out(mut self) -> Self {
        self.headers.retain(|(name, _)| *name != "authorization");
        self
    }

    pub(crate) fn get(&mut self, path: &str) -> Answer {
        self.ask("GET", path, "", Vec::new())
    }

    pub(crate) fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        self.ask("POST", path, FORM, encode_all(fields))
    }

    /// Sends several forms at the same moment, as from several tabs.
    pub(crate) fn post_at_once(&self, posts: &[(&str, &[(&str, &str)])]) -> Vec<u16> {
        self.runtime.block_on(async {
            let sent: Vec<_> = posts
                .iter()
                .map(|(path, fields)| self.request("POST", path, FORM, encode_all(fields)))
                .map(|request| tokio::spawn(self.router.clone().oneshot(request)))
                .collect();
            let mut statuses = Vec::new();
            for answer in sent {
                statuses.push(answer.await.unwrap().unwrap().status().as_u16());
            }
            statuses
        })
    }

    pub(crate) fn post_json(&mut self, path: &str, body: &serde_json::Value) -> Answer {
        let body = body.to_string().into_bytes();
        self.ask("POST", path, "application/json", body)
    }

    pub(crate) fn upload(
        &mut self,
        path: &str,
        fields: &[(&str, &str)],
        file: &File<'_>,
    ) -> Answer {
        self.upload_as(path, fields, "archivo", file)
    }

    /// Sends a form with a file chosen in a box of this name.
    pub(crate) fn upload_as(
        &mut self,
        path: &str,
        fields: &[(&str, &str)],
        of: &str,
        file: &File<'_>,
    ) -> Answer {
        let mut body = Vec::new();
        for (name, value) in fields {
            let part = format!(
                "--x\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"
            );
            body.extend_from_slice(part.as_bytes());
        }
        let head = format!(
            "--x\r\nContent-Disposition: form-data; name=\"{of}\"; filename=\"{}\"\r\n\r\n",
            file.name
        );
        body.extend_from_slice(head.as_bytes());
        body.extend_from_slice(file.bytes);
        body.extend_from_slice(b"\r\n--x--\r\n");
        self.ask("POST", path, "multipart/form-data; boundary=x", body)
    }

    fn ask(&mut self, method: &str, path: &str, kind: &str, body: Vec<u8>) -> Answer {
        let request = self.request(method, path, kind, body);
        let site = self.router.clone();
        let (parts, body) = self.runtime.block_on(async {
            let (parts, body) = site.oneshot(request).await.unwrap().into_parts();
            (parts, body.collect().await.unwrap().to_bytes())
        });
        for line in parts.headers.get_all(header::SET_COOKIE) {
            let pair = line.to_str().unwrap().split(';').next().unwrap();
            let (name, value) = pair.split_once('=').unwrap();
            self.cookies.retain(|(known, _)| known != name);
            if !value.is_empty() {
                self.cookies.push((name.to_owned(), value.to_owned()));
            }
        }
        let location = parts.headers.get(header::LOCATION);
        Answer {
            status: parts.status.as_u16(),
            location: location.map_or_else(String::new, |to| to.to_str().unwrap().to_owned()),
            headers: parts.headers.clone(),
            body: body.to_vec(),
        }
    }

    fn request(&self, method: &str, path: &str, kind: &str, body: Vec<u8>) -> Request<Body> {
        let cookies: Vec<String> = self
            .cookies
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        let mut request = Request::builder()
            .method(method)
            .uri(path)
            .header("accept-language", "es")
            .header("sec-fetch-site", "same-origin")
            .header(header::CONTENT_TYPE, kind);
        if !cookies.is_empty() {
            request = request.header(header::COOKIE, cookies.join("; "));
        }
        for (name, value) in &self.headers {
            request = request.header(*name, value);
        }
        request.body(Body::from(body)).unwrap()
    }
}

fn encode_all(fields: &[(&str, &str)]) -> Vec<u8> {
    let pairs = fields
        .iter()
        .map(|(name, value)| format!("{}={}", encode(name), encode(value)));
    pairs.collect::<Vec<_>>().join("&").into_bytes()
}

/// Percent-encodes everything but plain letters and digits.
fn encode(text: &str) -> String {
    let one = |byte: u8| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' => char::from(byte).to_string(),
        _ => format!("%{byte:02X}"),
    };
    text.bytes().map(one).collect()
}
