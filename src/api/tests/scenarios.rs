//! Scenarios over HTTP: what they say, and the city in them.

use axum::Router;
use axum::http::StatusCode;
use serde_json::{Value as Json, json};

use super::what_if::{place, post, with};
use super::{get, send, service_with};
use crate::collections::fixture;
use crate::domain::scenario::Scenario;

/// A library in D, one of the two in A gone, and a garden beside the one that stays.
fn east() -> Scenario {
    let library = with(place(103_500.0, 420_500.0), "serviceType", "LRN-BIEB");
    let garden = with(place(100_485.0, 420_500.0), "serviceType", "ONT-TUIN");
    let document = json!({
        "note": "Naar het oosten", "add": [with(library, "name", "Nieuw"), garden], "remove": ["lib-2"],
    });
    Scenario::read("east", &document).unwrap()
}

/// The same library in C, and nothing gone but what nobody has.
fn middle() -> Scenario {
    let library = with(place(102_500.0, 420_500.0), "serviceType", "LRN-BIEB");
    let document = json!({ "add": [library], "remove": ["nobody"] });
    Scenario::read("middle", &document).unwrap()
}

fn service() -> Router {
    service_with(fixture::study(), vec![east(), middle()])
}

async fn asked(url: &str) -> Json {
    let got = send(&service(), "GET", url, &[]).await;
    assert_eq!(
        got.status,
        StatusCode::OK,
        "{url}: {}",
        String::from_utf8_lossy(&got.body)
    );
    got.json()
}

fn property(answer: &Json, id: &str, name: &str) -> Json {
    let features = answer["features"].as_array().unwrap();
    let found = features.iter().find(|of| of["id"] == id);
    found.unwrap_or_else(|| panic!("{id}: {answer}"))["properties"][name].clone()
}

#[tokio::test]
async fn what_is_kept_is_listed_and_given_as_it_was_put() {
    let list = asked("/v1/scenarios").await;
    let first = &list["scenarios"][0];
    assert_eq!(
        (&first["name"], &first["note"]),
        (&json!("east"), &json!("Naar het oosten"))
    );
    assert_eq!(
        (&first["added"], &first["moved"], &first["removed"]),
        (&json!(2), &json!(0), &json!(1))
    );
    assert_eq!(first["links"][0]["href"], "http://city.example/v1/scenarios/east");
    let one = asked("/v1/scenarios/east").await;
    assert_eq!(Scenario::read("east", &one).unwrap(), east());
    // What is not there may have become internal: it is not named.
    assert_eq!(asked("/v1/scenarios/middle").await["remove"], json!([]));
    let service = service();
    assert_eq!(
        send(&service, "GET", "/v1/scenarios/west", &[]).await.status,
        StatusCode::NOT_FOUND
    );
    for method in ["PUT", "POST", "DELETE"] {
        let got = send(&service, method, "/v1/scenarios/east", &[]).await;
        assert_eq!(got.status, StatusCode::METHOD_NOT_ALLOWED, "{method}");
    }
}

const DISTRICTS: &str = "/v1/collections/districts/items?serviceType=LRN-BIEB&distance=1000&date=2026-06-01";

#[tokio::test]
async fn every_collection_answers_in_a_scenario() {
    let (before, after) = (
        asked(DISTRICTS).await,
        asked(&format!("{DISTRICTS}&scenario=east")).await,
    );
    assert_eq!(after["parameters"]["scenario"], "east");
    assert_eq!(before["parameters"].get("scenario"), None);
    assert_eq!(property(&before, "WK000102", "residentsServed"), 0.0);
    assert_eq!(property(&after, "WK000102", "residentsServed"), 400.0);
    let other = asked(&format!("{DISTRICTS}&scenario=middle")).await;
    assert_ne!(property(&other, "WK000102", "residentsServed"), 400.0);
    assert_eq!(
        other["parameters"]["scenarioUnfit"], 1,
        "what it names is not there"
    );

    let facilities = asked("/v1/collections/facilities/items?scenario=east&date=2026-06-01&limit=1000").await;
    let ids: Vec<&str> = facilities["features"]
        .as_array()
        .unwrap()
        .iter()
        .map(|of| of["id"].as_str().unwrap())
        .collect();
    assert!(
        ids.contains(&"scenario-east-1") && !ids.contains(&"lib-2"),
        "{ids:?}"
    );
    assert_eq!(property(&facilities, "scenario-east-1", "name"), "Nieuw");
    let one = asked("/v1/collections/facilities/items/scenario-east-1?scenario=east").await;
    assert_eq!(one["properties"]["neighbourhoodCode"], "BU00010202");
    // A garden of another organisation stands beside a library: a place where things come together.
    let hubs = asked("/v1/collections/hubs/items?scenario=east&date=2026-06-01").await;
    assert_eq!(hubs["numberMatched"], 1);
    assert_eq!(
        asked("/v1/collections/hubs/items?date=2026-06-01").await["numberMatched"],
        0
    );

    let service = service();
    for collection in crate::collections::all() {
        let id = collection.id();
        let got = send(
            &service,
            "GET",
            &format!("/v1/collections/{id}/items?scenario=east&limit=1"),
            &[],
        )
        .await;
        assert_eq!(got.status, StatusCode::OK, "{id}");
        assert_eq!(got.json()["parameters"]["scenario"], "east", "{id}");
    }
}

#[tokio::test]
async fn a_tag_is_of_one_scenario_as_it_stands() {
    let tag = async |scenarios: Vec<Scenario>, url: &str| {
        let service = service_with(fixture::study(), scenarios);
        send(&service, "GET", url, &[]).await.header("etag").to_owned()
    };
    let url = format!("{DISTRICTS}&scenario=east");
    let mut changed = east();
    changed.proposal.remove.clear();
    let tags = [
        tag(vec![east()], DISTRICTS).await,
        tag(vec![east()], &url).await,
        tag(vec![changed], &url).await,
    ];
    assert!(
        tags[0] != tags[1] && tags[1] != tags[2] && tags[0] != tags[2],
        "{tags:?}"
    );
    assert_eq!(tag(vec![east(), middle()], &url).await, tags[1]);
}

#[tokio::test]
async fn an_unknown_scenario_is_refused_with_the_nearest() {
    let service = service();
    for url in [
        "/v1/collections/districts/items?scenario=eest",
        "/v1/collections/districts/download?scenario=eest",
        "/v1/explain?collection=districts&id=WK000102&property=facilityCount&scenario=eest",
        "/v1/sheets/WK000102?scenario=eest",
    ] {
        let got = send(&service, "GET", url, &[]).await;
        assert_eq!(got.wrong(), ["scenario"], "{url}");
        assert!(
            got.json()["detail"]
                .as_str()
                .unwrap()
                .contains("the nearest is east")
        );
    }
    let got = send(
        &service,
        "GET",
        "/v1/collections/differences/items?fromScenario=eest",
        &[],
    )
    .await;
    assert_eq!(got.wrong(), ["fromScenario"]);
    let got = send(
        &service,
        "GET",
        "/v1/collections/differences/items?fromScenario=No+name",
        &[],
    )
    .await;
    assert_eq!(got.wrong(), ["fromScenario"]);
    let body = json!({ "serviceType": "LRN-BIEB", "scenario": "eest" });
    assert_eq!(
        post(&service, "/v1/what-if", body.to_string()).await.wrong(),
        ["scenario"]
    );
}

#[tokio::test]
async fn explanations_sheets_and_files_say_in_which_scenario_they_are() {
    let figure = "/v1/explain?collection=districts&id=WK000102&property=coverage&serviceType=LRN-BIEB&distance=1000&date=2026-06-01";
    let explained = asked(&format!("{figure}&scenario=east")).await;
    assert_eq!(explained["value"], 1.0);
    assert_eq!(explained["parameters"]["scenario"], "east");
    let caveats = explained["caveats"].as_array().unwrap();
    let told = caveats.iter().find(|of| of["code"] == "scenario").unwrap();
    assert!(
        told["nl"]
            .as_str()
            .unwrap()
            .contains("2 erbij, 0 verplaatst, 1 weg"),
        "{told}"
    );
    assert!(
        explained["facilities"]
            .as_array()
            .unwrap()
            .iter()
            .any(|of| of["id"] == "scenario-east-1")
    );
    let plain = asked(figure).await;
    assert!(
        plain["caveats"]
            .as_array()
            .unwrap()
            .iter()
            .all(|of| of["code"] != "scenario")
    );

    let sheet = asked("/v1/sheets/WK000102?scenario=east&date=2026-06-01").await;
    assert_eq!(sheet["parameters"]["scenario"], "east");
    let changed = sheet["sections"]
        .as_array()
        .unwrap()
        .iter()
        .find(|of| of["collection"] == "changes")
        .unwrap();
    // What the scenario brings is no change in the course of a year, and no correction of the list.
    let rows = changed["features"].as_array().unwrap();
    assert!(!rows.is_empty());
    for name in ["facilitiesOpened", "facilitiesMoved", "facilitiesCorrected"] {
        assert!(
            rows.iter()
                .all(|row| row["properties"][name].as_f64().unwrap_or(0.0) == 0.0),
            "{name}"
        );
    }

    let got = send(
        &service(),
        "GET",
        "/v1/collections/districts/download?f=csv&scenario=east",
        &[],
    )
    .await;
    assert!(
        got.header("content-disposition")
            .contains("districts-east-r7.csv")
    );
}

#[tokio::test]
async fn the_difference_of_two_states_is_what_each_of_them_says() {
    let url = "/v1/collections/differences/items?scenario=east&distance=1000&date=2026-06-01";
    let answer = asked(url).await;
    let of = |id: &str, name: &str| property(&answer, id, name);
    let served = "WK000102:LRN-BIEB:residentsServed";
    assert_eq!(
        (of(served, "before"), of(served, "after"), of(served, "change")),
        (json!(0.0), json!(400.0), json!(400.0))
    );
    assert_eq!(of("BU00010101:LRN-BIEB:facilityCount", "change"), -1.0);
    assert_eq!(of("BU00010101:ONT-TUIN:facilityCount", "change"), 1.0);
    assert_eq!(of("GM0001:LRN-BIEB:residentsServed", "level"), "municipality");
    assert_eq!(
        (of(served, "unit"), of(served, "group")),
        (json!("residents"), json!("all"))
    );
    // In all of the city there are as many libraries as before: that is left out.
    let ids = answer["features"]
        .as_array()
        .unwrap()
        .iter()
        .map(|of| of["id"].as_str().unwrap())
        .collect::<Vec<_>>();
    assert!(!ids.contains(&"GM0001:LRN-BIEB:facilityCount"), "{ids:?}");
    let west = asked(&format!("{url}&serviceType=ONT-TUIN&area=WK000101")).await;
    let told = west["features"].as_array().unwrap();
    assert!(
        !told.is_empty()
            && told
                .iter()
                .all(|of| of["properties"]["serviceType"] == "ONT-TUIN" && of["id"] != "GM0001")
    );

    // Beside another scenario, and the other way round; beside itself nothing.
    let there = asked(&format!("{url}&fromScenario=middle")).await;
    let back = asked(&url.replace("=east", "=middle&fromScenario=east")).await;
    assert_eq!(there["parameters"]["fromScenario"], "middle");
    assert_eq!(there["numberMatched"], back["numberMatched"]);
    for feature in there["features"].as_array().unwrap() {
        let id = feature["id"].as_str().unwrap();
        let of = &feature["properties"];
        assert_eq!(
            (&of["before"], &of["after"]),
            (&property(&back, id, "after"), &property(&back, id, "before")),
            "{id}"
        );
        for (state, side) in [("middle", "before"), ("east", "after")] {
            let level = match of["level"].as_str().unwrap() {
                "neighbourhood" => "neighbourhoods",
                "district" => "districts",
                "programme" => "programme-areas",
                _ => "municipalities",
            };
            let (area, kind) = (
                of["areaCode"].as_str().unwrap(),
                of["serviceType"].as_str().unwrap(),
            );
            let asked = asked(&format!("/v1/collections/{level}/items/{area}?scenario={state}&serviceType={kind}&distance=1000&date=2026-06-01")).await;
            let measure = of["measure"].as_str().unwrap();
            assert_eq!(
                asked["properties"][measure].as_f64(),
                of[side].as_f64(),
                "{id} {state}"
            );
        }
    }
    assert_eq!(
        asked(&format!("{url}&fromScenario=east")).await["numberMatched"],
        0
    );
    assert_eq!(
        asked("/v1/collections/differences/items").await["numberMatched"],
        0
    );
}

#[tokio::test]
async fn the_facilities_that_differ_are_points() {
    let answer = asked("/v1/collections/scenario-facilities/items?scenario=east").await;
    assert_eq!(answer["numberMatched"], 3);
    assert_eq!(property(&answer, "lib-2", "fate"), "removed");
    assert_eq!(property(&answer, "lib-2", "neighbourhoodBefore"), "BU00010101");
    assert_eq!(property(&answer, "lib-2", "neighbourhoodAfter"), Json::Null);
    assert_eq!(property(&answer, "scenario-east-1", "fate"), "added");
    assert!(answer["features"][0]["geometry"]["coordinates"].is_array());
    let moved = with(place(100_485.0, 420_800.0), "id", "lib-1");
    let moved = Scenario::read("up", &json!({ "move": [moved] })).unwrap();
    let service = service_with(fixture::study(), vec![moved, east()]);
    let url = "/v1/collections/scenario-facilities/items?scenario=up";
    let answer = send(&service, "GET", url, &[]).await.json();
    assert_eq!(property(&answer, "lib-1", "fate"), "moved");
    let metres = property(&answer, "lib-1", "movedM").as_f64().unwrap();
    assert!((metres - 300.0).abs() < 0.02, "{metres}");
    let beside = send(&service, "GET", &format!("{url}&fromScenario=east"), &[])
        .await
        .json();
    assert_eq!(beside["numberMatched"], 4);
    assert_eq!(property(&beside, "lib-2", "fate"), "added");
    assert_eq!(
        get("/v1/collections/scenario-facilities/items").await.json()["numberMatched"],
        0
    );
}

#[tokio::test]
async fn what_if_can_be_asked_of_a_scenario() {
    let service = service();
    let body = json!({
        "serviceType": "LRN-BIEB", "distance": 1000, "date": "2026-06-01", "scenario": "east", "remove": ["scenario-east-1"],
    });
    let answer = post(&service, "/v1/what-if", body.to_string()).await.json();
    assert_eq!(answer["parameters"]["scenario"], "east");
    let areas = answer["areas"].as_array().unwrap();
    let east = areas.iter().find(|of| of["code"] == "WK000102").unwrap();
    assert_eq!(
        (
            &east["before"]["residentsServed"],
            &east["after"]["residentsServed"]
        ),
        (&json!(400.0), &json!(0.0))
    );
}

#[tokio::test]
async fn of_confidential_residents_the_differences_tell_no_few() {
    let service = service_with(fixture::confidential_study(), vec![east()]);
    let url = "/v1/collections/differences/items?scenario=east&date=2026-06-01";
    let answer = send(&service, "GET", url, &[]).await.json();
    // Two people live in D.
    for measure in ["residentsServed", "coverage", "meanDistanceM"] {
        let id = format!("BU00010202:LRN-BIEB:{measure}");
        assert_eq!(property(&answer, &id, "suppressed"), true);
        assert_eq!(property(&answer, &id, "change"), Json::Null);
    }
    let count = "BU00010202:LRN-BIEB:facilityCount";
    assert_eq!(
        (
            property(&answer, count, "change"),
            property(&answer, count, "suppressed")
        ),
        (json!(1.0), json!(false))
    );
    for feature in answer["features"].as_array().unwrap() {
        let of = &feature["properties"];
        let people = of["measure"] == "residentsServed";
        let change = of["change"].as_f64().unwrap_or(0.0).abs();
        assert!(!people || change == 0.0 || change >= 5.0, "{feature}");
    }
}
