//! Hints for parameters, and which of them play a part.

use super::*;
use crate::collections::{Needs, Parameter, nearest};

#[test]
fn a_hint_names_what_is_near_and_nothing_that_is_half_another_word() {
    let hint = |text: &str| nearest(text, ["abcdefgh", "zzz"].into_iter());
    assert_eq!(hint("ABCDEFG"), Some("abcdefgh"));
    assert_eq!(
        hint("abcde123"),
        Some("abcdefgh"),
        "three letters of eight are other"
    );
    assert_eq!(hint("abcd1234"), None, "four are half of the word");
    assert_eq!(hint("zz"), Some("zzz"));
    assert_eq!(hint("z"), None);
    assert_eq!(hint(""), None);
    assert_eq!(nearest("abc", std::iter::empty()), None);

    let study = study();
    let reason = |query: &str| parse(&study, "districts", query).unwrap_err()[0].reason.clone();
    assert!(reason("servicetyp=x").ends_with("; the nearest is serviceType"));
    assert!(!reason("colour=x").contains("nearest"));
    assert!(reason("serviceType=LRN-BIB").ends_with("; the nearest is LRN-BIEB"));
    assert!(!reason("serviceType=hospital").contains("nearest"));
    assert!(reason("area=WK00102").contains("the nearest is WK000102"));
}

#[test]
fn what_plays_no_part_does_not_stand_among_the_parameters_in_force() {
    let study = study();
    let travel = "distance=500&mode=straight-line&facilities=within";
    let names = ["distance", "mode", "facilities"];
    for collection in [
        "neighbourhoods",
        "districts",
        "programme-areas",
        "municipalities",
        "demand",
    ] {
        for (parameter, name) in [Parameter::Distance, Parameter::Mode, Parameter::Facilities]
            .into_iter()
            .zip(names)
        {
            assert_eq!(parameter.needs(get(collection).unwrap()), Needs::ServiceType);
            let untyped = parse(&study, collection, travel).unwrap();
            assert!(!untyped.parameters.contains_key(name), "{collection} {name}");
            let typed = parse(&study, collection, &format!("{travel}&serviceType=LRN-BIEB")).unwrap();
            assert!(typed.parameters.contains_key(name), "{collection} {name}");
        }
        // The figures are those of a question without them.
        let of = |query: &str| {
            run(
                get(collection).unwrap(),
                &study,
                &parse(&study, collection, query).unwrap(),
            )
        };
        assert_eq!(of(travel).features, of("").features, "{collection}");
    }
    let needs = |parameter: Parameter, collection: &str| parameter.needs(get(collection).unwrap());
    assert_eq!(needs(Parameter::Distance, "facilities"), Needs::Nothing);
    assert_eq!(needs(Parameter::Mode, "facilities"), Needs::ServiceTypeOrDistance);
    assert_eq!(needs(Parameter::Facilities, "gaps"), Needs::Nothing);
    assert_eq!(needs(Parameter::Nth, "districts"), Needs::ServiceType);
    assert_eq!(needs(Parameter::Group, "districts"), Needs::Nothing);
}
