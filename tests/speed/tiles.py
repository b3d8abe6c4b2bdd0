#!/usr/bin/env python3
"""Asks tiles of facilities of a running service and tells how long they take, the time on the wire included.
  tiles.py URL [QUERY] [ZOOM]
Every tile that holds anything is asked down to ZOOM (9); from there on the fullest cell is followed down to the deepest zoom."""
import http.client
import json
import sys
import time
from urllib.parse import urlsplit

url, question, every = urlsplit(sys.argv[1]), "?" + sys.argv[2] if len(sys.argv) > 2 else "", 9
if len(sys.argv) > 3:
    every = int(sys.argv[3])
connection = http.client.HTTPConnection(url.netloc)


def ask(zoom, x, y):
    start = time.perf_counter()
    connection.request("GET", f"/v1/tiles/facilities/{zoom}/{x}/{y}{question}")
    response = connection.getresponse()
    body = response.read()
    taken = time.perf_counter() - start
    assert response.status == 200, body
    return taken, len(body), json.loads(body)["features"]


def count(feature):
    return feature["properties"].get("count", 1)


def tell(zoom, asked):
    times = sorted(taken for taken, _, _ in asked)
    line = {
        "zoom": zoom,
        "tiles": len(asked),
        "facilities": sum(count(feature) for _, _, features in asked for feature in features),
        "median_ms": round(1000 * times[len(times) // 2], 2),
        "max_ms": round(1000 * times[-1], 2),
        "most_bytes": max(size for _, size, _ in asked),
    }
    print(json.dumps(line), flush=True)


print(json.dumps({"first_ms": round(1000 * ask(0, 0, 0)[0], 1)}))
tiles = [(0, 0)]
for zoom in range(every + 1):
    answers = {tile: ask(zoom, *tile) for tile in tiles}
    held = {tile: answer for tile, answer in answers.items() if answer[2]}
    tell(zoom, list(held.values()))
    tiles = [(2 * x + right, 2 * y + down) for x, y in held for right in (0, 1) for down in (0, 1)]
fullest = max(held, key=lambda tile: sum(map(count, held[tile][2])))
for zoom in range(every + 1, 23):
    x, y = fullest
    quarters = [(2 * x + right, 2 * y + down) for right in (0, 1) for down in (0, 1)]
    answers = {tile: ask(zoom, *tile) for tile in quarters}
    tell(zoom, list(answers.values()))
    fullest = max(answers, key=lambda tile: sum(map(count, answers[tile][2])))
