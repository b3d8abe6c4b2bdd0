//! Verdicts beside those computed apart: every criterion of the sample, and the norms of Pijnacker-Nootdorp and Den Haag in the real city.

use wijkkaart::analysis::assessment::{self, Reason, Row, Verdict};
use wijkkaart::study::{Selection, Study};

use super::cities::Town;
use super::rows::{Expected, same};
use crate::support::DAY;

fn assessed(study: &Study) -> Vec<Row> {
    let params = assessment::Params {
        selection: Selection::on(DAY),
        areas: None,
    };
    assessment::run(study, &params).rows
}

/// Every verdict of a city's criteria is the one that was computed apart.
pub fn judged(town: &Town, expected: &Expected) {
    let study = &town.study;
    let rows = assessed(study);
    let told = expected.rows("assessments");
    assert_eq!(rows.len(), told.len());
    for row in rows {
        let criterion = &study.criteria.criteria[row.criterion];
        let key = format!("{} {}", criterion.id, study.areas.get(row.area).code);
        let told = told.get(&key).unwrap_or_else(|| panic!("{key} was not expected"));
        assert_eq!(told["verdict"].as_str(), Some(row.verdict.name()), "{key}");
        assert_eq!(told["reason"].as_str(), row.reason.map(Reason::name), "{key}");
        // What requires nothing is measured all the same; the other side does not.
        if row.reason != Some(Reason::NothingRequired) {
            same(&key, &told["value"], row.value, 1e-6);
            same(&key, &told["shortBy"], row.short_by, 1e-6);
            assert_eq!(told["imputed"].as_bool(), Some(row.imputed), "{key}");
        }
        if let Some(met) = told["ambitionMet"].as_bool() {
            assert_eq!(row.ambition_met, Some(met), "{key}");
        }
    }
}

/// The row of a criterion for an area.
fn row(study: &Study, rows: &[Row], criterion: &str, area: &str) -> Row {
    let found = rows.iter().find(|row| {
        study.criteria.criteria[row.criterion].id == criterion
            && study.areas.get(row.area).code.as_str() == area
    });
    found.cloned().unwrap_or_else(|| panic!("{criterion} {area}"))
}

fn near(found: Option<f64>, by_hand: f64) {
    let found = found.expect("a figure");
    assert!(
        (found - by_hand).abs() < 1e-9 * by_hand.abs().max(1.0),
        "{found} is not {by_hand}"
    );
}

/// Den Haag's floor area in districts of the sample, worked out on paper.
pub fn the_hague_by_hand(town: &Town) {
    let study = &town.study;
    let rows = assessed(study);
    let of = |criterion, area| row(study, &rows, criterion, area);
    // 6,285 households: 125 × 6.285 = 785.625 m² are needed; the one centre (vb-010) has 630.
    let short = of("buurthuis-oppervlakte", "WK050501");
    assert_eq!(short.verdict, Verdict::Short);
    near(short.value, 630.0 / 6.285);
    near(short.short_by, 155.625);
    // 4,865 households: 608.125 m² are needed; vb-005 and vb-006 have 665 + 595 = 1,260.
    let met = of("buurthuis-oppervlakte", "WK050503");
    assert_eq!((met.verdict, met.short_by), (Verdict::Met, None));
    near(met.value, 1260.0 / 4.865);
    // 3,015 households: 376.875 m² are needed; vb-013 has 345 and vb-004 does not say.
    let unknown = of("buurthuis-oppervlakte", "WK050507");
    assert_eq!(unknown.verdict, Verdict::Unknown);
    assert_eq!(unknown.reason, Some(Reason::FloorAreaMissing));
    assert_eq!((unknown.value, unknown.short_by), (None, None));
    // 7,840 households: 980 m² are needed; vb-009 and vb-011 have 740 + 455 = 1,195, so what vb-001 does not say makes no odds.
    let enough = of("buurthuis-oppervlakte", "WK050511");
    assert_eq!(enough.verdict, Verdict::Met);
    assert_eq!(enough.reason, Some(Reason::FloorAreaMissing));
    near(enough.value, 1195.0 / 7.84);
    // 5,255 households, vb-073 and vb-077 with 150 + 165 m²: more than the 50 that is required, less than the 70 that is aimed at.
    let centre = of("kind-en-gezin-oppervlakte", "WK050505");
    near(centre.value, 315.0 / 5.255);
    assert_eq!((centre.verdict, centre.ambition_met), (Verdict::Met, Some(false)));
    // Water: nobody lives there.
    let water = of("buurthuis-oppervlakte", "WK050599");
    assert_eq!(water.reason, Some(Reason::NoHouseholds));
}

/// Pijnacker-Nootdorp's play norms where there is no playground at all, and Den Haag's floor area, in the real Wielwijk, worked out on paper
/// from what CBS publishes of its neighbourhoods.
pub fn wielwijk_by_hand(town: &Town) {
    let study = &town.study;
    let rows = assessed(study);
    let of = |criterion| row(study, &rows, criterion, "WK050507");
    // Residents and the percentage of them below 15; of the 45 residents of one neighbourhood the share is the district's mean.
    let known = [
        (775.0, 9.0),
        (1355.0, 19.0),
        (865.0, 18.0),
        (585.0, 21.0),
        (1270.0, 20.0),
        (640.0, 18.0),
        (750.0, 18.0),
    ];
    let children: f64 = known
        .iter()
        .map(|(residents, percentage)| residents * percentage / 100.0)
        .sum();
    let residents: f64 = known.iter().map(|(residents, _)| residents).sum();
    let all = children + 45.0 * children / residents;
    for criterion in ["play-0-6", "play-0-12"] {
        let play = of(criterion);
        assert_eq!((play.verdict, play.value), (Verdict::Short, Some(0.0)));
        near(play.short_by, 0.8 * all);
        assert!(play.imputed);
    }
    // 3,015 households and no centre: 125 × 3.015 and 50 × 3.015 m² are lacking.
    near(of("community-centre").short_by, 376.875);
    near(of("child-and-family").short_by, 150.75);
}
