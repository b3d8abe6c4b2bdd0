//! `export`.

use std::io::IsTerminal;
use std::path::PathBuf;

use clap::Args;

use super::parameters::Parameters;
use super::{CityArgs, Failure, write};
use crate::app;
use crate::collections::{self, Today};
use crate::export::{self, Format};
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
        if !self.format.is_text() && self.output.is_none() && std::io::stdout().is_terminal() {
            let name = self.format.name();
            return Err(Failure::Usage(format!(
                "a terminal cannot show {name}; name a file with -o"
            )));
        }
        let opened = self.city.open()?;
        let today = Today::in_city(&opened.city);
        let study = self.parameters.study(&opened, &today)?;
        if !collection.served(&study) {
            return Err(Failure::Failed(format!(
                "{} is confidential and never given out",
                collection.id()
            )));
        }
        let query = self.parameters.query(&opened, collection, &study, &today)?;
        let set = collections::project(collections::run(collection, &study, &query), &study.crs, &crs)?;
        let about = app::about(&opened.city, collection, &study, &query.parameters);
        let mut bytes = Vec::new();
        export::write(self.format, &set, &crs, &about, &mut bytes)
            .map_err(|error| Failure::Failed(error.to_string()))?;
        write(self.output.as_ref(), &bytes)
    }
}
