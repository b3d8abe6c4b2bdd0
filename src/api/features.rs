//! What items, single items and downloads share: the question as a URL asks it, and its features made ready to be cut.

use std::collections::HashMap;
use std::sync::Arc;

use geo::{BoundingRect, Coord, CoordsIter, Intersects, Rect};
use jiff::civil::Date;
use serde_json::json;

use super::answer::{Api, Asked, Key};
use super::problem::Problem;
use crate::app;
use crate::collections::{self, Before, Collection, InvalidParam, Query, asked_day};
use crate::domain::feature::{Feature, FeatureSet, Value};
use crate::export::About;
use crate::spatial::projection::Crs;
use crate::spatial::tree::BoxTree;
use crate::study::Study;

/// About the bytes that features take, with what cutting them needs.
fn bytes(set: &FeatureSet) -> usize {
    let value = |value: &Value| {
        size_of::<Value>()
            + match value {
                Value::Text(text) => text.len(),
                Value::TextList(texts) => texts.iter().map(|text| size_of::<String>() + text.len()).sum(),
                _ => 0,
            }
    };
    let feature = |feature: &Feature| {
        let corners = feature.geometry.as_ref().map_or(0, CoordsIter::coords_count);
        // The id stands in the index too; a box of the tree is four numbers and a place.
        let own = size_of::<Feature>() + 2 * (size_of::<String>() + feature.id.len()) + 5 * size_of::<f64>();
        own + corners * size_of::<Coord<f64>>() + feature.values.iter().map(value).sum::<usize>()
    };
    set.features.iter().map(feature).sum()
}

/// The answer to a query in one CRS, with what cutting it needs.
pub struct Prepared {
    pub set: FeatureSet,
    tree: BoxTree,
    /// A feature without geometry lies nowhere and so is in every box.
    nowhere: Vec<usize>,
    by_id: HashMap<String, usize>,
}

impl Prepared {
    fn new(set: FeatureSet) -> Self {
        let bounds = |feature: &Feature| feature.geometry.as_ref().and_then(BoundingRect::bounding_rect);
        let nowhere = (0..set.features.len())
            .filter(|at| bounds(&set.features[*at]).is_none())
            .collect();
        let tree = BoxTree::new(set.features.iter().map(bounds));
        let by_id = set
            .features
            .iter()
            .enumerate()
            .map(|(at, feature)| (feature.id.clone(), at))
            .collect();
        Self {
            set,
            tree,
            nowhere,
            by_id,
        }
    }

    /// The feature with this id.
    pub fn feature(&self, id: &str) -> Option<&Feature> {
        self.by_id.get(id).map(|at| &self.set.features[*at])
    }

    /// Places of the features that meet one of the boxes, ascending.
    fn inside(&self, boxes: &[Rect<f64>]) -> Vec<usize> {
        let mut places = self.nowhere.clone();
        for of in boxes {
            let meets = |at: &usize| {
                let geometry = &self.set.features[*at].geometry;
                geometry.as_ref().is_some_and(|geometry| of.intersects(geometry))
            };
            let found = self.tree.meeting(of).into_iter().map(|at| at as usize);
            places.extend(found.filter(meets));
        }
        places.sort_unstable();
        places.dedup();
        places
    }
}

/// A box as the URL gives it.
struct Bbox {
    crs: Crs,
    /// Two where it crosses the antimeridian.
    boxes: Vec<Rect<f64>>,
    text: String,
}

/// A question to a collection as a URL asks it.
pub struct Question {
    pub collection: &'static dyn Collection,
    pub study: Arc<Study>,
    pub query: Query,
    pub today: Date,
    pub crs: Crs,
    bbox: Option<Bbox>,
}

/// The collection with this id, if it is served.
pub fn served(id: &str, study: &Study) -> Result<&'static dyn Collection, Problem> {
    collections::get(id)
        .filter(|collection| collection.served(study))
        .ok_or_else(|| Problem::NotFound("There is no such collection.".to_owned()))
}

/// Where in the history a question is asked.
#[derive(Clone, Copy, Default)]
pub struct When {
    pub revision: Option<u64>,
    /// What "today" was when the first page was asked.
    pub today: Option<Date>,
}

/// Reads `revision`.
pub fn revision(asked: &mut Asked) -> Result<Option<u64>, InvalidParam> {
    let Some(text) = asked.take("revision") else {
        return Ok(None);
    };
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    match text.parse() {
        Ok(number) if digits => Ok(Some(number)),
        _ => Err(InvalidParam::new("revision", "is not the number of a revision")),
    }
}

impl Question {
    /// Reads the parameters that are left, in a study; finds every error, those in `wrong` included.
    pub fn read(
        api: &Api,
        id: &str,
        asked: &mut Asked,
        when: When,
        mut wrong: Vec<InvalidParam>,
    ) -> Result<Self, Problem> {
        let mut today = api.today();
        today.date = when.today.unwrap_or(today.date);
        let scenario = asked.take("scenario");
        let as_it_is = api.study_as_of("revision", when.revision, Some(asked_day(&today, &asked.pairs)))?;
        let study = api.in_scenario("scenario", Arc::clone(&as_it_is), scenario.as_deref())?;
        let collection = served(id, &study)?;
        let crs = read_crs(api, "crs", asked.take("crs")).unwrap_or_else(|error| {
            wrong.push(error);
            Crs::crs84()
        });
        let bbox = read_bbox(api, asked.take("bbox"), asked.take("bbox-crs")).unwrap_or_else(|error| {
            wrong.push(error);
            None
        });
        match Query::parse(collection, &study, &today, &asked.pairs) {
            Ok(mut query) if wrong.is_empty() => {
                if let Some((revision, date)) = query.compared_with(&study) {
                    let study = api.study_as_of("fromRevision", Some(revision), Some(date))?;
                    let study = api.in_scenario("scenario", study, scenario.as_deref())?;
                    query.before = Some(Before { study, date });
                } else if let Some(other) = &query.from_scenario {
                    let study = api.in_scenario("fromScenario", as_it_is, Some(other))?;
                    let date = query.selection.date;
                    query.before = Some(Before { study, date });
                }
                Ok(Self {
                    collection,
                    study,
                    query,
                    today: today.date,
                    crs,
                    bbox,
                })
            }
            Ok(_) => Err(Problem::InvalidParameters(wrong)),
            Err(more) => {
                wrong.extend(more);
                Err(Problem::InvalidParameters(wrong))
            }
        }
    }

    /// All that the features rest on, but not the CRS they are written in.
    fn basis(&self) -> String {
        let parameters = serde_json::to_string(&self.query.parameters).unwrap_or_default();
        // Not every collection tells its date or distance; the selection always holds them.
        let before = self.query.before.as_ref().map(|before| before.study.state());
        format!(
            "{}\u{1e}{}\u{1e}{}\u{1e}{parameters}\u{1e}{:?}",
            self.study.state(),
            before.unwrap_or_default(),
            self.collection.id(),
            self.query.selection
        )
    }

    /// All that the answer rests on, with `more` of its own.
    pub fn key(&self, more: &[&str]) -> Key {
        let (basis, crs) = (self.basis(), self.crs.to_string());
        let bbox = self
            .bbox
            .as_ref()
            .map_or(String::new(), |bbox| format!("{} {}", bbox.text, bbox.crs));
        let mut parts = vec![basis.as_str(), crs.as_str(), bbox.as_str()];
        parts.extend(more);
        Key::new(&parts)
    }

    /// The features in a CRS.
    fn prepared_in(&self, api: &Api, crs: &Crs) -> Result<Arc<Prepared>, Problem> {
        let key = Key::new(&[&self.basis(), &crs.to_string()]);
        api.prepared.get(key.as_str(), || {
            let _turn = api.turn_for(&self.query)?;
            let set = collections::run(self.collection, &self.study, &self.query);
            let set =
                collections::project(set, &self.study.crs, crs).map_err(|error| Problem::internal(&error))?;
            let weight = bytes(&set);
            Ok((Prepared::new(set), weight))
        })
    }

    /// The features without their shapes, which are neither projected nor kept.
    pub fn prepared_without_geometry(&self, api: &Api) -> Result<Arc<Prepared>, Problem> {
        let key = Key::new(&[&self.basis(), "without geometry"]);
        api.prepared.get(key.as_str(), || {
            let _turn = api.turn_for(&self.query)?;
            let mut set = collections::run(self.collection, &self.study, &self.query);
            for feature in &mut set.features {
                feature.geometry = None;
            }
            let weight = bytes(&set);
            Ok((Prepared::new(set), weight))
        })
    }

    /// The features in the CRS that was asked.
    pub fn prepared(&self, api: &Api) -> Result<Arc<Prepared>, Problem> {
        self.prepared_in(api, &self.crs)
    }

    /// Places of the features that match; none: all of them.
    pub fn matching(&self, api: &Api) -> Result<Option<Vec<usize>>, Problem> {
        match &self.bbox {
            None => Ok(None),
            Some(bbox) => Ok(Some(self.prepared_in(api, &bbox.crs)?.inside(&bbox.boxes))),
        }
    }

    /// What the answer says of itself.
    pub fn about(&self, api: &Api) -> About {
        let city = api.studies.city();
        app::about(city, self.collection, &self.study, &self.query.parameters)
    }

    /// The same of a file, which is read far from the URL: with the box that it was cut to.
    pub fn about_file(&self, api: &Api) -> About {
        let mut about = self.about(api);
        if let Some(bbox) = &self.bbox {
            about.parameters.insert("bbox".to_owned(), json!(bbox.text));
            about
                .parameters
                .insert("bbox-crs".to_owned(), json!(bbox.crs.to_string()));
        }
        about
    }

    /// The value of `Content-Crs`.
    pub fn content_crs(&self) -> String {
        format!("<{}>", self.crs.uri().unwrap_or_else(|| self.crs.to_string()))
    }
}

fn read_crs(api: &Api, name: &str, text: Option<String>) -> Result<Crs, InvalidParam> {
    let Some(text) = text else { return Ok(Crs::crs84()) };
    let known = Crs::parse(&text).ok().filter(|crs| api.crs.contains(crs));
    known.ok_or_else(|| {
        let uris: Vec<String> = api.crs.iter().filter_map(Crs::uri).collect();
        InvalidParam::new(name, format!("is none of {}", uris.join(", ")))
    })
}

fn read_bbox(api: &Api, text: Option<String>, crs: Option<String>) -> Result<Option<Bbox>, InvalidParam> {
    let crs = read_crs(api, "bbox-crs", crs)?;
    let Some(text) = text else { return Ok(None) };
    let wrong = |reason: &str| InvalidParam::new("bbox", reason);
    let numbers: Option<Vec<f64>> = text
        .split(',')
        .map(|part| part.trim().parse().ok().filter(|n: &f64| n.is_finite()))
        .collect();
    let corners = match numbers.as_deref() {
        Some([a, b, c, d] | [a, b, _, c, d, _]) => [*a, *b, *c, *d],
        _ => {
            return Err(wrong(
                "is not four or six numbers: lowest first axis, lowest second axis, …",
            ));
        }
    };
    let [west, south, east, north] = if crs.north_first() {
        [corners[1], corners[0], corners[3], corners[2]]
    } else {
        corners
    };
    if south > north {
        return Err(wrong("its south lies above its north"));
    }
    let between = |west: f64, east: f64| Rect::new(Coord { x: west, y: south }, Coord { x: east, y: north });
    let boxes = if west <= east {
        vec![between(west, east)]
    } else if crs.is_geographic() {
        vec![between(west, 180.0), between(-180.0, east)]
    } else {
        return Err(wrong("its west lies beyond its east"));
    };
    Ok(Some(Bbox { crs, boxes, text }))
}
