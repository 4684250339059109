//! A service's form on paper: for whoever has no telephone and no line, to be handed in at a counter where a clerk
//! types it in.

use design::weave;
use forms::{Kind, Places, Question};
use jiff::Timestamp;
use pdf::templates::{Blank, FormPart, PaperForm, Room, Template};
use pdf::{Document, render};
use platform::Site;
use services::Published;
use text::{Lang, Localized};

use crate::{Error, words};

/// Entries of a group that have room on paper; for more, the form is printed twice.
const ENTRIES_ON_PAPER_MAX: usize = 3;
/// Boxes of one answer: two rows.
const BOXES_MAX: usize = 64;
/// Height of one tile of the weave, in points.
const WEAVE_HEIGHT: u32 = 14;

/// The form of a version of a service. The same version gives the same bytes.
pub(crate) fn render_form(
    site: &Site,
    agency: &Localized,
    service: &Published,
    lang: Lang,
) -> Result<Vec<u8>, Error> {
    let definition = &service.definition;
    let code = service.form_code();
    let title = definition.title().as_str(lang);
    let footer = words::paper_form_code(lang, &code).into_string();
    let parts = definition.form.sections.iter().map(|section| FormPart {
        title: section.title.as_str(lang).to_owned(),
        intro: said(section.intro.as_ref(), lang),
        questions: section
            .questions
            .iter()
            .filter(|question| has_room(question))
            .map(|question| blank(question, lang))
            .collect(),
    });
    let data = PaperForm {
        state: site.name.clone(),
        agency: agency.as_str(lang).to_owned(),
        service: title.to_owned(),
        form_code: code,
        footer: footer.clone(),
        intro: vec![words::paper_form_intro(lang).into_string()],
        sections: parts.collect(),
        signature: words::paper_form_signature(lang).into_string(),
    };
    let data = serde_json::to_value(&data).map_err(Error::inner)?;
    let weave = weave::svg(&service.slug, WEAVE_HEIGHT);
    let document = Document {
        template: Template::Form.source(),
        data: &data,
        title: &format!("{title}. {footer}"),
        lang: lang.tag(),
        author: agency.as_str(lang),
        at: Timestamp::UNIX_EPOCH.max(service.published_at),
        weave_svg: Some(&weave),
        qr: None,
    };
    render(&document).map_err(Error::inner)
}

/// What formulas work out is not written by hand; entries beyond those on paper go on another sheet.
fn has_room(question: &Question) -> bool {
    let entry = question.entry.as_ref();
    question.computed.is_none() && entry.is_none_or(|entry| entry.place <= ENTRIES_ON_PAPER_MAX)
}

fn said(words: Option<&Localized>, lang: Lang) -> String {
    words.map_or_else(String::new, |words| words.as_str(lang).to_owned())
}

fn blank(question: &Question, lang: Lang) -> Blank {
    let hint = said(question.hint.as_ref(), lang);
    let when = match (&question.when, question.optional, &question.kind) {
        (_, _, Kind::Registry { .. }) => words::paper_form_known(lang).into_string(),
        (_, _, Kind::Document { .. }) => words::paper_form_attach(lang).into_string(),
        (Some(_), ..) => words::paper_form_if(lang).into_string(),
        (None, true, _) => words::paper_form_optional(lang).into_string(),
        (None, false, _) => String::new(),
    };
    let hint = [when, hint].into_iter().filter(|part| !part.is_empty());
    Blank {
        ask: question.ask.as_str(lang).to_owned(),
        hint: hint.collect::<Vec<_>>().join(" "),
        room: room(question, lang),
    }
}

/// The room that an answer of this kind takes.
fn room(question: &Question, lang: Lang) -> Room {
    let boxes = |count: usize| Room::Boxes {
        count: count.clamp(1, BOXES_MAX),
    };
    let words = |text: text::Text| text.into_string();
    match &question.kind {
        Kind::Text { characters_max } => boxes((*characters_max).min(32)),
        Kind::LongText { .. } => Room::Lines { count: 6 },
        Kind::Number { .. } => boxes(8),
        Kind::Money { .. } => boxes(12),
        Kind::Phone | Kind::NationalId { .. } => boxes(16),
        Kind::Email => boxes(32),
        Kind::Time => Room::Parts {
            parts: vec![
                (words(words::paper_form_hour(lang)), 2),
                (words(words::paper_form_minute(lang)), 2),
            ],
        },
        Kind::Date { .. } => Room::Parts {
            parts: vec![
                (words(words::paper_form_day(lang)), 2),
                (words(words::paper_form_month(lang)), 2),
                (words(words::paper_form_year(lang)), 4),
            ],
        },
        Kind::MapPoint => Room::Parts {
            parts: vec![
                (words(words::map_latitude(lang)), 9),
                (words(words::map_longitude(lang)), 9),
            ],
        },
        Kind::YesNo => Room::Ticks {
            choices: vec![
                words(words::paper_form_yes(lang)),
                words(words::paper_form_no(lang)),
            ],
        },
        Kind::OneOf(choices) | Kind::ManyOf(choices) => Room::Ticks {
            choices: choices
                .iter()
                .map(|choice| choice.label.as_str(lang).to_owned())
                .collect(),
        },
        Kind::Address {
            places: Places::Table(table),
        } => {
            let department = (words(words::address_department(lang)), 16);
            let parts = [
                Some((words(words::address_line(lang)), 32)),
                Some((words(words::address_town(lang)), 24)),
                table.within.is_none().then_some(department),
            ];
            Room::Parts {
                parts: parts.into_iter().flatten().collect(),
            }
        }
        Kind::Address { .. } => boxes(BOXES_MAX),
        Kind::Declaration => Room::Ticks {
            choices: vec![words(words::paper_form_agree(lang))],
        },
        Kind::Document { .. } => Room::Ticks {
            choices: vec![words(words::paper_form_attached(lang))],
        },
        Kind::Registry { .. } => Room::Said,
        Kind::Group { .. } => Room::Heading,
    }
}
