"""Schematic neighbourhoods and districts from label points and a generalised outline.

The cells of the Voronoi diagram of the label points are dissolved per neighbourhood and clipped to the outline. All borders are
drawn once, as lines on a grid of a metre, and only then become faces: two neighbours share every vertex of their
common border, so that there is neither gap nor overlap.
"""

import csv
import math
from pathlib import Path

import pyproj
import shapely
from shapely.geometry import LineString, MultiPoint, MultiPolygon, Point, Polygon

FACTS = Path(__file__).parent / "facts"
MUNICIPALITY = ("GM0505", "Dordrecht")
GRID_M = 1.0

# The transformation without a grid shift is the same on every machine; a grid that happens to be installed is not.
pyproj.network.set_network_enabled(False)
TO_DEGREES = pyproj.Transformer.from_crs("EPSG:28992", "OGC:CRS84", always_xy=True)


def read(name):
    """The rows of a file of facts."""
    with open(FACTS / name, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def label_points():
    """The label points by neighbourhood, in metres (EPSG:28992)."""
    points = {}
    for row in read("label-points.csv"):
        points.setdefault(row["buurtcode"], []).append((float(row["x_rd_m"]), float(row["y_rd_m"])))
    return points


def outline():
    """The outline of the municipality."""
    return Polygon([(float(row["x_rd_m"]), float(row["y_rd_m"])) for row in read("municipality-outline.csv")])


def neighbourhood_polygons():
    """The schematic polygon of each neighbourhood, in metres on the grid."""
    points = label_points()
    owners = [(Point(xy), code) for code in sorted(points) for xy in points[code]]
    tree = shapely.STRtree([point for point, _ in owners])
    city = outline()
    frame = city.buffer(5_000).envelope
    edges = shapely.voronoi_polygons(MultiPoint([point for point, _ in owners]), extend_to=frame, only_edges=True)
    lines = shapely.union_all(
        [shapely.intersection(edges, city, grid_size=GRID_M), LineString(city.exterior.coords)], grid_size=GRID_M
    )
    faces = {}
    for face in shapely.get_parts(shapely.polygonize([lines])):
        owner = owners[tree.nearest(face.representative_point())][1]
        faces.setdefault(owner, []).append(face)
    return {code: multi(shapely.coverage_union_all(faces[code])) for code in sorted(faces)}


def district_polygons(neighbourhoods, districts):
    """The districts, dissolved from the polygons of their neighbourhoods."""
    return {
        district: multi(shapely.coverage_union_all([neighbourhoods[code] for code in codes]))
        for district, codes in districts.items()
    }


def multi(geometry):
    """The geometry as a multipolygon with its parts and rings in a fixed order."""
    parts = [geometry] if geometry.geom_type == "Polygon" else list(geometry.geoms)
    return shapely.normalize(MultiPolygon(parts))


def in_degrees(geometry):
    """The geometry in CRS84 with 7 decimals, outer rings to the right (RFC 7946)."""

    def turned(ring, counter_clockwise):
        coordinates = [tuple(round(v, 7) for v in TO_DEGREES.transform(x, y)) for x, y in ring.coords]
        return coordinates if ring.is_ccw == counter_clockwise else coordinates[::-1]

    return [
        [turned(part.exterior, True), *(turned(hole, False) for hole in part.interiors)] for part in geometry.geoms
    ]


def number(text):
    """A figure of the facts; nothing where there is none."""
    return int(text) if text else None


def features():
    """Polygons in metres by code, and the GeoJSON features of neighbourhoods and districts."""
    rows = {row["buurtcode"]: row for row in read("neighbourhoods.csv")}
    polygons = neighbourhood_polygons()
    assert polygons.keys() == rows.keys(), "every neighbourhood has a label point"
    names, districts = {}, {}
    for code, row in rows.items():
        names[row["wijkcode"]] = row["wijknaam"]
        districts.setdefault(row["wijkcode"], []).append(code)
    dissolved = district_polygons(polygons, districts)
    neighbourhoods = [feature(polygons[code], neighbourhood_figures(row)) for code, row in rows.items()]
    wijken = [
        feature(dissolved[code], district_figures(code, names[code], [rows[c] for c in districts[code]]))
        for code in sorted(districts)
    ]
    return polygons, neighbourhoods, wijken


def feature(polygon, properties):
    """A GeoJSON feature."""
    return {
        "type": "Feature",
        "properties": properties,
        "geometry": {"type": "MultiPolygon", "coordinates": in_degrees(polygon)},
    }


def neighbourhood_figures(row):
    """The figures of a neighbourhood under the names of PDOK."""
    return {
        "buurtcode": row["buurtcode"],
        "buurtnaam": row["buurtnaam"],
        "wijkcode": row["wijkcode"],
        "gemeentecode": MUNICIPALITY[0],
        "gemeentenaam": MUNICIPALITY[1],
        "water": row["water"],
        "aantal_inwoners": number(row["inwoners"]),
        "aantal_huishoudens": number(row["huishoudens"]),
        "percentage_personen_0_tot_15_jaar": number(row["pct_0_15"]),
        "percentage_personen_15_tot_25_jaar": number(row["pct_15_25"]),
        "percentage_personen_25_tot_45_jaar": number(row["pct_25_45"]),
        "percentage_personen_45_tot_65_jaar": number(row["pct_45_65"]),
        "percentage_personen_65_jaar_en_ouder": number(row["pct_65_plus"]),
        "oppervlakte_land_in_ha": number(row["oppervlakte_land_ha"]),
    }


def district_figures(code, name, rows):
    """The figures of a district: sums over its neighbourhoods, unknown where none of them is known."""

    def total(column):
        known = [int(row[column]) for row in rows if row[column]]
        return sum(known) if known else None

    return {
        "wijkcode": code,
        "wijknaam": name,
        "gemeentecode": MUNICIPALITY[0],
        "gemeentenaam": MUNICIPALITY[1],
        "aantal_inwoners": total("inwoners"),
        "aantal_huishoudens": total("huishoudens"),
        "oppervlakte_land_in_ha": total("oppervlakte_land_ha"),
    }


def check(polygons):
    """Fails where the polygons are no partition of one area with common borders."""
    whole = shapely.union_all(list(polygons.values()))
    areas = math.fsum(polygon.area for polygon in polygons.values())
    assert all(polygon.is_valid for polygon in polygons.values()), "a polygon is not valid"
    assert abs(whole.area - areas) < 1e-6 * areas, f"union {whole.area}, sum {areas}"
    assert shapely.coverage_is_valid(list(polygons.values())), "a border is not shared vertex by vertex"
    assert whole.geom_type == "Polygon" and not whole.interiors, "there are gaps"
