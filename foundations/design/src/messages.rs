//! Messages between a citizen and an office.

use maud::{Markup, Render, html};
use text::{Lang, Text};

use crate::example::Example;
use crate::words;

/// Whose message it is, seen by the reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// The reader wrote it.
    Mine,
    /// The other side wrote it.
    Theirs,
}

/// One message.
#[derive(Debug, Clone)]
pub struct Message {
    side: Side,
    from: Text,
    at: Text,
    instant: String,
    body: Markup,
}

impl Message {
    /// A message: whose it is, who wrote it, when (for people, and as RFC 3339), and what it says.
    #[must_use]
    pub fn new(
        side: Side,
        from: impl Into<Text>,
        at: impl Into<Text>,
        instant: impl ToString,
        body: impl Render,
    ) -> Self {
        Self {
            side,
            from: from.into(),
            at: at.into(),
            instant: instant.to_string(),
            body: body.render(),
        }
    }
}

/// A thread, the oldest message first.
#[derive(Debug, Clone, Default)]
pub struct Messages(Vec<Message>);

impl Messages {
    /// An empty thread.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a message.
    #[must_use]
    pub fn message(mut self, message: Message) -> Self {
        self.0.push(message);
        self
    }

    /// The thread.
    #[must_use]
    pub fn render(&self, lang: Lang) -> Markup {
        html! {
            ol.thread {
                @for message in &self.0 {
                    li.mine[message.side == Side::Mine] {
                        p.who {
                            b { (message.from) @if message.side == Side::Mine { " " (words::messages_you(lang)) } }
                            " " time datetime=(message.instant) { (message.at) }
                        }
                        .body { (message.body) }
                    }
                }
            }
        }
    }
}

pub(crate) fn examples() -> Vec<Example> {
    let thread = Messages::new()
        .message(Message::new(
            Side::Theirs,
            "Municipalidad de San Roque",
            "Jueves 5 de noviembre, 09:15",
            "2026-11-05T12:15:00Z",
            "El plano no muestra la salida de emergencia. ¿Puedes enviarlo otra vez?",
        ))
        .message(Message::new(
            Side::Mine,
            "Ana Pérez",
            "Viernes 6 de noviembre, 18:02",
            "2026-11-06T21:02:00Z",
            "Sí, acabo de enviarlo con la salida marcada.",
        ));
    vec![Example::new(words::state_plain, thread.render(Lang::Es))]
}
