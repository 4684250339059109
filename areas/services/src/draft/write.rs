//! The files of a draft.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use process::Outcome;

use super::needs::{Asks, asks};
use super::{Draft, OPEN, OPEN_POINTS, Source, plain_name};
use crate::Files;

/// Characters of a name in an address, and of one in the form.
const SLUG_MAX: usize = 60;
const NAME_MAX: usize = 40;

/// The article that is cited where the source names none.
const ARTICLE: &str = "1";

/// Writes the files, and what the source leaves open.
pub(super) fn write(source: &Source) -> Draft {
    let mut draft = Writer {
        source,
        open: source.remarks.clone(),
        needs: needs(source),
    };
    let slug = plain_name(&source.title, '-', SLUG_MAX);
    let agency = plain_name(&source.agency, '-', SLUG_MAX);
    let mut files = Files::new();
    files.insert("service.yaml".to_owned(), draft.ficha(&slug, &agency));
    files.insert("form.yaml".to_owned(), draft.form());
    files.insert("process.yaml".to_owned(), draft.process());
    if draft.has_fee() {
        files.insert("tables.yaml".to_owned(), draft.tables());
    }
    files.insert("act.typ".to_owned(), draft.act());
    files.insert("tests.yaml".to_owned(), draft.tests());
    files.insert(OPEN_POINTS.to_owned(), draft.open_points());
    Draft {
        folder: format!("{agency}/{slug}"),
        files,
        open: draft.open,
    }
}

/// A requirement with the name it gets in the form.
struct NamedNeed<'s> {
    id: String,
    words: &'s str,
    asks: Asks,
}

fn needs(source: &Source) -> Vec<NamedNeed<'_>> {
    let mut names = BTreeSet::new();
    let mut named = Vec::new();
    for words in &source.needs {
        let asks = asks(words);
        let mut id = plain_name(words, '_', NAME_MAX);
        if id.starts_with(|sign: char| sign.is_ascii_digit()) {
            id.insert(0, 'n');
        }
        while !names.insert(id.clone()) {
            id.push_str("_2");
        }
        named.push(NamedNeed { id, words, asks });
    }
    named
}

struct Writer<'s> {
    source: &'s Source,
    open: Vec<String>,
    needs: Vec<NamedNeed<'s>>,
}

impl Writer<'_> {
    fn leave_open(&mut self, what: impl Into<String>) {
        self.open.push(what.into());
    }

    fn has_fee(&self) -> bool {
        !matches!(&self.source.fees, Some(fees) if fees.is_empty())
    }

    fn of_kind(&self, asks: Asks) -> impl Iterator<Item = &NamedNeed<'_>> {
        self.needs.iter().filter(move |need| need.asks == asks)
    }

    fn ficha(&mut self, slug: &str, agency: &str) -> String {
        let source = self.source;
        let mut yaml = format!(
            "# Borrador hecho a partir del registro {} de un catálogo publicado. Nada de esto está revisado.\n",
            source.id
        );
        line(&mut yaml, "service", slug);
        line(&mut yaml, "title", &spanish(&source.title));
        let summary = match source.summary.is_empty() {
            true => format!("{OPEN}: para qué sirve el trámite"),
            false => source.summary.clone(),
        };
        line(&mut yaml, "summary", &spanish(&summary));
        let synonyms: Vec<String> = source.synonyms.iter().map(|word| quoted(word)).collect();
        line(&mut yaml, "synonyms", &format!("[{}]", synonyms.join(", ")));
        let unknown = match source.agency.is_empty() {
            true => format!("{agency} # {OPEN}: qué institución lo atiende"),
            false => agency.to_owned(),
        };
        line(&mut yaml, "agency", &unknown);
        if source.agency.is_empty() {
            self.leave_open(
                "Qué institución lo atiende: la fuente no lo dice (agency en service.yaml).",
            );
        }
        let audience = if source.for_firms {
            "[person, firm]"
        } else {
            "[person]"
        };
        line(&mut yaml, "audience", audience);
        line(
            &mut yaml,
            "life_events",
            &format!("[] # {OPEN}: en qué momentos de la vida"),
        );
        self.leave_open("En qué momentos de la vida se busca (life_events).");
        line(&mut yaml, "open_to", "signed-in");
        self.laws(&mut yaml);
        self.term(&mut yaml);
        let _ = writeln!(
            yaml,
            "who_can:\n  - {} # {OPEN}: quién puede pedirlo",
            spanish("lo necesitas")
        );
        self.leave_open("Quién puede pedirlo (who_can).");
        self.list_needs(&mut yaml);
        let fee = if self.has_fee() {
            "decision: tasa"
        } else {
            "free: true"
        };
        let _ = writeln!(
            yaml,
            "fee: {{ {fee}, law: {} }} # {OPEN}: qué artículo lo dice",
            self.cited()
        );
        self.leave_open("Qué artículo fija el costo o la gratuidad (fee.law).");
        let _ = writeln!(
            yaml,
            "gives:\n  act: acto # {OPEN}: cómo se llama y cuánto vale"
        );
        self.leave_open("Cómo se llama el documento que se recibe y cuánto vale (gives).");
        self.steps(&mut yaml);
        line(
            &mut yaml,
            "reviewed",
            &format!("2000-01-01 # {OPEN}: cuándo se comprobó"),
        );
        self.leave_open("Cuándo alguien comprobó que todo esto es así (reviewed).");
        yaml
    }

    /// The first article that the source names, to stand where it names none for the purpose.
    fn cited(&self) -> String {
        let article = self
            .source
            .laws
            .first()
            .and_then(|law| law.articles.first())
            .map_or(ARTICLE, String::as_str);
        format!("ley1 {article}")
    }

    fn laws(&mut self, yaml: &mut String) {
        yaml.push_str("law:\n");
        if self.source.laws.is_empty() {
            let title = spanish(&format!("{OPEN}: la ley en que se apoya"));
            let _ = writeln!(yaml, "  ley1:\n    title: {title}\n    articles:");
            let _ = writeln!(
                yaml,
                "      \"{ARTICLE}\": {}",
                spanish(&format!("{OPEN}: de qué trata"))
            );
            self.leave_open("En qué ley se apoya: la fuente no lo dice (law).");
            return;
        }
        for (at, law) in (1..).zip(&self.source.laws) {
            let _ = writeln!(
                yaml,
                "  ley{at}:\n    title: {}\n    articles:",
                spanish(&law.title)
            );
            let whole = [ARTICLE.to_owned()];
            let articles: &[String] = match law.articles.is_empty() {
                true => &whole,
                false => &law.articles,
            };
            for article in articles {
                let about = spanish(&format!("{OPEN}: de qué trata el artículo"));
                let _ = writeln!(yaml, "      {}: {about}", quoted(article));
            }
        }
        let missing = self
            .source
            .laws
            .iter()
            .filter(|law| law.articles.is_empty());
        let missing = missing.count();
        if missing > 0 {
            self.leave_open(format!(
                "Qué artículos: de {missing} de {} leyes la fuente no los nombra (law).",
                self.source.laws.len()
            ));
        }
        self.leave_open("De qué trata cada artículo (law).");
    }

    fn term(&mut self, yaml: &mut String) {
        let cited = self.cited();
        let (term, said) = match &self.source.term {
            Some(term) => (term.as_str(), "qué artículo fija el plazo"),
            None => ("30 calendar days", "el plazo y el artículo que lo fija"),
        };
        let _ = writeln!(
            yaml,
            "term: {{ within: {term}, law: {cited} }} # {OPEN}: {said}"
        );
        self.leave_open(match self.source.term {
            Some(_) => "Qué artículo fija el plazo; la duración es la que anuncia la fuente, que puede no ser la de la ley (term).",
            None => "El plazo de la ley: la fuente no lo dice (term).",
        });
        let (means, said) = match self.source.silence {
            Some(outcome) => (outcome, "qué artículo lo dice"),
            None => (Outcome::Denied, "qué pasa si no hay respuesta"),
        };
        let _ = writeln!(
            yaml,
            "silence: {{ means: {}, law: {cited} }} # {OPEN}: {said}",
            means.as_str()
        );
        self.leave_open(match self.source.silence {
            Some(_) => "Qué artículo da ese efecto al silencio (silence.law).",
            None => "Qué pasa si la institución no responde: la fuente no lo dice (silence).",
        });
    }

    fn list_needs(&mut self, yaml: &mut String) {
        let mut listed = String::new();
        if let Some(identity) = self.of_kind(Asks::Identity).next() {
            let _ = writeln!(
                listed,
                "  - {{ id: persona, title: {}, held_by: civil.persona }}",
                spanish(identity.words)
            );
        }
        for need in self.of_kind(Asks::Document) {
            let _ = writeln!(
                listed,
                "  - {{ id: {}, title: {}, document: [pdf, jpg, png] }}",
                need.id,
                spanish(need.words)
            );
        }
        match listed.is_empty() {
            true => yaml.push_str("needs: []\n"),
            false => {
                yaml.push_str("needs:\n");
                yaml.push_str(&listed);
            }
        }
        let identity = self.of_kind(Asks::Identity).count();
        let application = self.of_kind(Asks::Application).count();
        let documents = self.of_kind(Asks::Document).count();
        if identity > 0 {
            self.leave_open("La cédula no se pide: los datos salen del registro de personas. Comprobar que alcanza.");
        }
        if application > 0 {
            self.leave_open("El formulario o la carta que pide la fuente son el propio formulario en línea: no se piden.");
        }
        if documents > 0 {
            self.leave_open("Qué documentos tiene ya otra institución, y cuáles se piden solo en algunos casos (needs).");
        }
        if self.needs.is_empty() {
            self.leave_open("Qué hace falta: la fuente no lo dice (needs).");
        }
    }

    fn steps(&mut self, yaml: &mut String) {
        yaml.push_str("steps:\n");
        if self.source.steps.is_empty() {
            let _ = writeln!(
                yaml,
                "  - title: {}\n    detail: {}",
                spanish("Llenas la solicitud"),
                spanish(&format!("{OPEN}: qué pasa después"))
            );
            self.leave_open("Los pasos: la fuente no los cuenta (steps).");
            return;
        }
        for (at, step) in (1..).zip(&self.source.steps) {
            let _ = writeln!(
                yaml,
                "  - title: {}\n    detail: {}",
                spanish(&format!("Paso {at}")),
                spanish(step)
            );
        }
        self.leave_open("Los pasos son los del mostrador: escribir los de la vía en línea, en frases cortas (steps).");
    }

    fn form(&mut self) -> String {
        let mut yaml = String::from("sections:\n");
        let mut questions = String::new();
        if self.of_kind(Asks::Identity).next().is_some() {
            questions.push_str(
                "      - persona:\n          ask: { es: Tus datos }\n          registry: civil.persona\n          shows:\n            nombre: { es: Nombre }\n            cedula: { es: Número de cédula }\n",
            );
        }
        for (asks, kind) in [(Asks::Email, "email"), (Asks::Phone, "phone")] {
            if let Some(need) = self.of_kind(asks).next() {
                let _ = writeln!(
                    questions,
                    "      - {}: {{ ask: {}, type: {kind} }}",
                    need.id,
                    spanish(need.words)
                );
            }
        }
        let _ = writeln!(
            questions,
            "      - pedido: {{ ask: {}, type: long_text }} # {OPEN}: las preguntas de verdad",
            spanish("¿Qué pides?")
        );
        self.leave_open(
            "Qué hay que preguntar además de los papeles: los catálogos no lo dicen (form.yaml).",
        );
        let _ = write!(
            yaml,
            "  - datos: {{ es: Tus datos y lo que pides }}\n    questions:\n{questions}"
        );
        let documents: Vec<&NamedNeed<'_>> = self.of_kind(Asks::Document).collect();
        if !documents.is_empty() {
            yaml.push_str("  - papeles: { es: Los papeles }\n    questions:\n");
            for need in documents {
                let _ = writeln!(yaml, "      - {0}: {{ need: {0} }}", need.id);
            }
        }
        yaml
    }

    fn process(&mut self) -> String {
        self.leave_open("Quién revisa, quién firma y en cuánto tiempo (process.yaml).");
        let start = if self.has_fee() { "pago" } else { "revision" };
        let pay = match self.has_fee() {
            true => {
                "  pago:\n    title: { es: Pago de la tasa }\n    fee: tasa\n    next: revision\n"
            }
            false => "",
        };
        format!(
            "# {OPEN}: quién hace cada paso\nstart: {start}\nstages:\n{pay}  revision:
    title: {{ es: Revisión de la solicitud }}
    task:
      revisar:
        title: {{ es: Revisar los papeles y los datos }}
        who: revisor
        results:
          conceder: {{ title: {{ es: Se concede }} }}
          denegar: {{ title: {{ es: Se deniega }}, reasons: required }}
    choose:
      correccion: {{ when: marcas > 0 }}
      denegado: {{ when: 'resultado = \"denegar\"' }}
      concedido: {{ otherwise: true }}
  correccion:
    title: {{ es: Corrección de quien solicita }}
    waits_for: applicant
    within: 10 working days
    stops_clock: true
    next: revision
    else: archivo
  concedido: {{ title: {{ es: Concedido }}, ends: {{ act: acto, result: granted }} }}
  denegado: {{ title: {{ es: Denegado }}, ends: {{ act: denegacion, result: denied, appeal: 10 working days }} }}
  archivo: {{ title: {{ es: Archivo por falta de corrección }}, ends: {{ act: archivo, result: abandoned }} }}\n"
        )
    }

    fn tables(&mut self) -> String {
        self.leave_open("El costo, por tabla, en la moneda del Estado (tables.yaml).");
        let mut yaml = format!("# {OPEN}: el costo. La fuente dice:\n");
        for (what, amount) in self.source.fees.iter().flatten() {
            let _ = writeln!(yaml, "#   {what}: {amount}");
        }
        let _ = write!(
            yaml,
            "tasa:\n  law: {}\n  table: |\n    || monto | porque\n    || 1     | tasa única\n",
            self.cited()
        );
        yaml
    }

    fn act(&self) -> String {
        format!(
            "// {OPEN}: qué dice el documento.\n#import \"/house.typ\": *\n#show: act\n\n#opening[Se concede a *#data.holder* lo que pidió.]\n\n#legal-basis()\n"
        )
    }

    fn tests(&self) -> String {
        let mut given = String::new();
        if self.of_kind(Asks::Identity).next().is_some() {
            given.push_str("      persona: { nombre: Ana, cedula: \"4123456\" }\n");
        }
        for (asks, answer) in [
            (Asks::Email, "ana@ejemplo.com"),
            (Asks::Phone, "0981 123 456"),
        ] {
            if let Some(need) = self.of_kind(asks).next() {
                let _ = writeln!(given, "      {}: {answer}", need.id);
            }
        }
        given.push_str("      pedido: Lo que dice el título.\n");
        for need in self.of_kind(Asks::Document) {
            let _ = writeln!(given, "      {}: papel.pdf", need.id);
        }
        let fee = if self.has_fee() { "    fee: 1\n" } else { "" };
        format!(
            "- everything in order:\n    on: 2026-11-23\n    given:\n{given}{fee}    then: [ {{ revisar: conceder }} ]\n    ends: granted\n"
        )
    }

    fn open_points(&self) -> String {
        let mut list = String::from(
            "# Lo que la fuente no dice: POR DEFINIR\n\nDonde falta algo, el archivo lo marca con las mismas palabras. Hasta que no quede ninguna marca no se puede publicar.\n\n",
        );
        for point in &self.open {
            let _ = writeln!(list, "- [ ] {point}");
        }
        list
    }
}

fn line(yaml: &mut String, key: &str, value: &str) {
    let _ = writeln!(yaml, "{key}: {value}");
}

/// A text as YAML reads it whatever stands in it: JSON is YAML too.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

fn spanish(text: &str) -> String {
    format!("{{ es: {} }}", quoted(text))
}
