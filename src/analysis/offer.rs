//! What is there: the facilities of each type in an area, what the municipality has to do with them, and how much they offer.

use std::collections::BTreeSet;

use crate::domain::{Facility, MunicipalRole};
use crate::study::{Selection, Study};

/// The question.
#[derive(Clone, Debug)]
pub struct Params {
    pub selection: Selection,
    /// The areas to answer for, as places in the study's list.
    pub areas: Vec<u32>,
}

/// A sum over those facilities that tell it.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Told {
    /// None: no facility tells it.
    pub sum: Option<f64>,
    /// How many do.
    pub by: u64,
}

impl Told {
    fn add(&mut self, value: Option<f64>) {
        if let Some(value) = value {
            self.sum = Some(self.sum.unwrap_or(0.0) + value);
            self.by += 1;
        }
    }
}

/// What the municipality has to do with how many facilities; each counts once.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Roles {
    pub subsidy: u64,
    pub commission: u64,
    pub both: u64,
    pub none: u64,
    pub unknown: u64,
}

impl Roles {
    fn add(&mut self, role: Option<MunicipalRole>) {
        let count = match role {
            Some(MunicipalRole::Subsidy) => &mut self.subsidy,
            Some(MunicipalRole::Commission) => &mut self.commission,
            Some(MunicipalRole::Both) => &mut self.both,
            Some(MunicipalRole::None) => &mut self.none,
            None => &mut self.unknown,
        };
        *count += 1;
    }
}

/// The facilities of one type in one area.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Row {
    /// Place of the area in the study's list.
    pub area: u32,
    /// Place of the type in the taxonomy; none: not classified.
    pub service_type: Option<usize>,
    pub facility_count: u64,
    pub roles: Roles,
    pub organisations: u64,
    /// Those that the city calls a finding place.
    pub finding_places: u64,
    /// Specialist care that could become general.
    pub conversion_candidates: u64,
    /// Those that ask a contribution by income on the date.
    pub income_contributions: u64,
    /// Those of which it is not known what they ask.
    pub contribution_unknown: u64,
    pub capacity: Told,
    pub floor_area_m2: Told,
    pub visitors_per_year: Told,
}

/// By area in the order asked, and by type; types of which an area has none are left out.
#[derive(Clone, Debug, PartialEq)]
pub struct Report {
    pub rows: Vec<Row>,
}

/// Counts what counts for the selection and stands in each area.
pub fn run(study: &Study, params: &Params) -> Report {
    let selection = &params.selection;
    let mut standing: Vec<Vec<u32>> = vec![Vec::new(); study.areas.neighbourhood_count];
    for place in study.facilities.located(&study.grants, selection) {
        let of = study.facilities.get(place);
        if let Some(at) = of
            .neighbourhood
            .filter(|_| selection.asks(study, of.service_type))
        {
            standing[at as usize].push(place);
        }
    }
    let mut rows = Vec::new();
    for area in &params.areas {
        let members: BTreeSet<u32> = study.areas.get(*area).neighbourhoods.iter().copied().collect();
        let mut places: Vec<u32> = members
            .iter()
            .flat_map(|at| &standing[*at as usize])
            .copied()
            .collect();
        // Those that are not classified come after all types.
        let kind = |place: &u32| {
            let of = study.facilities.get(*place).service_type;
            (of.is_none(), of)
        };
        places.sort_by_key(|place| (kind(place), *place));
        rows.extend(
            places
                .chunk_by(|a, b| kind(a) == kind(b))
                .map(|of_type| row(study, selection, *area, of_type)),
        );
    }
    Report { rows }
}

fn row(study: &Study, selection: &Selection, area: u32, places: &[u32]) -> Row {
    let mut row = Row {
        area,
        service_type: places
            .first()
            .and_then(|place| study.facilities.get(*place).service_type),
        facility_count: places.len() as u64,
        ..Row::default()
    };
    let mut organisations = BTreeSet::new();
    for place in places {
        let of: &Facility = &study.facilities.get(*place).facility;
        row.roles
            .add(study.facilities.role(*place, &study.grants, selection.date));
        organisations.extend(of.organisation.as_deref());
        row.finding_places += u64::from(of.finding_place == Some(true));
        row.conversion_candidates += u64::from(of.conversion_candidate == Some(true));
        match of.asks_by_income(selection.date) {
            Some(yes) => row.income_contributions += u64::from(yes),
            None => row.contribution_unknown += 1,
        }
        row.capacity.add(of.capacity);
        row.floor_area_m2.add(of.floor_area_m2);
        row.visitors_per_year.add(of.visitors_per_year);
    }
    row.organisations = organisations.len() as u64;
    row
}
