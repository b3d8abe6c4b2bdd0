//! What a download says about itself.

use serde_json::{Map, Value as Json};

use crate::collections::{self, Collection};
use crate::config::City;
use crate::export::About;
use crate::study::Study;

/// Where the answer of a collection to the `parameters` in force comes from.
pub fn about(
    city: &City,
    collection: &dyn Collection,
    study: &Study,
    parameters: &Map<String, Json>,
) -> About {
    About {
        collection: collection.id().to_owned(),
        title_nl: collection.title_nl().to_owned(),
        title_en: collection.title_en().to_owned(),
        description_nl: collection.description_nl().to_owned(),
        description_en: collection.description_en().to_owned(),
        city: study.city_name.clone(),
        notice_nl: city.notice_nl.clone(),
        notice_en: city.notice_en.clone(),
        parameters: parameters.clone(),
        revision: study.revision.number,
        time: study.revision.time,
        sources: collections::sources(collection, study).cloned().collect(),
        attribution: collections::attribution(collection, study),
    }
}
