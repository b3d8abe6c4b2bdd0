"""Writes tests/expected/money-sample.json: where the money of the sample's grants goes, computed from its files with exact fractions.

`python money.py` needs no packages. In which neighbourhood a facility lies it takes from tests/expected/dordrecht-sample.json.
"""

import csv
import json
import tomllib
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path

ROOT = Path(__file__).parents[2]
SAMPLE, EXPECTED = ROOT / "data" / "dordrecht", ROOT / "tests" / "expected"
ON = date(2026, 11, 21)


def read(name):
    """The rows of a table of the sample."""
    with open(SAMPLE / name, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def day(text):
    """A day, or None."""
    return date.fromisoformat(text) if text else None


def listed(text):
    """What is parted by semicolons."""
    return [part.strip() for part in text.split(";") if part.strip()]


def in_force(row, start, end, on):
    """Whether something lasts on a day; its last day is no longer in it."""
    first, last = day(row[start]), day(row[end])
    return (first is None or first <= on) and (last is None or on < last)


def divide(cents, shares, count):
    """Whole cents: every part its share rounded down, then a cent each to the largest remainders, the first of equal ones first."""
    weights = [Fraction(share) for share in shares] or [Fraction(1)] * count
    exact = [cents * weight / sum(weights) for weight in weights]
    parts = [part.numerator // part.denominator for part in exact]
    order = sorted(range(count), key=lambda n: (parts[n] - exact[n], n))
    for n in order[: cents - sum(parts)]:
        parts[n] += 1
    assert sum(parts) == cents
    return parts


def grants():
    """The grants with cents, days and lists."""
    for row in read("grants.csv"):
        amount = Fraction(row["eurosPerYear"]) * 100 if row["eurosPerYear"] else None
        assert amount is None or amount.denominator == 1
        yield {
            **row,
            "cents": None if amount is None else int(amount),
            "places": listed(row["facilities"]),
            "partners": listed(row["recipient"]),
        }


def half_up(value):
    """To a whole number, a half rounded up."""
    return (2 * value.numerator + value.denominator) // (2 * value.denominator)


class Money:
    """The sample's money on the day."""

    def __init__(self):
        known = json.loads((EXPECTED / "dordrecht-sample.json").read_text(encoding="utf-8"))
        city = tomllib.loads((SAMPLE / "city.toml").read_text(encoding="utf-8"))
        self.home = {identifier: row["neighbourhood"] for identifier, row in known["facilities"].items()}
        self.residents = {code: row["residents"] for code, row in known["areas"].items()}
        self.programmes = city["programme_areas"]
        self.facilities = {row["id"]: row for row in read("facilities.csv")}
        self.grants = list(grants())
        self.now = [grant for grant in self.grants if in_force(grant, "from", "to", ON)]

    def role(self, identifier):
        """The role that the source states, else what the grants in force say."""
        stated = self.facilities[identifier]["municipalRole"]
        kinds = {grant["kind"] for grant in self.now if identifier in grant["places"]}
        return stated or ("both" if len(kinds) == 2 else min(kinds, default=""))

    def of_facility(self, by, identifier):
        """The key of money for a facility."""
        facility = self.facilities.get(identifier)
        if facility is None:
            return "!unknownFacility"
        code = facility["serviceType"]
        if by == "facility":
            return identifier
        if by == "role":
            return self.role(identifier) or "!roleUnknown"
        if by in ("serviceType", "typeGroup"):
            return (code if by == "serviceType" else code.split("-")[0]) or "!unclassified"
        if not facility["x_rd"]:
            return "!notLocated"
        at = self.home[identifier]
        if at is None:
            return "!outsideCity"
        district = "WK" + at[2:8]
        if by == "programme":
            inside = [
                area["code"] for area in self.programmes if district in area.get("districts", ()) or at in area.get("neighbourhoods", ())
            ]
            assert len(inside) < 2
            return inside[0] if inside else "!outsideAreas"
        return {"neighbourhood": at, "district": district, "municipality": "GM" + at[2:6]}[by]

    def provision(self, grant, identifier):
        """What a grant pays for at a facility (None: at none)."""
        facility = self.facilities.get(identifier)
        if grant["provision"] or facility is None:
            return grant["provision"] or "!provisionUnknown"
        return "specialist" if facility["conversionCandidate"] == "true" else "general"

    def parts(self, by, grant):
        """(key, cents, facility) of each part of a grant, and whether the division behind them is by rule."""
        cents = grant["cents"] or 0
        places, partners = grant["places"], grant["partners"]
        if by == "recipient":
            if not partners:
                return [("!noRecipient", cents, None)], False
            divided = divide(cents, listed(grant["recipientShares"]), len(partners))
            parts = [(name, part, None) for name, part in zip(partners, divided, strict=True)]
            return parts, len(partners) > 1 and not grant["recipientShares"]
        whole = {
            "scheme": grant["scheme"] or "!noScheme",
            "kind": grant["kind"] or "!kindUnknown",
            "endYear": str((day(grant["to"]) - timedelta(1)).year) if grant["to"] else "!openEnded",
        }
        by_rule = len(places) > 1 and not grant["shares"]
        if not places:
            key = whole.get(by) or (self.provision(grant, None) if by == "provision" else "!noFacility")
            return [(key, cents, None)], by_rule
        divided = divide(cents, listed(grant["shares"]), len(places))
        parts = []
        for identifier, part in zip(places, divided, strict=True):
            key = whole.get(by) or (self.provision(grant, identifier) if by == "provision" else self.of_facility(by, identifier))
            parts.append((key, part, identifier))
        return parts, by_rule

    def spending(self, by):
        """A row per key."""
        rows = {}
        for grant in self.now:
            parts, by_rule = self.parts(by, grant)
            whole = len({key for key, _, _ in parts}) == 1
            for key in {key for key, _, _ in parts}:
                own = [(cents, place) for of, cents, place in parts if of == key]
                row = rows.setdefault(key, {"cents": 0, "grants": 0, "unknown": 0, "facilities": set(), "allocated": 0})
                row["grants"] += 1
                row["unknown"] += grant["cents"] is None
                row["cents"] += sum(cents for cents, _ in own)
                row["allocated"] += 0 if whole or not by_rule else sum(cents for cents, _ in own)
                # By recipient every partner is there for all of its facilities.
                places = grant["places"] if by == "recipient" else [place for _, place in own]
                row["facilities"] |= {place for place in places if place in self.facilities}
        total = sum(grant["cents"] or 0 for grant in self.now)
        assert sum(row["cents"] for row in rows.values()) == total, by
        return {
            f"{by} {key}": {
                "eurosPerYear": None if row["unknown"] == row["grants"] else row["cents"] / 100,
                "eurosPerResident": row["cents"] / 100 / self.residents[key] if self.residents.get(key) else None,
                "grants": row["grants"],
                "grantsWithoutAmount": row["unknown"],
                "facilities": len(row["facilities"]),
                "allocatedEuros": None if row["unknown"] == row["grants"] else row["allocated"] / 100,
            }
            for key, row in rows.items()
            if by != "facility" or key > "vb-9" or key.startswith("!")  # the deliberate cases; spares two thirds of the file
        }

    def commitments(self):
        """A row per calendar year, every day of it counted."""
        rows = {}
        last = max((day(grant["to"]) - timedelta(1)).year for grant in self.grants if grant["to"])
        for year in range(ON.year, last + 1):
            days = [date(year, 1, 1) + timedelta(n) for n in range(366)]
            days = [on for on in days if on.year == year]
            row = {"committed": 0, "multiYear": 0, "open": 0, "grants": 0, "unknown": 0, "ending": 0, "centsEnding": 0}
            for grant in self.grants:
                paid = sum(in_force(grant, "from", "to", on) for on in days)
                if not paid:
                    continue
                cents = grant["cents"] or 0
                money = half_up(Fraction(cents * paid, len(days)))
                row["grants"] += 1
                row["unknown"] += grant["cents"] is None
                if not grant["to"]:
                    row["open"] += money
                    continue
                row["committed"] += money
                if grant["from"] and (day(grant["to"]) - day(grant["from"])).days > 366:
                    row["multiYear"] += money
                if (day(grant["to"]) - timedelta(1)).year == year:
                    row["ending"] += 1
                    row["centsEnding"] += cents
            rows[str(year)] = {
                "committedEuros": row["committed"] / 100,
                "multiYearEuros": row["multiYear"] / 100,
                "openEndedEuros": row["open"] / 100,
                "grants": row["grants"],
                "grantsWithoutAmount": row["unknown"],
                "grantsEnding": row["ending"],
                "eurosEnding": row["centsEnding"] / 100,
            }
        return rows

    def mismatches(self):
        """What does not fit, by kind, grant and facility."""
        rows = {}
        for grant in self.now:
            if not grant["places"]:
                rows[f"grantWithoutFacility:{grant['id']}"] = grant["cents"]
                continue
            parts = divide(grant["cents"] or 0, listed(grant["shares"]), len(grant["places"]))
            for identifier, cents in zip(grant["places"], parts, strict=True):
                facility = self.facilities.get(identifier)
                amount = None if grant["cents"] is None else cents
                if facility is None:
                    rows[f"grantForUnknownFacility:{grant['id']}~{identifier}"] = amount
                elif not in_force(facility, "validFrom", "validTo", ON):
                    rows[f"grantForFacilityNotOpen:{grant['id']}~{identifier}"] = amount
        for identifier, facility in self.facilities.items():
            own = [grant for grant in self.grants if identifier in grant["places"]]
            if not in_force(facility, "validFrom", "validTo", ON) or any(grant in self.now for grant in own):
                continue
            over = [grant for grant in own if grant["to"] and day(grant["to"]) <= ON]
            if own and len(over) == len(own) and facility["municipalRole"] != "none":
                last = max(grant["to"] for grant in over)
                (grant,) = [grant for grant in over if grant["to"] == last]
                assert grant["places"] == [identifier]
                rows[f"grantEnded:{grant['id']}~{identifier}"] = grant["cents"]
            elif facility["municipalRole"] in ("subsidy", "commission", "both"):
                rows[f"facilityWithoutGrant:{identifier}"] = None
        return {key: {"eurosPerYear": None if cents is None else cents / 100} for key, cents in rows.items()}


def main():
    money = Money()
    groupings = (
        "serviceType typeGroup neighbourhood district programme municipality role scheme recipient kind provision endYear facility"
    ).split()
    spending = {}
    for by in groupings:
        spending |= money.spending(by)
    general, specialist = (spending[f"provision {of}"]["eurosPerYear"] for of in ("general", "specialist"))
    sections = {
        "total": {"all": {"eurosPerYear": sum(grant["cents"] or 0 for grant in money.now) / 100, "generalShare": general / (general + specialist)}},
        "spending": spending,
        "commitments": money.commitments(),
        "mismatches": money.mismatches(),
    }
    parts = []
    for section in sorted(sections):
        rows = sections[section]
        lines = ",\n".join(f"{json.dumps(key)}: {json.dumps(rows[key], sort_keys=True)}" for key in sorted(rows))
        parts.append(f"{json.dumps(section)}: {{\n{lines}\n}}")
    (EXPECTED / "money-sample.json").write_text("{\n" + ",\n".join(parts) + "\n}\n", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
