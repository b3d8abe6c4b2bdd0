//! The command line, by running the program on folders and files as a user would.

mod support;

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::Duration;

use serde_json::{Value, json};
use support::shared;
use tempfile::TempDir;

/// A city folder of its own, with two square neighbourhoods to import.
struct Folder(TempDir);

impl Folder {
    fn new() -> Self {
        let folder = Self(tempfile::tempdir().expect("a temporary folder"));
        folder.write(
            "city.toml",
            "name = 'Made'\ncrs = 'EPSG:28992'\ntimezone = 'Europe/Amsterdam'",
        );
        folder.write("areas.csv", AREAS);
        folder
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn write(&self, name: &str, text: &str) {
        std::fs::write(self.path(name), text).expect("writable");
    }

    /// Runs `wijkkaart` in the folder of this city.
    fn run(&self, arguments: &str) -> Output {
        let arguments = arguments.split_whitespace();
        command()
            .args(arguments)
            .args(["--city", "."])
            .current_dir(self.0.path())
            .output()
            .expect("runs")
    }

    fn done(&self, arguments: &str) -> String {
        let output = self.run(arguments);
        assert!(
            output.status.success(),
            "{arguments}: {}",
            String::from_utf8_lossy(&output.stderr)
        );
        String::from_utf8(output.stdout).expect("text")
    }

    fn refused(&self, arguments: &str) -> String {
        let output = self.run(arguments);
        assert_eq!(output.status.code(), Some(1), "{arguments}: {output:?}");
        String::from_utf8(output.stderr).expect("text")
    }

    fn json(&self, arguments: &str) -> Value {
        serde_json::from_str(&self.done(arguments)).expect("JSON")
    }

    /// The facilities as the API gives them, by id.
    fn facility(&self, name: &str, more: &str) -> Option<Value> {
        let answer = self.json(&format!("export facilities {more}"));
        let features = answer["features"].as_array().expect("features").clone();
        features
            .into_iter()
            .find(|feature| feature["properties"]["name"] == name)
    }
}

fn command() -> Command {
    Command::new(env!("CARGO_BIN_EXE_wijkkaart"))
}

/// The lattice has 16 points in each square; WKT in RD.
const AREAS: &str = "buurtcode;buurtnaam;wijkcode;gemeentecode;aantal_inwoners;wkt\n\
    BU00010001;Eerste;WK000100;GM0001;1600;POLYGON((100000 400000,100200 400000,100200 400200,100000 400200,100000 400000))\n\
    BU00010002;Tweede;WK000100;GM0001;-99997;POLYGON((100200 400000,100400 400000,100400 400200,100200 400200,100200 400000))\n";

const FACILITIES: &str =
    "naam;soort;x;y\nBieb Noord;bibliotheek;100025;400025\nBieb Zuid;LRN-BIEB;100175,0;400175,0\n";

fn with_facilities() -> Folder {
    let folder = Folder::new();
    folder.write("list.csv", FACILITIES);
    folder.done("import neighbourhoods areas.csv --crs EPSG:28992");
    folder.done("import facilities list.csv --crs EPSG:28992 --date 2026-01-01");
    folder
}

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
fn importing_again_keeps_ids_and_closes_what_is_missing() {
    let folder = with_facilities();
    let before = folder.facility("Bieb Noord", "").expect("there");
    folder.write(
        "list.csv",
        &FACILITIES.replace(
            "Bieb Zuid;LRN-BIEB;100175,0;400175,0\n",
            "Bieb Oost;LRN-BIEB;100300;400100\n",
        ),
    );
    let said = folder.done("import facilities list.csv --crs EPSG:28992 --date 2026-06-01");
    assert!(
        said.contains("1 added") && said.contains("1 closed") && said.contains("1 unchanged"),
        "{said}"
    );
    let after = folder.facility("Bieb Noord", "").expect("still there");
    assert_eq!(before["id"], after["id"]);
    assert!(folder.facility("Bieb Zuid", "--date 2026-06-01").is_none());
    let closed = folder
        .facility("Bieb Zuid", "--date 2026-05-31")
        .expect("open until then");
    assert_eq!(closed["properties"]["validTo"], "2026-06-01");
    let known_then = folder
        .facility("Bieb Zuid", "--revision 2")
        .expect("not closed at that revision");
    assert_eq!(known_then["properties"]["validTo"], Value::Null);
    folder.refused("export facilities --revision 99");
}

#[test]
fn another_source_leaves_the_first_alone() {
    let folder = with_facilities();
    folder.write(
        "other.csv",
        "naam;soort;x;y\nBieb West;bibliotheek;100050;400150\n",
    );
    folder.done("import facilities other.csv --crs EPSG:28992");
    assert_eq!(
        folder.json("export facilities")["features"]
            .as_array()
            .map(Vec::len),
        Some(3)
    );
}

#[test]
fn a_refused_row_refuses_the_file_and_names_its_place() {
    let folder = with_facilities();
    folder.write(
        "wrong.csv",
        "naam;soort;x;y\nGoed;bibliotheek;100050;400150\nFout;bibliotheeek;100050;400150\n",
    );
    let reason = folder.refused("import facilities wrong.csv --crs EPSG:28992 --report report.json");
    assert!(
        reason.contains("wrong.csv, row 3") && reason.contains("LRN-BIEB"),
        "{reason}"
    );
    let report: Value =
        serde_json::from_str(&std::fs::read_to_string(folder.path("report.json")).expect("written"))
            .expect("JSON");
    assert_eq!(report["refused"], 1);
    let finding = &report["warnings"][0];
    assert_eq!(
        (&finding["row"], &finding["severity"]),
        (&Value::from(3), &Value::from("error"))
    );
    assert!(folder.facility("Goed", "").is_none(), "nothing is half stored");
    folder.done("import facilities wrong.csv --crs EPSG:28992 --unknown-type keep");
    assert_eq!(
        folder.facility("Fout", "").expect("kept")["properties"]["sourceType"],
        "bibliotheeek"
    );
}

#[test]
fn a_dry_run_keeps_nothing_and_coordinates_need_a_crs() {
    let folder = with_facilities();
    folder.write("more.csv", "naam;soort;x;y\nNieuw;bibliotheek;100050;400150\n");
    folder.done("import facilities more.csv --crs EPSG:28992 --dry-run");
    assert!(folder.facility("Nieuw", "").is_none());
    let reason = folder.refused("import facilities more.csv");
    assert!(reason.contains("missing_crs"), "{reason}");
}

#[test]
fn an_empty_file_is_done_with_a_warning_and_closes_nothing() {
    let folder = with_facilities();
    folder.write("list.csv", "naam;soort;x;y\n");
    let output = folder.run("import facilities list.csv --crs EPSG:28992");
    assert!(output.status.success());
    assert!(String::from_utf8_lossy(&output.stderr).contains("empty_input"));
    assert!(folder.facility("Bieb Noord", "").is_some());
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
fn a_report_is_prose_and_says_what_closing_means() {
    let folder = with_facilities();
    let id = |name: &str| {
        let facility = folder.facility(name, "").expect("there");
        facility["id"].as_str().expect("an id").to_owned()
    };
    let text = folder.done("analyze report --service-type LRN-BIEB --distance 50");
    assert!(text.starts_with("# Bibliotheken in GM0001\n"), "{text}");
    assert!(
        text.contains("wonen er 600 (37,5\u{a0}%) binnen 50 meter"),
        "{text}"
    );
    assert!(
        text.contains("Van 1 buurt is niet bekend hoeveel inwoners er wonen."),
        "{text}"
    );
    let closing = format!(
        "analyze report --close {} --lang en --distance 50",
        id("Bieb Noord")
    );
    let text = folder.done(&closing);
    assert!(
        text.contains("If Bieb Noord closes, 300 residents have no library within 50 metres"),
        "{text}"
    );
    let both = folder.done(&format!("{closing} --close {}", id("Bieb Zuid")));
    assert!(
        both.contains("the share that is reached goes from 37.5% to 0%"),
        "{both}"
    );
    for wrong in [
        "analyze report",
        "analyze report --close no-such-facility",
        "analyze report --service-type LRN-BIEB --facilities within",
        "analyze report --service-type LRN-BIEB --format json",
        "analyze report --service-type LRN-BIEB --explain",
        "analyze coverage --close x",
    ] {
        let output = folder.run(wrong);
        assert_eq!(output.status.code(), Some(2), "{wrong}: {output:?}");
        assert!(!output.stderr.is_empty() && output.stdout.is_empty(), "{wrong}");
    }
}

#[test]
fn every_figure_says_how_it_came_about() {
    let folder = with_facilities();
    let question = "analyze coverage --service-type LRN-BIEB --distance 50 --area BU00010001 --explain";
    let text = folder.done(question);
    let sentence = "Van de 1.600 inwoners van Eerste wonen er 600 (37,5\u{a0}%) binnen 50 meter, hemelsbreed, van een van de 2 bibliotheken";
    assert!(text.contains(sentence), "{text}");
    assert!(
        text.contains("= inwoners binnen de normafstand (600) ÷ inwoners (1.600) = 0,38"),
        "{text}"
    );
    let english = folder.done(&format!("{question} --lang en"));
    assert!(
        english.contains("Of the 1,600 residents of Eerste, 600 (37.5%) live within 50 metres"),
        "{english}"
    );
    let json = folder.json(&format!("{question} --format json"));
    let explanations = json["explanations"].as_array().expect("explanations");
    let properties: Vec<_> = explanations.iter().map(|of| &of["property"]).collect();
    assert_eq!(
        properties,
        ["coverage", "meanDistanceM", "meanCount", "redundancyRatio"]
    );
    assert_eq!(explanations[0]["resolutionError"], json["resolutionError"]);
    assert_eq!(explanations[0]["value"], json["features"][0]["coverage"]);
    assert!(
        folder
            .json("analyze density --format json")
            .get("explanations")
            .is_none()
    );
    for analysis in ["density", "gaps", "overlaps --distance 500"] {
        let text = folder.done(&format!("analyze {analysis} --explain"));
        assert!(
            text.contains('÷') || text.contains(" + ") || text.contains("  = "),
            "{text}"
        );
    }
    let csv = folder.run(&format!("{question} --format csv"));
    assert_eq!(csv.status.code(), Some(2));
}

/// The sample with a store of its own.
fn sample(store: &Path, arguments: &[&str]) -> Output {
    command()
        .args(arguments)
        .arg("--store")
        .arg(store)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("runs")
}

#[test]
fn the_sample_is_checked_without_an_error() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let output = sample(&folder.path().join("store.gpkg"), &["check"]);
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
}

#[test]
fn the_money_of_the_sample_is_told_as_a_planner_adds_it_up() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let store = folder.path().join("store.gpkg");
    let rows = |arguments: &str| -> Vec<Value> {
        let all: Vec<&str> = arguments
            .split(' ')
            .chain(["--date", "2026-11-21", "--format", "json"])
            .collect();
        let output = sample(&store, &all);
        assert!(
            output.status.success(),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
        let answer: Value = serde_json::from_slice(&output.stdout).expect("JSON");
        answer["features"].as_array().expect("rows").clone()
    };
    let district = rows("analyze grants --by district --area WK050508");
    assert_eq!(district.len(), 1);
    // Four play areas and exercise spots at 2,400 and six grants that are all for places in this district.
    let euros = 4.0 * 2_400.0 + 26_000.0 + 37_500.0 + 286_000.0 + 540_000.0 + 165_000.0 + 46_000.0;
    assert_eq!(district[0]["eurosPerYear"], euros);
    assert_eq!(district[0]["eurosPerResident"], euros / 8_495.0);
    assert_eq!(
        district[0]["allocatedEuros"], 9_600.0,
        "the joint budget stays in the district whole"
    );
    // Of the joint budget of 184,999.99 the shares are 9,249,999.5, 5,549,999.7 and 3,699,999.8 cents: the last two get a cent over.
    let of_scheme = [
        "analyze",
        "grants",
        "--by",
        "recipient",
        "--scheme",
        "Gezamenlijk budget (voorbeeld)",
    ];
    let output = sample(
        &store,
        &[&of_scheme[..], &["--date", "2026-11-21", "--format", "csv"]].concat(),
    );
    let csv = String::from_utf8(output.stdout).expect("text");
    for line in [
        "Wijkkracht,,92499.99,",
        "Ontmoet,,55500,",
        "Raad en Daad,,37000,",
        "Geldwijs,,71500,",
    ] {
        assert!(csv.contains(line), "{line}: {csv}");
    }
    let kinds: Vec<String> = rows("analyze mismatches")
        .iter()
        .map(|row| row["kind"].as_str().expect("a kind").to_owned())
        .collect();
    for kind in [
        "grantWithoutFacility",
        "grantForUnknownFacility",
        "grantForFacilityNotOpen",
        "facilityWithoutGrant",
        "grantEnded",
    ] {
        assert!(kinds.iter().any(|of| of == kind), "{kind}");
    }
    let output = sample(
        &store,
        &[
            "analyze",
            "grants",
            "--by",
            "recipient",
            "--date",
            "2026-11-21",
            "--explain",
        ],
    );
    let said = String::from_utf8_lossy(&output.stdout).replace('\u{a0}', " ");
    assert!(
        said.contains("Voorbeeldstichting Raad en Daad: € 274.000 per jaar, uit 6 subsidies en opdrachten op 21 november 2026."),
        "{said}"
    );
    let years = rows("analyze commitments");
    assert_eq!(years.last().expect("a year")["year"], 2028);
    assert_eq!(years[0]["openEndedEuros"], 250_000.0);
    let output = sample(&store, &["export", "grants", "--date", "2026-11-21"]);
    let grants: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let told = |id: &str| {
        let features = grants["features"].as_array().expect("features");
        let of = &features.iter().find(|of| of["id"] == id).expect("a grant")["properties"];
        let partners = of["partners"].as_array().map_or(0, Vec::len);
        json!([
            partners,
            of["joint"],
            of["provision"],
            of["multiYear"],
            of["facilityCount"]
        ])
    };
    assert_eq!(told("vbg-903"), json!([4, true, "general", true, 4]));
    assert_eq!(
        told("vbg-913"),
        json!([1, false, "specialist", true, 1]),
        "its facility could become general"
    );
    assert_eq!(told("vbg-918"), json!([3, true, "specialist", null, 0]));
    assert_eq!(
        told("vbg-919"),
        json!([1, false, null, false, 1]),
        "nobody knows its facility"
    );
}

#[test]
fn the_programme_area_holds_exactly_the_facilities_of_its_neighbourhoods() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let store = folder.path().join("store.gpkg");
    let read = |arguments: &[&str]| -> Value {
        let output = sample(&store, arguments);
        assert!(
            output.status.success(),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
        serde_json::from_slice(&output.stdout).expect("JSON")
    };
    let all = read(&["export", "facilities", "--format", "geojson"]);
    let west = read(&[
        "export",
        "facilities",
        "--area",
        "dordt-west",
        "--format",
        "geojson",
    ]);
    let inside = |feature: &&Value| {
        let code = feature["properties"]["neighbourhoodCode"]
            .as_str()
            .unwrap_or_default();
        ["BU050503", "BU050504", "BU050507"]
            .iter()
            .any(|district| code.starts_with(district))
            || ["BU05050800", "BU05050801"].contains(&code)
    };
    let ids = |features: Vec<&Value>| features.into_iter().map(|f| f["id"].clone()).collect::<Vec<_>>();
    let all = all["features"].as_array().expect("features");
    let expected = ids(all.iter().filter(inside).collect());
    assert!(expected.len() > 20 && expected.len() < all.len());
    assert_eq!(
        ids(west["features"].as_array().expect("features").iter().collect()),
        expected
    );
    let neighbourhoods = read(&["export", "neighbourhoods", "--area", "dordt-west"]);
    assert_eq!(neighbourhoods["features"].as_array().map(Vec::len), Some(29));
}

#[test]
fn gdal_reads_what_is_exported() {
    if Command::new("ogrinfo").arg("--version").output().is_err() {
        eprintln!("skipped: ogrinfo is not here");
        return;
    }
    let folder = tempfile::tempdir().expect("a temporary folder");
    let file = folder.path().join("dordt-west.geojson");
    let path = file.to_str().expect("text");
    let output = sample(
        &folder.path().join("store.gpkg"),
        &["export", "facilities", "--area", "dordt-west", "-o", path],
    );
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let count = serde_json::from_str::<Value>(&std::fs::read_to_string(&file).expect("written"))
        .expect("JSON")["features"]
        .as_array()
        .map_or(0, Vec::len);
    let seen = Command::new("ogrinfo")
        .args(["-so", "-al", path])
        .output()
        .expect("runs");
    let seen = String::from_utf8_lossy(&seen.stdout).into_owned();
    assert!(seen.contains(&format!("Feature Count: {count}")), "{seen}");
    assert!(seen.contains("WGS 84") && seen.contains("serviceType"), "{seen}");
}

#[test]
fn an_import_that_is_killed_leaves_the_old_revision_or_the_new_one() {
    let Some(data) = shared("data/dordrecht") else {
        return;
    };
    let folder = Folder::new();
    let (first, second) = (data.join("buurten-2023.geojson"), data.join("gebieden-rd.gpkg"));
    let first = first.to_str().expect("text");
    folder.done(&format!("import neighbourhoods {first}"));
    let second = format!("{}|layername=buurten", second.to_str().expect("text"));
    let mut revision = 1;
    for delay in (0..12).map(|n| Duration::from_millis(20 + n * 25)) {
        let file = if revision % 2 == 0 { first } else { &second };
        let mut child = command()
            .args([
                "import",
                "neighbourhoods",
                file,
                "--source",
                "areas",
                "--city",
                ".",
            ])
            .current_dir(folder.0.path())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("runs");
        std::thread::sleep(delay);
        // It may have ended by itself.
        let _ = child.kill();
        child.wait().expect("ends");
        let answer = folder.json("analyze density --format json");
        let now = answer["revision"].as_u64().expect("a number");
        assert!(now == revision || now == revision + 1, "{now} after {revision}");
        let rows = answer["features"].as_array().expect("rows");
        let neighbourhoods = rows.iter().filter(|row| row["level"] == "neighbourhood");
        assert_eq!(neighbourhoods.count(), 133, "nothing is half stored");
        revision = now;
    }
}

#[test]
fn what_becomes_internal_is_no_longer_given_out() {
    let folder = with_facilities();
    let toml = "name = 'Made'\ncrs = 'EPSG:28992'\n[[sources]]\nlayer = 'facilities'\nfile = 'list.csv'\nvisibility = 'internal'";
    folder.write("city.toml", toml);
    assert!(folder.facility("Bieb Noord", "").is_none());
    let answer = folder.json("analyze coverage --service-type LRN-BIEB --distance 50 --format json");
    assert_eq!(
        answer["features"][0]["coverage"], 0.0,
        "nor does it show in a figure"
    );
}

#[test]
fn a_filling_that_would_be_refused_keeps_nothing_and_one_that_was_cut_short_is_finished() {
    let folder = Folder::new();
    folder.write("list.csv", &FACILITIES.replace("LRN-BIEB", "NOPE"));
    let sources = "\n[[sources]]\nlayer = 'neighbourhoods'\nfile = 'areas.csv'\ncrs = 'EPSG:28992'\n\
        [[sources]]\nlayer = 'facilities'\nfile = 'list.csv'\ncrs = 'EPSG:28992'\n";
    folder.write(
        "city.toml",
        &format!("name = 'Made'\ncrs = 'EPSG:28992'{sources}"),
    );
    assert!(folder.refused("analyze density").contains("NOPE"));
    folder.write("list.csv", FACILITIES);
    assert_eq!(folder.json("analyze density --format json")["revision"], 2);
    let more = "[[sources]]\nlayer = 'facilities'\nname = 'more'\nfile = 'more.csv'\ncrs = 'EPSG:28992'\n";
    folder.write("more.csv", "naam;soort;x;y\nNieuw;bibliotheek;100050;400150\n");
    folder.write(
        "city.toml",
        &format!("name = 'Made'\ncrs = 'EPSG:28992'{sources}{more}"),
    );
    assert_eq!(folder.json("analyze density --format json")["revision"], 3);
}

#[test]
fn what_was_changed_behind_our_back_is_named_and_mended_by_importing_again() {
    let folder = with_facilities();
    let store = rusqlite::Connection::open(folder.path("store.gpkg")).expect("opens");
    assert_eq!(
        store.execute(
            "UPDATE facilities SET name = 'Stiekem' WHERE name = 'Bieb Noord'",
            []
        ),
        Ok(1)
    );
    drop(store);
    assert!(
        folder
            .refused("export facilities")
            .contains("changed behind our back")
    );
    folder.done("import facilities list.csv --crs EPSG:28992");
    assert!(folder.facility("Bieb Noord", "").is_some() && folder.facility("Stiekem", "").is_none());
    assert_eq!(
        folder.json("export facilities")["features"]
            .as_array()
            .map(Vec::len),
        Some(2)
    );
}

#[test]
fn a_grant_for_an_unknown_facility_is_told() {
    let folder = with_facilities();
    folder.write(
        "grants.csv",
        "id;scheme;kind;eurosPerYear;facilities\ng;s;subsidy;1000;nope\n",
    );
    let output = folder.run("import grants grants.csv");
    assert!(output.status.success());
    assert!(String::from_utf8_lossy(&output.stderr).contains("unknown_facility"));
    assert!(String::from_utf8_lossy(&folder.run("check").stderr).contains("facility nope is in no source"));
}

#[test]
fn a_programme_area_that_takes_the_code_of_another_is_told_and_hides_nothing() {
    let folder = with_facilities();
    let area = |code: &str| {
        format!("\n[[programme_areas]]\ncode = '{code}'\nname = 'Samen'\nneighbourhoods = ['BU00010001']\n")
    };
    // The district is in no file of its own: it is composed of its neighbourhoods.
    for (code, level) in [("BU00010002", "neighbourhood"), ("WK000100", "district")] {
        let city = format!("name = 'Made'\ncrs = 'EPSG:28992'{}", area(code));
        folder.write("city.toml", &city);
        let output = folder.run("check");
        let told = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{told}");
        assert!(
            told.contains(&format!("{code} is the code of a {level} too"))
                && told.contains("[duplicate_code]"),
            "{told}"
        );
    }
    let real = folder.json("export facilities --area WK000100");
    let inside = folder.json("export neighbourhoods --area WK000100");
    let count = |answer: &Value| answer["features"].as_array().map(Vec::len);
    assert_eq!((count(&real), count(&inside)), (Some(2), Some(2)));
    folder.write(
        "city.toml",
        &format!("name = 'Made'\ncrs = 'EPSG:28992'{}", area("west")),
    );
    assert!(!String::from_utf8_lossy(&folder.run("check").stderr).contains("duplicate_code"));
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
