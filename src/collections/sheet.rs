//! The sheet of an area: everything that the collections tell of it, in one document. The page, the printed sheet and the report
//! in prose are all made of it.

mod parts;

use jiff::ToSpan;
use jiff::civil::Date;
use serde_json::{Map, Value as Json, json};

use super::explain::{caveats::notice, json_of};
use super::words::{Text, role};
use super::{Before, Collection, InvalidParam, Query, Today, asked_day, get, run};
use crate::config::City;
use crate::domain::feature::{FeatureSet, Kind, Property, Value};
use crate::domain::{Level, MunicipalRole, PopulationGroup};
use crate::study::Study;

use parts::{Of, PARTS, Part};

/// What is asked.
pub struct Ask<'a> {
    pub study: &'a Study,
    /// Code of the area.
    pub area: &'a str,
    pub today: &'a Today,
    /// The day of which it tells; none: today.
    pub date: Option<&'a str>,
    /// What it is compared with; none: it does not tell what changed.
    pub before: Option<&'a Before>,
}

/// One question about the area and its answer.
pub struct Section {
    /// kebab-case name of the section.
    pub id: &'static str,
    pub title_nl: &'static str,
    pub title_en: &'static str,
    pub collection: &'static dyn Collection,
    /// The parameters in force; of a section that asks a collection once for every type those that all have in common.
    pub parameters: Map<String, Json>,
    pub set: FeatureSet,
}

/// The sheet.
pub struct Sheet {
    /// Place of the area in the study's list.
    pub area: u32,
    /// The day of which it tells.
    pub date: Date,
    /// The day that it is compared with.
    pub before: Option<Date>,
    pub parameters: Map<String, Json>,
    pub sections: Vec<Section>,
}

impl Sheet {
    /// The document: area, parameters, revision, what the city says of its data, a table per section, and whose data it is.
    pub fn json(&self, study: &Study, city: &City) -> Json {
        let area = study.areas.get(self.area);
        let mut attribution: Vec<String> = Vec::new();
        for section in &self.sections {
            for line in super::attribution(section.collection, study) {
                if !attribution.contains(&line) {
                    attribution.push(line);
                }
            }
        }
        let sources: Vec<Json> = study
            .sources
            .iter()
            .map(|source| json!({ "name": source.name, "layer": source.layer, "date": source.date }))
            .collect();
        json!({
            "areaCode": area.code.as_str(),
            "name": area.name,
            "level": area.level.name(),
            "parameters": self.parameters,
            "revision": study.revision.number,
            "timeStamp": study.revision.time.to_string(),
            "notice": notice(city),
            "sections": self.sections.iter().map(Section::json).collect::<Vec<_>>(),
            "sources": sources,
            "attribution": attribution,
        })
    }

    /// The answer of a section; none where there is none of that name.
    pub fn section(&self, id: &str) -> Option<&FeatureSet> {
        let section = self.sections.iter().find(|section| section.id == id)?;
        Some(&section.set)
    }
}

impl Section {
    fn json(&self) -> Json {
        let schema = &self.set.schema;
        let properties = schema.properties.iter().map(|of| {
            let mut property = json!({
                "name": of.name,
                "unit": of.unit,
                "title": Text::new(of.title_nl.as_ref(), of.title_en.as_ref()),
            });
            if let Some(values) = values_in_words(of.name.as_ref()) {
                property["values"] = Json::Object(values);
            }
            property
        });
        let features = self.set.features.iter().map(|feature| {
            let values = feature.values.iter().map(json_of);
            let names = schema.properties.iter().map(|of| of.name.to_string());
            json!({ "id": feature.id, "properties": names.zip(values).collect::<Map<_, _>>() })
        });
        json!({
            "id": self.id,
            "title": Text::new(self.title_nl, self.title_en),
            "collection": self.collection.id(),
            "parameters": self.parameters,
            "properties": properties.collect::<Vec<_>>(),
            "features": features.collect::<Vec<_>>(),
        })
    }
}

/// What the values of a property mean, where they are names of ours that a reader does not know; a null is `null`.
fn values_in_words(property: &str) -> Option<Map<String, Json>> {
    let roles: &[MunicipalRole] = match property {
        "municipalRole" => &MunicipalRole::ALL,
        "kind" => &[MunicipalRole::Subsidy, MunicipalRole::Commission],
        _ => return None,
    };
    let known = roles.iter().map(|of| (of.name(), Some(*of)));
    let all = known.chain([("null", None)]);
    let said = |of| json!(Text::each(|lang| role(lang, of).to_owned()));
    Some(all.map(|(name, of)| (name.to_owned(), said(of))).collect())
}

/// The day that a sheet is about, and the one that it is compared with unless another is asked: a year before.
pub fn days(today: &Today, date: Option<&str>) -> (Date, Option<Date>) {
    let pairs = date.map(|day| ("date".to_owned(), day.to_owned()));
    let day = asked_day(today, pairs.as_slice());
    (day, day.checked_sub(1.year()).ok())
}

/// Makes the sheet of an area.
pub fn sheet(ask: &Ask) -> Result<Sheet, Vec<InvalidParam>> {
    let study = ask.study;
    let mut pairs = vec![("area".to_owned(), ask.area.to_owned())];
    pairs.extend(ask.date.map(|day| ("date".to_owned(), day.to_owned())));
    let of_offer = get("offer").map(|offer| Query::parse(offer, study, ask.today, &pairs));
    let query = of_offer.transpose()?;
    let Some((query, area)) = query.and_then(|query| query.area.map(|area| (query, area))) else {
        return Err(vec![InvalidParam::new("area", "has to be given")]);
    };
    let mut sections = Vec::new();
    for part in PARTS {
        sections.extend(section(ask, part, area, &pairs)?);
    }
    let parameters = common(&query.parameters, &["date", "area", "scenario", "scenarioUnfit"]);
    Ok(Sheet {
        area,
        date: query.selection.date,
        before: ask.before.map(|before| before.date),
        parameters,
        sections,
    })
}

fn common(parameters: &Map<String, Json>, names: &[&str]) -> Map<String, Json> {
    let of = |name: &&str| Some(((*name).to_owned(), parameters.get(*name)?.clone()));
    names.iter().filter_map(of).collect()
}

fn section(
    ask: &Ask,
    part: &Part,
    area: u32,
    pairs: &[(String, String)],
) -> Result<Option<Section>, Vec<InvalidParam>> {
    let study = ask.study;
    let level = study.areas.get(area).level;
    let collection = get(part.collection.unwrap_or(collection_of(level)));
    let Some(collection) = collection.filter(|of| of.served(study)) else {
        return Ok(None);
    };
    let section = |parameters, set| Section {
        id: part.id,
        title_nl: part.nl,
        title_en: part.en,
        collection,
        parameters,
        set,
    };
    if part.of == Of::EachType {
        let (parameters, set) = each_type(ask, collection, area, pairs)?;
        return Ok(set.map(|set| section(parameters, set)));
    }
    let mut pairs = pairs.to_vec();
    let mut municipalities = study.areas.at(Level::Municipality);
    let only =
        municipalities.next().is_some_and(|(place, _)| place == area) && municipalities.next().is_none();
    if part.of == Of::Money && only {
        pairs.retain(|(name, _)| name != "area");
    }
    // For everybody: what it is for those whom a type is for, the collection tells.
    if part.id == "distances" {
        pairs.push(("group".to_owned(), PopulationGroup::All.name().to_owned()));
    }
    if part.of == Of::Changed {
        let Some(before) = ask.before else { return Ok(None) };
        pairs.push(("from".to_owned(), before.date.to_string()));
    }
    let mut query = Query::parse(collection, study, ask.today, &pairs)?;
    if part.of == Of::Changed {
        query.before = ask.before.cloned();
    }
    let mut set = run(collection, study, &query);
    if matches!(part.of, Of::Area | Of::Changed) {
        retain_own(study, area, &mut set);
    }
    Ok(Some(section(query.parameters, set)))
}

/// The collection that holds the areas of a level.
pub fn collection_of(level: Level) -> &'static str {
    match level {
        Level::Neighbourhood => "neighbourhoods",
        Level::District => "districts",
        Level::Programme => "programme-areas",
        Level::Municipality => "municipalities",
    }
}

/// Leaves the features that are about an area itself.
fn retain_own(study: &Study, area: u32, set: &mut FeatureSet) {
    let area = study.areas.get(area);
    let code = set
        .schema
        .position("areaCode")
        .or_else(|| set.schema.position("code"));
    let level = set.schema.position("level");
    let is = |values: &[Value], at: Option<usize>, text: &str| {
        at.is_none_or(|at| matches!(values.get(at), Some(Value::Text(of)) if of == text))
    };
    set.features.retain(|feature| {
        is(&feature.values, code, area.code.as_str()) && is(&feature.values, level, area.level.name())
    });
}

type OfTypes = (Map<String, Json>, Option<FeatureSet>);

/// What is known of an area for every service type, for everybody and for those whom the type is for; type and group come first.
fn each_type(
    ask: &Ask,
    collection: &dyn Collection,
    area: u32,
    pairs: &[(String, String)],
) -> Result<OfTypes, Vec<InvalidParam>> {
    let study = ask.study;
    let mut all: Option<FeatureSet> = None;
    let mut parameters = Map::new();
    for of in study.taxonomy.types() {
        let own = Some(of.population_group).filter(|group| *group != PopulationGroup::All);
        for group in [Some(PopulationGroup::All), own].into_iter().flatten() {
            let mut pairs = pairs.to_vec();
            pairs.push(("serviceType".to_owned(), of.code.to_string()));
            pairs.push(("group".to_owned(), group.name().to_owned()));
            let query = Query::parse(collection, study, ask.today, &pairs)?;
            let mut set = run(collection, study, &query);
            retain_own(study, area, &mut set);
            for feature in &mut set.features {
                let asked = [of.code.to_string(), group.name().to_owned()];
                feature.id = format!("{}:{}:{}", asked[0], asked[1], feature.id);
                feature.values.splice(0..0, asked.map(Value::Text));
            }
            let known = all.get_or_insert_with(|| {
                let mut schema = set.schema.clone();
                let more = [
                    Property::new("serviceType", Kind::Text, "Soort voorziening", "Service type"),
                    Property::new("group", Kind::Text, "Bevolkingsgroep", "Population group"),
                ];
                schema.properties.splice(0..0, more);
                parameters.clone_from(&query.parameters);
                FeatureSet {
                    schema,
                    features: Vec::new(),
                }
            });
            known.features.extend(set.features);
            parameters.retain(|name, value| query.parameters.get(name) == Some(value));
        }
    }
    Ok((parameters, all))
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use jiff::civil::date;

    use super::*;
    use crate::collections::fixture::{study_with_hub, today};

    fn of(area: &str) -> Sheet {
        let study = study_with_hub();
        let ask = Ask {
            study: &study,
            area,
            today: &today(),
            date: None,
            before: None,
        };
        sheet(&ask).unwrap()
    }

    #[test]
    fn a_sheet_tells_of_the_area_itself_what_the_collections_tell() {
        let sheet = of("WK000101");
        let ids: Vec<&str> = sheet.sections.iter().map(|section| section.id).collect();
        assert_eq!(ids.len(), PARTS.len() - 1, "it is compared with nothing");
        let area = sheet.section("area").unwrap();
        assert_eq!(area.features.len(), 1);
        assert_eq!(area.features[0].id, "WK000101");
        let offer = sheet.section("offer").unwrap();
        assert!(offer.features.iter().all(|of| of.id.starts_with("district:")));
        assert_eq!(offer.features.len(), 3);
        assert_eq!(sheet.section("facilities").unwrap().features.len(), 3);
        assert_eq!(sheet.parameters["area"], "WK000101");
    }

    #[test]
    fn every_type_is_told_for_all_and_for_those_whom_it_is_for() {
        let sheet = of("WK000101");
        let coverage = sheet.section("coverage").unwrap();
        let study = study_with_hub();
        let types = study.taxonomy.types();
        let own = types
            .iter()
            .filter(|of| of.population_group != PopulationGroup::All)
            .count();
        assert_eq!(coverage.features.len(), types.len() + own);
        let section = sheet.sections.iter().find(|of| of.id == "coverage").unwrap();
        assert!(section.parameters.contains_key("date") && !section.parameters.contains_key("serviceType"));
    }

    #[test]
    fn ages_add_up_to_all_and_distances_of_every_type_to_their_share() {
        let study = study_with_hub();
        let sheet = of("WK000101");
        let number = |set: &FeatureSet, id: &str, property: &str| match set.value(id, property) {
            Some(Value::Number(number)) => Some(*number),
            _ => None,
        };
        let ages = sheet.section("ages").unwrap();
        assert_eq!(ages.features.len(), PopulationGroup::BANDS.len() + 1);
        let shares: f64 = ages
            .features
            .iter()
            .filter_map(|of| number(ages, &of.id, "share"))
            .sum();
        assert!((shares - 1.0).abs() < 1e-9, "{shares}");
        // Of the bands the city knows two: what the others hold is told as unknown.
        assert!(number(ages, "WK000101:unknown", "residents").unwrap() > 0.0);

        let distances = sheet.section("distances").unwrap();
        let (types, classes) = (study.taxonomy.types().len(), 10);
        assert_eq!(distances.features.len(), types * classes);
        let of_library = distances
            .features
            .iter()
            .filter(|of| of.id.starts_with("LRN-BIEB:"));
        let shares: f64 = of_library
            .filter_map(|of| number(distances, &of.id, "share"))
            .sum();
        assert!((shares - 1.0).abs() < 1e-9, "{shares}");
        let coverage = sheet.section("coverage").unwrap();
        assert_eq!(
            number(distances, "LRN-BIEB:WK000101:all:4", "cumulativeShare"),
            number(coverage, "LRN-BIEB:all:WK000101", "coverage")
        );
    }

    #[test]
    fn a_role_is_told_in_words() {
        let sheet = of("WK000101");
        let facilities = sheet
            .sections
            .iter()
            .find(|of| of.id == "facilities")
            .unwrap()
            .json();
        let properties = facilities["properties"].as_array().unwrap();
        let role = properties
            .iter()
            .find(|of| of["name"] == "municipalRole")
            .unwrap();
        assert_eq!(
            role["values"]["subsidy"],
            json!({ "nl": "subsidie", "en": "subsidy" })
        );
        assert_eq!(role["values"]["null"]["nl"], "onbekend");
        assert!(
            properties
                .iter()
                .all(|of| of["name"] == "municipalRole" || of.get("values").is_none())
        );
    }

    #[test]
    fn beside_another_day_it_tells_what_changed() {
        let study = Arc::new(study_with_hub());
        let (today, before) = (
            today(),
            Before {
                study: Arc::clone(&study),
                date: date(2025, 6, 1),
            },
        );
        let ask = Ask {
            study: &study,
            area: "WK000102",
            today: &today,
            date: Some("2026-06-01"),
            before: Some(&before),
        };
        let sheet = sheet(&ask).unwrap();
        // A library of that district closed on the first of January.
        let changes = sheet.section("changes").unwrap();
        let library = "district:WK000102:LRN-BIEB:all:facilityCount";
        let ids: Vec<&str> = changes.features.iter().map(|of| of.id.as_str()).collect();
        assert_eq!(
            changes.value(ids[0], "areaCode"),
            Some(&Value::Text("WK000102".to_owned()))
        );
        assert!(
            ids.iter().any(|id| id.contains("facilityCount")),
            "{library} is not in {ids:?}"
        );
        assert_eq!(
            days(&today, Some("2026-06-01")),
            (date(2026, 6, 1), Some(date(2025, 6, 1)))
        );
    }

    #[test]
    fn an_area_that_is_not_known_is_refused() {
        let study = study_with_hub();
        let ask = Ask {
            study: &study,
            area: "WK999999",
            today: &today(),
            date: None,
            before: None,
        };
        assert_eq!(sheet(&ask).err().unwrap()[0].name, "area");
    }
}
