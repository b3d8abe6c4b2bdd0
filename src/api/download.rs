//! `/v1/collections/{id}/download`: everything that matches, as a file.

use axum::body::Bytes;
use axum::http::{HeaderName, header};

use super::answer::{Answer, Api, Asked, Outcome};
use super::features::{Question, When, revision};
use super::problem::Problem;
use crate::collections::InvalidParam;
use crate::domain::feature::FeatureSet;
use crate::export::{self, ExportError, Format};

fn format(text: Option<String>) -> Result<Format, InvalidParam> {
    let Some(text) = text else {
        return Ok(Format::Geojson);
    };
    Format::ALL
        .into_iter()
        .find(|format| format.name() == text)
        .ok_or_else(|| {
            InvalidParam::new(
                "f",
                format!("is none of {}", Format::ALL.map(Format::name).join(", ")),
            )
        })
}

/// The file.
pub fn file(api: &Api, id: &str, mut asked: Asked) -> Result<Outcome, Problem> {
    let mut wrong = Vec::new();
    let format = format(asked.take("f")).unwrap_or_else(|error| {
        wrong.push(error);
        Format::Geojson
    });
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
    let key = question.key(&["download", format.name()]);
    asked.keyed(&key, || {
        let body = api.bodies.get(key.as_str(), || {
            let body = write(api, &question, format)?;
            let weight = body.len();
            Ok::<_, Problem>((Bytes::from(body), weight))
        })?;
        let scenario = question.study.scenario.as_ref();
        let name = format!(
            "{}{}-r{}.{}",
            question.collection.id(),
            scenario.map_or_else(String::new, |of| format!("-{}", of.scenario.name)),
            question.study.revision.number,
            format.name()
        );
        let headers = vec![
            (HeaderName::from_static("content-crs"), question.content_crs()),
            (
                header::CONTENT_DISPOSITION,
                format!("attachment; filename=\"{name}\""),
            ),
        ];
        Ok(Answer {
            content_type: format.media_type(),
            body: Bytes::clone(&body),
            headers,
        })
    })
}

fn write(api: &Api, question: &Question, format: Format) -> Result<Vec<u8>, Problem> {
    let prepared = question.prepared(api)?;
    let chosen;
    let set = match question.matching(api)? {
        None => &prepared.set,
        Some(places) => {
            chosen = FeatureSet {
                schema: prepared.set.schema.clone(),
                features: places
                    .into_iter()
                    .map(|at| prepared.set.features[at].clone())
                    .collect(),
            };
            &chosen
        }
    };
    let mut body = Vec::new();
    let about = question.about_file(api);
    match export::write(format, set, &question.crs, &about, &mut body) {
        Ok(()) => Ok(body),
        Err(error @ ExportError::TooMany { .. }) => Err(Problem::parameter("f", error.to_string())),
        Err(error) => Err(Problem::internal(&error)),
    }
}
