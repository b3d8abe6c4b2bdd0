"""Writes tests/expected/assessments-*.json: what criteria of coverage and of floor area say of every district, by their definitions.

`python assessments.py [FOLDER]` as expected.py: the sample with its own criteria.toml, the real city with tests/inputs/norms.toml.
"""

import math
import sys
import tomllib

import geopandas
import numpy as np
import pandas

import definitions as define
import expected
import margins
from expected import REAL, ROOT, SAMPLE, TO_RD, City, figure, in_force, write

LEVEL = "WK"


def criteria(file):
    """Those that hold on the chosen day; no two versions of one do here."""
    with open(file, "rb") as text:
        norms = [norm for norm in tomllib.load(text)["criteria"] if in_force(norm.get("valid_from"), norm.get("valid_to"))]
    assert len({norm["id"] for norm in norms}) == len(norms)
    return norms


def covered(city, criterion, rows, district):
    """Share of the group within the distance; what lacks are residents."""
    group = criterion.get("group", "all")
    if group not in city.groups:
        city.groups[group] = define.group_residents(city.areas, group)
        city.weights[group] = define.weights(city.demand, city.groups[group][0])
    residents, imputed = city.groups[group]
    known = city.total(district, residents)
    told = {"imputed": any(imputed[n] for n in city.members[district])}
    if known is None or known == 0:
        return told | {"verdict": "unknown", "reason": "noResidents", "value": None, "shortBy": None}
    d = define.distances(city.demand, [row["place"] for row in rows])
    margins.apart("demand point at the norm distance", (d - criterion["distance_m"]).ravel())
    inside, p = city.inside[district], city.weights[group]
    served = math.fsum(p[inside & (d <= criterion["distance_m"]).any(axis=1)])
    value, lacks = served / known, criterion["required"] * known - served
    return told | judged(criterion, value, lacks, None)


def floor_area(city, criterion, rows, district, households):
    """m2 per 1,000 households of what stands in the district; a facility that tells no area makes the sum a least one."""
    own = {city.areas[n].code for n in city.members[district]}
    here = [row for row in rows if row["home"] in own]
    known = [households[n] for n in city.members[district] if households[n] is not None]
    if sum(known) == 0:
        return {"imputed": False, "verdict": "unknown", "reason": "noHouseholds", "value": None, "shortBy": None}
    area = math.fsum(row["floorAreaM2"] or 0 for row in here)
    untold = any(row["floorAreaM2"] is None for row in here)
    value, lacks = 1000 * area / sum(known), criterion["required"] * sum(known) / 1000 - area
    return {"imputed": False} | judged(criterion, value, lacks, "floorAreaMissing" if untold else None)


def judged(criterion, value, lacks, missing):
    """Met or short; where something is missing and what is known does not reach, nobody knows."""
    if value >= criterion["required"]:
        return {"verdict": "met", "reason": missing, "value": value, "shortBy": None}
    if missing:
        return {"verdict": "unknown", "reason": missing, "value": None, "shortBy": None}
    return {"verdict": "short", "reason": None, "value": value, "shortBy": lacks}


def assessed(city, table, households, norms):
    """A row per criterion and district."""
    rows = {}
    for criterion in norms:
        of_type = [row for row in table if row["type"] == criterion["service_type"]]
        for district in sorted(code for code in city.members if code.startswith(LEVEL)):
            if criterion.get("mode") == "walking":
                row = {"verdict": "unknown", "reason": "noNetwork", "value": None, "shortBy": None, "imputed": False}
            elif "required" not in criterion:
                row = {"verdict": "unknown", "reason": "nothingRequired"}
            elif criterion["measure"] == "coverage":
                row = covered(city, criterion, of_type, district)
            else:
                row = floor_area(city, criterion, of_type, district, households)
            if row.get("value") is not None and "ambition" in criterion and row["reason"] is None:
                row["ambitionMet"] = row["value"] >= criterion["ambition"]
            rows[f"{criterion['id']} {district}"] = row
    return rows


def real():
    words = ("0Tot15Jaar", "15Tot25Jaar", "25Tot45Jaar", "45Tot65Jaar", "65JaarEnOuder")
    file = REAL / "buurten-2023.geojson"
    city = City(expected.neighbourhoods(file, "aantalInwoners", [f"percentagePersonen{word}" for word in words], "oppervlakteLandInHa"))
    households = [figure(row["aantalHuishoudens"]) for row in geopandas.read_file(file).to_dict("records")]
    types = {"bibliotheek": "LRN-BIEB", "sportaccommodatie": "VER-SPORT"}
    table = []
    for row in geopandas.read_file(REAL / "voorzieningen.geojson").to_dict("records"):
        place = TO_RD.transform(row["geometry"].x, row["geometry"].y)
        home = define.lies_in(city.areas, place)
        table.append({"type": types.get(row["categorie"]), "place": place, "home": home, "floorAreaM2": None})
    norms = criteria(ROOT / "tests" / "inputs" / "norms.toml")
    write("assessments-real.json", {"assessments": assessed(city, table, households, norms)})


def sample():
    words = ("0_tot_15_jaar", "15_tot_25_jaar", "25_tot_45_jaar", "45_tot_65_jaar", "65_jaar_en_ouder")
    file = SAMPLE / "neighbourhoods.geojson"
    city = City(
        expected.neighbourhoods(file, "aantal_inwoners", [f"percentage_personen_{word}" for word in words], "oppervlakte_land_in_ha")
    )
    households = [figure(row["aantal_huishoudens"]) for row in geopandas.read_file(file).to_dict("records")]
    table = []
    for row in pandas.read_csv(SAMPLE / "facilities.csv", dtype=str, keep_default_na=False).to_dict("records"):
        if row["x_rd"] and in_force(row["validFrom"], row["validTo"]):
            place = (float(row["x_rd"]), float(row["y_rd"]))
            area = float(row["floorAreaM2"]) if row["floorAreaM2"] else None
            table.append({"type": row["serviceType"], "place": place, "home": define.lies_in(city.areas, place), "floorAreaM2": area})
    write("assessments-sample.json", {"assessments": assessed(city, table, households, criteria(SAMPLE / "criteria.toml"))})


if __name__ == "__main__":
    np.seterr(all="raise")
    if REAL.is_dir():
        real()
    else:
        print(f"{REAL} is absent: the real city was skipped", file=sys.stderr)
    sample()
    print("\n".join(margins.told()))
