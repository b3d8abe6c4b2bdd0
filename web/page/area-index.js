/** Finds areas by place without looking at each of them: a grid over their boxes. */

import { contains } from './rings.js';

/** @typedef {import('./model.js').Area} Area */
/** @typedef {[number, number, number, number]} Bounds west, south, east, north */

/** Columns and rows of the grid at most. */
const MOST_CELLS = 128;

/** @param {Area} area @returns {Bounds} */
export function boundsOf({ geometry }) {
  const bounds = /** @type {Bounds} */ ([Infinity, Infinity, -Infinity, -Infinity]);
  const polygons = geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates;
  for (const [outer = []] of polygons) {
    for (const [lon = 0, lat = 0] of outer) {
      if (lon < bounds[0]) bounds[0] = lon;
      if (lat < bounds[1]) bounds[1] = lat;
      if (lon > bounds[2]) bounds[2] = lon;
      if (lat > bounds[3]) bounds[3] = lat;
    }
  }
  return bounds;
}

/** @param {Area[]} areas */
export function areaIndex(areas) {
  const boxes = areas.map(boundsOf);
  const west = boxes.reduce((least, box) => Math.min(least, box[0]), Infinity);
  const south = boxes.reduce((least, box) => Math.min(least, box[1]), Infinity);
  const east = boxes.reduce((most, box) => Math.max(most, box[2]), -Infinity);
  const north = boxes.reduce((most, box) => Math.max(most, box[3]), -Infinity);
  const side = Math.max(1, Math.min(MOST_CELLS, Math.ceil(Math.sqrt(areas.length))));
  const part = (/** @type {number} */ value, /** @type {number} */ from, /** @type {number} */ to) =>
    Math.max(0, Math.min(side - 1, Math.floor(((value - from) / (to - from || 1)) * side)));
  /** @type {number[][]} */
  const cells = Array.from({ length: side * side }, () => []);
  /** @param {Bounds} box @param {(cell: number) => void} found */
  const over = (box, found) => {
    for (let column = part(box[0], west, east); column <= part(box[2], west, east); column += 1)
      for (let row = part(box[1], south, north); row <= part(box[3], south, north); row += 1)
        found(column * side + row);
  };
  boxes.forEach((box, index) => over(box, (cell) => cells[cell]?.push(index)));

  return {
    boxes,
    /** The area around a place. @param {number} lon @param {number} lat @returns {Area | undefined} */
    at(lon, lat) {
      const cell = part(lon, west, east) * side + part(lat, south, north);
      const found = (cells[cell] ?? []).find((index) => {
        const [left, below, right, above] = boxes[index] ?? [0, 0, 0, 0];
        if (lon < left || lon > right || lat < below || lat > above) return false;
        const geometry = areas[index]?.geometry;
        return geometry !== undefined && contains(geometry, lon, lat);
      });
      return found === undefined ? undefined : areas[found];
    },
    /** Places in the list of those whose boxes touch a box, in order. @param {Bounds} box @returns {number[]} */
    touching(box) {
      /** @type {Set<number>} */
      const found = new Set();
      over(box, (cell) => {
        for (const index of cells[cell] ?? []) {
          const [left, below, right, above] = boxes[index] ?? [0, 0, 0, 0];
          if (left <= box[2] && right >= box[0] && below <= box[3] && above >= box[1]) found.add(index);
        }
      });
      return [...found].sort((a, b) => a - b);
    },
  };
}

/** @typedef {ReturnType<typeof areaIndex>} AreaIndex */

/** @type {WeakMap<Area[], AreaIndex>} */
const indexes = new WeakMap();

/** Made once for a list. @param {Area[]} areas @returns {AreaIndex} */
export function indexOf(areas) {
  const known = indexes.get(areas) ?? areaIndex(areas);
  indexes.set(areas, known);
  return known;
}
