//! A definition: a folder of files, read into what the rest of the house works with.

use std::collections::BTreeMap;
use std::sync::Arc;

use calendar::Term;
use forms::{Answers, Form, Gazetteer, Gazetteers, Needs};
use jiff::ToSpan as _;
use jiff::civil::Date;
use process::{Outcome, Process};
use rules::{Context, DecisionTable, Domains};
use text::{Lang, Localized};

use crate::desk::{self, Desk};
use crate::ficha::{Ficha, LawRef, OpenTo, Within};
use crate::finding::Finding;
use crate::for_another::{self, ForAnother};
use crate::gathered::{self, Gathered};
use crate::tables::{self, Tables};
use crate::trial::{self, Trial};
use crate::{Fee, words};

/// The files of a definition by name.
pub type Files = BTreeMap<String, String>;

pub(crate) const FICHA: &str = "service.yaml";
pub(crate) const FORM: &str = "form.yaml";
pub(crate) const PROCESS: &str = "process.yaml";
/// How the name of a table of places ends.
pub(crate) const PLACES: &str = ".csv";
/// The template of the act that a service gives.
const ACT: &str = "act.typ";

/// A service, read from its files.
#[derive(Debug, Clone)]
pub struct Definition {
    /// What a person must know.
    pub ficha: Ficha,
    /// What is asked.
    pub form: Form,
    /// How it is handled.
    pub process: Process,
    /// What officials write down.
    pub desk: Desk,
    /// The decision tables by name.
    pub tables: BTreeMap<String, DecisionTable>,
    /// Its own tests.
    pub trials: Vec<Trial>,
    fee_range: Option<(i64, i64)>,
    table_law: BTreeMap<String, LawRef>,
    table_lines: BTreeMap<String, Vec<usize>>,
    templates: BTreeMap<String, String>,
}

impl Definition {
    /// Reads the files of a definition. Soundness beyond each file is [`crate::check::check`]'s.
    ///
    /// # Errors
    /// Every file that cannot be read, with line and remedy.
    pub fn parse(files: &Files) -> Result<Self, Vec<Finding>> {
        let missing = |name: &str| {
            vec![Finding::new(
                name,
                "falta este archivo; agrégalo",
                "this file is missing; add it",
            )]
        };
        let text = |name: &str| {
            files
                .get(name)
                .map(String::as_str)
                .ok_or_else(|| missing(name))
        };
        let ficha: Ficha = serde_saphyr::from_str(text(FICHA)?)
            .map_err(|error| vec![Finding::yaml(FICHA, &error)])?;
        let mut findings = Vec::new();
        let places = places(files)?;
        let form = text(FORM).and_then(|yaml| {
            let first = ficha.for_another.as_ref().map(ForAnother::part);
            let form = Form::parse_after(first.as_deref(), yaml, &needs(&ficha), &places);
            let mut form = form.map_err(|error| vec![of_form(error)])?;
            if ficha.for_another.is_some() {
                for_another::keep_registries_to_oneself(&mut form);
            }
            Ok(form)
        });
        let process = text(PROCESS)
            .and_then(|yaml| Process::parse(yaml).map_err(|error| vec![of_process(error)]));
        let tables = files
            .get(tables::FILE)
            .map_or_else(|| Ok(Tables::default()), |yaml| Tables::parse(yaml));
        let trials = files
            .get(trial::FILE)
            .map_or_else(|| Ok(Vec::new()), |yaml| trial::parse(yaml));
        let (form, process) = (keep(form, &mut findings), keep(process, &mut findings));
        let desk = match (files.get(desk::FILE), &process) {
            (Some(yaml), Some(process)) => Desk::parse(yaml, &places, process),
            _ => Ok(Desk::default()),
        };
        let desk = keep(desk, &mut findings);
        let (tables, trials) = (keep(tables, &mut findings), keep(trials, &mut findings));
        let (Some(form), Some(process), Some(desk), Some(tables), Some(trials)) =
            (form, process, desk, tables, trials)
        else {
            return Err(findings);
        };
        let template = |(name, source): (&String, &String)| {
            name.strip_suffix(".typ")
                .map(|name| (name.to_owned(), source.clone()))
        };
        let fee_range = match &ficha.fee {
            Fee::Free { .. } => None,
            Fee::Table { decision, .. } => tables.range(decision),
        };
        Ok(Self {
            table_lines: tables.lines(),
            form,
            process,
            desk,
            tables: tables.tables,
            table_law: tables.law,
            fee_range,
            trials,
            templates: files.iter().filter_map(template).collect(),
            ficha,
        })
    }

    /// What people call it.
    #[must_use]
    pub const fn title(&self) -> &Localized {
        &self.ficha.title
    }

    /// What conditions, fees, messages and acts see: the answers of the applicant, and what was gathered since.
    #[must_use]
    pub fn facts(&self, answers: &Answers, gathered: &Gathered) -> Context {
        let facts = self
            .desk
            .facts(&gathered.written_down, self.form.facts(answers));
        match self.process.kept().next() {
            Some(_) => {
                let consulted = gathered::facts(&self.process, &gathered.consulted);
                facts.with(gathered::CONSULTED, consulted)
            }
            None => facts,
        }
    }

    /// Every name that a formula may use after the form.
    #[must_use]
    pub(crate) fn fact_names(&self) -> Vec<String> {
        let mut names = self.form.fact_names();
        names.extend(self.desk.questions().map(|question| question.id.clone()));
        names.extend(
            self.process
                .kept()
                .next()
                .map(|_| gathered::CONSULTED.to_owned()),
        );
        names
    }

    /// What is known of those facts before anybody answers.
    #[must_use]
    pub(crate) fn domains(&self) -> Domains {
        let mut domains = self.form.domains();
        domains.extend(self.desk.domains());
        domains.extend(gathered::domains(&self.process));
        domains
    }

    /// The agency that answers.
    #[must_use]
    pub fn agency_slug(&self) -> &str {
        &self.ficha.agency
    }

    /// Whether only somebody who signed in may send it.
    #[must_use]
    pub fn needs_person(&self) -> bool {
        self.ficha.open_to == OpenTo::SignedIn
    }

    /// The term that the law gives; none where the answer is given at once.
    #[must_use]
    pub const fn term(&self) -> Option<Term> {
        match self.ficha.term.within {
            Within::AtOnce => None,
            Within::Term(term) => Some(term),
        }
    }

    /// The term when the agency has given itself more time; none where the law lets it not.
    #[must_use]
    pub fn extended_term(&self) -> Option<Term> {
        let extension = self.ficha.term.extension.as_ref()?;
        self.term()?.extended(extension.by)
    }

    /// What silence means.
    #[must_use]
    pub fn silence(&self) -> Option<Outcome> {
        self.ficha.silence.as_ref().map(|silence| silence.means)
    }

    /// The last day on which an act given today holds; none where it holds for ever.
    #[must_use]
    pub fn valid_until(&self, today: Date) -> Option<Date> {
        let amount = i64::from(self.ficha.gives.valid?.amount());
        let span = match self.ficha.gives.valid? {
            Term::Months(_) => amount.months(),
            Term::Hours(_) => 0.days(),
            Term::Working(_) | Term::Calendar(_) => amount.days(),
        };
        today.checked_add(span).ok()
    }

    /// The least and the most it costs, in whole units of the currency; none where it is free or depends on more
    /// than plain figures.
    #[must_use]
    pub const fn fee_range(&self) -> Option<(i64, i64)> {
        self.fee_range
    }

    /// The line of `tables.yaml` on which a rule of a table stands, both from 1; for 0, the line of its head.
    pub(crate) fn table_line(&self, table: &str, rule: usize) -> Option<usize> {
        self.table_lines.get(table)?.get(rule).copied()
    }

    /// The article behind a decision table.
    #[must_use]
    pub fn table_law(&self, table: &str) -> Option<&LawRef> {
        self.table_law.get(table)
    }

    /// The service's own template of an act: the file of its name, or `act.typ` for the act it gives.
    #[must_use]
    pub fn act_template(&self, act: &str) -> Option<&str> {
        let own = self.templates.get(act);
        let given = || {
            (act == self.ficha.gives.act)
                .then(|| self.templates.get("act"))
                .flatten()
        };
        own.or_else(given).map(String::as_str)
    }

    /// The files that are templates.
    pub(crate) fn has_templates(&self) -> bool {
        self.templates.contains_key(ACT.trim_end_matches(".typ"))
    }

    /// The article that sets its term, in one line.
    #[must_use]
    pub fn term_law(&self, lang: Lang) -> Option<String> {
        self.law_line(&self.ficha.term.law, lang)
    }

    /// The article by which the agency may give itself more time, in one line.
    #[must_use]
    pub fn extension_law(&self, lang: Lang) -> Option<String> {
        let extension = self.ficha.term.extension.as_ref()?;
        self.law_line(&extension.law, lang)
    }

    /// The articles it rests on, one line each.
    #[must_use]
    pub fn law_lines(&self, lang: Lang) -> Vec<String> {
        let cited = self.ficha.cited().into_iter();
        cited.filter_map(|law| self.law_line(law, lang)).collect()
    }

    /// An article in one line; none where the ficha does not hold it.
    pub(crate) fn law_line(&self, law: &LawRef, lang: Lang) -> Option<String> {
        let (known, about) = self.ficha.article(law)?;
        let line = words::law_line(
            lang,
            known.title.as_str(lang),
            &law.article,
            about.as_str(lang),
        );
        Some(line.into_string())
    }
}

/// The tables of places that a definition brings along: every file of that kind, by its name.
fn places(files: &Files) -> Result<Gazetteers, Vec<Finding>> {
    let mut tables = Gazetteers::new();
    let mut findings = Vec::new();
    for (file, csv) in files {
        let Some(name) = file.strip_suffix(PLACES) else {
            continue;
        };
        match Gazetteer::parse(csv) {
            Ok(table) => {
                tables.insert(name.to_owned(), Arc::new(table));
            }
            Err(error) => findings.push(Finding {
                file: file.clone(),
                line: error.line,
                says: error.says,
            }),
        }
    }
    match findings.is_empty() {
        true => Ok(tables),
        false => Err(findings),
    }
}

/// The needs as the form takes them.
pub(crate) fn needs(ficha: &Ficha) -> Needs {
    let need = |need: &crate::Need| {
        (
            need.id.clone(),
            forms::Need {
                title: need.title.clone(),
                kinds: need.document.clone(),
            },
        )
    };
    ficha.needs.iter().map(need).collect()
}

fn keep<T>(result: Result<T, Vec<Finding>>, findings: &mut Vec<Finding>) -> Option<T> {
    result.map_err(|found| findings.extend(found)).ok()
}

fn of_form(error: forms::Error) -> Finding {
    Finding {
        file: FORM.to_owned(),
        line: error.line,
        says: error.says,
    }
}

fn of_process(error: process::Error) -> Finding {
    Finding {
        file: PROCESS.to_owned(),
        line: error.line,
        says: error.says,
    }
}
