//! A State in which everything exists once: what belongs to somebody, and the like of it that does not
//! exist at all.

use crate::answers::{expect_page, expect_way};
use crate::town::{Town, fill_licence, fill_request, link_in, pay, send, wait_for};
use crate::visitor::Visitor;

/// An id of the right form that nobody has.
const NO_ID: &str = "0198c0de-0000-7000-8000-000000000000";
/// The signs of a number that nobody has, behind the letters of its service.
const NO_SIGNS: &str = "2345-2345";

/// The ledger's first leaf, as soon as there is one.
const FIRST_TILE: &str = "entries/000.p/1";

/// What belongs to Ana, and the offices that work on it.
pub(crate) struct World {
    pub(crate) town: Town,
    /// A licence being filled in, with a file.
    pub(crate) draft: String,
    pub(crate) document: String,
    /// A licence that waits for the town's reviewer.
    pub(crate) case: String,
    pub(crate) case_document: String,
    pub(crate) order: String,
    pub(crate) attempt: String,
    pub(crate) task: String,
    /// A certificate that was issued.
    pub(crate) issued: String,
    /// A request for information that was answered with a file.
    pub(crate) answered: String,
    pub(crate) given: String,
    pub(crate) message: String,
    pub(crate) session: String,
    pub(crate) stylesheet: String,
    /// A change in a service of the town, being written.
    pub(crate) edition: String,
}

impl World {
    pub(crate) fn make() -> Self {
        let town = Town::open();
        let mut ana = town.signed_in("ana");
        // Another device, whose session can be closed from this one.
        town.signed_in("ana");
        let issued = issue(&mut ana);
        let (answered, given) = answer_with_a_file(&town, &mut ana);
        let draft = fill_licence(&mut ana);
        let case = send(&mut ana, &draft);
        let order = pay(&mut ana, &case);
        let page = expect_page(&ana.get(&format!("/expedientes/{case}")), 200);
        let case_document = id_in(&page, &format!("/expedientes/{case}/documentos/"));
        let mut reviewer = town.signed_in("revisor");
        let changed = ("tramite", "licencia-de-funcionamiento");
        let edition = expect_way(&reviewer.post("/oficina/tramites", &[changed]));
        let page = expect_page(&reviewer.get(&format!("/oficina/expedientes/{case}")), 200);
        let task = id_in(&page, "/oficina/tareas/");
        let draft = fill_licence(&mut ana);
        let page = expect_page(&ana.get(&format!("{draft}/papeles")), 200);
        let document = id_in(&page, &format!("{draft}/documentos/plano/"));
        let messages = expect_page(&ana.get("/mi/mensajes"), 200);
        let mine = expect_page(&ana.get("/mi/datos"), 200);
        Self {
            edition: last(&edition),
            draft: last(&draft),
            document,
            case_document,
            attempt: NO_ID.to_owned(),
            order: last(&order),
            case,
            task,
            issued,
            answered,
            given,
            message: id_in(&messages, "/mi/mensajes/"),
            stylesheet: id_in(&mine, "/a/"),
            session: id_in(&mine, "/mi/sesiones/"),
            town,
        }
    }

    /// The address of something of Ana's.
    pub(crate) fn fill(&self, template: &str) -> String {
        let id = match template.split('/').nth(1) {
            Some("borradores") => &self.draft,
            Some("pagos") => &self.order,
            Some("mi") if template.contains("mensajes") => &self.message,
            Some("mi") => &self.session,
            _ => &self.task,
        };
        let number = match template {
            _ if template.contains("/acto") => &self.issued,
            _ if template.contains("/respuesta/") => &self.answered,
            _ => &self.case,
        };
        let document = if template.starts_with("/borradores") {
            &self.document
        } else {
            &self.case_document
        };
        let slug = if template.starts_with("/momentos") {
            "me-mudo-de-casa"
        } else {
            "licencia-de-funcionamiento"
        };
        let file = match template {
            "/a/{file}" => &self.stylesheet,
            "/pki/{file}" => "raiz.cer",
            "/pki/crl/{file}" => "raiz.crl",
            _ if template.contains("/actos/") => "1.pdf",
            _ if template.contains("/ediciones/") => "service.yaml",
            _ => &self.given,
        };
        template
            .replace("{slug}", slug)
            .replace("{deed}", "prorrogar")
            .replace("{edition}", &self.edition)
            .replace("{file}", file)
            .replace("{*path}", FIRST_TILE)
            .replace("{number}", number)
            .replace("{task}", &self.task)
            .replace("{id}", id)
            .replace("{attempt}", &self.attempt)
            .replace("{document}", document)
            .replace("{question}", "plano")
            .replace("{section}", "local")
    }

    /// The same address of something that does not exist.
    pub(crate) fn fill_unknown(&self, template: &str) -> String {
        let unknown = |number: &str| {
            let (service, _) = number.split_once('-').unwrap();
            format!("{service}-{NO_SIGNS}")
        };
        [
            (&self.case, unknown(&self.case)),
            (&self.issued, unknown(&self.issued)),
            (&self.answered, unknown(&self.answered)),
            (&self.draft, NO_ID.to_owned()),
            (&self.order, NO_ID.to_owned()),
            (&self.message, NO_ID.to_owned()),
            (&self.session, NO_ID.to_owned()),
            (&self.task, NO_ID.to_owned()),
            (&self.edition, NO_ID.to_owned()),
        ]
        .iter()
        .fold(self.fill(template), |path, (id, no_id)| {
            path.replace(*id, no_id)
        })
    }
}

/// A certificate, which needs no official.
fn issue(visitor: &mut Visitor) -> String {
    let draft = crate::town::begin(visitor, "certificado-de-nacimiento");
    let page = expect_page(&visitor.get(&draft), 200);
    let entry = crate::town::value_of(&page, "type=\"radio\" name=\"nacimiento\"");
    expect_way(&visitor.post(&draft, &[("nacimiento", &entry)]));
    let number = send(visitor, &draft);
    wait_for(visitor, &format!("/expedientes/{number}"), "acto.pdf");
    number
}

/// A request for information, and the file it was answered with.
fn answer_with_a_file(town: &Town, visitor: &mut Visitor) -> (String, String) {
    let draft = fill_request(visitor, "El gasto en alumbrado de 2025, por mes.");
    let number = send(visitor, &draft);
    let mut official = town.signed_in("transparencia");
    let page = expect_page(
        &official.get(&format!("/oficina/expedientes/{number}")),
        200,
    );
    let task = link_in(&page, "/oficina/tareas/");
    let fields = [
        ("expediente", number.as_str()),
        ("resultado", "entregar"),
        ("motivos", "Es pública."),
    ];
    let sheet = (
        "alumbrado.pdf",
        "application/pdf",
        b"%PDF-1.7 mes".as_slice(),
    );
    expect_way(&official.ask(&official.parts(&task, &fields, sheet)));
    let case = format!("/expedientes/{number}");
    let answer = format!("{case}/respuesta/");
    wait_for(visitor, &case, &answer);
    let page = expect_page(&visitor.get(&case), 200);
    (number, id_in(&page, &answer))
}

/// A request for information of somebody without an account.
pub(crate) fn strangers_request(town: &Town) -> (Visitor, String) {
    let mut stranger = town.visitor();
    let draft = fill_request(&mut stranger, "El gasto en alumbrado de 2025, por mes.");
    let number = send(&mut stranger, &draft);
    (stranger, number)
}

#[track_caller]
fn id_in(page: &str, start: &str) -> String {
    let link = link_in(page, start);
    let rest = link.strip_prefix(start).unwrap();
    rest.split('/').next().unwrap().to_owned()
}

fn last(path: &str) -> String {
    path.rsplit_once('/').unwrap().1.to_owned()
}
