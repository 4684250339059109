//! The ficha: what a person must know before they begin, with the law behind each promise.

pub(crate) mod read;

use std::collections::BTreeMap;

use calendar::Term;
use forms::FileKind;
use jiff::civil::Date;
use process::Outcome;
use rules::Expression;
use serde::Deserialize;
use text::Localized;
use text::yaml::both;

use crate::for_another::ForAnother;

/// `service.yaml`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ficha {
    /// The name in addresses.
    pub service: String,
    /// What people call it.
    pub title: Localized,
    /// What it is for, in a sentence.
    pub summary: Localized,
    /// What a case of it is about, out of the answers: a few words that officials of the agency and the
    /// applicant read in their lists. Nothing that only whoever opens the case may know.
    #[serde(default, deserialize_with = "read::perhaps_a_formula")]
    pub about: Option<Expression>,
    /// Other words people search for.
    #[serde(default)]
    pub synonyms: Vec<String>,
    /// The slug of the agency that answers.
    pub agency: String,
    /// Whom it is for.
    pub audience: Vec<Audience>,
    /// The moments of life it belongs to.
    #[serde(default)]
    pub life_events: Vec<String>,
    /// Who may send it.
    pub open_to: OpenTo,
    /// In which capacities it may be asked for in somebody else's name; only in one's own where nothing is said.
    pub for_another: Option<ForAnother>,
    /// The laws it rests on, by the short names that the rest of the ficha uses.
    pub law: BTreeMap<String, Law>,
    /// How long the State has.
    pub term: TermOfLaw,
    /// What it means when the State does not answer. None where the answer is given at once.
    pub silence: Option<Silence>,
    /// That it appeals against a decision of another case.
    pub against: Option<Against>,
    /// Who can do it.
    pub who_can: Vec<Localized>,
    /// What is needed.
    #[serde(default)]
    pub needs: Vec<Need>,
    /// What it costs.
    pub fee: Fee,
    /// What comes out.
    pub gives: Gives,
    /// How it goes, in a few steps.
    pub steps: Vec<StepText>,
    /// Other ways to do it.
    #[serde(default)]
    pub channels: Vec<Channel>,
    /// What it takes to do it in person.
    pub in_person: Option<InPerson>,
    /// When somebody last made sure that all this is right.
    #[serde(deserialize_with = "read::a_day")]
    pub reviewed: Date,
}

/// Whom a service is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Audience {
    /// A natural person.
    Person,
    /// A firm or another legal person.
    Firm,
    /// Whoever brings money to invest.
    Investor,
    /// Whoever comes from abroad for a time.
    Visitor,
    /// Another agency.
    Agency,
}

/// Who may send an application.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum OpenTo {
    /// Anyone, without an account.
    Anyone,
    /// Whoever has signed in.
    SignedIn,
}

/// A law, with the articles that are cited.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Law {
    /// Its title and number.
    pub title: Localized,
    /// What each cited article is about.
    pub articles: BTreeMap<String, Localized>,
}

/// An article of a law: `ordenanza 8`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct LawRef {
    /// The short name of the law.
    pub law: String,
    /// The article.
    pub article: String,
}

impl TryFrom<String> for LawRef {
    type Error = String;

    fn try_from(written: String) -> Result<Self, Self::Error> {
        match written.split_once(' ') {
            Some((law, article)) if !law.is_empty() && !article.is_empty() => Ok(Self {
                law: law.to_owned(),
                article: article.to_owned(),
            }),
            _ => Err(both(
                &format!(
                    "«{written}» no nombra un artículo; escribe la ley y el artículo, como ordenanza 8"
                ),
                &format!(
                    "«{written}» names no article; write the law and the article, such as ordenanza 8"
                ),
            )),
        }
    }
}

/// The term that the law gives the State.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TermOfLaw {
    /// How long.
    pub within: Within,
    /// The article that says so.
    pub law: LawRef,
    /// That the agency may give itself more time, once.
    pub extension: Option<Extension>,
}

/// More time, which the agency may give itself once by a signed act, before its term ends (prórroga).
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Extension {
    /// How much more, in the unit of the term.
    #[serde(deserialize_with = "read::a_term")]
    pub by: Term,
    /// The role that may.
    pub who: String,
    /// The article that says so.
    pub law: LawRef,
}

/// How long the State has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub enum Within {
    /// The answer is given at once.
    AtOnce,
    /// A term.
    Term(Term),
}

impl TryFrom<String> for Within {
    type Error = String;

    fn try_from(written: String) -> Result<Self, Self::Error> {
        if written == "at once" {
            Ok(Self::AtOnce)
        } else {
            read::term(&written).map(Self::Term)
        }
    }
}

/// What silence means, and by which article.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Silence {
    /// What it means.
    pub means: Outcome,
    /// The article that says so.
    pub law: LawRef,
}

/// The questions by which an appeal names the decision it is against. Begun from the page of that case, they are
/// answered already.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Against {
    /// The question, a text, that takes the number of the case.
    pub number: String,
    /// The question, a date, that takes the day on which the decision was received.
    pub received: Option<String>,
}

/// Something that is needed.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Need {
    /// Its name in the form.
    pub id: String,
    /// What it is.
    pub title: Localized,
    /// The files it may come as, where it is a document.
    #[serde(default, deserialize_with = "read::kinds")]
    pub document: Vec<FileKind>,
    /// The registry that holds it already: it is never asked.
    pub held_by: Option<String>,
    /// Whether it is asked only of some.
    pub only_if: Option<Localized>,
}

/// What it costs.
#[derive(Debug, Clone, Deserialize)]
#[serde(try_from = "RawFee")]
pub enum Fee {
    /// Nothing.
    Free {
        /// The article that says so.
        law: LawRef,
    },
    /// What a decision table gives.
    Table {
        /// The table; its output `monto` is the amount in whole units of the currency.
        decision: String,
        /// The article that says so.
        law: LawRef,
    },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawFee {
    #[serde(default)]
    free: bool,
    decision: Option<String>,
    law: LawRef,
}

impl TryFrom<RawFee> for Fee {
    type Error = String;

    fn try_from(raw: RawFee) -> Result<Self, Self::Error> {
        match (raw.free, raw.decision) {
            (true, None) => Ok(Self::Free { law: raw.law }),
            (false, Some(decision)) => Ok(Self::Table {
                decision,
                law: raw.law,
            }),
            _ => Err(both(
                "fee lleva free: true, o decision: con una tabla",
                "fee takes free: true, or decision: with a table",
            )),
        }
    }
}

impl Fee {
    /// The article behind it.
    #[must_use]
    pub const fn law(&self) -> &LawRef {
        match self {
            Self::Free { law } | Self::Table { law, .. } => law,
        }
    }
}

/// What comes out.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Gives {
    /// The act that grants: `act.typ` is its template, unless it has a file of its own name.
    pub act: String,
    /// How long it holds; for ever where nothing is said.
    #[serde(default, deserialize_with = "read::perhaps_a_term")]
    pub valid: Option<Term>,
    /// The registry in which what it grants is entered.
    pub registers: Option<Registers>,
}

/// What a registry is told when the act is granted.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Registers {
    /// The registry and kind of record, such as `comercio.licencia`.
    #[serde(rename = "in")]
    pub dataset: String,
    /// The fields of the record, each worked out from the answers. The number of the case and the days
    /// on which the record holds are always there.
    #[serde(deserialize_with = "read::formulas")]
    pub holds: BTreeMap<String, Expression>,
}

/// One step, told to the applicant.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StepText {
    /// What happens.
    pub title: Localized,
    /// How.
    pub detail: Localized,
}

/// Another way to do it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Channel {
    /// What it is called.
    pub title: Localized,
    /// How it goes.
    pub detail: Localized,
}

/// What it takes to do it in person: what the online way saves against.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InPerson {
    /// Visits to an office.
    pub visits: u32,
    /// Hours in all.
    pub hours: f64,
    /// What it costs besides the fee, such as `45000 PYG`.
    pub cost: String,
    /// Where the figures come from.
    pub source: Localized,
}

impl Ficha {
    /// Every article that the ficha cites, each once, in the order in which a reader meets them.
    #[must_use]
    pub fn cited(&self) -> Vec<&LawRef> {
        let mut cited = vec![self.fee.law(), &self.term.law];
        cited.extend(self.term.extension.as_ref().map(|extension| &extension.law));
        cited.extend(self.silence.as_ref().map(|silence| &silence.law));
        let mut once: Vec<&LawRef> = Vec::new();
        for law in cited {
            if !once.contains(&law) {
                once.push(law);
            }
        }
        once
    }

    /// An article's law and what it is about, where both are in the ficha.
    #[must_use]
    pub fn article(&self, law: &LawRef) -> Option<(&Law, &Localized)> {
        let known = self.law.get(&law.law)?;
        Some((known, known.articles.get(&law.article)?))
    }
}
