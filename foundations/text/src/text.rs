//! Words that know which language they are in.

use std::borrow::Cow;
use std::fmt;

use maud::{Escaper, Render};
use serde::{Serialize, Serializer};

use crate::Lang;

/// Words for a reader, with the language they are really in where it is not the one asked for.
///
/// In a page, a text in the page's language is plain (and escaped); a fallback is wrapped in
/// `<span lang="es">`, so that a screen reader pronounces it rightly (WCAG 2.2, 3.1.2).
///
/// ```
/// use text::{Lang, Text};
/// let asked_in_guarani = Text::from("Empezar ahora").in_language(Lang::Es);
/// assert_eq!(maud::html! { (asked_in_guarani) }.into_string(), r#"<span lang="es">Empezar ahora</span>"#);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Text {
    value: Cow<'static, str>,
    found: Option<Lang>,
}

impl Text {
    /// Says that these words are in another language than the one asked for.
    #[must_use]
    pub const fn in_language(mut self, found: Lang) -> Self {
        self.found = Some(found);
        self
    }

    /// The words, without their language.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.value
    }

    /// The words, owned, without their language.
    #[must_use]
    pub fn into_string(self) -> String {
        self.value.into_owned()
    }

    /// The language of the words where it differs from the one asked for.
    #[must_use]
    pub const fn fallback(&self) -> Option<Lang> {
        self.found
    }

    /// Whether there are no words at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.value.is_empty()
    }
}

impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.value)
    }
}

impl Render for Text {
    fn render_to(&self, buffer: &mut String) {
        use fmt::Write;
        if let Some(lang) = self.found {
            buffer.push_str("<span lang=\"");
            buffer.push_str(lang.tag());
            buffer.push_str("\">");
        }
        // Writing into a String cannot fail.
        let _ = Escaper::new(buffer).write_str(&self.value);
        if self.found.is_some() {
            buffer.push_str("</span>");
        }
    }
}

impl AsRef<str> for Text {
    fn as_ref(&self) -> &str {
        self.as_str()
    }
}

impl From<String> for Text {
    fn from(value: String) -> Self {
        Self {
            value: Cow::Owned(value),
            found: None,
        }
    }
}

impl From<&'static str> for Text {
    fn from(value: &'static str) -> Self {
        Self {
            value: Cow::Borrowed(value),
            found: None,
        }
    }
}

impl From<Cow<'static, str>> for Text {
    fn from(value: Cow<'static, str>) -> Self {
        Self { value, found: None }
    }
}

impl From<&Self> for Text {
    fn from(text: &Self) -> Self {
        text.clone()
    }
}

impl From<Text> for String {
    fn from(text: Text) -> Self {
        text.into_string()
    }
}

impl PartialEq<str> for Text {
    fn eq(&self, other: &str) -> bool {
        self.value == other
    }
}

impl PartialEq<&str> for Text {
    fn eq(&self, other: &&str) -> bool {
        self.value == *other
    }
}

/// In JSON a text is its words alone.
impl Serialize for Text {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_in_the_language_of_the_page_are_plain_and_escaped() {
        assert_eq!(
            Text::from("Té & <b>").render().into_string(),
            "Té &amp; &lt;b&gt;"
        );
    }

    #[test]
    fn a_fallback_tells_its_language() {
        let text = Text::from("Hola".to_owned()).in_language(Lang::Es);
        assert_eq!(text.render().into_string(), "<span lang=\"es\">Hola</span>");
        assert_eq!(text.fallback(), Some(Lang::Es));
        assert_eq!(text.to_string(), "Hola");
    }
}
