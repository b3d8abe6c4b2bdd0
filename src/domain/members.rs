//! A JSON document of somebody else's, read member by member, so that every fault in it is found and named by its place.

use serde_json::{Map, Value as Json};

/// What is wrong with a document, and where: `add[0].lon`.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{at}: {reason}")]
pub struct Fault {
    pub at: String,
    pub reason: String,
}

impl Fault {
    /// A fault at a place of the document.
    pub fn new(at: impl Into<String>, reason: impl Into<String>) -> Self {
        Self {
            at: at.into(),
            reason: reason.into(),
        }
    }
}

/// A text of somebody else's as it may stand in a reason: not long.
fn shown(text: &str) -> String {
    text.chars().take(60).collect()
}

/// The members of one object of the document.
pub struct Members<'a> {
    /// Its own place; empty for the document itself.
    at: String,
    map: &'a Map<String, Json>,
}

impl<'a> Members<'a> {
    /// The object at a place of the document, of which only `known` members are understood; none where it is no object.
    pub fn of(value: &'a Json, at: &str, known: &[&str], faults: &mut Vec<Fault>) -> Option<Self> {
        let Json::Object(map) = value else {
            let at = if at.is_empty() { "body" } else { at };
            faults.push(Fault::new(at, "is not a JSON object"));
            return None;
        };
        let members = Self {
            at: at.to_owned(),
            map,
        };
        for name in map.keys().filter(|name| !known.contains(&name.as_str())) {
            let reason = format!("is not a member; members are {}", known.join(", "));
            faults.push(Fault::new(members.place(&shown(name)), reason));
        }
        Some(members)
    }

    /// The place of a member of it.
    pub fn place(&self, name: &str) -> String {
        if self.at.is_empty() {
            name.to_owned()
        } else {
            format!("{}.{name}", self.at)
        }
    }

    /// A member as it is; null is the same as absent.
    pub fn get(&self, name: &str) -> Option<&'a Json> {
        self.map.get(name).filter(|value| !value.is_null())
    }

    /// Notes that a member which has to be there is not.
    pub fn missing(&self, name: &str, faults: &mut Vec<Fault>) {
        faults.push(Fault::new(self.place(name), "is missing"));
    }

    /// A member that is a text.
    pub fn text(&self, name: &str, faults: &mut Vec<Fault>) -> Option<&'a str> {
        let value = self.get(name)?;
        if value.as_str().is_none() {
            faults.push(Fault::new(self.place(name), "is not a text"));
        }
        value.as_str()
    }

    /// A member that is a number from `least` to `most`.
    pub fn number(&self, name: &str, (least, most): (f64, f64), faults: &mut Vec<Fault>) -> Option<f64> {
        let value = self.get(name)?;
        let number = value.as_f64().filter(|number| (least..=most).contains(number));
        if number.is_none() {
            let reason = if most.is_finite() {
                format!("is not a number from {least} to {most}")
            } else {
                format!("is not a number, {least} or more")
            };
            faults.push(Fault::new(self.place(name), reason));
        }
        number
    }

    /// The items of a member that is a list; none where it is absent.
    pub fn items(&self, name: &str, faults: &mut Vec<Fault>) -> &'a [Json] {
        match self.get(name) {
            None => &[],
            Some(Json::Array(items)) => items,
            Some(_) => {
                faults.push(Fault::new(self.place(name), "is not a list"));
                &[]
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn every_fault_is_found_and_named_by_its_place() {
        let document = json!({ "name": 3, "nane": "x", "list": {}, "far": 200, "none": null });
        let mut faults = Vec::new();
        let members = Members::of(&document, "a[0]", &["name", "list", "far", "none"], &mut faults).unwrap();
        assert_eq!(members.text("name", &mut faults), None);
        assert!(members.items("list", &mut faults).is_empty());
        assert_eq!(members.number("far", (-180.0, 180.0), &mut faults), None);
        assert_eq!(members.text("none", &mut faults), None);
        members.missing("none", &mut faults);
        let places: Vec<&str> = faults.iter().map(|fault| fault.at.as_str()).collect();
        assert_eq!(
            places,
            ["a[0].nane", "a[0].name", "a[0].list", "a[0].far", "a[0].none"]
        );
        assert!(Members::of(&json!([]), "", &[], &mut faults).is_none());
        assert_eq!(faults.last(), Some(&Fault::new("body", "is not a JSON object")));
    }
}
