//! Random commits against a slow model that keeps every revision whole.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;
use crate::domain::record::Record;
use crate::domain::{DemandRecord, Grant, GrantKind, Indicator, Provision};

/// Records by place of their layer in [`Layer::ALL`] and key.
type State = BTreeMap<(usize, String), LayerRecord>;

fn place<R: Record>(record: &R) -> (usize, String) {
    let layer = Layer::ALL
        .iter()
        .position(|layer| *layer == record.layer())
        .unwrap();
    (layer, record.key().to_owned())
}

fn apply(state: &State, changes: &ChangeSet) -> State {
    let mut next = state.clone();
    let layer = Layer::ALL
        .iter()
        .position(|layer| *layer == changes.source.layer)
        .unwrap();
    for key in &changes.remove {
        next.remove(&(layer, key.clone()));
    }
    let put = &changes.put;
    next.extend(
        put.facilities
            .iter()
            .map(|r| (place(r), LayerRecord::Facility(r.clone()))),
    );
    next.extend(
        put.grants
            .iter()
            .map(|r| (place(r), LayerRecord::Grant(r.clone()))),
    );
    next.extend(put.areas.iter().map(|r| (place(r), LayerRecord::Area(r.clone()))));
    next.extend(
        put.demand
            .iter()
            .map(|r| (place(r), LayerRecord::Demand(r.clone()))),
    );
    next.extend(
        put.indicators
            .iter()
            .map(|r| (place(r), LayerRecord::Indicator(r.clone()))),
    );
    next
}

fn key() -> impl Strategy<Value = String> {
    "[a-cé]{1,2}"
}

fn words() -> impl Strategy<Value = Option<String>> {
    proptest::option::of(".{1,6}")
}

fn amount() -> impl Strategy<Value = Option<f64>> {
    proptest::option::of(prop_oneof![
        Just(0.0),
        0.0..1e15,
        Just(f64::MAX),
        Just(5e-324),
        Just(-0.0)
    ])
}

fn point() -> impl Strategy<Value = Point<f64>> {
    (-1e7..1e7, -1e7..1e7).prop_map(|(x, y)| Point::new(x, y))
}

fn facilities() -> impl Strategy<Value = Facility> {
    let lists = proptest::collection::vec(".{0,4}", 0..3);
    let day = (1900..2100_i16, 1..=12_i8, 1..=28_i8).prop_map(|(y, m, d)| date(y, m, d));
    (
        key(),
        words(),
        amount(),
        lists,
        proptest::option::of(point()),
        proptest::option::of(any::<bool>()),
        proptest::option::of(day),
    )
        .prop_map(|(id, name, capacity, groups, location, dordtpas, from)| {
            let mut facility = Facility::new(id, "list");
            facility.name = name;
            facility.capacity = capacity;
            facility.target_groups = groups;
            facility.location = location;
            facility.dordtpas = dordtpas;
            facility.valid_from = from;
            facility
        })
}

fn areas() -> impl Strategy<Value = Area> {
    (key(), amount(), any::<bool>(), point()).prop_map(|(code, residents, district, at)| {
        let level = if district {
            Level::District
        } else {
            Level::Neighbourhood
        };
        let mut area = area(&code, level, "cbs");
        area.residents = residents;
        area.geometry = square(at.x(), at.y());
        area
    })
}

fn demand() -> impl Strategy<Value = DemandRecord> {
    (key(), amount(), point()).prop_map(|(id, residents, location)| DemandRecord {
        id,
        residents,
        counts: [residents, None, None, None, residents],
        source: "squares".into(),
        location,
    })
}

fn grants() -> impl Strategy<Value = Grant> {
    (key(), words(), 0.0..1.0).prop_map(|(id, recipient, share)| Grant {
        // One with the fields that came later and one without.
        provision: (share > 0.5).then_some(Provision::Specialist),
        recipient,
        kind: Some(GrantKind::Commission),
        from: Some(date(2024, 1, 1)),
        facilities: vec!["a".into(), "b;c".into()],
        shares: vec![share, 1.0 - share / 2.0],
        ..Grant::new(id, "money")
    })
}

fn indicators() -> impl Strategy<Value = Indicator> {
    (key(), proptest::option::of(-1e9..1e9), words()).prop_map(|(id, value, unit)| Indicator {
        id,
        area: None,
        date: None,
        value,
        unit,
        direction: None,
        measured_by: None,
        source: "monitor".into(),
        ambition: value.filter(|value| *value > 0.0),
        label: None,
        label_en: value.filter(|value| *value < 0.0).map(|_| "Called".to_owned()),
    })
}

fn change_sets() -> impl Strategy<Value = ChangeSet> {
    let few = || 0..4_usize;
    (
        0..Layer::ALL.len(),
        proptest::collection::vec(key(), few()),
        proptest::collection::vec(facilities(), few()),
        proptest::collection::vec(areas(), few()),
        proptest::collection::vec(demand(), few()),
        proptest::collection::vec(grants(), few()),
        proptest::collection::vec(indicators(), few()),
    )
        .prop_map(|(layer, remove, facilities, areas, demand, grants, indicators)| {
            let mut changes = changes(Layer::ALL[layer], "any");
            changes.remove = remove;
            changes.put = Layers {
                facilities,
                grants,
                areas,
                demand,
                indicators,
            };
            changes
        })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn every_revision_holds_what_the_model_holds(commits in proptest::collection::vec(change_sets(), 1..7)) {
        let kept = Kept::new();
        let mut model = vec![State::new()];
        for (base, changes) in commits.iter().enumerate() {
            let revision = done(kept.store.commit(base as u64, changes, "steward").unwrap());
            prop_assert_eq!(revision.number, base as u64 + 1);
            model.push(apply(&model[base], changes));
        }
        for (number, state) in model.iter().enumerate() {
            let expected: Vec<_> = state.values().cloned().collect();
            prop_assert_eq!(&kept.load(Some(number as u64)), &expected);
        }
        prop_assert_eq!(kept.load(None).len(), model[commits.len()].len());
        prop_assert_eq!(kept.store.history().unwrap().len(), model.len());
    }
}
