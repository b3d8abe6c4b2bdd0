//! Texts in a CSV file that a spreadsheet would run as a formula: made harmless on the way out, read back on the way in.
//!
//! The guard is an apostrophe, which spreadsheets hide. A text that itself begins with apostrophes before such a sign gets
//! one more, so that every text comes back as it was.

use std::borrow::Cow;

/// With these signs a spreadsheet begins a formula.
const SIGNS: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

/// Whether a spreadsheet would take the text for a formula, or for one that was guarded.
pub fn begins_like_one(text: &str) -> bool {
    text.trim_start_matches('\'').starts_with(SIGNS)
}

/// The text as it may stand in a cell.
pub fn guard(text: &str) -> Cow<'_, str> {
    if begins_like_one(text) {
        Cow::Owned(format!("'{text}"))
    } else {
        Cow::Borrowed(text)
    }
}

/// The text that a cell stands for: the inverse of [`guard`].
pub fn unguard(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(text) if begins_like_one(text) => text,
        _ => cell,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn only_what_could_be_a_formula_is_guarded() {
        for text in ["=1+1", "+31 78", "-", "@x", "\t", "\r", "'=1", "''-"] {
            assert_eq!(guard(text), format!("'{text}"));
        }
        for text in ["", "'", "'t Hof", "''", "a=b", "1-2", "\u{2212}5", " =1"] {
            assert_eq!(guard(text), text);
            assert_eq!(unguard(text), text);
        }
    }

    proptest! {
        #[test]
        fn every_text_comes_back_and_none_that_leaves_is_a_formula(text in "['=+@\\-\t\ra ]{0,5}") {
            let cell = guard(&text);
            prop_assert_eq!(unguard(&cell), &text);
            prop_assert!(!cell.starts_with(SIGNS));
        }
    }
}
