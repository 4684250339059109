//! Several short forms in one file: a list of questions under each name.

use std::collections::BTreeMap;

use text::Localized;

use super::raw::RawQuestion;
use super::{CHOICES_MIN, Error, Reader, syntax};
use crate::ordered::Ordered;
use crate::{Form, Gazetteers, Kind, Layout, Needs, Question, Section};

impl Form {
    /// Reads forms of one page each, by name: `inspection: [ { area: { … } } ]`. They ask plain questions: no files,
    /// no records of registries, no groups; addresses may name `tables` of places. `above` gives the questions that each form has above its own, which
    /// its conditions may name.
    ///
    /// # Errors
    /// The first [`Error`] found.
    pub fn parse_short(
        yaml: &str,
        tables: &Gazetteers,
        above: impl Fn(&str) -> Vec<Question>,
    ) -> Result<BTreeMap<String, Self>, Error> {
        let raw: BTreeMap<String, Vec<Ordered<RawQuestion>>> =
            serde_saphyr::from_str(yaml).map_err(|error| syntax(&error))?;
        let needs = Needs::default();
        let reader = Reader {
            yaml,
            needs: &needs,
            tables,
            choices_min: CHOICES_MIN,
        };
        let forms = raw.into_iter().map(|(name, entries)| {
            let form = reader.short(&name, above(&name), entries)?;
            Ok((name, form))
        });
        forms.collect()
    }
}

impl Reader<'_> {
    fn short(
        &self,
        name: &str,
        mut questions: Vec<Question>,
        entries: Vec<Ordered<RawQuestion>>,
    ) -> Result<Form, Error> {
        if entries.iter().all(|entry| entry.0.is_empty()) {
            return Err(self.error(
                name,
                "no pregunta nada; agrega una pregunta o quítalo",
                "asks nothing; add a question or remove it",
            ));
        }
        for (id, raw) in entries.into_iter().flat_map(|entry| entry.0) {
            let question = self.with_entries(id, raw)?;
            if let Some(other) = question.iter().find(|question| !is_plain(&question.kind)) {
                return Err(self.error(
                    &other.id,
                    "aquí no van archivos, registros, declaraciones ni grupos",
                    "there are no files, registries, declarations or groups here",
                ));
            }
            questions.extend(question);
        }
        let form = Form {
            layout: Layout::OnePage,
            sections: vec![Section {
                id: name.to_owned(),
                title: Localized::spanish(name),
                intro: None,
                questions,
            }],
            checks: Vec::new(),
        };
        self.prove(&form)?;
        Ok(form)
    }
}

const fn is_plain(kind: &Kind) -> bool {
    !matches!(
        kind,
        Kind::Document { .. } | Kind::Registry { .. } | Kind::Declaration | Kind::Group { .. }
    )
}
