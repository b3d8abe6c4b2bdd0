//! Files that the program itself has written.

use super::*;

/// Facilities with these names and addresses as our own export writes them.
fn exported(texts: &[(String, String)]) -> String {
    let properties = ["id", "name", "address"];
    let features = texts.iter().enumerate().map(|(at, (name, address))| Feature {
        id: format!("f{at}"),
        geometry: Some(geo::Point::new(4.6, 51.8).into()),
        values: vec![
            Value::Text(format!("f{at}")),
            Value::Text(name.clone()),
            Value::Text(address.clone()),
        ],
    });
    let set = FeatureSet {
        schema: Schema {
            geometry: GeometryKind::Point,
            properties: properties
                .map(|name| Property::new(name, Kind::Text, name, name))
                .to_vec(),
        },
        features: features.collect(),
    };
    let mut out = Vec::new();
    wijkkaart::export::csv::write(&set, &Crs::crs84(), &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn what_a_spreadsheet_would_run_is_guarded_on_its_way_out_and_comes_back() {
    let texts = ["=1+1", "+31 78 123", "-", "@home", "'t Hof", "'=x", "''", "'"];
    let text = exported(&texts.map(|text| (text.to_owned(), String::new())));
    assert!(
        text.contains("\nf1,'+31 78 123,") && text.contains("\nf4,'t Hof,"),
        "{text}"
    );
    let facilities = Import::new(Layer::Facilities, "out.csv", &text).facilities();
    let names: Vec<_> = facilities.iter().map(|of| of.name.as_deref().unwrap()).collect();
    assert_eq!(names, texts);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn our_own_csv_gives_every_text_back(
        texts in vec(("['=+@\\-\t\r\n \"a;,\u{e9}]{0,6}", "\\PC{0,8}"), 1..8),
    ) {
        let facilities = Import::new(Layer::Facilities, "out.csv", &exported(&texts)).facilities();
        // Blanks at the ends are no part of a text, and nothing else is none.
        let kept = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        for (facility, (name, address)) in facilities.iter().zip(&texts) {
            prop_assert_eq!(&facility.name, &kept(name));
            prop_assert_eq!(&facility.address, &kept(address));
        }
        prop_assert_eq!(facilities.len(), texts.len());
    }
}
