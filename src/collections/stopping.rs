//! Stopping: which facilities of a type can go together.

use geo::Geometry;

use super::areas::SUPPRESSED;
use super::explain::{self, Account, Figure};
use super::{Collection, InvalidParam, Parameter, Query};
use crate::analysis::stopping::{self, LOOKS, Method, Obstacle, Outcome, Report, Set, Size};
use crate::domain::feature::{Feature, GeometryKind, Kind, Property, Schema, Value};
use crate::domain::{Euros, Layer};
use crate::study::Study;

/// The collection.
pub struct Stopping;

/// The parameters of what can go.
pub(super) const PARAMETERS: [Parameter; 14] = [
    Parameter::ServiceType,
    Parameter::K,
    Parameter::Distance,
    Parameter::Group,
    Parameter::Mode,
    Parameter::Date,
    Parameter::Role,
    Parameter::Area,
    Parameter::StopBy,
    Parameter::Floor,
    Parameter::FloorLevel,
    Parameter::FloorGroups,
    Parameter::KeepCriteria,
    Parameter::TimeLimit,
];

/// The layers that it rests on.
pub(super) const LAYERS: [Layer; 4] = [
    Layer::Facilities,
    Layer::Grants,
    Layer::Neighbourhoods,
    Layer::Demand,
];

const PROPERTIES: [Property; 27] = [
    Property::new(
        "size",
        Kind::Integer,
        "Hoeveel voorzieningen er samen ophouden",
        "How many facilities stop together",
    ),
    Property::new(
        "possible",
        Kind::Boolean,
        "Of er zoveel kunnen ophouden; leeg als de tijd te kort was om het te weten",
        "Whether so many can stop; empty where the time was too short to know",
    ),
    Property::new(
        "facilityId",
        Kind::Text,
        "Voorziening die ophoudt",
        "Facility that stops",
    ),
    Property::new("name", Kind::Text, "Naam", "Name"),
    Property::new("serviceType", Kind::Text, "Soort voorziening", "Service type"),
    Property::new("neighbourhoodCode", Kind::Text, "Buurt", "Neighbourhood"),
    Property::new("districtCode", Kind::Text, "Wijk", "District"),
    Property::new(
        "eurosPerYear",
        Kind::Number,
        "Euro per jaar die deze kost; leeg als dat onbekend is",
        "Euros a year that it costs; empty where that is unknown",
    )
    .in_unit("EUR/a"),
    Property::new(
        "residentsLostAlone",
        Kind::Number,
        "Inwoners die er geen meer hebben als alleen deze ophoudt",
        "Residents who have none any more when this one alone stops",
    ),
    Property::new(
        "facilities",
        Kind::TextList,
        "Alle voorzieningen die samen ophouden; waar zoveel niet kan, die waarmee het het minst scheelt",
        "All facilities that stop together; where so many cannot, those that come nearest",
    ),
    Property::new(
        "residentsLost",
        Kind::Number,
        "Inwoners die er geen meer binnen de normafstand hebben als zij samen ophouden",
        "Residents who have none within the norm distance any more when they stop together",
    ),
    Property::new(
        "coverageBefore",
        Kind::Number,
        "Deel van de inwoners van de stad binnen de normafstand, nu (0–1)",
        "Share of the city's residents within the norm distance, now (0–1)",
    ),
    Property::new(
        "coverageAfter",
        Kind::Number,
        "Datzelfde deel daarna (0–1)",
        "The same share afterwards (0–1)",
    ),
    Property::new(
        "eurosSaved",
        Kind::Number,
        "Euro per jaar die samen vrijkomen, voor zover bekend; leeg als van geen enkele het bedrag bekend is",
        "Euros a year that are saved together, as far as known; empty where the amount of none is known",
    )
    .in_unit("EUR/a"),
    Property::new(
        "eurosUnknown",
        Kind::Integer,
        "Bij hoeveel van hen het bedrag onbekend is",
        "Of how many of them the amount is unknown",
    ),
    Property::new(
        "method",
        Kind::Text,
        "Alle sets die de beste kunnen zijn geprobeerd (enumeration) of een model met gehele getallen opgelost (mip)",
        "Every set that can be the best tried (enumeration) or a model with whole numbers solved (mip)",
    ),
    Property::new(
        "optimal",
        Kind::Boolean,
        "Bewezen dat geen ander zo groot beter is",
        "Proved that no other of that size is better",
    ),
    Property::new(
        "bound",
        Kind::Number,
        "Beter dan dit kan geen set zijn: inwoners of euro's, naar by",
        "No set can be better than this: residents or euros, as by says",
    ),
    Property::new(
        "gap",
        Kind::Number,
        "Hoe ver de grens er hoogstens van af ligt, als deel (0–1)",
        "How far the bound is from it at most, as a share (0–1)",
    ),
    Property::new(
        "candidateCount",
        Kind::Integer,
        "Aantal voorzieningen waaruit is gekozen",
        "Number of facilities that were chosen from",
    ),
    Property::new(
        "stoppedByArea",
        Kind::Text,
        "Waar zoveel niet kan: het gebied dat te laag zou komen",
        "Where so many cannot: the area that would get too low",
    ),
    Property::new(
        "stoppedByGroup",
        Kind::Text,
        "De bevolkingsgroep daarvan",
        "The population group of it",
    ),
    Property::new(
        "stoppedByCriterion",
        Kind::Text,
        "Het criterium daarvan; leeg bij de gevraagde bodem",
        "The criterion of it; empty for the floor that is asked",
    ),
    Property::new(
        "stoppedLevel",
        Kind::Number,
        "Wat daar moet blijven",
        "What has to stay there",
    ),
    Property::new(
        "stoppedValue",
        Kind::Number,
        "Wat er met de set die het minst scheelt zou blijven",
        "What would stay with the set that comes nearest",
    ),
    Property::new(
        "reason",
        Kind::Text,
        "Waarom zoveel niet kunnen: een bodem (floor), er zijn er niet meer (noMoreFacilities), of de tijd was om (timeLimit)",
        "Why so many cannot: a floor (floor), there are no more (noMoreFacilities), or the time was up (timeLimit)",
    ),
    Property::new(
        "measuredCriteria",
        Kind::TextList,
        "Criteria die niet optellen (gemiddelde afstand) en van elke set apart zijn gemeten",
        "Criteria that do not add up (mean distance) and were measured of each set",
    ),
];

/// What is asked of one type (its place in the taxonomy).
pub(super) fn params(query: &Query, service_type: usize) -> stopping::Params {
    let stops = query.stops.clone().unwrap_or_default();
    stopping::Params {
        selection: query.selection.clone(),
        service_type,
        k: query.k,
        aim: stops.aim,
        floor: stops.floor,
        level: stops.level,
        groups: stops.groups,
        keep_criteria: stops.keep_criteria,
        area: query.area,
        limit: query.sites.limit,
        looks: LOOKS,
    }
}

/// Why it cannot be asked although each of its parameters is right.
pub(super) fn refused(study: &Study, query: &Query) -> Option<InvalidParam> {
    let untyped = query.service_type(study).is_none();
    let reason = "is needed with k above 1: what stops together is of one type";
    (untyped && query.k > 1).then(|| InvalidParam::new("serviceType", reason))
}

impl Collection for Stopping {
    fn id(&self) -> &'static str {
        "stopping"
    }

    fn title_nl(&self) -> &'static str {
        "Wat er kan stoppen"
    }

    fn title_en(&self) -> &'static str {
        "Which can go"
    }

    fn description_nl(&self) -> &'static str {
        "Van elk aantal tot k de voorzieningen van een soort die samen het best kunnen ophouden: zo weinig mogelijk inwoners verliezen \
        hun laatste binnen de normafstand, of (by=euros) er komen zoveel mogelijk bekende euro's per jaar vrij. Met floor houdt in elk \
        gebied van floorLevel en in de hele gemeente, in elke groep van groups, minstens dat deel van de inwoners er een; een gebied \
        dat er nu al onder ligt mag niet lager worden. Met criteria=keep blijft elk criterium voor de soort gehaald waaraan nu wordt \
        voldaan; een gemiddelde afstand telt niet op en wordt van elke set apart gemeten. Samen is geteld, niet opgeteld. De beste set is \
        exact, tenzij optimal zegt dat de tijd te kort was. Kan een aantal niet, dan staat er welke bodem de set tegenhoudt die het minst \
        scheelt. Met een gebied houden alleen voorzieningen daarin op; de inwoners zijn die van de hele stad."
    }

    fn description_en(&self) -> &'static str {
        "Of every number up to k the facilities of a type that can best stop together: as few residents as possible lose their last \
        within the norm distance, or (by=euros) as many known euros a year as possible are saved. With a floor at least that share of \
        the residents keep one in each area of floorLevel and in the whole municipality, in each group of groups; an area that is below \
        it already may not get lower. With criteria=keep every criterion for the type that is met now stays met; a mean distance does \
        not add up and is measured of each set. Together is counted, not added up. The best set is exact, unless optimal says that the \
        time was too short. Where a number cannot go, it tells which floor stops the set that comes nearest. With an area only facilities \
        in it stop; the residents are those of the whole city."
    }

    fn geometry(&self) -> GeometryKind {
        GeometryKind::Point
    }

    fn parameters(&self) -> &'static [Parameter] {
        &PARAMETERS
    }

    fn layers(&self) -> &'static [Layer] {
        &LAYERS
    }

    fn schema(&self, study: &Study, _: &Query) -> Schema {
        let mut properties = PROPERTIES.to_vec();
        if study.demand_confidential() {
            properties.push(SUPPRESSED);
        }
        Schema {
            geometry: GeometryKind::Point,
            properties,
        }
    }

    fn features(&self, study: &Study, query: &Query) -> Vec<Feature> {
        let types = query.selection.types(study).into_iter();
        types
            .flat_map(|of| {
                let report = stopping::run(study, &params(query, of));
                let rows = report.sizes.iter();
                let mut told: Vec<Feature> = rows
                    .flat_map(|size| features(study, query, of, &report, size))
                    .collect();
                // Of a question about one type every number that was asked is answered.
                if query.selection.service_type.is_some() {
                    let more = report.candidates + 1..=query.k;
                    told.extend(more.map(|size| beyond(study, query, of, &report, size)));
                }
                told
            })
            .collect()
    }

    fn refuses(&self, study: &Study, query: &Query) -> Option<InvalidParam> {
        refused(study, query)
    }

    fn account(&self, figure: &Figure) -> Account {
        explain::stopping::set(figure)
    }

    fn travels(&self, _: &Query) -> bool {
        true
    }
}

/// The ids of the facilities of a set.
pub(super) fn ids(study: &Study, set: &Set) -> Value {
    let id = |place: &u32| study.facilities.get(*place).facility.id.to_string();
    Value::TextList(set.facilities.iter().map(id).collect())
}

/// The row of a number that is larger than that of the facilities there are.
fn beyond(study: &Study, query: &Query, service_type: usize, report: &Report, size: usize) -> Feature {
    let row = Row {
        optimal: Some(true),
        possible: Some(false),
        reason: Some("noMoreFacilities"),
        ..Row::default()
    };
    let of = Size {
        size,
        method: Method::Enumeration,
        outcome: Outcome::Impossible { nearest: None },
    };
    Feature {
        id: format!("{}:{size}", study.taxonomy.types()[service_type].code),
        geometry: None,
        values: row.values(study, query, service_type, report, &of),
    }
}

/// One size: a row for each facility that stops, or one that says why so many cannot. Where residents are observed people no figures
/// over them are told: those of sets that one can choose would tell who live where.
fn features(study: &Study, query: &Query, service_type: usize, report: &Report, of: &Size) -> Vec<Feature> {
    let code = &study.taxonomy.types()[service_type].code;
    match &of.outcome {
        Outcome::Found { set, optimal, bound } => {
            let one = |(place, alone): (&u32, &f64)| {
                let row = Row {
                    facility: Some((*place, *alone)),
                    set: Some(set),
                    optimal: Some(*optimal),
                    bound: *bound,
                    possible: Some(true),
                    ..Row::default()
                };
                let location = study.facilities.location(*place);
                Feature {
                    id: format!("{code}:{}:{}", of.size, study.facilities.get(*place).facility.id),
                    geometry: location.map(|at| Geometry::Point(at.into())),
                    values: row.values(study, query, service_type, report, of),
                }
            };
            set.facilities.iter().zip(&set.alone).map(one).collect()
        }
        Outcome::Impossible { nearest } => {
            let row = Row {
                set: nearest.as_ref().map(|(set, _)| set),
                optimal: Some(true),
                possible: Some(false),
                reason: Some("floor"),
                obstacle: nearest.as_ref().map(|(_, obstacle)| obstacle),
                ..Row::default()
            };
            let values = row.values(study, query, service_type, report, of);
            let id = format!("{code}:{}", of.size);
            vec![Feature {
                id,
                geometry: None,
                values,
            }]
        }
        Outcome::Unknown => {
            let row = Row {
                optimal: Some(false),
                reason: Some("timeLimit"),
                ..Row::default()
            };
            let values = row.values(study, query, service_type, report, of);
            let id = format!("{code}:{}", of.size);
            vec![Feature {
                id,
                geometry: None,
                values,
            }]
        }
    }
}

/// What is told in one row.
#[derive(Default)]
struct Row<'a> {
    /// Its place, and the residents who have none when it alone stops.
    facility: Option<(u32, f64)>,
    set: Option<&'a Set>,
    optimal: Option<bool>,
    bound: Option<f64>,
    possible: Option<bool>,
    /// Why so many cannot stop, where they cannot.
    reason: Option<&'static str>,
    obstacle: Option<&'a Obstacle>,
}

impl Row<'_> {
    fn values(
        &self,
        study: &Study,
        query: &Query,
        service_type: usize,
        report: &Report,
        of: &Size,
    ) -> Vec<Value> {
        let hidden = study.demand_confidential();
        let told = |figure: Option<f64>| Value::number(figure.filter(|_| !hidden));
        let count = |number: usize| Value::integer(i64::try_from(number).ok());
        let place = self.facility.map(|(place, _)| place);
        let facility = place.map(|place| study.facilities.get(place));
        let neighbourhood = facility.and_then(|of| of.neighbourhood);
        let neighbourhood = neighbourhood.map(|at| study.areas.get(at));
        let day = query.selection.date;
        let euros = place.and_then(|place| study.facilities.euros_per_year(place, &study.grants, day));
        let amount = |euros: Option<Euros>| Value::number(euros.map(|euros| euros.0));
        // Of a set that only comes nearest nothing stops.
        let stops = self.set.filter(|_| self.possible == Some(true));
        let obstacle = self.obstacle;
        let aim = query.stops.clone().unwrap_or_default().aim;
        let bound_hidden = hidden && aim == stopping::Aim::Residents;
        let open = |figure: Option<f64>| Value::number(figure.filter(|_| !bound_hidden));
        let criterion = |place: &usize| study.criteria.criteria[*place].id.clone();
        let measured: Vec<String> = report.measured.iter().map(criterion).collect();
        let mut values = vec![
            count(of.size),
            Value::boolean(self.possible),
            Value::text(facility.map(|of| of.facility.id.to_string())),
            Value::text(facility.and_then(|of| of.facility.name.clone())),
            Value::Text(study.taxonomy.types()[service_type].code.to_string()),
            Value::text(neighbourhood.map(|area| area.code.to_string())),
            Value::text(
                neighbourhood
                    .and_then(|area| area.parent.as_ref())
                    .map(ToString::to_string),
            ),
            amount(euros),
            told(self.facility.map(|(_, alone)| alone)),
            self.set.map_or(Value::Null, |set| ids(study, set)),
            told(stops.map(|set| set.residents_lost)),
            told(stops.and_then(|set| set.coverage_before)),
            told(stops.and_then(|set| set.coverage_after)),
            amount(stops.and_then(|set| set.euros_saved)),
            stops.map_or(Value::Null, |set| count(set.euros_unknown)),
            Value::Text(of.method.name().to_owned()),
            Value::boolean(self.optimal),
            open(self.bound),
            open(of.gap(aim)),
            count(report.candidates),
            Value::text(obstacle.map(|of| study.areas.get(of.area).code.to_string())),
            Value::text(obstacle.map(|of| of.group.name())),
            Value::text(obstacle.and_then(|of| Some(criterion(&of.criterion?)))),
            Value::number(obstacle.map(|of| of.level)),
            Value::number(obstacle.and_then(|of| of.value)),
            Value::text(self.reason),
            Value::list(&measured),
        ];
        if hidden {
            values.push(Value::Boolean(true));
        }
        values
    }
}
