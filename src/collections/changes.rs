//! What changed between two days, per area, with what each part of it comes from.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::areas::SUPPRESSED;
use super::explain::{self, Account, Figure};
use super::suppression::{self, AreaKey};
use super::{Collection, Parameter, Query};
use crate::analysis::change::{self, AreaThen, Cause, Event, Measure, Params, Path, Report, Row};
use crate::domain::Layer;
use crate::domain::criterion;
use crate::domain::feature::{Feature, GeometryKind, Kind, Property, Schema, Value};
use crate::study::{Selection, Study};

/// The collection.
pub struct Changes;

/// The properties that hold the part of each cause, in their order.
pub(super) const PARTS: [(&str, Cause); 6] = [
    ("correction", Cause::Correction),
    ("closed", Cause::Closed),
    ("opened", Cause::Opened),
    ("moved", Cause::Moved),
    ("residentsPart", Cause::Residents),
    ("criterionPart", Cause::Criterion),
];

/// The properties that count the facilities of each cause.
pub(super) const COUNTED: [(&str, Cause); 4] = [
    ("facilitiesOpened", Cause::Opened),
    ("facilitiesClosed", Cause::Closed),
    ("facilitiesMoved", Cause::Moved),
    ("facilitiesCorrected", Cause::Correction),
];

const PROPERTIES: [Property; 25] = [
    Property::new("areaCode", Kind::Text, "Gebied", "Area"),
    Property::new("name", Kind::Text, "Naam", "Name"),
    Property::new("level", Kind::Text, "Niveau", "Level"),
    Property::new("serviceType", Kind::Text, "Soort voorziening", "Service type"),
    Property::new("group", Kind::Text, "Bevolkingsgroep", "Population group"),
    Property::new("measure", Kind::Text, "Maat", "Measure"),
    Property::new("criterionId", Kind::Text, "Norm", "Criterion"),
    Property::new("versionBefore", Kind::Integer, "Versie vóór", "Version before"),
    Property::new("versionAfter", Kind::Integer, "Versie na", "Version after"),
    Property::new("unit", Kind::Text, "Eenheid", "Unit"),
    Property::new("before", Kind::Number, "Vóór", "Before"),
    Property::new("after", Kind::Number, "Na", "After"),
    Property::new("change", Kind::Number, "Verschil", "Change"),
    Property::new("opened", Kind::Number, "Door opening", "By opening"),
    Property::new("closed", Kind::Number, "Door sluiting", "By closing"),
    Property::new("moved", Kind::Number, "Door verhuizing", "By moving"),
    Property::new(
        "residentsPart",
        Kind::Number,
        "Door inwoners en grenzen",
        "By residents and borders",
    ),
    Property::new("criterionPart", Kind::Number, "Door de norm", "By the criterion"),
    Property::new("correction", Kind::Number, "Door correctie", "By correction"),
    Property::new(
        "inseparable",
        Kind::Number,
        "Door meer oorzaken samen",
        "By several causes together",
    ),
    Property::new(
        "facilitiesOpened",
        Kind::Integer,
        "Geopend in de stad",
        "Opened in the city",
    ),
    Property::new(
        "facilitiesClosed",
        Kind::Integer,
        "Gesloten in de stad",
        "Closed in the city",
    ),
    Property::new(
        "facilitiesMoved",
        Kind::Integer,
        "Verhuisd in de stad",
        "Moved in the city",
    ),
    Property::new(
        "facilitiesCorrected",
        Kind::Integer,
        "Gecorrigeerd in de stad",
        "Corrected in the city",
    ),
    Property::new("onlyIn", Kind::Text, "Bestaat alleen", "Exists only"),
];

/// The name of a measure in answers.
pub(super) const fn measure_name(measure: Measure) -> &'static str {
    match measure {
        Measure::FacilityCount => "facilityCount",
        Measure::Residents => "residents",
        Measure::Served => "residentsServed",
        Measure::Unserved => "residentsUnserved",
        Measure::Coverage => "coverage",
        Measure::MeanDistance => "meanDistanceM",
        Measure::Short => "shortBy",
    }
}

const fn unit_of(measure: Measure) -> &'static str {
    match measure {
        Measure::FacilityCount => "facilities",
        Measure::Coverage => "1",
        Measure::MeanDistance => "m",
        Measure::Residents | Measure::Served | Measure::Unserved | Measure::Short => "residents",
    }
}

/// The question as the analysis takes it.
pub(super) fn params(query: &Query, from: jiff::civil::Date) -> Params {
    Params {
        selection: query.selection.clone(),
        from,
    }
}

impl Collection for Changes {
    fn id(&self) -> &'static str {
        "changes"
    }

    fn title_nl(&self) -> &'static str {
        "Wat er veranderde"
    }

    fn title_en(&self) -> &'static str {
        "Changes"
    }

    fn description_nl(&self) -> &'static str {
        "Wat er per gebied veranderde tussen twee dagen, en welk deel daarvan komt door sluiting, opening, verhuizing, inwoners en grenzen, een andere versie van de norm, of een correctie van de lijst. De delen zijn samen het verschil. Wat gelijk bleef, staat er niet bij."
    }

    fn description_en(&self) -> &'static str {
        "What changed per area between two days, and which part of it comes from closing, opening, moving, residents and borders, another version of the criterion, or a correction of the list. The parts add up to the change. What stayed the same is left out."
    }

    fn geometry(&self) -> GeometryKind {
        GeometryKind::None
    }

    fn parameters(&self) -> &'static [Parameter] {
        &[
            Parameter::From,
            Parameter::Date,
            Parameter::FromRevision,
            Parameter::ServiceType,
            Parameter::Distance,
            Parameter::Group,
            Parameter::Area,
        ]
    }

    fn layers(&self) -> &'static [Layer] {
        &[
            Layer::Neighbourhoods,
            Layer::Districts,
            Layer::Municipalities,
            Layer::Facilities,
            Layer::Demand,
        ]
    }

    fn schema(&self, study: &Study, query: &Query) -> Schema {
        let mut properties = PROPERTIES.to_vec();
        let before = query.before.as_ref();
        if study.demand_confidential() || before.is_some_and(|before| before.study.demand_confidential()) {
            properties.push(SUPPRESSED);
        }
        Schema {
            geometry: GeometryKind::None,
            properties,
        }
    }

    fn features(&self, study: &Study, query: &Query) -> Vec<Feature> {
        let Some(before) = query.before(study) else {
            return Vec::new();
        };
        let path = change::path(&before.study, study, &params(query, before.date));
        let asked = |then: &AreaThen| covers(query, study, &before.study, then);
        // What is hidden may hang together with what other areas would tell.
        let confidential = path.stages.iter().any(|stage| stage.demand_confidential());
        let report = change::along_in(&path, |then| confidential || asked(then));
        let hidden = Hidden::of(&path, &report);
        let answer = Answer {
            query,
            study,
            before: &before.study,
            counted: counted(&report.events),
            report: &report,
            confidential: hidden.confidential,
        };
        let rows = report.rows.iter().filter(|row| asked(&report.areas[row.area]));
        rows.filter_map(|row| answer.feature(row, hidden.hides(row, &report)))
            .collect()
    }

    fn account(&self, figure: &Figure) -> Account {
        explain::changes::account(figure)
    }

    fn travels(&self, _: &Query) -> bool {
        true
    }
}

/// How many facilities each cause touched, by type; none: of every type and of none.
type CountedBy = BTreeMap<Option<usize>, HashMap<&'static str, HashSet<String>>>;

fn counted(events: &[Event]) -> CountedBy {
    let mut counted = CountedBy::new();
    for event in events {
        let Some((name, _)) = COUNTED.iter().find(|(_, cause)| *cause == event.cause) else {
            continue;
        };
        for of in event.types.iter().copied().flatten().map(Some).chain([None]) {
            let by_cause = counted.entry(of).or_default();
            by_cause.entry(*name).or_default().insert(event.id.to_string());
        }
    }
    counted
}

/// The areas of which nothing may be told, by what tells of them.
struct Hidden {
    confidential: bool,
    /// Per type; none: of their residents.
    by_type: HashMap<Option<usize>, HashSet<AreaKey>>,
    /// Per criterion.
    by_criterion: HashMap<usize, HashSet<AreaKey>>,
}

impl Hidden {
    fn of(path: &Path, report: &Report) -> Self {
        let confidential = path.stages.iter().any(|stage| stage.demand_confidential());
        let mut hidden = Self {
            confidential,
            by_type: HashMap::new(),
            by_criterion: HashMap::new(),
        };
        if !confidential {
            return hidden;
        }
        let stages = |distance: Option<crate::domain::Metres>| -> Vec<(&Study, Selection)> {
            let mut asked: Vec<(&Study, Selection)> = Vec::new();
            for stage in &path.stages {
                let selection = Selection {
                    distance,
                    service_type: None,
                    ..path.selection(stage)
                };
                let study: &Study = stage;
                let same = asked
                    .last()
                    .is_some_and(|(of, last)| std::ptr::eq(*of, study) && *last == selection);
                if !same {
                    asked.push((study, selection));
                }
            }
            asked
        };
        let of_type = |distance, service_type: Option<usize>| {
            let types = path.after().taxonomy.types();
            let code = service_type.map(|of| types[of].code.clone());
            let asked = stages(distance).into_iter().map(|(study, selection)| {
                let selection = Selection {
                    service_type: code.clone(),
                    ..selection
                };
                (study, selection)
            });
            suppression::hidden_over_time(&asked.collect::<Vec<_>>(), service_type)
        };
        for row in &report.rows {
            let of = row.service_type;
            if row.measure != Measure::FacilityCount {
                hidden.by_type.entry(of).or_insert_with(|| of_type(None, of));
            }
            let Some(place) = row.criterion else { continue };
            hidden.by_criterion.entry(place).or_insert_with(|| {
                // A criterion brings a distance of its own, and two distances would tell who live between them.
                let then = &report.criteria[place];
                let versions = [&then.before, &then.after].into_iter().flatten();
                let distances = versions.filter(|of| travels(of)).map(|of| of.distance_m);
                distances.flat_map(|distance| of_type(distance, of)).collect()
            });
        }
        // Criteria of one type give each other away.
        let mut of_types: HashMap<Option<usize>, HashSet<AreaKey>> = HashMap::new();
        for row in &report.rows {
            if let Some(keys) = row.criterion.and_then(|place| hidden.by_criterion.get(&place)) {
                of_types
                    .entry(row.service_type)
                    .or_default()
                    .extend(keys.iter().cloned());
            }
        }
        for (of, keys) in of_types {
            hidden.by_type.entry(of).or_default().extend(keys);
        }
        hidden
    }

    fn hides(&self, row: &Row, report: &Report) -> bool {
        let about_people = match row.measure {
            Measure::FacilityCount => false,
            Measure::Short => row.criterion.is_some_and(|place| {
                let then = &report.criteria[place];
                [&then.before, &then.after].into_iter().flatten().any(travels)
            }),
            _ => true,
        };
        let area = &report.areas[row.area];
        let hidden = self.by_type.get(&row.service_type);
        about_people && hidden.is_some_and(|hidden| hidden.contains(&(area.level, area.code.clone())))
    }
}

fn travels(criterion: &criterion::Criterion) -> bool {
    matches!(
        criterion.measure,
        criterion::Measure::Coverage | criterion::Measure::MeanDistance
    )
}

/// Whether an area is asked. One that is no more is where the asked area was.
fn covers(query: &Query, study: &Study, before: &Study, then: &AreaThen) -> bool {
    let Some(asked) = query.area else { return true };
    if let Some(place) = then.after {
        return query.covers_area(study, place);
    }
    let of = study.areas.get(asked);
    let known = before.areas.place(of.code.as_str());
    let around = known.filter(|place| before.areas.get(*place).level == of.level);
    let asked_then = |around| Query {
        area: Some(around),
        ..query.clone()
    };
    around
        .zip(then.before)
        .is_some_and(|(around, place)| asked_then(around).covers_area(before, place))
}

/// What every feature of an answer is made with.
struct Answer<'a> {
    query: &'a Query,
    study: &'a Study,
    before: &'a Study,
    report: &'a Report,
    counted: CountedBy,
    confidential: bool,
}

impl Answer<'_> {
    /// The feature of a row; none where nothing changed. What is hidden is always there: that it is tells nothing.
    fn feature(&self, row: &Row, hidden: bool) -> Option<Feature> {
        let stirred = row.parts.known().any(|part| part != 0.0);
        if !hidden && !stirred && row.before == row.after {
            return None;
        }
        let area = &self.report.areas[row.area];
        let criterion = row.criterion.map(|place| &self.report.criteria[place]);
        let either = criterion.and_then(change::CriterionThen::either);
        let told = |value: Option<f64>| Value::number(value.filter(|_| !hidden));
        let part = |cause: Cause| {
            let place = Cause::ALL.iter().position(|of| *of == cause);
            told(place.and_then(|place| row.parts.of[place]))
        };
        let counted = |name: &str| {
            let of = self
                .counted
                .get(&row.service_type)
                .and_then(|by_cause| by_cause.get(name));
            i64::try_from(of.map_or(0, HashSet::len)).ok()
        };
        let about_facilities = row.measure != Measure::Residents;
        let types = self.study.taxonomy.types();
        let code = row.service_type.map(|of| types[of].code.to_string());
        let version = |of: Option<&criterion::Criterion>| Value::integer(of.map(|of| i64::from(of.version)));
        let group = either.map_or(self.query.selection.group, |of| of.group);
        let unit = criterion.map_or_else(|| unit_of(row.measure), |of| of.unit);
        let name = measure_name(row.measure);
        let only_in = match (area.before, area.after) {
            (None, _) => Some("after"),
            (_, None) => Some("before"),
            _ => None,
        };
        let id = match (either, &code) {
            (Some(criterion), _) => format!("{}:{}:{unit}", area.code, criterion.id),
            (None, Some(code)) => format!("{}:{code}:{name}", area.code),
            (None, None) => format!("{}:{name}", area.code),
        };
        let mut values = vec![
            Value::Text(area.code.to_string()),
            Value::text(Some(change::name(area, self.before, self.study))),
            Value::Text(area.level.to_string()),
            Value::text(code),
            Value::Text(group.to_string()),
            Value::text(Some(name)),
            Value::text(either.map(|of| of.id.clone())),
            version(criterion.and_then(|of| of.before.as_ref())),
            version(criterion.and_then(|of| of.after.as_ref())),
            Value::text(Some(unit)),
            told(row.before),
            told(row.after),
            told(row.change),
            part(Cause::Opened),
            part(Cause::Closed),
            part(Cause::Moved),
            part(Cause::Residents),
            part(Cause::Criterion),
            part(Cause::Correction),
            told(row.parts.inseparable),
        ];
        values.extend(COUNTED.map(|(name, _)| Value::integer(counted(name).filter(|_| about_facilities))));
        values.push(Value::text(only_in));
        if self.confidential {
            values.push(Value::Boolean(hidden));
        }
        Some(Feature {
            id,
            geometry: None,
            values,
        })
    }
}
