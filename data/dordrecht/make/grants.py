"""Invented grants: those of the deliberate cases, and one for a share of the other facilities of each kind."""

import random

import cases
from kinds import KINDS

COLUMNS = ("id", "scheme", "recipient", "kind", "eurosPerYear", "from", "to", "facilities", "shares", "recipientShares", "provision")
SCHEMES = {
    "meet": "Regeling Ontmoeten (voorbeeld)",
    "team": "Opdracht Sociale Teams (voorbeeld)",
    "advice": "Regeling Geld en Formulieren (voorbeeld)",
    "health": "Opdracht Jeugdgezondheid (voorbeeld)",
    "youth": "Regeling Jeugd (voorbeeld)",
    "play": "Regeling Spelen en Bewegen (voorbeeld)",
    "sport": "Regeling Verenigingen (voorbeeld)",
    "learn": "Regeling Leren en Lezen (voorbeeld)",
    "care": "Regeling Mantelzorg (voorbeeld)",
    "work": "Opdracht Meedoen (voorbeeld)",
    "joint": "Gezamenlijk budget (voorbeeld)",
    "other": "Regeling Initiatieven (voorbeeld)",
    "special": "Opdracht Specialistische Hulp (voorbeeld)",
}
BY_PREFIX = {"ONT": "meet", "HLP": "advice", "JGD": "youth", "SPL": "play", "VER": "sport", "LRN": "learn", "MZ": "care", "PAR": "work", "VRW": "other"}
PERIODS = (
    ("2024-01-01", "2025-01-01", 1), ("2024-01-01", "2028-01-01", 2), ("2025-01-01", "2027-01-01", 3), ("2025-01-01", "2029-01-01", 5),
    ("2026-01-01", "2027-01-01", 3), ("2026-01-01", "2029-01-01", 3), ("2027-01-01", "2029-01-01", 1),
)


def grant(identifier, scheme, recipient, kind, euros, start, end, facilities, shares, recipient_shares=(), provision=""):
    """A row of grants.csv; `end` is the first day without money, empty where it has none."""
    return {
        "id": identifier,
        "scheme": SCHEMES[scheme],
        "recipient": recipient,
        "kind": kind,
        "eurosPerYear": "" if euros is None else euros,
        "from": start,
        "to": end,
        "facilities": ";".join(facilities),
        "shares": ";".join(str(share) for share in shares),
        "recipientShares": ";".join(str(share) for share in recipient_shares),
        "provision": provision,
    }


def invented(records, neighbourhood_of, seed):
    """Grants for the facilities in `records`; `neighbourhood_of` tells in which neighbourhood an id lies."""
    draw = random.Random(seed)
    rows = [grant(*case) for case in cases.GRANTS]
    number = 0

    def add(scheme, recipient, kind, euros, period, facilities):
        nonlocal number
        number += 1
        rows.append(grant(f"vbg-{number:03}", scheme, recipient, kind, euros, *period, facilities, ()))

    for record in records:
        kind = KINDS.get(record["serviceType"])
        if record["id"] >= "vb-900" or not kind.grant or record["municipalRole"] == "none":
            continue
        share, low, high, grant_kind = kind.grant
        if draw.random() < share:
            *period, _ = draw.choices(PERIODS, [weight for *_, weight in PERIODS])[0]
            step = 500 if high < 100 else 1_000
            euros = round(1_000 * draw.triangular(low, high, low + (high - low) / 3) / step) * step
            scheme = {"HLP-WIJKTEAM": "team", "JGD-JGZ": "health"}.get(record["serviceType"], BY_PREFIX[record["serviceType"].split("-")[0]])
            add(scheme, record["organisation"], grant_kind, euros, period, (record["id"],))
    # The city has its play areas and exercise spots kept up by one contractor per part of the city.
    parts = {"West": ("03", "04", "07", "08"), "Oost": ("09", "10", "11"), "Centrum": ("01", "02", "05", "06")}
    for part, districts in parts.items():
        spots = [
            r["id"] for r in records
            if r["serviceType"] in ("SPL-PLEK", "BWG-PLEK") and neighbourhood_of(r["id"])[6:8] in districts
        ]
        add("play", f"Voorbeeldbedrijf Groen en Spelen {part}", "commission", 2_400 * len(spots), ("2025-01-01", "2028-01-01"), spots)
    return sorted(rows, key=lambda row: row["id"])
