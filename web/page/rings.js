/** Whether a place lies in an area. */

/** Even-odd over all rings, so that holes count as outside. @param {GeoJSON.Position[][]} rings @param {number} x @param {number} y */
export function insideRings(rings, x, y) {
  let inside = false;
  for (const ring of rings) {
    // By place: taken apart as a list, each point costs a browser that has just begun several times as much.
    let x1 = ring.at(-1)?.[0] ?? 0;
    let y1 = ring.at(-1)?.[1] ?? 0;
    for (const point of ring) {
      const x2 = point[0] ?? 0;
      const y2 = point[1] ?? 0;
      if (y1 > y !== y2 > y && x < ((x2 - x1) * (y - y1)) / (y2 - y1) + x1) inside = !inside;
      x1 = x2;
      y1 = y2;
    }
  }
  return inside;
}

/** @param {GeoJSON.Polygon | GeoJSON.MultiPolygon} geometry @param {number} x @param {number} y */
export function contains(geometry, x, y) {
  const polygons = geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates;
  return polygons.some((rings) => insideRings(rings, x, y));
}
