//! Figures of places together: overlaps, hubs, co-location, density.

use super::{OURS, Table, given, rule};

const CLQ: &str = "Leslie & Kronenfeld 2011";
const LINKAGE: &str = "Complete linkage: Sørensen 1948";

pub(super) const TABLES: &[Table] = &[
    Table {
        collections: &["overlaps"],
        rules: &[
            given(
                "facilityA",
                "Kenmerk van de ene voorziening.",
                "Id of the one facility.",
            ),
            given(
                "facilityB",
                "Kenmerk van de andere voorziening.",
                "Id of the other facility.",
            ),
            given(
                "serviceType",
                "Soort van beide voorzieningen.",
                "Type of both facilities.",
            ),
            rule(
                "jaccard",
                "Jaccard 1912",
                "Inwoners van de groep binnen de normafstand van beide ÷ inwoners binnen de normafstand \
                van een van beide. Vanaf de drempel in de instellingen (0,5) heet het een dubbeling. Zijn \
                inwoners gelijk verdeeld, dan is 0,5 ongeveer twee plekken op 0,53 × de normafstand.",
                "Residents of the group within the norm distance of both ÷ residents within the norm \
                distance of either. From the threshold in the settings (0.5) on it is an overlap. Where \
                residents are spread evenly, 0.5 is about two places 0.53 × the norm distance apart.",
            ),
            rule(
                "distanceM",
                OURS,
                "Rechte lijn tussen de twee plekken, zonder omwegfactor.",
                "Straight line between the two places, without detour factor.",
            ),
            rule(
                "sharedResidents",
                OURS,
                "Inwoners van de groep binnen de normafstand van allebei.",
                "Residents of the group within the norm distance of both.",
            ),
            rule(
                "targetGroupUnknown",
                OURS,
                "Ja als van een van beide niet bekend is voor wie die is. Dan nemen we aan: voor iedereen.",
                "Yes where it is unknown whom one of the two is for. Everybody is then assumed.",
            ),
            rule(
                "eurosPerYearA",
                OURS,
                "Deel van de eerste voorziening in de subsidies en opdrachten die op de datum gelden, bij \
                elkaar. Een bedrag voor meer plekken wordt verdeeld zoals de bron zegt, anders gelijk.",
                "Part of the first facility in the subsidies and commissions in force on the date, added \
                up. An amount for several places is divided as the source says, else equally.",
            ),
            rule(
                "eurosPerYearB",
                OURS,
                "Deel van de tweede voorziening in de subsidies en opdrachten die op de datum gelden, bij \
                elkaar. Een bedrag voor meer plekken wordt verdeeld zoals de bron zegt, anders gelijk.",
                "Part of the second facility in the subsidies and commissions in force on the date, added \
                up. An amount for several places is divided as the source says, else equally.",
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
        collections: &["hubs"],
        rules: &[
            rule(
                "widthM",
                LINKAGE,
                "Afstand tussen de twee voorzieningen in de groep die het verst uit elkaar staan.",
                "Distance between the two facilities of the group that stand farthest apart.",
            ),
            rule(
                "facilityCount",
                LINKAGE,
                "Aantal voorzieningen in een groep waarin geen twee verder dan de doorsnede in de \
                instellingen (100 meter) uit elkaar staan.",
                "Number of facilities in a group in which no two stand further apart than the diameter in \
                the settings (100 metres).",
            ),
            rule(
                "serviceTypes",
                OURS,
                "Verschillende soorten in de groep. Een plek heet een vindplaats bij twee of meer soorten \
                of organisaties.",
                "Different types in the group. A place is a hub with two or more types or organisations.",
            ),
            rule(
                "organisations",
                OURS,
                "Verschillende bekende organisaties in de groep.",
                "Different known organisations in the group.",
            ),
            rule(
                "sameAddress",
                OURS,
                "Ja als van alle voorzieningen in de groep adres en postcode bekend en gelijk zijn.",
                "Yes where address and postcode of all facilities in the group are known and the same.",
            ),
            rule(
                "findingPlace",
                OURS,
                "Ja als een van de voorzieningen een vindplaats heet, nee als dat van geen enkele zo is, \
                anders niet bekend.",
                "Yes where one of the facilities is called a finding place, no where none is, else unknown.",
            ),
            rule(
                "districtCode",
                OURS,
                "Wijk waar het midden van de groep in ligt.",
                "District in which the middle of the group lies.",
            ),
        ],
    },
    Table {
        collections: &["concentrations"],
        rules: &[
            rule(
                "hubs",
                LINKAGE,
                "Aantal vindplaatsen waarvan een voorziening in het gebied staat.",
                "Number of hubs of which a facility stands in the area.",
            ),
            rule(
                "facilityCount",
                OURS,
                "Aantal voorzieningen met een bekende plek in het gebied.",
                "Number of facilities with a known place in the area.",
            ),
            rule(
                "facilitiesInHubs",
                LINKAGE,
                "Aantal van die voorzieningen dat met andere op één plek staat. De groepen worden eerst \
                over de hele stad gevormd.",
                "Number of these facilities that stand together with others in one place. The groups are \
                formed over the whole city first.",
            ),
            rule(
                "concentration",
                OURS,
                "Voorzieningen in het gebied die met andere op één plek staan ÷ alle voorzieningen in het \
                gebied.",
                "Facilities in the area that stand together with others in one place ÷ all facilities in \
                the area.",
            ),
        ],
    },
    Table {
        collections: &["colocations"],
        rules: &[
            rule(
                "countA",
                CLQ,
                "Aantal voorzieningen van de eerste soort.",
                "Number of facilities of the first type.",
            ),
            rule(
                "countB",
                CLQ,
                "Aantal voorzieningen van de tweede soort.",
                "Number of facilities of the second type.",
            ),
            rule(
                "neighbours",
                CLQ,
                "Voorzieningen van de eerste soort met een van de tweede als dichtstbijzijnde buur; wie er meer even dichtbij heeft, telt voor een deel.",
                "Facilities of the first type whose nearest neighbour is of the second; one with several equally near counts in part.",
            ),
            rule(
                "permutations",
                CLQ,
                "Hoe vaak de soorten over de plekken zijn geschud.",
                "How often the types were shuffled over the places.",
            ),
            rule(
                "seed",
                CLQ,
                "Begingetal van het schudden: steeds hetzelfde, zodat de uitkomst steeds dezelfde is.",
                "Seed of the shuffling: always the same, so that the answer is always the same.",
            ),
            rule(
                "quotient",
                CLQ,
                "Deel van de dichtstbijzijnde buren van soort A dat van soort B is ÷ het deel dat je bij \
                toeval verwacht. Boven 1: B staat vaker naast A dan bij toeval.",
                "Share of the nearest neighbours of type A that are of type B ÷ the share expected by \
                chance. Above 1: B stands beside A more often than by chance.",
            ),
            rule(
                "pValue",
                CLQ,
                "Kans op zo'n groot of klein quotiënt als de soorten willekeurig over de plekken waren \
                verdeeld: 2 × de kleinste van beide kanten, uit 999 keer schudden, ten hoogste 1.",
                "Chance of a quotient as large or small if types were spread over places at random: 2 × \
                the smaller of both sides, from 999 shuffles, at most 1.",
            ),
        ],
    },
    Table {
        collections: &["kernel-density"],
        rules: &[rule(
            "facilitiesPerKm2",
            "Silverman 1986, biweight kernel",
            "Som over voorzieningen van 3/π × (1 − (afstand ÷ bandbreedte)²)² ÷ bandbreedte², voor wie \
            dichterbij is dan de bandbreedte; per km².",
            "Sum over facilities of 3/π × (1 − (distance ÷ bandwidth)²)² ÷ bandwidth², for those nearer \
            than the bandwidth; per km².",
        )],
    },
    Table {
        collections: &["record-duplicates"],
        rules: &[
            rule(
                "score",
                "Fellegi & Sunter 1969",
                "Som van log₂(m ÷ u) over velden die gelijk zijn en log₂((1 − m) ÷ (1 − u)) over velden \
                die verschillen. Wat ontbreekt telt als 0.",
                "Sum of log₂(m ÷ u) over fields that agree and log₂((1 − m) ÷ (1 − u)) over fields that \
                differ. What is missing counts as 0.",
            ),
            rule(
                "probability",
                "Fellegi & Sunter 1969",
                "Kans dat twee regels over dezelfde voorziening gaan, volgens de score.",
                "Chance that two records are of the same facility, by the score.",
            ),
        ],
    },
    Table {
        collections: &["offer"],
        rules: &[
            rule(
                "facilityCount",
                OURS,
                "Voorzieningen van deze soort met een bekende plek in het gebied, die op de datum open zijn.",
                "Facilities of this type with a known place in the area that are open on the date.",
            ),
            rule(
                "organisations",
                OURS,
                "Verschillende organisaties die bij die voorzieningen genoemd staan.",
                "Different organisations that are named with those facilities.",
            ),
            rule(
                "roleSubsidy",
                OURS,
                "Voorzieningen die op de datum subsidie krijgen en geen opdracht hebben. De rol is wat de bron zegt, of anders wat uit \
                de subsidies en opdrachten volgt.",
                "Facilities that get a subsidy on the date and have no commission. The role is what the source says, or else what \
                follows from the grants.",
            ),
            rule(
                "roleCommission",
                OURS,
                "Voorzieningen die op de datum een opdracht hebben en geen subsidie krijgen.",
                "Facilities that have a commission on the date and get no subsidy.",
            ),
            rule(
                "roleBoth",
                OURS,
                "Voorzieningen die op de datum subsidie krijgen en ook een opdracht hebben.",
                "Facilities that get a subsidy on the date and have a commission too.",
            ),
            rule(
                "roleNone",
                OURS,
                "Voorzieningen waarvan de bron zegt dat de gemeente er geen rol in heeft.",
                "Facilities in which the municipality has no role, as the source says.",
            ),
            rule(
                "roleUnknown",
                OURS,
                "Voorzieningen waarvan de rol van de gemeente niet bekend is.",
                "Facilities of which the role of the municipality is unknown.",
            ),
            rule(
                "findingPlaces",
                OURS,
                "Voorzieningen die de stad een vindplaats noemt. Zonder die uitspraak is iets geen vindplaats.",
                "Facilities that the city calls a finding place. Without its word nothing is one.",
            ),
            rule(
                "conversionCandidates",
                OURS,
                "Voorzieningen waarvan de bron zegt dat het gespecialiseerde zorg is die algemeen kan worden.",
                "Facilities that are specialist care that could become general, as the source says.",
            ),
            rule(
                "incomeContributions",
                OURS,
                "Voorzieningen die op de datum een eigen bijdrage naar inkomen vragen.",
                "Facilities that ask an own contribution by income on the date.",
            ),
            rule(
                "contributionUnknown",
                OURS,
                "Voorzieningen waarvan niet bekend is wat bezoekers betalen.",
                "Facilities of which it is unknown what visitors pay.",
            ),
            rule(
                "capacity",
                OURS,
                "Plaatsen, opgeteld over de voorzieningen die ze noemen; leeg als geen dat doet.",
                "Places, added up over the facilities that tell them; empty where none does.",
            ),
            rule(
                "capacityKnown",
                OURS,
                "Voorzieningen die hun plaatsen noemen.",
                "Facilities that tell their places.",
            ),
            rule(
                "floorAreaM2",
                OURS,
                "Vloeroppervlak, opgeteld over de voorzieningen die het noemen; leeg als geen dat doet.",
                "Floor area, added up over the facilities that tell it; empty where none does.",
            ),
            rule(
                "floorAreaKnown",
                OURS,
                "Voorzieningen die hun vloeroppervlak noemen.",
                "Facilities that tell their floor area.",
            ),
            rule(
                "visitorsPerYear",
                OURS,
                "Bezoekers per jaar, opgeteld over de voorzieningen die ze noemen; leeg als geen dat doet.",
                "Visitors per year, added up over the facilities that tell them; empty where none does.",
            ),
            rule(
                "visitorsKnown",
                OURS,
                "Voorzieningen die hun bezoekers noemen.",
                "Facilities that tell their visitors.",
            ),
        ],
    },
];
