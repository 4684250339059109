//! A record of Bolivia's national catalogue (gob.bo), one JSON object to a line.

use serde::Deserialize;
use serde_json::Value as Json;

use super::{Error, Source, SourceLaw, one_line};

/// Records named when none was chosen.
const NAMED_MAX: usize = 10;
const TITLE_MAX: usize = 120;
const LINE_MAX: usize = 300;
const ITEMS_MAX: usize = 30;

#[derive(Deserialize)]
struct Record {
    #[serde(default)]
    id: Json,
    nombre: String,
    #[serde(default)]
    slug: String,
    #[serde(default)]
    descripcion: Option<String>,
    #[serde(rename = "marcoLegal", default)]
    law: Option<String>,
    #[serde(rename = "palabrasClave", default)]
    keywords: Option<Vec<String>>,
    #[serde(default)]
    entidad: Option<Entity>,
    #[serde(default)]
    modalidades: Vec<Way>,
}

#[derive(Deserialize)]
struct Entity {
    #[serde(default)]
    nombre: String,
}

#[derive(Deserialize)]
struct Way {
    #[serde(default)]
    publico: Vec<Public>,
}

#[derive(Deserialize)]
struct Public {
    #[serde(rename = "tieneCosto", default)]
    costs: bool,
    #[serde(default)]
    duracion: Option<Json>,
    #[serde(rename = "unidadMedidaDuracion", default)]
    unit: Option<String>,
    #[serde(default)]
    procedimiento: Option<String>,
    #[serde(rename = "nombrePublicoObjetivo", default)]
    whom: Option<String>,
    #[serde(default)]
    costos: Vec<Json>,
    #[serde(default)]
    requisitos: Vec<Need>,
}

#[derive(Deserialize)]
struct Need {
    #[serde(default)]
    nombre: Option<String>,
}

/// Reads one record of the catalogue.
pub(super) fn read(source: &str, wanted: Option<&str>) -> Result<Source, Error> {
    let mut named = Vec::new();
    for line in source.lines().filter(|line| !line.trim().is_empty()) {
        let record: Record = serde_json::from_str(line).map_err(|_| Error::Unknown)?;
        let id = plain(&record.id);
        let is_wanted = wanted.is_some_and(|wanted| wanted == id || wanted == record.slug);
        let is_only = wanted.is_none() && source.trim().lines().count() == 1;
        if is_wanted || is_only {
            return Ok(source_of(record, id));
        }
        if named.len() < NAMED_MAX {
            named.push(format!("{id} ({})", one_line(&record.nombre, TITLE_MAX)));
        }
    }
    Err(Error::Choose {
        found: named.join(", "),
    })
}

fn source_of(record: Record, id: String) -> Source {
    let publics: Vec<&Public> = record
        .modalidades
        .iter()
        .flat_map(|way| &way.publico)
        .collect();
    let first = publics.first();
    let whom = publics.iter().filter_map(|public| public.whom.as_deref());
    let mut needs: Vec<String> = Vec::new();
    let named = publics.iter().flat_map(|public| &public.requisitos);
    for need in named.filter_map(|need| need.nombre.as_deref()) {
        let need = one_line(need, LINE_MAX);
        if !need.is_empty() && !needs.contains(&need) && needs.len() < ITEMS_MAX {
            needs.push(need);
        }
    }
    let mut remarks = Vec::new();
    if publics.len() > 1 {
        remarks.push(format!(
            "La fuente describe {} modalidades o públicos; el borrador toma los requisitos de todos y el resto del primero.",
            publics.len()
        ));
    }
    let fees = match publics.iter().any(|public| public.costs) {
        false => first.map(|_| Vec::new()),
        true => {
            let costs = publics.iter().flat_map(|public| &public.costos);
            Some(costs.take(ITEMS_MAX).map(fee).collect())
        }
    };
    Source {
        id: one_line(&id, TITLE_MAX),
        title: one_line(&record.nombre, TITLE_MAX),
        summary: one_line(record.descripcion.as_deref().unwrap_or_default(), LINE_MAX),
        agency: record
            .entidad
            .map(|entity| entity.nombre)
            .unwrap_or_default(),
        synonyms: record
            .keywords
            .unwrap_or_default()
            .iter()
            .take(ITEMS_MAX)
            .map(|word| one_line(word, TITLE_MAX))
            .collect(),
        for_firms: whom
            .map(str::to_lowercase)
            .any(|whom| whom.contains("jurídica") || whom.contains("empresa")),
        laws: laws(record.law.as_deref().unwrap_or_default()),
        needs,
        steps: first
            .and_then(|public| public.procedimiento.as_deref())
            .map(steps)
            .unwrap_or_default(),
        term: first.and_then(|public| term(public)),
        silence: None,
        fees,
        remarks,
    }
}

fn plain(value: &Json) -> String {
    match value {
        Json::String(text) => text.clone(),
        Json::Null => String::new(),
        other => other.to_string(),
    }
}

/// What a cost is for, and how much, under whatever names the record has for them.
fn fee(cost: &Json) -> (String, String) {
    let find = |names: &[&str]| {
        let found = names.iter().find_map(|name| cost.get(*name));
        found.map(plain).unwrap_or_default()
    };
    (
        one_line(
            &find(&["descripcion", "concepto", "nombre", "comentario"]),
            LINE_MAX,
        ),
        one_line(&find(&["monto", "costo", "valor"]), TITLE_MAX),
    )
}

/// One law to a line; a number in front of it is only the order.
fn laws(text: &str) -> Vec<SourceLaw> {
    let bare = |line: &str| {
        let line = line.trim().trim_start_matches(['-', '•', '*', '–']);
        let rest = line.trim_start_matches(|sign: char| sign.is_ascii_digit());
        let line = match rest.strip_prefix(['.', ')']) {
            Some(rest) if rest.len() < line.len() => rest,
            _ => line,
        };
        one_line(line, LINE_MAX)
    };
    text.lines()
        .map(bare)
        .filter(|title| !title.is_empty())
        .take(ITEMS_MAX)
        .map(|title| SourceLaw {
            articles: super::needs::articles(&title),
            title,
        })
        .collect()
}

/// The paragraphs and items of a procedure written as HTML.
fn steps(html: &str) -> Vec<String> {
    let mut lines = vec![String::new()];
    let mut rest = html;
    while let Some((before, after)) = rest.split_once('<') {
        if let Some(line) = lines.last_mut() {
            line.push_str(before);
        }
        let (tag, after) = after.split_once('>').unwrap_or((after, ""));
        let name = tag.trim_start_matches('/').to_lowercase();
        if ["p", "li", "br", "ol", "ul", "div"]
            .iter()
            .any(|known| name.starts_with(known))
        {
            lines.push(String::new());
        }
        rest = after;
    }
    if let Some(line) = lines.last_mut() {
        line.push_str(rest);
    }
    lines
        .iter()
        .map(|line| line.replace("&nbsp;", " ").replace("&amp;", "&"))
        .map(|line| one_line(line.trim_start_matches(['-', '*', '•']), LINE_MAX))
        .filter(|line| !line.is_empty())
        .take(ITEMS_MAX)
        .collect()
}

fn term(public: &Public) -> Option<String> {
    let amount: u16 = plain(public.duracion.as_ref()?).trim().parse().ok()?;
    let unit = public.unit.as_deref().unwrap_or_default().to_lowercase();
    let term = match unit {
        unit if unit.starts_with("minuto") || unit.starts_with("hora") => {
            "1 working day".to_owned()
        }
        unit if unit.contains("hábil") || unit.contains("habil") => {
            format!("{amount} working days")
        }
        unit if unit.starts_with("día") || unit.starts_with("dia") => {
            format!("{amount} calendar days")
        }
        unit if unit.starts_with("semana") => format!("{} calendar days", amount.checked_mul(7)?),
        unit if unit.starts_with("mes") => format!("{amount} months"),
        _ => return None,
    };
    term.parse::<calendar::Term>().ok().map(|_| term)
}
