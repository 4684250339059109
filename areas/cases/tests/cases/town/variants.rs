//! Towns whose service differs in one thing.

use std::collections::BTreeMap;

use jiff::Timestamp;
use store::Store;

use super::{FORM, PROCESS, SERVICE, TRIALS, Town, files_of, town_calling, town_with};

const BRANCHES: &str = include_str!("../service/branches.yaml");
const PAY_FIRST: &str = "start: pago
stages:
  pago:
    title: { es: Pago, en: Payment }
    fee: tasa
    next: revision
";
const FEES: &str = "tasa:
  law: ordenanza 3
  table: |
    metros  || monto | porque | because
    [1..50] || 50000 | chico  | small
    > 50    || 90000 | grande | large
";

/// A town that wants to be paid before it looks at anything.
pub(crate) fn town_with_a_fee(store: Store) -> Town {
    let mut files = files_of(&SERVICE.replace(
        "fee: { free: true, law: ordenanza 3 }",
        "fee: { decision: tasa, law: ordenanza 3 }",
    ));
    files.insert(
        "process.yaml".to_owned(),
        PROCESS.replace("start: revision\nstages:\n", PAY_FIRST),
    );
    files.insert("tables.yaml".to_owned(), FEES.to_owned());
    files.insert("tests.yaml".to_owned(), format!("{TRIALS}    fee: 50000\n"));
    town_with(store, files)
}

/// A town that asks the cadastre and visits at the same time.
pub(crate) fn town_with_branches(store: Store) -> Town {
    let mut files = files_of(SERVICE);
    files.insert("process.yaml".to_owned(), BRANCHES.to_owned());
    files.insert(
        "tests.yaml".to_owned(),
        TRIALS.replace(
            "[ { revisar: conforme }, firmar ]",
            "[ visitar, { informar: coincide }, revisar ]",
        ),
    );
    town_with(store, files)
}

/// A town that may give itself more time, take a case up again, and takes appeals in the same service.
pub(crate) fn town_that_looks_again(store: Store) -> Town {
    let mut files = files_of(&SERVICE.replace(
        "term: { within: 10 working days, law: ordenanza 1 }",
        "term: { within: 10 working days, law: ordenanza 1, extension: { by: 5 working days, who: director, law: ordenanza 4 } }\nagainst: { number: expediente }",
    ));
    files.insert(
        "form.yaml".to_owned(),
        FORM.replace(
            "  - contacto:",
            "      - expediente: { ask: { es: ¿Contra qué expediente?, en: Against which case? }, type: text, optional: true }\n  - contacto:",
        ),
    );
    files.insert(
        "process.yaml".to_owned(),
        PROCESS
            .replace(
                "start: revision\n",
                "start: revision\nreopening: { who: director, to: revision, within: 30 working days }\n",
            )
            .replace(
                "appeal: 15 working days",
                "appeal: { within: 15 working days, service: permiso-de-prueba }",
            ),
    );
    town_with(store, files)
}

/// A town whose reviewer measures the premises, and whose decisions rest on what was measured.
pub(crate) fn town_that_measures(store: Store) -> Town {
    let mut files = files_of(&SERVICE.replace("superficie: metros", "superficie: medido"));
    files.insert(
        "desk.yaml".to_owned(),
        "revisar:
  - medido: { ask: { es: Metros que se midieron, en: Metres measured }, type: number, from: 1, to: 500, unit: m², when: 'resultado = \"conforme\"' }
  - con_quien: { ask: { es: Quién abrió la puerta, en: Who opened the door }, type: text, optional: true }
"
        .to_owned(),
    );
    files.insert(
        "process.yaml".to_owned(),
        PROCESS.replace(
            "rechazo: { when: 'resultado = \"rechazar\"' }",
            "rechazo: { when: 'resultado = \"rechazar\" or medido > metros' }",
        ),
    );
    let tests = TRIALS.replace(
        "{ revisar: conforme }",
        "{ revisar: conforme, with: { medido: 40 } }",
    );
    files.insert("tests.yaml".to_owned(), tests);
    town_with(store, files)
}

/// A town that asks its registry and a bank before anybody looks at the request: who has no licence yet and has paid
/// gets it at once.
pub(crate) fn town_that_calls(store: Store, bank: &str) -> Town {
    let mut files = files_of(SERVICE);
    files.insert(
        "process.yaml".to_owned(),
        PROCESS.replace(
            "start: revision\nstages:\n",
            "start: licencias
stages:
  licencias:
    title: { es: Otras licencias, en: Other licences }
    asks: { registry: comercio.licencia, keeps: { superficie: number } }
    choose:
      cobro: { when: consultas.licencias.cuantos = 0 }
      revision: { otherwise: true }
  cobro:
    title: { es: Cobro en el banco, en: Payment at the bank }
    calls:
      system: banco
      post: /cuentas/{cuenta}/cobros
      sends: { cuenta: '\"18/2\"', metros: metros }
      keeps: { comprobante: text, pagado: yes_no }
    within: 2 working days
    choose:
      concedido: { when: consultas.cobro.pagado }
      revision: { otherwise: true }
    else: revision
  concedido:
    title: { es: Concedido, en: Granted }
    ends: { act: permiso, result: granted }
",
        ),
    );
    let system = cases::System {
        url: bank.to_owned(),
        token: Some("clave-del-banco".to_owned()),
        authorities: None,
    };
    let systems = [("banco".to_owned(), system)].into();
    town_calling(store, files, cases::Systems::new(systems).unwrap())
}

/// A town whose permit asks for another one first, of the width of the premises.
pub(crate) fn town_with_a_subcase(store: Store) -> Town {
    town_that_opens(store, files_of(SERVICE), files_of(SERVICE))
}

/// The same where the first may be asked for another by a mother, and the other by whoever has this capacity.
pub(crate) fn town_with_a_subcase_for_others(store: Store, capacity: &str) -> Town {
    let by = |capacity: &str| {
        SERVICE.replace(
            "open_to: anyone",
            &format!("open_to: signed-in\nfor_another: {{ capacities: [ {{ id: {capacity}, title: {{ es: Su madre, en: Mother }} }} ] }}"),
        )
    };
    town_that_opens(store, files_of(&by("madre")), files_of(&by(capacity)))
}

/// The same where both ask which of the applicant's firms it is for.
pub(crate) fn town_with_a_subcase_for_firms(store: Store) -> Town {
    let ficha = SERVICE.replace("open_to: anyone", "open_to: signed-in").replace(
        "needs: [",
        "needs: [{ id: empresa, title: { es: Los datos de tu empresa, en: The data of your firm }, held_by: comercio.empresa }, ",
    );
    let mut files = files_of(&ficha);
    files.insert(
        "form.yaml".to_owned(),
        FORM.replace(
            "      - metros:",
            "      - empresa: { ask: { es: ¿Qué empresa?, en: Which firm? }, registry: comercio.empresa, shows: { razon_social: { es: Nombre, en: Name } } }
      - metros:",
        ),
    );
    files.insert(
        "tests.yaml".to_owned(),
        TRIALS.replace("{ metros:", "{ empresa: { razon_social: El Sol }, metros:"),
    );
    town_that_opens(store, files.clone(), files)
}

fn town_that_opens(
    store: Store,
    mut files: BTreeMap<String, String>,
    mut other: BTreeMap<String, String>,
) -> Town {
    files.insert(
        "process.yaml".to_owned(),
        PROCESS.replace(
            "start: revision\nstages:\n",
            "start: previo
stages:
  previo:
    title: { es: Permiso previo, en: Permit before }
    opens: { service: permiso-previo, answers: { metros: metros / 2 } }
    choose:
      revision: { when: 'resultados.previo = \"granted\"' }
      rechazo: { otherwise: true }
",
        ),
    );
    change(
        &mut files,
        "tests.yaml",
        ("then: [ {", "then: [ { previo: granted }, {"),
    );
    let name = ("service: permiso-de-prueba", "service: permiso-previo");
    change(&mut other, "service.yaml", name);
    let now: Timestamp = "2026-11-23T14:00:00Z".parse().unwrap();
    store
        .write_blocking(move |tx| services::publish(tx, &other, now))
        .unwrap();
    town_with(store, files)
}

fn change(files: &mut BTreeMap<String, String>, file: &str, (from, to): (&str, &str)) {
    let text = files.get_mut(file).unwrap();
    *text = text.replace(from, to);
}

/// A town where the partners that the application names must sign it too.
pub(crate) fn town_with_cosigners(store: Store) -> Town {
    let mut files = files_of(SERVICE);
    let partners = "      - socios:
          ask: { es: Socios, en: Partners }
          type: group
          each: { es: Socio, en: Partner }
          optional: true
          to: 3
          questions:
            - cedula: { ask: { es: ¿Qué cédula tiene?, en: Which number? }, type: national_id }
  - contacto:";
    files.insert(
        "form.yaml".to_owned(),
        FORM.replace("  - contacto:", partners),
    );
    files.insert(
        "process.yaml".to_owned(),
        PROCESS.replace(
            "start: revision\nstages:\n",
            "start: firmas
stages:
  firmas:
    title: { es: Firmas, en: Signatures }
    waits_for: cosigners
    who: for s in socios return s.cedula
    within: 5 working days
    stops_clock: true
    next: revision
    else: archivo
",
        ),
    );
    files.insert(
        "tests.yaml".to_owned(),
        TRIALS
            .replace(
                "metros: 40 }",
                "metros: 40, socios: [ { cedula: \"4123456\" } ] }",
            )
            .replace("then: [ {", "then: [ cosigned, {"),
    );
    town_with(store, files)
}

/// A town that asks about each room, and adds up what nobody types.
pub(crate) fn town_with_a_group(store: Store) -> Town {
    let mut files = files_of(SERVICE);
    let rooms = "      - piezas:
          ask: { es: Las piezas, en: The rooms }
          type: group
          each: { es: Pieza, en: Room }
          to: 3
          questions:
            - nombre: { ask: { es: ¿Cómo se llama?, en: What is it called? }, type: text }
            - ancho: { ask: { es: ¿Qué ancho tiene?, en: How wide is it? }, type: number }
            - foto: { ask: { es: Una foto, en: A photograph }, need: plano, optional: true }
            - abierta: { ask: { es: ¿Está abierta?, en: Is it open? }, type: yes_no, when: ancho > 10 }
      - suma: { ask: { es: Ancho de todas, en: Width of all }, type: number, computed: sum(for p in piezas return p.ancho) }
  - contacto:";
    files.insert("form.yaml".to_owned(), FORM.replace("  - contacto:", rooms));
    let rooms = "metros: 40, piezas: [ { nombre: Salón, ancho: 4 } ]";
    files.insert("tests.yaml".to_owned(), TRIALS.replace("metros: 40", rooms));
    town_with(store, files)
}

/// A town that asks everything on one page, and the height of large premises always.
pub(crate) fn town_of_one_page(store: Store) -> Town {
    let mut files = files_of(SERVICE);
    let form = FORM.replace("optional: true, when: metros", "when: metros");
    let form = format!("layout: one_page\n{form}");
    files.insert("form.yaml".to_owned(), form);
    town_with(store, files)
}

/// A town that asks where in the country somebody lives, and where in one department the premises are.
pub(crate) fn town_with_places(store: Store) -> Town {
    let mut files = files_of(SERVICE);
    let places = "      - casa: { ask: { es: ¿Dónde vive?, en: Where do you live? }, type: address, gazetteer: py, optional: true }
      - local: { ask: { es: ¿Dónde es?, en: Where is it? }, type: address, gazetteer: barrios, within: \"01\", optional: true }
  - contacto:";
    files.insert(
        "form.yaml".to_owned(),
        FORM.replace("  - contacto:", places),
    );
    let own = "departamento,distrito,localidad,nombre
01,,,Litoral
01,02,,San Roque
01,02,001,Mercado
01,03,,Puerto Ysyry
02,,,Sierras
02,01,,Cerro Alto
";
    files.insert("barrios.csv".to_owned(), own.to_owned());
    town_with(store, files)
}

/// A town whose law says that silence denies.
pub(crate) fn town_of_silent_denial(store: Store) -> Town {
    town_with(
        store,
        files_of(&SERVICE.replace("means: granted", "means: denied")),
    )
}

/// A town whose permit may be asked for in somebody else's name; the other's number is of this kind, or any. What the
/// State knows of the applicant is shown first.
pub(crate) fn town_for_others(store: Store, number: Option<&str>) -> Town {
    let number = number.map_or_else(String::new, |word| format!("number: {word}, "));
    let another = format!(
        "open_to: signed-in
for_another:
  {{ {number}capacities: [ {{ id: madre, title: {{ es: Su madre o padre, en: Mother or father }}, law: ordenanza 4 }},
    {{ id: abogacia, title: {{ es: Su abogada o abogado, en: Lawyer }} }} ] }}"
    );
    let needs = "needs: [{ id: persona, title: { es: Tus datos, en: Your data }, held_by: civil.persona }, { id: plano,";
    let ficha = SERVICE
        .replace("open_to: anyone", &another)
        .replace("needs: [{ id: plano,", needs);
    let mut files = files_of(&ficha);
    let persona = "    questions:
      - persona:
          ask: { es: ¿Son tus datos?, en: Are these your data? }
          registry: civil.persona
          shows: { nombre: { es: Nombre, en: Name } }
      - metros:";
    files.insert(
        "form.yaml".to_owned(),
        FORM.replacen("    questions:\n      - metros:", persona, 1),
    );
    let other = "- for somebody else:
    on: 2026-11-23
    given: { para_quien: otra, titular_nombres: Luz, titular_apellidos: Benítez, titular_documento: 1234567-2, titular_calidad: madre, titular_declaracion: true, metros: 40 }
    does_not_ask: [persona]
    then: [ { revisar: conforme }, firmar ]
    ends: granted
";
    let own = TRIALS.replace("metros: 40", "persona: { nombre: Ana }, metros: 40");
    files.insert("tests.yaml".to_owned(), format!("{own}{other}"));
    town_with(store, files)
}
