"""Kernel density: sum over facilities of K(d/h)/h^2 with K(u) = 3/pi (1 - u^2)^2 below 1, per square kilometre."""

import math

import numpy as np
import shapely

from margins import apart


def kernel(points, places, bandwidth):
    """Facilities per square kilometre around each point."""
    value = np.zeros(len(points))
    for x, y in places:
        u = np.hypot(points[:, 0] - x, points[:, 1] - y) / bandwidth
        apart("cell centre at the bandwidth of a facility, in metres", (u - 1) * bandwidth)
        value += np.where(u < 1, 3 / math.pi * (1 - u**2) ** 2 / bandwidth**2, 0.0)
    return value * 1e6


def cells(polygons, side):
    """Squares (k, l) whose centre ((k+1/2)c, (l+1/2)c) lies in a polygon, and those centres."""
    west, south, east, north = shapely.total_bounds(np.array(polygons))
    every = [
        (k, l)
        for k in range(math.floor(west / side), math.ceil(east / side) + 1)
        for l in range(math.floor(south / side), math.ceil(north / side) + 1)
    ]
    centres = (np.array(every) + 0.5) * side
    points = shapely.points(centres)
    inside = np.zeros(len(every), dtype=bool)
    for polygon in polygons:
        shapely.prepare(polygon)
        inside |= shapely.covers(polygon, points)
    apart("cell centre and the edge of the city, in metres", shapely.distance(shapely.union_all(polygons).boundary, points))
    return [cell for cell, within in zip(every, inside, strict=True) if within], centres[inside]


def surface(polygons, places, bandwidth, side, shown):
    """What the cells with a value sum up to, and about `shown` of them: the highest and every so many-th."""
    keys, centres = cells(polygons, side)
    value = kernel(centres, places, bandwidth)
    # Wide of every facility the surface holds each of them once.
    x, y = np.array(places).min(axis=0), np.array(places).max(axis=0)
    grid = np.meshgrid(*(np.arange(lo - 1.1 * bandwidth, hi + 1.1 * bandwidth, side / 2) for lo, hi in zip(x, y, strict=True)))
    whole = _plain(np.column_stack([axis.ravel() for axis in grid]), places, bandwidth).sum() * (side / 2) ** 2
    assert math.isclose(whole, len(places), rel_tol=1e-3), (whole, len(places))
    positive = sorted((key, float(v)) for key, v in zip(keys, value, strict=True) if v > 0)
    highest = sorted((v for _, v in positive), reverse=True)
    summary = {
        "cells": len(positive),
        "sum": math.fsum(v for _, v in positive),
        "ranked": {str(rank): highest[rank - 1] for rank in (1, 10, 100, 1000)},
    }
    every = positive[:: max(1, len(positive) // shown)]
    every.append(max(positive, key=lambda item: item[1]))
    return summary, {f"{k} {l}": v for (k, l), v in every}


def _plain(points, places, bandwidth):
    """The same without the factor of square kilometres, for the check of the whole."""
    u = np.hypot(points[:, None, 0] - np.array(places)[None, :, 0], points[:, None, 1] - np.array(places)[None, :, 1]) / bandwidth
    return np.where(u < 1, 3 / math.pi * (1 - u**2) ** 2 / bandwidth**2, 0.0).sum(axis=1)
