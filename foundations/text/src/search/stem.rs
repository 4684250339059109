//! A light Spanish stemmer for folded words: the plural and the final vowel come off.

/// Shorter words are left alone: "mes", "ley", "tasa" without its end would be anything.
const STEM_CHARS_MIN: usize = 4;

/// The stem of a folded word. Words of other languages lose a final vowel too, in the index as in the question.
pub(super) fn stem(word: &str) -> std::borrow::Cow<'_, str> {
    if word.chars().count() < STEM_CHARS_MIN || word.ends_with(|c: char| c.is_numeric()) {
        return word.into();
    }
    if let Some(root) = word.strip_suffix("ces") {
        return format!("{root}z").into();
    }
    let singular = singular(word);
    match singular.strip_suffix(['a', 'e', 'o']) {
        Some(root) if singular.chars().count() >= STEM_CHARS_MIN => root.into(),
        _ => singular.into(),
    }
}

/// "trámites" ends like "renovaciones": whether the singular ends in a consonant or in "e" cannot be told, so
/// "es" goes, and from singulars the final vowel goes too.
fn singular(word: &str) -> &str {
    match word.strip_suffix("es") {
        Some(root) if !root.ends_with(['a', 'e', 'i', 'o', 'u']) => root,
        _ => match word.strip_suffix('s') {
            Some(root) if root.ends_with(['a', 'e', 'o']) => root,
            _ => word,
        },
    }
}
