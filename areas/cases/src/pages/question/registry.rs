//! What the State knows already: shown with its source, to be confirmed, and corrected where the definition lets one.

use design::{Choice, Field, FieldError, Radios};
use forms::{FieldKind, KnownRecord, Question};
use maud::{Markup, html};
use text::{Lang, Text};

use super::Shown;
use crate::words;

/// What the State knows already: shown to be confirmed, one to be chosen where there are several.
pub(super) fn fields(
    question: &Question,
    ask: Text,
    (dataset, shows): (&str, &[forms::Shown]),
    error: Option<Text>,
    shown: &Shown<'_>,
) -> Markup {
    let lang = shown.lang;
    let records: Vec<_> = shown.known.records_of(dataset).collect();
    let chosen = shown.answers.typed(&question.id);
    let chosen = if chosen.is_empty() {
        shown
            .known
            .only_record(dataset)
            .map_or("", |record| record.key.as_str())
    } else {
        chosen
    };
    let is_correctable = question.correctable().next().is_some();
    let hint = match &question.hint {
        Some(hint) => Text::from(format!(
            "{} {}",
            hint.as_str(lang),
            match is_correctable {
                true => words::registry_correctable_too(lang),
                false => words::registry_confirm(lang),
            }
        )),
        None if is_correctable => words::registry_correctable(lang),
        None => words::registry_known(lang),
    };
    let mut radios = Radios::new(question.id.as_str(), ask.clone())
        .error(error)
        .hint(hint)
        .chosen(chosen);
    for record in &records {
        radios = radios.choice(record_choice(record, shows, lang));
    }
    html! {
        @if records.is_empty() {
            (design::Notice::warning(html! { p { (words::registry_nothing(lang)) } }).title(ask).render(lang))
        } @else {
            (radios.render(lang))
            @for record in &records { (boxes(question, record, records.len() == 1, shown)) }
            (design::details(words::registry_wrong(lang), html! { p { (wrong_how(is_correctable, shown)) } }))
        }
    }
}

/// A record to be chosen: called by its first field, told from the others by the rest that it has.
fn record_choice(record: &forms::KnownRecord, shows: &[forms::Shown], lang: Lang) -> Choice {
    let said = |shown: &forms::Shown| forms::field_text(record.fields.get(&shown.field), lang);
    let is_there = |shown: &&forms::Shown| {
        let value = record.fields.get(&shown.field);
        value.is_some_and(|value| !value.is_null() && value != "")
    };
    let called = shows.first().map_or_else(|| record.key.clone(), said);
    shows
        .iter()
        .skip(1)
        .filter(is_there)
        .fold(Choice::new(record.key.clone(), called), |choice, shown| {
            choice.fact(shown.label.get(lang), said(shown))
        })
}

/// What to do about what is wrong and has no box here.
fn wrong_how(is_correctable: bool, shown: &Shown<'_>) -> Text {
    match is_correctable {
        true => words::registry_wrong_too(shown.lang, shown.help_phone),
        false => words::registry_wrong_how(shown.lang, shown.help_phone),
    }
}

/// The boxes in which a record is corrected, filled in with what the registry says. Of several records they are folded
/// away, but for those in which something was typed.
fn boxes(question: &Question, record: &KnownRecord, is_only: bool, shown: &Shown<'_>) -> Markup {
    let lang = shown.lang;
    let fields: Vec<Markup> = question
        .correctable()
        .filter_map(|of| one_box(question, record, of, shown))
        .collect();
    if fields.is_empty() {
        return html! {};
    }
    let body = html! { @for field in &fields { (field) } };
    if is_only {
        return body;
    }
    let all = question.correctable();
    let is_typed = all.into_iter().any(|of| {
        let name = forms::box_of(&record.key, &of.field);
        !shown.answers.typed_part(&question.id, &name).is_empty()
    });
    let called = called(record, question, lang);
    let summary = words::registry_correct(lang, called);
    match is_typed && shown.answers.typed(&question.id) == record.key {
        true => design::details_open(summary, body),
        false => design::details(summary, body),
    }
}

/// What a record is called beside others: what it shows first.
fn called(record: &KnownRecord, question: &Question, lang: Lang) -> String {
    let first = match &question.kind {
        forms::Kind::Registry { shows, .. } => shows.first(),
        _ => None,
    };
    first.map_or_else(
        || record.key.clone(),
        |shown| forms::field_text(record.fields.get(&shown.field), lang),
    )
}

/// One field of a record, with what the registry says below its name.
fn one_box(
    question: &Question,
    record: &KnownRecord,
    of: &forms::Shown,
    shown: &Shown<'_>,
) -> Option<Markup> {
    let lang = shown.lang;
    let held = record.fields.get(&of.field);
    let kind = FieldKind::of(held)?;
    let name = format!("{}.{}", question.id, forms::box_of(&record.key, &of.field));
    let value = question.box_shows(shown.answers, record, &of.field);
    let hint = words::registry_says(lang, forms::field_text(held, lang));
    let error = FieldError::find(shown.errors, &name);
    let label = of.label.get(lang);
    Some(match kind {
        FieldKind::YesNo => Radios::yes_no(name, label)
            .chosen(value)
            .hint(hint)
            .error(error)
            .render(lang),
        FieldKind::Number => Field::number(name, label)
            .value(value)
            .hint(hint)
            .error(error)
            .render(lang),
        FieldKind::Text | FieldKind::Date => Field::text(name, label)
            .value(value)
            .hint(hint)
            .error(error)
            .render(lang),
    })
}
