//! Figures of money: grants, and what stops when a facility does.

use super::{OURS, Table, given, rule};

pub(super) const TABLES: &[Table] = &[
    Table {
        collections: &["grants"],
        rules: &[
            given("id", "Kenmerk volgens de bron.", "Id as the source gives it."),
            given(
                "scheme",
                "Regeling volgens de bron.",
                "Scheme as the source gives it.",
            ),
            given(
                "recipient",
                "Ontvanger volgens de bron.",
                "Recipient as the source gives it.",
            ),
            given(
                "kind",
                "Subsidie of opdracht, volgens de bron.",
                "Subsidy or commission, as the source says.",
            ),
            given(
                "eurosPerYear",
                "Bedrag per jaar volgens de bron, voor alle genoemde voorzieningen samen.",
                "Amount a year as the source gives it, for all facilities named together.",
            ),
            given(
                "from",
                "Eerste dag waarop het geld wordt gegeven, volgens de bron.",
                "First day on which the money is given, as the source says.",
            ),
            given(
                "to",
                "Dag waarop het ophoudt, volgens de bron.",
                "Day on which it stops, as the source says.",
            ),
            given(
                "facilities",
                "Voorzieningen waar het geld voor is, volgens de bron.",
                "Facilities that the money is for, as the source says.",
            ),
            rule(
                "allocated",
                OURS,
                "Ja als het geld voor meer voorzieningen is en de bron geen verdeling geeft: dan krijgt \
                elke een gelijk deel.",
                "Yes where the money is for several facilities and the source gives no shares: each gets \
                an equal part.",
            ),
            given(
                "source",
                "Bron waar de subsidie of opdracht uit komt.",
                "Source that the grant comes from.",
            ),
            given(
                "partners",
                "Wie het geld krijgt, volgens de bron; bij een gezamenlijk budget alle partners.",
                "Who gets the money, as the source says; of a joint budget all its partners.",
            ),
            rule(
                "joint",
                OURS,
                "Ja als de bron meer dan een ontvanger noemt.",
                "Yes where the source names more than one recipient.",
            ),
            rule(
                "provision",
                OURS,
                "Zoals de bron zegt. Anders volgt het uit de voorzieningen: een die algemeen zou kunnen worden is nu specialistisch, elke \
                andere algemeen; verschillen zij, dan gemengd. Leeg als het uit niets volgt.",
                "As the source says. Else it follows from the facilities: one that could become general is specialist now, every other \
                general; mixed where they differ. Empty where it follows from nothing.",
            ),
            rule(
                "multiYear",
                OURS,
                "Ja als er meer dan 366 dagen tussen vanaf en tot liggen. Leeg als een van beide niet bekend is.",
                "Yes where more than 366 days lie between from and to. Empty where one of them is unknown.",
            ),
            rule(
                "facilityCount",
                OURS,
                "Aantal voorzieningen dat de bron noemt.",
                "Number of facilities that the source names.",
            ),
        ],
    },
    Table {
        collections: &["removals"],
        rules: &[
            rule(
                "coverageBefore",
                "maxcovr (Tierney); AccessMod (Ray & Ebener 2008)",
                "Inwoners van de groep die nu een voorziening binnen de normafstand hebben ÷ alle inwoners van de groep in de stad.",
                "Residents of the group who now have a facility within the norm distance ÷ all residents of the group in the city.",
            ),
            rule(
                "rank",
                OURS,
                "Volgorde naar inwoners die de dienst verliezen; 1 verliest er de minste. Gelijk: op \
                kenmerk.",
                "Order by residents who lose the service; 1 loses the fewest. Ties by id.",
            ),
            rule(
                "setSize",
                OURS,
                "Aantal voorzieningen dat samen sluit.",
                "Number of facilities that close together.",
            ),
            rule(
                "residentsLost",
                OURS,
                "Inwoners van de groep die nu een voorziening binnen de normafstand hebben en geen enkele \
                meer als deze samen sluiten.",
                "Residents of the group who now have a facility within the norm distance and none any \
                more if these close together.",
            ),
            rule(
                "residentsLostShare",
                OURS,
                "Inwoners die de dienst verliezen ÷ inwoners die nu een voorziening binnen de normafstand \
                hebben.",
                "Residents who lose the service ÷ residents who now have a facility within the norm \
                distance.",
            ),
            rule(
                "coverageAfter",
                "maxcovr (Tierney); AccessMod (Ray & Ebener 2008)",
                "Inwoners van de groep die daarna nog een voorziening binnen de normafstand hebben ÷ alle \
                inwoners van de groep.",
                "Residents of the group who then still have a facility within the norm distance ÷ all \
                residents of the group.",
            ),
            rule(
                "eurosPerYear",
                OURS,
                "Deel van deze voorzieningen in de subsidies en opdrachten die op de datum gelden, bij \
                elkaar. Leeg als van een ervan geen bedrag bekend is.",
                "Part of these facilities in the subsidies and commissions in force on the date, added \
                up. Empty where no amount is known of one of them.",
            ),
            rule(
                "lossPerEuro",
                OURS,
                "Inwoners die de dienst verliezen ÷ euro's per jaar die dan niet meer worden gegeven. \
                Leeg als een bedrag niet bekend is of de som 0 is.",
                "Residents who lose the service ÷ euros a year no longer given. Empty where an amount is \
                unknown or the sum is 0.",
            ),
        ],
    },
    Table {
        collections: &["assessments"],
        rules: &[
            given("version", "Versie van de norm.", "Version of the criterion."),
            given(
                "distanceM",
                "Afstand die de norm noemt, anders de normafstand van de soort.",
                "Distance that the criterion gives, else the type's norm distance.",
            ),
            given(
                "value",
                "Waarde van de gevraagde maat.",
                "Value of the measure that is asked.",
            ),
            given("required", "Wat de norm vraagt.", "What the criterion requires."),
            given("ambition", "Waar de stad naar streeft.", "What the city aims at."),
            rule(
                "shortBy",
                OURS,
                "Wat er aan de norm ontbreekt, in inwoners of voorzieningen.",
                "What is short of the criterion, in residents or facilities.",
            ),
        ],
    },
];
