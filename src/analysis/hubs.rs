//! What stands together: places where facilities of several kinds or several organisations are found.
//!
//! Hubs are clusters by complete linkage (see [`crate::spatial::clusters`]): no two facilities of a hub lie farther apart than
//! the diameter that the settings give, in plain metres.

use std::collections::BTreeMap;

use geo::Coord;

use crate::domain::{Facility, Metres};
use crate::spatial::clusters::{self, Cluster};
use crate::study::{Selection, Study};

/// The question.
#[derive(Clone, Debug)]
pub struct Params {
    /// With a service type only the hubs that hold it; facilities of every type make the hubs all the same.
    pub selection: Selection,
    /// Widest that a hub may be; the settings give the city's.
    pub diameter: Metres,
    /// Facilities, as places in the study's list, ascending: only hubs that hold one of them are told. None: all.
    pub of: Option<Vec<u32>>,
}

/// Facilities that stand together.
#[derive(Clone, Debug, PartialEq)]
pub struct Hub {
    /// Places of its facilities in the study's list, by id.
    pub facilities: Vec<u32>,
    /// The mean of where they stand.
    pub centre: Coord<f64>,
    /// Plain metres between the two farthest apart.
    pub width: Metres,
    /// Places in the taxonomy of the types that it holds, each once; what is not classified adds none.
    pub service_types: Vec<usize>,
    /// The known organisations, each once, however it is capitalised, as the facility with the lowest id writes it.
    pub organisations: Vec<String>,
    /// Whether all have the same known address and postcode, capitals and surrounding blanks aside.
    pub same_address: bool,
    /// Whether people are found there: one says so, or all say not; none: not known.
    pub finding_place: Option<bool>,
    /// Place of the neighbourhood in which the centre lies; none outside the city.
    pub neighbourhood: Option<u32>,
}

impl Hub {
    /// The id in answers: that of its facility with the lowest id.
    pub fn id(&self, study: &Study) -> String {
        let first = self.facilities.first();
        let id = first.map(|place| study.facilities.get(*place).facility.id.as_str());
        format!("hub:{}", id.unwrap_or_default())
    }
}

/// Hubs by their lowest facility id.
#[derive(Clone, Debug, PartialEq)]
pub struct Report {
    pub hubs: Vec<Hub>,
}

/// Finds the hubs: clusters that hold two or more service types or two or more organisations.
pub fn run(study: &Study, params: &Params) -> Report {
    let selection = &params.selection;
    let mut places = study.facilities.located(&study.grants, selection);
    if let Some(of) = &params.of {
        places = linked(study, places, of, params.diameter);
    }
    let points: Vec<Coord<f64>> = places
        .iter()
        .filter_map(|place| study.facilities.location(*place))
        .collect();
    let hubs = clusters::complete_linkage(&points, params.diameter.0)
        .iter()
        .map(|cluster| hub(study, &places, &points, cluster))
        .filter(|hub| hub.service_types.len() > 1 || hub.organisations.len() > 1)
        .filter(|hub| {
            let mut types = hub.service_types.iter();
            selection.service_type.is_none() || types.any(|of| selection.asks(study, Some(*of)))
        })
        .filter(|hub| {
            let mut members = hub.facilities.iter();
            let of = params.of.as_ref();
            of.is_none_or(|of| members.any(|place| of.binary_search(place).is_ok()))
        })
        .collect();
    Report { hubs }
}

/// Those of some places that are linked to one of `of` by steps no longer than the diameter, in their order. Facilities that are
/// not so linked are never in one cluster, and play no part in how the others come together.
fn linked(study: &Study, mut places: Vec<u32>, of: &[u32], diameter: Metres) -> Vec<u32> {
    let mut left = vec![false; study.facilities.list.len()];
    for place in &places {
        left[*place as usize] = true;
    }
    let mut open: Vec<u32> = of.to_vec();
    open.retain(|place| std::mem::take(&mut left[*place as usize]));
    let mut found = vec![false; left.len()];
    while let Some(place) = open.pop() {
        found[place as usize] = true;
        let Some(at) = study.facilities.location(place) else {
            continue;
        };
        // A little more is surely not less.
        let near = study.facilities.tree().near(at, diameter.0 * (1.0 + 1e-9));
        open.extend(
            near.into_iter()
                .filter(|other| std::mem::take(&mut left[*other as usize])),
        );
    }
    places.retain(|place| found[*place as usize]);
    places
}

/// A text by which two spellings of the same are told to be the same; none: nothing is written.
fn folded(text: Option<&String>) -> Option<String> {
    let text = text.map(|text| text.trim().to_lowercase());
    text.filter(|text| !text.is_empty())
}

fn hub(study: &Study, places: &[u32], points: &[Coord<f64>], cluster: &Cluster) -> Hub {
    let facilities: Vec<u32> = cluster.members.iter().map(|at| places[*at as usize]).collect();
    let records: Vec<&Facility> = facilities
        .iter()
        .map(|place| &study.facilities.get(*place).facility)
        .collect();
    let sum = cluster
        .members
        .iter()
        .fold(Coord::zero(), |sum, at| sum + points[*at as usize]);
    let centre = sum / cluster.members.len() as f64;
    let mut service_types: Vec<usize> = facilities
        .iter()
        .filter_map(|place| study.facilities.get(*place).service_type)
        .collect();
    service_types.sort_unstable();
    service_types.dedup();
    let mut organisations = BTreeMap::new();
    for facility in &records {
        if let (Some(key), Some(name)) = (folded(facility.organisation.as_ref()), &facility.organisation) {
            organisations.entry(key).or_insert_with(|| name.trim().to_owned());
        }
    }
    let address = |of: &Facility| Some((folded(of.address.as_ref())?, folded(of.postcode.as_ref())?));
    let first = records.first().and_then(|of| address(of));
    let finding = |said: bool| move |of: &&Facility| of.finding_place == Some(said);
    Hub {
        facilities,
        centre,
        width: Metres(cluster.width),
        service_types,
        organisations: organisations.into_values().collect(),
        same_address: first.is_some() && records.iter().all(|of| address(of) == first),
        finding_place: if records.iter().any(finding(true)) {
            Some(true)
        } else {
            records.iter().all(finding(false)).then_some(false)
        },
        neighbourhood: study.areas.neighbourhood_at(centre),
    }
}
