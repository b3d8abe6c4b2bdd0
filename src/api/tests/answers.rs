//! What holds for every answer: caching, headers, problems, health.

use super::*;

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
async fn only_parts_named_after_their_contents_are_kept_unasked() {
    let service = service(fixture::study());
    let page = send(&service, "GET", "/", &[]).await;
    assert_eq!(page.header("cache-control"), "no-cache");
    let html = String::from_utf8(page.body.clone()).unwrap();
    let part = html
        .split("\"/parts/")
        .nth(1)
        .and_then(|rest| rest.split('"').next())
        .expect("a part that the page begins with");
    let part = send(&service, "GET", &format!("/parts/{part}"), &[]).await;
    assert_eq!(part.status, StatusCode::OK);
    assert!(part.header("cache-control").contains("immutable"));
    assert_eq!(part.header("content-type"), "text/javascript; charset=utf-8");
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
