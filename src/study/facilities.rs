//! The facilities of a study, each with the neighbourhood in which it stands and the grants that pay for it.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::{Arc, OnceLock};

use geo::{Coord, Rect};
use jiff::civil::Date;

use super::access::Access;
use super::areas::Areas;
use super::globe::Globe;
use super::opening::{Opening, Openings};
use super::selection::Selection;
use crate::domain::{Cents, Euros, Facility, FacilityId, Grant, GrantKind, MunicipalRole, Taxonomy};
use crate::spatial::tree::BoxTree;

/// A facility and what we know of its surroundings.
#[derive(Clone, Debug)]
pub struct StudyFacility {
    pub facility: Facility,
    /// Place of its neighbourhood; none outside the city or when not located.
    pub neighbourhood: Option<u32>,
    /// Place of its type in the taxonomy; none when it is not classified.
    pub service_type: Option<usize>,
    /// Grants that name it: place of the grant, and its own place in the grant's list.
    pub grants: Vec<(usize, usize)>,
    /// Its opening hours, where it gives any; shared with those that give the same.
    pub opening: Option<Arc<Opening>>,
    /// Whether an edit took it out.
    pub removed: bool,
}

fn united(a: &Rect<f64>, b: &Rect<f64>) -> Rect<f64> {
    Rect::new(
        (a.min().x.min(b.min().x), a.min().y.min(b.min().y)),
        (a.max().x.max(b.max().x), a.max().y.max(b.max().y)),
    )
}

/// All facilities. Each keeps its place in the list through every edit: by id first, what an edit added behind them.
#[derive(Clone)]
pub struct Facilities {
    pub list: Vec<Arc<StudyFacility>>,
    by_id: Arc<HashMap<FacilityId, u32>>,
    /// What edits added.
    added: BTreeMap<FacilityId, u32>,
    /// Per type of the taxonomy, ascending.
    by_type: Vec<Arc<Vec<u32>>>,
    tree: OnceLock<Arc<BoxTree>>,
    openings: Arc<Openings>,
    words: OnceLock<Arc<Words>>,
    pub(super) globe: Globe,
}

/// Words that facilities use, each once and in alphabetical order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Words {
    pub languages: Vec<String>,
    pub target_groups: Vec<String>,
}

impl StudyFacility {
    fn new(
        facility: Facility,
        grants: Vec<(usize, usize)>,
        opening: Option<Arc<Opening>>,
        areas: &Areas,
        taxonomy: &Taxonomy,
    ) -> Arc<Self> {
        Arc::new(Self {
            neighbourhood: facility
                .location
                .and_then(|point| areas.neighbourhood_at(point.0)),
            service_type: facility
                .service_type
                .as_ref()
                .and_then(|code| taxonomy.position(code.as_str())),
            facility,
            grants,
            opening,
            removed: false,
        })
    }
}

impl Facilities {
    /// Places the facilities in their neighbourhoods and finds their grants.
    pub(super) fn new(
        mut records: Vec<Facility>,
        grants: &[Grant],
        areas: &Areas,
        taxonomy: &Taxonomy,
        mut openings: Openings,
    ) -> Self {
        records.sort_by(|a, b| a.id.cmp(&b.id));
        let by_id: HashMap<FacilityId, u32> = (0_u32..)
            .zip(&records)
            .map(|(place, facility)| (facility.id.clone(), place))
            .collect();
        let mut paid: Vec<Vec<(usize, usize)>> = vec![Vec::new(); records.len()];
        for (place, grant) in grants.iter().enumerate() {
            for (index, id) in grant.facilities.iter().enumerate() {
                if let Some(facility) = by_id.get(id) {
                    paid[*facility as usize].push((place, index));
                }
            }
        }
        let list: Vec<Arc<StudyFacility>> = records
            .into_iter()
            .zip(paid)
            .map(|(facility, grants)| {
                let opening = facility.opening_hours.as_deref().map(|text| openings.keep(text));
                StudyFacility::new(facility, grants, opening, areas, taxonomy)
            })
            .collect();
        let mut by_type = vec![Vec::new(); taxonomy.types().len()];
        for (place, of) in (0_u32..).zip(&list) {
            if let Some(service_type) = of.service_type {
                by_type[service_type].push(place);
            }
        }
        Self {
            list,
            by_id: Arc::new(by_id),
            added: BTreeMap::new(),
            by_type: by_type.into_iter().map(Arc::new).collect(),
            tree: OnceLock::new(),
            openings: Arc::new(openings),
            words: OnceLock::new(),
            globe: Globe::default(),
        }
    }

    /// Puts a facility in the place of the one with its id, or behind all others where there is none. Its grants stay.
    pub(super) fn put(&mut self, facility: Facility, areas: &Areas, taxonomy: &Taxonomy) -> u32 {
        let (place, grants) = match self.slot(facility.id.as_str()) {
            Some(place) => (place, self.get(place).grants.clone()),
            None => {
                // Places are 32 bits wide: more than four thousand million facilities do not fit any machine.
                let place = u32::try_from(self.list.len()).unwrap_or(u32::MAX);
                self.added.insert(facility.id.clone(), place);
                (place, Vec::new())
            }
        };
        let hours = facility.opening_hours.as_deref();
        let opening = hours.map(|text| self.openings.of(text));
        let new = StudyFacility::new(facility, grants, opening, areas, taxonomy);
        let before = self.list.get(place as usize).and_then(|of| of.service_type);
        if before != new.service_type || place as usize == self.list.len() {
            if let Some(old) = before {
                Arc::make_mut(&mut self.by_type[old]).retain(|of| *of != place);
            }
            if let Some(to) = new.service_type {
                let places = Arc::make_mut(&mut self.by_type[to]);
                let at = places.partition_point(|of| *of < place);
                places.insert(at, place);
            }
        }
        match self.list.get_mut(place as usize) {
            Some(slot) => *slot = new,
            None => self.list.push(new),
        }
        self.forget();
        place
    }

    /// Takes a facility out of every answer, on every date; its place stays empty. None: there is no such facility.
    pub(super) fn remove(&mut self, id: &str) -> Option<u32> {
        let place = self.place(id)?;
        let mut gone = StudyFacility::clone(self.get(place));
        gone.removed = true;
        self.list[place as usize] = Arc::new(gone);
        self.forget();
        Some(place)
    }

    /// Lets go of what an edit makes untrue.
    fn forget(&mut self) {
        self.tree = OnceLock::new();
        self.words = OnceLock::new();
        self.globe = Globe::default();
    }

    /// The words that the facilities use; gathered when they are first asked for.
    pub fn words(&self) -> &Words {
        self.words.get_or_init(|| {
            let present = || self.list.iter().filter(|of| !of.removed).map(|of| &of.facility);
            let sorted = |words: BTreeSet<&String>| words.into_iter().cloned().collect();
            Arc::new(Words {
                languages: sorted(present().flat_map(|of| &of.languages).collect()),
                target_groups: sorted(present().flat_map(|of| &of.target_groups).collect()),
            })
        })
    }

    /// Places of all facilities by id, those taken out left out.
    pub fn in_order(&self) -> Vec<u32> {
        let mut places: Vec<u32> = (0_u32..)
            .zip(&self.list)
            .filter(|(_, of)| !of.removed)
            .map(|(place, _)| place)
            .collect();
        self.sort_by_id(&mut places);
        places
    }

    /// Where facilities stand, as an R-tree of their places; made when it is first asked for.
    pub fn tree(&self) -> &BoxTree {
        self.tree.get_or_init(|| {
            let located = self.list.iter().map(|of| {
                let location = of.facility.location.filter(|_| !of.removed);
                location.map(|point| point.0)
            });
            Arc::new(BoxTree::of_points(located))
        })
    }

    /// Places of the facilities that stand in an area, by id: the R-tree gives those within the bounds of its neighbourhoods,
    /// and the neighbourhood of each decides.
    pub fn standing_in(&self, areas: &Areas, area: u32) -> Vec<u32> {
        let members = &areas.get(area).neighbourhoods;
        let inside: HashSet<u32> = members.iter().copied().collect();
        let bounds = members.iter().filter_map(|at| areas.get(*at).bounds);
        let Some(bounds) = bounds.reduce(|a, b| united(&a, &b)) else {
            return Vec::new();
        };
        let mut places = self.tree().meeting(&bounds);
        places.retain(|place| {
            self.get(*place)
                .neighbourhood
                .is_some_and(|at| inside.contains(&at))
        });
        self.sort_by_id(&mut places);
        places
    }

    /// Puts ascending places in the order of their ids, which differs only where an edit added something.
    fn sort_by_id(&self, places: &mut [u32]) {
        if !self.added.is_empty() {
            places.sort_by(|a, b| self.get(*a).facility.id.cmp(&self.get(*b).facility.id));
        }
    }

    /// Place of a facility with this id, whether it was taken out or not.
    pub(super) fn slot(&self, id: &str) -> Option<u32> {
        self.by_id.get(id).or_else(|| self.added.get(id)).copied()
    }

    /// Place of the facility with this id.
    pub fn place(&self, id: &str) -> Option<u32> {
        self.slot(id).filter(|place| !self.get(*place).removed)
    }

    /// The facility at a place of the list.
    pub fn get(&self, place: u32) -> &StudyFacility {
        &self.list[place as usize]
    }

    /// Where a facility stands; none when it is not located.
    pub fn location(&self, place: u32) -> Option<Coord<f64>> {
        self.get(place).facility.location.map(|point| point.0)
    }

    /// The role of the municipality on a day: what the source states, else what the grants in force say; none: unknown.
    pub fn role(&self, place: u32, grants: &[Grant], date: Date) -> Option<MunicipalRole> {
        let facility = self.get(place);
        if facility.facility.municipal_role.is_some() {
            return facility.facility.municipal_role;
        }
        let kinds = facility
            .grants
            .iter()
            .filter_map(|(grant, _)| grants.get(*grant))
            .filter(|grant| grant.in_force(date))
            .filter_map(|grant| grant.kind);
        kinds.fold(None, |role, kind| {
            let of_kind = match kind {
                GrantKind::Subsidy => MunicipalRole::Subsidy,
                GrantKind::Commission => MunicipalRole::Commission,
            };
            match role {
                None => Some(of_kind),
                Some(role) if role == of_kind => Some(role),
                Some(_) => Some(MunicipalRole::Both),
            }
        })
    }

    /// Euros a year from the grants in force on a day, this facility's part of each; none: no grant is known, or of one not what
    /// it pays.
    pub fn euros_per_year(&self, place: u32, grants: &[Grant], date: Date) -> Option<Euros> {
        self.get(place)
            .grants
            .iter()
            .filter_map(|(grant, index)| grants.get(*grant).map(|grant| (grant, *index)))
            .filter(|(grant, _)| grant.in_force(date))
            .map(|(grant, index)| grant.cents_for(index))
            .reduce(|a, b| Some(a? + b?))
            .flatten()
            .map(Cents::euros)
    }

    /// Whether a facility is there for a selection, whatever its type and whatever it offers: valid on its date, in its role.
    fn there(&self, place: u32, grants: &[Grant], selection: &Selection) -> bool {
        let of = self.get(place);
        !of.removed
            && of.facility.valid_on(selection.date)
            && selection
                .role
                .is_none_or(|role| role.includes(self.role(place, grants, selection.date)))
    }

    /// Whether a facility counts for a selection, whatever its type: it is there and offers what is asked.
    fn counts(&self, place: u32, grants: &[Grant], selection: &Selection) -> bool {
        self.there(place, grants, selection)
            && selection.access.admits(self.get(place), grants, selection.date)
    }

    /// Of how many facilities that are there for a selection (of one type, or of every type and none) it is unknown whether
    /// they offer what is asked: one number per question of [`Access::QUESTIONS`], nought where it is not asked.
    pub fn unanswered(
        &self,
        grants: &[Grant],
        selection: &Selection,
        service_type: Option<usize>,
    ) -> [usize; Access::QUESTIONS.len()] {
        let mut counts = [0; Access::QUESTIONS.len()];
        if selection.access.asked().contains(&true) {
            for place in self.places_of(service_type) {
                if self.there(place, grants, selection) {
                    let answers = selection.access.answers(self.get(place), selection.date);
                    for (count, answer) in counts.iter_mut().zip(answers) {
                        *count += usize::from(answer.is_none());
                    }
                }
            }
        }
        counts
    }

    /// Places of the facilities of one type, or of all.
    fn places_of(&self, service_type: Option<usize>) -> Vec<u32> {
        match service_type {
            Some(of) => self
                .by_type
                .get(of)
                .map_or_else(Vec::new, |places| places.to_vec()),
            None => (0_u32..).zip(&self.list).map(|(place, _)| place).collect(),
        }
    }

    /// The facilities that count for a selection, whatever their type, by place.
    pub fn counted<'a>(
        &'a self,
        grants: &'a [Grant],
        selection: &'a Selection,
    ) -> impl Iterator<Item = u32> + 'a {
        (0_u32..)
            .zip(&self.list)
            .map(|(place, _)| place)
            .filter(move |place| self.counts(*place, grants, selection))
    }

    /// The facilities of one type (its place in the taxonomy) that count for a selection, by place.
    pub fn counted_of_type<'a>(
        &'a self,
        grants: &'a [Grant],
        selection: &'a Selection,
        service_type: usize,
    ) -> impl Iterator<Item = u32> + 'a {
        let places = self.by_type.get(service_type).map_or(&[][..], |of| of.as_slice());
        let counts = move |place: &u32| self.counts(*place, grants, selection);
        places.iter().copied().filter(counts)
    }

    /// The located facilities that count for a selection, whatever their type, by id.
    pub fn located(&self, grants: &[Grant], selection: &Selection) -> Vec<u32> {
        let mut places: Vec<u32> = self
            .counted(grants, selection)
            .filter(|place| self.location(*place).is_some())
            .collect();
        self.sort_by_id(&mut places);
        places
    }

    /// The located facilities of a type (its place in the taxonomy) that count for a selection, by place.
    pub fn of_type(&self, grants: &[Grant], selection: &Selection, service_type: usize) -> Vec<u32> {
        self.counted_of_type(grants, selection, service_type)
            .filter(|place| self.location(*place).is_some())
            .collect()
    }

    /// The same where `before` are those of a study that differs in nothing but the facilities at the places `changed`.
    pub(super) fn of_type_after(
        &self,
        before: &[u32],
        changed: &BTreeSet<u32>,
        grants: &[Grant],
        selection: &Selection,
        service_type: usize,
    ) -> Vec<u32> {
        let same = before.iter().copied();
        let mut places: Vec<u32> = same.filter(|place| !changed.contains(place)).collect();
        for place in changed {
            if self.get(*place).service_type == Some(service_type)
                && self.located_and_counts(*place, grants, selection)
            {
                places.insert(places.partition_point(|of| of < place), *place);
            }
        }
        places
    }

    fn located_and_counts(&self, place: u32, grants: &[Grant], selection: &Selection) -> bool {
        self.location(place).is_some() && self.counts(place, grants, selection)
    }
}
