//! One service, and what belongs to it alone.

use std::collections::BTreeSet;

use oxrdf::NamedNode;
use oxrdf::vocab::xsd;
use platform::Site;
use process::{Outcome, StageKind, Then};
use text::{Lang, Localized, format};

use super::graph::Graph;
use super::{RECORD, SILENCE_RULE, TERM_RULE, library};
use crate::export::duration;
use crate::export::vocabulary::{self as names, CURRENCY, LANGUAGE, class};
use crate::ficha::{Fee, LawRef, Within};
use crate::{Audience, Definition, Library, Need, words};

/// A service while it is written.
struct Writer<'g> {
    graph: &'g mut Graph,
    definition: &'g Definition,
    service: NamedNode,
    agency: NamedNode,
}

/// Writes a service of the catalogue.
pub(super) fn service(graph: &mut Graph, definition: &Definition, library: &Library, site: &Site) {
    let service = graph.page("servicios", &definition.ficha.service);
    let agency = graph.thing("institucion", definition.agency_slug());
    let mut writer = Writer {
        graph,
        definition,
        service,
        agency,
    };
    writer.ficha(library);
    writer.languages();
    writer.law();
    writer.term();
    writer.silence();
    writer.cost(site);
    writer.requirements();
    writer.outputs();
    writer.channels(site);
}

impl Writer<'_> {
    fn ficha(&mut self, library: &Library) {
        let ficha = &self.definition.ficha;
        let (graph, service) = (&mut *self.graph, &self.service);
        graph.declare(service, &[class::PUBLIC_SERVICE]);
        graph.plain(service, names::IDENTIFIER, &ficha.service);
        graph.text(service, names::TITLE, &ficha.title);
        graph.text(service, names::DESCRIPTION, &ficha.summary);
        // Words that people search for are kept without their language: that of reference is said.
        for word in &ficha.synonyms {
            graph.words(service, names::KEYWORD, Lang::Es.tag(), word);
        }
        graph.typed(
            service,
            names::MODIFIED,
            &ficha.reviewed.to_string(),
            xsd::DATE,
        );
        graph.link(service, names::COMPETENT_AUTHORITY, &self.agency);
        if let Some(agency) = library.agency(&ficha.agency) {
            let contact = library::contact(graph, &agency.slug);
            graph.link(service, names::CONTACT, &contact);
            let place = library::place(graph, &agency.place);
            graph.link(service, names::SPATIAL, &place);
        }
        let catalogue = graph.catalogue();
        graph.link(service, names::IS_PART_OF, &catalogue);
        let known = |slug: &&String| library.life_event(slug).is_some();
        for event in ficha.life_events.iter().filter(known) {
            let event = graph.page("momentos", event);
            graph.link(service, names::GROUPED_BY, &event);
        }
        for audience in &ficha.audience {
            let (name, label) = audience_label(*audience);
            let concept = graph.thing("publico", name);
            graph.link(service, names::AUDIENCE, &concept);
            graph.concept(&concept, &label);
        }
    }

    /// The languages in which the ficha is written.
    fn languages(&mut self) {
        for (lang, _) in self.definition.title().iter() {
            let (code, label) = match lang {
                Lang::Es => ("SPA", "Español"),
                Lang::En => ("ENG", "English"),
                Lang::Gn => ("GRN", "Avañe’ẽ"),
                Lang::Pt => ("POR", "Português"),
            };
            let language = NamedNode::new_unchecked(format!("{LANGUAGE}{code}"));
            self.graph
                .link(&self.service, names::LANGUAGE_OF, &language);
            if self
                .graph
                .declare(&language, &[class::LINGUISTIC_SYSTEM, class::CONCEPT])
            {
                self.graph
                    .words(&language, names::PREF_LABEL, lang.tag(), label);
            }
        }
    }

    /// The laws and the articles of them that the ficha names.
    fn law(&mut self) {
        for (name, law) in &self.definition.ficha.law {
            let whole = self.part("ley", name);
            self.graph
                .link(&self.service, names::HAS_LEGAL_RESOURCE, &whole);
            self.graph.declare(&whole, &[class::LEGAL_RESOURCE]);
            self.graph.text(&whole, names::TITLE, &law.title);
            for (article, about) in &law.articles {
                let node = self.article(name, article);
                self.graph.declare(&node, &[class::LEGAL_RESOURCE]);
                self.graph.link(&node, names::IS_PART_OF, &whole);
                self.graph.plain(&node, names::IDENTIFIER, article);
                let title = law.title.map(|lang, title| {
                    words::law_line(lang, title, article, about.as_str(lang)).into_string()
                });
                self.graph.text(&node, names::TITLE, &title);
            }
        }
    }

    fn term(&mut self) {
        let term = self.definition.ficha.term.clone();
        let (length, says, written) = match term.within {
            Within::AtOnce => (
                "PT0S".to_owned(),
                said(|lang| words::term_at_once(lang).into_string()),
                "at once".to_owned(),
            ),
            Within::Term(term) => (
                duration(term),
                said(|lang| term.say(lang).into_string()),
                term.to_string(),
            ),
        };
        self.graph.typed(
            &self.service,
            names::PROCESSING_TIME,
            &length,
            xsd::DURATION,
        );
        let title = Localized::spanish("Plazo para responder").with(Lang::En, "Term for answering");
        let rule = self.rule("plazo", &title, &says, &term.law);
        self.graph.plain(&rule, names::NOTATION, &written);
        let kind = self.graph.thing(TERM_RULE, "");
        self.graph.link(&rule, names::TYPE, &kind);
        self.graph.concept(&kind, &title);
    }

    fn silence(&mut self) {
        let Some(silence) = self.definition.ficha.silence.clone() else {
            return;
        };
        let says = said(|lang| match silence.means {
            Outcome::Granted => words::silence_granted(lang).into_string(),
            Outcome::Denied | Outcome::Abandoned => words::silence_denied(lang).into_string(),
        });
        let title = said(|lang| words::silence(lang).into_string());
        let rule = self.rule("silencio", &title, &says, &silence.law);
        self.graph
            .plain(&rule, names::NOTATION, silence.means.as_str());
        let kind = self.graph.thing(SILENCE_RULE, "");
        self.graph.link(&rule, names::TYPE, &kind);
        self.graph.concept(&kind, &title);
    }

    fn cost(&mut self, site: &Site) {
        let fee = &self.definition.ficha.fee;
        let range = self.definition.fee_range();
        let amount = |lang: Lang, whole: i64| {
            let unit = 10_i64.pow(format::exponent(&site.currency));
            format::money(lang, whole.saturating_mul(unit), &site.currency)
        };
        let says = said(|lang| {
            match (fee, range) {
                (Fee::Free { .. }, _) => words::cost_free(lang),
                (Fee::Table { .. }, Some((from, to))) if from == to => amount(lang, from).into(),
                (Fee::Table { .. }, Some((from, to))) => {
                    words::cost_range(lang, amount(lang, from), amount(lang, to))
                }
                (Fee::Table { .. }, None) => words::cost_depends(lang),
            }
            .into_string()
        });
        let fixed = match (fee, range) {
            (Fee::Free { .. }, _) => Some(0),
            (Fee::Table { .. }, Some((from, to))) if from == to => Some(from),
            _ => None,
        };
        let cost = self.part("costo", "");
        self.graph.link(&self.service, names::HAS_COST, &cost);
        self.graph.declare(&cost, &[class::COST]);
        self.identify(&cost);
        self.graph.text(&cost, names::DESCRIPTION, &says);
        if let Some(value) = fixed {
            self.graph
                .typed(&cost, names::VALUE, &value.to_string(), xsd::DOUBLE);
        }
        let currency = NamedNode::new_unchecked(format!("{CURRENCY}{}", site.currency));
        self.graph.link(&cost, names::CURRENCY_OF, &currency);
        self.graph
            .concept(&currency, &Localized::spanish(site.currency.clone()));
        self.graph.link(&cost, names::DEFINED_BY, &self.agency);
        let title = said(|lang| words::costs(lang).into_string());
        self.rule("costo-por-ley", &title, &says, fee.law());
    }

    /// A promise of the ficha, and the article behind it.
    fn rule(&mut self, name: &str, title: &Localized, says: &Localized, law: &LawRef) -> NamedNode {
        let rule = self.part("regla", name);
        self.graph.link(&self.service, names::FOLLOWS, &rule);
        self.graph.declare(&rule, &[class::RULE]);
        self.identify(&rule);
        self.graph.text(&rule, names::TITLE, title);
        self.graph.text(&rule, names::DESCRIPTION, says);
        let article = self.article(&law.law, &law.article);
        self.graph.link(&rule, names::IMPLEMENTS, &article);
        rule
    }

    /// Who can, and what is needed.
    fn requirements(&mut self) {
        for (at, who) in (1..).zip(&self.definition.ficha.who_can) {
            let requirement = self.part("requisito", &at.to_string());
            self.requirement(&requirement, who);
        }
        for need in &self.definition.ficha.needs {
            self.need(need);
        }
    }

    fn requirement(&mut self, requirement: &NamedNode, title: &Localized) {
        self.graph
            .link(&self.service, names::HOLDS_REQUIREMENT, requirement);
        self.graph.declare(requirement, &[class::REQUIREMENT]);
        self.identify(requirement);
        self.graph.text(requirement, names::TITLE, title);
    }

    fn need(&mut self, need: &Need) {
        let requirement = self.part("requisito", &need.id);
        self.requirement(&requirement, &need.title);
        if let Some(only_if) = &need.only_if {
            self.graph.text(&requirement, names::DESCRIPTION, only_if);
        }
        let evidence = self.part("documento", &need.id);
        self.graph
            .link(&requirement, names::SUPPORTING_EVIDENCE, &evidence);
        self.graph.link(&self.service, names::HAS_INPUT, &evidence);
        self.graph.declare(&evidence, &[class::EVIDENCE]);
        self.identify(&evidence);
        self.graph.text(&evidence, names::TITLE, &need.title);
        self.graph.link(&evidence, names::SUPPORTS, &requirement);
        if let Some(only_if) = &need.only_if {
            self.graph.text(&evidence, names::DESCRIPTION, only_if);
        }
        let (kind, identifier, classified, label) = match &need.held_by {
            Some(dataset) => (
                self.graph.thing("registro", dataset),
                dataset.clone(),
                RECORD,
                Localized::spanish("Dato que un registro del Estado ya tiene: no se pide").with(
                    Lang::En,
                    "A record that a registry of the State already holds: it is not asked",
                ),
            ),
            None => (
                self.part("tipo", &need.id),
                format!("{}-{}", self.definition.ficha.service, need.id),
                "documento",
                Localized::spanish("Documento").with(Lang::En, "Document"),
            ),
        };
        self.graph.link(&evidence, names::CONFORMS_TO, &kind);
        self.graph.link(&self.service, names::HAS_INPUT_TYPE, &kind);
        if self.graph.declare(&kind, &[class::EVIDENCE_TYPE]) {
            self.graph.plain(&kind, names::IDENTIFIER, &identifier);
            let concept = self.graph.thing(classified, "");
            self.graph.link(&kind, names::CLASSIFICATION, &concept);
            self.graph.concept(&concept, &label);
        }
    }

    /// Each act that grants. Acts have names and no titles: the name is read as Spanish words.
    fn outputs(&mut self) {
        let mut once = BTreeSet::new();
        for stage in self.definition.process.stages() {
            let ((StageKind::End(ending), _) | (_, Then::End(ending))) = (&stage.kind, &stage.then)
            else {
                continue;
            };
            if ending.outcome != Outcome::Granted || !once.insert(ending.act.as_str()) {
                continue;
            }
            let output = self.part("resultado", &ending.act);
            self.graph.link(&self.service, names::PRODUCES, &output);
            self.graph.declare(&output, &[class::OUTPUT]);
            self.identify(&output);
            let mut title = ending.act.replace('_', " ");
            if let Some(first) = title.get_mut(..1) {
                first.make_ascii_uppercase();
            }
            self.graph
                .text(&output, names::TITLE, &Localized::spanish(title));
            let valid = self.definition.ficha.gives.valid;
            let about = stage.title.map(|lang, title| match valid {
                Some(valid) => format!("{title}. {}: {}.", words::valid_for(lang), valid.say(lang)),
                None => title.to_owned(),
            });
            self.graph.text(&output, names::DESCRIPTION, &about);
        }
    }

    /// The portal, and the other ways that the ficha tells of.
    fn channels(&mut self, site: &Site) {
        let web = self.channel("web");
        let about = Localized::spanish(format!("Por este portal: {}", self.service.as_str())).with(
            Lang::En,
            format!("On this portal: {}", self.service.as_str()),
        );
        self.graph.text(&web, names::DESCRIPTION, &about);
        let kind = self.graph.thing("canal", "web");
        self.graph.link(&web, names::TYPE, &kind);
        let label = Localized::spanish("Sitio web").with(Lang::En, "Website");
        self.graph.concept(&kind, &label);
        let page = NamedNode::new_unchecked(format!("{}/", site.base_url));
        self.graph.link(&web, names::PAGE, &page);
        self.graph.declare(&page, &[class::DOCUMENT]);
        for (at, way) in (1..).zip(&self.definition.ficha.channels) {
            let channel = self.channel(&at.to_string());
            let about = way
                .title
                .map(|lang, title| format!("{title}. {}", way.detail.as_str(lang)));
            self.graph.text(&channel, names::DESCRIPTION, &about);
        }
    }

    fn channel(&mut self, name: &str) -> NamedNode {
        let channel = self.part("canal", name);
        self.graph.link(&self.service, names::HAS_CHANNEL, &channel);
        self.graph.declare(&channel, &[class::CHANNEL]);
        self.identify(&channel);
        self.graph.link(&channel, names::OWNED_BY, &self.agency);
        channel
    }

    /// A part is identified within the whole catalogue by the service and its own name.
    fn identify(&mut self, part: &NamedNode) {
        let fragment = part.as_str().rsplit_once('#').map_or("", |(_, name)| name);
        let identifier = format!("{}#{fragment}", self.definition.ficha.service);
        self.graph.plain(part, names::IDENTIFIER, &identifier);
    }

    fn part(&self, kind: &str, name: &str) -> NamedNode {
        self.graph.part(&self.service, kind, name)
    }

    fn article(&self, law: &str, article: &str) -> NamedNode {
        self.part("articulo", &format!("{law}-{article}"))
    }
}

/// What the platform says itself, in the languages it is complete in.
fn said(say: impl Fn(Lang) -> String) -> Localized {
    Localized::spanish(say(Lang::Es)).with(Lang::En, say(Lang::En))
}

fn audience_label(audience: Audience) -> (&'static str, Localized) {
    let (name, es, en) = match audience {
        Audience::Person => ("persona", "Personas", "People"),
        Audience::Firm => ("empresa", "Empresas", "Firms"),
        Audience::Investor => ("inversionista", "Quienes invierten", "Investors"),
        Audience::Visitor => (
            "visitante",
            "Visitantes del extranjero",
            "Visitors from abroad",
        ),
        Audience::Agency => ("institucion", "Otras instituciones", "Other agencies"),
    };
    (name, Localized::spanish(es).with(Lang::En, en))
}
