//! Figures of areas: what is there, who is reached.

use super::{OURS, Table, given, rule};

pub(super) const TABLES: &[Table] = &[Table {
    collections: &["neighbourhoods", "districts", "programme-areas", "municipalities"],
    rules: &[
        given(
            "code",
            "Code van het gebied: van het CBS, of die van de stad voor een eigen gebied.",
            "Code of the area: that of Statistics Netherlands, or the city's own for an area of its own.",
        ),
        given(
            "name",
            "Naam van het gebied zoals de bron die geeft.",
            "Name of the area as the source gives it.",
        ),
        given(
            "level",
            "Buurt, wijk, gemeente of een gebied van een programma.",
            "Neighbourhood, district, municipality or a programme's area.",
        ),
        given(
            "parentCode",
            "Code van het gebied waar dit gebied in ligt: van de bron, anders volgens de codes van het CBS.",
            "Code of the area in which it lies: from the source, else by the codes of Statistics \
            Netherlands.",
        ),
        given(
            "residents",
            "Inwoners volgens de bron. Geeft de bron er geen voor een groter gebied, dan de som van de \
            buurten waarvan het aantal bekend is.",
            "Residents as the source gives them. Where it gives none for a larger area: the sum over the \
            neighbourhoods of which the number is known.",
        ),
        given(
            "households",
            "Huishoudens volgens de bron. Geeft de bron er geen voor een groter gebied, dan de som van de \
            buurten waarvan het aantal bekend is.",
            "Households as the source gives them. Where it gives none for a larger area: the sum over the \
            neighbourhoods of which the number is known.",
        ),
        rule(
            "areaKm2",
            OURS,
            "Oppervlakte van alles binnen de grenzen, gemeten in het coördinatenstelsel van de stad; ook \
            water.",
            "Area of all within the borders, measured in the city's coordinate system; water too.",
        ),
        rule(
            "landKm2",
            "CBS Wijk- en Buurtkaart",
            "Oppervlakte land volgens de bron; van een groter gebied de som van de buurten. Geeft de bron \
            geen land voor een buurt, dan telt daar alles binnen de grenzen.",
            "Area of land as the source gives it; of a larger area the sum over its neighbourhoods. Where \
            the source gives none for a neighbourhood, all within its borders counts.",
        ),
        rule(
            "landAssumed",
            OURS,
            "Ja als de bron niet of niet overal geeft hoeveel land er is, zodat alles binnen de grenzen \
            telt.",
            "Yes where the source does not give the land, or not everywhere, so that all within the \
            borders counts.",
        ),
        rule(
            "residentsMissing",
            OURS,
            "Aantal buurten in het gebied, zonder water, waarvan het aantal inwoners niet bekend is. Zij \
            tellen in geen enkel cijfer over inwoners mee.",
            "Number of neighbourhoods in the area, water aside, of which the residents are unknown. They \
            are left out of every figure about residents.",
        ),
        rule(
            "facilityCount",
            OURS,
            "Aantal voorzieningen dat in het gebied staat, op de datum open is en meetelt (soort, rol). \
            Zonder bekende plek telt een voorziening niet mee.",
            "Number of facilities that stand in the area, are open on the date and count (type, role). \
            One without a known place does not count.",
        ),
        rule(
            "facilitiesPerKm2",
            OURS,
            "Aantal voorzieningen in het gebied ÷ km² land. Is het land niet bekend, dan ÷ alles binnen \
            de grenzen.",
            "Number of facilities in the area ÷ km² of land. Where the land is unknown: ÷ all within the \
            borders.",
        ),
        rule(
            "facilitiesPer1000",
            OURS,
            "Aantal voorzieningen in het gebied ÷ inwoners van de groep × 1.000. Leeg als er niemand \
            woont of het aantal niet bekend is.",
            "Number of facilities in the area ÷ residents of the group × 1,000. Empty where nobody lives \
            or the number is unknown.",
        ),
        rule(
            "groupResidents",
            "Areal weighting: Goodchild & Lam 1980",
            "Som van de inwoners van de gekozen groep over de punten in het gebied. Zonder laag met \
            woonpunten zijn de inwoners van elke buurt gelijk verdeeld over punten op vaste afstand.",
            "Sum of the residents of the group over the points in the area. Without a layer of demand \
            points the residents of each neighbourhood are spread evenly over points at a fixed distance.",
        ),
        rule(
            "coverage",
            "maxcovr (Tierney); AccessMod (Ray & Ebener 2008)",
            "Inwoners van de groep met minstens één voorziening binnen de normafstand ÷ alle inwoners van \
            de groep. Afstand = rechte lijn × omwegfactor. Leeg als er niemand woont.",
            "Residents of the group with at least one facility within the norm distance ÷ all residents \
            of the group. Distance = straight line × detour factor. Empty where nobody lives.",
        ),
        rule(
            "residentsServed",
            "maxcovr (Tierney); AccessMod (Ray & Ebener 2008)",
            "Som van de inwoners van de groep met minstens één voorziening binnen de normafstand.",
            "Sum of the residents of the group with at least one facility within the norm distance.",
        ),
        rule(
            "residentsUnserved",
            "maxcovr (Tierney); AccessMod (Ray & Ebener 2008)",
            "Alle inwoners van de groep − inwoners met minstens één voorziening binnen de normafstand.",
            "All residents of the group − residents with at least one facility within the norm distance.",
        ),
        rule(
            "residentsUnreachable",
            OURS,
            "Inwoners van de groep die geen enkele voorziening kunnen bereiken, hoe ver die ook is.",
            "Residents of the group who can reach no facility at all, however far it is.",
        ),
        rule(
            "meanDistanceM",
            "CBS Nabijheid voorzieningen",
            "Afstand van elke inwoner van de groep tot de dichtstbijzijnde voorziening, opgeteld ÷ \
            inwoners die er een kunnen bereiken. Afstand = rechte lijn × omwegfactor.",
            "Distance of each resident of the group to the nearest facility, added up ÷ residents who can \
            reach one. Distance = straight line × detour factor.",
        ),
        rule(
            "meanNthDistanceM",
            "Cui & Levinson 2020, dual access",
            "Afstand van elke inwoner van de groep tot de n-de dichtstbijzijnde voorziening, opgeteld ÷ \
            inwoners. Leeg als er minder dan n voorzieningen zijn.",
            "Distance of each resident of the group to the n-th nearest facility, added up ÷ residents. \
            Empty where there are fewer than n facilities.",
        ),
        rule(
            "meanCount",
            "CBS Nabijheid voorzieningen",
            "Aantal voorzieningen binnen de normafstand van elke inwoner van de groep, opgeteld ÷ \
            inwoners die er een kunnen bereiken.",
            "Number of facilities within the norm distance of each resident of the group, added up ÷ \
            residents who can reach one.",
        ),
        rule(
            "redundancyRatio",
            OURS,
            "Tweede en volgende voorzieningen binnen de normafstand ÷ alle voorzieningen binnen de \
            normafstand, beide opgeteld over de inwoners van de groep.",
            "Second and further facilities within the norm distance ÷ all facilities within the norm \
            distance, both added up over the residents of the group.",
        ),
        rule(
            "imputed",
            OURS,
            "Ja als van een of meer buurten het deel van de groep niet bekend is. Daar geldt het \
            gemiddelde van de wijk, gewogen naar inwoners, of anders van de stad.",
            "Yes where the share of the group is unknown in one or more neighbourhoods. The mean of the \
            district, weighted by residents, or else of the city, stands for it.",
        ),
        rule(
            "suppressed",
            "CBS",
            "Ja als een aantal van 1 tot en met 4 inwoners niet wordt getoond, en daarom ook niet wat dat \
            aantal zou verraden.",
            "Yes where a count of 1 to 4 residents is not shown, and so nothing that would give it away.",
        ),
    ],
}];
