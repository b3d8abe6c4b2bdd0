"""Writes tests/expected/siting-*.json: the best sites, found by spopt with CBC.

`python siting.py [REAL] [W1]` needs the packages of requirements.txt; the folders are those of analyses.py. Present facilities stay (spopt's predefined ones); of the sites only what they add is kept, for several choices can
be as good.
"""

from itertools import combinations

import numpy as np
import pulp
from spopt.locate import LSCP, MCLP, PMedian

import analyses
import definitions as define
import expected
import margins
from expected import NORM, REAL, SPACING, City, write

SOLVER = pulp.PULP_CBC_CMD(msg=False, gapRel=0, timeLimit=120)
COARSE = 500


def distances(xy, places):
    places = np.asarray(places, dtype=float)
    return np.hypot(xy[:, None, 0] - places[None, :, 0], xy[:, None, 1] - places[None, :, 1])


def merged(p, reached):
    """Demand in reach of the same places taken together; what nobody reaches is left out."""
    sets, of = np.unique(reached, axis=0, return_inverse=True)
    sums = np.bincount(of.ravel(), weights=p, minlength=len(sets))
    keep = sets.any(axis=1) & (sums > 0)
    return sums[keep], sets[keep]


def best(p, present, candidates, k, norm):
    """What k sites beside the present ones add at most: maximal covering."""
    margins.apart("demand point at the norm distance of a candidate, in metres", candidates - norm)
    served = (present <= norm).any(axis=1)
    # The present ones stand together as one predefined site, which keeps the model small.
    reached = np.column_stack([served, candidates <= norm])
    sums, sets = merged(p, reached)
    fixed = np.zeros(reached.shape[1], dtype=int)
    fixed[0] = 1
    model = MCLP.from_cost_matrix(np.where(sets, 0.0, 1.0), sums, 0.5, k + 1, predefined_facilities_arr=fixed)
    model = model.solve(SOLVER)
    assert model.problem.status == pulp.LpStatusOptimal
    chosen = [n for n, of in enumerate(model.fac2cli) if of or fixed[n]]
    covered = sets[:, chosen].any(axis=1)
    gain = float(sums[covered & ~sets[:, 0]].sum())
    return {"gainResidents": gain, "coverageAfter": (float(p[served].sum()) + gain) / float(p.sum())}


def fewest(p, present, candidates, norm):
    """How few sites beside the present ones cover whom they can all cover together."""
    served = (present <= norm).any(axis=1) | (p <= 0)
    _, sets = merged(p[~served], (candidates <= norm)[~served])
    if len(sets) == 0:
        return {"sites": 0}
    model = LSCP.from_cost_matrix(np.where(sets, 0.0, 1.0), 0.5).solve(SOLVER)
    assert model.problem.status == pulp.LpStatusOptimal
    return {"sites": round(model.problem.objective.value())}


def nearest(p, present, candidates, k):
    """The least mean distance to the nearest with k sites beside the present ones: p-median."""
    every = np.column_stack([present.min(axis=1), candidates]) if present.shape[1] else candidates
    alive = p > 0
    fixed = np.zeros(every.shape[1], dtype=int)
    fixed[0] = 1 if present.shape[1] else 0
    model = PMedian.from_cost_matrix(every[alive], p[alive], k + int(fixed[0]), predefined_facilities_arr=fixed if fixed[0] else None)
    model = model.solve(SOLVER)
    assert model.problem.status == pulp.LpStatusOptimal
    return {"meanDistanceM": model.problem.objective.value() / float(p.sum())}


def tried(p, present, candidates, k):
    """The same by trying every choice."""
    now = present.min(axis=1) if present.shape[1] else np.full(len(p), np.inf)
    ways = (p @ np.minimum(now, candidates[:, list(choice)].min(axis=1)) for choice in combinations(range(candidates.shape[1]), k))
    return {"meanDistanceM": float(min(ways)) / float(p.sum())}


def once(places):
    """Each place once, the first of equal ones."""
    return list(dict.fromkeys((float(x), float(y)) for x, y in places))


def cells(demand, p, side):
    """The middles of the cells with demand."""
    taken = {(int(x // side), int(y // side)) for (x, y), weight in zip(demand.xy, p, strict=True) if weight > 0}
    return [((k + 0.5) * side, (l + 0.5) * side) for k, l in sorted(taken)]


def real():
    words = ("0Tot15Jaar", "15Tot25Jaar", "25Tot45Jaar", "45Tot65Jaar", "65JaarEnOuder")
    percentages = [f"percentagePersonen{word}" for word in words]
    areas = expected.neighbourhoods(REAL / "buurten-2023.geojson", "aantalInwoners", percentages, "oppervlakteLandInHa")
    city = City(areas)
    kinds = {"bibliotheek": "LRN-BIEB", "sportaccommodatie": "VER-SPORT"}
    table = analyses.geopandas.read_file(REAL / "voorzieningen.geojson").to_dict("records")
    places = [expected.TO_RD.transform(row["geometry"].x, row["geometry"].y) for row in table]
    types = [kinds.get(row["categorie"]) for row in table]
    sections = {"parameters": {"all": {"normM": NORM, "coarseM": COARSE}}, "mclp": {}, "lscp": {}, "pmedian": {}}
    coarse = define.lattice(areas, COARSE)
    for service_type in kinds.values():
        own = [place for place, of in zip(places, types, strict=True) if of == service_type]
        for group, p in city.weights.items():
            present = distances(city.demand.xy, own)
            everyone = city.weights["all"]
            for name, candidates in (("places", once(places)), ("lattice-500", cells(city.demand, everyone, 500))):
                d = distances(city.demand.xy, candidates)
                for k in (1, 2, 3, 5):
                    key = f"{service_type} {group} {name} {k}"
                    sections["mclp"][key] = best(p, present, d, k, NORM)
                    print(key, sections["mclp"][key], flush=True)
            # The proof that fewer cells of 500 m do not serve all takes CBC longer than we wait.
            for name, candidates in (("places", once(places)), ("lattice-1000", cells(city.demand, everyone, 1000))):
                key = f"{service_type} {group} {name}"
                sections["lscp"][key] = fewest(p, present, distances(city.demand.xy, candidates), NORM)
                print(key, sections["lscp"][key], flush=True)
            weights = define.weights(coarse, city.groups[group][0])
            d, there = distances(coarse.xy, once(places)), distances(coarse.xy, own)
            fine, own_fine = distances(city.demand.xy, once(places)), distances(city.demand.xy, own)
            for k in (1, 2):
                for word, columns in (("locked", slice(None)), ("none", slice(0, 0))):
                    # CBC proves it on a coarse lattice, where trying every choice says the same; then every choice is tried on the fine.
                    theirs = nearest(weights, there[:, columns], d, k)["meanDistanceM"]
                    assert abs(theirs - tried(weights, there[:, columns], d, k)["meanDistanceM"]) < 1e-6
                    key = f"{service_type} {group} places {k} {word}"
                    sections["pmedian"][key] = tried(p, own_fine[:, columns], fine, k)
                    print(key, sections["pmedian"][key], flush=True)
    assert SPACING == 50
    write("siting-real.json", analyses.rounded(sections))


def w1():
    town = analyses.w1_town()
    p = town.weights["all"]
    sections = {"parameters": {"all": {"normM": town.norm}}, "mclp": {}, "lscp": {}}
    for service_type, other in (("T02", "T11"), ("T19", "T05")):
        present = distances(town.xy, [facility.place for facility in town.of(service_type)])
        candidates = distances(town.xy, once(facility.place for facility in town.of(other)))
        for k in (1, 3, 8):
            sections["mclp"][f"{service_type} all {other} {k}"] = best(p, present, candidates, k, town.norm)
            print(service_type, other, k)
        sections["lscp"][f"{service_type} all {other}"] = fewest(p, present, candidates, town.norm)
    write("siting-w1.json", analyses.rounded(sections))


if __name__ == "__main__":
    for make in (real, w1):
        margins.FOUND.clear()
        make()
        print("\n".join(margins.told()))
