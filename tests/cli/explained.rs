//! Figures that say how they came about, and reports in prose.

use super::with_facilities;

#[test]
fn a_report_is_prose_and_says_what_closing_means() {
    let folder = with_facilities();
    let id = |name: &str| {
        let facility = folder.facility(name, "").expect("there");
        facility["id"].as_str().expect("an id").to_owned()
    };
    let text = folder.done("analyze report --service-type LRN-BIEB --distance 50");
    assert!(text.starts_with("# Bibliotheken in GM0001\n"), "{text}");
    assert!(
        text.contains("wonen er 600 (37,5\u{a0}%) binnen 50 meter"),
        "{text}"
    );
    assert!(
        text.contains("Van 1 buurt is niet bekend hoeveel inwoners er wonen."),
        "{text}"
    );
    let closing = format!(
        "analyze report --close {} --lang en --distance 50",
        id("Bieb Noord")
    );
    let text = folder.done(&closing);
    assert!(
        text.contains("If Bieb Noord closes, 300 residents have no library within 50 metres"),
        "{text}"
    );
    let both = folder.done(&format!("{closing} --close {}", id("Bieb Zuid")));
    assert!(
        both.contains("the share that is reached goes from 37.5% to 0%"),
        "{both}"
    );
    for wrong in [
        "analyze report",
        "analyze report --close no-such-facility",
        "analyze report --service-type LRN-BIEB --facilities within",
        "analyze report --service-type LRN-BIEB --format json",
        "analyze report --service-type LRN-BIEB --explain",
        "analyze coverage --close x",
    ] {
        let output = folder.run(wrong);
        assert_eq!(output.status.code(), Some(2), "{wrong}: {output:?}");
        assert!(!output.stderr.is_empty() && output.stdout.is_empty(), "{wrong}");
    }
}

#[test]
fn every_figure_says_how_it_came_about() {
    let folder = with_facilities();
    let question = "analyze coverage --service-type LRN-BIEB --distance 50 --area BU00010001 --explain";
    let text = folder.done(question);
    let sentence = "Van de 1.600 inwoners van Eerste wonen er 600 (37,5\u{a0}%) binnen 50 meter, hemelsbreed, van een van de 2 bibliotheken";
    assert!(text.contains(sentence), "{text}");
    assert!(
        text.contains("= inwoners binnen de normafstand (600) ÷ inwoners (1.600) = 0,38"),
        "{text}"
    );
    let english = folder.done(&format!("{question} --lang en"));
    assert!(
        english.contains("Of the 1,600 residents of Eerste, 600 (37.5%) live within 50 metres"),
        "{english}"
    );
    let json = folder.json(&format!("{question} --format json"));
    let explanations = json["explanations"].as_array().expect("explanations");
    let properties: Vec<_> = explanations.iter().map(|of| &of["property"]).collect();
    assert_eq!(
        properties,
        ["coverage", "meanDistanceM", "meanCount", "redundancyRatio"]
    );
    assert_eq!(explanations[0]["resolutionError"], json["resolutionError"]);
    assert_eq!(explanations[0]["value"], json["features"][0]["coverage"]);
    assert!(
        folder
            .json("analyze density --format json")
            .get("explanations")
            .is_none()
    );
    for analysis in ["density", "gaps", "overlaps --distance 500"] {
        let text = folder.done(&format!("analyze {analysis} --explain"));
        assert!(
            text.contains('÷') || text.contains(" + ") || text.contains("  = "),
            "{text}"
        );
    }
    let csv = folder.run(&format!("{question} --format csv"));
    assert_eq!(csv.status.code(), Some(2));
}
