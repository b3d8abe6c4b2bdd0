"""How far the figures stand from a place where rounding could turn them."""

import numpy as np

LEAST = 1e-6
FOUND = {}


def apart(what, differences, enough=LEAST):
    """Notes how near to 0 the differences come, those that are exactly 0 counted apart; fails where one could be taken for 0."""
    differences = np.abs(np.asarray(differences, dtype=float)).ravel()
    exact = int((differences == 0).sum())
    least = float(differences[differences > 0].min(initial=np.inf))
    assert least > enough, (what, least)
    before = FOUND.get(what, (np.inf, 0))
    FOUND[what] = (min(before[0], least), before[1] + exact)


def steps(values):
    """Differences between each value and the next larger."""
    return np.diff(np.sort(np.asarray(values, dtype=float).ravel()))


def told():
    """What was noted, a line each."""
    return [f"{what}: nearest {least:.3g}, exactly equal {exact}" for what, (least, exact) in sorted(FOUND.items())]
