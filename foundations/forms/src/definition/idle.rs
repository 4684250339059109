//! Keys that are written and would be read over: what an author means by them does not happen.

use super::raw::{RawForm, RawQuestion};
use super::{CHOICES_MIN, Error, Reader};
use crate::{Form, Gazetteers, Needs};

impl Form {
    /// The keys of questions that say nothing for their type, such as options of a text. What cannot be read at
    /// all is [`Form::parse`]'s.
    #[must_use]
    pub fn idle_keys(yaml: &str) -> Vec<Error> {
        let Ok(raw) = serde_saphyr::from_str::<RawForm>(yaml) else {
            return Vec::new();
        };
        let (needs, tables) = (Needs::new(), Gazetteers::new());
        let reader = Reader {
            yaml,
            needs: &needs,
            tables: &tables,
            choices_min: CHOICES_MIN,
        };
        let questions = raw.sections.iter().flat_map(|section| &section.questions);
        let questions = questions.flat_map(|entry| &entry.0);
        let mut found = Vec::new();
        for (id, question) in questions {
            look(&reader, id, question, &mut found);
            for (id, inner) in question.questions.iter().flat_map(|entry| &entry.0) {
                look(&reader, id, inner, &mut found);
            }
        }
        found
    }
}

fn look(reader: &Reader<'_>, id: &str, raw: &RawQuestion, found: &mut Vec<Error>) {
    let kind = match (&raw.kind, &raw.registry) {
        (Some(kind), _) => kind.as_str(),
        (None, Some(_)) => "registry",
        (None, None) => "document",
    };
    let written = [
        ("max", raw.max.is_some()),
        ("unit", raw.unit.is_some()),
        ("from", raw.from.is_some()),
        ("to", raw.to.is_some()),
        ("decimals", raw.decimals.is_some()),
        ("currency", raw.currency.is_some()),
        ("of", raw.of.is_some()),
        ("options", !raw.options.0.is_empty()),
        ("gazetteer", raw.gazetteer.is_some()),
        ("within", raw.within.is_some()),
        ("accepts", raw.accepts.is_some()),
        ("files", raw.files.is_some()),
        ("registry", raw.registry.is_some()),
        ("shows", !raw.shows.0.is_empty()),
        ("correctable", raw.correctable.is_some()),
        ("each", raw.each.is_some()),
    ];
    let fits = fitting(kind);
    for (key, _) in written
        .into_iter()
        .filter(|(key, is_written)| *is_written && !fits.contains(key))
    {
        found.push(reader.error(
            id,
            format!(
                "«{key}» no dice nada en una pregunta de tipo {kind}; quítalo o cambia el tipo"
            ),
            format!(
                "«{key}» says nothing in a question of type {kind}; remove it or change the type"
            ),
        ));
    }
}

/// The keys that a type takes besides those that all take.
fn fitting(kind: &str) -> &'static [&'static str] {
    match kind {
        "text" | "long_text" => &["max"],
        "number" => &["unit", "from", "to", "decimals"],
        "money" => &["currency", "from", "to"],
        "date" => &["from", "to"],
        "one_of" | "many_of" => &["options"],
        "address" => &["options", "gazetteer", "within"],
        "national_id" => &["of"],
        "document" => &["accepts", "files"],
        "registry" => &["registry", "shows", "correctable"],
        "group" => &["each", "from", "to"],
        _ => &[],
    }
}
