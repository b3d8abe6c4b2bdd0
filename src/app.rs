//! The application: configuration, store and the current study; the one joint between rooms.

mod about;
mod as_of;
mod check;
mod import;
mod merge;
mod readings;
mod scenarios;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use arc_swap::ArcSwap;
use geo::Rect;

use crate::config::{City, ConfigError};
use crate::domain::Layers;
use crate::domain::revision::Revision;
use crate::ingest::IngestError;
use crate::spatial::projection::ProjectionError;
use crate::store::geopackage::GeoPackageStore;
use crate::store::{Store, StoreError};
use crate::study::{Gathering, Study};

pub use about::about;
pub use check::check;
pub use import::{ImportOptions, Imported};

/// Who commits what `serve` loads into an empty store.
const FILL: &str = "fill";

/// Why the application cannot do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum AppError {
    #[error(transparent)]
    Config(#[from] ConfigError),
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Ingest(#[from] IngestError),
    #[error(transparent)]
    Projection(#[from] ProjectionError),
    #[error("{0}")]
    Scenario(String),
    #[error("somebody else keeps changing the store; try again later")]
    Conflict,
    #[error("{path}: {reason}")]
    File { path: PathBuf, reason: String },
}

/// A city that can be asked.
pub struct App {
    pub city: City,
    store: Arc<dyn Store>,
    current: ArcSwap<Study>,
    past: as_of::Past,
    scenarios: scenarios::Known,
}

impl App {
    /// Opens a city with its store and makes the study of the head. A store that is empty is first filled from the sources that
    /// the city names; a filling that was cut short is finished.
    pub fn open(city: City, store: &Path) -> Result<Self, AppError> {
        let app = Self::open_unfilled(city, store)?;
        let head = app.study().revision.clone();
        if head.number == 0 || head.who == FILL {
            app.fill()?;
            app.refresh()?;
        }
        if readings::lacking(&app.study()) {
            app.reload()?;
        }
        Ok(app)
    }

    /// Opens a city for an import, which mends what was changed behind our back: nothing can be asked of it but that.
    pub fn open_to_import(city: City, store: &Path) -> Result<Self, AppError> {
        let store: Arc<dyn Store> = Arc::new(GeoPackageStore::open(store, &city.crs)?);
        let study = Study::new(&city, import::known(store.as_ref())?.0);
        Ok(Self {
            city,
            store,
            current: ArcSwap::from_pointee(study),
            past: as_of::Past::default(),
            scenarios: scenarios::Known::default(),
        })
    }

    /// Opens a city with its store as it stands.
    pub fn open_unfilled(city: City, store: &Path) -> Result<Self, AppError> {
        let store: Arc<dyn Store> = Arc::new(GeoPackageStore::open(store, &city.crs)?);
        let study = studied(&city, store.as_ref(), None)?;
        Ok(Self {
            city,
            store,
            current: ArcSwap::from_pointee(study),
            past: as_of::Past::default(),
            scenarios: scenarios::Known::default(),
        })
    }

    /// The study of the head; requests that hold one never see half a change.
    pub fn study(&self) -> Arc<Study> {
        self.current.load_full()
    }

    /// Swaps in the study of the head if the store has moved on, by our own hand or another process's; tells whether it did.
    pub fn refresh(&self) -> Result<bool, AppError> {
        if self.store.head()?.number == self.study().revision.number {
            return Ok(false);
        }
        self.reload()?;
        Ok(true)
    }

    /// Swaps in the study of the head, with the indicators that are kept of it.
    fn reload(&self) -> Result<(), AppError> {
        let study = studied(&self.city, self.store.as_ref(), None)?;
        let study = readings::with_readings(study, self.store.as_ref());
        self.current.store(Arc::new(study));
        Ok(())
    }

    /// Every record that the store holds now.
    pub fn layers(&self) -> Result<Layers, AppError> {
        let mut layers = Layers::default();
        self.store.load(None, &mut |record| layers.push(record))?;
        Ok(layers)
    }

    /// Every revision, oldest first.
    pub fn history(&self) -> Result<Vec<Revision>, AppError> {
        Ok(self.store.history()?)
    }

    /// Bounds of the city's areas in its CRS.
    fn extent(layers: &Layers) -> Option<Rect<f64>> {
        use geo::BoundingRect;
        let parts = layers
            .areas
            .iter()
            .map(|area| geo::Geometry::MultiPolygon(area.geometry.clone()));
        geo::GeometryCollection::new_from(parts.collect()).bounding_rect()
    }
}

/// The study of a revision, made of the records as the store gives them.
fn studied(city: &City, store: &dyn Store, revision: Option<u64>) -> Result<Study, StoreError> {
    let mut gathering = Gathering::default();
    let (revision, sources) = store.load(revision, &mut |record| gathering.push(record))?;
    let mut study = Study::gathered(city, revision, sources, gathering);
    study.readings = Arc::new(store.readings(Some(study.revision.number))?);
    as_of::tell_lists(&store.history()?, &mut study);
    Ok(study)
}
