//! What the catalogue is ordered by: the dataset, moments of life, agencies, places.

use std::collections::BTreeSet;

use oxrdf::NamedNode;
use platform::Site;
use text::{Lang, Localized};

use super::graph::Graph;
use crate::export::vocabulary::{self as names, class};
use crate::{AgencyEntry, Audience, Definition, Library};

/// The catalogue as a dataset of DCAT, with who publishes it.
pub(super) fn dataset(graph: &mut Graph, definitions: &[&Definition], site: &Site) {
    let catalogue = graph.catalogue();
    let tag = site.default_lang.tag();
    graph.declare(&catalogue, &[class::DATASET]);
    graph.words(&catalogue, names::TITLE, tag, &site.name);
    let about = Localized::spanish("Los trámites publicados en este portal.")
        .with(Lang::En, "The services published on this portal.");
    graph.text(&catalogue, names::DESCRIPTION, &about);
    graph.plain(&catalogue, names::IDENTIFIER, catalogue.as_str());
    let publisher = graph.thing("estado", "");
    graph.link(&catalogue, names::PUBLISHER, &publisher);
    graph.declare(&publisher, &[class::AGENT]);
    graph.words(&publisher, names::TITLE, tag, &site.name);
    graph.words(&publisher, names::NAME, tag, &site.name);
    graph.plain(&publisher, names::IDENTIFIER, &site.base_url);
    let page = graph.page("servicios", "");
    graph.link(&catalogue, names::LANDING_PAGE, &page);
    graph.declare(&page, &[class::DOCUMENT]);
    for definition in definitions {
        let service = graph.page("servicios", &definition.ficha.service);
        graph.link(&catalogue, names::HAS_PART, &service);
    }
}

/// The moments that services are grouped by. Where each service of a moment is for firms or investors before
/// anybody else, it is a business event.
pub(super) fn events(graph: &mut Graph, definitions: &[&Definition], library: &Library) {
    for event in &library.life_events {
        let grouped: Vec<&&Definition> = definitions
            .iter()
            .filter(|definition| definition.ficha.life_events.contains(&event.slug))
            .collect();
        if grouped.is_empty() {
            continue;
        }
        let is_business = grouped.iter().all(|definition| {
            matches!(
                definition.ficha.audience.first(),
                Some(Audience::Firm | Audience::Investor)
            )
        });
        let kind = match is_business {
            true => class::BUSINESS_EVENT,
            false => class::LIFE_EVENT,
        };
        let node = graph.page("momentos", &event.slug);
        graph.declare(&node, &[class::EVENT, kind]);
        graph.plain(&node, names::IDENTIFIER, &event.slug);
        graph.text(&node, names::TITLE, &event.title);
        graph.text(&node, names::DESCRIPTION, &event.summary);
        for definition in grouped {
            let service = graph.page("servicios", &definition.ficha.service);
            graph.link(&node, names::RELATED_SERVICE, &service);
        }
    }
}

/// The agencies that answer for a service, and those above them.
pub(super) fn agencies(
    graph: &mut Graph,
    definitions: &[&Definition],
    library: &Library,
    site: &Site,
) {
    let mut named: BTreeSet<&str> = definitions
        .iter()
        .map(|definition| definition.agency_slug())
        .collect();
    // An agency stands after the one above it, so that from the last to the first all are met.
    for agency in library.agencies.iter().rev() {
        if named.contains(agency.slug.as_str()) {
            named.extend(agency.parent.as_deref());
        }
    }
    for slug in named {
        match library.agency(slug) {
            Some(agency) => known(graph, agency, site),
            None => unknown(graph, slug, site),
        }
    }
}

fn known(graph: &mut Graph, agency: &AgencyEntry, site: &Site) {
    let node = graph.thing("institucion", &agency.slug);
    graph.declare(&node, &[class::PUBLIC_ORGANISATION, class::ORGANIZATION]);
    let identifier = agency.identifier.as_deref().unwrap_or(&agency.slug);
    graph.plain(&node, names::IDENTIFIER, identifier);
    graph.text(&node, names::PREF_LABEL, &agency.name);
    let place = place(graph, &agency.place);
    graph.link(&node, names::SPATIAL, &place);
    if let Some(parent) = &agency.parent {
        let parent = graph.thing("institucion", parent);
        graph.link(&node, names::SUB_ORGANIZATION_OF, &parent);
    }
    let address = graph.thing("direccion", &agency.slug);
    graph.link(&node, names::ADDRESS, &address);
    graph.declare(&address, &[class::ADDRESS]);
    let tag = site.default_lang.tag();
    graph.words(&address, names::FULL_ADDRESS, tag, &agency.contact.address);
    let contact = contact(graph, &agency.slug);
    graph.link(&node, names::CONTACT, &contact);
    graph.declare(&contact, &[class::CONTACT_POINT]);
    graph.plain(&contact, names::TELEPHONE, &agency.contact.phone);
    let hours = graph.thing("horario", &agency.slug);
    graph.link(&contact, names::OPENING_HOURS, &hours);
    graph.declare(&hours, &[class::TEMPORAL_ENTITY]);
    graph.text(&hours, names::DESCRIPTION, &agency.contact.hours);
}

/// An agency of which the library knows only the name in addresses.
fn unknown(graph: &mut Graph, slug: &str, site: &Site) {
    let node = graph.thing("institucion", slug);
    graph.declare(&node, &[class::PUBLIC_ORGANISATION, class::ORGANIZATION]);
    graph.plain(&node, names::IDENTIFIER, slug);
    graph.words(&node, names::PREF_LABEL, site.default_lang.tag(), slug);
    let place = place(graph, "estado");
    graph.link(&node, names::SPATIAL, &place);
}

/// How an agency of the library is reached.
pub(super) fn contact(graph: &Graph, slug: &str) -> NamedNode {
    graph.thing("contacto", slug)
}

/// Where an agency's word reaches, as the library names places.
pub(super) fn place(graph: &mut Graph, place: &str) -> NamedNode {
    let node = graph.thing("lugar", place);
    if graph.declare(&node, &[class::LOCATION]) {
        graph.plain(&node, names::IDENTIFIER, place);
        graph.plain(&node, names::LABEL, place);
    }
    node
}
