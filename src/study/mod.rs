//! A study: one revision made ready to ask. Immutable; its parts are shared, so that an edit replaces only what it touches.

pub mod access;
pub mod areas;
pub mod cover;
pub mod demand;
mod edit;
pub mod facilities;
pub mod globe;
mod opening;
mod proposal;
pub mod reach;
pub mod selection;
pub mod waiting;

use std::collections::HashSet;
use std::sync::Arc;

use jiff::civil::Date;

use crate::config::{City, Settings};
use crate::domain::criterion::Criteria;
use crate::domain::hours::Sky;
use crate::domain::record::Record;
use crate::domain::revision::{Revision, Snapshot, Source, Visibility};
use crate::domain::{Grant, Indicator, Layer, LayerRecord, Layers, Reading, SourceName, Taxonomy};
use crate::spatial::projection::{Crs, Projector};

pub use access::Access;
pub use areas::{Areas, StudyArea};
pub use cover::Cover;
pub use demand::{Demand, DemandKind};
pub use edit::{Base, Edit, UnknownFacility};
pub use facilities::{Facilities, StudyFacility};
pub use proposal::{Edits, InScenario, Unfit};
pub use reach::{Block, Distances, Near, Reach, Spread, Step, Sums, Travel};
pub use selection::Selection;

/// Everything that analyses read.
pub struct Study {
    pub city_name: String,
    pub revision: Revision,
    /// The sources whose records are in the study.
    pub sources: Vec<Source>,
    pub settings: Settings,
    /// The city's CRS; every coordinate and metre in the study is in it.
    pub crs: Crs,
    pub taxonomy: Arc<Taxonomy>,
    pub areas: Arc<Areas>,
    pub demand: Arc<Demand>,
    pub facilities: Arc<Facilities>,
    pub grants: Arc<Vec<Grant>>,
    pub indicators: Arc<Vec<Indicator>>,
    /// What was computed of this revision and those before it, oldest first; empty where nobody kept it.
    pub readings: Arc<Vec<Reading>>,
    /// Day of the newest of the first imports of its facility sources: what closed before it may stand in no list. None where
    /// nobody kept that.
    pub facilities_since: Option<Date>,
    /// Revision and day of every import of facilities that it knows of, oldest first; empty where nobody kept that.
    pub facility_lists: Arc<Vec<(u64, Date)>>,
    /// What is needed where, as the city says.
    pub criteria: Arc<Criteria>,
    /// The scenario that it is in; none: the city as it is.
    pub scenario: Option<Arc<InScenario>>,
    reaches: reach::Memory,
    covers: cover::Memory,
    /// What it was edited from.
    base: Option<Base>,
}

/// What a study is made of, as it comes: record by record, so that a layer of millions of points is never held as records.
#[derive(Default)]
pub struct Gathering {
    /// Everything but the demand.
    layers: Layers,
    demand: demand::Gathered,
}

impl Gathering {
    /// Adds a record; demand in the order of its ids.
    pub fn push(&mut self, record: LayerRecord) {
        match record {
            LayerRecord::Demand(record) => self.demand.push(&record),
            record => self.layers.push(record),
        }
    }

    /// Leaves out the records of sources that are not `shown`.
    fn retain_sources(&mut self, shown: impl Fn(Layer, &SourceName) -> bool) {
        let layers = &mut self.layers;
        layers
            .facilities
            .retain(|record| shown(Layer::Facilities, &record.source));
        layers
            .grants
            .retain(|record| shown(Layer::Grants, &record.source));
        layers
            .areas
            .retain(|record| shown(record.layer(), &record.source));
        layers
            .indicators
            .retain(|record| shown(Layer::Indicators, &record.source));
        self.demand.retain_sources(|source| shown(Layer::Demand, source));
    }
}

impl From<Layers> for Gathering {
    fn from(mut layers: Layers) -> Self {
        let mut gathering = Self::default();
        let mut demand = std::mem::take(&mut layers.demand);
        demand.sort_by(|a, b| a.id.cmp(&b.id));
        for record in &demand {
            gathering.demand.push(record);
        }
        gathering.layers = layers;
        gathering
    }
}

impl Study {
    /// Makes a study of a snapshot.
    pub fn new(city: &City, snapshot: Snapshot) -> Self {
        Self::gathered(city, snapshot.revision, snapshot.sources, snapshot.layers.into())
    }

    /// Makes a study of what was gathered at a revision. Sources that are internal take no part: what nobody may see must not
    /// show in a figure either.
    pub fn gathered(
        city: &City,
        revision: Revision,
        mut sources: Vec<Source>,
        mut gathering: Gathering,
    ) -> Self {
        for source in &mut sources {
            // What the city says of a source now counts as much as what it said when the source was imported.
            if let Some(known) = city.sources.iter().find(|known| known.describes(source)) {
                if known.visibility == Visibility::Internal {
                    source.visibility = Visibility::Internal;
                }
                source.confidential |= known.confidential;
            }
        }
        let hidden: HashSet<(Layer, SourceName)> = sources
            .iter()
            .filter(|source| source.visibility == Visibility::Internal)
            .map(|source| (source.layer, source.name.clone()))
            .collect();
        if !hidden.is_empty() {
            gathering.retain_sources(|layer, source| !hidden.contains(&(layer, source.clone())));
            sources.retain(|source| source.visibility == Visibility::Public);
        }
        let Gathering { layers, demand } = gathering;
        let areas = Arc::new(Areas::new(layers.areas, &city.programme_areas));
        let demand = Arc::new(Demand::new(demand, &areas, city.settings.demand_spacing_m));
        let taxonomy = Arc::new(city.taxonomy.clone());
        let facilities = Arc::new(Facilities::new(
            layers.facilities,
            &layers.grants,
            &areas,
            &taxonomy,
            opening::Openings::new(sky(city, &areas)),
        ));
        Self {
            city_name: city.name.clone(),
            revision,
            sources,
            settings: city.settings.clone(),
            crs: city.crs.clone(),
            taxonomy,
            areas,
            demand,
            facilities,
            grants: Arc::new(layers.grants),
            indicators: Arc::new(layers.indicators),
            readings: Arc::default(),
            facilities_since: None,
            facility_lists: Arc::default(),
            criteria: Arc::new(city.criteria.clone()),
            scenario: None,
            reaches: reach::Memory::default(),
            covers: cover::Memory::default(),
            base: None,
        }
    }

    /// The revision that held what was known of facilities on a day: the last before the first list that is dated later. Its own
    /// where no list is of that day or before, or none is later.
    pub fn known_on(&self, date: Date) -> u64 {
        let own = self.revision.number;
        let later = self.facility_lists.iter().position(|(_, of)| *of > date);
        match later {
            Some(at) if at > 0 => self.facility_lists[at].0.saturating_sub(1).min(own),
            _ => own,
        }
    }

    /// The same study with its residents spread over a lattice of another spacing, in metres.
    #[must_use]
    pub fn with_lattice(&self, spacing: f64) -> Self {
        Self {
            settings: Settings {
                demand_spacing_m: spacing,
                ..self.settings.clone()
            },
            demand: Arc::new(Demand::lattice(&self.areas, spacing)),
            covers: cover::Memory::default(),
            ..self.parts()
        }
    }

    /// Whether the residents come from a layer of observed people, so that small counts have to be hidden.
    pub fn demand_confidential(&self) -> bool {
        self.demand.kind == DemandKind::Layer
            && self
                .sources
                .iter()
                .any(|source| source.layer == Layer::Demand && source.confidential)
    }
}

/// The sky over the middle of the city: how far it stretches makes minutes of difference.
fn sky(city: &City, areas: &Areas) -> opening::LazySky {
    let (crs, timezone) = (city.crs.clone(), city.timezone.clone());
    let middle = areas.extent().map(geo::Rect::center);
    opening::LazySky::new(Box::new(move || {
        let place = Projector::new(&crs, &Crs::crs84()).ok()?.coord(middle?).ok()?;
        Sky::over(place.x, place.y, timezone)
    }))
}
