"""The definitions of the analyses, computed in the slowest and plainest way: every demand point against every facility.

i = demand point with weight p_i, j = facility, d_ij = straight-line metres, S = norm distance, a_ij = 1 where d_ij <= S,
m_i = sum of a_ij over j. A ratio with a zero denominator is None.
"""

import math
from dataclasses import dataclass

import numpy as np
import shapely

BANDS = ("0-15", "15-25", "25-45", "45-65", "65+")


def ratio(numerator, denominator):
    """numerator / denominator; None where there is nothing to divide by."""
    return float(numerator) / float(denominator) if denominator != 0 else None


@dataclass
class Neighbourhood:
    """A neighbourhood as its source gives it; what is unknown is None."""

    code: str
    district: str
    water: bool
    residents: float | None
    land_km2: float | None
    percentages: dict
    polygon: shapely.Geometry


@dataclass
class Demand:
    """Lattice points: where they lie, in which neighbourhood (by its place in the list of them), in which cell."""

    xy: np.ndarray
    owner: np.ndarray
    cells: list


def lattice(neighbourhoods, spacing):
    """Points ((k+1/2)s, (l+1/2)s) in the neighbourhood with the lowest code of those that cover them; none in water."""
    order = sorted(range(len(neighbourhoods)), key=lambda n: neighbourhoods[n].code)
    taken, xy, owner, cells = set(), [], [], []
    for n in order:
        area = neighbourhoods[n]
        if area.water:
            continue
        found = False
        west, south, east, north = area.polygon.bounds
        columns = range(math.floor(west / spacing) - 1, math.ceil(east / spacing) + 1)
        rows = range(math.floor(south / spacing) - 1, math.ceil(north / spacing) + 1)
        candidates = [(k, l) for k in columns for l in rows if (k, l) not in taken]
        points = np.array([((k + 0.5) * spacing, (l + 0.5) * spacing) for k, l in candidates])
        shapely.prepare(area.polygon)
        for cell, point, covered in zip(candidates, points, shapely.covers(area.polygon, shapely.points(points)), strict=True):
            if covered:
                found = True
                taken.add(cell)
                xy.append(tuple(point))
                owner.append(n)
                cells.append(cell)
        if not found and area.residents:
            point = area.polygon.representative_point()
            xy.append((point.x, point.y))
            owner.append(n)
            cells.append((math.floor(point.x / spacing), math.floor(point.y / spacing)))
    return Demand(np.array(xy), np.array(owner), cells)


def mean_percentage(neighbourhoods, band):
    """Population-weighted mean percentage of those that have one; None where none has."""
    known = [(n.residents, n.percentages[band]) for n in neighbourhoods if n.residents is not None and n.percentages[band] is not None]
    return ratio(sum(r * p for r, p in known), sum(r for r, _ in known))


def group_residents(neighbourhoods, group):
    """Residents of the group per neighbourhood (None where residents are unknown or it is water), and which are imputed."""
    residents, imputed = [], []
    city = None if group == "all" else mean_percentage(neighbourhoods, group)
    for area in neighbourhoods:
        if area.water or area.residents is None:
            residents.append(None)
            imputed.append(False)
        elif group == "all":
            residents.append(area.residents)
            imputed.append(False)
        else:
            percentage = area.percentages[group]
            missing = percentage is None
            if missing:
                percentage = mean_percentage([n for n in neighbourhoods if n.district == area.district], group)
            if percentage is None:
                percentage = city
            residents.append(area.residents * percentage / 100)
            imputed.append(missing and area.residents > 0)
    return residents, imputed


def weights(demand, residents):
    """p_i: the residents of each neighbourhood in equal parts over its points."""
    points = np.bincount(demand.owner, minlength=len(residents))
    return np.array([(residents[n] or 0.0) / points[n] for n in demand.owner])


def distances(demand, facilities):
    """d_ij, a row per demand point and a column per facility."""
    if len(facilities) == 0:
        return np.empty((len(demand.xy), 0))
    facilities = np.asarray(facilities, dtype=float)
    return np.hypot(demand.xy[:, None, 0] - facilities[None, :, 0], demand.xy[:, None, 1] - facilities[None, :, 1])


def coverage(p, d, norm, inside):
    """The measures of one area; `inside` tells which demand points are its own."""
    p, d = p[inside], d[inside]
    a = d <= norm
    m = a.sum(axis=1)
    total = p.sum()
    served = p[m >= 1].sum()
    reachable = d.shape[1] > 0
    return {
        "coverage": ratio(served, total),
        "residentsServed": float(served),
        "residentsUnserved": float(total - served),
        "meanDistanceM": ratio((p * d.min(axis=1)).sum(), total) if reachable and len(p) else None,
        "meanCount": ratio((p * m).sum(), total),
        "redundancyRatio": ratio((p * np.maximum(0, m - 1)).sum(), (p * m).sum()),
    }


def components(cells):
    """Groups of cells that touch along a side."""
    left, groups = set(cells), []
    while left:
        stack, group = [left.pop()], []
        while stack:
            k, l = stack.pop()
            group.append((k, l))
            for near in ((k + 1, l), (k - 1, l), (k, l + 1), (k, l - 1)):
                if near in left:
                    left.remove(near)
                    stack.append(near)
        groups.append(group)
    return groups


def gaps(neighbourhoods, demand, p, d, norm, spacing):
    """Per neighbourhood its gaps as {cells, residents, areaM2}, those with most residents first."""
    unserved = ~(d <= norm).any(axis=1) & (p > 0)
    found = {}
    for n in np.unique(demand.owner[unserved]):
        residents = {}
        for i in np.flatnonzero(unserved & (demand.owner == n)):
            residents[demand.cells[i]] = residents.get(demand.cells[i], 0.0) + p[i]
        polygon = neighbourhoods[n].polygon
        rows = []
        for group in components(residents):
            boxes = shapely.box(
                *np.array([(k * spacing, l * spacing, (k + 1) * spacing, (l + 1) * spacing) for k, l in group]).T
            )
            area = shapely.area(shapely.intersection(boxes, polygon)).sum()
            rows.append({"cells": len(group), "residents": float(sum(residents[c] for c in group)), "areaM2": float(area)})
        found[neighbourhoods[n].code] = sorted(rows, key=lambda row: (-row["residents"], -row["areaM2"]))
    return found


def unique_coverage(p, d, norm):
    """Per facility the residents in reach and those whom nothing else reaches."""
    a = d <= norm
    alone = a.sum(axis=1) == 1
    return [
        {"residentsInReach": float(p[a[:, j]].sum()), "uniqueCoverage": float(p[a[:, j] & alone].sum())} for j in range(d.shape[1])
    ]


def share_a_target(one, other):
    """Whether two facilities are for the same people; no target group, or everyone, is for all."""
    return not one or not other or "everyone" in one or "everyone" in other or bool(set(one) & set(other))


def overlaps(p, d, norm, facilities, targets, least):
    """Pairs (j, k) with Jaccard >= least of those that share a target group."""
    a = d <= norm
    rows = []
    for j in range(d.shape[1]):
        for k in range(j + 1, d.shape[1]):
            if not share_a_target(targets[j], targets[k]):
                continue
            shared = p[a[:, j] & a[:, k]].sum()
            jaccard = ratio(shared, p[a[:, j] | a[:, k]].sum())
            if jaccard is not None and jaccard >= least:
                metres = math.hypot(facilities[j][0] - facilities[k][0], facilities[j][1] - facilities[k][1])
                rows.append((j, k, {"jaccard": jaccard, "sharedResidents": float(shared), "distanceM": metres}))
    return rows


def lies_in(neighbourhoods, point):
    """Code of the neighbourhood that covers a point, the lowest where several do; None outside the city."""
    codes = [n.code for n in neighbourhoods if n.polygon.covers(shapely.Point(point))]
    return min(codes, default=None)
