//! What an import makes of a file, and what it says of one that it refuses.

use geo::{Coord, Rect};
use jiff::civil::date;
use proptest::collection::vec;
use proptest::prelude::*;
use wijkkaart::config::{Mapping, UnknownType};
use wijkkaart::domain::feature::{Feature, FeatureSet, GeometryKind, Kind, Property, Schema, Value};
use wijkkaart::domain::{Facility, Layer, MunicipalRole, Taxonomy};
use wijkkaart::ingest::{Context, Ingested, Report, Request, Severity, read};
use wijkkaart::spatial::projection::Crs;

/// A file with this name and text, to be read as `layer`.
struct Import {
    request: Request,
    present: Vec<Facility>,
    extent: Option<Rect<f64>>,
    _folder: tempfile::TempDir,
}

impl Import {
    fn new(layer: Layer, name: &str, text: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join(name);
        std::fs::write(&file, text).unwrap();
        Self {
            request: Request {
                layer,
                files: vec![file],
                source: "list".into(),
                mapping: Mapping::default(),
                crs: None,
                date: date(2026, 1, 1),
                unknown_type: UnknownType::Refuse,
            },
            present: Vec::new(),
            extent: None,
            _folder: folder,
        }
    }

    fn run(&self) -> Result<Ingested, Report> {
        let crs = Crs::parse("EPSG:28992").unwrap();
        let taxonomy = Taxonomy::built_in().unwrap();
        let context = Context {
            crs: &crs,
            taxonomy: &taxonomy,
            present: &self.present,
            extent: self.extent,
        };
        read(&self.request, context).map_err(|error| *error.0)
    }

    fn facilities(&self) -> Vec<Facility> {
        self.run().unwrap().layers.facilities
    }

    /// The codes and rows of what was refused.
    fn refused(&self) -> Vec<(&'static str, Option<u64>)> {
        let report = self.run().map(|ingested| ingested.report).unwrap_err();
        assert_eq!(report.accepted, 0);
        let errors = report
            .warnings
            .iter()
            .filter(|finding| finding.severity == Severity::Error);
        errors.map(|finding| (finding.code, finding.row)).collect()
    }

    fn warned(&self) -> Vec<&'static str> {
        let report = self.run().unwrap().report;
        report.warnings.iter().map(|finding| finding.code).collect()
    }
}

fn facilities(text: &str) -> Import {
    Import::new(Layer::Facilities, "list.csv", text)
}

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

fn neighbourhoods(properties: &[&str]) -> Import {
    let features: Vec<String> = properties
        .iter()
        .enumerate()
        .map(|(at, properties)| {
            let (w, e) = (4.6 + 0.01 * at as f64, 4.609 + 0.01 * at as f64);
            format!(
                r#"{{"type":"Feature","properties":{properties},"geometry":{{"type":"Polygon","coordinates":[[[{w},51.8],[{w},51.81],[{e},51.81],[{e},51.8],[{w},51.8]]]}}}}"#
            )
        })
        .collect();
    let text = format!(
        r#"{{"type":"FeatureCollection","features":[{}]}}"#,
        features.join(",")
    );
    Import::new(Layer::Neighbourhoods, "buurten.geojson", &text)
}

#[test]
fn missing_figures_of_cbs_stay_missing_and_water_abroad_is_left_out() {
    let import = neighbourhoods(&[
        r#"{"BU_CODE":"BU05050301","BU_NAAM":"A","WATER":"NEE","AANT_INW":"-99997","AANTAL_HH":-99995,"OPP_LAND":"7","P_00_14_JR":"12"}"#,
        r#"{"BU_CODE":"BU0505AB02","BU_NAAM":"B","WATER":"JA","AANT_INW":".","AANTAL_HH":"120"}"#,
        r#"{"BU_CODE":"BU05059999","BU_NAAM":"C","WATER":"B"}"#,
    ]);
    let ingested = import.run().unwrap();
    let [a, b] = ingested.layers.areas.try_into().unwrap();
    assert_eq!((a.residents, a.households, a.water), (None, None, false));
    assert_eq!(a.land_km2, Some(0.07));
    assert_eq!(a.percentages[0], Some(12.0));
    assert_eq!(a.parent_code, Some("WK050503".into()));
    assert_eq!(a.municipality_code, Some("GM0505".into()));
    assert_eq!((b.residents, b.households, b.water), (None, Some(120.0), true));
    assert!(
        ingested
            .report
            .warnings
            .iter()
            .any(|finding| finding.code == "abroad")
    );
}

#[test]
fn land_that_is_larger_than_its_polygon_is_told() {
    // Each polygon measures some 0.69 km2.
    let mut import = neighbourhoods(&[
        r#"{"BU_CODE":"BU05050301","BU_NAAM":"A","hectares":65}"#,
        r#"{"BU_CODE":"BU05050302","BU_NAAM":"B","hectares":1.0}"#,
        r#"{"BU_CODE":"BU05050303","BU_NAAM":"C","hectares":1.1}"#,
        r#"{"BU_CODE":"BU05050304","BU_NAAM":"D","hectares":0}"#,
        r#"{"BU_CODE":"BU05050305","BU_NAAM":"E"}"#,
    ]);
    let told = |import: &Import| -> Vec<String> {
        let report = import.run().unwrap().report;
        let land = report
            .warnings
            .iter()
            .filter(|of| of.code == "land_larger_than_area");
        land.map(ToString::to_string).collect()
    };
    assert!(told(&import).is_empty(), "no column is mapped");
    import.request.mapping.map = [("landKm2".to_owned(), "hectares".to_owned())].into();
    let told = told(&import);
    assert_eq!(told.len(), 2, "{told:?}");
    assert!(
        told[0].starts_with("buurten.geojson, row 1, landKm2: 65 km2 of land"),
        "{told:?}"
    );
    assert!(told[0].contains("hectares?"), "{told:?}");
    assert!(
        told[1].starts_with("buurten.geojson, row 3, landKm2: 1.1 km2"),
        "{told:?}"
    );

    let named = neighbourhoods(&[r#"{"BU_CODE":"BU05050301","BU_NAAM":"A","OPP_LAND":65}"#]);
    assert!(!named.warned().contains(&"land_larger_than_area"));
}

#[test]
fn area_codes_that_stand_twice_or_belong_to_another_level_are_refused() {
    let twice = neighbourhoods(&[
        r#"{"buurtcode":"BU05050301","buurtnaam":"A"}"#,
        r#"{"buurtcode":"BU05050301","buurtnaam":"B"}"#,
    ]);
    assert_eq!(twice.refused(), [("duplicate_id", Some(2))]);
    let other = neighbourhoods(&[r#"{"statcode":"WK050503","statnaam":"A"}"#]);
    assert_eq!(other.refused(), [("wrong_level", Some(1))]);
    let none = neighbourhoods(&[r#"{"naam":"A"}"#]);
    assert_eq!(none.refused(), [("missing_column", None)]);
}

#[test]
fn grants_demand_and_indicators_are_read_from_tables() {
    let text = "regeling,ontvanger,soort,euros_per_year,van,tot,facilities,shares\n\
                Regeling A,Stichting,subsidie,\"90,000.50\",2024-01-01,2026-01-01,a; b,\"0,25;0,75\"\n";
    let ingested = Import::new(Layer::Grants, "g.csv", text).run().unwrap();
    let grant = &ingested.layers.grants[0];
    assert_eq!(grant.euros_per_year.map(|euros| euros.0), Some(90_000.5));
    assert_eq!(grant.facilities, ["a".into(), "b".into()]);
    assert_eq!(grant.shares, [0.25, 0.75]);
    let again = Import::new(Layer::Grants, "g.csv", text).run().unwrap();
    assert_eq!(again.layers.grants, ingested.layers.grants);

    assert!(ingested.report.warnings.is_empty());

    let text = "regeling,ontvanger,soort,recipient_shares,provision\n\
                A,Eerste; Tweede,opdracht,\"0,25;0,5\",Specialistisch\n";
    let ingested = Import::new(Layer::Grants, "g.csv", text).run().unwrap();
    let grant = &ingested.layers.grants[0];
    assert_eq!(grant.partners(), ["Eerste", "Tweede"]);
    assert_eq!(grant.recipient_shares, [0.25, 0.5]);
    assert_eq!(
        grant.provision.map(wijkkaart::domain::Provision::name),
        Some("specialist")
    );
    let told: Vec<_> = ingested
        .report
        .warnings
        .iter()
        .map(|of| (of.code, of.field.as_deref()))
        .collect();
    assert_eq!(told, [("shares_not_one", Some("recipientShares"))]);

    let text = "x_rd,y_rd,inwoners\n105000,425000,12\n105100,425000,-99997\n";
    let demand = Import::new(Layer::Demand, "d.csv", text)
        .run()
        .unwrap()
        .layers
        .demand;
    assert_eq!(demand[0].residents, Some(12.0));
    assert_eq!((demand[1].id.as_str(), demand[1].residents), ("list:3", None));

    let text = "x_rd,y_rd,inwoners,0-15,65+\n105000,425000,12,3,4.5\n105100,425000,8,-99997,\n";
    let demand = Import::new(Layer::Demand, "d.csv", text)
        .run()
        .unwrap()
        .layers
        .demand;
    assert_eq!(demand[0].counts, [Some(3.0), None, None, None, Some(4.5)]);
    assert_eq!(demand[1].counts, [None; 5]);

    let text = "indicator,gebied,jaar,waarde,eenheid,bron\nloneliness,WK050503,2021,\"45,5\",%,GGD\nloneliness,WK050504,2021,0*,%,\n";
    let indicators = Import::new(Layer::Indicators, "i.csv", text)
        .run()
        .unwrap()
        .layers
        .indicators;
    assert_eq!(indicators[0].id, "loneliness:WK050503:2021-01-01");
    assert_eq!((indicators[0].value, indicators[1].value), (Some(45.5), None));
    assert_eq!(
        (
            indicators[0].measured_by.as_deref(),
            indicators[1].measured_by.as_deref()
        ),
        (Some("GGD"), None)
    );
    // Area and day are part of the name also where it stands in one row.
    let text = "indicator,gebied,jaar,waarde,ambitie\nloneliness,WK050503,2024,40,30\n";
    let indicators = Import::new(Layer::Indicators, "i.csv", text)
        .run()
        .unwrap()
        .layers
        .indicators;
    assert_eq!(indicators[0].id, "loneliness:WK050503:2024-01-01");
    assert_eq!(indicators[0].ambition, Some(30.0));
    let taken = Import::new(
        Layer::Indicators,
        "i.csv",
        "indicator,waarde\ncoverage:LRN-BIEB:all,1\n",
    );
    assert_eq!(taken.refused(), [("invalid_id", Some(2))]);
}

#[test]
fn shares_that_are_not_one_together_are_told_and_negative_ones_refused() {
    let grants = |rows: &str| {
        Import::new(
            Layer::Grants,
            "g.csv",
            &format!("id,facilities,shares,eurosPerYear\n{rows}"),
        )
    };
    let import = grants(
        "a,x;y,0.5;0.25,300\n\
         b,x;y;z,0.333333;0.333333;0.333334,300\n\
         c,x;y;z,0.3333333;0.3333333;0.3333333,300\n\
         d,x;y,60;40,300\n\
         e,x;y,,300\n",
    );
    let ingested = import.run().unwrap();
    let told: Vec<(&str, &str, Option<u64>, Option<&str>)> = ingested
        .report
        .warnings
        .iter()
        .map(|of| (of.code, of.file.as_str(), of.row, of.field.as_deref()))
        .collect();
    let of_row = |row| ("shares_not_one", "g.csv", Some(row), Some("shares"));
    assert_eq!(told, [of_row(2), of_row(5)]);
    let message = &ingested.report.warnings[0].message;
    assert!(message.contains("add up to 0.75"), "{message}");
    let euros = |grant: usize, facility: usize| ingested.layers.grants[grant].euros_for(facility).unwrap().0;
    assert!((euros(0, 0) - 200.0).abs() < 1e-9, "in proportion");
    assert!((euros(3, 1) - 120.0).abs() < 1e-9);

    let import = grants("a,x;y,1.5;-0.5,300\n");
    let report = import.run().map(|ingested| ingested.report).unwrap_err();
    let told: Vec<String> = report.warnings.iter().map(ToString::to_string).collect();
    assert_eq!(told, ["g.csv, row 2, shares: -0.5 is negative [invalid_value]"]);
}

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
