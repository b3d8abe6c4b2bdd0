"""Writes tests/expected/*.json: what the analyses must answer, computed from their definitions without our own program.

`python expected.py [FOLDER]` needs the packages of requirements.txt; the real city also FOLDER, by default ../shared/data/dordrecht
beside the repository.
"""

import json
import math
import sys
from datetime import date
from pathlib import Path

import geopandas
import numpy as np
import pandas
import pyproj
import shapely

import definitions as define

ROOT = Path(__file__).parents[2]
REAL = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT.parent / "shared" / "data" / "dordrecht"
SAMPLE = ROOT / "data" / "dordrecht"
EXPECTED = ROOT / "tests" / "expected"
SPACING, NORM, JACCARD = 50, 1000, 0.5
MUNICIPALITY, PROGRAMME = "GM0505", "dordt-west"
DORDT_WEST = ({"WK050503", "WK050504", "WK050507"}, {"BU05050800", "BU05050801"})
GROUPS = ("all", "65+")
BY_NEIGHBOURHOOD = ("HLP-VOEDSEL", "JGD-JGZ", "LRN-BIEB", "MZ-RESPIJT", "ONT-BUURTHUIS", "ONT-HUISKAMER", "SPL-PLEK", "VER-SPORT")
ON = date(2026, 11, 21)

pyproj.network.set_network_enabled(False)
TO_RD = pyproj.Transformer.from_crs("OGC:CRS84", "EPSG:28992", always_xy=True)


def figure(value):
    """A figure of CBS: None where it is missing."""
    return None if value is None or pandas.isna(value) or float(value) <= -99990 else float(value)


def neighbourhoods(file, residents, percentages, land):
    """The neighbourhoods of a GeoJSON file, in metres."""
    table = geopandas.read_file(file)
    areas = []
    for row in table.to_dict("records"):
        hectares = figure(row[land])
        areas.append(
            define.Neighbourhood(
                row["buurtcode"],
                row["wijkcode"],
                row["water"] == "JA",
                figure(row[residents]),
                None if hectares is None else hectares / 100,
                dict(zip(define.BANDS, (figure(row[name]) for name in percentages), strict=True)),
                shapely.transform(row["geometry"], TO_RD.transform, interleaved=False),
            )
        )
    return areas


class City:
    """A city made ready to ask."""

    def __init__(self, areas):
        self.areas = areas
        self.demand = define.lattice(areas, SPACING)
        self.members = {}
        for n, area in enumerate(areas):
            codes = [area.code, area.district, MUNICIPALITY]
            if area.district in DORDT_WEST[0] or area.code in DORDT_WEST[1]:
                codes.append(PROGRAMME)
            for code in codes:
                self.members.setdefault(code, []).append(n)
        self.groups = {group: define.group_residents(areas, group) for group in GROUPS}
        self.weights = {group: define.weights(self.demand, residents) for group, (residents, _) in self.groups.items()}
        self.inside = {code: np.isin(self.demand.owner, members) for code, members in self.members.items()}

    def total(self, code, values):
        """Sum of what is known of an area's neighbourhoods; None where nothing is known."""
        known = [values[n] for n in self.members[code] if values[n] is not None]
        return math.fsum(known) if known else None

    def geometry_km2(self, code):
        """Area of the polygons of an area."""
        return math.fsum(self.areas[n].polygon.area for n in self.members[code]) / 1e6

    def area_rows(self):
        """Figures of every area that depend on no facility."""
        residents = [area.residents for area in self.areas]
        land = [area.land_km2 for area in self.areas]
        return {
            code: {"areaKm2": self.geometry_km2(code), "landKm2": self.total(code, land), "residents": self.total(code, residents)}
            for code in sorted(self.members)
        }

    def coverage_rows(self, group, d, codes):
        """Coverage of each area; nothing but None where the residents are not known."""
        residents, imputed = self.groups[group]
        rows = {}
        for code in codes:
            if self.total(code, residents) is None:
                rows[code] = dict.fromkeys(define.coverage(self.weights[group], d, NORM, self.inside[code]))
            else:
                rows[code] = define.coverage(self.weights[group], d, NORM, self.inside[code])
            rows[code]["imputed"] = any(imputed[n] for n in self.members[code])
        return rows

    def density_rows(self, group, places, codes):
        """Facilities per area: a count, per square kilometre of land (of the polygons where that is unknown), per 1,000 residents."""
        homes = [define.lies_in(self.areas, place) for place in places]
        residents, _ = self.groups[group]
        rows = {}
        for code in codes:
            own = {self.areas[n].code for n in self.members[code]}
            count = sum(home in own for home in homes)
            land = self.total(code, [area.land_km2 for area in self.areas]) or self.geometry_km2(code)
            rows[code] = {
                "facilityCount": count,
                "facilitiesPerKm2": count / land,
                "facilitiesPer1000": define.ratio(1000 * count, self.total(code, residents) or 0),
            }
        return rows


def check(city, group, found, rows):
    """Fails where the residents of a neighbourhood's gaps are not those whom its coverage leaves out."""
    for code, row in rows.items():
        if code.startswith("BU") and row["residentsUnserved"] is not None:
            inside = math.fsum(gap["residents"] for gap in found.get(code, ()))
            assert math.isclose(inside, row["residentsUnserved"], abs_tol=1e-6), (group, code)
    total = math.fsum(value for value in city.groups[group][0] if value is not None)
    assert math.isclose(total, city.weights[group].sum(), rel_tol=1e-12), "residents got lost on their way to the lattice"


def keyed(rows, *words):
    """Rows under keys of several words."""
    return {" ".join((*words, key)): row for key, row in rows.items()}


def write(name, sections):
    """Writes sections of rows, one row per line, keys sorted."""
    parts = []
    for section in sorted(sections):
        rows = sections[section]
        lines = ",\n".join(f"{json.dumps(key)}: {json.dumps(rows[key], sort_keys=True, allow_nan=False)}" for key in sorted(rows))
        parts.append(f"{json.dumps(section)}: {{\n{lines}\n}}")
    EXPECTED.mkdir(exist_ok=True)
    (EXPECTED / name).write_text("{\n" + ",\n".join(parts) + "\n}\n", encoding="utf-8", newline="\n")


def real():
    """The real Dordrecht: libraries and sports accommodations."""
    words = ("0Tot15Jaar", "15Tot25Jaar", "25Tot45Jaar", "45Tot65Jaar", "65JaarEnOuder")
    city = City(
        neighbourhoods(
            REAL / "buurten-2023.geojson", "aantalInwoners", [f"percentagePersonen{word}" for word in words], "oppervlakteLandInHa"
        )
    )
    table = geopandas.read_file(REAL / "voorzieningen.geojson").to_dict("records")
    # Only figures are kept, no names, ids or places: parts of the list may not be passed on.
    keys = [f"#{i}" for i in range(len(table))]
    places = [TO_RD.transform(row["geometry"].x, row["geometry"].y) for row in table]
    sections = {
        "areas": city.area_rows(),
        "facilities": {
            key: {"neighbourhood": define.lies_in(city.areas, place)} for key, place in zip(keys, places, strict=True)
        },
        **{name: {} for name in ("coverage", "density", "gaps", "overlaps", "uniqueCoverage")},
    }
    joined = geopandas.sjoin(
        geopandas.GeoDataFrame({"key": keys}, geometry=shapely.points(places), crs=28992),
        geopandas.GeoDataFrame({"code": [area.code for area in city.areas]}, geometry=[area.polygon for area in city.areas], crs=28992),
        how="left",
        predicate="within",
    )
    for row in joined.to_dict("records"):
        assert sections["facilities"][row["key"]]["neighbourhood"] == row["code"], f"geopandas disagrees on {row['key']}"
    for service_type, category in (("LRN-BIEB", "bibliotheek"), ("VER-SPORT", "sportaccommodatie")):
        of_type = [j for j, row in enumerate(table) if row["categorie"] == category]
        own_keys, own_places = [keys[j] for j in of_type], [places[j] for j in of_type]
        d = define.distances(city.demand, own_places)
        for group in GROUPS:
            p = city.weights[group]
            reached = city.coverage_rows(group, d, city.members)
            found = define.gaps(city.areas, city.demand, p, d, NORM, SPACING)
            check(city, group, found, reached)
            sections["coverage"] |= keyed(reached, service_type, group)
            sections["density"] |= keyed(city.density_rows(group, own_places, city.members), service_type, group)
            sections["gaps"] |= keyed(found, service_type, group)
            sections["uniqueCoverage"] |= keyed(dict(zip(own_keys, define.unique_coverage(p, d, NORM), strict=True)), service_type, group)
            for j, k, row in define.overlaps(p, d, NORM, own_places, [()] * len(of_type), JACCARD):
                sections["overlaps"][f"{service_type} {group} {own_keys[j]} | {own_keys[k]}"] = row
    city_wide = sections["coverage"][f"LRN-BIEB all {MUNICIPALITY}"]["coverage"]
    assert round(city_wide, 6) == 0.604170, city_wide
    write("dordrecht-real.json", sections)


def in_force(start, end):
    """Whether something lasts on the chosen day; its last day is no longer in it."""
    return (not start or date.fromisoformat(start) <= ON) and (not end or ON < date.fromisoformat(end))


def euros(grants):
    """Euros per year and facility on the chosen day, where they are known."""
    amounts = {}
    for grant in grants:
        if not grant["eurosPerYear"] or not in_force(grant["from"], grant["to"]):
            continue
        ids = grant["facilities"].split(";")
        shares = [float(share) for share in grant["shares"].split(";")] if grant["shares"] else [1.0] * len(ids)
        for identifier, share in zip(ids, shares, strict=True):
            amounts[identifier] = amounts.get(identifier, 0.0) + float(grant["eurosPerYear"]) * share / math.fsum(shares)
    return amounts


def sample():
    """The sample city: all service types."""
    words = ("0_tot_15_jaar", "15_tot_25_jaar", "25_tot_45_jaar", "45_tot_65_jaar", "65_jaar_en_ouder")
    city = City(
        neighbourhoods(
            SAMPLE / "neighbourhoods.geojson", "aantal_inwoners", [f"percentage_personen_{word}" for word in words], "oppervlakte_land_in_ha"
        )
    )
    table = pandas.read_csv(SAMPLE / "facilities.csv", dtype=str, keep_default_na=False).to_dict("records")
    money = euros(pandas.read_csv(SAMPLE / "grants.csv", dtype=str, keep_default_na=False).to_dict("records"))
    located = [row for row in table if row["x_rd"] and in_force(row["validFrom"], row["validTo"])]
    larger = [code for code in city.members if not code.startswith("BU")]
    sections = {
        "areas": city.area_rows(),
        "facilities": {
            row["id"]: {"neighbourhood": define.lies_in(city.areas, (float(row["x_rd"]), float(row["y_rd"])))} for row in table if row["x_rd"]
        },
        "density": keyed(city.density_rows("all", [(float(row["x_rd"]), float(row["y_rd"])) for row in located], city.members), "untyped all"),
        **{name: {} for name in ("coverage", "neighbourhoodCoverage", "gaps", "overlaps", "uniqueCoverage")},
    }
    for service_type in sorted({row["serviceType"] for row in located} - {""}):
        rows = sorted((row for row in located if row["serviceType"] == service_type), key=lambda row: row["id"])
        places = [(float(row["x_rd"]), float(row["y_rd"])) for row in rows]
        d = define.distances(city.demand, places)
        for group in GROUPS:
            p = city.weights[group]
            rows_of_areas = city.coverage_rows(group, d, larger)
            for row in rows_of_areas.values():
                del row["residentsUnserved"]  # what is left of the residents; spares a tenth of the file
            sections["coverage"] |= keyed(rows_of_areas, service_type, group)
            found = [gap for gaps in define.gaps(city.areas, city.demand, p, d, NORM, SPACING).values() for gap in gaps]
            sections["gaps"][f"{service_type} {group}"] = {
                "gaps": len(found),
                **{name: math.fsum(gap[name] for gap in found) for name in ("cells", "residents", "areaM2")},
            }
        p = city.weights["all"]
        if service_type in BY_NEIGHBOURHOOD:
            of_all = city.coverage_rows("all", d, set(city.members) - set(larger))
            sections["neighbourhoodCoverage"] |= keyed({code: row["coverage"] for code, row in of_all.items()}, service_type, "all")
        sections["uniqueCoverage"] |= keyed(dict(zip([row["id"] for row in rows], define.unique_coverage(p, d, NORM), strict=True)), service_type, "all")
        targets = [[target for target in row["targetGroups"].split(";") if target] for row in rows]
        for j, k, row in define.overlaps(p, d, NORM, places, targets, JACCARD):
            row |= {"eurosPerYearA": money.get(rows[j]["id"]), "eurosPerYearB": money.get(rows[k]["id"])}
            sections["overlaps"][f"{service_type} all {rows[j]['id']} | {rows[k]['id']}"] = row
    write("dordrecht-sample.json", sections)


if __name__ == "__main__":
    if REAL.is_dir():
        real()
    else:
        print(f"{REAL} is absent: the real city was skipped", file=sys.stderr)
    sample()
