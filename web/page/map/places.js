/** Which symbols are drawn at the present scale, how large, and which stand together. */

import { svg, symbol, symbolName } from '../dom.js';

/** @typedef {import('../model.js').Area} Area */
/** @typedef {import('../model.js').Context} Context */
/** @typedef {import('../model.js').Facility} Facility */
/** @typedef {import('../model.js').Overlap} Overlap */
/** @typedef {import('./labels.js').Box} Box */

/** From here on every symbol has its glyph. */
export const GLYPH_ZOOM = 15;
/** Beyond it areas let the background map through. */
export const SEE_THROUGH_ZOOM = 14;
/** So many symbols on a map of the whole city are drawn smaller and without counts, or they would hide the answer. */
const CROWDED = 120;
const CROWDED_ZOOM = 13.5;
const MANY_CHOSEN = 40;

/**
 * @typedef {object} View
 * @property {Context} context
 * @property {Area | null} sheet
 * @property {Set<string> | null} facilities ids of those that are shown; null: all
 * @property {Overlap[]} overlaps
 * @property {number} zoom
 * @property {boolean} narrow
 * @property {{x: number, y: number}} size of the map
 * @property {(lon: number, lat: number) => {x: number, y: number}} pixelOf
 *
 * @typedef {object} Place
 * @property {number} lon
 * @property {number} lat
 * @property {Facility[]} members
 * @property {boolean} chosen whether it is of the chosen type
 * @property {boolean} above whether names yield to it
 * @property {number} hit width of what can be pressed
 * @property {Box} box what it covers
 * @property {SVGElement} symbol
 */

/** The symbols in view, nearest to the middle first. @param {View} view @returns {Place[]} */
export function placesToDraw(view) {
  const { context, sheet, facilities, zoom, size } = view;
  const groups = new Map(context.city.types.map((type) => [type.code, type.group]));
  const groupOf = (/** @type {Facility} */ facility) => groups.get(facility.properties.serviceType ?? '') ?? '';
  const near = zoom >= GLYPH_ZOOM || sheet !== null;
  // A small map of the whole city shows only what the question is about.
  const few = view.narrow && sheet === null && zoom < SEE_THROUGH_ZOOM;
  const ends = new Set(view.overlaps.flatMap(({ properties }) => [properties.facilityA, properties.facilityB]));
  /** @type {{x: number, y: number, item: Facility}[]} */
  const chosen = [];
  /** @type {{x: number, y: number, item: Facility}[]} */
  const others = [];
  for (const facility of context.facilities) {
    const { id, serviceType } = facility.properties;
    if (!facility.geometry || (facilities && !facilities.has(id))) continue;
    const [lon = 0, lat = 0] = facility.geometry.coordinates;
    const { x, y } = view.pixelOf(lon, lat);
    if (x < -size.x / 10 || y < -size.y / 10 || x > size.x * 1.1 || y > size.y * 1.1) continue;
    const isChosen = context.type !== null && serviceType === context.type.code;
    if (!isChosen && (context.state.hide.includes(groupOf(facility)) || (few && !ends.has(id)))) continue;
    (isChosen ? chosen : others).push({ x, y, item: facility });
  }
  const crowded = zoom < CROWDED_ZOOM && others.length > CROWDED;
  const small = near ? 30 : crowded ? 13 : 17;
  const large = few || (!near && chosen.length > MANY_CHOSEN) ? 26 : 34;
  const away = (/** @type {{x: number, y: number}} */ at) => (at.x - size.x / 2) ** 2 + (at.y - size.y / 2) ** 2;
  return [
    ...cluster(others, near ? 14 : crowded ? 3 : 8).map((one) => ({ ...one, chosen: false })),
    ...cluster(chosen, 8).map((one) => ({ ...one, chosen: true })),
  ]
    .sort((a, b) => away(a) - away(b))
    .map(({ x, y, members, chosen: isChosen }) => {
      const plain = crowded && !isChosen;
      const many = members.length > 1 && !plain;
      const full = isChosen ? large : small;
      const width = many ? Math.max(22, full - 8) : full;
      const [first] = members;
      const [lon = 0, lat = 0] = first?.geometry?.coordinates ?? [];
      const drawn = many
        ? clusterSymbol(members.map(groupOf), isChosen)
        : symbol(first ? groupOf(first) : null, { glyph: near || isChosen });
      drawn.setAttribute('width', String(width));
      drawn.setAttribute('height', String(width));
      const half = width / 2;
      return {
        lon,
        lat,
        members,
        chosen: isChosen,
        above: isChosen || near,
        hit: plain ? 16 : Math.max(24, width),
        box: { left: x - half, right: x + half, top: y - half, bottom: y + half },
        symbol: drawn,
      };
    });
}

/** A white disc with the count, and a ring with a part per group. @param {string[]} groups @param {boolean} chosen */
function clusterSymbol(groups, chosen) {
  const ring = ringParts(groups).map(({ group, length, offset }) =>
    svg('circle', {
      class: `ring ring-${symbolName(group)}`,
      cx: 14,
      cy: 14,
      r: 10.6,
      pathLength: 100,
      'stroke-dasharray': `${length} ${100 - length}`,
      'stroke-dashoffset': 25 - offset,
    }),
  );
  return svg(
    'svg',
    { class: `cluster${chosen ? ' cluster-chosen' : ''}`, viewBox: '0 0 28 28', 'aria-hidden': 'true' },
    svg('circle', { class: 'cluster-disc', cx: 14, cy: 14, r: 13 }),
    ...ring,
    svg('text', { x: 14, y: 14, 'text-anchor': 'middle', 'dominant-baseline': 'central' }, String(groups.length)),
  );
}

/**
 * @template T
 * @typedef {{x: number, y: number, members: T[]}} Cluster
 */

/**
 * Places closer than `radius` pixels to an earlier one join it, in the order given, so the same places always group alike.
 * @template T
 * @param {{x: number, y: number, item: T}[]} places @param {number} radius pixels @returns {Cluster<T>[]}
 */
export function cluster(places, radius) {
  /** @type {Cluster<T>[]} */
  const out = [];
  /** @type {Map<string, Cluster<T>[]>} */
  const grid = new Map();
  for (const { x, y, item } of places) {
    const column = Math.floor(x / radius);
    const row = Math.floor(y / radius);
    let found;
    for (let dx = -1; dx <= 1 && !found; dx += 1) {
      for (let dy = -1; dy <= 1 && !found; dy += 1) {
        found = grid
          .get(`${column + dx},${row + dy}`)
          ?.find((near) => (near.x - x) ** 2 + (near.y - y) ** 2 < radius ** 2);
      }
    }
    if (found) found.members.push(item);
    else {
      const fresh = { x, y, members: [item] };
      out.push(fresh);
      const key = `${column},${row}`;
      grid.set(key, [...(grid.get(key) ?? []), fresh]);
    }
  }
  return out;
}

/**
 * The parts of a ring, one per group, as dash lengths on a circle of circumference 100.
 * @param {string[]} groups @returns {{group: string, length: number, offset: number}[]}
 */
export function ringParts(groups) {
  /** @type {Map<string, number>} */
  const counts = new Map();
  for (const group of groups) counts.set(group, (counts.get(group) ?? 0) + 1);
  let offset = 0;
  return [...counts].map(([group, count]) => {
    const length = (count / groups.length) * 100;
    const part = { group, length, offset };
    offset += length;
    return part;
  });
}
