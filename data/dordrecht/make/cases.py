"""The deliberate cases of the sample: what each of them shows is told in data/SOURCES.md."""

from shapely.geometry import Point

CRABBEHOF = {"address": "Voorbeeldplein 1", "postcode": "0508 BZ", "findingPlace": "true", "ownership": "municipal"}
STADSPOLDERS = {"address": "Voorbeeldhof 20", "postcode": "0511 DZ", "ownership": "municipal"}

# id, service type, neighbourhood, x, y (EPSG:28992) and the properties that matter to the case.
PLACES = (
    # Two clubs that serve the same people, each with a subsidy.
    ("vb-901", "VER-SPORT", "BU05051007", 107560, 422560,
     {"name": "Tennisclub De Linkerhand", "organisation": "Voorbeeldvereniging De Linkerhand", "targetGroups": "12-18;18-27",
      "capacity": 320, "municipalRole": "", "ownContribution": "fixed"}),
    ("vb-902", "VER-SPORT", "BU05051007", 107750, 422660,
     {"name": "Tennisclub De Rechterhand", "organisation": "Voorbeeldvereniging De Rechterhand", "targetGroups": "12-18;65+",
      "capacity": 260, "municipalRole": "", "ownContribution": "fixed"}),
    # Five facilities in one building of one address.
    ("vb-903", "ONT-BUURTHUIS", "BU05050800", 105150, 422500,
     {**CRABBEHOF, "name": "Wijkcentrum De Lindekroon", "organisation": "Voorbeeldstichting Samen Sterk", "targetGroups": "everyone",
      "floorAreaM2": 940, "capacity": 220, "visitorsPerYear": 38000, "openingHours": "Mo-Fr 08:30-22:00; Sa 10:00-16:00", "wheelchair": "yes"}),
    ("vb-904", "LRN-BIEB", "BU05050800", 105150, 422500,
     {**CRABBEHOF, "name": "Bibliotheek De Lindekroon", "organisation": "Voorbeeldbibliotheek", "floorAreaM2": 420, "capacity": 60,
      "visitorsPerYear": 31000, "wheelchair": "yes", "dordtpas": "true"}),
    ("vb-905", "LRN-TAAL", "BU05050800", 105150, 422500,
     {**CRABBEHOF, "name": "Taalhuis De Lindekroon", "organisation": "Voorbeeldstichting Taal en Tablet",
      "targetGroups": "low literacy;other language", "capacity": 24, "languages": "nl;ar;ti;pl", "wheelchair": "yes"}),
    ("vb-906", "HLP-WIJKTEAM", "BU05050800", 105150, 422500,
     {**CRABBEHOF, "name": "Sociaal wijkteam De Lindekroon", "floorAreaM2": 260, "wheelchair": "yes"}),
    ("vb-907", "HLP-INLOOP", "BU05050800", 105150, 422500,
     {**CRABBEHOF, "name": "Formulierenhulp De Lindekroon", "organisation": "Voorbeeldstichting Geldwijs", "targetGroups": "low income",
      "capacity": 12, "wheelchair": "yes"}),
    # Three facilities of one address, a few metres apart.
    ("vb-908", "ONT-HUISKAMER", "BU05051105", 109390, 424280,
     {**STADSPOLDERS, "name": "Huiskamer Het Kompas", "organisation": "Voorbeeldstichting Ontmoet", "targetGroups": "65+"}),
    ("vb-909", "JGD-JGZ", "BU05051105", 109398, 424286,
     {**STADSPOLDERS, "name": "Consultatiebureau Het Kompas", "capacity": 55}),
    ("vb-910", "MZ-STEUN", "BU05051105", 109402, 424275,
     {**STADSPOLDERS, "name": "Mantelzorgsteunpunt Het Kompas", "organisation": "Voorbeeldstichting Mantelzorg"}),
    # One facility listed twice.
    ("vb-911", "SPL-TUIN", "BU05050901", 106330, 422380,
     {"name": "Speeltuinvereniging Het Klimnest", "organisation": "Voorbeeldvereniging Het Klimnest", "address": "Voorbeeldlaan 41",
      "postcode": "0509 CH", "capacity": 150, "visitorsPerYear": 16000}),
    ("vb-912", "SPL-TUIN", "BU05050901", 106333, 422382,
     {"name": "Speeltuin 't Klimnest", "organisation": "Voorbeeldver. Het Klimnest", "address": "Voorbeeldln. 41", "postcode": "0509CH",
      "capacity": "", "visitorsPerYear": 15800, "url": ""}),
    # One that closed, one that is still to open.
    ("vb-913", "ONT-BUURTHUIS", "BU05050507", 106640, 424030,
     {"name": "Buurthuis De Laatste Ronde", "organisation": "Voorbeeldstichting Buurtwerk", "validFrom": "1998-09-01", "validTo": "2025-07-01"}),
    ("vb-914", "JGD-JONGEREN", "BU05050604", 108450, 425340,
     {"name": "Jongerencentrum De Nieuwe Start", "organisation": "Voorbeeldstichting Jong", "validFrom": "2027-03-01", "validTo": "",
      "occupancy": "", "visitorsPerYear": ""}),
    # The only child health clinic whose capacity nobody knows.
    ("vb-915", "JGD-JGZ", "BU05050904", 106160, 421700, {"name": "Consultatiebureau De Waterlelie", "capacity": "", "occupancy": ""}),
    # Not classified.
    ("vb-916", "", "BU05050108", 105440, 425260,
     {"name": "Repaircafé De Schroefdop", "organisation": "Voorbeeldvereniging De Schroefdop", "targetGroups": "everyone",
      "openingHours": "Sa 13:00-16:00", "ownership": "volunteer"}),
    # Without a location: by telephone only.
    ("vb-917", "MZ-STEUN", "BU05050108", None, None,
     {"name": "Mantelzorglijn De Luisteraar", "organisation": "Voorbeeldstichting Mantelzorg", "address": "", "postcode": "", "town": "",
      "floorAreaM2": "", "wheelchair": ""}),
    # Across the city border, on the other side of the river, for residents of the old town as well.
    ("vb-918", "LRN-BIEB", "BU05050200", 105850, 426180,
     {"name": "Bibliotheek De Overkant", "organisation": "Voorbeeldbibliotheek Overkant", "address": "Voorbeeldoever 3", "postcode": "0000 PD",
      "town": "Papendrecht", "floorAreaM2": 640, "capacity": 90, "municipalRole": "none"}),
    # One subsidy for three meeting places of one organisation, with shares.
    ("vb-919", "ONT-HUISKAMER", "BU05050701", 104610, 422260,
     {"name": "Huiskamer De Zeilmaker", "organisation": "Voorbeeldstichting Wijkkracht", "targetGroups": "65+;low income"}),
    ("vb-920", "ONT-HUISKAMER", "BU05050306", 104870, 424230,
     {"name": "Huiskamer De Schilder", "organisation": "Voorbeeldstichting Wijkkracht", "targetGroups": "everyone"}),
    ("vb-921", "ONT-HUISKAMER", "BU05050400", 105350, 424020,
     {"name": "Huiskamer De Prins", "organisation": "Voorbeeldstichting Wijkkracht", "targetGroups": "65+"}),
    # One subsidy for three language points, without shares.
    ("vb-922", "LRN-TAAL", "BU05050509", 106330, 423620,
     {"name": "Taalhuis De Letterbak", "organisation": "Voorbeeldstichting Taal en Tablet", "targetGroups": "low literacy"}),
    ("vb-923", "LRN-TAAL", "BU05051006", 107530, 423510,
     {"name": "Digitaal hulppunt De Muisklik", "organisation": "Voorbeeldstichting Taal en Tablet", "targetGroups": "65+"}),
    ("vb-924", "LRN-TAAL", "BU05050907", 106130, 421160,
     {"name": "Taalhuis De Woordkans", "organisation": "Voorbeeldstichting Taal en Tablet", "targetGroups": "other language"}),
    # A pilot with a contribution by income; specialist care that could become general.
    ("vb-925", "MZ-RESPIJT", "BU05050802", 105640, 423090,
     {"name": "Respijthuis De Adempauze", "organisation": "Voorbeeldstichting Adempauze", "ownContribution": "income",
      "ownContributionFrom": "2026-01-01", "conversionCandidate": "true", "capacity": 12}),
    # The other libraries.
    ("vb-926", "LRN-BIEB", "BU05050113", 105360, 424680,
     {"name": "Bibliotheek De Inktpot", "organisation": "Voorbeeldbibliotheek", "floorAreaM2": 2600, "capacity": 340, "visitorsPerYear": 214000}),
    ("vb-927", "LRN-BIEB", "BU05050907", 106160, 421030,
     {"name": "Bibliotheek De Bladwijzer", "organisation": "Voorbeeldbibliotheek", "floorAreaM2": 520, "capacity": 70, "visitorsPerYear": 47000}),
    ("vb-928", "LRN-BIEB", "BU05051006", 107560, 423420,
     {"name": "Bibliotheek De Leeslamp", "organisation": "Voorbeeldbibliotheek", "floorAreaM2": 380, "capacity": 50, "visitorsPerYear": 29000}),
    ("vb-929", "LRN-BIEB", "BU05051109", 109200, 423760,
     {"name": "Bibliotheek De Ezelsoor", "organisation": "Voorbeeldbibliotheek", "floorAreaM2": 460, "capacity": 65, "visitorsPerYear": 41000}),
)

# A facility that no list has.
UNKNOWN = "vb-999"

# id, scheme, recipients, kind, euros per year, from, to, facilities, shares, the recipients' shares and what it provides.
GRANTS = (
    ("vbg-901", "sport", "Voorbeeldvereniging De Linkerhand", "subsidy", 24_500, "2025-01-01", "2029-01-01", ("vb-901",), ()),
    ("vbg-902", "sport", "Voorbeeldvereniging De Rechterhand", "subsidy", 21_000, "2026-01-01", "2028-01-01", ("vb-902",), ()),
    ("vbg-903", "joint", "Voorbeeldstichting Samen Sterk;Voorbeeldbibliotheek;Voorbeeldstichting Taal en Tablet;Voorbeeldstichting Geldwijs", "subsidy", 286_000, "2025-01-01", "2029-01-01",
     ("vb-903", "vb-904", "vb-905", "vb-907"), ()),
    ("vbg-904", "team", "Voorbeeldstichting Sociale Teams", "commission", 540_000, "2024-01-01", "2028-01-01", ("vb-906",), ()),
    ("vbg-905", "meet", "Voorbeeldstichting Ontmoet", "subsidy", 31_500, "2026-01-01", "2027-01-01", ("vb-908",), ()),
    ("vbg-906", "health", "Voorbeeldstichting Jeugdgezondheid", "commission", 468_000, "2025-01-01", "2029-01-01", ("vb-909", "vb-915"), (0.45, 0.55)),
    ("vbg-907", "play", "Voorbeeldvereniging Het Klimnest", "subsidy", 27_000, "2025-01-01", "2027-01-01", ("vb-911",), ()),
    ("vbg-908", "meet", "Voorbeeldstichting Buurtwerk", "subsidy", 88_000, "2024-01-01", "2025-07-01", ("vb-913",), ()),
    ("vbg-909", "youth", "Voorbeeldstichting Jong", "subsidy", 142_000, "2027-03-01", "2029-01-01", ("vb-914",), ()),
    ("vbg-910", "care", "Voorbeeldstichting Mantelzorg", "subsidy", 96_000, "2025-01-01", "2028-01-01", ("vb-910", "vb-917"), ()),
    ("vbg-911", "meet", "Voorbeeldstichting Wijkkracht", "subsidy", 120_000, "2025-01-01", "2029-01-01",
     ("vb-919", "vb-920", "vb-921"), (0.5, 0.3, 0.2)),
    ("vbg-912", "learn", "Voorbeeldstichting Taal en Tablet", "subsidy", 105_000, "2026-01-01", "2029-01-01", ("vb-922", "vb-923", "vb-924"), ()),
    ("vbg-913", "care", "Voorbeeldstichting Adempauze", "commission", 165_000, "2026-01-01", "2028-01-01", ("vb-925",), ()),
    ("vbg-914", "learn", "Voorbeeldbibliotheek", "commission", 1_850_000, "2025-01-01", "2029-01-01",
     ("vb-926", "vb-927", "vb-928", "vb-929"), (0.61, 0.14, 0.12, 0.13)),
    # The municipality has the building of the joint budget run as well: a subsidy and a commission for one facility.
    ("vbg-915", "meet", "Voorbeeldstichting Samen Sterk", "commission", 46_000, "2026-01-01", "2028-01-01", ("vb-903",), ()),
    # Nobody wrote down how much.
    ("vbg-916", "other", "Voorbeeldvereniging De Schroefdop", "subsidy", None, "2026-01-01", "2027-01-01", ("vb-916",), ()),
    # Joint budgets that are tied to no place: one with a share for each partner, one for specialist care without, and without an end.
    ("vbg-917", "joint", "Voorbeeldstichting Wijkkracht;Voorbeeldstichting Ontmoet;Voorbeeldstichting Raad en Daad", "subsidy", 184_999.99,
     "2026-01-01", "2028-07-01", (), (), (0.5, 0.3, 0.2), "general"),
    ("vbg-918", "special", "Voorbeeldstichting Adempauze;Voorbeeldstichting Mantelzorg;Voorbeeldstichting Sociale Teams", "commission", 250_000,
     "2025-07-01", "", (), (), (), "specialist"),
    # For a facility that stands in no list, and for one that is still to open.
    ("vbg-919", "other", "Voorbeeldvereniging De Zoekgeraakte", "subsidy", 6_000.01, "2026-04-01", "2027-04-01", (UNKNOWN,), ()),
    ("vbg-920", "youth", "Voorbeeldstichting Jong", "subsidy", 18_500, "2026-07-01", "2027-03-01", ("vb-914",), ()),
)


def facilities(inventor):
    """The records of the deliberate cases."""
    records = []
    for identifier, service_type, code, x, y, given in PLACES:
        given = {"municipalRole": ""} | given
        if service_type == "":
            records.append(inventor.untyped(identifier, code, Point(x, y), **given))
        elif x is None:
            records.append(inventor.facility(identifier, service_type, code, inventor.spot(code), x_rd="", y_rd="", **given))
        else:
            records.append(inventor.facility(identifier, service_type, code, Point(x, y), **given))
    return records
