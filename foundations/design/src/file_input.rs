//! A document to send, one at a time, with its limits said beforehand.

use maud::{Markup, html};
use text::{Lang, Text};

use crate::control::{Control, shared_calls};
use crate::example::Example;
use crate::words;

/// A size as people say it: "350 KB", "10 MB".
#[must_use]
pub fn file_size(bytes: u64) -> String {
    const KILO: u64 = 1024;
    let whole = |unit: u64| bytes.saturating_add(unit / 2) / unit;
    if bytes >= KILO * KILO {
        format!("{} MB", whole(KILO * KILO))
    } else {
        format!("{} KB", whole(KILO).max(1))
    }
}

/// A box for one file. The kinds and the size that are taken are part of its first call, and always shown.
#[derive(Debug, Clone)]
pub struct FileInput {
    control: Control,
    kinds: Vec<String>,
    bytes_max: u64,
    kept: Option<String>,
}

impl FileInput {
    /// A file of one of these kinds (extensions without the dot), of at most `bytes_max` bytes.
    #[must_use]
    pub fn new(
        name: impl Into<String>,
        label: impl Into<Text>,
        kinds: &[impl AsRef<str>],
        bytes_max: u64,
    ) -> Self {
        let kinds = kinds
            .iter()
            .map(|kind| kind.as_ref().to_ascii_lowercase())
            .collect();
        Self {
            control: Control::new(name, label),
            kinds,
            bytes_max,
            kept: None,
        }
    }

    shared_calls!();

    /// The name of a file that was sent before and is kept until another replaces it.
    #[must_use]
    pub fn kept(mut self, file_name: impl Into<String>) -> Self {
        self.kept = Some(file_name.into());
        self
    }

    /// The question. The form around it must be [`crate::Form::multipart`].
    #[must_use]
    pub fn render(&self, lang: Lang) -> Markup {
        let name = &self.control.name;
        let accept: Vec<String> = self.kinds.iter().map(|kind| format!(".{kind}")).collect();
        let kinds: Vec<String> = self
            .kinds
            .iter()
            .map(|kind| kind.to_ascii_uppercase())
            .collect();
        let input = html! {
            p.hint id=(self.control.id("limits")) { (words::file_limits(lang, listed(lang, &kinds), file_size(self.bytes_max))) }
            @if let Some(kept) = &self.kept { p.kept { (words::file_kept(lang)) " " b { (kept) } } }
            input id=(name) name=(name) type="file" accept=(accept.join(",")) aria-invalid=[self.control.invalid()]
                aria-describedby=[self.control.described_by(Some("limits"))];
        };
        self.control.single(lang, &input)
    }
}

/// "PDF, JPG o PNG".
fn listed(lang: Lang, kinds: &[String]) -> String {
    match kinds.split_last() {
        Some((last, first)) if !first.is_empty() => {
            words::file_kinds(lang, first.join(", "), last).into_string()
        }
        _ => kinds.concat(),
    }
}

pub(crate) fn examples() -> Vec<Example> {
    const TEN_MEGABYTES: u64 = 10 * 1024 * 1024;
    let lang = Lang::Es;
    let plan = |name: &'static str| {
        FileInput::new(
            name,
            "Un plano o croquis del local",
            &["pdf", "jpg", "png"],
            TEN_MEGABYTES,
        )
    };
    vec![
        Example::new(
            words::state_plain,
            plan("g-plano")
                .hint("Puede ser una foto de un dibujo a mano")
                .render(lang),
        ),
        Example::new(
            words::state_filled,
            plan("g-plano-listo").kept("croquis.pdf").render(lang),
        ),
        Example::new(
            words::state_error,
            plan("g-plano-mal")
                .error(Text::from(
                    "El archivo pesa 30 MB. Envía uno de hasta 10 MB",
                ))
                .render(lang),
        ),
    ]
}
