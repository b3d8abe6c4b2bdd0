//! Features: one, some, all, as a page and as a file.

use super::*;

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
