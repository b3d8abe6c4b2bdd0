//! Figures of scenarios.

use super::{OURS, Table, given, rule};

pub(super) const TABLES: &[Table] = &[
    Table {
        collections: &["differences"],
        rules: &[
            rule(
                "before",
                OURS,
                "De maat in de stad zoals zij is, of in het scenario waarmee wordt vergeleken: dezelfde rekenregel als bij de gebieden, met dezelfde inwoners.",
                "The measure in the city as it is, or in the scenario that is compared with: by the same rule as for areas, with the same residents.",
            ),
            rule(
                "after",
                OURS,
                "De maat in het gevraagde scenario, op dezelfde manier.",
                "The measure in the scenario that is asked, in the same way.",
            ),
            rule(
                "change",
                OURS,
                "Na − vóór. Leeg als een van beide niet bekend is.",
                "After − before. Empty where either is unknown.",
            ),
        ],
    },
    Table {
        collections: &["scenario-facilities"],
        rules: &[
            given(
                "capacity",
                "Zoals het scenario haar opgeeft; van wat er al was, zoals de bron.",
                "As the scenario gives it; of what was there already, as its source does.",
            ),
            rule(
                "movedM",
                OURS,
                "Meters hemelsbreed van waar de voorziening stond naar waar zij in het scenario staat.",
                "Metres in a straight line from where the facility stood to where it stands in the scenario.",
            ),
        ],
    },
];
