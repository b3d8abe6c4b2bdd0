/** Whether a place lies in an area. */

/** Even-odd over all rings, so that holes count as outside. @param {GeoJSON.Position[][]} rings @param {number} x @param {number} y */
export function insideRings(rings, x, y) {
  let inside = false;
  for (const ring of rings) {
    let before = ring[ring.length - 1];
    for (const point of ring) {
      const [x1 = 0, y1 = 0] = before ?? [];
      const [x2 = 0, y2 = 0] = point;
      if (y1 > y !== y2 > y && x < ((x2 - x1) * (y - y1)) / (y2 - y1) + x1) inside = !inside;
      before = point;
    }
  }
  return inside;
}

/** @param {GeoJSON.Polygon | GeoJSON.MultiPolygon} geometry @param {number} x @param {number} y */
export function contains(geometry, x, y) {
  const polygons = geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates;
  return polygons.some((rings) => insideRings(rings, x, y));
}
