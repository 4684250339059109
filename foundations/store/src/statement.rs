//! SQL with a name, registered so that a test prepares every one of them on both databases.

/// One SQL text for both databases, with `$1`, `$2`… for its values. Made by [`statements!`](crate::statements).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Statement {
    name: &'static str,
    sql: &'static str,
}

impl Statement {
    /// A statement with the name it has in errors.
    pub const fn new(name: &'static str, sql: &'static str) -> Self {
        Self { name, sql }
    }

    /// The name it has in errors, as `identity::person::BY_ID`.
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// The SQL text.
    pub const fn sql(&self) -> &'static str {
        self.sql
    }
}

/// Defines the statements of one noun, and `STATEMENTS`, the list of them.
///
/// ```
/// store::statements! {
///     /// Adds a person.
///     INSERT = "insert into person (id, name) values ($1, $2)";
///     BY_ID = "select id, name from person where id = $1";
/// }
/// assert_eq!(STATEMENTS, [INSERT, BY_ID]);
/// ```
#[macro_export]
macro_rules! statements {
    ($($(#[$meta:meta])* $name:ident = $sql:expr;)*) => {
        $(
            $(#[$meta])*
            pub(crate) const $name: $crate::Statement =
                $crate::Statement::new(concat!(module_path!(), "::", stringify!($name)), $sql);
        )*

        /// Every statement of this file.
        pub(crate) const STATEMENTS: &[$crate::Statement] = &[$($name),*];
    };
}

/// The values of a statement, in the order of their numbers: `params![id, name]`.
#[macro_export]
macro_rules! params {
    ($($value:expr),* $(,)?) => {
        &[$(&$value as &dyn $crate::ToValue),*] as &[&dyn $crate::ToValue]
    };
}
