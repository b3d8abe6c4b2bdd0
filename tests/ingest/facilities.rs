//! Lists of facilities.

use super::*;

#[test]
fn a_dutch_list_needs_no_mapping() {
    let import = facilities(
        "naam;soort;adres;postcode;plaats;doelgroepen;rol;capaciteit;vindplaats;geldig_vanaf;x_rd;y_rd;telefoon\n\
         De Kiel;bibliotheek;Kade 1;3311 AB;Dordrecht;ouders;subsidie;1.250,5;ja;1-3-2024;105.000,25;425.000,75;078-123\n",
    );
    let [facility] = import.facilities().try_into().unwrap();
    assert_eq!(facility.name.as_deref(), Some("De Kiel"));
    assert_eq!(facility.service_type, Some("LRN-BIEB".into()));
    assert_eq!(facility.town.as_deref(), Some("Dordrecht"));
    assert_eq!(facility.target_groups, ["parents"]);
    assert_eq!(facility.municipal_role, Some(MunicipalRole::Subsidy));
    assert_eq!(facility.capacity, Some(1250.5));
    assert_eq!(facility.finding_place, Some(true));
    assert_eq!(facility.valid_from, Some(date(2024, 3, 1)));
    let location = facility.location.unwrap();
    assert_eq!((location.x(), location.y()), (105_000.25, 425_000.75));
    assert!(facility.kept.is_empty());
    assert_eq!(import.warned(), ["column_not_stored"]);
}

#[test]
fn every_fault_is_told_with_its_row_and_field() {
    let import = facilities(
        "id,name,type,capacity,validFrom,lat,lon\n\
         a,A,bibliotek,many,2024-13-01,51.8,4.6\n\
         b,B,LRN-BIEB,-5,,51.8,4.6\n\
         c,C,LRN-BIEB,5,,91,4.6\n\
         b,B,LRN-BIEB,5,,51.8,4.6\n\
         d,D,LRN-BIEB,5,,51.8,4.6\n",
    );
    let report = import.run().map(|ingested| ingested.report).unwrap_err();
    assert_eq!(report.refused, 3);
    let told: Vec<String> = report.warnings.iter().map(ToString::to_string).collect();
    let has = |text: &str| assert!(told.iter().any(|line| line.contains(text)), "{text} in {told:#?}");
    has("list.csv, row 2, serviceType: 'bibliotek' is not in the taxonomy; nearest are LRN-BIEB");
    has("list.csv, row 2, capacity: 'many' is not a number [invalid_value]");
    has("list.csv, row 2, validFrom: '2024-13-01' is not a day");
    has("list.csv, row 3, capacity: -5 is negative [invalid_value]");
    has("row 4, geometry: (4.6, 91) has no place in OGC:CRS84 [coordinate_out_of_range]");
}

#[test]
fn an_id_that_stands_twice_names_both_rows() {
    let import = facilities("id,lat,lon\nx,51.8,4.6\ny,51.8,4.6\nx,51.8,4.6\n");
    assert_eq!(import.refused(), [("duplicate_id", Some(4))]);
    let report = import.run().map(|ingested| ingested.report).unwrap_err();
    assert!(
        report
            .warnings
            .iter()
            .any(|finding| finding.message.contains("row 2"))
    );
    let mut import = facilities("id,lat,lon\nx,51.8,4.6\n");
    import.present = vec![Facility::new("x", "another list")];
    assert_eq!(import.refused(), [("duplicate_id", Some(2))]);
}

#[test]
fn the_crs_is_never_guessed() {
    let mut import = facilities("name,x,y\na,105000,425000\n");
    assert_eq!(import.refused(), [("missing_crs", None)]);
    import.request.crs = Some(Crs::parse("EPSG:28992").unwrap());
    assert_eq!(import.facilities().len(), 1);
    let mut import = facilities("name,x_rd,y_rd\na,105000,425000\n");
    import.request.crs = Some(Crs::parse("EPSG:32631").unwrap());
    assert_eq!(import.refused(), [("contradicting_crs", None)]);
    let mut import = facilities("name,x,y\na,4.6,51.8\n");
    import.request.crs = Some(Crs::parse("EPSG:28992").unwrap());
    assert_eq!(import.refused(), [("implausible_crs", None)]);
    let metres =
        r#"{"type":"Feature","properties":{},"geometry":{"type":"Point","coordinates":[105000,425000]}}"#;
    let mut import = Import::new(Layer::Facilities, "a.geojson", metres);
    assert_eq!(import.refused(), [("coordinate_out_of_range", Some(1))]);
    import.request.crs = Some(Crs::parse("EPSG:28992").unwrap());
    assert_eq!(import.facilities().len(), 1);
}

#[test]
fn geojson_that_names_a_projected_crs_is_reprojected() {
    let collection = |crs: &str, coordinates: &str| {
        let text = format!(
            r#"{{"type":"FeatureCollection",{crs}"features":[{{"type":"Feature","properties":{{}},"geometry":{{"type":"Point","coordinates":{coordinates}}}}}]}}"#
        );
        Import::new(Layer::Facilities, "a.geojson", &text)
    };
    let named = |name: &str, coordinates: &str| {
        let crs = format!(r#""crs":{{"type":"name","properties":{{"name":"{name}"}}}},"#);
        collection(&crs, coordinates)
    };
    // The centre of the Dutch grid, in UTM by Krueger's series. Without the correction grid RD is right to 0.21 m.
    let utm = "[663303.936,5780984.365]";
    for (name, coordinates) in [
        ("urn:ogc:def:crs:EPSG::32631", utm),
        ("EPSG:32631", utm),
        ("http://www.opengis.net/def/crs/EPSG/0/28992", "[155000,463000]"),
        ("urn:ogc:def:crs:OGC:1.3:CRS84", "[5.38720365,52.15517289]"),
    ] {
        let [facility] = named(name, coordinates).facilities().try_into().unwrap();
        let location = facility.location.unwrap();
        let off = (location.x() - 155_000.0).hypot(location.y() - 463_000.0);
        assert!(off < 0.3, "{name}: {location:?}");
    }
    // What it names goes before what somebody says of it, and before the format's own rule.
    let mut import = named("EPSG:32631", utm);
    import.request.crs = Some(Crs::parse("EPSG:28992").unwrap());
    assert_eq!(import.refused(), [("contradicting_crs", None)]);
    let import = collection("", utm);
    assert_eq!(import.refused(), [("coordinate_out_of_range", Some(1))]);
    let report = import.run().map(|ingested| ingested.report).unwrap_err();
    assert!(
        report.warnings[0].message.contains("--crs"),
        "{}",
        report.warnings[0]
    );
    assert_eq!(named("EPSG:1", utm).refused(), [("unsupported_crs", None)]);
}

#[test]
fn what_lies_far_away_is_warned_of_and_swapped_axes_are_named() {
    let mut import = facilities("type,lat,lon\nLRN-BIEB,4.6,51.8\nLRN-BIEB,52.5,13.4\nLRN-BIEB,51.8,4.6\n");
    import.extent = Some(Rect::new(
        Coord {
            x: 100_000.0,
            y: 415_000.0,
        },
        Coord {
            x: 120_000.0,
            y: 430_000.0,
        },
    ));
    let report = import.run().unwrap().report;
    let outside: Vec<(Option<u64>, bool)> = report
        .warnings
        .iter()
        .filter(|finding| finding.code == "outside_area")
        .map(|finding| (finding.row, finding.message.contains("swapped")))
        .collect();
    assert_eq!(outside, [(Some(2), true), (Some(3), false)]);
}

#[test]
fn without_type_or_place_a_facility_is_kept_and_told() {
    let mut import = facilities("name,type,lat,lon\na,,,\nb,casino,51.8,4.6\n");
    assert_eq!(import.refused(), [("unknown_service_type", Some(3))]);
    import.request.unknown_type = UnknownType::Keep;
    let [a, b] = import.facilities().try_into().unwrap();
    assert_eq!((a.service_type, a.location), (None, None));
    assert_eq!((b.service_type, b.source_type.as_deref()), (None, Some("casino")));
    assert_eq!(
        import.warned(),
        ["unclassified", "not_located", "unknown_service_type"]
    );
}

#[test]
fn a_mapping_goes_before_names_and_its_mistakes_are_refused() {
    let mut import = facilities("name,titel,wat,lat,lon\nwrong,right,Boeken,51.8,4.6\n");
    let map = [("name", "titel"), ("serviceType", "wat")];
    import.request.mapping.map = map.map(|(a, b)| (a.to_owned(), b.to_owned())).into();
    let values = [(" boeken".to_owned(), "LRN-BIEB".to_owned())];
    import
        .request
        .mapping
        .values
        .insert("serviceType".to_owned(), values.into());
    let [facility] = import.facilities().try_into().unwrap();
    assert_eq!(facility.name.as_deref(), Some("right"));
    assert_eq!(facility.service_type, Some("LRN-BIEB".into()));
    import
        .request
        .mapping
        .map
        .insert("colour".to_owned(), "wat".to_owned());
    import
        .request
        .mapping
        .map
        .insert("address".to_owned(), "straat".to_owned());
    assert_eq!(
        import.refused(),
        [("missing_column", None), ("unknown_field", None)]
    );
}

#[test]
fn opening_hours_that_nobody_can_read_are_kept_and_told() {
    let hours = [
        "Mo-Fr 09:00-17:00",
        "ma-vr 9-17",
        "",
        "ma-vr 9-17",
        "10:00-16:00/00:30",
    ];
    let rows = hours.map(|hours| format!("A;4.67;51.81;{hours}"));
    let text = &format!("name;lon;lat;openingHours\n{}\n", rows.join("\n"));
    let import = Import::new(Layer::Facilities, "list.csv", text);
    let report = import.run().unwrap().report;
    let told: Vec<_> = report
        .warnings
        .iter()
        .filter(|finding| finding.code == "opening_hours_unreadable")
        .map(|finding| (finding.row, finding.field.as_deref(), finding.message.as_str()))
        .collect();
    let syntax = "'ma-vr 9-17' is not written as OpenStreetMap writes opening hours; kept, and unknown where opening hours are asked";
    let moments = "'10:00-16:00/00:30' gives moments at which something begins, not hours; kept, and unknown where opening hours are asked";
    let field = Some("openingHours");
    assert_eq!(
        told,
        [
            (Some(3), field, syntax),
            (Some(5), field, syntax),
            (Some(6), field, moments)
        ]
    );
    assert_eq!(
        import.facilities()[1].opening_hours.as_deref(),
        Some("ma-vr 9-17")
    );
}

#[test]
fn an_empty_file_is_done_with_a_warning() {
    for (name, text) in [
        ("a.csv", ""),
        ("a.csv", "name,lat,lon\n"),
        ("a.geojson", r#"{"type":"FeatureCollection","features":[]}"#),
    ] {
        let import = Import::new(Layer::Facilities, name, text);
        assert_eq!(import.warned(), ["empty_input"], "{name}");
    }
}
