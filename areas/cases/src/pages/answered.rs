//! Answers to be read: each beside what a registry says, where the person said otherwise.

use design::{Level, Notice, SummaryList, SummaryRow, heading};
use forms::{AnsweredRow, AnsweredSection};
use maud::{Markup, html};
use text::Lang;

use crate::words;

/// Every section with its answers, under headings of this level.
pub(crate) fn sections(answered: &[AnsweredSection], level: Level, lang: Lang) -> Markup {
    html! {
        @for section in answered {
            (heading(level, &section.title))
            (list(section, lang).render(lang))
        }
    }
}

/// The answers of one section.
pub(crate) fn list(section: &AnsweredSection, lang: Lang) -> SummaryList {
    let rows = section.rows.iter();
    let rows = rows.map(|row| SummaryRow::new(row.label.clone(), value(row, lang)));
    rows.fold(SummaryList::new(), SummaryList::row)
}

/// One answer, and below it what the registry says.
pub(crate) fn value(row: &AnsweredRow, lang: Lang) -> Markup {
    html! {
        (row.value)
        @if let Some(held) = &row.on_record { p.hint { (words::registry_says(lang, held)) } }
    }
}

/// That answers differ from what a registry says: both, before anything else an official reads of them.
pub(crate) fn differing(answered: &[AnsweredSection], lang: Lang) -> Markup {
    let rows = answered.iter().flat_map(|section| &section.rows);
    let differing: Vec<(&AnsweredRow, &String)> = rows
        .filter_map(|row| Some((row, row.on_record.as_ref()?)))
        .collect();
    if differing.is_empty() {
        return html! {};
    }
    let list = html! {
        ul { @for (row, held) in differing { li { (words::registry_differs(lang, row.label.clone(), &row.value, held)) } } }
    };
    Notice::warning(list)
        .title(words::registry_differ(lang))
        .render(lang)
}
