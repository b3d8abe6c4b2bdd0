//! The parts of grants: what one facility gets through one partner. Everything that is added up of money is added up of these.

use jiff::civil::Date;

use crate::domain::{Cents, Grant, Provision, ServiceTypeCode};
use crate::study::{Study, StudyFacility};

/// Which parts are asked.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Only {
    /// Those of facilities of a type.
    pub service_type: Option<ServiceTypeCode>,
    /// Those of facilities that stand in an area, as its place in the study's list.
    pub area: Option<u32>,
    /// Those of one scheme, letter by letter.
    pub scheme: Option<String>,
}

/// A part of a grant.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Part<'a> {
    /// Place of the grant in the study's list.
    pub grant: usize,
    pub of: &'a Grant,
    /// Which of the facilities that it names; none: it names none.
    pub facility: Option<usize>,
    /// Place of that facility in the study's list; none: nobody knows it.
    pub place: Option<u32>,
    /// Which of its partners; none: it names nobody.
    pub partner: Option<usize>,
    /// A year's money; none: the amount of the grant is unknown.
    pub cents: Option<Cents>,
}

impl<'a> Part<'a> {
    /// The facility that it is for, where that is known.
    pub fn facility_in(&self, study: &'a Study) -> Option<&'a StudyFacility> {
        self.place.map(|place| study.facilities.get(place))
    }

    /// What it pays for.
    pub fn provision(&self, study: &Study) -> Option<Provision> {
        provision(self.of, self.facility_in(study))
    }
}

/// What a grant pays for at one of its facilities: as its source says, else as the facility is. One that could become general
/// is specialist as yet; every other is general. None: neither is known.
pub fn provision(grant: &Grant, facility: Option<&StudyFacility>) -> Option<Provision> {
    grant.provision.or_else(|| {
        Some(match facility?.facility.conversion_candidate {
            Some(true) => Provision::Specialist,
            _ => Provision::General,
        })
    })
}

impl Only {
    /// Whether only money that goes to certain facilities is asked.
    pub fn by_facility(&self) -> bool {
        self.service_type.is_some() || self.area.is_some()
    }

    /// Whether money for a facility (none: for none that is known) is asked.
    pub fn asks(&self, study: &Study, place: Option<u32>) -> bool {
        if !self.by_facility() {
            return true;
        }
        let Some(of) = place.map(|place| study.facilities.get(place)) else {
            return false;
        };
        let of_type = self.service_type.is_none() || of.facility.service_type == self.service_type;
        of_type
            && self.area.is_none_or(|area| {
                let inside = &study.areas.get(area).neighbourhoods;
                of.neighbourhood.is_some_and(|at| inside.contains(&at))
            })
    }

    /// The parts of one grant that are asked, by facility and partner.
    pub fn parts_of<'a>(&self, study: &'a Study, grant: usize) -> Vec<Part<'a>> {
        let Some(of) = study.grants.get(grant) else {
            return Vec::new();
        };
        if self.scheme.is_some() && of.scheme != self.scheme {
            return Vec::new();
        }
        let cents = of.cents_by_facility_and_partner();
        let (facilities, partners) = (of.facilities.len(), of.partners().len());
        let mut parts = Vec::with_capacity(facilities.max(1) * partners.max(1));
        for row in 0..facilities.max(1) {
            let id = of.facilities.get(row);
            let place = id.and_then(|id| study.facilities.place(id.as_str()));
            if !self.asks(study, place) {
                continue;
            }
            for column in 0..partners.max(1) {
                parts.push(Part {
                    grant,
                    of,
                    facility: id.map(|_| row),
                    place,
                    partner: (partners > 0).then_some(column),
                    cents: cents.as_ref().map(|table| table[row][column]),
                });
            }
        }
        parts
    }

    /// The parts that are asked of all grants in force on a day, grant by grant in the order of the study.
    pub fn parts<'a>(&self, study: &'a Study, date: Date) -> impl Iterator<Item = Part<'a>> {
        let in_force = study.grants.iter().enumerate();
        in_force
            .filter(move |(_, of)| of.in_force(date))
            .flat_map(move |(grant, _)| self.parts_of(study, grant))
    }
}
