//! A form that the server checks: the browser's own messages are in the browser's language, not in ours.

use maud::{Markup, Render, html};

/// A form.
#[derive(Debug, Clone)]
pub struct Form {
    method: &'static str,
    action: String,
    multipart: bool,
    body: Markup,
}

impl Form {
    /// A form that changes something.
    #[must_use]
    pub fn post(action: impl Into<String>, body: impl Render) -> Self {
        Self {
            method: "post",
            action: action.into(),
            multipart: false,
            body: body.render(),
        }
    }

    /// A form that only asks.
    #[must_use]
    pub fn get(action: impl Into<String>, body: impl Render) -> Self {
        Self {
            method: "get",
            ..Self::post(action, body)
        }
    }

    /// Sends files too.
    #[must_use]
    pub fn multipart(mut self) -> Self {
        self.multipart = true;
        self
    }
}

impl Render for Form {
    fn render(&self) -> Markup {
        let encoding = self.multipart.then_some("multipart/form-data");
        html! { form method=(self.method) action=(self.action) enctype=[encoding] novalidate { (self.body) } }
    }
}
