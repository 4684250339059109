//! Authorities and seals that live in memory, for the tests of this crate.

use std::sync::OnceLock;

use jiff::Timestamp;

use crate::Error;
use crate::authority::Signer;
use crate::certificate::Certificate;
use crate::issue::{issue, random_serial, signed, years_after};
use crate::keys::{EcKey, PublicKey};
use crate::name::Name;
use crate::profile::{Addresses, Draft, Kind};
use crate::seal::Seal;

pub(crate) fn now() -> Timestamp {
    "2026-11-23T02:45:10Z".parse().unwrap()
}

pub(crate) struct Workshop {
    pub(crate) root: Signer,
    pub(crate) issuing: Signer,
}

fn draft<'a>(kind: Kind, key: &'a PublicKey, issuer: Option<&'a Certificate>) -> Draft<'a> {
    let address = |end: &str| format!("http://localhost/pki/{end}");
    let title = match kind {
        Kind::Root => "Raiz",
        Kind::Issuing => "Emisora",
        Kind::Seal => "Sello",
    };
    Draft {
        kind,
        serial: random_serial().unwrap(),
        subject: Name::new("PY", "Estado", title),
        key,
        issuer,
        addresses: (kind != Kind::Root).then(|| Addresses {
            crl: address("x.crl"),
            issuer: address("x.cer"),
        }),
        not_before: now(),
        not_after: years_after(now(), kind.years()).unwrap(),
    }
}

impl Workshop {
    pub(crate) fn new() -> Self {
        let key = EcKey::generate(Kind::Root.curve()).unwrap();
        let certificate = issue(&draft(Kind::Root, key.public(), None), &key).unwrap();
        let root = Signer { certificate, key };
        let key = EcKey::generate(Kind::Issuing.curve()).unwrap();
        let issuing = draft(Kind::Issuing, key.public(), Some(&root.certificate));
        let certificate = issue(&issuing, &root.key).unwrap();
        let issuing = Signer { certificate, key };
        Self { root, issuing }
    }

    /// One for tests that try many cases.
    pub(crate) fn shared() -> &'static Self {
        static SHARED: OnceLock<Workshop> = OnceLock::new();
        SHARED.get_or_init(Self::new)
    }

    pub(crate) fn draft<'a>(&'a self, kind: Kind, key: &'a PublicKey) -> Draft<'a> {
        draft(kind, key, Some(&self.issuing.certificate))
    }

    pub(crate) fn issue(&self, draft: &Draft<'_>) -> Result<Certificate, Error> {
        issue(draft, &self.issuing.key)
    }

    pub(crate) fn seal(&self) -> Seal {
        let key = EcKey::generate(Kind::Seal.curve()).unwrap();
        let certificate = self.issue(&self.draft(Kind::Seal, key.public())).unwrap();
        Seal {
            key,
            certificate,
            issuer: self.issuing.certificate.clone(),
        }
    }

    /// Issues what no rule allows, without asking the rules.
    pub(crate) fn issue_below(
        &self,
        issuer: &Certificate,
        issuer_key: &EcKey,
        kind: Kind,
        key: &EcKey,
    ) -> Certificate {
        let tbs = draft(kind, key.public(), Some(issuer)).write(issuer_key.curve());
        Certificate::read(&signed(&tbs, issuer_key).unwrap()).unwrap()
    }
}
