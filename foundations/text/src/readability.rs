//! How easily a Spanish text reads.
