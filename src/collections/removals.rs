//! Removals: what the residents lose when facilities stop, one by one and together.

use std::collections::HashMap;

use geo::{Geometry, Point};

use super::areas::SUPPRESSED;
use super::explain::{self, Account, Figure};
use super::suppression::{city_hidden, small};
use super::{Collection, Parameter, Query};
use crate::analysis::{overlaps, removal};
use crate::domain::feature::{Feature, GeometryKind, Kind, Property, Schema, Value};
use crate::domain::{Facility, Layer};
use crate::study::{Selection, Study};

/// The collection.
pub struct Removals;

const PROPERTIES: [Property; 13] = [
    Property::new(
        "setSize",
        Kind::Integer,
        "Hoeveel voorzieningen samen ophouden",
        "How many facilities stop together",
    ),
    Property::new(
        "rank",
        Kind::Integer,
        "Plaats binnen soort en aantal: 1 verliest de minste inwoners",
        "Place within type and number: 1 loses the fewest residents",
    ),
    Property::new(
        "facilities",
        Kind::TextList,
        "Voorzieningen die ophouden",
        "Facilities that stop",
    ),
    Property::new(
        "names",
        Kind::TextList,
        "Hun namen; het kenmerk waar er geen is",
        "Their names; the id where there is none",
    ),
    Property::new("serviceType", Kind::Text, "Soort voorziening", "Service type"),
    Property::new(
        "residentsLost",
        Kind::Number,
        "Inwoners die er geen meer binnen de normafstand hebben",
        "Residents who have none within the norm distance any more",
    ),
    Property::new(
        "residentsLostShare",
        Kind::Number,
        "Dat deel van de inwoners die er eerst een hadden (0–1)",
        "Share of the residents who had one before (0–1)",
    ),
    Property::new(
        "coverageBefore",
        Kind::Number,
        "Deel van de inwoners van de stad binnen de normafstand, nu (0–1)",
        "Share of the city's residents within the norm distance, now (0–1)",
    ),
    Property::new(
        "coverageAfter",
        Kind::Number,
        "Datzelfde deel daarna (0–1)",
        "The same share afterwards (0–1)",
    ),
    Property::new(
        "eurosPerYear",
        Kind::Number,
        "Euro per jaar die vrijkomen; leeg als van één het bedrag onbekend is",
        "Euros a year that are saved; empty where the amount of one is unknown",
    )
    .in_unit("EUR/a"),
    Property::new(
        "lossPerEuro",
        Kind::Number,
        "Inwoners die de voorziening verliezen per bespaarde euro per jaar",
        "Residents who lose the service per euro a year saved",
    ),
    Property::new(
        "eurosKnown",
        Kind::Boolean,
        "Van alle is bekend wat zij kosten",
        "What they cost is known of all",
    ),
    Property::new(
        "method",
        Kind::Text,
        "Alle mogelijkheden vergeleken (exact) of stap voor stap uitgebreid (stepwise)",
        "Every set compared (exact) or grown one by one (stepwise)",
    ),
];

impl Collection for Removals {
    fn id(&self) -> &'static str {
        "removals"
    }

    fn title_nl(&self) -> &'static str {
        "Wegvallen"
    }

    fn title_en(&self) -> &'static str {
        "Removals"
    }

    fn description_nl(&self) -> &'static str {
        "Wie de voorziening kwijtraakt als zij ophoudt: elke voorziening alleen, en van elk aantal tot k samen die waarbij de minste \
        inwoners er geen meer binnen de normafstand hebben. Twee tweelingen verliezen elk alleen niemand en samen iedereen: samen is \
        geteld, niet opgeteld. Tot drie zijn alle mogelijkheden vergeleken; grotere zijn stap voor stap uitgebreid, en zeggen dat."
    }

    fn description_en(&self) -> &'static str {
        "Who loses the service when it stops: each facility alone, and for each number up to k together those with which the fewest \
        residents have none within the norm distance any more. Two twins lose nobody alone and everybody together: together is \
        counted, not added up. Up to three every set is compared; larger ones are grown one by one, and say so."
    }

    fn geometry(&self) -> GeometryKind {
        GeometryKind::Point
    }

    fn parameters(&self) -> &'static [Parameter] {
        &[
            Parameter::ServiceType,
            Parameter::Distance,
            Parameter::Group,
            Parameter::Mode,
            Parameter::Date,
            Parameter::Datetime,
            Parameter::Role,
            Parameter::Area,
            Parameter::K,
        ]
    }

    fn layers(&self) -> &'static [Layer] {
        &[
            Layer::Facilities,
            Layer::Grants,
            Layer::Neighbourhoods,
            Layer::Demand,
        ]
    }

    fn schema(&self, study: &Study, _: &Query) -> Schema {
        let mut properties = PROPERTIES.to_vec();
        if study.demand_confidential() {
            properties.push(SUPPRESSED);
        }
        Schema {
            geometry: GeometryKind::Point,
            properties,
        }
    }

    fn features(&self, study: &Study, query: &Query) -> Vec<Feature> {
        let params = removal::Params {
            selection: query.selection.clone(),
            k: query.k,
        };
        let removals = removal::run(study, &params).removals;
        let mut hidden = Hidden::new(study, query, &removals);
        let inside = |place: &u32| query.covers(study, study.facilities.get(*place).neighbourhood);
        removals
            .iter()
            .filter(|removal| removal.facilities.iter().any(inside))
            .map(|removal| feature(study, removal, hidden.as_mut().map(|hidden| hidden.of(removal))))
            .collect()
    }

    fn account(&self, figure: &Figure) -> Account {
        explain::stopping::removal(figure)
    }

    fn travels(&self, _: &Query) -> bool {
        true
    }
}

/// What may not be told where residents are observed people.
struct Hidden<'a> {
    study: &'a Study,
    selection: &'a Selection,
    /// Per type, whether nothing may be told of the whole city.
    city: HashMap<usize, bool>,
    /// Per facility, residents who lose the service when it alone stops.
    alone: HashMap<u32, f64>,
    /// Residents in reach of both of two facilities, where the overlaps tell of them.
    both: HashMap<[u32; 2], f64>,
}

/// What is not told of one removal.
#[derive(Clone, Copy)]
struct Untold {
    /// Neither how many the city serves now.
    city: bool,
    /// Nor how many are lost, and what follows from that.
    lost: bool,
}

impl<'a> Hidden<'a> {
    /// None where every figure may be told.
    fn new(study: &'a Study, query: &'a Query, removals: &[removal::Removal]) -> Option<Self> {
        if !study.demand_confidential() {
            return None;
        }
        let params = overlaps::Params {
            selection: query.selection.clone(),
            jaccard: study.settings.overlap_jaccard,
            of: None,
        };
        let overlaps = overlaps::run(study, &params).overlaps.into_iter();
        let alone = removals.iter().filter_map(|removal| match *removal.facilities {
            [only] => Some((only, removal.residents_lost)),
            _ => None,
        });
        Some(Self {
            study,
            selection: &query.selection,
            city: HashMap::new(),
            alone: alone.collect(),
            both: overlaps.map(|of| ([of.a, of.b], of.shared_residents)).collect(),
        })
    }

    fn of(&mut self, removal: &removal::Removal) -> Untold {
        let of = removal.service_type;
        let city = *self
            .city
            .entry(of)
            .or_insert_with(|| city_hidden(self.study, self.selection, of));
        // By subtraction a reader has those of each part of the set, those who are left, and, beside an overlap, those who have
        // more than the two.
        let lost = city
            || removal.fewest.is_some_and(small)
            || small(removal.residents_served)
            || small(self.beyond(removal));
        Untold { city, lost }
    }

    /// Residents in reach of both of a pair and of others, as far as the overlaps tell of the pair; else none.
    fn beyond(&self, removal: &removal::Removal) -> f64 {
        let [a, b] = *removal.facilities else {
            return 0.0;
        };
        let alone = |place: u32| self.alone.get(&place).copied().unwrap_or_default();
        let only_these = removal.residents_lost - alone(a) - alone(b);
        self.both.get(&[a, b]).map_or(0.0, |both| both - only_these)
    }
}

/// An id of a facility as part of that of a set, where a plus stands between two.
fn part(id: &str) -> String {
    id.replace('%', "%25").replace('+', "%2B")
}

fn feature(study: &Study, removal: &removal::Removal, untold: Option<Untold>) -> Feature {
    let facilities: Vec<&Facility> = removal
        .facilities
        .iter()
        .map(|place| &study.facilities.get(*place).facility)
        .collect();
    let texts = |of: fn(&&Facility) -> String| facilities.iter().map(of).collect::<Vec<String>>();
    let count = |number: usize| Value::integer(i64::try_from(number).ok());
    let code = study.taxonomy.types()[removal.service_type].code.to_string();
    let hidden = untold.is_some_and(|untold| untold.lost);
    let told = |figure: Option<f64>| Value::number(figure.filter(|_| !hidden));
    let before = removal
        .coverage_before
        .filter(|_| !untold.is_some_and(|untold| untold.city));
    let mut values = vec![
        count(removal.facilities.len()),
        count(removal.rank),
        Value::TextList(texts(|of| of.id.to_string())),
        Value::TextList(texts(|of| of.name.clone().unwrap_or_else(|| of.id.to_string()))),
        Value::Text(code.clone()),
        told(Some(removal.residents_lost)),
        told(removal.lost_share),
        Value::number(before),
        told(removal.coverage_after),
        Value::number(removal.euros_per_year.map(|euros| euros.0)),
        told(removal.loss_per_euro),
        Value::Boolean(removal.euros_per_year.is_some()),
        Value::Text(removal.method.name().to_owned()),
    ];
    if untold.is_some() {
        values.push(Value::Boolean(hidden));
    }
    let places: Vec<Point<f64>> = facilities.iter().filter_map(|of| of.location).collect();
    Feature {
        id: format!("{code}:{}", texts(|of| part(of.id.as_str())).join("+")),
        geometry: mean(&places).map(Geometry::Point),
        values,
    }
}

/// The mean of some points; none of none.
fn mean(points: &[Point<f64>]) -> Option<Point<f64>> {
    let sum = points.iter().copied().reduce(|a, b| a + b)?;
    Some(sum / points.len() as f64)
}
