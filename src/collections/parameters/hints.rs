//! Words that help whoever mistyped one.

use crate::domain::likeness::edits;

/// A text of somebody else's as it may stand in a reason: not long.
pub(super) fn shown(text: &str) -> String {
    text.chars().take(60).collect()
}

pub(super) fn not_among<'a>(what: &str, text: &str, known: impl Iterator<Item = &'a str>) -> String {
    let hint = nearest(text, known)
        .map(|near| format!("; the nearest is {near}"))
        .unwrap_or_default();
    format!("'{}' is not {what}{hint}", shown(text))
}

/// The known word that takes the fewest changes to reach, case aside; none where that is half of the word or more.
pub fn nearest<'a>(text: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let text = shown(text).to_lowercase();
    let changes = |word: &&str| edits(&text, &word.to_lowercase());
    known
        .min_by_key(changes)
        .filter(|word| 2 * changes(word) < word.chars().count())
}
