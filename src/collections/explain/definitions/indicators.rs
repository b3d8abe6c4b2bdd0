//! Figures of the monitor.

use super::{Definition, OURS, Table, given, of, rule};
use crate::analysis::indicators::Computed;

pub(super) const TABLES: &[Table] = &[Table {
    collections: &["indicators"],
    rules: &[
        given(
            "value",
            "Waarde zoals de bron die geeft. Leeg: er is nog geen waarde.",
            "Value as the source gives it. Empty: there is none yet.",
        ),
        rule(
            "baseline",
            OURS,
            "Eerste bekende waarde van deze indicator in dit gebied, tot en met de datum. Van een berekende indicator: de eerste die \
            is bewaard. Leeg: er is nog geen nulmeting.",
            "First known value of this indicator in this area, until the date. Of a computed indicator: the first that was kept. \
            Empty: there is no baseline yet.",
        ),
        rule(
            "baselineDate",
            OURS,
            "Datum van de nulmeting. Leeg als er geen nulmeting is, of als de bron er geen datum bij geeft.",
            "Date of the baseline. Empty where there is no baseline, or where the source gives no date with it.",
        ),
        rule(
            "change",
            OURS,
            "Waarde − nulmeting. Leeg bij de nulmeting zelf, zonder nulmeting, en als de twee niet in dezelfde eenheid zijn of niet naar \
            dezelfde versie van de norm.",
            "Value − baseline. Empty for the baseline itself, without a baseline, and where the two are not in the same unit or not by \
            the same version of the criterion.",
        ),
        rule(
            "improved",
            OURS,
            "Ja als de waarde sinds de nulmeting in de gewenste richting is veranderd, nee als zij de andere kant op ging. Leeg als er \
            niets is veranderd, geen verandering bekend is, of de richting niet omhoog of omlaag is.",
            "Yes where the value has changed in the wanted direction since the baseline, no where it went the other way. Empty where \
            nothing changed, no change is known, or the direction is neither up nor down.",
        ),
        given(
            "direction",
            "Gewenste richting: omhoog (up), omlaag (down) of in woorden. Zegt een waarde er niets over, dan geldt wat de indicator \
            eerder of elders zegt.",
            "Wanted direction: up, down or in words. Where a value says nothing of it, what the indicator says earlier or elsewhere \
            counts.",
        ),
        given(
            "ambition",
            "Waarde waarnaar wordt gestreefd, volgens de bron; de laatste die tot dan toe in dit gebied is gegeven.",
            "Value that is aimed at, as the source gives it; the last given in this area until then.",
        ),
        rule(
            "ambitionMet",
            OURS,
            "Ja als de waarde minstens zo goed is als de ambitie. Leeg zonder waarde, ambitie of richting omhoog of omlaag.",
            "Yes where the value is at least as good as the ambition. Empty without a value, an ambition or a direction up or down.",
        ),
        rule(
            "revision",
            OURS,
            "Nummer van de revisie waarbij de berekende waarde is bewaard. Leeg: nu berekend, of ingelezen.",
            "Number of the revision of which the computed value was kept. Empty: computed now, or imported.",
        ),
        rule(
            "suppressed",
            "CBS",
            "Ja als een aantal van 1 tot en met 4 inwoners niet wordt getoond, en daarom ook niet wat dat aantal zou verraden.",
            "Yes where a count of 1 to 4 residents is not shown, and so nothing that would give it away.",
        ),
    ],
}];

const FACILITY_COUNT: Definition = Definition {
    nl: "Aantal algemene voorzieningen dat in het gebied staat en op de datum open is. Zonder bekende plek telt een voorziening niet mee, \
        en een plek met specialistische hulp die een algemene voorziening kan worden ook niet.",
    en: "Number of general facilities that stand in the area and are open on the date. One without a known place does not count, nor \
        does a place of specialist care that may become a general facility.",
    source: Some(OURS),
};

const SHORT: Definition = Definition {
    nl: "Wat er aan de norm ontbreekt: inwoners, voorzieningen, plaatsen of m². 0 als de norm is gehaald, leeg als dat niet bekend is.",
    en: "What is short of the criterion: residents, facilities, places or m². 0 where it is met, empty where that is unknown.",
    source: Some(OURS),
};

const INCOME: Definition = Definition {
    nl: "Aantal voorzieningen in het gebied dat op de datum een eigen bijdrage op basis van inkomen vraagt. Wie niet opgeeft wat bezoekers \
        betalen, telt niet mee; geeft geen enkele voorziening dat op, dan is het aantal niet bekend.",
    en: "Number of facilities in the area that ask an own contribution by income on the date. One that does not tell what visitors pay \
        does not count; where none tells, the number is unknown.",
    source: Some(OURS),
};

const GENERAL_SHARE: Definition = Definition {
    nl: "Euro's per jaar voor algemene voorzieningen ÷ euro's per jaar voor algemene voorzieningen en specialistische hulp samen, van alle \
        subsidies en opdrachten die op de datum gelden. Geld waarvan niet bekend is waarvoor het is, telt in geen van beide. \
        Dit is niet de begroting van de stad.",
    en: "Euros a year for general facilities ÷ euros a year for general facilities and specialist care together, of all subsidies and \
        commissions in force on the date. Money of which it is unknown what it is for is in neither. \
        This is not the city's budget.",
    source: Some(OURS),
};

/// The rule of the value of a computed indicator: that of the figure that it is.
pub fn computed(indicator: Computed) -> Option<&'static Definition> {
    match indicator {
        Computed::FacilityCount(_) => Some(&FACILITY_COUNT),
        Computed::Concentration => of("concentrations", "concentration"),
        Computed::Coverage(..) => of("districts", "coverage"),
        Computed::Short(_) => Some(&SHORT),
        Computed::IncomeContributions => Some(&INCOME),
        Computed::GeneralShare => Some(&GENERAL_SHARE),
    }
}
