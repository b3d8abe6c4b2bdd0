/** The map of a printed sheet: our own drawing from the areas and places, sharp and the same in every browser. */

import { drawingOf, h, markingOf, svg, symbolName, tinted } from '../dom.js';
import * as f from '../formats.js';
import { mayBeHouseholds, typeName } from '../model.js';
import { dotValue, dots } from '../panels/gaps.js';
import { insideRings } from '../rings.js';
import { groupOf } from '../places.js';
import { MOST_OVERLAPS } from '../sheet/overlaps.js';
import { fill, lookUp, shortLabel } from '../words.js';
import { along, linesOf, namesOf, pen } from './names.js';
import { besides, boxAt, shared, spread } from './places.js';
import { fitted, positions, scaleBar } from './scale.js';

/** @typedef {import('../sheet/document.js').Sheet} Sheet */
/** @typedef {import('../model.js').Area} Area */
/** @typedef {import('../model.js').Context} Context */
/** @typedef {import('./scale.js').Box} Box */
/** @typedef {import('./scale.js').Point} Point */
/** @typedef {import('./scale.js').Projection} Projection */

const SYMBOL = 17;
const APART = 15.5;
/** The white ring around a symbol. */
const CLEAR = 3;
const TEXT = { digit: 6.4, beside: 3, height: 13 };
const EDGE = 14;
const INSET = 8;
/** The frame, left and right: cards stand within it. */
const BORDERS = 2;
const LEADER_FROM = 5;
const MOST_BAR = 90;
const KEY_WIDTH = 190;
/** The room for words in the key, as the styles give it. */
const KEY_TEXT = { width: 138, size: 11.5, line: 16, below: 3 };

/** @typedef {'left top' | 'right top' | 'left bottom' | 'right bottom'} Corner */

/** @param {Sheet} sheet @param {{width: number, height: number}} size pixels of 1/96 inch */
export function printMap(sheet, size) {
  const { context, area } = sheet;
  const { words } = context;
  const frame = { left: 0, top: 0, right: size.width, bottom: size.height };
  const placed = sheet.facilities.filter((one) => one.geometry !== null);
  const dotted = dotsOf(sheet);
  const keys = keysOf(sheet, dotted);
  const keyHeight = keys.reduce((sum, key) => sum + key.height, 0) + (keys.length > 0 ? 10 : 0);
  const room = { left: EDGE, top: EDGE, right: size.width - EDGE, bottom: size.height - EDGE };
  const open = layout(fitted(area.geometry, room), sheet, size, keyHeight);
  // Where the key would hide something, the map makes room for it above.
  const { projection, corners } =
    open.hidden === 0
      ? open
      : layout(fitted(area.geometry, { ...room, top: INSET + keyHeight + EDGE }), sheet, size, keyHeight, [
          'left top',
          'right top',
        ]);
  const homes = placed.map((one) => projection.at(positions(one.geometry)[0] ?? []));
  const spots = spread(homes, APART, { left: 3, top: 3, right: size.width - 3, bottom: size.height - 3 });
  const number = new Map(sheet.facilities.map((one, index) => [one.properties.id, index + 1]));
  const texts = placed.map((one) => ({
    width: String(number.get(one.properties.id)).length * TEXT.digit + TEXT.beside,
    height: TEXT.height,
  }));
  const numbersAt = besides(spots, SYMBOL, texts, Object.values(corners.boxes), frame);
  const spotOf = new Map(placed.map((one, index) => [one.properties.id, spots[index]]));
  const hubs = hubsOf(sheet, spotOf);
  const pairs = pairsOf(sheet, spotOf, projection);
  const ends = farEnds(sheet, spotOf, projection);
  const names = namesOf(
    sheet,
    projection,
    [
      ...Object.values(corners.boxes),
      ...[...spots, ...ends].map((at) => boxAt(at, SYMBOL + CLEAR, SYMBOL + CLEAR)),
      ...numbersAt.map((at, index) => boxAt(at, texts[index]?.width ?? 0, TEXT.height - 2)),
      ...hubs.map(({ x, y, r }) => boxAt({ x, y }, 2 * r, 2 * r)),
      ...pairs.flatMap((ends) => along(ends, 2)),
      ...homes.flatMap((home, index) => along([home, spots[index] ?? home], 1)),
    ],
    size,
  );
  const bar = scaleBar(projection.metresPerPx, MOST_BAR);
  const drawing = svg(
    'svg',
    {
      class: 'map-drawing',
      viewBox: `0 0 ${size.width} ${size.height}`,
      width: size.width,
      height: size.height,
      role: 'img',
      'aria-label': fill(words.sheets.mapOf, { name: area.properties.name }),
    },
    svg('rect', { class: 'map-outside', width: size.width, height: size.height }),
    ...groundOf(sheet, projection),
    ...dotted.spots.map((at) => {
      const { x, y } = projection.at(at);
      return svg('circle', { class: 'map-dot', cx: px(x), cy: px(y), r: 1.3 });
    }),
    svg('path', { class: 'map-outline', d: pathOf(area.geometry, projection) }),
    ...names,
    ...hubs.map(({ x, y, r }) => svg('circle', { class: 'map-hub', cx: px(x), cy: px(y), r: px(r) })),
    ...pairs.map(([a, b]) => svg('line', { class: 'map-pair', x1: px(a.x), y1: px(a.y), x2: px(b.x), y2: px(b.y) })),
    ...ends.flatMap((end) => symbolAt(end, SYMBOL - 5, end.group, null)),
    ...homes.flatMap((home, index) => leader(home, spots[index] ?? home)),
    ...placed.flatMap((one, index) =>
      symbolAt(
        spots[index] ?? { x: 0, y: 0 },
        SYMBOL,
        groupOf(context, one.properties.serviceType),
        markingOf(one.properties.municipalRole),
      ),
    ),
    ...placed.map((one, index) =>
      svg(
        'text',
        {
          class: 'map-number',
          x: px(numbersAt[index]?.x ?? 0),
          y: px((numbersAt[index]?.y ?? 0) + 4.2),
          'text-anchor': 'middle',
        },
        String(number.get(one.properties.id)),
      ),
    ),
  );
  const card = (/** @type {string} */ name, /** @type {Corner} */ corner, /** @type {Node[]} */ content) =>
    h('div', { class: `map-card ${name} ${corner}` }, ...content);
  const element = h(
    'figure',
    { class: 'print-map' },
    drawing,
    keys.length > 0 &&
      card(
        'map-keys',
        corners.key,
        keys.map((key) => h('p', {}, mark(key.name), h('span', {}, key.text))),
      ),
    card('map-scale', corners.scale, [
      svg(
        'svg',
        { width: bar.px + 2, height: 9, 'aria-hidden': 'true' },
        svg('path', { class: 'scale-bar', d: `M1 1V8H${px(bar.px + 1)}V1` }),
      ),
      h('span', {}, metres(context, bar.metres)),
    ]),
    card('map-north', corners.north, [
      svg(
        'svg',
        { width: 16, height: 22, viewBox: '0 0 16 22', role: 'img', 'aria-label': words.sheets.north },
        svg('path', { class: 'north', d: 'M8 1 15 21 8 16.5 1 21Z' }),
      ),
      h('span', { 'aria-hidden': 'true' }, words.sheets.northLetter),
    ]),
  );
  element.style.width = `${size.width}px`;
  element.style.height = `${size.height}px`;
  return element;
}

/** @param {Context} context @param {number} value */
const metres = ({ state }, value) =>
  value >= 1000 ? `${f.number(state.lang, value / 1000, 1)}\u00a0km` : f.metres(state.lang, value);

/** @param {number} value */
const px = (value) => Number(value.toFixed(2));

/**
 * Which corners are free for the key, the scale and the north arrow.
 * @param {Projection} projection @param {Sheet} sheet @param {{width: number, height: number}} size @param {number} keyHeight @param {Corner[]} [forKey]
 */
function layout(projection, sheet, size, keyHeight, forKey = ['right top', 'left top', 'left bottom', 'right bottom']) {
  const spots = sheet.facilities.flatMap((one) => {
    const [position] = positions(one.geometry);
    return position ? [boxAt(projection.at(position), SYMBOL + 14, SYMBOL)] : [];
  });
  const inverse = sheet.area.geometry;
  const polygons = inverse.type === 'Polygon' ? [inverse.coordinates] : inverse.coordinates;
  const drawn = polygons.map((rings) => rings.map((ring) => ring.map((at) => projection.at(at))));
  const inside = (/** @type {Point} */ at) =>
    drawn.some((rings) =>
      insideRings(
        rings.map((ring) => ring.map(({ x, y }) => [x, y])),
        at.x,
        at.y,
      ),
    );
  const hides = (/** @type {Box} */ box) => {
    const symbols = spots.filter((spot) => shared(spot, box) > 0).length;
    let covered = 0;
    for (let i = 0; i < 6; i += 1)
      for (let j = 0; j < 6; j += 1)
        if (
          inside({
            x: box.left + ((i + 0.5) * (box.right - box.left)) / 6,
            y: box.top + ((j + 0.5) * (box.bottom - box.top)) / 6,
          })
        )
          covered += 1;
    return symbols * 36 + covered;
  };
  const boxIn = (/** @type {Corner} */ corner, /** @type {number} */ width, /** @type {number} */ height) => ({
    left: corner.startsWith('left') ? INSET : size.width - BORDERS - INSET - width,
    right: corner.startsWith('left') ? INSET + width : size.width - BORDERS - INSET,
    top: corner.endsWith('top') ? INSET : size.height - BORDERS - INSET - height,
    bottom: corner.endsWith('top') ? INSET + height : size.height - BORDERS - INSET,
  });
  /** @type {Set<Corner>} */
  const used = new Set();
  const take = (/** @type {Corner[]} */ corners, /** @type {number} */ width, /** @type {number} */ height) => {
    const free = corners
      .filter((corner) => !used.has(corner))
      .map((corner) => ({ corner, box: boxIn(corner, width, height) }))
      .map((one) => ({ ...one, cost: hides(one.box) }))
      .sort((a, b) => a.cost - b.cost);
    const best = free[0] ?? {
      corner: /** @type {Corner} */ ('left top'),
      box: boxIn('left top', width, height),
      cost: 0,
    };
    used.add(best.corner);
    return best;
  };
  const key = keyHeight > 0 ? take(forKey, KEY_WIDTH, keyHeight) : null;
  const scale = take(['right bottom', 'left bottom', 'right top', 'left top'], MOST_BAR + 14, 32);
  const north = take(['left top', 'right top', 'left bottom', 'right bottom'], 24, 42);
  /** @type {Record<string, Box>} */
  const boxes = { scale: scale.box, north: north.box, ...(key ? { key: key.box } : {}) };
  return {
    projection,
    hidden: key && key.cost > 3 ? key.cost : 0,
    corners: { key: key?.corner ?? 'right top', scale: scale.corner, north: north.corner, boxes },
  };
}

/** @param {GeoJSON.Polygon | GeoJSON.MultiPolygon} geometry @param {Projection} projection */
function pathOf(geometry, projection) {
  const polygons = geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates;
  return polygons
    .flat()
    .map((ring) => {
      const points = ring.map((at) => {
        const { x, y } = projection.at(at);
        return `${px(x)} ${px(y)}`;
      });
      return `M${points.join('L')}Z`;
    })
    .join('');
}

/** The neighbourhoods of the area white, what lies around it grey. @param {Sheet} sheet @param {Projection} projection */
function groundOf(sheet, projection) {
  const { city } = sheet.context;
  const { code, level } = sheet.area.properties;
  const members = city.members.get(code);
  const own = (/** @type {Area} */ { properties }) =>
    members
      ? members.has(properties.code)
      : level === 'neighbourhood'
        ? properties.code === code
        : properties.parentCode === code;
  const around = city.neighbourhoods.filter((one) => !own(one));
  return [
    ...around.map((one) => svg('path', { class: 'map-around', d: pathOf(one.geometry, projection) })),
    svg('path', { class: 'map-inside', d: pathOf(sheet.area.geometry, projection) }),
    ...city.neighbourhoods
      .filter(own)
      .map((one) => svg('path', { class: 'map-border', d: pathOf(one.geometry, projection) })),
  ];
}

/** @param {Sheet} sheet */
function dotsOf({ gaps, context }) {
  const value = dotValue(gaps, { narrow: true, coarse: mayBeHouseholds(context) });
  return { value, spots: dots(gaps, value) };
}

/** @param {Sheet} sheet @param {Map<string, Point | undefined>} spotOf */
function hubsOf(sheet, spotOf) {
  return sheet.hubs.flatMap((hub) => {
    const spots = hub.facilities.flatMap((id) => spotOf.get(id) ?? []);
    if (spots.length === 0) return [];
    const x = spots.reduce((sum, at) => sum + at.x, 0) / spots.length;
    const y = spots.reduce((sum, at) => sum + at.y, 0) / spots.length;
    const r = Math.max(...spots.map((at) => Math.hypot(at.x - x, at.y - y))) + SYMBOL * 0.72;
    return [{ x, y, r }];
  });
}

/** @param {Sheet} sheet @param {Map<string, Point | undefined>} spotOf @param {Projection} projection @returns {[Point, Point][]} */
function pairsOf(sheet, spotOf, projection) {
  return sheet.overlaps.slice(0, MOST_OVERLAPS).flatMap(({ properties, geometry }) => {
    const [from, to] = geometry.coordinates;
    if (!from || !to) return [];
    const a = spotOf.get(properties.facilityA) ?? projection.at(from);
    const b = spotOf.get(properties.facilityB) ?? projection.at(to);
    return [[a, b]];
  });
}

/** The places outside the area that do the same, smaller and without a number. @param {Sheet} sheet @param {Map<string, Point | undefined>} spotOf @param {Projection} projection */
function farEnds({ overlaps, context }, spotOf, projection) {
  return overlaps.slice(0, MOST_OVERLAPS).flatMap(({ properties, geometry }) =>
    [properties.facilityA, properties.facilityB].flatMap((id, index) => {
      const position = geometry.coordinates[index];
      if (!position || geometry.coordinates.length < 2 || spotOf.has(id)) return [];
      return [{ ...projection.at(position), group: groupOf(context, properties.serviceType) }];
    }),
  );
}

/** @param {Point} at @param {number} size @param {string | null} group @param {import('../dom.js').Marking} marking */
function symbolAt(at, size, group, marking) {
  const name = symbolName(group);
  const { over } = drawingOf(name, marking);
  const parts = [name, `${name}-glyph`, ...(over ? [over] : [])].map((id) =>
    svg('use', {
      href: `/symbols.svg#${id}`,
      x: px(at.x - size / 2),
      y: px(at.y - size / 2),
      width: size,
      height: size,
    }),
  );
  return parts.map((part) => tinted(part, name, marking));
}

/** @param {Point} home @param {Point} spot */
const leader = (home, spot) =>
  Math.hypot(home.x - spot.x, home.y - spot.y) < LEADER_FROM
    ? []
    : [
        svg('line', { class: 'map-leader', x1: px(home.x), y1: px(home.y), x2: px(spot.x), y2: px(spot.y) }),
        svg('circle', { class: 'map-home', cx: px(home.x), cy: px(home.y), r: 1.5 }),
      ];

/** What the lines, circles and dots mean. @param {Sheet} sheet @param {{value: number, spots: unknown[]}} dotted */
function keysOf({ overlaps, hubs, context }, dotted) {
  const { words, state, distance } = context;
  const out = [];
  if (overlaps.slice(0, MOST_OVERLAPS).some((pair) => pair.geometry.coordinates.length === 2))
    out.push({ name: 'pair', text: words.sheets.keySame });
  if (hubs.length > 0) out.push({ name: 'hub', text: words.sheets.keyTogether });
  if (dotted.spots.length > 0)
    out.push({
      name: 'dots',
      text: fill(state.group === 'all' ? words.sheets.keyDots : words.sheets.keyDotsGroup, {
        n: f.number(state.lang, dotted.value),
        group: lookUp(words.groups, state.group, state.group).toLocaleLowerCase(),
        d: f.metres(state.lang, distance),
        type: typeName(context, shortLabel),
      }),
    });
  const widthOf = pen();
  return out.map((key) => ({
    ...key,
    height: linesOf(key.text, KEY_TEXT.width, (text) => widthOf(text, KEY_TEXT.size)) * KEY_TEXT.line + KEY_TEXT.below,
  }));
}

/** @param {string} name */
function mark(name) {
  if (name === 'pair')
    return svg(
      'svg',
      { width: 30, height: 12, 'aria-hidden': 'true' },
      svg('line', { class: 'map-pair', x1: 3, x2: 28, y1: 6, y2: 6 }),
    );
  if (name === 'hub')
    return svg(
      'svg',
      { width: 30, height: 14, 'aria-hidden': 'true' },
      svg('circle', { class: 'map-hub', cx: 15, cy: 7, r: 6 }),
    );
  const spots = [
    [5, 4],
    [11, 9],
    [16, 3],
    [21, 8],
    [26, 4],
  ];
  return svg(
    'svg',
    { width: 30, height: 12, 'aria-hidden': 'true' },
    ...spots.map(([cx, cy]) => svg('circle', { class: 'map-dot', cx, cy, r: 1.3 })),
  );
}
