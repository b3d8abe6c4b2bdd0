//! The whole of the HTTP contract, asked of the router over a small made city.

mod collections;
mod explain;
mod scenarios;
mod tiles;
mod what_if;

use std::collections::BTreeSet;
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Request, StatusCode};
use jiff::civil::Date;
use serde_json::{Value as Json, json};
use tower::ServiceExt;

use super::{Studies, router};
use crate::app::AppError;
use crate::collections::fixture;
use crate::config::City;
use crate::domain::scenario::Scenario;
use crate::study::Study;

struct Made {
    city: City,
    study: Arc<Study>,
    scenarios: Vec<Scenario>,
}

impl Studies for Made {
    fn city(&self) -> &City {
        &self.city
    }

    fn study(&self) -> Arc<Study> {
        assert_ne!(self.city.name, "broken", "the secret of the house");
        Arc::clone(&self.study)
    }

    fn study_as_of(&self, revision: Option<u64>, _: Option<Date>) -> Result<Option<Arc<Study>>, AppError> {
        let known = revision.is_none_or(|revision| revision == self.study.revision.number);
        Ok(known.then(|| self.study()))
    }

    fn scenarios(&self) -> Result<Vec<Scenario>, AppError> {
        Ok(self.scenarios.clone())
    }

    fn in_scenario(&self, study: &Arc<Study>, name: &str) -> Result<Option<Arc<Study>>, AppError> {
        let scenario = self.scenarios.iter().find(|of| of.name == name).cloned();
        let made = scenario.map(|of| study.in_scenario(&Arc::new(of)).unwrap());
        Ok(made.map(Arc::new))
    }
}

fn service(study: Study) -> Router {
    service_with(study, Vec::new())
}

fn service_with(study: Study, scenarios: Vec<Scenario>) -> Router {
    router(Arc::new(Made {
        city: fixture::city(),
        study: Arc::new(study),
        scenarios,
    }))
}

struct Got {
    status: StatusCode,
    headers: HeaderMap,
    body: Vec<u8>,
}

impl Got {
    fn json(&self) -> Json {
        serde_json::from_slice(&self.body)
            .unwrap_or_else(|error| panic!("{error}: {}", String::from_utf8_lossy(&self.body)))
    }

    fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    fn ids(&self) -> Vec<String> {
        let json = self.json();
        let features = json["features"].as_array().unwrap();
        features
            .iter()
            .map(|feature| feature["id"].as_str().unwrap().to_owned())
            .collect()
    }

    fn wrong(&self) -> Vec<String> {
        assert_eq!(
            self.status,
            StatusCode::BAD_REQUEST,
            "{}",
            String::from_utf8_lossy(&self.body)
        );
        assert_eq!(self.header("content-type"), "application/problem+json");
        let json = self.json();
        assert_eq!(json["code"], "invalid_parameter");
        let wrong = json["invalidParams"].as_array().unwrap();
        wrong
            .iter()
            .map(|of| of["name"].as_str().unwrap().to_owned())
            .collect()
    }
}

async fn send(service: &Router, method: &str, url: &str, headers: &[(&str, &str)]) -> Got {
    let mut request = Request::builder()
        .method(method)
        .uri(url)
        .header("host", "city.example");
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let response = service
        .clone()
        .oneshot(request.body(Body::empty()).unwrap())
        .await
        .unwrap();
    let (parts, body) = response.into_parts();
    let body = axum::body::to_bytes(body, 64 << 20).await.unwrap().to_vec();
    Got {
        status: parts.status,
        headers: parts.headers,
        body,
    }
}

async fn get(url: &str) -> Got {
    send(&service(fixture::study()), "GET", url, &[]).await
}

const ITEMS: &str = "/v1/collections/facilities/items";

#[tokio::test]
async fn the_landing_page_says_what_the_city_is() {
    let landing = get("/v1").await.json();
    let rels: Vec<_> = landing["links"]
        .as_array()
        .unwrap()
        .iter()
        .map(|of| of["rel"].as_str().unwrap())
        .collect();
    for rel in ["self", "service-desc", "conformance", "data"] {
        assert!(rels.contains(&rel), "{rel}");
    }
    let city = &landing["city"];
    assert_eq!(city["name"], "Test");
    assert_eq!(city["revision"], 7);
    assert_eq!(city["noticeNl"], "Verzonnen");
    assert_eq!(city["defaultDistanceM"], 1000.0);
    let [west, south, east, north] = [0, 1, 2, 3].map(|at| city["extent"][at].as_f64().unwrap());
    assert!(4.0 < west && west < east && east < 5.0 && 51.0 < south && south < north && north < 52.0);
    assert_eq!(city["sources"][0]["licence"], "CC0-1.0");
}

/// Every `href` in a document.
fn collect(json: &Json, hrefs: &mut BTreeSet<String>) {
    match json {
        Json::Object(members) => {
            if let Some(href) = members.get("href").and_then(Json::as_str) {
                hrefs.insert(href.to_owned());
            }
            members.values().for_each(|of| collect(of, hrefs));
        }
        Json::Array(items) => items.iter().for_each(|of| collect(of, hrefs)),
        _ => {}
    }
}

#[tokio::test]
async fn every_link_can_be_followed() {
    let service = service(fixture::study());
    let mut hrefs = BTreeSet::new();
    for url in [
        "/v1",
        "/v1/collections",
        "/v1/collections/gaps",
        "/v1/collections/neighbourhoods/items?limit=1",
    ] {
        collect(&send(&service, "GET", url, &[]).await.json(), &mut hrefs);
    }
    assert!(hrefs.len() > 50);
    for href in hrefs {
        let path = href.strip_prefix("http://city.example").unwrap();
        assert_eq!(
            send(&service, "GET", path, &[]).await.status,
            StatusCode::OK,
            "{href}"
        );
    }
}

#[tokio::test]
async fn collections_tell_their_properties_parameters_and_crs() {
    let areas = get("/v1/collections/neighbourhoods").await.json();
    let coverage = areas["properties"]
        .as_array()
        .unwrap()
        .iter()
        .find(|of| of["name"] == "coverage")
        .unwrap();
    assert!(coverage["titleNl"].as_str().unwrap().contains("normafstand"));
    let parameters: Vec<_> = areas["parameters"]
        .as_array()
        .unwrap()
        .iter()
        .map(|of| of["name"].clone())
        .collect();
    assert!(parameters.contains(&json!("serviceType")) && parameters.contains(&json!("facilities")));
    assert_eq!(areas["storageCrs"], "http://www.opengis.net/def/crs/EPSG/0/28992");
    assert_eq!(areas["crs"].as_array().unwrap().len(), 5);
    assert_eq!(
        get("/v1/collections").await.json()["collections"]
            .as_array()
            .unwrap()
            .len(),
        crate::collections::all().len()
    );
    let queryables = get("/v1/collections/gaps/queryables").await;
    assert_eq!(queryables.header("content-type"), "application/schema+json");
    assert_eq!(
        queryables.json()["properties"]["level"]["enum"],
        json!(["neighbourhood", "district"])
    );
    assert_eq!(get("/v1/collections/none").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn what_takes_a_role_takes_the_other_filters_too() {
    let study = fixture::study();
    for collection in get("/v1/collections").await.json()["collections"]
        .as_array()
        .unwrap()
    {
        let names: Vec<&str> = collection["parameters"]
            .as_array()
            .unwrap()
            .iter()
            .map(|of| of["name"].as_str().unwrap())
            .collect();
        for filter in [
            "open",
            "wheelchair",
            "language",
            "contribution",
            "targetGroup",
            "scheme",
        ] {
            // What is about money itself takes the scheme that it comes from.
            let of_money = ["spending", "commitments", "funding-mismatches"];
            let own = filter == "scheme" && of_money.iter().any(|id| collection["id"] == *id);
            assert_eq!(
                names.contains(&filter),
                names.contains(&"role") || own,
                "{}",
                collection["id"]
            );
        }
    }
    let queryables = get("/v1/collections/districts/queryables").await.json();
    assert_eq!(
        queryables["properties"]["wheelchair"]["enum"],
        json!(["yes", "limited"])
    );
    let schemes: Vec<_> = study
        .grants
        .iter()
        .filter_map(|grant| grant.scheme.clone())
        .collect();
    assert_eq!(queryables["properties"]["scheme"]["enum"], json!(schemes));
    assert!(
        queryables["properties"]["open"]["pattern"]
            .as_str()
            .unwrap()
            .contains("weekend")
    );
}

#[tokio::test]
async fn equity_is_told_of_one_type_or_of_all() {
    let items = "/v1/collections/equity/items";
    let got = get(&format!("{items}?serviceType=LRN-BIEB&limit=1")).await;
    assert_eq!(got.json()["numberMatched"], 48);
    assert_eq!(got.json()["features"][0]["geometry"]["type"], "MultiPolygon");
    let bare = get(&format!("{items}?limit=1")).await.json();
    assert_eq!(bare["numberMatched"], 22 * 48);
    assert_eq!(bare["features"][0]["geometry"], Json::Null);
    let single = get(&format!("{items}/LRN-BIEB:GM0001:65+?serviceType=LRN-BIEB")).await;
    assert_eq!(single.json()["properties"]["group"], "65+");
    let group = get(&format!("{items}?serviceType=LRN-BIEB&group=65%2B"))
        .await
        .json();
    assert_eq!(
        (&group["numberMatched"], &group["parameters"]["group"]),
        (&json!(8), &json!("65+"))
    );
}

#[tokio::test]
async fn the_definition_says_which_parameters_act_only_with_a_service_type() {
    let api = get("/v1/openapi.json").await.json();
    let says = |collection: &str, name: &str| {
        let items = &api["paths"][format!("/v1/collections/{collection}/items")]["get"];
        let parameters = items["parameters"].as_array().unwrap();
        let parameter = parameters.iter().find(|of| of["name"] == name).unwrap();
        parameter["description"].as_str().unwrap().to_owned()
    };
    for name in ["distance", "mode", "facilities"] {
        assert!(says("districts", name).ends_with("; acts only together with a service type"));
        assert!(!says("gaps", name).contains("acts only"));
    }
    assert!(!says("districts", "group").contains("acts only"));
    assert!(says("facilities", "mode").ends_with("with a service type or a distance"));
}

#[tokio::test]
async fn the_definition_describes_every_collection_and_its_parameters() {
    let api = get("/v1/openapi.json").await;
    assert!(
        api.header("content-type")
            .starts_with("application/vnd.oai.openapi+json")
    );
    let api = api.json();
    assert_eq!(api["openapi"], "3.0.3");
    let items = &api["paths"]["/v1/collections/programme-areas/items"]["get"];
    let names: BTreeSet<_> = items["parameters"]
        .as_array()
        .unwrap()
        .iter()
        .map(|of| of["name"].as_str().unwrap())
        .collect();
    for name in [
        "bbox",
        "bbox-crs",
        "crs",
        "limit",
        "datetime",
        "f",
        "serviceType",
        "distance",
        "revision",
        "token",
    ] {
        assert!(names.contains(name), "{name}");
    }
    let operations: Vec<_> = api["paths"]
        .as_object()
        .unwrap()
        .values()
        .map(|of| of["get"]["operationId"].clone())
        .collect();
    let different: BTreeSet<_> = operations.iter().map(ToString::to_string).collect();
    assert_eq!(operations.len(), different.len());
}

#[tokio::test]
async fn items_are_geojson_with_what_counts() {
    let got = get("/v1/collections/municipalities/items?serviceType=LRN-BIEB&distance=2000").await;
    assert_eq!(got.header("content-type"), "application/geo+json");
    assert_eq!(
        got.header("content-crs"),
        "<http://www.opengis.net/def/crs/OGC/1.3/CRS84>"
    );
    let json = got.json();
    assert_eq!(json["type"], "FeatureCollection");
    assert_eq!(
        (&json["numberMatched"], &json["numberReturned"]),
        (&json!(1), &json!(1))
    );
    assert_eq!(json["timeStamp"], "1970-01-01T00:00:00Z");
    assert_eq!(json["revision"], 7);
    assert_eq!(json["parameters"]["distance"], 2000.0);
    assert_eq!(json["attribution"][0], "list: The council, CC0-1.0");
    let coverage = json["features"][0]["properties"]["coverage"].as_f64().unwrap();
    assert!((coverage - 1500.0 / 1900.0).abs() < 1e-9);
}

#[tokio::test]
async fn what_stands_together_is_served_like_the_rest() {
    let service = service(fixture::study_with_hub());
    let of = async |url: &str| {
        let got = send(&service, "GET", &format!("/v1/collections/{url}"), &[]).await;
        assert_eq!(got.status, StatusCode::OK, "{url}");
        got.json()
    };
    let hubs = of("hubs/items").await;
    assert_eq!(hubs["parameters"]["hubDiameterM"], 100.0);
    assert_eq!(
        hubs["features"][0]["properties"]["facilities"],
        json!(["lib-1", "lib-2"])
    );
    assert_eq!(of("hubs/items/hub:lib-1").await["geometry"]["type"], "Point");
    let west = of("concentrations/items/district:WK000101").await;
    assert_eq!(west["properties"]["facilitiesInHubs"], 2);
    assert_eq!(
        of("colocations/items?permutations=99").await["parameters"]["seed"],
        2011
    );
    let cells = of("kernel-density/items?bandwidth=100&cell=50").await;
    assert_eq!(cells["features"][0]["geometry"]["type"], "Polygon");
    for (url, wrong) in [
        ("kernel-density/items?cell=24", "cell"),
        ("kernel-density/items?bandwidth=0", "bandwidth"),
        ("colocations/items?permutations=98", "permutations"),
        ("hubs/items?distance=100", "distance"),
    ] {
        let got = send(&service, "GET", &format!("/v1/collections/{url}"), &[]).await;
        assert_eq!(got.wrong(), [wrong], "{url}");
    }
}

#[tokio::test]
async fn an_unlocated_facility_is_listed_without_geometry() {
    let json = get(&format!("{ITEMS}/lost")).await.json();
    assert_eq!(json["geometry"], Json::Null);
    assert_eq!(json["properties"]["located"], false);
}

#[tokio::test]
async fn the_crs_that_is_asked_is_given_in_its_own_axis_order() {
    let first = |got: &Got| got.json()["features"][0]["geometry"]["coordinates"].clone();
    let rd = get(&format!(
        "{ITEMS}?crs=http://www.opengis.net/def/crs/EPSG/0/28992"
    ))
    .await;
    assert_eq!(first(&rd), json!([100_485.0, 420_500.0]));
    assert_eq!(
        rd.header("content-crs"),
        "<http://www.opengis.net/def/crs/EPSG/0/28992>"
    );
    let (lonlat, latlon) = (
        first(&get(ITEMS).await),
        first(&get(&format!("{ITEMS}?crs=EPSG:4326")).await),
    );
    assert!((lonlat[0].as_f64().unwrap() - latlon[1].as_f64().unwrap()).abs() < 1e-6);
    assert_eq!(get(&format!("{ITEMS}?crs=EPSG:2154")).await.wrong(), ["crs"]);
}

#[tokio::test]
async fn a_box_chooses_what_meets_it_and_what_lies_nowhere() {
    let rd = "bbox-crs=http://www.opengis.net/def/crs/EPSG/0/28992";
    let got = get(&format!("{ITEMS}?{rd}&bbox=100480,420400,100490,420600")).await;
    assert_eq!(got.ids(), ["lib-1", "lost"]);
    assert_eq!(got.json()["numberMatched"], 2);
    let six = get(&format!("{ITEMS}?{rd}&bbox=100480,420400,-5,100490,420600,5")).await;
    assert_eq!(six.ids(), ["lib-1", "lost"]);
    let areas = "/v1/collections/neighbourhoods/items";
    let got = get(&format!("{areas}?{rd}&bbox=100500,420400,101500,420600")).await;
    assert_eq!(got.ids(), ["BU00010101", "BU00010102"]);
    // West beyond east: from the date line round to it, which leaves the city out or takes it in.
    assert_eq!(get(&format!("{areas}?bbox=170,-80,-170,80")).await.ids().len(), 0);
    assert_eq!(get(&format!("{areas}?bbox=4,-80,-170,80")).await.ids().len(), 4);
    // In EPSG:4326 latitude comes first.
    assert_eq!(
        get(&format!("{areas}?bbox-crs=EPSG:4326&bbox=51,4,52,5"))
            .await
            .ids()
            .len(),
        4
    );
    for bbox in [
        "1,2,3",
        "1,2,3,4,5",
        "a,b,c,d",
        "",
        "1,2,3,nan",
        "4,52,5,51",
        "1,2,3,inf",
    ] {
        assert_eq!(
            get(&format!("{areas}?bbox={bbox}")).await.wrong(),
            ["bbox"],
            "{bbox}"
        );
    }
}

#[tokio::test]
async fn pages_follow_each_other_without_loss_or_repetition() {
    let service = service(fixture::study());
    let all = send(&service, "GET", "/v1/collections/demand/items?limit=10000", &[])
        .await
        .ids();
    assert_eq!(all.len(), 1200);
    let mut url = "/v1/collections/demand/items?limit=500&group=0-15".to_owned();
    let mut seen = Vec::new();
    loop {
        let page = send(&service, "GET", &url, &[]).await;
        seen.extend(page.ids());
        assert_eq!(page.json()["numberMatched"], 1200);
        let json = page.json();
        let next = json["links"]
            .as_array()
            .unwrap()
            .iter()
            .find(|of| of["rel"] == "next");
        let Some(next) = next else { break };
        url = next["href"].as_str().unwrap().replace("http://city.example", "");
    }
    assert_eq!(seen, all);
    // The token of one question opens no other.
    let token = url.split("token=").nth(1).unwrap().split('&').next().unwrap();
    let other = format!("/v1/collections/demand/items?limit=500&token={token}");
    assert_eq!(send(&service, "GET", &other, &[]).await.wrong(), ["token"]);
    for token in ["x", "00", "ffff", "", "%00"] {
        let url = format!("/v1/collections/demand/items?token={token}");
        assert_eq!(
            send(&service, "GET", &url, &[]).await.wrong(),
            ["token"],
            "{token}"
        );
    }
}

#[tokio::test]
async fn a_limit_is_a_number_from_one_and_a_larger_one_is_cut() {
    let service = service(fixture::study());
    for limit in ["0", "-1", "abc", "", "1.5", "+5"] {
        assert_eq!(
            send(&service, "GET", &format!("{ITEMS}?limit={limit}"), &[])
                .await
                .wrong(),
            ["limit"],
            "{limit}"
        );
    }
    let cut = send(
        &service,
        "GET",
        "/v1/collections/demand/items?limit=99999999999999999999999",
        &[],
    )
    .await;
    assert_eq!(cut.json()["numberReturned"], 1200);
    let default = send(&service, "GET", "/v1/collections/demand/items", &[]).await;
    assert_eq!(default.json()["numberReturned"], 100);
}

#[tokio::test]
async fn everything_that_is_wrong_is_named_at_once() {
    let got = get(&format!(
        "{ITEMS}?limit=0&crs=x&bbox=1&serviceType=x&nonsense=1&f=xml&revision=-1"
    ))
    .await;
    let wrong: BTreeSet<String> = got.wrong().into_iter().collect();
    let expected = ["bbox", "crs", "f", "limit", "nonsense", "revision", "serviceType"];
    assert_eq!(wrong.iter().map(String::as_str).collect::<Vec<_>>(), expected);
    assert_eq!(get("/v1?x=1").await.wrong(), ["x"]);
    assert_eq!(get("/v1/collections?f=html").await.wrong(), ["f"]);
    assert_eq!(get(&format!("{ITEMS}?limit=1&limit=2")).await.wrong(), ["limit"]);
}

#[tokio::test]
async fn a_revision_is_what_was_known_then() {
    assert_eq!(get(&format!("{ITEMS}?revision=7")).await.json()["revision"], 7);
    assert_eq!(get(&format!("{ITEMS}?revision=8")).await.wrong(), ["revision"]);
}

#[tokio::test]
async fn a_single_feature_takes_the_same_parameters() {
    let got = get("/v1/collections/neighbourhoods/items/BU00010202?serviceType=LRN-BIEB&distance=2000").await;
    assert_eq!(got.json()["type"], "Feature");
    assert_eq!(got.json()["properties"]["residentsUnserved"], 400.0);
    let gaps = get("/v1/collections/gaps/items?serviceType=LRN-BIEB&distance=2000")
        .await
        .ids();
    let one = get(&format!(
        "/v1/collections/gaps/items/{}?serviceType=LRN-BIEB&distance=2000",
        gaps[0]
    ))
    .await;
    assert_eq!(one.json()["id"], json!(gaps[0]));
    let missing = get(&format!("{ITEMS}/nobody")).await;
    assert_eq!(
        (missing.status, &missing.json()["code"]),
        (StatusCode::NOT_FOUND, &json!("not_found"))
    );
}

#[tokio::test]
async fn a_download_is_everything_as_a_file() {
    let csv = get("/v1/collections/facilities/download?f=csv&serviceType=LRN-BIEB").await;
    assert!(csv.header("content-type").starts_with("text/csv"));
    assert_eq!(
        csv.header("content-disposition"),
        "attachment; filename=\"facilities-r7.csv\""
    );
    let text = String::from_utf8(csv.body).unwrap();
    assert_eq!(text.lines().count(), 3);
    assert!(text.contains("lib-1,'=Name of lib-1,LRN-BIEB,"), "{text}");
    let geojson = get("/v1/collections/demand/download").await;
    assert_eq!(geojson.ids().len(), 1200);
    assert_eq!(geojson.json()["parameters"]["group"], "all");
    assert_eq!(get("/v1/collections/demand/download?f=pdf").await.wrong(), ["f"]);
}

#[tokio::test]
async fn what_the_reader_has_is_not_sent_again() {
    let service = service(fixture::study());
    let first = send(&service, "GET", ITEMS, &[]).await;
    let tag = first.header("etag").to_owned();
    assert_eq!(first.header("cache-control"), "no-cache");
    let again = send(&service, "GET", ITEMS, &[("if-none-match", &tag)]).await;
    assert_eq!((again.status, again.body.len()), (StatusCode::NOT_MODIFIED, 0));
    assert_eq!(again.header("etag"), tag);
    for other in [
        &format!("{ITEMS}?limit=1"),
        &format!("{ITEMS}?date=2025-01-01"),
        &format!("{ITEMS}?crs=EPSG:28992"),
    ] {
        let other = send(&service, "GET", other, &[("if-none-match", &tag)]).await;
        assert_eq!(other.status, StatusCode::OK);
    }
}

#[tokio::test]
async fn every_answer_carries_the_security_headers_and_the_version() {
    for url in [
        "/",
        "/v1",
        ITEMS,
        "/v1/nothing",
        "/v1/collections/facilities/items?limit=0",
    ] {
        let got = get(url).await;
        assert!(
            got.header("content-security-policy")
                .starts_with("default-src 'none'; script-src 'self'"),
            "{url}"
        );
        assert!(
            got.header("content-security-policy")
                .ends_with("frame-ancestors 'self'"),
            "{url}"
        );
        assert_eq!(got.header("x-frame-options"), "SAMEORIGIN", "{url}");
        assert_eq!(got.header("x-content-type-options"), "nosniff", "{url}");
        assert_eq!(got.header("api-version"), "1.0.0", "{url}");
        assert_eq!(got.header("access-control-allow-origin"), "*", "{url}");
    }
}

#[tokio::test]
async fn without_geometry_the_same_features_come_in_the_same_pages_with_the_same_figures() {
    let service = service(fixture::study());
    let areas = "/v1/collections/neighbourhoods/items?serviceType=LRN-BIEB&limit=2";
    let mut with = send(&service, "GET", areas, &[]).await.json();
    let mut without = send(&service, "GET", &format!("{areas}&skipGeometry=true"), &[])
        .await
        .json();
    for of in ["", "&skipGeometry=false"] {
        let said = send(&service, "GET", &format!("{areas}{of}"), &[]).await.json();
        assert!(said["features"][0]["geometry"].is_object());
    }
    let mut seen = 0;
    loop {
        assert_eq!(with["numberMatched"], without["numberMatched"]);
        let features = [&with, &without].map(|page| page["features"].as_array().unwrap().clone());
        assert_eq!(features[0].len(), features[1].len());
        for (whole, bare) in features[0].iter().zip(&features[1]) {
            assert!(bare["geometry"].is_null() && bare.as_object().unwrap().contains_key("geometry"));
            assert_eq!(
                (&whole["id"], &whole["properties"]),
                (&bare["id"], &bare["properties"])
            );
            seen += 1;
        }
        let next = [&with, &without].map(|page| {
            let links = page["links"].as_array().unwrap().clone();
            links
                .iter()
                .find(|link| link["rel"] == "next")
                .map(|link| link["href"].as_str().unwrap().to_owned())
        });
        let [Some(more), Some(bare)] = next else { break };
        assert!(bare.contains("skipGeometry=true"), "{bare}");
        with = send(&service, "GET", &more, &[]).await.json();
        without = send(&service, "GET", &bare, &[]).await.json();
    }
    assert_eq!(with["numberMatched"], seen);
    // A box chooses by the shapes that are left out.
    let boxed = format!("{ITEMS}?bbox=4.0,51.0,4.7,53.0");
    let (with, without) = (
        send(&service, "GET", &boxed, &[]).await,
        send(&service, "GET", &format!("{boxed}&skipGeometry=true"), &[]).await,
    );
    assert_eq!(with.ids(), without.ids());
    let tag = with.header("etag").to_owned();
    assert_ne!(tag, without.header("etag"));
    let wrong = send(&service, "GET", &format!("{ITEMS}?skipGeometry=yes"), &[]).await;
    assert_eq!(wrong.wrong(), ["skipGeometry"]);
    let single = send(
        &service,
        "GET",
        "/v1/collections/facilities/items/a?skipGeometry=true",
        &[],
    )
    .await;
    assert_eq!(single.wrong(), ["skipGeometry"]);
}

#[tokio::test]
async fn other_methods_paths_and_slashes_are_told_as_problems() {
    let service = service(fixture::study());
    for method in ["POST", "PUT", "DELETE", "PATCH"] {
        let got = send(&service, method, ITEMS, &[]).await;
        assert_eq!(got.status, StatusCode::METHOD_NOT_ALLOWED, "{method}");
        assert!(got.header("allow").contains("GET"), "{method}");
        assert_eq!(got.json()["code"], "method_not_allowed");
    }
    for url in [
        "/v1/",
        "/v1/collections/",
        "/v2",
        "/v1/collections/facilities/items/",
        "/..%2f..%2fetc/passwd",
        "/v1/collections/%ff",
    ] {
        let got = send(&service, "GET", url, &[]).await;
        assert_eq!(
            (got.status, got.header("content-type")),
            (StatusCode::NOT_FOUND, "application/problem+json"),
            "{url}"
        );
    }
    let head = send(&service, "HEAD", ITEMS, &[]).await;
    assert_eq!((head.status, head.body.len()), (StatusCode::OK, 0));
    let options = send(
        &service,
        "OPTIONS",
        ITEMS,
        &[
            ("origin", "https://x.example"),
            ("access-control-request-method", "GET"),
        ],
    )
    .await;
    assert!(options.status.is_success() && options.header("access-control-allow-methods").contains("GET"));
    let long = format!("{ITEMS}?area={}", "x".repeat(9000));
    assert_eq!(
        send(&service, "GET", &long, &[]).await.status,
        StatusCode::URI_TOO_LONG
    );
}

#[tokio::test]
async fn answers_travel_compressed_to_who_can_read_them() {
    let service = service(fixture::study());
    for encoding in ["br", "gzip"] {
        let got = send(
            &service,
            "GET",
            "/v1/collections/demand/items",
            &[("accept-encoding", encoding)],
        )
        .await;
        assert_eq!(got.header("content-encoding"), encoding);
    }
}

#[tokio::test]
async fn a_fault_of_ours_has_a_number_and_no_details() {
    let mut city = fixture::city();
    city.name = "broken".to_owned();
    let service = router(Arc::new(Made {
        city,
        study: Arc::new(fixture::study()),
        scenarios: Vec::new(),
    }));
    for url in [ITEMS, "/v1/health/ready"] {
        let got = send(&service, "GET", url, &[]).await;
        assert_eq!(got.status, StatusCode::INTERNAL_SERVER_ERROR, "{url}");
        assert_eq!(got.json()["code"], "internal");
        assert!(!String::from_utf8_lossy(&got.body).contains("secret"), "{url}");
        assert!(got.json()["id"].as_str().is_some_and(|id| !id.is_empty()));
    }
}

#[tokio::test]
async fn a_confidential_layer_of_residents_is_never_served() {
    let service = service(fixture::confidential_study());
    for url in [
        "/v1/collections/demand",
        "/v1/collections/demand/items",
        "/v1/collections/demand/items/BU00010101-1",
        "/v1/collections/demand/download",
    ] {
        assert_eq!(
            send(&service, "GET", url, &[]).await.status,
            StatusCode::NOT_FOUND,
            "{url}"
        );
    }
    let list = send(&service, "GET", "/v1/collections", &[]).await.json();
    assert!(
        list["collections"]
            .as_array()
            .unwrap()
            .iter()
            .all(|of| of["id"] != "demand")
    );
}

#[tokio::test]
async fn health_says_what_is_there() {
    assert_eq!(get("/v1/health/live").await.json()["status"], "pass");
    assert_eq!(get("/v1/health").await.json()["revision"], 7);
}
