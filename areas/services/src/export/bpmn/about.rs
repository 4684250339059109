//! What BPMN has no element for, said in the documentation of an element.

use process::{Call, Correction, Ending, HumanTask, Lookup, Outcome};
use text::{Lang, Localized};

/// How an official does a task, and what they may find.
pub(super) fn task(task: &HumanTask, lang: Lang) -> Vec<String> {
    let mut about = Vec::new();
    if let Some(within) = &task.within {
        about.push(term(within, lang));
    }
    if task.stops_clock {
        about.push(stops(lang));
    }
    if let Some(other) = &task.not_same_as {
        about.push(say(
            lang,
            format!("No puede hacerlo quien hizo «{other}»."),
            format!("Whoever did «{other}» may not do it."),
        ));
    }
    if let Some(escalation) = &task.escalation {
        let (after, role) = (&escalation.after, &escalation.role);
        about.push(say(
            lang,
            format!("Pasados {after}, también lo ve: {role}"),
            format!("After {after} it is seen too by: {role}"),
        ));
    }
    for result in &task.results {
        let title = result.title.as_str(lang);
        about.push(format!("resultado = \"{}\": {title}", result.id));
    }
    about
}

/// How long the applicant has for correcting.
pub(super) fn correction(correction: &Correction, lang: Lang) -> Vec<String> {
    let mut about = vec![term(&correction.within, lang)];
    if correction.stops_clock {
        about.push(stops(lang));
    }
    about
}

/// The act that a case ends with, and what it means.
pub(super) fn ending(ending: &Ending, lang: Lang) -> Vec<String> {
    let act = &ending.act;
    let (es, en) = match ending.outcome {
        Outcome::Granted => ("Se concede", "Granted"),
        Outcome::Denied => ("Se deniega", "Denied"),
        Outcome::Abandoned => ("Se archiva", "Closed"),
    };
    let mut about = vec![say(lang, format!("{es}: {act}"), format!("{en}: {act}"))];
    if let Some(appeal) = &ending.appeal {
        about.push(say(
            lang,
            format!("Se puede reclamar: {}", appeal.within),
            format!("It may be appealed: {}", appeal.within),
        ));
    }
    about
}

fn term(within: &str, lang: Lang) -> String {
    say(lang, format!("Plazo: {within}"), format!("Term: {within}"))
}

fn stops(lang: Lang) -> String {
    say(
        lang,
        "El plazo de la ley se detiene.".to_owned(),
        "The term of the law stands still.".to_owned(),
    )
}

/// The words of a language.
pub(super) fn say(lang: Lang, es: String, en: String) -> String {
    let words = Localized::spanish(es).with(Lang::En, en);
    words.as_str(lang).to_owned()
}

/// Which registry is asked.
pub(super) fn lookup(lookup: &Lookup, lang: Lang) -> String {
    let dataset = &lookup.dataset;
    say(
        lang,
        format!("Consulta el registro: {dataset}"),
        format!("Asks the registry: {dataset}"),
    )
}

/// Which system is called, and how.
pub(super) fn call(call: &Call, lang: Lang) -> String {
    let (system, method, path) = (&call.system, call.method, &call.path);
    say(
        lang,
        format!("Llama al sistema {system}: {method} {path}"),
        format!("Calls the system {system}: {method} {path}"),
    )
}
