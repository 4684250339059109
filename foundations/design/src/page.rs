//! A page and the shell around it: title, header, navigation, languages, help.

use maud::{DOCTYPE, Markup, html};
use text::{Lang, Text};

use crate::{Breadcrumbs, FieldError, asset, back_link, error_summary, weave, words};

/// The weave of pages that belong to no service and no case.
const SITE_WEAVE: &str = "ventanilla";
/// Where the skip link leads.
const CONTENT_ID: &str = "contenido";
/// The query parameter of the language links.
const LANGUAGE_PARAMETER: &str = "idioma";

/// Who looks at the page, as the header shows it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Viewer {
    /// Nobody signed in.
    #[default]
    Anonymous,
    /// A citizen.
    Person {
        /// How they are called.
        name: String,
    },
    /// Somebody who works for an agency.
    Official {
        /// How they are called.
        name: String,
        /// The agency they work for.
        agency: String,
    },
}

/// What every page of one visit shares.
#[derive(Debug, Clone, Default)]
pub struct Shell {
    /// The language of the page.
    pub lang: Lang,
    /// Path and query as asked, for the language links and to mark where one is.
    pub path: String,
    /// The name of the State or town that runs this.
    pub site_name: String,
    /// Where a person answers; empty when there is no such number.
    pub help_phone: String,
    /// Who looks.
    pub viewer: Viewer,
    /// Whether everything here is for trying out and without legal effect.
    pub demonstration: bool,
}

/// One page, before it is put into its shell.
///
/// The body holds its own `h1`: a heading, a question's label or legend ([`crate::Field::page_heading`]),
/// or a [`crate::Seal`].
#[derive(Debug, Clone)]
pub struct Page {
    title: Text,
    weave: Option<String>,
    back: Option<String>,
    breadcrumbs: Option<Breadcrumbs>,
    errors: Vec<FieldError>,
    wide: bool,
    body: Markup,
}

impl Page {
    /// A page with the title that the browser shows; the site's name is added to it.
    #[must_use]
    pub fn new(title: impl Into<Text>) -> Self {
        Self {
            title: title.into(),
            weave: None,
            back: None,
            breadcrumbs: None,
            errors: Vec::new(),
            wide: false,
            body: html! {},
        }
    }

    /// Gives the page the weave of a service (its slug) or of a case (its number).
    #[must_use]
    pub fn weave(mut self, seed: &str) -> Self {
        self.weave = Some(seed.to_owned());
        self
    }

    /// Adds a link back to where one came from, above the content.
    #[must_use]
    pub fn back(mut self, href: impl Into<String>) -> Self {
        self.back = Some(href.into());
        self
    }

    /// Adds the way down to this page, above the content.
    #[must_use]
    pub fn breadcrumbs(mut self, breadcrumbs: Breadcrumbs) -> Self {
        self.breadcrumbs = Some(breadcrumbs);
        self
    }

    /// Says what must be mended: the summary comes first in the page and the title begins with "Error:".
    #[must_use]
    pub fn errors(mut self, errors: Vec<FieldError>) -> Self {
        self.errors = errors;
        self
    }

    /// Takes the whole width of the screen: for tables and desks.
    #[must_use]
    pub fn wide(mut self) -> Self {
        self.wide = true;
        self
    }

    /// The content.
    #[must_use]
    pub fn body(mut self, body: Markup) -> Self {
        self.body = body;
        self
    }

    /// The whole document.
    #[must_use]
    pub fn render(&self, shell: &Shell) -> Markup {
        let seed = self.weave.as_deref().unwrap_or(SITE_WEAVE);
        html! {
            (DOCTYPE)
            html lang=(shell.lang.tag()) {
                (self.head(shell))
                body.wide[self.wide] {
                    a.skip href={ "#" (CONTENT_ID) } { (words::page_skip(shell.lang)) }
                    (header(shell))
                    (weave::band(seed))
                    @if let Some(breadcrumbs) = &self.breadcrumbs {
                        .box { (breadcrumbs.render(shell.lang)) }
                    }
                    main.box id=(CONTENT_ID) tabindex="-1" {
                        @if let Some(href) = &self.back { (back_link(shell.lang, href)) }
                        (error_summary(shell.lang, &self.errors))
                        (self.body)
                    }
                    (footer(shell))
                }
            }
        }
    }

    fn head(&self, shell: &Shell) -> Markup {
        html! {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width,initial-scale=1";
                title {
                    @if !self.errors.is_empty() { (words::page_error_prefix(shell.lang).as_str()) " " }
                    (self.title.as_str())
                    @if !shell.site_name.is_empty() { " – " (shell.site_name) }
                }
                link rel="icon" href=(asset::FAVICON_DATA);
                link rel="stylesheet" href=(asset::stylesheet_path());
            }
        }
    }
}

fn header(shell: &Shell) -> Markup {
    html! {
        header.top {
            .strip {
                .box {
                    @if shell.demonstration { p { (words::page_demonstration(shell.lang)) } }
                    (languages(shell))
                    (account(shell))
                }
            }
            .box {
                a.brand href="/" { (shell.site_name) }
                (navigation(shell))
            }
        }
    }
}

fn navigation(shell: &Shell) -> Markup {
    let lang = shell.lang;
    let home = match shell.viewer {
        Viewer::Official { .. } => ("/oficina", words::page_nav_desk(lang)),
        Viewer::Anonymous | Viewer::Person { .. } => ("/mi", words::page_nav_mine(lang)),
    };
    let links = [
        ("/servicios", words::page_nav_services(lang)),
        home,
        ("/verificar", words::page_nav_verify(lang)),
        ("/ayuda", words::page_nav_help(lang)),
    ];
    html! {
        nav.main aria-label=(words::page_nav_label(lang).as_str()) {
            ul {
                @for (href, name) in links {
                    li { a href=(href) aria-current=[is_within(&shell.path, href)] { (name) } }
                }
            }
        }
    }
}

/// "page" on the very page of a link, "true" below it.
fn is_within(path: &str, href: &str) -> Option<&'static str> {
    let here = path.split('?').next().unwrap_or_default();
    if here == href {
        return Some("page");
    }
    here.strip_prefix(href)
        .filter(|rest| rest.starts_with('/'))
        .map(|_| "true")
}

fn account(shell: &Shell) -> Markup {
    let lang = shell.lang;
    let (name, agency) = match &shell.viewer {
        Viewer::Anonymous => {
            return html! { a.account href="/ingresar" { (words::page_sign_in(lang)) } };
        }
        Viewer::Person { name } => (name, None),
        Viewer::Official { name, agency } => (name, Some(agency)),
    };
    html! {
        .account {
            span { (name) @if let Some(agency) = agency { small { (agency) } } }
            form method="post" action="/salir" { button.link { (words::page_sign_out(lang)) } }
        }
    }
}

/// The other languages of this same page, each by its own name.
fn languages(shell: &Shell) -> Markup {
    html! {
        nav.langs aria-label=(words::page_languages(shell.lang).as_str()) {
            @for lang in Lang::OFFERED.into_iter().filter(|lang| *lang != shell.lang) {
                a href=(in_language(&shell.path, lang)) lang=(lang.tag()) hreflang=(lang.tag()) { (lang.own_name()) }
            }
        }
    }
}

/// The address of the same page in another language.
fn in_language(path: &str, lang: Lang) -> String {
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    // Two slashes at the beginning would name another host.
    let path = path.trim_start_matches('/');
    let kept = query
        .split('&')
        .filter(|pair| !pair.is_empty() && pair.split('=').next() != Some(LANGUAGE_PARAMETER));
    let chosen = format!("{LANGUAGE_PARAMETER}={}", lang.tag());
    let pairs: Vec<&str> = kept.chain([chosen.as_str()]).collect();
    format!("/{path}?{}", pairs.join("&"))
}

fn footer(shell: &Shell) -> Markup {
    let lang = shell.lang;
    html! {
        footer.end {
            .box {
                @if !shell.help_phone.is_empty() {
                    p.call { (words::page_help_person(lang)) " " a href=(dial(&shell.help_phone)) { (words::page_help_call(lang, &shell.help_phone)) } }
                }
                ul {
                    li { a href="/ayuda" { (words::page_foot_help(lang)) } }
                    li { a href="/mi/datos" { (words::page_foot_data(lang)) } }
                    li { a href="/verificar" { (words::page_foot_verify(lang)) } }
                }
            }
        }
    }
}

/// The address that calls the first telephone number of what people wrote (RFC 3966): words before it,
/// an extension and a second number are left out.
#[must_use]
pub fn dial(written: &str) -> String {
    let number = written.trim_start_matches(|c: char| !c.is_ascii_digit() && c != '+');
    let signs = number
        .chars()
        .take_while(|c| !c.is_alphabetic() && !matches!(c, '/' | ',' | ';'))
        .filter(|c| c.is_ascii_digit() || *c == '+');
    format!("tel:{}", signs.collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shell(path: &str) -> Shell {
        Shell {
            path: path.to_owned(),
            site_name: "Ventanilla".to_owned(),
            help_phone: "0800 147".to_owned(),
            ..Shell::default()
        }
    }

    #[test]
    fn a_language_link_keeps_the_page_and_what_was_asked_of_it() {
        assert_eq!(
            in_language("/buscar?q=acta&idioma=es", Lang::En),
            "/buscar?q=acta&idioma=en"
        );
        assert_eq!(in_language("/", Lang::Gn), "/?idioma=gn");
        assert_eq!(in_language("/a?idioma=gn", Lang::Es), "/a?idioma=es");
    }

    #[test]
    fn a_language_link_never_leaves_the_site() {
        for asked in ["//evil.example/x", "///evil.example/x"] {
            assert_eq!(in_language(asked, Lang::En), "/evil.example/x?idioma=en");
        }
    }

    #[test]
    fn the_title_begins_with_error_when_there_is_one() {
        let page = Page::new("¿Cómo te llamas?")
            .errors(vec![FieldError::new("nombre", "Escribe tu nombre")]);
        let html = page.render(&shell("/")).into_string();
        assert!(
            html.contains("<title>Error: ¿Cómo te llamas? – Ventanilla</title>"),
            "{html}"
        );
        assert!(
            html.contains(r##"<a href="#nombre">Escribe tu nombre</a>"##),
            "{html}"
        );
        let html = Page::new("¿Cómo te llamas?")
            .render(&shell("/"))
            .into_string();
        assert!(
            html.contains("<title>¿Cómo te llamas? – Ventanilla</title>"),
            "{html}"
        );
    }

    #[test]
    fn navigation_says_where_one_is() {
        assert_eq!(is_within("/servicios", "/servicios"), Some("page"));
        assert_eq!(is_within("/servicios/x?y=1", "/servicios"), Some("true"));
        assert_eq!(is_within("/serviciosx", "/servicios"), None);
    }

    #[test]
    fn names_are_escaped_and_phones_can_be_dialled() {
        let shell = Shell {
            viewer: Viewer::Person {
                name: "<b>Ana".to_owned(),
            },
            ..shell("/")
        };
        let html = Page::new("x").render(&shell).into_string();
        assert!(html.contains("&lt;b&gt;Ana"), "{html}");
        assert!(html.contains(r#"href="tel:0800147""#), "{html}");
    }

    #[test]
    fn a_telephone_number_is_dialled_as_people_write_it() {
        assert_eq!(dial("0800 300 147"), "tel:0800300147");
        assert_eq!(dial("Tel. +595 (21) 123-456 int. 12"), "tel:+59521123456");
        assert_eq!(dial("021 123 456 / 021 123 457"), "tel:021123456");
    }

    /// What is left of a page's 14 KB for its content must be most of it.
    const SHELL_BROTLI_BYTES_MAX: usize = 1800;

    #[test]
    fn the_shell_is_light() {
        let html = Page::new("Licencia de funcionamiento")
            .weave("licencia-de-funcionamiento")
            .render(&shell("/servicios"));
        let mut compressed = Vec::new();
        let fast = brotli::enc::BrotliEncoderParams {
            quality: 5,
            ..Default::default()
        };
        brotli::BrotliCompress(&mut html.into_string().as_bytes(), &mut compressed, &fast).unwrap();
        assert!(
            compressed.len() <= SHELL_BROTLI_BYTES_MAX,
            "{} bytes",
            compressed.len()
        );
    }

    #[test]
    fn a_page_has_neither_style_nor_script_in_it() {
        let html = Page::new("x")
            .weave("cedula")
            .render(&shell("/"))
            .into_string();
        assert!(
            !html.contains("style=") && !html.contains("<style") && !html.contains("<script"),
            "{html}"
        );
    }
}
