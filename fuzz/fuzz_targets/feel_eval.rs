#![no_main]

use libfuzzer_sys::fuzz_target;
use rules::{Expression, Template, UnaryTests, Value};
use text::Lang;

fuzz_target!(|source: &str| {
    let facts = fuzz::facts();
    if let Ok(expression) = Expression::parse(source)
        && let Ok(value) = expression.evaluate(&facts)
    {
        let _ = (value.to_string(), value.say(Lang::Es), value.say(Lang::En));
        let json = serde_json::Value::from(value.clone());
        let _ = Value::from(json);
        let again = expression.evaluate(&facts);
        assert_eq!(again, Ok(value), "the same question, another answer");
    }
    if let Ok(tests) = UnaryTests::parse(source) {
        for (_, value) in facts.iter() {
            let _ = tests.pass(value, &facts);
        }
    }
    if let Ok(template) = Template::parse(source) {
        let _ = template.fill(&facts, Lang::Es);
    }
});
