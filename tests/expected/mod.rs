//! Our figures beside those that `tests/independent` computed with geopandas, shapely and scipy from the definitions alone:
//! shares to 1e-6, distances to a millimetre.

mod areas;
mod assessments;
mod cities;
mod closing;
mod equity;
mod money;
mod overlaps;
mod proximity;
mod removal;
mod rows;
mod siting;
mod stopping;
mod supply;
mod unserved;

use crate::support;
use crate::support::DAY;
use cities::{Town, real, sample, w1};
use rows::Expected;
use wijkkaart::analysis::coverage;
use wijkkaart::collections::{self, Query, Today, explain};
use wijkkaart::study::{DemandKind, Selection};

/// Areas, coverage, density and overlaps.
fn figures(town: &Town, expected: &Expected) {
    areas::areas(town, expected);
    areas::neighbourhoods(town, expected);
    areas::covered(town, expected);
    areas::dense(town, expected);
    overlaps::overlapping(town, expected);
}

fn distances(town: &Town, expected: &Expected) {
    equity::unequal(town, expected);
    equity::next_nearest(town, expected);
}

/// Hubs, concentration, co-location and kernel density.
fn places(town: &Town, expected: &Expected, cells_one_by_one: bool) {
    proximity::together(town, expected);
    proximity::concentrated(town, expected);
    proximity::near_each_other(town, expected);
    proximity::spread(town, expected, cells_one_by_one);
}

#[test]
fn the_sample_city_gives_the_figures_that_were_computed_apart() {
    let expected = Expected::read("dordrecht-sample.json");
    figures(sample(), &expected);
    unserved::added_up(sample(), &expected);
    distances(sample(), &Expected::read("analyses-sample.json"));
}

#[test]
fn every_criterion_of_the_sample_city_is_judged_as_it_was_apart() {
    assessments::judged(sample(), &Expected::read("assessments-sample.json"));
    assessments::the_hague_by_hand(sample());
}

#[test]
fn the_norms_of_other_cities_judge_the_real_one_as_they_did_apart() {
    let Some(town) = real() else { return };
    assessments::judged(town, &Expected::read("assessments-real.json"));
    assessments::wielwijk_by_hand(town);
}

#[test]
fn removals_and_usage_of_the_sample_city_are_those_that_were_computed_apart() {
    let expected = Expected::read("analyses-sample.json");
    removal::removals(sample(), &expected);
    removal::used(sample(), &expected);
}

#[test]
fn what_the_sample_city_offers_is_divided_as_it_was_apart() {
    supply::divided(sample(), &sample().study, &Expected::read("supply-sample.json"));
}

#[test]
fn what_the_real_city_offers_is_divided_as_it_was_apart() {
    let Some(town) = real() else { return };
    let study = supply::made_up(town);
    supply::divided(town, &study, &Expected::read("supply-real.json"));
}

#[test]
fn what_w1_offers_is_divided_as_it_was_apart() {
    let Some(town) = w1() else { return };
    let study = supply::made_up(town);
    supply::divided(town, &study, &Expected::read("supply-w1.json"));
}

#[test]
fn the_money_of_the_sample_city_goes_where_was_computed_apart() {
    let expected = Expected::read("money-sample.json");
    money::spent(sample(), &expected);
    money::committed(sample(), &expected);
    money::unmatched(sample(), &expected);
}

#[test]
fn what_stands_together_in_the_sample_city_is_what_was_computed_apart() {
    places(sample(), &Expected::read("analyses-sample.json"), true);
}

#[test]
fn of_equally_near_facilities_the_ids_tell_which_go_together() {
    proximity::on_a_raster(&Expected::read("analyses-sample.json"));
}

#[test]
fn the_real_city_gives_the_figures_that_were_computed_apart() {
    let Some(town) = real() else { return };
    let expected = Expected::read("dordrecht-real.json");
    figures(town, &expected);
    let city = town.study.areas.get(town.area("GM0505"));
    assert_eq!(town.study.areas.neighbourhood_count, 133);
    assert_eq!(city.residents, Some(121_430.0));
    assert!((city.area_km2 - 99.467).abs() < 1e-3, "{}", city.area_km2);
    assert_eq!(expected.rows("facilities").len(), 38);
    unserved::each(town, &expected, &["LRN-BIEB", "VER-SPORT"]);
    distances(town, &Expected::read("analyses-real.json"));
}

#[test]
fn removals_of_the_real_city_are_those_that_were_computed_apart() {
    let Some(town) = real() else { return };
    removal::removals(town, &Expected::read("analyses-real.json"));
}

#[test]
fn what_stands_together_in_the_real_city_is_what_was_computed_apart() {
    let Some(town) = real() else { return };
    places(town, &Expected::read("analyses-real.json"), false);
}

#[test]
fn libraries_of_the_real_city_reach_the_share_that_is_known() {
    let Some(town) = real() else { return };
    let params = coverage::Params {
        selection: Selection::on(DAY).of("LRN-BIEB").within_metres(1000.0),
        service_type: town.service_type("LRN-BIEB"),
        areas: vec![town.area("GM0505")],
    };
    let share = coverage::run(&town.study, &params).rows[0].coverage;
    let share = share.expect("residents");
    assert!((share - 0.604_170).abs() < 5e-7, "{share}");
    let error = coverage::resolution_error(&town.study, &params.selection, params.service_type);
    let error = error.expect("a lattice");
    assert!(error > 0.0 && error < 0.01, "{error}");
}

#[test]
fn libraries_of_the_real_city_are_explained_in_a_sentence() {
    let Some(town) = real() else { return };
    let collection = collections::get("municipalities").expect("a collection");
    let today = Today {
        date: DAY,
        timezone: jiff::tz::TimeZone::UTC,
    };
    let pairs = [("serviceType", "LRN-BIEB"), ("distance", "1000")]
        .map(|(name, value)| (name.to_owned(), value.to_owned()));
    let query = Query::parse(collection, &town.study, &today, &pairs).expect("a question");
    let set = collections::run(collection, &town.study, &query);
    let city = support::city();
    let asked = explain::Asked {
        city: &city,
        collection,
        study: &town.study,
        query: &query,
        set: &set,
        residents_to: 1,
    };
    let explained = explain::explain(&asked, "GM0505", "coverage", || None).expect("explained");
    assert_eq!(
        explained.sentences.nl.replace('\u{a0}', " "),
        "Van de 121.430 inwoners van Dordrecht wonen er 73.364 (60,4 %) binnen 1.000 meter, hemelsbreed, van een van de 5 bibliotheken die op 21 november 2026 open zijn."
    );
    assert_eq!(explained.facilities_total, Some(5));
}

#[test]
fn closing_a_facility_of_the_real_city_costs_those_who_have_no_other() {
    let Some(town) = real() else { return };
    let expected = Expected::read("dordrecht-real.json");
    assert_eq!(closing::alone(town, &expected, "LRN-BIEB"), 5);
    assert!(closing::alone(town, &expected, "VER-SPORT") > 5);
}

#[test]
fn a_report_on_the_real_city_tells_what_is_known() {
    let Some(town) = real() else { return };
    let said = closing::told(town);
    for known in [
        "# Bibliotheken in Dordrecht",
        "Van de 121.430 inwoners van Dordrecht wonen er 73.364 (60,4 %)",
        "Van de 48.066 die niet worden bereikt",
        " van 60,4 % naar ",
    ] {
        assert!(said.contains(known), "{known}\n\n{said}");
    }
}

#[test]
fn the_best_sites_in_the_real_city_are_as_good_as_those_that_were_found_apart() {
    let Some(town) = real() else { return };
    let expected = Expected::read("siting-real.json");
    siting::covered(town, &expected);
    siting::all_served(town, &expected);
    siting::shortest(town, &expected);
    siting::the_next_two_libraries(town, &expected);
}

#[test]
fn the_best_sites_in_w1_are_as_good_as_those_that_were_found_apart() {
    let Some(town) = w1() else { return };
    let expected = Expected::read("siting-w1.json");
    siting::covered(town, &expected);
    siting::all_served(town, &expected);
}

#[test]
fn what_can_go_of_the_real_city_is_what_was_found_apart() {
    let Some(town) = real() else { return };
    stopping::gone(town, &Expected::read("stopping-real.json"));
}

#[test]
fn w1_is_as_large_as_it_was_computed_apart() {
    let Some(town) = w1() else { return };
    let expected = Expected::read("analyses-w1.json");
    let study = &town.study;
    assert_eq!(study.demand.kind, DemandKind::Layer);
    assert_eq!(study.demand.points.len() as f64, expected.asked("demandPoints"));
    assert_eq!(study.demand.points.len() + study.demand.outside, 60_000);
    let located = study.facilities.located(&study.grants, &Selection::on(DAY));
    assert_eq!(located.len() as f64, expected.asked("facilities"));
    assert_eq!(study.areas.neighbourhood_count, 95);
}

#[test]
fn w1_gives_the_figures_that_were_computed_apart() {
    let Some(town) = w1() else { return };
    let expected = Expected::read("analyses-w1.json");
    areas::covered(town, &expected);
    distances(town, &expected);
}

#[test]
fn removals_of_w1_are_those_that_were_computed_apart() {
    let Some(town) = w1() else { return };
    removal::removals(town, &Expected::read("analyses-w1.json"));
}

#[test]
fn what_stands_together_in_w1_is_what_was_computed_apart() {
    let Some(town) = w1() else { return };
    places(town, &Expected::read("analyses-w1.json"), true);
}
