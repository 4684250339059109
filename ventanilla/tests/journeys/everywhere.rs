//! Every page that a citizen can come to by links, of every published service: without an account, and
//! with one and a draft of each service. Each passes the door of [`crate::look`], the law of weight with it.

use std::collections::BTreeSet;

use crate::browser::Browser;
use crate::program::http::Request;
use crate::world::World;

/// More pages than there are: links that never end are a fault.
const PAGES_MAX: usize = 400;
/// Where no link leads, and people come all the same.
const UNLINKED: &[&str] = &["/no-existe", "/buscar?q=bexpz"];
/// Pages of other tests: machines read them, or officials.
const NOT_FOR_CITIZENS: &[&str] = &["/a/", "/api/", "/ledger", "/oficina", "/pki"];

#[test]
fn every_page_without_an_account() {
    let Some(world) = World::open() else { return };
    let visitor = Browser::citizen(&world, "visita").without_scripts();
    let walked = walk(&visitor, ["/"].into_iter().chain(UNLINKED.iter().copied()));
    for slug in services(&world) {
        for page in [
            format!("/servicios/{slug}"),
            format!("/servicios/{slug}/solicitar"),
        ] {
            assert!(
                walked.contains(&page),
                "no link leads to {page}: {walked:?}"
            );
        }
    }
    let moments = walked.iter().filter(|page| page.starts_with("/momentos/"));
    assert!(moments.count() > 1, "{walked:?}");
}

#[test]
fn every_page_of_an_account_with_a_draft_of_every_service() {
    let Some(world) = World::open() else { return };
    let beto = Browser::citizen(&world, "cuenta").without_scripts();
    beto.visit("/ingresar");
    beto.sign_in("beto");
    let mut drafts = Vec::new();
    for slug in services(&world) {
        beto.visit(&format!("/servicios/{slug}/solicitar"));
        beto.press("Empezar la solicitud");
        // A form of one page has no list of parts.
        let has_parts = beto.says("Ver todas las partes");
        if has_parts {
            beto.follow("Ver todas las partes");
        }
        drafts.push((beto.path(), has_parts));
    }
    let checks: Vec<String> = drafts
        .iter()
        .map(|(draft, _)| format!("{draft}/revisar"))
        .collect();
    let starts = ["/mi", "/mi/datos", "/mi/mensajes"].into_iter();
    let all = starts.chain(
        drafts
            .iter()
            .map(|(draft, _)| draft)
            .chain(&checks)
            .map(String::as_str),
    );
    let walked = walk_under(&beto, all, &["/mi", "/borradores", "/servicios/"]);
    for (draft, has_parts) in &drafts {
        let parts = walked
            .iter()
            .filter(|page| page.starts_with(&format!("{draft}/")));
        assert!(
            parts.count() > usize::from(*has_parts),
            "the parts of {draft}: {walked:?}"
        );
    }
}

/// Whoever builds pages reads it, not citizens: the law of weight is not for it, everything else is.
#[test]
fn the_style_guide() {
    let Some(world) = World::open() else { return };
    let mut visitor = Browser::citizen(&world, "guia").without_scripts();
    visitor.light = false;
    visitor.visit("/guia-de-estilo");
    visitor.portray("guide");
}

/// Published services, as the program itself tells machines.
fn services(world: &World) -> Vec<String> {
    let list = Request::get("/api/v1/services")
        .ask(world.address())
        .unwrap()
        .json();
    let found = list["services"].as_array().or(list["items"].as_array());
    let slugs: Vec<String> = found
        .unwrap_or_else(|| panic!("{list}"))
        .iter()
        .map(|service| service["slug"].as_str().unwrap().to_owned())
        .collect();
    assert!(!slugs.is_empty());
    slugs
}

fn walk<'a>(browser: &Browser, starts: impl Iterator<Item = &'a str>) -> BTreeSet<String> {
    walk_under(browser, starts, &["/"])
}

/// Visits pages and all that they link to under some paths, once each.
fn walk_under<'a>(
    browser: &Browser,
    starts: impl Iterator<Item = &'a str>,
    under: &[&str],
) -> BTreeSet<String> {
    let mut walked = BTreeSet::new();
    let mut next: Vec<String> = starts.map(ToOwned::to_owned).collect();
    while let Some(page) = next.pop() {
        if !walked.insert(page.clone()) {
            continue;
        }
        assert!(walked.len() <= PAGES_MAX, "the links never end: {walked:?}");
        browser.visit(&page);
        let links = browser.links();
        next.extend(links.into_iter().filter(|link| {
            under.iter().any(|path| link.starts_with(path)) && is_for_citizens(link)
        }));
    }
    walked
}

/// Not a file, not for machines or officials, and in the language that people read by default.
fn is_for_citizens(link: &str) -> bool {
    let (path, query) = link.split_once('?').unwrap_or((link, ""));
    let is_file = path
        .rsplit('/')
        .next()
        .is_some_and(|name| name.contains('.'));
    let is_foreign = query.contains("idioma=") || query.contains("lang=");
    !is_file && !is_foreign && !NOT_FOR_CITIZENS.iter().any(|place| path.starts_with(place))
}
