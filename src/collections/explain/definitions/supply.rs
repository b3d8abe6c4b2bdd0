//! What supply and accessibility are.

use super::{OURS, Table, given, rule};

/// The methods of floating catchment areas.
const METHODS: &str = "Luo & Wang 2003 (2SFCA), Luo & Qi 2009 (E2SFCA), Wan, Zou & Sternberg 2012 (3SFCA)";

pub(super) const TABLES: &[Table] = &[
    Table {
        collections: &["supply"],
        rules: &[
            given(
                "capacity",
                "Plaatsen, zoals de bron ze opgeeft.",
                "Places, as the source gives them.",
            ),
            given(
                "floorAreaM2",
                "Vloeroppervlak in vierkante meter, zoals de bron het opgeeft.",
                "Floor area in square metres, as the source gives it.",
            ),
            rule(
                "demandInReach",
                METHODS,
                "Σ p·w over alle woonpunten van de stad binnen de normafstand, van inwoners van de groep. Bij 2sfca is w = 1, bij e2sfca het gewicht \
                van de afstandsband, bij 3sfca dat gewicht maal het deel van hun vraag dat inwoners hierheen brengen: het gewicht gedeeld door dat van alle \
                voorzieningen waaruit zij kunnen kiezen. Verder dan de normafstand is w altijd 0. Leeg: de voorziening noemt haar omvang niet en doet niet mee.",
                "Σ p·w over all demand points of the city within the norm distance, of residents of the group. With 2sfca w = 1, with e2sfca the weight \
                of the band of distance, with 3sfca that weight times the part of their demand that residents bring here: the weight divided by those of all \
                facilities that they can choose from. Beyond the norm distance w is always 0. Empty: the facility does not tell its size and takes no part.",
            ),
            rule(
                "ratioPer1000",
                METHODS,
                "R = 1.000 maal de plaatsen (of m²) gedeeld door de inwoners in bereik. Leeg: niet bekend, of niemand woont in bereik.",
                "R = 1,000 times the places (or m²) divided by the residents in reach. Empty: unknown, or nobody lives in reach.",
            ),
        ],
    },
    Table {
        collections: &["accessibility"],
        rules: &[
            rule(
                "residents",
                OURS,
                "Inwoners van de gevraagde groep op de woonpunten van het gebied.",
                "Residents of the group that is asked, at the demand points of the area.",
            ),
            rule(
                "accessPer1000",
                METHODS,
                "1.000 maal Σ p·A gedeeld door Σ p over de woonpunten van het gebied, met A = Σ R·w over de voorzieningen binnen de normafstand en R wat een \
                voorziening biedt gedeeld door haar gewogen vraag uit de hele stad. Over alle woonpunten is Σ p·A alles wat bereikbare voorzieningen bieden. Alleen \
                de gevraagde groep deelt mee; wie buiten de stad woont, is niet geteld. Wie zijn omvang niet noemt, biedt hier niets. Leeg: er woont niemand, of alles in bereik zwijgt erover.",
                "1,000 times Σ p·A divided by Σ p over the demand points of the area, with A = Σ R·w over the facilities within the norm distance and R what a \
                facility offers divided by its weighed demand from the whole city. Over all demand points Σ p·A is all that facilities in reach offer. Only \
                the group that is asked shares in it; those who live outside the city are not counted. Those that do not tell their size offer nothing here. Empty: nobody lives there, or all in reach are silent.",
            ),
            rule(
                "residentsServed",
                OURS,
                "Inwoners met binnen de normafstand een voorziening waarvan bekend is dat zij iets biedt.",
                "Residents with a facility within the norm distance of which it is known that it offers something.",
            ),
            rule(
                "coveredWithoutCapacity",
                OURS,
                "Inwoners met binnen de normafstand wel een voorziening, maar alleen die hun omvang niet noemen of niets bieden.",
                "Residents with a facility within the norm distance, but only such as do not tell their size or offer nothing.",
            ),
            rule(
                "residentsUncovered",
                OURS,
                "Inwoners zonder voorziening binnen de normafstand. Met de twee andere aantallen samen zijn zij alle inwoners.",
                "Residents without a facility within the norm distance. With the two other counts they are all residents.",
            ),
            rule(
                "capacityUnknown",
                OURS,
                "Voorzieningen binnen de normafstand van inwoners van het gebied die hun plaatsen (of vloeroppervlak) niet noemen. Een ervan kan bij meer gebieden tellen.",
                "Facilities within the norm distance of residents of the area that do not tell their places (or floor area). One may count for several areas.",
            ),
        ],
    },
];
