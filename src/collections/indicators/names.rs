//! Which indicators are asked, by name.

use std::collections::BTreeSet;

use crate::analysis::indicators::{self, Computed};
use crate::collections::nearest;
use crate::collections::words::Lang;
use crate::collections::words::phrases::{Noun, residents};
use crate::domain::Indicator;
use crate::study::{Selection, Study};

/// One indicator by its name, or all whose names begin with a word and a colon.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    text: String,
    family: bool,
}

impl Asked {
    /// The indicators that a text names: exactly one where that is its name, else all that begin with it. A plus sign may arrive
    /// as a space.
    pub(in crate::collections) fn read(study: &Study, text: &str) -> Result<Self, String> {
        let names = names(study);
        let wanted = names.iter().find(|name| *name == text);
        let wanted = wanted.or_else(|| names.iter().find(|name| loose(name) == loose(text)));
        if let Some(name) = wanted {
            return Ok(Self {
                text: name.clone(),
                family: false,
            });
        }
        if let Some(of) = Computed::coverage_named(study, text) {
            return Ok(Self {
                text: of.name(study),
                family: false,
            });
        }
        let family = Self {
            text: text.to_owned(),
            family: true,
        };
        if names.iter().any(|name| family.takes(name)) {
            return Ok(family);
        }
        let shown: String = text.chars().take(60).collect();
        let hint = nearest(text, names.iter().map(String::as_str))
            .map(|near| format!("; the nearest is {near}"))
            .unwrap_or_default();
        Err(format!("'{shown}' is not an indicator{hint}"))
    }

    /// Whether an indicator is among them.
    pub(super) fn takes(&self, name: &str) -> bool {
        if self.family {
            let rest = name.strip_prefix(self.text.as_str());
            rest.is_some_and(|rest| rest.starts_with(':'))
        } else {
            name == self.text
        }
    }

    /// As it was asked.
    pub(in crate::collections) fn text(&self) -> &str {
        &self.text
    }

    /// The coverage that is asked, of whatever group.
    pub(super) fn coverage(&self, study: &Study) -> Option<Computed> {
        Computed::coverage_named(study, &self.text).filter(|_| !self.family)
    }
}

fn loose(text: &str) -> String {
    text.replace('+', " ").to_lowercase()
}

/// The name of an imported indicator: its identifier without the area and day that stand behind it.
pub(super) fn name_of(indicator: &Indicator) -> &str {
    let area = indicator.area.as_ref().map_or("", |area| area.as_str());
    let date = indicator.date.map(|date| date.to_string()).unwrap_or_default();
    let behind = format!(":{area}:{date}");
    indicator.id.strip_suffix(&behind).unwrap_or(&indicator.id)
}

/// The names of all indicators, computed and imported, each once. A criterion counts whatever its date.
pub(in crate::collections) fn names(study: &Study) -> Vec<String> {
    let any_day = Selection::on(jiff::civil::Date::ZERO);
    let computed = indicators::all(study, &any_day, None).into_iter();
    let criteria = study.criteria.criteria.iter();
    let names: BTreeSet<String> = computed
        .map(|of| of.name(study))
        .chain(criteria.map(|of| format!("{}{}", Computed::SHORT, of.id)))
        .chain(study.indicators.iter().map(|of| name_of(of).to_owned()))
        .collect();
    names.into_iter().collect()
}

/// What a computed indicator is called.
pub(in crate::collections) fn title(lang: Lang, study: &Study, of: Computed) -> String {
    let noun = |at: usize| Noun::of(lang, study.taxonomy.types().get(at));
    match of {
        Computed::FacilityCount(None) => lang
            .pick("Aantal algemene voorzieningen", "Number of general facilities")
            .to_owned(),
        Computed::FacilityCount(Some(at)) => {
            format!("{} {}", lang.pick("Aantal", "Number of"), noun(at).many)
        }
        Computed::Concentration => lang
            .pick(
                "Deel van de voorzieningen samen op één plek",
                "Share of facilities in a hub",
            )
            .to_owned(),
        Computed::Coverage(at, group) => {
            let (who, one) = (residents(lang, group, None, 2.0), noun(at).a(lang));
            lang.pick(
                format!("Deel van de {who} met {one} binnen de normafstand"),
                format!("Share of {who} with {one} within the norm distance"),
            )
        }
        Computed::Short(at) => {
            let many = of.service_type(study).map(|at| noun(at).many).unwrap_or_default();
            let id = &study.criteria.criteria[at].id;
            lang.pick(
                format!("Tekort aan {many} (norm {id})"),
                format!("Shortage of {many} (criterion {id})"),
            )
        }
        Computed::IncomeContributions => lang
            .pick(
                "Voorzieningen met eigen bijdrage op basis van inkomen",
                "Facilities with an own contribution by income",
            )
            .to_owned(),
        Computed::GeneralShare => lang
            .pick(
                "Aandeel van algemene voorzieningen in de subsidies en opdrachten",
                "Share of general facilities in the subsidies and commissions",
            )
            .to_owned(),
    }
}

/// The computed indicator of a name; none for one that is imported.
pub(in crate::collections) fn computed_of(
    study: &Study,
    selection: &Selection,
    name: &str,
) -> Option<Computed> {
    let any_type = Selection {
        service_type: None,
        ..selection.clone()
    };
    let coverage = Computed::coverage_named(study, name);
    coverage.or_else(|| {
        indicators::all(study, &any_type, None)
            .into_iter()
            .find(|of| of.name(study) == name)
    })
}
