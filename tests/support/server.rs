//! The real binary as a server.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use serde_json::Value as Json;

/// The folder of the sample city.
pub fn sample() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("data/dordrecht")
}

/// A server of the sample city with a store of its own; it ends with the test.
pub struct Server {
    pub child: Child,
    pub address: String,
    /// The folder of the store, where it is the server's own.
    own: Option<tempfile::TempDir>,
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Server {
    /// One with a store of its own, which is filled at the start.
    pub fn start() -> Self {
        let own = tempfile::tempdir().unwrap();
        let mut server = Self::on(&own.path().join("store.gpkg"));
        server.own = Some(own);
        server
    }

    /// One on a store that may be there already.
    pub fn on(store: &Path) -> Self {
        Self::of(&sample(), store)
    }

    /// One of a city with a store that may be there already.
    pub fn of(city: &Path, store: &Path) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_wijkkaart"))
            .args(["serve", "--listen", "127.0.0.1:0", "--city"])
            .arg(city)
            .arg("--store")
            .arg(store)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let address = lines
            .by_ref()
            .map_while(Result::ok)
            .find_map(|line| {
                line.split_once("http://")
                    .map(|(_, address)| address.trim().to_owned())
            })
            .expect("the server says where it listens");
        // Whatever else it says must have somewhere to go.
        std::thread::spawn(move || lines.for_each(drop));
        Self {
            child,
            address,
            own: None,
        }
    }

    fn agent() -> ureq::Agent {
        ureq::Agent::config_builder()
            .http_status_as_error(false)
            .build()
            .into()
    }

    fn read(mut response: ureq::http::Response<ureq::Body>) -> (u16, Json) {
        let status = response.status().as_u16();
        let body = response.body_mut().with_config().limit(64 << 20);
        (status, body.read_json().unwrap())
    }

    /// Status and document at a path.
    pub fn get(&self, path: &str) -> (u16, Json) {
        let url = format!("http://{}{path}", self.address);
        Self::read(Self::agent().get(url).call().unwrap())
    }

    /// A header of the answer at a path; none where it has none.
    pub fn header(&self, path: &str, name: &str) -> Option<String> {
        let url = format!("http://{}{path}", self.address);
        let response = Self::agent().get(url).call().unwrap();
        let value = response.headers().get(name)?;
        Some(value.to_str().unwrap().to_owned())
    }

    /// Media type and bytes of a file at a path.
    pub fn file(&self, path: &str) -> (String, Vec<u8>) {
        let url = format!("http://{}{path}", self.address);
        let mut response = Self::agent().get(url).call().unwrap();
        let media_type = response.headers()["content-type"].to_str().unwrap().to_owned();
        let body = response.body_mut().with_config().limit(64 << 20);
        (media_type, body.read_to_vec().unwrap())
    }

    /// The same for a question with a body.
    pub fn post(&self, path: &str, body: &Json) -> (u16, Json) {
        let url = format!("http://{}{path}", self.address);
        Self::read(Self::agent().post(url).send_json(body).unwrap())
    }
}
