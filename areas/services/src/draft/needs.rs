//! What a requirement in words asks for: a document, or something that is known already or answered in the form.

/// What a requirement asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Asks {
    /// A document.
    Document,
    /// Who somebody is: the registry of persons knows.
    Identity,
    /// An e-mail address.
    Email,
    /// A telephone number.
    Phone,
    /// The application itself: the form is it.
    Application,
}

/// Reads a requirement.
pub(super) fn asks(need: &str) -> Asks {
    let words = text::search::fold(need);
    let says = |known: &[&str]| known.iter().any(|known| words.contains(known));
    if says(&[
        "formulario",
        "impreso normalizado",
        "solicitud escrita",
        "carta de solicitud",
    ]) || words.starts_with("solicitud")
    {
        Asks::Application
    } else if says(&["correo electronico", "e-mail", "email"]) {
        Asks::Email
    } else if says(&["numero de telefono", "telefono", "celular"]) {
        Asks::Phone
    } else if says(&[
        "cedula de identidad",
        "documento de identidad",
        "dni",
        "carnet de identidad",
    ]) {
        Asks::Identity
    } else {
        Asks::Document
    }
}

/// The articles that a line names: the figures after `art.`, `arts.` or `artículo`.
pub(super) fn articles(line: &str) -> Vec<String> {
    const ARTICLES_MAX: usize = 12;
    let words: Vec<&str> = line
        .split(|sign: char| sign.is_whitespace() || "(),;".contains(sign))
        .collect();
    let mut found: Vec<String> = Vec::new();
    let mut follows = false;
    for word in words.into_iter().filter(|word| !word.is_empty()) {
        let small = word.to_lowercase();
        let (mark, rest) = match small
            .strip_prefix("arts.")
            .or_else(|| small.strip_prefix("art."))
        {
            Some(rest) => (true, rest.to_owned()),
            None => (
                small.starts_with("artículo") || small.starts_with("articulo"),
                String::new(),
            ),
        };
        let candidate = if mark { rest } else { small.clone() };
        let is_article = candidate.starts_with(|sign: char| sign.is_ascii_digit());
        if (mark || follows) && is_article {
            let article = candidate.trim_end_matches(['.', 'º']).to_owned();
            if !found.contains(&article) && found.len() < ARTICLES_MAX {
                found.push(article);
            }
        }
        // `Arts. 21, 22 y 110`: figures go on, other words end the list.
        follows = mark || (follows && (is_article || ["y", "a", "e"].contains(&small.as_str())));
    }
    found
}
