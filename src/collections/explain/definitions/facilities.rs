//! Figures of facilities, and of service types.

use super::{OURS, Table, given, rule};

pub(super) const TABLES: &[Table] = &[
    Table {
        collections: &["facilities", "usage"],
        rules: &[
            rule(
                "eurosPerYear",
                OURS,
                "Deel van deze voorziening in de subsidies en opdrachten die op de datum gelden. Leeg als een bedrag niet bekend is.",
                "Part of this facility in the subsidies and commissions in force on the date. Empty where an amount is unknown.",
            ),
            rule(
                "eurosPerVisitor",
                OURS,
                "Euro's per jaar ÷ bezoekers per jaar.",
                "Euros a year ÷ visitors a year.",
            ),
            given(
                "id",
                "Kenmerk van de voorziening: van de bron, of eenmalig gegeven bij het inlezen.",
                "Id of the facility: from the source, or given once when it was imported.",
            ),
            given(
                "name",
                "Naam zoals de bron die geeft.",
                "Name as the source gives it.",
            ),
            given(
                "serviceType",
                "Soort in de lijst van soorten van de stad. Leeg als de bron geen soort geeft of die niet \
                in de lijst staat.",
                "Type in the city's list of types. Empty where the source gives none, or one that is not \
                in the list.",
            ),
            given(
                "sourceType",
                "Soort in de woorden van de bron, als die niet in de lijst van soorten staat.",
                "Type in the words of the source, where it is not in the list of types.",
            ),
            given(
                "organisation",
                "Organisatie volgens de bron.",
                "Organisation as the source gives it.",
            ),
            given(
                "address",
                "Adres volgens de bron.",
                "Address as the source gives it.",
            ),
            given(
                "postcode",
                "Postcode volgens de bron.",
                "Postcode as the source gives it.",
            ),
            given("town", "Plaats volgens de bron.", "Town as the source gives it."),
            given(
                "targetGroups",
                "Voor wie de voorziening is, volgens de bron.",
                "Whom the facility is for, as the source says.",
            ),
            rule(
                "municipalRole",
                OURS,
                "De rol die de bron geeft. Geeft de bron er geen, dan volgt de rol uit de subsidies en \
                opdrachten die op de datum gelden. Geldt er geen, dan is de rol niet bekend.",
                "The role that the source gives. Without one it follows from the subsidies and \
                commissions in force on the date. Where none is in force the role is unknown.",
            ),
            given(
                "ownContribution",
                "Wat bezoekers zelf betalen, volgens de bron.",
                "What visitors pay themselves, as the source says.",
            ),
            given(
                "ownContributionFrom",
                "Vanaf welke dag bezoekers dat betalen, volgens de bron.",
                "From which day visitors pay that, as the source says.",
            ),
            given(
                "dordtpas",
                "Of de stadspas er geldt, volgens de bron.",
                "Whether the city pass is accepted, as the source says.",
            ),
            given(
                "floorAreaM2",
                "Vloeroppervlakte volgens de bron.",
                "Floor area as the source gives it.",
            ),
            given(
                "capacity",
                "Aantal plaatsen volgens de bron.",
                "Number of places as the source gives it.",
            ),
            given(
                "occupancy",
                "Aantal plaatsen dat in gebruik is, volgens de bron.",
                "Number of places in use as the source gives it.",
            ),
            given(
                "visitorsPerYear",
                "Bezoekers per jaar volgens de bron.",
                "Visitors a year as the source gives it.",
            ),
            given(
                "openingHours",
                "Openingstijden volgens de bron.",
                "Opening hours as the source gives them.",
            ),
            given(
                "languages",
                "Talen die er gesproken worden, volgens de bron.",
                "Languages spoken there, as the source says.",
            ),
            given(
                "wheelchair",
                "Of iemand met een rolstoel er terechtkan, volgens de bron.",
                "Wheelchair access as the source says.",
            ),
            given(
                "ownership",
                "Van wie het gebouw is, volgens de bron.",
                "Who owns the building, as the source says.",
            ),
            given(
                "url",
                "Website volgens de bron.",
                "Website as the source gives it.",
            ),
            given(
                "findingPlace",
                "Of de bron dit een vindplaats noemt: een plek waar mensen te vinden zijn.",
                "Whether the source calls it a place where people are found.",
            ),
            given(
                "conversionCandidate",
                "Of de bron zegt dat de plek een andere functie kan krijgen.",
                "Whether the source says that the place may get another function.",
            ),
            given(
                "validFrom",
                "Eerste dag waarop de voorziening er is, volgens de bron.",
                "First day on which the facility is there, as the source says.",
            ),
            given(
                "validTo",
                "Dag waarop de voorziening er niet meer is: volgens de bron, of de dag waarop zij bij het \
                inlezen ontbrak.",
                "Day on which the facility is no longer there: as the source says, or the day on which it \
                was missing from an import.",
            ),
            given(
                "sourceDate",
                "Dag waarop de gegevens van deze voorziening golden, volgens de bron.",
                "Day on which the facility's data were true, as the source says.",
            ),
            given(
                "source",
                "Bron waar de voorziening uit komt.",
                "Source that the facility comes from.",
            ),
            rule(
                "neighbourhoodCode",
                OURS,
                "Buurt binnen de grenzen waarvan de voorziening staat; op een grens die met de laagste code.",
                "Neighbourhood within the borders of which the facility stands; on a border that with the \
                lowest code.",
            ),
            rule(
                "districtCode",
                OURS,
                "Wijk waar die buurt in ligt.",
                "District in which that neighbourhood lies.",
            ),
            rule(
                "located",
                OURS,
                "Ja als bekend is waar de voorziening staat. Zo niet, dan telt zij in geen enkele \
                berekening mee.",
                "Yes where it is known where the facility stands. If not, it takes part in no computation.",
            ),
            rule(
                "status",
                OURS,
                "Open als de datum op of na de eerste dag valt en voor de dag waarop de voorziening er \
                niet meer is; anders gepland of gesloten.",
                "Open where the date is on or after the first day and before the day on which the \
                facility is no longer there; else planned or closed.",
            ),
            rule(
                "uniqueCoverage",
                OURS,
                "Inwoners van de groep die deze voorziening binnen de normafstand hebben en geen andere \
                van dezelfde soort: zij verliezen de dienst als alleen deze sluit.",
                "Residents of the group who have this facility within the norm distance and no other of \
                its type: they lose the service if it alone closes.",
            ),
            rule(
                "residentsInReach",
                OURS,
                "Inwoners van de groep die deze voorziening binnen de normafstand hebben. Afstand = \
                rechte lijn × omwegfactor.",
                "Residents of the group who have this facility within the norm distance. Distance = \
                straight line × detour factor.",
            ),
            rule(
                "suppressed",
                "CBS",
                "Ja als een aantal van 1 tot en met 4 inwoners niet wordt getoond, en daarom ook niet wat \
                dat aantal zou verraden.",
                "Yes where a count of 1 to 4 residents is not shown, and so nothing that would give it away.",
            ),
            rule(
                "visitorsPerResident",
                OURS,
                "Bezoekers per jaar ÷ inwoners binnen de normafstand. Leeg als een van beide niet bekend \
                is of er niemand woont.",
                "Visitors a year ÷ residents within the norm distance. Empty where one of the two is \
                unknown or nobody lives there.",
            ),
            rule(
                "occupancyRate",
                OURS,
                "Plaatsen in gebruik ÷ alle plaatsen. Leeg als een van beide niet bekend is of er geen \
                plaatsen zijn.",
                "Places in use ÷ all places. Empty where one of the two is unknown or there are no places.",
            ),
        ],
    },
    Table {
        collections: &["service-types"],
        rules: &[
            given(
                "code",
                "Code van de soort in de lijst van soorten.",
                "Code of the type in the list of types.",
            ),
            given(
                "labelNl",
                "Nederlandse naam in de lijst van soorten.",
                "Dutch name in the list of types.",
            ),
            given(
                "labelEn",
                "Engelse naam in de lijst van soorten.",
                "English name in the list of types.",
            ),
            given(
                "group",
                "Groep van soorten in de lijst van soorten.",
                "Group of types in the list of types.",
            ),
            given(
                "populationGroup",
                "Voor welke bevolkingsgroep de soort is, volgens de lijst van soorten.",
                "The population group that the type is for, by the list of types.",
            ),
            given(
                "distanceM",
                "Eigen normafstand volgens de lijst van soorten. Leeg: de normafstand van de stad geldt.",
                "Own norm distance in the list of types. Empty: the city's norm distance holds.",
            ),
            rule(
                "facilityCount",
                OURS,
                "Aantal voorzieningen van de soort dat op de datum open is en meetelt; ook die zonder \
                bekende plek.",
                "Number of facilities of the type that are open on the date and count; also those without \
                a known place.",
            ),
        ],
    },
];
