//! Where do we pay twice: facilities of one type that serve the same people, and who depends on one of them alone.

use std::collections::HashMap;

use geo::{Distance, Euclidean, Point};

use crate::domain::facility::EVERYONE;
use crate::domain::units::ratio;
use crate::domain::{Euros, Metres, PopulationGroup};
use crate::study::{Reach, Selection, Study};

/// The question.
#[derive(Clone, Debug)]
pub struct Params {
    pub selection: Selection,
    /// Least share of joint reach, 0–1; the settings give the city's.
    pub jaccard: f64,
}

/// Two facilities that do the same for the same people.
#[derive(Clone, Debug, PartialEq)]
pub struct Overlap {
    /// Places of the facilities in the study's list, the lower id first.
    pub a: u32,
    pub b: u32,
    /// Place of the service type in the taxonomy.
    pub service_type: usize,
    /// Residents in reach of both ÷ residents in reach of either.
    pub jaccard: f64,
    /// Plain metres between the two.
    pub distance: Metres,
    /// Residents of the group in reach of both.
    pub shared_residents: f64,
    /// Whether one of the two does not say whom it is for.
    pub target_group_unknown: bool,
    pub euros_per_year_a: Option<Euros>,
    pub euros_per_year_b: Option<Euros>,
}

/// What depends on one facility.
#[derive(Clone, Debug, PartialEq)]
pub struct Unique {
    /// Place of the facility in the study's list.
    pub facility: u32,
    /// Residents of the group within its norm distance.
    pub residents_in_reach: f64,
    /// Those of them who have no other: they lose the service if it alone stops.
    pub unique_coverage: f64,
}

/// Overlaps by type and ids; unique coverage by type and id.
#[derive(Clone, Debug, PartialEq)]
pub struct Report {
    pub overlaps: Vec<Overlap>,
    pub unique: Vec<Unique>,
}

/// Finds overlaps and unique coverage.
pub fn run(study: &Study, params: &Params) -> Report {
    let selection = &params.selection;
    let mut report = Report {
        overlaps: Vec::new(),
        unique: Vec::new(),
    };
    for service_type in selection.types(study) {
        let reach = study.reach(selection, service_type);
        if reach.facilities.is_empty() {
            continue;
        }
        let joint = JointReach::of(study, &reach, selection.group);
        for (index, facility) in reach.facilities.iter().enumerate() {
            report.unique.push(Unique {
                facility: *facility,
                residents_in_reach: joint.single[index],
                unique_coverage: joint.unique[index],
            });
        }
        let mut pairs: Vec<_> = joint.pairs.iter().collect();
        pairs.sort_unstable_by_key(|(pair, _)| **pair);
        for ((a, b), shared) in pairs {
            let either = joint.single[*a as usize] + joint.single[*b as usize] - shared;
            let Some(jaccard) = ratio(*shared, either).filter(|share| *share >= params.jaccard) else {
                continue;
            };
            let (a, b) = (reach.facilities[*a as usize], reach.facilities[*b as usize]);
            report
                .overlaps
                .extend(overlap(study, selection, service_type, a, b, jaccard, *shared));
        }
    }
    report
}

fn overlap(
    study: &Study,
    selection: &Selection,
    service_type: usize,
    a: u32,
    b: u32,
    jaccard: f64,
    shared_residents: f64,
) -> Option<Overlap> {
    let facilities = &study.facilities;
    let id = |place| &facilities.get(place).facility.id;
    let (a, b) = if id(b) < id(a) { (b, a) } else { (a, b) };
    let groups = |place| &facilities.get(place).facility.target_groups;
    let (of_a, of_b) = (groups(a), groups(b));
    let for_all = |groups: &[String]| groups.is_empty() || groups.iter().any(|group| group == EVERYONE);
    if !(for_all(of_a) || for_all(of_b) || of_a.iter().any(|group| of_b.contains(group))) {
        return None;
    }
    let (at_a, at_b) = (facilities.location(a)?, facilities.location(b)?);
    Some(Overlap {
        a,
        b,
        service_type,
        jaccard,
        distance: Metres(Euclidean.distance(Point(at_a), Point(at_b))),
        shared_residents,
        target_group_unknown: of_a.is_empty() || of_b.is_empty(),
        euros_per_year_a: facilities.euros_per_year(a, &study.grants, selection.date),
        euros_per_year_b: facilities.euros_per_year(b, &study.grants, selection.date),
    })
}

/// Residents in reach of each facility, of each pair, and of one alone; indices are places in the reach's list.
struct JointReach {
    single: Vec<f64>,
    unique: Vec<f64>,
    pairs: HashMap<(u32, u32), f64>,
}

impl JointReach {
    fn of(study: &Study, reach: &Reach, group: PopulationGroup) -> Self {
        let count = reach.facilities.len();
        let mut joint = Self {
            single: vec![0.0; count],
            unique: vec![0.0; count],
            pairs: HashMap::new(),
        };
        reach.sets(study, group, |near, weight| {
            if let [only] = near {
                joint.unique[*only as usize] += weight;
            }
            for (at, a) in near.iter().enumerate() {
                joint.single[*a as usize] += weight;
                for b in &near[at + 1..] {
                    *joint.pairs.entry((*a, *b)).or_insert(0.0) += weight;
                }
            }
        });
        joint
    }
}
