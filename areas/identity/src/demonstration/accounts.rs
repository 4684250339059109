//! The accounts that the demonstration offers on its sign-in page.

use text::{Lang, Text};

use crate::words;

use super::agencies::{CADASTRE, MUNICIPALITY, TRANSPARENCY};

/// An account anybody may use in the demonstration. Its password is public on purpose.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DemonstrationAccount {
    /// The name to sign in with.
    pub login: &'static str,
    /// The password, which says what it is.
    pub password: &'static str,
    /// The name of the person.
    pub name: &'static str,
    /// Where in [`people`](super::people) the person is.
    pub(super) person: usize,
    /// The agency's slug and the roles there, for an official.
    pub post: Option<(&'static str, &'static [&'static str])>,
}

impl DemonstrationAccount {
    /// What the account is for, in the reader's language.
    #[must_use]
    pub fn purpose(&self, lang: Lang) -> Text {
        match self.login {
            "ana" => words::demonstration_ana(lang),
            "beto" => words::demonstration_beto(lang),
            "revisor" => words::demonstration_revisor(lang),
            "director" => words::demonstration_director(lang),
            "catastro" => words::demonstration_catastro(lang),
            _ => words::demonstration_transparencia(lang),
        }
    }
}

/// The accounts, citizens first.
pub const ACCOUNTS: [DemonstrationAccount; 6] = [
    DemonstrationAccount {
        login: "ana",
        password: "demostracion-ana",
        name: "Ana Arami Benítez Duarte",
        person: 2,
        post: None,
    },
    DemonstrationAccount {
        login: "beto",
        password: "demostracion-beto",
        name: "Roberto Tupãʼi Ñamandú Vera",
        person: 5,
        post: None,
    },
    DemonstrationAccount {
        login: "revisor",
        password: "demostracion-revisor",
        name: "Rosa Panambi Villalba Ortiz",
        person: 6,
        post: Some((MUNICIPALITY, &["revisor", "inspector"])),
    },
    DemonstrationAccount {
        login: "director",
        password: "demostracion-director",
        name: "Hugo Arandu Cáceres Núñez",
        person: 7,
        post: Some((MUNICIPALITY, &["director"])),
    },
    DemonstrationAccount {
        login: "transparencia",
        password: "demostracion-transparencia",
        name: "Celeste Jasy Ortiz Galeano",
        person: 8,
        post: Some((TRANSPARENCY, &["transparencia", "revisor", "director"])),
    },
    DemonstrationAccount {
        login: "catastro",
        password: "demostracion-catastro",
        name: "Blas Karumbé Sosa Medina",
        person: 9,
        post: Some((CADASTRE, &["tecnico"])),
    },
];
