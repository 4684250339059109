//! What people rely on in the base registries. Every test runs on both databases.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use identity::access::{self, Automatic};
use identity::demonstration::Seeded;
use identity::people::Assurance;
use identity::{Actor, Citizen, Official, Purpose, Reason};
use jiff::Timestamp;
use jiff::civil::date;
use registries::search::{Refusal, search};
use registries::{
    Amendment, Dataset, Link, NewRecord, amend, history, of_person, own, prefill, record, register,
};
use store::{Db, Error, Migration, Store, Tx};

/// The day on which citizens fill forms here.
const TODAY: jiff::civil::Date = date(2026, 11, 23);
const ROOMS: &[&[Migration]] = &[identity::MIGRATIONS, registries::MIGRATIONS];

fn now() -> Timestamp {
    "2026-11-23T15:00:00Z".parse().unwrap()
}

/// The demonstration State on each database.
fn each(test: impl Fn(&Store, &Seeded)) {
    let prepared = identity::demonstration::prepare().unwrap();
    store::testing::each_database(ROOMS, |store| {
        let prepared = prepared.clone();
        let seeded = store
            .write_blocking(move |tx| {
                let seeded = identity::demonstration::seed(tx, &prepared, now())?;
                registries::demonstration::seed(tx, &seeded, now())?;
                Ok::<_, Error>(seeded)
            })
            .unwrap();
        test(&store, &seeded);
    });
}

fn actor(db: &mut Db, seeded: &Seeded, login: &str) -> Actor {
    Actor::of_account(db, *seeded.accounts.get(login).unwrap())
        .unwrap()
        .unwrap()
}

fn citizen(db: &mut Db, seeded: &Seeded, login: &str) -> Citizen {
    actor(db, seeded, login).citizen().unwrap()
}

fn official(db: &mut Db, seeded: &Seeded, login: &str) -> Official {
    actor(db, seeded, login).official().unwrap().clone()
}

/// Runs inside one transaction.
fn within(
    store: &Store,
    seeded: &Seeded,
    test: impl Fn(&mut Tx, &Seeded) -> Result<(), Error> + Send + Sync + 'static,
) {
    let seeded = seeded.clone();
    store.write_blocking(move |tx| test(tx, &seeded)).unwrap();
}

#[test]
fn both_databases_understand_every_statement() {
    store::testing::prepare_all(ROOMS, registries::STATEMENTS);
}

#[test]
fn a_citizen_is_asked_nothing_twice_and_reads_their_own_without_a_trace() {
    each(|store, seeded| {
        within(store, seeded, |tx, seeded| {
            let (ana, beto) = (citizen(tx, seeded, "ana"), citizen(tx, seeded, "beto"));
            let firms = prefill(tx, &ana, "comercio.empresa", TODAY)?;
            assert_eq!(
                firms
                    .iter()
                    .map(|firm| firm.text("razon_social"))
                    .collect::<Vec<_>>(),
                ["Panadería El Sol"]
            );
            assert_eq!(firms[0].role_of(ana.person), Some("propietario"));
            assert_eq!(
                prefill(tx, &beto, "comercio.empresa", TODAY)?.len(),
                2,
                "Beto chooses"
            );
            let births = prefill(tx, &ana, "civil.nacimiento", TODAY)?;
            let roles: Vec<_> = births
                .iter()
                .map(|birth| birth.role_of(ana.person).unwrap())
                .collect();
            assert_eq!(roles, ["titular", "madre"], "her own and her daughter's");
            assert_eq!(births[1].text("nombre"), "Ysapy Irupé Ayala Benítez");
            assert_eq!(births[0].text("madre"), "Teresa Kerana Duarte Rojas");
            assert_eq!(prefill(tx, &ana, "civil.persona", TODAY)?.len(), 1);
            assert!(!prefill(tx, &ana, "catastro.inmueble", TODAY)?.is_empty());
            assert!(prefill(tx, &ana, "nada.de_nada", TODAY)?.is_empty());
            assert!(prefill(tx, &ana, "no es un nombre", TODAY).is_err());
            assert!(access::entries(tx, &ana, 10, None)?.is_empty());
            Ok(())
        });
    });
}

#[test]
fn whoever_only_said_who_they_are_gets_nothing() {
    use identity::passwords::{Password, hash};
    use identity::people::{Name, NationalId};
    use identity::register::{Reach, Registration, register};
    each(|store, seeded| {
        let password = hash(&Password::choose("lluvia en marzo", &[]).unwrap()).unwrap();
        within(store, seeded, move |tx, seeded| {
            let (_, teresa) = &seeded.people[0];
            let registration = Registration {
                name: Name::parse(&teresa.name).unwrap(),
                reach: Reach::Number(NationalId::parse(&teresa.national_id).unwrap()),
                password: password.clone(),
            };
            let account = register(tx, &registration, now())?;
            let impostor = Actor::of_account(tx, account)?.unwrap().citizen().unwrap();
            assert!(prefill(tx, &impostor, "civil.persona", TODAY)?.is_empty());
            Ok(())
        });
    });
}

#[test]
fn others_read_only_with_a_look_that_everyone_in_the_record_sees() {
    each(|store, seeded| {
        within(store, seeded, |tx, seeded| {
            let (ana, beto) = (citizen(tx, seeded, "ana"), citizen(tx, seeded, "beto"));
            let rosa = official(tx, seeded, "revisor");
            let sealed = of_person(tx, ana.person, &Dataset::EMPRESA)?;
            let purpose = Purpose::new(Reason::Review)
                .for_case("LIC-7K4P-2MQX")
                .reading(Dataset::EMPRESA.as_str());
            let look = access::look(tx, &rosa, ana.person, purpose, now())?;
            assert_eq!(
                sealed[0].open(&look)?.text("actividad"),
                "Elaboración y venta de pan"
            );
            assert_eq!(sealed[0].own(&ana)?.key, sealed[0].open(&look)?.key);
            assert!(sealed[0].own(&beto).is_err());

            let key = prefill(tx, &ana, "civil.nacimiento", TODAY)?[1].key.clone();
            let agency = seeded.agencies[identity::demonstration::REGISTRY];
            let found = record(tx, &Dataset::NACIMIENTO, &key)?.unwrap();
            assert_eq!(found.subjects().len(), 2, "mother and daughter");
            assert!(found.clone().about(beto.person).is_none());
            assert!(
                found
                    .clone()
                    .open(tx, &Actor::Anonymous, &Purpose::new(Reason::Issue), now())
                    .is_err()
            );
            let opened = found.open(tx, &Automatic(agency), &Purpose::new(Reason::Issue), now())?;
            assert_eq!(opened.key, key);
            let datasets: Vec<_> = access::entries(tx, &ana, 10, None)?
                .into_iter()
                .map(|entry| entry.dataset)
                .collect();
            assert_eq!(datasets.len(), 2);
            assert!(
                datasets.contains(&Some("civil.nacimiento".into()))
                    && datasets.contains(&Some("comercio.empresa".into()))
            );
            assert!(access::entries(tx, &beto, 10, None)?.is_empty());
            Ok(())
        });
    });
}

#[test]
fn a_change_adds_a_version_and_the_former_ones_stay() {
    each(|store, seeded| {
        within(store, seeded, |tx, seeded| {
            let ana = citizen(tx, seeded, "ana");
            let before = prefill(tx, &ana, "comercio.empresa", TODAY)?.remove(0);
            let mut fields = before.fields.clone();
            fields.insert("actividad".into(), "Venta de pan y comidas".into());
            let change = Amendment {
                fields,
                links: before.links.clone(),
                valid_from: date(2026, 11, 23),
                valid_to: None,
                source: Some("REG-7K4P-2MQX".into()),
            };
            amend(tx, &before, change.clone(), now())?;
            let after = prefill(tx, &ana, "comercio.empresa", TODAY)?.remove(0);
            assert_eq!(
                (after.version, after.text("actividad").as_str()),
                (2, "Venta de pan y comidas")
            );
            assert_eq!(after.source.as_deref(), Some("REG-7K4P-2MQX"));
            let versions = history(tx, &Dataset::EMPRESA, &before.key)?;
            let versions: Vec<_> = versions
                .into_iter()
                .map(|found| found.about(ana.person).unwrap().own(&ana).unwrap().clone())
                .collect();
            assert_eq!(versions, [after, before]);
            Ok(())
        });
        // Of two who start from the same version, the second is told so.
        let seeded = seeded.clone();
        let late = store.write_blocking(move |tx| {
            let ana = citizen(tx, &seeded, "ana");
            let key = prefill(tx, &ana, "comercio.empresa", TODAY)?.remove(0).key;
            let versions = history(tx, &Dataset::EMPRESA, &key)?;
            let first = versions
                .into_iter()
                .last()
                .unwrap()
                .about(ana.person)
                .unwrap();
            let first = first.own(&ana)?;
            let change = Amendment {
                fields: first.fields.clone(),
                links: first.links.clone(),
                valid_from: first.valid_from,
                valid_to: None,
                source: None,
            };
            amend(tx, first, change, now()).map(drop)
        });
        assert!(late.unwrap_err().is_unique());
    });
}

#[test]
fn whoever_no_longer_has_a_part_in_it_no_longer_has_it() {
    each(|store, seeded| {
        within(store, seeded, |tx, seeded| {
            let (ana, beto) = (citizen(tx, seeded, "ana"), citizen(tx, seeded, "beto"));
            let bakery = prefill(tx, &ana, "comercio.empresa", TODAY)?.remove(0);
            let sold = Amendment {
                fields: bakery.fields.clone(),
                links: vec![Link::new(beto.person, "propietario")],
                valid_from: date(2026, 11, 23),
                valid_to: None,
                source: None,
            };
            amend(tx, &bakery, sold, now())?;
            assert!(prefill(tx, &ana, "comercio.empresa", TODAY)?.is_empty());
            assert_eq!(prefill(tx, &beto, "comercio.empresa", TODAY)?.len(), 3);
            Ok(())
        });
    });
}

#[test]
fn an_act_registers_once() {
    each(|store, seeded| {
        let licence = |seeded: &Seeded| NewRecord {
            dataset: Dataset::LICENCIA,
            key: "LIC-7K4P-2MQX".into(),
            fields: [("local".to_owned(), "Mariscal López 245".into())]
                .into_iter()
                .collect(),
            links: vec![Link::new(seeded.people[2].0, "titular")],
            valid_from: date(2026, 11, 23),
            valid_to: Some(date(2027, 11, 23)),
            source: Some("LIC-7K4P-2MQX".into()),
        };
        within(store, seeded, move |tx, seeded| {
            register(tx, &licence(seeded), now())?;
            let ana = citizen(tx, seeded, "ana");
            let licence = prefill(tx, &ana, "comercio.licencia", TODAY)?.remove(0);
            assert!(
                licence.is_valid_on(date(2027, 11, 22)) && !licence.is_valid_on(date(2027, 11, 23))
            );
            Ok(())
        });
        let again = licence(seeded);
        let again = store.write_blocking(move |tx| register(tx, &again, now()));
        assert!(again.unwrap_err().is_unique());
    });
}

#[test]
fn people_see_all_that_is_held_about_them_once_they_proved_who_they_are() {
    each(|store, seeded| {
        within(store, seeded, |tx, seeded| {
            let mut ana = citizen(tx, seeded, "ana");
            let kinds: Vec<String> = own(tx, &ana)?
                .iter()
                .map(|record| record.dataset.to_string())
                .collect();
            for kind in ["civil.persona", "civil.nacimiento", "comercio.empresa"] {
                assert!(kinds.iter().any(|known| known == kind), "{kind}: {kinds:?}");
            }
            assert!(
                own(tx, &ana)?
                    .iter()
                    .all(|record| record.role_of(ana.person).is_some())
            );
            ana.assurance = Assurance::Low;
            assert!(own(tx, &ana)?.is_empty());
            Ok(())
        });
    });
}

#[test]
fn only_the_holder_searches_and_each_person_found_sees_it() {
    each(|store, seeded| {
        within(store, seeded, |tx, seeded| {
            let reviewer = official(tx, seeded, "revisor");
            let purpose = Purpose::new(Reason::Stated("Pide una copia en la ventanilla".into()));
            let find = |tx: &mut Tx, who: &Official, words: &str| {
                search(tx, who, &Dataset::PERSONA, words, &purpose, now())
            };
            assert!(matches!(
                find(tx, &reviewer, "benitez ana"),
                Err(Refusal::NotHeld)
            ));

            let registry = seeded.agencies[identity::demonstration::REGISTRY];
            identity::accounts::appoint(tx, reviewer.account, registry, &["registrador"])?;
            let registrar = official(tx, seeded, "revisor");
            assert!(matches!(find(tx, &registrar, "an"), Err(Refusal::TooShort)));
            assert!(find(tx, &registrar, "%%%").is_err() && find(tx, &registrar, "___").is_err());
            let found = find(tx, &registrar, "arami BENITEZ duarte").unwrap();
            assert_eq!(
                found
                    .iter()
                    .map(|found| found.text("nombre"))
                    .collect::<Vec<_>>(),
                ["Ana Arami Benítez Duarte"]
            );
            assert!(find(tx, &registrar, "san roque").unwrap().len() <= 20);
            assert!(
                find(tx, &registrar, "nadie sellama asi")
                    .unwrap()
                    .is_empty()
            );
            let ana = citizen(tx, seeded, "ana");
            let entries = access::entries(tx, &ana, 10, None)?;
            assert_eq!(
                entries.last().unwrap().dataset.as_deref(),
                Some("civil.persona")
            );
            Ok(())
        });
    });
}

#[test]
fn the_registries_of_the_demonstration_hold_what_they_should() {
    each(|store, seeded| {
        within(store, seeded, |tx, seeded| {
            let mut count = |dataset: &Dataset| {
                let mut keys = std::collections::BTreeSet::new();
                for (person, _) in &seeded.people {
                    for sealed in of_person(tx, *person, dataset).unwrap() {
                        let look = access::look(
                            tx,
                            &Automatic(seeded.agencies["registro-civil"]),
                            *person,
                            Purpose::new(Reason::Issue),
                            now(),
                        );
                        keys.insert(sealed.open(&look.unwrap()).unwrap().key.clone());
                    }
                }
                keys.len()
            };
            assert_eq!(count(&Dataset::PERSONA), seeded.people.len());
            assert_eq!(count(&Dataset::NACIMIENTO), seeded.people.len());
            assert_eq!(count(&Dataset::EMPRESA), 80);
            assert_eq!(count(&Dataset::INMUEBLE), 200);
            Ok(())
        });
    });
}
