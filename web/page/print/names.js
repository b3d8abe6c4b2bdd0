/** The names on the printed map: of what the area consists of, and of what lies around it. A name yields to everything that is drawn. */

import { svg } from '../dom.js';
import { inTwo, interiorPoint, labelPoint, placeLabels, withoutNumbers } from '../map/labels.js';
import { ground } from '../model.js';
import { insideRings } from '../rings.js';
import { extent } from './scale.js';

/** @typedef {import('../sheet/document.js').Sheet} Sheet */
/** @typedef {import('../model.js').Area} Area */
/** @typedef {import('../map/labels.js').Label} Label */
/** @typedef {import('./scale.js').Box} Box */
/** @typedef {import('./scale.js').Point} Point */
/** @typedef {import('./scale.js').Projection} Projection */
/** @typedef {{key: string, name: string, at: Point, residents: number, inside: (x: number, y: number) => boolean}} Named */
/** @typedef {{key: string, x: number, y: number, lines: string[], size: number}} Placed the middle of a name */

/** The largest at which all names fit, in pixels of 1/96 inch: 8.6 to 7.1 points. */
const SIZES = [11.5, 10.5, 9.5];
/** Height of a line, and what of it stands above the foot of the letters. */
const LINE = 1.2;
const FOOT = 0.86;
const AROUND_SIZE = 10.5;
/** Where fewer of them find room, the districts are named in place of the neighbourhoods. */
const ENOUGH = 0.6;
const EDGE = 5;
/** A line is yielded to in boxes, so far apart. */
const STEP = 4;
/** Where the visible part of an area around lies is looked at in so large steps. */
const LOOK = 12;
const LEAST_SEEN = 8;

/** Boxes along a line, so that names keep clear of it. @param {Point[]} points @param {number} half its width and what stays free beside it @returns {Box[]} */
export function along(points, half) {
  /** @type {Box[]} */
  const out = [];
  points.forEach((to, index) => {
    const from = points[index - 1] ?? to;
    const count = Math.max(1, Math.ceil(Math.hypot(to.x - from.x, to.y - from.y) / STEP));
    for (let at = 1; at <= count; at += 1) {
      const x = from.x + ((to.x - from.x) * at) / count;
      const y = from.y + ((to.y - from.y) * at) / count;
      out.push({ left: x - half, right: x + half, top: y - half, bottom: y + half });
    }
  });
  return out;
}

/**
 * Every name at the largest size at which all fit, or else at the one at which most do. Within the outline first; what finds no room there
 * may cross it.
 * @param {Named[]} named the most important first @param {Box[]} taken @param {Box[]} outline @param {Box} frame
 * @param {(text: string, size: number) => number} widthOf @param {number[]} [sizes] @returns {Placed[]}
 */
export function fittingNames(named, taken, outline, frame, widthOf, sizes = SIZES) {
  /** @type {Placed[]} */
  let best = [];
  for (const size of sizes) {
    const labels = named.map((one) => labelOf(one, size, widthOf));
    const first = placeLabels(labels, [...taken, ...outline], frame);
    const boxes = labels.flatMap((label) => boxOf(first.get(label.key), size, widthOf));
    const left = labels.filter(({ key }) => !first.has(key));
    const all = new Map([...first, ...placeLabels(left, [...taken, ...boxes], frame)]);
    if (all.size > best.length) best = [...all].map(([key, at]) => ({ key, ...at, size }));
    if (all.size === named.length) break;
  }
  return best;
}

/** @param {Named} named @param {number} size @param {(text: string, size: number) => number} widthOf @returns {Label} */
function labelOf({ key, name, at, inside }, size, widthOf) {
  const width = (/** @type {string} */ line) => widthOf(line, size);
  const two = inTwo(name, width);
  const ways = [[name], ...(two ? [two] : [])].map((lines) => ({ lines, ...extentOf(lines, size, widthOf) }));
  return { key, ...at, ways, inside };
}

/** @param {string[]} lines @param {number} size @param {(text: string, size: number) => number} widthOf */
const extentOf = (lines, size, widthOf) => ({
  width: Math.max(...lines.map((line) => widthOf(line.trim(), size))) + 3,
  height: lines.length * size * LINE,
});

/** @param {{x: number, y: number, lines: string[]} | undefined} placed @param {number} size @param {(text: string, size: number) => number} widthOf @returns {Box[]} */
export function boxOf(placed, size, widthOf) {
  if (!placed) return [];
  const { width, height } = extentOf(placed.lines, size, widthOf);
  const { x, y } = placed;
  return [{ left: x - width / 2, right: x + width / 2, top: y - height / 2, bottom: y + height / 2 }];
}

/**
 * The names of a printed map.
 * @param {Sheet} sheet @param {Projection} projection @param {Box[]} taken symbols, numbers, lines and cards @param {{width: number, height: number}} size
 */
export function namesOf(sheet, projection, taken, size) {
  const frame = { left: EDGE, top: EDGE, right: size.width - EDGE, bottom: size.height - EDGE };
  const widthOf = pen();
  const outline = ringsOf(sheet.area, projection).flatMap((rings) =>
    rings.flatMap((ring) => along(thinned(ring), 2.5)),
  );
  const fit = (/** @type {Named[]} */ named) => fittingNames(named, taken, outline, frame, widthOf);
  const parts = partsOf(sheet, projection);
  const placed = parts.map(fit).reduce((best, one, index) => {
    const readable = best.length >= ENOUGH * (parts[index - 1]?.length ?? 0);
    return readable ? best : one;
  });
  const own = placed.flatMap((one) => boxOf(one, one.size, widthOf));
  const around = fittingNames(aroundOf(sheet, projection, frame), [...taken, ...outline, ...own], [], frame, widthOf, [
    AROUND_SIZE,
  ]);
  return [
    ...around.map((one) => written(one, 'map-name map-name-around')),
    ...placed.map((one) => written(one, 'map-name')),
  ];
}

/** @param {Placed} placed @param {string} kind */
function written({ key, x, y, lines, size }, kind) {
  const top = y - (lines.length * size * LINE) / 2;
  const rounded = (/** @type {number} */ value) => Number(value.toFixed(2));
  return svg(
    'text',
    { class: kind, 'font-size': size, 'text-anchor': 'middle', 'data-name': key },
    ...lines.map((line, index) =>
      svg('tspan', { x: rounded(x), y: rounded(top + (index + FOOT) * size * LINE) }, line.trim()),
    ),
  );
}

/** In how many lines a text stands. @param {string} text @param {number} width @param {(text: string) => number} widthOf */
export function linesOf(text, width, widthOf) {
  let [lines, line] = [1, ''];
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (line === '' || widthOf(longer) <= width) line = longer;
    else [lines, line] = [lines + 1, word];
  }
  return lines;
}

/** How wide a text is on paper. @returns {(text: string, size: number) => number} */
export function pen() {
  const family = getComputedStyle(document.documentElement).getPropertyValue('--font');
  const context = document.createElement('canvas').getContext('2d');
  /** @type {Map<string, number>} */
  const known = new Map();
  return (text, size) => {
    const width = known.get(text) ?? measured(text);
    known.set(text, width);
    return width * size;
  };
  /** Of one pixel of size; measured larger, as browsers round. @param {string} text */
  function measured(text) {
    if (!context) return text.length * 0.6;
    context.font = `400 100px ${family}`;
    return context.measureText(text).width / 100;
  }
}

/** @param {Area} area @param {Projection} projection @returns {Point[][][]} its polygons' rings on the map */
function ringsOf({ geometry }, projection) {
  const polygons = geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates;
  return polygons.map((rings) => rings.map((ring) => ring.map((at) => projection.at(at))));
}

/** Points so near to the one before that no name fits between. @param {Point[]} ring */
function thinned(ring) {
  /** @type {Point[]} */
  const out = [];
  for (const point of ring) {
    const last = out.at(-1);
    if (!last || Math.hypot(point.x - last.x, point.y - last.y) >= STEP / 2) out.push(point);
  }
  return out;
}

/** Whether a place on the map lies in one of the areas. @param {Area[]} areas @param {Projection} projection */
function insideOf(areas, projection) {
  const polygons = areas.flatMap((area) =>
    ringsOf(area, projection).map((rings) => {
      const xs = (rings[0] ?? []).map(({ x }) => x);
      const ys = (rings[0] ?? []).map(({ y }) => y);
      return {
        left: xs.reduce((a, b) => Math.min(a, b), Infinity),
        right: xs.reduce((a, b) => Math.max(a, b), -Infinity),
        top: ys.reduce((a, b) => Math.min(a, b), Infinity),
        bottom: ys.reduce((a, b) => Math.max(a, b), -Infinity),
        rings: rings.map((ring) => ring.map(({ x, y }) => [x, y])),
      };
    }),
  );
  return (/** @type {number} */ x, /** @type {number} */ y) =>
    polygons.some(
      ({ left, right, top, bottom, rings }) =>
        x >= left && x <= right && y >= top && y <= bottom && insideRings(rings, x, y),
    );
}

/** What the area consists of, in the ways it can be named, the finest first. @param {Sheet} sheet @param {Projection} projection @returns {Named[][]} */
function partsOf({ area, context: { city } }, projection) {
  const { code, level } = area.properties;
  if (level === 'neighbourhood') return [[]];
  const members = city.members.get(code);
  const own = city.neighbourhoods.filter(({ properties }) =>
    members ? members.has(properties.code) : properties.parentCode === code,
  );
  const fine = named(own, (one) => ({ at: projection.at(interiorPoint(one.geometry)), of: [one] }), projection);
  if (!members) return [fine];
  const parents = new Set(own.map(({ properties }) => properties.parentCode));
  const coarse = named(
    city.districts.filter(({ properties }) => parents.has(properties.code)),
    (one) => ({
      at: projection.at(labelPoint(one, own)),
      of: own.filter(({ properties }) => properties.parentCode === one.properties.code),
    }),
    projection,
  );
  return [fine, coarse];
}

/** The districts around a district, the neighbourhoods around a neighbourhood; each where it is in view. @param {Sheet} sheet @param {Projection} projection @param {Box} frame */
function aroundOf({ area, context: { city } }, projection, frame) {
  const { code, level } = area.properties;
  const own = insideOf([area], projection);
  const areas = (level === 'neighbourhood' ? city.neighbourhoods : city.districts).filter(
    ({ properties }) => properties.code !== code,
  );
  return named(
    areas,
    (one) => {
      const { west, east, south, north } = extent(one.geometry);
      const [from, to] = [projection.at([west, north]), projection.at([east, south])];
      // In a country most are far away.
      if (from.x > frame.right || to.x < frame.left || from.y > frame.bottom || to.y < frame.top) return null;
      const inside = insideOf([one], projection);
      /** @type {Point[]} */
      const seen = [];
      for (let x = frame.left; x <= frame.right; x += LOOK)
        for (let y = frame.top; y <= frame.bottom; y += LOOK) if (inside(x, y) && !own(x, y)) seen.push({ x, y });
      if (seen.length < LEAST_SEEN) return null;
      const mean = (/** @type {'x' | 'y'} */ axis) => seen.reduce((sum, at) => sum + at[axis], 0) / seen.length;
      const middle = { x: mean('x'), y: mean('y') };
      const away = (/** @type {Point} */ at) => Math.hypot(at.x - middle.x, at.y - middle.y);
      return { at: seen.reduce((best, at) => (away(at) < away(best) ? at : best)), of: [one] };
    },
    projection,
  );
}

/**
 * The most residents first.
 * @param {Area[]} areas @param {(area: Area) => {at: Point, of: Area[]} | null} placeOf where a name stands best, and in which areas it stands
 * @param {Projection} projection @returns {Named[]}
 */
function named(areas, placeOf, projection) {
  const short = withoutNumbers(areas.map(({ properties }) => properties.name));
  return areas
    .filter(({ properties }) => ground(properties) !== 'water')
    .flatMap((one) => {
      const place = placeOf(one);
      if (!place) return [];
      const { code: key, name, residents } = one.properties;
      return [
        { key, name: short(name), at: place.at, residents: residents ?? 0, inside: insideOf(place.of, projection) },
      ];
    })
    .sort((a, b) => b.residents - a.residents || (a.key < b.key ? -1 : 1));
}
