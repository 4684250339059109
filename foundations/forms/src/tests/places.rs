//! Addresses in a gazetteer: found as people write them, and told where they are not.

use jiff::civil::date;
use serde_json::json;
use text::Lang;

use crate::{Fault, Form, Gazetteer, Known, Needs, NotFound, Value};

const FORM: &str = "
sections:
  - lugar: { es: El lugar, en: The place }
    questions:
      - casa: { ask: { es: ¿Dónde?, en: Where? }, type: address, gazetteer: py }
      - local: { ask: { es: ¿Y el local?, en: And the premises? }, type: address, gazetteer: py, within: \"11\", optional: true }
      - feria: { ask: { es: ¿Va a la feria?, en: Do you go to the fair? }, type: yes_no, when: casa.departamento = \"11\" }
";

fn form() -> Form {
    Form::parse(FORM, &Needs::new()).unwrap()
}

fn known() -> Known {
    Known::on(date(2026, 11, 23))
}

fn fault(fields: &[(&str, &str)]) -> Option<(Fault, &'static str)> {
    let (form, known) = (form(), known());
    let answers = form.read(fields, &known);
    let faults = form.validate(&answers, &known);
    let first = faults.into_iter().find(|fault| fault.question != "feria");
    first.map(|fault| (fault.fault, fault.part))
}

#[test]
fn every_table_that_ships_is_readable() {
    for name in Gazetteer::shipped_names() {
        let table = Gazetteer::shipped(name).unwrap();
        assert!(table.departments().len() > 1, "{name}");
    }
    let paraguay = Gazetteer::shipped("py").unwrap();
    // Eighteen with the capital; as many districts with numbers as the census of 2012 had.
    assert_eq!(paraguay.departments().len(), 18);
    let numbered = paraguay.districts(None);
    let numbered = numbered.filter(|(_, district)| !district.code().is_empty());
    assert_eq!(numbered.count(), 250);
}

#[test]
fn a_district_is_found_as_people_write_it() {
    let table = Gazetteer::shipped("py").unwrap();
    for (department, district, code) in [
        ("", "lambare", "1107"),
        ("", "  FERNANDO DE LA MORA ", "1103"),
        ("11", "Itá", "1105"),
        ("Itapúa", "bella vista", "0702"),
        ("amambay", "Bella Vista", "1302"),
        ("", "1001", "1001"),
        ("", "yby pyta", "1413"),
    ] {
        let (_, found) = table.find(None, department, district).unwrap();
        assert_eq!(found.code(), code, "{district}");
    }
    let (of, young) = table.find(None, "", "Maracana").unwrap();
    assert_eq!(
        (of.name(), young.code(), young.key()),
        ("Canindeyú", "", "Maracaná")
    );
}

#[test]
fn what_may_be_meant_is_said() {
    let table = Gazetteer::shipped("py").unwrap();
    let several = table.find(None, "", "Bella Vista");
    let departments = vec!["Itapúa".to_owned(), "Amambay".to_owned()];
    assert_eq!(several, Err(NotFound::Several(departments)));
    let near = |within, department, typed| match table.find(within, department, typed) {
        Err(NotFound::Unknown(near)) => near,
        other => panic!("{other:?}"),
    };
    assert_eq!(near(None, "", "Lanbaré"), ["Lambaré (Central)"]);
    assert_eq!(
        near(None, "10", "Lambaré"),
        ["Lambaré (Central)"],
        "in another department"
    );
    assert!(
        near(None, "", "Mariano Alonzo").contains(&"Mariano Roque Alonso (Central)".to_owned())
    );
    assert!(near(None, "", "zzz").is_empty());
    assert!(
        near(Some("11"), "", "Encarnación").is_empty(),
        "bounded to one department"
    );
}

#[test]
fn an_address_keeps_what_was_typed_and_says_what_is_wrong_at_its_box() {
    assert_eq!(
        fault(&[("casa", "Palma 1"), ("casa.distrito", "Lambaré")]),
        None
    );
    let missing = fault(&[("casa", "Palma 1"), ("casa.distrito", "")]);
    assert_eq!(missing, Some((Fault::DistrictMissing, "distrito")));
    let slip = fault(&[("casa", "Palma 1"), ("casa.distrito", "Lanbaré")]);
    let near = vec!["Lambaré (Central)".to_owned()];
    assert_eq!(slip, Some((Fault::UnknownPlace { near }, "distrito")));
    let several = fault(&[("casa", "Palma 1"), ("casa.distrito", "bella vista")]).unwrap();
    assert_eq!(several.1, "departamento");
    let outside = [
        ("casa", "Palma 1"),
        ("casa.distrito", "Luque"),
        ("local", "Palma 2"),
        ("local.distrito", "Pilar"),
    ];
    assert!(matches!(
        fault(&outside),
        Some((Fault::UnknownPlace { .. }, "distrito"))
    ));
}

#[test]
fn name_and_number_are_kept_said_and_seen_by_conditions() {
    let (form, known) = (form(), known());
    let fields = [
        ("casa", "Palma 1"),
        ("casa.distrito", "ñemby"),
        ("casa.localidad", "Pa’i Ñu"),
    ];
    let answers = form.read(&fields, &known);
    let value = answers.value("casa").unwrap();
    let Value::Address {
        district,
        place: Some(place),
        ..
    } = value
    else {
        panic!("{value:?}");
    };
    assert_eq!(
        (district.as_str(), place.district.name.as_str()),
        ("1112", "Ñemby")
    );
    assert_eq!(
        (
            place.department.code.as_str(),
            place.department.name.as_str()
        ),
        ("11", "Central")
    );
    let kept = serde_json::to_value(&answers).unwrap();
    let again: crate::Answers = serde_json::from_value(kept).unwrap();
    assert_eq!(again, answers);
    let asked = form.question("casa").unwrap();
    let said = asked.say(answers.get("casa").unwrap(), Lang::Es);
    assert_eq!(said, "Palma 1, Pa’i Ñu, Ñemby, Central");
    let asked: Vec<&str> = form
        .visible(&answers)
        .iter()
        .map(|one| one.id.as_str())
        .collect();
    assert!(asked.contains(&"feria"), "{asked:?}");
    assert_eq!(answers.typed_part("casa", "distrito"), "ñemby");
}

#[test]
fn programs_send_numbers_or_names_and_read_both_in_the_schema() {
    let (form, known) = (form(), known());
    for district in ["1107", "Lambaré"] {
        let sent =
            json!({ "casa": { "direccion": "Palma 1", "distrito": district }, "feria": true });
        let read = form.read_json(sent.as_object().unwrap(), &known).unwrap();
        assert!(form.validate(&read.answers, &known).is_empty());
    }
    let schema = form.json_schema("", Lang::Es);
    let districts = &schema["properties"]["local"]["properties"]["distrito"]["oneOf"];
    assert_eq!(districts.as_array().unwrap().len(), 19);
    assert_eq!(
        districts[6],
        json!({ "const": "1107", "title": "Lambaré (Central)" })
    );
    assert!(
        form.read_json(&form.example(date(2026, 11, 23)), &known)
            .is_ok()
    );
}

#[test]
fn a_table_that_is_wrong_is_told_by_its_line() {
    let head = "# de prueba\ndepartamento,distrito,localidad,nombre\n";
    for (lines, line, says) in [
        ("11,,,Central\n11,07,Lambaré\n", 4, "four columns"),
        ("11,07,,Lambaré\n", 3, "after the one it lies in"),
        ("11,,,Central\n11,07,,\n", 4, "numbers and a name"),
        (
            "11,,,Central\n11,07,,Lambaré\n11,07,,Luque\n",
            5,
            "there already",
        ),
        ("11,,,Central\n12,,,Ñeembucú\n11,,,Central\n", 5, "and once"),
        (
            "11,,,Central\n11,07,,Lambaré\n11,08,001,Centro\n",
            5,
            "after the one it lies in",
        ),
        ("11,,,Central\n", 1, "no districts"),
    ] {
        let error = Gazetteer::parse(&format!("{head}{lines}")).unwrap_err();
        assert_eq!(error.line, Some(line), "{lines}");
        assert!(error.says.as_str(Lang::En).contains(says), "{error}");
    }
    let error = Gazetteer::parse("codigo,nombre\n").unwrap_err();
    assert_eq!(error.line, Some(1));
}
