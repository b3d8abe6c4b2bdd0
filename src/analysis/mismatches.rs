//! Where money and facilities do not fit: grants for nothing that is known, and facilities that should be paid for and are not.

use jiff::civil::Date;

use super::spending::Only;
use crate::domain::{Cents, Grant, MunicipalRole};
use crate::study::Study;

/// The question.
#[derive(Clone, Debug)]
pub struct Params {
    pub date: Date,
    pub only: Only,
}

/// What does not fit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A grant in force names no facility.
    GrantWithoutFacility,
    /// A grant in force names a facility that nobody knows.
    GrantForUnknownFacility,
    /// A grant in force names a facility that is closed, or not open yet.
    GrantForFacilityNotOpen,
    /// An open facility of which the source states a subsidy or commission has no grant in force.
    FacilityWithoutGrant,
    /// All grants of an open facility have ended, and the source does not state that it goes without.
    GrantEnded,
}

impl Kind {
    /// The name in answers.
    pub fn name(self) -> &'static str {
        match self {
            Self::GrantWithoutFacility => "grantWithoutFacility",
            Self::GrantForUnknownFacility => "grantForUnknownFacility",
            Self::GrantForFacilityNotOpen => "grantForFacilityNotOpen",
            Self::FacilityWithoutGrant => "facilityWithoutGrant",
            Self::GrantEnded => "grantEnded",
        }
    }
}

/// One mismatch.
#[derive(Clone, Debug, PartialEq)]
pub struct Mismatch {
    pub kind: Kind,
    /// Place of the grant in the study's list: that in force, or the last that ended; none where there never was one.
    pub grant: Option<usize>,
    /// The facility as the grant names it; none where it names none.
    pub facility: Option<String>,
    /// Its place in the study's list, where it is known.
    pub place: Option<u32>,
    /// A year's money: of a grant in force what goes there, of those that ended last what went there.
    pub cents: Option<Cents>,
    /// The day on which the last grant ended.
    pub ended: Option<Date>,
}

/// By kind, grant and facility.
#[derive(Clone, Debug, PartialEq)]
pub struct Report {
    pub mismatches: Vec<Mismatch>,
}

/// Finds what does not fit.
pub fn run(study: &Study, params: &Params) -> Report {
    let mut mismatches = of_grants(study, params);
    mismatches.extend(of_facilities(study, params));
    mismatches.sort_by(|a, b| {
        let grant = |of: &Mismatch| of.grant.map(|at| study.grants[at].id.clone());
        (a.kind, grant(a), &a.facility).cmp(&(b.kind, grant(b), &b.facility))
    });
    Report { mismatches }
}

/// Grants in force that are for nothing that is open.
fn of_grants(study: &Study, params: &Params) -> Vec<Mismatch> {
    let mut found: Vec<Mismatch> = Vec::new();
    for part in params.only.parts(study, params.date) {
        let id = part.facility.and_then(|at| part.of.facilities.get(at));
        let kind = match (id, part.facility_in(study)) {
            (None, _) => Kind::GrantWithoutFacility,
            (_, None) => Kind::GrantForUnknownFacility,
            (_, Some(of)) if !of.facility.valid_on(params.date) => Kind::GrantForFacilityNotOpen,
            _ => continue,
        };
        let facility = id.map(ToString::to_string);
        let same = |of: &&mut Mismatch| of.grant == Some(part.grant) && of.facility == facility;
        // The partners of a joint budget have one mismatch together.
        if let Some(known) = found
            .iter_mut()
            .rev()
            .take_while(|of| of.grant == Some(part.grant))
            .find(same)
        {
            known.cents = known.cents.zip(part.cents).map(|(a, b)| a + b);
            continue;
        }
        found.push(Mismatch {
            kind,
            grant: Some(part.grant),
            facility,
            place: part.place,
            cents: part.cents,
            ended: None,
        });
    }
    found
}

/// Open facilities that nothing pays for though something should.
fn of_facilities(study: &Study, params: &Params) -> Vec<Mismatch> {
    let Params { date, only } = params;
    let places = study.facilities.in_order().into_iter();
    let open = places.filter(|place| study.facilities.get(*place).facility.valid_on(*date));
    open.filter(|place| only.asks(study, Some(*place)))
        .filter_map(|place| of_facility(study, place, *date, only.scheme.as_deref()))
        .collect()
}

fn of_facility(study: &Study, place: u32, date: Date, scheme: Option<&str>) -> Option<Mismatch> {
    let of = study.facilities.get(place);
    let grants: Vec<(usize, usize, &Grant)> = of
        .grants
        .iter()
        .filter_map(|(grant, index)| Some((*grant, *index, study.grants.get(*grant)?)))
        .collect();
    if grants.iter().any(|(_, _, grant)| grant.in_force(date)) {
        return None;
    }
    let stated = of.facility.municipal_role;
    let ended = |grant: &Grant| grant.to.filter(|to| *to <= date);
    let all_ended = !grants.is_empty() && grants.iter().all(|(_, _, grant)| ended(grant).is_some());
    let kind = match stated {
        _ if all_ended && stated != Some(MunicipalRole::None) => Kind::GrantEnded,
        Some(MunicipalRole::Subsidy | MunicipalRole::Commission | MunicipalRole::Both) => {
            Kind::FacilityWithoutGrant
        }
        _ => return None,
    };
    let last = grants.iter().filter_map(|(_, _, grant)| ended(grant)).max();
    let mut of_last: Vec<_> = grants
        .into_iter()
        .filter(|(_, _, grant)| last.is_some() && ended(grant) == last)
        .collect();
    of_last.sort_by(|(_, _, a), (_, _, b)| a.id.cmp(&b.id));
    // A scheme is asked: only what it paid for last.
    let of_scheme = |(_, _, grant): &(usize, usize, &Grant)| grant.scheme.as_deref() == scheme;
    if scheme.is_some() && !of_last.iter().any(of_scheme) {
        return None;
    }
    let cents = of_last.iter().map(|(_, index, grant)| grant.cents_for(*index));
    Some(Mismatch {
        kind,
        grant: of_last.first().map(|(grant, _, _)| *grant),
        facility: Some(of.facility.id.to_string()),
        place: Some(place),
        cents: cents.reduce(|a, b| Some(a? + b?)).flatten(),
        ended: last,
    })
}
