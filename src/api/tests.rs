//! The whole of the HTTP contract, asked of the router over a small made city.

mod answers;
mod collections;
mod definition;
mod explain;
mod items;
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

/// The made city.
pub(super) fn made() -> Arc<dyn Studies> {
    Arc::new(Made {
        city: fixture::city(),
        study: Arc::new(fixture::study()),
        scenarios: Vec::new(),
    })
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
