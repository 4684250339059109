//! What no expression may exceed. Definitions come from many hands, and some of them run on a public server.

/// Characters of one expression. The longest that a person still reads is a tenth of it.
pub(crate) const SOURCE_CHARS_MAX: usize = 10_000;

/// How deep brackets and the like may nest; keeps the parser within a thread's stack.
pub(crate) const NESTING_MAX: usize = 48;

/// How deep the tree of an expression may be; keeps its evaluation within a thread's stack.
pub(crate) const DEPTH_MAX: usize = 128;

/// How deep the trees of functions that call one another may be, all together; keeps them within a thread's stack.
pub(crate) const CALLS_DEPTH_MAX: usize = 600;

/// What a call itself adds to that.
pub(crate) const CALL_DEPTH: usize = 4;

/// Evaluated nodes and copied elements of one evaluation: well under a tenth of a second.
pub(crate) const WORK_MAX: usize = 200_000;

/// The same for all decisions that one asking of a model takes.
pub(crate) const MODEL_WORK_MAX: usize = 10 * WORK_MAX;

/// What a root, a logarithm or a power costs of that: each is worked out in many steps.
pub(crate) const SERIES_WORK: usize = 60;

/// Bytes that a pattern for texts may have once it is read, and what it costs to read it: most are small.
pub(crate) const PATTERN_SIZES: [(usize, usize); 2] = [(1 << 16, 200), (1 << 20, 4_000)];

/// How deep lists and contexts may stand in one another; keeps whoever walks them within a thread's stack.
pub(crate) const VALUE_DEPTH_MAX: usize = 100;

/// Elements of a list that an expression makes.
pub(crate) const LIST_MAX: usize = 10_000;

/// Bytes of a text that an expression makes.
pub(crate) const STRING_BYTES_MAX: usize = 100_000;

/// Rules of one decision table.
pub(crate) const RULES_MAX: usize = 2_000;
