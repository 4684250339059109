//! Logic with three values: true, false, and unknown.

/// True if one is true; else unknown if one is unknown.
pub(crate) fn any(answers: impl IntoIterator<Item = Option<bool>>) -> Option<bool> {
    let mut result = Some(false);
    for answer in answers {
        match answer {
            Some(true) => return Some(true),
            Some(false) => {}
            None => result = None,
        }
    }
    result
}

/// False if one is false; else unknown if one is unknown.
pub(crate) fn all(answers: impl IntoIterator<Item = Option<bool>>) -> Option<bool> {
    not(any(answers.into_iter().map(not)))
}

/// The opposite; what is unknown stays so.
pub(crate) fn not(answer: Option<bool>) -> Option<bool> {
    answer.map(|answer| !answer)
}
