//! Five dated imports through the real store: what is asked of any day at any revision, and what changed between any two.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;

use jiff::civil::{Date, date};
use serde_json::Value as Json;
use tempfile::TempDir;
use wijkkaart::analysis::change::{self, Cause, Measure, Params, Report};
use wijkkaart::analysis::versions;
use wijkkaart::app::{App, ImportOptions};
use wijkkaart::collections::explain;
use wijkkaart::collections::{self, Query, Today};
use wijkkaart::config::City;
use wijkkaart::domain::Layer;
use wijkkaart::domain::feature::Value;
use wijkkaart::study::{Selection, Study};

const CITY: &str =
    "name = 'Made'\ncrs = 'EPSG:28992'\ntimezone = 'Europe/Amsterdam'\ncriteria = 'criteria.toml'\n";

const CRITERIA: &str = "
[[criteria]]
id = 'near'
version = 1
service_type = 'LRN-BIEB'
level = 'neighbourhood'
scope = 'all'
measure = 'coverage'
required = 0.2
distance_m = 100
valid_to = '2025-01-01'
source = 'council'

[[criteria]]
id = 'near'
version = 2
service_type = 'LRN-BIEB'
level = 'neighbourhood'
scope = 'all'
measure = 'coverage'
required = 0.9
distance_m = 100
valid_from = '2025-01-01'
source = 'council'
";

/// Two squares of 200 m beside each other, later three; the lattice has 16 points in each.
const AREAS_2024: &str = "buurtcode;buurtnaam;wijkcode;gemeentecode;aantal_inwoners;wkt\n\
    BU00010001;West;WK000100;GM0001;1600;POLYGON((100000 400000,100200 400000,100200 400200,100000 400200,100000 400000))\n\
    BU00010002;Oost;WK000100;GM0001;800;POLYGON((100200 400000,100400 400000,100400 400200,100200 400200,100200 400000))\n";
const AREAS_2025: &str = "buurtcode;buurtnaam;wijkcode;gemeentecode;aantal_inwoners;wkt\n\
    BU00010001;West;WK000100;GM0001;3200;POLYGON((100000 400000,100200 400000,100200 400200,100000 400200,100000 400000))\n\
    BU00010002;Oost;WK000100;GM0001;800;POLYGON((100200 400000,100400 400000,100400 400200,100200 400200,100200 400000))\n\
    BU00010003;Nieuw;WK000100;GM0001;160;POLYGON((100400 400000,100600 400000,100600 400200,100400 400200,100400 400000))\n";

const HEAD: &str = "id;naam;soort;adres;x;y;validFrom;validTo\n";
/// Three libraries and a sports hall.
const LIST_2024: &str = "a;Bieb A;LRN-BIEB;Laan 1;100025;400025;2015-01-01;\n\
    b;Bieb B;LRN-BIEB;Laan 2;100175;400175;2015-01-01;\n\
    c;Bieb C;LRN-BIEB;Laan 3;100325;400025;2015-01-01;\n\
    s;Hal S;VER-SPORT;Laan 4;100325;400175;2015-01-01;\n";
/// A has closed; D has opened.
const LIST_2025: &str = "b;Bieb B;LRN-BIEB;Laan 2;100175;400175;2015-01-01;\n\
    c;Bieb C;LRN-BIEB;Laan 3;100325;400025;2015-01-01;\n\
    s;Hal S;VER-SPORT;Laan 4;100325;400175;2015-01-01;\n\
    d;Bieb D;LRN-BIEB;Laan 5;100375;400175;2025-04-01;\n";
/// B has moved, C stood elsewhere at the same address all along, S is a library.
const LIST_2026: &str = "b;Bieb B;LRN-BIEB;Laan 9;100075;400025;2015-01-01;\n\
    c;Bieb C;LRN-BIEB;Laan 3;100275;400025;2015-01-01;\n\
    s;Bieb S;LRN-BIEB;Laan 4;100325;400175;2015-01-01;\n\
    d;Bieb D;LRN-BIEB;Laan 5;100375;400175;2025-04-01;\n";

/// Layer, text and day of each import, in the order of the revisions. The areas of 2025 come after the list of that year.
fn imports() -> [(Layer, String, Date); 5] {
    let list = |rows: &str| format!("{HEAD}{rows}");
    [
        (Layer::Neighbourhoods, AREAS_2024.to_owned(), date(2024, 1, 1)),
        (Layer::Facilities, list(LIST_2024), date(2024, 6, 1)),
        (Layer::Facilities, list(LIST_2025), date(2025, 3, 1)),
        (Layer::Neighbourhoods, AREAS_2025.to_owned(), date(2025, 1, 1)),
        (Layer::Facilities, list(LIST_2026), date(2026, 2, 1)),
    ]
}

fn folder() -> TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    std::fs::write(folder.path().join("city.toml"), CITY).expect("writable");
    std::fs::write(folder.path().join("criteria.toml"), CRITERIA).expect("writable");
    folder
}

fn filled(folder: &Path, imports: &[(Layer, String, Date)]) -> App {
    let city = City::read(folder).expect("a valid city");
    let app = App::open_unfilled(city, &folder.join("store.gpkg")).expect("opens");
    for (layer, text, day) in imports {
        let file = folder.join(format!("{}.csv", layer.name()));
        std::fs::write(&file, text).expect("writable");
        let mut options = ImportOptions::for_import(&app.city, *layer, vec![file], None).expect("options");
        options.date = Some(*day);
        options.crs = Some(app.city.crs.clone());
        app.import(&options, false).expect("imported");
    }
    app.refresh().expect("refreshed");
    app
}

const DAYS: [Date; 6] = [
    date(2023, 6, 1),
    date(2024, 7, 1),
    date(2025, 2, 1),
    date(2025, 3, 1),
    date(2025, 6, 1),
    date(2026, 6, 1),
];

/// Everything that a study answers about libraries on a day.
fn answers(study: &Study, day: Date) -> String {
    let today = Today {
        date: day,
        timezone: jiff::tz::TimeZone::UTC,
    };
    let of = |id: &str, pairs: &[(&str, &str)]| {
        let pairs: Vec<(String, String)> = pairs
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect();
        let collection = collections::get(id).expect("a collection");
        let query = Query::parse(collection, study, &today, &pairs).expect("a question");
        format!("{:?}", collections::run(collection, study, &query).features)
    };
    let typed = [("serviceType", "LRN-BIEB"), ("distance", "100")];
    ["neighbourhoods", "districts", "municipalities"]
        .map(|id| of(id, &typed))
        .join("\n")
        + &of("assessments", &[])
        + &of("facilities", &[])
}

#[test]
fn any_day_at_any_revision_is_a_city_made_from_nothing_of_what_was_known() {
    let folder = folder();
    let app = filled(folder.path(), &imports());
    for revision in 1..=5_u64 {
        for day in DAYS {
            // What is known at the revision, but only the areas of that day: those of 2025 are first known at revision 4.
            let newer = revision >= 4 && day >= date(2025, 1, 1);
            let known = imports()
                .into_iter()
                .zip(1..=revision)
                .filter(|((layer, ..), number)| *layer == Layer::Facilities || (*number == 4) == newer);
            let known: Vec<_> = known.map(|(import, _)| import).collect();
            let other = self::folder();
            let made = filled(other.path(), &known);
            let study = app.study_as_of(Some(revision), Some(day)).expect("a study");
            assert_eq!(study.revision.number, revision);
            assert_eq!(
                answers(&study, day),
                answers(&made.study(), day),
                "{revision} {day}"
            );
            let dated = study.sources.iter().find(|of| of.layer == Layer::Neighbourhoods);
            let year = if newer { 2025 } else { 2024 };
            assert_eq!(
                dated.map(|of| of.date),
                Some(date(year, 1, 1)),
                "{revision} {day}"
            );
        }
    }
    // The usual question costs nothing: it is the study that is there already.
    let head = app.study();
    assert!(Arc::ptr_eq(&head, &app.study_as_of(None, None).expect("today")));
    assert!(Arc::ptr_eq(
        &head,
        &app.study_as_of(Some(5), Some(DAYS[5])).expect("a day")
    ));
    let then = app.study_as_of(None, Some(DAYS[1])).expect("a day");
    assert!(Arc::ptr_eq(
        &then,
        &app.study_as_of(Some(5), Some(DAYS[0])).expect("the same areas")
    ));
    assert!(app.study_as_of(Some(6), None).is_err());
}

fn compared(app: &App, before: (u64, Date), after: (u64, Date)) -> Report {
    let study = |(revision, day)| app.study_as_of(Some(revision), Some(day)).expect("a study");
    let params = Params {
        selection: Selection::on(after.1).of("LRN-BIEB").within_metres(100.0),
        from: before.1,
    };
    change::run(&study(before), &study(after), &params)
}

#[test]
fn between_any_two_the_parts_add_up_forwards_and_backwards() {
    let folder = folder();
    let app = filled(folder.path(), &imports());
    let states: Vec<(u64, Date)> = (2..=5)
        .flat_map(|revision| DAYS.map(|day| (revision, day)))
        .collect();
    let mut seen = [0_usize; 6];
    for before in &states {
        for after in &states {
            let (there, back) = (compared(&app, *before, *after), compared(&app, *after, *before));
            assert_eq!(there.rows.len(), back.rows.len());
            let of = |report: &Report| -> BTreeMap<String, _> {
                let rows = report.rows.iter();
                rows.map(|row| {
                    let criterion = row.criterion.and_then(|at| report.criteria[at].either());
                    let about = (
                        &report.areas[row.area].code,
                        row.service_type,
                        row.measure,
                        criterion.map(|of| &of.id),
                    );
                    (format!("{about:?}"), row.clone())
                })
                .collect()
            };
            let reverse = of(&back);
            for (about, row) in of(&there) {
                let said = format!("{before:?} {after:?} {about} {row:?}");
                let change = row.before.zip(row.after).map(|(first, last)| last - first);
                assert_eq!(row.change, change, "{said}");
                assert_eq!(row.parts.known().sum::<f64>(), change.unwrap_or(0.0), "{said}");
                let other = &reverse[&about];
                assert_eq!((row.before, row.after), (other.after, other.before), "{said}");
                assert_eq!(
                    row.parts.of,
                    other.parts.of.map(|part| part.map(|part| 0.0 - part)),
                    "{said}"
                );
                for (seen, part) in seen.iter_mut().zip(row.parts.of) {
                    *seen += usize::from(part.is_some_and(|part| part != 0.0));
                }
            }
        }
    }
    assert!(seen.iter().all(|number| *number > 20), "{seen:?}");
}

#[test]
fn a_change_is_taken_apart_by_hand() {
    let folder = folder();
    let app = filled(folder.path(), &imports());
    // From the summer of 2024, as it was known then, to the summer of 2026.
    let report = compared(&app, (2, DAYS[1]), (5, DAYS[5]));
    let events: Vec<(&str, Cause)> = report
        .events
        .iter()
        .map(|event| (event.id.as_str(), event.cause))
        .collect();
    let expected = [
        ("a", Cause::Closed),
        ("b", Cause::Moved),
        ("c", Cause::Correction),
        ("d", Cause::Opened),
        ("s", Cause::Correction),
    ];
    assert_eq!(events, expected);
    let row = |code: &str, measure| {
        let of = |row: &&change::Row| report.areas[row.area].code.as_str() == code && row.measure == measure;
        report.rows.iter().find(of).expect("a row")
    };
    // West had A and B, and has B, which moved within it; Oost had C, and has C, S and D.
    let west = row("BU00010001", Measure::FacilityCount);
    assert_eq!((west.before, west.after), (Some(2.0), Some(1.0)));
    assert_eq!(west.parts.of, [0.0, -1.0, 0.0, 0.0, 0.0, 0.0].map(Some));
    let east = row("BU00010002", Measure::FacilityCount);
    assert_eq!(east.parts.of, [1.0, 0.0, 1.0, 0.0, 0.0, 0.0].map(Some));
    // 100 residents at each of 16 points of the west, later 200.
    let residents = row("BU00010001", Measure::Residents);
    assert_eq!((residents.before, residents.change), (Some(1600.0), Some(1600.0)));
    assert_eq!(residents.parts.of[4], Some(1600.0));
    // Within 100 m of A in its corner lie 6 points of the west (√(100² + 0²) is as far as it goes), and of B in the other; C, found
    // 50 m nearer, reaches 2 more of them (100,275 − 100,175 = 100 m at y = 25, and none at 75). B moved to (75, 25) reaches 8.
    let served = row("BU00010001", Measure::Served);
    let points = |report: &Report, row: &change::Row| {
        row.before
            .map(|served| served / 1600.0 * 16.0)
            .zip(Some(report.areas.len()))
    };
    assert_eq!(points(&report, served).map(|(points, _)| points), Some(12.0));
    assert_eq!(served.parts.of[1], Some(-600.0), "A's six points lose theirs");
    // A neighbourhood that there was not yet.
    let new = row("BU00010003", Measure::Residents);
    assert_eq!((new.before, new.after, new.change), (None, Some(160.0), None));
    // The criterion asked a fifth within 100 m, and asks nine tenths.
    let short = row("BU00010001", Measure::Short);
    assert_eq!(short.before, Some(0.0));
    assert!(short.parts.of[5].is_some_and(|part| part > 1000.0), "{short:?}");
    let criterion = &report.criteria[short.criterion.expect("a criterion")];
    let version = |of: &Option<wijkkaart::domain::criterion::Criterion>| of.as_ref().map(|of| of.version);
    assert_eq!(
        (version(&criterion.before), version(&criterion.after)),
        (Some(1), Some(2))
    );
}

#[test]
fn two_versions_of_a_criterion_are_judged_on_the_same_day() {
    let folder = folder();
    let app = filled(folder.path(), &imports());
    let study = app.study_as_of(None, Some(DAYS[1])).expect("a day");
    let params = versions::Params {
        selection: Selection::on(DAYS[1]),
        areas: None,
    };
    let report = versions::run(&study, &params);
    // The new neighbourhood of 2025 was not there yet.
    assert_eq!(report.rows.len(), 2);
    for row in &report.rows {
        let (then, now) = (row.found_before.as_ref(), row.found_after.as_ref());
        let (then, now) = (then.expect("version 1"), now.expect("version 2"));
        assert_eq!(then.value, now.value, "the facilities are the same");
        let share = then.value.expect("known");
        let residents = study.areas.get(row.area).residents.expect("known");
        assert_eq!(then.shortage(), Some((0.2_f64 - share).max(0.0) * residents));
        assert!((now.shortage().expect("known") - (0.9 - share).max(0.0) * residents).abs() < 1e-9);
        let of = |place: usize| study.criteria.criteria[place].version;
        assert_eq!((of(row.before), of(row.after)), (1, 2));
    }
    let today = Today {
        date: DAYS[1],
        timezone: jiff::tz::TimeZone::UTC,
    };
    let collection = collections::get("criterion-changes").expect("a collection");
    let query = Query::parse(collection, &study, &today, &[]).expect("a question");
    let set = collections::run(collection, &study, &query);
    let fields = set.value("near:1-2:BU00010001", "changedFields");
    let expected = [
        "required 0.2 → 0.9",
        "validFrom – → 2025-01-01",
        "validTo 2025-01-01 → –",
    ];
    assert_eq!(
        fields,
        Some(&Value::TextList(expected.map(str::to_owned).to_vec()))
    );
    for feature in &set.features {
        let asked = explain::Asked {
            city: &app.city,
            collection,
            study: &study,
            query: &query,
            set: &set,
            residents_to: 1,
        };
        let explained = explain::explain(&asked, &feature.id, "shortByAfter", || None).expect("explained");
        let said = &explained.sentences.en;
        assert!(
            said.contains("version 1 requires 20.0%") && said.contains("version 2 requires 90.0%"),
            "{said}"
        );
    }
}

#[test]
fn the_program_tells_what_changed_and_why() {
    let folder = folder();
    drop(filled(folder.path(), &imports()));
    let run = |arguments: &str| {
        Command::new(env!("CARGO_BIN_EXE_wijkkaart"))
            .args(arguments.split_whitespace())
            .args(["--city", "."])
            .current_dir(folder.path())
            .output()
            .expect("runs")
    };
    let asked = "analyze change --from 2024-07-01 --from-revision 2 --date 2026-06-01 --service-type LRN-BIEB --distance 100 --area BU00010001";
    let output = run(&format!("{asked} --format json --explain"));
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let answer: Json = serde_json::from_slice(&output.stdout).expect("JSON");
    let parameters = &answer["parameters"];
    assert_eq!(
        (
            &parameters["from"],
            &parameters["fromRevision"],
            &parameters["date"]
        ),
        (&"2024-07-01".into(), &2.into(), &"2026-06-01".into())
    );
    let rows = answer["features"].as_array().expect("rows");
    let of = |measure: &str| {
        rows.iter()
            .find(|row| row["measure"] == measure)
            .unwrap_or_else(|| panic!("{measure}"))
    };
    assert_eq!(of("facilityCount")["closed"], -1.0);
    assert_eq!(of("facilityCount")["facilitiesOpened"], 1);
    assert_eq!(of("residents")["residentsPart"], 1600.0);
    assert_eq!(
        (&of("shortBy")["versionBefore"], &of("shortBy")["versionAfter"]),
        (&1.into(), &2.into())
    );
    for row in rows {
        let part = |name: &&str| row[*name].as_f64().unwrap_or(0.0);
        let names = [
            "opened",
            "closed",
            "moved",
            "residentsPart",
            "criterionPart",
            "correction",
            "inseparable",
        ];
        assert_eq!(
            names.iter().map(part).sum::<f64>(),
            row["change"].as_f64().unwrap_or(0.0),
            "{row}"
        );
    }
    let explained = answer["explanations"].to_string();
    assert!(explained.contains("sluiting (Bieb A)"), "{explained}");
    // Without a day to compare with it is a year before; a revision that never was is refused.
    assert_eq!(run("analyze change").status.code(), Some(0));
    let output = run("analyze change --from 2024-07-01 --from-revision 9");
    assert_eq!(output.status.code(), Some(1));
    // A collection on a day has the residents of that day.
    let output = run("export neighbourhoods --date 2024-07-01 --format csv");
    let text = String::from_utf8(output.stdout).expect("text");
    assert!(text.contains("1600") && !text.contains("3200"), "{text}");
}
