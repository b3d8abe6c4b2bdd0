//! Figures of people: where they live, who is not reached, how fairly distances are spread.

use super::{OURS, Table, given, rule};

const FGT: &str = "Foster, Greer & Thorbecke 1984";

pub(super) const TABLES: &[Table] = &[
    Table {
        collections: &["gaps"],
        rules: &[
            given(
                "serviceType",
                "Soort voorziening die er binnen de normafstand niet is.",
                "Type of facility that is not there within the norm distance.",
            ),
            rule(
                "areaCode",
                OURS,
                "Buurt, of wijk als daarom is gevraagd, waar de witte vlek in ligt. Een witte vlek gaat \
                nooit over de grens daarvan.",
                "Neighbourhood, or district where that is asked, in which the gap lies. A gap never \
                crosses its border.",
            ),
            rule(
                "residents",
                OURS,
                "Inwoners van de groep in aaneengesloten vakken waar mensen wonen zonder voorziening \
                binnen de normafstand.",
                "Residents of the group in connected cells where people live without a facility within \
                the norm distance.",
            ),
            rule(
                "cells",
                OURS,
                "Aantal vakken van de witte vlek. Vakken horen bij elkaar als zij een zijde delen.",
                "Number of cells of the gap. Cells belong together where they share a side.",
            ),
            rule(
                "suppressed",
                "CBS",
                "Ja als een aantal van 1 tot en met 4 inwoners niet wordt getoond, en daarom ook niet wat \
                dat aantal zou verraden.",
                "Yes where a count of 1 to 4 residents is not shown, and so nothing that would give it away.",
            ),
        ],
    },
    Table {
        collections: &["demand"],
        rules: &[
            rule(
                "residents",
                "Areal weighting: Goodchild & Lam 1980",
                "Inwoners van de groep waar het punt voor staat: van de laag met woonpunten, anders een \
                gelijk deel van de inwoners van de buurt.",
                "Residents of the group that the point stands for: from the layer of demand points, else \
                an equal part of the neighbourhood's residents.",
            ),
            rule(
                "areaCode",
                OURS,
                "Buurt waar het punt in ligt; op een grens die met de laagste code.",
                "Neighbourhood in which the point lies; on a border that with the lowest code.",
            ),
            rule(
                "distanceM",
                OURS,
                "Rechte lijn × omwegfactor tot de dichtstbijzijnde voorziening.",
                "Straight line × detour factor to the nearest facility.",
            ),
            rule(
                "served",
                OURS,
                "Ja als de dichtstbijzijnde voorziening binnen de normafstand is.",
                "Yes where the nearest facility is within the norm distance.",
            ),
        ],
    },
    Table {
        collections: &["equity"],
        rules: &[
            rule(
                "residentsUnreachable",
                OURS,
                "Inwoners van de groep die geen enkele voorziening kunnen bereiken.",
                "Residents of the group who can reach no facility at all.",
            ),
            rule(
                "ratioToCity",
                OURS,
                "Gemiddelde afstand in het gebied ÷ gemiddelde afstand van alle inwoners van de stad. Boven 1: verder dan gemiddeld.",
                "Mean distance in the area ÷ mean distance of all residents of the city. Above 1: farther than on average.",
            ),
            rule(
                "residents",
                OURS,
                "Inwoners van de groep in het gebied.",
                "Residents of the group in the area.",
            ),
            rule(
                "meanDistanceM",
                "CBS Nabijheid voorzieningen",
                "Afstand van elke inwoner tot de dichtstbijzijnde voorziening, opgeteld ÷ inwoners die er \
                een kunnen bereiken.",
                "Distance of each resident to the nearest facility, added up ÷ residents who can reach one.",
            ),
            rule(
                "medianDistanceM",
                OURS,
                "Kleinste afstand waarbinnen minstens de helft van de inwoners een voorziening heeft.",
                "Least distance within which at least half of the residents have a facility.",
            ),
            rule(
                "p90DistanceM",
                OURS,
                "Kleinste afstand waarbinnen minstens 90 % van de inwoners een voorziening heeft.",
                "Least distance within which at least 90% of the residents have a facility.",
            ),
            rule(
                "gini",
                "Gini 1912",
                "Verschil in afstand tussen elke twee inwoners, opgeteld ÷ (2 × inwoners² × gemiddelde \
                afstand). 0: voor iedereen even ver. Leeg als de gemiddelde afstand 0 is.",
                "Difference in distance between every two residents, added up ÷ (2 × residents² × mean \
                distance). 0: equally far for everybody. Empty where the mean distance is 0.",
            ),
            rule(
                "fgt0",
                FGT,
                "Inwoners verder dan de normafstand ÷ alle inwoners die een voorziening kunnen bereiken.",
                "Residents beyond the norm distance ÷ all residents who can reach a facility.",
            ),
            rule(
                "fgt1",
                FGT,
                "Som over inwoners verder dan de normafstand van (afstand − norm) ÷ norm, ÷ alle inwoners \
                die een voorziening kunnen bereiken.",
                "Sum over residents beyond the norm distance of (distance − norm) ÷ norm, ÷ all residents \
                who can reach a facility.",
            ),
            rule(
                "fgt2",
                FGT,
                "Som over inwoners verder dan de normafstand van ((afstand − norm) ÷ norm)², ÷ alle \
                inwoners die een voorziening kunnen bereiken: wie heel ver woont, telt zwaarder.",
                "Sum over residents beyond the norm distance of ((distance − norm) ÷ norm)², ÷ all \
                residents who can reach a facility: those very far away weigh more.",
            ),
        ],
    },
    Table {
        collections: &["lorenz"],
        rules: &[
            rule(
                "populationShare",
                "Lorenz 1905",
                "Deel van de inwoners, van dichtbij naar veraf gerekend.",
                "Share of the residents, counted from the nearest to the farthest.",
            ),
            rule(
                "distanceShare",
                "Lorenz 1905",
                "Deel van alle meters dat deze inwoners samen afleggen.",
                "Share of all metres that these residents go together.",
            ),
        ],
    },
    Table {
        collections: &["distances"],
        rules: &[
            given(
                "normM",
                "De normafstand van deze soort, of de gevraagde.",
                "The norm distance of this type, or the one that is asked.",
            ),
            rule(
                "fromM",
                OURS,
                "Waar de klasse begint: een veelvoud van een kwart van de normafstand.",
                "Where the class begins: a multiple of a quarter of the norm distance.",
            ),
            rule(
                "toM",
                OURS,
                "Waar de klasse eindigt; één eindigt precies bij de normafstand.",
                "Where the class ends; one ends exactly at the norm distance.",
            ),
            rule(
                "residents",
                OURS,
                "Inwoners van wie de dichtstbijzijnde voorziening verder is dan waar de klasse begint, en niet \
                verder dan waar zij eindigt.",
                "Residents whose nearest facility is farther than where the class begins, and no farther than \
                where it ends.",
            ),
            rule(
                "share",
                OURS,
                "Inwoners in de klasse ÷ alle inwoners van de groep. Alle klassen samen zijn 1.",
                "Residents in the class ÷ all residents of the group. All classes together are 1.",
            ),
            rule(
                "cumulativeShare",
                "maxcovr, AccessMod",
                "Inwoners tot en met deze klasse ÷ alle inwoners van de groep: de dekking als de klasse de \
                normafstand was.",
                "Residents up to this class ÷ all residents of the group: the coverage if its end were the norm \
                distance.",
            ),
        ],
    },
    Table {
        collections: &["ages"],
        rules: &[
            rule(
                "residents",
                "CBS",
                "Inwoners × percentage van de leeftijdsgroep ÷ 100, opgeteld over de buurten, of zoals een laag \
                ze telt. In geen groep: alle inwoners − die in een groep; onder 0 als hele procenten samen meer \
                dan 100 zijn.",
                "Residents × percentage of the age band ÷ 100, added up over the neighbourhoods, or as a layer \
                counts them. In none: all residents − those in a band; below 0 where whole percents make more \
                than 100.",
            ),
            rule(
                "share",
                OURS,
                "Inwoners in de groep ÷ alle inwoners van het gebied.",
                "Residents in the band ÷ all residents of the area.",
            ),
        ],
    },
];
