//! The facilities of the web map's tiles.

use super::what_if::{place, with};
use super::*;

const WORLD: &str = "/v1/tiles/facilities/0/0/0";

/// Facilities in a tile and those beneath it, by adding up.
fn counted(tile: &Json) -> u64 {
    let features = tile["features"].as_array().unwrap();
    let count = |feature: &Json| feature["properties"]["count"].as_u64().unwrap_or(1);
    features.iter().map(count).sum()
}

#[tokio::test]
async fn the_tile_that_is_the_world_counts_every_located_facility() {
    let service = service(fixture::study());
    let world = send(&service, "GET", WORLD, &[]).await;
    assert_eq!(
        (world.status, world.header("content-type")),
        (StatusCode::OK, "application/geo+json")
    );
    let world = world.json();
    // Two libraries and the unclassified one; the garden is nowhere, one is closed and one planned.
    assert_eq!(counted(&world), 3);
    let properties = &world["features"][0]["properties"];
    assert_eq!(
        (&properties["groups"], &properties["unclassified"]),
        (&json!({ "LRN": 2 }), &json!(1))
    );
    for (question, count) in [
        ("?serviceType=LRN-BIEB", 2),
        ("?date=2025-06-01", 4),
        ("?area=BU00010101", 2),
        ("?role=subsidy&date=2026-06-01", 1),
        ("?f=json&revision=7", 3),
    ] {
        let tile = send(&service, "GET", &format!("{WORLD}{question}"), &[]).await;
        assert_eq!(counted(&tile.json()), count, "{question}");
    }
    let landing = send(&service, "GET", "/v1", &[]).await.json();
    assert_eq!(landing["city"]["facilityCount"], 6);
}

#[tokio::test]
async fn a_tile_far_away_is_empty_and_one_that_is_not_there_is_not_found() {
    let service = service(fixture::study());
    let empty = send(&service, "GET", "/v1/tiles/facilities/10/0/0", &[]).await;
    assert_eq!((empty.status, empty.ids().len()), (StatusCode::OK, 0));
    for path in [
        "0/1/0",
        "3/8/0",
        "23/0/0",
        "1/-1/0",
        "a/0/0",
        "1/0/0.5",
        "99999999999/0/0",
        "1/+1/0",
    ] {
        let got = send(&service, "GET", &format!("/v1/tiles/facilities/{path}"), &[]).await;
        assert_eq!(
            (got.status, &got.json()["code"]),
            (StatusCode::NOT_FOUND, &json!("not_found")),
            "{path}"
        );
    }
}

#[tokio::test]
async fn parameters_that_change_nothing_on_the_map_are_wrong() {
    for name in [
        "distance", "group", "mode", "crs", "bbox", "bbox-crs", "limit", "nonsense",
    ] {
        assert_eq!(get(&format!("{WORLD}?{name}=1")).await.wrong(), [name]);
    }
    let both = get(&format!("{WORLD}?bbox=1&role=nobody")).await.wrong();
    assert_eq!(both, ["bbox", "role"]);
}

#[tokio::test]
async fn a_tile_that_the_reader_has_is_not_sent_again() {
    let service = service(fixture::study());
    let first = send(&service, "GET", WORLD, &[]).await;
    let tag = first.header("etag").to_owned();
    let again = send(&service, "GET", WORLD, &[("if-none-match", &tag)]).await;
    assert_eq!(again.status, StatusCode::NOT_MODIFIED);
    let other = send(&service, "GET", &format!("{WORLD}?serviceType=LRN-BIEB"), &[]).await;
    assert_ne!(other.header("etag"), tag);
}

#[tokio::test]
async fn in_a_scenario_what_goes_and_comes_is_on_the_map() {
    let library = with(place(103_500.0, 420_500.0), "serviceType", "LRN-BIEB");
    let garden = with(place(100_485.0, 420_500.0), "serviceType", "ONT-TUIN");
    let document = json!({ "add": [library, garden], "remove": ["lib-1"] });
    let scenario = Scenario::read("east", &document).unwrap();
    let service = service_with(fixture::study(), vec![scenario]);
    let tile = send(&service, "GET", &format!("{WORLD}?scenario=east"), &[])
        .await
        .json();
    assert_eq!(counted(&tile), 4);
    assert_eq!(counted(&send(&service, "GET", WORLD, &[]).await.json()), 3);
}
