//! Where each node of a diagram stands and how its flows run: in layers from left to right after Sugiyama, with
//! right angles. A flow that goes back runs above everything; a flow past a layer keeps a lane of its own in it.
#![expect(
    clippy::indexing_slicing,
    reason = "every number is the place of something in the lists made here from the same diagram"
)]

use std::collections::BTreeMap;

use super::model::{Diagram, Kind, Way};
use super::route::route;

/// A point of the drawing, in the units of BPMN DI.
pub(super) type Point = (i32, i32);

/// A rectangle.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Bounds {
    pub(super) x: i32,
    pub(super) y: i32,
    pub(super) width: i32,
    pub(super) height: i32,
}

/// A diagram, laid out: a shape for each node, a line for each flow, and where its words stand.
#[derive(Debug, Default)]
pub(super) struct Layout {
    pub(super) shapes: Vec<Bounds>,
    pub(super) lines: Vec<Vec<Point>>,
    pub(super) labels: BTreeMap<usize, Bounds>,
}

/// Times that the order within layers, and then the heights, are made better.
const SWEEPS: usize = 16;
/// Between what stands in one layer.
const ROW_GAP: i32 = 30;
/// Heights are multiples of this.
const RASTER: i32 = 10;
/// What the words under an event or a gateway need.
pub(super) const WORDS_UNDER: i32 = 48;
/// What the words above a flow need.
pub(super) const WORDS_ABOVE: i32 = 46;
/// What hangs below a node whose time may end: half an event, and the way out of it.
pub(super) const BOUNDARY: i32 = 36;

/// The size of a node.
pub(super) const fn size(kind: &Kind) -> (i32, i32) {
    match kind {
        Kind::Start | Kind::End | Kind::Timer { .. } | Kind::Boundary { .. } => (36, 36),
        Kind::Exclusive | Kind::Parallel => (50, 50),
        Kind::User { .. } | Kind::Service | Kind::Send { .. } => (140, 80),
    }
}

/// A place in a layer: of a node, or of a flow that passes.
#[derive(Debug)]
pub(super) struct Cell {
    pub(super) node: Option<usize>,
    pub(super) layer: usize,
    above: i32,
    below: i32,
    /// The height of its middle.
    pub(super) y: i32,
}

/// The places of a diagram, layer by layer.
#[derive(Debug, Default)]
pub(super) struct Grid {
    pub(super) cells: Vec<Cell>,
    pub(super) layers: Vec<Vec<usize>>,
    /// The places that each flow goes through, its ends included; none of a flow that goes back.
    pub(super) chains: BTreeMap<usize, Vec<usize>>,
    before: Vec<Vec<usize>>,
    after: Vec<Vec<usize>>,
}

/// Lays a diagram out.
pub(super) fn layout(diagram: &Diagram) -> Layout {
    let back = going_back(diagram);
    let mut grid = Grid::of(diagram, &layers(diagram, &back), &back);
    grid.order();
    grid.heights();
    route(diagram, &grid)
}

/// The node in whose layer a flow begins: that of an end of time is its host.
pub(super) fn from(diagram: &Diagram, flow: usize) -> usize {
    let node = diagram.flows[flow].from;
    match diagram.nodes[node].kind {
        Kind::Boundary { host, .. } => host,
        _ => node,
    }
}

/// Whether each flow leads back to where its case has been.
fn going_back(diagram: &Diagram) -> Vec<bool> {
    let mut back = vec![false; diagram.flows.len()];
    let mut out: Vec<Vec<usize>> = vec![Vec::new(); diagram.nodes.len()];
    for flow in 0..diagram.flows.len() {
        out[from(diagram, flow)].push(flow);
    }
    let mut is_open = vec![false; diagram.nodes.len()];
    let mut is_seen = vec![false; diagram.nodes.len()];
    // Each node on the way, with how many of its flows were followed.
    let mut way: Vec<(usize, usize)> = vec![(0, 0)];
    while let Some((node, followed)) = way.pop() {
        is_seen[node] = true;
        is_open[node] = true;
        let Some(flow) = out[node].get(followed).copied() else {
            is_open[node] = false;
            continue;
        };
        way.push((node, followed + 1));
        let to = diagram.flows[flow].to;
        if is_open[to] {
            back[flow] = true;
        } else if !is_seen[to] {
            way.push((to, 0));
        }
    }
    back
}

/// The layer of each node: the longest way to it.
fn layers(diagram: &Diagram, back: &[bool]) -> Vec<usize> {
    let mut layers = vec![0; diagram.nodes.len()];
    for _ in 0..diagram.nodes.len() {
        let mut is_settled = true;
        for (at, flow) in diagram.flows.iter().enumerate() {
            let least = layers[from(diagram, at)] + 1;
            if !back[at] && layers[flow.to] < least {
                layers[flow.to] = least;
                is_settled = false;
            }
        }
        if is_settled {
            break;
        }
    }
    layers
}

impl Grid {
    fn of(diagram: &Diagram, layers: &[usize], back: &[bool]) -> Self {
        let mut grid = Self::default();
        let mut place = vec![0; diagram.nodes.len()];
        for (at, node) in diagram.nodes.iter().enumerate() {
            if matches!(node.kind, Kind::Boundary { .. }) {
                continue;
            }
            let half = size(&node.kind).1 / 2;
            let is_host = diagram
                .nodes
                .iter()
                .any(|other| matches!(other.kind, Kind::Boundary { host, .. } if host == at));
            let is_small = half < 40 && !node.name.is_empty();
            let below = match (is_host, is_small) {
                (true, _) => half + BOUNDARY,
                (false, true) => half + WORDS_UNDER,
                (false, false) => half,
            };
            let is_told = diagram
                .flows
                .iter()
                .any(|flow| flow.to == at && flow.way != Way::Always);
            let above = if is_told { half.max(WORDS_ABOVE) } else { half };
            place[at] = grid.cell(Some(at), layers[at], above, below);
        }
        for (at, flow) in diagram.flows.iter().enumerate() {
            if back[at] {
                continue;
            }
            let first = from(diagram, at);
            let above = match flow.way {
                Way::Always => 4,
                Way::When(_) | Way::Otherwise => WORDS_ABOVE,
            };
            let mut chain = vec![place[first]];
            for layer in layers[first] + 1..layers[flow.to] {
                let above = if chain.len() == 1 { above } else { 4 };
                chain.push(grid.cell(None, layer, above, 4));
            }
            chain.push(place[flow.to]);
            for pair in chain.windows(2) {
                grid.after[pair[0]].push(pair[1]);
                grid.before[pair[1]].push(pair[0]);
            }
            grid.chains.insert(at, chain);
        }
        grid
    }

    fn cell(&mut self, node: Option<usize>, layer: usize, above: i32, below: i32) -> usize {
        let at = self.cells.len();
        self.cells.push(Cell {
            node,
            layer,
            above,
            below,
            y: 0,
        });
        self.before.push(Vec::new());
        self.after.push(Vec::new());
        while self.layers.len() <= layer {
            self.layers.push(Vec::new());
        }
        self.layers[layer].push(at);
        at
    }

    /// Orders each layer by what stands before it and after it, so that few flows cross.
    fn order(&mut self) {
        for sweep in 0..SWEEPS {
            let downwards = sweep % 2 == 0;
            let mut rank = vec![0_i64; self.cells.len()];
            for layer in &self.layers {
                for (at, cell) in (0_i64..).zip(layer) {
                    rank[*cell] = at * 1000;
                }
            }
            let count = self.layers.len();
            for step in 0..count {
                let layer = if downwards { step } else { count - 1 - step };
                let beside = if downwards { &self.before } else { &self.after };
                let mean = |cell: &usize| {
                    let near = &beside[*cell];
                    let sum: i64 = near.iter().map(|other| rank[*other]).sum();
                    match i64::try_from(near.len()) {
                        Ok(count) if count > 0 => sum / count,
                        _ => rank[*cell],
                    }
                };
                let mut keyed: Vec<(i64, usize)> = self.layers[layer]
                    .iter()
                    .map(|cell| (mean(cell), *cell))
                    .collect();
                keyed.sort_by_key(|(mean, _)| *mean);
                for (at, (_, cell)) in (0_i64..).zip(&keyed) {
                    rank[*cell] = at * 1000;
                }
                self.layers[layer] = keyed.into_iter().map(|(_, cell)| cell).collect();
            }
        }
    }

    /// Moves each cell to the height of those beside it, as far as there is room.
    fn heights(&mut self) {
        for layer in self.layers.clone() {
            self.settle(&layer, &vec![0; layer.len()]);
        }
        for sweep in 0..=SWEEPS {
            let downwards = sweep % 2 == 0;
            let count = self.layers.len();
            for step in 0..count {
                let layer = if downwards { step } else { count - 1 - step };
                let cells = self.layers[layer].clone();
                let beside = if downwards { &self.before } else { &self.after };
                let wanted: Vec<i32> = cells
                    .iter()
                    .map(|cell| self.middle(&beside[*cell]).unwrap_or(self.cells[*cell].y))
                    .collect();
                self.settle(&cells, &wanted);
            }
        }
        // Heights that differ by little become one, so that a line between them is straight.
        for cell in &mut self.cells {
            cell.y = (cell.y + RASTER / 2).div_euclid(RASTER) * RASTER;
        }
    }

    /// The height in the middle of some cells.
    fn middle(&self, near: &[usize]) -> Option<i32> {
        let mut heights: Vec<i32> = near.iter().map(|cell| self.cells[*cell].y).collect();
        heights.sort_unstable();
        let (lower, upper) = (
            heights.get(heights.len().checked_sub(1)? / 2)?,
            heights.get(heights.len() / 2)?,
        );
        Some(i32::midpoint(*lower, *upper))
    }

    /// Puts the cells of a layer as near as can be to where they want to be, in their order and apart. Whoever
    /// pushes each other share the way: each group stands where the mean of its wishes is.
    fn settle(&mut self, cells: &[usize], wanted: &[i32]) {
        // Groups that touch: their first cell, how many, and the sum of their wishes for its height.
        let mut groups: Vec<(usize, i32, i32)> = Vec::new();
        let mut offsets = vec![0; cells.len()];
        for (at, cell) in cells.iter().enumerate() {
            if at > 0 {
                let other = &self.cells[cells[at - 1]];
                offsets[at] = offsets[at - 1] + other.below + ROW_GAP + self.cells[*cell].above;
            }
            groups.push((at, 1, wanted[at] - offsets[at]));
            while let [.., (first, count, sum), (_, more, sum_of_more)] = groups.as_slice()
                && sum / count > sum_of_more / more
            {
                let both = (*first, count + more, sum + sum_of_more);
                groups.truncate(groups.len() - 2);
                groups.push(both);
            }
        }
        for (first, count, sum) in groups {
            let members = usize::try_from(count).unwrap_or(0);
            for at in first..first + members {
                self.cells[cells[at]].y = sum / count + offsets[at];
            }
        }
    }
}
