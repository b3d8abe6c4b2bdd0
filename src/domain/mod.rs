//! What the city is made of: areas, residents, facilities, grants. Plain data without I/O; every other room may import it.

pub mod area;
pub mod criterion;
pub mod demand;
pub mod facility;
pub mod feature;
pub mod grant;
pub mod hours;
pub mod ids;
pub mod indicator;
pub mod layer;
pub mod likeness;
pub mod members;
pub mod money;
pub mod population;
pub mod record;
pub mod revision;
pub mod scenario;
pub mod taxonomy;
pub mod units;

pub use area::{Area, Level};
pub use demand::DemandRecord;
pub use facility::{Facility, MunicipalRole};
pub use grant::{Grant, GrantKind, Provision};
pub use ids::{AreaCode, FacilityId, GrantId, ServiceTypeCode, SourceName};
pub use indicator::{Indicator, Reading};
pub use layer::{Layer, LayerRecord, Layers};
pub use money::Cents;
pub use population::PopulationGroup;
pub use taxonomy::{ServiceType, Taxonomy};
pub use units::{Euros, Metres, Residents};
