"""What an invented facility of each service type looks like: how many, whom they serve, how large they are."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Kind:
    """How facilities of one service type are invented."""

    count: int
    names: tuple
    organisations: tuple  # {name} = the facility's own name: an organisation of its own
    band: str  # the column of the facts that says whom it is for; empty = all residents
    targets: tuple
    hours: tuple
    ownership: tuple = ("private",)
    floor: tuple = ()  # from, to in square metres
    capacity: tuple = ()
    visitors: tuple = ()  # per year, in hundreds
    grant: tuple = ()  # share of the facilities that have one, from, to in thousands of euros per year, kind
    pull: dict = field(default_factory=dict)  # neighbourhoods that draw it without residents, as if they had so many
    shun: tuple = ()  # neighbourhoods that it keeps from by more than a kilometre


OFFICE = ("Mo-Fr 09:00-17:00", "Mo-Th 08:30-17:00; Fr 08:30-12:30", "Mo,Tu,Th 09:00-16:00")
MEET = ("Mo-Fr 09:00-22:00; Sa 10:00-16:00", "Mo-Fr 09:00-17:00", "Mo-Sa 10:00-18:00", "Mo-Fr 13:00-21:00")
EVENING = ("Tu,Th 18:30-22:00; Sa 09:00-17:00", "We 19:30-22:00", "Mo,We,Fr 18:00-22:30; Sa,Su 09:00-18:00")
OPEN = ("24/7", "sunrise-sunset", "")
WELFARE = (
    "Voorbeeldstichting Samen Sterk",
    "Voorbeeldstichting Ontmoet",
    "Voorbeeldstichting Wijkkracht",
    "Voorbeeldstichting Buurtwerk",
)
ADVICE = ("Voorbeeldstichting Raad en Daad", "Voorbeeldstichting Wijkkracht", "Voorbeeldstichting Geldwijs")
YOUTH = ("Voorbeeldstichting Jong", "Voorbeeldstichting Groei")
CITY = ("Gemeente Dordrecht (voorbeeld)",)
OWN_CLUB = ("Voorbeeldvereniging {name}",)
OWN_FAITH = ("Voorbeeldgemeenschap {name}",)
WORK = ("Voorbeeldbedrijf Meedoen", "Voorbeeldbedrijf Aan de Slag", "Voorbeeldstichting Vakwerk")
CARE = ("Voorbeeldstichting Mantelzorg", "Voorbeeldstichting Adempauze")

# Smitsweg stays without library, community centre and meeting place: 1,540 residents whom none of them reaches.
UNSERVED = ("BU05050910",)
SPORT_FIELDS = {
    "BU05050510": 4000,
    "BU05050500": 2500,
    "BU05051013": 3000,
    "BU05051007": 2500,
    "BU05050908": 1500,
    "BU05050705": 2000,
    "BU05051105": 1500,
}
WORKSHOPS = {"BU05051910": 6000, "BU05051900": 4000, "BU05051905": 4000, "BU05051104": 3000, "BU05050608": 3000}
GREEN = {"BU05050405": 3000, "BU05050206": 2000, "BU05051013": 2500, "BU05050707": 1500, "BU05051012": 1500}

KINDS = {
    "ONT-BUURTHUIS": Kind(
        13, ("Buurthuis {name}", "Wijkcentrum {name}"), WELFARE, "", ("everyone", "", "65+;volunteers"), MEET,
        ("municipal", "municipal", "private"), (250, 1100), (60, 240), (60, 420), (0.9, 45, 140, "subsidy"), {}, UNSERVED,
    ),
    "ONT-HUISKAMER": Kind(
        14, ("Huiskamer {name}",), WELFARE, "pct_65_plus", ("65+", "65+;carers", "everyone", "65+;low income"), MEET,
        ("private", "municipal", "volunteer"), (60, 220), (15, 45), (10, 70), (0.85, 12, 48, "subsidy"), {}, UNSERVED,
    ),
    "ONT-GELOOF": Kind(
        16, ("Kerk {name}", "Gebedshuis {name}", "Kerkcentrum {name}"), OWN_FAITH, "", ("everyone", ""), EVENING,
        ("private",), (220, 900), (80, 400), (20, 160), (0.15, 4, 12, "subsidy"),
    ),
    "ONT-TUIN": Kind(
        10, ("Buurtmoestuin {name}", "Buurttuin {name}"), OWN_CLUB, "", ("everyone", "volunteers", ""), OPEN,
        ("volunteer", "volunteer", "municipal"), (), (10, 40), (2, 14), (0.6, 2, 9, "subsidy"), GREEN,
    ),
    "HLP-WIJKTEAM": Kind(
        6, ("Sociaal wijkteam {name}",), ("Voorbeeldstichting Sociale Teams",), "", ("everyone",), OFFICE,
        ("municipal",), (180, 420), (), (15, 60), (1.0, 320, 680, "commission"),
    ),
    "HLP-INLOOP": Kind(
        12, ("Inloop {name}", "Formulierenhulp {name}"), ADVICE, "", ("low income", "low income;other language", "everyone"),
        OFFICE, ("private", "municipal"), (40, 140), (6, 20), (8, 55), (0.85, 15, 70, "subsidy"),
    ),
    "HLP-VOEDSEL": Kind(
        1, ("Voedselbank {name}",), ("Voorbeeldstichting Voedselbank",), "", ("low income",), ("Th 10:00-16:00; Fr 10:00-14:00",),
        ("volunteer",), (600, 700), (420, 440), (180, 220), (1.0, 35, 45, "subsidy"), {"BU05050301": 90000},
    ),
    "JGD-JGZ": Kind(
        6, ("Consultatiebureau {name}",), ("Voorbeeldstichting Jeugdgezondheid",), "pct_0_15", ("0-4;parents",),
        ("Mo-Fr 08:30-16:30", "Mo,We,Th 08:30-16:30"), ("private",), (110, 300), (30, 70), (30, 90), (1.0, 160, 390, "commission"),
    ),
    "JGD-OPVOED": Kind(
        8, ("Opvoedpunt {name}",), YOUTH, "pct_0_15", ("parents", "parents;0-4", "parents;4-12"), OFFICE, ("private", "municipal"),
        (40, 160), (10, 25), (5, 28), (0.9, 20, 80, "subsidy"),
    ),
    "JGD-JONGEREN": Kind(
        6, ("Jongerencentrum {name}",), YOUTH, "pct_15_25", ("12-18;18-27", "12-18"),
        ("Mo-Th 15:00-21:30; Fr 15:00-23:00", "Tu-Sa 15:00-22:00"), ("municipal", "private"), (140, 480), (40, 120), (40, 190),
        (1.0, 60, 180, "subsidy"),
    ),
    "SPL-PLEK": Kind(
        80, ("Speelplek {place}",), CITY, "pct_0_15", ("4-12", "4-12", "0-4;4-12", "12-18"), OPEN, ("municipal",),
    ),
    "SPL-TUIN": Kind(
        5, ("Speeltuinvereniging {name}",), OWN_CLUB, "pct_0_15", ("4-12", "0-4;4-12"), ("Mo-Su 10:00-18:00", "We 13:00-17:30; Sa,Su 10:00-17:30"),
        ("volunteer",), (60, 180), (80, 200), (60, 260), (1.0, 14, 38, "subsidy"),
    ),
    "BWG-PLEK": Kind(
        27, ("Beweegplek {place}",), CITY, "", ("everyone", "12-18;18-27", "65+", ""), OPEN, ("municipal",),
        pull={**GREEN, "BU05050500": 1500},
    ),
    "VER-SPORT": Kind(
        24,
        ("Voetbalvereniging {name}", "Tennisclub {name}", "Korfbalvereniging {name}", "Turnvereniging {name}", "Hockeyclub {name}",
         "Judovereniging {name}", "Badmintonclub {name}", "Zwemvereniging {name}"),
        OWN_CLUB, "", ("everyone", "4-12;12-18", "12-18;18-27", ""), EVENING, ("volunteer", "volunteer", "private"),
        (120, 1200), (80, 650), (40, 480), (0.55, 5, 32, "subsidy"), SPORT_FIELDS,
    ),
    "VER-MUZIEK": Kind(
        9, ("Harmonie {name}", "Fanfare {name}", "Koor {name}"), OWN_CLUB, "", ("everyone", "65+", ""), EVENING, ("volunteer",),
        (80, 260), (25, 70), (8, 30), (0.7, 3, 14, "subsidy"),
    ),
    "VER-SCOUT": Kind(
        6, ("Scouting {name}",), OWN_CLUB, "pct_0_15", ("4-12;12-18",), ("Fr 18:30-21:30; Sa 09:30-16:30",), ("volunteer",),
        (90, 240), (60, 140), (20, 50), (0.5, 3, 9, "subsidy"), {**GREEN, "BU05050500": 2500},
    ),
    "LRN-BIEB": Kind(
        0, ("Bibliotheek {name}",), ("Voorbeeldbibliotheek",), "", ("everyone",), ("Mo-Fr 10:00-18:00; Sa 10:00-16:00",), ("municipal",),
    ),
    "LRN-TAAL": Kind(
        7, ("Taalhuis {name}", "Digitaal hulppunt {name}"), ("Voorbeeldstichting Taal en Tablet", "Voorbeeldbibliotheek"), "",
        ("low literacy;other language", "other language", "low literacy", "65+"), ("Tu 10:00-12:00; Th 13:30-15:30", "Mo-Fr 10:00-16:00"),
        ("private", "municipal"), (30, 120), (8, 30), (6, 30), (0.9, 18, 60, "subsidy"),
    ),
    "MZ-RESPIJT": Kind(
        3, ("Respijthuis {name}", "Dagopvang {name}"), ("Voorbeeldstichting Adempauze",), "pct_65_plus", ("carers;65+",),
        ("Mo-Fr 09:30-16:30", "Mo-Su 00:00-24:00"), ("private",), (150, 420), (8, 18), (8, 22), (1.0, 70, 150, "commission"),
    ),
    "MZ-STEUN": Kind(
        3, ("Mantelzorgsteunpunt {name}",), CARE, "", ("carers",), OFFICE, ("private",), (30, 90), (), (4, 16), (1.0, 40, 120, "subsidy"),
    ),
    "PAR-LEERWERK": Kind(
        9, ("Leerwerkbedrijf {name}", "Participatieplek {name}"), WORK, "", ("far from work", "far from work;disability"), OFFICE,
        ("private", "municipal"), (240, 1600), (12, 65), (), (1.0, 60, 260, "commission"), WORKSHOPS,
    ),
    "VRW-PUNT": Kind(
        3, ("Vrijwilligerspunt {name}",), ("Voorbeeldstichting Vrijwillig",), "", ("volunteers",), OFFICE, ("private",), (50, 120), (),
        (6, 20), (1.0, 40, 110, "subsidy"),
    ),
}
