//! What waits at an official's desk, with the time the law leaves, in words.

use maud::{Markup, html};
use text::{Lang, Text};

use crate::example::Example;
use crate::status::shaped;
use crate::{Column, Shape, Status, Table, words};

/// From this many working days on, a deadline is shown as near.
const NEAR_DAYS: i64 = 3;

/// How much time the law leaves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Due {
    /// The deadline runs: working days left (negative when it has passed), and the day it ends.
    On {
        /// Working days left; negative when the deadline has passed.
        days_left: i64,
        /// The day, as people say it.
        date: Text,
    },
    /// The clock stands still until the citizen answers.
    Paused,
    /// The law sets no term.
    None,
}

impl Due {
    /// The time left, in words and with a shape.
    #[must_use]
    pub fn render(&self, lang: Lang) -> Markup {
        match self {
            Self::On { days_left, date } => html! { (days(lang, *days_left)) " " small { (date) } },
            Self::Paused => shaped(Shape::Pause, words::due_paused(lang)),
            Self::None => html! { (words::due_none(lang)) },
        }
    }
}

fn days(lang: Lang, left: i64) -> Markup {
    match left {
        ..0 => shaped(
            Shape::Cross,
            words::due_overdue(lang, left.saturating_abs()),
        ),
        0 => shaped(Shape::Triangle, words::due_today(lang)),
        1..=NEAR_DAYS => shaped(Shape::Triangle, words::due_left(lang, left)),
        _ => shaped(Shape::Empty, words::due_left(lang, left)),
    }
}

/// One case at the desk.
#[derive(Debug, Clone)]
pub struct WorkItem {
    href: String,
    number: String,
    service: Text,
    about: String,
    status: Status,
    due: Due,
}

impl WorkItem {
    /// A case: its page and number, the service, what it is about, how it stands, and how much time is left.
    #[must_use]
    pub fn new(
        href: impl Into<String>,
        number: impl Into<String>,
        service: impl Into<Text>,
        about: impl Into<String>,
        status: Status,
        due: Due,
    ) -> Self {
        Self {
            href: href.into(),
            number: number.into(),
            service: service.into(),
            about: about.into(),
            status,
            due,
        }
    }
}

/// Cases at the desk, in the order given: the nearest deadline first.
#[derive(Debug, Clone)]
pub struct WorkQueue {
    caption: Text,
    items: Vec<WorkItem>,
}

impl WorkQueue {
    /// An empty desk, which `caption` names.
    #[must_use]
    pub fn new(caption: impl Into<Text>) -> Self {
        Self {
            caption: caption.into(),
            items: Vec::new(),
        }
    }

    /// Adds a case.
    #[must_use]
    pub fn item(mut self, item: WorkItem) -> Self {
        self.items.push(item);
        self
    }

    /// Adds cases.
    #[must_use]
    pub fn items(mut self, items: impl IntoIterator<Item = WorkItem>) -> Self {
        self.items.extend(items);
        self
    }

    /// The desk.
    #[must_use]
    pub fn render(&self, lang: Lang) -> Markup {
        let columns = [
            Column::text(words::queue_case(lang)),
            Column::text(words::queue_service(lang)),
            Column::text(words::queue_about(lang)),
            Column::text(words::queue_status(lang)),
            Column::text(words::queue_due(lang)),
        ];
        let table = self.items.iter().fold(
            Table::new(self.caption.clone(), columns).caption_hidden(),
            |table, item| {
                table.row([
                    html! { a.code href=(item.href) { (item.number) } },
                    html! { (item.service) },
                    html! { (item.about) },
                    item.status.render(lang),
                    item.due.render(lang),
                ])
            },
        );
        html! { (table) }
    }
}

pub(crate) fn examples() -> Vec<Example> {
    let item = |number: &str, about: &str, status, due| {
        WorkItem::new(
            "#bandeja",
            number,
            "Licencia de funcionamiento",
            about,
            status,
            due,
        )
    };
    let due = |days_left, date: &'static str| Due::On {
        days_left,
        date: Text::from(date),
    };
    let queue = WorkQueue::new("Esperan por mí")
        .item(item(
            "LIC-3M9C-8TRA",
            "Ferretería Don José",
            Status::NeedsOfficial,
            due(-2, "19 de noviembre"),
        ))
        .item(item(
            "LIC-7K4P-2MQX",
            "El Sol S.R.L.",
            Status::NeedsOfficial,
            due(0, "23 de noviembre"),
        ))
        .item(item(
            "LIC-QP4W-6HNE",
            "María Benítez",
            Status::UnderReview,
            due(2, "25 de noviembre"),
        ))
        .item(item(
            "LIC-9XWD-4JKF",
            "Kiosco La Esquina",
            Status::UnderReview,
            due(9, "4 de diciembre"),
        ))
        .item(item(
            "LIC-T5RB-7CVM",
            "Juan Ñandú",
            Status::NeedsCitizen,
            Due::Paused,
        ))
        .item(item(
            "INF-2ZKH-9PLQ",
            "Sin nombre",
            Status::Received,
            Due::None,
        ));
    vec![Example::new(words::state_plain, queue.render(Lang::Es))]
}
