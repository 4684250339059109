//! A licence's process, as the analyst writes it: what it refuses, and where cases go.

use process::{Effect, Event, Outcome, Process, Refused, Waiting};
use rules::Context;
use text::Lang;

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
    let start = process.start().unwrap();
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
        .advance(&process.first(), &Event::NothingToPay, &Context::new())
        .unwrap();
    let reviewed = Event::TaskCompleted {
        task: "revisar".to_owned(),
    };
    let asked = process.advance(&paid.at, &reviewed, &facts("", 2)).unwrap();
    assert!(matches!(
        process.waiting(&asked.at).as_slice(),
        [Waiting::Applicant(_)]
    ));
    assert!(matches!(
        asked.effects.as_slice(),
        [Effect::StopClock, Effect::AskCorrection(_)]
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
        .advance(&process.first(), &Event::FeePaid, &Context::new())
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
    assert!(process.can_ask_correction("revisar"));
    assert!(!process.can_ask_correction("firmar"));
}

#[test]
fn unsound_processes_are_refused_with_line_and_remedy() {
    let refused = |from: &str, to: &str| {
        assert!(LICENCE.contains(from), "{from}");
        let error = Process::parse(&LICENCE.replacen(from, to, 1)).unwrap_err();
        format!(
            "{}: {}",
            error.line.unwrap_or_default(),
            error.says.as_str(Lang::Es)
        )
    };
    for (from, to, says) in [
        (
            "next: revision }",
            "next: revison }",
            "4: «pago»: lleva a «revison», que no existe",
        ),
        (
            "else: archivo",
            "else: revision",
            "16: «archivo»: ninguna etapa lleva aquí",
        ),
        (
            "{ otherwise: true }",
            "{ when: marcas = 7 }",
            "5: «revision»: choose termina con una salida sin condición",
        ),
        (
            "not: revisar",
            "not: mirar",
            "14: «firmar»: not nombra la tarea «mirar»",
        ),
        (
            "fee: tasa, next: revision",
            "fee: tasa",
            "4: «pago»: falta «next»",
        ),
        (
            "when: marcas > 0",
            "when: marcas >",
            "5: «revision»: no se entiende la condición «marcas >»",
        ),
        (
            "who: revisor",
            "whom: revisor",
            "7: no se entiende: «whom» no se conoce aquí",
        ),
        (
            "denegar: {",
            "firmar: {",
            "«firmar»: dos tareas tienen este nombre",
        ),
        (
            "fee: tasa, next",
            "fee: tasa, waits: 3 days, next",
            "4: «pago»: lleva exactamente uno de",
        ),
        (
            "next: revision }",
            "next: revision, ends: { act: a, result: granted } }",
            "4: «pago»: lleva uno solo de",
        ),
        (
            "title: { es: Pago }, fee",
            "fee",
            "4: «pago»: falta «title»",
        ),
    ] {
        let told = refused(from, to);
        assert!(told.contains(says), "{told} instead of {says}");
    }
    let circle = "start: a\nstages:\n  a: { title: { es: A }, fee: t, next: b }\n  b: { title: { es: B }, fee: t, next: a }\n";
    let told = Process::parse(circle).unwrap_err();
    assert_eq!(told.line, Some(3), "{told}");
    assert!(told.to_string().contains("no end"), "{told}");
}
