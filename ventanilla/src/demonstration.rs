//! The demonstration State: agencies, invented people, registries, accounts, services.

use std::collections::BTreeMap;
use std::sync::Arc;

use anyhow::{Context as _, anyhow};
use include_dir::{Dir, include_dir};
use pki::MasterKey;
use services::Library;
use store::Tx;

use crate::house::House;

/// The services that ship, inside the program, so that one file is enough.
static DEFINITIONS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../definitions");
/// The moments of life that order the catalogue.
const LIFE_EVENTS: &str = include_str!("../../definitions/life_events.yaml");
/// The agencies that order the catalogue.
const AGENCIES: &str = include_str!("../../definitions/agencies.yaml");
/// The nation's holidays.
pub(crate) const HOLIDAYS: &str = include_str!("../../definitions/holidays/lapacho.toml");
/// The town's own holidays.
pub(crate) const HOLIDAYS_OF_TOWN: &str =
    include_str!("../../definitions/holidays/lapacho-san-roque.toml");
/// The place, as agencies name it, where the town's holidays hold.
pub(crate) const TOWN_PLACE: &str = "lapacho-san-roque";

/// Makes what is not there yet. Starting again changes nothing.
pub(crate) fn prepare(house: &House) -> anyhow::Result<()> {
    let store = house.app.store();
    let now = house.app.clock().now();
    if !store.read_blocking(identity::demonstration::is_seeded)? {
        let people = identity::demonstration::prepare()
            .context("the demonstration's passwords could not be hashed")?;
        let master = house.master.clone();
        store.write_blocking(move |tx| -> anyhow::Result<()> {
            let seeded = identity::demonstration::seed(tx, &people, now)?;
            registries::demonstration::seed(tx, &seeded, now)?;
            give_seals(tx, &master, now)
        })?;
    }
    publish_services(house)
}

/// The moments of life and the agencies that ship.
pub(crate) fn library() -> anyhow::Result<Library> {
    Library::parse(LIFE_EVENTS, AGENCIES).map_err(|finding| anyhow!(finding.say(text::Lang::En)))
}

/// A seal for each agency, under the State's authority.
fn give_seals(tx: &mut Tx, master: &Arc<MasterKey>, now: jiff::Timestamp) -> anyhow::Result<()> {
    let library = library()?;
    for agency in identity::agencies::list(tx)? {
        let organisation = pki::Organisation::new(&agency.slug, agency.name.as_str(text::Lang::Es));
        let identifier = library
            .agency(&agency.slug)
            .and_then(|entry| entry.identifier.as_deref());
        let organisation = match identifier {
            Some(identifier) => organisation.identifier(identifier),
            None => organisation,
        };
        pki::ensure_seal(tx, master, &organisation, now)?;
    }
    Ok(())
}

/// Publishes every shipped definition whose content is not published yet.
fn publish_services(house: &House) -> anyhow::Result<()> {
    let now = house.app.clock().now();
    for agency in DEFINITIONS.dirs() {
        for service in agency.dirs() {
            let files = files_of(service);
            let published = house
                .app
                .store()
                .write_blocking(move |tx| services::publish(tx, &files, now));
            published.with_context(|| {
                format!(
                    "the definition {} cannot be published",
                    service.path().display()
                )
            })?;
        }
    }
    Ok(())
}

fn files_of(folder: &Dir<'_>) -> BTreeMap<String, String> {
    let text = |file: &include_dir::File<'_>| {
        let name = file.path().file_name()?.to_str()?.to_owned();
        Some((name, file.contents_utf8()?.to_owned()))
    };
    folder.files().filter_map(text).collect()
}
