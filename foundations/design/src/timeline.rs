//! What happened, when, and by whom.

use maud::{Markup, Render, html};
use text::Text;

use crate::example::Example;
use crate::{Level, heading, words};

/// One thing that happened.
#[derive(Debug, Clone)]
pub struct Event {
    title: Text,
    at: Text,
    instant: String,
    by: Option<Text>,
    body: Option<Markup>,
}

impl Event {
    /// What happened and when: as people say it, and as RFC 3339 for machines.
    #[must_use]
    pub fn new(title: impl Into<Text>, at: impl Into<Text>, instant: impl ToString) -> Self {
        Self {
            title: title.into(),
            at: at.into(),
            instant: instant.to_string(),
            by: None,
            body: None,
        }
    }

    /// Who did it.
    #[must_use]
    pub fn by(mut self, who: impl Into<Text>) -> Self {
        self.by = Some(who.into());
        self
    }

    /// What else is to be known about it.
    #[must_use]
    pub fn body(mut self, body: impl Render) -> Self {
        self.body = Some(body.render());
        self
    }
}

/// What happened, the newest first.
#[derive(Debug, Clone)]
pub struct Timeline {
    level: Level,
    events: Vec<Event>,
}

impl Timeline {
    /// Events whose titles are headings of this level.
    #[must_use]
    pub fn new(level: Level) -> Self {
        Self {
            level,
            events: Vec::new(),
        }
    }

    /// Adds an event.
    #[must_use]
    pub fn event(mut self, event: Event) -> Self {
        self.events.push(event);
        self
    }
}

impl Render for Timeline {
    fn render(&self) -> Markup {
        html! {
            ol.timeline {
                @for event in &self.events {
                    li {
                        (heading(self.level, &event.title))
                        p.when { time datetime=(event.instant) { (event.at) } @if let Some(by) = &event.by { " · " (by) } }
                        @if let Some(body) = &event.body { .body { (body) } }
                    }
                }
            }
        }
    }
}

pub(crate) fn examples() -> Vec<Example> {
    let timeline = Timeline::new(Level::H3)
        .event(
            Event::new(
                "Pedimos una corrección",
                "Jueves 5 de noviembre, 09:15",
                "2026-11-05T12:15:00Z",
            )
            .by("Municipalidad de San Roque")
            .body("El plano no muestra la salida de emergencia."),
        )
        .event(Event::new(
            "Recibimos el pago",
            "Lunes 2 de noviembre, 10:50",
            "2026-11-02T13:50:00Z",
        ))
        .event(Event::new(
            "Recibimos la solicitud",
            "Lunes 2 de noviembre, 10:42",
            "2026-11-02T13:42:00Z",
        ));
    vec![Example::new(words::state_plain, timeline)]
}
