//! Where do we pay twice: facilities of one type that serve the same people, and who depends on one of them alone.

use geo::{Distance, Euclidean, Point};

use crate::domain::facility::EVERYONE;
use crate::domain::units::ratio;
use crate::domain::{Euros, Metres, PopulationGroup};
use crate::study::{Reach, Selection, Study, Travel};

/// The question.
#[derive(Clone, Debug)]
pub struct Params {
    pub selection: Selection,
    /// Least share of joint reach, 0–1; the settings give the city's.
    pub jaccard: f64,
    /// Facilities, as places in the study's list, ascending: only they and the pairs that hold one of them are told. None: all.
    pub of: Option<Vec<u32>>,
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
        if among(&study.counting(selection, service_type), params.of.as_deref()).is_empty() {
            continue;
        }
        let reach = study.reach(selection, service_type);
        let sets = Sets::of(study, &reach, selection.group, params.of.as_deref());
        report.unique.extend(sets.asked().map(|at| Unique {
            facility: sets.facilities[at as usize],
            residents_in_reach: sets.single[at as usize],
            unique_coverage: sets.alone[at as usize],
        }));
        sets.pairs(|a, b, shared| {
            let either = sets.single[a as usize] + sets.single[b as usize] - shared;
            let Some(jaccard) = ratio(shared, either).filter(|share| *share >= params.jaccard) else {
                return;
            };
            let (a, b) = (sets.facilities[a as usize], sets.facilities[b as usize]);
            report
                .overlaps
                .extend(overlap(study, selection, service_type, a, b, jaccard, shared));
        });
    }
    report
}

/// Residents in reach, and those who have no other, of the facilities of a selection; of `of` alone where it is given. It looks
/// at no pairs, and is quick where very many are near each other.
pub fn unique(study: &Study, selection: &Selection, of: Option<&[u32]>) -> Vec<Unique> {
    let mut all = Vec::new();
    for service_type in selection.types(study) {
        let asked = among(&study.counting(selection, service_type), of);
        if asked.is_empty() {
            continue;
        }
        let reach = study.reach(selection, service_type);
        let mut found: Vec<Unique> = asked
            .iter()
            .map(|facility| Unique {
                facility: *facility,
                residents_in_reach: 0.0,
                unique_coverage: 0.0,
            })
            .collect();
        reach.sets_among(study, selection.group, asked, |near, all, weight| {
            for at in near {
                let of = &mut found[*at as usize];
                of.residents_in_reach += weight;
                if all == 1 {
                    of.unique_coverage += weight;
                }
            }
        });
        all.append(&mut found);
    }
    all
}

/// How often [`run`] meets two facilities at one demand point, at most: its work goes with that, and its memory is less.
pub fn meetings(study: &Study, params: &Params) -> f64 {
    let selection = &params.selection;
    let of_type = |service_type| {
        let asked = among(&study.counting(selection, service_type), params.of.as_deref()).len();
        if asked == 0 {
            return 0.0;
        }
        let reach = study.reach(selection, service_type);
        let meeting: Vec<u32> = match &params.of {
            None => (0_u32..).take(study.areas.neighbourhood_count).collect(),
            Some(of) => Travel::straight(study, around(study, &reach, of), reach.norm)
                .around(study)
                .collect(),
        };
        let counts = meeting
            .into_iter()
            .filter_map(|neighbourhood| Some((reach.of(neighbourhood)?, study.demand.of(neighbourhood))))
            .flat_map(|(block, points)| points.map(|point| f64::from(block.count(point))));
        counts.map(|count| count * count.min(asked as f64)).sum::<f64>()
    };
    selection.types(study).into_iter().map(of_type).sum()
}

/// Those of `facilities` that are asked.
fn among(facilities: &[u32], of: Option<&[u32]>) -> Vec<u32> {
    let is_asked = |place: &u32| of.is_none_or(|of| of.binary_search(place).is_ok());
    facilities.iter().copied().filter(is_asked).collect()
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

/// Who reaches what: the demand points in reach of each facility, and the facilities in reach of each point. Facilities go by
/// their place in `facilities`, points by the order in which they were met.
struct Sets {
    /// Those that matter, as places in the study's list, ascending.
    facilities: Vec<u32>,
    /// Which of them are asked; none: all.
    asked: Option<Vec<bool>>,
    /// Residents in reach of each.
    single: Vec<f64>,
    /// Those of them who have no other.
    alone: Vec<f64>,
    /// Points that reach several: their weight, and where their part of `near` ends.
    points: Vec<(f64, usize)>,
    /// The facilities of those points, point after point.
    near: Vec<u32>,
}

impl Sets {
    fn of(study: &Study, reach: &Reach, group: PopulationGroup, of: Option<&[u32]>) -> Self {
        let facilities = match of {
            None => reach.facilities.clone(),
            Some(of) => around(study, reach, of),
        };
        let count = facilities.len();
        let mut sets = Self {
            asked: of.map(|of| {
                facilities
                    .iter()
                    .map(|place| of.binary_search(place).is_ok())
                    .collect()
            }),
            facilities,
            single: vec![0.0; count],
            alone: vec![0.0; count],
            points: Vec::new(),
            near: Vec::new(),
        };
        let facilities = sets.facilities.clone();
        reach.sets_among(study, group, facilities, |near, all, weight| {
            for at in near {
                sets.single[*at as usize] += weight;
            }
            match near {
                [only] if all == 1 => sets.alone[*only as usize] += weight,
                [] | [_] => (),
                several => {
                    sets.near.extend_from_slice(several);
                    sets.points.push((weight, sets.near.len()));
                }
            }
        });
        sets
    }

    fn is_asked(&self, at: u32) -> bool {
        self.asked.as_ref().is_none_or(|asked| asked[at as usize])
    }

    fn asked(&self) -> impl Iterator<Item = u32> {
        (0_u32..)
            .take(self.facilities.len())
            .filter(|at| self.is_asked(*at))
    }

    /// Calls `each` for every pair that shares residents and of which one is asked, the lower place first, in the order of the
    /// pairs: with the residents shared. Facility by facility, so that it takes no memory for all pairs at once.
    fn pairs(&self, mut each: impl FnMut(u32, u32, f64)) {
        let (ends, of_facilities) = self.points_of_facilities();
        let mut shared = vec![0.0; self.facilities.len()];
        let mut met: Vec<u32> = Vec::new();
        let mut start_of_facility = 0;
        for (at, end_of_facility) in (0_u32..).zip(ends) {
            let asked = self.is_asked(at);
            for point in &of_facilities[start_of_facility..end_of_facility] {
                let point = *point as usize;
                let start = point.checked_sub(1).map_or(0, |before| self.points[before].1);
                let (weight, end) = self.points[point];
                let near = &self.near[start..end];
                let later = near.partition_point(|other| *other <= at);
                for other in &near[later..] {
                    if asked || self.is_asked(*other) {
                        if shared[*other as usize] == 0.0 {
                            met.push(*other);
                        }
                        shared[*other as usize] += weight;
                    }
                }
            }
            start_of_facility = end_of_facility;
            met.sort_unstable();
            for other in met.drain(..) {
                each(at, other, std::mem::take(&mut shared[other as usize]));
            }
        }
    }

    /// The points of every facility, facility after facility, and where the part of each ends.
    fn points_of_facilities(&self) -> (Vec<usize>, Vec<u32>) {
        let mut next = vec![0; self.facilities.len()];
        for at in &self.near {
            next[*at as usize] += 1;
        }
        let mut start = 0;
        for of in &mut next {
            start += std::mem::replace(of, start);
        }
        let mut points = vec![0; self.near.len()];
        let mut start = 0;
        for (point, (_, end)) in (0_u32..).zip(&self.points) {
            for at in &self.near[start..*end] {
                points[next[*at as usize]] = point;
                next[*at as usize] += 1;
            }
            start = *end;
        }
        (next, points)
    }
}

/// The facilities of a reach that may share residents with one of `of`: who is in reach of both is within the norm of each.
fn around(study: &Study, reach: &Reach, of: &[u32]) -> Vec<u32> {
    let asked = among(&reach.facilities, Some(of));
    let twice = Travel::straight(study, asked, Metres(reach.norm.0 * 2.0 * (1.0 + 1e-9)));
    let near = |place: &u32| {
        let mut found = false;
        if let Some(at) = study.facilities.location(*place) {
            twice.within(at, |_| found = true);
        }
        found
    };
    reach.facilities.iter().copied().filter(near).collect()
}
