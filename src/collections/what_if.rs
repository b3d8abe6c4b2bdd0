//! What if: before, after and change of one service type, where facilities come, move or go. Not kept, and so no collection.

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};
use serde_json::{Map, Value as Json, json};

use super::Query;
use super::areas::tidy;
use super::assessments::name_of;
use super::between::{Hidden, travels};
use super::words::Text;
use crate::analysis::assessment;
use crate::analysis::difference::{self, Figures, Params};
use crate::domain::facility::in_force;
use crate::domain::scenario::Proposal;
use crate::domain::{FacilityId, Level, PopulationGroup};
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

/// A demand point that gains or loses the service. Typed, for there may be thousands of them in an answer that follows a hand.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Point {
    lon: f64,
    lat: f64,
    residents: f64,
    served_before: bool,
    served_after: bool,
}

/// What differs for one group.
struct OfGroup {
    group: PopulationGroup,
    city: Map<String, Json>,
    areas: Vec<Json>,
    /// The points, where they are asked, and how many there are.
    cells: Option<(Vec<Point>, usize)>,
}

impl OfGroup {
    fn write<M: SerializeMap>(&self, map: &mut M) -> Result<(), M::Error> {
        map.serialize_entry("city", &self.city)?;
        map.serialize_entry("areas", &self.areas)?;
        if let Some((listed, total)) = &self.cells {
            map.serialize_entry("cells", listed)?;
            map.serialize_entry("cellsTotal", total)?;
        }
        Ok(())
    }
}

/// As a member of `groups`.
impl Serialize for OfGroup {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut map = to.serialize_map(None)?;
        map.serialize_entry("group", self.group.name())?;
        self.write(&mut map)?;
        map.end()
    }
}

/// The answer: `parameters`, `revision`, and for the first group `city` and `areas`; where groups are asked, for each of them
/// in `groups`; then the `criteria` of the type that turn.
pub struct Compared {
    parameters: Map<String, Json>,
    revision: u64,
    of_groups: Vec<OfGroup>,
    per_group: bool,
    criteria: Vec<Json>,
    /// Parts of the proposal that change nothing here.
    unaffected: Vec<Json>,
}

impl Serialize for Compared {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut map = to.serialize_map(None)?;
        map.serialize_entry("parameters", &self.parameters)?;
        map.serialize_entry("revision", &self.revision)?;
        if let Some(first) = self.of_groups.first() {
            first.write(&mut map)?;
        }
        if self.per_group {
            map.serialize_entry("groups", &self.of_groups)?;
        }
        map.serialize_entry("criteria", &self.criteria)?;
        map.serialize_entry("unaffected", &self.unaffected)?;
        map.end()
    }
}

/// Compares the two.
pub fn answer(ask: &Ask) -> Result<Compared, ProjectionError> {
    let hidden = Hidden::between((ask.before, ask.after), &ask.query.selection, ask.service_type);
    let mut of_groups = Vec::new();
    for group in ask.groups {
        of_groups.push(of_group(ask, *group, &hidden)?);
    }
    Ok(Compared {
        parameters: parameters(ask),
        revision: ask.before.revision.number,
        of_groups,
        per_group: ask.per_group,
        criteria: criteria(ask, &hidden),
        unaffected: unaffected(ask),
    })
}

/// The facilities that a proposal moves or removes though they do not count in what is asked: of another type, or not open on the
/// date. Whoever names them should not read "nothing changes" as an answer about them.
fn unaffected(ask: &Ask) -> Vec<Json> {
    let study = ask.before;
    let types = study.taxonomy.types();
    let told = |(edit, id): (&str, &FacilityId)| {
        let of = study.facilities.get(study.facilities.place(id.as_str())?);
        let facility = &of.facility;
        let open = in_force(facility.valid_from, facility.valid_to, ask.query.selection.date);
        let (reason, note) = if of.service_type != Some(ask.service_type) {
            let note = Text::new(
                "Deze voorziening is van een andere soort dan gevraagd: voor deze cijfers maakt zij niets uit.",
                "This facility is of another type than the one asked: it changes nothing in these figures.",
            );
            ("otherServiceType", note)
        } else if !open {
            let note = Text::new(
                "Deze voorziening is op deze dag niet open: voor deze cijfers maakt zij niets uit.",
                "This facility is not open on this day: it changes nothing in these figures.",
            );
            ("notInForce", note)
        } else {
            return None;
        };
        Some(json!({
            "id": id.as_str(),
            "edit": edit,
            "serviceType": of.service_type.map(|at| types[at].code.as_str()),
            "reason": reason,
            "note": note,
        }))
    };
    let moves = ask.proposal.moves.iter().map(|of| ("move", &of.id));
    let removals = ask.proposal.remove.iter().map(|id| ("remove", id));
    moves.chain(removals).filter_map(told).collect()
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

fn of_group(ask: &Ask, group: PopulationGroup, hidden: &Hidden) -> Result<OfGroup, ProjectionError> {
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
    let city = compared(&report.city.0, &report.city.1, hidden.city);
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
    let cells = if ask.cells {
        let projector = Projector::new(&study.crs, &Crs::crs84())?;
        let (cells, total) = difference::cells(study, ask.after, &params, MOST_CELLS);
        let mut listed = Vec::with_capacity(cells.len());
        for cell in cells {
            let at = projector.coord(cell.at)?;
            listed.push(Point {
                lon: rounded(at.x),
                lat: rounded(at.y),
                residents: cell.residents,
                served_before: !cell.served,
                served_after: cell.served,
            });
        }
        Some((listed, total))
    } else {
        None
    };
    Ok(OfGroup {
        group,
        city,
        areas: rows.into_iter().map(|(_, row)| row).collect(),
        cells,
    })
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
