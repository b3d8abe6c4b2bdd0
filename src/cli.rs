//! The command line: serve · import · check · analyze · export · scenario. Exit status 0: done, 1: refused or failed with the reason on
//! standard error, 2: wrong usage.

mod analyze;
mod export;
mod import;
mod parameters;
mod question;
mod rows;
mod scenario;
mod serve;

use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};

use crate::app::{App, AppError};
use crate::config::City;

/// The facility map of a municipality: what is where, who is not reached, where we pay twice.
#[derive(Parser)]
#[command(name = "wijkkaart", version, about)]
struct Cli {
    /// Without a command: serve the default city.
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Subcommand)]
enum Command {
    /// Serves the page and the API.
    Serve(serve::Serve),
    /// Takes files into the store as one revision, or refuses them whole.
    Import(import::Import),
    /// Reads everything that the city folder names and tells what is wrong with it; keeps nothing.
    Check(import::Check),
    /// Answers a question as a table, JSON or CSV.
    Analyze(analyze::Analyze),
    /// Writes a collection to a file.
    Export(export::Export),
    /// Keeps, shows and removes named proposals of what comes, moves and goes.
    Scenario(scenario::Scenario),
}

/// The city that is served where none is named: the sample.
const DEFAULT_CITY: &str = "data/dordrecht";

/// Which city.
#[derive(Args)]
struct CityArgs {
    /// The city folder.
    #[arg(long, value_name = "DIR", default_value = DEFAULT_CITY)]
    city: PathBuf,
    /// The store; without it store.gpkg in the city folder.
    #[arg(long, value_name = "FILE")]
    store: Option<PathBuf>,
}

impl Default for CityArgs {
    fn default() -> Self {
        Self {
            city: DEFAULT_CITY.into(),
            store: None,
        }
    }
}

impl CityArgs {
    fn city(&self) -> Result<City, Failure> {
        Ok(City::read(&self.city)?)
    }

    fn store(&self, city: &City) -> PathBuf {
        self.store.clone().unwrap_or_else(|| city.default_store())
    }

    fn open(&self) -> Result<App, Failure> {
        let city = self.city()?;
        let store = self.store(&city);
        Ok(App::open(city, &store)?)
    }
}

/// Why a command ends without having done its work.
enum Failure {
    /// The arguments are wrong.
    Usage(String),
    /// It was refused or failed.
    Failed(String),
}

impl<E: Into<AppError>> From<E> for Failure {
    fn from(error: E) -> Self {
        Self::Failed(error.into().to_string())
    }
}

impl Failure {
    fn file(path: &Path, error: &std::io::Error) -> Self {
        Self::Failed(format!("{}: {error}", path.display()))
    }
}

fn write(output: Option<&PathBuf>, bytes: &[u8]) -> Result<(), Failure> {
    match output {
        Some(path) => std::fs::write(path, bytes).map_err(|error| Failure::file(path, &error)),
        None => match std::io::stdout().write_all(bytes) {
            // Whoever reads has seen enough.
            Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => Ok(()),
            done => done.map_err(|error| Failure::Failed(error.to_string())),
        },
    }
}

/// Reads the arguments, runs one command and gives its exit status.
pub fn run() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(message) => {
            let wrong = message.use_stderr();
            // Nothing can be done where the terminal itself is gone.
            let _ = message.print();
            return ExitCode::from(if wrong { 2 } else { 0 });
        }
    };
    tracing_subscriber::fmt()
        .with_env_filter(
            tracing_subscriber::EnvFilter::try_from_env("WIJKKAART_LOG")
                .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("wijkkaart=info,warn,highs=error")),
        )
        .with_ansi(std::io::stderr().is_terminal())
        .with_writer(std::io::stderr)
        .init();
    let done = match cli
        .command
        .unwrap_or_else(|| Command::Serve(serve::Serve::default()))
    {
        Command::Serve(command) => command.run(),
        Command::Import(command) => command.run(),
        Command::Check(command) => command.run(),
        Command::Analyze(command) => command.run(),
        Command::Export(command) => command.run(),
        Command::Scenario(command) => command.run(),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(Failure::Failed(reason)) => {
            eprintln!("{reason}");
            ExitCode::FAILURE
        }
        Err(Failure::Usage(reason)) => {
            eprintln!("{reason}");
            ExitCode::from(2)
        }
    }
}
