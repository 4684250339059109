//! The part of `/mi/datos` that says what registries hold about a person, and what each entry rests on.

use cases::CaseNumber;
use design::{Level, SummaryList, SummaryRow, details, heading};
use identity::Citizen;
use maud::{Markup, html};
use registries::{Record, say};
use store::{Db, Error};
use text::{Lang, format};

use crate::words;

/// What names a record best, the most telling first.
const NAMING: [&str; 5] = ["razon_social", "nombre", "direccion", "ruc", "cedula"];

/// Everything that registries hold about the citizen. Nothing at all for whoever has not proved who
/// they are.
pub(crate) fn panel(db: &mut Db, citizen: &Citizen, lang: Lang) -> Result<Markup, Error> {
    let records = registries::own(db, citizen)?;
    Ok(html! {
        @if !records.is_empty() {
            (heading(Level::H2, words::records_title(lang)))
            p { (words::records_lead(lang)) }
            @for record in &records { (one(record, citizen, lang)) }
        }
    })
}

fn one(record: &Record, citizen: &Citizen, lang: Lang) -> Markup {
    let title = say::title(&record.dataset, lang);
    let name = NAMING
        .iter()
        .map(|field| record.text(field))
        .find(|text| !text.is_empty())
        .unwrap_or_else(|| record.key.clone());
    let mut list = record
        .fields
        .iter()
        .fold(SummaryList::new(), |list, (field, value)| {
            list.row(SummaryRow::new(
                say::label(field, lang),
                say::value(value, lang),
            ))
        })
        .row(SummaryRow::new(
            words::records_from(lang),
            format::date_long(lang, record.valid_from),
        ));
    // A registry names the first day on which it is no longer so; people, the last on which it is.
    if let Some(until) = record.valid_to.and_then(|end| end.yesterday().ok()) {
        list = list.row(SummaryRow::new(
            words::records_until(lang),
            format::date_long(lang, until),
        ));
    }
    if let Some(role) = record.role_of(citizen.person) {
        list = list.row(SummaryRow::new(
            words::records_role(lang),
            say::role(role, lang),
        ));
    }
    list = list.row(SummaryRow::new(
        words::records_source(lang),
        source(record, lang),
    ));
    details(html! { (title) ": " (name) }, list.render(lang))
}

/// What an entry rests on: a case, which its person may open, or the books.
fn source(record: &Record, lang: Lang) -> Markup {
    match &record.source {
        Some(source) if source.parse::<CaseNumber>().is_ok() => {
            html! { (words::records_case(lang)) " " a href={ "/expedientes/" (source) } { (source) } }
        }
        Some(source) => html! { (source) },
        None => html! { (words::records_books(lang)) },
    }
}
