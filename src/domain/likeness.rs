//! How alike two records or words are: whether a facility in a new file is one that we know, which word was meant.

use geo::{Distance, Euclidean, Point};

use super::facility::Facility;

/// Two locations no further apart than this are the same place to an import: coordinates pass through other CRSs and
/// rounding on their way.
pub const SAME_PLACE_M: f64 = 1.0;

/// A name as it is compared: lower case, without punctuation, spaces folded.
pub fn folded(text: &str) -> String {
    let lower = text.to_lowercase();
    let words = lower
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join(" ")
}

/// Whether two locations are the same place; two records without location may be the same too.
pub fn same_place(a: Option<Point<f64>>, b: Option<Point<f64>>) -> bool {
    match (a, b) {
        (Some(a), Some(b)) => Euclidean.distance(a, b) <= SAME_PLACE_M,
        (None, None) => true,
        _ => false,
    }
}

/// Whether two records of one source are the same facility by name, type and location: how an import without ids knows
/// its own records again.
pub fn same_facility(a: &Facility, b: &Facility) -> bool {
    a.service_type == b.service_type
        && folded(a.name.as_deref().unwrap_or_default()) == folded(b.name.as_deref().unwrap_or_default())
        && same_place(a.location, b.location)
}

/// Edit distance after Levenshtein: letters to add, drop or change.
pub fn edits(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, letter) in a.chars().enumerate() {
        let mut diagonal = i;
        let mut left = i + 1;
        for (other, above) in b.iter().zip(row.iter_mut().skip(1)) {
            let changed = diagonal + usize::from(letter != *other);
            diagonal = *above;
            left = changed.min(*above + 1).min(left + 1);
            *above = left;
        }
        if let Some(first) = row.first_mut() {
            *first = i + 1;
        }
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn slow_edits(a: &[char], b: &[char]) -> usize {
        match (a, b) {
            ([], rest) | (rest, []) => rest.len(),
            ([x, a_rest @ ..], [y, b_rest @ ..]) if x == y => slow_edits(a_rest, b_rest),
            ([_, a_rest @ ..], [_, b_rest @ ..]) => {
                1 + slow_edits(a_rest, b_rest)
                    .min(slow_edits(a_rest, b))
                    .min(slow_edits(a, b_rest))
            }
        }
    }

    proptest! {
        #[test]
        fn edit_distance_equals_its_definition(a in "[ab\u{e9}]{0,5}", b in "[ab\u{e9}]{0,5}") {
            let chars = |text: &str| text.chars().collect::<Vec<_>>();
            prop_assert_eq!(edits(&a, &b), slow_edits(&chars(&a), &chars(&b)));
        }
    }

    #[test]
    fn names_are_compared_without_case_and_punctuation() {
        assert_eq!(folded("Buurthuis  'De Kiel'"), folded("buurthuis de kiel"));
        assert_ne!(folded("De Kiel"), folded("De Kil"));
    }

    #[test]
    fn a_facility_is_known_again_within_a_metre() {
        let mut a = Facility::new("a", "s");
        a.name = Some("X".to_owned());
        a.location = Some(Point::new(0.0, 0.0));
        let mut b = a.clone();
        b.location = Some(Point::new(0.6, 0.6));
        assert!(same_facility(&a, &b));
        b.location = Some(Point::new(2.0, 0.0));
        assert!(!same_facility(&a, &b));
        b.location = None;
        assert!(!same_facility(&a, &b));
    }
}
