#![no_main]

use libfuzzer_sys::fuzz_target;
use rules::{Domains, Expression, Template, UnaryTests};

fuzz_target!(|source: &str| {
    if let Ok(expression) = Expression::parse(source) {
        let _ = (
            expression.names(),
            expression.faults(&Domains::default(), None),
        );
    }
    if let Ok(tests) = UnaryTests::parse(source) {
        let _ = (tests.names(), tests.is_any());
    }
    if let Ok(template) = Template::parse(source) {
        let _ = template.names();
    }
});
