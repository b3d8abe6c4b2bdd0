//! What a proposal comes down to in a study: edits of its facilities.

use std::sync::Arc;

use geo::{Coord, Point, Rect};

use super::{Edit, Study, UnknownFacility};
use crate::domain::members::Fault;
use crate::domain::scenario::{Place, Proposal, Scenario};
use crate::domain::{Facility, FacilityId};
use crate::spatial::projection::{Crs, Projector};

/// Metres: a place nearer than this to where a facility stands is where it stands. Coordinates in our answers are rounded to
/// about a centimetre, so that one sent back as it came moves nothing.
const SAME_PLACE_M: f64 = 0.05;
/// Metres from the city beyond which a place is taken for a mistake, such as latitude before longitude.
const FAR_M: f64 = 100_000.0;

/// Why a part of a proposal cannot be carried out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unfit {
    /// It names a facility that is not there.
    Unknown { at: String, id: FacilityId },
    /// A place or a type that cannot be used.
    Wrong(Fault),
}

impl Unfit {
    /// Where it stands in the proposal, and what is wrong.
    pub fn fault(&self) -> Fault {
        match self {
            Self::Unknown { at, id } => Fault::new(at.clone(), format!("there is no facility '{id}'")),
            Self::Wrong(fault) => fault.clone(),
        }
    }
}

/// A proposal as edits, and the parts of it that cannot be carried out.
#[derive(Clone, Debug, Default)]
pub struct Edits {
    pub edits: Vec<Edit>,
    pub unfit: Vec<Unfit>,
}

/// What a study in a scenario knows of it.
pub struct InScenario {
    pub scenario: Arc<Scenario>,
    /// [`Scenario::digest`].
    pub digest: String,
    /// Parts of it that cannot be carried out in this study and are left out: what they are about is not there.
    pub unfit: usize,
    /// The city without it.
    pub as_it_is: Arc<Study>,
}

/// Finds places in the city's CRS.
struct Finder {
    projector: Option<Projector>,
    extent: Option<Rect<f64>>,
}

impl Finder {
    fn find(&self, place: Place) -> Result<Point<f64>, String> {
        let given = Coord {
            x: place.lon,
            y: place.lat,
        };
        let projector = self.projector.as_ref().ok_or("cannot be projected")?;
        let found = projector.coord(given).map_err(|error| error.to_string())?;
        let far = self.extent.is_some_and(|extent| {
            let x = (extent.min().x - found.x).max(found.x - extent.max().x);
            let y = (extent.min().y - found.y).max(found.y - extent.max().y);
            x.max(y) > FAR_M
        });
        if far {
            return Err(format!(
                "lies more than {} km from the city; longitude comes first",
                FAR_M / 1000.0
            ));
        }
        Ok(found.into())
    }
}

impl Study {
    /// The study in a scenario. Of a study that is in one already it is the city as it is that is changed.
    pub fn in_scenario(self: &Arc<Self>, scenario: &Arc<Scenario>) -> Result<Self, UnknownFacility> {
        let as_it_is = self.as_it_is();
        let found = as_it_is.edits_of(&scenario.proposal, &format!("scenario-{}", scenario.name));
        let unfit = found.unfit.len();
        let edited = as_it_is.edited(found.edits)?;
        Ok(Self {
            scenario: Some(Arc::new(InScenario {
                scenario: Arc::clone(scenario),
                digest: scenario.digest(),
                unfit,
                as_it_is,
            })),
            ..edited
        })
    }

    /// The city without any scenario.
    pub fn as_it_is(self: &Arc<Self>) -> Arc<Self> {
        let of = self.scenario.as_ref();
        of.map_or_else(|| Arc::clone(self), |of| Arc::clone(&of.as_it_is))
    }

    /// What tells this state of the city from every other: its revision, and the scenario where it is in one.
    pub fn state(&self) -> String {
        let revision = self.revision.number;
        self.scenario.as_ref().map_or_else(
            || revision.to_string(),
            |of| format!("{revision} {} {}", of.scenario.name, of.digest),
        )
    }

    /// The edits that carry a proposal out. What comes gets an id that begins with `of`. What moves leaves its address and its
    /// drawn outline behind; a move to where it stands already is none.
    pub fn edits_of(&self, proposal: &Proposal, of: &str) -> Edits {
        let mut found = Edits::default();
        let finder = Finder {
            projector: Projector::new(&Crs::crs84(), &self.crs).ok(),
            extent: self.areas.extent(),
        };
        let wrong = |at: String, reason: String| Unfit::Wrong(Fault::new(at, reason));
        for (n, added) in proposal.add.iter().enumerate() {
            if self.taxonomy.get(added.service_type.as_str()).is_none() {
                let reason = format!("'{}' is not a service type", added.service_type);
                found.unfit.push(wrong(format!("add[{n}].serviceType"), reason));
                continue;
            }
            match finder.find(added.place) {
                Err(reason) => found.unfit.push(wrong(format!("add[{n}]"), reason)),
                Ok(location) => {
                    let mut id = format!("{of}-{}", n + 1);
                    while self.facilities.slot(&id).is_some() {
                        id.push('+');
                    }
                    let facility = Facility {
                        name: added.name.clone(),
                        service_type: Some(added.service_type.clone()),
                        capacity: added.capacity,
                        location: Some(location),
                        ..Facility::new(id, of)
                    };
                    found.edits.push(Edit::Put(Box::new(facility)));
                }
            }
        }
        let unknown = |at: String, id: &FacilityId| Unfit::Unknown { at, id: id.clone() };
        for (n, moved) in proposal.moves.iter().enumerate() {
            let Some(place) = self.facilities.place(moved.id.as_str()) else {
                found.unfit.push(unknown(format!("move[{n}].id"), &moved.id));
                continue;
            };
            match finder.find(moved.to) {
                Err(reason) => found.unfit.push(wrong(format!("move[{n}]"), reason)),
                Ok(to) => {
                    let facility = &self.facilities.get(place).facility;
                    let same = facility.location.is_some_and(|from| {
                        let apart = from - to;
                        apart.x().hypot(apart.y()) < SAME_PLACE_M
                    });
                    if !same {
                        found.edits.push(Edit::Put(Box::new(Facility {
                            location: Some(to),
                            footprint: None,
                            address: None,
                            postcode: None,
                            town: None,
                            ..facility.clone()
                        })));
                    }
                }
            }
        }
        for (n, id) in proposal.remove.iter().enumerate() {
            if self.facilities.place(id.as_str()).is_some() {
                found.edits.push(Edit::Remove(id.clone()));
            } else {
                found.unfit.push(unknown(format!("remove[{n}]"), id));
            }
        }
        found
    }
}
