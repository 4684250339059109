//! From places in layers to shapes and lines. Between two layers every source of flows has a track, on which its
//! flows go up or down, so that no line runs along another or through a node.
#![expect(
    clippy::indexing_slicing,
    reason = "every number is the place of something in the lists made from the same diagram"
)]

use std::collections::BTreeMap;

use super::layout::{Bounds, Grid, Layout, Point, from, size};
use super::model::{Diagram, Kind, Way};
use super::xml::{LETTERS_IN_LINE, LINE_HEIGHT, flow_name};

const MARGIN: i32 = 40;
/// Between a layer and the first track, and between the last and the next layer.
const BESIDE: i32 = 20;
const TRACK: i32 = 14;
/// Between flows that go back.
const LANE: i32 = 24;
/// What the words above a flow and under an event have in breadth.
pub(super) const WORDS_WIDTH: i32 = 116;
/// How far below its node an end of time turns to the right.
const TURN: i32 = 32;

/// Whose flows a track carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Carries {
    /// Those that leave a node.
    From(usize),
    /// One that goes through a lane of a layer.
    Through(usize),
    /// One that comes back.
    Back(usize),
}

struct Router<'d> {
    diagram: &'d Diagram,
    grid: &'d Grid,
    /// The tracks after each layer.
    tracks: Vec<Vec<Carries>>,
    /// Whether words stand above flows after each layer.
    speaks: Vec<bool>,
    /// The left end of each layer, and its breadth.
    columns: Vec<(i32, i32)>,
    layout: Layout,
}

/// Draws what has its place.
pub(super) fn route(diagram: &Diagram, grid: &Grid) -> Layout {
    let mut router = Router {
        diagram,
        grid,
        tracks: vec![Vec::new(); grid.layers.len()],
        speaks: vec![false; grid.layers.len()],
        columns: Vec::new(),
        layout: Layout::default(),
    };
    router.reserve();
    router.columns();
    router.shapes();
    router.lines();
    router.into_the_picture()
}

impl Router<'_> {
    /// Reserves the tracks that flows need.
    fn reserve(&mut self) {
        for flow in 0..self.diagram.flows.len() {
            let source = Carries::From(self.diagram.flows[flow].from);
            let layer = self.layer_of(from(self.diagram, flow));
            if self.diagram.flows[flow].way != Way::Always {
                self.speaks[layer] = true;
            }
            let Some(chain) = self.grid.chains.get(&flow) else {
                let target = self.layer_of(self.diagram.flows[flow].to);
                self.track(layer, source);
                self.track(target.saturating_sub(1), Carries::Back(flow));
                continue;
            };
            let mut y = self.leaves_at(flow);
            for (at, pair) in chain.windows(2).enumerate() {
                let next = self.grid.cells[pair[1]].y;
                if next != y {
                    let carries = if at == 0 {
                        source
                    } else {
                        Carries::Through(flow)
                    };
                    self.track(self.grid.cells[pair[0]].layer, carries);
                }
                y = next;
            }
        }
    }

    fn track(&mut self, layer: usize, carries: Carries) {
        if !self.tracks[layer].contains(&carries) {
            self.tracks[layer].push(carries);
        }
    }

    fn columns(&mut self) {
        let mut x = MARGIN;
        for (at, layer) in self.grid.layers.iter().enumerate() {
            let width = layer
                .iter()
                .filter_map(|cell| self.grid.cells[*cell].node)
                .map(|node| match &self.diagram.nodes[node] {
                    node if node.name.is_empty() => size(&node.kind).0,
                    node => size(&node.kind).0.max(WORDS_WIDTH),
                })
                .max()
                .unwrap_or(0);
            self.columns.push((x, width));
            self.tracks[at].sort_unstable();
            let tracks = i32::try_from(self.tracks[at].len()).unwrap_or(0);
            let words = if self.speaks[at] { WORDS_WIDTH } else { 0 };
            x += width + 2 * BESIDE + TRACK * tracks + words;
        }
    }

    fn shapes(&mut self) {
        self.layout.shapes = vec![Bounds::default(); self.diagram.nodes.len()];
        for cell in &self.grid.cells {
            if let Some(node) = cell.node {
                let (width, height) = size(&self.diagram.nodes[node].kind);
                let (left, column) = self.columns[cell.layer];
                self.layout.shapes[node] = Bounds {
                    x: left + (column - width) / 2,
                    y: cell.y - height / 2,
                    width,
                    height,
                };
            }
        }
        for (at, node) in self.diagram.nodes.iter().enumerate() {
            if let Kind::Boundary { host, .. } = node.kind {
                let host = self.layout.shapes[host];
                let (width, height) = size(&node.kind);
                self.layout.shapes[at] = Bounds {
                    x: host.x + host.width - width - 12,
                    y: host.y + host.height - height / 2,
                    width,
                    height,
                };
            }
        }
    }

    fn lines(&mut self) {
        let top = self.grid.cells.iter().map(|cell| cell.y - 60).min();
        let mut lane = top.unwrap_or(0);
        // The shorter ways back lie below the longer ones.
        let mut back: Vec<(usize, usize)> = (0..self.diagram.flows.len())
            .filter(|flow| !self.grid.chains.contains_key(flow))
            .map(|flow| {
                let to = self.layer_of(self.diagram.flows[flow].to);
                (
                    self.layer_of(from(self.diagram, flow)).saturating_sub(to),
                    flow,
                )
            })
            .collect();
        back.sort_unstable();
        let mut lanes: BTreeMap<usize, i32> = BTreeMap::new();
        for (_, flow) in back {
            lanes.insert(flow, lane);
            lane -= LANE;
        }
        for flow in 0..self.diagram.flows.len() {
            let line = match lanes.get(&flow) {
                Some(lane) => self.back(flow, *lane),
                None => self.forward(flow),
            };
            self.layout.lines.push(line);
        }
    }

    /// The way out of a node: to the right, or down from an end of time.
    fn begin(&self, flow: usize) -> Vec<Point> {
        let node = self.diagram.flows[flow].from;
        let shape = self.layout.shapes[node];
        match self.diagram.nodes[node].kind {
            Kind::Boundary { .. } => {
                let x = shape.x + shape.width / 2;
                vec![(x, shape.y + shape.height), (x, self.leaves_at(flow))]
            }
            _ => vec![(shape.x + shape.width, self.leaves_at(flow))],
        }
    }

    fn forward(&mut self, flow: usize) -> Vec<Point> {
        let mut line = self.begin(flow);
        let source = self.diagram.flows[flow].from;
        let mut y = self.leaves_at(flow);
        let chain = self.grid.chains.get(&flow).cloned().unwrap_or_default();
        for (at, pair) in chain.windows(2).enumerate() {
            let next = self.grid.cells[pair[1]].y;
            let layer = self.grid.cells[pair[0]].layer;
            if next != y {
                let carries = match at {
                    0 => Carries::From(source),
                    _ => Carries::Through(flow),
                };
                let x = self.track_x(layer, carries);
                line.extend([(x, y), (x, next)]);
            }
            if at == 0 {
                let (left, width) = self.columns[layer];
                let tracks = i32::try_from(self.tracks[layer].len()).unwrap_or(0);
                self.label(flow, left + width + BESIDE + TRACK * tracks, next);
            }
            y = next;
        }
        let to = self.layout.shapes[self.diagram.flows[flow].to];
        line.push((to.x, y));
        line
    }

    fn back(&mut self, flow: usize, lane: i32) -> Vec<Point> {
        let mut line = self.begin(flow);
        let y = self.leaves_at(flow);
        let target = self.diagram.flows[flow].to;
        let out = self.track_x(
            self.layer_of(from(self.diagram, flow)),
            Carries::From(self.diagram.flows[flow].from),
        );
        let before = self.layer_of(target).saturating_sub(1);
        let into = self.track_x(before, Carries::Back(flow));
        let shape = self.layout.shapes[target];
        let at = shape.y + shape.height / 2;
        line.extend([
            (out, y),
            (out, lane),
            (into, lane),
            (into, at),
            (shape.x, at),
        ]);
        self.label(flow, out - WORDS_WIDTH - 4, lane);
        line
    }

    /// Words stand on their line.
    fn label(&mut self, flow: usize, x: i32, y: i32) {
        let name = flow_name(&self.diagram.flows[flow].way);
        if name.is_empty() {
            return;
        }
        let height = LINE_HEIGHT * lines_of(&name);
        let bounds = Bounds {
            x,
            y: y - height - 4,
            width: WORDS_WIDTH,
            height,
        };
        self.layout.labels.insert(flow, bounds);
    }

    fn layer_of(&self, node: usize) -> usize {
        let is_it = |cell: &&super::layout::Cell| cell.node == Some(node);
        self.grid
            .cells
            .iter()
            .find(is_it)
            .map_or(0, |cell| cell.layer)
    }

    /// The height at which a flow turns to the right.
    fn leaves_at(&self, flow: usize) -> i32 {
        let node = self.diagram.flows[flow].from;
        let host = from(self.diagram, flow);
        let is_it = |cell: &&super::layout::Cell| cell.node == Some(host);
        let y = self.grid.cells.iter().find(is_it).map_or(0, |cell| cell.y);
        match self.diagram.nodes[node].kind {
            Kind::Boundary { host, .. } => y + size(&self.diagram.nodes[host].kind).1 / 2 + TURN,
            _ => y,
        }
    }

    fn track_x(&self, layer: usize, carries: Carries) -> i32 {
        let at = self.tracks[layer]
            .iter()
            .position(|known| *known == carries);
        let at = i32::try_from(at.unwrap_or(0)).unwrap_or(0);
        let (left, width) = self.columns[layer];
        // Whatever comes back turns just before its node, where no words stand.
        let words = match (carries, self.speaks[layer]) {
            (Carries::Back(_), true) => WORDS_WIDTH,
            _ => 0,
        };
        left + width + BESIDE + words + TRACK * at
    }

    /// Moves everything so that nothing lies outside.
    fn into_the_picture(mut self) -> Layout {
        let shapes = self.layout.shapes.iter().map(|shape| shape.y);
        let labels = self.layout.labels.values().map(|label| label.y);
        let points = self.layout.lines.iter().flatten().map(|(_, y)| *y);
        let top = shapes.chain(labels).chain(points).min().unwrap_or(0);
        let down = MARGIN - top;
        let shapes = self.layout.shapes.iter_mut();
        for bounds in shapes.chain(self.layout.labels.values_mut()) {
            bounds.y += down;
        }
        for (_, y) in self.layout.lines.iter_mut().flatten() {
            *y += down;
        }
        self.layout
    }
}

/// Lines that words take.
pub(super) fn lines_of(words: &str) -> i32 {
    match words.chars().count().div_ceil(LETTERS_IN_LINE) {
        0 | 1 => 1,
        2 => 2,
        _ => 3,
    }
}
