#![no_main]

use libfuzzer_sys::fuzz_target;
use rules::{DecisionTable, Domains, HitPolicy};
use text::Lang;

const POLICIES: [HitPolicy; 9] = [
    HitPolicy::Unique,
    HitPolicy::Any,
    HitPolicy::First,
    HitPolicy::RuleOrder,
    HitPolicy::Collect,
    HitPolicy::Sum,
    HitPolicy::Min,
    HitPolicy::Max,
    HitPolicy::Count,
];

fuzz_target!(|source: &str| {
    for policy in POLICIES {
        let Ok(table) = DecisionTable::parse("tabla", policy, source) else {
            return;
        };
        let _ = table.names();
        if policy == HitPolicy::Unique {
            let _ = table.faults(&Domains::default());
            let _ = table.cell_faults(&Domains::default(), &|_| None);
        }
        if let Ok(decision) = table.decide(&fuzz::facts()) {
            let _ = (
                decision.because.say(Lang::Es),
                decision.because.say(Lang::En),
            );
        }
    }
});
