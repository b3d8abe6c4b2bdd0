"""Who loses the service when facilities stop: loss(T) = sum of p_i over m_i >= 1 and every facility within S of i in T."""

import math
from itertools import combinations

import numpy as np

import definitions as define
from margins import apart, steps

# Losses this near to each other are the same residents added up in another order.
SAME = 1e-9


def loss(p, a, closed):
    """Residents who lose the service when all of `closed` (columns of a) stop."""
    m = a.sum(axis=1)
    return float(p[(m >= 1) & (a[:, list(closed)].sum(axis=1) == m)].sum())


def least(sets, losses):
    """The set that loses the fewest, the first of those that lose the same; fails where rounding could choose another."""
    losses = np.array(losses)
    same = losses <= losses.min() + SAME * max(1.0, losses.min())
    apart("least loss and the next", losses[~same] - losses.min())
    return sets[int(np.argmax(same))], int(same.sum())


def best(p, a, size):
    """The set of a size that loses the fewest, every set tried, in the order of their ids; how many sets lose just as few."""
    m = a.sum(axis=1)
    # Nobody with more facilities in reach than stop can lose the service.
    few = (m >= 1) & (m <= size)
    p, a, m = p[few], a[few].astype(np.uint8).T.copy(), m[few]
    sets = list(combinations(range(len(a)), size))
    return least(sets, [p[np.add.reduce([a[j] for j in closed]) == m].sum() for closed in sets])


def grown(p, a, closed):
    """The set with the one facility more that makes the joint loss least."""
    sets = [tuple(sorted((*closed, j))) for j in range(a.shape[1]) if j not in closed]
    return least(sets, [loss(p, a, one) for one in sets])


def money(lost, amounts):
    """Euros saved and residents lost per euro; None where an amount is unknown, the latter also where nothing is saved."""
    if any(amount is None for amount in amounts):
        return {"eurosSaved": None, "lossPerEuro": None}
    saved = math.fsum(amounts)
    return {"eurosSaved": saved, "lossPerEuro": define.ratio(lost, saved)}


def removals(p, d, norm, ids, euros, largest):
    """Every facility alone, ranked, and the best sets of 2 to `largest`. Facilities stand in the order of their ids."""
    assert ids == sorted(ids)
    a = d <= norm
    losses = [loss(p, a, [j]) for j in range(len(ids))]
    unique = [row["uniqueCoverage"] for row in define.unique_coverage(p, d, norm)]
    assert np.allclose(losses, unique, rtol=1e-12, atol=1e-9), "a set of one is not its unique coverage"
    apart("loss of one and of another", steps(losses))
    singles = {}
    for rank, j in enumerate(sorted(range(len(ids)), key=lambda j: (losses[j], ids[j])), 1):
        singles[ids[j]] = {"rank": rank, "residentsLost": losses[j], **money(losses[j], [euros.get(ids[j])])}
    patterns = {}
    for weight, row in zip(p, a, strict=True):
        reach = frozenset(np.flatnonzero(row).tolist())
        patterns[reach] = patterns.get(reach, 0.0) + weight
    sets = {}
    closed = ()
    for size in range(2, min(largest, len(ids)) + 1):
        closed, equal = best(p, a, size) if size <= 3 else grown(p, a, closed)
        lost = loss(p, a, closed)
        again = math.fsum(weight for reach, weight in patterns.items() if reach and reach <= set(closed))
        assert math.isclose(lost, again, rel_tol=1e-9, abs_tol=1e-9), (closed, lost, again)
        sets[size] = {
            "facilities": [ids[j] for j in closed],
            "residentsLost": lost,
            "method": "exact" if size <= 3 else "stepwise",
            "setsAsGood": equal,
            **money(lost, [euros.get(ids[j]) for j in closed]),
        }
    return singles, sets
