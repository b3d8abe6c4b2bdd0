//! By what names our fields are known: our own, those of CBS and PDOK in every vintage, and common Dutch ones.

use crate::domain::Layer;
use crate::domain::feature::Kind;
use crate::domain::record::Record;
use crate::domain::{Area, DemandRecord, Facility, Grant, Indicator};

/// A field that a column can fill, and the names that need no mapping, the surest first. Names are written in
/// snake_case; camelCase, capitals and spaces mean the same.
pub(super) struct Known {
    pub field: &'static str,
    pub kind: Kind,
    pub names: Vec<&'static str>,
    /// Names that hold the same in another unit, with the number to multiply by.
    pub scaled: Vec<(&'static str, f64)>,
}

/// Hectares in a square kilometre.
const HECTARE_IN_KM2: f64 = 0.01;

/// Fields that say where a record lies, in tables without geometry of their own.
pub(super) const PLACE_FIELDS: [(&str, &[&str]); 5] = [
    (
        "lon",
        &[
            "lon",
            "lng",
            "long",
            "longitude",
            "lengtegraad",
            "lon_wgs84",
            "wgs84_lon",
        ],
    ),
    (
        "lat",
        &["lat", "latitude", "breedtegraad", "lat_wgs84", "wgs84_lat"],
    ),
    (
        "x",
        &[
            "x",
            "x_coordinaat",
            "xcoordinaat",
            "x_coord",
            "xcoord",
            "coord_x",
            "x_coordinate",
            "easting",
        ],
    ),
    (
        "y",
        &[
            "y",
            "y_coordinaat",
            "ycoordinaat",
            "y_coord",
            "ycoord",
            "coord_y",
            "y_coordinate",
            "northing",
        ],
    ),
    (
        "geometry",
        &[
            "wkt",
            "geometry",
            "geom",
            "the_geom",
            "geometrie",
            "wkt_geom",
            "geom_wkt",
            "shape",
        ],
    ),
];

/// Pairs of columns that are coordinates of the Dutch national grid.
pub(super) const RD_NAMES: [(&[&str], &[&str]); 1] = [(
    &[
        "x_rd",
        "rd_x",
        "xrd",
        "rdx",
        "x_rd_m",
        "rd_x_m",
        "x_rd_coordinaat",
        "x_coordinaat_rd",
        "rd_x_coordinaat",
    ],
    &[
        "y_rd",
        "rd_y",
        "yrd",
        "rdy",
        "y_rd_m",
        "rd_y_m",
        "y_rd_coordinaat",
        "y_coordinaat_rd",
        "rd_y_coordinaat",
    ],
)];

/// Columns of CBS that no field of ours holds. They count where a cut name could mean several.
pub(super) const CBS_OTHERS: &[&str] = &[
    "indelingswijziging_wijken_en_buurten",
    "meest_voorkomende_postcode",
    "dekkingspercentage",
    "omgevingsadressendichtheid",
    "stedelijkheid_adressen_per_km2",
    "bevolkingsdichtheid_inwoners_per_km2",
    "mannen",
    "vrouwen",
    "percentage_ongehuwd",
    "percentage_gehuwd",
    "percentage_gescheid",
    "percentage_verweduwd",
    "percentage_eenpersoonshuishoudens",
    "percentage_huishoudens_zonder_kinderen",
    "percentage_huishoudens_met_kinderen",
    "gemiddelde_huishoudsgrootte",
    "gemiddelde_woningwaarde",
    "percentage_met_herkomstland_nederland",
    "percentage_met_herkomstland_uit_europa_excl_nl",
    "percentage_met_herkomstland_buiten_europa",
    "percentage_westerse_migratieachtergrond",
    "perc_geb_in_nl_met_herkomstland_nederland",
    "perc_geb_buiten_nl_met_herkomstlnd_in_europa_ex_nl",
    "oppervlakte_totaal_in_ha",
    "oppervlakte_water_in_ha",
    "aantal_buurten",
    "aantal_inkomensontvangers",
    "aantal_bedrijfsvestigingen",
    "aantal_personenautos_totaal",
    "aantal_woningen",
    "geboorte_totaal",
    "sterfte_totaal",
];

/// The fields of a layer. Those that a column cannot fill, because the import itself says them, are left out.
pub(super) fn of(layer: Layer) -> Vec<Known> {
    let (fields, aliases): (_, fn(&str, Layer) -> &'static [&'static str]) = match layer {
        Layer::Facilities => (Facility::FIELDS, |field, _| facility(field)),
        Layer::Grants => (Grant::FIELDS, |field, _| grant(field)),
        Layer::Demand => (DemandRecord::FIELDS, |field, _| demand(field)),
        Layer::Indicators => (Indicator::FIELDS, |field, _| indicator(field)),
        Layer::Neighbourhoods | Layer::Districts | Layer::Municipalities => (Area::FIELDS, area),
    };
    fields
        .iter()
        .filter(|field| !matches!(field.name, "source" | "kept" | "footprint" | "level"))
        .map(|field| {
            let mut names = vec![field.name];
            names.extend(aliases(field.name, layer));
            let scaled = match field.name {
                "landKm2" => vec![
                    ("oppervlakte_land_in_ha", HECTARE_IN_KM2),
                    ("oppervlakte_land_ha", HECTARE_IN_KM2),
                    ("opp_land", HECTARE_IN_KM2),
                    ("a_lan_ha", HECTARE_IN_KM2),
                ],
                _ => Vec::new(),
            };
            Known {
                field: field.name,
                kind: field.kind,
                names,
                scaled,
            }
        })
        .collect()
}

fn facility(field: &str) -> &'static [&'static str] {
    match field {
        "id" => &["facility_id", "voorziening_id", "identificatie"],
        "name" => &["naam", "naam_voorziening", "voorziening", "titel"],
        "serviceType" => &[
            "soort_voorziening",
            "soort",
            "categorie",
            "category",
            "type_voorziening",
            "type",
        ],
        "organisation" => &["organisatie", "organization", "aanbieder"],
        "address" => &["adres"],
        "postcode" => &["postal_code"],
        "town" => &["woonplaats", "plaats", "plaatsnaam", "woonplaatsnaam"],
        "targetGroups" => &["doelgroepen", "doelgroep", "target_group"],
        "municipalRole" => &["rol_gemeente", "gemeentelijke_rol", "rol"],
        "ownContribution" => &["eigen_bijdrage"],
        "ownContributionFrom" => &["eigen_bijdrage_vanaf"],
        "floorAreaM2" => &["vloeroppervlakte_m2", "vloeroppervlakte", "vloeroppervlak"],
        "capacity" => &["capaciteit", "aantal_plaatsen"],
        "occupancy" => &["bezetting"],
        "visitorsPerYear" => &["bezoekers_per_jaar", "bezoekers"],
        "openingHours" => &["openingstijden"],
        "languages" => &["talen"],
        "wheelchair" => &["rolstoeltoegankelijk", "rolstoeltoegankelijkheid", "rolstoel"],
        "ownership" => &["eigendom"],
        "url" => &["website", "webadres"],
        "findingPlace" => &["vindplaats"],
        "validFrom" => &["geldig_vanaf", "geldig_van", "begindatum", "startdatum"],
        "validTo" => &["geldig_tot", "einddatum"],
        "sourceDate" => &["brondatum", "datum_bron"],
        _ => &[],
    }
}

fn grant(field: &str) -> &'static [&'static str] {
    match field {
        "id" => &["grant_id", "beschikking", "beschikkingsnummer", "zaaknummer"],
        "scheme" => &["regeling", "subsidieregeling"],
        "recipient" => &["ontvanger", "organisatie", "aanvrager"],
        "kind" => &["soort"],
        "eurosPerYear" => &["euro_per_jaar", "bedrag_per_jaar", "bedrag"],
        "from" => &["van", "vanaf", "begindatum", "startdatum", "valid_from"],
        "to" => &["tot", "einddatum", "valid_to"],
        "facilities" => &["voorzieningen", "voorziening", "facility"],
        "shares" => &["aandelen", "verdeling"],
        _ => &[],
    }
}

fn demand(field: &str) -> &'static [&'static str] {
    match field {
        "id" => &["crs28992res100m", "crs28992res500m", "nummeraanduiding_id"],
        "residents" => &["aantal_inwoners", "inwoners", "population", "aant_inw"],
        "residents0To15" => &[
            "aantal_inwoners_0_tot_15_jaar",
            "inw_014",
            "inwoners_0_15",
            "pop_0_15",
            "0-15",
        ],
        "residents15To25" => &[
            "aantal_inwoners_15_tot_25_jaar",
            "inw_1524",
            "inwoners_15_25",
            "pop_15_25",
            "15-25",
        ],
        "residents25To45" => &[
            "aantal_inwoners_25_tot_45_jaar",
            "inw_2544",
            "inwoners_25_45",
            "pop_25_45",
            "25-45",
        ],
        "residents45To65" => &[
            "aantal_inwoners_45_tot_65_jaar",
            "inw_4564",
            "inwoners_45_65",
            "pop_45_65",
            "45-65",
        ],
        "residents65Plus" => &[
            "aantal_inwoners_65_jaar_en_ouder",
            "inw_65pl",
            "inwoners_65+",
            "pop_65+",
            "65+",
        ],
        _ => &[],
    }
}

fn indicator(field: &str) -> &'static [&'static str] {
    match field {
        "id" => &["indicator_id", "indicator", "indicator_nl"],
        "area" => &[
            "gebied",
            "area_code",
            "gebiedscode",
            "buurtcode",
            "wijkcode",
            "gemeentecode",
        ],
        "date" => &["datum", "peildatum", "jaar", "year"],
        "value" => &["waarde", "baseline_value"],
        "unit" => &["eenheid"],
        "direction" => &["richting", "gewenste_richting"],
        "measuredBy" => &["source", "bron", "source_nl"],
        "ambition" => &["ambitie", "streefwaarde"],
        "label" => &["label_nl", "titel"],
        "labelEn" => &["label_en", "title_en", "indicator_en"],
        _ => &[],
    }
}

fn area(field: &str, layer: Layer) -> &'static [&'static str] {
    match (field, layer) {
        ("code", Layer::Neighbourhoods) => &["buurtcode", "bu_code", "buurt_code", "statcode"],
        ("code", Layer::Districts) => &["wijkcode", "wk_code", "wijk_code", "statcode"],
        ("code", _) => &["gemeentecode", "gm_code", "gemeente_code", "statcode"],
        ("name", Layer::Neighbourhoods) => &["buurtnaam", "bu_naam", "statnaam", "naam"],
        ("name", Layer::Districts) => &["wijknaam", "wk_naam", "statnaam", "naam"],
        ("name", _) => &["gemeentenaam", "gm_naam", "statnaam", "naam"],
        ("parentCode", Layer::Neighbourhoods) => &["wijkcode", "wk_code", "wijk_code"],
        ("parentCode", Layer::Districts) => &["gemeentecode", "gm_code", "gemeente_code"],
        ("municipalityCode", _) => &["gemeentecode", "gm_code", "gemeente_code"],
        ("municipalityName", _) => &["gemeentenaam", "gm_naam"],
        ("residents", _) => &["aantal_inwoners", "aant_inw", "inwoners", "population"],
        ("households", _) => &["aantal_huishoudens", "aantal_hh", "huishoudens"],
        ("percentage0To15", _) => &["percentage_personen_0_tot_15_jaar", "p_00_14_jr", "pct_0_15"],
        ("percentage15To25", _) => &["percentage_personen_15_tot_25_jaar", "p_15_24_jr", "pct_15_25"],
        ("percentage25To45", _) => &["percentage_personen_25_tot_45_jaar", "p_25_44_jr", "pct_25_45"],
        ("percentage45To65", _) => &["percentage_personen_45_tot_65_jaar", "p_45_64_jr", "pct_45_65"],
        ("percentage65Plus", _) => &[
            "percentage_personen_65_jaar_en_ouder",
            "p_65_eo_jr",
            "pct_65_plus",
        ],
        _ => &[],
    }
}

/// Words that a layer of several in one file is called by.
pub(super) fn layer_words(layer: Layer) -> &'static [&'static str] {
    match layer {
        Layer::Facilities => &["voorziening", "facilit"],
        Layer::Grants => &["subsidie", "grant"],
        Layer::Neighbourhoods => &["buurt", "neighbourhood", "neighborhood"],
        Layer::Districts => &["wijk", "district"],
        Layer::Municipalities => &["gemeente", "municipalit"],
        Layer::Demand => &["demand", "vraagpunt", "vierkant", "adres"],
        Layer::Indicators => &["indicator"],
    }
}
