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

/// The first two numbers of a sentence in English.
fn residents_in(sentence: &str) -> Vec<i64> {
    let numbers = sentence
        .split(' ')
        .map(|word| word.trim_end_matches(',').replace(',', ""));
    numbers.filter_map(|word| word.parse().ok()).take(2).collect()
}

#[test]
fn residents_are_told_rounded_where_that_is_asked() {
    let server = Server::start();
    let asked = |id: &str, property: &str, to: &str| {
        let question = "serviceType=LRN-BIEB&distance=1000";
        server.get(&format!(
            "/v1/explain?collection=districts&id={id}&property={property}&{question}{to}"
        ))
    };
    let (_, page) = server.get("/v1/collections/districts/items?limit=1000");
    let mut split = 0;
    for district in page["features"].as_array().unwrap() {
        let id = district["id"].as_str().unwrap();
        let said = |property: &str| {
            let (status, told) = asked(id, property, "&residentsTo=5");
            assert_eq!(status, 200, "{id}");
            residents_in(told["sentences"]["en"].as_str().unwrap())
        };
        let (reached, not_reached) = (said("coverage"), said("residentsUnserved"));
        let ([whole, served], [also_whole, unserved]) = (&reached[..], &not_reached[..]) else {
            continue;
        };
        // A distance is the second number where all or none are reached.
        if *served == 1000 || *unserved == 1000 {
            continue;
        }
        split += 1;
        assert_eq!((whole, whole % 5, served % 5), (also_whole, 0, 0), "{id}");
        assert_eq!(served + unserved, *whole, "{id}");
        assert_eq!(
            asked(id, "coverage", "&residentsTo=1").1,
            asked(id, "coverage", "").1
        );
    }
    assert!(split > 3, "some districts are reached in part: {split}");
    for wrong in ["0", "1001", "five", "2.5"] {
        let (status, problem) = asked("WK050501", "coverage", &format!("&residentsTo={wrong}"));
        assert_eq!(
            (status, &problem["invalidParams"][0]["name"]),
            (400, &json!("residentsTo"))
        );
    }
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
