//! Figures of what changed.

use super::{OURS, Table, rule};

pub(super) const TABLES: &[Table] = &[
    Table {
        collections: &["changes"],
        rules: &[
            rule(
                "versionBefore",
                OURS,
                "Versie van de norm die gold op de dag waarmee wordt vergeleken. Leeg: er gold geen.",
                "Version of the criterion in force on the day that is compared with. Empty: none was.",
            ),
            rule(
                "versionAfter",
                OURS,
                "Versie van de norm die geldt op de dag van het antwoord. Leeg: er geldt geen.",
                "Version of the criterion in force on the day of the answer. Empty: none is.",
            ),
            rule(
                "before",
                OURS,
                "De maat op de dag waarmee wordt vergeleken: voorzieningen die toen golden, inwoners en grenzen volgens de jongste bron van die dag of eerder, normen die toen golden. Afgerond op 2⁻²⁰, aandelen op 2⁻⁴⁰, zodat delen precies optellen. Van een norm: het tekort, 0 als hij is gehaald.",
                "The measure on the day that is compared with: facilities in force then, residents and borders by the newest source of that day or before, criteria in force then. Rounded to 2⁻²⁰, shares to 2⁻⁴⁰, so that parts add up exactly. Of a criterion: what is short, 0 where it is met.",
            ),
            rule(
                "after",
                OURS,
                "De maat op de dag van het antwoord, op dezelfde manier.",
                "The measure on the day of the answer, in the same way.",
            ),
            rule(
                "change",
                OURS,
                "Na − vóór. Leeg als een van beide niet bekend is, of als het gebied of de norm op een van beide dagen niet bestond.",
                "After − before. Empty where either is unknown, or the area or the criterion did not exist on one of the days.",
            ),
            rule(
                "correction",
                OURS,
                "Eerste stap van de vroegere dag naar de latere: wat de latere lijst anders zegt over wat er al was (soort, plaats op hetzelfde adres, capaciteit, oppervlakte, of het er was), en wat er in de latere lijst bij staat zonder begindatum na de vroegere dag. Elk deel is wat de maat bij zijn stap verandert; wie van twee oorzaken afhangt, telt bij de eerste.",
                "First step from the earlier day to the later: what the later list says otherwise of what was there (type, place at the same address, capacity, floor area, whether it was there), and what the later list has more without a first day after the earlier day. Each part is what the measure changes by at its step; who depends on two causes counts for the first.",
            ),
            rule(
                "closed",
                OURS,
                "Tweede stap: wat op de vroegere dag nog gold en op de latere niet meer, volgens de latere lijst.",
                "Second step: what was in force on the earlier day and no longer on the later, as the later list says.",
            ),
            rule(
                "opened",
                OURS,
                "Derde stap: wat volgens de latere lijst na de vroegere dag begon.",
                "Third step: what began after the earlier day, as the later list says.",
            ),
            rule(
                "moved",
                OURS,
                "Vierde stap: wat op een ander adres staat, of zonder adres meer dan 25 meter verderop.",
                "Fourth step: what stands at another address, or without address more than 25 metres off.",
            ),
            rule(
                "residentsPart",
                OURS,
                "Vijfde stap: andere inwoners, andere woonpunten en andere grenzen van gebieden.",
                "Fifth step: other residents, other places where they live and other borders of areas.",
            ),
            rule(
                "criterionPart",
                OURS,
                "Laatste stap: een andere versie van de norm.",
                "Last step: another version of the criterion.",
            ),
            rule(
                "inseparable",
                OURS,
                "Deel van oorzaken die niet uit elkaar te houden zijn, omdat de maat er tussenin geen waarde heeft: de enige voorziening sluit, en een andere opent. Van die oorzaken is het eigen deel leeg.",
                "Part of causes that cannot be told apart, because the measure has no value in between: the only facility closes, and another opens. The own parts of those causes are empty.",
            ),
            rule(
                "facilitiesOpened",
                OURS,
                "Voorzieningen van de soort in de hele stad die tussen de dagen opengingen; zonder soort alle voorzieningen. Ook buiten het gebied: wie dichtbij woont, merkt het.",
                "Facilities of the type in the whole city that opened between the days; without a type all facilities. Those outside the area too: who lives near notices.",
            ),
            rule(
                "facilitiesClosed",
                OURS,
                "Voorzieningen van de soort in de hele stad die tussen de dagen sloten.",
                "Facilities of the type in the whole city that closed between the days.",
            ),
            rule(
                "facilitiesMoved",
                OURS,
                "Voorzieningen van de soort in de hele stad die tussen de dagen verhuisden.",
                "Facilities of the type in the whole city that moved between the days.",
            ),
            rule(
                "facilitiesCorrected",
                OURS,
                "Voorzieningen in de hele stad waarvan de latere lijst iets anders zegt dat in een cijfer telt; een andere soort telt bij beide soorten.",
                "Facilities in the whole city of which the later list says otherwise what counts in a figure; another type counts for both types.",
            ),
        ],
    },
    Table {
        collections: &["criterion-changes"],
        rules: &[
            rule(
                "versionBefore",
                OURS,
                "Versie van de norm voor deze.",
                "Version of the criterion before this one.",
            ),
            rule(
                "versionAfter",
                OURS,
                "Versie van de norm.",
                "Version of the criterion.",
            ),
            rule(
                "valueBefore",
                OURS,
                "De maat van de versie vóór, op de gevraagde dag. Leeg: niet bekend, of de versie is niet voor dit gebied.",
                "The measure of the version before, on the day that is asked. Empty: unknown, or the version is not for this area.",
            ),
            rule(
                "valueAfter",
                OURS,
                "De maat van de versie na, op dezelfde dag: alleen de norm verschilt.",
                "The measure of the version after, on the same day: the criterion alone differs.",
            ),
            rule(
                "requiredBefore",
                OURS,
                "Wat de versie vóór vraagt.",
                "What the version before requires.",
            ),
            rule(
                "requiredAfter",
                OURS,
                "Wat de versie na vraagt.",
                "What the version after requires.",
            ),
            rule(
                "shortByBefore",
                OURS,
                "Wat er volgens de versie vóór ontbreekt; 0 als die is gehaald. Leeg: niet bekend.",
                "What is short of the version before; 0 where it is met. Empty: unknown.",
            ),
            rule(
                "shortByAfter",
                OURS,
                "Wat er volgens de versie na ontbreekt; 0 als die is gehaald. Leeg: niet bekend.",
                "What is short of the version after; 0 where it is met. Empty: unknown.",
            ),
        ],
    },
];
