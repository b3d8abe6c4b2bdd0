#!/usr/bin/env python3
"""Makes a city folder of a workload's neighbourhoods and facilities, so that the program and its page can be tried with as many.
Residents are made up: a number per neighbourhood, the same every time; the addresses stay out.
  city.py DATA WORKLOAD FOLDER"""
import csv
import json
import sys
from pathlib import Path

data, folder = Path(sys.argv[1]) / sys.argv[2], Path(sys.argv[3])
folder.mkdir(parents=True, exist_ok=True)
taxonomy = Path(__file__).resolve().parents[2] / "data/service-types.csv"
with open(taxonomy, newline="", encoding="utf-8") as file:
    codes = [row["code"] for row in csv.DictReader(file)]

with open(data / "neighbourhoods.geojson", encoding="utf-8") as file:
    areas = json.load(file)
for number, feature in enumerate(areas["features"]):
    properties = feature["properties"]
    feature["properties"] = {
        "code": properties["code"],
        "name": properties["name"],
        "residents": 300 + number * 137 % 2500,
    }
with open(folder / "neighbourhoods.geojson", "w", encoding="utf-8") as file:
    json.dump(areas, file, separators=(",", ":"))

with (
    open(data / "facilities.csv", newline="", encoding="utf-8") as source,
    open(folder / "facilities.csv", "w", newline="", encoding="utf-8") as target,
):
    writer = csv.writer(target)
    writer.writerow(["id", "name", "serviceType", "x", "y"])
    for row in csv.DictReader(source):
        kind = codes[int(row["type"]) % len(codes)]
        writer.writerow([f"f{int(row['fid']):06}", f"Example {row['fid']}", kind, row["x"], row["y"]])

(folder / "city.toml").write_text(
    """name = "Country"
crs = "EPSG:28992"
notice_nl = "Gemaakt om snelheid te meten: niets hiervan bestaat."
notice_en = "Made to measure speed: none of this exists."

[[sources]]
layer = "neighbourhoods"
file = "neighbourhoods.geojson"

[[sources]]
layer = "facilities"
file = "facilities.csv"
crs = "EPSG:28992"
""",
    encoding="utf-8",
)
