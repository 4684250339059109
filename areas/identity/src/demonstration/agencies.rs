//! The agencies of the demonstration State, at all three levels.

use text::{Lang, Localized};

use crate::agencies::{Level, NewAgency};

/// The municipality where the demonstration takes place.
pub const MUNICIPALITY: &str = "municipalidad-de-san-roque";
/// The civil registry.
pub const REGISTRY: &str = "registro-civil";
/// The cadastre, which towns ask about parcels.
pub(super) const CADASTRE: &str = "direccion-de-catastro";
/// The office that answers requests for public information.
pub const TRANSPARENCY: &str = "oficina-nacional-de-transparencia";

/// The agency of identity documents.
pub(super) const IDENTIFICATION: &str = "direccion-de-identificaciones";
/// The agency of taxes.
pub(super) const TAXES: &str = "administracion-tributaria";
/// The agency of social support.
pub(super) const WELFARE: &str = "ministerio-de-desarrollo-social";
/// The agency of vehicles.
pub(super) const VEHICLES: &str = "registro-de-automotores";
/// The agency of public procurement.
pub(super) const PROCUREMENT: &str = "direccion-de-contrataciones";
/// The regional government.
pub(super) const PROVINCE: &str = "gobernacion-del-litoral";

/// An agency before it has a key, and the slug of the one above it.
fn agency(slug: &str, es: &str, en: &str, level: Level) -> NewAgency {
    NewAgency {
        slug: slug.to_owned(),
        name: Localized::spanish(es).with(Lang::En, en),
        level,
        parent: None,
    }
}

/// The agencies, each with the slug of the one above it; an agency comes after the one above it.
#[must_use]
pub fn agencies() -> Vec<(NewAgency, Option<&'static str>)> {
    vec![
        (
            agency(
                REGISTRY,
                "Registro Civil",
                "Civil Registry",
                Level::National,
            ),
            None,
        ),
        (
            agency(
                TRANSPARENCY,
                "Oficina Nacional de Transparencia",
                "National Transparency Office",
                Level::National,
            ),
            None,
        ),
        (
            agency(
                "direccion-de-comercio",
                "Dirección Nacional de Comercio",
                "National Trade Directorate",
                Level::National,
            ),
            None,
        ),
        (
            agency(
                CADASTRE,
                "Dirección Nacional de Catastro",
                "National Cadastre",
                Level::National,
            ),
            None,
        ),
        (
            agency(
                IDENTIFICATION,
                "Dirección Nacional de Identificaciones",
                "National Identification Directorate",
                Level::National,
            ),
            None,
        ),
        (
            agency(
                TAXES,
                "Administración Tributaria",
                "Tax Administration",
                Level::National,
            ),
            None,
        ),
        (
            agency(
                WELFARE,
                "Ministerio de Desarrollo Social",
                "Ministry of Social Development",
                Level::National,
            ),
            None,
        ),
        (
            agency(
                "caja-de-jubilaciones",
                "Caja Nacional de Jubilaciones",
                "National Pension Fund",
                Level::National,
            ),
            None,
        ),
        (
            agency(
                VEHICLES,
                "Registro Nacional de Automotores",
                "National Vehicle Registry",
                Level::National,
            ),
            None,
        ),
        (
            agency(
                PROCUREMENT,
                "Dirección Nacional de Contrataciones",
                "National Procurement Directorate",
                Level::National,
            ),
            None,
        ),
        (
            agency(
                PROVINCE,
                "Gobernación del Litoral",
                "Litoral Regional Government",
                Level::Regional,
            ),
            None,
        ),
        (
            agency(
                MUNICIPALITY,
                "Municipalidad de San Roque",
                "San Roque Town Council",
                Level::Municipal,
            ),
            Some(PROVINCE),
        ),
        (
            agency(
                "municipalidad-de-puerto-ysyry",
                "Municipalidad de Puerto Ysyry",
                "Puerto Ysyry Town Council",
                Level::Municipal,
            ),
            Some(PROVINCE),
        ),
    ]
}
