//! What every answer owes to whoever asked.

use crate::program::http::Answer;

/// What a page or a document never shows: the inside of the program.
const INSIDE: [&str; 8] = [
    "panicked",
    "backtrace",
    ".rs:",
    "rusqlite",
    "SqliteFailure",
    " from case_",
    "insert into",
    "serde",
];

/// An answer that is a whole page in Spanish.
#[track_caller]
pub(crate) fn expect_page(answer: &Answer, status: u16) -> String {
    assert_eq!(answer.status, status, "{answer:?}");
    assert_eq!(
        answer.header("content-type"),
        "text/html; charset=utf-8",
        "{answer:?}"
    );
    let text = String::from_utf8(answer.body.clone()).unwrap();
    assert!(text.contains("<html lang=\"es\""), "{answer:?}");
    assert!(text.contains("<h1"), "{answer:?}");
    assert!(
        answer
            .header("content-security-policy")
            .contains("default-src 'none'"),
        "{answer:?}"
    );
    expect_common(answer, &text);
    text
}

/// A page that says what happened, what was kept and what to do.
#[track_caller]
pub(crate) fn expect_refusal(answer: &Answer, status: u16) -> String {
    let text = expect_page(answer, status);
    for words in ["Qué hacer ahora", "Qué se guardó", "Ir al inicio"] {
        assert!(text.contains(words), "without «{words}»: {answer:?}");
    }
    text
}

/// A problem document (RFC 9457) with its stable code.
#[track_caller]
pub(crate) fn expect_problem(answer: &Answer, status: u16, code: &str) {
    assert_eq!(answer.status, status, "{answer:?}");
    assert_eq!(
        answer.header("content-type"),
        "application/problem+json",
        "{answer:?}"
    );
    let problem = answer.json();
    assert_eq!(problem["code"], code, "{answer:?}");
    assert_eq!(problem["status"], status, "{answer:?}");
    for member in ["type", "title", "detail", "kept", "instance"] {
        assert!(
            problem[member]
                .as_str()
                .is_some_and(|text| !text.is_empty()),
            "without {member}: {answer:?}"
        );
    }
    expect_common(answer, &answer.text());
}

/// Where an answer leads.
#[track_caller]
pub(crate) fn expect_way(answer: &Answer) -> String {
    assert_eq!(answer.status, 303, "{answer:?}");
    let way = answer.header("location");
    assert!(
        way.starts_with('/') && !way.starts_with("//"),
        "it leads outside: {answer:?}"
    );
    way.to_owned()
}

#[track_caller]
fn expect_common(answer: &Answer, text: &str) {
    assert_eq!(
        answer.header("x-content-type-options"),
        "nosniff",
        "{answer:?}"
    );
    assert_eq!(
        answer.header("referrer-policy"),
        "same-origin",
        "{answer:?}"
    );
    assert!(!answer.header("x-request-id").is_empty(), "{answer:?}");
    for inside in INSIDE {
        assert!(!text.contains(inside), "it shows «{inside}»: {answer:?}");
    }
}
