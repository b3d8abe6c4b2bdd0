//! kill -9 at any moment leaves every acknowledged commit whole and no other in part.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::process::{Command, Stdio};
use std::time::Duration;

use super::*;
use crate::store::StoreError;
use crate::store::geopackage::serve_lock;

const WRITER: &str = "WIJKKAART_TEST_WRITER";
const SERVER: &str = "WIJKKAART_TEST_SERVER";
const ROWS: usize = 40;

/// This test binary again, running one of the bodies below in a process of its own.
fn child(test: &str, role: &str, path: &std::path::Path) -> Command {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command
        .args([
            "--exact",
            &format!("store::geopackage::tests::crash::{test}"),
            "--nocapture",
        ])
        .env(role, path)
        .stdout(Stdio::piped())
        .stderr(Stdio::null());
    command
}

/// Commits for ever; tells each commit that was acknowledged.
fn write_for_ever(path: &std::path::Path) -> ! {
    let store = GeoPackageStore::open(path, &rd()).unwrap();
    let mut out = std::io::stdout();
    let mut number = store.head().unwrap().number;
    loop {
        let tag = number + 1;
        let rows = (0..ROWS).map(|row| {
            let mut facility = facility(&format!("{tag}-{row}"), &tag.to_string());
            facility.address = Some("x".repeat(400));
            facility
        });
        number = done(
            store
                .commit(number, &put("list", rows.collect()), "child")
                .unwrap(),
        )
        .number;
        writeln!(out, "done {number}").unwrap();
        out.flush().unwrap();
    }
}

#[test]
fn kill_9_loses_no_acknowledged_commit_and_leaves_none_in_part() {
    if let Ok(path) = std::env::var(WRITER) {
        write_for_ever(path.as_ref());
    }
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("store.gpkg");
    let mut acknowledged = 0;
    for round in 0..25_u64 {
        let mut child = child(
            "kill_9_loses_no_acknowledged_commit_and_leaves_none_in_part",
            WRITER,
            &path,
        )
        .spawn()
        .unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        // The first rounds die while the store is being made, the others after some commits and an uneven delay.
        let wanted = if round < 3 { 0 } else { 1 + round % 3 };
        let killer = std::thread::spawn({
            let (sender, ready) = std::sync::mpsc::channel::<()>();
            let reader = std::thread::spawn(move || {
                let mut numbers = Vec::new();
                for line in lines.map_while(Result::ok) {
                    if let Some(number) = line.strip_prefix("done ") {
                        numbers.push(number.parse::<u64>().unwrap());
                        if numbers.len() as u64 == wanted {
                            let _ = sender.send(());
                        }
                    }
                }
                numbers
            });
            move || {
                if wanted > 0 {
                    ready.recv_timeout(Duration::from_secs(60)).unwrap();
                }
                std::thread::sleep(Duration::from_micros(round * 7_919 % 30_000));
                child.kill().unwrap();
                child.wait().unwrap();
                reader.join().unwrap()
            }
        });
        let numbers = killer.join().unwrap();
        assert!(numbers.len() as u64 >= wanted);
        acknowledged = numbers.last().copied().unwrap_or(acknowledged);

        let store = GeoPackageStore::open(&path, &rd()).unwrap();
        let head = store.head().unwrap().number;
        assert!(
            head >= acknowledged,
            "round {round}: {acknowledged} was acknowledged, {head} is there"
        );
        let mut rows: BTreeMap<u64, usize> = BTreeMap::new();
        for record in load(&store, None) {
            let LayerRecord::Facility(facility) = record else {
                panic!("{record:?}")
            };
            *rows.entry(facility.name.unwrap().parse().unwrap()).or_default() += 1;
        }
        assert_eq!(rows, (1..=head).map(|tag| (tag, ROWS)).collect(), "round {round}");
        let file = Connection::open(&path).unwrap();
        let check: String = file
            .query_row("PRAGMA quick_check", [], |row| row.get(0))
            .unwrap();
        assert_eq!(check, "ok");
    }
    assert!(acknowledged >= 22);
}

#[test]
fn a_second_server_is_refused_by_name_until_the_first_is_killed() {
    if let Ok(path) = std::env::var(SERVER) {
        let _lock = serve_lock(path.as_ref()).unwrap();
        let mut out = std::io::stdout();
        writeln!(out, "serving").unwrap();
        out.flush().unwrap();
        std::thread::sleep(Duration::from_secs(60));
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("store.gpkg");
    let mut server = child(
        "a_second_server_is_refused_by_name_until_the_first_is_killed",
        SERVER,
        &path,
    )
    .spawn()
    .unwrap();
    let mut lines = BufReader::new(server.stdout.take().unwrap()).lines();
    assert!(lines.any(|line| line.unwrap() == "serving"));
    match serve_lock(&path) {
        Err(StoreError::Locked { holder, .. }) => {
            assert!(
                holder.starts_with(&format!("process {} since ", server.id())),
                "{holder}"
            );
        }
        other => panic!("{other:?}"),
    }
    server.kill().unwrap();
    server.wait().unwrap();
    serve_lock(&path).unwrap();
}
