//! What every collection has to give.

use super::*;
use crate::collections::all;

#[tokio::test]
async fn every_collection_gives_items_files_and_its_own_parameters() {
    let service = service(fixture::study());
    for collection in all() {
        let id = collection.id();
        let base = format!("/v1/collections/{id}");
        let items = send(&service, "GET", &format!("{base}/items?limit=3"), &[]).await;
        assert_eq!(items.status, StatusCode::OK, "{id}");
        for feature in items.ids() {
            let path = feature
                .replace('%', "%25")
                .replace(' ', "%20")
                .replace('+', "%2B");
            let url = format!("{base}/items/{path}?f=json");
            assert_eq!(
                send(&service, "GET", &url, &[]).await.json()["id"],
                json!(feature)
            );
        }
        let features = send(&service, "GET", &format!("{base}/download?f=geojson"), &[]).await;
        let csv = send(&service, "GET", &format!("{base}/download?f=csv"), &[]).await;
        let mut reader = csv::Reader::from_reader(csv.body.as_slice());
        assert_eq!(reader.records().count(), features.ids().len(), "{id}");
        for (format, start) in [("xlsx", &b"PK\x03\x04"[..]), ("gpkg", b"SQLite format 3\0")] {
            let file = send(&service, "GET", &format!("{base}/download?f={format}"), &[]).await;
            assert!(
                file.status == StatusCode::OK && file.body.starts_with(start),
                "{id}"
            );
            let name = format!("attachment; filename=\"{id}-r7.{format}\"");
            assert_eq!(file.header("content-disposition"), name);
        }
        for wrong in ["nonsense", "facility"] {
            let got = send(&service, "GET", &format!("{base}/items?{wrong}=1"), &[]).await;
            assert_eq!(got.wrong(), [wrong], "{id}");
        }
        let document = send(&service, "GET", &base, &[]).await.json();
        let told = document["parameters"].as_array().unwrap().iter();
        let told: Vec<_> = told.map(|of| of["name"].as_str().unwrap().to_owned()).collect();
        let own = collection.parameters().iter().map(|of| of.name());
        assert!(
            own.into_iter().all(|name| told.iter().any(|of| of == name)),
            "{id}"
        );
    }
}

#[tokio::test]
async fn a_set_of_facilities_has_an_id_that_leads_to_it() {
    let base = "/v1/collections/removals/items";
    let sets = get(&format!("{base}?distance=2000&k=2")).await;
    assert_eq!(
        sets.ids(),
        ["LRN-BIEB:lib-1", "LRN-BIEB:lib-2", "LRN-BIEB:lib-1+lib-2"]
    );
    assert_eq!(sets.json()["parameters"]["k"], 2);
    let both = get(&format!("{base}/LRN-BIEB:lib-1+lib-2?distance=2000&k=2"))
        .await
        .json();
    assert_eq!(both["properties"]["residentsLost"], 1500.0);
    assert_eq!(both["properties"]["facilities"], json!(["lib-1", "lib-2"]));
    let csv = get("/v1/collections/removals/download?f=csv&distance=2000&k=2").await;
    let text = String::from_utf8(csv.body).unwrap();
    assert!(text.contains("lib-1;lib-2"), "{text}");
    assert_eq!(get(&format!("{base}?k=11")).await.wrong(), ["k"]);
    assert_eq!(get("/v1/collections/usage/items?k=2").await.wrong(), ["k"]);
}

#[tokio::test]
async fn changes_are_asked_of_a_day_and_a_revision_that_there_were() {
    let base = "/v1/collections/changes/items";
    let bare = get(base).await.json();
    let year_before = |day: &str| format!("{}{}", day[..4].parse::<i32>().unwrap() - 1, &day[4..]);
    let parameters = &bare["parameters"];
    assert_eq!(
        parameters["from"],
        year_before(parameters["date"].as_str().unwrap())
    );
    assert_eq!(get(&format!("{base}?from=yesterday")).await.wrong(), ["from"]);
    let since = format!("{base}?from=2025-06-01&serviceType=LRN-BIEB");
    assert_eq!(
        get(&format!("{since}&fromRevision=+7")).await.wrong(),
        ["fromRevision"]
    );
    assert_eq!(
        get(&format!("{since}&fromRevision=8")).await.wrong(),
        ["fromRevision"]
    );
    let got = get(&format!("{since}&fromRevision=7")).await;
    let page = got.json();
    let parameters = &page["parameters"];
    assert_eq!(
        (&parameters["from"], &parameters["fromRevision"]),
        (&json!("2025-06-01"), &json!(7))
    );
    assert_eq!(
        get(&since).await.ids(),
        got.ids(),
        "the revision is the answer's own"
    );
    let explained = get(
        "/v1/explain?collection=changes&id=BU00010202:LRN-BIEB:residentsServed&property=change&from=2025-06-01&serviceType=LRN-BIEB",
    )
    .await
    .json();
    assert_eq!(explained["value"], json!(-400.0));
    let text = explained["sentences"]["en"].as_str().unwrap();
    assert!(text.contains("-400 by closing (=Name of closed)"), "{text}");
}
