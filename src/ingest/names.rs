//! Names of columns and layers: how they are compared, and what one that a format has cut may have been.

use super::vocabulary::{self, CBS_OTHERS, Known};
use crate::domain::Layer;

/// Where shapefiles cut the names of their columns.
const CUT_AT: usize = 10;

/// A name as it is compared: lower case, letters and digits only; a plus sign, as in `65+`, is the word.
pub(super) fn folded(name: &str) -> String {
    name.replace('+', "plus")
        .chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

/// `aantal_inwoners` for `aantalInwoners`; what is in snake_case stays as it is.
pub(super) fn snake_case(name: &str) -> String {
    let mut snake = String::new();
    let mut before = '_';
    for c in name.chars() {
        let begins_word = c.is_ascii_uppercase() || (c.is_ascii_digit() && before.is_ascii_lowercase());
        if begins_word && before != '_' {
            snake.push('_');
        }
        snake.push(c.to_ascii_lowercase());
        before = c;
    }
    snake
}

/// `aantalInwoners` for `aantal_inwoners`.
fn camel_case(name: &str) -> String {
    let mut camel = String::new();
    let mut upper = false;
    for c in name.chars() {
        match c {
            '_' => upper = true,
            c if upper => {
                camel.extend(c.to_uppercase());
                upper = false;
            }
            c => camel.push(c),
        }
    }
    camel
}

/// Whether a layer's table, one of several in a file, is called after `layer`.
pub(super) fn names_layer(table: &str, layer: Layer) -> bool {
    let table = table.to_lowercase();
    // `wijken_en_buurten_2024_buurten`: the last word counts.
    let last = |layer: Layer| {
        vocabulary::layer_words(layer)
            .iter()
            .filter_map(|word| table.rfind(word))
            .max()
    };
    let own = last(layer);
    own.is_some()
        && Layer::ALL
            .into_iter()
            .filter(|other| *other != layer)
            .all(|other| last(other) < own)
}

/// Whether the columns hold the codes of `layer`'s level and not of a smaller one.
pub(super) fn has_code_of(columns: &[String], layer: Layer) -> bool {
    let has = |names: &[&str]| {
        columns
            .iter()
            .any(|column| names.contains(&folded(column).as_str()))
    };
    match layer {
        Layer::Neighbourhoods => has(&["buurtcode", "bucode"]),
        Layer::Districts => has(&["wijkcode", "wkcode"]) && !has(&["buurtcode", "bucode"]),
        Layer::Municipalities => {
            has(&["gemeentecode", "gmcode"]) && !has(&["wijkcode", "wkcode", "buurtcode", "bucode"])
        }
        _ => false,
    }
}

/// One name that a field is known by.
#[derive(Clone, Copy)]
pub(super) struct Name<'a> {
    pub text: &'a str,
    /// None: a column that we know and do not keep.
    pub field: Option<&'static str>,
    pub rank: usize,
    pub factor: f64,
}

/// Every name that fills one of the fields `known`, and those of columns that we know and do not keep.
pub(super) fn names(known: &[Known]) -> Vec<Name<'_>> {
    let mut names = Vec::new();
    for entry in known {
        let plain = entry.names.iter().map(|name| (*name, 1.0));
        for (rank, (text, factor)) in plain.chain(entry.scaled.iter().copied()).enumerate() {
            names.push(Name {
                text,
                field: Some(entry.field),
                rank,
                factor,
            });
        }
    }
    names.extend(CBS_OTHERS.iter().map(|text| Name {
        text,
        field: None,
        rank: 0,
        factor: 1.0,
    }));
    names
}

/// The names that a cut column name can stand for.
pub(super) fn uncut<'a>(column: &str, names: &[Name<'a>]) -> Vec<Name<'a>> {
    // Where cut names are equal, writers number them: `percenta_1`, `percentag1`, `oppervlak~1`.
    let unnumbered = column
        .trim_end_matches(|c: char| c.is_ascii_digit())
        .trim_end_matches(['_', '~']);
    let numbered = unnumbered.len() < column.len();
    let length = column.chars().count();
    let fits = |whole: &str| {
        let cut: String = whole.chars().take(CUT_AT).collect();
        let is_cut = cut.len() < whole.len();
        (is_cut && length == CUT_AT && folded(&cut) == folded(column))
            || (numbered
                && unnumbered.len() >= 5
                && whole.chars().count() > unnumbered.chars().count()
                && folded(&cut).starts_with(&folded(unnumbered)))
    };
    names
        .iter()
        .filter(|name| {
            let snake = snake_case(name.text);
            fits(&snake) || fits(&camel_case(&snake))
        })
        .copied()
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_word_of_a_table_name_tells_its_level() {
        assert!(names_layer("buurten", Layer::Neighbourhoods));
        assert!(names_layer("wijken_en_buurten_2024_wijken", Layer::Districts));
        assert!(!names_layer(
            "wijken_en_buurten_2024_wijken",
            Layer::Neighbourhoods
        ));
        assert!(!names_layer("NLD_dist", Layer::Neighbourhoods));
    }

    #[test]
    fn both_spellings_of_a_name_lead_to_each_other() {
        assert_eq!(snake_case("aantalInwoners"), "aantal_inwoners");
        assert_eq!(camel_case("aantal_inwoners"), "aantalInwoners");
        assert_eq!(snake_case("aantal_inwoners"), "aantal_inwoners");
        assert_eq!(folded("BU_CODE"), folded("buCode"));
        assert_eq!(folded("pct_65+"), folded("pct_65_plus"));
        assert_ne!(folded("65+"), folded("65"));
    }
}
