//! What if: before, after and change of one service type, where facilities come, move or go. Not kept, and so no collection.

use serde_json::{Map, Value as Json, json};

use super::Query;
use super::areas::tidy;
use super::assessments::name_of;
use super::between::{Hidden, travels};
use crate::analysis::assessment;
use crate::analysis::difference::{self, Figures, Params};
use crate::domain::scenario::Proposal;
use crate::domain::{Level, PopulationGroup};
use crate::spatial::projection::{Crs, ProjectionError, Projector};
use crate::study::{Selection, Study};

/// More demand points than these are counted, not listed.
pub const MOST_CELLS: usize = 100_000;

/// The question.
pub struct Ask<'a> {
    pub before: &'a Study,
    /// The same study after the proposal.
    pub after: &'a Study,
    /// What counts; its group is not read.
    pub query: &'a Query,
    /// Place of the service type in the taxonomy.
    pub service_type: usize,
    /// The groups to answer for, at least one.
    pub groups: &'a [PopulationGroup],
    /// Whether each stands by itself in the answer.
    pub per_group: bool,
    /// Whether the demand points that gain or lose are listed.
    pub cells: bool,
    pub proposal: &'a Proposal,
}

/// The areas that an answer tells of: neighbourhoods, districts and programme areas.
fn areas(study: &Study) -> Vec<u32> {
    let told = |level| level != Level::Municipality;
    (0_u32..)
        .zip(&study.areas.list)
        .filter(|(_, area)| told(area.level))
        .map(|(place, _)| place)
        .collect()
}

/// Figures without the noise of their last bits.
fn told(of: &Figures) -> Figures {
    Figures {
        residents_served: of.residents_served.map(tidy),
        ..*of
    }
}

fn figures(of: &Figures) -> Json {
    let served = of.residents_served.map(tidy);
    json!({ "coverage": of.coverage, "residentsServed": served, "meanDistanceM": of.mean_distance })
}

/// `before`, `after` and `change`; all of them null, and told to be hidden, where they are.
fn compared(before: &Figures, after: &Figures, hidden: bool) -> Map<String, Json> {
    // The change is that between the figures that are told.
    let (mut before, mut after) = (told(before), told(after));
    if hidden {
        (before, after) = (Figures::default(), Figures::default());
    }
    let mut members = Map::new();
    members.insert("before".to_owned(), figures(&before));
    members.insert("after".to_owned(), figures(&after));
    members.insert("change".to_owned(), figures(&after.less(&before)));
    if hidden {
        members.insert("suppressed".to_owned(), json!(true));
    }
    members
}

/// The answer: `parameters`, `revision`, and for the first group `city` and `areas`; where groups are asked, for each of them
/// in `groups`; then the `criteria` of the type that turn.
pub fn answer(ask: &Ask) -> Result<Json, ProjectionError> {
    let study = ask.before;
    let hidden = Hidden::between((ask.before, ask.after), &ask.query.selection, ask.service_type);
    let mut answer = Map::new();
    answer.insert("parameters".to_owned(), Json::Object(parameters(ask)));
    answer.insert("revision".to_owned(), json!(study.revision.number));
    let mut of_groups = Vec::new();
    for group in ask.groups {
        of_groups.push(of_group(ask, *group, &hidden)?);
    }
    if let Some(first) = of_groups.first() {
        answer.extend(first.clone());
    }
    if ask.per_group {
        let named = ask.groups.iter().zip(of_groups).map(|(group, members)| {
            let mut of = Map::new();
            of.insert("group".to_owned(), json!(group.name()));
            of.extend(members);
            Json::Object(of)
        });
        answer.insert("groups".to_owned(), named.collect());
    }
    answer.insert("criteria".to_owned(), criteria(ask, &hidden).into());
    Ok(Json::Object(answer))
}

fn parameters(ask: &Ask) -> Map<String, Json> {
    let mut parameters = ask.query.parameters.clone();
    if ask.per_group {
        let names: Vec<&str> = ask.groups.iter().map(|group| group.name()).collect();
        parameters.remove("group");
        parameters.insert("groups".to_owned(), json!(names));
    }
    let proposal = ask.proposal;
    parameters.insert("added".to_owned(), json!(proposal.add.len()));
    parameters.insert("moved".to_owned(), json!(proposal.moves.len()));
    parameters.insert("removed".to_owned(), json!(proposal.remove.len()));
    parameters
}

fn of_group(
    ask: &Ask,
    group: PopulationGroup,
    hidden: &Hidden,
) -> Result<Map<String, Json>, ProjectionError> {
    let study = ask.before;
    let params = Params {
        selection: Selection {
            group,
            ..ask.query.selection.clone()
        },
        service_type: ask.service_type,
        areas: areas(study),
    };
    let report = difference::run(study, ask.after, &params);
    let mut members = Map::new();
    let city = compared(&report.city.0, &report.city.1, hidden.city);
    members.insert("city".to_owned(), Json::Object(city));
    let row = |area: u32, before: &Figures, after: &Figures, hidden: bool| {
        let of = study.areas.get(area);
        let mut members = Map::new();
        members.insert("code".to_owned(), json!(of.code.as_str()));
        members.insert("level".to_owned(), json!(of.level.name()));
        members.insert("name".to_owned(), json!(of.name));
        members.extend(compared(before, after, hidden));
        Json::Object(members)
    };
    let mut rows: Vec<(u32, Json)> = Vec::new();
    for of in report.rows.iter().filter(|of| !hidden.hides(study, of.area)) {
        rows.push((of.area, row(of.area, &of.before, &of.after, false)));
    }
    // What is hidden is always there: that it is tells nothing.
    for area in params.areas.iter().filter(|area| hidden.hides(study, **area)) {
        let nothing = Figures::default();
        rows.push((*area, row(*area, &nothing, &nothing, true)));
    }
    rows.sort_by_key(|(area, _)| *area);
    members.insert("areas".to_owned(), rows.into_iter().map(|(_, row)| row).collect());
    if ask.cells {
        let projector = Projector::new(&study.crs, &Crs::crs84())?;
        let (cells, total) = difference::cells(study, ask.after, &params, MOST_CELLS);
        let mut listed = Vec::with_capacity(cells.len());
        for cell in cells {
            let at = projector.coord(cell.at)?;
            listed.push(json!({
                "lon": rounded(at.x), "lat": rounded(at.y), "residents": cell.residents,
                "servedBefore": !cell.served, "servedAfter": cell.served,
            }));
        }
        members.insert("cells".to_owned(), listed.into());
        members.insert("cellsTotal".to_owned(), json!(total));
    }
    Ok(members)
}

/// Seven decimals of a degree, about a centimetre.
fn rounded(degrees: f64) -> f64 {
    (degrees * 1e7).round() / 1e7
}

/// The criteria of the type whose verdict, value or shortage differs.
fn criteria(ask: &Ask, hidden: &Hidden) -> Vec<Json> {
    let study = ask.before;
    let selection = Selection {
        group: PopulationGroup::All,
        ..ask.query.selection.clone()
    };
    let rows = difference::criteria(study, ask.after, &selection);
    let told = rows.into_iter().filter_map(|(before, after)| {
        let criterion = &study.criteria.criteria[before.criterion];
        if travels(criterion) && hidden.hides(study, before.area) {
            return None;
        }
        let area = study.areas.get(before.area);
        let state = |row: &assessment::Row| {
            json!({ "verdict": row.verdict.name(), "value": row.value, "shortBy": row.short_by })
        };
        let less = |now: Option<f64>, then: Option<f64>| Some(now? - then?);
        Some(json!({
            "criterionId": criterion.id,
            "areaCode": area.code.as_str(),
            "level": area.level.name(),
            "measure": name_of(criterion.measure),
            "required": criterion.required,
            "unit": assessment::lacking(criterion.measure),
            "before": state(&before),
            "after": state(&after),
            "change": { "value": less(after.value, before.value), "shortBy": less(after.shortage(), before.shortage()) },
        }))
    });
    told.collect()
}
