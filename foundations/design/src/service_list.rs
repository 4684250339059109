//! Services found or gathered, each with what it costs and takes.

use maud::{Markup, Render, html};
use text::Text;

use crate::example::Example;
use crate::{Level, words};

/// One service.
#[derive(Debug, Clone)]
pub struct ServiceItem {
    href: String,
    title: Text,
    summary: Option<Text>,
    facts: Vec<Text>,
}

impl ServiceItem {
    /// A service: where its ficha is, and its name.
    #[must_use]
    pub fn new(href: impl Into<String>, title: impl Into<Text>) -> Self {
        Self {
            href: href.into(),
            title: title.into(),
            summary: None,
            facts: Vec::new(),
        }
    }

    /// What it is for.
    #[must_use]
    pub fn summary(mut self, summary: impl Into<Text>) -> Self {
        self.summary = Some(summary.into());
        self
    }

    /// Adds a short fact: "Gratis", "En línea", "15 días hábiles".
    #[must_use]
    pub fn fact(mut self, fact: impl Into<Text>) -> Self {
        self.facts.push(fact.into());
        self
    }
}

/// Services, in the order given.
#[derive(Debug, Clone)]
pub struct ServiceList {
    level: Level,
    items: Vec<ServiceItem>,
}

impl ServiceList {
    /// Services whose names are headings of this level.
    #[must_use]
    pub fn new(level: Level) -> Self {
        Self {
            level,
            items: Vec::new(),
        }
    }

    /// Adds a service.
    #[must_use]
    pub fn item(mut self, item: ServiceItem) -> Self {
        self.items.push(item);
        self
    }

    /// Adds services.
    #[must_use]
    pub fn items(mut self, items: impl IntoIterator<Item = ServiceItem>) -> Self {
        self.items.extend(items);
        self
    }
}

impl Render for ServiceList {
    fn render(&self) -> Markup {
        html! {
            ul.services {
                @for item in &self.items {
                    li {
                        (crate::heading(self.level, html! { a href=(item.href) { (item.title) } }))
                        @if let Some(summary) = &item.summary { p { (summary) } }
                        @if !item.facts.is_empty() { ul.short { @for fact in &item.facts { li { (fact) } } } }
                    }
                }
            }
        }
    }
}

pub(crate) fn examples() -> Vec<Example> {
    let list = ServiceList::new(Level::H3)
        .item(
            ServiceItem::new("#servicios", "Certificado de nacimiento")
                .summary("Pide tu certificado o el de tus hijos. Llega en segundos.")
                .fact("Gratis")
                .fact("En línea")
                .fact("En el momento"),
        )
        .item(
            ServiceItem::new("#servicios", "Licencia de funcionamiento")
                .summary("Pide permiso para abrir un local al público.")
                .fact("Desde 50.000 guaraníes")
                .fact("15 días hábiles"),
        );
    vec![Example::new(words::state_plain, list)]
}
