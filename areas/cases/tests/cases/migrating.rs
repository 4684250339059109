//! Running cases go on under another version, forth and back, and nothing of them is lost.

use std::collections::BTreeMap;
use std::sync::Arc;

use cases::complete::Completion;
use cases::mark::Mark;
use cases::migrate::{self, Plan};
use cases::{CaseNumber, Error, event};
use process::Outcome;
use proptest::prelude::*;
use services::Published;
use store::Statement;
use store::testing::each_database;

use crate::browser::Browser;
use crate::town::{ROOMS, SERVICE, Town, files_of, result, town};

/// Open work with its terms, and what will be done later: what a case must never lose.
const TASKS: Statement = Statement::new(
    "tasks",
    "select name, opened_at, due_at from case_task where completed_at is null order by opened_at, id",
);
const ALARMS: Statement = Statement::new(
    "alarms",
    "select kind, key, due_at from job order by kind, key",
);

/// A new version of the town's service, and its own tests with it.
fn publish(town: &Town, changes: &[(&str, &str, &str)]) -> Arc<Published> {
    let mut files = files_of(SERVICE);
    for (file, from, to) in changes {
        let before = files.get(*file).unwrap();
        let text = before.replacen(from, to, 1);
        assert_ne!(text, *before, "{from}");
        files.insert((*file).to_owned(), text);
    }
    let now = town.now;
    let hash = town
        .store
        .write_blocking(move |tx| services::publish(tx, &files, now))
        .unwrap();
    let catalogue = services::Catalogue::new(services::Library::parse("[]", "[]").unwrap());
    let found = town
        .store
        .read_blocking(move |db| catalogue.by_hash(db, &hash));
    found.unwrap().unwrap()
}

fn plan(town: &Town, to: &Arc<Published>) -> Vec<Plan> {
    let (state, to) = (town.state.clone(), to.clone());
    let analyst = town.official("director");
    let plans = town
        .store
        .read_blocking(move |db| migrate::behind(db, &state, &analyst, &to));
    plans.unwrap()
}

fn put_under(town: &Town, plan: &Plan, to: &Arc<Published>) -> Result<(), Error> {
    let (state, plan, to, now) = (town.state.clone(), plan.clone(), to.clone(), town.now);
    let analyst = town.official("director");
    town.store
        .write_blocking(move |tx| migrate::put_under(tx, &state, &plan, &to, &analyst, now))
}

/// Everything that a case has: its history, what it waits for and its terms.
fn belongings(town: &Town, number: &CaseNumber) -> (Vec<String>, Vec<String>, Vec<String>, String) {
    let case = town.case(number);
    let id = case.id;
    let read = town.store.read_blocking(move |db| {
        let history = event::history(db, id)?;
        let tasks = db.rows(&TASKS, store::params![], |row| {
            let (name, opened, due): (String, i64, Option<i64>) =
                (row.get(0)?, row.get(1)?, row.get(2)?);
            Ok(format!("{name} {opened} {due:?}"))
        })?;
        let alarms = db.rows(&ALARMS, store::params![], |row| {
            let (kind, key, at): (String, String, i64) = (row.get(0)?, row.get(1)?, row.get(2)?);
            Ok(format!("{kind} {key} {at}"))
        })?;
        let history = history
            .iter()
            .map(|recorded| format!("{recorded:?}"))
            .collect();
        Ok::<_, store::Error>((history, tasks, alarms))
    });
    let (history, tasks, alarms) = read.unwrap();
    let terms = format!(
        "{:?} {:?} {:?} {:?}",
        case.position, case.due_on, case.due_at, case.stopped_at
    );
    (history, tasks, alarms, terms)
}

/// Does whatever waits until the case ends.
fn to_the_end(town: &Town, number: &CaseNumber) -> Outcome {
    for _ in 0..10 {
        let case = town.case(number);
        if let Some(outcome) = case.outcome {
            return outcome;
        }
        match case.position.to_string().as_str() {
            "correccion" => {
                let page = format!("/expedientes/{number}/corregir");
                let sent = Browser::with_token(town, "ana").post(&page, &[("metros", "45")]);
                assert_eq!(sent.status, 303);
            }
            "revision" => {
                town.complete("revisor", number, result("conforme"))
                    .unwrap();
            }
            _ => {
                let any = ["director", "revisor"]
                    .into_iter()
                    .any(|login| town.complete(login, number, Completion::default()).is_ok());
                assert!(any, "{:?}", case.position);
            }
        }
    }
    unreachable!("it does not end")
}

/// A change that a lawyer may make to the service, harmless or not.
const CHANGES: [(&str, &str, &str); 9] = [
    ("process.yaml", "who: revisor", "who: inspector"),
    (
        "process.yaml",
        "who: revisor\n",
        "who: revisor\n        within: 3 working days\n",
    ),
    (
        "process.yaml",
        "within: 5 working days\n    stops_clock: true",
        "within: 9 working days\n    stops_clock: true",
    ),
    (
        "process.yaml",
        "      firma: { otherwise: true }\n",
        "      aviso: { otherwise: true }\n  aviso: { title: { es: Aviso, en: Word }, tells: { es: Ya casi., en: Almost. }, next: firma }\n",
    ),
    (
        "process.yaml",
        "appeal: 15 working days",
        "appeal: 20 working days",
    ),
    (
        "service.yaml",
        "within: 10 working days",
        "within: 12 working days",
    ),
    ("service.yaml", "valid: 1 year", "valid: 2 years"),
    (
        "form.yaml",
        "      - plano:",
        "      - nota: { ask: { es: ¿Algo más?, en: Anything else? }, type: text, optional: true }\n      - plano:",
    ),
    (
        "form.yaml",
        "      - plano:",
        "      - pisos: { ask: { es: ¿Cuántos pisos?, en: How many floors? }, type: number }\n      - plano:",
    ),
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    /// However far a case has come and whatever a version changes: what moves has all that it had, goes back to
    /// exactly that, and still comes to its end; what does not move says why.
    #[test]
    fn no_migration_loses_an_event_a_task_or_a_deadline(steps in 0..4_usize, changes in proptest::sample::subsequence(&CHANGES[..], 1..4)) {
        let (store, _folder) = store::testing::sqlite(ROOMS);
            let town = town(store);
            let first = town.service.clone();
            let filed = town.file_as(Some(town.citizen("ana")), &[("metros", "40")], None).unwrap();
            let number = filed.number;
            if steps == 1 || steps == 2 {
                let marks = Completion {
                    marks: vec![Mark { question: "metros".to_owned(), remark: "¿Seguro?".to_owned() }],
                    ..Completion::default()
                };
                town.complete("revisor", &number, marks).unwrap();
            }
            if steps >= 2 {
                if steps == 2 {
                    Browser::with_token(&town, "ana").post(&format!("/expedientes/{number}/corregir"), &[("metros", "45")]);
                }
                town.complete("revisor", &number, result("conforme")).unwrap();
            }
            // Both changes of the role and the time of one line cannot be made.
            let mut once = BTreeMap::new();
            for change in &changes {
                once.entry(change.1).or_insert(*change);
            }
            if once.contains_key("who: revisor") {
                once.remove("who: revisor\n");
            }
            let mut files = files_of(SERVICE);
            for (file, from, to) in once.values() {
                let text = files[*file].replacen(from, to, 1);
                files.insert((*file).to_owned(), text);
            }
            let asks_more = once.values().any(|change| change.2.contains("pisos"));
            if asks_more {
                files.insert("tests.yaml".to_owned(), files["tests.yaml"].replace("metros: 40", "metros: 40, pisos: 1"));
            }
            let now = town.now;
            let hash = town.store.write_blocking(move |tx| services::publish(tx, &files, now)).unwrap();
            let catalogue = services::Catalogue::new(services::Library::parse("[]", "[]").unwrap());
            let second = town.store.read_blocking(move |db| catalogue.by_hash(db, &hash)).unwrap().unwrap();

            let had = belongings(&town, &number);
            let plans = plan(&town, &second);
            assert_eq!(plans.len(), 1);
            let promised = once.values().any(|change| change.2.contains("12 working days"));
            assert!(!(plans[0].stays.is_empty() && (promised || asks_more)), "{plans:?}");
            if !plans[0].stays.is_empty() {
                let refused = put_under(&town, &plans[0], &second);
                assert!(matches!(refused, Err(Error::MovedOn)));
                assert_eq!(belongings(&town, &number), had, "what stays is untouched");
                to_the_end(&town, &number);
                return Ok(());
            }
            put_under(&town, &plans[0], &second).unwrap();
            let has = belongings(&town, &number);
            assert_eq!(has.0[..had.0.len()], had.0[..], "an event was lost");
            assert_eq!(has.0.len(), had.0.len() + 1);
            assert_eq!((&has.1, &has.2, &has.3), (&had.1, &had.2, &had.3));
            let twice = put_under(&town, &plans[0], &second);
            assert!(matches!(twice, Err(Error::MovedOn)));

            let (state, analyst, to) = (town.state.clone(), town.official("director"), second.clone());
            let back = town.store.read_blocking(move |db| migrate::moved(db, &state, &analyst, &to)).unwrap();
            assert_eq!(back.len(), 1);
            assert_eq!(back[0].1.hash, first.hash);
            if back[0].0.stays.is_empty() {
                put_under(&town, &back[0].0, &back[0].1).unwrap();
                let again = belongings(&town, &number);
                assert_eq!((&again.1, &again.2, &again.3), (&had.1, &had.2, &had.3));
                let plans = plan(&town, &second);
                put_under(&town, &plans[0], &second).unwrap();
            }
            assert_eq!(to_the_end(&town, &number), Outcome::Granted);
    }
}

#[test]
fn an_analyst_sees_which_cases_move_and_moves_them_forth_and_back() {
    each_database(ROOMS, |store| {
        let town = town(store);
        let file = || town.file_as(Some(town.citizen("ana")), &[("metros", "40")], None);
        let (one, two) = (file().unwrap().number, file().unwrap().number);
        town.complete("revisor", &two, result("conforme")).unwrap();
        // The reviewer's role is another's now, and where the first case stands there is more time.
        let second = publish(
            &town,
            &[(
                "process.yaml",
                "who: revisor\n",
                "who: revisor\n        within: 3 working days\n",
            )],
        );
        let store = town.store.clone();
        let catalogue = town.catalogue.clone();
        store.read_blocking(move |db| catalogue.reload(db)).unwrap();
        let page = "/oficina/tramites/permiso-de-prueba/expedientes";
        let mut director = Browser::with_token(&town, "director");
        let shown = director.get(page).text();
        assert!(
            shown.contains(one.as_str()) && shown.contains(two.as_str()),
            "{shown}"
        );
        assert!(
            shown.contains("espera otra cosa, o en otro plazo"),
            "{shown}"
        );
        let mut foreign = Browser::with_token(&town, "transparencia");
        assert_eq!(foreign.get(page).status, 404);
        assert_eq!(foreign.post(page, &[("hacer", "mover")]).status, 404);
        assert_eq!(director.post(page, &[("hacer", "mover")]).status, 303);
        assert_eq!(town.case(&two).service_hash, second.hash);
        assert_ne!(town.case(&one).service_hash, second.hash);
        let told = Browser::with_token(&town, "ana")
            .get(&format!("/expedientes/{two}"))
            .text();
        assert!(told.contains("Pasó a otra versión del trámite"), "{told}");
        assert_eq!(director.post(page, &[("hacer", "volver")]).status, 303);
        assert_eq!(town.case(&two).service_hash, town.service.hash);
    });
}
