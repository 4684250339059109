//! What is wrong with an answer: data first, words after.

use jiff::civil::Date;
use rules::Number;
use serde::Serialize;
use text::{Lang, Localized, Text, format};

use crate::words;

/// What is wrong, without saying with which question.
#[derive(Debug, Clone, PartialEq)]
pub enum Fault {
    /// Nothing was answered.
    Missing,
    /// Nothing was chosen.
    NotChosen,
    /// More characters than allowed. What was typed is kept.
    TooLong {
        /// Allowed.
        max: usize,
        /// Typed.
        now: usize,
    },
    /// Fewer entries of a group than there must be.
    TooFewEntries {
        /// The fewest.
        min: usize,
    },
    /// More entries of a group than there can be.
    TooManyEntries {
        /// The most.
        max: usize,
    },
    /// No time of the day.
    NotATime,
    /// No degrees of latitude or longitude.
    NotDegrees,
    /// No number.
    NotANumber,
    /// More decimal places than allowed.
    TooPrecise {
        /// Allowed; 0 for whole numbers.
        decimals: u32,
    },
    /// Less than allowed.
    TooSmall {
        /// The least.
        from: Number,
    },
    /// More than allowed.
    TooLarge {
        /// The most.
        to: Number,
    },
    /// No day, or not all of one.
    NotADate,
    /// A day that the calendar does not have.
    NoSuchDay,
    /// The year has fewer than four digits.
    ShortYear,
    /// Before the first day allowed.
    TooEarly {
        /// The first.
        from: Date,
    },
    /// After the last day allowed.
    TooLate {
        /// The last.
        to: Date,
    },
    /// Not among the choices.
    NotAChoice,
    /// The address says no district.
    DistrictMissing,
    /// No district has this name.
    UnknownPlace {
        /// Those that may be meant.
        near: Vec<String>,
    },
    /// Several districts have this name.
    SeveralPlaces {
        /// The departments they are in.
        departments: Vec<String>,
    },
    /// No e-mail address.
    NotAnEmail,
    /// No telephone number.
    NotAPhone,
    /// No national identifier.
    NotANationalId,
    /// The check digit is another: a figure was mistyped.
    WrongCheckDigit,
    /// The declaration was not agreed to.
    NotDeclared,
    /// A file is missing.
    FileMissing,
    /// More files than allowed.
    TooManyFiles {
        /// Allowed.
        max: usize,
    },
    /// A file is of a kind that is not taken.
    WrongFileKind,
    /// A file is too large.
    FileTooLarge,
    /// No record was chosen, or there is none.
    RecordMissing,
    /// The record is not among the applicant's.
    RecordUnknown,
    /// An earlier entry of the group shows this record already.
    RecordTwice,
    /// What was typed in place of a field of a record cannot be understood.
    OfField {
        /// The box, after the question's own name.
        name: String,
        /// What the field is called.
        label: Localized,
        /// What is wrong with it.
        fault: Box<Fault>,
    },
    /// JSON of a type that the question does not take.
    WrongType,
    /// No such question.
    UnknownQuestion,
    /// A check over several questions, in the definition's own words.
    Check(Localized),
}

impl Fault {
    /// The stable code for machines.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Missing => "forms.missing",
            Self::NotChosen => "forms.not-chosen",
            Self::TooLong { .. } => "forms.too-long",
            Self::TooFewEntries { .. } => "forms.too-few-entries",
            Self::TooManyEntries { .. } => "forms.too-many-entries",
            Self::NotATime => "forms.not-a-time",
            Self::NotDegrees => "forms.not-degrees",
            Self::NotANumber => "forms.not-a-number",
            Self::TooPrecise { .. } => "forms.too-precise",
            Self::TooSmall { .. } => "forms.too-small",
            Self::TooLarge { .. } => "forms.too-large",
            Self::NotADate => "forms.not-a-date",
            Self::NoSuchDay => "forms.no-such-day",
            Self::ShortYear => "forms.short-year",
            Self::TooEarly { .. } => "forms.too-early",
            Self::TooLate { .. } => "forms.too-late",
            Self::NotAChoice => "forms.not-a-choice",
            Self::DistrictMissing => "forms.district-missing",
            Self::UnknownPlace { .. } => "forms.unknown-place",
            Self::SeveralPlaces { .. } => "forms.several-places",
            Self::NotAnEmail => "forms.not-an-email",
            Self::NotAPhone => "forms.not-a-phone",
            Self::NotANationalId => "forms.not-a-national-id",
            Self::WrongCheckDigit => "forms.wrong-check-digit",
            Self::NotDeclared => "forms.not-declared",
            Self::FileMissing => "forms.file-missing",
            Self::TooManyFiles { .. } => "forms.too-many-files",
            Self::WrongFileKind => "forms.wrong-file-kind",
            Self::FileTooLarge => "forms.file-too-large",
            Self::RecordMissing => "forms.record-missing",
            Self::RecordUnknown => "forms.record-unknown",
            Self::RecordTwice => "forms.record-twice",
            Self::OfField { fault, .. } => fault.code(),
            Self::WrongType => "forms.wrong-type",
            Self::UnknownQuestion => "forms.unknown-question",
            Self::Check(_) => "forms.check",
        }
    }
}

/// Something wrong with the answer to a question.
#[derive(Debug, Clone, PartialEq)]
pub struct FieldError {
    /// The question.
    pub question: String,
    /// The box of it that is meant (`dia`, `mes`, `anio`, `distrito`); empty for the first or only one.
    pub part: &'static str,
    /// What is wrong.
    pub fault: Fault,
    ask: Localized,
}

/// How a fault is shown in problem documents.
#[derive(Debug, Serialize)]
struct Shown {
    question: String,
    code: &'static str,
    message: String,
}

impl FieldError {
    pub(crate) fn new(question: &str, ask: &Localized, fault: Fault) -> Self {
        Self {
            question: question.to_owned(),
            part: "",
            fault,
            ask: ask.clone(),
        }
    }

    /// That a form has no such question.
    #[must_use]
    pub fn unknown(question: &str) -> Self {
        Self::new(
            question,
            &Localized::spanish(question),
            Fault::UnknownQuestion,
        )
    }

    /// What is wrong with an answer seen from outside the form, in words of its own.
    #[must_use]
    pub fn refused(question: &crate::Question, say: Localized) -> Self {
        Self::new(&question.id, &question.ask, Fault::Check(say))
    }

    pub(crate) fn at(mut self, part: &'static str) -> Self {
        self.part = part;
        self
    }

    /// The stable code for machines.
    #[must_use]
    pub fn code(&self) -> &'static str {
        self.fault.code()
    }

    /// The name of the box it is about, as it stands in the form: `nacimiento.dia`.
    #[must_use]
    pub fn field(&self) -> String {
        if let Fault::OfField { name, .. } = &self.fault {
            return format!("{}.{name}", self.question);
        }
        if self.part.is_empty() {
            self.question.clone()
        } else {
            format!("{}.{}", self.question, self.part)
        }
    }

    /// As a member of a problem document.
    #[must_use]
    pub fn to_json(&self, lang: Lang) -> serde_json::Value {
        let shown = Shown {
            question: self.question.clone(),
            code: self.code(),
            message: self.message(lang).into_string(),
        };
        serde_json::to_value(shown).unwrap_or_default()
    }

    /// What a person reads: what is wrong with which question, and what to do.
    #[must_use]
    pub fn message(&self, lang: Lang) -> Text {
        self.say(&self.fault, lang, self.ask.as_str(lang))
    }

    /// The same beside the question itself, whose words need no repeating there.
    #[must_use]
    pub fn message_beside(&self, lang: Lang) -> Text {
        // Every message has the question at its beginning, or at its end after a colon.
        let said = self.say(&self.fault, lang, "").into_string();
        Text::from(said.trim().trim_end_matches(':').to_owned())
    }

    fn say(&self, fault: &Fault, lang: Lang, ask: &str) -> Text {
        let number = |number: &Number| format::number(lang, &number.to_string());
        let date = |date: &Date| format::date_long(lang, *date);
        match fault {
            Fault::Missing => words::missing(lang, ask),
            Fault::NotChosen => words::not_chosen(lang, ask),
            Fault::TooLong { max, now } => {
                words::too_long(lang, ask, count(lang, *max), count(lang, *now))
            }
            Fault::NotANumber => words::not_a_number(lang, ask),
            Fault::TooPrecise { decimals: 0 } => words::not_whole(lang, ask),
            Fault::TooPrecise { decimals } => words::too_precise(lang, ask, *decimals),
            Fault::TooSmall { from } => words::too_small(lang, ask, number(from)),
            Fault::TooLarge { to } => words::too_large(lang, ask, number(to)),
            Fault::NotADate => words::not_a_date(lang, ask),
            Fault::NoSuchDay => words::no_such_day(lang, ask),
            Fault::ShortYear => words::short_year(lang, ask),
            Fault::TooEarly { from } => words::too_early(lang, ask, date(from)),
            Fault::TooLate { to } => words::too_late(lang, ask, date(to)),
            Fault::NotAChoice => words::not_a_choice(lang, ask),
            Fault::DistrictMissing => words::district_missing(lang, ask),
            Fault::UnknownPlace { near } if near.is_empty() => words::unknown_place(lang, ask),
            Fault::UnknownPlace { near } => words::near_places(lang, ask, near.join(", ")),
            Fault::SeveralPlaces { departments } => {
                words::several_places(lang, ask, departments.join(", "))
            }
            Fault::NotAnEmail => words::not_an_email(lang, ask),
            Fault::NotAPhone => words::not_a_phone(lang, ask),
            Fault::NotANationalId => words::not_a_national_id(lang, ask),
            Fault::WrongCheckDigit => words::wrong_check_digit(lang, ask),
            Fault::NotDeclared => words::not_declared(lang, ask),
            Fault::FileMissing => words::file_missing(lang, ask),
            Fault::TooFewEntries { min } => words::too_few_entries(lang, ask, *min),
            Fault::TooManyEntries { max } => words::too_many_entries(lang, ask, *max),
            Fault::NotATime => words::not_a_time(lang, ask),
            Fault::NotDegrees => words::not_degrees(lang, ask),
            Fault::TooManyFiles { max } => words::too_many_files(lang, ask, *max),
            Fault::WrongFileKind => words::wrong_file_kind(lang, ask),
            Fault::FileTooLarge => words::file_too_large(lang, ask),
            Fault::RecordMissing => words::record_missing(lang, ask),
            Fault::RecordUnknown => words::record_unknown(lang, ask),
            Fault::RecordTwice => words::record_twice(lang, ask),
            // Beside its own box a field needs no naming either.
            Fault::OfField { fault, .. } if ask.is_empty() => self.say(fault, lang, ask),
            Fault::OfField { label, fault, .. } => {
                self.say(fault, lang, &format!("{}:", label.as_str(lang)))
            }
            Fault::WrongType => words::wrong_type(lang, ask),
            Fault::UnknownQuestion => words::unknown_question(lang, &self.question),
            Fault::Check(say) => say.get(lang),
        }
    }
}

fn count(lang: Lang, n: usize) -> String {
    format::integer(lang, i64::try_from(n).unwrap_or(i64::MAX))
}
