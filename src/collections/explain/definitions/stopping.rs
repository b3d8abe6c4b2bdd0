//! Figures of what can go together.

use super::{OURS, Table, rule};

const MAXCOVR: &str = "maxcovr (Tierney); AccessMod (Ray & Ebener 2008)";

pub(super) const TABLES: &[Table] = &[
    Table {
        collections: &["stopping", "stopping-areas"],
        rules: &[rule(
            "size",
            OURS,
            "Aantal voorzieningen dat samen ophoudt.",
            "Number of facilities that stop together.",
        )],
    },
    Table {
        collections: &["stopping"],
        rules: &[
            rule(
                "eurosPerYear",
                OURS,
                "Som van wat de subsidies en opdrachten die op de datum gelden deze voorziening per jaar betalen; onbekend als er geen \
                bekend is, of van een het bedrag.",
                "Sum of what the grants in force on the date pay this facility a year; unknown where none is known, or the amount of one.",
            ),
            rule(
                "residentsLostAlone",
                OURS,
                "Inwoners van de groep die nu alleen deze voorziening binnen de normafstand hebben.",
                "Residents of the group who now have only this facility within the norm distance.",
            ),
            rule(
                "residentsLost",
                OURS,
                "Inwoners van de groep die nu een voorziening binnen de normafstand hebben en geen enkele meer als deze samen ophouden. \
                Van alle sets van dit aantal die de bodems houden is dit het kleinste als op inwoners wordt gekozen; bij gelijke stand gaat de set met meer euro's voor, dan die met het eerste kenmerk.",
                "Residents of the group who now have a facility within the norm distance and none any more when these stop together. Of \
                all sets of this number that keep the floors this is the least where residents decide; of equal sets the one with more euros goes first, then the one whose ids come first.",
            ),
            rule(
                "coverageBefore",
                MAXCOVR,
                "Inwoners van de groep die nu een voorziening binnen de normafstand hebben ÷ alle inwoners van de groep in de stad.",
                "Residents of the group who now have a facility within the norm distance ÷ all residents of the group in the city.",
            ),
            rule(
                "coverageAfter",
                MAXCOVR,
                "Inwoners van de groep die er daarna nog een binnen de normafstand hebben ÷ alle inwoners van de groep in de stad.",
                "Residents of the group who then still have one within the norm distance ÷ all residents of the group in the city.",
            ),
            rule(
                "eurosSaved",
                OURS,
                "Som van eurosPerYear over wat ophoudt, voor zover bekend; eurosUnknown zegt van hoeveel niet. Van alle sets van dit aantal \
                die de bodems houden is dit het grootste als op euro's wordt gekozen; bij gelijke stand gaat de set voor waarbij minder inwoners iets verliezen, dan die met het eerste kenmerk.",
                "Sum of eurosPerYear over what stops, as far as known; eurosUnknown tells of how many it is not. Of all sets of this number \
                that keep the floors this is the largest where euros decide; of equal sets the one by which fewer residents lose goes first, then the one whose ids come first.",
            ),
            rule(
                "eurosUnknown",
                OURS,
                "Aantal voorzieningen in de set waarvan niet bekend is wat zij per jaar kosten.",
                "Number of facilities in the set of which it is not known what they cost a year.",
            ),
            rule(
                "bound",
                OURS,
                "Geen set van dit aantal die de bodems houdt verliest minder inwoners dan dit (als op inwoners wordt gekozen) of bespaart \
                meer euro's (als op euro's wordt gekozen). Is optimal waar, dan is het wat de set zelf verliest of bespaart.",
                "No set of this number that keeps the floors loses fewer residents than this (where residents decide) or saves more \
                euros (where euros decide). Where optimal is true it is what the set itself loses or saves.",
            ),
            rule(
                "gap",
                OURS,
                "Verschil tussen wat de set verliest of bespaart en bound ÷ de grootste van de twee; 0 als optimal waar is.",
                "Difference between what the set loses or saves and bound ÷ the larger of the two; 0 where optimal is true.",
            ),
            rule(
                "candidateCount",
                OURS,
                "Aantal voorzieningen van de soort die mogen ophouden: met een gebied die daarin.",
                "Number of facilities of the type that may stop: with an area those in it.",
            ),
            rule(
                "stoppedLevel",
                OURS,
                "Wat er moet blijven van de bodem of het criterium waaraan het grootste deel ontbreekt, bij de set waarbij alle \
                ontbrekende delen samen het kleinst zijn. Ligt het gebied er al onder, dan is het wat er nu is.",
                "What has to stay of the floor or criterion of which the largest part is missing, with the set for which all missing parts \
                together are the smallest. Where the area is below it already, it is what there is now.",
            ),
            rule(
                "stoppedValue",
                OURS,
                "Wat er met die set zou blijven, in de eenheid van stoppedLevel.",
                "What would stay with that set, in the unit of stoppedLevel.",
            ),
        ],
    },
    Table {
        collections: &["stopping-areas"],
        rules: &[
            rule(
                "residentsLost",
                OURS,
                "Inwoners van de groep in het gebied die nu een voorziening binnen de normafstand hebben en geen enkele meer als deze samen \
                ophouden.",
                "Residents of the group in the area who now have a facility within the norm distance and none any more when these stop \
                together.",
            ),
            rule(
                "coverageBefore",
                MAXCOVR,
                "Inwoners van de groep in het gebied die nu een voorziening binnen de normafstand hebben ÷ alle inwoners van de groep daar.",
                "Residents of the group in the area who now have a facility within the norm distance ÷ all residents of the group there.",
            ),
            rule(
                "coverageAfter",
                MAXCOVR,
                "Inwoners van de groep in het gebied die er daarna nog een binnen de normafstand hebben ÷ alle inwoners van de groep daar.",
                "Residents of the group in the area who then still have one within the norm distance ÷ all residents of the group there.",
            ),
            rule(
                "floor",
                OURS,
                "Het gevraagde deel van de inwoners dat er een moet houden. Wat er nu al onder ligt mag niet lager worden.",
                "The share of the residents that is asked to keep one. What is below it already may not get lower.",
            ),
        ],
    },
];
