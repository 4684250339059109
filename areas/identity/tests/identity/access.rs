//! Looking at somebody's data leaves a line; not leaving one is not possible.

use axum::http::StatusCode;
use identity::access::{self, Automatic};
use identity::{Actor, Personal, Purpose, Reason, people};
use jiff::SignedDuration;
use store::Error;

use crate::town::{self, noon};

#[test]
fn a_look_opens_the_data_of_that_person_only_and_they_read_of_it() {
    town::each(|town| {
        let (ana, beto, rosa) = (town.ana.clone(), town.beto.clone(), town.rosa.clone());
        town.store
            .write_blocking(move |tx| {
                let hers = people::by_id(tx, ana.person)?.unwrap();
                let his = people::by_id(tx, beto.person)?.unwrap();
                let purpose = Purpose::new(Reason::Review)
                    .for_case("LIC-7K4P-2MQX")
                    .reading("civil.persona");
                let look = access::look(tx, &rosa, ana.person, purpose, noon())?;
                assert_eq!(hers.open(&look)?.name, "Ana Arami Benítez");
                assert_eq!(his.open(&look).unwrap_err(), Error::Missing);
                assert_eq!(hers.own(&ana)?.name, "Ana Arami Benítez");
                assert_eq!(his.own(&ana).unwrap_err(), Error::Missing);
                Ok::<_, Error>(())
            })
            .unwrap();
        let (ana, beto) = (town.ana.clone(), town.beto.clone());
        let read = move |db: &mut store::Db| {
            Ok::<_, Error>((
                access::entries(db, &ana, 10, None)?,
                access::entries(db, &beto, 10, None)?,
            ))
        };
        let (hers, his) = town.store.read_blocking(read).unwrap();
        assert!(his.is_empty());
        let [entry] = hers.as_slice() else {
            panic!("one look, one line: {hers:?}")
        };
        assert_eq!(entry.at, noon());
        assert_eq!(entry.by.as_deref(), Some("Rosa G̃uyraʼi Villalba"));
        assert_eq!(
            entry.agency.as_ref().unwrap().as_str(text::Lang::Es),
            "Municipalidad de San Roque"
        );
        assert_eq!(
            (&entry.reason, entry.case.as_deref()),
            (&Reason::Review, Some("LIC-7K4P-2MQX"))
        );
        assert_eq!(entry.dataset.as_deref(), Some("civil.persona"));
    });
}

#[test]
fn a_stranger_has_no_eyes_and_a_machine_has_its_agencys() {
    town::each(|town| {
        let (ana, agency) = (town.ana.clone(), town.rosa.agency);
        town.store
            .write_blocking(move |tx| {
                let refused = access::look(
                    tx,
                    &Actor::Anonymous,
                    ana.person,
                    Purpose::new(Reason::Review),
                    noon(),
                );
                assert_eq!(refused.unwrap_err(), Error::Missing);
                access::look(
                    tx,
                    &Automatic(agency),
                    ana.person,
                    Purpose::new(Reason::Issue),
                    noon(),
                )?;
                let entries = access::entries(tx, &ana, 10, None)?;
                assert_eq!(entries.len(), 1);
                assert!(entries[0].by.is_none() && entries[0].agency.is_some());
                Ok::<_, Error>(())
            })
            .unwrap();
    });
}

#[test]
fn a_look_that_is_rolled_back_gives_nothing_away() {
    town::each(|town| {
        let (ana, rosa) = (town.ana.clone(), town.rosa.clone());
        let failed: Result<String, Error> = town.store.write_blocking(move |tx| {
            let sealed = people::by_id(tx, ana.person)?.unwrap();
            let look = access::look(tx, &rosa, ana.person, Purpose::new(Reason::Review), noon())?;
            let _name = sealed.open(&look)?.name.clone();
            Err(Error::Misuse("something failed later"))
        });
        assert!(failed.is_err(), "the name never leaves the transaction");
        let ana = town.ana.clone();
        assert!(
            town.store
                .read_blocking(move |db| access::entries(db, &ana, 10, None))
                .unwrap()
                .is_empty()
        );
    });
}

#[test]
fn my_data_lists_who_looked_newest_first_page_by_page() {
    town::each(|town| {
        let browser = town.browser();
        browser.sign_in("ana@correo.example");
        let empty = browser.get("/mi/datos");
        assert_eq!(empty.status, StatusCode::OK);
        assert!(
            empty.body.contains("Todavía nadie miró tus datos"),
            "{}",
            empty.body
        );

        let (ana, rosa) = (town.ana.clone(), town.rosa.clone());
        town.store
            .write_blocking(move |tx| {
                for minute in 0..25 {
                    let at = noon()
                        .checked_add(SignedDuration::from_mins(minute))
                        .unwrap();
                    let purpose = Purpose::new(Reason::Decide).for_case(format!("LIC-{minute:04}"));
                    access::look(tx, &rosa, ana.person, purpose, at)?;
                }
                Ok::<_, Error>(())
            })
            .unwrap();
        let first = browser.get("/mi/datos").body;
        let position = |page: &str, number: &str| page.find(number).unwrap_or(usize::MAX);
        assert!(position(&first, "LIC-0024") < position(&first, "LIC-0023"));
        assert!(first.contains("LIC-0005") && !first.contains("LIC-0004"));
        assert!(first.contains("Rosa G̃uyraʼi Villalba, Municipalidad de San Roque"));
        assert!(first.contains("Decidir sobre tu solicitud"));
        let older = first
            .split("href=\"")
            .find(|part| part.starts_with("/mi/datos?despues="))
            .unwrap();
        let second = browser.get(older.split('"').next().unwrap()).body;
        assert!(
            second.contains("LIC-0004")
                && second.contains("LIC-0000")
                && !second.contains("LIC-0005")
        );
        assert!(first.contains("Ver anteriores") && !second.contains("Ver anteriores"));
    });
}

#[test]
fn my_data_is_mine_alone() {
    town::each(|town| {
        let (ana, rosa) = (town.ana.clone(), town.rosa.clone());
        let look = move |tx: &mut store::Tx| {
            access::look(tx, &rosa, ana.person, Purpose::new(Reason::Review), noon())
        };
        let entry = town.store.write_blocking(look).unwrap().entry();
        let browser = town.browser();
        assert_eq!(
            browser.get("/mi/datos").location(),
            "/ingresar?volver=/mi/datos"
        );
        browser.sign_in("beto@correo.example");
        let page = browser.get(&format!("/mi/datos?despues={entry}")).body;
        assert!(!page.contains("Rosa G̃uyraʼi") && !page.contains("Ana Arami"));
    });
}

#[test]
fn what_is_sealed_prints_nothing() {
    town::each(|town| {
        let sealed = Personal::about(town.ana.person, "un secreto".to_owned());
        assert_eq!(format!("{sealed:?}"), "Personal(…)");
    });
}
