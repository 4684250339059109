//! A running demonstration State, and what people do there.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use tempfile::TempDir;

use crate::answers::{expect_page, expect_way};
use crate::program::{Place, Server};
use crate::visitor::Visitor;

/// How long workers may take for what they do behind a request.
const WAIT_MAX: Duration = Duration::from_secs(60);

/// The State.
pub(crate) struct Town {
    pub(crate) place: Place,
    server: Option<Server>,
    _folder: TempDir,
}

impl Town {
    /// Starts one, in a folder of its own.
    pub(crate) fn open() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let place = Place::in_folder(folder.path());
        Self {
            server: Some(place.start().wait_until_ready()),
            place,
            _folder: folder,
        }
    }

    pub(crate) fn address(&self) -> SocketAddr {
        self.place.address
    }

    /// A browser that was never here.
    pub(crate) fn visitor(&self) -> Visitor {
        Visitor::new(self.address())
    }

    /// A browser on which a demonstration account is signed in.
    pub(crate) fn signed_in(&self, login: &str) -> Visitor {
        Visitor::signed_in(self.address(), login)
    }

    /// Kills the program and starts it again.
    pub(crate) fn restart(&mut self) {
        self.server.take().unwrap().kill();
        self.server = Some(self.place.start().wait_until_ready());
    }

    /// Ends, and sees that nothing panicked on the way.
    pub(crate) fn close(mut self) {
        let words = self.server.take().unwrap().kill();
        assert!(!words.contains("a problem of ours"), "{words}");
    }

    /// How many requests for information wait at their office, and so how many were filed.
    pub(crate) fn requests_filed(&self) -> usize {
        let page = expect_page(&self.signed_in("transparencia").get("/oficina"), 200);
        page.matches("href=\"/oficina/expedientes/").count()
    }
}

/// Begins an application and returns its address, `/borradores/{id}`.
#[track_caller]
pub(crate) fn begin(visitor: &mut Visitor, service: &str) -> String {
    let answer = visitor.post(&format!("/servicios/{service}/solicitar"), &[]);
    let way = expect_way(&answer);
    way.split('/').take(3).collect::<Vec<_>>().join("/")
}

/// Fills in a request for information, ready to be sent.
#[track_caller]
pub(crate) fn fill_request(visitor: &mut Visitor, what: &str) -> String {
    let draft = begin(visitor, "solicitud-de-informacion-publica");
    let typed = [
        ("pedido", what),
        ("formato", "datos"),
        ("nombre", "Ana Benítez"),
        ("correo", ""),
    ];
    let way = expect_way(&visitor.post(&draft, &typed));
    assert_eq!(way, format!("{draft}/revisar"));
    draft
}

/// Sends an application and returns the case's number.
#[track_caller]
pub(crate) fn send(visitor: &mut Visitor, draft: &str) -> String {
    number_in(&expect_way(&visitor.post(&format!("{draft}/enviar"), &[])))
}

/// The number in `/expedientes/{number}/recibido`.
#[track_caller]
pub(crate) fn number_in(way: &str) -> String {
    let rest = way.strip_prefix("/expedientes/").unwrap();
    rest.strip_suffix("/recibido").unwrap().to_owned()
}

/// Begins a licence and fills in its first part, for an account with a firm.
#[track_caller]
pub(crate) fn begin_licence(visitor: &mut Visitor) -> String {
    let draft = begin(visitor, "licencia-de-funcionamiento");
    let first = format!("{draft}/empresa");
    let page = expect_page(&visitor.get(&first), 200);
    let firm = value_of(&page, "type=\"radio\" name=\"empresa\"");
    let fields = [("empresa", firm.as_str()), ("telefono", "0981 123 456")];
    assert_eq!(
        expect_way(&visitor.post(&first, &fields)),
        format!("{draft}/local")
    );
    draft
}

/// Fills in the rest of a licence, ready to be sent.
#[track_caller]
pub(crate) fn fill_licence(visitor: &mut Visitor) -> String {
    let draft = begin_licence(visitor);
    let local = [
        ("direccion", "Palma 123"),
        ("direccion.distrito", "Centro"),
        ("superficie", "40"),
        ("tenencia", "alquilado"),
        ("apertura.dia", "1"),
        ("apertura.mes", "diciembre"),
        ("apertura.anio", "2099"),
    ];
    expect_way(&visitor.post(&format!("{draft}/local"), &local));
    let actividad = [("vende_comida", "false"), ("detalle", "Panadería")];
    expect_way(&visitor.post(&format!("{draft}/actividad"), &actividad));
    for question in ["plano", "titulo"] {
        let path = format!("{draft}/documentos/{question}");
        let name = format!("{question}.pdf");
        expect_way(&visitor.give(&path, &name, "application/pdf", b"%PDF-1.7 hola"));
    }
    let papeles = [("declaracion", "true")];
    expect_way(&visitor.post(&format!("{draft}/papeles"), &papeles));
    draft
}

/// Pays the fee of a case at the test bank, and waits until the office has it. Returns the order's address.
#[track_caller]
pub(crate) fn pay(visitor: &mut Visitor, number: &str) -> String {
    let case = format!("/expedientes/{number}");
    let page = expect_page(&visitor.get(&format!("{case}/recibido")), 200);
    let order = link_in(&page, "/pagos/");
    let bank = expect_way(&visitor.post(&format!("{order}/pagar"), &[]));
    let (path, query) = bank.split_once('?').unwrap();
    let decided = visitor.ask(&visitor.raw_form(path, format!("{query}&decision=pagar")));
    expect_way(&decided);
    wait_for(visitor, &case, "Se recibió el pago");
    order
}

/// Opens a page until it says something.
#[track_caller]
pub(crate) fn wait_for(visitor: &mut Visitor, path: &str, words: &str) {
    let begun = Instant::now();
    loop {
        let page = expect_page(&visitor.get(path), 200);
        if page.contains(words) {
            return;
        }
        assert!(begun.elapsed() < WAIT_MAX, "never «{words}»: {page}");
        std::thread::sleep(Duration::from_millis(50));
    }
}

/// The value of the box whose tag begins so.
#[track_caller]
pub(crate) fn value_of(page: &str, tag: &str) -> String {
    let (_, rest) = page
        .split_once(tag)
        .unwrap_or_else(|| panic!("no {tag} in {page}"));
    let (_, rest) = rest.split_once("value=\"").unwrap();
    rest.split_once('"').unwrap().0.to_owned()
}

/// The first link of a page that begins so.
#[track_caller]
pub(crate) fn link_in(page: &str, start: &str) -> String {
    let (_, rest) = page
        .split_once(&format!("\"{start}"))
        .unwrap_or_else(|| panic!("no {start} in {page}"));
    let end = rest.find(['"', '?', '#']).unwrap();
    format!("{start}{}", &rest[..end])
}
