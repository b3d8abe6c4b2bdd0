//! What is said, word by word.

use super::{explained, nl};
use crate::collections::fixture::study;

#[test]
fn coverage_is_told_as_a_planner_would() {
    let study = study();
    let say = |query: &str, id: &str| {
        let collection = match &id[..2] {
            "GM" => "municipalities",
            "WK" => "districts",
            _ => "neighbourhoods",
        };
        nl(&study, collection, query, id, "coverage")
    };
    let near = "serviceType=LRN-BIEB&distance=2000";
    assert_eq!(
        say(near, "GM0001"),
        "Van de 1.900 inwoners van GM0001 wonen er 1.500 (78,9 %) binnen 2.000 meter, hemelsbreed, van \
        een van de 2 bibliotheken die op 1 juni 2026 open zijn."
    );
    assert_eq!(
        explained(&study, "municipalities", near, "GM0001", "coverage")
            .sentences
            .en,
        "Of the 1,900 residents of GM0001, 1,500 (78.9%) live within 2,000 metres, in a straight line, of \
        one of the 2 libraries that are open on 1 June 2026."
    );
    assert_eq!(
        nl(&study, "municipalities", near, "GM0001", "residentsUnserved"),
        "Van de 1.900 inwoners van GM0001 wonen er 400 (21,1 %) verder dan 2.000 meter, hemelsbreed, van \
        elk van de 2 bibliotheken die op 1 juni 2026 open zijn."
    );
    assert_eq!(
        say(near, "BU00010101"),
        "Alle 1.000 inwoners van A wonen binnen 2.000 meter, hemelsbreed, van een van de 2 bibliotheken \
        die op 1 juni 2026 open zijn."
    );
    assert_eq!(
        say("serviceType=LRN-BIEB&distance=100&role=subsidy", "BU00010202"),
        "Geen van de 400 inwoners van D woont binnen 100 meter, hemelsbreed, van een bibliotheek met \
        subsidie. Daarvan is er op 1 juni 2026 1 open."
    );
    assert_eq!(
        say("serviceType=LRN-TAAL&group=65 ", "BU00010101"),
        "Op 1 juni 2026 is er geen taalhuis of digitaal hulppunt open. Daarom woont niemand van de 100 \
        inwoners van 65 jaar en ouder in A binnen 1.000 meter, hemelsbreed, van een taalhuis of digitaal \
        hulppunt."
    );
    assert_eq!(
        say(near, "BU00010201"),
        "Hoeveel inwoners er in C wonen, is niet bekend. Daarom is dit cijfer er niet."
    );
}

#[test]
fn other_figures_are_told_in_words() {
    let study = study();
    let near = "serviceType=LRN-BIEB&distance=2000";
    assert_eq!(
        nl(&study, "neighbourhoods", near, "BU00010101", "facilitiesPer1000"),
        "Op 1 juni 2026 staan in A 2 bibliotheken, voor 1.000 inwoners: 2 per 1.000 inwoners."
    );
    assert_eq!(
        nl(&study, "neighbourhoods", near, "BU00010202", "facilityCount"),
        "Op 1 juni 2026 staat in D geen bibliotheek."
    );
    assert_eq!(
        nl(&study, "municipalities", near, "GM0001", "residentsMissing"),
        "In GM0001 is van 1 van de 4 buurten niet bekend hoeveel inwoners er zijn. Die tellen in geen \
        enkel cijfer over inwoners mee."
    );
    assert_eq!(
        nl(&study, "facilities", near, "lib-1", "uniqueCoverage"),
        "Binnen 2.000 meter, hemelsbreed, van =Name of lib-1 wonen 1.500 inwoners. Niemand van hen heeft \
        alleen deze: wie hier terechtkan, heeft binnen die afstand nog een bibliotheek."
    );
    assert_eq!(
        nl(&study, "usage", near, "lib-1", "residentsInReach"),
        "Binnen 2.000 meter, hemelsbreed, van =Name of lib-1 wonen 1.500 inwoners.",
        "use tells nothing of who has no other"
    );
    assert_eq!(
        nl(&study, "usage", near, "lib-1", "eurosPerYear"),
        "Op 1 juni 2026 krijgt =Name of lib-1 € 50.000 per jaar van de gemeente."
    );
    assert_eq!(
        nl(&study, "removals", near, "LRN-BIEB:lib-1", "residentsLost"),
        "Als =Name of lib-1 stopt, heeft iedereen die er nu een heeft nog steeds een bibliotheek binnen 2.000 meter, hemelsbreed."
    );
    assert_eq!(
        nl(&study, "offer", "", "district:WK000101:LRN-BIEB", "roleSubsidy"),
        "In WK000101 tellen 2 bibliotheken mee. Met alleen subsidie: 1."
    );
    assert_eq!(
        nl(&study, "facilities", "distance=500", "lost", "uniqueCoverage"),
        "Voor =Name of lost is dit niet uitgerekend: waar deze plek is, is niet bekend."
    );
    assert_eq!(
        nl(&study, "facilities", "", "lib-1", "name"),
        "Naam van =Name of lib-1: =Name of lib-1. Bron: list van 1 januari 2026."
    );
    assert_eq!(
        nl(&study, "overlaps", near, "lib-1~lib-2", "jaccard"),
        "Binnen 2.000 meter, hemelsbreed, van =Name of lib-1 of =Name of lib-2 wonen 1.500 inwoners. \
        1.500 van hen (100 %) kunnen naar allebei."
    );
    assert_eq!(
        nl(&study, "overlaps", near, "lib-1~lib-2", "eurosPerYearA"),
        "Op 1 juni 2026 krijgt =Name of lib-1 € 50.000 per jaar van de gemeente."
    );
    assert!(nl(&study, "overlaps", near, "lib-1~lib-2", "eurosPerYearB").starts_with("Hoeveel geld"));
    assert_eq!(
        nl(&study, "service-types", "", "LRN-BIEB", "facilityCount"),
        "Op 1 juni 2026 zijn er 2 bibliotheken open."
    );
    assert_eq!(
        nl(&study, "demand", near, "BU00010101-1", "residents"),
        "Dit punt staat voor 2,5 inwoners: de 1.000 inwoners van A zijn gelijk verdeeld over 400 punten."
    );
}
