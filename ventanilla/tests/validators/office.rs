//! The State at work: applications filed, paid and decided, until their papers are there.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use std::{fmt, fs};

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::program::http::{Answer, Request};
use crate::program::{Place, Server};

/// How long a paper may take on a machine that has much else to do.
const WAIT_MAX: Duration = Duration::from_secs(120);

/// The real program with a State of its own.
pub(crate) struct Office {
    pub(crate) place: Place,
    folder: TempDir,
    tokens: RefCell<BTreeMap<String, String>>,
    _server: Server,
}

/// A PDF of the State, as a person has it.
pub(crate) struct Paper {
    pub(crate) name: &'static str,
    /// The case.
    pub(crate) number: String,
    pub(crate) file: PathBuf,
}

impl fmt::Display for Paper {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.name, self.number)
    }
}

impl Office {
    /// Starts it with the demonstration State.
    pub(crate) fn open() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let place = Place::in_folder(folder.path());
        let server = place.start().wait_until_ready();
        Self {
            place,
            folder,
            tokens: RefCell::default(),
            _server: server,
        }
    }

    /// A folder for papers and certificates.
    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// A certificate that needs no official.
    pub(crate) fn certificate(&self) -> Paper {
        let number = self.file("ana", "certificado-de-nacimiento");
        self.act("ana", number, "certificado")
    }

    /// A licence that was paid, reviewed and granted.
    pub(crate) fn licence(&self) -> Paper {
        let number = self.file("ana", "licencia-de-funcionamiento");
        self.pay("ana", &number);
        self.decide("revisor", &number, &json!({ "result": "conforme" }));
        self.decide("director", &number, &json!({}));
        self.act("ana", number, "licencia")
    }

    /// A licence that was denied, with the reasons and where to appeal.
    pub(crate) fn denial(&self) -> Paper {
        let number = self.file("ana", "licencia-de-funcionamiento");
        self.pay("ana", &number);
        let refused = json!({ "result": "rechazar", "reasons": "El local no tiene salida libre: \"Mborayhu\" <ñ> & co." });
        self.decide("revisor", &number, &refused);
        self.decide("director", &number, &json!({}));
        self.act("ana", number, "denegación")
    }

    /// The answer to a question to the State.
    pub(crate) fn answer(&self) -> Paper {
        let number = self.file("beto", "solicitud-de-informacion-publica");
        let given = json!({ "result": "entregar", "reasons": "Se adjunta el gasto por mes." });
        self.decide("transparencia", &number, &given);
        self.act("beto", number, "respuesta")
    }

    /// What an applicant is given at once, without a seal.
    pub(crate) fn receipt(&self) -> Paper {
        let number = self.file("beto", "solicitud-de-informacion-publica");
        let path = format!("/expedientes/{number}/comprobante.pdf");
        self.paper("comprobante", number, &self.ask("beto", Request::get(path)))
    }

    /// What the State publishes for everybody.
    pub(crate) fn public(&self, path: &str) -> PathBuf {
        let answer = Request::get(path).ask(self.place.address).unwrap();
        assert_eq!(answer.status, 200, "{path}: {answer:?}");
        let file = self
            .folder()
            .join(path.rsplit('/').next().unwrap_or_default());
        fs::write(&file, answer.body).unwrap();
        file
    }

    /// Files the example that the service itself shows.
    fn file(&self, login: &str, slug: &str) -> String {
        let service = self.ask(login, Request::get(format!("/api/v1/services/{slug}")));
        let filing = json!({ "answers": service.json()["example"] });
        let path = format!("/api/v1/services/{slug}/applications");
        let filed = self.ask(login, Request::post(path, &filing));
        assert_eq!(filed.status, 201, "{filed:?}");
        filed.json()["number"].as_str().unwrap().to_owned()
    }

    /// Pays at the test bank, by the links and the form that a browser would follow.
    fn pay(&self, login: &str, number: &str) {
        let page = self.ask(login, Request::get(format!("/expedientes/{number}")));
        let text = page.text();
        let order = after(&text, "href=\"/pagos/");
        let form = |path: String, fields: &str| {
            let kind = "application/x-www-form-urlencoded";
            self.ask(login, Request::with_body(path, kind, fields))
        };
        let at_bank = form(format!("/pagos/{order}/pagar"), "");
        let (charge, terms) = at_bank.header("location").split_once('?').unwrap();
        let paid = form(charge.to_owned(), &format!("{terms}&decision=pagar"));
        assert_eq!(paid.status, 303, "{paid:?}");
    }

    /// Finishes the task of this case that waits for this official.
    fn decide(&self, login: &str, number: &str, decision: &Value) {
        let task = self.wait(&format!("a task of {login} in {number}"), || {
            let listed = self.ask(login, Request::get("/api/v1/tasks")).json();
            let of_case = listed["tasks"]
                .as_array()?
                .iter()
                .find(|task| task["case"] == number)?;
            Some(of_case["id"].as_str()?.to_owned())
        });
        let path = format!("/api/v1/tasks/{task}/complete");
        let done = self.ask(login, Request::post(path, decision));
        assert_eq!(done.status, 200, "{done:?}");
    }

    /// Takes a licence back.
    pub(crate) fn revoke(&self, paper: &Paper) {
        let path = format!("/oficina/expedientes/{}/revocar", paper.number);
        let kind = "application/x-www-form-urlencoded";
        let reasons = "motivos=El+local+cambi%C3%B3+de+rubro.";
        let done = self.ask("director", Request::with_body(path, kind, reasons));
        assert_eq!(done.status, 303, "{done:?}");
    }

    /// The sealed act of a case, as soon as it is issued.
    fn act(&self, login: &str, number: String, name: &'static str) -> Paper {
        self.wait(&format!("the act of {number}"), || {
            let path = format!("/api/v1/cases/{number}");
            let case = self.ask(login, Request::get(path)).json();
            case["act"]["issued_at"].as_str().map(str::to_owned)
        });
        let path = format!("/expedientes/{number}/acto.pdf");
        self.paper(name, number, &self.ask(login, Request::get(path)))
    }

    fn paper(&self, name: &'static str, number: String, answer: &Answer) -> Paper {
        assert_eq!(answer.status, 200, "{name}: {answer:?}");
        let file = self.folder().join(format!("{name}.pdf"));
        fs::write(&file, &answer.body).unwrap();
        Paper { name, number, file }
    }

    /// Asks as somebody, by a token of theirs.
    pub(crate) fn ask(&self, login: &str, request: Request) -> Answer {
        let mut tokens = self.tokens.borrow_mut();
        let token = tokens
            .entry(login.to_owned())
            .or_insert_with(|| self.place.token(login));
        request.bearer(token).ask(self.place.address).unwrap()
    }

    /// Asks until something is found.
    pub(crate) fn wait(&self, what: &str, found: impl Fn() -> Option<String>) -> String {
        let begun = Instant::now();
        loop {
            if let Some(found) = found() {
                return found;
            }
            assert!(begun.elapsed() < WAIT_MAX, "{what} did not come");
            std::thread::sleep(Duration::from_millis(100));
        }
    }
}

/// What follows a mark, up to the end of the attribute it stands in.
fn after<'t>(text: &'t str, mark: &str) -> &'t str {
    let (_, rest) = text
        .split_once(mark)
        .unwrap_or_else(|| panic!("no {mark} in {text}"));
    rest.split('"').next().unwrap_or_default()
}
