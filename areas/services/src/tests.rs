//! The shipped definitions, read from their folder: each is sound, publishes on both databases, and is found.

mod burden;
mod pages;
mod papers;
mod sense;

use std::path::{Path, PathBuf};

use jiff::Timestamp;
use jiff::civil::date;
use serde_json::Value;
use text::Lang;

use crate::definition::{Definition, Files};
use crate::{Catalogue, Error, Library, check, publish};

const SERVICES: [&str; 3] = [
    "registro-civil/certificado-de-nacimiento",
    "municipalidad-de-san-roque/licencia-de-funcionamiento",
    "oficina-nacional-de-transparencia/solicitud-de-informacion-publica",
];

/// Every service that ships, as agency and service.
pub(crate) fn shipped() -> Vec<String> {
    let folders = |path: &Path| -> Vec<PathBuf> {
        let entries = std::fs::read_dir(path)
            .unwrap()
            .map(|entry| entry.unwrap().path());
        entries.filter(|path| path.is_dir()).collect()
    };
    let services = folders(&folder())
        .into_iter()
        .flat_map(|agency| folders(&agency));
    let mut found: Vec<String> = services
        .filter(|service| service.join("service.yaml").exists())
        .map(|service| {
            let relative = service.strip_prefix(folder()).unwrap();
            relative.to_str().unwrap().to_owned()
        })
        .collect();
    found.sort();
    found
}

pub(crate) fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../definitions")
}

pub(crate) fn files(service: &str) -> Files {
    let entries = std::fs::read_dir(folder().join(service)).unwrap();
    entries
        .map(|entry| {
            let path = entry.unwrap().path();
            (
                path.file_name().unwrap().to_str().unwrap().to_owned(),
                std::fs::read_to_string(&path).unwrap(),
            )
        })
        .collect()
}

pub(crate) fn library() -> Library {
    let read = |name: &str| std::fs::read_to_string(folder().join(name)).unwrap();
    Library::parse(&read("life_events.yaml"), &read("agencies.yaml")).unwrap()
}

pub(crate) fn definition(service: &str) -> Definition {
    Definition::parse(&files(service)).unwrap()
}

pub(crate) fn reload(catalogue: &Catalogue, store: &store::Store) -> bool {
    let catalogue = catalogue.clone();
    store.read_blocking(move |db| catalogue.reload(db)).unwrap()
}

/// A definition with one text changed, and what is found.
fn findings(service: &str, file: &str, from: &str, to: &str) -> Vec<String> {
    let mut files = files(service);
    let text = files.get_mut(file).unwrap();
    assert!(text.contains(from), "{file} has no {from}");
    *text = text.replacen(from, to, 1);
    check::check(&files)
        .iter()
        .map(|finding| finding.say(Lang::Es))
        .collect()
}

#[test]
fn every_shipped_definition_is_sound_and_its_tests_pass() {
    assert!(
        SERVICES
            .iter()
            .all(|service| shipped().iter().any(|known| known == service))
    );
    for service in shipped() {
        let found: Vec<String> = check::check(&files(&service))
            .iter()
            .map(|finding| finding.say(Lang::Es))
            .collect();
        assert!(found.is_empty(), "{service}: {found:#?}");
    }
}

#[test]
fn every_shipped_service_names_a_known_agency_and_moment() {
    let library = library();
    for service in shipped() {
        let definition = definition(&service);
        for task in definition.process.tasks() {
            if let Some(agency) = &task.agency {
                assert!(library.agency(agency).is_some(), "{service}: {agency}");
            }
        }
        let ficha = definition.ficha;
        assert!(library.agency(&ficha.agency).is_some(), "{service}");
        assert!(
            service.starts_with(&ficha.agency) && service.ends_with(&ficha.service),
            "{service}"
        );
        for event in &ficha.life_events {
            assert!(library.life_event(event).is_some(), "{service}: {event}");
        }
    }
}

#[test]
fn the_agencies_are_those_that_identity_creates() {
    let library = library();
    for (agency, parent) in identity::demonstration::agencies() {
        let known = library
            .agency(&agency.slug)
            .unwrap_or_else(|| panic!("{}", agency.slug));
        assert_eq!(known.parent.as_deref(), parent, "{}", agency.slug);
        assert_eq!(known.name.as_str(Lang::Es), agency.name.as_str(Lang::Es));
    }
}

#[test]
fn the_holidays_are_layers_of_one_calendar() {
    let read = |name: &str| std::fs::read_to_string(folder().join("holidays").join(name)).unwrap();
    let calendar =
        calendar::Calendar::parse(&[&read("lapacho.toml"), &read("lapacho-san-roque.toml")])
            .unwrap();
    assert!(!calendar.is_working(date(2026, 12, 8)) && calendar.is_working(date(2026, 12, 9)));
    let town_day = date(2027, 8, 16);
    assert!(
        !calendar.is_working(town_day),
        "the patron's day is on a Monday in 2027"
    );
}

#[test]
fn what_is_wrong_is_named_with_file_line_and_remedy() {
    let licence = SERVICES[1];
    let cases = [
        (
            "service.yaml",
            "law: ordenanza 8, extension: { by: 10 working days, who: director, law: ordenanza 9 } }\nsilence",
            "law: ordenanza 10, extension: { by: 10 working days, who: director, law: ordenanza 9 } }\nsilence",
            "service.yaml",
            "ordenanza 10",
        ),
        (
            "service.yaml",
            "silence: { means: granted, law: ordenanza 8 }\n",
            "",
            "service.yaml",
            "agrega silence",
        ),
        (
            "service.yaml",
            "in: comercio.licencia",
            "in: Comercio",
            "service.yaml",
            "«Comercio» no nombra un registro",
        ),
        (
            "service.yaml",
            "superficie: superficie",
            "superficie: metros",
            "service.yaml",
            "«metros» no es una pregunta",
        ),
        (
            "service.yaml",
            "agency: ",
            "agencia: ",
            "service.yaml:",
            "agencia",
        ),
        (
            "service.yaml",
            ", en: Business licence",
            "",
            "service.yaml",
            "no está escrito en «en»",
        ),
        (
            "form.yaml",
            "when: vende_comida",
            "when: vende_fruta",
            "form.yaml:",
            "vende_fruta",
        ),
        (
            "form.yaml",
            "type: yes_no",
            "type: yes_or_no",
            "form.yaml:",
            "yes_or_no",
        ),
        (
            "form.yaml",
            "need: plano",
            "need: mapa",
            "form.yaml:",
            "mapa",
        ),
        (
            "form.yaml",
            "registry: comercio.empresa",
            "registry: comercio.tienda",
            "form.yaml",
            "lo que la ficha no pide",
        ),
        (
            "process.yaml",
            "fee: tasa",
            "fee: peaje",
            "process.yaml",
            "peaje",
        ),
        (
            "process.yaml",
            "next: revision\n",
            "next: revisión\n",
            "process.yaml",
            "revisión",
        ),
        (
            "process.yaml",
            "marcas > 0",
            "faltas > 0",
            "process.yaml",
            "faltas",
        ),
        (
            "tables.yaml",
            "superficie   |",
            "area         |",
            "tables.yaml",
            "area",
        ),
        (
            "tests.yaml",
            "fee: 50000",
            "fee: 51000",
            "tests.yaml",
            "51000",
        ),
        (
            "tests.yaml",
            "ends: denied",
            "ends: granted",
            "tests.yaml",
            "termina en",
        ),
    ];
    for (file, from, to, place, says) in cases {
        let found = findings(licence, file, from, to);
        assert!(
            found
                .iter()
                .any(|found| found.starts_with(place) && found.contains(says)),
            "{from} → {to}: {found:#?}"
        );
    }
}

#[test]
fn a_document_that_the_ficha_does_not_list_cannot_be_asked() {
    let found = findings(
        SERVICES[1],
        "form.yaml",
        "- plano: { need: plano }",
        "- plano: { need: plano }\n      - cedula: { ask: { es: Copia de la cédula, en: Copy of the card }, type: document, accepts: [pdf] }",
    );
    assert!(
        found
            .iter()
            .any(|found| found.contains("«cedula» no está en la ficha")),
        "{found:#?}"
    );
}

#[test]
fn the_example_of_each_form_is_valid() {
    let today = date(2026, 11, 23);
    for service in shipped() {
        let form = definition(&service).form;
        let mut known = forms::Known::on(today);
        for dataset in form.datasets() {
            let record = forms::KnownRecord {
                dataset: dataset.to_owned(),
                key: "1".to_owned(),
                role: "titular".to_owned(),
                fields: serde_json::Map::new(),
            };
            known.records.push(record);
        }
        let read = form.read_json(&form.example(today), &known);
        let errors: Vec<String> = read
            .err()
            .unwrap_or_default()
            .iter()
            .map(|error| error.message(Lang::En).into_string())
            .collect();
        assert!(errors.is_empty(), "{service}: {errors:#?}");
        let schema = form.json_schema(&service, Lang::Es);
        let example = form.example(today);
        for name in schema["required"]
            .as_array()
            .unwrap()
            .iter()
            .filter_map(Value::as_str)
        {
            assert!(example.contains_key(name), "{service}: {name}");
        }
    }
}

#[test]
fn the_ficha_promises_what_the_definition_says() {
    let licence = definition(SERVICES[1]);
    assert_eq!(licence.fee_range(), Some((50_000, 300_000)));
    assert_eq!(licence.term(), Some(calendar::Term::Working(15)));
    assert_eq!(licence.silence(), Some(process::Outcome::Granted));
    assert_eq!(
        licence.valid_until(date(2026, 11, 23)),
        Some(date(2027, 11, 23))
    );
    assert!(licence.act_template("denegacion").is_some());
    assert!(licence.act_template("indeferimento").is_none());
    let birth = definition(SERVICES[0]);
    assert_eq!(
        (birth.term(), birth.silence(), birth.form.fill_minutes()),
        (None, None, 1)
    );
    let information = definition(SERVICES[2]);
    assert!(!information.needs_person() && birth.needs_person());
    assert_eq!(information.silence(), Some(process::Outcome::Denied));
    let law = information.law_lines(Lang::Es);
    assert!(
        law.iter()
            .any(|line| line.contains("artículo 20: El silencio")),
        "{law:#?}"
    );
}

#[test]
fn every_statement_is_understood_by_both_databases() {
    store::testing::prepare_all(&[crate::MIGRATIONS], crate::STATEMENTS);
}

#[test]
fn publishing_twice_changes_nothing_and_old_versions_stay() {
    store::testing::each_database(&[crate::MIGRATIONS], |store| {
        let catalogue = Catalogue::new(library());
        let now = Timestamp::UNIX_EPOCH;
        let first = files(SERVICES[1]);
        let put = |files: &Files| {
            let files = files.clone();
            store
                .write_blocking(move |tx| publish(tx, &files, now))
                .unwrap()
        };
        let reload = || reload(&catalogue, &store);
        let hash = put(&first);
        assert!(reload());
        assert_eq!(put(&first), hash);
        assert!(!reload(), "the same files are the same version");

        let mut second = first.clone();
        second
            .get_mut("service.yaml")
            .unwrap()
            .push_str("# revised\n");
        let newer = put(&second);
        assert!(reload() && newer != hash);
        assert_eq!(
            catalogue
                .by_slug("licencia-de-funcionamiento")
                .unwrap()
                .hash,
            newer
        );
        let (shared, asked) = (catalogue.clone(), hash.clone());
        let old = store
            .read_blocking(move |db| shared.by_hash(db, &asked))
            .unwrap()
            .unwrap();
        assert_eq!(
            (old.hash.as_str(), catalogue.all().len()),
            (hash.as_str(), 1)
        );

        assert_eq!(put(&first), hash);
        assert!(reload());
        assert_eq!(
            catalogue
                .by_slug("licencia-de-funcionamiento")
                .unwrap()
                .hash,
            hash,
            "going back is publishing again"
        );
    });
}

#[test]
fn an_unsound_definition_is_not_published() {
    store::testing::each_database(&[crate::MIGRATIONS], |store| {
        let mut files = files(SERVICES[1]);
        files.remove("tables.yaml");
        let refused = store.write_blocking(move |tx| publish(tx, &files, Timestamp::UNIX_EPOCH));
        assert!(
            matches!(refused, Err(Error::Unsound(found)) if found.iter().any(|finding| finding.file == "process.yaml"))
        );
    });
}

#[test]
fn people_find_services_as_they_type() {
    let folder = tempfile::tempdir().unwrap();
    let store =
        store::Store::open(&store::Config::sqlite(folder.path()), &[crate::MIGRATIONS]).unwrap();
    let catalogue = Catalogue::new(library());
    for service in SERVICES {
        let files = files(service);
        store
            .write_blocking(move |tx| publish(tx, &files, Timestamp::UNIX_EPOCH))
            .unwrap();
    }
    reload(&catalogue, &store);
    let cases = [
        ("partida de nacimiento", "certificado-de-nacimiento"),
        ("CERTIFICADOS DE NACIMIENTOS", "certificado-de-nacimiento"),
        ("certficado nacimiento", "certificado-de-nacimiento"),
        ("quiero abrir un negocio", "licencia-de-funcionamiento"),
        ("lisencia", "licencia-de-funcionamiento"),
        ("Licéncia de funcionamiénto", "licencia-de-funcionamiento"),
        ("transparencia", "solicitud-de-informacion-publica"),
        ("informacion publica", "solicitud-de-informacion-publica"),
        ("birth certificate", "certificado-de-nacimiento"),
        ("business licence", "licencia-de-funcionamiento"),
    ];
    for (asked, slug) in cases {
        let found = catalogue.search(asked);
        assert_eq!(
            found.first().map(|found| found.service.slug.as_str()),
            Some(slug),
            "{asked}"
        );
    }
    for nothing in ["", "de la", "pasaporte", "🙂", &"x".repeat(10_000)] {
        assert!(catalogue.search(nothing).is_empty(), "{nothing}");
    }
}

mod editions;
