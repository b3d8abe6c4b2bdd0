/**
 * Where names fit on the map. A name yields to symbols, cards and more important names: places in its area are tried, on each of them
 * first in one line and then in two, then it is dropped.
 */

import { ground } from '../model.js';

/** @typedef {import('../model.js').Area} Area */
/** @typedef {{left: number, top: number, right: number, bottom: number}} Box */
/** A name in one line or in two. @typedef {{lines: string[], width: number, height: number}} Way */
/**
 * A name, with the middle where it stands best.
 * @typedef {object} Label
 * @property {string} key
 * @property {number} x
 * @property {number} y
 * @property {Way[]} ways to write it, the best first
 * @property {(x: number, y: number) => boolean} [inside] whether a place is in its area: a name elsewhere would name another
 */

const SHIFT = 18;
/** Further places are tried in rings, so many pixels apart. */
const RING = 4;
const RINGS = 22;
/** On a ring they stand so far from each other. */
const ALONG = 6;
/** Names keep so far below each other. */
const BETWEEN = 2;
/** A line with fewer letters is no line. */
const LEAST_LETTERS = 3;

/** @param {Box} a @param {Box} b */
export const overlap = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;

/** @typedef {{dx: number, dy: number}} Shift */

/** Where a name stands best and four places beside it. @param {Way} way @returns {Shift[]} */
const beside = ({ width, height }) => [
  { dx: 0, dy: 0 },
  { dx: 0, dy: -SHIFT - height / 2 },
  { dx: 0, dy: SHIFT + height / 2 },
  { dx: width / 2 + SHIFT, dy: 0 },
  { dx: -width / 2 - SHIFT, dy: 0 },
];

/** Places in rings around, the nearest first; the rings are wider than high, as names are. */
const around = Array.from({ length: RINGS }, (_, index) => RING * (index + 1)).flatMap((radius) => {
  const count = Math.ceil((2 * Math.PI * 1.3 * radius) / ALONG);
  return Array.from({ length: count }, (_, index) => {
    const angle = (2 * Math.PI * index) / count;
    return { dx: 1.6 * radius * Math.cos(angle), dy: radius * Math.sin(angle) };
  });
});

/**
 * @param {Label[]} labels the most important first @param {Box[]} taken what names yield to @param {Box} frame what they stay inside
 * @returns {Map<string, {x: number, y: number, lines: string[]}>} the middle of each name that fits, and how it is written
 */
export function placeLabels(labels, taken, frame) {
  const boxes = [...taken];
  const placed = new Map();
  for (const label of labels) {
    const found = firstFree(label, boxes, frame);
    if (!found) continue;
    const { left, right, top, bottom } = found.box;
    boxes.push({ left, right, top: top - BETWEEN, bottom: bottom + BETWEEN });
    placed.set(label.key, { x: found.x, y: found.y, lines: found.lines });
  }
  return placed;
}

/** In one line where it lies within its area as a whole, or else in two, or else in one. @param {Label} label @returns {[number, boolean][]} */
const orderOf = ({ ways, inside }) =>
  ways.length > 1 && inside
    ? [
        [0, true],
        [1, false],
        [0, false],
      ]
    : ways.map((_, at) => [at, false]);

/** @param {Label} label @param {Box[]} boxes @param {Box} frame */
function firstFree(label, boxes, frame) {
  const order = orderOf(label).flatMap(([at, within]) => {
    const way = label.ways[at];
    return way ? [{ way, within, beside: beside(way) }] : [];
  });
  const nearest = order[0]?.beside.length ?? 0;
  const count = nearest + (label.inside ? around.length : 0);
  const widest = Math.max(...label.ways.map(({ width }) => width));
  const [farX, farY] = [1.6 * RING * RINGS + widest, RING * RINGS + 2 * SHIFT + widest / 2];
  const near = boxes.filter(
    ({ left, right, top, bottom }) =>
      right > label.x - farX && left < label.x + farX && bottom > label.y - farY && top < label.y + farY,
  );
  for (let index = 0; index < count; index += 1) {
    for (const { way, within, beside } of order) {
      const shift = index < nearest ? beside[index] : around[index - nearest];
      const x = label.x + (shift?.dx ?? 0);
      const y = label.y + (shift?.dy ?? 0);
      const box = {
        left: x - way.width / 2,
        right: x + way.width / 2,
        top: y - way.height / 2,
        bottom: y + way.height / 2,
      };
      const framed =
        box.left >= frame.left && box.right <= frame.right && box.top >= frame.top && box.bottom <= frame.bottom;
      if (!framed || near.some((other) => overlap(box, other)) || label.inside?.(x, y) === false) continue;
      if (within && [box.left, box.right].some((end) => label.inside?.(end, y) === false)) continue;
      return { box, x, y, lines: way.lines };
    }
  }
  return null;
}

/**
 * A long name in two lines, broken after a space, hyphen or slash where the longer line is shortest; null where it cannot be. Together the lines
 * are the name.
 * @param {string} name @param {(line: string) => number} widthOf @returns {string[] | null}
 */
export function inTwo(name, widthOf) {
  /** @type {{lines: string[], width: number} | null} */
  let best = null;
  for (const { index } of name.matchAll(/(?<=[-/\u2013\s])(?=[^\s])/gu)) {
    const lines = [name.slice(0, index), name.slice(index)];
    if (lines.some((line) => line.trim().length < LEAST_LETTERS)) continue;
    const width = Math.max(...lines.map((line) => widthOf(line.trim())));
    if (!best || width < best.width) best = { lines, width };
  }
  return best?.lines ?? null;
}

/**
 * What the names of a level begin with when each begins alike, with a number of its own: "Wijk 01 Binnenstad". On a map that says nothing.
 * @param {string[]} names @returns {(name: string) => string} the name without it
 */
export function withoutNumbers(names) {
  const numbered = /^(\p{L}+) \d+ (?=\S)/u;
  const starts = new Map();
  for (const name of names) {
    const start = numbered.exec(name)?.[1];
    if (start) starts.set(start, (starts.get(start) ?? 0) + 1);
  }
  const [start, count] = [...starts].sort((a, b) => b[1] - a[1])[0] ?? ['', 0];
  if (count < 2 || count < names.length / 2) return (name) => name;
  return (name) => (numbered.exec(name)?.[1] === start ? name.replace(numbered, '') : name);
}

/**
 * A point well inside a polygon: the middle of the widest stretch on the best of some horizontal lines.
 * @param {GeoJSON.Polygon | GeoJSON.MultiPolygon} geometry @returns {[number, number]} longitude, latitude
 */
export function interiorPoint(geometry) {
  const polygons = geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates;
  const lats = polygons.flat(2).map((point) => point[1] ?? 0);
  const [south, north] = [Math.min(...lats), Math.max(...lats)];
  const lines = 9;
  let best = { width: -1, lon: polygons[0]?.[0]?.[0]?.[0] ?? 0, lat: polygons[0]?.[0]?.[0]?.[1] ?? 0 };
  for (let index = 1; index <= lines; index += 1) {
    const lat = south + ((north - south) * index) / (lines + 1);
    const centred = 1 - Math.abs(index / (lines + 1) - 0.5);
    for (const rings of polygons) {
      const crossings = rings.flatMap((ring) => crossingsAt(ring, lat)).sort((a, b) => a - b);
      for (let at = 0; at + 1 < crossings.length; at += 2) {
        const [from = 0, to = 0] = crossings.slice(at, at + 2);
        const width = (to - from) * centred;
        if (width > best.width) best = { width, lon: (from + to) / 2, lat };
      }
    }
  }
  return [best.lon, best.lat];
}

/** @param {GeoJSON.Position[]} ring @param {number} lat */
function crossingsAt(ring, lat) {
  const out = [];
  for (let index = 1; index < ring.length; index += 1) {
    const x1 = ring[index - 1]?.[0] ?? 0;
    const y1 = ring[index - 1]?.[1] ?? 0;
    const x2 = ring[index]?.[0] ?? 0;
    const y2 = ring[index]?.[1] ?? 0;
    if (y1 > lat !== y2 > lat) out.push(((x2 - x1) * (lat - y1)) / (y2 - y1) + x1);
  }
  return out;
}

/**
 * Where an area's people are, so that a big polder does not carry off its name.
 * @param {Area} area @param {Area[]} neighbourhoods of the city @returns {[number, number]} longitude, latitude
 */
export function labelPoint(area, neighbourhoods) {
  const inside = neighbourhoods.filter(
    (one) => one.properties.parentCode === area.properties.code && ground(one.properties) === null,
  );
  const points = inside.map((one) => ({ at: interiorPoint(one.geometry), people: one.properties.residents ?? 0 }));
  const people = points.reduce((sum, point) => sum + point.people, 0);
  if (people === 0) return interiorPoint(area.geometry);
  const mean = (/** @type {0 | 1} */ axis) =>
    points.reduce((sum, point) => sum + point.at[axis] * point.people, 0) / people;
  const middle = [mean(0), mean(1)];
  const away = (/** @type {[number, number]} */ at) => Math.hypot(at[0] - (middle[0] ?? 0), at[1] - (middle[1] ?? 0));
  return points.sort((a, b) => away(a.at) - away(b.at))[0]?.at ?? interiorPoint(area.geometry);
}
