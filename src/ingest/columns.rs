//! Which column fills which field: by the mapping that was given, else by a name that we know.

use std::collections::{BTreeMap, HashMap};

use super::findings::{Findings, Refusal};
use super::names::{Name, folded, names, snake_case, uncut};
use super::table::RawTable;
use super::vocabulary;
use crate::config::Mapping;
use crate::domain::Layer;
use crate::domain::feature::Kind;

/// A column that fills a field.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Bound {
    pub column: usize,
    pub kind: Kind,
    /// What the column's numbers are multiplied by to stand in the field's unit.
    pub factor: f64,
}

/// Which columns fill which fields, and which are kept beside them.
#[derive(Debug, Default)]
pub(super) struct Columns {
    pub by_field: HashMap<&'static str, Bound>,
    pub kept: Vec<usize>,
}

/// Finds the column of every field. `elsewhere` holds columns that were used for the place of a record.
pub(super) fn bind(
    table: &RawTable,
    layer: Layer,
    mapping: &Mapping,
    elsewhere: &[usize],
    findings: &mut Findings,
) -> Columns {
    let known = vocabulary::of(layer);
    let kinds: HashMap<&str, Kind> = known.iter().map(|entry| (entry.field, entry.kind)).collect();
    let names = names(&known);
    let mut bound = Columns::default();
    let mut used = elsewhere.to_vec();
    for (field, column) in &mapping.map {
        if is_place_field(field) {
            continue;
        }
        let Some(entry) = known.iter().find(|entry| folded(entry.field) == folded(field)) else {
            let fields: Vec<&str> = known.iter().map(|entry| entry.field).collect();
            let message = format!(
                "{layer} have no field '{field}'; their fields are {}",
                fields.join(", ")
            );
            findings.refuse(Refusal::file("unknown_field", message));
            continue;
        };
        match find(table, column) {
            Ok(column) => {
                used.push(column);
                let binding = Bound {
                    column,
                    kind: entry.kind,
                    factor: 1.0,
                };
                bound.by_field.insert(entry.field, binding);
            }
            Err(refusal) => findings.refuse(Refusal {
                field: Some(entry.field.to_owned()),
                ..refusal
            }),
        }
    }
    for field in mapping
        .values
        .keys()
        .filter(|field| !kinds.contains_key(field.as_str()))
    {
        findings.refuse(Refusal::file(
            "unknown_field",
            format!("values are given for '{field}', which is no field of {layer}"),
        ));
    }
    by_name(table, &names, &kinds, &mut bound, &mut used, findings);
    if !mapping.keep.is_empty() && layer != Layer::Facilities {
        findings.warn(
            "keep_ignored",
            None,
            None,
            "only facilities keep columns that are no field of ours",
        );
    }
    for column in &mapping.keep {
        match find(table, column) {
            Ok(column) => bound.kept.push(column),
            Err(refusal) => findings.refuse(refusal),
        }
    }
    let not_stored: Vec<&str> = table
        .columns
        .iter()
        .enumerate()
        .filter(|(column, _)| !used.contains(column) && !bound.kept.contains(column))
        .map(|(_, name)| name.as_str())
        .filter(|name| !name.is_empty())
        .collect();
    if !not_stored.is_empty() {
        let message = format!(
            "not stored, for no field of ours has these names: {}",
            not_stored.join(", ")
        );
        findings.warn("column_not_stored", None, None, message);
    }
    bound
}

/// Whether a mapping's field says where a record lies.
pub(super) fn is_place_field(field: &str) -> bool {
    vocabulary::PLACE_FIELDS.iter().any(|(name, _)| *name == field)
}

/// The column called `name`, exactly or else in other case.
pub(super) fn find(table: &RawTable, name: &str) -> Result<usize, Refusal> {
    if let Some(column) = table.columns.iter().position(|column| column == name) {
        return Ok(column);
    }
    let alike: Vec<usize> = table
        .columns
        .iter()
        .enumerate()
        .filter(|(_, column)| column.to_lowercase() == name.to_lowercase())
        .map(|(index, _)| index)
        .collect();
    match alike.as_slice() {
        [one] => Ok(*one),
        _ => Err(Refusal::file(
            "missing_column",
            format!(
                "there is no column '{name}'; there are: {}",
                table.columns.join(", ")
            ),
        )),
    }
}

fn by_name(
    table: &RawTable,
    names: &[Name<'_>],
    kinds: &HashMap<&str, Kind>,
    bound: &mut Columns,
    used: &mut Vec<usize>,
    findings: &mut Findings,
) {
    // One name can fill several fields: the municipality of a district is also its parent.
    let mut offers: BTreeMap<&'static str, Vec<(usize, usize, f64)>> = BTreeMap::new();
    for (column, written) in table.columns.iter().enumerate() {
        if used.contains(&column) {
            continue;
        }
        let name = folded(written);
        let mut fitting: Vec<Name<'_>> = names
            .iter()
            .filter(|candidate| folded(candidate.text) == name)
            .copied()
            .collect();
        if fitting.is_empty() && table.names_cut {
            fitting = uncut(written, names);
            let mut meant: Vec<String> = fitting.iter().map(|name| snake_case(name.text)).collect();
            meant.sort_unstable_by_key(|name| folded(name));
            meant.dedup_by_key(|name| folded(name));
            if meant.len() > 1 {
                if fitting.iter().any(|name| name.field.is_some()) {
                    let message = format!(
                        "the cut name may be any of {}; not used. Name it with a mapping",
                        meant.join(", ")
                    );
                    findings.warn("ambiguous_column", None, Some(written), message);
                }
                continue;
            }
        }
        for name in fitting {
            if let Some(field) = name.field {
                offers
                    .entry(field)
                    .or_default()
                    .push((name.rank, column, name.factor));
            }
        }
    }
    let mut taken = Vec::new();
    for (field, mut offers) in offers {
        if bound.by_field.contains_key(field) {
            continue;
        }
        offers.sort_by_key(|(rank, column, _)| (*rank, *column));
        let Some((rank, column, factor)) = offers.first().copied() else {
            continue;
        };
        let equal: Vec<usize> = offers
            .iter()
            .filter(|(other, _, _)| *other == rank)
            .map(|(_, column, _)| *column)
            .collect();
        let exact: Vec<usize> = equal
            .iter()
            .copied()
            .filter(|column| table.columns.get(*column).is_some_and(|name| name == field))
            .collect();
        let chosen = match (equal.as_slice(), exact.as_slice()) {
            ([_], _) => column,
            (_, [one]) => *one,
            _ => {
                let alike: Vec<&str> = equal
                    .iter()
                    .filter_map(|column| table.columns.get(*column))
                    .map(String::as_str)
                    .collect();
                let message = format!("several columns could be it: {}; none was used", alike.join(", "));
                findings.warn("duplicate_column", None, Some(field), message);
                continue;
            }
        };
        taken.push(chosen);
        let kind = kinds.get(field).copied().unwrap_or(Kind::Text);
        bound.by_field.insert(
            field,
            Bound {
                column: chosen,
                kind,
                factor,
            },
        );
    }
    used.extend(taken);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::table::RawTable;

    fn bind_to(layer: Layer, cut: bool, columns: &[&str]) -> (BTreeMap<&'static str, String>, Vec<String>) {
        let mut table = RawTable::new("a", columns.iter().map(|name| (*name).to_owned()).collect()).unwrap();
        table.names_cut = cut;
        let mut findings = Findings::default();
        let bound = bind(&table, layer, &Mapping::default(), &[], &mut findings);
        let fields = bound
            .by_field
            .iter()
            .map(|(field, bound)| (*field, table.columns[bound.column].clone()))
            .collect();
        let warnings = findings.report(0).unwrap().warnings;
        (
            fields,
            warnings
                .iter()
                .map(|finding| format!("{} {}", finding.code, finding.field.clone().unwrap_or_default()))
                .collect(),
        )
    }

    #[test]
    fn cbs_columns_of_every_vintage_mean_the_same() {
        let vintages: [&[&str]; 3] = [
            &[
                "BU_CODE",
                "BU_NAAM",
                "WK_CODE",
                "WATER",
                "AANT_INW",
                "P_00_14_JR",
                "P_65_EO_JR",
                "AANTAL_HH",
                "OPP_LAND",
            ],
            &[
                "buurtcode",
                "buurtnaam",
                "wijkcode",
                "water",
                "aantal_inwoners",
                "percentage_personen_0_tot_15_jaar",
                "percentage_personen_65_jaar_en_ouder",
                "aantal_huishoudens",
                "oppervlakte_land_in_ha",
            ],
            &[
                "buurtcode",
                "buurtnaam",
                "wijkcode",
                "water",
                "aantalInwoners",
                "percentagePersonen0Tot15Jaar",
                "percentagePersonen65JaarEnOuder",
                "aantalHuishoudens",
                "oppervlakteLandInHa",
            ],
        ];
        let fields = [
            "code",
            "name",
            "parentCode",
            "water",
            "residents",
            "percentage0To15",
            "percentage65Plus",
            "households",
            "landKm2",
        ];
        for columns in vintages {
            let (bound, warnings) = bind_to(Layer::Neighbourhoods, false, columns);
            for (field, column) in fields.iter().zip(columns) {
                assert_eq!(bound.get(field).map(String::as_str), Some(*column), "{field}");
            }
            assert!(warnings.is_empty(), "{warnings:?}");
        }
    }

    #[test]
    fn residents_per_group_are_known_by_the_groups_own_names() {
        let fields = [
            "residents0To15",
            "residents15To25",
            "residents25To45",
            "residents45To65",
            "residents65Plus",
        ];
        let spellings: [[&str; 5]; 6] = [
            ["0-15", "15-25", "25-45", "45-65", "65+"],
            ["pop_0-15", "pop_15-25", "pop_25-45", "pop_45-65", "pop_65+"],
            ["0_15", "15_25", "25_45", "45_65", "65_plus"],
            [
                "aantal_inwoners_0_tot_15_jaar",
                "aantal_inwoners_15_tot_25_jaar",
                "aantal_inwoners_25_tot_45_jaar",
                "aantal_inwoners_45_tot_65_jaar",
                "aantal_inwoners_65_jaar_en_ouder",
            ],
            [
                "aantalInwoners0Tot15Jaar",
                "aantalInwoners15Tot25Jaar",
                "aantalInwoners25Tot45Jaar",
                "aantalInwoners45Tot65Jaar",
                "aantalInwoners65JaarEnOuder",
            ],
            ["INW_014", "INW_1524", "INW_2544", "INW_4564", "INW_65PL"],
        ];
        for columns in spellings {
            let (bound, warnings) = bind_to(Layer::Demand, false, &columns);
            for (field, column) in fields.iter().zip(columns) {
                assert_eq!(bound.get(field).map(String::as_str), Some(column), "{field}");
            }
            assert_eq!(bound.len(), 5);
            assert!(warnings.is_empty(), "{warnings:?}");
        }
        // Who is sixty-five is another question.
        let (bound, warnings) = bind_to(Layer::Demand, false, &["0-14", "65", "25"]);
        assert!(bound.is_empty(), "{bound:?}");
        assert_eq!(warnings, ["column_not_stored "]);
    }

    #[test]
    fn a_cut_name_is_used_only_when_it_can_mean_one_thing() {
        for columns in [
            [
                "aantalInwo",
                "aantalHuis",
                "percentage",
                "oppervlakt",
                "gemeenteco",
            ],
            [
                "aantal_inw",
                "aantal_hui",
                "percenta_1",
                "oppervla_2",
                "gemeenteco",
            ],
        ] {
            let (bound, warnings) = bind_to(Layer::Neighbourhoods, true, &columns);
            assert_eq!(bound["residents"], columns[0]);
            assert_eq!(bound["households"], columns[1]);
            assert_eq!(bound["municipalityCode"], "gemeenteco");
            assert!(!bound.contains_key("percentage0To15") && !bound.contains_key("landKm2"));
            assert!(
                warnings.contains(&format!("ambiguous_column {}", columns[2])),
                "{warnings:?}"
            );
            assert!(
                warnings.contains(&format!("ambiguous_column {}", columns[3])),
                "{warnings:?}"
            );
        }
        let (bound, warnings) = bind_to(Layer::Facilities, true, &["serviceTyp", "ownContrib", "name"]);
        assert_eq!(bound["serviceType"], "serviceTyp");
        assert!(
            warnings.contains(&"ambiguous_column ownContrib".to_owned()),
            "{warnings:?}"
        );
    }

    #[test]
    fn our_own_spelling_goes_before_others() {
        let (bound, warnings) = bind_to(
            Layer::Facilities,
            false,
            &["Id", "id", "naam", "name", "contactpersoon"],
        );
        assert_eq!((bound["id"].as_str(), bound["name"].as_str()), ("id", "name"));
        assert_eq!(warnings, ["column_not_stored "]);
        let (bound, warnings) = bind_to(Layer::Facilities, false, &["naam", "naam"]);
        assert!(!bound.contains_key("name"));
        assert!(warnings.contains(&"duplicate_column name".to_owned()));
    }
}
