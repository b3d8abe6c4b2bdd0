//! `/v1/health`: whether the program lives, and whether it can answer.

use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Value as Json, json};

use super::answer::Api;

fn answer(body: &Json) -> Response {
    let mut response = body.to_string().into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// The program lives.
pub fn live() -> Response {
    answer(&json!({ "status": "pass" }))
}

/// A study is there to be asked.
pub fn ready(api: &Api) -> Response {
    let study = api.studies.study();
    answer(&json!({
        "status": "pass",
        "version": env!("CARGO_PKG_VERSION"),
        "revision": study.revision.number,
        "facilities": study.facilities.list.len(),
        "neighbourhoods": study.areas.neighbourhood_count,
    }))
}
