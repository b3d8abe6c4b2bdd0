//! What if: facilities that come, move and go, as a planner proposes them. A proposal with a name is a scenario.

use serde::{Serialize, Serializer};
use serde_json::Value as Json;
use sha2::{Digest, Sha256};

use super::ids::{FacilityId, ServiceTypeCode};
use super::members::{Fault, Members};

/// Longest name, and longest name of a facility that comes.
const LONGEST_NAME: usize = 64;
/// Longest note in bytes.
const LONGEST_NOTE: usize = 4000;

/// A place as readers give it: degrees of longitude and latitude (CRS84).
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Place {
    pub lon: f64,
    pub lat: f64,
}

/// A facility that comes.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Addition {
    #[serde(flatten)]
    pub place: Place,
    pub service_type: ServiceTypeCode,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Places, in the unit of the type; none: unknown.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "plain")]
    pub capacity: Option<f64>,
}

/// A facility that moves.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Move {
    pub id: FacilityId,
    #[serde(flatten)]
    pub to: Place,
}

/// What comes, moves and goes. The same facility is named once.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Proposal {
    pub add: Vec<Addition>,
    #[serde(rename = "move")]
    pub moves: Vec<Move>,
    pub remove: Vec<FacilityId>,
}

/// A proposal that is kept under a name.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Scenario {
    /// Lower-case letters, digits and hyphens: it stands in URLs and in the names of files.
    pub name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    #[serde(flatten)]
    pub proposal: Proposal,
}

/// Whole numbers as they were written: `40`, not `40.0`.
#[allow(clippy::cast_possible_truncation)] // only a number without a fraction, and small
#[allow(clippy::ref_option)] // serde hands it over so
fn plain<S: Serializer>(number: &Option<f64>, serializer: S) -> Result<S::Ok, S::Error> {
    match number {
        Some(number) if number.fract() == 0.0 && number.abs() < 1e15 => {
            serializer.serialize_i64(*number as i64)
        }
        number => number.serialize(serializer),
    }
}

/// Whether a text can be the name of a scenario.
pub fn is_name(text: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    (1..=LONGEST_NAME).contains(&text.len()) && !text.starts_with('-') && text.bytes().all(plain)
}

impl Place {
    fn read(members: &Members, faults: &mut Vec<Fault>) -> Option<Self> {
        let mut ordinate = |name: &str, most: f64| {
            if members.get(name).is_none() {
                members.missing(name, faults);
            }
            members.number(name, (-most, most), faults)
        };
        let (lon, lat) = (ordinate("lon", 180.0), ordinate("lat", 90.0));
        Some(Self { lon: lon?, lat: lat? })
    }
}

impl Addition {
    /// Reads one; `of` is its type where the question is about one type, else it says its own, and its name.
    fn read(value: &Json, at: &str, of: Option<&ServiceTypeCode>, faults: &mut Vec<Fault>) -> Option<Self> {
        let known: &[&str] = match of {
            Some(_) => &["lon", "lat", "capacity"],
            None => &["lon", "lat", "serviceType", "name", "capacity"],
        };
        let members = Members::of(value, at, known, faults)?;
        let place = Place::read(&members, faults);
        let capacity = members.number("capacity", (0.0, f64::INFINITY), faults);
        let (mut service_type, mut name) = (of.cloned(), None);
        if of.is_none() {
            if members.get("serviceType").is_none() {
                members.missing("serviceType", faults);
            }
            service_type = members.text("serviceType", faults).map(Into::into);
            name = members.text("name", faults).map(str::to_owned);
            if name.as_ref().is_some_and(|name| name.len() > 4 * LONGEST_NAME) {
                faults.push(Fault::new(members.place("name"), "is too long"));
            }
        }
        Some(Self {
            place: place?,
            service_type: service_type?,
            name,
            capacity,
        })
    }
}

impl Proposal {
    /// The members that say one.
    pub const MEMBERS: [&'static str; 3] = ["add", "move", "remove"];

    /// Reads a proposal. `of` is the type of what comes where the question is about one type; else each says its own.
    pub fn read(members: &Members, of: Option<&ServiceTypeCode>, faults: &mut Vec<Fault>) -> Self {
        let mut proposal = Self::default();
        for (n, value) in members.items("add", faults).iter().enumerate() {
            let at = members.place(&format!("add[{n}]"));
            proposal.add.extend(Addition::read(value, &at, of, faults));
        }
        for (n, value) in members.items("move", faults).iter().enumerate() {
            let at = members.place(&format!("move[{n}]"));
            let Some(moved) = Members::of(value, &at, &["id", "lon", "lat"], faults) else {
                continue;
            };
            if moved.get("id").is_none() {
                moved.missing("id", faults);
            }
            let id: Option<FacilityId> = moved.text("id", faults).map(Into::into);
            if let Some((id, to)) = id.zip(Place::read(&moved, faults)) {
                proposal.moves.push(Move { id, to });
            }
        }
        for (n, value) in members.items("remove", faults).iter().enumerate() {
            match value.as_str() {
                Some(id) => proposal.remove.push(id.into()),
                None => faults.push(Fault::new(
                    members.place(&format!("remove[{n}]")),
                    "is not the id of a facility",
                )),
            }
        }
        proposal.name_each_once(members, faults);
        proposal
    }

    /// One that moves and goes, or does either twice, says two things at once.
    fn name_each_once(&self, members: &Members, faults: &mut Vec<Fault>) {
        let mut seen = std::collections::HashSet::new();
        let moved = self.moves.iter().map(|of| ("move", &of.id));
        for (list, id) in moved.chain(self.remove.iter().map(|id| ("remove", id))) {
            if !seen.insert(id) {
                let reason = format!("names '{id}' although it moves or goes already");
                faults.push(Fault::new(members.place(list), reason));
            }
        }
    }

    /// Whether nothing comes, moves or goes.
    pub fn is_empty(&self) -> bool {
        self.add.is_empty() && self.moves.is_empty() && self.remove.is_empty()
    }
}

impl Scenario {
    /// A fingerprint of all that it says: another one under the same name is another scenario.
    pub fn digest(&self) -> String {
        let text = serde_json::to_string(self).unwrap_or_default();
        let digest = Sha256::digest(text.as_bytes());
        digest
            .iter()
            .take(12)
            .fold(String::new(), |text, byte| format!("{text}{byte:02x}"))
    }

    /// Reads a scenario; its name is not part of the document, or the same.
    pub fn read(name: &str, document: &Json) -> Result<Self, Vec<Fault>> {
        let mut faults = Vec::new();
        if !is_name(name) {
            let reason =
                format!("is not made of at most {LONGEST_NAME} lower-case letters, digits and hyphens");
            faults.push(Fault::new("name", reason));
        }
        let known = ["name", "note", "add", "move", "remove"];
        let Some(members) = Members::of(document, "", &known, &mut faults) else {
            return Err(faults);
        };
        if members.text("name", &mut faults).is_some_and(|own| own != name) {
            faults.push(Fault::new("name", format!("is not '{name}'")));
        }
        let note = members.text("note", &mut faults).map(str::to_owned);
        if note.as_ref().is_some_and(|note| note.len() > LONGEST_NOTE) {
            faults.push(Fault::new("note", format!("has more than {LONGEST_NOTE} bytes")));
        }
        let proposal = Proposal::read(&members, None, &mut faults);
        if faults.is_empty() {
            Ok(Self {
                name: name.to_owned(),
                note,
                proposal,
            })
        } else {
            Err(faults)
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_is_written_is_read_back() {
        let document = json!({
            "name": "west-2030", "note": "Twee erbij",
            "add": [{ "lon": 4.65, "lat": 51.8, "serviceType": "LRN-BIEB", "name": "Nieuw", "capacity": 40 }],
            "move": [{ "id": "a", "lon": 4.7, "lat": 51.81 }],
            "remove": ["b"],
        });
        let read = Scenario::read("west-2030", &document).unwrap();
        assert_eq!(serde_json::to_value(&read).unwrap(), document);
        assert_eq!(
            Scenario::read("leeg", &json!({})).unwrap().proposal,
            Proposal::default()
        );
    }

    #[test]
    fn every_fault_of_a_scenario_is_told() {
        let document = json!({
            "name": "other", "note": 1, "colour": "red",
            "add": [{ "lat": 51.8, "serviceType": "LRN-BIEB", "capacity": -1 }, 3],
            "move": [{ "id": "a", "lon": 4.7, "lat": 151.81 }, { "id": "c", "lon": 4.7, "lat": 51.0 }],
            "remove": ["c", 4],
        });
        let faults = Scenario::read("West", &document).unwrap_err();
        let places: Vec<&str> = faults.iter().map(|fault| fault.at.as_str()).collect();
        let expected = [
            "name",
            "colour",
            "name",
            "note",
            "add[0].lon",
            "add[0].capacity",
            "add[1]",
            "move[0].lat",
            "remove[1]",
            "remove",
        ];
        assert_eq!(places, expected);
    }
}
