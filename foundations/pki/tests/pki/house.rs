//! What the tests of this crate share: a State with one agency, and small PDFs to seal.

use std::fmt::Write;

use jiff::Timestamp;
use pki::{Authority, Error, MasterKey, Organisation, Seal, Trust};
use store::{Db, Store, Tx};
use tempfile::TempDir;

pub(crate) const MIGRATIONS: &[&[store::Migration]] = &[pki::MIGRATIONS];
pub(crate) const AGENCY: &str = "registro-civil";
pub(crate) const AGENCY_NAME: &str = "Dirección General del Registro Civil";

/// The moment at which everything in these tests begins.
pub(crate) fn now() -> Timestamp {
    "2026-11-23T02:45:10.123456Z".parse().unwrap()
}

pub(crate) fn master() -> MasterKey {
    MasterKey::from_base64("BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc=").unwrap()
}

pub(crate) fn authority() -> Authority {
    Authority::new("República de Arandu", "PY", "https://arandu.example").unwrap()
}

pub(crate) fn establish(tx: &mut Tx, now: Timestamp) -> Result<(), Error> {
    pki::establish(tx, &master(), &authority(), now)
}

pub(crate) fn ensure_seal(tx: &mut Tx, now: Timestamp) -> Result<pki::Serial, Error> {
    let organisation = Organisation::new(AGENCY, AGENCY_NAME).identifier("NTRPY-80012345");
    pki::ensure_seal(tx, &master(), &organisation, now)
}

/// A State on SQLite whose agency has its seal.
pub(crate) struct House {
    pub(crate) store: Store,
    _folder: TempDir,
}

impl House {
    pub(crate) fn new() -> Self {
        let (store, folder) = store::testing::sqlite(MIGRATIONS);
        store
            .write_blocking(|tx| {
                establish(tx, now())?;
                ensure_seal(tx, now())
            })
            .unwrap();
        Self {
            store,
            _folder: folder,
        }
    }

    pub(crate) fn read<T: Send + 'static>(
        &self,
        function: impl Fn(&mut Db) -> Result<T, Error> + Send + 'static,
    ) -> T {
        self.store.read_blocking(function).unwrap()
    }

    pub(crate) fn write<T: Send + 'static>(
        &self,
        function: impl Fn(&mut Tx) -> Result<T, Error> + Send + 'static,
    ) -> T {
        self.store.write_blocking(function).unwrap()
    }

    pub(crate) fn seal(&self) -> Seal {
        self.read(|db| Seal::load(db, &master(), AGENCY))
    }

    pub(crate) fn trust(&self, now: Timestamp) -> Trust {
        self.read(move |db| Trust::load(db, &master(), now))
    }

    pub(crate) fn ca_pem(&self) -> String {
        self.read(pki::ca_pem)
    }

    pub(crate) fn crl(&self, name: &'static str, now: Timestamp) -> Vec<u8> {
        self.read(move |db| pki::crl(db, &master(), name, now))
    }
}

/// A PDF of one page, tagged, with a classic cross-reference table.
pub(crate) fn pdf() -> Vec<u8> {
    let content = "/P <</MCID 0>> BDC BT /F1 18 Tf 72 700 Td (Se concede.) Tj ET EMC";
    let objects = [
        "<</Type/Catalog/Pages 2 0 R/Lang(es)/MarkInfo<</Marked true>>/StructTreeRoot 6 0 R/ViewerPreferences<</DisplayDocTitle true>>>>".to_owned(),
        "<</Type/Pages/Kids[3 0 R]/Count 1>>".to_owned(),
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595.276 841.89]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>/StructParents 0>>".to_owned(),
        format!("<</Length {}>>\nstream\n{content}\nendstream", content.len()),
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>".to_owned(),
        "<</Type/StructTreeRoot/K[7 0 R]/ParentTree<</Nums[0[7 0 R]]>>>>".to_owned(),
        "<</Type/StructElem/S/P/P 6 0 R/Pg 3 0 R/K 0>>".to_owned(),
    ];
    let mut text = "%PDF-1.7\n%\u{e1}\u{e9}\n".to_owned();
    let mut table = format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    for (number, object) in objects.iter().enumerate() {
        writeln!(table, "{:010} 00000 n ", text.len()).unwrap();
        write!(text, "{} 0 obj\n{object}\nendobj\n", number + 1).unwrap();
    }
    let start = text.len();
    let id = "00112233445566778899aabbccddeeff";
    write!(
        text,
        "{table}trailer\n<</Size {}/Root 1 0 R/ID[<{id}><{id}>]>>\nstartxref\n{start}\n%%EOF",
        objects.len() + 1
    )
    .unwrap();
    text.into_bytes()
}

/// The same PDF with object streams and a cross-reference stream.
pub(crate) fn modern_pdf() -> Vec<u8> {
    let mut document = lopdf::Document::load_mem(&pdf()).unwrap();
    let mut bytes = Vec::new();
    document.save_modern(&mut bytes).unwrap();
    bytes
}
