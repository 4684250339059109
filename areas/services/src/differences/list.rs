//! Two lists side by side, by the names of what they hold.

/// Something that stands in one list or in both.
pub(super) enum Pair<'a, T> {
    /// Only in the later list.
    Added(&'a T),
    /// Only in the earlier list.
    Removed(&'a T),
    /// In both.
    Both(&'a T, &'a T),
}

/// What is in the later list, in its order, then what is gone.
pub(super) fn pairs<'a, T>(
    before: &'a [T],
    after: &'a [T],
    name: impl Fn(&T) -> &str,
) -> Vec<Pair<'a, T>> {
    let find = |list: &'a [T], wanted: &T| list.iter().find(|one| name(one) == name(wanted));
    let kept = after.iter().map(|now| match find(before, now) {
        Some(then) => Pair::Both(then, now),
        None => Pair::Added(now),
    });
    let gone = before.iter().filter(|then| find(after, then).is_none());
    kept.chain(gone.map(Pair::Removed)).collect()
}
