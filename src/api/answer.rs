//! One way to answer: the work runs off the async threads, with an entity tag that is compared before anything is computed.

use std::fmt::Write as _;
use std::sync::Arc;

use axum::body::{Body, Bytes};
use axum::extract::Query as UrlQuery;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use jiff::civil::Date;
use sha2::{Digest, Sha256};
use tokio::sync::{Semaphore, SemaphorePermit};

use super::Studies;
use super::cache::Cache;
use super::features::Prepared;
use super::problem::Problem;
use crate::collections::facility_map::FacilityMap;
use crate::collections::{InvalidParam, Query, Today, nearest};
use crate::spatial::projection::Crs;
use crate::study::Study;
use crate::study::waiting::while_awaited;

/// Bytes of answers that are kept.
const KEPT_BYTES: usize = 64 << 20;
/// Bytes of prepared features that are kept. They are counted, for one gap of a country can have a million corners.
const KEPT_FEATURES: usize = 512 << 20;
/// Facilities on maps that are kept, 16 bytes each.
const KEPT_ON_MAPS: usize = 2_000_000;
/// Single numbers that are kept.
const KEPT_NUMBERS: usize = 1000;
/// Requests that wait for an answer at the same time; more are told to come back.
const WAITING: usize = 512;

/// What every handler works with.
pub struct Api {
    pub studies: Arc<dyn Studies>,
    pub prepared: Cache<Prepared>,
    pub bodies: Cache<Bytes>,
    /// What tiles are cut from.
    pub maps: Cache<FacilityMap>,
    /// Resolution errors by study and selection.
    pub resolutions: Cache<Option<f64>>,
    /// CRSs that features can be asked in: CRS84, the city's own, and what clients usually ask.
    pub crs: Vec<Crs>,
    working: Semaphore,
    solving: Semaphore,
    waiting: Semaphore,
}

impl Api {
    /// The interface to a city.
    pub fn new(studies: Arc<dyn Studies>) -> Self {
        let mut crs = vec![Crs::crs84(), studies.city().crs.clone()];
        for name in ["EPSG:4326", "EPSG:4258", "EPSG:3857"] {
            crs.extend(Crs::parse(name).ok().filter(|of| !crs.contains(of)));
        }
        // Analyses keep a core busy each: more at once only makes all of them slower.
        let cores = std::thread::available_parallelism().map_or(2, usize::from);
        Self {
            studies,
            prepared: Cache::new(KEPT_FEATURES),
            bodies: Cache::new(KEPT_BYTES),
            maps: Cache::new(KEPT_ON_MAPS),
            resolutions: Cache::new(KEPT_NUMBERS),
            crs,
            working: Semaphore::new(cores.max(2)),
            solving: Semaphore::new((cores / 2).max(1)),
            waiting: Semaphore::new(WAITING),
        }
    }

    /// A turn to compute the answer to a query, kept while it is held. What may take half a minute does not get every core: who
    /// asks when all such turns are taken is told to come back.
    pub fn turn_for(&self, query: &Query) -> Result<Option<SemaphorePermit<'_>>, Problem> {
        if !query.solves() {
            return Ok(None);
        }
        self.solving.try_acquire().map(Some).map_err(|_| Problem::Busy)
    }

    /// Today in the city.
    pub fn today(&self) -> Today {
        Today::in_city(self.studies.city())
    }

    /// The study of a revision, else of the head, as of today.
    pub fn study(&self, revision: Option<u64>) -> Result<Arc<Study>, Problem> {
        self.study_as_of("revision", revision, None)
    }

    /// The study of a revision, else of the head, as of a day, else of today. `name` is the parameter that asked the revision.
    pub fn study_as_of(
        &self,
        name: &str,
        revision: Option<u64>,
        date: Option<Date>,
    ) -> Result<Arc<Study>, Problem> {
        match self.studies.study_as_of(revision, date) {
            Ok(Some(study)) => Ok(study),
            Ok(None) => {
                let revision = revision.map_or_else(String::new, |number| format!(" {number}"));
                Err(Problem::parameter(
                    name,
                    format!("there is no revision{revision}"),
                ))
            }
            Err(error) => Err(Problem::internal(&error)),
        }
    }
}

impl Api {
    /// A study in the scenario that is asked, as it is where none is. `name` is the parameter that asked it.
    pub fn in_scenario(
        &self,
        name: &str,
        study: Arc<Study>,
        scenario: Option<&str>,
    ) -> Result<Arc<Study>, Problem> {
        let Some(scenario) = scenario else {
            return Ok(study);
        };
        match self.studies.in_scenario(&study, scenario) {
            Ok(Some(study)) => Ok(study),
            Ok(None) => {
                let known = self.studies.scenarios().unwrap_or_default();
                let hint = nearest(scenario, known.iter().map(|of| of.name.as_str()));
                let hint = hint
                    .map(|near| format!("; the nearest is {near}"))
                    .unwrap_or_default();
                let shown: String = scenario.chars().take(60).collect();
                Err(Problem::parameter(
                    name,
                    format!("there is no scenario '{shown}'{hint}"),
                ))
            }
            Err(error) => Err(Problem::internal(&error)),
        }
    }
}

/// What of a request counts.
pub struct Asked {
    /// Parameters of the query string, decoded, in their order.
    pub pairs: Vec<(String, String)>,
    /// Scheme and host under which links are given.
    pub base: String,
    if_none_match: Option<String>,
}

impl Asked {
    /// Reads a request.
    pub fn new(uri: &Uri, headers: &HeaderMap) -> Result<Self, Problem> {
        let UrlQuery(pairs) = UrlQuery::<Vec<(String, String)>>::try_from_uri(uri)
            .map_err(|_| Problem::parameter("query", "the query string cannot be read"))?;
        Ok(Self {
            pairs,
            base: base(headers),
            if_none_match: headers
                .get(header::IF_NONE_MATCH)
                .and_then(|value| value.to_str().ok())
                .map(str::to_owned),
        })
    }

    /// Takes a parameter out of the pairs. One that stands twice is left, to be refused with the unknown ones.
    pub fn take(&mut self, name: &str) -> Option<String> {
        let at = self.pairs.iter().position(|(of, _)| of == name)?;
        Some(self.pairs.remove(at).1)
    }

    /// Refuses parameters that nobody took.
    pub fn finish(&self) -> Result<(), Problem> {
        if self.pairs.is_empty() {
            return Ok(());
        }
        let wrong = |(name, _): &(String, String)| {
            InvalidParam::new(
                name.chars().take(60).collect::<String>(),
                "is not a parameter of this resource",
            )
        };
        Err(Problem::InvalidParameters(self.pairs.iter().map(wrong).collect()))
    }
}

/// Where links point: the host that the reader used, as far as it is one.
fn base(headers: &HeaderMap) -> String {
    let text = |name: &HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
    let plain = |host: &&str| {
        !host.is_empty()
            && host.len() <= 255
            && host
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || b".-:[]_".contains(&byte))
    };
    let host = text(&header::HOST).filter(plain).unwrap_or("localhost");
    let secure = text(&HeaderName::from_static("x-forwarded-proto")) == Some("https");
    format!("{}://{host}", if secure { "https" } else { "http" })
}

/// An answer that can be given.
pub struct Answer {
    pub content_type: &'static str,
    pub body: Bytes,
    pub headers: Vec<(HeaderName, String)>,
}

impl Answer {
    /// A JSON document.
    pub fn json(value: &serde_json::Value) -> Self {
        Self::of_json(value.to_string().into())
    }

    /// JSON as it is written.
    pub fn of_json(body: Vec<u8>) -> Self {
        Self {
            content_type: "application/json",
            body: body.into(),
            headers: Vec::new(),
        }
    }
}

/// What an answer depends on, in full: the same key is the same answer.
pub struct Key(String);

impl Key {
    /// A key of its parts. The program's version is one of them: another version may write the same answer differently.
    pub fn new(parts: &[&str]) -> Self {
        let mut key = env!("CARGO_PKG_VERSION").to_owned();
        for part in parts {
            key.push('\u{1f}');
            key.push_str(part);
        }
        Self(key)
    }

    /// The text itself.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// A short fingerprint of it.
    pub fn digest(&self) -> String {
        Sha256::digest(self.0.as_bytes())
            .iter()
            .take(12)
            .fold(String::new(), |mut text, byte| {
                let _ = write!(text, "{byte:02x}");
                text
            })
    }
}

/// What a handler found out before anything is computed.
pub enum Outcome {
    /// The reader has this already.
    NotModified(String),
    Full(Answer, Option<String>),
}

impl Asked {
    /// Answers with what `make` makes, unless the reader has it already.
    pub fn keyed(
        &self,
        key: &Key,
        make: impl FnOnce() -> Result<Answer, Problem>,
    ) -> Result<Outcome, Problem> {
        // Weak, for the same answer travels compressed in more than one way.
        let tag = format!("W/\"{}\"", key.digest());
        let known = self.if_none_match.as_deref().is_some_and(|given| {
            given
                .split(',')
                .map(str::trim)
                .any(|of| of == "*" || of == tag || of == &tag[2..])
        });
        if known {
            Ok(Outcome::NotModified(tag))
        } else {
            Ok(Outcome::Full(make()?, Some(tag)))
        }
    }
}

/// Runs a handler off the async threads and gives its answer. When nobody waits for that any more, the work stops.
pub async fn respond(
    api: Arc<Api>,
    uri: &Uri,
    headers: &HeaderMap,
    handler: impl FnOnce(&Api, Asked) -> Result<Outcome, Problem> + Send + 'static,
) -> Response {
    let asked = match Asked::new(uri, headers) {
        Ok(asked) => asked,
        Err(problem) => return problem.into_response(),
    };
    let Ok(_place) = api.waiting.try_acquire() else {
        return Problem::Busy.into_response();
    };
    let Ok(_turn) = api.working.acquire().await else {
        return Problem::Busy.into_response();
    };
    let worker = Arc::clone(&api);
    // It goes with this future: when the client leaves, or the time is up.
    let asker = Arc::new(());
    let awaited = Arc::downgrade(&asker);
    let work = move || while_awaited(awaited, || handler(&worker, asked));
    let outcome = tokio::task::spawn_blocking(work).await;
    drop(asker);
    match outcome {
        Ok(Some(Ok(outcome))) => outcome.into_response(),
        Ok(Some(Err(problem))) => problem.into_response(),
        // Nobody reads it.
        Ok(None) => Problem::Busy.into_response(),
        Err(panic) => Problem::internal(&panic).into_response(),
    }
}

impl IntoResponse for Outcome {
    fn into_response(self) -> Response {
        let (mut response, tag) = match self {
            Self::NotModified(tag) => (StatusCode::NOT_MODIFIED.into_response(), Some(tag)),
            Self::Full(answer, tag) => {
                let mut response = Response::new(Body::from(answer.body));
                let headers = response.headers_mut();
                headers.insert(
                    header::CONTENT_TYPE,
                    HeaderValue::from_static(answer.content_type),
                );
                for (name, value) in answer.headers {
                    if let Ok(value) = HeaderValue::from_str(&value) {
                        headers.append(name, value);
                    }
                }
                (response, tag)
            }
        };
        let headers = response.headers_mut();
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
        if let Some(tag) = tag.and_then(|tag| HeaderValue::from_str(&tag).ok()) {
            headers.insert(header::ETAG, tag);
        }
        response
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;
    use std::time::Duration;

    use super::*;
    use crate::api::tests::made;
    use crate::study::waiting::go_on;

    /// Tells that it is let go of.
    struct Ends(mpsc::Sender<()>);

    impl Drop for Ends {
        fn drop(&mut self) {
            // Who listens may have gone.
            let _ = self.0.send(());
        }
    }

    #[tokio::test]
    async fn work_for_a_question_that_was_given_up_stops() {
        let (ends, ended) = mpsc::channel();
        let api = Arc::new(Api::new(made()));
        let (uri, headers) = (Uri::from_static("/v1"), HeaderMap::new());
        let endless = move |_: &Api, _: Asked| -> Result<Outcome, Problem> {
            let _ends = Ends(ends);
            loop {
                std::thread::sleep(Duration::from_millis(1));
                go_on();
            }
        };
        let answer = respond(Arc::clone(&api), &uri, &headers, endless);
        let limited = tokio::time::timeout(Duration::from_millis(50), answer).await;
        assert!(limited.is_err(), "it never ends by itself");
        ended.recv_timeout(Duration::from_secs(20)).unwrap();
    }
}
