//! A dump of every table as lines of JSON, to move a State between databases.
