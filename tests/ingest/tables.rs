//! Grants, demand and indicators.

use super::*;

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
