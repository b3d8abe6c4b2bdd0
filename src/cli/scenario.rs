//! `scenario`: proposals that are kept under a name. Everybody who reads may ask them; putting and removing them takes the command
//! line until writers can sign in.

use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};

use super::{CityArgs, Failure, write};
use crate::app::App;

/// Largest document that is read.
const MOST_BYTES: u64 = 4 << 20;

/// `wijkkaart scenario`
#[derive(Args)]
pub struct Scenario {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// Keeps a file as the scenario of a name, in place of the one that has it.
    Put {
        /// Lower-case letters, digits and hyphens.
        name: String,
        /// `{"note": …, "add": [{"lon", "lat", "serviceType", "name", "capacity"}], "move": [{"id", "lon", "lat"}], "remove": [id]}`
        #[arg(value_name = "FILE.json")]
        file: PathBuf,
        #[command(flatten)]
        city: CityArgs,
    },
    /// Names every scenario, with how many facilities come, move and go in it.
    List {
        #[command(flatten)]
        city: CityArgs,
    },
    /// Writes a scenario as it was put.
    Show {
        name: String,
        #[command(flatten)]
        city: CityArgs,
    },
    /// Takes a scenario away.
    Remove {
        name: String,
        #[command(flatten)]
        city: CityArgs,
    },
}

fn unknown(name: &str) -> Failure {
    Failure::Failed(format!("there is no scenario '{name}'"))
}

impl Scenario {
    /// Does what is asked.
    pub(super) fn run(self) -> Result<(), Failure> {
        match self.what {
            What::Put { name, file, city } => put(&city.open()?, &name, &file),
            What::List { city } => list(&city.open()?),
            What::Show { name, city } => show(&city.open()?, &name),
            What::Remove { name, city } => {
                if city.open()?.remove_scenario(&name)? {
                    Ok(())
                } else {
                    Err(unknown(&name))
                }
            }
        }
    }
}

fn put(app: &App, name: &str, file: &Path) -> Result<(), Failure> {
    let wrong = |reason: String| Failure::Failed(format!("{}: {reason}", file.display()));
    let read = |error: std::io::Error| Failure::file(file, &error);
    if std::fs::metadata(file).map_err(read)?.len() > MOST_BYTES {
        return Err(wrong(format!("has more than {MOST_BYTES} bytes")));
    }
    let text = std::fs::read(file).map_err(read)?;
    let document = serde_json::from_slice(&text).map_err(|error| wrong(error.to_string()))?;
    app.keep_scenario(name, &document)?;
    Ok(())
}

fn list(app: &App) -> Result<(), Failure> {
    let mut text = String::new();
    for scenario in app.scenarios()? {
        let of = &scenario.proposal;
        let note = scenario.note.as_deref().unwrap_or_default();
        let first = note.lines().next().unwrap_or_default();
        let (comes, moves, goes) = (of.add.len(), of.moves.len(), of.remove.len());
        let line = format!("{}\t+{comes} ~{moves} -{goes}\t{first}", scenario.name);
        text.push_str(line.trim_end());
        text.push('\n');
    }
    write(None, text.as_bytes())
}

fn show(app: &App, name: &str) -> Result<(), Failure> {
    let scenarios = app.scenarios()?;
    let scenario = scenarios
        .iter()
        .find(|of| of.name == name)
        .ok_or_else(|| unknown(name))?;
    let text = serde_json::to_string_pretty(scenario).map_err(|error| Failure::Failed(error.to_string()))?;
    write(None, format!("{text}\n").as_bytes())
}
