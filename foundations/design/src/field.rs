//! A box for one line: text, number, money, e-mail, telephone, password.

use maud::{Markup, html};
use text::{Lang, Text};

use crate::control::{Control, shared_calls};
use crate::example::Example;
use crate::words;

/// Which keyboard a phone shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InputMode {
    /// Letters.
    Text,
    /// Digits only.
    Numeric,
    /// Digits with a decimal sign.
    Decimal,
    /// Letters with @.
    Email,
    /// The keys of a telephone.
    Telephone,
}

impl InputMode {
    const fn value(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Numeric => "numeric",
            Self::Decimal => "decimal",
            Self::Email => "email",
            Self::Telephone => "tel",
        }
    }
}

/// How wide the box is: as wide as the answer, so that it says what is expected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Width {
    /// Up to four characters.
    Few,
    /// Up to ten or so.
    Short,
    /// Up to twenty or so.
    Medium,
    /// All there is.
    Full,
}

impl Width {
    pub(crate) const fn class(self) -> &'static str {
        match self {
            Self::Few => "w-few",
            Self::Short => "w-short",
            Self::Medium => "w-medium",
            Self::Full => "w-full",
        }
    }
}

/// A box for one line. It always is `type=text` (or a password): browsers do strange things to numbers.
#[derive(Debug, Clone)]
pub struct Field {
    control: Control,
    value: String,
    secret: bool,
    mode: InputMode,
    width: Width,
    autocomplete: Option<&'static str>,
    before: Option<Text>,
    after: Option<Text>,
    is_wrong: bool,
}

impl Field {
    fn new(name: impl Into<String>, label: impl Into<Text>, mode: InputMode, width: Width) -> Self {
        Self {
            control: Control::new(name, label),
            value: String::new(),
            secret: false,
            mode,
            width,
            autocomplete: None,
            before: None,
            after: None,
            is_wrong: false,
        }
    }

    /// Any text. Names, numbers of documents, addresses.
    #[must_use]
    pub fn text(name: impl Into<String>, label: impl Into<Text>) -> Self {
        Self::new(name, label, InputMode::Text, Width::Full)
    }

    /// A whole number.
    #[must_use]
    pub fn number(name: impl Into<String>, label: impl Into<Text>) -> Self {
        Self::new(name, label, InputMode::Numeric, Width::Short)
    }

    /// An amount, with its currency as people write it before the number.
    #[must_use]
    pub fn money(
        name: impl Into<String>,
        label: impl Into<Text>,
        currency: impl Into<Text>,
    ) -> Self {
        let field = Self::new(name, label, InputMode::Decimal, Width::Medium);
        Self {
            before: Some(currency.into()),
            ..field
        }
    }

    /// An e-mail address.
    #[must_use]
    pub fn email(name: impl Into<String>, label: impl Into<Text>) -> Self {
        let field = Self::new(name, label, InputMode::Email, Width::Full);
        Self {
            autocomplete: Some("email"),
            ..field
        }
    }

    /// A telephone number.
    #[must_use]
    pub fn phone(name: impl Into<String>, label: impl Into<Text>) -> Self {
        let field = Self::new(name, label, InputMode::Telephone, Width::Medium);
        Self {
            autocomplete: Some("tel"),
            ..field
        }
    }

    /// Marks the box whose group says what is wrong with it.
    #[must_use]
    pub fn marked_wrong(mut self, is_wrong: bool) -> Self {
        self.is_wrong = is_wrong;
        self
    }

    /// The password of an account that exists. It never shows a value.
    #[must_use]
    pub fn password(name: impl Into<String>, label: impl Into<Text>) -> Self {
        let field = Self::new(name, label, InputMode::Text, Width::Medium);
        Self {
            secret: true,
            autocomplete: Some("current-password"),
            ..field
        }
    }

    /// A password being chosen. It never shows a value.
    #[must_use]
    pub fn new_password(name: impl Into<String>, label: impl Into<Text>) -> Self {
        Self {
            autocomplete: Some("new-password"),
            ..Self::password(name, label)
        }
    }

    shared_calls!();

    /// What has been typed, as it was typed.
    #[must_use]
    pub fn value(mut self, value: impl Into<String>) -> Self {
        self.value = value.into();
        self
    }

    /// Which keyboard a phone shows.
    #[must_use]
    pub fn input_mode(mut self, mode: InputMode) -> Self {
        self.mode = mode;
        self
    }

    /// How wide the box is.
    #[must_use]
    pub fn width(mut self, width: Width) -> Self {
        self.width = width;
        self
    }

    /// Lets the browser fill in what it knows about the person: a token of the HTML standard
    /// (`name`, `bday`, `address-line1`, …), as WCAG 1.3.5 asks.
    #[must_use]
    pub fn autocomplete(mut self, token: &'static str) -> Self {
        self.autocomplete = Some(token);
        self
    }

    /// Shows a unit after the box, such as "m²".
    #[must_use]
    pub fn unit(mut self, unit: impl Into<Text>) -> Self {
        self.after = Some(unit.into());
        self
    }

    /// The field.
    #[must_use]
    pub fn render(&self, lang: Lang) -> Markup {
        let has_unit = self.before.is_some() || self.after.is_some();
        let described_by = self.control.described_by(has_unit.then_some("unit"));
        let value = (!self.secret && !self.value.is_empty()).then_some(&self.value);
        let input = html! {
            input id=(self.control.name) name=(self.control.name) class=(self.width.class())
                type=(if self.secret { "password" } else { "text" })
                value=[value]
                inputmode=[(self.mode != InputMode::Text).then(|| self.mode.value())]
                autocomplete=[self.autocomplete]
                aria-describedby=[described_by]
                aria-invalid=[self.control.invalid().or(self.is_wrong.then_some("true"))];
        };
        let unit = |unit: &Option<Text>| html! { @if let Some(unit) = unit { span id=(self.control.id("unit")) { (unit) } } };
        let boxed = html! { .affix { (unit(&self.before)) (input) (unit(&self.after)) } };
        self.control
            .single(lang, if has_unit { &boxed } else { &input })
    }
}

pub(crate) fn examples() -> Vec<Example> {
    let lang = Lang::Es;
    vec![
        Example::new(
            words::state_plain,
            Field::text("g-nombre", "Nombre y apellido")
                .autocomplete("name")
                .render(lang),
        ),
        Example::new(
            words::state_hint,
            Field::text("g-local", "Nombre del local")
                .hint("El que verá la gente en el cartel")
                .value("Panadería El Sol")
                .render(lang),
        ),
        Example::new(
            words::state_error,
            Field::number("g-metros", "¿Cuántos metros cuadrados tiene el local?")
                .unit("m²")
                .value("cuarenta")
                .error(Text::from(
                    "Escribe la superficie con números, por ejemplo 40",
                ))
                .render(lang),
        ),
        Example::new(
            words::state_money,
            Field::money("g-monto", "¿Cuánto pagaste?", "Gs.")
                .value("120000")
                .render(lang),
        ),
        Example::new(
            words::state_optional,
            Field::phone("g-telefono", "Teléfono")
                .optional()
                .render(lang),
        ),
        Example::new(
            words::state_email,
            Field::email("g-correo", "Correo electrónico").render(lang),
        ),
        Example::new(
            words::state_password,
            Field::password("g-clave", "Contraseña").render(lang),
        ),
        Example::new(
            words::state_heading,
            Field::text("g-cedula", "¿Cuál es tu número de cédula?")
                .hint("Sin puntos")
                .width(Width::Short)
                .page_heading()
                .render(lang),
        ),
    ]
}
