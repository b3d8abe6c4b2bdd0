/** Where do the people live who are not reached? Gaps, shown as dots: one for so many people. */

import { contains } from '../rings.js';

/** @typedef {import('../api.js').Gap} Gap */

const DOT_VALUES = [5, 10, 20, 50, 100];
const MOST_DOTS = 2500;
const MOST_DOTS_NARROW = 900;

const LEAST_COARSE = 20;

/**
 * How many people one dot stands for, so that at most 2,500 are drawn, and fewer on a small map.
 * @param {Gap[]} gaps @param {{narrow?: boolean, coarse?: boolean}} [how] `coarse` where a lone dot could point at a household
 */
export function dotValue(gaps, how = {}) {
  const people = gaps.reduce((sum, gap) => sum + gap.properties.residents, 0);
  const most = how.narrow ? MOST_DOTS_NARROW : MOST_DOTS;
  return DOT_VALUES.find((value) => people / value <= most && value >= (how.coarse ? LEAST_COARSE : 0)) ?? 100;
}

/**
 * Dots inside the gaps. What is left of one gap goes on to the next in the same neighbourhood, so that small gaps are not
 * forgotten; the seed is the gap's own id, so that the dots never dance.
 * @param {Gap[]} gaps @param {number} value people per dot @returns {[number, number][]} longitude, latitude
 */
export function dots(gaps, value) {
  /** @type {[number, number][]} */
  const out = [];
  let area = '';
  let left = 0;
  const inOrder = [...gaps].sort(
    (a, b) => a.properties.areaCode.localeCompare(b.properties.areaCode) || a.id.localeCompare(b.id),
  );
  for (const gap of inOrder) {
    if (gap.properties.areaCode !== area) {
      area = gap.properties.areaCode;
      left = value / 2;
    }
    left += gap.properties.residents;
    const random = seeded(gap.id);
    const place = placer(gap.geometry);
    for (; left >= value; left -= value) {
      const spot = place(random);
      if (spot) out.push(spot);
    }
  }
  return out;
}

/** @param {string} text @returns {() => number} numbers from 0 to 1, the same for the same text (mulberry32 on FNV-1a) */
function seeded(text) {
  let state = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) state = Math.imul(state ^ text.charCodeAt(index), 0x01000193);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

const TRIES = 200;

/** @param {GeoJSON.Polygon | GeoJSON.MultiPolygon} geometry */
function placer(geometry) {
  const polygons = geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates;
  const points = polygons.flat(2);
  const lons = points.map((point) => point[0] ?? 0);
  const lats = points.map((point) => point[1] ?? 0);
  const [west, east, south, north] = [Math.min(...lons), Math.max(...lons), Math.min(...lats), Math.max(...lats)];
  return (/** @type {() => number} */ random) => {
    for (let attempt = 0; attempt < TRIES; attempt += 1) {
      const lon = west + random() * (east - west);
      const lat = south + random() * (north - south);
      if (contains(geometry, lon, lat)) return /** @type {[number, number]} */ ([lon, lat]);
    }
    return null;
  };
}
