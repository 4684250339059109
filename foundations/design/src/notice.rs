//! Something that must not be overlooked.

use maud::{Markup, Render, html};
use text::{Lang, Text};

use crate::example::Example;
use crate::{Shape, words};

#[derive(Debug, Clone, Copy)]
enum Kind {
    Info,
    Warning,
    Danger,
    Success,
}

/// A notice. Its kind is said in words and by a shape.
#[derive(Debug, Clone)]
pub struct Notice {
    kind: Kind,
    title: Option<Text>,
    body: Markup,
}

impl Notice {
    /// Good to know.
    #[must_use]
    pub fn info(body: impl Render) -> Self {
        Self {
            kind: Kind::Info,
            title: None,
            body: body.render(),
        }
    }

    /// Something may go wrong or run out.
    #[must_use]
    pub fn warning(body: impl Render) -> Self {
        Self {
            kind: Kind::Warning,
            ..Self::info(body)
        }
    }

    /// Something went wrong, or cannot be taken back.
    #[must_use]
    pub fn danger(body: impl Render) -> Self {
        Self {
            kind: Kind::Danger,
            ..Self::info(body)
        }
    }

    /// Something was done.
    #[must_use]
    pub fn success(body: impl Render) -> Self {
        Self {
            kind: Kind::Success,
            ..Self::info(body)
        }
    }

    /// Says what it is about, instead of "Importante" and the like.
    #[must_use]
    pub fn title(mut self, title: impl Into<Text>) -> Self {
        self.title = Some(title.into());
        self
    }

    /// The notice.
    #[must_use]
    pub fn render(&self, lang: Lang) -> Markup {
        let (class, shape, word) = match self.kind {
            Kind::Info => ("notice", Shape::Full, words::notice_info(lang)),
            Kind::Warning => ("notice warn", Shape::Triangle, words::notice_warning(lang)),
            Kind::Danger => ("notice danger", Shape::Cross, words::notice_danger(lang)),
            Kind::Success => ("notice good", Shape::Check, words::notice_success(lang)),
        };
        let title = self.title.as_ref().unwrap_or(&word);
        html! { div class=(class) { p.title { span class=(shape.class()) { (title) } } .body { (self.body) } } }
    }
}

pub(crate) fn examples() -> Vec<Example> {
    let lang = Lang::Es;
    vec![
        Example::new(
            words::state_info,
            Notice::info("No te pediremos el acta de nacimiento: ya la tenemos.").render(lang),
        ),
        Example::new(
            words::state_warning,
            Notice::warning(
                "Si no respondes antes del jueves 19 de noviembre, archivaremos la solicitud.",
            )
            .title("Necesitamos una corrección")
            .render(lang),
        ),
        Example::new(
            words::state_problem,
            Notice::danger("No pudimos guardar el archivo. Lo demás quedó guardado.").render(lang),
        ),
        Example::new(
            words::state_success,
            Notice::success("Guardamos tus cambios.").render(lang),
        ),
    ]
}
