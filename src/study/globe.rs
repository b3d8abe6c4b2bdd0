//! Where facilities stand as longitudes and latitudes: what a web map asks again and again, projected once.

use std::sync::{Arc, OnceLock};

use geo::Coord;

use super::facilities::Facilities;
use crate::spatial::projection::{Crs, ProjectionError, Projector};

/// Longitude and latitude of each facility, by place; none where it is not located.
pub type OnGlobe = Arc<Vec<Option<Coord<f64>>>>;

/// They, once they were asked for.
#[derive(Clone, Default)]
pub(super) struct Globe(OnceLock<Result<OnGlobe, ProjectionError>>);

impl Facilities {
    /// Longitude and latitude of every facility that stands in `crs`, those taken out left out.
    pub fn on_globe(&self, crs: &Crs) -> Result<OnGlobe, ProjectionError> {
        let project = || {
            let projector = Projector::new(crs, &Crs::crs84())?;
            let located = self.list.iter().map(|of| {
                let location = of.facility.location.filter(|_| !of.removed);
                location.map(|at| projector.coord(at.0)).transpose()
            });
            located.collect::<Result<Vec<_>, _>>().map(Arc::new)
        };
        self.globe.0.get_or_init(project).clone()
    }
}
