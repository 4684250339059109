//! Machines that send what nobody can read.

use serde_json::json;

use crate::answers::{expect_problem, expect_refusal};
use crate::program::http::{Answer, Request};
use crate::town::Town;

const APPLICATIONS: &str = "/api/v1/services/solicitud-de-informacion-publica/applications";

#[test]
fn json_that_cannot_be_read_is_a_problem_document() {
    let town = Town::open();
    let post = |body: Vec<u8>| -> Answer {
        let request = Request::with_body(APPLICATIONS, "application/json", body);
        request.ask(town.address()).unwrap()
    };
    let deep = format!(
        "{{\"answers\":{}{}}}",
        "[".repeat(100_000),
        "]".repeat(100_000)
    );
    let deep_objects = format!("{}1{}", "{\"answers\":".repeat(10_000), "}".repeat(10_000));
    for body in [
        deep.into_bytes(),
        deep_objects.into_bytes(),
        b"".to_vec(),
        b"{".to_vec(),
        b"null".to_vec(),
        b"[]".to_vec(),
        b"{\"answers\":\"\xFF\"}".to_vec(),
        b"{\"answers\":{},\"answers\":{}}".to_vec(),
        b"{\"answers\":{},\"extra\":1}".to_vec(),
        b"{\"answers\":[1e999]}".to_vec(),
    ] {
        expect_problem(&post(body), 400, "platform.unreadable");
    }

    for answers in [
        json!({}),
        json!({ "pedido": null }),
        json!({ "pedido": { "a": [1] } }),
        json!({ "pedido": 1e300, "formato": true }),
        json!({ "pedido": "x".repeat(100_000) }),
        json!({ "desconocida": "x" }),
    ] {
        let body = json!({ "answers": answers }).to_string().into_bytes();
        let answer = post(body);
        expect_problem(&answer, 422, "cases.answers");
        assert!(!answer.json()["errors"].as_array().unwrap().is_empty());
    }
    assert_eq!(town.requests_filed(), 0);
    town.close();
}

#[test]
fn a_token_that_is_none_is_not_taken_for_nobody() {
    let town = Town::open();
    for token in ["", "x", "ventanilla_", &"a".repeat(5_000)] {
        for path in ["/api/v1/me", "/api/v1/cases/x", "/api/v1/tasks"] {
            let answer = Request::get(path)
                .bearer(token)
                .ask(town.address())
                .unwrap();
            expect_problem(&answer, 401, "platform.sign-in");
        }
    }
    let keyed = Request::post(APPLICATIONS, &json!({ "answers": {} }));
    for key in ["", &"k".repeat(500), "ñ"] {
        let request = keyed.clone().header("Idempotency-Key", key);
        expect_problem(
            &request.ask(town.address()).unwrap(),
            400,
            "platform.unreadable",
        );
    }
    town.close();
}

#[test]
fn a_header_without_end_is_refused_and_the_next_visitor_is_served() {
    let town = Town::open();
    for (name, length) in [("X-Largo", 1 << 20), ("Cookie", 200_000)] {
        let request = Request::get("/servicios").header(name, "a".repeat(length));
        // The line may also be cut before anything could be said.
        if let Ok(answer) = request.ask(town.address()) {
            assert!(matches!(answer.status, 200 | 431), "{answer:?}");
        }
    }
    let long = Request::get(format!("/{}", "a".repeat(100_000)));
    if let Ok(answer) = long.ask(town.address()) {
        assert!(matches!(answer.status, 404 | 414), "{answer:?}");
    }
    let mut visitor = town.visitor();
    assert_eq!(visitor.get("/servicios").status, 200);
    expect_refusal(&visitor.get(&format!("/{}", "a".repeat(5_000))), 404);
    town.close();
}
