"""Writes tests/expected/stopping-*.json: which facilities can go together, found by CBC through pulp.

`python stopping.py [REAL] [W1]` needs the packages of requirements.txt; the folders are those of analyses.py. The model is the other way
round from the program's: it counts who keeps a facility, z_g <= sum of what stays in reach of g, for every group of residents alike. Of a set
only what it loses and saves is kept, for several can be as good; CBC is asked twice, for the first aim and then, among the sets as good,
for the second. What can be tried is tried too.
"""

from itertools import combinations
from math import comb

import numpy as np
import pandas
import pulp

import analyses
import expected
import margins
from expected import MUNICIPALITY, SAMPLE, write

SOLVER = pulp.PULP_CBC_CMD(msg=False, gapRel=0, gapAbs=0, timeLimit=300)
TRIED = 3000
# Cents and millionths of a resident are the least that counts.
CENT, NOBODY = 0.005, 1e-5


class Question:
    """Who has which facilities in reach, what has to stay where, and what each facility costs."""

    def __init__(self, p, a, floors, euros):
        self.p, self.a, self.euros = p, a, euros
        self.saving = np.array([one or 0.0 for one in euros])
        self.served = a.any(axis=1)
        # Each floor: weights of its residents, and how many of them have to keep one.
        self.floors = []
        for weights, share in floors:
            now = float(weights[self.served].sum())
            self.floors.append((weights, min(share * float(weights.sum()), now)))

    def lost(self, closed, weights):
        stays = self.a.copy()
        stays[:, list(closed)] = False
        return float(weights[self.served & ~stays.any(axis=1)].sum())

    def fits(self, closed):
        slack = [float(w[self.served].sum()) - self.lost(closed, w) - needed for w, needed in self.floors]
        margins.apart("residents kept and the floor", np.array([one for one in slack if abs(one) > 1e-6]))
        return all(one >= -1e-6 for one in slack)

    def figures(self, closed):
        return self.lost(closed, self.p), float(self.saving[list(closed)].sum())

    def tried(self, k, by):
        """The least by trying every set; None where none fits."""
        sets = [self.figures(closed) for closed in combinations(range(self.a.shape[1]), k) if self.fits(closed)]
        key = (lambda one: (round(one[0], 6), -one[1])) if by == "residents" else (lambda one: (-one[1], one[0]))
        return min(sets, key=key, default=None)

    def solved(self, k, by):
        """The same by CBC; None where there is none."""
        first = self._model(k, by, None)
        if first is None:
            return None
        lost, saved = self.figures(first)
        second = self._model(k, "euros" if by == "residents" else "residents", (by, lost if by == "residents" else saved))
        return self.figures(second if second is not None else first)

    def _model(self, k, by, held):
        # Who has more than k in reach keeps one whatever stops.
        few = self.served & (self.a.sum(axis=1) <= k)
        sets, of = np.unique(self.a[few], axis=0, return_inverse=True)
        of = of.ravel()

        def sums(weights):
            return np.bincount(of, weights=weights[few], minlength=len(sets))

        problem = pulp.LpProblem("stopping", pulp.LpMaximize)
        stops = [pulp.LpVariable(f"x{j}", cat="Binary") for j in range(self.a.shape[1])]
        keeps = [pulp.LpVariable(f"z{g}", 0, 1) for g in range(len(sets))]
        people = pulp.lpSum(float(w) * z for w, z in zip(sums(self.p), keeps, strict=True) if w > 0)
        saving = pulp.lpSum(float(c) * x for c, x in zip(self.saving, stops, strict=True))
        problem += people if by == "residents" else saving
        problem += pulp.lpSum(stops) == k
        for z, row in zip(keeps, sets, strict=True):
            problem += z <= pulp.lpSum(1 - stops[j] for j in np.flatnonzero(row))
        for weights, needed in self.floors:
            rest = float(weights[self.served & ~few].sum())
            problem += pulp.lpSum(float(w) * z for w, z in zip(sums(weights), keeps, strict=True) if w > 0) >= needed - rest - 1e-6
        if held is not None and held[0] == "residents":
            problem += people >= float(self.p[few].sum()) - held[1] - NOBODY
        elif held is not None:
            problem += saving >= held[1] - CENT
        problem.solve(SOLVER)
        if problem.status == pulp.LpStatusInfeasible:
            return None
        assert problem.status == pulp.LpStatusOptimal and problem.sol_status == pulp.LpSolutionOptimal
        closed = [j for j, x in enumerate(stops) if x.value() > 0.5]
        assert len(closed) == k and self.fits(closed)
        return closed


def rows(town, service_type, group, areas, groups, asked, euros, sections):
    """What can go of a type: for each floor, aim and number. `areas` are the masks of the demand in each."""
    facilities = town.of(service_type)
    a = analyses.distances(town, facilities) <= town.norm
    p = town.weights[group]
    for level, floor, by, sizes in asked:
        floors = [(np.where(mask, town.weights[of], 0.0), floor) for mask in areas[level] for of in groups] if floor else []
        floors = [(weights, share) for weights, share in floors if weights.sum() > 0]
        question = Question(p, a, floors, [euros.get(facility.id) for facility in facilities])
        for k in sizes:
            found = question.solved(k, by)
            if comb(len(facilities), k) <= TRIED:
                again = question.tried(k, by)
                assert (found is None) == (again is None), (service_type, level, floor, by, k)
                assert found is None or np.allclose(found, again, rtol=1e-9, atol=1e-4), (found, again)
            key = f"{service_type} {group} {level} {floor:g} {','.join(groups)} {by} {k}"
            lost, saved = found or (None, None)
            after = None if found is None else (float(p[question.served].sum()) - lost) / float(p.sum())
            sections["stopping"][key] = {"residentsLost": lost, "coverageAfter": after, "eurosSaved": saved if euros else None}
            print(key, sections["stopping"][key], flush=True)


def of_city(city, town):
    """The masks of the areas of a lattice city, by level, each with the whole."""
    whole = town.inside[MUNICIPALITY]
    districts = sorted({area.district for area in city.areas})
    of = {"district": districts, "neighbourhood": [area.code for area in city.areas], "municipality": []}
    return {level: [whole, *(town.inside[code] for code in codes)] for level, codes in of.items()}


def begun(norm):
    return {"parameters": {"all": {"normM": norm}}, "stopping": {}}


def real():
    city, town = analyses.real_city()
    sections = begun(town.norm)
    areas = of_city(city, town)
    some = [("district", 0.5, "residents", (1, 2, 3)), ("municipality", 0.5, "residents", (1, 2, 4)), ("municipality", 0.3, "residents", (2, 3)), ("district", 0, "residents", (3,))]
    for service_type in analyses.REAL_KINDS.values():
        rows(town, service_type, "all", areas, ["all", "65+"], some, {}, sections)
        rows(town, service_type, "65+", areas, ["65+"], some[:1], {}, sections)
    write("stopping-real.json", analyses.rounded(sections))


def sample():
    city, town, _ = analyses.sample_city()
    euros = expected.euros(pandas.read_csv(SAMPLE / "grants.csv", dtype=str, keep_default_na=False).to_dict("records"))
    sections = begun(town.norm)
    areas = of_city(city, town)
    for service_type in ("ONT-BUURTHUIS",):
        some = [(level, floor, by, (1, 3)) for level, floor in (("district", 0.5), ("district", 0.2)) for by in ("residents", "euros")]
        rows(town, service_type, "all", areas, ["all", "65+"], some, euros, sections)
    write("stopping-sample.json", analyses.rounded(sections))


def w1():
    town = analyses.w1_town()
    sections = begun(town.norm)
    masks = [town.inside[code] for code in town.polygons]
    areas = {"municipality": [town.inside["city"]], "neighbourhood": [town.inside["city"], *masks]}
    some = [("neighbourhood", 0.4, "residents", (1, 3)), ("municipality", 0.6, "residents", (2, 4))]
    for service_type in ("T02", "T19"):
        rows(town, service_type, "all", areas, ["all"], some, {}, sections)
    write("stopping-w1.json", analyses.rounded(sections))


if __name__ == "__main__":
    for make in (real, sample, w1):
        margins.FOUND.clear()
        make()
        print("\n".join(margins.told()))
