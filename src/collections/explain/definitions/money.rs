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
