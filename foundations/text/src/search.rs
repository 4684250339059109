//! The analyser of searches.
