//! Explanations over HTTP.

use axum::http::StatusCode;
use serde_json::json;

use super::{get, send, service};
use crate::collections::fixture;

const COVERAGE: &str =
    "/v1/explain?collection=municipalities&id=GM0001&property=coverage&serviceType=LRN-BIEB&distance=2000";

#[tokio::test]
async fn a_figure_says_how_it_came_about() {
    let got = get(COVERAGE).await;
    assert_eq!(got.status, StatusCode::OK);
    assert_eq!(got.header("content-type"), "application/json");
    let json = got.json();
    assert_eq!(json["collection"], "municipalities");
    assert_eq!(
        (&json["id"], &json["property"]),
        (&json!("GM0001"), &json!("coverage"))
    );
    assert_eq!(json["parameters"]["distance"], 2000.0);
    assert_eq!(
        json["revision"],
        json!({ "number": 7, "time": "1970-01-01T00:00:00Z" })
    );
    assert_eq!(json["facilitiesTotal"], 2);
    assert_eq!(
        json["facilities"][0],
        json!({ "id": "lib-1", "name": "=Name of lib-1", "serviceType": "LRN-BIEB", "neighbourhoodCode": "BU00010101" })
    );
    assert_eq!(json["parts"]["kind"], "ratio");
    let part = |name: &str| json["parts"][name]["value"].as_f64().unwrap();
    let value = json["value"].as_f64().unwrap();
    assert!((part("numerator") / part("denominator") - value).abs() < 1e-12);
    assert_eq!(json["demand"]["missing"], json!(["BU00010201"]));
    assert!(json["resolutionError"].is_number());
    assert_eq!(json["sources"][0]["attribution"], "The council");
    let caveats = json["caveats"].as_array().unwrap();
    assert_eq!(
        caveats[0],
        json!({ "code": "notice", "nl": "Verzonnen", "en": "Verzonnen" })
    );
    assert!(
        json["sentences"]["nl"]
            .as_str()
            .unwrap()
            .starts_with("Van de 1.900 inwoners")
    );
    assert!(
        json["definition"]["source"]
            .as_str()
            .unwrap()
            .contains("AccessMod")
    );
}

#[tokio::test]
async fn the_value_is_the_one_that_items_give() {
    let service = service(fixture::study());
    let question = "serviceType=LRN-BIEB&distance=700&group=65%2B";
    let items = format!("/v1/collections/districts/items?{question}");
    let items = send(&service, "GET", &items, &[]).await.json();
    for feature in items["features"].as_array().unwrap() {
        for (property, value) in feature["properties"].as_object().unwrap() {
            let id = feature["id"].as_str().unwrap();
            let url = format!("/v1/explain?collection=districts&id={id}&property={property}&{question}");
            let explained = send(&service, "GET", &url, &[]).await.json();
            assert_eq!(&explained["value"], value, "{id} {property}");
        }
    }
}

#[tokio::test]
async fn the_same_question_has_the_same_answer_and_is_not_sent_again() {
    let service = service(fixture::study());
    let first = send(&service, "GET", COVERAGE, &[]).await;
    let again = send(&super::service(fixture::study()), "GET", COVERAGE, &[]).await;
    assert_eq!(first.body, again.body);
    let tag = first.header("etag").to_owned();
    assert_eq!(again.header("etag"), tag);
    let known = send(&service, "GET", COVERAGE, &[("if-none-match", &tag)]).await;
    assert_eq!(known.status, StatusCode::NOT_MODIFIED);
    let other = send(&service, "GET", &COVERAGE.replace("coverage", "meanCount"), &[]).await;
    assert_ne!(other.header("etag"), tag);
}

#[tokio::test]
async fn what_is_not_there_is_told_as_elsewhere() {
    let missing = |url: &'static str| async move {
        let got = get(url).await;
        assert_eq!(got.status, StatusCode::NOT_FOUND, "{url}");
        assert_eq!(got.json()["code"], "not_found", "{url}");
    };
    missing("/v1/explain?collection=none&id=x&property=y").await;
    missing("/v1/explain?collection=districts&id=WK9&property=residents").await;
    let wrong = |url: &'static str| async move { get(url).await.wrong() };
    assert_eq!(wrong("/v1/explain").await, ["collection", "id", "property"]);
    assert_eq!(
        wrong("/v1/explain?collection=districts&id=WK000101&property=residentz").await,
        ["property"]
    );
    assert_eq!(
        wrong("/v1/explain?collection=districts&id=WK000101&property=coverage").await,
        ["property"],
        "without a type there is no coverage"
    );
    assert_eq!(
        wrong(
            "/v1/explain?collection=districts&id=WK000101&property=residents&bbox=1,2,3,4&distance=x&f=csv"
        )
        .await,
        ["f", "bbox", "distance"]
    );
    assert_eq!(
        wrong("/v1/explain?collection=districts&id=WK000101&property=residents&revision=3").await,
        ["revision"]
    );
}

#[tokio::test]
async fn people_of_a_confidential_layer_are_not_explained_away() {
    let service = service(fixture::confidential_study());
    let url = "/v1/explain?collection=demand&id=BU00010102-1&property=residents";
    assert_eq!(
        send(&service, "GET", url, &[]).await.status,
        StatusCode::NOT_FOUND
    );
    let url =
        "/v1/explain?collection=neighbourhoods&id=BU00010102&property=residentsServed&serviceType=LRN-BIEB";
    let json = send(&service, "GET", url, &[]).await.json();
    for hidden in [
        &json["value"],
        &json["parts"],
        &json["demand"]["residents"],
        &json["demand"]["points"],
    ] {
        assert!(hidden.is_null(), "{hidden}");
    }
}

#[tokio::test]
async fn the_definition_describes_it() {
    let api = get("/v1/openapi.json").await.json();
    let operation = &api["paths"]["/v1/explain"]["get"];
    let parameters = operation["parameters"].as_array().unwrap();
    let needed: Vec<_> = parameters
        .iter()
        .filter(|of| of["required"] == true)
        .map(|of| of["name"].as_str().unwrap())
        .collect();
    assert_eq!(needed, ["collection", "id", "property"]);
    assert!(parameters.iter().any(|of| of["name"] == "serviceType"));
    let schema = &api["components"]["schemas"]["Explanation"]["properties"];
    let explained = get(&format!("{COVERAGE}&residentsTo=5")).await.json();
    let described = schema.as_object().unwrap();
    let members: Vec<_> = explained.as_object().unwrap().keys().collect();
    assert_eq!(members, described.keys().collect::<Vec<_>>());
}

#[tokio::test]
async fn residents_are_rounded_where_that_is_asked() {
    let service = service(fixture::study());
    let exact = send(&service, "GET", COVERAGE, &[]).await;
    let url = format!("{COVERAGE}&residentsTo=70");
    let rounded = send(&service, "GET", &url, &[]).await;
    assert_eq!(rounded.status, StatusCode::OK);
    assert_ne!(
        exact.header("etag"),
        rounded.header("etag"),
        "another answer than the one that is kept"
    );
    let (exact, rounded) = (exact.json(), rounded.json());
    let said = rounded["sentences"]["en"].as_str().unwrap();
    assert!(
        said.starts_with("Of the 1,890 residents of GM0001, 1,470"),
        "{said}"
    );
    assert_eq!(rounded["residentsTo"], 70);
    assert_eq!(
        rounded["parts"]["numerator"]["shown"],
        json!({ "nl": "1.470", "en": "1,470" })
    );
    assert_eq!(exact["parts"]["numerator"]["unit"], "residents");
    assert_eq!(exact["parts"]["numerator"]["shown"], json!(null));
    assert_eq!(exact["residentsTo"], json!(null));
    let whole = send(&service, "GET", &format!("{COVERAGE}&residentsTo=1"), &[]).await;
    assert_eq!(whole.json(), exact, "1 is as without");
    for text in ["0", "-5", "2.5", "%2B5", "five", "", "1001", "65536"] {
        let got = get(&format!("{COVERAGE}&residentsTo={text}")).await;
        assert_eq!(got.status, StatusCode::BAD_REQUEST, "{text}");
        assert_eq!(got.wrong(), ["residentsTo"], "{text}");
    }
    assert_eq!(
        get("/v1/collections/districts/items?residentsTo=5").await.wrong(),
        ["residentsTo"],
        "features tell exact figures"
    );
}
