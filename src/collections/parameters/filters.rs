//! The filters of what counts: what a facility must offer, and on whose account. Whatever takes a role takes them too.

use std::collections::BTreeSet;

use super::Parameter;
use super::hints::not_among;
use crate::study::{Access, Study};

impl Parameter {
    /// The filters that come with a role, in the order of their parameters.
    pub const FILTERS: [Self; 7] = [
        Self::Open,
        Self::Wheelchair,
        Self::Language,
        Self::Contribution,
        Self::TargetGroup,
        Self::Scheme,
        Self::Conversion,
    ];
}

fn yes_or_no(yes: bool) -> &'static str {
    if yes { "yes" } else { "no" }
}

/// The schemes of all grants, each once.
pub(super) fn schemes(study: &Study) -> Vec<String> {
    let named: BTreeSet<&String> = study
        .grants
        .iter()
        .filter_map(|grant| grant.scheme.as_ref())
        .collect();
    named.into_iter().cloned().collect()
}

/// The known text that is meant; where none is exactly so, one in other letters, or one with the plus signs that arrived as spaces.
fn among(what: &str, text: &str, known: &[String]) -> Result<String, String> {
    let loose = |text: &str| text.replace('+', " ").to_lowercase();
    let meant = known
        .iter()
        .find(|word| *word == text)
        .or_else(|| known.iter().find(|word| loose(word) == loose(text)));
    meant
        .cloned()
        .ok_or_else(|| not_among(what, text, known.iter().map(String::as_str)))
}

/// Reads a filter; another parameter changes nothing.
pub(super) fn read(
    access: &mut Access,
    study: &Study,
    parameter: Parameter,
    text: &str,
) -> Result<(), String> {
    let words = study.facilities.words();
    match parameter {
        Parameter::Open => access.open = Some(text.parse()?),
        Parameter::Wheelchair => access.wheelchair = Some(text.parse()?),
        Parameter::Contribution => access.contribution = Some(text.parse()?),
        Parameter::Language => {
            access.language = Some(among("a language of any facility", text, &words.languages)?);
        }
        Parameter::TargetGroup => {
            access.target_group = Some(among(
                "a target group of any facility",
                text,
                &words.target_groups,
            )?);
        }
        Parameter::Scheme => {
            access.scheme = Some(among("the scheme of any grant", text, &schemes(study))?);
        }
        Parameter::Conversion => {
            access.conversion = Some(match text {
                "yes" => true,
                "no" => false,
                _ => return Err(not_among("yes or no", text, ["yes", "no"].into_iter())),
            });
        }
        _ => {}
    }
    Ok(())
}

/// The value of a filter in force.
pub(super) fn in_force(access: &Access, parameter: Parameter) -> Option<String> {
    match parameter {
        Parameter::Open => access.open.map(|when| when.to_string()),
        Parameter::Wheelchair => access.wheelchair.map(|of| of.name().to_owned()),
        Parameter::Language => access.language.clone(),
        Parameter::Contribution => access.contribution.map(|of| of.name().to_owned()),
        Parameter::TargetGroup => access.target_group.clone(),
        Parameter::Scheme => access.scheme.clone(),
        Parameter::Conversion => access.conversion.map(|yes| yes_or_no(yes).to_owned()),
        _ => None,
    }
}
