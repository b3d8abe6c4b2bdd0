//! Whether there is enough, explained.

use super::{explained, ids, nl, ratio, sum};
use crate::collections::fixture::{city, snapshot};
use crate::study::Study;

#[test]
fn what_there_is_for_residents_is_explained_with_those_that_do_not_tell() {
    let mut snapshot = snapshot();
    snapshot.layers.facilities[0].capacity = Some(30.0);
    let study = Study::new(&city(), snapshot);
    let query = "serviceType=LRN-BIEB&distance=1700";
    let area = "municipality:GM0001:LRN-BIEB";
    let access = explained(&study, "accessibility", query, area, "accessPer1000");
    assert!((ratio(&access).unwrap() - 30.0 / 1.9).abs() < 1e-6);
    assert_eq!(ids(&access), ["lib-1", "lib-2"]);
    let untold = access.caveats.iter().find(|of| of.code == "capacityUnknown");
    assert_eq!(untold.and_then(|of| of.count), Some(1));
    assert!(access.definition.source.unwrap().contains("2SFCA"));
    for (property, by_hand) in [("residentsServed", 1500.0), ("residentsUncovered", 400.0)] {
        let explained = explained(&study, "accessibility", query, area, property);
        assert!((sum(&explained).unwrap() - by_hand).abs() < 1e-6, "{property}");
    }
    let silent = explained(&study, "accessibility", query, area, "capacityUnknown");
    assert_eq!(ids(&silent), ["lib-2"]);
    let own = explained(&study, "supply", query, "lib-1", "ratioPer1000");
    assert!((ratio(&own).unwrap() - 20.0).abs() < 1e-6);
    assert_eq!(
        nl(&study, "supply", query, "lib-1", "ratioPer1000"),
        "=Name of lib-1 biedt 30 plaatsen aan 1.500 inwoners in bereik. Dat is 20 per 1.000."
    );
    assert_eq!(
        nl(&study, "supply", query, "lib-2", "ratioPer1000"),
        "=Name of lib-2 doet niet mee: capaciteit is niet bekend."
    );
    assert_eq!(
        nl(&study, "accessibility", query, area, "accessPer1000"),
        "Voor de inwoners van GM0001 zijn er 15,8 plaatsen per 1.000 binnen 1.700 meter, hemelsbreed, als ieder die er kan komen evenveel krijgt."
    );
}
