//! The facts of a report, gathered from the collections (which tell no small counts) before a word is written.

mod areas;
mod places;

use super::{Ask, ReportError};
use crate::analysis::coverage;
use crate::collections::explain::caveats::{self, Caveat};
use crate::collections::explain::{Account, Counted, People};
use crate::collections::words::phrases::Supply;
use crate::collections::words::rounding::Rounding;
use crate::collections::{Query, get, run};
use crate::domain::feature::{FeatureSet, Value};
use crate::domain::{Level, Metres};
use crate::study::Study;

pub use areas::{Gap, Reached};
pub use places::{Closing, Pair, Place, places_of};

use areas::{choice, largest_gaps, reached_at, share_within, together};
use places::{Places, closing_of, pairs};

/// Everything that a report says.
pub struct Facts<'a> {
    pub ask: &'a Ask<'a>,
    /// The question about the area of the report.
    pub query: Query,
    pub service_type: usize,
    pub whole: Reached,
    /// Whether the report is about the whole city or municipality.
    pub everywhere: bool,
    /// Level and areas among which the worst are named.
    pub level: Level,
    pub parts: Vec<Reached>,
    pub neighbourhoods: Vec<Reached>,
    /// All facilities that count, by residents who have no other.
    pub places: Vec<Place>,
    pub pairs: Vec<Pair>,
    pub gaps: Vec<Gap>,
    /// Residents with two or more within the norm.
    pub choice: Option<f64>,
    pub closing: Option<Closing>,
    pub caveats: Vec<Caveat>,
    pub resolution_error: Option<f64>,
    /// Share that is reached if every way is a quarter longer.
    pub longer_way: Option<f64>,
    /// A quarter shorter and a quarter longer norm, each with the share that is reached.
    pub other_norms: Option<((Metres, f64), (Metres, f64))>,
}

fn number(set: &FeatureSet, values: &[Value], property: &str) -> Option<f64> {
    match values.get(set.schema.position(property)?)? {
        Value::Number(number) => Some(*number),
        Value::Integer(number) => Some(*number as f64),
        _ => None,
    }
}

fn flag(set: &FeatureSet, values: &[Value], property: &str) -> bool {
    let at = set.schema.position(property);
    at.and_then(|at| values.get(at)) == Some(&Value::Boolean(true))
}

fn text<'a>(set: &FeatureSet, values: &'a [Value], property: &str) -> Option<&'a str> {
    match values.get(set.schema.position(property)?)? {
        Value::Text(text) => Some(text),
        _ => None,
    }
}

/// The answer of a collection; one that is not there has none.
fn answer(study: &Study, collection: &str, query: &Query) -> Option<FeatureSet> {
    Some(run(get(collection)?, study, query))
}

impl<'a> Facts<'a> {
    /// Gathers the facts.
    pub fn of(ask: &'a Ask<'a>) -> Result<Self, ReportError> {
        let study = ask.study.as_ref();
        if ask.query.selection.within {
            return Err(ReportError::Within);
        }
        let service_type = ask.query.service_type(study).ok_or(ReportError::NoType)?;
        let closed = places_of(study, ask.close)?;
        let mut query = ask.query.clone();
        let selection = query.selection.clone();

        let mut municipalities = study.areas.at(Level::Municipality).map(|(place, _)| place);
        let sole = municipalities.next().filter(|_| municipalities.next().is_none());
        let scope = query.area.or(sole);
        query.area = scope;
        let everywhere = scope.is_none_or(|at| study.areas.get(at).level == Level::Municipality);
        let neighbourhoods = reached_at(study, Level::Neighbourhood, &query);
        let whole = match scope {
            None => together(&study.city_name, &neighbourhoods),
            Some(at) => reached_at(study, study.areas.get(at).level, &query)
                .into_iter()
                .find(|of| of.place == Some(at))
                .unwrap_or_default(),
        };
        let districts = if everywhere {
            reached_at(study, Level::District, &query)
        } else {
            Vec::new()
        };
        let (level, parts) = if districts.is_empty() {
            (Level::Neighbourhood, neighbourhoods.clone())
        } else {
            (Level::District, districts)
        };
        let inside: Vec<u32> = scope.map_or_else(
            || (0_u32..).take(study.areas.neighbourhood_count).collect(),
            |at| study.areas.get(at).neighbourhoods.clone(),
        );
        let counting = study.facilities.of_type(&study.grants, &selection, service_type);
        let of_places = Places::new(study, &query, &inside);
        let mut places: Vec<Place> = counting.iter().map(|place| of_places.of(*place)).collect();
        places.sort_by(|a, b| {
            let alone = |of: &Place| of.alone.unwrap_or(-1.0);
            alone(b).total_cmp(&alone(a)).then_with(|| a.id.cmp(&b.id))
        });
        let confidential = study.demand_confidential();
        let caveats = caveats::about(
            study,
            &query,
            &Account {
                counted: Some(Counted::new(study, counting, Some(service_type))),
                people: Some(People::of(inside.clone())),
                ..Account::default()
            },
            &Rounding::default(),
        );
        let norm = selection.norm(study, service_type);
        let share = |factor: f64| {
            let metres = Metres(norm.0 * factor);
            share_within(study, &query, service_type, &inside, metres).map(|share| (metres, share))
        };
        // Two norms would tell who live between them.
        let told = !confidential;
        Ok(Self {
            longer_way: share(1.0 / 1.25).filter(|_| told).map(|(_, share)| share),
            other_norms: share(0.75).zip(share(1.25)).filter(|_| told),
            choice: (!confidential).then(|| choice(study, &query, service_type, &inside)),
            pairs: pairs(study, &query, &of_places),
            gaps: largest_gaps(study, &query, service_type, level),
            closing: (!closed.is_empty()).then(|| closing_of(ask, &query, service_type, &of_places, &closed)),
            resolution_error: coverage::resolution_error(study, &selection, service_type),
            ask,
            query,
            service_type,
            whole,
            everywhere,
            level,
            parts: parts.into_iter().filter(|of| scope != of.place).collect(),
            neighbourhoods,
            places,
            caveats,
        })
    }

    /// The study that is reported on.
    pub fn study(&self) -> &Study {
        self.ask.study
    }

    /// The facilities that the report is about: all, or of a part of the city those that stand there.
    pub fn shown(&self) -> Vec<&Place> {
        let shown = self.places.iter().filter(|of| self.everywhere || of.inside);
        shown.collect()
    }

    /// The facilities that count, as they are spoken of.
    pub fn supply(&self) -> Supply<'_> {
        Supply {
            study: self.ask.study,
            selection: &self.query.selection,
            service_type: Some(self.service_type),
            count: self.places.len(),
            within: None,
        }
    }
}
