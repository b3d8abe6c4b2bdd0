//! What counts: the part of a question that every analysis shares.

use jiff::civil::Date;

use super::{Access, Study};
use crate::domain::criterion::Mode;
use crate::domain::{Metres, MunicipalRole, PopulationGroup, ServiceTypeCode};

/// Which facilities, residents and distances a question is about. The date is always a day: "today" is resolved before.
#[derive(Clone, Debug, PartialEq)]
pub struct Selection {
    /// None: every type.
    pub service_type: Option<ServiceTypeCode>,
    /// None: the type's own norm distance, else the city's default.
    pub distance: Option<Metres>,
    pub group: PopulationGroup,
    pub mode: Mode,
    pub date: Date,
    pub role: Option<MunicipalRole>,
    /// What a facility must offer.
    pub access: Access,
    /// Only facilities inside an area count for its residents.
    pub within: bool,
}

impl Selection {
    /// Everything that is valid on a day, for everybody, in a straight line.
    pub fn on(date: Date) -> Self {
        Self {
            service_type: None,
            distance: None,
            group: PopulationGroup::All,
            mode: Mode::StraightLine,
            date,
            role: None,
            access: Access::default(),
            within: false,
        }
    }

    /// The same for one type.
    #[must_use]
    pub fn of(mut self, service_type: impl Into<ServiceTypeCode>) -> Self {
        self.service_type = Some(service_type.into());
        self
    }

    /// The same with a norm distance in metres.
    #[must_use]
    pub fn within_metres(mut self, metres: f64) -> Self {
        self.distance = Some(Metres(metres));
        self
    }

    /// Places in the taxonomy of the types that are asked: one, or all of them.
    pub fn types(&self, study: &Study) -> Vec<usize> {
        match &self.service_type {
            Some(code) => study.taxonomy.position(code.as_str()).into_iter().collect(),
            None => (0..study.taxonomy.types().len()).collect(),
        }
    }

    /// Whether a facility of a type (its place in the taxonomy; none: not classified) is asked: every one is where no type is.
    pub fn asks(&self, study: &Study, service_type: Option<usize>) -> bool {
        self.service_type.as_ref().is_none_or(|code| {
            service_type.is_some() && study.taxonomy.position(code.as_str()) == service_type
        })
    }

    /// The norm distance for a type (its place in the taxonomy).
    pub fn norm(&self, study: &Study, service_type: usize) -> Metres {
        self.distance
            .or_else(|| {
                study
                    .taxonomy
                    .types()
                    .get(service_type)
                    .and_then(|of| of.distance_m)
            })
            .unwrap_or_else(|| study.settings.default_distance())
    }
}
