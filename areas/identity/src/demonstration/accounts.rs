//! The accounts that the demonstration offers on its sign-in page.

use text::{Lang, Text};

use crate::words;

use super::agencies::{
    CADASTRE, IDENTIFICATION, MUNICIPALITY, PROCUREMENT, PROVINCE, TAXES, TRANSPARENCY, VEHICLES,
    WELFARE,
};

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
            "identificaciones" => words::demonstration_identificaciones(lang),
            "tributos" => words::demonstration_tributos(lang),
            "social" => words::demonstration_social(lang),
            "automotores" => words::demonstration_automotores(lang),
            "contrataciones" => words::demonstration_contrataciones(lang),
            "gobernacion" => words::demonstration_gobernacion(lang),
            _ => words::demonstration_transparencia(lang),
        }
    }
}

/// The accounts, citizens first.
pub const ACCOUNTS: [DemonstrationAccount; 12] = [
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
        post: Some((MUNICIPALITY, &["analista", "inspector", "mesa", "revisor"])),
    },
    DemonstrationAccount {
        login: "director",
        password: "demostracion-director",
        name: "Hugo Arandu Cáceres Núñez",
        person: 7,
        post: Some((MUNICIPALITY, &["analista", "director"])),
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
    DemonstrationAccount {
        login: "identificaciones",
        password: "demostracion-identificaciones",
        name: "Delia Mainumby Franco Rivas",
        person: 10,
        post: Some((IDENTIFICATION, &["revisor"])),
    },
    DemonstrationAccount {
        login: "tributos",
        password: "demostracion-tributos",
        name: "Óscar Aguara Meza Cabral",
        person: 11,
        post: Some((TAXES, &["revisor"])),
    },
    DemonstrationAccount {
        login: "social",
        password: "demostracion-social",
        name: "Miriam Yvapurũ Riquelme Sosa",
        person: 12,
        post: Some((WELFARE, &["revisor"])),
    },
    DemonstrationAccount {
        login: "automotores",
        password: "demostracion-automotores",
        name: "Nelson Tajy Ojeda Paredes",
        person: 13,
        post: Some((VEHICLES, &["revisor"])),
    },
    DemonstrationAccount {
        login: "contrataciones",
        password: "demostracion-contrataciones",
        name: "Liz Kavara Ferreira Núñez",
        person: 14,
        post: Some((PROCUREMENT, &["revisor"])),
    },
    DemonstrationAccount {
        login: "gobernacion",
        password: "demostracion-gobernacion",
        name: "Julio Pykasu Aquino Lezcano",
        person: 15,
        post: Some((PROVINCE, &["revisor"])),
    },
];
