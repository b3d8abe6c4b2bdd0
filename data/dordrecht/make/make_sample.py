"""Makes the sample city: `python make_sample.py` writes its layers one folder up, the same bytes every time."""

import csv
import json
from pathlib import Path

import shapely
from shapely.geometry import Point

import areas
import cases
import facilities
import grants
import indicators
from kinds import KINDS, UNSERVED

CITY = Path(__file__).parent.parent
SEED = 505


def write_geojson(name, features):
    """Writes a feature collection, one feature per line."""
    lines = ",\n".join(json.dumps(feature, ensure_ascii=False, separators=(",", ":")) for feature in features)
    (CITY / name).write_text(f'{{"type":"FeatureCollection","features":[\n{lines}\n]}}\n', encoding="utf-8", newline="\n")


def write_csv(name, columns, rows):
    """Writes a table."""
    with open(CITY / name, "w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def check(polygons, records, money):
    """Fails where the sample does not hold what SOURCES.md says of it."""
    ids = [record["id"] for record in records]
    assert len(ids) == len(set(ids)), "an id stands twice"
    names = [record["name"] for record in records]
    assert len(names) == len(set(names)) and all(name.endswith(facilities.MARK) for name in names), "a name stands twice or without its mark"
    assert {record["serviceType"] for record in records} == {*KINDS, ""}, "a service type has no facility"
    named = {facility for row in money for facility in row["facilities"].split(";") if facility}
    assert named - set(ids) == {cases.UNKNOWN}, "a grant is for nobody"
    outside = [record["id"] for record in records if record["x_rd"] != "" and not within(polygons, record)]
    assert outside == ["vb-918"], f"outside the city: {outside}"
    for code in UNSERVED:
        for record in records:
            if record["serviceType"] in ("LRN-BIEB", "ONT-BUURTHUIS", "ONT-HUISKAMER"):
                assert polygons[code].distance(Point(record["x_rd"], record["y_rd"])) > 1_000, f"{record['id']} serves {code}"


def within(polygons, record):
    """The code of the neighbourhood in which a facility lies; nothing outside the city or without a location."""
    if record["x_rd"] == "":
        return None
    point = Point(record["x_rd"], record["y_rd"])
    return next((code for code, polygon in polygons.items() if polygon.covers(point)), None)


def main():
    polygons, neighbourhoods, districts = areas.features()
    areas.check(polygons)
    shapely.prepare(list(polygons.values()))
    inventor = facilities.Inventor(polygons, SEED)
    records = facilities.invented(inventor, cases.facilities(inventor))
    lies_in = {record["id"]: within(polygons, record) for record in records}
    money = grants.invented(records, lambda identifier: lies_in[identifier] or "", SEED)
    check(polygons, records, money)
    write_geojson("neighbourhoods.geojson", neighbourhoods)
    write_geojson("districts.geojson", districts)
    write_csv("facilities.csv", facilities.COLUMNS, records)
    write_csv("grants.csv", grants.COLUMNS, money)
    write_csv("indicators.csv", indicators.COLUMNS, indicators.rows())
    print(f"{len(neighbourhoods)} neighbourhoods, {len(districts)} districts, {len(records)} facilities, {len(money)} grants")


if __name__ == "__main__":
    main()
