//! The parameters of questions as flags.

use std::sync::Arc;

use clap::Args;
use jiff::civil::Date;

use super::Failure;
use crate::app::App;
use crate::collections::{Before, Collection, InvalidParam, Query, Today, asked_day};
use crate::study::Study;

/// What counts and what is returned; the parameters of the collections in kebab-case.
#[derive(Args)]
pub(super) struct Parameters {
    /// Code of a service type.
    #[arg(long, value_name = "CODE")]
    pub(super) service_type: Option<String>,
    /// Norm distance; without it the type's own, else the city's.
    #[arg(long, value_name = "METRES")]
    pub(super) distance: Option<String>,
    /// all, 0-15, 15-25, 25-45, 45-65 or 65+.
    #[arg(long)]
    pub(super) group: Option<String>,
    /// straight-line or walking.
    #[arg(long)]
    pub(super) mode: Option<String>,
    /// Day on which facilities and grants are in force; without it today in the city.
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub(super) date: Option<String>,
    /// Moment or interval at some time in which they are in force.
    #[arg(long, value_name = "FROM/TO")]
    pub(super) datetime: Option<String>,
    /// Day that is compared with.
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub(super) from: Option<String>,
    /// Revision at which that day is asked; without it that of the answer.
    #[arg(long, value_name = "N")]
    pub(super) from_revision: Option<String>,
    /// Name of the scenario that is compared with; without it the city as it is.
    #[arg(long, value_name = "NAME")]
    pub(super) from_scenario: Option<String>,
    /// subsidy, commission, both or none.
    #[arg(long)]
    pub(super) role: Option<String>,
    /// weekday-evening, weekend, or a moment such as 2026-05-01T19:30: only what is open then, with no holidays assumed.
    #[arg(long, value_name = "WHEN")]
    pub(super) open: Option<String>,
    /// yes, or limited: only what somebody in a wheelchair can reach.
    #[arg(long)]
    pub(super) wheelchair: Option<String>,
    /// Only where this language is spoken.
    #[arg(long, value_name = "CODE")]
    pub(super) language: Option<String>,
    /// none, or income: only what costs visitors no more.
    #[arg(long)]
    pub(super) contribution: Option<String>,
    /// Only what is for this target group or for everyone.
    #[arg(long, value_name = "WORD")]
    pub(super) target_group: Option<String>,
    /// Only what this scheme pays for on the date.
    #[arg(long, value_name = "TEXT")]
    pub(super) scheme: Option<String>,
    /// yes or no: only specialist care that could become general, or only all else.
    #[arg(long, value_name = "YES|NO")]
    pub(super) conversion: Option<String>,
    /// Also the distance to the n-th nearest, 2 to 10.
    #[arg(long, value_name = "N")]
    pub(super) nth: Option<String>,
    /// capacity or floorArea: what there has to be enough of; without it capacity.
    #[arg(long, value_name = "WHAT")]
    pub(super) of: Option<String>,
    /// Of supply 2sfca, e2sfca or 3sfca; of siting greedy or exact.
    #[arg(long, value_name = "METHOD")]
    pub(super) method: Option<String>,
    /// Weights of equally wide bands of distance, near to far; without it 1,0.68,0.22.
    #[arg(long, value_name = "W,W,…")]
    pub(super) weights: Option<String>,
    /// all, or within: only what stands in an area counts for it.
    #[arg(long)]
    pub(super) facilities: Option<String>,
    /// Code of an area: that area and those in it.
    #[arg(long, value_name = "CODE")]
    pub(super) area: Option<String>,
    /// neighbourhood or district: where gaps end.
    #[arg(long)]
    pub(super) level: Option<String>,
    /// How many facilities stop together, 1 to 10; how many sites are looked for, 1 to 100.
    #[arg(long, value_name = "N")]
    pub(super) k: Option<String>,
    /// How far the kernel density spreads a facility; without it the norm distance.
    #[arg(long, value_name = "METRES")]
    pub(super) bandwidth: Option<String>,
    /// Side of the kernel density's cells, 25 or more, without it 100; of the cells in which a site may come.
    #[arg(long, value_name = "METRES")]
    pub(super) cell: Option<String>,
    /// How often types are shuffled over places, 99 to 9999; without it 999.
    #[arg(long, value_name = "N")]
    pub(super) permutations: Option<String>,
    /// What decides which can go: residents or euros. How money is grouped: serviceType, typeGroup, neighbourhood, district, programme, municipality, role, scheme, recipient,
    /// kind, provision, endYear or facility.
    #[arg(long, value_name = "WHAT")]
    pub(super) by: Option<String>,
    /// Where a site may come: lattice, hubs or places.
    #[arg(long, value_name = "KIND")]
    pub(super) candidates: Option<String>,
    /// Places of one's own as candidates: longitude,latitude;longitude,latitude.
    #[arg(long, value_name = "POINTS")]
    pub(super) points: Option<String>,
    /// What becomes of the present facilities in siting: locked, free or none.
    #[arg(long, value_name = "WHAT")]
    pub(super) present: Option<String>,
    /// What siting looks for: mclp, lscp, pmedian or capacitated.
    #[arg(long, value_name = "MODEL")]
    pub(super) model: Option<String>,
    /// How long the best choice is looked for at most, 1 to 30; without it 10.
    #[arg(long, value_name = "SECONDS")]
    pub(super) time_limit: Option<String>,
    /// Share of the city's residents below which a site adds too little; without it 0.01.
    #[arg(long, value_name = "SHARE")]
    pub(super) stop_below: Option<String>,
    /// How many residents each site can serve, of the model that asks; without it 5000.
    #[arg(long, value_name = "N")]
    pub(super) capacity: Option<String>,
    /// Id of a criterion for coverage: the fewest sites with which every area, or that which is asked, meets it.
    #[arg(long, value_name = "ID")]
    pub(super) criterion: Option<String>,
    /// Share of the residents, 0 to 1, in each area and group who must keep one within the norm.
    #[arg(long, value_name = "SHARE")]
    pub(super) floor: Option<String>,
    /// none, municipality, programme, district or neighbourhood: the areas that the floor holds for.
    #[arg(long, value_name = "LEVEL")]
    pub(super) floor_level: Option<String>,
    /// Groups that the floor holds for: all,65+.
    #[arg(long, value_name = "GROUP,…")]
    pub(super) groups: Option<String>,
    /// keep: every criterion for the type that is met now has to stay met.
    #[arg(long, value_name = "keep")]
    pub(super) criteria: Option<String>,
    /// Name of an indicator, or what the names of several begin with: coverage, coverage:LRN-BIEB, short.
    #[arg(long, value_name = "NAME")]
    pub(super) indicator: Option<String>,
    /// What was known at a revision; without it the newest.
    #[arg(long, value_name = "N")]
    pub(super) revision: Option<u64>,
    /// Name of a kept scenario: the city as it would be.
    #[arg(long, value_name = "NAME")]
    pub(super) scenario: Option<String>,
}

impl Parameters {
    pub(super) fn pairs(&self) -> Vec<(String, String)> {
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
            ("of", &self.of),
            ("method", &self.method),
            ("weights", &self.weights),
            ("facilities", &self.facilities),
            ("area", &self.area),
            ("level", &self.level),
            ("k", &self.k),
            ("bandwidth", &self.bandwidth),
            ("cell", &self.cell),
            ("permutations", &self.permutations),
            ("by", &self.by),
            ("indicator", &self.indicator),
            ("candidates", &self.candidates),
            ("points", &self.points),
            ("present", &self.present),
            ("model", &self.model),
            ("timeLimit", &self.time_limit),
            ("stopBelow", &self.stop_below),
            ("capacity", &self.capacity),
            ("criterion", &self.criterion),
            ("floor", &self.floor),
            ("floorLevel", &self.floor_level),
            ("groups", &self.groups),
            ("criteria", &self.criteria),
        ];
        let given = given
            .into_iter()
            .filter_map(|(name, value)| Some((name.to_owned(), value.clone()?)));
        given.collect()
    }

    /// What was known, at the revision that is asked, of the day that is asked.
    pub(super) fn study(&self, app: &App, today: &Today) -> Result<Arc<Study>, Failure> {
        let date = asked_day(today, &self.pairs());
        self.state(app, self.revision, date)
    }

    /// What is known at a revision of a day, in the scenario that is asked.
    pub(super) fn state(&self, app: &App, revision: Option<u64>, date: Date) -> Result<Arc<Study>, Failure> {
        let study = app.study_as_of(revision, Some(date))?;
        match &self.scenario {
            None => Ok(study),
            Some(name) => in_scenario(app, &study, ("scenario", name)),
        }
    }

    pub(super) fn query(
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
pub(super) fn in_scenario(
    app: &App,
    study: &Arc<Study>,
    (flag, name): (&str, &str),
) -> Result<Arc<Study>, Failure> {
    app.in_scenario(study, name)?
        .ok_or_else(|| Failure::Usage(format!("--{flag}: there is no scenario '{name}'")))
}

/// What is wrong with the flags, a line each.
pub(super) fn refused(wrong: &[InvalidParam]) -> Failure {
    let lines = wrong
        .iter()
        .map(|wrong| format!("--{}: {}", kebab(&wrong.name), wrong.reason));
    Failure::Usage(lines.collect::<Vec<_>>().join("\n"))
}

/// `serviceType` as it is written on the command line.
pub(super) fn kebab(name: &str) -> String {
    name.chars().fold(String::new(), |mut text, c| {
        if c.is_ascii_uppercase() {
            text.push('-');
        }
        text.push(c.to_ascii_lowercase());
        text
    })
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
