//! Whoever writes past the program is found out: a case is what its history says.

use cases::complete::Completion;
use cases::verify::{self, Astray, Looked, What, Why};
use store::Statement;
use store::testing::each_database;

use crate::town::{ROOMS, Town, result, town};

fn look(town: &Town) -> (Looked, Vec<Astray>) {
    let mut astray = Vec::new();
    let looked = verify::all(&town.store, &town.state, |found| astray.push(found));
    (looked.unwrap(), astray)
}

fn differs(what: What, kept: &str, told: &str) -> Why {
    Why::Differs {
        what,
        kept: kept.to_owned(),
        told: told.to_owned(),
    }
}

/// A town with one case, reviewed and waiting for the director, after somebody wrote into the database.
fn after(store: store::Store, statement: &'static Statement) -> (Town, Vec<Why>) {
    let mut town = town(store);
    let filed = town.file("40", None).unwrap();
    town.complete("revisor", &filed.number, result("conforme"))
        .unwrap();
    assert_eq!(look(&town).1, []);
    let changed = town.store.write_blocking(move |tx| tx.exec(statement, &[]));
    assert!(changed.unwrap() > 0, "nothing was tampered with");
    let (_, astray) = look(&town);
    assert!(
        astray
            .iter()
            .all(|one| one.number == filed.number.to_string())
    );
    town.astray.clone_from(&astray);
    (town, astray.into_iter().map(|one| one.why).collect())
}

fn is_found_out(statement: &'static Statement, expected: &[Why]) {
    each_database(ROOMS, |store| {
        let (_town, found) = after(store, statement);
        assert_eq!(found, expected);
    });
}

#[test]
fn a_case_put_into_another_stage_is_found_out() {
    const TAMPER: Statement = Statement::new("tamper", "update case_file set stage = 'rechazo'");
    is_found_out(&TAMPER, &[differs(What::Stage, "rechazo", "firma")]);
}

#[test]
fn an_end_that_nobody_decided_is_found_out() {
    const TAMPER: Statement = Statement::new(
        "tamper",
        "update case_file set outcome = 'granted', ended_at = 1764000000000000",
    );
    let expected = [
        differs(What::Outcome, "granted", ""),
        differs(What::EndedAt, "2025-11-24T16:00:00Z", ""),
    ];
    is_found_out(&TAMPER, &expected);
}

#[test]
fn a_clock_that_nobody_stopped_is_found_out() {
    const TAMPER: Statement = Statement::new(
        "tamper",
        "update case_file set stopped_at = 1764000000000000",
    );
    is_found_out(
        &TAMPER,
        &[differs(What::StoppedAt, "2025-11-24T16:00:00Z", "")],
    );
}

#[test]
fn work_taken_off_its_desk_is_found_out() {
    const TAMPER: Statement =
        Statement::new("tamper", "delete from case_task where completed_at is null");
    is_found_out(&TAMPER, &[differs(What::OpenTasks, "", "firmar")]);
}

#[test]
fn an_event_taken_away_is_found_out() {
    const LAST: Statement = Statement::new(
        "tamper",
        "delete from case_event where revision = (select max(revision) from case_event)",
    );
    let expected = [
        differs(What::Stage, "firma", "revision"),
        differs(What::Revision, "1", "0"),
        differs(What::OpenTasks, "firmar", "revisar"),
    ];
    is_found_out(&LAST, &expected);
    const FIRST: Statement = Statement::new("tamper", "delete from case_event where revision = 0");
    is_found_out(&FIRST, &[Why::Impossible { revision: 1 }]);
    const ALL: Statement = Statement::new("tamper", "delete from case_event");
    is_found_out(&ALL, &[Why::NoHistory]);
}

#[test]
fn an_event_made_into_another_is_found_out() {
    const PAID: Statement = Statement::new(
        "tamper",
        r#"update case_event set kind = 'fee-paid', detail = '{"what":"fee-paid"}' where revision = 1"#,
    );
    is_found_out(&PAID, &[Why::Impossible { revision: 1 }]);
    const NONSENSE: Statement = Statement::new(
        "tamper",
        "update case_event set detail = 'no' where revision = 1",
    );
    is_found_out(&NONSENSE, &[Why::Impossible { revision: 1 }]);
}

#[test]
fn another_way_than_was_chosen_is_found_out() {
    const ELSEWHERE: Statement = Statement::new(
        "tamper",
        "update case_event set next_stage = 'rechazo' where revision = 1",
    );
    let expected = [
        differs(What::Stage, "firma", "rechazo"),
        differs(What::OpenTasks, "firmar", "denegar"),
    ];
    is_found_out(&ELSEWHERE, &expected);
    const NOWHERE: Statement = Statement::new(
        "tamper",
        "update case_event set next_stage = 'archivo' where revision = 1",
    );
    is_found_out(&NOWHERE, &[Why::Impossible { revision: 1 }]);
}

#[test]
fn a_definition_that_is_not_there_is_said() {
    const TAMPER: Statement =
        Statement::new("tamper", "update case_file set service_hash = 'none'");
    is_found_out(&TAMPER, &[Why::NoDefinition("none".to_owned())]);
}

#[test]
fn every_case_is_looked_at_however_many_there_are() {
    each_database(ROOMS, |store| {
        let town = town(store);
        let nobody = Looked::default();
        assert_eq!(look(&town), (nobody, Vec::new()));
        // More than are read at once.
        for number in 0..203 {
            town.file("40", Some(&format!("key-{number}"))).unwrap();
        }
        let decided = town.file("40", None).unwrap();
        town.complete("revisor", &decided.number, result("conforme"))
            .unwrap();
        town.complete("director", &decided.number, Completion::default())
            .unwrap();
        let (looked, astray) = look(&town);
        assert_eq!(astray, []);
        assert_eq!(looked.cases, 204);
        assert_eq!(looked.events, 207, "204 filed, two tasks, one decision");
    });
}
