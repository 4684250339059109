//! A case is followed a second time by what was written down of it, without the facts it was decided on.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use std::collections::{HashSet, VecDeque};

use process::{Event, Position, Process, Refused, StageId, StageKind, Waiting};
use rules::{Context, Value};

const PERMIT: &str = r#"
start: pago
stages:
  pago:      { title: { es: Pago }, fee: tasa, next: revision }
  revision:
    title: { es: Revisión }
    task: { revisar: { title: { es: Revisar }, who: revisor, results: { conforme: { title: { es: Conforme } }, rechazar: { title: { es: Rechazar } } } } }
    choose:
      correccion: { when: marcas > 0 }
      rechazo: { when: 'resultado = "rechazar"' }
      consultas: { otherwise: true }
  correccion: { title: { es: Corrección }, waits_for: applicant, within: 10 working days, stops_clock: true, next: revision, else: archivo }
  consultas: { title: { es: Consultas }, fork: [bomberos, catastro], next: decision }
  bomberos:
    title: { es: Informe de bomberos }
    task: { informar: { title: { es: Informar }, who: bombero, within: 10 working days } }
    stops_clock: true
    else: recordatorio
    next: espera
  recordatorio: { title: { es: Sin informe }, tells: { es: "Seguimos sin el informe." }, next: decision }
  espera: { title: { es: Espera }, waits: 1 working day, next: decision }
  catastro:
    title: { es: Informe de catastro }
    task: { medir: { title: { es: Medir }, who: catastro } }
    next: decision
  decision: { title: { es: Decisión }, task: { decidir: { title: { es: Decidir }, who: intendente } }, ends: { act: permiso, result: granted } }
  rechazo: { title: { es: Rechazo }, task: { denegar: { title: { es: Denegar }, who: intendente } }, ends: { act: denegacion, result: denied } }
  archivo: { title: { es: Archivo }, ends: { act: archivo, result: abandoned } }
"#;

/// Every event that could happen in the stages of a position, and some that cannot.
fn events(process: &Process, at: &Position) -> Vec<Event> {
    let mut events = vec![
        Event::FeePaid,
        Event::Corrected,
        Event::CorrectionLapsed,
        Event::Cosigned,
        Event::Withdrawn,
    ];
    for stage in process.stages() {
        let id = stage.id.clone();
        match &stage.kind {
            StageKind::Task(task) => {
                let task = task.id.clone();
                events.push(Event::TaskCompleted { task: task.clone() });
                events.push(Event::TaskLapsed { task });
            }
            StageKind::Wait { .. } => events.push(Event::Waited { stage: id }),
            StageKind::Notice { .. } => events.push(Event::Done { stage: id }),
            _ => {}
        }
    }
    assert!(!process.waiting(at).is_empty());
    events
}

fn facts() -> Vec<Context> {
    [(0, "conforme"), (1, "conforme"), (0, "rechazar")]
        .into_iter()
        .map(|(marks, result)| {
            Context::new()
                .with("marcas", Value::from(marks))
                .with("resultado", Value::from(result))
        })
        .collect()
}

/// Every position that can be reached, with every step out of it.
fn every_step(
    process: &Process,
    mut see: impl FnMut(&Position, &Event, Option<&StageId>, &Position),
) {
    let mut queue = VecDeque::from([process.start().unwrap().at]);
    let mut seen = HashSet::new();
    while let Some(at) = queue.pop_front() {
        if !seen.insert(at.to_string()) {
            continue;
        }
        for event in events(process, &at) {
            for facts in facts() {
                if let Ok(step) = process.advance(&at, &event, &facts) {
                    see(&at, &event, step.next, &step.at);
                    queue.push_back(step.at);
                }
            }
        }
    }
}

#[test]
fn every_step_leads_again_to_where_it_led() {
    let process = Process::parse(PERMIT).unwrap();
    let mut steps = 0;
    every_step(&process, |at, event, next, led| {
        let again = process.again(at, event, next);
        assert_eq!(again.as_ref(), Ok(led), "from {at} by {event:?}");
        steps += 1;
    });
    assert!(steps > 50, "only {steps} steps were tried");
}

#[test]
fn what_could_not_have_happened_is_refused() {
    let process = Process::parse(PERMIT).unwrap();
    let review = Position::from("revision".to_owned());
    let reviewed = Event::TaskCompleted {
        task: "revisar".into(),
    };
    let to = |stage: &str| Some(StageId::from_stored(stage));
    let refused =
        |event: &Event, next: Option<StageId>| process.again(&review, event, next.as_ref());
    assert_eq!(refused(&Event::Corrected, None), Err(Refused::NotHere));
    assert_eq!(refused(&reviewed, to("decision")), Err(Refused::NotHere));
    assert_eq!(
        refused(&reviewed, None),
        Err(Refused::NotSaid("revision".into()))
    );
}

#[test]
fn where_there_is_one_way_out_it_need_not_be_said() {
    let process = Process::parse(PERMIT).unwrap();
    let paid = process.again(&Position::from("pago".to_owned()), &Event::FeePaid, None);
    assert_eq!(paid.unwrap().to_string(), "revision");
    let ended = process.again(
        &Position::from("decision".to_owned()),
        &Event::TaskCompleted {
            task: "decidir".into(),
        },
        None,
    );
    assert!(matches!(
        process.waiting(&ended.unwrap()).as_slice(),
        [Waiting::Official(_)]
    ));
}
