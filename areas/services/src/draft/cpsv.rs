//! A public service described after CPSV-AP 3.2 (and, where names stayed the same, 2.2), in Turtle or JSON-LD.
//!
//! What our own catalogue says beside CPSV-AP (see [`crate::export::cpsv`]) is understood too: the term of the law
//! in working days, what silence means, and which documents are records that a registry holds.

mod facts;
mod term;

use oxrdf::NamedOrBlankNode;
use process::Outcome;

use self::facts::{Facts, Words};
use super::{Error, Source, SourceLaw, one_line};
use crate::export::cpsv::{RECORD, SILENCE_RULE, TERM_RULE};
use crate::export::vocabulary::{self as names, class};

/// Records named when none was chosen.
const NAMED_MAX: usize = 10;
const TITLE_MAX: usize = 120;
const LINE_MAX: usize = 300;
const ITEMS_MAX: usize = 30;

pub(super) use self::facts::{is_json_ld, is_turtle};

/// Reads one service of a catalogue, chosen by its identifier, its address or the last part of that.
pub(super) fn read(source: &str, wanted: Option<&str>) -> Result<Source, Error> {
    let facts = Facts::read(source)?;
    let services = facts.services();
    let is_wanted = |service: &&NamedOrBlankNode| match wanted {
        None => services.len() == 1,
        Some(wanted) => {
            let address = facts::address(service);
            facts.plain(service, names::IDENTIFIER).as_deref() == Some(wanted)
                || address == wanted
                || last_part(address) == wanted
        }
    };
    if let Some(service) = services.iter().find(is_wanted) {
        return Ok(Reader {
            facts: &facts,
            service,
            remarks: Vec::new(),
        }
        .source());
    }
    if services.is_empty() {
        return Err(Error::Rdf("no cpsv:PublicService stands in it".to_owned()));
    }
    let named = services.iter().take(NAMED_MAX).map(|service| {
        let title = facts.words(service, names::TITLE).unwrap_or_default();
        let id = facts.plain(service, names::IDENTIFIER);
        let id = id.unwrap_or_else(|| facts::address(service).to_owned());
        format!(
            "{} ({})",
            one_line(&id, TITLE_MAX),
            one_line(&title.words, TITLE_MAX)
        )
    });
    Err(Error::Choose {
        found: named.collect::<Vec<_>>().join(", "),
    })
}

struct Reader<'f> {
    facts: &'f Facts,
    service: &'f NamedOrBlankNode,
    remarks: Vec<String>,
}

impl Reader<'_> {
    fn source(mut self) -> Source {
        let title = self.said(names::TITLE, "El título", TITLE_MAX);
        let summary = self.said(names::DESCRIPTION, "El resumen", LINE_MAX);
        let id = self.facts.plain(self.service, names::IDENTIFIER);
        let id = id.unwrap_or_else(|| facts::address(self.service).to_owned());
        let agency = self.agency();
        let keywords = self.facts.all_words(self.service, names::KEYWORD);
        let laws = self.laws();
        let needs = self.needs();
        let (term, silence) = (self.term(), self.silence());
        let fees = self.fees();
        self.channels();
        Source {
            id: one_line(&id, TITLE_MAX),
            title,
            summary,
            agency,
            synonyms: keywords
                .iter()
                .take(ITEMS_MAX)
                .map(|word| one_line(&word.words, TITLE_MAX))
                .collect(),
            for_firms: self.for_firms(),
            laws,
            needs,
            steps: Vec::new(),
            term,
            silence,
            fees,
            remarks: self.remarks,
        }
    }

    /// A text of the service; one in another language is taken, and must be translated.
    fn said(
        &mut self,
        property: oxrdf::NamedNodeRef<'_>,
        called: &str,
        characters_max: usize,
    ) -> String {
        let Some(said) = self.facts.words(self.service, property) else {
            return String::new();
        };
        self.remark_language(&said, called);
        one_line(&said.words, characters_max)
    }

    fn remark_language(&mut self, said: &Words, called: &str) {
        if !said.is_spanish() {
            let tag = said.tag.clone().unwrap_or_default();
            let tag = one_line(&tag, TITLE_MAX);
            self.remarks
                .push(format!("{called} está en otro idioma ({tag}): traducirlo."));
        }
    }

    fn agency(&mut self) -> String {
        let Some(agency) = self
            .facts
            .things(self.service, names::COMPETENT_AUTHORITY)
            .into_iter()
            .next()
        else {
            return String::new();
        };
        match self.facts.name_of(&agency) {
            Some(name) => one_line(&name.words, TITLE_MAX),
            None => {
                let address = one_line(facts::address(&agency), LINE_MAX);
                self.remarks.push(format!(
                    "La institución se nombra solo con una dirección: {address}."
                ));
                String::new()
            }
        }
    }

    fn for_firms(&self) -> bool {
        let is_of_firms = |audience: &NamedOrBlankNode| {
            let label = self.facts.name_of(audience).unwrap_or_default();
            let words = format!("{} {}", facts::address(audience), label.words).to_lowercase();
            words.contains("empresa") || words.contains("business")
        };
        let events = self.facts.things(self.service, names::GROUPED_BY);
        self.facts
            .things(self.service, names::AUDIENCE)
            .iter()
            .any(is_of_firms)
            || events
                .iter()
                .any(|event| self.facts.is_a(event, class::BUSINESS_EVENT))
    }

    /// The legal resources that the service names, and those that its rules implement, each with its articles: the
    /// parts of it that are identified, or those that its title names.
    fn laws(&self) -> Vec<SourceLaw> {
        let mut found = self.facts.things(self.service, names::HAS_LEGAL_RESOURCE);
        for rule in self.facts.things(self.service, names::FOLLOWS) {
            for law in self.facts.things(&rule, names::IMPLEMENTS) {
                let whole = self.facts.things(&law, names::IS_PART_OF);
                found.extend(whole.into_iter().next().or(Some(law)));
            }
        }
        let mut laws: Vec<SourceLaw> = Vec::new();
        for law in found {
            let title = match self.facts.name_of(&law) {
                Some(title) => one_line(&title.words, LINE_MAX),
                None => one_line(facts::address(&law), LINE_MAX),
            };
            let is_new = laws.iter().all(|known| known.title != title);
            if title.is_empty() || !is_new || laws.len() >= ITEMS_MAX {
                continue;
            }
            let mut articles: Vec<String> = self
                .facts
                .leading_to(&law, names::IS_PART_OF)
                .iter()
                .filter_map(|part| self.facts.plain(part, names::IDENTIFIER))
                .map(|article| one_line(&article, TITLE_MAX))
                .take(ITEMS_MAX)
                .collect();
            if articles.is_empty() {
                articles = super::needs::articles(&title);
            }
            laws.push(SourceLaw { title, articles });
        }
        laws
    }

    /// The evidence that goes in, directly or because a requirement asks for it. What a registry holds is told.
    fn needs(&mut self) -> Vec<String> {
        let mut evidence = self.facts.things(self.service, names::HAS_INPUT);
        for requirement in self.facts.things(self.service, names::HOLDS_REQUIREMENT) {
            evidence.extend(self.facts.things(&requirement, names::SUPPORTING_EVIDENCE));
        }
        let mut needs: Vec<String> = Vec::new();
        let mut held: Vec<String> = Vec::new();
        for one in evidence {
            let Some(title) = self.facts.name_of(&one) else {
                continue;
            };
            let title = one_line(&title.words, LINE_MAX);
            if title.is_empty() || needs.contains(&title) || held.len() + needs.len() >= ITEMS_MAX {
                continue;
            }
            let kinds = self.facts.things(&one, names::CONFORMS_TO);
            let record = kinds.iter().find(|kind| {
                let classified = self.facts.things(kind, names::CLASSIFICATION);
                classified.iter().any(|kind| ends_in(kind, RECORD))
            });
            match record {
                None => needs.push(title),
                Some(kind) => {
                    let dataset = self.facts.plain(kind, names::IDENTIFIER);
                    let dataset = one_line(&dataset.unwrap_or_default(), TITLE_MAX);
                    let said = format!("{title} ({dataset})");
                    if !held.contains(&said) {
                        held.push(said);
                    }
                }
            }
        }
        if !held.is_empty() {
            self.remarks.push(format!(
                "La fuente no pide lo que un registro ya tiene; tomarlo también aquí de un registro: {}.",
                held.join("; ")
            ));
        }
        needs
    }

    /// What a rule of a kind says as definitions write it.
    fn notation(&self, kind: &str) -> Option<String> {
        let rules = self.facts.things(self.service, names::FOLLOWS);
        let rule = rules.iter().find(|rule| {
            let kinds = self.facts.things(rule, names::TYPE);
            kinds.iter().any(|known| ends_in(known, kind))
        });
        self.facts.plain(rule?, names::NOTATION)
    }

    fn term(&self) -> Option<String> {
        let written = self
            .notation(TERM_RULE)
            .filter(|term| term == "at once" || term.parse::<calendar::Term>().is_ok());
        written.or_else(|| {
            let duration = self.facts.plain(self.service, names::PROCESSING_TIME)?;
            term::of_duration(&duration)
        })
    }

    fn silence(&self) -> Option<Outcome> {
        Outcome::from_stored(&self.notation(SILENCE_RULE)?)
            .filter(|outcome| *outcome != Outcome::Abandoned)
    }

    /// What it costs; free where every cost has a value and each is nothing.
    fn fees(&self) -> Option<Vec<(String, String)>> {
        let costs = self.facts.things(self.service, names::HAS_COST);
        if costs.is_empty() {
            return None;
        }
        let value = |cost: &NamedOrBlankNode| self.facts.plain(cost, names::VALUE);
        let is_nothing = |cost: &NamedOrBlankNode| {
            value(cost).is_some_and(|value| value.parse::<f64>() == Ok(0.0))
        };
        if costs.iter().all(is_nothing) {
            return Some(Vec::new());
        }
        let fee = |cost: &NamedOrBlankNode| {
            let about = self.facts.words(cost, names::DESCRIPTION);
            let currency = self.facts.things(cost, names::CURRENCY_OF);
            let currency = currency.first().map(|one| last_part(facts::address(one)));
            let amount = format!(
                "{} {}",
                value(cost).unwrap_or_default(),
                currency.unwrap_or_default()
            );
            (
                one_line(&about.unwrap_or_default().words, LINE_MAX),
                one_line(&amount, TITLE_MAX),
            )
        };
        Some(costs.iter().take(ITEMS_MAX).map(fee).collect())
    }

    fn channels(&mut self) {
        let channels = self.facts.things(self.service, names::HAS_CHANNEL);
        let about: Vec<String> = channels
            .iter()
            .filter_map(|channel| {
                self.facts
                    .words(channel, names::DESCRIPTION)
                    .or_else(|| self.facts.name_of(channel))
            })
            .map(|about| one_line(&about.words, LINE_MAX))
            .take(ITEMS_MAX)
            .collect();
        if !about.is_empty() {
            self.remarks
                .push(format!("Vías que nombra la fuente: {}", about.join("; ")));
        }
    }
}

/// What comes last in an address.
fn last_part(address: &str) -> &str {
    let whole = address.trim_end_matches(['/', '#']);
    whole.rsplit(['/', '#']).next().unwrap_or(whole)
}

fn ends_in(node: &NamedOrBlankNode, name: &str) -> bool {
    last_part(facts::address(node)) == name
}

#[cfg(test)]
mod tests;
