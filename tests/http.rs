//! The real binary on the sample city, over a real socket.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use crate::support::server::Server;
use serde_json::{Value as Json, json};

#[test]
fn the_sample_city_answers_over_http() {
    let server = Server::start();
    let (status, ready) = server.get("/v1/health/ready");
    assert_eq!((status, &ready["status"]), (200, &Json::from("pass")));
    let (_, landing) = server.get("/v1");
    assert!(
        landing["city"]["extent"]
            .as_array()
            .is_some_and(|extent| extent.len() == 4)
    );

    // Every collection gives items, and each of them as a single item too.
    let (_, collections) = server.get("/v1/collections");
    for collection in collections["collections"].as_array().unwrap() {
        let id = collection["id"].as_str().unwrap();
        let parameters = collection["parameters"].as_array().unwrap();
        let takes = |name: &str| parameters.iter().any(|of| of["name"] == name);
        let given = [("serviceType", "LRN-BIEB"), ("from", "2025-06-01")];
        let taken = given.iter().filter(|(name, _)| takes(name));
        let pairs = taken.map(|(name, value)| format!("&{name}={value}"));
        let question = pairs.collect::<Vec<_>>().concat();
        let items = format!("/v1/collections/{id}/items");
        let (status, page) = server.get(&format!("{items}?limit=3{question}"));
        assert_eq!(status, 200, "{id}: {page}");
        for feature in page["features"].as_array().unwrap() {
            let (status, one) = server.get(&format!(
                "{items}/{}?f=json{question}",
                feature["id"].as_str().unwrap()
            ));
            assert_eq!(
                (status, &one["properties"]),
                (200, &feature["properties"]),
                "{id}"
            );
        }
    }

    // What the neighbourhoods of a district add up to is what the district says.
    let question = "serviceType=LRN-BIEB&distance=1000&limit=1000";
    let (_, page) = server.get(&format!("/v1/collections/districts/items?{question}"));
    for district in page["features"].as_array().unwrap() {
        let code = district["id"].as_str().unwrap();
        let (_, inside) = server.get(&format!(
            "/v1/collections/neighbourhoods/items?{question}&area={code}"
        ));
        let served = |feature: &Json| feature["properties"]["residentsServed"].as_f64().unwrap_or(0.0);
        let sum: f64 = inside["features"].as_array().unwrap().iter().map(served).sum();
        assert!((sum - served(district)).abs() < 1e-3, "{code}: {sum}");
    }

    for (format, media_type, start) in [
        (
            "xlsx",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            &b"PK"[..],
        ),
        ("gpkg", "application/geopackage+sqlite3", b"SQLite"),
    ] {
        let (told, bytes) = server.file(&format!("/v1/collections/neighbourhoods/download?f={format}"));
        assert!(told == media_type && bytes.starts_with(start), "{told}");
    }

    let (status, problem) = server.get("/v1/collections/gaps/items?serviceType=LRN-BIB&distance=-5");
    assert_eq!(status, 400);
    assert_eq!(problem["invalidParams"].as_array().unwrap().len(), 2);

    // A request that never ends its head is cut off; one that is asked meanwhile is answered.
    let mut slow = TcpStream::connect(&server.address).unwrap();
    slow.write_all(b"GET / HTTP/1.1\r\nHost: x\r\n").unwrap();
    slow.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    let began = Instant::now();
    assert_eq!(server.get("/v1/health/live").0, 200);
    let mut received = Vec::new();
    slow.read_to_end(&mut received).expect("closed by the server");
    assert!(began.elapsed() < Duration::from_secs(15), "{:?}", began.elapsed());
}

#[test]
fn a_city_says_who_may_frame_its_page_whom_to_ask_and_what_a_distance_is() {
    let folder = tempfile::tempdir().unwrap();
    let serve = |more: &str| {
        let toml = format!("name = 'Made'\ncrs = 'EPSG:28992'\n{more}");
        std::fs::write(folder.path().join("city.toml"), toml).unwrap();
        Server::of(folder.path(), &folder.path().join("store.gpkg"))
    };
    let policy = |server: &Server, path: &str| {
        let policy = server.header(path, "content-security-policy").unwrap();
        let (_, ancestors) = policy.split_once("frame-ancestors ").unwrap();
        ancestors.split(';').next().unwrap().to_owned()
    };

    let server = serve("");
    assert_eq!(policy(&server, "/"), "'self'");
    assert_eq!(
        server.header("/", "x-frame-options").as_deref(),
        Some("SAMEORIGIN")
    );
    let city = server.get("/v1").1["city"].take();
    assert_eq!(
        (&city["embedOn"], &city["contact"], &city["detourFactor"]),
        (&json!([]), &Json::Null, &json!(1.0))
    );
    let tag = server.header("/v1", "etag");
    drop(server);

    let server = serve(
        "embed_on = ['https://www.Example.org', 'http://localhost:8081']\n\
         [contact]\nname = 'Team <b>'\nemail = 'kaart@example.org'\n[settings]\ndetour_factor = 1.25\n",
    );
    for path in ["/", "/?embed=1", "/accessibility.html", "/v1", "/v1/nothing"] {
        assert_eq!(
            policy(&server, path),
            "'self' https://www.example.org http://localhost:8081",
            "{path}"
        );
        // It could only say "here" or "nowhere", against what the policy allows.
        assert_eq!(server.header(path, "x-frame-options"), None, "{path}");
    }
    let city = server.get("/v1").1["city"].take();
    assert_eq!(
        city["embedOn"],
        json!(["https://www.example.org", "http://localhost:8081"])
    );
    assert_eq!(
        city["contact"],
        json!({ "name": "Team <b>", "email": "kaart@example.org", "url": null })
    );
    assert_eq!(city["detourFactor"], json!(1.25));
    assert_ne!(
        server.header("/v1", "etag"),
        tag,
        "the folder says something else"
    );
    drop(server);

    std::fs::write(
        folder.path().join("city.toml"),
        "name = 'Made'\ncrs = 'EPSG:28992'\nembed_on = ['https://*.example.org']",
    )
    .unwrap();
    let refused = Command::new(env!("CARGO_BIN_EXE_wijkkaart"))
        .args(["check", "--city"])
        .arg(folder.path())
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&refused.stderr);
    assert_eq!(refused.status.code(), Some(1), "{said}");
    assert!(
        said.contains("city.toml: embed_on: 'https://*.example.org' has a wildcard"),
        "{said}"
    );
}

/// What `kill` sends when nothing else is said.
fn ask_to_stop(server: &Server) {
    let status = Command::new("kill")
        .args(["-TERM", &server.child.id().to_string()])
        .status()
        .unwrap();
    assert!(status.success());
}

#[test]
fn a_request_in_flight_is_answered_before_the_server_ends() {
    let mut server = Server::start();
    // Larger than what the kernel holds between two sockets, and asked not to be packed: while nobody reads it cannot have
    // been sent.
    let path = "/v1/collections/demand/download?f=geojson&serviceType=LRN-BIEB";
    let mut running = TcpStream::connect(&server.address).unwrap();
    running.set_read_timeout(Some(Duration::from_mins(1))).unwrap();
    write!(running, "GET {path} HTTP/1.1\r\nHost: x\r\n\r\n").unwrap();
    let mut first = [0; 1];
    running.read_exact(&mut first).expect("it has begun to answer");
    // One that has been answered and waits for another request has nothing to wait for.
    let mut idle = TcpStream::connect(&server.address).unwrap();
    idle.set_read_timeout(Some(Duration::from_mins(1))).unwrap();
    write!(idle, "GET /v1/health/live HTTP/1.1\r\nHost: x\r\n\r\n").unwrap();
    idle.read_exact(&mut first).unwrap();

    ask_to_stop(&server);
    let refused = (0..500).any(|_| {
        std::thread::sleep(Duration::from_millis(10));
        TcpStream::connect(&server.address).is_err()
    });
    assert!(refused, "it takes no more connections");
    assert!(
        server.child.try_wait().unwrap().is_none(),
        "it waits for the answer to be read"
    );

    let mut rest = Vec::new();
    running
        .read_to_end(&mut rest)
        .expect("the whole answer, then the end");
    let text = String::from_utf8(rest).unwrap();
    let (head, body) = text.split_once("\r\n\r\n").unwrap();
    assert!(head.starts_with("TTP/1.1 200"), "{head}");
    let length = head.lines().find_map(|line| {
        line.to_lowercase()
            .strip_prefix("content-length: ")
            .map(str::to_owned)
    });
    assert_eq!(length, Some(body.len().to_string()));
    let answer: Json = serde_json::from_str(body).unwrap();
    assert!(answer["features"].as_array().is_some_and(|of| of.len() > 10_000));

    let ended = (0..1000).find_map(|_| {
        std::thread::sleep(Duration::from_millis(10));
        server.child.try_wait().unwrap()
    });
    assert_eq!(ended.and_then(|status| status.code()), Some(0));
}

/// JSON for readers of a diff: what fits on a line stands on one.
fn written(value: &Json, indent: usize) -> String {
    let short = value.to_string();
    if short.len() + indent <= 120 {
        return short;
    }
    let inside = " ".repeat(indent + 2);
    let (open, close, lines): (_, _, Vec<String>) = match value {
        Json::Array(items) => (
            '[',
            ']',
            items
                .iter()
                .map(|item| format!("{inside}{}", written(item, indent + 2)))
                .collect(),
        ),
        Json::Object(members) => (
            '{',
            '}',
            members
                .iter()
                .map(|(name, member)| format!("{inside}{}: {}", json!(name), written(member, indent + 2)))
                .collect(),
        ),
        _ => return short,
    };
    format!("{open}\n{}\n{}{close}", lines.join(",\n"), " ".repeat(indent))
}

/// Whoever changes the interface sees it in the diff of this file, and so does who reviews the change.
#[test]
fn the_definition_of_the_sample_is_the_one_that_was_reviewed() {
    const WRITE: &str = "WIJKKAART_WRITE_EXPECTED";
    let server = Server::start();
    let (status, mut definition) = server.get("/v1/openapi.json");
    assert_eq!(status, 200);
    assert_eq!(
        definition["servers"][0]["url"],
        json!(format!("http://{}", server.address))
    );
    definition["servers"][0]["url"] = json!("http://127.0.0.1");
    let found = written(&definition, 0) + "\n";
    assert_eq!(
        serde_json::from_str::<Json>(&found).unwrap(),
        definition,
        "written without loss"
    );
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/expected/openapi.json");
    if std::env::var_os(WRITE).is_some() {
        std::fs::write(&path, &found).unwrap();
    }
    let expected = std::fs::read_to_string(&path).unwrap_or_default();
    let other = expected
        .lines()
        .map(Some)
        .chain(std::iter::repeat(None))
        .zip(found.lines().map(Some).chain(std::iter::once(None)))
        .enumerate()
        .find(|(_, (expected, found))| expected != found);
    if let Some((line, (expected, found))) = other {
        panic!(
            "the interface has changed, first in line {} of tests/expected/openapi.json:\n  was {}\n  is  {}\n\
             If that is meant: {WRITE}=1 cargo test --test tests definition, and review the diff.",
            line + 1,
            expected.unwrap_or("the end"),
            found.unwrap_or("the end")
        );
    }
}

#[test]
fn the_best_sites_are_told_with_how_good_they_are() {
    let server = Server::start();
    let question = "serviceType=LRN-BIEB&distance=1000&k=2&date=2026-11-21";
    let (status, greedy) = server.get(&format!("/v1/siting?{question}&candidates=places"));
    assert_eq!(
        (status, &greedy["type"], &greedy["method"]),
        (200, &json!("FeatureCollection"), &json!("greedy"))
    );
    let features = greedy["features"].as_array().unwrap();
    let gains: Vec<f64> = features
        .iter()
        .map(|feature| feature["properties"]["gainResidents"].as_f64().unwrap())
        .collect();
    assert!(
        gains.len() == 2 && gains[0] >= gains[1] && gains[1] > 0.0,
        "{gains:?}"
    );
    let total = greedy["gainResidents"].as_f64().unwrap();
    assert!((gains.iter().sum::<f64>() - total).abs() < 1e-6);
    let districts = greedy["districts"].as_array().unwrap().iter();
    let by_district: f64 = districts.map(|of| of["gainResidents"].as_f64().unwrap()).sum();
    assert!((by_district - total).abs() < 1e-6);
    assert!(greedy["bound"].as_f64().unwrap() >= total);

    let (status, exact) = server.get(&format!("/v1/siting?{question}&candidates=places&method=exact"));
    assert_eq!(
        (status, &exact["optimal"], &exact["bound"]),
        (200, &json!(true), &exact["gainResidents"])
    );
    let best = exact["gainResidents"].as_f64().unwrap();
    assert!(total <= best + 1e-6 && total >= (1.0 - (-1.0_f64).exp()) * best);

    // What is found is a collection too, for files and tables.
    let items = format!("/v1/collections/siting-districts/items?{question}&candidates=places");
    let (_, rows) = server.get(&items);
    let rows = rows["features"].as_array().unwrap().iter();
    let sum: f64 = rows
        .map(|row| row["properties"]["gainResidents"].as_f64().unwrap())
        .sum();
    assert!((sum - total).abs() < 1e-6);

    for (wrong, name) in [
        ("distance=1000", "serviceType"),
        ("serviceType=LRN-BIEB&k=0", "k"),
        ("serviceType=LRN-BIEB&method=best", "method"),
        ("serviceType=LRN-BIEB&points=4.67", "points"),
        ("serviceType=LRN-BIEB&timeLimit=31", "timeLimit"),
        ("serviceType=LRN-BIEB&bbox=4,51,5,52", "bbox"),
        ("serviceType=LRN-BIEB&model=pmedian", "candidates"),
        ("serviceType=LRN-BIEB&model=criterion", "criterion"),
    ] {
        let (status, problem) = server.get(&format!("/v1/siting?{wrong}"));
        assert_eq!(
            (status, &problem["invalidParams"][0]["name"]),
            (400, &json!(name)),
            "{wrong}"
        );
    }
}

#[test]
fn a_criterion_is_met_with_the_fewest_sites() {
    let server = Server::start();
    let question = "criterion=bibliotheek-afstand&candidates=lattice&cell=500&date=2026-11-21";
    let (status, sites) = server.get(&format!("/v1/siting?{question}"));
    assert_eq!((status, &sites["model"]), (200, &json!("criterion")), "{sites}");
    let parameters = &sites["parameters"];
    assert_eq!(
        (
            &parameters["criterion"],
            &parameters["serviceType"],
            &parameters["model"]
        ),
        (
            &json!("bibliotheek-afstand"),
            &json!("LRN-BIEB"),
            &json!("criterion")
        )
    );
    let count = sites["features"].as_array().unwrap().len();
    assert!(count > 0 && sites["objective"] == json!(count as f64), "{count}");
    // The version in force counts: the one of next year asks for a shorter way, and so for more sites.
    let coming = question.replace("2026-11-21", "2027-02-01");
    let (_, later) = server.get(&format!("/v1/siting?{coming}"));
    let distances = [&parameters["distance"], &later["parameters"]["distance"]];
    assert_eq!(distances, [&json!(1500.0), &json!(1000.0)]);
    assert!(later["features"].as_array().unwrap().len() > count, "{later}");
    // Every district that gets a site's residents has what the criterion requires, unless it cannot.
    let unmet: Vec<&Json> = sites["unmet"]
        .as_array()
        .unwrap()
        .iter()
        .map(|of| &of["code"])
        .collect();
    for district in sites["districts"].as_array().unwrap() {
        let after = district["coverageAfter"].as_f64().unwrap();
        assert!(
            after >= 0.8 - 1e-6 || unmet.contains(&&district["code"]),
            "{district}"
        );
    }
    for (wrong, name) in [
        ("criterion=bibliotheek-afstanden", "criterion"),
        ("criterion=bibliotheek-afstand&distance=700", "distance"),
        (
            "criterion=bibliotheek-afstand&serviceType=VER-SPORT",
            "serviceType",
        ),
        ("criterion=bibliotheek-afstand&group=65%2B", "group"),
    ] {
        let (status, problem) = server.get(&format!("/v1/siting?{wrong}"));
        let named = &problem["invalidParams"][0]["name"];
        assert_eq!((status, named), (400, &json!(name)), "{wrong}");
    }
}

#[test]
fn what_can_go_is_what_really_going_leaves() {
    let server = Server::start();
    let question = "serviceType=ONT-BUURTHUIS&k=3&floor=0.5&groups=all,65%2B&date=2026-11-21";
    let (status, page) = server.get(&format!("/v1/collections/stopping/items?{question}"));
    assert_eq!(status, 200, "{page}");
    assert_eq!(page["parameters"]["groups"], json!(["all", "65+"]));
    let rows: Vec<&Json> = page["features"]
        .as_array()
        .unwrap()
        .iter()
        .map(|of| &of["properties"])
        .collect();
    let three: Vec<&&Json> = rows.iter().filter(|of| of["size"] == 3).collect();
    assert_eq!(three.len(), 3, "{page}");
    let (_, gone) = server.post(
        "/v1/what-if",
        &json!({ "serviceType": "ONT-BUURTHUIS", "date": "2026-11-21", "remove": three[0]["facilities"] }),
    );
    let after = gone["city"]["after"]["coverage"].as_f64().unwrap();
    assert!((three[0]["coverageAfter"].as_f64().unwrap() - after).abs() < 1e-9);
    let lost = -gone["city"]["change"]["residentsServed"].as_f64().unwrap();
    assert!((three[0]["residentsLost"].as_f64().unwrap() - lost).abs() < 1e-3);

    let (_, page) = server.get(&format!(
        "/v1/collections/stopping-areas/items?{question}&limit=1000"
    ));
    for row in page["features"].as_array().unwrap() {
        let row = &row["properties"];
        let (before, after) = (row["coverageBefore"].as_f64(), row["coverageAfter"].as_f64());
        let kept = if row["belowFloorAlready"] == true {
            after == before
        } else {
            after >= Some(0.5 - 1e-9)
        };
        assert!(kept || before.is_none(), "{row}");
    }
    let first = three[0]["facilityId"].as_str().unwrap();
    let (status, told) = server.get(&format!(
        "/v1/explain?collection=stopping&id=ONT-BUURTHUIS:3:{first}&property=residentsLost&{question}"
    ));
    assert_eq!((status, &told["value"]), (200, &three[0]["residentsLost"]));
}

#[test]
fn a_site_brings_what_a_facility_there_brings() {
    let server = Server::start();
    let (_, sites) = server.get("/v1/siting?serviceType=LRN-BIEB&distance=1000&k=3&date=2026-11-21");
    let places: Vec<Json> = sites["features"]
        .as_array()
        .unwrap()
        .iter()
        .map(|site| {
            let at = &site["geometry"]["coordinates"];
            json!({ "lon": at[0], "lat": at[1] })
        })
        .collect();
    assert_eq!(places.len(), 3);
    let question =
        json!({ "serviceType": "LRN-BIEB", "distance": 1000, "date": "2026-11-21", "add": places });
    let (status, tried) = server.post("/v1/what-if", &question);
    assert_eq!(status, 200, "{tried}");
    let [gain, tried] = [
        &sites["gainResidents"],
        &tried["city"]["change"]["residentsServed"],
    ]
    .map(|of| of.as_f64().unwrap());
    assert!((gain - tried).abs() < 1e-3, "{gain} {tried}");
    // A model of every cell would be too large: that greedy's answer is told is said, whatever is looked for.
    for model in ["mclp&k=2", "lscp&cell=150"] {
        let question =
            format!("serviceType=LRN-BIEB&distance=1000&method=exact&model={model}&date=2026-11-21");
        let (_, sites) = server.get(&format!("/v1/siting?{question}"));
        assert_eq!(
            (&sites["method"], &sites["optimal"]),
            (&json!("greedy"), &json!(false)),
            "{model}"
        );
    }
}

#[test]
fn what_plays_no_part_is_refused_or_told() {
    let server = Server::start();
    let day = "date=2026-11-21";
    // Parameters of siting that another model takes.
    for (question, name) in [
        ("serviceType=LRN-BIEB&capacity=100", "capacity"),
        ("serviceType=LRN-BIEB&model=lscp&k=3", "k"),
        ("criterion=bibliotheek-afstand&k=3", "k"),
    ] {
        let (status, problem) = server.get(&format!("/v1/siting?{question}"));
        let wrong = &problem["invalidParams"][0];
        assert_eq!((status, &wrong["name"]), (400, &json!(name)), "{problem}");
        assert!(
            wrong["reason"]
                .as_str()
                .unwrap()
                .starts_with("plays no part with model=")
        );
    }

    // Whom no candidate reaches.
    let fewest = |distance: u32, points: &str| {
        let question =
            format!("serviceType=LRN-BIEB&model=lscp&present=none&distance={distance}&{points}&{day}");
        let (status, sites) = server.get(&format!("/v1/siting?{question}"));
        assert_eq!(status, 200, "{sites}");
        sites
    };
    let near = fewest(500, "points=4.67,51.81");
    let left = near["residentsOutOfReach"].as_f64().unwrap();
    let before = near["coverageBefore"].as_f64().unwrap();
    assert!(
        near["reachesAll"] == json!(false) && left > 50_000.0 && before == 0.0,
        "{left}"
    );
    let all = left / (1.0 - near["coverageAfter"].as_f64().unwrap());
    let districts = near["outOfReach"].as_array().unwrap().iter();
    let by_district: f64 = districts.map(|of| of["residents"].as_f64().unwrap()).sum();
    assert!((by_district - left).abs() < 1e-3, "{by_district} of {left}");
    let far = fewest(20_000, "points=4.67,51.81");
    assert_eq!(
        (
            &far["reachesAll"],
            &far["residentsOutOfReach"],
            &far["outOfReach"]
        ),
        (&json!(true), &json!(0.0), &json!([]))
    );
    assert!((far["gainResidents"].as_f64().unwrap() - all).abs() < 1e-3);

    // A programme area that holds a part of a district.
    let (_, held) = server.get(&format!(
        "/v1/siting?criterion=bibliotheek-afstand&area=dordt-west&candidates=lattice&cell=500&{day}"
    ));
    assert_eq!(
        held["partlyInside"][0]["code"], "WK050508",
        "{}",
        held["partlyInside"]
    );
    let assessments = "/v1/collections/assessments/items?limit=1000";
    let (_, judged) = server.get(&format!("{assessments}&area=dordt-west&{day}"));
    assert_eq!(judged["parameters"]["partlyInside"], json!(["WK050508"]));
    let (_, judged) = server.get(&format!("{assessments}&area=WK050507&{day}"));
    assert!(judged["parameters"].get("partlyInside").is_none());
    // Whether somebody set a norm is told so that a program can read it.
    let norms = judged["features"].as_array().unwrap().iter();
    let proposal = |of: &Json| of["properties"]["proposal"].as_bool().unwrap();
    let (proposals, set): (Vec<&Json>, Vec<&Json>) = norms.partition(|of| proposal(of));
    assert!(!proposals.is_empty() && !set.is_empty());
    assert!(proposals.iter().all(|of| of["properties"]["source"].is_null()));
    assert!(set.iter().all(|of| of["properties"]["source"].is_string()));
    assert!(
        proposals
            .iter()
            .chain(&set)
            .all(|of| of["properties"]["noteEn"].is_string())
    );

    // More than there are.
    let stopping = format!("/v1/collections/stopping/items?serviceType=LRN-BIEB&limit=1000&{day}");
    let (_, one) = server.get(&format!("{stopping}&k=1"));
    let there = one["features"][0]["properties"]["candidateCount"]
        .as_u64()
        .unwrap();
    let (_, more) = server.get(&format!("{stopping}&k={}", there + 2));
    let rows = more["features"].as_array().unwrap();
    let ends: Vec<&Json> = rows
        .iter()
        .map(|of| &of["properties"])
        .filter(|of| of["reason"] == "noMoreFacilities")
        .collect();
    let sizes: Vec<u64> = ends.iter().map(|of| of["size"].as_u64().unwrap()).collect();
    assert_eq!(sizes, [there + 1, there + 2]);
    assert!(
        ends.iter()
            .all(|of| of["possible"] == false && of["facilityId"].is_null())
    );

    // A facility of another type, in a proposal about libraries.
    let (_, meeting) = server.get(&format!(
        "/v1/collections/facilities/items?serviceType=ONT-BUURTHUIS&limit=1&{day}"
    ));
    let other = meeting["features"][0]["id"].as_str().unwrap().to_owned();
    let (_, libraries) = server.get(&format!(
        "/v1/collections/facilities/items?serviceType=LRN-BIEB&limit=1&{day}"
    ));
    let own = libraries["features"][0]["id"].as_str().unwrap().to_owned();
    let body = json!({ "serviceType": "LRN-BIEB", "date": "2026-11-21", "remove": [own],
        "move": [{ "id": other, "lon": 4.67, "lat": 51.81 }] });
    let (status, answer) = server.post("/v1/what-if", &body);
    assert_eq!(status, 200, "{answer}");
    let told = answer["unaffected"].as_array().unwrap();
    assert_eq!(told.len(), 1);
    assert_eq!(
        (
            &told[0]["id"],
            &told[0]["edit"],
            &told[0]["serviceType"],
            &told[0]["reason"]
        ),
        (
            &json!(other),
            &json!("move"),
            &json!("ONT-BUURTHUIS"),
            &json!("otherServiceType")
        )
    );
}

#[test]
fn indicators_have_names_in_both_languages() {
    let server = Server::start();
    let of = |indicator: &str| {
        let items = "/v1/collections/indicators/items?area=GM0505&date=2026-11-21";
        let (status, rows) = server.get(&format!("{items}&indicator={indicator}"));
        assert_eq!(status, 200, "{rows}");
        rows["features"][0]["properties"].clone()
    };
    for (indicator, computed, nl, en) in [
        (
            "inwoners-die-zich-eenzaam-voelen",
            false,
            "Inwoners die zich eenzaam voelen",
            "Residents who feel lonely",
        ),
        (
            "concentration",
            true,
            "Deel van de voorzieningen samen op één plek",
            "Share of facilities in a hub",
        ),
    ] {
        let told = of(indicator);
        assert_eq!(
            (&told["computed"], &told["name"], &told["titleEn"]),
            (&json!(computed), &json!(nl), &json!(en))
        );
    }
}
