"""Invented facilities, most of them placed where residents live, some of them deliberate cases (see cases.py)."""

import math
import random

from shapely.geometry import Point

import areas
from kinds import KINDS

COLUMNS = (
    "id name serviceType organisation address postcode town x_rd y_rd targetGroups municipalRole ownContribution ownContributionFrom "
    "dordtpas floorAreaM2 capacity occupancy visitorsPerYear openingHours languages wheelchair ownership url findingPlace "
    "conversionCandidate validFrom validTo sourceDate"
).split()

SOURCE_DATE = "2026-11-01"
MARK = " (voorbeeld)"
STREETS = ("Voorbeeldstraat", "Voorbeeldlaan", "Voorbeeldplein", "Voorbeeldweg", "Voorbeeldhof", "Voorbeeldkade", "Voorbeeldpad")
FIRST = (
    "Riet Vlier Wilgen Merel Otter Fuut Zilver Koper Linde Boter Klaver Kwartel Spreeuw Hazel Lis Varen Krekel Egel Honing Regen "
    "Wolken Zonne Maan Anker Kompas Lantaarn Vlinder Wimpel Distel Sterren Hagel Bijen Kastanje Mosterd Tulpen Zwaluw"
).split()
LAST = (
    ("De", "tak"), ("De", "hoek"), ("Het", "nest"), ("De", "tuin"), ("De", "kring"), ("De", "brug"), ("Het", "veld"), ("De", "vonk"),
    ("De", "kamer"), ("De", "poort"),
)


class Inventor:
    """Draws names, places and figures from one fixed seed."""

    def __init__(self, polygons, seed):
        self.random = random.Random(seed)
        self.polygons = polygons
        # The municipality ends in the middle of its rivers: nothing stands near the outline.
        shore = areas.outline().buffer(-130)
        self.inner = {code: polygon.buffer(-12).intersection(shore) for code, polygon in polygons.items()}
        self.points = areas.label_points()
        self.rows = {row["buurtcode"]: row for row in areas.read("neighbourhoods.csv")}
        names = [f"{article} {first}{last}" for first in FIRST for article, last in LAST]
        self.random.shuffle(names)
        self.names = iter(names)
        self.numbers = {}
        self.plots = {}

    def name(self):
        """A name that nothing else has."""
        return next(self.names)

    def weights(self, kind):
        """How strongly each neighbourhood draws a facility: its residents of the group, or what is given."""
        weights = {}
        for code, row in self.rows.items():
            residents = int(row["inwoners"] or 0)
            share = int(row[kind.band] or 0) / 100 if kind.band else 1
            weights[code] = residents * share
        return weights | {code: weight * (0.15 if kind.band else 1) for code, weight in kind.pull.items()}

    def spot(self, code):
        """A point inside a neighbourhood, near one of its label points."""
        land = float(self.rows[code]["oppervlakte_land_ha"] or 1) * 10_000
        reach = min(420, 0.75 * math.sqrt(land / math.pi))
        for _ in range(60):
            x, y = self.random.choice(self.points[code])
            angle, distance = self.random.uniform(0, math.tau), reach * math.sqrt(self.random.random())
            point = Point(round(x + distance * math.cos(angle)), round(y + distance * math.sin(angle)))
            if self.inner[code].contains(point):
                return point
        return self.polygons[code].representative_point()

    def place(self, kind, taken):
        """A neighbourhood and a point in it: of a few chances the one furthest from others of its kind."""
        weights = self.weights(kind)
        codes, shares = list(weights), list(weights.values())
        best = None
        while best is None:
            for code in self.random.choices(codes, shares, k=4):
                point = self.spot(code)
                if any(self.polygons[shunned].distance(point) < 1_050 for shunned in kind.shun):
                    continue
                free = min((point.distance(other) for other in taken), default=math.inf)
                if best is None or free > best[0]:
                    best = (free, code, point)
        return best[1], best[2]

    def address(self, code):
        """An address that cannot be taken for a real one: postcodes never begin with a 0."""
        number = self.numbers[code] = self.numbers.get(code, 0) + 1
        index = sorted(self.rows).index(code)
        street = STREETS[index % len(STREETS)]
        letters = chr(65 + index // 26) + chr(65 + index % 26)
        return f"{street} {2 * number + index % 60}", f"05{code[6:8]} {letters}"

    def between(self, bounds, step=1):
        """A whole figure between two bounds, rounded to a step."""
        low, high = bounds
        return round(self.random.triangular(low, high, low + (high - low) / 3) / step) * step

    def facility(self, identifier, service_type, code, point, **given):
        """A facility with plausible properties; `given` ones are taken as they come."""
        kind, draw = KINDS[service_type], self.random.random
        name, template = self.name(), self.random.choice(kind.names)
        place = self.rows[code]["buurtnaam"].removesuffix(" en omgeving")
        plot = self.plots[service_type, code] = self.plots.get((service_type, code), 0) + 1
        place = f"{place} {plot}" if plot > 1 else place
        address, postcode = self.address(code)
        record = dict.fromkeys(COLUMNS, "")
        record |= {
            "id": identifier,
            "name": template.format(name=name, place=place),
            "serviceType": service_type,
            "organisation": self.random.choice(kind.organisations).format(name=name),
            "address": address,
            "postcode": postcode,
            "town": "Dordrecht",
            "x_rd": round(point.x),
            "y_rd": round(point.y),
            "targetGroups": self.random.choice(kind.targets),
            "openingHours": self.random.choice(kind.hours) if draw() < 0.85 else "",
            "ownership": self.random.choice(kind.ownership) if draw() < 0.9 else "",
            "wheelchair": self.random.choice(("yes", "yes", "yes", "limited", "no")) if draw() < 0.7 else "",
            "validFrom": f"{self.random.randint(1985, 2023)}-{self.random.choice(('01', '04', '09'))}-01" if draw() < 0.6 else "",
            "sourceDate": SOURCE_DATE,
        }
        if kind.floor and draw() < 0.85:
            record["floorAreaM2"] = self.between(kind.floor, 5)
        if kind.capacity and (draw() < 0.85 or service_type == "JGD-JGZ"):
            record["capacity"] = self.between(kind.capacity, 5 if kind.capacity[1] > 40 else 1)
            if draw() < 0.5:
                record["occupancy"] = round(record["capacity"] * self.random.uniform(0.35, 1.05))
        if kind.visitors and draw() < 0.7:
            record["visitorsPerYear"] = 100 * self.between(kind.visitors)
        if service_type.startswith(("ONT", "HLP", "LRN", "JGD")) and draw() < 0.45:
            record["languages"] = ";".join(["nl", *self.random.sample(("en", "tr", "ar", "pl", "uk", "pap", "ti"), self.random.randint(1, 3))])
        if service_type.startswith(("VER", "SPL-TUIN", "ONT", "LRN")) and draw() < 0.5:
            record["dordtpas"] = self.random.choice(("true", "true", "false"))
        if service_type.startswith(("VER", "SPL-TUIN", "ONT-TUIN", "MZ-RESPIJT")) and draw() < 0.8:
            record["ownContribution"] = "fixed"
        elif service_type.startswith(("HLP", "ONT", "LRN", "JGD", "MZ")) and draw() < 0.6:
            record["ownContribution"] = "none"
        if service_type == "ONT-GELOOF" or (service_type == "VER-SPORT" and draw() < 0.2):
            record["municipalRole"] = "none" if draw() < 0.8 else ""
        elif kind.grant and draw() < 0.2:
            record["municipalRole"] = kind.grant[3]
        if service_type in ("ONT-BUURTHUIS", "ONT-HUISKAMER") and draw() < 0.6:
            record["findingPlace"] = "true" if draw() < 0.5 else "false"
        if not service_type.startswith(("SPL-PLEK", "BWG")) and draw() < 0.4:
            record["url"] = f"https://{name.split()[1].lower()}.example/"
        record |= given
        record["name"] += MARK
        return record

    def untyped(self, identifier, code, point, **given):
        """A facility whose type nobody gave."""
        address, postcode = self.address(code)
        record = dict.fromkeys(COLUMNS, "") | {
            "id": identifier, "address": address, "postcode": postcode, "town": "Dordrecht", "x_rd": round(point.x), "y_rd": round(point.y),
            "sourceDate": SOURCE_DATE,
        } | given
        record["name"] += MARK
        return record


def invented(inventor, cases):
    """All facilities: the deliberate cases first, the others then kept away from their own kind."""
    records = list(cases)
    taken = {}
    for record in records:
        if record["x_rd"] != "":
            taken.setdefault(record["serviceType"], []).append(Point(record["x_rd"], record["y_rd"]))
    number = 0
    for service_type, kind in KINDS.items():
        others = taken.setdefault(service_type, [])
        for _ in range(kind.count):
            number += 1
            code, point = inventor.place(kind, others)
            others.append(point)
            records.append(inventor.facility(f"vb-{number:03}", service_type, code, point))
    return sorted(records, key=lambda record: record["id"])
