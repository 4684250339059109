//! Whether a form holds together: names of its own, and conditions that name what stands above them.

use std::collections::BTreeSet;

use rules::Expression;

use super::{Error, Reader};
use crate::limits::{FILES_IN_ALL_MAX, QUESTIONS_MAX};
use crate::{Form, Kind};

impl Reader<'_> {
    /// Names are unique, and conditions name only what stands above them.
    pub(super) fn prove(&self, form: &Form) -> Result<(), Error> {
        if form.questions().count() > QUESTIONS_MAX {
            return Err(self.error(
                "questions",
                format!(
                    "un formulario tiene hasta {QUESTIONS_MAX} preguntas; divídelo en dos trámites"
                ),
                format!("a form has up to {QUESTIONS_MAX} questions; split it into two services"),
            ));
        }
        if let Some(max) = form.too_long_for_one_page() {
            return Err(self.error(
                "layout",
                format!("una sola página lleva hasta {max} preguntas; usa sections"),
                format!("one page takes up to {max} questions; use sections"),
            ));
        }
        let files = form.questions().map(|question| match question.kind {
            Kind::Document { files_max, .. } => files_max,
            _ => 0,
        });
        if files.sum::<usize>() > FILES_IN_ALL_MAX {
            let asks = form.written().find(|question| question.kind.is_document());
            let name = asks.map_or("files", |question| match &question.entry {
                Some(entry) => &entry.name,
                None => &question.id,
            });
            return Err(self.error(
                name,
                format!("el formulario puede llegar a más de {FILES_IN_ALL_MAX} archivos, contados los de cada entrada de un grupo; baja files o to"),
                format!("the form may come to more than {FILES_IN_ALL_MAX} files, those of each entry of a group counted; lower files or to"),
            ));
        }
        let mut known: BTreeSet<&str> = BTreeSet::new();
        let mut filtered: BTreeSet<&str> = BTreeSet::new();
        let mut all: BTreeSet<&str> = BTreeSet::new();
        for question in form.written() {
            let entry = question.entry.as_ref();
            let name = entry.map_or(question.id.as_str(), |entry| entry.name.as_str());
            let formulas = question.when.iter().chain(&question.computed);
            for named in formulas.flat_map(Expression::names) {
                // A name within a group's own filter (`hijos[estudia]`) stands above it too.
                if !known.contains(named) && !filtered.contains(named) {
                    let es = format!(
                        "la condición nombra «{named}», que no está antes en el formulario"
                    );
                    return Err(self.error(name, es, format!("the condition names «{named}», which does not stand above it in the form")));
                }
            }
            if !all.insert(name) {
                return Err(self.error(
                    name,
                    "hay dos preguntas con este nombre; cambia uno",
                    "two questions have this name; change one",
                ));
            }
            match entry {
                Some(entry) => filtered.insert(&entry.name),
                None => known.insert(&question.id),
            };
            if let (Kind::Registry { shows, .. }, None) = (&question.kind, entry) {
                known.extend(shows.iter().map(|shown| shown.field.as_str()));
            }
        }
        for check in &form.checks {
            let unknown = check
                .that
                .names()
                .into_iter()
                .find(|name| !known.contains(name) && !filtered.contains(name))
                .map(str::to_owned);
            let unknown =
                unknown.or_else(|| form.question(&check.at).is_none().then(|| check.at.clone()));
            if let Some(name) = unknown {
                return Err(self.error(
                    "checks",
                    format!("nombra «{name}», que no es una pregunta"),
                    format!("names «{name}», which is no question"),
                ));
            }
        }
        Ok(())
    }
}
