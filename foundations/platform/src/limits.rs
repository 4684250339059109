//! Every bound of the HTTP edge, with its reason.

/// A form of text fields: 60 questions at the longest answer fit; no honest page needs more.
pub const FORM_BODY_BYTES_MAX: usize = 256 * 1024;

/// One uploaded document. Phones' photos and scans fit; a larger one is refused before it is stored.
pub const UPLOAD_BYTES_MAX: usize = 10 * 1024 * 1024;

/// What is counted of bodies larger than any form while they are received.
pub const BODY_BLOCK_BYTES: usize = FORM_BODY_BYTES_MAX;

/// Blocks of large bodies held at once by this node, 256 MB: two dozen of the largest documents on their
/// way, or a thousand photographs that creep in over poor lines. More are asked to come back in a moment;
/// without a bound a few hundred slow senders would fill the machine's memory. Forms are not counted.
pub const BODY_BLOCKS_MAX: usize = 1_024;

/// Fields in one form.
pub const FORM_FIELDS_MAX: usize = 500;

/// A JSON body of the API: answers of the longest form.
pub const JSON_BODY_BYTES_MAX: usize = 512 * 1024;

/// Connections served at once; more wait in the kernel's queue.
pub const CONNECTIONS_MAX: usize = 8_192;

/// A client that sends its header slower than this is hung up on: slow lines need seconds, attackers need minutes.
pub const HEADER_SECONDS_MAX: u64 = 30;

/// Answers smaller than this are not worth compressing.
pub const COMPRESSION_BYTES_MIN: usize = 1_024;

/// Clients remembered by the rate limiter; past it the oldest window is forgotten whole.
pub const RATE_KEYS_MAX: usize = 100_000;

/// Public pages kept ready and compressed: every service in three languages, with room.
pub const PUBLIC_PAGES_MAX: usize = 4_096;

/// How long a kept public page may be shown after a publication on another node.
pub const PUBLIC_PAGE_SECONDS: i64 = 10;

/// How long a shutdown waits for requests that had begun.
pub const SHUTDOWN_SECONDS_MAX: u64 = 30;

/// How much of a body that nobody wants is read and thrown away, so that the browser shows our answer:
/// a telephone's film of a minute. Past it the line is cut.
pub const DRAINED_BYTES_MAX: usize = 64 * 1024 * 1024;

/// How long that may take: the film over a slow line. Past it the line is cut too.
pub const DRAINED_SECONDS_MAX: u64 = 300;

/// A client that sends nothing of its body for so long is given up. A lost signal comes back within it.
pub const SILENCE_SECONDS_MAX: u64 = 60;
