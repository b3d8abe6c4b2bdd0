//! `/v1` and `/v1/conformance`.

use serde_json::{Value as Json, json};

use super::answer::{Answer, Api, Asked, Key, Outcome};
use super::collections::extent;
use super::items::{json_only, link};
use super::problem::Problem;
use crate::config::City;
use crate::study::Study;

/// What the interface keeps to.
const CONFORMANCE: [&str; 6] = [
    "http://www.opengis.net/spec/ogcapi-common-1/1.0/conf/core",
    "http://www.opengis.net/spec/ogcapi-common-2/1.0/conf/collections",
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core",
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/oas30",
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/geojson",
    "http://www.opengis.net/spec/ogcapi-features-2/1.0/conf/crs",
];

/// Refuses all parameters but `f=json`.
pub fn only_json(asked: &mut Asked) -> Result<(), Problem> {
    json_only(asked.take("f"), &["json"]).map_err(|wrong| Problem::InvalidParameters(vec![wrong]))?;
    asked.finish()
}

/// The landing page.
pub fn landing(api: &Api, mut asked: Asked) -> Result<Outcome, Problem> {
    only_json(&mut asked)?;
    let study = api.study(None)?;
    let today = api.today().date.to_string();
    let base = asked.base.clone();
    let city = api.studies.city();
    // What the city says of itself changes with its folder, not with the revision.
    let said = json!([city.notice_nl, city.notice_en, city.embed_on, city.contact]).to_string();
    let settings = format!("{:?}", study.settings);
    let key = Key::new(&[
        "landing",
        &study.revision.number.to_string(),
        &today,
        &base,
        &said,
        &settings,
    ]);
    asked.keyed(&key, || {
        let url = |path: &str| format!("{base}/v1{path}");
        let json = "application/json";
        let title = format!("Wijkkaart: {}", study.city_name);
        Ok(Answer::json(&json!({
            "title": title,
            "description": "The facility map of a city: its facilities, gaps, overlaps and density.",
            "links": [
                link("self", json, &url(""), "This document"),
                link("alternate", "text/html", &format!("{base}/"), "The page"),
                link("service-desc", "application/vnd.oai.openapi+json;version=3.0", &url("/openapi.json"), "The API definition"),
                link("conformance", json, &url("/conformance"), "What the API keeps to"),
                link("data", json, &url("/collections"), "The collections"),
            ],
            "city": about(city, &study, &today),
        })))
    })
}

fn about(city: &City, study: &Study, today: &str) -> Json {
    let sources: Vec<Json> = study
        .sources
        .iter()
        .map(|source| {
            json!({
                "name": source.name,
                "layer": source.layer,
                "date": source.date.to_string(),
                "licence": source.licence,
                "attribution": source.attribution,
            })
        })
        .collect();
    json!({
        "name": study.city_name,
        "crs": study.crs.to_string(),
        "today": today,
        "noticeNl": city.notice_nl,
        "noticeEn": city.notice_en,
        // Other sites that may show the page in a frame, and whom a reader can ask.
        "embedOn": city.embed_on,
        "contact": city.contact,
        // Straight line × this is what is compared with a norm distance; a drawn reach has radius distance ÷ this.
        "detourFactor": study.settings.detour_factor,
        "defaultDistanceM": study.settings.default_distance_m,
        "overlapJaccard": study.settings.overlap_jaccard,
        "demandKind": study.demand.kind.name(),
        "revision": study.revision.number,
        "timeStamp": study.revision.time.to_string(),
        "extent": extent(study),
        // Of any date: what tells a page whether it can draw each.
        "facilityCount": study.facilities.list.len(),
        "sources": sources,
    })
}

/// The conformance classes.
pub fn conformance(_: &Api, mut asked: Asked) -> Result<Outcome, Problem> {
    only_json(&mut asked)?;
    let key = Key::new(&["conformance"]);
    asked.keyed(&key, || Ok(Answer::json(&json!({ "conformsTo": CONFORMANCE }))))
}
