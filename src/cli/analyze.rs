//! `analyze`.

use std::path::PathBuf;
use std::sync::Arc;

use clap::{Args, ValueEnum};
use serde_json::json;

use super::parameters::{Parameters, kebab, refused};
use super::question::Question;
use super::rows::Answer;
use super::{CityArgs, Failure, write};
use crate::analysis::coverage;
use crate::app::App;
use crate::collections::explain;
use crate::collections::report::{self, ReportError, area};
use crate::collections::sheet::{self, Sheet};
use crate::collections::words::Lang;
use crate::collections::{self, Before, Collection, Query, Today};
use crate::config::City;
use crate::domain::feature::FeatureSet;
use crate::study::Study;

/// The collections that hold areas, smallest first.
const AREAS: [&str; 4] = ["neighbourhoods", "districts", "programme-areas", "municipalities"];

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
        let (day, year_before) = sheet::days(today, given("date"));
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
                study: self.parameters.state(
                    app,
                    Some(if date < day {
                        study.known_on(date)
                    } else {
                        study.revision.number
                    }),
                    date,
                )?,
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
            Question::Stopping => &["stopping"],
            Question::Siting => &["siting"],
            Question::Usage => &["usage"],
            Question::Supply => &["accessibility"],
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
            residents_to: 1,
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
