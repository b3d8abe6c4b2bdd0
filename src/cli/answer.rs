//! `analyze` and `export`.

use std::io::Write;
use std::path::PathBuf;
use std::sync::Arc;

use clap::{Args, ValueEnum};
use jiff::civil::Date;
use serde_json::json;

use super::rows::Answer;
use super::{CityArgs, Failure};
use crate::analysis::coverage;
use crate::app::App;
use crate::collections::explain;
use crate::collections::report::{self, ReportError, area};
use crate::collections::sheet::{self, Sheet};
use crate::collections::words::Lang;
use crate::collections::{self, Before, Collection, InvalidParam, Query, Today, asked_day};
use crate::config::City;
use crate::domain::feature::FeatureSet;
use crate::export::{self, About, Format};
use crate::spatial::projection::Crs;
use crate::study::Study;

/// The collections that hold areas, smallest first.
const AREAS: [&str; 4] = ["neighbourhoods", "districts", "programme-areas", "municipalities"];

/// What counts and what is returned; the parameters of the collections in kebab-case.
#[derive(Args)]
struct Parameters {
    /// Code of a service type.
    #[arg(long, value_name = "CODE")]
    service_type: Option<String>,
    /// Norm distance; without it the type's own, else the city's.
    #[arg(long, value_name = "METRES")]
    distance: Option<String>,
    /// all, 0-15, 15-25, 25-45, 45-65 or 65+.
    #[arg(long)]
    group: Option<String>,
    /// straight-line or walking.
    #[arg(long)]
    mode: Option<String>,
    /// Day on which facilities and grants are in force; without it today in the city.
    #[arg(long, value_name = "YYYY-MM-DD")]
    date: Option<String>,
    /// Moment or interval at some time in which they are in force.
    #[arg(long, value_name = "FROM/TO")]
    datetime: Option<String>,
    /// Day that is compared with.
    #[arg(long, value_name = "YYYY-MM-DD")]
    from: Option<String>,
    /// Revision at which that day is asked; without it that of the answer.
    #[arg(long, value_name = "N")]
    from_revision: Option<String>,
    /// Name of the scenario that is compared with; without it the city as it is.
    #[arg(long, value_name = "NAME")]
    from_scenario: Option<String>,
    /// subsidy, commission, both or none.
    #[arg(long)]
    role: Option<String>,
    /// weekday-evening, weekend, or a moment such as 2026-05-01T19:30: only what is open then, with no holidays assumed.
    #[arg(long, value_name = "WHEN")]
    open: Option<String>,
    /// yes, or limited: only what somebody in a wheelchair can reach.
    #[arg(long)]
    wheelchair: Option<String>,
    /// Only where this language is spoken.
    #[arg(long, value_name = "CODE")]
    language: Option<String>,
    /// none, or income: only what costs visitors no more.
    #[arg(long)]
    contribution: Option<String>,
    /// Only what is for this target group or for everyone.
    #[arg(long, value_name = "WORD")]
    target_group: Option<String>,
    /// Only what this scheme pays for on the date.
    #[arg(long, value_name = "TEXT")]
    scheme: Option<String>,
    /// yes or no: only specialist care that could become general, or only all else.
    #[arg(long, value_name = "YES|NO")]
    conversion: Option<String>,
    /// Also the distance to the n-th nearest, 2 to 10.
    #[arg(long, value_name = "N")]
    nth: Option<String>,
    /// all, or within: only what stands in an area counts for it.
    #[arg(long)]
    facilities: Option<String>,
    /// Code of an area: that area and those in it.
    #[arg(long, value_name = "CODE")]
    area: Option<String>,
    /// neighbourhood or district: where gaps end.
    #[arg(long)]
    level: Option<String>,
    /// How many facilities stop together, 1 to 10.
    #[arg(long, value_name = "N")]
    k: Option<String>,
    /// How far the kernel density spreads a facility; without it the norm distance.
    #[arg(long, value_name = "METRES")]
    bandwidth: Option<String>,
    /// Side of the kernel density's cells, 25 or more; without it 100.
    #[arg(long, value_name = "METRES")]
    cell: Option<String>,
    /// How often types are shuffled over places, 99 to 9999; without it 999.
    #[arg(long, value_name = "N")]
    permutations: Option<String>,
    /// How money is grouped: serviceType, typeGroup, neighbourhood, district, programme, municipality, role, scheme, recipient,
    /// kind, provision, endYear or facility.
    #[arg(long, value_name = "WHAT")]
    by: Option<String>,
    /// Name of an indicator, or what the names of several begin with: coverage, coverage:LRN-BIEB, short.
    #[arg(long, value_name = "NAME")]
    indicator: Option<String>,
    /// What was known at a revision; without it the newest.
    #[arg(long, value_name = "N")]
    revision: Option<u64>,
    /// Name of a kept scenario: the city as it would be.
    #[arg(long, value_name = "NAME")]
    scenario: Option<String>,
}

impl Parameters {
    fn pairs(&self) -> Vec<(String, String)> {
        let given = [
            ("serviceType", &self.service_type),
            ("distance", &self.distance),
            ("group", &self.group),
            ("mode", &self.mode),
            ("date", &self.date),
            ("datetime", &self.datetime),
            ("from", &self.from),
            ("fromRevision", &self.from_revision),
            ("fromScenario", &self.from_scenario),
            ("role", &self.role),
            ("open", &self.open),
            ("wheelchair", &self.wheelchair),
            ("language", &self.language),
            ("contribution", &self.contribution),
            ("targetGroup", &self.target_group),
            ("scheme", &self.scheme),
            ("conversion", &self.conversion),
            ("nth", &self.nth),
            ("facilities", &self.facilities),
            ("area", &self.area),
            ("level", &self.level),
            ("k", &self.k),
            ("bandwidth", &self.bandwidth),
            ("cell", &self.cell),
            ("permutations", &self.permutations),
            ("by", &self.by),
            ("indicator", &self.indicator),
        ];
        let given = given
            .into_iter()
            .filter_map(|(name, value)| Some((name.to_owned(), value.clone()?)));
        given.collect()
    }

    /// What was known, at the revision that is asked, of the day that is asked.
    fn study(&self, app: &App, today: &Today) -> Result<Arc<Study>, Failure> {
        let date = asked_day(today, &self.pairs());
        self.state(app, self.revision, date)
    }

    /// What is known at a revision of a day, in the scenario that is asked.
    fn state(&self, app: &App, revision: Option<u64>, date: Date) -> Result<Arc<Study>, Failure> {
        let study = app.study_as_of(revision, Some(date))?;
        match &self.scenario {
            None => Ok(study),
            Some(name) => in_scenario(app, &study, ("scenario", name)),
        }
    }

    fn query(
        &self,
        app: &App,
        collection: &dyn Collection,
        study: &Study,
        today: &Today,
    ) -> Result<Query, Failure> {
        let parsed = Query::parse(collection, study, today, &self.pairs());
        let mut query = parsed.map_err(|wrong| refused(&wrong))?;
        if let Some((revision, date)) = query.compared_with(study) {
            let study = self.state(app, Some(revision), date)?;
            query.before = Some(Before { study, date });
        } else if let Some(name) = &query.from_scenario {
            let date = query.selection.date;
            let study = app.study_as_of(self.revision, Some(date))?;
            let study = in_scenario(app, &study, ("from-scenario", name))?;
            query.before = Some(Before { study, date });
        }
        Ok(query)
    }
}

/// A study in the scenario that a flag names.
fn in_scenario(app: &App, study: &Arc<Study>, (flag, name): (&str, &str)) -> Result<Arc<Study>, Failure> {
    app.in_scenario(study, name)?
        .ok_or_else(|| Failure::Usage(format!("--{flag}: there is no scenario '{name}'")))
}

/// What is wrong with the flags, a line each.
fn refused(wrong: &[InvalidParam]) -> Failure {
    let lines = wrong
        .iter()
        .map(|wrong| format!("--{}: {}", kebab(&wrong.name), wrong.reason));
    Failure::Usage(lines.collect::<Vec<_>>().join("\n"))
}

/// `serviceType` as it is written on the command line.
fn kebab(name: &str) -> String {
    name.chars().fold(String::new(), |mut text, c| {
        if c.is_ascii_uppercase() {
            text.push('-');
        }
        text.push(c.to_ascii_lowercase());
        text
    })
}

pub(super) fn write(output: Option<&PathBuf>, bytes: &[u8]) -> Result<(), Failure> {
    match output {
        Some(path) => std::fs::write(path, bytes).map_err(|error| Failure::file(path, &error)),
        None => match std::io::stdout().write_all(bytes) {
            // Whoever reads has seen enough.
            Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => Ok(()),
            done => done.map_err(|error| Failure::Failed(error.to_string())),
        },
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Question {
    /// Facilities per area, per km² of land and per 1,000 residents.
    Density,
    /// Who is reached, per area; without a service type for every type.
    Coverage,
    /// Where the unreached live.
    Gaps,
    /// Facilities that serve the same people.
    Overlaps,
    /// Who loses the service when facilities stop, one by one and together.
    Removal,
    /// How much facilities are used, and what a visit costs.
    Usage,
    /// How unequally far residents go to the nearest, per area and group.
    Equity,
    /// Places where facilities of several types or organisations stand together.
    Hubs,
    /// Which types stand beside which others more often than by chance.
    Colocation,
    /// Facilities per km² as a surface of cells, whatever the borders.
    Kernel,
    /// What there is: facilities per area and type, with roles, finding places, conversion candidates, capacity and visitors.
    Offer,
    /// Where the money of the grants in force goes.
    Grants,
    /// What the grants promise for the years to come, and what ends when.
    Commitments,
    /// Grants without a known facility, and facilities without the grant they should have.
    Mismatches,
    /// Which criteria are met where.
    Assessment,
    /// What changed between two days, and what each part of it comes from.
    Change,
    /// What each new version of a criterion changes.
    Criteria,
    /// What differs between a scenario and the city as it is, or another scenario.
    Differences,
    /// The monitor: measured and computed indicators per area beside their baseline.
    Indicators,
    /// Everything about the area that is asked, as one JSON document.
    Sheet,
    /// Prose in Markdown on one type: what there is, who is not reached, where it is double, what closing means, how sure it is.
    Report,
}

impl Question {
    /// The figures that it is about, which `--explain` explains.
    fn figures(self) -> &'static [&'static str] {
        match self {
            Self::Density => &["facilityCount", "facilitiesPerKm2", "facilitiesPer1000"],
            Self::Coverage => &["coverage", "meanDistanceM", "meanCount", "redundancyRatio"],
            Self::Gaps => &["residents"],
            Self::Overlaps => &["jaccard", "eurosPerYearA", "eurosPerYearB"],
            Self::Removal => &["residentsLost", "lossPerEuro"],
            Self::Usage => &["visitorsPerResident", "occupancyRate", "eurosPerVisitor"],
            Self::Equity => &["meanDistanceM", "gini", "fgt0"],
            Self::Hubs => &["facilityCount"],
            Self::Colocation => &["quotient", "pValue"],
            Self::Kernel => &["facilitiesPerKm2"],
            Self::Offer => &["facilityCount", "capacity", "visitorsPerYear"],
            Self::Grants => &["eurosPerYear", "eurosPerResident", "allocatedEuros"],
            Self::Commitments => &["committedEuros", "eurosEnding"],
            Self::Mismatches => &["eurosPerYear"],
            Self::Assessment => &["value", "shortBy"],
            Self::Change | Self::Differences => &["change"],
            Self::Criteria => &["valueAfter"],
            Self::Indicators => &["value", "change"],
            Self::Sheet | Self::Report => &[],
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Shape {
    Table,
    Json,
    Csv,
}

/// `wijkkaart analyze ANALYSIS`
#[derive(Args)]
pub struct Analyze {
    analysis: Question,
    #[command(flatten)]
    city: CityArgs,
    #[command(flatten)]
    parameters: Parameters,
    #[arg(long, value_enum, default_value = "table")]
    format: Shape,
    /// Also says of every row how its figures came about.
    #[arg(long)]
    explain: bool,
    /// Language of what is said in sentences.
    #[arg(long, value_enum, default_value = "nl")]
    lang: Lang,
    /// Id of a facility: the report says what closing it means. May be given more than once; they close together.
    #[arg(long, value_name = "ID")]
    close: Vec<String>,
    /// Where to write; without it standard output.
    #[arg(short, value_name = "FILE")]
    output: Option<PathBuf>,
}

impl Analyze {
    /// Answers one question.
    pub(super) fn run(mut self) -> Result<(), Failure> {
        if let Some(reason) = self.misused() {
            return Err(Failure::Usage(reason.to_owned()));
        }
        let app = self.city.open()?;
        let today = Today::in_city(&app.city);
        let study = self.parameters.study(&app, &today)?;
        if self.analysis == Question::Report {
            let text = self.report(&app, &study, &today)?;
            return write(self.output.as_ref(), text.as_bytes());
        }
        if self.analysis == Question::Sheet {
            let text = self.sheet(&app, &study, &today)?;
            return write(self.output.as_ref(), text.as_bytes());
        }
        let every_type = self.analysis == Question::Coverage && self.parameters.service_type.is_none();
        let mut answer = self.ask(&app, &study, &today, every_type)?;
        if every_type {
            for service_type in study.taxonomy.types() {
                self.parameters.service_type = Some(service_type.code.to_string());
                let of_type = self.ask(&app, &study, &today, true)?;
                answer.rows.extend(of_type.rows);
                answer.explanations.extend(of_type.explanations);
                answer.schema = of_type.schema;
            }
        }
        let bytes = match self.format {
            Shape::Table => answer.text(self.lang),
            Shape::Csv => answer.csv()?,
            Shape::Json => answer.json(&study, self.explain)?,
        };
        write(self.output.as_ref(), &bytes)
    }

    /// The sheet of the area that is asked.
    fn sheet(&self, app: &App, study: &Study, today: &Today) -> Result<String, Failure> {
        let sheet = self.made_sheet(app, study, today)?;
        Ok(format!("{:#}\n", sheet.json(study, &app.city)))
    }

    /// The sheet of the area, made.
    fn made_sheet(&self, app: &App, study: &Study, today: &Today) -> Result<Sheet, Failure> {
        let pairs = self.parameters.pairs();
        let given = |name: &str| {
            pairs
                .iter()
                .find(|(of, _)| of == name)
                .map(|(_, value)| value.as_str())
        };
        if let Some((name, _)) = pairs
            .iter()
            .find(|(name, _)| !["area", "date", "from"].contains(&name.as_str()))
        {
            let name = kebab(name);
            return Err(Failure::Usage(format!(
                "--{name}: a sheet takes --area, --date, --from, --revision and --scenario only"
            )));
        }
        let (_, year_before) = sheet::days(today, given("date"));
        let from = match given("from").map(str::parse) {
            None => year_before,
            Some(Ok(from)) => Some(from),
            Some(Err(_)) => {
                return Err(Failure::Usage(
                    "--from: is not a day such as 2026-05-01".to_owned(),
                ));
            }
        };
        let before = match from {
            None => None,
            Some(date) => Some(Before {
                study: self.parameters.state(app, Some(study.revision.number), date)?,
                date,
            }),
        };
        let ask = sheet::Ask {
            study,
            area: given("area").ok_or_else(|| Failure::Usage("--area: has to be given".to_owned()))?,
            today,
            date: given("date"),
            before: before.as_ref(),
        };
        sheet::sheet(&ask).map_err(|wrong| refused(&wrong))
    }

    /// Why the flags do not go together.
    fn misused(&self) -> Option<&'static str> {
        let report = self.analysis == Question::Report;
        if self.explain && self.format == Shape::Csv {
            Some("--explain: a CSV file has no room for explanations; ask --format table or json")
        } else if report && (self.explain || self.format != Shape::Table) {
            Some("a report is written in Markdown and explains itself: leave --format and --explain out")
        } else if !report && !self.close.is_empty() {
            Some("--close: only a report says what closing means")
        } else {
            None
        }
    }

    /// Writes a report on the type that is asked, else on that of the facilities that close.
    fn report(&mut self, app: &App, study: &Arc<Study>, today: &Today) -> Result<String, Failure> {
        let refused = |error: ReportError| Failure::Usage(error.to_string());
        let of_closed = report::type_of(study, &self.close).map_err(refused)?;
        if self.parameters.service_type.is_none() {
            self.parameters.service_type = of_closed.map(|code| code.to_string());
        }
        let areas = collections::get(AREAS[0])
            .ok_or_else(|| Failure::Failed(format!("{} is not a collection", AREAS[0])))?;
        if self.parameters.service_type.is_none() && self.close.is_empty() && self.parameters.area.is_some() {
            let sheet = self.made_sheet(app, study, today)?;
            let ask = area::Ask {
                city: &app.city,
                study,
                sheet: &sheet,
            };
            return Ok(area::write(&ask, self.lang));
        }
        if self.parameters.service_type.is_none() {
            return Err(refused(ReportError::NoType));
        }
        let query = self.parameters.query(app, areas, study, today)?;
        let ask = report::Ask {
            city: &app.city,
            study,
            query: &query,
            close: &self.close,
        };
        report::write(&ask, self.lang).map_err(refused)
    }

    /// Asks the collections that hold the answer. Coverage of no type has no rows yet, only its parameters.
    fn ask(&self, app: &App, study: &Study, today: &Today, every_type: bool) -> Result<Answer, Failure> {
        let ids: &[&str] = match self.analysis {
            Question::Density | Question::Coverage => &AREAS,
            Question::Gaps => &["gaps"],
            Question::Overlaps => &["overlaps"],
            Question::Removal => &["removals"],
            Question::Usage => &["usage"],
            Question::Equity => &["equity"],
            Question::Hubs => &["hubs"],
            Question::Colocation => &["colocations"],
            Question::Kernel => &["kernel-density"],
            Question::Offer => &["offer"],
            Question::Grants => &["spending"],
            Question::Commitments => &["commitments"],
            Question::Mismatches => &["funding-mismatches"],
            Question::Assessment => &["assessments"],
            Question::Change => &["changes"],
            Question::Criteria => &["criterion-changes"],
            Question::Differences => &["differences"],
            Question::Indicators => &["indicators"],
            Question::Sheet | Question::Report => &[],
        };
        let mut answer = Answer::default();
        for id in ids {
            let collection =
                collections::get(id).ok_or_else(|| Failure::Failed(format!("{id} is not a collection")))?;
            let query = self.parameters.query(app, collection, study, today)?;
            if answer.parameters.is_empty() {
                answer.parameters.clone_from(&query.parameters);
            }
            let Some(service_type) = query
                .service_type(study)
                .filter(|_| self.analysis == Question::Coverage)
            else {
                if !every_type {
                    let set = collections::run(collection, study, &query);
                    self.explain(&app.city, collection, study, &query, &set, &mut answer)?;
                    answer.add(set, None);
                }
                continue;
            };
            if (!every_type || self.explain) && answer.resolution_error.is_none() {
                let error = coverage::resolution_error(study, &query.selection, service_type);
                answer.resolution_error = Some(json!(error));
            }
            let code = &study.taxonomy.types()[service_type].code;
            let set = collections::run(collection, study, &query);
            self.explain(&app.city, collection, study, &query, &set, &mut answer)?;
            answer.add(set, Some(code.as_str()));
        }
        Ok(answer)
    }

    /// Explains the figures of every feature, where that is asked.
    fn explain(
        &self,
        city: &City,
        collection: &dyn Collection,
        study: &Study,
        query: &Query,
        set: &FeatureSet,
        answer: &mut Answer,
    ) -> Result<(), Failure> {
        if !self.explain {
            return Ok(());
        }
        let asked = explain::Asked {
            city,
            collection,
            study,
            query,
            set,
        };
        for feature in &set.features {
            let figures = self.analysis.figures().iter();
            for property in figures.filter(|of| set.schema.position(of).is_some()) {
                let resolution = || answer.resolution_error.as_ref()?.as_f64();
                let explained = explain::explain(&asked, &feature.id, property, resolution);
                answer
                    .explanations
                    .push(explained.map_err(|error| Failure::Failed(error.to_string()))?);
            }
        }
        Ok(())
    }
}

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_are_named_as_on_the_command_line() {
        assert_eq!(kebab("serviceType"), "service-type");
        assert_eq!(kebab("bbox-crs"), "bbox-crs");
    }
}
