//! Figures of where the money of grants goes, what is promised, and what does not fit.

use super::{OURS, Table, given, rule};

/// How leftover cents are divided.
const HAMILTON: &str = "Wijkkaart; Balinski & Young 1982 (largest remainders)";

pub(super) const TABLES: &[Table] = &[
    Table {
        collections: &["spending"],
        rules: &[
            rule(
                "by",
                OURS,
                "Waarnaar het geld is verdeeld, zoals gevraagd.",
                "By what the money is grouped, as asked.",
            ),
            rule(
                "code",
                OURS,
                "Code, kenmerk of naam van waar het geld heen gaat. Leeg: het hoort nergens bij, zie de reden.",
                "Code, id or name of what the money goes to. Empty: it belongs nowhere, see the reason.",
            ),
            rule(
                "reason",
                OURS,
                "Waarom dit geld bij geen code hoort.",
                "Why this money belongs to no code.",
            ),
            rule(
                "eurosPerYear",
                HAMILTON,
                "Som van de delen van subsidies en opdrachten die op de datum gelden, per jaar. Een bedrag voor meer voorzieningen of \
                ontvangers wordt verdeeld zoals de bron zegt, anders gelijk, in hele centen; de centen die overblijven gaan naar de \
                delen die door afronden het meeste misten. Elke subsidie telt een keer. Leeg als van geen ervan het bedrag bekend is.",
                "Sum of the parts of the subsidies and commissions in force on the date, a year. An amount for several facilities or \
                recipients is divided as the source says, else equally, in whole cents; the cents left over go to the parts that \
                rounding cost most. Every grant counts once. Empty where no amount of any of them is known.",
            ),
            rule(
                "share",
                OURS,
                "Euro per jaar in deze rij ÷ euro per jaar van al het gevraagde geld.",
                "Euros a year in this row ÷ euros a year of all the money that is asked.",
            ),
            rule(
                "eurosPerResident",
                OURS,
                "Euro per jaar voor voorzieningen in het gebied ÷ alle inwoners van het gebied. Wie er komt, kan ook van elders zijn. Leeg \
                als niet het hele gebied is gevraagd, of de inwoners niet bekend zijn.",
                "Euros a year for facilities in the area ÷ all residents of the area. Who comes may be from elsewhere. Empty where not \
                all of the area is asked, or its residents are unknown.",
            ),
            rule(
                "grants",
                OURS,
                "Aantal subsidies en opdrachten waarvan een deel in de rij staat. Een subsidie kan in meer rijen staan.",
                "Number of subsidies and commissions of which a part is in the row. A grant may be in several rows.",
            ),
            rule(
                "grantsWithoutAmount",
                OURS,
                "Aantal daarvan waarvan het bedrag niet bekend is; dat telt niet mee in de euro's.",
                "Number of them of which the amount is unknown; it is not counted in the euros.",
            ),
            rule(
                "facilities",
                OURS,
                "Aantal bekende voorzieningen waar het geld naartoe gaat, ook als zij niet open zijn.",
                "Number of known facilities that the money goes to, also where they are not open.",
            ),
            rule(
                "allocatedEuros",
                OURS,
                "Deel van de euro's dat in deze rij staat doordat een bedrag gelijk is verdeeld over voorzieningen of ontvangers, omdat de \
                bron geen verdeling geeft.",
                "Part of the euros that is in this row because an amount was divided equally over facilities or recipients, for the \
                source gives no shares.",
            ),
            rule(
                "sharedEuros",
                OURS,
                "Deel van de euro's dat ook in een ander programmagebied telt, omdat de gebieden buurten delen. Alleen dan zijn de rijen \
                samen meer dan het geheel.",
                "Part of the euros that counts in another programme area too, for the areas share neighbourhoods. Only then are the rows \
                together more than the whole.",
            ),
        ],
    },
    Table {
        collections: &["commitments"],
        rules: &[
            rule("year", OURS, "Kalenderjaar.", "Calendar year."),
            rule(
                "committedEuros",
                OURS,
                "Som over subsidies en opdrachten met een einddatum: euro per jaar × dagen in het jaar waarop zij gelden ÷ dagen van het jaar.",
                "Sum over subsidies and commissions with an end: euros a year × days of the year on which they are in force ÷ days of the year.",
            ),
            rule(
                "multiYearEuros",
                OURS,
                "Deel van wat is toegezegd uit subsidies en opdrachten die langer dan 366 dagen gelden.",
                "Part of what is committed from subsidies and commissions in force for longer than 366 days.",
            ),
            rule(
                "openEndedEuros",
                OURS,
                "Hetzelfde voor subsidies en opdrachten zonder einddatum; niet meegeteld in wat is toegezegd.",
                "The same for subsidies and commissions without an end; not counted in what is committed.",
            ),
            rule(
                "grants",
                OURS,
                "Aantal subsidies en opdrachten die op een dag van het jaar gelden.",
                "Number of subsidies and commissions in force on some day of the year.",
            ),
            rule(
                "grantsWithoutAmount",
                OURS,
                "Aantal daarvan waarvan het bedrag niet bekend is; dat telt niet mee in de euro's.",
                "Number of them of which the amount is unknown; it is not counted in the euros.",
            ),
            rule(
                "grantsEnding",
                OURS,
                "Aantal subsidies en opdrachten waarvan de laatste dag met geld in het jaar valt. Een die tot 1 januari loopt, eindigt in het \
                jaar ervoor.",
                "Number of subsidies and commissions whose last day with money is in the year. One until 1 January ends in the year before.",
            ),
            rule(
                "eurosEnding",
                OURS,
                "Euro per jaar van de subsidies en opdrachten waarvan de laatste dag met geld in het jaar valt.",
                "Euros a year of the subsidies and commissions whose last day with money is in the year.",
            ),
        ],
    },
    Table {
        collections: &["funding-mismatches"],
        rules: &[
            rule(
                "kind",
                OURS,
                "Wat er op de datum niet klopt: een subsidie of opdracht zonder voorziening, voor een onbekende voorziening of voor een die \
                niet open is; een open voorziening zonder de subsidie of opdracht die de bron noemt, of waarvan alle zijn afgelopen \
                zonder dat de bron zegt dat de gemeente geen rol heeft.",
                "What does not fit on the date: a grant without a facility, for an unknown one or for one that is not open; an open facility \
                without the subsidy or commission that its source states, or of which all have ended without its source saying that \
                the municipality has no role.",
            ),
            rule(
                "eurosPerYear",
                OURS,
                "Bij een subsidie of opdracht die geldt: het deel dat hierheen gaat. Bij een voorziening waarvan alle zijn afgelopen: wat de \
                laatste per jaar gaf.",
                "Of a grant in force: the part that goes here. Of a facility whose grants have ended: what the last gave a year.",
            ),
            given(
                "lastGrantEnded",
                "Eerste dag zonder geld, volgens de bron.",
                "First day without money, as the source says.",
            ),
        ],
    },
];
