"""Facilities together at one physical place: complete linkage, two groups merged while their widest pair stays within the diameter."""

import math
from dataclasses import dataclass

import numpy as np
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.spatial.distance import pdist

from margins import apart, steps


@dataclass
class Facility:
    """A located facility; what is unknown is None."""

    id: str
    place: tuple
    service_type: str | None
    organisation: str | None = None
    address: str | None = None
    postcode: str | None = None
    finding_place: bool | None = None


def squared(places):
    """Squared metres between all pairs: exact for whole metres, so that equal distances are equal."""
    places = np.array(places, dtype=float).reshape(-1, 2)
    return (places[:, None, 0] - places[None, :, 0]) ** 2 + (places[:, None, 1] - places[None, :, 1]) ** 2


def clusters(places, diameter):
    """Groups of places (by number, in the order of their ids); of pairs equally wide the one with the lowest ids merges first."""
    # A group goes by its first member. Below the diagonal and where a group was merged away nothing is left to choose.
    width = squared(places)
    width[np.tril_indices(len(places))] = np.inf
    groups = {j: [j] for j in range(len(places))}
    while len(groups) > 1:
        # The first of the least, row by row: the lowest first group, then the lowest second.
        one, other = np.unravel_index(np.argmin(width), width.shape)
        if width[one, other] > diameter**2:
            break
        groups[one] += groups.pop(other)
        for third in groups:
            if third != one:
                to_one, to_other = (min(one, third), max(one, third)), (min(other, third), max(other, third))
                width[to_one] = max(width[to_one], width[to_other])
        width[other, :] = np.inf
        width[:, other] = np.inf
    return sorted(sorted(int(j) for j in group) for group in groups.values())


def check(places, diameter, groups):
    """Compares the grouping with scipy's where no two distances are the same; tells how many are."""
    d = pdist(np.array(places, dtype=float).reshape(-1, 2))
    apart(f"distance between facilities and {diameter:g} m", d - diameter)
    between = steps(d[d <= diameter])
    apart("distances between facilities", between)
    ties = int((between == 0).sum())
    if len(places) > 1:
        labels = fcluster(linkage(d, method="complete"), diameter, criterion="distance")
        theirs = {tuple(np.flatnonzero(labels == label).tolist()) for label in set(labels)}
        differ = len(theirs ^ {tuple(group) for group in groups})
        assert ties or not differ, f"scipy groups otherwise: {differ}"
        print(f"hubs of {diameter:g} m: {len(places)} facilities, {ties} distances equal to another, groups unlike scipy's: {differ}")
    for one, first in enumerate(groups):
        for second in groups[one + 1 :]:
            widest = max(math.dist(places[j], places[k]) for j in first + second for k in first + second)
            assert widest > diameter, "two groups could still be merged"


def same_address(members):
    """Whether all have one known address and postcode, whatever the case and the space around them."""
    if not all(member.address and member.postcode for member in members):
        return False
    return len({(member.address.strip().casefold(), member.postcode.strip().casefold()) for member in members}) == 1


def finding_place(members):
    """True where one says so, False where all say no, else None."""
    if any(member.finding_place for member in members):
        return True
    return False if all(member.finding_place is False for member in members) else None


def hubs(facilities, diameter):
    """Groups of at least two service types or two organisations, by their first member."""
    facilities = sorted(facilities, key=lambda facility: facility.id)
    places = [facility.place for facility in facilities]
    groups = clusters(places, diameter)
    check(places, diameter, groups)
    rows = {}
    for group in groups:
        members = [facilities[j] for j in group]
        types = sorted({member.service_type for member in members} - {None})
        organisations = {member.organisation for member in members} - {None}
        if len(types) < 2 and len(organisations) < 2:
            continue
        rows[members[0].id] = {
            "members": [member.id for member in members],
            "serviceTypes": types,
            "organisationCount": len(organisations),
            "widthM": math.sqrt(squared([member.place for member in members]).max()),
            "sameAddress": same_address(members),
            "findingPlace": finding_place(members),
            "x": math.fsum(member.place[0] for member in members) / len(members),
            "y": math.fsum(member.place[1] for member in members) / len(members),
        }
    return rows, {"groups": len(groups), "hubs": len(rows)}


def concentration(codes, homes, standing):
    """Per area the facilities in it and those that stand in a hub; `homes` are the areas of each facility, by id."""
    rows = {}
    for code in codes:
        own = [identifier for identifier, areas in homes.items() if code in areas]
        inside = sum(identifier in standing for identifier in own)
        rows[code] = {"facilityCount": len(own), "inHub": inside, "concentration": inside / len(own) if own else None}
    return rows
