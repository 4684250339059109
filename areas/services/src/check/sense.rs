//! Whether formulas make sense of the answers, and tables decide about all of them once.

use ::process::{HumanTask, Stage, StageKind, Then};
use rules::{
    Domain, Domains, Expression, ExpressionFault, Number, Sort, TableFault, Value, Values,
};
use text::Lang;

use crate::definition::{Definition, FICHA, FORM, PROCESS};
use crate::finding::Finding;
use crate::{desk, tables};

/// What a finding says, in Spanish and English.
type Said = (String, String);

/// Formulas of the form, the process and the ficha.
pub(super) fn check_formulas(definition: &Definition, findings: &mut Vec<Finding>) {
    let domains = definition.form.domains();
    let mut check = |file: &str, formula: &Expression, domains: &Domains, wants| {
        for fault in formula.faults(domains, wants) {
            let (es, en) = fault_said(&fault);
            let source = formula.source();
            findings.push(Finding::new(
                file,
                format!("«{source}»: {es}"),
                format!("«{source}»: {en}"),
            ));
        }
    };
    for question in definition.form.written() {
        let within = question.entry.as_ref();
        let within = within.map(|entry| definition.form.domains_within(&entry.group));
        let domains = within.as_ref().unwrap_or(&domains);
        if let Some(condition) = &question.when {
            check(FORM, condition, domains, Some(Sort::YesNo));
        }
        if let Some(formula) = &question.computed {
            check(FORM, formula, domains, computed_sort(&question.kind));
        }
    }
    for condition in &definition.form.checks {
        check(FORM, &condition.that, &domains, Some(Sort::YesNo));
    }
    for (_, form) in definition.desk.forms() {
        let domains = form.domains();
        for question in desk::written(form) {
            if let Some(condition) = &question.when {
                check(desk::FILE, condition, &domains, Some(Sort::YesNo));
            }
            if let Some(formula) = &question.computed {
                check(desk::FILE, formula, &domains, computed_sort(&question.kind));
            }
        }
    }
    let domains = definition.domains();
    for stage in definition.process.stages() {
        if let Then::Choose(choices) = &stage.then {
            let domains = with_results(&domains, definition, stage);
            for condition in choices.iter().filter_map(|choice| choice.when.as_ref()) {
                check(PROCESS, condition, &domains, Some(Sort::YesNo));
            }
        }
    }
    let registers = definition.ficha.gives.registers.iter();
    let held = registers.flat_map(|registers| registers.holds.values());
    for formula in definition.ficha.about.iter().chain(held) {
        check(FICHA, formula, &domains, None);
    }
}

/// What the formula of a computed question must come to.
const fn computed_sort(kind: &forms::Kind) -> Option<Sort> {
    match kind {
        forms::Kind::Number { .. } | forms::Kind::Money { .. } => Some(Sort::Number),
        forms::Kind::YesNo => Some(Sort::YesNo),
        forms::Kind::Date { .. } => Some(Sort::Date),
        forms::Kind::Text { .. } | forms::Kind::LongText { .. } => Some(Sort::Text),
        _ => None,
    }
}

/// What a condition sees besides the answers, after this stage.
fn with_results(domains: &Domains, definition: &Definition, stage: &Stage) -> Domains {
    let mut domains = domains.clone();
    let found = |task: &HumanTask| {
        let results = task.results.iter().map(|result| result.id.clone());
        Domain {
            optional: true,
            ..Domain::always(Values::OneOf(results.collect()))
        }
    };
    for (stage, _) in definition.process.subcases() {
        let ends = ["granted", "denied", "abandoned", "refused"].map(str::to_owned);
        let domain = Domain {
            optional: true,
            ..Domain::always(Values::OneOf(ends.into()))
        };
        domains.insert(format!("resultados.{stage}"), domain);
    }
    for task in definition.process.tasks() {
        domains.insert(format!("resultados.{}", task.id), found(task));
    }
    let StageKind::Task(task) = &stage.kind else {
        return domains;
    };
    let marks = Values::Number {
        from: Some(Number::ZERO),
        to: None,
        places: 0,
    };
    domains.insert("marcas".to_owned(), Domain::always(marks));
    domains.insert("resultado".to_owned(), found(task));
    domains
}

/// Cells make sense, and every application falls under exactly the rules that the hit policy allows.
pub(super) fn check_decisions(definition: &Definition, findings: &mut Vec<Finding>) {
    let domains = definition.domains();
    let wants = |output: &str| (output == tables::AMOUNT).then_some(Sort::Number);
    for (name, table) in &definition.tables {
        let mut add = |rule: usize, (es, en): Said| {
            let line = definition.table_line(name, rule);
            let finding = Finding::new(
                tables::FILE,
                format!("la tabla «{name}»: {es}"),
                format!("the table «{name}»: {en}"),
            );
            findings.push(finding.at(line));
        };
        let faults = table.cell_faults(&domains, &wants);
        let make_sense = faults.is_empty();
        for (rule, fault) in faults {
            add(rule, fault_said(&fault));
        }
        // Cells without sense fit nothing: the gaps they leave would only hide them.
        if make_sense {
            for fault in table.faults(&domains) {
                let rule = match &fault {
                    TableFault::Overlap { rules, .. } => rules.first().copied(),
                    TableFault::Idle { rule } => Some(*rule),
                    _ => None,
                };
                add(rule.unwrap_or_default(), table_fault_said(&fault));
            }
        }
    }
}

fn table_fault_said(fault: &TableFault) -> Said {
    match fault {
        TableFault::Gap { example } => both(
            |lang| example_said(example, lang),
            |example| format!("ninguna fila sirve para {example}; agrega una"),
            |example| format!("no row fits {example}; add one"),
        ),
        TableFault::Overlap { rules, example } => {
            let rules = rules.iter().map(ToString::to_string).collect::<Vec<_>>();
            both(
                |lang| example_said(example, lang),
                |example| {
                    format!(
                        "las filas {} sirven todas para {example}; deja una sola, o cambia hits",
                        rules.join(" y ")
                    )
                },
                |example| {
                    format!(
                        "the rows {} all fit {example}; leave one, or change hits",
                        rules.join(" and ")
                    )
                },
            )
        }
        TableFault::Idle { rule } => (
            format!(
                "la fila {rule} no sirve para nada que se pueda contestar; quítala o corrígela"
            ),
            format!("row {rule} fits nothing that can be answered; remove it or mend it"),
        ),
        TableFault::UnusedInput { input } => (
            format!("ninguna fila mira «{input}»; quita la columna"),
            format!("no row looks at «{input}»; remove the column"),
        ),
        TableFault::UnknownChoice { input, choice } => (
            format!("«{choice}» no es una respuesta de «{input}»; corrige la fila"),
            format!("«{choice}» is no answer of «{input}»; mend the row"),
        ),
        TableFault::Undecided { input } => (
            format!(
                "no se puede saber si la tabla está completa: los casos de «{input}» dependen de otros datos; compáralo con valores"
            ),
            format!(
                "whether the table is complete cannot be told: the tests of «{input}» depend on other facts; compare it with values"
            ),
        ),
        _ => (
            "tiene más combinaciones de las que se pueden revisar; divídela en dos".to_owned(),
            "it has more combinations than can be checked; split it in two".to_owned(),
        ),
    }
}

fn both(
    example: impl Fn(Lang) -> String,
    es: impl Fn(String) -> String,
    en: impl Fn(String) -> String,
) -> Said {
    (es(example(Lang::Es)), en(example(Lang::En)))
}

fn example_said(example: &[(String, Value)], lang: Lang) -> String {
    let nothing = match lang {
        Lang::En => "no answer",
        _ => "sin respuesta",
    };
    let said = example.iter().map(|(name, value)| match value {
        Value::Null => format!("{name} = {nothing}"),
        value => format!("{name} = {}", value.say(lang)),
    });
    said.collect::<Vec<_>>().join(", ")
}

fn fault_said(fault: &ExpressionFault) -> Said {
    match fault {
        ExpressionFault::Unlike {
            left,
            left_is,
            right,
            right_is,
        } => {
            let (left_es, left_en) = sort_said(*left_is);
            let (right_es, right_en) = sort_said(*right_is);
            (
                format!("{left} es {left_es} y {right} es {right_es}: no van juntos"),
                format!("{left} is {left_en} and {right} is {right_en}: they do not go together"),
            )
        }
        ExpressionFault::Unfit { value, is, wants } => {
            let (is_es, is_en) = sort_said(*is);
            let (wants_es, wants_en) = sort_said(*wants);
            (
                format!("{value} es {is_es}, y aquí va {wants_es}"),
                format!("{value} is {is_en}, and {wants_en} is wanted here"),
            )
        }
        ExpressionFault::UnknownChoice { fact, choice } => (
            format!("«{choice}» no es una respuesta de {fact}; escribe una de las suyas"),
            format!("«{choice}» is no answer of {fact}; write one of its own"),
        ),
        ExpressionFault::DivisionByZero { by } => (
            format!(
                "{by} puede ser 0, y no se puede dividir por 0: escribe if {by} = 0 then … else …"
            ),
            format!(
                "{by} may be 0, and nothing can be divided by 0: write if {by} = 0 then … else …"
            ),
        ),
        _ => (
            "no tiene sentido".to_owned(),
            "it makes no sense".to_owned(),
        ),
    }
}

const fn sort_said(sort: Sort) -> (&'static str, &'static str) {
    match sort {
        Sort::Number => ("un número", "a number"),
        Sort::Text => ("un texto", "a text"),
        Sort::YesNo => ("un sí o no", "a yes or no"),
        Sort::Date => ("una fecha", "a date"),
        Sort::Time => ("una hora", "a time"),
        Sort::Moment => ("una fecha con hora", "a date with a time"),
        Sort::Duration => ("una duración", "a length of time"),
        Sort::List => ("una lista", "a list"),
        Sort::Context => ("un dato con partes", "a value with parts"),
        _ => ("otra cosa", "something else"),
    }
}
