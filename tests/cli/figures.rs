//! What is asked and answered: figures, tables and filters.

use serde_json::Value;

use super::{Folder, command, with_facilities};

#[test]
fn what_goes_in_comes_out_as_figures() {
    let folder = with_facilities();
    let answer = folder.json("analyze coverage --service-type LRN-BIEB --distance 50 --format json");
    let of = |code: &str| {
        let features = answer["features"].as_array().expect("rows");
        features
            .iter()
            .find(|row| row["code"] == code)
            .unwrap_or_else(|| panic!("{code}"))
            .clone()
    };
    // From a corner's lattice point (25, 25) the points at (25, 25), (75, 25) and (25, 75) lie within 50 m; from (175, 175) likewise.
    assert_eq!(of("BU00010001")["coverage"], 6.0 / 16.0);
    assert_eq!(of("BU00010001")["residentsServed"], 600.0);
    assert_eq!(of("BU00010001")["facilityCount"], 2);
    assert_eq!(
        of("BU00010002")["coverage"],
        Value::Null,
        "residents that CBS does not give are unknown, not zero"
    );
    assert_eq!(of("GM0001")["coverage"], 6.0 / 16.0);
    assert_eq!(of("WK000100")["residents"], 1600.0);
    assert_eq!(answer["parameters"]["distance"], 50.0);
    assert_eq!(answer["revision"], 2);
    assert!(answer["resolutionError"].is_number());
}

#[test]
fn what_stands_together_is_told() {
    let folder = with_facilities();
    folder.write(
        "more.csv",
        "id;naam;soort;x;y\na;Tuin;ONT-TUIN;100055;400025\nb;Tuin;ONT-TUIN;100175;400215\n",
    );
    folder.done("import facilities more.csv --crs EPSG:28992 --date 2026-01-01");
    let hubs = folder.json("analyze hubs --format json");
    assert_eq!(hubs["parameters"]["hubDiameterM"], 100.0);
    let hubs = hubs["features"].as_array().expect("rows");
    let mut widths: Vec<_> = hubs.iter().map(|hub| hub["widthM"].to_string()).collect();
    widths.sort();
    assert_eq!(widths, ["30.0", "40.0"]);
    let table = folder.done("analyze colocation --permutations 99");
    assert_eq!(table.lines().count(), 5, "{table}");
    assert_eq!(
        table,
        folder.done("analyze colocation --permutations 99"),
        "the same to the last byte"
    );
    let cells = folder.json("analyze kernel --bandwidth 75 --cell 50 --format json");
    assert_eq!(cells["parameters"]["bandwidth"], 75.0);
    assert!(cells["features"][0]["facilitiesPerKm2"].as_f64() > Some(0.0));
    let wrong = folder.run("analyze kernel --cell 5");
    assert_eq!(wrong.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&wrong.stderr).contains("--cell"));
    let concentrations = folder.done("export concentrations --format csv");
    assert!(
        concentrations.contains("BU00010001,Eerste,neighbourhood,3,3,1"),
        "{concentrations}"
    );
}

#[test]
fn filters_equity_and_the_nth_nearest_are_asked_in_kebab_case() {
    let folder = Folder::new();
    folder.write(
        "list.csv",
        "naam,soort,x,y,openingHours,targetGroups,languages\n\
         Bieb Noord,bibliotheek,100025,400025,Mo-Fr 13:00-21:00,65+,nl\n\
         Bieb Zuid,bibliotheek,100175,400175,op afspraak,,\n",
    );
    folder.done("import neighbourhoods areas.csv --crs EPSG:28992");
    let imported = folder.run("import facilities list.csv --crs EPSG:28992 --date 2026-01-01");
    let said = String::from_utf8_lossy(&imported.stderr).into_owned();
    assert!(
        said.contains("list.csv, row 3, openingHours") && said.contains("opening_hours_unreadable"),
        "{said}"
    );

    let typed = "--service-type LRN-BIEB --date 2026-11-21 --format json";
    let open = folder.json(&format!(
        "analyze coverage --open weekday-evening --target-group 65+ --nth 2 {typed}"
    ));
    let city = |answer: &Value| {
        let rows = answer["features"].as_array().expect("rows");
        rows.iter()
            .find(|row| row["code"] == "GM0001")
            .expect("the municipality")
            .clone()
    };
    assert_eq!(open["parameters"]["openUnknown"], 1);
    assert_eq!(open["parameters"]["targetGroupUnknown"], 1);
    assert_eq!(city(&open)["facilityCount"], 1);
    assert_eq!(city(&open)["meanNthDistanceM"], Value::Null);
    let all = folder.json(&format!("analyze coverage --nth 2 {typed}"));
    assert!(city(&all)["meanNthDistanceM"].as_f64() > city(&all)["meanDistanceM"].as_f64());

    let equity = folder.json(&format!("analyze equity --group all --area GM0001 {typed}"));
    let rows = equity["features"].as_array().expect("rows");
    assert_eq!(rows.len(), 4);
    assert_eq!(rows[0]["areaCode"], "BU00010001");
    assert_eq!(
        (&rows[3]["ratioToCity"], &rows[3]["group"]),
        (&Value::from(1.0), &Value::from("all"))
    );
    let every_type = folder.json("analyze equity --group all --area GM0001 --format json");
    assert!(every_type["features"].as_array().expect("rows").len() > 4);
    let curve = folder.done("export lorenz --service-type LRN-BIEB --group all --format csv");
    assert_eq!(curve.lines().filter(|line| line.contains("GM0001")).count(), 101);
}

#[test]
fn tables_and_csv_say_the_same() {
    let folder = with_facilities();
    let table = folder.done("analyze density --area GM0001");
    assert!(table.lines().next().expect("a heading").starts_with("code"));
    assert!(table.contains("Eerste"));
    let csv = folder.done("analyze density --area GM0001 --format csv");
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    let column = reader
        .headers()
        .expect("a heading")
        .iter()
        .position(|name| name == "facilityCount")
        .expect("a column");
    let counts: Vec<String> = reader
        .records()
        .map(|row| row.expect("a row")[column].to_owned())
        .collect();
    assert_eq!(counts, ["2", "0", "2", "2"]);
}

#[test]
fn removal_and_usage_are_asked_by_their_names() {
    let folder = with_facilities();
    let question = "--service-type LRN-BIEB --distance 50 --format json";
    let answer = folder.json(&format!("analyze removal --k 2 {question}"));
    let lost: Vec<(&Value, &Value)> = answer["features"]
        .as_array()
        .expect("rows")
        .iter()
        .map(|row| (&row["setSize"], &row["residentsLost"]))
        .collect();
    // Three of the sixteen points, each for 100 residents, lie within 50 m of either.
    let expected =
        [(1, 300.0), (1, 300.0), (2, 600.0)].map(|(size, lost)| (Value::from(size), Value::from(lost)));
    assert_eq!(lost, expected.each_ref().map(|(size, lost)| (size, lost)));
    assert_eq!(answer["parameters"]["k"], 2);
    let usage = folder.json(&format!("analyze usage {question}"));
    assert_eq!(usage["features"][0]["residentsInReach"], 300.0);
    assert_eq!(
        usage["features"][0]["visitorsPerResident"],
        Value::Null,
        "nobody counted"
    );
    assert_eq!(folder.run("analyze removal --k 11").status.code(), Some(2));
    assert_eq!(folder.run("analyze usage --k 2").status.code(), Some(2));
    let csv = folder.done("export removals --format csv");
    assert_eq!(csv.lines().count(), 3, "{csv}");
}

#[test]
fn whether_there_is_enough_is_told_as_far_as_it_is_known() {
    let folder = Folder::new();
    folder.write(
        "list.csv",
        "id;naam;soort;x;y;capaciteit\na;Bieb Noord;LRN-BIEB;100025;400025;30\nb;Bieb Zuid;LRN-BIEB;100175;400175;\n",
    );
    folder.done("import neighbourhoods areas.csv --crs EPSG:28992");
    folder.done("import facilities list.csv --crs EPSG:28992 --date 2026-01-01");
    let ask = "analyze supply --service-type LRN-BIEB --distance 50 --format json";
    let answer = folder.json(ask);
    let first = &answer["features"][0];
    assert_eq!(first["areaCode"], "BU00010001");
    assert_eq!(first["residentsServed"], 300.0);
    assert_eq!(first["coveredWithoutCapacity"], 300.0);
    assert_eq!(first["residentsUncovered"], 1000.0);
    assert_eq!(first["capacityUnknown"], 1);
    assert_eq!(first["accessPer1000"], 30.0 / 1.6);
    assert_eq!(answer["parameters"]["method"], "2sfca");
    // Of the three points that lie within 50 m two lie exactly there, in the last band.
    let nearer = folder.json(&format!("{ask} --method e2sfca --weights 1,0.5"));
    assert_eq!(nearer["features"][0]["accessPer1000"], 30.0 / 1.6);
    let facilities = folder.done(
        "export supply --service-type LRN-BIEB --distance 50 --method e2sfca --weights 1,0.5 --format csv",
    );
    assert!(facilities.contains(",30,,200,150"), "{facilities}");
    let told = folder.done(&format!("{} --explain", ask.replace("json", "table")));
    assert!(told.contains("plaatsen per 1.000"), "{told}");
    let wrong = folder.run("analyze supply --weights 1,0.5");
    assert!(!wrong.status.success());
}

#[test]
fn wrong_usage_is_told_apart_from_refusal() {
    let folder = with_facilities();
    for wrong in [
        "import",
        "import nonsense areas.csv",
        "analyze coverage --service-type NOPE",
        "analyze density --distance minus",
        "export nothing",
        "export facilities --format shp",
        "import facilities list.csv --crs EPSG:nope",
    ] {
        assert_eq!(folder.run(wrong).status.code(), Some(2), "{wrong}");
    }
    folder.refused("import facilities absent.csv");
    let nowhere = command()
        .args(["analyze", "density", "--city", "/nonexistent"])
        .output()
        .expect("runs");
    let reason = String::from_utf8(nowhere.stderr).expect("text");
    assert_eq!(nowhere.status.code(), Some(1));
    assert_eq!(reason.trim_end().lines().count(), 1, "{reason}");
}

#[test]
fn sites_are_asked_by_name() {
    let folder = with_facilities();
    let question = "--service-type LRN-BIEB --distance 50 --method exact --format json";
    let answer = folder.json(&format!("analyze siting --k 2 --explain {question}"));
    let sites = answer["features"].as_array().expect("rows");
    let told = (sites.len(), &sites[0]["rank"], &sites[0]["optimal"]);
    assert_eq!(told, (2, &Value::from(1), &Value::from(true)));
    assert!(sites[0]["gainResidents"].as_f64() >= sites[1]["gainResidents"].as_f64());
    assert_eq!(answer["parameters"]["k"], 2);
    assert_eq!(folder.run("analyze siting --k 101").status.code(), Some(2));
    assert_eq!(folder.run("analyze siting --method exact").status.code(), Some(2));
}

#[test]
fn what_can_go_is_asked_by_name_and_in_a_scenario() {
    let folder = with_facilities();
    let question = "--service-type LRN-BIEB --distance 50 --k 2 --format json";
    let answer = folder.json(&format!(
        "analyze stopping --by euros --time-limit 5 --explain {question}"
    ));
    let rows = answer["features"].as_array().expect("rows");
    assert_eq!(rows.len(), 3);
    assert!(
        rows.iter()
            .all(|row| row["possible"] == true && row["optimal"] == true)
    );
    assert_eq!(
        rows[0]["eurosSaved"],
        Value::Null,
        "what nobody knows is not nought"
    );
    assert_eq!(rows[1]["eurosUnknown"], 2);
    let floors = "--floor 1 --floor-level neighbourhood --groups all,65+ --criteria keep";
    let none = folder.json(&format!("analyze stopping {floors} {question}"));
    let row = &none["features"][0];
    assert_eq!(
        (&row["possible"], &row["stoppedByGroup"]),
        (&Value::from(false), &Value::from("all"))
    );
    assert_eq!(none["parameters"]["groups"], serde_json::json!(["all", "65+"]));
    let table = folder.done("export stopping-areas --service-type LRN-BIEB --distance 50 --format csv");
    assert!(
        table
            .lines()
            .next()
            .is_some_and(|line| line.contains("belowFloorAlready")),
        "{table}"
    );
    let gone = rows[0]["facilityId"].as_str().expect("an id");
    folder.write("plan.json", &format!("{{\"remove\": [\"{gone}\"]}}"));
    folder.done("scenario put less plan.json");
    let less = folder.json(&format!("analyze stopping --scenario less {question}"));
    let rows = less["features"].as_array().expect("rows");
    assert_eq!(rows.len(), 2, "one is left, and two cannot stop");
    assert_eq!(
        (&rows[0]["possible"], &rows[1]["reason"]),
        (&Value::from(true), &Value::from("noMoreFacilities"))
    );
    assert_eq!(less["parameters"]["scenario"], "less");
    for wrong in ["--k 2", "--floor 2", "--criteria drop", "--by scheme"] {
        assert_eq!(
            folder.run(&format!("analyze stopping {wrong}")).status.code(),
            Some(2),
            "{wrong}"
        );
    }
}
