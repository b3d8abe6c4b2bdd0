//! What the API says of itself: landing page, collections, definition.

use super::*;

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
