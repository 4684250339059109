//! Addresses that lead nowhere, and methods that nothing takes.

use crate::answers::{expect_page, expect_problem, expect_refusal};
use crate::program::http::Request;
use crate::town::Town;

#[test]
fn what_is_not_there_is_a_page_that_says_so() {
    let town = Town::open();
    let mut ana = town.signed_in("ana");
    let id = "0198c0de-0000-7000-8000-000000000000";
    let unknown = [
        "/nada".to_owned(),
        "/servicios/no-existe".to_owned(),
        "/servicios/no-existe/solicitar".to_owned(),
        "/momentos/no-existe".to_owned(),
        format!("/borradores/{id}"),
        format!("/borradores/{id}/revisar"),
        format!("/borradores/{id}/local"),
        "/borradores/ninguno".to_owned(),
        "/expedientes/LIC-2345-2345".to_owned(),
        "/expedientes/uno".to_owned(),
        "/expedientes/%F0%9F%92%A5".to_owned(),
        format!("/pagos/{id}"),
        "/pagos/no".to_owned(),
        format!("/mi/mensajes/{id}"),
        "/a/nada.css".to_owned(),
        "/pki/nadie.pem".to_owned(),
        "/pki/crl/nadie.crl".to_owned(),
        "/ledger/tile/0/x999/999".to_owned(),
        "/ledger/tile/no".to_owned(),
    ];
    for path in unknown {
        expect_refusal(&ana.get(&path), 404);
    }
    expect_refusal(&ana.post("/servicios/no-existe/solicitar", &[]), 404);
    for path in [
        "/api/v1/nada",
        "/api/v1/services/no-existe",
        "/api/v1/cases/LIC-2345-2345",
    ] {
        let answer = Request::get(path).ask(town.address()).unwrap();
        expect_problem(&answer, 404, "platform.not-found");
    }
    town.close();
}

#[test]
fn a_code_that_nobody_gave_is_unknown_and_what_is_no_code_is_told_so() {
    let town = Town::open();
    let mut visitor = town.visitor();
    let page = expect_page(&visitor.get("/verificar?codigo=esto-no-es"), 422);
    assert!(page.contains("href=\"#codigo\""), "{page}");
    assert!(page.contains("esto-no-es"), "{page}");
    let page = expect_page(&visitor.get("/verificar?codigo=%3Cscript%3E"), 422);
    assert!(!page.contains("<script>"), "{page}");
    expect_page(&visitor.get("/verificar?codigo=%FF"), 422);
    expect_page(
        &visitor.get(&format!("/verificar?codigo={}", "A".repeat(5_000))),
        422,
    );
    expect_page(&visitor.get("/verificar?codigo=2345-2345-2345"), 404);
    expect_page(
        &visitor.give("/verificar", "a.pdf", "application/pdf", b"%PDF-1.7 no"),
        200,
    );
    expect_page(&visitor.give("/verificar", "", "application/pdf", b""), 422);
    town.close();
}

#[test]
fn two_dots_lead_nowhere() {
    let town = Town::open();
    let mut visitor = town.visitor();
    for path in [
        "/../../etc/passwd",
        "/a/../../../etc/passwd",
        "/a/%2e%2e%2f%2e%2e%2fetc%2fpasswd",
        "/a/..%5c..%5cwin.ini",
        "/%2e%2e/%2e%2e/etc/passwd",
        "/servicios/..%2f..%2fmaster.key",
        "/pki/..%2fmaster.key",
        "/pki/crl/..%2f..%2fmaster.key",
        "/ledger/tile/../../master.key",
        "/ledger/tile/%2e%2e/%2e%2e/master.key",
        "/momentos/%2e%2e",
    ] {
        let answer = visitor.get(path);
        let page = expect_refusal(&answer, 404);
        assert!(!page.contains("root:"), "{path}: {page}");
    }
    let answer = Request::get("/api/v1/services/..%2f..%2fmaster.key").ask(town.address());
    expect_problem(&answer.unwrap(), 404, "platform.not-found");
    town.close();
}

#[test]
fn bytes_that_are_no_text_are_told_so() {
    let town = Town::open();
    let mut visitor = town.visitor();
    for path in [
        "/servicios/%FF%FE",
        "/expedientes/%C3%28",
        "/momentos/%ED%A0%80",
        "/borradores/%80/local",
    ] {
        let answer = visitor.get(path);
        expect_refusal(&answer, if answer.status == 404 { 404 } else { 400 });
    }
    for path in [
        "/buscar?q=%FF",
        "/ingresar?volver=%FF",
        "/seguir?numero=%FF",
        "/?idioma=%FF",
    ] {
        let answer = visitor.get(path);
        if answer.status == 400 {
            expect_refusal(&answer, 400);
        } else {
            expect_page(&answer, 200);
        }
    }
    expect_page(&visitor.get("/buscar?q=%00%01%F0%9F%92%A9"), 200);
    let long = format!("/buscar?q={}", "licencia+".repeat(1_000));
    expect_page(&visitor.get(&long), 200);
    let answer = Request::get("/api/v1/services/%FF")
        .ask(town.address())
        .unwrap();
    expect_problem(&answer, 400, "platform.unreadable");
    town.close();
}
