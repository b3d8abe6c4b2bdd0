"""Writes tests/expected/supply-*.json: what floating catchment areas say, from their definitions, beside PySAL's access and scipy.

`python supply.py [REAL] [W1]` as analyses.py. Capacities of the real city and of W1 are made up from a facility's place in the file,
for their files tell none.
"""

import math
import sys

import access
import numpy as np
import pandas
import scipy.sparse
from access import weights as decay
from scipy.spatial import cKDTree

import analyses
import expected
import margins
from expected import REAL, SAMPLE, write

W1_TYPES = ("T02", "T11", "T19")
LUO_QI = (1, 0.68, 0.22)
WAN = (0.962, 0.704, 0.377, 0.042, 0.042, 0.042)
PLAIN = (("2sfca", "capacity", None), ("e2sfca", "capacity", LUO_QI), ("3sfca", "capacity", LUO_QI), ("3sfca", "capacity", WAN))


def weight(d, norm, bands):
    """W: the weight of the first band of equal width that d lies in; 0 beyond the norm."""
    found = np.zeros_like(d)
    for k in reversed(range(len(bands))):
        border = norm * (k + 1) / len(bands)
        margins.apart("demand point at the border of a band of distance, in metres", (d - border).ravel())
        found[d <= border] = bands[k]
    return found


def catchment(p, d, offered, norm, method, bands):
    """R per facility and A per demand point; NaN where a facility does not tell what it offers, or nobody can come."""
    told = ~np.isnan(offered)
    w = weight(d[:, told], norm, bands or (1,))
    if method == "3sfca":
        sums = w.sum(axis=1, keepdims=True)
        w = w * np.divide(w, sums, out=np.zeros_like(w), where=sums > 0)
    asked = (p[:, None] * w).sum(axis=0)
    ratios = np.divide(offered[told], asked, out=np.zeros_like(asked), where=asked > 0)
    reached = math.fsum(offered[told][asked > 0])
    a = (w * ratios).sum(axis=1)
    assert math.isclose(math.fsum(p * a), reached, rel_tol=1e-12, abs_tol=1e-9), "what is offered is divided wholly"
    demand, ratio = np.full(len(offered), np.nan), np.full(len(offered), np.nan)
    demand[told] = asked
    ratio[told] = np.where(asked > 0, ratios, np.nan)
    return demand, ratio, a


def sparse(p, xy, places, offered, norm, method, bands):
    """A once more, with scipy's tree and sparse matrices."""
    told = np.flatnonzero(~np.isnan(offered))
    near = cKDTree(xy).sparse_distance_matrix(cKDTree(places[told]), norm, output_type="ndarray")
    values = [next(b for k, b in enumerate(bands or (1,)) if v <= norm * (k + 1) / len(bands or (1,))) for v in near["v"]]
    w = scipy.sparse.csr_matrix((values, (near["i"], near["j"])), shape=(len(xy), len(told)))
    if method == "3sfca":
        sums = np.asarray(w.sum(axis=1)).ravel()
        w = w.multiply(w).multiply((1 / np.where(sums > 0, sums, 1))[:, None]).tocsr()
    asked = w.T @ p
    return w @ np.divide(offered[told], asked, out=np.zeros_like(asked), where=asked > 0)


def pysal(p, d, offered, norm, method, bands):
    """A as PySAL's access has it. Its 3SFCA weighs what lies beyond the limit too, so only what lies within it is given."""
    told = np.flatnonzero(~np.isnan(offered))
    i, j = np.nonzero(d[:, told] <= norm)
    costs = pandas.DataFrame({"origin": i, "dest": j, "cost": d[i, told[j]]})
    if costs.empty:
        return np.zeros(len(p))
    people = pandas.DataFrame({"geoid": np.arange(len(p)), "demand": p}).set_index("geoid")
    supply = pandas.DataFrame({"geoid": np.arange(len(told)), "supply": offered[told]}).set_index("geoid")
    step = decay.step_fn({norm * (k + 1) / len(bands): b for k, b in enumerate(bands)}) if bands else None
    of = access.fca.three_stage_fca if method == "3sfca" else access.fca.two_stage_fca
    found = of(people, supply, costs, norm, weight_fn=step)
    return found.reindex(np.arange(len(p))).fillna(0).to_numpy()


def figure(value):
    """A number; None where there is none."""
    return None if np.isnan(value) else float(value)


def of_type(town, words, rows, offered, codes, question, sections):
    """Every facility and the chosen areas, of one type, group and question."""
    service_type, group = words
    method, of, bands = question
    facilities, p = town.of(service_type), town.weights[group]
    d = analyses.distances(town, facilities)
    # Who is not there asks for nothing, and PySAL divides by nobody.
    here = p > 0
    demand, ratio, some = catchment(p[here], d[here], offered, town.norm, method, bands)
    a = np.zeros(len(p))
    a[here] = some
    places = np.array([facility.place for facility in facilities])
    for theirs in (
        sparse(p[here], town.xy[here], places, offered, town.norm, method, bands),
        pysal(p[here], d[here], offered, town.norm, method, bands),
    ):
        assert np.allclose(some, theirs, rtol=1e-9, atol=1e-15), (words, question)
    # The defaults are named by their absence.
    shown = ":".join([method, of, *([",".join(map(str, bands))] if bands not in (None, LUO_QI) else [])])
    for row, asked, own in zip(rows, demand, ratio, strict=True):
        sections["facilities"][f"{service_type} {group} {shown} {row}"] = {"demand": figure(asked), "ratio": figure(own)}
    reach = d <= town.norm
    offers = np.nan_to_num(offered) > 0
    served = (reach & offers).any(axis=1)
    near = reach.any(axis=1)
    for code in codes:
        at = town.inside.get(code, np.zeros(len(p), dtype=bool)) & (p > 0)
        own = p[at]
        untold = int((reach[at][:, np.isnan(offered)]).any(axis=0).sum()) if len(own) else 0
        if code in town.silent:
            row = dict.fromkeys(("access", "served", "withoutCapacity", "uncovered"))
        else:
            counts = {
                "served": own[served[at]].sum(),
                "withoutCapacity": own[near[at] & ~served[at]].sum(),
                "uncovered": own[~near[at]].sum(),
            }
            known = own.sum() > 0 and (counts["served"] > 0 or untold == 0)
            row = {"access": (own * a[at]).sum() / own.sum() if known else None, **counts}
        sections["areas"][f"{service_type} {group} {shown} {code}"] = {
            **{name: None if value is None else float(value) for name, value in row.items()},
            "untold": untold,
        }


def made_up(place):
    """The capacity of a facility by its place in the file; every seventh tells none."""
    return math.nan if place % 7 == 3 else 10.0 + place * 37 % 91


def sections_of(town):
    return {"parameters": {"all": {"normM": town.norm}}, "facilities": {}, "areas": {}}


def numbered(town, service_types, codes, name, shown):
    """A city whose facilities go by their place in the file."""
    sections = sections_of(town)
    for service_type in service_types:
        places = [int(facility.id) for facility in town.of(service_type)]
        offered = np.array([made_up(place) for place in places])
        rows = [shown(place) for place in places]
        for group in town.weights:
            for question in PLAIN:
                of_type(town, (service_type, group), rows, offered, codes, question, sections)
    write(name, analyses.rounded(sections))


def real():
    _, town = analyses.real_city()
    numbered(town, analyses.REAL_KINDS.values(), analyses.AREAS, "supply-real.json", lambda place: f"#{place}")


def w1():
    town = analyses.w1_town()
    codes = ["city", *list(town.polygons)[::12]]
    numbered(town, W1_TYPES, codes, "supply-w1.json", lambda place: f"{place:06}")


def sample():
    _, town, located = analyses.sample_city()
    sections = sections_of(town)
    for service_type in ("LRN-BIEB", "ONT-BUURTHUIS", "VER-SPORT"):
        rows = [row for row in located if row["serviceType"] == service_type]
        for group in town.weights:
            for question in (*PLAIN, ("e2sfca", "floorArea", LUO_QI)):
                column = {"capacity": "capacity", "floorArea": "floorAreaM2"}[question[1]]
                offered = np.array([float(row[column]) if row[column] else math.nan for row in rows])
                of_type(town, (service_type, group), [row["id"] for row in rows], offered, analyses.AREAS, question, sections)
    write("supply-sample.json", analyses.rounded(sections))


if __name__ == "__main__":
    for name, folder, make in (("the real city", REAL, real), ("the sample", SAMPLE, sample), ("W1", analyses.W1, w1)):
        margins.FOUND.clear()
        if not folder.is_dir():
            print(f"{folder} is absent: {name} was skipped", file=sys.stderr)
            continue
        print(name)
        make()
        print("\n".join(margins.told()))
