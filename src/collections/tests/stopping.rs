//! What can go of the city that can be computed by hand.

use super::*;

const ASKED: &str = "serviceType=LRN-BIEB&distance=2000&k=3";

fn text(of: &str) -> Value {
    Value::Text(of.to_owned())
}

#[test]
fn one_twin_can_go_and_both_cannot() {
    let study = study();
    // Of the two the one whose euros are known.
    let set = ask(&study, "stopping", ASKED);
    let (one, both) = ("LRN-BIEB:1:lib-1", ["LRN-BIEB:2:lib-1", "LRN-BIEB:2:lib-2"]);
    let none = "LRN-BIEB:3";
    assert_eq!(ids(&set), [one, both[0], both[1], none], "there are no three");
    assert_eq!(set.value(none, "reason"), Some(&text("noMoreFacilities")));
    assert_eq!(set.value(none, "possible"), Some(&Value::Boolean(false)));
    for (id, size, lost) in [(one, 1.0, 0.0), (both[0], 2.0, 1500.0), (both[1], 2.0, 1500.0)] {
        near(number(&set, id, "size"), size);
        near(number(&set, id, "residentsLost"), lost);
        near(number(&set, id, "residentsLostAlone"), 0.0);
        near(number(&set, id, "coverageBefore"), 1500.0 / 1900.0);
        near(number(&set, id, "coverageAfter"), (1500.0 - lost) / 1900.0);
        near(number(&set, id, "eurosSaved"), 50_000.0);
        near(number(&set, id, "eurosUnknown"), size - 1.0);
        near(number(&set, id, "bound"), lost);
        near(number(&set, id, "candidateCount"), 2.0);
        assert_eq!(set.value(id, "optimal"), Some(&Value::Boolean(true)));
    }
    assert_eq!(number(&set, both[1], "eurosPerYear"), None);
    // A floor in the whole municipality, and in the west; the east is below it already.
    let set = ask(&study, "stopping", &format!("{ASKED}&floor=0.5"));
    assert_eq!(ids(&set), [one, "LRN-BIEB:2", none]);
    let no = "LRN-BIEB:2";
    assert_eq!(set.value(no, "possible"), Some(&Value::Boolean(false)));
    assert_eq!(set.value(no, "reason"), Some(&text("floor")));
    assert_eq!(set.value(no, "facilityId"), Some(&Value::Null));
    assert_eq!(set.value(no, "stoppedByArea"), Some(&text("GM0001")));
    assert_eq!(set.value(no, "stoppedByGroup"), Some(&text("all")));
    assert_eq!(set.value(no, "stoppedByCriterion"), Some(&Value::Null));
    near(number(&set, no, "stoppedLevel"), 0.5);
    near(number(&set, no, "stoppedValue"), 0.0);
    assert_eq!(number(&set, no, "residentsLost"), None, "nothing stops");
}

#[test]
fn each_area_and_group_is_told() {
    let study = study();
    let question = format!("{ASKED}&floor=0.5&groups=all,65 ");
    let set = ask(&study, "stopping-areas", &question);
    let areas = ["GM0001", "WK000101", "WK000102"];
    let rows = [1, 2].into_iter().flat_map(|size| {
        let of_size = areas
            .iter()
            .flat_map(move |area| ["all", "65+"].map(|group| format!("LRN-BIEB:{size}:{area}:{group}")));
        of_size.collect::<Vec<_>>()
    });
    assert_eq!(ids(&set), rows.collect::<Vec<_>>());
    for (id, possible, lost, before, after, below) in [
        ("LRN-BIEB:1:WK000101:all", true, 0.0, 1.0, 1.0, false),
        ("LRN-BIEB:1:WK000102:65+", true, 0.0, 0.0, 0.0, true),
        ("LRN-BIEB:2:WK000101:65+", false, 150.0, 1.0, 0.0, false),
        (
            "LRN-BIEB:2:GM0001:all",
            false,
            1500.0,
            1500.0 / 1900.0,
            0.0,
            false,
        ),
    ] {
        assert_eq!(set.value(id, "possible"), Some(&Value::Boolean(possible)), "{id}");
        near(number(&set, id, "residentsLost"), lost);
        near(number(&set, id, "coverageBefore"), before);
        near(number(&set, id, "coverageAfter"), after);
        near(number(&set, id, "floor"), 0.5);
        assert_eq!(
            set.value(id, "belowFloorAlready"),
            Some(&Value::Boolean(below)),
            "{id}"
        );
    }
    for (level, count) in [
        ("none", 1),
        ("municipality", 1),
        ("programme", 2),
        ("neighbourhood", 5),
    ] {
        let set = ask(
            &study,
            "stopping-areas",
            &format!("serviceType=LRN-BIEB&floorLevel={level}"),
        );
        assert_eq!(ids(&set).len(), count, "{level}");
        let floor = set.value(ids(&set)[0], "floor");
        assert_eq!(floor, Some(&Value::Null), "none is asked");
    }
}

#[test]
fn what_is_asked_is_told_and_what_is_wrong_is_named() {
    let study = study();
    let parameters = parse(&study, "stopping", ASKED).unwrap().parameters;
    for (name, value) in [
        ("by", json!("residents")),
        ("floorLevel", json!("district")),
        ("groups", json!(["all"])),
        ("k", json!(3)),
        ("timeLimit", json!(10)),
    ] {
        assert_eq!(parameters[name], value, "{name}");
    }
    assert!(!parameters.contains_key("floor") && !parameters.contains_key("criteria"));
    let more =
        format!("{ASKED}&by=euros&floor=0.25&floorLevel=none&groups=65 ,0-15&criteria=keep&timeLimit=5");
    let parameters = parse(&study, "stopping", &more).unwrap().parameters;
    for (name, value) in [
        ("by", json!("euros")),
        ("floor", json!(0.25)),
        ("floorLevel", json!("none")),
        ("groups", json!(["65+", "0-15"])),
        ("criteria", json!("keep")),
        ("timeLimit", json!(5)),
    ] {
        assert_eq!(parameters[name], value, "{name}");
    }
    for (wrong, name) in [
        ("floor=1.01", "floor"),
        ("floor=x", "floor"),
        ("floorLevel=street", "floorLevel"),
        ("groups=all,old", "groups"),
        ("by=scheme", "by"),
        ("criteria=drop", "criteria"),
        ("k=2", "serviceType"),
        ("k=11", "k"),
        ("timeLimit=31", "timeLimit"),
    ] {
        assert_eq!(
            parse(&study, "stopping", wrong).unwrap_err()[0].name,
            name,
            "{wrong}"
        );
        assert_eq!(
            parse(&study, "stopping-areas", wrong).unwrap_err()[0].name,
            name,
            "{wrong}"
        );
    }
}

#[test]
fn of_observed_people_only_the_set_is_told() {
    let study = confidential_study();
    let question = "serviceType=LRN-BIEB&k=2";
    let set = ask(&study, "stopping", question);
    assert_eq!(ids(&set).len(), 3);
    for id in ids(&set) {
        for figure in [
            "residentsLost",
            "residentsLostAlone",
            "coverageBefore",
            "coverageAfter",
            "bound",
            "gap",
        ] {
            assert_eq!(number(&set, id, figure), None, "{id} {figure}");
        }
        assert_eq!(set.value(id, "suppressed"), Some(&Value::Boolean(true)));
        near(number(&set, id, "eurosSaved"), 50_000.0);
    }
    assert!(!get("stopping-areas").unwrap().served(&study));
    for tells in ["floor=0.5", "criteria=keep"] {
        let wrong = parse(&study, "stopping", &format!("{question}&{tells}")).unwrap_err();
        assert_eq!(tells.split('=').next(), Some(wrong[0].name.as_str()));
    }
}
