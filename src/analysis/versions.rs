//! What a new version of a criterion changes: each version beside the one before it, both judged on what is there on the same day.

use std::collections::{BTreeMap, BTreeSet};

use super::assessment::{self, judge_among};
use crate::study::{Selection, Study};

/// The question. Of the selection count its date, and its service type where only the criteria of one are asked.
#[derive(Clone, Debug)]
pub struct Params {
    pub selection: Selection,
    /// Areas, as places in the study's list: only they are judged. None: all that the criteria are for.
    pub areas: Option<BTreeSet<u32>>,
}

/// Two versions of a criterion for one area.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// Place of the earlier version in the study's list.
    pub before: usize,
    /// Place of the version after it.
    pub after: usize,
    /// Place of the area in the study's list.
    pub area: u32,
    /// What the earlier version finds; none: it is not for this area.
    pub found_before: Option<assessment::Row>,
    /// What the later version finds; none: it is not for this area.
    pub found_after: Option<assessment::Row>,
}

/// By criterion, version and area.
#[derive(Clone, Debug, PartialEq)]
pub struct Report {
    pub rows: Vec<Row>,
}

/// Judges every version that has one before it, and that one, whether they are in force on the day or not.
pub fn run(study: &Study, params: &Params) -> Report {
    let all = &study.criteria.criteria;
    let asked = params.selection.service_type.as_ref();
    let mut places: Vec<usize> = (0..all.len()).collect();
    places.sort_by_key(|place| (&all[*place].id, all[*place].version));
    let selection = Selection::on(params.selection.date);
    let mut rows = Vec::new();
    for pair in places.windows(2) {
        let (before, after) = (pair[0], pair[1]);
        let of_type = |place: usize| asked.is_none_or(|asked| *asked == all[place].service_type);
        if all[before].id != all[after].id || !(of_type(before) || of_type(after)) {
            continue;
        }
        let mut found: BTreeMap<u32, [Option<assessment::Row>; 2]> = BTreeMap::new();
        for (side, place) in [before, after].into_iter().enumerate() {
            for row in judge_among(study, &selection, place, &all[place], params.areas.as_ref()) {
                let area = row.area;
                found.entry(area).or_default()[side] = Some(row);
            }
        }
        rows.extend(found.into_iter().map(|(area, [found_before, found_after])| Row {
            before,
            after,
            area,
            found_before,
            found_after,
        }));
    }
    Report { rows }
}
