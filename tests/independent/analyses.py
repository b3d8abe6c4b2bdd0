"""Writes tests/expected/analyses-*.json: removal, equity, hubs, co-location, kernel density and usage from their definitions.

`python analyses.py [REAL] [W1]` needs the packages of requirements.txt; the real city the folder REAL as expected.py does, the
synthetic city the folder W1 that the peers' generator writes (README.md), by default data/W1 beside the repository.
"""

import math
import sys
from dataclasses import dataclass
from pathlib import Path

import geopandas
import numpy as np
import pandas
import shapely
from scipy.spatial import cKDTree

import colocation
import definitions as define
import equity
import expected
import hubs
import kernel
import margins
import removal
from expected import MUNICIPALITY, NORM, PROGRAMME, REAL, ROOT, SAMPLE, City, keyed, write

W1 = Path(sys.argv[2]) if len(sys.argv) > 2 else ROOT.parent / "data" / "W1"
CELL, SHOWN, LARGEST = 100, 12, 5
# Areas with what can go wrong: a district with imputed percentages, one that is water, neighbourhoods without residents, with an
# imputed percentage, far away.
AREAS = (
    *(MUNICIPALITY, PROGRAMME, "WK050503", "WK050506", "WK050598", "WK050599"),
    *("BU05050301", "BU05050706", "BU05050708", "BU05050801", "BU05051903"),
)
NTH = (2, 3)


@dataclass
class Town:
    """What every city is here: demand points with weights per group, areas, and the facilities that count, ids in order."""

    norm: float
    xy: np.ndarray
    weights: dict
    inside: dict  # area code -> which demand points
    silent: set  # codes of areas whose residents nobody knows
    polygons: dict  # neighbourhood code -> polygon
    within: dict  # neighbourhood code -> codes of the areas that hold it, itself too
    facilities: list
    whole: bool = False  # whether weights are whole residents

    def of(self, service_type):
        return [facility for facility in self.facilities if facility.service_type == service_type]

    def home(self, place):
        """Codes of the areas in which a place lies."""
        codes = [code for code, polygon in self.polygons.items() if polygon.covers(shapely.Point(place))]
        margins.apart("facility or hub and the border of a neighbourhood", [_to_border(self.polygons, place)])
        return self.within[min(codes)] if codes else ()


def _to_border(polygons, place):
    return min(polygon.boundary.distance(shapely.Point(place)) for polygon in polygons.values())


def distances(town, facilities):
    """d_ij, after a look at the norm and, with scipy's tree, at the nearest ones."""
    places = np.array([facility.place for facility in facilities])
    d = np.hypot(town.xy[:, None, 0] - places[None, :, 0], town.xy[:, None, 1] - places[None, :, 1])
    margins.apart("demand point at the norm distance of a facility, in metres", d - town.norm)
    n = min(3, len(places))
    theirs = cKDTree(places).query(town.xy, k=list(range(1, n + 1)))[0]
    assert np.allclose(np.sort(d, axis=1)[:, :n], theirs, rtol=0, atol=1e-6)
    return d


def nth_nearest(p, d):
    """Mean distance to the second and third nearest facility; None where there are fewer, or nobody."""
    ordered = np.sort(d, axis=1)
    return {f"meanNthDistanceM{n}": define.ratio((p * ordered[:, n - 1]).sum(), p.sum()) if d.shape[1] >= n else None for n in NTH}


def by_type(town, service_types, euros, codes, sections):
    """Removal, n-th nearest and equity of each type and group."""
    for service_type in service_types:
        facilities = town.of(service_type)
        d = distances(town, facilities)
        for group, p in town.weights.items():
            words = (service_type, group)
            singles, sets = removal.removals(p, d, town.norm, [facility.id for facility in facilities], euros, LARGEST)
            sections["removalSingles"] |= keyed(singles, *words)
            places = {facility.id: facility.place for facility in facilities}
            for row in sets.values():
                row["x"], row["y"] = (math.fsum(places[one][axis] for one in row["facilities"]) / len(row["facilities"]) for axis in (0, 1))
            sections["removalSets"] |= keyed({str(size): row for size, row in sets.items()}, *words)
            for code in codes:
                at = town.inside.get(code, np.zeros(len(p), dtype=bool))
                nobody = code in town.silent
                own = np.zeros(0) if nobody else p[at]
                of_own = d[at][: len(own)]
                key = " ".join((*words, code))
                sections["nthNearest"][key] = nth_nearest(own, of_own)
                nearest = of_own.min(axis=1) if len(own) else np.zeros(0)
                sections["equity"][key] = equity.equity(own, nearest, town.norm, town.whole)


def kernels(town, service_types, sections):
    """Kernel density of each type, the norm distance being the bandwidth."""
    for service_type in service_types:
        places = [facility.place for facility in town.of(service_type)]
        summary, cells = kernel.surface(list(town.polygons.values()), places, town.norm, CELL, SHOWN)
        sections["kernel"][service_type] = summary
        sections["kernelCells"] |= keyed(cells, service_type)


def together(town, asked, districts, codes, sections):
    """Hubs and concentration for each (diameter, service type or None), hubs formed over the whole city."""
    homes = {facility.id: town.home(facility.place) for facility in town.facilities}
    for diameter, service_type in asked:
        words = (f"{diameter:g}", service_type or "untyped")
        facilities = town.facilities if service_type is None else town.of(service_type)
        rows, counts = hubs.hubs(facilities, diameter)
        for row in rows.values():
            found = [code for code in town.home((row["x"], row["y"])) if code in districts]
            row["districtCode"] = found[0] if found else None
        sections["hubs"] |= keyed(rows, *words)
        sections["hubCounts"][" ".join(words)] = counts
        standing = {member for row in rows.values() for member in row["members"]}
        own = {facility.id: homes[facility.id] for facility in facilities}
        sections["concentration"] |= keyed(hubs.concentration(codes, own, standing), *words)


def colocated(town, chosen, sections):
    """Co-location quotients of the facilities that have a type."""
    typed = [facility for facility in town.facilities if facility.service_type]
    sections["colocation"] = colocation.quotients([f.service_type for f in typed], [f.place for f in typed], chosen)


def of_city(city, facilities):
    """A lattice city as expected.py makes it."""
    known = {code: city.total(code, [area.residents for area in city.areas]) for code in city.members}
    borders = shapely.STRtree([area.polygon.boundary for area in city.areas])
    nearest = borders.query_nearest(shapely.points(city.demand.xy), return_distance=True)[1]
    margins.apart("demand point and the border of a neighbourhood", nearest)
    within = {area.code: tuple(code for code, members in city.members.items() if n in members) for n, area in enumerate(city.areas)}
    return Town(
        norm=NORM,
        xy=city.demand.xy,
        weights=city.weights,
        inside=city.inside,
        silent={code for code, residents in known.items() if residents is None},
        polygons={area.code: area.polygon for area in city.areas},
        within=within,
        facilities=facilities,
    )


def sections_of(town, date=None):
    """What was asked, and the sections that are to be filled."""
    names = ("removalSingles", "removalSets", "nthNearest", "equity", "hubs", "hubCounts", "concentration", "kernel", "kernelCells")
    told = {
        "normM": town.norm,
        "bandwidthM": town.norm,
        "cellM": CELL,
        "demandPoints": len(town.xy),
        "facilities": len(town.facilities),
        "shuffles": colocation.SHUFFLES,
        "date": date,
    }
    return {"parameters": {"all": told}, **{name: {} for name in names}}


def real():
    """The real Dordrecht: facilities go by their place in the file."""
    words = ("0Tot15Jaar", "15Tot25Jaar", "25Tot45Jaar", "45Tot65Jaar", "65JaarEnOuder")
    percentages = [f"percentagePersonen{word}" for word in words]
    city = City(expected.neighbourhoods(REAL / "buurten-2023.geojson", "aantalInwoners", percentages, "oppervlakteLandInHa"))
    kinds = {"bibliotheek": "LRN-BIEB", "sportaccommodatie": "VER-SPORT"}
    table = geopandas.read_file(REAL / "voorzieningen.geojson").to_dict("records")
    # Two digits, so that ids stand in the order of the file.
    facilities = [
        hubs.Facility(f"{i:02}", expected.TO_RD.transform(row["geometry"].x, row["geometry"].y), kinds.get(row["categorie"]))
        for i, row in enumerate(table)
    ]
    town = of_city(city, facilities)
    sections = sections_of(town)
    by_type(town, kinds.values(), {}, AREAS, sections)
    districts = {area.district for area in city.areas}
    larger = sorted(districts | {MUNICIPALITY, PROGRAMME})
    together(town, [(100, None), (500, None), (1000, None)], districts, larger, sections)
    colocated(town, set(kinds.values()), sections)
    kernels(town, kinds.values(), sections)
    write("analyses-real.json", rounded(nameless(sections)))


def rounded(value):
    """The same with 12 significant digits: a thousandth of a millimetre in a coordinate, and small files."""
    if isinstance(value, dict):
        return {key: rounded(one) for key, one in value.items()}
    if isinstance(value, list):
        return [rounded(one) for one in value]
    return float(f"{value:.12g}") if isinstance(value, float) else value


def nameless(sections):
    """The same with facilities as `#n`, and nothing that tells where one stands (hubs, high cells): the list may not be passed on."""

    def short(identifier):
        return f"#{int(identifier)}"

    def renamed(rows):
        return {" ".join((*key.split(" ")[:-1], short(key.split(" ")[-1]))): row for key, row in rows.items()}

    for row in sections["removalSets"].values():
        row["facilities"] = [short(identifier) for identifier in row["facilities"]]
        del row["x"], row["y"]
    for row in sections["hubs"].values():
        row["members"] = [short(identifier) for identifier in row["members"]]
        del row["x"], row["y"], row["widthM"]
    kept = {name: rows for name, rows in sections.items() if name != "kernelCells"}
    return kept | {name: renamed(sections[name]) for name in ("removalSingles", "hubs")}


def grid():
    """Groups of a grid of 6 by 6 facilities 40 m apart, where only the ids decide between equal distances."""
    facilities = sorted((f"g{(7 * n + 3) % 36:02}", (105_000.0 + 40 * (n % 6), 424_000.0 + 40 * (n // 6))) for n in range(36))
    groups = hubs.clusters([place for _, place in facilities], 100)
    group_of = {j: [facilities[k][0] for k in group] for group in groups for j in group}
    return {identifier: {"x": x, "y": y, "group": group_of[j]} for j, (identifier, (x, y)) in enumerate(facilities)}


def truth(text):
    """A yes or no of a table; None where it says nothing."""
    return {"true": True, "false": False, "": None}[text]


def sample():
    """The sample city on 2026-11-21."""
    words = ("0_tot_15_jaar", "15_tot_25_jaar", "25_tot_45_jaar", "45_tot_65_jaar", "65_jaar_en_ouder")
    percentages = [f"percentage_personen_{word}" for word in words]
    city = City(expected.neighbourhoods(SAMPLE / "neighbourhoods.geojson", "aantal_inwoners", percentages, "oppervlakte_land_in_ha"))
    table = pandas.read_csv(SAMPLE / "facilities.csv", dtype=str, keep_default_na=False).to_dict("records")
    euros = expected.euros(pandas.read_csv(SAMPLE / "grants.csv", dtype=str, keep_default_na=False).to_dict("records"))
    located = [row for row in table if row["x_rd"] and expected.in_force(row["validFrom"], row["validTo"])]
    located.sort(key=lambda row: row["id"])
    facilities = [
        hubs.Facility(
            row["id"],
            (float(row["x_rd"]), float(row["y_rd"])),
            *(row[name] or None for name in ("serviceType", "organisation", "address", "postcode")),
            truth(row["findingPlace"]),
        )
        for row in located
    ]
    town = of_city(city, facilities)
    sections = sections_of(town, expected.ON.isoformat())
    service_types = ("LRN-BIEB", "ONT-BUURTHUIS", "SPL-PLEK", "VER-SPORT")
    by_type(town, service_types, euros, AREAS, sections)
    districts = {area.district for area in city.areas}
    larger = sorted(districts | {MUNICIPALITY, PROGRAMME})
    together(town, [(100, None), (400, None), (400, "VER-SPORT")], districts, [*larger, "BU05050301", "BU05050801"], sections)
    colocated(town, set(service_types), sections)
    kernels(town, service_types, sections)
    sections["grid"] = grid()
    sections["usage"] = {}
    # Nobody counts the visitors of play areas.
    for service_type in ("LRN-BIEB", "ONT-BUURTHUIS", "VER-SPORT"):
        rows = [row for row in located if row["serviceType"] == service_type]
        d = distances(town, town.of(service_type))
        for group, p in town.weights.items():
            for j, row in enumerate(rows):
                reached = float(p[d[:, j] <= NORM].sum())
                visitors, occupancy, capacity = (float(row[n]) if row[n] else None for n in ("visitorsPerYear", "occupancy", "capacity"))
                sections["usage"][f"{service_type} {group} {row['id']}"] = {
                    "visitorsPerResident": None if visitors is None else define.ratio(visitors, reached),
                    "occupancyRate": None if occupancy is None or capacity is None else define.ratio(occupancy, capacity),
                }
    write("analyses-sample.json", rounded(sections))


def w1_town():
    """The synthetic city: demand is a layer of addresses, each with its residents."""
    table = geopandas.read_file(W1 / "neighbourhoods.geojson")
    polygons = dict(sorted(zip(table["code"], table["geometry"], strict=True)))
    addresses = pandas.read_csv(W1 / "addresses.csv")
    points = shapely.points(addresses["x"], addresses["y"])
    owner = np.full(len(addresses), "", dtype=object)
    for code, polygon in reversed(polygons.items()):
        shapely.prepare(polygon)
        owner[shapely.covers(polygon, points)] = code
        margins.apart("demand point and the border of a neighbourhood", shapely.distance(polygon.boundary, points))
    kept = owner != ""
    print(f"W1: {kept.sum()} of {len(kept)} addresses lie in a neighbourhood")
    owner = owner[kept]
    rows = pandas.read_csv(W1 / "facilities.csv").to_dict("records")
    return Town(
        norm=800,
        xy=addresses[["x", "y"]].to_numpy()[kept],
        weights={"all": addresses["w"].to_numpy(dtype=float)[kept]},
        inside={"city": np.ones(len(owner), dtype=bool), **{code: owner == code for code in polygons}},
        silent=set(),
        polygons=polygons,
        within={code: (code, "city") for code in polygons},
        facilities=[hubs.Facility(f"{n:06}", (row["x"], row["y"]), f"T{row['type']:02}") for n, row in enumerate(rows)],
        whole=True,
    )


def w1():
    """What is asked of it."""
    town = w1_town()
    polygons = town.polygons
    sections = sections_of(town)
    sections["coverage"] = {}
    service_types = ("T02", "T11", "T19")
    codes = ["city", *list(polygons)[::12]]
    by_type(town, service_types, {}, codes, sections)
    for service_type in service_types:
        d = distances(town, town.of(service_type))
        of_codes = {code: define.coverage(town.weights["all"], d, town.norm, town.inside[code]) for code in codes}
        sections["coverage"] |= keyed(of_codes, service_type, "all")
    together(town, [(100, None), (300, None)], set(), ["city", *polygons], sections)
    colocated(town, set(service_types), sections)
    kernels(town, service_types, sections)
    # No organisations, addresses or districts are known here.
    for row in sections["hubs"].values():
        for name in ("organisationCount", "sameAddress", "findingPlace", "districtCode"):
            del row[name]
    write("analyses-w1.json", rounded(sections))


if __name__ == "__main__":
    for name, folder, make in (("the real city", REAL, real), ("the sample", SAMPLE, sample), ("W1", W1, w1)):
        margins.FOUND.clear()
        if not folder.is_dir():
            print(f"{folder} is absent: {name} was skipped", file=sys.stderr)
            continue
        print(name)
        make()
        print("\n".join(margins.told()))
