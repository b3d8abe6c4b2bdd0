//! Where the money goes: a year's money of the grants in force, grouped by what it is for, where, through whom and until when.
//!
//! Every grouping adds up the same parts of the same grants in whole cents, so all of them have the same total: what has no key
//! (no facility, a facility that nobody knows, no scheme) gets a row that says why. Only programme areas may overlap; what shows
//! in two of them is told.

mod key;
mod part;

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use crate::domain::units::ratio;
use crate::domain::{Cents, Provision};
use crate::study::Study;

pub use key::{By, Key, Reason};
pub use part::{Only, Part, provision};

use key::Keys;

/// The question.
#[derive(Clone, Debug)]
pub struct Params {
    /// The day on which grants are in force.
    pub date: Date,
    pub by: By,
    pub only: Only,
}

/// What a row has of one grant.
#[derive(Clone, Debug, PartialEq)]
pub struct Paid {
    /// Place of the grant in the study's list.
    pub grant: usize,
    /// A year's money; none: the amount of the grant is unknown.
    pub cents: Option<Cents>,
    /// The part of it that is in the row because of a division by rule.
    pub allocated: Cents,
}

/// What goes to one key, or has none.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    pub key: Key,
    /// Place of the area in the study's list, where the key is one.
    pub area: Option<u32>,
    /// A year's money; none where no amount is known of any of its grants.
    pub cents: Option<Cents>,
    /// The part of it that shows in another row too: that of programme areas that share a neighbourhood.
    pub shared: Cents,
    /// By place of the grant.
    pub paid: Vec<Paid>,
    /// Places of the known facilities that it goes to.
    pub facilities: BTreeSet<u32>,
    /// Money ÷ residents of the area; none where not all of the area is asked.
    pub per_resident: Option<f64>,
    /// Part of the whole that is asked, 0–1.
    pub share: Option<f64>,
}

impl Row {
    /// Grants of which the amount is unknown.
    pub fn without_amount(&self) -> usize {
        self.paid.iter().filter(|paid| paid.cents.is_none()).count()
    }

    /// What is in the row because of a division by rule; none where no amount is known.
    pub fn allocated(&self) -> Option<Cents> {
        self.cents?;
        Some(self.paid.iter().map(|paid| paid.allocated).sum())
    }
}

/// The rows with most money first (of years the first), those without a key behind them.
#[derive(Clone, Debug, PartialEq)]
pub struct Report {
    pub rows: Vec<Row>,
    /// A year's money of all that is asked; every grant counts once.
    pub total: Cents,
}

/// The parts of one grant that a key has gathered.
#[derive(Default)]
struct Inside {
    cents: Option<Cents>,
    /// Which of its facilities and partners these parts are of.
    facilities: BTreeSet<Option<usize>>,
    partners: BTreeSet<Option<usize>>,
}

/// What a key has gathered.
#[derive(Default)]
struct Gathered {
    /// By place of the grant.
    paid: BTreeMap<usize, Inside>,
    facilities: BTreeSet<u32>,
    shared: Cents,
}

/// Groups the money.
pub fn run(study: &Study, params: &Params) -> Report {
    let Params { date, by, only } = params;
    let keys = Keys::new(study, *by, *date);
    let mut groups: BTreeMap<Key, Gathered> = BTreeMap::new();
    for key in keys.all(only) {
        groups.insert(key, Gathered::default());
    }
    let mut total = Cents(0);
    for part in only.parts(study, *date) {
        let cents = part.cents.unwrap_or_default();
        total += cents;
        let of = keys.of(&part);
        for key in &of {
            let group = groups.entry(key.clone()).or_default();
            let inside = group.paid.entry(part.grant).or_default();
            inside.cents = part.cents.map(|cents| cents + inside.cents.unwrap_or_default());
            inside.facilities.insert(part.facility);
            inside.partners.insert(part.partner);
            group.facilities.extend(part.place);
            if of.len() > 1 {
                group.shared += cents;
            }
        }
    }
    let mut rows: Vec<Row> = groups
        .into_iter()
        .map(|(key, group)| row(study, &keys, only, total, key, group))
        .collect();
    // Keys come in their own order, which decides between equal amounts; those without stand last.
    rows.sort_by_key(|row| {
        let most = row.cents.filter(|_| *by != By::EndYear).unwrap_or_default();
        (row.key.reason().is_some(), std::cmp::Reverse(most))
    });
    Report { rows, total }
}

fn row(study: &Study, keys: &Keys, only: &Only, total: Cents, key: Key, group: Gathered) -> Row {
    let paid: Vec<Paid> = group
        .paid
        .into_iter()
        .map(|(grant, inside)| {
            let of = &study.grants[grant];
            // Where all of a grant is in the row, how it was divided makes no difference.
            let by_rule = (of.allocated() && inside.facilities.len() < of.facilities.len())
                || (of.allocated_to_partners() && inside.partners.len() < of.partners().len());
            Paid {
                grant,
                cents: inside.cents,
                allocated: inside.cents.filter(|_| by_rule).unwrap_or_default(),
            }
        })
        .collect();
    let known = paid.is_empty() || paid.iter().any(|paid| paid.cents.is_some());
    let cents = known.then(|| paid.iter().filter_map(|paid| paid.cents).sum());
    let area = keys.area(&key);
    let residents = area
        .filter(|area| covers(study, only, *area))
        .and_then(|area| study.areas.get(area).residents);
    let euros = cents.map(|cents: Cents| cents.euros().0);
    Row {
        area,
        cents,
        shared: group.shared,
        paid,
        facilities: group.facilities,
        per_resident: euros.zip(residents).and_then(|(euros, all)| ratio(euros, all)),
        share: cents.and_then(|cents| ratio(cents.0 as f64, total.0 as f64)),
        key,
    }
}

/// Whether all of an area is asked, so that its money may be divided by its residents.
fn covers(study: &Study, only: &Only, area: u32) -> bool {
    only.area.is_none_or(|asked| {
        let around = &study.areas.get(asked).neighbourhoods;
        study
            .areas
            .get(area)
            .neighbourhoods
            .iter()
            .all(|at| around.contains(at))
    })
}

/// A year's money by what it pays for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Provided {
    /// For what is open to everybody.
    pub general: Cents,
    /// For care that needs an indication.
    pub specialist: Cents,
    /// For what nobody says.
    pub unknown: Cents,
}

impl Provided {
    /// General ÷ (general + specialist), 0–1; none where both are nothing.
    pub fn general_share(&self) -> Option<f64> {
        let both = self.general + self.specialist;
        ratio(self.general.0 as f64, both.0 as f64)
    }
}

/// What the grants in force on a day pay for.
pub fn provided(study: &Study, date: Date, only: &Only) -> Provided {
    let mut sums = Provided::default();
    for part in only.parts(study, date) {
        let sum = match part.provision(study) {
            Some(Provision::General) => &mut sums.general,
            Some(Provision::Specialist) => &mut sums.specialist,
            None => &mut sums.unknown,
        };
        *sum += part.cents.unwrap_or_default();
    }
    sums
}
