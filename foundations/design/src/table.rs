//! A table, which becomes a list of cards on a phone.

use maud::{Markup, Render, html};
use text::{Lang, Text};

use crate::example::Example;
use crate::words;

/// One column.
#[derive(Debug, Clone)]
pub struct Column {
    title: Text,
    number: bool,
}

impl Column {
    /// A column of words.
    #[must_use]
    pub fn text(title: impl Into<Text>) -> Self {
        Self {
            title: title.into(),
            number: false,
        }
    }

    /// A column of numbers, set to the end of their cells.
    #[must_use]
    pub fn number(title: impl Into<Text>) -> Self {
        Self {
            title: title.into(),
            number: true,
        }
    }
}

/// A table with a caption. The first cell of each row is its heading.
#[derive(Debug, Clone)]
pub struct Table {
    caption: Text,
    caption_hidden: bool,
    columns: Vec<Column>,
    rows: Vec<Vec<Markup>>,
}

impl Table {
    /// A table: what it shows, and its columns.
    #[must_use]
    pub fn new(caption: impl Into<Text>, columns: impl IntoIterator<Item = Column>) -> Self {
        Self {
            caption: caption.into(),
            caption_hidden: false,
            columns: columns.into_iter().collect(),
            rows: Vec::new(),
        }
    }

    /// Keeps the caption for those who hear the page, where a heading above says the same.
    #[must_use]
    pub fn caption_hidden(mut self) -> Self {
        self.caption_hidden = true;
        self
    }

    /// Adds a row. Cells beyond the last column are left out; missing ones stay empty.
    #[must_use]
    pub fn row(mut self, cells: impl IntoIterator<Item = Markup>) -> Self {
        self.rows
            .push(cells.into_iter().take(self.columns.len()).collect());
        self
    }

    fn cell(&self, position: usize, column: &Column, cell: &Markup) -> Markup {
        html! {
            @if position == 0 {
                th.num[column.number] scope="row" { (cell) }
            } @else {
                td.num[column.number] data-title=(column.title.as_str()) lang=[column.title.fallback().map(Lang::tag)] { div { (cell) } }
            }
        }
    }
}

impl Render for Table {
    fn render(&self) -> Markup {
        let empty = html! {};
        html! {
            table.stack {
                caption.vh[self.caption_hidden] { (self.caption) }
                thead {
                    tr { @for column in &self.columns { th.num[column.number] scope="col" { (column.title) } } }
                }
                tbody {
                    @for row in &self.rows {
                        tr {
                            @for (position, column) in self.columns.iter().enumerate() {
                                (self.cell(position, column, row.get(position).unwrap_or(&empty)))
                            }
                        }
                    }
                }
            }
        }
    }
}

pub(crate) fn examples() -> Vec<Example> {
    let row =
        |kind: &str, fee: &str, why: &str| [html! { (kind) }, html! { (fee) }, html! { (why) }];
    let table = Table::new(
        "Tasa según el local",
        [
            Column::text("Superficie"),
            Column::number("Tasa en guaraníes"),
            Column::text("Porque"),
        ],
    )
    .row(row("Hasta 50 m²", "50.000", "Local pequeño"))
    .row(row("De 51 a 200 m²", "120.000", "Local mediano"))
    .row(row("Más de 200 m²", "300.000", "Local grande"));
    vec![Example::new(words::state_plain, table)]
}
