//! Neighbourhoods, districts, programme areas and municipalities: one description, four levels.

use geo::Geometry;

use super::explain::{self, Account, Figure};
use super::{Collection, Parameter, Query, suppression};
use crate::analysis::{coverage, density, nth_nearest};
use crate::domain::feature::{Feature, GeometryKind, Kind, Property, Schema, Value};
use crate::domain::{Layer, Level};
use crate::study::Study;

/// The areas of one level.
pub struct AreasAt {
    level: Level,
    id: &'static str,
    title_nl: &'static str,
    title_en: &'static str,
}

pub static NEIGHBOURHOODS: AreasAt = AreasAt {
    level: Level::Neighbourhood,
    id: "neighbourhoods",
    title_nl: "Buurten",
    title_en: "Neighbourhoods",
};
pub static DISTRICTS: AreasAt = AreasAt {
    level: Level::District,
    id: "districts",
    title_nl: "Wijken",
    title_en: "Districts",
};
pub static PROGRAMME_AREAS: AreasAt = AreasAt {
    level: Level::Programme,
    id: "programme-areas",
    title_nl: "Programmagebieden",
    title_en: "Programme areas",
};
pub static MUNICIPALITIES: AreasAt = AreasAt {
    level: Level::Municipality,
    id: "municipalities",
    title_nl: "Gemeenten",
    title_en: "Municipalities",
};

const GENERAL: [Property; 12] = [
    Property::new("code", Kind::Text, "Code", "Code"),
    Property::new("name", Kind::Text, "Naam", "Name"),
    Property::new("level", Kind::Text, "Niveau", "Level"),
    Property::new("parentCode", Kind::Text, "Ligt in", "Lies in"),
    Property::new("residents", Kind::Number, "Inwoners", "Residents"),
    Property::new("households", Kind::Number, "Huishoudens", "Households"),
    Property::new("areaKm2", Kind::Number, "Oppervlakte", "Area").in_unit("km2"),
    Property::new("landKm2", Kind::Number, "Oppervlakte land", "Land area").in_unit("km2"),
    Property::new(
        "landAssumed",
        Kind::Boolean,
        "Oppervlakte land onbekend, uit de grenzen berekend",
        "Land area unknown, computed from the borders",
    ),
    Property::new(
        "facilityCount",
        Kind::Integer,
        "Aantal voorzieningen",
        "Number of facilities",
    ),
    Property::new(
        "facilitiesPerKm2",
        Kind::Number,
        "Voorzieningen per km² land",
        "Facilities per km² of land",
    )
    .in_unit("1/km2"),
    Property::new(
        "facilitiesPer1000",
        Kind::Number,
        "Voorzieningen per 1.000 inwoners van de groep",
        "Facilities per 1,000 residents of the group",
    ),
];

const TYPED: [Property; 9] = [
    Property::new(
        "groupResidents",
        Kind::Number,
        "Inwoners van de gekozen groep",
        "Residents of the group that is asked",
    ),
    Property::new(
        "coverage",
        Kind::Number,
        "Deel van de inwoners binnen de normafstand (0–1)",
        "Share of residents within the norm distance (0–1)",
    ),
    Property::new(
        "residentsServed",
        Kind::Number,
        "Inwoners binnen de normafstand",
        "Residents within the norm distance",
    ),
    Property::new(
        "residentsUnserved",
        Kind::Number,
        "Inwoners buiten de normafstand",
        "Residents beyond the norm distance",
    ),
    Property::new(
        "residentsUnreachable",
        Kind::Number,
        "Inwoners die er geen kunnen bereiken",
        "Residents who can reach none",
    ),
    Property::new(
        "meanDistanceM",
        Kind::Number,
        "Gemiddelde afstand tot de dichtstbijzijnde",
        "Mean distance to the nearest",
    )
    .in_unit("m"),
    Property::new(
        "meanCount",
        Kind::Number,
        "Gemiddeld aantal binnen de normafstand",
        "Mean number within the norm distance",
    ),
    Property::new(
        "redundancyRatio",
        Kind::Number,
        "Deel van het bereik dat niet de eerste keus is (0–1)",
        "Share of reach that is not a first choice (0–1)",
    ),
    Property::new(
        "imputed",
        Kind::Boolean,
        "Aandeel van de groep geschat",
        "Share of the group estimated",
    ),
];

const NTH: Property = Property::new(
    "meanNthDistanceM",
    Kind::Number,
    "Gemiddelde afstand tot de zoveelste dichtstbijzijnde",
    "Mean distance to the n-th nearest",
)
.in_unit("m");

const MISSING: Property = Property::new(
    "residentsMissing",
    Kind::Integer,
    "Buurten zonder bekend inwonertal",
    "Neighbourhoods of which the residents are unknown",
);

/// Says that a small count is not told.
pub const SUPPRESSED: Property = Property::new(
    "suppressed",
    Kind::Boolean,
    "Klein aantal niet getoond",
    "Small count not shown",
);

impl Collection for AreasAt {
    fn id(&self) -> &'static str {
        self.id
    }

    fn title_nl(&self) -> &'static str {
        self.title_nl
    }

    fn title_en(&self) -> &'static str {
        self.title_en
    }

    fn description_nl(&self) -> &'static str {
        "Wat er waar is, per km² land en per 1.000 inwoners; met een soort voorziening ook wie binnen de normafstand woont."
    }

    fn description_en(&self) -> &'static str {
        "What there is where, per km² of land and per 1,000 residents; with a service type also who lives within the norm distance."
    }

    fn geometry(&self) -> GeometryKind {
        GeometryKind::Polygon
    }

    fn parameters(&self) -> &'static [Parameter] {
        &[
            Parameter::ServiceType,
            Parameter::Distance,
            Parameter::Group,
            Parameter::Mode,
            Parameter::Date,
            Parameter::Datetime,
            Parameter::Role,
            Parameter::Facilities,
            Parameter::Area,
            Parameter::Nth,
        ]
    }

    fn layers(&self) -> &'static [Layer] {
        &[
            Layer::Neighbourhoods,
            Layer::Districts,
            Layer::Municipalities,
            Layer::Facilities,
            Layer::Grants,
            Layer::Demand,
        ]
    }

    fn schema(&self, study: &Study, query: &Query) -> Schema {
        let mut properties = GENERAL.to_vec();
        properties.push(MISSING);
        if query.selection.service_type.is_some() {
            properties.extend(TYPED);
            properties.extend(query.nth.map(|_| NTH));
            if study.demand_confidential() {
                properties.push(SUPPRESSED);
            }
        }
        Schema {
            geometry: GeometryKind::Polygon,
            properties,
        }
    }

    fn features(&self, study: &Study, query: &Query) -> Vec<Feature> {
        let areas: Vec<u32> = study
            .areas
            .at(self.level)
            .map(|(place, _)| place)
            .filter(|place| query.covers_area(study, *place))
            .collect();
        let selection = &query.selection;
        let density = density::run(
            study,
            &density::Params {
                selection: selection.clone(),
                areas: areas.clone(),
            },
        );
        let mut features: Vec<Feature> = density.rows.iter().map(|row| general(study, row)).collect();
        if let Some(service_type) = query.service_type(study) {
            let params = coverage::Params {
                selection: selection.clone(),
                service_type,
                areas: areas.clone(),
            };
            let rows = coverage::run(study, &params).rows;
            let nth = query.nth.map(|nth| {
                let params = nth_nearest::Params {
                    selection: selection.clone(),
                    service_type,
                    nth,
                    areas,
                };
                nth_nearest::run(study, &params).rows
            });
            let hidden = suppression::hidden_rows(study, selection, service_type, &rows);
            for (at, (feature, row)) in features.iter_mut().zip(&rows).enumerate() {
                let suppressed = hidden.contains(&row.area);
                feature.values.extend(typed(row, suppressed));
                if let Some(nth) = &nth {
                    let mean = nth[at].mean_distance.filter(|_| !suppressed);
                    feature.values.push(Value::number(mean));
                }
                if study.demand_confidential() {
                    feature.values.push(Value::Boolean(suppressed));
                }
            }
        }
        features
    }

    fn account(&self, figure: &Figure) -> Account {
        explain::areas::account(figure, self.level)
    }

    fn travels(&self, query: &Query) -> bool {
        query.selection.service_type.is_some()
    }
}

fn general(study: &Study, row: &density::Row) -> Feature {
    let area = study.areas.get(row.area);
    Feature {
        id: area.code.to_string(),
        geometry: area.bounds.map(|_| Geometry::MultiPolygon(area.geometry.clone())),
        values: vec![
            Value::Text(area.code.to_string()),
            Value::Text(area.name.clone()),
            Value::Text(area.level.to_string()),
            Value::text(area.parent.as_ref().map(ToString::to_string)),
            Value::number(area.residents),
            Value::number(area.households),
            Value::number(area.bounds.map(|_| area.area_km2)),
            Value::number(area.land_km2.map(tidy)),
            Value::Boolean(area.land_assumed),
            Value::integer(row.facility_count.and_then(|count| i64::try_from(count).ok())),
            Value::number(row.facilities_per_km2),
            Value::number(row.facilities_per_1000),
            Value::integer(i64::try_from(area.residents_missing).ok()),
        ],
    }
}

/// A sum without the noise of its last bits: a millionth of a person, a square metre.
pub(super) fn tidy(sum: f64) -> f64 {
    (sum * 1e6).round() / 1e6
}

/// The typed figures; what may not be told is null.
fn typed(row: &coverage::Row, suppressed: bool) -> Vec<Value> {
    let told = |value: Option<f64>| Value::number(value.filter(|_| !suppressed));
    vec![
        told(row.residents.map(tidy)),
        told(row.coverage),
        told(row.residents_served.map(tidy)),
        told(row.residents_unserved.map(tidy)),
        told(row.residents_unreachable.map(tidy)),
        told(row.mean_distance),
        told(row.mean_count),
        told(row.redundancy_ratio),
        Value::Boolean(row.imputed),
    ]
}
