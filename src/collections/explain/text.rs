//! Explanations as plain text, for the command line.

use std::collections::HashSet;

use super::{Explanation, Parts, Term};
use crate::collections::words::{Lang, figure};

/// Which figures, their sentences and parts. What is missing or assumed stands below the first figure that it is said of.
pub fn text(explanations: &[Explanation], lang: Lang) -> String {
    let mut text = String::new();
    let mut said = HashSet::new();
    for explanation in explanations {
        let title = explanation.title.of(lang);
        let lines = [
            format!("\n{} {} ({title})", explanation.id, explanation.property),
            explanation.sentences.of(lang).to_owned(),
        ];
        let lines = lines.into_iter().chain(parts(explanation, lang));
        let caveats = explanation.caveats.iter().map(|caveat| caveat.text.of(lang));
        let caveats = caveats.filter(|of| said.insert(*of)).map(|of| format!("! {of}"));
        text.push_str(&lines.chain(caveats).collect::<Vec<_>>().join("\n  "));
        text.push('\n');
    }
    text
}

/// What the figure is computed from.
fn parts(explanation: &Explanation, lang: Lang) -> Option<String> {
    let known = |value: Option<f64>| value.map_or_else(|| "–".to_owned(), |value| figure(lang, value));
    match explanation.parts.as_ref()? {
        Parts::Ratio {
            numerator,
            denominator,
        } => Some(format!(
            "= {} ({}) ÷ {} ({}) = {}",
            numerator.title.of(lang),
            figure(lang, numerator.value),
            denominator.title.of(lang),
            figure(lang, denominator.value),
            known(explanation.value.as_f64()),
        )),
        Parts::Sum { terms } => {
            let (nothing, some): (Vec<&Term>, Vec<&Term>) =
                terms.iter().partition(|term| term.value == Some(0.0));
            let mut said: Vec<String> = some
                .iter()
                .map(|term| {
                    format!(
                        "{} {}",
                        term.name.as_ref().unwrap_or(&term.code),
                        known(term.value)
                    )
                })
                .collect();
            if !nothing.is_empty() {
                said.push(format!("{} × 0", nothing.len()));
            }
            Some(format!("= {}", said.join(" + ")))
        }
    }
}
