//! A date in three boxes: people know their dates, and calendars to click in shut many out.

use maud::{Markup, html};
use text::{Lang, Text};

use crate::control::{Control, shared_calls};
use crate::example::Example;
use crate::{Width, words};

/// One of the three boxes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DatePart {
    /// The day of the month.
    Day,
    /// The month, as a number or by its name.
    Month,
    /// The year, with four digits.
    Year,
}

impl DatePart {
    const ALL: [Self; 3] = [Self::Day, Self::Month, Self::Year];
}

/// The name under which a form sends a part of a date: `nacimiento.dia`, `nacimiento.mes`, `nacimiento.anio`.
#[must_use]
pub fn date_part_name(name: &str, part: DatePart) -> String {
    let part = match part {
        DatePart::Day => "dia",
        DatePart::Month => "mes",
        DatePart::Year => "anio",
    };
    format!("{name}.{part}")
}

/// A date in three boxes.
#[derive(Debug, Clone)]
pub struct DateInput {
    control: Control,
    values: [String; 3],
    birthday: bool,
}

impl DateInput {
    /// A date with its legend.
    #[must_use]
    pub fn new(name: impl Into<String>, legend: impl Into<Text>) -> Self {
        Self {
            control: Control::new(name, legend),
            values: Default::default(),
            birthday: false,
        }
    }

    shared_calls!();

    /// What has been typed as day, month and year, as it was typed.
    #[must_use]
    pub fn value(
        mut self,
        day: impl Into<String>,
        month: impl Into<String>,
        year: impl Into<String>,
    ) -> Self {
        self.values = [day.into(), month.into(), year.into()];
        self
    }

    /// Lets the browser fill in the person's own date of birth.
    #[must_use]
    pub fn birthday(mut self) -> Self {
        self.birthday = true;
        self
    }

    /// The question.
    #[must_use]
    pub fn render(&self, lang: Lang) -> Markup {
        let controls = html! {
            .date {
                @for (part, value) in DatePart::ALL.into_iter().zip(&self.values) { (self.part(lang, part, value)) }
            }
        };
        self.control.group(lang, &controls)
    }

    fn part(&self, lang: Lang, part: DatePart, value: &str) -> Markup {
        let (label, width, autocomplete) = match part {
            DatePart::Day => (words::field_day(lang), Width::Few, "bday-day"),
            DatePart::Month => (words::field_month(lang), Width::Short, "bday-month"),
            DatePart::Year => (words::field_year(lang), Width::Few, "bday-year"),
        };
        let name = date_part_name(&self.control.name, part);
        let id = if part == DatePart::Day {
            &self.control.name
        } else {
            &name
        };
        html! {
            div {
                label for=(id) { (label) }
                input id=(id) name=(name) class=(width.class()) type="text" inputmode="numeric"
                    value=[(!value.is_empty()).then_some(value)]
                    autocomplete=[self.birthday.then_some(autocomplete)] aria-invalid=[self.control.invalid()];
            }
        }
    }
}

pub(crate) fn examples() -> Vec<Example> {
    let lang = Lang::Es;
    vec![
        Example::new(
            words::state_hint,
            DateInput::new("g-nacimiento", "¿Cuándo naciste?")
                .hint("Por ejemplo, 27 3 1985")
                .birthday()
                .render(lang),
        ),
        Example::new(
            words::state_error,
            DateInput::new("g-apertura", "¿Cuándo abre el local?")
                .value("31", "2", "2027")
                .error(Text::from(
                    "Ese día no existe: febrero de 2027 tiene 28 días",
                ))
                .render(lang),
        ),
    ]
}
