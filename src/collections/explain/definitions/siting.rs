//! Figures of sites: what new facilities add.

use super::{OURS, Table, rule};

const CHURCH: &str = "Church & ReVelle 1974";
const NEMHAUSER: &str = "Nemhauser, Wolsey & Fisher 1978";

pub(super) const TABLES: &[Table] = &[
    Table {
        collections: &["siting", "siting-districts"],
        rules: &[
            rule(
                "rank",
                OURS,
                "Volgorde van de plekken: telkens die de meeste inwoners toevoegt na de plekken ervoor.",
                "Order of the sites: each time the one that adds the most residents after those before it.",
            ),
            rule(
                "gainResidents",
                CHURCH,
                "Inwoners van de groep die deze plek binnen de normafstand hebben, en nog geen huidige voorziening die blijft en geen \
                plek ervoor.",
                "Residents of the group who have this site within the norm distance, and no present facility that stays and no site \
                before it.",
            ),
            rule(
                "coverageBefore",
                OURS,
                "Inwoners van de groep met een voorziening die blijft binnen de normafstand (in siting-districts ook de plekken ervoor) \
                ÷ alle inwoners van de groep.",
                "Residents of the group with a facility that stays within the norm distance (in siting-districts also the sites before) \
                ÷ all residents of the group.",
            ),
            rule(
                "coverageAfter",
                OURS,
                "Inwoners van de groep met een voorziening die blijft, deze plek of een ervoor binnen de normafstand ÷ alle inwoners \
                van de groep.",
                "Residents of the group with a facility that stays, this site or one before it within the norm distance ÷ all residents \
                of the group.",
            ),
        ],
    },
    Table {
        collections: &["siting"],
        rules: &[
            rule(
                "gainShare",
                OURS,
                "gainResidents ÷ alle inwoners van de groep in de stad.",
                "gainResidents ÷ all residents of the group in the city.",
            ),
            rule(
                "objective",
                CHURCH,
                "mclp en capacitated: inwoners die de plekken samen toevoegen. lscp: het aantal plekken. pmedian: gemiddelde meters tot \
                de dichtstbijzijnde.",
                "mclp and capacitated: residents that the sites add together. lscp: the number of sites. pmedian: mean metres to the nearest.",
            ),
            rule(
                "bound",
                NEMHAUSER,
                "Beter dan dit is geen keuze, in de eenheid van objective. Bij greedy: wat er al is toegevoegd plus wat de beste overige \
                elk apart zouden toevoegen, het kleinste over alle stappen. Bij exact: de grens van de oplosser, als die scherper is.",
                "No choice is better than this, in the unit of objective. Of greedy: what is added already plus what the best others \
                would each add alone, the least over all steps. Of exact: the bound of the solver, where that is tighter.",
            ),
            rule(
                "meanDistanceAfterM",
                "Hakimi 1964",
                "Σ inwoners · meters tot de dichtstbijzijnde ÷ inwoners, met wat blijft, deze plek en die ervoor. Alleen bij pmedian.",
                "Σ residents · metres to the nearest ÷ residents, with what stays, this site and those before it. Of pmedian only.",
            ),
            rule(
                "candidateCount",
                OURS,
                "Aantal plekken waaruit is gekozen.",
                "Number of places that were chosen from.",
            ),
        ],
    },
];
