//! What an official writes down in a task: the fields of its form, and what was written down, as rows.

use design::{FieldError, SummaryList, SummaryRow};
use forms::{Answers, Form, Known};
use maud::{Markup, html};
use platform::Visit;
use platform::form::Form as Typed;
use services::desk;
use text::Lang;

use super::question::{self, Shown};
use crate::complete::read_typed;
use crate::task::DoneTask;
use crate::words;

/// What was typed, as the verb takes it.
pub(crate) fn typed(typed: &Typed) -> Vec<(String, String)> {
    let own = |(name, value): (&str, &str)| (name.to_owned(), value.to_owned());
    typed.fields().map(own).collect()
}

/// The fields of a task's form. All of them are there, whatever result is chosen above: those with a condition say
/// that they may stay empty. Before anything was typed they show what was written down the last time.
pub(crate) fn fields(
    form: &Form,
    sent: &Typed,
    before: Option<&Answers>,
    errors: &[FieldError],
    visit: &Visit,
) -> Markup {
    let zone = visit.app.site().time_zone.clone();
    let known = Known::on(visit.now.to_zoned(zone).date());
    let answers = match (sent.fields().next(), before) {
        (None, Some(before)) => before.clone(),
        _ => read_typed(form, &typed(sent), &known),
    };
    let shown = Shown {
        lang: visit.lang,
        form,
        answers: &answers,
        known: &known,
        documents: &[],
        errors,
        help_phone: &visit.app.site().help_phone,
        places: None,
    };
    let asked: Vec<_> = desk::written(form)
        .filter(|question| question.computed.is_none())
        .collect();
    let has_conditions = asked.iter().any(|question| question.when.is_some());
    html! {
        @if has_conditions { p.hint { (words::review_written_when(visit.lang)) } }
        (question::fields(&asked, &shown))
    }
}

/// What was written down in a task that is done.
pub(crate) fn rows(form: &Form, done: &DoneTask, lang: Lang) -> Markup {
    let Some(answers) = &done.written_down else {
        return html! {};
    };
    let rows = desk::answered(form, answers, lang);
    let list = rows.iter().fold(SummaryList::new(), |list, row| {
        list.row(SummaryRow::new(row.label.clone(), &row.value))
    });
    html! { @if !rows.is_empty() { (list.render(lang)) } }
}
