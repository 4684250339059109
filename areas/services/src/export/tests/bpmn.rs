//! Processes, read again: well-formed, whole, and drawn.

use std::collections::{BTreeMap, BTreeSet};

use roxmltree::{Document, Node};
use text::Lang;

use super::definitions;
use crate::Definition;
use crate::export::bpmn::write;
use crate::tests::files;

const MODEL: &str = "http://www.omg.org/spec/BPMN/20100524/MODEL";
const DI: &str = "http://www.omg.org/spec/BPMN/20100524/DI";

fn all<'d>(document: &'d Document<'_>, space: &str, name: &str) -> Vec<Node<'d, 'd>> {
    let is_it = |node: &Node<'_, '_>| node.has_tag_name((space, name));
    document.descendants().filter(is_it).collect()
}

fn attribute<'d>(node: Node<'d, '_>, name: &str) -> &'d str {
    node.attribute(name).unwrap_or_default()
}

/// Left, top, right and bottom of a shape.
fn area(shape: Node<'_, '_>) -> [i32; 4] {
    let bounds = shape.first_element_child().unwrap();
    let number = |name| attribute(bounds, name).parse::<i32>().unwrap();
    let (x, y) = (number("x"), number("y"));
    [x, y, x + number("width"), y + number("height")]
}

fn overlap(one: [i32; 4], other: [i32; 4]) -> bool {
    one[0] < other[2] && other[0] < one[2] && one[1] < other[3] && other[1] < one[3]
}

fn check(definition: &Definition, lang: Lang) {
    let name = &definition.ficha.service;
    let xml = write(definition, lang).unwrap();
    assert_eq!(xml, write(definition, lang).unwrap());
    let document = Document::parse(&xml).unwrap();
    let mut ids = BTreeSet::new();
    for node in document
        .descendants()
        .filter(|node| node.has_attribute("id"))
    {
        assert!(
            ids.insert(attribute(node, "id")),
            "{name}: {}",
            attribute(node, "id")
        );
    }
    let process = all(&document, MODEL, "process")[0];
    let is_node = |node: &Node<'_, '_>| {
        node.is_element() && !["documentation", "sequenceFlow"].contains(&node.tag_name().name())
    };
    let nodes: Vec<Node<'_, '_>> = process.children().filter(is_node).collect();
    let named: BTreeMap<&str, Node<'_, '_>> = nodes
        .iter()
        .map(|node| (attribute(*node, "id"), *node))
        .collect();
    let flows = all(&document, MODEL, "sequenceFlow");
    let mut ways: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for flow in &flows {
        let (from, to) = (attribute(*flow, "sourceRef"), attribute(*flow, "targetRef"));
        assert!(
            named.contains_key(from) && named.contains_key(to),
            "{name}: {from} {to}"
        );
        ways.entry(from).or_default().0 += 1;
        ways.entry(to).or_default().1 += 1;
    }
    for node in &nodes {
        let (id, kind) = (attribute(*node, "id"), node.tag_name().name());
        let (out, into) = ways.get(id).copied().unwrap_or_default();
        assert_eq!(
            out == 0,
            kind == "endEvent",
            "{name}: {id} leads on, or is an end"
        );
        let begins = ["startEvent", "boundaryEvent"].contains(&kind);
        assert_eq!(into == 0, begins, "{name}: {id} is reached, or a beginning");
        if kind == "parallelGateway" {
            assert!(out > 1 || into > 1, "{name}: {id}");
        }
    }
    drawn(&document, &nodes, &flows, name);
}

/// Each node has a shape of its own place, each flow a line from shape to shape at right angles.
fn drawn(document: &Document<'_>, nodes: &[Node<'_, '_>], flows: &[Node<'_, '_>], name: &str) {
    let shapes: BTreeMap<&str, [i32; 4]> = all(document, DI, "BPMNShape")
        .into_iter()
        .map(|shape| (attribute(shape, "bpmnElement"), area(shape)))
        .collect();
    assert_eq!(shapes.len(), nodes.len());
    for (at, node) in nodes.iter().enumerate() {
        let area = shapes[attribute(*node, "id")];
        for other in nodes.iter().skip(at + 1) {
            let is_host = |one: Node<'_, '_>, other: Node<'_, '_>| {
                one.attribute("attachedToRef") == other.attribute("id")
            };
            let hangs = is_host(*node, *other) || is_host(*other, *node);
            let apart = !overlap(area, shapes[attribute(*other, "id")]);
            assert!(hangs || apart, "{name}: {node:?} lies on {other:?}");
        }
    }
    let lines: BTreeMap<&str, Vec<(i32, i32)>> = all(document, DI, "BPMNEdge")
        .into_iter()
        .map(|edge| {
            let points = edge
                .children()
                .filter(|node| node.tag_name().name() == "waypoint");
            let number = |node, name| attribute(node, name).parse::<i32>().unwrap();
            let points = points.map(|node| (number(node, "x"), number(node, "y")));
            (attribute(edge, "bpmnElement"), points.collect())
        })
        .collect();
    assert_eq!(lines.len(), flows.len());
    for flow in flows {
        let line = &lines[attribute(*flow, "id")];
        assert!(line.len() >= 2);
        let (from, to) = (attribute(*flow, "sourceRef"), attribute(*flow, "targetRef"));
        for pair in line.windows(2) {
            let (a, b) = (pair[0], pair[1]);
            assert!(a.0 == b.0 || a.1 == b.1, "{name}: {from} to {to}");
            let way = [a.0.min(b.0), a.1.min(b.1), a.0.max(b.0), a.1.max(b.1)];
            for node in nodes {
                let id = attribute(*node, "id");
                let belongs = [from, to].contains(&id)
                    || node.attribute("attachedToRef") == Some(from)
                    || named_host(nodes, from) == Some(id);
                assert!(
                    belongs || !overlap(way, shapes[id]),
                    "{name}: the way from {from} to {to} runs through {id}"
                );
            }
        }
    }
}

fn named_host<'n>(nodes: &[Node<'n, '_>], id: &str) -> Option<&'n str> {
    let node = nodes.iter().find(|node| node.attribute("id") == Some(id))?;
    node.attribute("attachedToRef")
}

#[test]
fn every_shipped_process_is_whole_and_drawn() {
    for definition in definitions() {
        check(&definition, Lang::Es);
        check(&definition, Lang::En);
    }
}

/// The hands, the times and the branches of the process that has them all.
#[test]
fn what_a_process_says_becomes_elements_of_bpmn() {
    let files = files("municipalidad-de-san-roque/permiso-de-obra");
    let definition = Definition::parse(&files).unwrap();
    let xml = write(&definition, Lang::Es).unwrap();
    let document = Document::parse(&xml).unwrap();
    for (name, count) in [
        ("startEvent", 1),
        ("serviceTask", 1),
        ("userTask", 6),
        ("sendTask", 1),
        ("boundaryEvent", 2),
        ("parallelGateway", 2),
        // Two that decide, and one in which the ways of a branch come together before the branches do.
        ("exclusiveGateway", 3),
        ("endEvent", 4),
        ("conditionExpression", 3),
    ] {
        assert_eq!(all(&document, MODEL, name).len(), count, "{name}");
    }
    let timers = all(&document, MODEL, "timeDuration");
    let timers: BTreeSet<Option<&str>> = timers.iter().map(Node::text).collect();
    assert_eq!(timers, BTreeSet::from([Some("P28D"), Some("P14D")]));
    let owners: BTreeSet<&str> = all(&document, MODEL, "resource")
        .into_iter()
        .map(|role| attribute(role, "name"))
        .collect();
    assert!(
        owners.contains("direccion-de-catastro/tecnico"),
        "{owners:?}"
    );
}

#[test]
fn a_condition_keeps_its_signs_and_a_wait_its_time() {
    let mut files = files("direccion-de-contrataciones/registro-de-proveedores");
    let process = "start: espera\nstages:\n  espera: { title: { es: \"<Espera> & \\\"calma\\\"\" }, waits: 1 month, choose: { fin_forma: { when: 'a < 3 and b > \"&\"' }, fin: { otherwise: true } } }\n  fin_forma: { title: { es: Fin }, ends: { act: acto, result: granted } }\n  fin: { title: { es: Otra }, ends: { act: archivo, result: abandoned } }\n";
    files.insert("process.yaml".to_owned(), process.to_owned());
    let definition = Definition::parse(&files).unwrap();
    check(&definition, Lang::Es);
    let xml = write(&definition, Lang::Es).unwrap();
    let document = Document::parse(&xml).unwrap();
    let wait = all(&document, MODEL, "intermediateCatchEvent")[0];
    assert_eq!(attribute(wait, "name"), "<Espera> & \"calma\"");
    let text = |name| all(&document, MODEL, name)[0].text().unwrap().to_owned();
    assert_eq!(text("timeDuration"), "P1M");
    assert_eq!(text("conditionExpression"), "a < 3 and b > \"&\"");
}

/// A chain of stages with ways from any to any, some of whose times end.
fn tangle(ways: &[(usize, usize)], lapses: &[(usize, usize)], count: usize) -> String {
    let mut yaml = "start: e0\nstages:\n".to_owned();
    for at in 0..count {
        let choices: BTreeSet<usize> = ways
            .iter()
            .filter(|(from, to)| *from == at && *to != at + 1)
            .map(|(_, to)| *to)
            .collect();
        let choices: String = choices
            .iter()
            .map(|to| format!("e{to}: {{ when: a = {to} }}, "))
            .collect();
        let lapse = lapses.iter().find(|(from, _)| *from == at);
        let lapse = lapse.map_or(String::new(), |(_, to)| format!(", else: e{to}"));
        let title = format!("{{ es: Etapa número {at} }}");
        yaml.push_str(&format!(
            "  e{at}: {{ title: {title}, task: {{ t{at}: {{ title: {title}, who: r, within: 3 days }} }}, choose: {{ {choices}e{}: {{ otherwise: true }} }}{lapse} }}\n",
            at + 1
        ));
    }
    yaml.push_str(&format!(
        "  e{count}: {{ title: {{ es: Fin }}, ends: {{ act: acto, result: granted }} }}\n"
    ));
    yaml
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(60))]

    /// However tangled a process is, nothing of its drawing lies on anything else.
    #[test]
    fn any_process_is_whole_and_drawn(
        count in 1_usize..9,
        ways in proptest::collection::vec((0_usize..9, 0_usize..9), 0..12),
        lapses in proptest::collection::vec((0_usize..9, 0_usize..9), 0..6),
    ) {
        let within = |(from, to): &(usize, usize)| (*from, to % (count + 1));
        let ways: Vec<_> = ways.iter().map(within).collect();
        let lapses: Vec<_> = lapses.iter().map(within).collect();
        let mut files = files("direccion-de-contrataciones/registro-de-proveedores");
        files.insert("process.yaml".to_owned(), tangle(&ways, &lapses, count));
        let definition = Definition::parse(&files).unwrap();
        check(&definition, Lang::Es);
    }
}
