use super::{Ask, write};
use crate::collections::fixture::{city, confidential_study, snapshot, study_with_hub, today};
use crate::collections::sheet::{self, Sheet};
use crate::collections::words::Lang;
use crate::config::City;
use crate::domain::criterion::Criteria;
use crate::study::Study;

fn sheet(study: &Study, area: &str) -> Sheet {
    let ask = sheet::Ask {
        study,
        area,
        today: &today(),
        date: None,
        before: None,
    };
    sheet::sheet(&ask).unwrap()
}

fn said(study: &Study, area: &str, lang: Lang) -> String {
    let (city, sheet) = (city(), sheet(study, area));
    let ask = Ask {
        city: &city,
        study,
        sheet: &sheet,
    };
    write(&ask, lang).replace('\u{a0}', " ")
}

fn holds(text: &str, parts: &[&str]) {
    for part in parts {
        assert!(text.contains(part), "'{part}' is not in\n{text}");
    }
}

#[test]
fn it_says_who_live_there_what_there_is_and_what_is_missing() {
    let text = said(&study_with_hub(), "WK000101", Lang::Nl);
    holds(
        &text,
        &[
            "wonen 1.500 mensen",
            "Er staan 3 voorzieningen van 2 soorten. Bij 1 daarvan heeft de gemeente een rol",
            "van 2 is dat niet bekend",
            "| Bibliotheek | 1 | 1 | 0 | 0 | 0 | 0 | onbekend |",
            "| Niet ingedeeld | 1 |",
            "2 daarvan (66,7 %) staan samen",
            "De stad noemt 1 voorziening een vindplaats.",
            "Er geldt geen norm",
            "Nergens in de gegevens staat een",
            "De gemeente betaalt € 50.000 per jaar aan voorzieningen in",
            "Het meeste loopt af in 2026: € 50.000 per jaar.",
            "| Bibliotheek | € 50.000 | 1 | 0 | € 0 |",
            "| Aantal algemene voorzieningen | doelmatiger | 3 |",
        ],
    );
    assert!(!text.contains("NaN") && !text.contains("null"), "{text}");
    let text = said(&study_with_hub(), "WK000101", Lang::En);
    holds(
        &text,
        &["1,500 people live in", "3 facilities of 2 types stand there"],
    );
}

#[test]
fn verdicts_are_told_with_who_set_them_and_why_some_are_unknown() {
    let criteria: Criteria = toml::from_str(
        "[[criteria]]\nid = 'a'\nversion = 1\nservice_type = 'LRN-BIEB'\nscope = 'all'\nmeasure = 'count'\nrequired = 3\nsource = 'The *council*'\n\
         [[criteria]]\nid = 'b'\nversion = 1\nservice_type = 'LRN-BIEB'\nscope = 'all'\nmeasure = 'capacityPer1000'\nrequired = 3\nsource = 'X'\n",
    )
    .unwrap();
    let city = City { criteria, ..city() };
    let study = Study::new(&city, snapshot());
    let text = said(&study, "WK000101", Lang::Nl);
    holds(
        &text,
        &[
            "Van 2 oordelen over wat er nodig is, luiden er 0 'gehaald', 1 'tekort' en 1 'niet te zeggen'.",
            "| The \\*council\\* | 3 | 2 | tekort | 1 voorziening |",
            "een voorziening noemt haar plaatsen niet (1)",
        ],
    );
    // Of the districts that the criteria are for, none lies wholly in the programme area.
    let text = said(&study, "middle", Lang::Nl);
    holds(
        &text,
        &["De normen die gelden, gaan niet over dit gebied op zichzelf"],
    );
}

#[test]
fn an_area_with_nothing_is_told_so() {
    let text = said(&study_with_hub(), "BU00010202", Lang::Nl);
    holds(
        &text,
        &["geen voorziening die wij kennen", "is een buurt. Stand op"],
    );
}

#[test]
fn names_of_others_mean_nothing_in_it_and_small_counts_stay_hidden() {
    let mut snapshot = snapshot();
    for facility in &mut snapshot.layers.facilities {
        facility.name = Some("<script>|[x](http://y)".to_owned());
    }
    let study = Study::new(&city(), snapshot);
    let text = said(&study, "WK000101", Lang::Nl);
    holds(&text, &["\\<script\\>\\|\\[x\\](http://y)"]);
    // In the second neighbourhood live three.
    let text = said(&confidential_study(), "BU00010102", Lang::Nl);
    assert!(!text.contains(" 3 inwoner"), "{text}");
}
