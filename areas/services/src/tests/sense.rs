//! What an analyst is told before a citizen meets it.

use super::{SERVICES, findings};

const LICENCE: &str = SERVICES[1];

fn told(file: &str, from: &str, to: &str) -> String {
    findings(LICENCE, file, from, to).join("\n")
}

#[test]
fn a_gap_in_a_fee_is_shown_by_an_application_that_nobody_decides() {
    let told = told("tables.yaml", "[1..50] ", "[1..45] ");
    assert!(
        told.contains("tables.yaml:5: la tabla «tasa»: ninguna fila sirve para superficie = "),
        "{told}"
    );
    assert!(told.contains("vende_comida = "), "{told}");
}

#[test]
fn two_rows_for_one_application_are_told_with_their_line() {
    let told = told("tables.yaml", "> 200 ", ">= 200");
    assert!(
        told.contains(
            "tables.yaml:7: la tabla «tasa»: las filas 2 y 4 sirven todas para superficie = 200"
        ),
        "{told}"
    );
}

#[test]
fn a_fee_in_words_is_no_fee() {
    let told = told("tables.yaml", "|| 50000 ", "|| \"50000\" ");
    assert!(
        told.contains("tables.yaml:6: la tabla «tasa»: \"50000\" es un texto, y aquí va un número"),
        "{told}"
    );
}

#[test]
fn a_misspelt_result_is_found_in_the_process() {
    let told = told(
        "process.yaml",
        "resultado = \"rechazar\"",
        "resultado = \"rehcazar\"",
    );
    assert!(
        told.contains("process.yaml:")
            && told.contains("«rehcazar» no es una respuesta de resultado"),
        "{told}"
    );
}

#[test]
fn a_condition_that_is_no_yes_or_no_is_found_in_the_form() {
    let told = told("form.yaml", "when: vende_comida", "when: superficie");
    assert!(
        told.contains("form.yaml:")
            && told.contains("superficie es un número, y aquí va un sí o no"),
        "{told}"
    );
}
