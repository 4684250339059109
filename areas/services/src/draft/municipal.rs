//! A municipal ficha in Markdown: a heading for each part, as Spanish town councils publish them.

use process::Outcome;

use super::{Source, SourceLaw, one_line};

const LINE_MAX: usize = 300;
const ITEMS_MAX: usize = 30;
const TITLE_MAX: usize = 120;
/// What such fichas write where they know nothing.
const NOTHING: &str = "(sin datos)";

/// Reads a ficha; none where it is no such thing.
pub(super) fn read(name: &str, source: &str) -> Option<Source> {
    let part = |title: &str| part(source, title);
    let about = part("OBJETO")?;
    let code = line_after(source, "**Código de clasificación:**")
        .unwrap_or_else(|| one_line(name, TITLE_MAX));
    let family = line_after(source, "**Familia:**").unwrap_or_default();
    let title = source
        .lines()
        .find_map(|line| line.strip_prefix("# "))
        .map(|title| one_line(title, TITLE_MAX));
    let mut remarks = Vec::new();
    if title.is_none() {
        remarks.push("La fuente no da un nombre corto al trámite.".to_owned());
    }
    if !family.is_empty() {
        remarks.push(format!("La fuente lo pone en la familia «{family}»."));
    }
    let appeal = items(&part("RECURSOS").unwrap_or_default()).join(", ");
    if !appeal.is_empty() {
        remarks.push(format!("Recurso según la fuente: {appeal}."));
    }
    let silence = part("EFECTO DEL SILENCIO")
        .unwrap_or_default()
        .to_lowercase();
    Some(Source {
        title: title.unwrap_or_else(|| format!("Trámite {code}")),
        id: code,
        summary: one_line(&about, LINE_MAX),
        agency: items(&part("ÓRGANO DE RESOLUCIÓN").unwrap_or_default()).join(", "),
        synonyms: Vec::new(),
        for_firms: false,
        laws: items(&part("NORMATIVA").unwrap_or_default())
            .into_iter()
            .map(law)
            .collect(),
        needs: items(&part("REQUISITOS").unwrap_or_default()),
        steps: Vec::new(),
        term: None,
        silence: match silence {
            silence if silence.contains("desestimatorio") => Some(Outcome::Denied),
            silence if silence.contains("estimatorio") => Some(Outcome::Granted),
            _ => None,
        },
        fees: None,
        remarks,
    })
}

/// What stands under a heading that begins so, up to the next.
fn part(source: &str, title: &str) -> Option<String> {
    let heads = |line: &&str| {
        line.strip_prefix('#')
            .is_some_and(|rest| rest.trim_start_matches('#').trim().starts_with(title))
    };
    let mut lines = source.lines().skip_while(|line| !heads(line));
    lines.next()?;
    let body: Vec<&str> = lines
        .take_while(|line| !line.starts_with('#') && !line.starts_with("[←"))
        .collect();
    Some(body.join("\n").trim().to_owned())
}

fn line_after(source: &str, mark: &str) -> Option<String> {
    let line = source
        .lines()
        .find_map(|line| line.trim().strip_prefix(mark))?;
    Some(one_line(line, TITLE_MAX)).filter(|line| !line.is_empty())
}

/// The items of a list, or its lines.
fn items(body: &str) -> Vec<String> {
    body.lines()
        .map(|line| one_line(line.trim().trim_start_matches(['-', '*', '•']), LINE_MAX))
        .filter(|line| !line.is_empty() && line != NOTHING)
        .take(ITEMS_MAX)
        .collect()
}

/// A law with its articles in brackets at its end.
fn law(line: String) -> SourceLaw {
    let articles = super::needs::articles(&line);
    let title = match line.rsplit_once('(') {
        Some((title, _)) if !articles.is_empty() => one_line(title, LINE_MAX),
        _ => line,
    };
    SourceLaw { title, articles }
}
