//! Which parameters play a part only together with others.

use jiff::civil::Date;

use super::{Parameter, Query};
use crate::collections::Collection;
use crate::study::Selection;

/// What a parameter needs beside it. Without that it is taken, and changes nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Needs {
    Nothing,
    ServiceType,
    ServiceTypeOrDistance,
}

impl Needs {
    /// What to say of it, in English.
    pub const fn title_en(self) -> Option<&'static str> {
        match self {
            Self::Nothing => None,
            Self::ServiceType => Some("acts only together with a service type"),
            Self::ServiceTypeOrDistance => Some("acts only together with a service type or a distance"),
        }
    }
}

impl Parameter {
    /// What has to be asked beside it for it to play a part in the answers of a collection.
    pub fn needs(self, collection: &dyn Collection) -> Needs {
        if !matches!(self, Self::Distance | Self::Mode | Self::Facilities | Self::Nth) {
            return Needs::Nothing;
        }
        // Whether distances play a part does not hang on the day.
        let untyped = Selection::on(Date::ZERO);
        let travels = |selection: &Selection| collection.travels(&Query::about(selection.clone()));
        if travels(&untyped) {
            Needs::Nothing
        } else if !travels(&untyped.clone().within_metres(1.0)) {
            Needs::ServiceType
        } else if self == Self::Distance {
            Needs::Nothing
        } else {
            Needs::ServiceTypeOrDistance
        }
    }
}
