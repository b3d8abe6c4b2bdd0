//! `export`.

use std::path::PathBuf;

use clap::Args;

use super::parameters::Parameters;
use super::{CityArgs, Failure, write};
use crate::collections::{self, Today};
use crate::export::{self, About, Format};
use crate::spatial::projection::Crs;

/// `wijkkaart export COLLECTION`
#[derive(Args)]
pub struct Export {
    /// Its id, such as facilities, gaps or spending; one that is not there names them all.
    collection: String,
    #[command(flatten)]
    city: CityArgs,
    #[command(flatten)]
    parameters: Parameters,
    /// Coordinate reference system of the answer; without it longitude and latitude.
    #[arg(long, value_name = "EPSG:n")]
    crs: Option<String>,
    #[arg(long, value_enum, default_value = "geojson")]
    format: Format,
    /// Where to write; without it standard output.
    #[arg(short, value_name = "FILE")]
    output: Option<PathBuf>,
}

impl Export {
    /// Writes everything that matches.
    pub(super) fn run(self) -> Result<(), Failure> {
        let Some(collection) = collections::get(&self.collection) else {
            let ids: Vec<&str> = collections::all()
                .iter()
                .map(|collection| collection.id())
                .collect();
            let reason = format!(
                "'{}' is not a collection; collections are {}",
                self.collection,
                ids.join(", ")
            );
            return Err(Failure::Usage(reason));
        };
        let crs = self.crs.as_deref().map_or_else(|| Ok(Crs::crs84()), Crs::parse);
        let crs = crs.map_err(|error| Failure::Usage(format!("--crs: {error}")))?;
        let app = self.city.open()?;
        let today = Today::in_city(&app.city);
        let study = self.parameters.study(&app, &today)?;
        if !collection.served(&study) {
            return Err(Failure::Failed(format!(
                "{} is confidential and never given out",
                collection.id()
            )));
        }
        let query = self.parameters.query(&app, collection, &study, &today)?;
        let set = collections::project(collections::run(collection, &study, &query), &study.crs, &crs)?;
        let about = About {
            collection: collection.id().to_owned(),
            title: collection.title_nl().to_owned(),
            parameters: query.parameters,
            revision: study.revision.number,
            time_stamp: study.revision.time.to_string(),
            attribution: collections::attribution(collection, &study),
        };
        let mut bytes = Vec::new();
        export::write(self.format, &set, &crs, &about, &mut bytes)
            .map_err(|error| Failure::Failed(error.to_string()))?;
        write(self.output.as_ref(), &bytes)
    }
}
