//! The screens for coming in.

use axum::http::{StatusCode, header};

use crate::town;

#[test]
fn whoever_must_sign_in_comes_back_to_where_they_were_going() {
    town::each(|town| {
        let browser = town.browser();
        let asked = browser.get("/mi/datos?despues=x&y=1");
        assert_eq!(asked.status, StatusCode::SEE_OTHER);
        let page = browser.get(asked.location()).body;
        assert!(
            page.contains(r#"name="volver" value="/mi/datos?despues=x&amp;y=1""#),
            "{page}"
        );
        let fields = [
            ("cuenta", "ana@correo.example"),
            ("clave", town::PASSWORD),
            ("volver", "/mi/datos?despues=x&y=1"),
        ];
        assert_eq!(
            browser.post("/ingresar", &fields).location(),
            "/mi/datos?despues=x&y=1"
        );
    });
}

#[test]
fn nobody_is_sent_to_another_site() {
    town::each(|town| {
        for evil in [
            "//evil.example",
            "https://evil.example/",
            "/\\evil.example",
            "/\t/evil.example",
            "javascript:alert(1)",
        ] {
            let fields = [
                ("cuenta", "ana@correo.example"),
                ("clave", town::PASSWORD),
                ("volver", evil),
            ];
            assert_eq!(
                town.browser().post("/ingresar", &fields).location(),
                "/mi",
                "{evil}"
            );
        }
        let fields = [
            ("cuenta", "rosa@correo.example"),
            ("clave", town::PASSWORD),
            ("volver", ""),
        ];
        assert_eq!(
            town.browser().post("/ingresar", &fields).location(),
            "/oficina"
        );
    });
}

#[test]
fn the_cookie_is_for_this_site_and_not_for_scripts() {
    town::each(|town| {
        let answer = town.browser().sign_in("ana@correo.example");
        let line = answer
            .headers
            .get(header::SET_COOKIE)
            .unwrap()
            .to_str()
            .unwrap();
        assert!(
            line.contains("HttpOnly") && line.contains("SameSite=Lax") && line.contains("Path=/"),
            "{line}"
        );
        let value = line
            .strip_prefix("sesion=")
            .unwrap()
            .split(';')
            .next()
            .unwrap();
        assert_eq!(value.len(), 43, "256 bits");
        assert_eq!(
            answer.headers.get(header::CACHE_CONTROL).unwrap(),
            "no-store"
        );
    });
}

#[test]
fn what_is_missing_is_said_and_what_was_typed_stays() {
    town::each(|town| {
        let answer = town.browser().post(
            "/ingresar",
            &[("cuenta", "ana@correo.example"), ("clave", "")],
        );
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(
            answer.body.contains("<title>Error:") && answer.body.contains("Escribe tu contraseña")
        );
        assert!(answer.body.contains(r#"value="ana@correo.example""#));
    });
}

#[test]
fn somebody_makes_an_account_with_a_name_of_this_land() {
    town::each(|town| {
        let browser = town.browser();
        let fields = [
            ("nombre", "Ysapy Mainumby G̃uyraʼi Tupã"),
            ("cedula", "6.111.222"),
            ("correo", "ysapy@correo.example"),
            ("clave", "lluvia en marzo"),
            ("volver", "/mi/datos"),
        ];
        let made = browser.post("/registrarme", &fields);
        assert_eq!(
            (made.status, made.location()),
            (StatusCode::SEE_OTHER, "/mi/datos")
        );
        let page = browser.get("/mi/datos").body;
        assert!(
            page.contains("Ysapy Mainumby G̃uyraʼi Tupã")
                && page.contains("6111222 (sin comprobar)"),
            "{page}"
        );
        let again = town.browser();
        let answer = again.post(
            "/ingresar",
            &[("cuenta", "6111222"), ("clave", "lluvia en marzo")],
        );
        assert_eq!(answer.status, StatusCode::SEE_OTHER);
    });
}

#[test]
fn a_rejected_account_keeps_everything_but_the_password() {
    town::each(|town| {
        let fields = [
            ("nombre", "Tomás Ñandutĩ"),
            ("cedula", "no es"),
            ("correo", "tomas@correo"),
            ("clave", "corta"),
            ("volver", "/mi/datos"),
        ];
        let answer = town.browser().post("/registrarme", &fields);
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        for kept in ["Tomás Ñandutĩ", "no es", "tomas@correo", "/mi/datos"] {
            assert!(answer.body.contains(&format!("value=\"{kept}\"")), "{kept}");
        }
        for said in [
            "Revisa el número de cédula",
            "Revisa el correo",
            "al menos 8 letras",
        ] {
            assert!(answer.body.contains(said), "{said}");
        }
        for (href, id) in [
            ("href=\"#cedula\"", "id=\"cedula\""),
            ("href=\"#correo\"", "id=\"correo\""),
            ("href=\"#clave\"", "id=\"clave\""),
        ] {
            assert!(
                answer.body.contains(href) && answer.body.contains(id),
                "{href}"
            );
        }
        assert!(!answer.body.contains("corta\""));
        let nothing = town.browser().post("/registrarme", &[]);
        assert!(
            nothing.body.contains("Escribe tu nombre")
                && nothing.body.contains("Escribe tu correo o tu número")
        );
    });
}

#[test]
fn a_taken_number_is_said_at_the_number() {
    town::each(|town| {
        let fields = [
            ("nombre", "Otra"),
            ("cedula", "4217903"),
            ("correo", "otra@correo.example"),
            ("clave", "lluvia en marzo"),
        ];
        let answer = town.browser().post("/registrarme", &fields);
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(
            answer.body.contains("Ya hay una cuenta con este número")
                && !answer.body.contains("con este correo")
        );
    });
}

#[test]
fn the_pages_speak_english_too() {
    town::each(|town| {
        let browser = town.browser();
        assert!(
            browser
                .get("/ingresar?idioma=en")
                .body
                .contains("Demonstration accounts")
        );
        assert!(
            browser
                .get("/registrarme?idioma=en")
                .body
                .contains("As you always write it")
        );
        let guarani = browser.get("/ingresar?idioma=gn").body;
        assert!(
            guarani.contains("Jeike") && guarani.contains("<span lang=\"es\">"),
            "{guarani}"
        );
    });
}

#[test]
fn one_tap_is_enough_in_the_demonstration() {
    town::each(|town| {
        let page = town.browser().get("/ingresar").body;
        for account in identity::demonstration::ACCOUNTS {
            assert!(
                page.contains(&format!(r#"name="cuenta" value="{}""#, account.login)),
                "{}",
                account.login
            );
            assert!(page.contains(account.password));
        }
        assert!(!page.contains("<script"));
    });
}

#[test]
fn the_api_answers_strangers_with_problem_details() {
    town::each(|town| {
        let answer = town.browser().get("/api/v1/me");
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
        assert_eq!(
            answer.headers.get(header::CONTENT_TYPE).unwrap(),
            "application/problem+json"
        );
        assert_eq!(
            town.browser().get("/salir").status,
            StatusCode::METHOD_NOT_ALLOWED
        );
        assert_eq!(
            town.browser().post("/mi/sesiones/x/cerrar", &[]).status,
            StatusCode::UNAUTHORIZED
        );
    });
}
