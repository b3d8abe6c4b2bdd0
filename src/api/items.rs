//! `/v1/collections/{id}/items`, page by page, and single items.

use std::fmt::Write as _;

use axum::body::Bytes;
use axum::http::HeaderName;
use serde_json::{Value as Json, json};

use super::answer::{Answer, Api, Asked, Outcome};
use super::features::{Question, When, revision};
use super::problem::Problem;
use crate::collections::InvalidParam;
use crate::export::geojson;

/// Features on a page unless asked otherwise.
pub const DEFAULT_LIMIT: usize = 100;
/// Most features on a page; a larger limit is read as this.
pub const MAX_LIMIT: usize = 10_000;

const GEOJSON: &str = "application/geo+json";

/// A place in the pages of one question: opaque to readers, refused for any other question.
struct Token {
    revision: u64,
    today: jiff::civil::Date,
    offset: usize,
    question: String,
}

impl Token {
    fn write(&self) -> String {
        let plain = format!(
            "{}.{}.{}.{}",
            self.revision, self.today, self.offset, self.question
        );
        plain.bytes().fold(String::new(), |mut text, byte| {
            let _ = write!(text, "{byte:02x}");
            text
        })
    }

    fn read(text: &str) -> Option<Self> {
        if text.len() > 200 || !text.is_ascii() || !text.len().is_multiple_of(2) {
            return None;
        }
        let bytes: Option<Vec<u8>> = (0..text.len())
            .step_by(2)
            .map(|at| u8::from_str_radix(&text[at..at + 2], 16).ok())
            .collect();
        let plain = String::from_utf8(bytes?).ok()?;
        let mut parts = plain.split('.');
        let token = Self {
            revision: parts.next()?.parse().ok()?,
            today: parts.next()?.parse().ok()?,
            offset: parts.next()?.parse().ok()?,
            question: parts.next()?.to_owned(),
        };
        parts.next().is_none().then_some(token)
    }
}

fn limit(text: Option<String>) -> Result<usize, InvalidParam> {
    let Some(text) = text else {
        return Ok(DEFAULT_LIMIT);
    };
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    // A number too long to read is a number above the most all the same.
    let limit = if digits {
        text.parse().unwrap_or(usize::MAX)
    } else {
        0
    };
    if limit == 0 {
        return Err(InvalidParam::new(
            "limit",
            "is not a number of features, 1 or more",
        ));
    }
    Ok(limit.min(MAX_LIMIT))
}

/// Reads `skipGeometry`, named as in ldproxy and pygeoapi: OGC API – Features has no word of its own for it yet.
fn skip_geometry(text: Option<&str>) -> Result<bool, InvalidParam> {
    match text {
        None | Some("false") => Ok(false),
        Some("true") => Ok(true),
        Some(_) => Err(InvalidParam::new("skipGeometry", "is neither true nor false")),
    }
}

/// Which of the features that match stand on a page, and how they are written.
struct Cut {
    limit: usize,
    offset: usize,
    skip_geometry: bool,
}

/// Reads `f` of resources that only come as JSON.
pub fn json_only(text: Option<String>, names: &[&str]) -> Result<(), InvalidParam> {
    match text {
        Some(text) if !names.contains(&text.as_str()) => {
            Err(InvalidParam::new("f", format!("is none of {}", names.join(", "))))
        }
        _ => Ok(()),
    }
}

/// One page of the features that match.
pub fn page(api: &Api, id: &str, mut asked: Asked) -> Result<Outcome, Problem> {
    let own = asked.pairs.clone();
    let mut wrong = Vec::new();
    wrong.extend(json_only(asked.take("f"), &["json", "geojson"]).err());
    let limit = limit(asked.take("limit")).unwrap_or_else(|error| {
        wrong.push(error);
        DEFAULT_LIMIT
    });
    let skip_geometry = skip_geometry(asked.take("skipGeometry").as_deref()).unwrap_or_else(|error| {
        wrong.push(error);
        false
    });
    let at_revision = revision(&mut asked).unwrap_or_else(|error| {
        wrong.push(error);
        None
    });
    let refused = || InvalidParam::new("token", "is not a token of this question");
    let token = match asked.take("token") {
        None => None,
        Some(text) => {
            let token = Token::read(&text).filter(|token| at_revision.is_none_or(|of| of == token.revision));
            if token.is_none() {
                wrong.push(refused());
            }
            token
        }
    };
    // The next page is one of the same answer, whatever was imported and whichever day began since the first.
    let when = token.as_ref().map_or(
        When {
            revision: at_revision,
            today: None,
        },
        |token| When {
            revision: Some(token.revision),
            today: Some(token.today),
        },
    );
    let question = Question::read(api, id, &mut asked, when, wrong)?;
    let of_question = question.key(&["items"]).digest();
    if token.as_ref().is_some_and(|token| token.question != of_question) {
        return Err(Problem::InvalidParameters(vec![refused()]));
    }
    let offset = token.map_or(0, |token| token.offset);
    let (base, own_text) = (asked.base.clone(), query_text(&own, None));
    let cut = Cut {
        limit,
        offset,
        skip_geometry,
    };
    // The text holds `skipGeometry` too.
    let key = question.key(&["page", &limit.to_string(), &offset.to_string(), &base, &own_text]);
    asked.keyed(&key, || {
        let body = api.bodies.get(key.as_str(), || {
            let body = write_page(api, &question, &cut, &base, &own, &of_question)?;
            let weight = body.len();
            Ok::<_, Problem>((Bytes::from(body), weight))
        })?;
        Ok(answer(Bytes::clone(&body), &question))
    })
}

fn answer(body: Bytes, question: &Question) -> Answer {
    let headers = vec![(HeaderName::from_static("content-crs"), question.content_crs())];
    Answer {
        content_type: GEOJSON,
        body,
        headers,
    }
}

fn write_page(
    api: &Api,
    question: &Question,
    cut: &Cut,
    base: &str,
    own: &[(String, String)],
    of_question: &str,
) -> Result<Vec<u8>, Problem> {
    let prepared = if cut.skip_geometry {
        question.prepared_without_geometry(api)?
    } else {
        question.prepared(api)?
    };
    let matching = question.matching(api)?;
    let matched = matching.as_ref().map_or(prepared.set.features.len(), Vec::len);
    let offset = cut.offset;
    let end = offset.saturating_add(cut.limit).min(matched);
    let places: Vec<usize> = match &matching {
        Some(places) => places.get(offset..end).unwrap_or_default().to_vec(),
        None => (offset..end).collect(),
    };
    let url = format!("{base}/v1/collections/{}/items", question.collection.id());
    let mut links = vec![
        link(
            "self",
            GEOJSON,
            &format!("{url}{}", query_text(own, None)),
            question.collection.title_en(),
        ),
        link(
            "collection",
            "application/json",
            &format!("{base}/v1/collections/{}", question.collection.id()),
            question.collection.title_en(),
        ),
    ];
    if end < matched {
        let token = Token {
            revision: question.study.revision.number,
            today: question.today,
            offset: end,
            question: of_question.to_owned(),
        };
        let next = format!("{url}{}", query_text(own, Some(&token.write())));
        links.push(link("next", GEOJSON, &next, "next page"));
    }
    let mut foreign = geojson::about(&question.about(api));
    foreign.insert("numberMatched".to_owned(), json!(matched));
    foreign.insert("numberReturned".to_owned(), json!(places.len()));
    foreign.insert("links".to_owned(), Json::Array(links));
    let mut body = Vec::new();
    let features = places.iter().map(|at| &prepared.set.features[*at]);
    geojson::collection(&prepared.set.schema, features, &question.crs, &foreign, &mut body)
        .map_err(|error| Problem::internal(&error))?;
    Ok(body)
}

/// A link as OGC API describes it.
pub fn link(rel: &str, media_type: &str, href: &str, title: &str) -> Json {
    json!({ "rel": rel, "type": media_type, "href": href, "title": title })
}

/// The query string of `pairs`, with `token` in place of the one they hold.
fn query_text(pairs: &[(String, String)], token: Option<&str>) -> String {
    let kept = pairs
        .iter()
        .filter(|(name, _)| token.is_none() || name != "token");
    let parts = kept
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .chain(token.map(|of| ("token", of)));
    let mut text = String::new();
    for (name, value) in parts {
        text.push(if text.is_empty() { '?' } else { '&' });
        encode(name, &mut text);
        text.push('=');
        encode(value, &mut text);
    }
    text
}

/// Writes a text as it may stand in a URL.
pub fn encode(text: &str, out: &mut String) {
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~,:/".contains(&byte) {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
}

/// One feature. The parameters that choose what counts apply to it too.
pub fn single(api: &Api, id: &str, feature: &str, mut asked: Asked) -> Result<Outcome, Problem> {
    let own = asked.pairs.clone();
    let mut wrong = Vec::new();
    wrong.extend(json_only(asked.take("f"), &["json", "geojson"]).err());
    let at_revision = revision(&mut asked).unwrap_or_else(|error| {
        wrong.push(error);
        None
    });
    let question = Question::read(
        api,
        id,
        &mut asked,
        When {
            revision: at_revision,
            today: None,
        },
        wrong,
    )?;
    let (base, own_text) = (asked.base.clone(), query_text(&own, None));
    let key = question.key(&["single", feature, &base, &own_text]);
    asked.keyed(&key, || {
        let prepared = question.prepared(api)?;
        let Some(of) = prepared.feature(feature) else {
            return Err(Problem::NotFound("There is no such feature.".to_owned()));
        };
        let collection = format!("{base}/v1/collections/{id}");
        let mut href = format!("{collection}/items/");
        encode(feature, &mut href);
        href.push_str(&own_text);
        let mut foreign = geojson::about(&question.about(api));
        let links = vec![
            link("self", GEOJSON, &href, feature),
            link(
                "collection",
                "application/json",
                &collection,
                question.collection.title_en(),
            ),
        ];
        foreign.insert("links".to_owned(), Json::Array(links));
        let mut body = Vec::new();
        geojson::feature(&prepared.set.schema, of, &question.crs, &foreign, &mut body)
            .map_err(|error| Problem::internal(&error))?;
        Ok(answer(body.into(), &question))
    })
}
