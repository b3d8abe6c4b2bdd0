/**
 * Which of the dots of people who are not reached go, and which come, as the answer changes. Pure. A dot keeps its place
 * whatever the hand does, so that nothing dances.
 */

/** @typedef {{lon: number, lat: number, residents: number, servedBefore: boolean, servedAfter: boolean}} Cell */

/** Cells in which residents are counted, and of which gaps are made, are so wide (metres). */
const CELL_M = 50;
const METRES_PER_DEGREE = 111_320;

/** @param {number} lon @param {number} lat @param {number} shrink cosine of the latitude @returns {[number, number]} cell widths from the origin */
const inCells = (lon, lat, shrink) => [(lon * METRES_PER_DEGREE * shrink) / CELL_M, (lat * METRES_PER_DEGREE) / CELL_M];

/** More squares than any city is wide. */
const SQUARES = 16_384;

/**
 * The dots before, ready to be asked many times.
 * @param {[number, number][]} dots longitude, latitude @param {number} value people per dot
 */
export function dotIndex(dots, value) {
  const shrink = Math.cos(((dots[0]?.[1] ?? 0) * Math.PI) / 180);
  const places = dots.map(([lon, lat]) => inCells(lon, lat, shrink));
  const [x0, y0] = (places[0] ?? [0, 0]).map((value) => Math.floor(value) - SQUARES / 2);
  /** One small number per square of the grid. @param {number} x @param {number} y */
  const square = (x, y) => (Math.floor(x) - (x0 ?? 0)) * SQUARES + Math.floor(y) - (y0 ?? 0);
  /** @type {Map<number, number[]>} */
  const squares = new Map();
  places.forEach(([x, y], index) => {
    const key = square(x, y);
    const there = squares.get(key);
    if (there) there.push(index);
    else squares.set(key, [index]);
  });

  /** Dots inside a cell, told to `found`. @param {number} x @param {number} y of its middle @param {(index: number) => void} found */
  function inside(x, y, found) {
    for (let column = Math.floor(x - 0.5); column <= Math.floor(x + 0.5); column += 1) {
      for (let row = Math.floor(y - 0.5); row <= Math.floor(y + 0.5); row += 1) {
        for (const index of squares.get(square(column, row)) ?? []) {
          const [dotX, dotY] = places[index] ?? [0, 0];
          if (Math.abs(dotX - x) <= 0.5 && Math.abs(dotY - y) <= 0.5) found(index);
        }
      }
    }
  }

  return {
    dots,
    value,
    /** @param {Cell[]} cells that gain or lose @returns {{gone: Set<number>, come: [number, number][]}} */
    changed(cells) {
      /** @type {Set<number>} */
      const gone = new Set();
      /** @type {[number, number][]} */
      const come = [];
      for (const cell of cells) {
        if (cell.servedAfter) {
          const [x, y] = inCells(cell.lon, cell.lat, shrink);
          inside(x, y, (index) => gone.add(index));
        } else scatter(cell, value, come);
      }
      return { gone, come };
    },
  };
}

/** @typedef {ReturnType<typeof dotIndex>} DotIndex */

/**
 * As many dots as a cell's residents give on average: its own number decides whether a part of a dot becomes one.
 * @param {Cell} cell @param {number} value @param {[number, number][]} out
 */
function scatter(cell, value, out) {
  const shrink = Math.cos((cell.lat * Math.PI) / 180);
  let state = Math.imul(Math.round(cell.lon * 1e6), 0x9e3779b1) ^ Math.imul(Math.round(cell.lat * 1e6), 0x85ebca6b);
  const random = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
  const count = Math.floor(cell.residents / value + random());
  const width = CELL_M / METRES_PER_DEGREE;
  for (let index = 0; index < count; index += 1)
    out.push([cell.lon + ((random() - 0.5) * width) / shrink, cell.lat + (random() - 0.5) * width]);
}
