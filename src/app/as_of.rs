//! The study of a day: what was known at a revision, with the areas and residents of that day.
//!
//! Facilities, grants and criteria say themselves from when until when they hold. An area layer or a demand layer does not: an
//! import replaces it, so what it says of a day is what its latest import of that day or before says; of a day before them all, its
//! earliest.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, PoisonError};

use jiff::civil::Date;

use super::{App, AppError, studied};
use crate::domain::revision::{Revision, Source, Visibility};
use crate::domain::{DemandRecord, Layer, LayerRecord};
use crate::store::StoreError;
use crate::study::{Gathering, Study};

/// Studies beside the present one that are kept at hand.
const KEPT_STUDIES: usize = 6;

/// The layers that an import replaces.
const REPLACED: [Layer; 4] = [
    Layer::Neighbourhoods,
    Layer::Districts,
    Layer::Municipalities,
    Layer::Demand,
];

/// Which revision, and the imports of which areas and residents are, where those are not the ones that stood at it.
type Key = (u64, Option<BTreeSet<u64>>);

/// What was looked up of the past.
#[derive(Default)]
pub(super) struct Past {
    /// The longest asked before last.
    studies: Mutex<Vec<(Key, Arc<Study>)>>,
    /// Every revision as far as it was read; history only grows.
    history: Mutex<Arc<Vec<Revision>>>,
}

impl Past {
    /// A study that is kept, else the one that `make` makes. Two that ask at once may both make it.
    fn study(
        &self,
        key: Key,
        make: impl FnOnce() -> Result<Study, StoreError>,
    ) -> Result<Arc<Study>, StoreError> {
        let studies = || self.studies.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, study)) = studies().iter().find(|(of, _)| *of == key) {
            return Ok(Arc::clone(study));
        }
        let study = Arc::new(make()?);
        let mut studies = studies();
        studies.push((key, Arc::clone(&study)));
        if studies.len() > KEPT_STUDIES {
            studies.remove(0);
        }
        Ok(study)
    }
}

impl App {
    /// The study of what was known at a revision.
    pub fn study_at(&self, revision: u64) -> Result<Arc<Study>, AppError> {
        let current = self.study();
        if current.revision.number == revision {
            return Ok(current);
        }
        let make = || studied(&self.city, self.store.as_ref(), Some(revision));
        Ok(self.past.study((revision, None), make)?)
    }

    /// The study of what was known at a revision (none: the newest) of a day (none: today): its area layers and demand are those of
    /// the latest import that is dated that day or before. Mostly those are what stands at the revision, and it is that study.
    pub fn study_as_of(&self, revision: Option<u64>, date: Option<Date>) -> Result<Arc<Study>, AppError> {
        let current = self.study();
        let revision = revision.unwrap_or(current.revision.number);
        let date = date.unwrap_or_else(|| self.city.today());
        let history = self.history_to(revision)?;
        let imports = imports_of_day(&history, revision, date);
        if imports == imports_standing(&history, revision) {
            return if current.revision.number == revision {
                Ok(current)
            } else {
                self.study_at(revision)
            };
        }
        let make = || self.composed(revision, &imports, &history);
        Ok(self.past.study((revision, Some(imports.clone())), make)?)
    }

    /// Every revision up to this one, and perhaps more.
    fn history_to(&self, revision: u64) -> Result<Arc<Vec<Revision>>, StoreError> {
        let known = || self.past.history.lock().unwrap_or_else(PoisonError::into_inner);
        let history = Arc::clone(&known());
        if history.last().is_some_and(|last| last.number >= revision) {
            return Ok(history);
        }
        let history = Arc::new(self.store.history()?);
        *known() = Arc::clone(&history);
        Ok(history)
    }

    /// The study of a revision with the areas and residents that some imports brought.
    fn composed(
        &self,
        revision: u64,
        imports: &BTreeSet<u64>,
        history: &[Revision],
    ) -> Result<Study, StoreError> {
        let mut gathering = Gathering::default();
        let (revision, mut sources) = self.store.load(Some(revision), &mut |record| {
            if !REPLACED.contains(&layer_of(&record)) {
                gathering.push(record);
            }
        })?;
        let chosen: Vec<(u64, &Source)> = imported(history, revision.number)
            .filter(|(number, _)| imports.contains(number))
            .collect();
        let one_demand = chosen.iter().filter(|(_, of)| of.layer == Layer::Demand).count() < 2;
        let mut demand: Vec<DemandRecord> = Vec::new();
        for (number, source) in &chosen {
            self.store.load(Some(*number), &mut |record| match record {
                LayerRecord::Demand(record) if source.layer == Layer::Demand => {
                    if record.source == source.name && one_demand {
                        gathering.push(LayerRecord::Demand(record));
                    } else if record.source == source.name {
                        demand.push(record);
                    }
                }
                record if layer_of(&record) == source.layer => gathering.push(record),
                _ => {}
            })?;
        }
        // The points of several sources stand in the order of their ids, as the store would give them.
        demand.sort_by(|a, b| a.id.cmp(&b.id));
        for record in demand {
            gathering.push(LayerRecord::Demand(record));
        }
        sources.retain(|source| !REPLACED.contains(&source.layer));
        sources.extend(chosen.iter().map(|(_, source)| {
            as_it_is_seen_now(
                source,
                imported(history, revision.number).map(|(_, source)| source),
            )
        }));
        let readings = self.store.readings(Some(revision.number))?;
        let mut study = Study::gathered(&self.city, revision, sources, gathering);
        study.readings = Arc::new(readings);
        tell_lists(history, &mut study);
        Ok(study)
    }
}

/// A source of long ago. What became internal or confidential since is so in what it said before, too.
fn as_it_is_seen_now<'a>(source: &Source, imports: impl Iterator<Item = &'a Source>) -> Source {
    let mut seen = source.clone();
    for other in imports.filter(|other| other.layer == source.layer && other.name == source.name) {
        if other.visibility == Visibility::Internal {
            seen.visibility = Visibility::Internal;
        }
        seen.confidential |= other.confidential;
    }
    seen
}

/// Tells a study which lists of facilities there were until its revision.
pub(super) fn tell_lists(history: &[Revision], study: &mut Study) {
    study.facilities_since = facilities_since(history, study);
    let until = history.iter().filter(|of| of.number <= study.revision.number);
    let lists = until.filter_map(|of| {
        let source = of.source.as_ref()?;
        (source.layer == Layer::Facilities).then_some((of.number, source.date))
    });
    study.facility_lists = Arc::new(lists.collect());
}

/// Day of the newest of the first imports of a study's facility sources.
fn facilities_since(history: &[Revision], study: &Study) -> Option<Date> {
    let imports = history.iter().filter(|of| of.number <= study.revision.number);
    let mut first: BTreeMap<&str, Date> = BTreeMap::new();
    for source in imports.filter_map(|of| of.source.as_ref()) {
        let used = |of: &Source| of.layer == Layer::Facilities && of.name == source.name;
        if source.layer == Layer::Facilities && study.sources.iter().any(used) {
            let day = first.entry(source.name.as_str()).or_insert(source.date);
            *day = source.date.min(*day);
        }
    }
    first.into_values().max()
}

fn layer_of(record: &LayerRecord) -> Layer {
    use crate::domain::record::Record;
    match record {
        LayerRecord::Facility(_) => Layer::Facilities,
        LayerRecord::Grant(_) => Layer::Grants,
        LayerRecord::Demand(_) => Layer::Demand,
        LayerRecord::Indicator(_) => Layer::Indicators,
        LayerRecord::Area(area) => area.layer(),
    }
}

/// The imports up to a revision of the layers that imports replace, oldest first.
fn imported(history: &[Revision], revision: u64) -> impl Iterator<Item = (u64, &Source)> {
    let known = history.iter().filter(move |of| of.number <= revision);
    known
        .filter_map(|of| Some((of.number, of.source.as_ref()?)))
        .filter(|(_, source)| REPLACED.contains(&source.layer))
}

/// What an import takes the place of: an area layer of any source, the demand of its own source alone.
fn slot(source: &Source) -> (Layer, Option<&str>) {
    let name = (source.layer == Layer::Demand).then(|| source.name.as_str());
    (source.layer, name)
}

/// The day of the newest import among `sources` that an import of `source` would take the place of; none where it takes nobody's.
pub(super) fn newest_of(source: &Source, sources: &[Source]) -> Option<Date> {
    let replaced = sources.iter().filter(|of| REPLACED.contains(&of.layer));
    let same = replaced.filter(|of| slot(of) == slot(source));
    same.map(|of| of.date).max()
}

/// The imports that stand at a revision: the last of each slot.
fn imports_standing(history: &[Revision], revision: u64) -> BTreeSet<u64> {
    let mut standing = BTreeMap::new();
    for (number, source) in imported(history, revision) {
        standing.insert(slot(source), number);
    }
    standing.into_values().collect()
}

/// The imports that say what a day was like: of each slot the last one that is dated that day or before, for an import replaces
/// what was said before it of its day and of every later one. On a day before every import of a layer its earliest day counts.
fn imports_of_day(history: &[Revision], revision: u64, date: Date) -> BTreeSet<u64> {
    let mut of_day = BTreeMap::new();
    for layer in REPLACED {
        let of_layer = || imported(history, revision).filter(move |(_, source)| source.layer == layer);
        let earliest = of_layer().map(|(_, source)| source.date).min();
        let until = earliest.map_or(date, |earliest| earliest.max(date));
        for (number, source) in of_layer().filter(|(_, source)| source.date <= until) {
            of_day.insert(slot(source), number);
        }
    }
    of_day.into_values().collect()
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;
    use jiff::civil::date;

    use super::*;
    use crate::domain::revision::Counts;

    fn import(number: u64, name: &str, layer: Layer, year: i16) -> Revision {
        Revision {
            number,
            time: Timestamp::UNIX_EPOCH,
            who: "test".to_owned(),
            source: Some(Source {
                name: name.into(),
                layer,
                files: Vec::new(),
                sha256: String::new(),
                date: date(year, 1, 1),
                licence: None,
                attribution: None,
                visibility: Visibility::Public,
                confidential: false,
            }),
            counts: Counts::default(),
        }
    }

    fn history() -> Vec<Revision> {
        vec![
            import(1, "2023", Layer::Neighbourhoods, 2023),
            import(2, "list", Layer::Facilities, 2023),
            import(3, "addresses", Layer::Demand, 2024),
            import(4, "2025", Layer::Neighbourhoods, 2025),
            import(5, "camps", Layer::Demand, 2026),
            import(6, "2024", Layer::Neighbourhoods, 2024),
            import(7, "2025", Layer::Neighbourhoods, 2025),
        ]
    }

    #[test]
    fn a_day_has_the_latest_import_of_it_or_before_and_the_earliest_where_there_is_none() {
        let of = |revision, year| Vec::from_iter(imports_of_day(&history(), revision, date(year, 6, 1)));
        assert_eq!(of(7, 2022), [1, 3], "before every import");
        assert_eq!(of(7, 2023), [1, 3]);
        assert_eq!(of(7, 2024), [3, 6], "imported later, but of that year");
        assert_eq!(of(7, 2025), [3, 7], "of two imports of a day the last");
        assert_eq!(
            of(7, 2026),
            [3, 5, 7],
            "two sources of demand stand beside each other"
        );
        assert_eq!(of(5, 2024), [1, 3], "what was not known yet does not count");
        assert_eq!(of(5, 2026), [3, 4, 5]);
        assert_eq!(of(0, 2026), Vec::<u64>::new());
    }

    #[test]
    fn the_last_import_stands_whatever_its_date() {
        let of = |revision| Vec::from_iter(imports_standing(&history(), revision));
        assert_eq!(of(5), [3, 4, 5]);
        assert_eq!(of(6), [3, 5, 6]);
        assert_eq!(of(7), [3, 5, 7]);
    }

    #[test]
    fn what_became_confidential_is_so_in_what_it_said_before() {
        let mut later = import(9, "addresses", Layer::Demand, 2027);
        later.source.as_mut().unwrap().confidential = true;
        let before = history()[2].source.clone().unwrap();
        let all: Vec<Revision> = history().into_iter().chain([later]).collect();
        let seen = |upto| as_it_is_seen_now(&before, imported(&all, upto).map(|(_, of)| of)).confidential;
        assert!(seen(9) && !seen(8));
    }
}
