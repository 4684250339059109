//! Views of one desk: links, because each is an address of its own.

use maud::{Markup, Render, html};
use text::Text;

use crate::example::Example;
use crate::words;

/// One view.
#[derive(Debug, Clone)]
pub struct Tab {
    href: String,
    words: Text,
    count: Option<u64>,
    current: bool,
}

impl Tab {
    /// A view: its address and its name.
    #[must_use]
    pub fn new(href: impl Into<String>, words: impl Into<Text>) -> Self {
        Self {
            href: href.into(),
            words: words.into(),
            count: None,
            current: false,
        }
    }

    /// How many are in it.
    #[must_use]
    pub fn count(mut self, count: u64) -> Self {
        self.count = Some(count);
        self
    }

    /// Says that this is the view being shown.
    #[must_use]
    pub fn current(mut self) -> Self {
        self.current = true;
        self
    }
}

/// Views of one desk, with a name for those who hear the page.
#[derive(Debug, Clone)]
pub struct Tabs {
    label: Text,
    tabs: Vec<Tab>,
}

impl Tabs {
    /// Views of something, which `label` names.
    #[must_use]
    pub fn new(label: impl Into<Text>) -> Self {
        Self {
            label: label.into(),
            tabs: Vec::new(),
        }
    }

    /// Adds a view.
    #[must_use]
    pub fn tab(mut self, tab: Tab) -> Self {
        self.tabs.push(tab);
        self
    }
}

impl Render for Tabs {
    fn render(&self) -> Markup {
        html! {
            nav.tabs aria-label=(self.label.as_str()) {
                ul {
                    @for tab in &self.tabs {
                        li {
                            a href=(tab.href) aria-current=[tab.current.then_some("page")] {
                                (tab.words) @if let Some(count) = tab.count { " " span.count { (count) } }
                            }
                        }
                    }
                }
            }
        }
    }
}

pub(crate) fn examples() -> Vec<Example> {
    let tabs = Tabs::new("Vistas de la bandeja")
        .tab(Tab::new("#pestanas", "Esperan por mí").count(7).current())
        .tab(Tab::new("#pestanas", "Esperan a la persona").count(12))
        .tab(Tab::new("#pestanas", "Terminados"));
    vec![Example::new(words::state_plain, tabs)]
}
