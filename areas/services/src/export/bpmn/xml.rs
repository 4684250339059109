//! A diagram as XML: the process by OMG's `BPMN20.xsd`, the drawing by `BPMNDI.xsd`.

use std::io;

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};
use text::Lang;

use super::Error;
use super::layout::{Bounds, Layout, Point, WORDS_UNDER};
use super::model::{Diagram, Kind, Node, Way};
use super::route::{WORDS_WIDTH, lines_of};
use crate::Definition;

const MODEL: &str = "http://www.omg.org/spec/BPMN/20100524/MODEL";
const DI: &str = "http://www.omg.org/spec/BPMN/20100524/DI";
const DC: &str = "http://www.omg.org/spec/DD/20100524/DC";
const DD: &str = "http://www.omg.org/spec/DD/20100524/DI";
const XSI: &str = "http://www.w3.org/2001/XMLSchema-instance";
/// FEEL as DMN 1.5 names it.
const FEEL: &str = "https://www.omg.org/spec/DMN/20230324/FEEL/";
/// The namespace of what is defined; a service follows.
const TARGET: &str = "urn:ventanilla:process:";

/// Letters that fit on a line of words in a drawing, and its height.
pub(super) const LETTERS_IN_LINE: usize = 22;
pub(super) const LINE_HEIGHT: i32 = 14;
/// Letters of a condition that a drawing shows; the whole of it stands in the flow.
const CONDITION_MAX: usize = 42;

type Xml = Writer<Vec<u8>>;

/// Writes everything.
pub(super) fn write(
    definition: &Definition,
    diagram: &Diagram,
    layout: &Layout,
    lang: Lang,
) -> Result<String, Error> {
    let mut xml = Writer::new_with_indent(Vec::new(), b' ', 2);
    xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    let target = format!("{TARGET}{}", definition.ficha.service);
    let head = [
        ("xmlns:bpmn", MODEL),
        ("xmlns:bpmndi", DI),
        ("xmlns:dc", DC),
        ("xmlns:di", DD),
        ("xmlns:xsi", XSI),
        ("id", "definiciones"),
        ("targetNamespace", &target),
        ("exporter", "Ventanilla"),
        ("exporterVersion", env!("CARGO_PKG_VERSION")),
        ("expressionLanguage", FEEL),
    ];
    element(&mut xml, "bpmn:definitions", &head, |xml| {
        for (at, role) in diagram.roles.iter().enumerate() {
            let id = role_id(at);
            empty(xml, "bpmn:resource", &[("id", &id), ("name", &plain(role))])?;
        }
        for node in &diagram.nodes {
            if let Kind::Send { .. } = node.kind {
                let id = message_id(node);
                empty(
                    xml,
                    "bpmn:message",
                    &[("id", &id), ("name", &plain(&node.name))],
                )?;
            }
        }
        process(xml, definition, diagram, lang)?;
        element(xml, "bpmndi:BPMNDiagram", &[("id", "dibujo")], |xml| {
            let plane = [("id", "plano"), ("bpmnElement", "proceso")];
            element(xml, "bpmndi:BPMNPlane", &plane, |xml| {
                drawing(xml, diagram, layout)
            })
        })
    })?;
    String::from_utf8(xml.into_inner()).map_err(|error| Error(error.to_string()))
}

fn process(
    xml: &mut Xml,
    definition: &Definition,
    diagram: &Diagram,
    lang: Lang,
) -> io::Result<()> {
    let name = plain(definition.title().as_str(lang));
    let head = [
        ("id", "proceso"),
        ("name", name.as_str()),
        ("isExecutable", "false"),
    ];
    element(xml, "bpmn:process", &head, |xml| {
        let summary = definition.ficha.summary.as_str(lang).to_owned();
        documentation(xml, &[summary])?;
        for (at, node) in diagram.nodes.iter().enumerate() {
            self::node(xml, diagram, at, node)?;
        }
        for flow in &diagram.flows {
            let name = flow_name(&flow.way);
            let mut head = vec![
                ("id", flow.id.as_str()),
                ("sourceRef", id(diagram, flow.from)),
                ("targetRef", id(diagram, flow.to)),
            ];
            if !name.is_empty() {
                head.push(("name", name.as_str()));
            }
            let Way::When(condition) = &flow.way else {
                empty(xml, "bpmn:sequenceFlow", &head)?;
                continue;
            };
            element(xml, "bpmn:sequenceFlow", &head, |xml| {
                documentation(xml, std::slice::from_ref(condition))?;
                let kind = [("xsi:type", "bpmn:tFormalExpression"), ("language", FEEL)];
                words(xml, "bpmn:conditionExpression", &kind, condition)
            })?;
        }
        Ok(())
    })
}

fn node(xml: &mut Xml, diagram: &Diagram, at: usize, node: &Node) -> io::Result<()> {
    let name = plain(&node.name);
    let message = message_id(node);
    let mut head = vec![("id", node.id.as_str())];
    if !name.is_empty() {
        head.push(("name", name.as_str()));
    }
    let otherwise = diagram
        .flows
        .iter()
        .find(|flow| flow.from == at && flow.way == Way::Otherwise);
    let outgoing = diagram.flows.iter().filter(|flow| flow.from == at).count();
    let tag = match &node.kind {
        Kind::Start => "bpmn:startEvent",
        Kind::End => "bpmn:endEvent",
        Kind::User { .. } => "bpmn:userTask",
        Kind::Service => "bpmn:serviceTask",
        Kind::Send { .. } => {
            head.push(("messageRef", message.as_str()));
            "bpmn:sendTask"
        }
        Kind::Exclusive | Kind::Parallel => {
            let direction = if outgoing > 1 {
                "Diverging"
            } else {
                "Converging"
            };
            head.push(("gatewayDirection", direction));
            head.extend(otherwise.map(|flow| ("default", flow.id.as_str())));
            match node.kind {
                Kind::Exclusive => "bpmn:exclusiveGateway",
                _ => "bpmn:parallelGateway",
            }
        }
        Kind::Timer { .. } => "bpmn:intermediateCatchEvent",
        Kind::Boundary { host, .. } => {
            head.push(("attachedToRef", id(diagram, *host)));
            head.push(("cancelActivity", "true"));
            "bpmn:boundaryEvent"
        }
    };
    element(xml, tag, &head, |xml| {
        documentation(xml, &node.about)?;
        for flow in diagram.flows.iter().filter(|flow| flow.to == at) {
            words(xml, "bpmn:incoming", &[], &flow.id)?;
        }
        for flow in diagram.flows.iter().filter(|flow| flow.from == at) {
            words(xml, "bpmn:outgoing", &[], &flow.id)?;
        }
        match &node.kind {
            Kind::User { role } => element(xml, "bpmn:potentialOwner", &[], |xml| {
                words(xml, "bpmn:resourceRef", &[], &role_id(*role))
            }),
            Kind::Timer { duration } | Kind::Boundary { duration, .. } => {
                element(xml, "bpmn:timerEventDefinition", &[], |xml| {
                    let kind = [("xsi:type", "bpmn:tFormalExpression")];
                    words(xml, "bpmn:timeDuration", &kind, duration)
                })
            }
            _ => Ok(()),
        }
    })
}

fn drawing(xml: &mut Xml, diagram: &Diagram, layout: &Layout) -> io::Result<()> {
    for (node, shape) in diagram.nodes.iter().zip(&layout.shapes) {
        let drawn = format!("forma_{}", node.id);
        let mut head = vec![("id", drawn.as_str()), ("bpmnElement", node.id.as_str())];
        if node.kind == Kind::Exclusive {
            head.push(("isMarkerVisible", "true"));
        }
        element(xml, "bpmndi:BPMNShape", &head, |xml| {
            bounds(xml, *shape)?;
            let is_event = matches!(node.kind, Kind::Start | Kind::End | Kind::Timer { .. });
            if is_event && !node.name.is_empty() {
                let under = Bounds {
                    x: shape.x + (shape.width - WORDS_WIDTH) / 2,
                    y: shape.y + shape.height + 4,
                    width: WORDS_WIDTH,
                    height: (LINE_HEIGHT * lines_of(&node.name)).min(WORDS_UNDER),
                };
                element(xml, "bpmndi:BPMNLabel", &[], |xml| bounds(xml, under))?;
            }
            Ok(())
        })?;
    }
    for (at, (flow, line)) in diagram.flows.iter().zip(&layout.lines).enumerate() {
        let drawn = format!("linea_{}", flow.id);
        let head = [("id", drawn.as_str()), ("bpmnElement", flow.id.as_str())];
        element(xml, "bpmndi:BPMNEdge", &head, |xml| {
            for point in line {
                waypoint(xml, *point)?;
            }
            match layout.labels.get(&at) {
                Some(label) => element(xml, "bpmndi:BPMNLabel", &[], |xml| bounds(xml, *label)),
                None => Ok(()),
            }
        })?;
    }
    Ok(())
}

/// The words above a flow: its condition, cut short; a slash, as modellers draw it, says otherwise.
pub(super) fn flow_name(way: &Way) -> String {
    let Way::When(condition) = way else {
        return String::new();
    };
    let line = plain(condition);
    if line.chars().count() <= CONDITION_MAX {
        return line;
    }
    let cut: String = line.chars().take(CONDITION_MAX - 1).collect();
    format!("{cut}…")
}

/// One line of signs that XML 1.0 takes.
fn plain(words: &str) -> String {
    signs(words)
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}

/// Without what XML 1.0 §2.2 does not take.
fn signs(words: &str) -> String {
    let is_taken = |sign: &char| {
        matches!(sign, '\t' | '\n' | '\u{20}'..) && !matches!(sign, '\u{fffe}' | '\u{ffff}')
    };
    words.chars().filter(is_taken).collect()
}

fn role_id(at: usize) -> String {
    format!("rol_{}", at + 1)
}

fn message_id(node: &Node) -> String {
    format!("mensaje_{}", node.id)
}

fn id(diagram: &Diagram, node: usize) -> &str {
    diagram.nodes.get(node).map_or("", |node| node.id.as_str())
}

fn documentation(xml: &mut Xml, about: &[String]) -> io::Result<()> {
    if about.is_empty() {
        return Ok(());
    }
    words(xml, "bpmn:documentation", &[], &about.join("\n"))
}

fn bounds(xml: &mut Xml, bounds: Bounds) -> io::Result<()> {
    let (x, y) = (bounds.x.to_string(), bounds.y.to_string());
    let (width, height) = (bounds.width.to_string(), bounds.height.to_string());
    let head = [
        ("x", x.as_str()),
        ("y", &y),
        ("width", &width),
        ("height", &height),
    ];
    empty(xml, "dc:Bounds", &head)
}

fn waypoint(xml: &mut Xml, (x, y): Point) -> io::Result<()> {
    empty(
        xml,
        "di:waypoint",
        &[("x", &x.to_string()), ("y", &y.to_string())],
    )
}

fn element(
    xml: &mut Xml,
    tag: &str,
    head: &[(&str, &str)],
    body: impl FnOnce(&mut Xml) -> io::Result<()>,
) -> io::Result<()> {
    xml.create_element(tag)
        .with_attributes(head.iter().copied())
        .write_inner_content(body)
        .map(|_| ())
}

fn empty(xml: &mut Xml, tag: &str, head: &[(&str, &str)]) -> io::Result<()> {
    xml.create_element(tag)
        .with_attributes(head.iter().copied())
        .write_empty()
        .map(|_| ())
}

fn words(xml: &mut Xml, tag: &str, head: &[(&str, &str)], words: &str) -> io::Result<()> {
    xml.create_element(tag)
        .with_attributes(head.iter().copied())
        .write_text_content(BytesText::new(&signs(words)))
        .map(|_| ())
}
