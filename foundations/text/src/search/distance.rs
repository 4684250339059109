//! One slip of a finger.

/// Whether two words are equal or one slip apart: a letter wrong, missing or too many, or two neighbours swapped.
#[must_use]
pub fn distance_within_one(a: &str, b: &str) -> bool {
    let shared = a
        .chars()
        .zip(b.chars())
        .take_while(|(x, y)| x == y)
        .map(|(x, _)| x.len_utf8())
        .sum();
    let (Some(a), Some(b)) = (a.get(shared..), b.get(shared..)) else {
        return false;
    };
    let rest = |word: &str, skipped: usize| word.chars().skip(skipped).collect::<String>();
    let swapped = |word: &str| {
        let mut chars = word.chars();
        match (chars.next(), chars.next()) {
            (Some(first), Some(second)) => Some(format!("{second}{first}{}", chars.as_str())),
            _ => None,
        }
    };
    a == b
        || rest(a, 1) == rest(b, 1)
        || rest(a, 1) == b
        || a == rest(b, 1)
        || swapped(a).is_some_and(|swapped| swapped == b)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The textbook's table of optimal string alignment, slow and obvious.
    fn distance(a: &str, b: &str) -> usize {
        let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
        let mut table = vec![vec![0; b.len() + 1]; a.len() + 1];
        for i in 0..=a.len() {
            for j in 0..=b.len() {
                table[i][j] = if i == 0 || j == 0 {
                    i + j
                } else {
                    let cost = usize::from(a[i - 1] != b[j - 1]);
                    let mut best = (table[i - 1][j] + 1)
                        .min(table[i][j - 1] + 1)
                        .min(table[i - 1][j - 1] + cost);
                    if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                        best = best.min(table[i - 2][j - 2] + 1);
                    }
                    best
                };
            }
        }
        table[a.len()][b.len()]
    }

    #[test]
    fn one_slip_is_enough_and_two_are_too_many() {
        assert!(distance_within_one("cedula", "cedula"));
        assert!(distance_within_one("cedula", "cedulas"));
        assert!(distance_within_one("cedula", "cdeula"));
        assert!(distance_within_one("niño", "nino"));
        assert!(distance_within_one("", "a"));
        assert!(!distance_within_one("", "ab"));
        assert!(!distance_within_one("cedula", "celdas"));
    }

    proptest! {
        #[test]
        fn agrees_with_the_textbook(a in "[abñ]{0,6}", b in "[abñ]{0,6}") {
            prop_assert_eq!(distance_within_one(&a, &b), distance(&a, &b) <= 1);
        }
    }
}
