//! Values of one indicator and area through time, each beside the first that is known.

use std::collections::{BTreeMap, HashMap, HashSet};

use jiff::civil::Date;

use super::names::{Asked, name_of};
use crate::analysis::assessment;
use crate::analysis::indicators::{self, Computed, Row};
use crate::collections::{Query, suppression};
use crate::domain::indicator::{Reading, is_computed};
use crate::domain::{AreaCode, Indicator, Level, Metres};
use crate::study::{Selection, Study};

/// One value, with what it is compared with.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Entry {
    pub indicator: String,
    /// None: imported.
    pub computed: Option<Computed>,
    pub area: Option<AreaCode>,
    /// Place of the area in the study's list, where the study knows it.
    pub place: Option<u32>,
    /// None: nobody tells since when.
    pub date: Option<Date>,
    pub value: Option<f64>,
    pub unit: Option<String>,
    pub direction: Option<String>,
    pub source: String,
    pub measured_by: Option<String>,
    pub ambition: Option<f64>,
    /// What an imported one is called, in Dutch and in English, where its source says.
    pub labels: [Option<String>; 2],
    /// The revision at which it was kept; none for what is computed now or imported.
    pub revision: Option<u64>,
    pub suppressed: bool,
    /// The first value of the series.
    pub baseline: Option<f64>,
    pub baseline_date: Option<Date>,
    /// Value − baseline; none for the baseline itself. In another unit than the value there is no baseline.
    pub change: Option<f64>,
}

/// Who computes.
const OURS: &str = "Wijkkaart";

/// Whether a wanted direction is up; none: it is said in words.
fn up(direction: Option<&str>) -> Option<bool> {
    match direction?.trim() {
        "up" => Some(true),
        "down" => Some(false),
        _ => None,
    }
}

impl Entry {
    /// Whether the change is in the wanted direction, or else in the other; none where nothing changed.
    pub(super) fn improved(&self) -> Option<bool> {
        let change = self.change.filter(|change| *change != 0.0)?;
        Some(if up(self.direction.as_deref())? {
            change > 0.0
        } else {
            change < 0.0
        })
    }

    /// Whether the value is as good as the ambition or better.
    pub(super) fn ambition_met(&self) -> Option<bool> {
        let (value, ambition) = self.value.zip(self.ambition)?;
        let slack = 1e-9 * ambition.abs().max(1.0);
        Some(if up(self.direction.as_deref())? {
            value >= ambition - slack
        } else {
            value <= ambition + slack
        })
    }

    /// Deterministic: the name, the area and the day. A programme area with the code of another area tells its level.
    pub(super) fn id(&self, study: &Study) -> String {
        let date = self.date.map(|date| date.to_string()).unwrap_or_default();
        let code = self.area.as_ref().map_or("", |area| area.as_str());
        let area = match self.place {
            Some(place) if study.areas.place(code) != Some(place) => {
                format!("{}~{code}", study.areas.get(place).level)
            }
            _ => code.to_owned(),
        };
        format!("{}:{area}:{date}", self.indicator)
    }
}

/// Compares every value of a series, in order of time, with the first of those that may be its baseline. Values by different
/// versions of a criterion are not compared: it is not what is there that changed.
fn compared(series: &mut [Entry], may_be_baseline: impl Fn(&Entry) -> bool) {
    let Some(now) = series.last().map(|of| of.computed) else {
        return;
    };
    let first = series
        .iter()
        .position(|of| of.value.is_some() && of.computed == now && may_be_baseline(of));
    let Some(first) = first else { return };
    let baseline = series[first].clone();
    for (at, entry) in series.iter_mut().enumerate() {
        if entry.computed != now {
            continue;
        }
        // In another unit it would be read as another number.
        if entry.unit != baseline.unit {
            continue;
        }
        entry.baseline = baseline.value;
        entry.baseline_date = baseline.date;
        entry.change = entry
            .value
            .zip(baseline.value)
            .filter(|_| at != first)
            .map(|(value, baseline)| ((value - baseline) * 1e9).round() / 1e9);
    }
}

/// Areas of every level, the largest first: a monitor is read from the city down.
const LEVELS: [Level; 4] = [
    Level::Municipality,
    Level::Programme,
    Level::District,
    Level::Neighbourhood,
];

/// The areas that are asked, as places in the study's list.
pub(super) fn areas(study: &Study, query: &Query) -> Vec<u32> {
    LEVELS
        .into_iter()
        .flat_map(|level| study.areas.at(level))
        .map(|(place, _)| place)
        .filter(|place| query.covers_area(study, *place))
        .collect()
}

/// The computed indicators that are asked.
pub(super) fn asked(study: &Study, query: &Query) -> Vec<Computed> {
    let mut computed = indicators::all(study, &query.selection, query.group);
    if let Some(asked) = &query.indicator {
        computed.retain(|of| asked.takes(&of.name(study)));
        // One that is not among those given unasked; what else is asked has to fit it.
        let fits = |of: &Computed| {
            (query.group.is_none() || of.group(study) == query.group)
                && query
                    .service_type(study)
                    .is_none_or(|asked| of.service_type(study) == Some(asked))
        };
        if let Some(of) = asked.coverage(study).filter(fits)
            && !computed.contains(&of)
        {
            computed.push(of);
        }
    }
    computed
}

/// What is computed of a study, and of which of it nothing may be told.
pub(super) fn computed(
    study: &Study,
    selection: &Selection,
    indicators: Vec<Computed>,
    areas: Vec<u32>,
) -> Vec<(Row, bool)> {
    let mut hidden: HashMap<Computed, HashSet<u32>> = HashMap::new();
    if study.demand_confidential() {
        for of in &indicators {
            hidden.insert(*of, suppressed(study, selection, *of, &areas));
        }
    }
    let params = indicators::Params {
        selection: selection.clone(),
        indicators,
        areas,
        diameter: Metres(study.settings.hub_diameter_m),
    };
    let told = |row: Row| {
        let suppressed = hidden
            .get(&row.indicator)
            .is_some_and(|areas| areas.contains(&row.area));
        (
            Row {
                value: row.value.filter(|_| !suppressed),
                ..row
            },
            suppressed,
        )
    };
    indicators::run(study, &params)
        .rows
        .into_iter()
        .map(told)
        .collect()
}

fn suppressed(study: &Study, selection: &Selection, of: Computed, areas: &[u32]) -> HashSet<u32> {
    match of {
        // Groups stand beside each other: what is hidden for one is hidden for all.
        Computed::Coverage(at, group) => {
            let selection = indicators::of_type(study, selection, at, group);
            suppression::hidden_in_any_group(study, &selection, at, areas)
        }
        Computed::Short(at) => {
            suppression::hidden_for_criterion(study, selection, &study.criteria.criteria[at], areas)
        }
        _ => HashSet::new(),
    }
}

/// Every value that is asked, by indicator and area, in the order of time.
pub(super) fn all(study: &Study, query: &Query) -> Vec<Entry> {
    let mut entries = present_and_kept(study, query);
    entries.extend(imported(study, query));
    entries
}

/// The computed indicators: what was kept of each day before the asked one, and what it is on that day.
fn present_and_kept(study: &Study, query: &Query) -> Vec<Entry> {
    let date = query.selection.date;
    let rows = computed(study, &query.selection, asked(study, query), areas(study, query));
    let mut kept = kept(&study.readings, date);
    let ambitions = ambitions(study, date);
    let mut versions = Versions::default();
    let mut entries = Vec::with_capacity(rows.len());
    for (row, suppressed) in rows {
        let area = study.areas.get(row.area);
        let name = row.indicator.name(study);
        let now = Entry {
            computed: Some(row.indicator),
            area: Some(area.code.clone()),
            place: Some(row.area),
            date: Some(date),
            value: row.value,
            unit: Some(row.indicator.unit(study).to_owned()),
            direction: Some(row.indicator.direction().to_owned()),
            source: OURS.to_owned(),
            measured_by: None,
            ambition: ambitions.get(&(name.as_str(), area.code.as_str())).copied(),
            labels: [None, None],
            revision: None,
            suppressed,
            baseline: None,
            baseline_date: None,
            change: None,
            indicator: name.clone(),
        };
        // Readings know an area by its code alone.
        let of_area = study.areas.place(area.code.as_str()) == Some(row.area);
        let readings = kept
            .get_mut(name.as_str())
            .filter(|_| of_area)
            .and_then(|of| of.remove(area.code.as_str()));
        let mut series: Vec<Entry> = readings
            .into_iter()
            .flatten()
            .map(|(day, reading)| Entry {
                computed: Some(versions.on(study, row.indicator, day)),
                date: Some(day),
                // What may not be told now was perhaps told then.
                value: reading.value.filter(|_| !suppressed),
                revision: Some(reading.revision),
                ..now.clone()
            })
            .collect();
        series.push(now);
        compared(&mut series, |of| of.revision.is_some());
        // The figure of the asked day is computed anew.
        series.retain(|of| of.revision.is_none() || of.date != Some(date));
        entries.append(&mut series);
    }
    entries
}

/// The ambitions that sources give of computed indicators, by name and area: of several the latest until the asked day.
fn ambitions(study: &Study, until: Date) -> HashMap<(&str, &str), f64> {
    let mut given: Vec<&Indicator> = study
        .indicators
        .iter()
        .filter(|of| is_computed(name_of(of)) && of.date.is_none_or(|date| date <= until))
        .collect();
    given.sort_by_key(|of| of.date);
    let told = given.into_iter().filter_map(|of| {
        let area = of.area.as_ref().map_or("", AreaCode::as_str);
        Some(((name_of(of), area), of.ambition?))
    });
    told.collect()
}

/// The criteria in force by day.
#[derive(Default)]
struct Versions(HashMap<Date, Vec<usize>>);

impl Versions {
    /// An indicator by the version of its criterion that was in force on a day.
    fn on(&mut self, study: &Study, of: Computed, day: Date) -> Computed {
        let Some(criterion) = of.criterion(study) else {
            return of;
        };
        let in_force = self
            .0
            .entry(day)
            .or_insert_with(|| assessment::in_force(study, &Selection::on(day)));
        let then = in_force
            .iter()
            .find(|place| study.criteria.criteria[**place].id == criterion.id);
        then.map_or(of, |place| Computed::Short(*place))
    }
}

/// The last reading of each day until the asked one, by indicator and area.
type Kept<'a> = HashMap<&'a str, HashMap<&'a str, BTreeMap<Date, &'a Reading>>>;

fn kept(readings: &[Reading], until: Date) -> Kept<'_> {
    let mut kept = Kept::new();
    for reading in readings.iter().filter(|of| of.date <= until) {
        let of_day = kept
            .entry(reading.indicator.as_str())
            .or_default()
            .entry(reading.area.as_str())
            .or_default();
        let last = of_day.entry(reading.date).or_insert(reading);
        if reading.revision >= last.revision {
            *last = reading;
        }
    }
    kept
}

/// What every record of an indicator says that says anything; none where they differ.
fn unanimous<'a>(mut said: impl Iterator<Item = Option<&'a String>>) -> Option<&'a String> {
    let first = said.by_ref().flatten().next()?;
    said.flatten().all(|other| other == first).then_some(first)
}

/// The imported indicators: every value known until the asked day. Without a type or group, which they do not have.
fn imported(study: &Study, query: &Query) -> Vec<Entry> {
    if query.selection.service_type.is_some() || query.group.is_some() {
        return Vec::new();
    }
    let asked = |name: &str| query.indicator.as_ref().is_none_or(|of: &Asked| of.takes(name));
    let mut by_name: BTreeMap<&str, Vec<&Indicator>> = BTreeMap::new();
    for indicator in study.indicators.iter() {
        let name = name_of(indicator);
        if asked(name) && !is_computed(name) {
            by_name.entry(name).or_default().push(indicator);
        }
    }
    let mut entries = Vec::new();
    for (name, records) in by_name {
        let unit = unanimous(records.iter().map(|of| of.unit.as_ref()));
        let direction = unanimous(records.iter().map(|of| of.direction.as_ref()));
        // An indicator has one name, whichever of its records says it: the last that does.
        let last = |label: fn(&Indicator) -> Option<&String>| {
            let said = records.iter().filter(|of| label(of).is_some());
            let newest = said.max_by_key(|of| (of.date, &of.id));
            newest.and_then(|of| label(of)).cloned()
        };
        let labels = [last(|of| of.label.as_ref()), last(|of| of.label_en.as_ref())];
        let mut by_area: BTreeMap<Option<&AreaCode>, Vec<&Indicator>> = BTreeMap::new();
        for record in records {
            by_area.entry(record.area.as_ref()).or_default().push(record);
        }
        for (area, mut records) in by_area {
            let place = area.and_then(|code| study.areas.place(code.as_str()));
            records.retain(|of| of.date.is_none_or(|date| date <= query.selection.date));
            let inside = query.area.is_none() || place.is_some_and(|at| query.covers_area(study, at));
            if !inside || records.is_empty() {
                continue;
            }
            entries.extend(series_of(name, place, records, (unit, direction), &labels));
        }
    }
    entries
}

/// The values of one imported indicator and area. One without a day was there first. What the last before it said of unit,
/// direction and ambition goes for a record that says nothing of them.
fn series_of(
    name: &str,
    place: Option<u32>,
    mut records: Vec<&Indicator>,
    (unit, direction): (Option<&String>, Option<&String>),
    labels: &[Option<String>; 2],
) -> Vec<Entry> {
    records.sort_by(|a, b| (a.date, &a.id).cmp(&(b.date, &b.id)));
    let (mut unit, mut direction, mut ambition) = (unit.cloned(), direction.cloned(), None);
    let mut series = Vec::with_capacity(records.len());
    for record in records {
        unit = record.unit.clone().or(unit);
        direction = record.direction.clone().or(direction);
        ambition = record.ambition.or(ambition);
        series.push(Entry {
            indicator: name.to_owned(),
            computed: None,
            area: record.area.clone(),
            place,
            date: record.date,
            value: record.value,
            unit: unit.clone(),
            direction: direction.clone(),
            source: record.source.to_string(),
            measured_by: record.measured_by.clone(),
            ambition,
            labels: labels.clone(),
            revision: None,
            suppressed: false,
            baseline: None,
            baseline_date: None,
            change: None,
        });
    }
    compared(&mut series, |_| true);
    series
}
