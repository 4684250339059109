//! A building permit: two agencies are asked at once, an inspector visits, and the mayor decides on all of it.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use process::{Assigned, Effect, Event, Meeting, Outcome, Process, Refused, Step, Waiting};
use rules::Context;
use text::Lang;

const PERMIT: &str = r#"
start: consultas
stages:
  consultas: { title: { es: Consultas }, fork: [bomberos, catastro, visita], next: decision }
  bomberos:
    title: { es: Informe de bomberos }
    task: { informar: { title: { es: Informar }, who: bombero, agency: cuerpo-de-bomberos, within: 10 working days } }
    stops_clock: true
    else: recordatorio
    next: espera
  recordatorio: { title: { es: Sin informe }, tells: { es: "Seguimos sin el informe de bomberos." }, next: decision }
  espera: { title: { es: Espera }, waits: 1 working day, next: decision }
  catastro:
    title: { es: Informe de catastro }
    task: { medir: { title: { es: Medir }, who: catastro, agency: direccion-de-catastro, within: 5 working days } }
    stops_clock: true
    next: decision
  visita:
    title: { es: Visita }
    task: { visitar: { title: { es: Visitar }, who: inspector, meeting: visit, assigned: by_load,
                       escalates: { after: 3 working days, to: director } } }
    next: decision
  decision:
    title: { es: Decisión }
    task: { decidir: { title: { es: Decidir }, who: intendente, not: visitar } }
    ends: { act: permiso, result: granted }
"#;

fn done(task: &str) -> Event {
    Event::TaskCompleted { task: task.into() }
}

fn names(effects: &[Effect<'_>]) -> Vec<String> {
    let name = |effect: &Effect<'_>| match effect {
        Effect::OpenTask(task) => task.id.clone(),
        other => format!("{other:?}")
            .split([' ', '{', '('])
            .next()
            .unwrap_or_default()
            .to_owned(),
    };
    effects.iter().map(name).collect()
}

fn permit() -> Process {
    Process::parse(PERMIT).unwrap()
}

fn advance<'p>(process: &'p Process, step: &Step<'_>, event: &Event) -> Step<'p> {
    process.advance(&step.at, event, &Context::new()).unwrap()
}

#[test]
fn branches_go_on_at_once_and_meet_when_the_last_is_there() {
    let process = permit();
    let start = process.start().unwrap();
    assert_eq!(start.at.to_string(), "bomberos,catastro,visita");
    assert_eq!(
        names(&start.effects),
        ["StopClock", "informar", "medir", "visitar"]
    );
    assert_eq!(process.waiting(&start.at).len(), 3);

    let visited = advance(&process, &start, &done("visitar"));
    assert_eq!(visited.at.to_string(), "bomberos,catastro");
    assert!(
        visited.effects.is_empty(),
        "nobody else is asked for anything: {:?}",
        visited.effects
    );
    let measured = advance(&process, &visited, &done("medir"));
    assert!(
        measured.effects.is_empty(),
        "the other report still holds the clock"
    );
    let reported = advance(&process, &measured, &done("informar"));
    assert_eq!(reported.at.to_string(), "espera");
    assert_eq!(names(&reported.effects), ["ResumeClock", "Wait"]);
    let stage = reported.at.stages().next().unwrap().clone();
    let joined = advance(&process, &reported, &Event::Waited { stage });
    assert_eq!(joined.at.to_string(), "decision");
    assert_eq!(names(&joined.effects), ["decidir"]);
    let ended = advance(&process, &joined, &done("decidir"));
    assert!(
        matches!(ended.effects.as_slice(), [Effect::End(ending)] if ending.outcome == Outcome::Granted)
    );
}

#[test]
fn a_report_that_does_not_come_is_gone_without() {
    let process = permit();
    let start = process.start().unwrap();
    let late = Event::TaskLapsed {
        task: "informar".into(),
    };
    let without = advance(&process, &start, &late);
    assert_eq!(without.at.to_string(), "catastro,visita,recordatorio");
    let told = Event::Done {
        stage: without.at.stages().last().unwrap().clone(),
    };
    let waits = advance(&process, &without, &told);
    assert_eq!(waits.at.to_string(), "catastro,visita");
    let never = Event::TaskLapsed {
        task: "medir".into(),
    };
    let refused = process
        .advance(&start.at, &never, &Context::new())
        .unwrap_err();
    assert_eq!(refused, Refused::NotHere, "this one is waited for");
}

#[test]
fn any_order_of_the_branches_leads_to_the_same_place() {
    let process = permit();
    let orders = [
        ["informar", "medir", "visitar"],
        ["visitar", "informar", "medir"],
        ["medir", "visitar", "informar"],
    ];
    for order in orders {
        let mut step = process.start().unwrap();
        for task in order {
            step = advance(&process, &step, &done(task));
            assert!(process.open_task(&step.at, task).is_none());
            let again = process.advance(&step.at, &done(task), &Context::new());
            assert_eq!(again.unwrap_err(), Refused::NotHere);
            let waits = step
                .at
                .stages()
                .find(|stage| stage.as_str() == "espera")
                .cloned();
            if let Some(stage) = waits {
                step = advance(&process, &step, &Event::Waited { stage });
            }
        }
        assert_eq!(step.at.to_string(), "decision", "{order:?}");
    }
}

#[test]
fn whoever_asked_may_withdraw_where_the_process_does_not_refuse_it() {
    let process = permit();
    let start = process.start().unwrap();
    let withdrawn = advance(&process, &start, &Event::Withdrawn);
    assert!(matches!(
        withdrawn.effects.as_slice(),
        [Effect::CloseTasks, Effect::End(ending)] if ending.act == process::WITHDRAWAL_ACT
    ));
    let twice = process.advance(&withdrawn.at, &done("decidir"), &Context::new());
    assert_eq!(twice.unwrap_err(), Refused::NotHere);
    let refusing = Process::parse(&format!("withdrawal: refused{PERMIT}")).unwrap();
    let refused = refusing.advance(&start.at, &Event::Withdrawn, &Context::new());
    assert_eq!(refused.unwrap_err(), Refused::NotHere);
}

#[test]
fn a_task_says_who_gets_it_where_and_on_what_day() {
    let process = permit();
    let visit = process.task("visitar").unwrap();
    assert_eq!(
        (visit.meeting, visit.assigned),
        (Some(Meeting::Visit), Assigned::ByLoad)
    );
    assert_eq!(visit.escalation.as_ref().unwrap().role, "director");
    assert_eq!(
        process.task("medir").unwrap().agency.as_deref(),
        Some("direccion-de-catastro")
    );
    let start = process.start().unwrap();
    assert!(matches!(
        process.waiting(&start.at)[0],
        Waiting::Official(_)
    ));
}

#[test]
fn branches_keep_to_themselves() {
    for (from, to, says) in [
        (
            "fork: [bomberos, catastro, visita]",
            "fork: [bomberos]",
            "de 2 a 10 ramas",
        ),
        (
            "stops_clock: true\n    next: decision",
            "stops_clock: true\n    next: visita",
            "«visita»: está en dos ramas",
        ),
        (
            "start: consultas",
            "start: catastro",
            "ninguna etapa lleva aquí",
        ),
        (
            "waits: 1 working day, next: decision",
            "ends: { act: a, result: denied }",
            "«espera»: dentro de las ramas",
        ),
        (
            "waits: 1 working day, next",
            "fee: tasa, next",
            "«espera»: dentro de las ramas",
        ),
        (
            "within: 10 working days",
            "results: {}",
            "agrega within a la tarea",
        ),
    ] {
        assert!(PERMIT.contains(from), "{from}");
        let error = Process::parse(&PERMIT.replacen(from, to, 1)).unwrap_err();
        let told = error.says.as_str(Lang::Es).to_owned();
        assert!(told.contains(says), "{told} instead of {says}");
    }
}
