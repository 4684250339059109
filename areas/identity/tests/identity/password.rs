//! Whoever knows the present password chooses the next, and is alone with the account afterwards.

use axum::http::StatusCode;

use crate::town;

const NEXT: &str = "cuatro gatos en la vereda";

#[test]
fn changing_the_password_keeps_this_session_alone() {
    town::each(|town| {
        let (here, elsewhere) = (town.browser(), town.browser());
        here.sign_in("beto@correo.example");
        elsewhere.sign_in("beto@correo.example");
        let change = |current, next| here.post("/mi/clave", &[("clave", current), ("nueva", next)]);
        assert_eq!(here.get("/mi/clave").status, StatusCode::OK);
        for (current, next) in [("", NEXT), (town::PASSWORD, "corta"), ("otra cosa", NEXT)] {
            let answer = change(current, next);
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{current}");
            assert!(!answer.body.contains(NEXT));
        }
        assert_eq!(elsewhere.get("/mi/datos").status, StatusCode::OK);

        assert_eq!(change(town::PASSWORD, NEXT).status, StatusCode::OK);
        assert_eq!(here.get("/mi/datos").status, StatusCode::OK);
        assert_eq!(elsewhere.get("/mi/datos").status, StatusCode::SEE_OTHER);
        let former = town.browser().sign_in("beto@correo.example");
        assert_eq!(former.status, StatusCode::UNPROCESSABLE_ENTITY);
        let fields = [("cuenta", "beto@correo.example"), ("clave", NEXT)];
        let entered = town.browser().post("/ingresar", &fields);
        assert_eq!(entered.status, StatusCode::SEE_OTHER);
    });
}

#[test]
fn whoever_finds_a_screen_open_cannot_guess_the_password() {
    town::each(|town| {
        let screen = town.browser();
        screen.sign_in("beto@correo.example");
        let guess = |current| screen.post("/mi/clave", &[("clave", current), ("nueva", NEXT)]);
        for _ in 0..8 {
            guess("no es esta");
        }
        assert_eq!(
            guess(town::PASSWORD).status,
            StatusCode::TOO_MANY_REQUESTS,
            "even the right one waits"
        );
        assert_eq!(
            town.browser().get("/mi/clave").status,
            StatusCode::SEE_OTHER
        );
    });
}
