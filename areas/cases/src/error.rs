//! Why something about a case could not be done.

use axum::http::StatusCode;
use platform::Problem;

use crate::words;

/// A refusal. Nothing has changed unless it says so.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// There is no such draft, case or task, or this person may not know of it.
    #[error("unknown, or not this person's")]
    Unknown,
    /// There is no such case that this visitor may open. The page says how to follow one with its code.
    #[error("no case that this visitor may open")]
    UnknownCase,
    /// Somebody was quicker, or the same was sent twice.
    #[error("the case has moved on")]
    MovedOn,
    /// The application was sent already; this is the case it became.
    #[error("already sent")]
    AlreadySent(crate::CaseNumber),
    /// The answers are not complete or not right.
    #[error("the answers have {} faults", .0.len())]
    Answers(Vec<forms::FieldError>),
    /// Only for somebody signed in.
    #[error("needs a person")]
    SignInNeeded,
    /// The task must be done by another official than one before it.
    #[error("four eyes: another official must do this")]
    FourEyes,
    /// The official is the applicant: nobody decides on what is their own.
    #[error("the official's own case: another must do this")]
    OwnCase,
    /// Another official has the task in hand.
    #[error("another official has the task in hand")]
    InOtherHands,
    /// The task has no meeting with the applicant.
    #[error("the task has no meeting")]
    NoMeetingHere,
    /// The time of a meeting is over already.
    #[error("the time of the meeting is over")]
    MeetingPast,
    /// Reasons are required and were not given.
    #[error("reasons are required")]
    ReasonsNeeded,
    /// The result is not one of the task's.
    #[error("the result is not one of the task's")]
    UnknownResult,
    /// Fields were marked together with a result that decides, or the process has no correction.
    #[error("marks do not fit this result")]
    MarksDoNotFit,
    /// A field was marked and nothing said about it.
    #[error("a mark needs a remark")]
    RemarkNeeded,
    /// More documents than a question takes.
    #[error("too many documents")]
    TooManyDocuments,
    /// The task takes no files with its decision.
    #[error("the task takes no files")]
    NoFilesHere,
    /// The file is not of a type the question takes, whatever its name says.
    #[error("the file's type is not taken")]
    FileType,
    /// The service cannot be asked for in somebody else's name.
    #[error("the service is not asked for in another's name")]
    NotForAnother,
    /// The service is not published, or does not exist.
    #[error("the service is not published")]
    NoService,
    /// A definition that was published cannot be carried out.
    #[error("the definition cannot be carried out: {0}")]
    Definition(String),
    /// The process refused the step.
    #[error(transparent)]
    Process(#[from] process::Refused),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] store::Error),
    /// Another area failed.
    #[error("{0}")]
    Inner(anyhow::Error),
}

impl Error {
    /// Wraps another area's failure.
    pub(crate) fn inner(error: impl Into<anyhow::Error>) -> Self {
        Self::Inner(error.into())
    }
}

impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        let refuse = |code,
                      status,
                      what: fn(text::Lang) -> text::Text,
                      next: fn(text::Lang) -> text::Text| {
            Self::new(code, status, what).next(next)
        };
        match error {
            Error::Unknown | Error::NoService => Self::not_found(),
            Error::UnknownCase => Self::not_found()
                .next(words::error_case_next)
                .link("/seguir", words::by_code_title)
                .link("/ingresar?volver=/mi", words::error_case_sign_in),
            Error::MovedOn | Error::Process(process::Refused::NotHere) => Self::outdated(),
            Error::AlreadySent(number) => Self::new(
                "cases.already-sent",
                StatusCode::CONFLICT,
                words::error_already_sent,
            )
            .link(
                format!("/expedientes/{number}"),
                words::error_already_sent_open,
            )
            .next(move |lang| words::error_already_sent_next(lang, number.as_str())),
            Error::SignInNeeded => Self::unauthorised(),
            Error::Answers(faults) => refuse(
                "cases.answers",
                StatusCode::UNPROCESSABLE_ENTITY,
                words::error_answers,
                words::error_answers_next,
            )
            .errors(
                faults
                    .iter()
                    .map(|fault| fault.to_json(text::Lang::Es))
                    .collect(),
            ),
            Error::FourEyes => refuse(
                "cases.four-eyes",
                StatusCode::CONFLICT,
                words::error_four_eyes,
                words::error_four_eyes_next,
            ),
            Error::OwnCase => refuse(
                "cases.own-case",
                StatusCode::CONFLICT,
                words::error_own_case,
                words::error_four_eyes_next,
            ),
            Error::InOtherHands => refuse(
                "cases.in-other-hands",
                StatusCode::CONFLICT,
                words::error_other_hands,
                words::error_other_hands_next,
            ),
            Error::NoMeetingHere => refuse(
                "cases.no-meeting",
                StatusCode::UNPROCESSABLE_ENTITY,
                words::error_no_meeting,
                words::error_no_meeting_next,
            ),
            Error::MeetingPast => refuse(
                "cases.meeting-past",
                StatusCode::UNPROCESSABLE_ENTITY,
                words::error_meeting_past,
                words::error_meeting_past_next,
            ),
            Error::ReasonsNeeded => refuse(
                "cases.reasons",
                StatusCode::UNPROCESSABLE_ENTITY,
                words::error_reasons,
                words::error_reasons_next,
            ),
            Error::UnknownResult => refuse(
                "cases.result",
                StatusCode::UNPROCESSABLE_ENTITY,
                words::error_result,
                words::error_result_next,
            ),
            Error::MarksDoNotFit => refuse(
                "cases.marks",
                StatusCode::UNPROCESSABLE_ENTITY,
                words::error_marks,
                words::error_marks_next,
            ),
            Error::RemarkNeeded => refuse(
                "cases.remark",
                StatusCode::UNPROCESSABLE_ENTITY,
                words::error_remark,
                words::error_remark_next,
            ),
            Error::TooManyDocuments => refuse(
                "cases.documents",
                StatusCode::UNPROCESSABLE_ENTITY,
                words::error_documents,
                words::error_documents_next,
            ),
            Error::NoFilesHere => refuse(
                "cases.no-files",
                StatusCode::UNPROCESSABLE_ENTITY,
                words::error_no_files,
                words::error_no_files_next,
            ),
            Error::FileType => refuse(
                "cases.file-type",
                StatusCode::UNSUPPORTED_MEDIA_TYPE,
                words::error_file_type,
                words::error_file_type_next,
            ),
            Error::NotForAnother => refuse(
                "cases.not-for-another",
                StatusCode::UNPROCESSABLE_ENTITY,
                words::error_not_for_another,
                words::error_not_for_another_next,
            ),
            Error::Store(error) => Self::from(error),
            Error::Definition(message) => Self::internal(anyhow::anyhow!(message)),
            Error::Process(error) => Self::internal(error),
            Error::Inner(error) => Self::internal(error),
        }
    }
}
