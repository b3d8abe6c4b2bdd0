/**
 * Dots on one canvas. Thousands of them stand there, and some come and go while the hand moves: only the squares of the canvas
 * where that happens are drawn again.
 */

import { coverCanvas } from './cover.js';

/** Width of a square, in pixels of the canvas. */
const SQUARE = 64;
/** Squares in a row at most. */
const ROW = 4096;

/** @typedef {[number, number]} Dot longitude, latitude */

/** @param {import('leaflet').Map} map @param {string} pane */
export function dotCanvas(map, pane) {
  const cover = coverCanvas(map, pane, draw);
  const { brush } = cover;
  cover.canvas.classList.add('dot-canvas');
  const stamp = document.createElement('canvas');
  /** Pixels of the canvas from the middle of a stamp to its edge. */
  let half = 0;
  /** @type {Dot[]} */
  let dots = [];
  /** @type {Set<number>} places in `dots` */
  let gone = new Set();
  /** @type {Dot[]} */
  let come = [];
  /** @type {Int32Array} pixels of the canvas, two per dot */
  let pixels = new Int32Array();
  /** @type {Map<number, number[]>} the dots that touch each square */
  let squares = new Map();
  let [radius, colour] = [1.7, ''];

  /** The squares that a stamp touches. @param {number} x @param {number} y @param {(square: number) => void} found */
  function touched(x, y, found) {
    const [left, right] = [Math.floor((x - half) / SQUARE), Math.floor((x + half) / SQUARE)];
    const [top, bottom] = [Math.floor((y - half) / SQUARE), Math.floor((y + half) / SQUARE)];
    for (let column = left; column <= right; column += 1)
      for (let row = top; row <= bottom; row += 1) if (column >= 0 && row >= 0) found(column * ROW + row);
  }

  /** @param {number} x @param {number} y */
  const press = (x, y) => brush?.drawImage(stamp, x - half, y - half);

  /** One dot, to be put down many times. */
  function makeStamp() {
    half = Math.ceil(radius * cover.scale) + 1;
    stamp.width = 2 * half;
    stamp.height = 2 * half;
    const pen = stamp.getContext('2d');
    if (!pen) return;
    pen.fillStyle = colour;
    pen.arc(half, half, radius * cover.scale, 0, 2 * Math.PI);
    pen.fill();
  }

  /** Everything anew, where the map is now. */
  function draw() {
    if (dots.length + come.length === 0) return false;
    makeStamp();
    pixels = new Int32Array(dots.length * 2);
    squares = new Map();
    dots.forEach((dot, index) => {
      const [x, y] = cover.pixelOf(...dot);
      pixels[2 * index] = x;
      pixels[2 * index + 1] = y;
      touched(x, y, (square) => {
        const there = squares.get(square);
        if (there) there.push(index);
        else squares.set(square, [index]);
      });
      if (!gone.has(index)) press(x, y);
    });
    for (const dot of come) press(...cover.pixelOf(...dot));
    return true;
  }

  /** @param {Set<number>} less @param {Dot[]} more */
  function redraw(less, more) {
    if (!brush) return;
    if (dots.length + come.length === 0) {
      come = more;
      if (more.length > 0) cover.place();
      return;
    }
    /** @type {Set<number>} */
    const dirty = new Set();
    const dirt = (/** @type {number} */ square) => dirty.add(square);
    const turned = (/** @type {Set<number>} */ a, /** @type {Set<number>} */ b) => {
      for (const index of a) if (!b.has(index)) touched(pixels[2 * index] ?? 0, pixels[2 * index + 1] ?? 0, dirt);
    };
    turned(less, gone);
    turned(gone, less);
    for (const dot of come) touched(...cover.pixelOf(...dot), dirt);
    const fresh = more.map((dot) => cover.pixelOf(...dot));
    for (const [x, y] of fresh) touched(x, y, dirt);
    gone = less;
    come = more;
    for (const square of dirty)
      brush.clearRect(Math.floor(square / ROW) * SQUARE, (square % ROW) * SQUARE, SQUARE, SQUARE);
    // A dot on an edge is put down again in the next square too: it covers itself.
    for (const square of dirty)
      for (const index of squares.get(square) ?? [])
        if (!gone.has(index)) press(pixels[2 * index] ?? 0, pixels[2 * index + 1] ?? 0);
    for (const [x, y] of fresh) press(x, y);
  }

  return {
    sharpen: cover.sharpen,
    /** @param {Dot[]} all @param {{radius: number, colour: string}} how */
    set(all, how) {
      const none = all.length + dots.length + come.length === 0;
      if (none || (all === dots && how.radius === radius && how.colour === colour)) return;
      dots = all;
      gone = new Set();
      come = [];
      ({ radius, colour } = how);
      cover.place();
    },
    /** Without some of the dots, and with others. @param {Set<number>} less places in the list @param {Dot[]} more */
    change: redraw,
  };
}
