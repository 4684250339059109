//! Who is answered what: every route, for everybody who may come.

use std::collections::BTreeSet;

use crate::answers::expect_way;
use crate::program::http::{Answer, Request};
use crate::routes;
use crate::visitor::Visitor;
use crate::world::World;

/// Who comes, by login. Everything that belongs to a person is Ana's. Her licence waits for the
/// reviewer of the town; the director signs after him; the last works for another agency.
const PEOPLE: [&str; 6] = ["-", "ana", "beto", "revisor", "director", "transparencia"];

/// One line for each route and method: what each of [`PEOPLE`] is answered. `in` is the way to the
/// sign-in page; another way is 303. `FILE` and `JSON` post a file and JSON, `POST` a form that says
/// nothing, so that whoever may act is told 422 what is missing, or acts where there is nothing to say.
/// The lines are tried from the top, and Ana is the last to come: what ends something stands at the end.
const POLICY: &str = include_str!("policy.txt");

struct Line<'a> {
    method: &'a str,
    path: &'a str,
    told: Vec<&'a str>,
}

fn lines() -> Vec<Line<'static>> {
    let read = |line: &'static str| {
        let mut words = line.split_whitespace();
        Line {
            method: words.next().unwrap(),
            path: words.next().unwrap(),
            told: words.collect(),
        }
    };
    POLICY
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .map(read)
        .collect()
}

#[test]
fn every_route_answers_everybody_as_its_line_says() {
    let world = World::make();
    let browsers: Vec<Visitor> = PEOPLE
        .iter()
        .map(|login| match *login {
            "-" => world.town.visitor(),
            login => world.town.signed_in(login),
        })
        .collect();
    let mut wrong = Vec::new();
    for line in lines() {
        let mut told = vec![String::new(); PEOPLE.len()];
        for place in [0, 2, 5, 4, 3, 1] {
            let mut browser = browsers[place].clone();
            if line.path == "/salir" && place > 0 {
                // Whoever leaves is gone for every line below.
                browser = world.town.signed_in(PEOPLE[place]);
            }
            told[place] = word(&ask(&world, &mut browser, &line));
        }
        if told != line.told {
            wrong.push(format!("{} {} {}", line.method, line.path, told.join(" ")));
        }
    }
    assert!(
        wrong.is_empty(),
        "these answer otherwise:\n{}",
        wrong.join("\n")
    );
    world.town.close();
}

fn ask(world: &World, browser: &mut Visitor, line: &Line<'_>) -> Answer {
    let path = world.fill(line.path);
    match line.method {
        "GET" => browser.get(&path),
        "POST" if line.path.starts_with("/oficina") => {
            browser.post(&path, &[("expediente", world.case.as_str())])
        }
        "POST" => browser.post(&path, &[]),
        "FILE" => browser.give(&path, "hoja.pdf", "application/pdf", b"%PDF-1.7 hola"),
        "JSON" => {
            let body = if line.path.ends_with("/applications") {
                "{\"answers\":{}}"
            } else {
                "{}"
            };
            browser.ask(&browser.json(&path, body))
        }
        other => panic!("the method {other} of {}", line.path),
    }
}

fn word(answer: &Answer) -> String {
    if answer.status == 303 && expect_way(answer).starts_with("/ingresar") {
        return "in".to_owned();
    }
    answer.status.to_string()
}

#[test]
fn every_route_and_method_has_its_line() {
    let world = World::make();
    let mut lacking = Vec::new();
    let listed: BTreeSet<&str> = lines().iter().map(|line| line.path).collect();
    for path in routes::paths() {
        if !listed.contains(path.as_str()) {
            lacking.push(path);
            continue;
        }
        // A method that nothing takes is answered with those that are taken.
        let request = Request::get(world.fill(&path))
            .by("DELETE")
            .header("Accept-Language", "es");
        let answer = request.ask(world.town.address()).unwrap();
        assert_eq!(answer.status, 405, "{path}: {answer:?}");
        let taken: BTreeSet<&str> = answer
            .header("allow")
            .split(',')
            .filter(|method| *method != "HEAD")
            .collect();
        let named: BTreeSet<&str> = lines()
            .iter()
            .filter(|line| line.path == path)
            .map(|line| if line.method == "GET" { "GET" } else { "POST" })
            .collect();
        assert_eq!(taken, named, "{path}");
        if path.starts_with("/api/") {
            crate::answers::expect_problem(&answer, 405, "platform.method");
        } else {
            crate::answers::expect_refusal(&answer, 405);
        }
    }
    assert!(lacking.is_empty(), "without a line: {lacking:#?}");
    let known = routes::paths();
    let gone: Vec<&str> = listed
        .into_iter()
        .filter(|path| !known.contains(*path))
        .collect();
    assert!(gone.is_empty(), "no longer routes: {gone:?}");
    world.town.close();
}
