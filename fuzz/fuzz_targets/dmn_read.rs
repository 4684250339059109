#![no_main]

use libfuzzer_sys::fuzz_target;
use rules::dmn::{Asked, Model, Trail};
use text::Lang;

/// Services and functions have no list of their own; these are the names that the seeds use.
const FUNCTIONS: [&str; 3] = ["Servicio", "Recargo", "f"];

fuzz_target!(|xml: &str| {
    let Ok(alone) = Model::read(xml, &[]) else {
        return;
    };
    // It may import itself, or what has the same namespace.
    let Ok(model) = Model::read(xml, &[alone]) else {
        return;
    };
    let decisions = model
        .decisions()
        .map(|name| Asked::Decision(name.to_owned()));
    let functions = FUNCTIONS.map(|name| Asked::Function(name.to_owned()));
    for asked in decisions.chain(functions).take(20) {
        let plain = match &asked {
            Asked::Decision(name) => model.decide(name, &fuzz::facts()),
            Asked::Function(name) => model.call(name, &fuzz::facts()),
        };
        let trail = model.explain(asked, &fuzz::facts());
        let Ok(trail) = trail else {
            assert!(plain.is_err(), "an explanation changes no decision");
            continue;
        };
        assert!(plain.is_ok(), "an explanation changes no decision");
        let _ = (trail.say(Lang::Es), trail.say(Lang::En));
        let kept = serde_json::to_string(&trail).unwrap();
        // What is nested beyond a hundred levels is not read by serde_json.
        let Ok(read) = serde_json::from_str::<Trail>(&kept) else {
            continue;
        };
        let again = model.replay(&read).unwrap();
        assert_eq!(
            serde_json::to_string(&again).unwrap(),
            kept,
            "the same trail"
        );
    }
});
