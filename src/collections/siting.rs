//! Siting: where new facilities of a type serve the most residents.

use geo::{Geometry, Point};
use serde_json::{Map, Value as Json, json};

use super::areas::{SUPPRESSED, tidy};
use super::explain::{self, Account, Figure};
use super::{Collection, InvalidParam, Parameter, Query};
use crate::analysis::assessment;
use crate::analysis::siting::{self, Goal, Method, Model, Name, Report, Site};
use crate::domain::feature::{Feature, FeatureSet, GeometryKind, Kind, Property, Schema, Value};
use crate::domain::units::ratio;
use crate::domain::{Layer, Level};
use crate::study::Study;

/// The collection.
pub struct Siting;

/// The parameters of siting.
pub(super) const PARAMETERS: [Parameter; 17] = [
    Parameter::ServiceType,
    Parameter::SiteCount,
    Parameter::Distance,
    Parameter::Group,
    Parameter::Mode,
    Parameter::Candidates,
    Parameter::CandidateCell,
    Parameter::CandidatePoints,
    Parameter::Area,
    Parameter::Present,
    Parameter::Model,
    Parameter::Method,
    Parameter::SiteCapacity,
    Parameter::SiteCriterion,
    Parameter::TimeLimit,
    Parameter::StopBelow,
    Parameter::Date,
];

/// The layers that siting rests on.
pub(super) const LAYERS: [Layer; 4] = [
    Layer::Facilities,
    Layer::Grants,
    Layer::Neighbourhoods,
    Layer::Demand,
];

const PROPERTIES: [Property; 17] = [
    Property::new(
        "rank",
        Kind::Integer,
        "Volgorde: 1 voegt het meeste toe",
        "Order: 1 adds the most",
    ),
    Property::new(
        "candidateId",
        Kind::Text,
        "Kenmerk van de plek",
        "Id of the candidate",
    ),
    Property::new(
        "name",
        Kind::Text,
        "Naam van wat er staat",
        "Name of what stands there",
    ),
    Property::new("serviceType", Kind::Text, "Soort voorziening", "Service type"),
    Property::new(
        "gainResidents",
        Kind::Number,
        "Inwoners die er met deze plek een binnen de normafstand krijgen, na de plekken ervoor",
        "Residents who get one within the norm distance with this site, after those before it",
    ),
    Property::new(
        "gainShare",
        Kind::Number,
        "Dat deel van de inwoners van de stad (0–1)",
        "Share of the city's residents (0–1)",
    ),
    Property::new(
        "coverageBefore",
        Kind::Number,
        "Deel van de inwoners van de stad binnen de normafstand zonder deze plekken (0–1)",
        "Share of the city's residents within the norm distance without these sites (0–1)",
    ),
    Property::new(
        "coverageAfter",
        Kind::Number,
        "Datzelfde deel met deze plek en die ervoor (0–1)",
        "The same share with this site and those before it (0–1)",
    ),
    Property::new(
        "worthwhile",
        Kind::Boolean,
        "Deze plek of een erna voegt genoeg toe (stopBelow)",
        "This site or one after it adds enough (stopBelow)",
    ),
    Property::new(
        "method",
        Kind::Text,
        "Hoe gezocht is: plek voor plek (greedy), ook waar het model voor exact te groot is, of de beste keuze van alle (exact)",
        "How they were looked for: site by site (greedy), also where the model is too large for exact, or the best choice of all (exact)",
    ),
    Property::new(
        "optimal",
        Kind::Boolean,
        "Geen keuze van zoveel plekken voegt meer toe dan deze samen",
        "No choice of as many sites adds more than these together",
    ),
    Property::new(
        "objective",
        Kind::Number,
        "Wat de plekken samen bereiken: inwoners die zij toevoegen, hun aantal (lscp) of meters (pmedian)",
        "What the sites reach together: residents that they add, how many they are (lscp) or metres (pmedian)",
    ),
    Property::new(
        "bound",
        Kind::Number,
        "Beter dan dit kan geen keuze zijn, in dezelfde eenheid",
        "No choice can be better than this, in the same unit",
    ),
    Property::new(
        "meanDistanceAfterM",
        Kind::Number,
        "Gemiddelde afstand tot de dichtstbijzijnde met deze plek en die ervoor (pmedian)",
        "Mean distance to the nearest with this site and those before it (pmedian)",
    )
    .in_unit("m"),
    Property::new("neighbourhoodCode", Kind::Text, "Buurt", "Neighbourhood"),
    Property::new("districtCode", Kind::Text, "Wijk", "District"),
    Property::new(
        "candidateCount",
        Kind::Integer,
        "Aantal plekken waaruit is gekozen",
        "Number of candidates that were chosen from",
    ),
];

/// What is asked of one type (its place in the taxonomy).
pub(super) fn params(study: &Study, query: &Query, service_type: usize) -> siting::Params {
    let sites = &query.sites;
    siting::Params {
        selection: query.selection.clone(),
        service_type,
        k: sites.k,
        candidates: sites.candidates(study),
        // With a criterion the area says whose goal is to be reached.
        area: query.area.filter(|_| sites.criterion.is_none()),
        present: sites.present,
        model: sites.model(),
        method: sites.method,
        capacity: sites.capacity,
        goal: goal(study, query),
        limit: sites.limit,
    }
}

/// What the criterion that is asked requires, and of which areas: those that it is for, in the area that is asked.
fn goal(study: &Study, query: &Query) -> Option<Goal> {
    let criterion = &study.criteria.criteria[query.sites.criterion?];
    let areas = assessment::areas_of(&study.areas, criterion).into_iter();
    Some(Goal {
        required: criterion.required?,
        areas: areas.filter(|area| query.covers_area(study, *area)).collect(),
    })
}

/// The areas of a criterion of which a part lies in the area that is asked: they are not held, for their other part would have to
/// be reached too. None without a criterion or an area.
fn partly_inside(study: &Study, query: &Query) -> Option<Json> {
    let criterion = &study.criteria.criteria[query.sites.criterion?];
    query.area?;
    let partly = assessment::areas_of(&study.areas, criterion).into_iter();
    let partly = partly
        .filter(|area| query.covers_partly(study, *area))
        .map(|area| {
            let area = study.areas.get(area);
            json!({ "code": area.code.as_str(), "name": area.name })
        });
    Some(json!(partly.collect::<Vec<_>>()))
}

/// Why siting cannot be asked although each of its parameters is right.
pub(super) fn refused(study: &Study, query: &Query) -> Option<InvalidParam> {
    let plain = query.sites.method == Method::Greedy && query.sites.model() == Model::Coverage;
    let Some(service_type) = query.service_type(study) else {
        let reason = "is needed with method=exact and with another model than mclp: one type at a time";
        return (!plain).then(|| InvalidParam::new("serviceType", reason));
    };
    if query.sites.model() == Model::Meeting && query.sites.criterion.is_none() {
        return Some(InvalidParam::new("criterion", "is needed with model=criterion"));
    }
    if query.sites.model() != Model::Median {
        return None;
    }
    let most = siting::MOST_DISTANCES / study.demand.len().max(1);
    let count = siting::candidates(study, &params(study, query, service_type));
    let reason = || {
        format!(
            "are {count}, and pmedian compares at most {most} with where residents live: ask a larger cell, an area, hubs or places"
        )
    };
    (count > most).then(|| InvalidParam::new("candidates", reason()))
}

impl Collection for Siting {
    fn id(&self) -> &'static str {
        "siting"
    }

    fn title_nl(&self) -> &'static str {
        "Beste plekken"
    }

    fn title_en(&self) -> &'static str {
        "Siting"
    }

    fn description_nl(&self) -> &'static str {
        "Waar nieuwe voorzieningen van een soort de meeste inwoners bereiken die er nu geen binnen de normafstand hebben. Greedy neemt \
        telkens de plek die het meeste toevoegt; samen is dat minstens 63 % (1 − 1/e) van wat de beste keuze toevoegt boven wat er al \
        staat, en bound zegt hoeveel dat hoogstens is. Exact zoekt de beste keuze en zegt of die bewezen is. model=lscp zoekt de minste plekken die allen bereiken, pmedian de kortste weg, capacitated plekken \
        met een grens aan hoeveel inwoners zij aankunnen. Met een gebied \
        liggen de plekken daarin; de inwoners zijn die van de hele stad. Zonder soort: elke soort apart."
    }

    fn description_en(&self) -> &'static str {
        "Where new facilities of a type reach the most residents who have none within the norm distance now. Greedy takes the site that \
        adds the most each time; together that is at least 63 % (1 − 1/e) of what the best choice adds over what stands there already, \
        and bound tells how much that is at most. Exact looks for the best choice and tells whether it is proved. model=lscp looks for the fewest sites that reach all, pmedian for the shortest way, \
        capacitated for sites that can serve only so many. With an area \
        the sites lie in it; the residents are those of the whole city. Without a service type: each type apart."
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
        schema(study)
    }

    fn features(&self, study: &Study, query: &Query) -> Vec<Feature> {
        let types = query.selection.types(study).into_iter();
        types
            .flat_map(|of| {
                let report = siting::run(study, &params(study, query, of));
                features(study, query, of, &report)
            })
            .collect()
    }

    fn refuses(&self, study: &Study, query: &Query) -> Option<InvalidParam> {
        refused(study, query)
    }

    fn account(&self, figure: &Figure) -> Account {
        explain::siting::site(figure)
    }

    fn travels(&self, _: &Query) -> bool {
        true
    }
}

fn schema(study: &Study) -> Schema {
    let mut properties = PROPERTIES.to_vec();
    if study.demand_confidential() {
        properties.push(SUPPRESSED);
    }
    Schema {
        geometry: GeometryKind::Point,
        properties,
    }
}

/// The sites of one type. Where residents are observed people only the places are told: figures of places that one can choose
/// would tell who live between them.
fn features(study: &Study, query: &Query, service_type: usize, report: &Report) -> Vec<Feature> {
    let hidden = study.demand_confidential();
    let code = &study.taxonomy.types()[service_type].code;
    let worth = report.worth(query.sites.stop_below);
    let number = |figure: Option<f64>| Value::number(figure.filter(|_| !hidden));
    let feature = |(site, rank): (&Site, usize)| {
        let at = study.areas.neighbourhood_at(site.candidate.at);
        let neighbourhood = at.map(|at| study.areas.get(at));
        let district = neighbourhood.and_then(|area| area.parent.as_ref());
        let mut values = vec![
            Value::integer(i64::try_from(rank).ok()),
            Value::Text(site.candidate.id(study)),
            Value::text(standing(study, &site.candidate.name)),
            Value::Text(code.to_string()),
            number(Some(site.gain)),
            number(ratio(site.gain, report.residents)),
            number(report.coverage()),
            number(site.coverage),
            Value::boolean(Some(rank <= worth).filter(|_| !hidden)),
            Value::Text(report.method.name().to_owned()),
            Value::boolean(Some(report.optimal)),
            number(report.objective),
            number(report.bound),
            number(site.mean_distance),
            Value::text(neighbourhood.map(|area| area.code.to_string())),
            Value::text(district.map(ToString::to_string)),
            Value::integer(i64::try_from(report.candidates).ok()),
        ];
        if hidden {
            values.push(Value::Boolean(true));
        }
        Feature {
            id: format!("{code}:{rank}"),
            geometry: Some(Geometry::Point(Point(site.candidate.at))),
            values,
        }
    };
    report.sites.iter().zip(1..).map(feature).collect()
}

/// The name of what stands at a candidate.
fn standing(study: &Study, name: &Name) -> Option<String> {
    let id = match name {
        Name::Facility(place) => return study.facilities.get(*place).facility.name.clone(),
        Name::Hub(id) => id.strip_prefix("hub:")?,
        Name::Cell(..) | Name::Point(_) => return None,
    };
    let place = study.facilities.place(id)?;
    study.facilities.get(place).facility.name.clone()
}

/// What the sites add to the districts, by code: the place of each district, its residents, those served without the sites, and
/// what each site adds.
pub(super) fn districts(study: &Study, report: &Report) -> Vec<(u32, f64, f64, Vec<f64>)> {
    let of_district = |(place, area): (u32, &crate::study::StudyArea)| {
        let people = area.neighbourhoods.iter().map(|at| report.people[*at as usize]);
        let (mut residents, mut served) = (0.0, 0.0);
        for of in people {
            residents += of.residents;
            served += of.served;
        }
        let gain = |site: &Site| -> f64 {
            let here = site
                .gains
                .iter()
                .filter(|(at, _)| area.neighbourhoods.contains(at));
            // A sum of nothing would be −0.
            here.fold(0.0, |sum, (_, gain)| sum + gain)
        };
        let gains: Vec<f64> = report.sites.iter().map(gain).collect();
        (place, residents, served, gains)
    };
    study.areas.at(Level::District).map(of_district).collect()
}

/// The sites of one type as features, with what is told of them together: members of the answer.
pub fn answer(study: &Study, query: &Query, service_type: usize) -> (FeatureSet, Map<String, Json>) {
    let report = siting::run(study, &params(study, query, service_type));
    let hidden = study.demand_confidential();
    let told = |figure: Option<f64>| json!(figure.filter(|_| !hidden));
    let mut members = Map::new();
    let mut add = |name: &str, value: Json| members.insert(name.to_owned(), value);
    add("model", json!(query.sites.model().name()));
    add("method", json!(report.method.name()));
    add("optimal", json!(report.optimal));
    add("objective", told(report.objective));
    add("bound", told(report.bound));
    add("gap", told(report.gap()));
    add("candidateCount", json!(report.candidates));
    add("gainResidents", told(Some(report.gain)));
    add("coverageBefore", told(report.coverage()));
    let after = report
        .sites
        .last()
        .map_or(report.coverage(), |last| last.coverage);
    add("coverageAfter", told(after));
    let worth = report.worth(query.sites.stop_below);
    add("worthwhile", json!(Some(worth).filter(|_| !hidden)));
    let unmet = report.unmet.iter().filter(|_| !hidden);
    let unmet: Vec<Json> = unmet
        .map(|(area, lacks)| json!({ "code": study.areas.get(*area).code.as_str(), "shortBy": lacks }))
        .collect();
    add("unmet", json!(unmet));
    if let Some(partly) = partly_inside(study, query) {
        add("partlyInside", partly);
    }
    let district = |(place, residents, served, gains): &(u32, f64, f64, Vec<f64>)| {
        let area = study.areas.get(*place);
        let gain = gains.iter().fold(0.0, |sum, gain| sum + gain);
        json!({
            "code": area.code.as_str(), "name": area.name, "gainResidents": gain, "gainBySite": gains,
            "coverageBefore": ratio(*served, *residents), "coverageAfter": ratio(served + gain, *residents),
        })
    };
    let of_districts = districts(study, &report);
    // With the fewest sites everybody is served whom a candidate can serve: who is left is out of reach of all of them.
    if query.sites.model() == Model::Fewest {
        let left = report.residents - report.sites.last().map_or(report.served, |last| last.served);
        let left = tidy(left.max(0.0));
        add("residentsOutOfReach", told(Some(left)));
        add("reachesAll", json!(Some(left == 0.0).filter(|_| !hidden)));
        let lives = |(place, residents, served, gains): &(u32, f64, f64, Vec<f64>)| {
            let area = study.areas.get(*place);
            let here = tidy((residents - served - gains.iter().sum::<f64>()).max(0.0));
            (here > 0.0).then(|| json!({ "code": area.code.as_str(), "name": area.name, "residents": here }))
        };
        let where_they_live: Vec<Json> = of_districts
            .iter()
            .filter(|_| !hidden)
            .filter_map(lives)
            .collect();
        add("outOfReach", json!(where_they_live));
    }
    let gaining = of_districts
        .iter()
        .filter(|(.., gains)| gains.iter().any(|gain| *gain > 0.0));
    let districts: Vec<Json> = gaining.filter(|_| !hidden).map(district).collect();
    add("districts", json!(districts));
    let set = FeatureSet {
        schema: schema(study),
        features: features(study, query, service_type, &report),
    };
    (set, members)
}
