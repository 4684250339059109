//! A question of a definition as a field of a page, with what was typed and what is wrong with it.

mod address;
pub(crate) mod group;
mod registry;

use design::{
    Checkboxes, Choice, DateInput, Field, FieldError, Fieldset, FileInput, Radios, TextArea, Width,
};
use forms::{Answers, Form, Kind, Known, Question};
use maud::{Markup, html};
use platform::limits;
use services::for_another::FOR_WHOM;
use text::{Lang, Text};

use crate::document::Document;
use crate::pages::files::{self, Places};
use crate::words;

/// What a section's page shows beside its questions.
pub(crate) struct Shown<'a> {
    pub(crate) lang: Lang,
    pub(crate) form: &'a Form,
    pub(crate) answers: &'a Answers,
    pub(crate) known: &'a Known,
    pub(crate) documents: &'a [Document],
    pub(crate) errors: &'a [FieldError],
    /// Who answers the phone.
    pub(crate) help_phone: &'a str,
    /// Where files go; none where the page takes none.
    pub(crate) places: Option<Places>,
}

/// The faults of a form as the page's errors.
pub(crate) fn errors(faults: &[forms::FieldError], lang: Lang) -> Vec<FieldError> {
    faults
        .iter()
        .map(|fault| {
            FieldError::new(fault.field(), fault.message(lang))
                .said_beside(fault.message_beside(lang))
        })
        .collect()
}

/// The fields of a section, in order.
pub(crate) fn fields(visible: &[&Question], shown: &Shown<'_>) -> Markup {
    let alone = |question: &&&Question| question.entry.is_none();
    let alone: Vec<&Question> = visible.iter().filter(alone).copied().collect();
    let runs = alone.chunk_by(|one, next| one.computed.is_some() && next.computed.is_some());
    html! {
        @for run in runs {
            @match run {
                [question, ..] if question.computed.is_some() => { (computed(run, shown)) }
                [question] if question.entries().is_some() => { (group::fields(question, visible, shown)) }
                _ => { @for question in run { (field(question, question.ask.get(shown.lang), shown)) } }
            }
        }
    }
}

/// A question's field under these words: in an entry of a group they need not say which entry.
fn field(question: &Question, ask: Text, shown: &Shown<'_>) -> Markup {
    let lang = shown.lang;
    let id = question.id.as_str();
    if question.computed.is_some() {
        return computed(&[question], shown);
    }
    let typed = shown.answers.typed(id).to_owned();
    let error = error_of(id, shown.errors);
    // Every builder takes a hint, an error and "optional" by the same calls.
    macro_rules! dressed {
        ($builder:expr) => {{
            let mut builder = $builder.error(error);
            if let Some(hint) = &question.hint {
                builder = builder.hint(hint.get(lang));
            }
            // For whom it is has an answer from the beginning.
            if question.optional && question.id != FOR_WHOM {
                builder = builder.optional();
            }
            builder.render(lang)
        }};
    }
    match &question.kind {
        Kind::Text { .. } => dressed!(Field::text(id, ask).value(typed)),
        Kind::NationalId { .. } => dressed!(Field::text(id, ask).value(typed).width(Width::Medium)),
        Kind::Email => dressed!(Field::email(id, ask).value(typed)),
        Kind::Phone => dressed!(Field::phone(id, ask).value(typed)),
        Kind::LongText { characters_max } => dressed!(
            TextArea::new(id, ask)
                .value(typed)
                .rows(6)
                .limit(*characters_max)
        ),
        Kind::Number { unit, .. } => {
            let field = Field::number(id, ask).value(typed);
            dressed!(match unit {
                Some(unit) => field.unit(unit.get(lang)),
                None => field,
            })
        }
        Kind::Money { currency, .. } => {
            dressed!(Field::money(id, ask, currency.clone()).value(typed))
        }
        Kind::Date { .. } => {
            let part = |part| shown.answers.typed_part(id, part).to_owned();
            dressed!(DateInput::new(id, ask).value(part("dia"), part("mes"), part("anio")))
        }
        Kind::YesNo => dressed!(Radios::yes_no(id, ask).chosen(typed)),
        Kind::OneOf(choices) => dressed!(
            Radios::new(id, ask)
                .choices(choices.iter().map(|choice| labelled(choice, lang)))
                .chosen(typed)
        ),
        Kind::ManyOf(choices) => {
            let ticked: Vec<String> = shown.answers.ticked(id).map(ToOwned::to_owned).collect();
            dressed!(
                Checkboxes::new(id, ask)
                    .choices(choices.iter().map(|choice| labelled(choice, lang)))
                    .chosen(ticked)
            )
        }
        Kind::Declaration => {
            let agree = Choice::new("true", ask.clone());
            let ticked: Vec<String> = shown.answers.ticked(id).map(ToOwned::to_owned).collect();
            dressed!(
                Checkboxes::new(id, words::declaration(lang))
                    .choice(agree)
                    .chosen(ticked)
            )
        }
        Kind::Time => dressed!(Field::text(id, ask).value(typed).width(Width::Short)),
        Kind::Address { places } => {
            let fields = address::fields(id, typed, places, shown);
            boxes(question, ask, fields, error, lang)
        }
        Kind::MapPoint => boxes(question, ask, map_point(id, shown), error, lang),
        Kind::Group { .. } => html! {},
        Kind::Registry { dataset, shows } => {
            registry::fields(question, ask, (dataset, shows), error, shown)
        }
        Kind::Document { .. } => files::of_question(question, ask, shown),
    }
}

/// What formulas give, to be read: it follows the answers as they were kept last.
fn computed(questions: &[&Question], shown: &Shown<'_>) -> Markup {
    let lang = shown.lang;
    let row = |question: &&Question| {
        let value = shown.form.computed(question, shown.answers, lang);
        let value = value.map_or_else(|| words::computed_later(lang), Text::from);
        let entry = question.entry.as_ref();
        let ask = entry.map_or(&question.ask, |entry| &entry.ask);
        design::SummaryRow::new(ask.get(lang), value)
    };
    let rows = questions.iter().map(row);
    rows.fold(design::SummaryList::new(), design::SummaryList::row)
        .render(lang)
}

/// A question of several boxes.
fn boxes(
    question: &Question,
    ask: Text,
    fields: Markup,
    error: Option<Text>,
    lang: Lang,
) -> Markup {
    let mut group = Fieldset::new(format!("{}-grupo", question.id), ask, fields).error(error);
    if let Some(hint) = &question.hint {
        group = group.hint(hint.get(lang));
    }
    group.render(lang)
}

fn is_wrong(box_id: &str, shown: &Shown<'_>) -> bool {
    shown.errors.iter().any(|error| error.target() == box_id)
}

/// Latitude and longitude.
fn map_point(id: &str, shown: &Shown<'_>) -> Markup {
    let degrees = |part: &str, label: Text| {
        let name = format!("{id}.{part}");
        let wrong = is_wrong(&name, shown);
        let typed = shown.answers.typed_part(id, part);
        let field = Field::text(name, label).value(typed).width(Width::Short);
        field.marked_wrong(wrong).render(shown.lang)
    };
    html! {
        (degrees("latitud", words::map_latitude(shown.lang)))
        (degrees("longitud", words::map_longitude(shown.lang)))
    }
}

/// The error at any box of a question.
fn error_of(id: &str, errors: &[FieldError]) -> Option<Text> {
    let of_part = |error: &&FieldError| {
        error
            .target()
            .strip_prefix(id)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    };
    errors
        .iter()
        .find(of_part)
        .map(|error| error.beside().clone())
}

fn labelled(choice: &forms::Choice, lang: Lang) -> Choice {
    Choice::new(choice.id.clone(), choice.label.get(lang))
}

/// The box for one file of a question, beside those given so far.
pub(super) fn file(question: &Question, ask: Text, shown: &Shown<'_>) -> Markup {
    let Kind::Document { kinds, .. } = &question.kind else {
        return html! {};
    };
    let kinds: Vec<&str> = kinds.iter().map(|kind| kind.as_str()).collect();
    let bytes_max = u64::try_from(limits::UPLOAD_BYTES_MAX).unwrap_or(u64::MAX);
    let mut input = FileInput::new(question.id.as_str(), ask, &kinds, bytes_max)
        .error(error_of(&question.id, shown.errors));
    if let Some(hint) = &question.hint {
        input = input.hint(hint.get(shown.lang));
    }
    if question.optional {
        input = input.optional();
    }
    input.render(shown.lang)
}

/// One question alone, as a correction shows it.
pub(crate) fn one(question: &Question, shown: &Shown<'_>) -> Markup {
    if question.entries().is_some() {
        return group::fields(question, &shown.form.visible(shown.answers), shown);
    }
    field(question, question.ask.get(shown.lang), shown)
}
