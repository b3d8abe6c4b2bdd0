//! Layers of areas.

use super::*;

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
