//! What if, over HTTP.

use axum::Router;
use axum::body::Body;
use axum::http::{Request, StatusCode};
use geo::Coord;
use serde_json::{Value as Json, json};
use tower::ServiceExt;

use super::{Got, service};
use crate::collections::fixture;
use crate::spatial::projection::{Crs, Projector};
use crate::study::Study;

pub(super) async fn post(service: &Router, url: &str, body: impl Into<Body>) -> Got {
    let request = Request::builder()
        .method("POST")
        .uri(url)
        .header("host", "city.example");
    let response = service
        .clone()
        .oneshot(request.body(body.into()).unwrap())
        .await
        .unwrap();
    let (parts, body) = response.into_parts();
    Got {
        status: parts.status,
        headers: parts.headers,
        body: axum::body::to_bytes(body, 64 << 20).await.unwrap().to_vec(),
    }
}

async fn ask(body: &Json) -> Got {
    post(&service(fixture::study()), "/v1/what-if", body.to_string()).await
}

/// A place of the city as readers give it.
pub(super) fn place(x: f64, y: f64) -> Json {
    let rd = Crs::parse("EPSG:28992").unwrap();
    let at = Projector::new(&rd, &Crs::crs84())
        .unwrap()
        .coord(Coord { x, y })
        .unwrap();
    json!({ "lon": at.x, "lat": at.y })
}

pub(super) fn with(mut place: Json, name: &str, value: impl Into<Json>) -> Json {
    place[name] = value.into();
    place
}

/// Residents within some metres of one of the places, over the lattice of neighbourhoods A, B and D.
fn served(places: &[(f64, f64)], metres: f64) -> [f64; 3] {
    [(0.0, 1000.0), (1.0, 500.0), (3.0, 400.0)].map(|(column, residents)| {
        let cell = |n: u32| 25.0 + 50.0 * f64::from(n);
        let points = (0..20).flat_map(|k| (0..20).map(move |l| (cell(k), cell(l))));
        let near = points.filter(|(x, y)| {
            let (x, y) = (100_000.0 + column * 1000.0 + x, 420_000.0 + y);
            places.iter().any(|(at, up)| (x - at).hypot(y - up) <= metres)
        });
        residents / 400.0 * near.count() as f64
    })
}

fn close(found: &Json, expected: f64) {
    let found = found.as_f64().unwrap_or(f64::NAN);
    assert!((found - expected).abs() < 1e-6, "{found} instead of {expected}");
}

fn area<'a>(answer: &'a Json, code: &str) -> &'a Json {
    let areas = answer["areas"].as_array().unwrap();
    areas
        .iter()
        .find(|area| area["code"] == code)
        .unwrap_or(&Json::Null)
}

#[tokio::test]
async fn a_library_that_moves_is_counted_before_and_after() {
    let to = (103_500.0, 420_500.0);
    let question = json!({
        "serviceType": "LRN-BIEB", "distance": 700, "date": "2026-06-01",
        "move": [with(place(to.0, to.1), "id", "lib-2")],
    });
    let got = ask(&question).await;
    assert_eq!(got.status, StatusCode::OK);
    assert_eq!(got.header("content-type"), "application/json");
    let answer = got.json();
    assert_eq!(answer["revision"], 7);
    let parameters = &answer["parameters"];
    assert_eq!(
        (&parameters["distance"], &parameters["moved"]),
        (&json!(700.0), &json!(1))
    );
    assert_eq!(
        (&parameters["date"], &parameters["group"]),
        (&json!("2026-06-01"), &json!("all"))
    );

    let before = served(&[(100_485.0, 420_500.0), (100_515.0, 420_500.0)], 700.0);
    let after = served(&[(100_485.0, 420_500.0), to], 700.0);
    assert!(
        after[1] < before[1] && after[2] > before[2],
        "{before:?} {after:?}"
    );
    let [all_before, all_after] = [before, after].map(|of| of.iter().sum::<f64>());
    close(&answer["city"]["before"]["residentsServed"], all_before);
    close(&answer["city"]["after"]["residentsServed"], all_after);
    close(
        &answer["city"]["change"]["residentsServed"],
        all_after - all_before,
    );
    close(
        &answer["city"]["change"]["coverage"],
        (all_after - all_before) / 1900.0,
    );
    for (code, at, residents) in [("BU00010102", 1, 500.0), ("BU00010202", 2, 400.0)] {
        let area = area(&answer, code);
        assert_eq!(area["level"], "neighbourhood");
        close(&area["before"]["residentsServed"], before[at]);
        close(&area["after"]["coverage"], after[at] / residents);
        close(&area["change"]["residentsServed"], after[at] - before[at]);
    }
    let west = area(&answer, "WK000101");
    close(
        &west["change"]["residentsServed"],
        after[0] + after[1] - before[0] - before[1],
    );
    // The programme area holds B; nobody knows who live in C; of municipalities the city speaks.
    close(
        &area(&answer, "middle")["change"]["residentsServed"],
        after[1] - before[1],
    );
    assert_eq!(area(&answer, "BU00010201"), &Json::Null);
    assert_eq!(area(&answer, "GM0001"), &Json::Null);
    assert_eq!(answer.get("cells"), None);
}

#[tokio::test]
async fn what_changes_nothing_answers_nothing() {
    let itself = with(place(100_485.0, 420_500.0), "id", "lib-1");
    // As our own answers round it.
    let mut rounded = itself.clone();
    for name in ["lon", "lat"] {
        rounded[name] = json!((itself[name].as_f64().unwrap() * 1e7).round() / 1e7);
    }
    let questions = [
        json!({}),
        json!({ "add": [], "move": null }),
        json!({ "move": [itself] }),
        json!({ "move": [rounded] }),
        json!({ "remove": ["unclassified", "planned"] }),
    ];
    for mut question in questions {
        question["serviceType"] = json!("LRN-BIEB");
        question["date"] = json!("2026-06-01");
        let answer = ask(&question).await.json();
        assert_eq!(answer["areas"], json!([]), "{question}");
        assert_eq!(answer["criteria"], json!([]));
        assert_eq!(answer["city"]["before"], answer["city"]["after"]);
        assert_eq!(answer["city"]["change"]["residentsServed"], 0.0);
    }
}

#[tokio::test]
async fn several_come_and_go_together_and_where_nobody_is_left_nothing_is_a_mean() {
    let question = json!({ "serviceType": "LRN-BIEB", "date": "2026-06-01", "remove": ["lib-1", "lib-2"] });
    let answer = ask(&question).await.json();
    let city = &answer["city"];
    assert_eq!(
        city["after"],
        json!({ "coverage": 0.0, "residentsServed": 0.0, "meanDistanceM": null })
    );
    assert_eq!(city["change"]["meanDistanceM"], Json::Null);

    let question = json!({
        "serviceType": "LRN-BIEB", "date": "2026-06-01", "distance": 700, "include": ["cells"],
        "remove": ["lib-1", "lib-2"], "add": [with(place(103_500.0, 420_500.0), "capacity", 40)],
    });
    let answer = ask(&question).await.json();
    let (before, after) = (
        served(&[(100_485.0, 420_500.0), (100_515.0, 420_500.0)], 700.0),
        served(&[(103_500.0, 420_500.0)], 700.0),
    );
    let cells = answer["cells"].as_array().unwrap();
    assert_eq!(answer["cellsTotal"], cells.len());
    let sum = |name: &str| {
        cells
            .iter()
            .filter(|cell| cell[name] == true)
            .map(|cell| cell["residents"].as_f64().unwrap())
            .sum::<f64>()
    };
    // What is served by both is no cell; here nothing is.
    close(&json!(sum("servedBefore")), before.iter().sum());
    close(&json!(sum("servedAfter")), after.iter().sum());
    let (lon, lat) = (
        cells[0]["lon"].as_f64().unwrap(),
        cells[0]["lat"].as_f64().unwrap(),
    );
    assert!((4.0..5.0).contains(&lon) && (51.0..52.0).contains(&lat));
}

#[tokio::test]
async fn groups_are_answered_each_by_itself() {
    let mut question = json!({
        "serviceType": "LRN-BIEB", "date": "2026-06-01", "distance": 700, "groups": ["65+", "all"], "remove": ["lib-1"],
    });
    let answer = ask(&question).await.json();
    assert_eq!(answer["parameters"]["groups"], json!(["65+", "all"]));
    let groups = answer["groups"].as_array().unwrap();
    for (place, name) in ["65+", "all"].iter().enumerate() {
        assert_eq!(groups[place]["group"], **name);
        question.as_object_mut().unwrap().remove("groups");
        question["group"] = json!(name);
        let alone = ask(&question).await.json();
        assert_eq!(
            (&groups[place]["city"], &groups[place]["areas"]),
            (&alone["city"], &alone["areas"])
        );
        if place == 0 {
            assert_eq!(
                (&answer["city"], &answer["areas"]),
                (&alone["city"], &alone["areas"])
            );
        }
    }
    let part = groups[0]["city"]["before"]["residentsServed"].as_f64().unwrap();
    close(&groups[1]["city"]["before"]["residentsServed"], part * 10.0);
}

#[tokio::test]
async fn what_cannot_be_used_is_told_all_at_once() {
    let got = ask(&json!({
        "serviceType": "LRN-BIEB", "distance": "far", "colour": 1, "include": ["gaps"], "group": 65,
        "groups": ["66+"], "add": [{ "lon": 4.6 }], "remove": ["lib-1", "lib-1"],
    }))
    .await;
    let expected = [
        "colour",
        "group",
        "distance",
        "groups",
        "groups[0]",
        "include[0]",
        "add[0].lat",
        "remove",
    ];
    assert_eq!(got.wrong(), expected);
    for (question, name) in [
        (json!({}), "serviceType"),
        (json!({ "serviceType": "LRN-BIB" }), "serviceType"),
        (json!({ "serviceType": "LRN-BIEB", "distance": 0 }), "distance"),
        (json!({ "serviceType": "LRN-BIEB", "distance": 1e9 }), "distance"),
        (json!({ "serviceType": "LRN-BIEB", "mode": "walking" }), "mode"),
        (json!({ "serviceType": "LRN-BIEB", "date": "yesterday" }), "date"),
        (
            json!({ "serviceType": "LRN-BIEB", "facilities": "some" }),
            "facilities",
        ),
        (json!({ "serviceType": "LRN-BIEB", "groups": [] }), "groups"),
        (
            json!({ "serviceType": "LRN-BIEB", "move": [{ "id": "lib-1", "lon": 4.6, "lat": 51.8 }], "remove": ["lib-1"] }),
            "remove",
        ),
        // Latitude first, and a place that no projection reaches.
        (
            json!({ "serviceType": "LRN-BIEB", "add": [{ "lon": 51.8, "lat": 4.6 }] }),
            "add[0]",
        ),
        (
            json!({ "serviceType": "LRN-BIEB", "add": [{ "lon": 1e300, "lat": 4.6 }] }),
            "add[0].lon",
        ),
        (json!([]), "body"),
    ] {
        assert_eq!(ask(&question).await.wrong(), [name], "{question}");
    }
    let service = service(fixture::study());
    assert_eq!(post(&service, "/v1/what-if", "{").await.wrong(), ["body"]);
    assert_eq!(
        post(&service, "/v1/what-if", vec![0xff, 0xfe]).await.wrong(),
        ["body"]
    );
    assert_eq!(
        post(&service, "/v1/what-if?serviceType=LRN-BIEB", "{}")
            .await
            .wrong(),
        ["serviceType"]
    );
}

#[tokio::test]
async fn an_id_that_nobody_has_is_unprocessable() {
    let got = ask(&json!({
        "serviceType": "LRN-BIEB", "remove": ["lib-1", "lib-9"], "move": [{ "id": "lib-8", "lon": 4.6, "lat": 51.8 }],
    }))
    .await;
    assert_eq!(got.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(got.header("content-type"), "application/problem+json");
    let problem = got.json();
    assert_eq!(
        (&problem["code"], &problem["status"]),
        (&json!("unknown_id"), &json!(422))
    );
    assert_eq!(problem["invalidParams"][0]["name"], "move[0].id");
    assert_eq!(problem["invalidParams"][1]["name"], "remove[1]");
}

#[tokio::test]
async fn a_body_that_is_too_large_and_another_method_are_refused() {
    let service = service(fixture::study());
    let got = post(&service, "/v1/what-if", vec![b' '; (256 << 10) + 1]).await;
    assert_eq!(
        (got.status, got.json()["code"].clone()),
        (StatusCode::PAYLOAD_TOO_LARGE, json!("too_large"))
    );
    let got = super::send(&service, "GET", "/v1/what-if", &[]).await;
    assert_eq!(got.status, StatusCode::METHOD_NOT_ALLOWED);
    assert!(got.header("allow").contains("POST"));
}

#[tokio::test]
async fn of_confidential_residents_no_few_are_told() {
    let service = service(fixture::confidential_study());
    let ask = async |body: Json| post(&service, "/v1/what-if", body.to_string()).await;
    // Three people live in B, one point: whether they are reached must not be seen.
    let question = json!({
        "serviceType": "LRN-BIEB", "date": "2026-06-01", "add": [place(101_500.0, 420_400.0)], "remove": ["lib-2"],
    });
    let answer = ask(question).await.json();
    let area = area(&answer, "BU00010102");
    assert_eq!(area["suppressed"], true);
    assert_eq!(
        area["change"],
        json!({ "coverage": null, "residentsServed": null, "meanDistanceM": null })
    );
    for named in ["city", "areas"] {
        let told = answer[named].to_string();
        assert!(
            !told.contains("3.0") && !told.contains("102.0") && !told.contains("103.0"),
            "{told}"
        );
    }
    // Nor that nothing changed.
    let nothing = ask(json!({ "serviceType": "LRN-BIEB", "date": "2026-06-01" }))
        .await
        .json();
    assert_eq!(super::what_if::area(&nothing, "BU00010102")["suppressed"], true);
    let distance = ask(json!({ "serviceType": "LRN-BIEB", "distance": 500 })).await;
    assert_eq!(distance.wrong(), ["distance"]);
    let cells = ask(json!({ "serviceType": "LRN-BIEB", "include": ["cells"] })).await;
    assert_eq!(cells.wrong(), ["include"]);
}

/// The made city with a criterion: of everyone in the districts 60 % has a library within 700 m, and there is one.
fn judged() -> Study {
    let mut study = fixture::study();
    let criteria = "[[criteria]]\nid = 'near'\nversion = 1\nservice_type = 'LRN-BIEB'\nscope = 'all'\nmeasure = 'coverage'\n\
        required = 0.6\ndistance_m = 700\nsource = 'made'\n\
        [[criteria]]\nid = 'one'\nversion = 1\nservice_type = 'LRN-BIEB'\nscope = 'all'\nmeasure = 'count'\nrequired = 1\nsource = 'made'\n\
        [[criteria]]\nid = 'seats'\nversion = 1\nservice_type = 'LRN-BIEB'\nscope = ['WK000102']\nmeasure = 'capacityPer1000'\nrequired = 50\nsource = 'made'\n\
        [[criteria]]\nid = 'other'\nversion = 1\nservice_type = 'ONT-TUIN'\nscope = 'all'\nmeasure = 'count'\nrequired = 1\nsource = 'made'\n";
    study.criteria = std::sync::Arc::new(toml::from_str(criteria).unwrap());
    study
}

#[tokio::test]
async fn the_criteria_of_the_type_that_turn_are_told() {
    let service = service(judged());
    let question = json!({
        "serviceType": "LRN-BIEB", "date": "2026-06-01", "distance": 100, "add": [with(place(103_500.0, 420_500.0), "capacity", 40)],
    });
    let answer = post(&service, "/v1/what-if", question.to_string()).await.json();
    let criteria = answer["criteria"].as_array().unwrap();
    let of = |id: &str| {
        let found = criteria
            .iter()
            .find(|of| of["criterionId"] == id && of["areaCode"] == "WK000102");
        found.unwrap_or(&Json::Null)
    };
    let reached = served(&[(103_500.0, 420_500.0)], 700.0)[2];
    // By the criterion's own distance, not by the one that is asked.
    let near = of("near");
    assert_eq!(
        (&near["before"]["verdict"], &near["after"]["verdict"]),
        (&json!("short"), &json!("met"))
    );
    close(&near["before"]["shortBy"], 240.0);
    close(&near["after"]["value"], reached / 400.0);
    close(&near["change"]["shortBy"], -240.0);
    assert_eq!(
        of("one")["before"],
        json!({ "verdict": "short", "value": 0.0, "shortBy": 1.0 })
    );
    assert_eq!(
        of("one")["after"],
        json!({ "verdict": "met", "value": 1.0, "shortBy": null })
    );
    // 40 places for 400 residents are 100 per 1,000.
    assert_eq!(
        of("seats")["after"],
        json!({ "verdict": "met", "value": 100.0, "shortBy": null })
    );
    assert!(
        criteria
            .iter()
            .all(|of| of["areaCode"] == "WK000102" && of["criterionId"] != "other")
    );
}
