//! A report in prose on one type of service: what there is, who is not reached, where it is double, what closing means, and how
//! sure all that is. Markdown, in Dutch or English. The facts are gathered first; every sentence is then made of them, and is
//! true of any city, one without facilities or residents included.

pub mod area;
mod closing;
mod double;
mod facts;
mod page;
mod reached;
mod sure;
#[cfg(test)]
mod tests;
mod there;

use std::sync::Arc;

use super::Query;
use super::explain::caveats;
use super::words::phrases::{measured, residents};
use super::words::{Lang, capital, date, metres};
use crate::config::City;
use crate::domain::ServiceTypeCode;
use crate::study::Study;
use facts::Facts;
use page::Page;

/// What a report is about.
pub struct Ask<'a> {
    pub city: &'a City,
    pub study: &'a Arc<Study>,
    /// What counts, and the area that is asked.
    pub query: &'a Query,
    /// Ids of facilities of which it is asked what closing them means.
    pub close: &'a [String],
}

/// Why there is nothing to report on.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReportError {
    #[error(
        "a report is about an area or one service type: ask --area or --service-type, or --close facilities of one type"
    )]
    NoType,
    #[error("there is no facility {0}")]
    UnknownFacility(String),
    #[error("a report counts every facility, wherever it stands: leave --facilities within out")]
    Within,
}

/// The one type of all facilities with these ids; none where they are of several or of none.
pub fn type_of(study: &Study, ids: &[String]) -> Result<Option<ServiceTypeCode>, ReportError> {
    let places = facts::places_of(study, ids)?;
    let mut types = places
        .iter()
        .map(|place| &study.facilities.get(*place).facility.service_type);
    let first = types.next().cloned().flatten();
    Ok(first.filter(|first| types.all(|of| of.as_ref() == Some(first))))
}

/// Writes the report.
pub fn write(ask: &Ask, lang: Lang) -> Result<String, ReportError> {
    let facts = Facts::of(ask)?;
    let mut page = Page::default();
    head(&mut page, &facts, lang);
    let brief = [
        Some(there::brief(&facts, lang)),
        Some(reached::brief(&facts, lang)),
        double::brief(&facts, lang),
        closing::brief(&facts, lang),
    ];
    page.heading(2, lang.pick("In het kort", "In brief"));
    page.list(&brief.into_iter().flatten().collect::<Vec<_>>());
    there::section(&mut page, &facts, lang);
    reached::section(&mut page, &facts, lang);
    double::section(&mut page, &facts, lang);
    closing::section(&mut page, &facts, lang);
    sure::section(&mut page, &facts, lang);
    sure::sources(&mut page, &facts, lang);
    Ok(page.into_text())
}

/// Title, what was asked, and what the city says of its data.
fn head(page: &mut Page, facts: &Facts, lang: Lang) {
    let (study, supply) = (facts.study(), facts.supply());
    let selection = &facts.query.selection;
    let many = capital(&supply.noun(lang).many);
    let name = &facts.whole.name;
    page.heading(1, &format!("{many} in {name}"));
    let day = date(lang, selection.date);
    let norm = metres(lang, selection.norm(study, facts.service_type).0);
    let how = measured(lang, study, selection.mode);
    let who = residents(lang, selection.group, None, 2.0);
    let which = supply.which(lang);
    let asked = if which.is_empty() {
        String::new()
    } else {
        let many = supply.noun(lang).many;
        lang.pick(
            format!("Alleen {many}{which} tellen mee."),
            format!("Only {many}{which} count."),
        )
    };
    let revision = study.revision.number;
    page.paragraph(&[
        lang.pick(
            format!(
                "Stand op {day}, volgens revisie {revision} van de gegevens. Wie een plek binnen {norm} \
                heeft, {how} gemeten, is bereikt. Het gaat om alle {who}."
            ),
            format!(
                "As on {day}, by revision {revision} of the data. Who has a place within {norm}, measured \
                {how}, is reached. It is about all {who}."
            ),
        ),
        asked,
    ]);
    let notices = [
        caveats::scenario(facts.ask.study),
        caveats::notice(facts.ask.city),
    ];
    for notice in notices.into_iter().flatten() {
        page.notice(notice.of(lang));
    }
}
