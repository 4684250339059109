//! A licence's process, as the analyst writes it: what it refuses, and where cases go.

use process::{Effect, Error, Event, Outcome, Process, Refused, Waiting};
use rules::Context;

const LICENCE: &str = r#"
start: pago
stages:
  pago:      { title: { es: Pago }, fee: tasa, next: revision }
  revision:
    title: { es: Revisión }
    task: { revisar: { title: { es: Revisar }, who: revisor, within: 5 working days,
                       results: { conforme: { title: { es: En orden } }, rechazar: { title: { es: Rechazar }, reasons: required } } } }
    choose:
      correccion: { when: marcas > 0 }
      rechazo:    { when: 'resultado = "rechazar"' }
      firma:      { otherwise: true }
  correccion: { title: { es: Corrección }, waits_for: applicant, within: 10 working days, stops_clock: true, next: revision, else: archivo }
  firma:     { title: { es: Firma }, task: { firmar: { title: { es: Firmar }, who: director, not: revisar, files: 3 } }, ends: { act: licencia, result: granted } }
  rechazo:   { title: { es: Rechazo }, task: { denegar: { title: { es: Denegar }, who: director } }, ends: { act: denegacion, result: denied, appeal: 15 working days } }
  archivo:   { title: { es: Archivo }, ends: { act: archivo, result: abandoned } }
"#;

fn facts(result: &str, marks: i64) -> Context {
    Context::new()
        .with("resultado", result)
        .with("marcas", marks)
}

#[test]
fn a_case_walks_from_the_fee_to_the_signed_licence() {
    let process = Process::parse(LICENCE).unwrap();
    let none = Context::new();
    let start = process.start(&none).unwrap();
    assert!(matches!(
        start.effects.as_slice(),
        [Effect::OrderFee { table: "tasa" }]
    ));
    let paid = process.advance(&start.at, &Event::FeePaid, &none).unwrap();
    assert!(matches!(paid.effects.as_slice(), [Effect::OpenTask(task)] if task.role == "revisor"));
    let reviewed = Event::TaskCompleted {
        task: "revisar".to_owned(),
    };
    let signing = process
        .advance(&paid.at, &reviewed, &facts("conforme", 0))
        .unwrap();
    assert!(
        matches!(signing.effects.as_slice(), [Effect::OpenTask(task)] if task.not_same_as.as_deref() == Some("revisar") && task.files_max == 3)
    );
    let signed = Event::TaskCompleted {
        task: "firmar".to_owned(),
    };
    let end = process.advance(&signing.at, &signed, &none).unwrap();
    assert!(
        matches!(end.effects.as_slice(), [Effect::End(ending)] if ending.outcome == Outcome::Granted && ending.act == "licencia")
    );
}

#[test]
fn marks_send_it_back_to_the_applicant_and_silence_there_archives_it() {
    let process = Process::parse(LICENCE).unwrap();
    let paid = process
        .advance(process.first(), &Event::NothingToPay, &Context::new())
        .unwrap();
    let reviewed = Event::TaskCompleted {
        task: "revisar".to_owned(),
    };
    let asked = process.advance(&paid.at, &reviewed, &facts("", 2)).unwrap();
    assert!(matches!(
        process.waiting(&asked.at),
        Some(Waiting::Applicant(_))
    ));
    let back = process
        .advance(&asked.at, &Event::Corrected, &Context::new())
        .unwrap();
    assert!(matches!(
        back.effects.as_slice(),
        [Effect::ResumeClock, Effect::OpenTask(_)]
    ));
    let lapsed = process
        .advance(&asked.at, &Event::CorrectionLapsed, &Context::new())
        .unwrap();
    assert!(
        matches!(lapsed.effects.as_slice(), [Effect::ResumeClock, Effect::End(ending)] if ending.outcome == Outcome::Abandoned)
    );
}

#[test]
fn nothing_happens_twice_or_elsewhere() {
    let process = Process::parse(LICENCE).unwrap();
    let paid = process
        .advance(process.first(), &Event::FeePaid, &Context::new())
        .unwrap();
    assert_eq!(
        process
            .advance(&paid.at, &Event::FeePaid, &Context::new())
            .unwrap_err(),
        Refused::NotHere
    );
    let other = Event::TaskCompleted {
        task: "firmar".to_owned(),
    };
    assert_eq!(
        process
            .advance(&paid.at, &other, &Context::new())
            .unwrap_err(),
        Refused::NotHere
    );
}

#[test]
fn only_a_task_that_a_correction_may_follow_lets_fields_be_marked() {
    let process = Process::parse(LICENCE).unwrap();
    let stage = |name: &str| {
        process
            .stages()
            .find(|stage| stage.id.as_str() == name)
            .unwrap()
            .id
            .clone()
    };
    assert!(process.can_ask_correction(&stage("revision")));
    assert!(!process.can_ask_correction(&stage("firma")));
}

#[test]
fn unsound_processes_are_refused_by_name() {
    let refused = |from: &str, to: &str| Process::parse(&LICENCE.replace(from, to)).unwrap_err();
    assert_eq!(
        refused("next: revision }", "next: revison }"),
        Error::UnknownStage {
            stage: "pago".into(),
            to: "revison".into()
        }
    );
    assert_eq!(
        refused("else: archivo", "else: revision"),
        Error::Unreachable("archivo".into())
    );
    assert_eq!(
        refused(
            "firma:      { otherwise: true }",
            "firma: { when: marcas = 7 }"
        ),
        Error::NoOtherwise("revision".into())
    );
    assert_eq!(
        refused("not: revisar", "not: mirar"),
        Error::TaskName("mirar".into())
    );
    assert_eq!(
        refused("fee: tasa, next: revision", "fee: tasa"),
        Error::Missing {
            stage: "pago".into(),
            what: "next"
        }
    );
    assert!(
        matches!(refused("when: marcas > 0", "when: marcas >"), Error::Condition { stage, .. } if stage == "revision")
    );
    assert!(matches!(
        refused("who: revisor", "whom: revisor"),
        Error::Syntax(_)
    ));
    let circle = "start: a\nstages:\n  a: { title: { es: A }, fee: t, next: b }\n  b: { title: { es: B }, fee: t, next: a }\n";
    assert_eq!(
        Process::parse(circle).unwrap_err(),
        Error::Endless("a".into())
    );
}
