"""Co-location quotients (Leslie & Kronenfeld 2011): whether one type stands next to another more often than chance would have it."""

import math
import warnings

import numpy as np
from esda.join_counts import Join_Counts
from libpysal.weights import W

from hubs import squared
from margins import apart

SHUFFLES = 99_999
SEED = 2011


def nearest(places):
    """Pairs (from, to, share): to the nearest others of each place, those equally near sharing 1."""
    width = squared(places)
    np.fill_diagonal(width, np.inf)
    pairs = []
    for one, row in enumerate(width):
        others = np.sort(np.sqrt(np.delete(row, one)))
        apart("distance to the nearest facility and to the others", others[1:] - others[0])
        same = np.flatnonzero(row == row.min())
        pairs += [(one, int(other), 1 / len(same)) for other in same]
    return pairs


def counts(pairs, kinds, types):
    """N_AB: per type A and type B the places of A, each by the share of B among its nearest."""
    return np.bincount(kinds[pairs[0]] * types + kinds[pairs[1]], weights=pairs[2], minlength=types * types).reshape(types, types)


def quotients(service_types, places, chosen):
    """Per ordered pair of types its quotient and how often a shuffle of the types over the places gives as much or as little.

    Rows are the pairs that begin with a chosen type and those of a type with itself; types with one facility have none.
    """
    names = sorted(set(service_types))
    kinds = np.array([names.index(name) for name in service_types])
    sizes = np.bincount(kinds, minlength=len(names))
    pairs = nearest(places)
    check(pairs, service_types, len(places))
    pairs = tuple(np.array(column) for column in zip(*pairs, strict=True))
    total = len(places)
    found = counts(pairs, kinds, len(names))
    random = np.random.default_rng(SEED)
    more, less, summed = np.zeros_like(found), np.zeros_like(found), np.zeros_like(found)
    for _ in range(SHUFFLES):
        shuffled = counts(pairs, random.permutation(kinds), len(names))
        more += shuffled >= found - 1e-9
        less += shuffled <= found + 1e-9
        summed += shuffled
    rows = {}
    for a, of in enumerate(names):
        for b, near in enumerate(names):
            if sizes[a] < 2 or sizes[b] < 2 or (of not in chosen and a != b):
                continue
            others = sizes[b] - (a == b)
            expected = sizes[a] * others / (total - 1)
            # Shuffled at random a neighbour is any of the others: quotients are 1 in the mean.
            assert math.isclose(summed[a, b] / SHUFFLES, expected, rel_tol=0.2), (of, near)
            upper, lower = (1 + more[a, b]) / (SHUFFLES + 1), (1 + less[a, b]) / (SHUFFLES + 1)
            rows[f"{of} {near}"] = {
                "facilitiesA": int(sizes[a]),
                "facilitiesB": int(sizes[b]),
                "neighbours": float(found[a, b]),
                "clq": float(found[a, b] / sizes[a] / (others / (total - 1))),
                "upper": float(upper),
                "lower": float(lower),
                "pValue": float(min(1.0, 2 * min(upper, lower))),
            }
    return rows


def check(pairs, service_types, total):
    """Compares how often a type stands next to itself with the join counts of esda."""
    neighbours, shares = {one: [] for one in range(total)}, {one: [] for one in range(total)}
    for one, other, share in pairs:
        neighbours[one].append(other)
        shares[one].append(share)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        weights = W(neighbours, shares)
        for name in sorted(set(service_types)):
            own = np.array([float(kind == name) for kind in service_types])
            ours = math.fsum(share for one, other, share in pairs if own[one] and own[other])
            assert math.isclose(2 * Join_Counts(own, weights, permutations=0).bb, ours, abs_tol=1e-9), name
