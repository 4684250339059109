//! A question, and the kinds of answer there are.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::Date;
use rules::{Expression, Number};
use text::Localized;

use crate::{Entry, FileKind, Gazetteer, Identifier};

/// One thing that is asked.
#[derive(Debug, Clone)]
pub struct Question {
    /// Its name in conditions, answers and addresses.
    pub id: String,
    /// What a person reads.
    pub ask: Localized,
    /// Help below it.
    pub hint: Option<Localized>,
    /// What kind of answer it takes.
    pub kind: Kind,
    /// Whether it may be left empty.
    pub optional: bool,
    /// When it is asked. Without a condition: always.
    pub when: Option<Expression>,
    /// The need of the ficha it fulfils.
    pub need: Option<String>,
    /// An answer for examples, where the one that is made up would not do.
    pub example: Option<serde_json::Value>,
    /// The formula that answers it in place of a person.
    pub computed: Option<Expression>,
    /// Where it stands, when it belongs to a group.
    pub entry: Option<Entry>,
}

/// What kind of answer a question takes.
#[derive(Debug, Clone)]
pub enum Kind {
    /// One line.
    Text {
        /// Characters at most.
        characters_max: usize,
    },
    /// Several lines.
    LongText {
        /// Characters at most.
        characters_max: usize,
    },
    /// A number.
    Number {
        /// What it counts, such as m².
        unit: Option<Localized>,
        /// The least allowed.
        from: Option<Number>,
        /// The most allowed.
        to: Option<Number>,
        /// Decimal places at most; 0 for whole numbers.
        decimals: u32,
    },
    /// An amount of money.
    Money {
        /// ISO 4217 code.
        currency: String,
        /// The least allowed, in whole units of the currency.
        from: Option<Number>,
        /// The most allowed, in whole units of the currency.
        to: Option<Number>,
    },
    /// A day.
    Date {
        /// The first allowed.
        from: Option<Bound>,
        /// The last allowed.
        to: Option<Bound>,
    },
    /// Yes or no.
    YesNo,
    /// One of several.
    OneOf(Vec<Choice>),
    /// Some of several; none only where optional.
    ManyOf(Vec<Choice>),
    /// An e-mail address.
    Email,
    /// A telephone number.
    Phone,
    /// A place: street and number on one line, and the district.
    Address {
        /// The places there are.
        places: Places,
    },
    /// A time of the day.
    Time,
    /// A point of the map: latitude and longitude in degrees (WGS 84).
    MapPoint,
    /// A number that a State gives its people or firms.
    NationalId {
        /// Which, where its check digit is to be checked.
        of: Option<Identifier>,
    },
    /// Files.
    Document {
        /// What is taken.
        kinds: Vec<FileKind>,
        /// How many at most.
        files_max: usize,
    },
    /// A statement that must be agreed to.
    Declaration,
    /// What a registry holds: shown and confirmed, and typed only where a field may be corrected.
    Registry {
        /// Registry and kind of record, such as `comercio.empresa`.
        dataset: String,
        /// What is shown of the record.
        shows: Vec<Shown>,
    },
    /// Several questions, asked once for each of something. Its answer is how many there are.
    Group {
        /// What one of them is called.
        each: Localized,
        /// The fewest.
        min: usize,
        /// The most.
        max: usize,
    },
}

impl Kind {
    /// The word of the definition.
    #[must_use]
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::Text { .. } => "text",
            Self::LongText { .. } => "long_text",
            Self::Number { .. } => "number",
            Self::Money { .. } => "money",
            Self::Date { .. } => "date",
            Self::YesNo => "yes_no",
            Self::OneOf(_) => "one_of",
            Self::ManyOf(_) => "many_of",
            Self::Email => "email",
            Self::Phone => "phone",
            Self::Address { .. } => "address",
            Self::Time => "time",
            Self::MapPoint => "map_point",
            Self::Group { .. } => "group",
            Self::NationalId { .. } => "national_id",
            Self::Document { .. } => "document",
            Self::Declaration => "declaration",
            Self::Registry { .. } => "registry",
        }
    }

    /// Whether a formula can answer it.
    pub(crate) const fn can_be_computed(&self) -> bool {
        matches!(
            self,
            Self::Text { .. }
                | Self::LongText { .. }
                | Self::Number { .. }
                | Self::Money { .. }
                | Self::Date { .. }
                | Self::YesNo
        )
    }

    /// Whether its answer is files, which are kept apart from the answers.
    #[must_use]
    pub const fn is_document(&self) -> bool {
        matches!(self, Self::Document { .. })
    }

    /// Whether it is a day.
    #[must_use]
    pub const fn is_date(&self) -> bool {
        matches!(self, Self::Date { .. })
    }

    /// The registry and kind of record it shows.
    #[must_use]
    pub fn dataset(&self) -> Option<&str> {
        match self {
            Self::Registry { dataset, .. } => Some(dataset),
            _ => None,
        }
    }

    /// What can be chosen; nothing for other kinds.
    #[must_use]
    pub fn choices(&self) -> &[Choice] {
        match self {
            Self::OneOf(choices)
            | Self::ManyOf(choices)
            | Self::Address {
                places: Places::Listed(choices),
            } => choices,
            _ => &[],
        }
    }
}

/// The places an address can be in.
#[derive(Debug, Clone)]
pub enum Places {
    /// Any: the district is typed, or left out.
    Any,
    /// Districts that the question lists itself.
    Listed(Vec<Choice>),
    /// Those of a gazetteer.
    Table(Table),
}

/// A gazetteer as a question uses it.
#[derive(Debug, Clone)]
pub struct Table {
    /// What the question calls it.
    pub name: String,
    /// Its places.
    pub gazetteer: Arc<Gazetteer>,
    /// The number of the only department, where it is bounded to one.
    pub within: Option<String>,
}

/// Something that can be chosen.
#[derive(Debug, Clone)]
pub struct Choice {
    /// Its name in conditions and answers.
    pub id: String,
    /// What a person reads.
    pub label: Localized,
}

/// A field of a record that is shown.
#[derive(Debug, Clone)]
pub struct Shown {
    /// The field's name in the registry.
    pub field: String,
    /// What a person reads.
    pub label: Localized,
    /// Whether the person may say that it is otherwise.
    pub correctable: bool,
}

/// The end of a range of days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bound {
    /// The day on which it is answered.
    Today,
    /// A fixed day.
    On(Date),
}

impl Bound {
    /// The day it is, seen from today.
    #[must_use]
    pub const fn day(self, today: Date) -> Date {
        match self {
            Self::Today => today,
            Self::On(date) => date,
        }
    }
}

/// What the ficha says is needed, as far as a form asks for it.
#[derive(Debug, Clone)]
pub struct Need {
    /// What it is called.
    pub title: Localized,
    /// The files it may come as; empty when it is no document.
    pub kinds: Vec<FileKind>,
}

/// The needs of a ficha by their names.
pub type Needs = BTreeMap<String, Need>;
