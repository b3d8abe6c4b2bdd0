"""How evenly distance is shared: over the residents who can reach a facility, d_i being the distance to the nearest."""

import math

import numpy as np
from inequality.gini import Gini

import definitions as define
from margins import apart

SAME = 1e-9
QUANTILES = (("medianDistanceM", 0.5), ("p90DistanceM", 0.9))
SHARES = (0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.99)


def gini(p, d):
    """Sum over all pairs of p_i p_j |d_i - d_j|, over 2 P^2 mean; None where the mean is 0."""
    total, metres = p.sum(), (p * d).sum()
    if metres == 0:
        return None
    pairs = math.fsum(float(p[i : i + 200] @ (np.abs(d[i : i + 200, None] - d[None, :]) @ p)) for i in range(0, len(d), 200))
    return pairs / (2 * total * metres)


def quantile(p, d, q):
    """The smallest distance up to which at least the share q of the residents live, and whether that share is reached exactly.

    Where it is (the 90th of 100 equal weights), a sum of weights may round to either side: a share within SAME counts as reached.
    """
    order = np.argsort(d, kind="stable")
    d, reached = d[order], np.cumsum(p[order])
    short = q - reached / reached[-1]
    apart("share of residents at a quantile", short[np.abs(short) > SAME], SAME)
    at = int(np.argmax(short <= SAME))
    return float(d[at]), bool(abs(short[at]) <= SAME and d[at] != d[min(at + 1, len(d) - 1)])


def lorenz(p, d):
    """Cumulative shares of the residents and of the metres, nearest first, from (0, 0) to (1, 1)."""
    order = np.argsort(d, kind="stable")
    people, metres = np.cumsum(p[order]), np.cumsum(p[order] * d[order])
    return np.concatenate(([0.0], people / people[-1])), np.concatenate(([0.0], metres / metres[-1]))


def equity(p, d, norm, whole=False):
    """The measures over demand points with weights p whose nearest facility lies d away; None where nobody lives.

    `whole` tells that the weights are whole residents, who can be counted out one by one for a library that knows no weights.
    """
    p, d = p[p > 0], d[p > 0]
    names = ("meanDistanceM", "medianDistanceM", "p90DistanceM", "gini", "fgt0", "fgt1", "fgt2", "lorenz")
    if len(p) == 0:
        return dict.fromkeys(names)
    total, beyond = p.sum(), d > norm
    row = {"meanDistanceM": float((p * d).sum() / total)}
    for name, q in QUANTILES:
        row[name], exactly = quantile(p, d, q)
        if exactly:
            row.setdefault("exactShare", []).append(name)
        else:
            assert row[name] == np.quantile(d, q, method="inverted_cdf", weights=p), name
    row["gini"] = gini(p, d)
    for alpha in (0, 1, 2):
        row[f"fgt{alpha}"] = define.ratio((p[beyond] * ((d[beyond] - norm) / norm) ** alpha).sum(), total)
    if row["gini"] is None:
        return row | {"lorenz": None}
    people, metres = lorenz(p, d)
    row["lorenz"] = {f"{share:g}": float(np.interp(share, people, metres)) for share in SHARES}
    # Twice the area between the curve and the diagonal.
    assert math.isclose(row["gini"], 1 - 2 * np.trapezoid(metres, people), abs_tol=1e-9)
    if whole:
        assert math.isclose(row["gini"], Gini(np.repeat(d, p.astype(int))).g, rel_tol=1e-9)
    return row
