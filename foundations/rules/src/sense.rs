//! Whether an expression makes sense of what the facts can be: no number is compared with a text, no choice is
//! misspelt, nothing is divided by what may be zero. FEEL itself answers null to all of these, which nobody sees
//! before a citizen does.

mod functions;

use std::collections::BTreeSet;

use self::functions::result_of;
use crate::syntax::{Arguments, Binding, Compare, Expr, Operator, RangeExpr, Test};
use crate::{DecisionTable, Domains, Expression, Value, Values};

/// A sort of value, as far as it matters to sense.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Sort {
    /// A number.
    Number,
    /// A text.
    Text,
    /// True or false.
    YesNo,
    /// A day.
    Date,
    /// A time of day.
    Time,
    /// A day and time.
    Moment,
    /// A length of time.
    Duration,
    /// Values in order.
    List,
    /// Named values.
    Context,
}

/// Something that makes no sense.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ExpressionFault {
    /// Two values of different sorts are compared or put together.
    Unlike {
        /// One, as it is written where that is short.
        left: String,
        /// Its sort.
        left_is: Sort,
        /// The other.
        right: String,
        /// Its sort.
        right_is: Sort,
    },
    /// A value of another sort is wanted here.
    Unfit {
        /// The value, as it is written where that is short.
        value: String,
        /// Its sort.
        is: Sort,
        /// The sort that is wanted.
        wants: Sort,
    },
    /// A fact is compared with something that it cannot be.
    UnknownChoice {
        /// The fact.
        fact: String,
        /// What it is compared with.
        choice: String,
    },
    /// What is divided by may be zero.
    DivisionByZero {
        /// What is divided by, as it is written where that is short.
        by: String,
    },
}

impl Expression {
    /// What makes no sense in it, given what the facts can be, and the sort of value that is wanted of it.
    #[must_use]
    pub fn faults(&self, domains: &Domains, wants: Option<Sort>) -> Vec<ExpressionFault> {
        let mut sense = Sense::new(domains);
        let is = sense.of(self.tree());
        sense.fits(self.tree(), is, wants);
        sense.faults
    }
}

impl DecisionTable {
    /// What makes no sense in its cells, with the number of the rule from 1; 0 for the head.
    #[must_use]
    pub fn cell_faults(
        &self,
        domains: &Domains,
        wants: &dyn Fn(&str) -> Option<Sort>,
    ) -> Vec<(usize, ExpressionFault)> {
        let mut found = Vec::new();
        let heads: Vec<Option<Sort>> = self
            .inputs()
            .map(|input| {
                let mut sense = Sense::new(domains);
                let is = sense.of(input.tree());
                found.extend(sense.faults.into_iter().map(|fault| (0, fault)));
                is
            })
            .collect();
        for (number, (tests, results)) in (1..).zip(self.cells()) {
            for ((input, head), cell) in self.inputs().zip(&heads).zip(tests) {
                let mut sense = Sense::new(domains);
                sense.tests(Some(input.tree()), *head, cell.tests());
                // What a choice cannot be, the table itself tells.
                sense
                    .faults
                    .retain(|fault| !matches!(fault, ExpressionFault::UnknownChoice { .. }));
                found.extend(sense.faults.into_iter().map(|fault| (number, fault)));
            }
            for (output, cell) in self.outputs().zip(results) {
                let faults = cell.faults(domains, wants(output));
                found.extend(faults.into_iter().map(|fault| (number, fault)));
            }
        }
        found
    }
}

struct Sense<'a> {
    domains: &'a Domains,
    /// Names that loops and functions bring: nothing is known of them.
    bound: Vec<&'a str>,
    /// Names that a condition around asks about: what is divided by them is guarded.
    guarded: Vec<&'a str>,
    /// The sort of what a cell tests.
    input: Option<Sort>,
    faults: Vec<ExpressionFault>,
}

impl<'a> Sense<'a> {
    const fn new(domains: &'a Domains) -> Self {
        Self {
            domains,
            bound: Vec::new(),
            guarded: Vec::new(),
            input: None,
            faults: Vec::new(),
        }
    }

    /// The sort of a value, where it can be told.
    fn of(&mut self, expr: &'a Expr) -> Option<Sort> {
        match expr {
            Expr::Literal(value) => sort_of(value),
            Expr::Name(_) | Expr::Path(..) => self.fact(expr),
            Expr::Input => self.input,
            Expr::Negate(inner) => self.of(inner),
            Expr::Binary(operator, left, right) => self.binary(*operator, left, right),
            Expr::Compare(compare, left, right) => {
                self.compare(*compare, left, right);
                Some(Sort::YesNo)
            }
            Expr::Between(value, low, high) => {
                let is = self.of(value);
                for end in [low, high] {
                    let end_is = self.of(end);
                    self.alike(value, is, end, end_is);
                }
                Some(Sort::YesNo)
            }
            Expr::In(value, tests) => {
                let is = self.of(value);
                self.tests(Some(value), is, tests);
                Some(Sort::YesNo)
            }
            Expr::If(condition, then, otherwise) => self.choice(condition, then, otherwise),
            Expr::For(bindings, body, _) => {
                self.within(bindings, body);
                Some(Sort::List)
            }
            Expr::Quantified(_, bindings, body) => {
                let is = self.within(bindings, body);
                self.fits(body, is, Some(Sort::YesNo));
                Some(Sort::YesNo)
            }
            Expr::List(items) => {
                for item in items {
                    self.of(item);
                }
                Some(Sort::List)
            }
            Expr::Context(entries) => {
                let before = self.bound.len();
                for (name, value) in entries {
                    self.of(value);
                    self.bound.push(name);
                }
                self.bound.truncate(before);
                Some(Sort::Context)
            }
            Expr::Call(builtin, arguments) => {
                self.arguments(arguments);
                result_of(builtin.name)
            }
            Expr::Range(range) => {
                self.range(range);
                None
            }
            Expr::Filter(list, _) => {
                // The condition sees the elements, of which nothing is known.
                self.of(list);
                None
            }
            Expr::Half(_, limit) => {
                self.of(limit);
                None
            }
            Expr::InstanceOf(value, _) => {
                self.of(value);
                Some(Sort::YesNo)
            }
            Expr::Invoke(_, arguments) => {
                self.arguments(arguments);
                None
            }
            // Models that others drew bring kinds of their own.
            Expr::Function(_) | Expr::Typed(..) | Expr::Let(..) | Expr::Table(_) => None,
        }
    }

    fn fact(&self, expr: &Expr) -> Option<Sort> {
        let name = path(expr)?;
        let first = name.split('.').next().unwrap_or_default();
        if self.bound.contains(&first) {
            return None;
        }
        match self.domains.get(&name)?.values {
            Values::Text | Values::OneOf(_) => Some(Sort::Text),
            Values::ManyOf(_) => Some(Sort::List),
            Values::YesNo => Some(Sort::YesNo),
            Values::Number { .. } => Some(Sort::Number),
            Values::Date { .. } => Some(Sort::Date),
            Values::Context => Some(Sort::Context),
            Values::Anything => None,
        }
    }

    fn binary(&mut self, operator: Operator, left: &'a Expr, right: &'a Expr) -> Option<Sort> {
        let (left_is, right_is) = (self.of(left), self.of(right));
        match operator {
            Operator::Or | Operator::And => {
                self.fits(left, left_is, Some(Sort::YesNo));
                self.fits(right, right_is, Some(Sort::YesNo));
                Some(Sort::YesNo)
            }
            Operator::Power => {
                self.fits(left, left_is, Some(Sort::Number));
                self.fits(right, right_is, Some(Sort::Number));
                Some(Sort::Number)
            }
            Operator::Divide => {
                self.divisor(right);
                self.put_together(left, left_is, right, right_is)
            }
            Operator::Add | Operator::Subtract | Operator::Multiply => {
                self.put_together(left, left_is, right, right_is)
            }
        }
    }

    /// Sums and products: of two alike, or of a time and a length of time.
    fn put_together(
        &mut self,
        left: &Expr,
        left_is: Option<Sort>,
        right: &Expr,
        right_is: Option<Sort>,
    ) -> Option<Sort> {
        let (one, other) = (left_is?, right_is?);
        let is_time = |sort| matches!(sort, Sort::Date | Sort::Time | Sort::Moment);
        match (one, other) {
            (Sort::Date | Sort::Moment, Sort::Date | Sort::Moment) | (Sort::Time, Sort::Time) => {
                Some(Sort::Duration)
            }
            (time, Sort::Duration) | (Sort::Duration, time) if is_time(time) => Some(time),
            (Sort::Number, Sort::Duration) | (Sort::Duration, Sort::Number) => Some(Sort::Duration),
            // A length of time by another is a number, their sum a length.
            (Sort::Duration, Sort::Duration) => None,
            (one, other) if one == other => Some(one),
            _ => {
                self.alike(left, left_is, right, right_is);
                None
            }
        }
    }

    fn divisor(&mut self, by: &'a Expr) {
        let may_be_zero = match by {
            Expr::Literal(Value::Number(number)) => *number == crate::Number::ZERO,
            Expr::Literal(_) => false,
            Expr::Name(_) | Expr::Path(..) => path(by).is_some_and(|name| {
                let is_guarded = self.guarded.iter().any(|known| *known == name);
                !is_guarded && self.domains.get(&name).is_some_and(admits_zero)
            }),
            // A computed divisor is trusted where a condition asks about everything in it.
            other => {
                let names = other.names();
                !names.is_empty() && !names.iter().all(|name| self.guarded.contains(name))
            }
        };
        if may_be_zero {
            self.faults
                .push(ExpressionFault::DivisionByZero { by: say(by) });
        }
    }

    fn choice(&mut self, condition: &'a Expr, then: &'a Expr, otherwise: &'a Expr) -> Option<Sort> {
        let is = self.of(condition);
        self.fits(condition, is, Some(Sort::YesNo));
        let before = self.guarded.len();
        self.guarded.extend(condition.names());
        let (then, otherwise) = (self.of(then), self.of(otherwise));
        self.guarded.truncate(before);
        if then == otherwise { then } else { None }
    }

    fn compare(&mut self, compare: Compare, left: &'a Expr, right: &'a Expr) {
        let (left_is, right_is) = (self.of(left), self.of(right));
        self.alike(left, left_is, right, right_is);
        if matches!(compare, Compare::Equal | Compare::NotEqual) {
            self.known_choice(left, right);
            self.known_choice(right, left);
        }
    }

    fn known_choice(&mut self, fact: &Expr, text: &Expr) {
        let (Some(fact), Expr::Literal(Value::String(choice))) = (path(fact), text) else {
            return;
        };
        if let Some(Values::OneOf(known)) = self.domains.get(&fact).map(|domain| &domain.values)
            && !known.contains(choice)
        {
            self.faults.push(ExpressionFault::UnknownChoice {
                fact,
                choice: choice.clone(),
            });
        }
    }

    fn tests(&mut self, value: Option<&'a Expr>, is: Option<Sort>, tests: &'a [Test]) {
        let before = std::mem::replace(&mut self.input, is);
        let tested = value.unwrap_or(&Expr::Input);
        for test in tests {
            match test {
                Test::Any => {}
                Test::Not(tests) => self.tests(value, is, tests),
                Test::Compare(_, limit) => self.limit(tested, is, limit),
                Test::Expr(Expr::Half(_, limit)) => self.limit(tested, is, limit),
                Test::Expr(Expr::Range(range)) => {
                    self.limit(tested, is, &range.low.0);
                    self.limit(tested, is, &range.high.0);
                }
                Test::Expr(expr) => {
                    let expr_is = self.of(expr);
                    // A condition on the value, or a list that it may be in, is of a sort of its own.
                    if !matches!(expr_is, Some(Sort::YesNo | Sort::List)) {
                        self.alike(tested, is, expr, expr_is);
                    }
                    if let Some(value) = value {
                        self.known_choice(value, expr);
                    }
                }
            }
        }
        self.input = before;
    }

    fn limit(&mut self, tested: &Expr, is: Option<Sort>, limit: &'a Expr) {
        let limit_is = self.of(limit);
        self.alike(tested, is, limit, limit_is);
    }

    fn range(&mut self, range: &'a RangeExpr) {
        let (low, high) = (&range.low.0, &range.high.0);
        let (low_is, high_is) = (self.of(low), self.of(high));
        self.alike(low, low_is, high, high_is);
    }

    fn within(&mut self, bindings: &'a [Binding], body: &'a Expr) -> Option<Sort> {
        let before = self.bound.len();
        for binding in bindings {
            self.of(&binding.over);
            if let Some(to) = &binding.to {
                self.of(to);
            }
            self.bound.push(&binding.name);
        }
        let is = self.of(body);
        self.bound.truncate(before);
        is
    }

    fn arguments(&mut self, arguments: &'a Arguments) {
        let (positional, named): (&[Expr], &[(String, Expr)]) = match arguments {
            Arguments::Positional(values) => (values, &[]),
            Arguments::Named(values) => (&[], values),
        };
        for value in positional
            .iter()
            .chain(named.iter().map(|(_, value)| value))
        {
            self.of(value);
        }
    }

    fn alike(&mut self, left: &Expr, left_is: Option<Sort>, right: &Expr, right_is: Option<Sort>) {
        if let (Some(left_is), Some(right_is)) = (left_is, right_is)
            && left_is != right_is
        {
            self.faults.push(ExpressionFault::Unlike {
                left: say(left),
                left_is,
                right: say(right),
                right_is,
            });
        }
    }

    fn fits(&mut self, value: &Expr, is: Option<Sort>, wants: Option<Sort>) {
        if let (Some(is), Some(wants)) = (is, wants)
            && is != wants
        {
            self.faults.push(ExpressionFault::Unfit {
                value: say(value),
                is,
                wants,
            });
        }
    }
}

fn admits_zero(domain: &crate::Domain) -> bool {
    match &domain.values {
        Values::Number { from, to, .. } => {
            let zero = crate::Number::ZERO;
            from.is_none_or(|from| from <= zero) && to.is_none_or(|to| to >= zero)
        }
        _ => false,
    }
}

fn sort_of(value: &Value) -> Option<Sort> {
    match value {
        Value::Number(_) => Some(Sort::Number),
        Value::String(_) => Some(Sort::Text),
        Value::Boolean(_) => Some(Sort::YesNo),
        Value::Date(_) => Some(Sort::Date),
        Value::Time(_) => Some(Sort::Time),
        Value::DateTime(_) => Some(Sort::Moment),
        Value::Duration(_) | Value::Months(_) => Some(Sort::Duration),
        Value::List(_) => Some(Sort::List),
        Value::Context(_) => Some(Sort::Context),
        Value::Null | Value::Range(_) | Value::Function(_) => None,
    }
}

/// The name of a fact, or of a field of one.
fn path(expr: &Expr) -> Option<String> {
    match expr {
        Expr::Name(name) => Some(name.clone()),
        Expr::Path(inner, field) => Some(format!("{}.{field}", path(inner)?)),
        _ => None,
    }
}

/// How something is written, where that is short.
fn say(expr: &Expr) -> String {
    match expr {
        Expr::Literal(Value::String(text)) => format!("\"{text}\""),
        Expr::Literal(value) => value.to_string(),
        other => path(other).unwrap_or_else(|| {
            let names: BTreeSet<&str> = other.names();
            match names.len() {
                0 => "…".to_owned(),
                _ => format!("… {} …", names.into_iter().collect::<Vec<_>>().join(" … ")),
            }
        }),
    }
}

#[cfg(test)]
mod tests;
