/** From degrees to the millimetres of a sheet: the area as large as its room allows, north up, and a scale bar that fits. */

/** @typedef {{x: number, y: number}} Point */
/** @typedef {{left: number, top: number, right: number, bottom: number}} Box */

/**
 * Metres in a degree of latitude and of longitude (WGS 84 ellipsoid, series to 1 m).
 * @param {number} lat degrees
 */
export function metresPerDegree(lat) {
  const phi = (lat * Math.PI) / 180;
  return {
    lat: 111_132.954 - 559.822 * Math.cos(2 * phi) + 1.175 * Math.cos(4 * phi),
    lon: 111_412.84 * Math.cos(phi) - 93.5 * Math.cos(3 * phi) + 0.118 * Math.cos(5 * phi),
  };
}

/** @param {GeoJSON.Geometry | null} geometry @returns {GeoJSON.Position[]} */
export function positions(geometry) {
  if (geometry === null) return [];
  if (geometry.type === 'Polygon') return geometry.coordinates.flat();
  if (geometry.type === 'MultiPolygon') return geometry.coordinates.flat(2);
  if (geometry.type === 'Point') return [geometry.coordinates];
  if (geometry.type === 'LineString') return geometry.coordinates;
  return [];
}

/** Width and height in metres. @param {GeoJSON.Geometry} geometry */
export function extent(geometry) {
  const points = positions(geometry);
  const lons = points.map(([lon = 0]) => lon);
  const lats = points.map(([, lat = 0]) => lat);
  const [west, east] = [least(lons), most(lons)];
  const [south, north] = [least(lats), most(lats)];
  const per = metresPerDegree((south + north) / 2);
  return { west, east, south, north, width: (east - west) * per.lon, height: (north - south) * per.lat };
}

/** @param {number[]} values */
const least = (values) => values.reduce((a, b) => Math.min(a, b), Infinity);
/** @param {number[]} values */
const most = (values) => values.reduce((a, b) => Math.max(a, b), -Infinity);

/** A geometry in the middle of a room, as large as fits. @param {GeoJSON.Geometry} geometry @param {Box} room */
export function fitted(geometry, room) {
  const { west, east, south, north, width, height } = extent(geometry);
  const per = metresPerDegree((south + north) / 2);
  const metresPerPx = Math.max(width / (room.right - room.left), height / (room.bottom - room.top), 1e-6);
  const middle = { x: (room.left + room.right) / 2, y: (room.top + room.bottom) / 2 };
  return {
    metresPerPx,
    /** @param {GeoJSON.Position} position @returns {Point} */
    at: ([lon = 0, lat = 0]) => ({
      x: middle.x + ((lon - (west + east) / 2) * per.lon) / metresPerPx,
      y: middle.y - ((lat - (south + north) / 2) * per.lat) / metresPerPx,
    }),
  };
}

/** @typedef {ReturnType<typeof fitted>} Projection */

/** The longest round length of at most `most` pixels. @param {number} metresPerPx @param {number} mostPx */
export function scaleBar(metresPerPx, mostPx) {
  const room = metresPerPx * mostPx;
  const step = 10 ** Math.floor(Math.log10(room));
  const metres = step * ([5, 2.5, 2, 1].find((digit) => digit * step <= room && (digit * step) % 1 === 0) ?? 1);
  return { metres, px: metres / metresPerPx };
}

/** Whether a map across the page shows an area clearly larger than one beside the figures. @param {GeoJSON.Geometry} geometry @param {{width: number, height: number}} beside @param {{width: number, height: number}} across */
export function isWide(geometry, beside, across) {
  const { width, height } = extent(geometry);
  const scale = (/** @type {{width: number, height: number}} */ room) =>
    Math.min(room.width / width, room.height / height);
  return scale(across) > 1.45 * scale(beside);
}
